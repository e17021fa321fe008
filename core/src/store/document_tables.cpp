// The tables of bodies and of their lists, derived from the field tables and from layout.hpp.
#include <algorithm>
#include <tuple>

#include "abonado/rules.hpp"
#include "store/layout.hpp"
#include "store/tables.hpp"

namespace abonado {

namespace {

struct SqlType {
    std::string declaration;
    std::string readable;
    std::optional<ColumnKind> kind = {};
};

SqlType sql_type(const std::string& name, const FieldInfo& field) {
    switch (field.type) {
        case FieldType::legacy_id:
            return {"INTEGER CHECK (" + name + " > 0)", ""};
        case FieldType::boolean:
            return {"INTEGER CHECK (" + name + " IN (0, 1))", "", ColumnKind::boolean};
        case FieldType::amount:
            return {"INTEGER", amount_text_sql(name), ColumnKind::amount};
        case FieldType::instant:
            return {"INTEGER", instant_text_sql(name), ColumnKind::instant};
        case FieldType::date:
            return {"INTEGER", date_text_sql(name), ColumnKind::date};
        case FieldType::uuid:
            return {"BLOB CHECK (length(" + name + ") = 16)", uuid_text_sql(name), ColumnKind::uuid};
        case FieldType::enumeration:
            return {"TEXT" + words_check_sql(name, *field.enumeration), "", ColumnKind::word};
        case FieldType::integer:
            return {"INTEGER", ""};
        default:
            return {"TEXT", ""};
    }
}

std::string unit_of(FieldType type) {
    switch (type) {
        case FieldType::amount:
            return ", in millionths";
        case FieldType::instant:
            return ", in microseconds since 1970-01-01 UTC";
        case FieldType::date:
            return ", in days since 1970-01-01";
        default:
            return "";
    }
}

class TableMaker {
public:
    explicit TableMaker(std::vector<Table>& tables) : tables_(tables) {}

    template <Described T>
    void add_body() {
        Table table = begin<T>(std::string(kBodyTable<T>));
        table.columns.push_back({"document", "INTEGER PRIMARY KEY REFERENCES documents (id)", "", "Its document"});
        finish<T, false>(std::move(table), {"document"});
    }

    // Adds the columns that only this kind of body has to the table that it shares with T's base.
    template <Described T, Described Base>
    void widen_body() {
        Table wide;
        add_columns<T, false>(wide, "", false);
        Table& table = *std::find_if(tables_.begin(), tables_.end(),
                                     [](const Table& t) { return t.name == kBodyTable<Base>; });
        const auto stands = [&](const TableColumn& column) {
            return std::any_of(table.columns.begin(), table.columns.end(),
                               [&](const TableColumn& other) { return other.name == column.name; });
        };
        for (TableColumn& column : wide.columns) {
            if (!stands(column)) table.columns.push_back(std::move(column));
        }
    }

private:
    template <Described T>
    Table begin(std::string name) {
        Table table;
        table.name = std::move(name);
        table.doc = FieldsOf<T>::doc;
        table.holds = FieldsOf<T>::name;
        table.of_documents = true;
        table.validity = {std::string(kValidity<T>.from), std::string(kValidity<T>.to)};
        for (const RuleInfo& rule : rules()) {
            if (rule.stored.on != table.holds) continue;
            table.constraints.push_back("CONSTRAINT \"" + std::string(rule.id) + "\" CHECK (" +
                                        std::string(rule.stored.sql) + ")");
        }
        return table;
    }

    template <Described T, bool Self>
    void finish(Table table, const std::vector<std::string>& key) {
        add_columns<T, Self>(table, "", true);
        const std::string name = table.name;
        tables_.push_back(std::move(table));
        add_lists<T, Self>(name, key);
    }

    template <Described T, bool Self>
    void add_columns(Table& table, const std::string& prefix, bool required) {
        const auto member = [&]<auto M>(const Field<M>& row) {
            const std::string name = prefix + std::string(row.name);
            if constexpr (keeping<M, Self>() == Keeping::column) {
                const FieldInfo field = row.info();
                SqlType type = sql_type(name, field);
                if (required && Field<M>::required) type.declaration += " NOT NULL";
                table.columns.push_back({name, type.declaration, type.readable,
                                         std::string(row.doc) + unit_of(field.type), type.kind,
                                         type.kind == ColumnKind::word ? field.enumeration : nullptr});
            } else if constexpr (keeping<M, Self>() == Keeping::spread) {
                add_columns<typename Field<M>::Value, Self>(table, name + "_", required && Field<M>::required);
            }
        };
        std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<T>::table);
        if constexpr (requires(T t) { t.written_as_id; }) {
            if (Self) {
                table.columns.push_back(flag_column("written_as_id", "1 if the document names it by its id alone"));
            }
        }
        table.columns.push_back(
            json_column(prefix + "other", prefix.empty() ? "Members without a column, as a JSON object"
                                                         : "Members of " + prefix.substr(0, prefix.size() - 1) +
                                                               " without a column, as a JSON object; NULL if it is "
                                                               "absent"));
    }

