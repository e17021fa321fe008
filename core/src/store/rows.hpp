// Structs to rows and back, by the field tables and layout.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "json/partial.hpp"
#include "store/connection.hpp"
#include "store/layout.hpp"

namespace abonado {

namespace rows {

// The fields of T that stand in its column `other`.
template <Described T, bool Self>
consteval std::uint64_t json_fields() {
    std::uint64_t out = 0;
    const auto member = [&]<auto M>(const Field<M>&) {
        if (keeping<M, Self>() == Keeping::json) out |= std::uint64_t{1} << field_index<T, M>();
    };
    std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<T>::table);
    return out;
}

template <Described T, bool Self>
inline constexpr bool kKeepsForm = false;  // whether the row says that the object was written as an id alone
template <>
inline constexpr bool kKeepsForm<Product, true> = true;

// How many columns the members of T have, `other` included.
template <Described T, bool Self>
consteval int column_count() {
    int out = kKeepsForm<T, Self> ? 2 : 1;
    const auto member = [&]<auto M>(const Field<M>&) {
        if constexpr (keeping<M, Self>() == Keeping::column) ++out;
        else if constexpr (keeping<M, Self>() == Keeping::spread) out += column_count<typename Field<M>::Value, Self>();
    };
    std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<T>::table);
    return out;
}

// Their names, separated by commas, in the order in which they are bound and read.
template <Described T, bool Self>
void append_column_names(std::string& out, const std::string& prefix) {
    const auto member = [&]<auto M>(const Field<M>& row) {
        const std::string name = prefix + std::string(row.name);
        if constexpr (keeping<M, Self>() == Keeping::column) out += name + ", ";
        else if constexpr (keeping<M, Self>() == Keeping::spread) {
            append_column_names<typename Field<M>::Value, Self>(out, name + "_");
            out += ", ";
        }
    };
    std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<T>::table);
    if constexpr (kKeepsForm<T, Self>) out += "written_as_id, ";
    out += prefix + "other";
}

template <class V>
void bind_value(Query& query, const V& value) {
    constexpr FieldType type = detail::field_type<V>();
    if constexpr (type == FieldType::text || type == FieldType::integer) query.bind(value);
    else if constexpr (type == FieldType::legacy_id) query.bind(value.value);
    else if constexpr (type == FieldType::boolean) query.bind(std::int64_t{value});
    else if constexpr (type == FieldType::amount) query.bind(value.millionths);
    else if constexpr (type == FieldType::instant) query.bind(value.micros);
    else if constexpr (type == FieldType::date) query.bind(std::int64_t{value.days});
    else if constexpr (type == FieldType::uuid) query.bind_blob(value.bytes.data(), value.bytes.size());
    else query.bind_word(to_word(value));
}

template <class V>
V read_value(const Query& query, int column) {
    constexpr FieldType type = detail::field_type<V>();
    if constexpr (type == FieldType::text) return query.text(column);
    else if constexpr (type == FieldType::integer) return query.integer(column);
    else if constexpr (type == FieldType::legacy_id) return LegacyId{query.integer(column)};
    else if constexpr (type == FieldType::boolean) return query.integer(column) != 0;
    else if constexpr (type == FieldType::amount) return Money{query.integer(column)};
    else if constexpr (type == FieldType::instant) return Instant{query.integer(column)};
    else if constexpr (type == FieldType::date) return Date{static_cast<std::int32_t>(query.integer(column))};
    else if constexpr (type == FieldType::uuid) {
        Uuid uuid;
        const std::string_view bytes = query.bytes(column);
        std::memcpy(uuid.bytes.data(), bytes.data(), std::min(bytes.size(), uuid.bytes.size()));
        return uuid;
    } else {
        return from_word<V>(query.bytes(column)).value();  // a CHECK holds the column to the words
    }
}

}  // namespace rows

// The rows of documents' bodies on one connection. Used by one thread at a time.
class RowStore {
public:
    explicit RowStore(Connection& connection) : connection_(connection) {}

    // Writes the body's row and those of all its lists.
    template <Described T>
    void insert_body(std::int64_t document, const T& body) {
        insert_row<T, false>({document}, kBodyTable<T>, body, [](Query&) {});
    }

