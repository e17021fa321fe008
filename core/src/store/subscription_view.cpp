// The view of the subscriptions: one row each, with what its documents say of it. The v3 body speaks first, being the newer
// platform's.
#include <utility>

#include "abonado/model.hpp"
#include "store/tables.hpp"

namespace abonado {

namespace {

struct ViewColumn {
    std::string sql;  // of the value as it is kept
    FrameColumn column;
};

// The row of a subscription knows its type as of now; then, a document had to say it.
std::string type_sql(const AsOfRun* as_of) {
    if (as_of == nullptr) return "subscriptions.type";
    std::string out = "coalesce(v3.type, v1.subscription_type, CASE v3_document.kind";
    for (const KindInfo& kind : kRecordKinds) {
        if (kind.type)
            out += " WHEN '" + std::string(to_word(kind.kind)) + "' THEN '" + std::string(to_word(*kind.type)) + "'";
    }
    return out + " END)";
}

std::string status_sql(const AsOfRun* as_of) {
    if (as_of == nullptr || !as_of->filters_valid) return "ifnull(v3.status, v1.current_status)";
    const std::string at = std::to_string(as_of->valid);
    return "coalesce((SELECT h.status FROM status_history AS h JOIN v1_subscriptions AS b ON b.document = h.document "
           "WHERE "
           "h.document = v1.document AND h.status_date <= " +
           at +
           " ORDER BY h.status_date DESC, h.status = b.current_status DESC, h.position DESC LIMIT 1), iif("
           "v1.current_status_date <= " +
           at + ", v1.current_status, NULL), CASE WHEN v3.creation_date > " + at +
           " THEN NULL WHEN v3.deactivation_date <= " + at + " THEN 'DEACTIVATED' WHEN v3.activation_date <= " + at +
           " THEN 'ACTIVE' WHEN v3.status = 'CANCELLED' AND ifnull(v3.last_status_update, v3.creation_date) <= " + at +
           " THEN 'CANCELLED' WHEN v3.creation_date <= " + at + " THEN 'PRE_ACTIVE' END)";
}

std::string product_sql(const AsOfRun* as_of) {
    if (as_of == nullptr || !as_of->filters_valid) return "tariff.product_id";
    const std::string at = std::to_string(as_of->valid);
    return "ifnull((SELECT id FROM tariff_history AS h WHERE h.document = tariff.document AND h.historic_date <= " +
           at + " ORDER BY h.historic_date DESC, h.position LIMIT 1), iif(tariff.product_historic_date <= " + at +
           ", tariff.product_id, NULL))";
}

std::vector<ViewColumn> view_columns(const AsOfRun* as_of) {
    const auto worded = [](std::string name, const EnumInfo& words, std::string doc) {
        return FrameColumn{std::move(name), ColumnKind::word, &words, std::move(doc)};
    };
    const auto column = [](std::string name, ColumnKind kind, std::string doc) {
        return FrameColumn{std::move(name), kind, nullptr, std::move(doc)};
    };
    using enum ColumnKind;
    return {
        {"organisations.name", column("org", text, "Its organisation")},
        {"subscriptions.legacy_id", column("legacy_id", integer, "Its number in the legacy system")},
        {type_sql(as_of), worded("type", EnumTable<SubscriptionType>::info, "Its type; NULL until a document says it")},
        {status_sql(as_of), worded("status", EnumTable<LiveStatus>::info, "Its status")},
        {"coalesce(v3_document.billing_type, v1.billing_type, v1_document.billing_type)",
         worded("billing_type", EnumTable<BillingType>::info, "Prepaid or postpaid")},
        {"v3.id", column("uuid", uuid, "Id of the v3 body")},
        {"ifnull(v3.legacy_account_id, v1.account_id)", column("account_id", integer, "Legacy id of its account")},
        {"v3.catalogue_commercial_product_id", column("catalogue_commercial_product_id", text, "Of the v3 body")},
        {"v1.commercial_product_id", column("commercial_product_id", integer, "Of the v1 body")},
        {product_sql(as_of), column("product_id", integer, "Its tariff")},
        {"v3.creation_date", column("creation_date", instant, "Of the v3 body")},
        {"v3.activation_date", column("activation_date", instant, "Of the v3 body")},
        {"v3.deactivation_date", column("deactivation_date", instant, "Of the v3 body")},
        {"v3.last_status_update", column("last_status_update", instant, "Of the v3 body")},
        {"v1.sale_date", column("sale_date", instant, "Of the v1 body")},
        {"v1.current_status_date", column("current_status_date", instant, "Of the v1 body")},
        {"v3.bundle_related_info_bundle_id", column("bundle_id", uuid, "Id of its bundle, of the v3 body")},
        {"v3.bundle_related_info_legacy_bundle_id",
         column("legacy_bundle_id", integer, "Legacy id of its bundle, of the v3 body")},
        {"v3.document", column("v3_document", integer, "Number of the v3 document")},
        {"v1.document", column("v1_document", integer, "Number of the v1 document")},
    };
}

std::string cell_sql(const ViewColumn& cell, Cells cells) {
    const std::string& name = cell.column.name;
    if (cells == Cells::readable && cell.column.kind == ColumnKind::uuid)
        return uuid_text_sql(cell.sql) + " AS " + name;
    if (cells == Cells::readable && cell.column.kind == ColumnKind::instant) {
        return instant_text_sql(cell.sql) + " AS " + name;
    }
    return cell.sql.ends_with("." + name) ? cell.sql : cell.sql + " AS " + name;
}

// The documents of the subscription that were known at the run: those that are current still, and former ones. Asked for one
// after the other, as each has its index and their OR has none: a scan of all documents for each subscription would follow.
std::vector<std::string> known_documents_sql(const AsOfRun& as_of, const std::string& condition) {
    const std::string run = std::to_string(as_of.known);
    const std::string from =
        " FROM documents AS known WHERE known.subscription = subscriptions.id AND known.known_from <= " + run +
        condition + " AND ";
    return {from + "known.known_to IS NULL", from + "known.known_to IS NOT NULL AND known.known_to > " + run};
}

// The current, or then known, document of a part of the subscription.
std::string document_sql(const std::string& name, const std::string& part, const AsOfRun* as_of) {
    const std::string join = " LEFT JOIN documents AS " + name + " ON " + name;
    if (as_of == nullptr) {
        return join + ".subscription = subscriptions.id AND " + name + ".part = '" + part + "' AND " +
               known_condition(name, nullptr);
    }
    const std::vector<std::string> known = known_documents_sql(*as_of, " AND known.part = '" + part + "'");
    return join + ".id = (SELECT known.id" + known[0] + " UNION ALL SELECT known.id" + known[1] + " LIMIT 1)";
}

}  // namespace

std::vector<FrameColumn> subscriptions_view_columns() {
    std::vector<FrameColumn> out;
    for (ViewColumn& cell : view_columns(nullptr)) out.push_back(std::move(cell.column));
    return out;
}

std::string subscriptions_view_sql(const AsOfRun* as_of, Cells cells) {
    std::string out;
    for (const ViewColumn& cell : view_columns(as_of)) out += (out.empty() ? "SELECT " : ", ") + cell_sql(cell, cells);
    out += " FROM subscriptions JOIN organisations ON organisations.id = subscriptions.org" +
           document_sql("v3_document", "v3", as_of) +
           " LEFT JOIN v3_subscriptions AS v3 ON v3.document = v3_document.id" +
           document_sql("v1_document", "v1", as_of) +
           " LEFT JOIN v1_subscriptions AS v1 ON v1.document = v1_document.id" +
           document_sql("tariff_document", "product", as_of) +
           " LEFT JOIN subscription_products AS tariff ON tariff.document = tariff_document.id";
    if (as_of != nullptr) {
        const std::vector<std::string> known = known_documents_sql(*as_of, "");
        out += " WHERE EXISTS (SELECT 1" + known[0] + ") OR EXISTS (SELECT 1" + known[1] + ")";
    }
    return out;
}

}  // namespace abonado