    // The tables of the lists of T, also those of the objects that are spread over its row.
    template <Described T, bool Self>
    void add_lists(const std::string& owner, const std::vector<std::string>& owner_key) {
        const auto member = [&]<auto M>(const Field<M>&) {
            if constexpr (keeping<M, Self>() == Keeping::list_table) {
                add_list<T, M>(owner, owner_key);
            } else if constexpr (keeping<M, Self>() == Keeping::spread) {
                add_lists<typename Field<M>::Value, Self>(owner, owner_key);
            }
        };
        std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<T>::table);
    }

    template <Described T, auto M>
    void add_list(const std::string& owner, const std::vector<std::string>& owner_key) {
        using Element = typename Field<M>::Element;
        const bool exists = std::any_of(tables_.begin(), tables_.end(),
                                        [](const Table& table) { return table.name == kListTable<M>; });
        if (exists) return;  // of a struct that two kinds of documents hold
        Table table = begin<Element>(std::string(kListTable<M>));
        table.without_rowid = true;
        const bool nested = owner_key.size() > 1;
        table.columns.emplace_back("document", "INTEGER NOT NULL REFERENCES documents (id)", "", "Its document");
        std::vector<std::string> key{"document"};
        if (nested) {
            table.columns.emplace_back("owner", "INTEGER NOT NULL", "", "Position of its row of " + owner);
            key.emplace_back("owner");
            table.constraints.push_back("FOREIGN KEY (document, owner) REFERENCES " + owner + " (document, position)");
        }
        table.columns.push_back({"position", "INTEGER NOT NULL", "", "Place in the document's list, from 0"});
        key.emplace_back("position");
        table.constraints.insert(table.constraints.begin(), nested ? "PRIMARY KEY (document, owner, position)"
                                                                   : "PRIMARY KEY (document, position)");
        if constexpr (Repeated<M>::any) {
            const std::string column(Repeated<M>::column);
            Table& parent = *std::find_if(tables_.begin(), tables_.end(),
                                          [&](const Table& other) { return other.name == owner; });
            const TableColumn& there = *std::find_if(parent.columns.begin(), parent.columns.end(),
                                                     [&](const TableColumn& other) { return other.name == column; });
            table.columns.push_back(
                {column, "TEXT NOT NULL", "", "That of its row of " + owner, there.kind, there.words});
            table.constraints.push_back("FOREIGN KEY (document, " + column + ") REFERENCES " + owner + " (document, " +
                                        column + ")");
            parent.constraints.push_back("UNIQUE (document, " + column + ")");
        }
        finish<Element, kIsSelf<T, Element>>(std::move(table), key);
    }

    std::vector<Table>& tables_;
};

void add_indexes(std::vector<Table>& tables) {
    struct Row {
        std::string_view table;
        std::string_view name;
        std::string_view on;
    };
    // What subscriptions are looked up by, besides the identifiers, which are a table of their own.
    constexpr Row kIndexes[] = {
        {"v3_subscriptions", "v3_subscriptions_uuid", "(id) WHERE id IS NOT NULL"},
        {"v3_subscriptions", "v3_subscriptions_account", "(legacy_account_id)"},
        {"v3_subscriptions", "v3_subscriptions_account_uuid", "(account_id) WHERE account_id IS NOT NULL"},
        {"v3_subscriptions", "v3_subscriptions_bundle",
         "(bundle_related_info_bundle_id) WHERE bundle_related_info_bundle_id IS NOT NULL"},
        {"v3_subscriptions", "v3_subscriptions_legacy_bundle",
         "(bundle_related_info_legacy_bundle_id) WHERE bundle_related_info_legacy_bundle_id IS NOT NULL"},
        {"v1_subscriptions", "v1_subscriptions_account", "(account_id) WHERE account_id IS NOT NULL"},
        {"account_bundles", "account_bundles_bundle", "(account_bundle_id) WHERE account_bundle_id IS NOT NULL"},
    };
    for (const Row& row : kIndexes) {
        for (Table& table : tables) {
            if (table.name == row.table) table.indexes.push_back({std::string(row.name), std::string(row.on), false});
        }
    }
}

}  // namespace

std::vector<Table> document_tables() {
    std::vector<Table> tables;
    TableMaker maker(tables);
    maker.add_body<SubscriptionBase>();
    maker.widen_body<Max, SubscriptionBase>();
    maker.widen_body<Disney, SubscriptionBase>();
    maker.widen_body<AmazonPrime, SubscriptionBase>();
    maker.add_body<GetSubscription>();
    maker.add_body<CreateCreditLimitsRequest>();
    maker.add_body<CreateSegmentRequest>();
    maker.add_body<SubscriptionProduct>();
    maker.add_body<Product>();
    maker.add_body<GetSubscriptionShipping>();
    add_indexes(tables);
    return tables;
}

}  // namespace abonado