    // Reads them back. False if the document has no body of this type.
    template <Described T>
    bool read_body(std::int64_t document, T& out) {
        {
            Query query(select<T, false>({document}, kBodyTable<T>));
            query.bind(document);
            if (!query.next()) return false;
            int column = 0;
            read_members_of<T, false>(query, column, out);
        }
        read_lists<T, false>({document}, out);
        return true;
    }

private:
    struct Key {
        std::int64_t document = 0;
        std::int64_t owner = kNone;     // position of the row that holds the list, if that is in a list itself
        std::int64_t position = kNone;  // in the list
        static constexpr std::int64_t kNone = -1;

        Key element(std::size_t i) const { return {document, position, static_cast<std::int64_t>(i)}; }
        std::string columns() const {
            if (position == kNone) return "document";
            return owner == kNone ? "document, position" : "document, owner, position";
        }
    };
    // Statements by what they are for: a type of rows and its table.
    template <class T>
    static inline constexpr char kTag = 0;
    struct Purpose {
        const void* type;
        const void* table;
        bool operator==(const Purpose&) const = default;
    };
    struct PurposeHash {
        std::size_t operator()(const Purpose& p) const noexcept {
            return std::hash<const void*>{}(p.type) * 31 + std::hash<const void*>{}(p.table);
        }
    };
    using Statements = std::unordered_map<Purpose, SQLite::Statement*, PurposeHash>;

    template <Described T, bool Self>
    SQLite::Statement& insert(const Key& key, std::string_view table, std::string_view repeated) {
        SQLite::Statement*& known = inserts_[{&kTag<T>, table.data()}];
        if (known != nullptr) return *known;
        std::string columns = key.columns();
        if (!repeated.empty()) columns += ", " + std::string(repeated);
        columns += ", ";
        rows::append_column_names<T, Self>(columns, "");
        std::string marks = "?";
        for (const char c : columns) marks += c == ',' ? ", ?" : "";
        known = &connection_.statement("INSERT INTO " + std::string(table) + " (" + columns + ") VALUES (" + marks +
                                       ")");
        return *known;
    }

    template <Described T, bool Self>
    SQLite::Statement& select(const Key& key, std::string_view table) {
        SQLite::Statement*& known = selects_[{&kTag<T>, table.data()}];
        if (known != nullptr) return *known;
        std::string sql = "SELECT ";
        rows::append_column_names<T, Self>(sql, "");
        sql += " FROM " + std::string(table) + " WHERE document = ?";
        if (key.owner != Key::kNone) sql += " AND owner = ?";
        if (key.position != Key::kNone) sql += " ORDER BY position";
        known = &connection_.statement(sql);
        return *known;
    }

    template <Described T, bool Self, class BindRepeated>
    void insert_row(const Key& key, std::string_view table, const T& value, BindRepeated bind_repeated,
                    std::string_view repeated = {}) {
        used_texts_ = 0;
        {
            Query query(insert<T, Self>(key, table, repeated));
            query.bind(key.document);
            if (key.owner != Key::kNone) query.bind(key.owner);
            if (key.position != Key::kNone) query.bind(key.position);
            bind_repeated(query);
            bind_members<T, Self>(query, value, false);
            query.run();
        }
        insert_lists<T, Self>(key, value);
    }

    // `marks_presence`: the object itself may be absent, so that `other` has to say that it is not.
    template <Described T, bool Self>
    void bind_members(Query& query, const T& value, bool marks_presence) {
        std::uint64_t in_other = rows::json_fields<T, Self>();
        const auto member = [&]<auto M>(const Field<M>&) {
            using Row = Field<M>;
            if constexpr (keeping<M, Self>() == Keeping::column) {
                if constexpr (Row::required) rows::bind_value(query, value.*M);
                else if (value.*M) rows::bind_value(query, *(value.*M));
                else query.bind_null();
            } else if constexpr (keeping<M, Self>() == Keeping::spread) {
                using Value = typename Row::Value;
                if constexpr (Row::required) bind_members<Value, Self>(query, value.*M, false);
                else if (value.*M) bind_members<Value, Self>(query, *(value.*M), true);
                else
                    for (int i = 0; i < rows::column_count<Value, Self>(); ++i) query.bind_null();
            } else if constexpr (keeping<M, Self>() == Keeping::list_table && !Row::required) {
                // A list without elements has no row that would say that it is there.
                if (value.*M && (value.*M)->empty()) in_other |= std::uint64_t{1} << field_index<T, M>();
            }
        };
        std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<T>::table);
        if constexpr (rows::kKeepsForm<T, Self>) query.bind(std::int64_t{value.written_as_id});
        std::string& other = texts_.at(used_texts_++);
        other.clear();
        if (in_other != 0 || !value.unknown.empty()) append_members(other, value, in_other);
        if (other.size() > kEmptyObject.size() || marks_presence) {
            if (other.empty()) other = kEmptyObject;
            query.bind(other);
        } else {
            query.bind_null();
        }
    }

    template <Described T, bool Self>
    void insert_lists(const Key& key, const T& value) {
        const auto member = [&]<auto M>(const Field<M>&) {
            using Row = Field<M>;
            if constexpr (keeping<M, Self>() == Keeping::list_table) {
                if constexpr (Row::required) insert_list<T, M>(key, value, value.*M);
                else if (value.*M) insert_list<T, M>(key, value, *(value.*M));
            } else if constexpr (keeping<M, Self>() == Keeping::spread) {
                if constexpr (Row::required) insert_lists<typename Row::Value, Self>(key, value.*M);
                else if (value.*M) insert_lists<typename Row::Value, Self>(key, *(value.*M));
            }
        };
        std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<T>::table);
    }

    template <Described T, auto M>
    void insert_list(const Key& key, const T& owner, const typename Field<M>::Value& list) {
        using Element = typename Field<M>::Element;
        for (std::size_t i = 0; i < list.size(); ++i) {
            if constexpr (Repeated<M>::any) {
                insert_row<Element, kIsSelf<T, Element>>(
                    key.element(i), kListTable<M>, list[i],
                    [&](Query& query) { rows::bind_value(query, owner.*Repeated<M>::member); }, Repeated<M>::column);
            } else {
                insert_row<Element, kIsSelf<T, Element>>(key.element(i), kListTable<M>, list[i], [](Query&) {});
            }
        }
    }

    template <Described T, bool Self>
    void read_members_of(const Query& query, int& column, T& out) {
        const auto member = [&]<auto M>(const Field<M>&) {
            using Row = Field<M>;
            using Value = typename Row::Value;
            if constexpr (keeping<M, Self>() == Keeping::column) {
                if (!query.is_null(column)) out.*M = rows::read_value<Value>(query, column);
                ++column;
            } else if constexpr (keeping<M, Self>() == Keeping::spread) {
                constexpr int kColumns = rows::column_count<Value, Self>();
                if constexpr (Row::required) read_members_of<Value, Self>(query, column, out.*M);
                else if (query.is_null(column + kColumns - 1)) column += kColumns;
                else read_members_of<Value, Self>(query, column, (out.*M).emplace());
            }
        };
        std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<T>::table);
        [[maybe_unused]] bool by_id = false;
        if constexpr (rows::kKeepsForm<T, Self>) by_id = query.integer(column++) != 0;
        if (const std::string_view other = query.bytes(column); other.size() > kEmptyObject.size())
            read_members(other, out);
        if constexpr (rows::kKeepsForm<T, Self>) out.written_as_id = by_id;
        ++column;
    }

    template <Described T, bool Self>
    void read_lists(const Key& key, T& out) {
        const auto member = [&]<auto M>(const Field<M>&) {
            using Row = Field<M>;
            if constexpr (keeping<M, Self>() == Keeping::list_table) {
                auto list = read_list<T, M>(key);
                if (Row::required || !list.empty()) out.*M = std::move(list);
            } else if constexpr (keeping<M, Self>() == Keeping::spread) {
                if constexpr (Row::required) read_lists<typename Row::Value, Self>(key, out.*M);
                else if (out.*M) read_lists<typename Row::Value, Self>(key, *(out.*M));
            }
        };
        std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<T>::table);
    }

    template <Described T, auto M>
    typename Field<M>::Value read_list(const Key& key) {
        using Element = typename Field<M>::Element;
        constexpr bool kSelf = kIsSelf<T, Element>;
        typename Field<M>::Value out;
        {
            Query query(select<Element, kSelf>(key.element(0), kListTable<M>));
            query.bind(key.document);
            if (key.position != Key::kNone) query.bind(key.position);
            while (query.next()) {
                int column = 0;
                read_members_of<Element, kSelf>(query, column, out.emplace_back());
            }
        }
        for (std::size_t i = 0; i < out.size(); ++i) read_lists<Element, kSelf>(key.element(i), out[i]);
        return out;
    }

    static constexpr std::string_view kEmptyObject = "{}";

    Connection& connection_;
    Statements inserts_;
    Statements selects_;
    std::array<std::string, 8> texts_;  // what is bound without a copy: one `other` for each spread object of a row
    std::size_t used_texts_ = 0;
};

}  // namespace abonado
