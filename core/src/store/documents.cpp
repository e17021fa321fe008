#include "store/documents.hpp"

#include <algorithm>
#include <cstring>

#include "abonado/ledger.hpp"
#include "store/layout.hpp"

namespace abonado {

namespace {

// The members of an envelope that neither the document's row nor what it belongs to tells.
Envelope rest_of(const Envelope& envelope) {
    Envelope rest;
    const KindInfo& kind = kind_info(envelope.kind);
    if (!kind.needs_org) rest.org = envelope.org;
    if (!kind.key_in_envelope) rest.legacy_id = envelope.legacy_id;
    // Their values are rows: only what they hold besides is left, or that they stand there without a value.
    if (envelope.identifiers && (!envelope.identifiers->unknown.empty() || *envelope.identifiers == Identifiers{})) {
        rest.identifiers.emplace().unknown = envelope.identifiers->unknown;
    }
    rest.unknown = envelope.unknown;
    return rest;
}

constexpr std::uint64_t kRestFields = std::uint64_t{1} << field_index<Envelope, &Envelope::org>() |
                                      std::uint64_t{1} << field_index<Envelope, &Envelope::legacy_id>() |
                                      std::uint64_t{1} << field_index<Envelope, &Envelope::identifiers>();

}  // namespace

std::optional<std::int64_t> Documents::find_organisation(const std::string& name) {
    if (const auto known = organisations_.find(name); known != organisations_.end()) return known->second;
    Query query(connection_.statement("SELECT id FROM organisations WHERE name = ?"));
    query.bind(name);
    if (!query.next()) return std::nullopt;
    return organisations_.emplace(name, query.integer(0)).first->second;
}

std::int64_t Documents::organisation(const std::string& name) {
    if (const auto found = find_organisation(name)) return *found;
    Query query(connection_.statement("INSERT INTO organisations (name) VALUES (?)"));
    query.bind(name).run();
    return organisations_.emplace(name, connection_.last_id()).first->second;
}

std::optional<StoredSubscription> Documents::find_subscription(std::int64_t org, std::int64_t legacy_id) {
    static constexpr std::string_view kSql = "SELECT id, type FROM subscriptions WHERE org = ? AND legacy_id = ?";
    Query query(connection_.statement(kSql));
    query.bind(org).bind(legacy_id);
    if (!query.next()) return std::nullopt;
    StoredSubscription out{query.integer(0), {}};
    if (!query.is_null(1)) out.type = from_word<SubscriptionType>(query.bytes(1));
    return out;
}

StoredSubscription Documents::add_subscription(std::int64_t org, std::int64_t legacy_id,
                                               std::optional<SubscriptionType> type) {
    static constexpr std::string_view kSql = "INSERT INTO subscriptions (org, legacy_id, type) VALUES (?, ?, ?)";
    Query query(connection_.statement(kSql));
    query.bind(org).bind(legacy_id);
    if (type) query.bind_word(to_word(*type));
    else query.bind_null();
    query.run();
    return {connection_.last_id(), type};
}

void Documents::set_type(std::int64_t subscription, SubscriptionType type) {
    Query query(connection_.statement("UPDATE subscriptions SET type = ? WHERE id = ?"));
    query.bind_word(to_word(type)).bind(subscription).run();
}

std::optional<StoredDocument> Documents::current(std::optional<std::int64_t> subscription, std::string_view part,
                                                 const std::string& key) {
    static constexpr std::string_view kSql =
        "SELECT id, content, known_from, kind FROM documents WHERE known_to IS NULL AND subscription = ? AND part = ? "
        "AND "
        "key = ?";
    static constexpr std::string_view kCatalogueSql =
        "SELECT id, content, known_from, kind FROM documents WHERE known_to IS NULL AND subscription IS NULL AND key = "
        "?";
    Query query(connection_.statement(subscription ? kSql : kCatalogueSql));
    if (subscription) query.bind(*subscription).bind_word(part);
    query.bind(key);
    if (!query.next()) return std::nullopt;
    StoredDocument out{query.integer(0), from_word<RecordKind>(query.bytes(3)).value(), {}, query.integer(2)};
    const std::string_view content = query.bytes(1);
    std::memcpy(out.content.data(), content.data(), std::min(content.size(), out.content.size()));
    return out;
}

std::vector<std::int64_t> Documents::catalogue() {
    Query query(connection_.statement(
        "SELECT id FROM documents WHERE known_to IS NULL AND subscription IS NULL ORDER BY CAST(key AS INTEGER)"));
    std::vector<std::int64_t> out;
    while (query.next()) out.push_back(query.integer(0));
    return out;
}

std::optional<Documents::Superseded> Documents::superseded(std::int64_t subscription, std::string_view part,
                                                           const std::string& key, const ContentHash& content) {
    // Rows are numbered in the order in which they were written. Current and former ones have an index each.
    static constexpr std::string_view kSql =
        "WITH states AS (SELECT id, content, known_from, known_to FROM documents WHERE subscription = ?1 AND known_to "
        "IS "
        "NOT NULL AND part = ?2 AND key = ?3 UNION ALL SELECT id, content, known_from, known_to FROM documents WHERE "
        "subscription = ?1 AND known_to IS NULL AND part = ?2 AND key = ?3), told AS (SELECT states.*, made.kind AS "
        "made_by, ended.kind AS ended_by FROM states JOIN runs made ON made.id = known_from LEFT JOIN runs ended ON "
        "ended.id = known_to), since AS (SELECT * FROM told WHERE id >= ifnull((SELECT max(id) FROM told WHERE made_by "
        "<> 'operation'), 0)) SELECT min(id), max(content = ?4 AND ended_by IS 'operation') FROM since HAVING "
        "max(ended_by IS 'operation')";
    Query query(connection_.statement(kSql));
    query.bind(subscription).bind_word(part).bind(key).bind_blob(content.data(), content.size());
    if (!query.next()) return std::nullopt;
    return Superseded{query.integer(0), query.integer(1) != 0};
}

bool Documents::has_convergent_segment(std::int64_t subscription) {
    Query query(
        connection_.statement("SELECT 1 FROM documents WHERE subscription = ? AND known_to IS NULL AND segment_class = "
                              "'CONVERGENT' LIMIT 1"));
    return query.bind(subscription).next();
}

void Documents::end(std::int64_t document, std::int64_t run) {
    Query query(connection_.statement("UPDATE documents SET known_to = ? WHERE id = ?"));
    query.bind(run).bind(document).run();
}

std::int64_t Documents::add(std::optional<std::int64_t> subscription, const DocumentName& name,
                            const Envelope& envelope, const ContentHash& content, const Provenance& from) {
    static constexpr std::string_view kSql =
        "INSERT INTO documents (subscription, kind, part, key, content, billing_type, segment_class, other, "
        "known_from, "
        "input, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    std::string other;
    append_members(other, rest_of(envelope), kRestFields);
    {
        Query query(connection_.statement(kSql));
        query.bind(subscription).bind_word(to_word(envelope.kind)).bind_word(name.part).bind(name.key);
        query.bind_blob(content.data(), content.size());
        if (envelope.billing_type) query.bind_word(to_word(*envelope.billing_type));
        else query.bind_null();
        if (envelope.segment_class) query.bind_word(to_word(*envelope.segment_class));
        else query.bind_null();
        if (other == "{}") query.bind_null();
        else query.bind(other);
        query.bind(from.run).bind(std::int64_t{from.input}).bind(static_cast<std::int64_t>(from.line)).run();
    }
    const std::int64_t document = connection_.last_id();
    std::visit([&](const auto& body) { rows_.insert_body(document, body); }, envelope.body);
    add_identifiers(document, envelope);
    return document;
}

void Documents::add_identifiers(std::int64_t document, const Envelope& envelope) {
    static constexpr std::string_view kSql =
        "INSERT INTO identifiers (document, position, filter_type, value, search, is_derived) VALUES (?, ?, ?, ?, ?, "
        "?)";
    std::int64_t position = 0;
    for (const FoundIdentifier& identifier : identifiers_of(envelope)) {
        Query query(connection_.statement(kSql));
        query.bind(document).bind(position++).bind(identifier.filter_type).bind(identifier.value);
        query.bind(identifier.search).bind(std::int64_t{identifier.is_derived}).run();
    }
}

void Documents::read_identifiers(std::int64_t document, Envelope& envelope) {
    Query query(connection_.statement(
        "SELECT filter_type, value FROM identifiers WHERE document = ? AND is_derived = 0 ORDER BY position"));
    query.bind(document);
    while (query.next()) {
        if (!envelope.identifiers) envelope.identifiers.emplace();
        const std::string_view type = query.bytes(0);
        const auto member = [&]<auto M>(const Field<M>& row) {
            if (row.name == type) (*envelope.identifiers).*M = query.text(1);
        };
        std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<Identifiers>::table);
    }
}

namespace {

template <std::size_t I = 0>
void read_body_of_kind(RowStore& rows, std::int64_t document, std::size_t kind, Body& out) {
    if constexpr (I < std::variant_size_v<Body>) {
        if (kind != I) return read_body_of_kind<I + 1>(rows, document, kind, out);
        rows.read_body(document, out.emplace<std::variant_alternative_t<I, Body>>());
    }
}

}  // namespace

Envelope Documents::read(std::int64_t document) {
    const auto damaged = [&](const Wording& why) {
        return Error(ErrorCode::store_unusable, connection_.path() + ": document " + std::to_string(document) +
                                                    " cannot be read, its rows are damaged: " + why);
    };
    try {
        return read_rows(document);
    } catch (const std::bad_optional_access&) {
        throw damaged("a word is none of its enum");
    } catch (const Error& error) {
        if (error.code() != ErrorCode::invalid_document) throw;
        Wording why(error.what());
        why.values = error.details().front().values;
        throw damaged(why);
    }
}

Envelope Documents::read_rows(std::int64_t document) {
    Envelope out;
    {
        Query query(connection_.statement(
            "SELECT d.kind, d.billing_type, d.segment_class, d.other, s.legacy_id, o.name FROM documents d LEFT JOIN "
            "subscriptions s ON s.id = d.subscription LEFT JOIN organisations o ON o.id = s.org WHERE d.id = ?"));
        query.bind(document);
        if (!query.next()) throw Error(ErrorCode::storage, "there is no document " + std::to_string(document));
        if (!query.is_null(3)) read_members(query.bytes(3), out);
        out.kind = from_word<RecordKind>(query.bytes(0)).value();
        if (!query.is_null(1)) out.billing_type = from_word<BillingType>(query.bytes(1));
        if (!query.is_null(2)) out.segment_class = from_word<SegmentClass>(query.bytes(2));
        const KindInfo& kind = kind_info(out.kind);
        if (kind.needs_org) out.org = query.text(5);
        if (kind.key_in_envelope) out.legacy_id = LegacyId{query.integer(4)};
    }
    read_identifiers(document, out);
    read_body_of_kind(rows_, document, static_cast<std::size_t>(out.kind), out.body);
    return out;
}

std::optional<std::int64_t> Documents::other_with_uuid(const Uuid& uuid, std::int64_t besides) {
    static constexpr std::string_view kSql =
        "SELECT d.subscription FROM v3_subscriptions v JOIN documents d ON d.id = v.document "
        "WHERE v.id = ? AND d.known_to IS NULL AND d.subscription <> ? LIMIT 1";
    Query query(connection_.statement(kSql));
    query.bind_blob(uuid.bytes.data(), uuid.bytes.size()).bind(besides);
    if (!query.next()) return std::nullopt;
    return query.integer(0);
}

std::optional<std::int64_t> Documents::other_live_with_msisdn(std::int64_t org, const std::string& search,
                                                              std::int64_t besides) {
    static constexpr std::string_view kSql =
        "SELECT d.subscription FROM identifiers i JOIN documents d ON d.id = i.document "
        "JOIN subscriptions s ON s.id = d.subscription "
        "LEFT JOIN v3_subscriptions v3 ON v3.document = d.id LEFT JOIN v1_subscriptions v1 ON v1.document = d.id "
        "WHERE i.filter_type = 'MSISDN' AND i.search = ? AND d.known_to IS NULL AND s.org = ? AND d.subscription <> ? "
        "AND (v3.status = 'ACTIVE' OR v1.current_status IN ('ACTIVE', 'PRE_ACTIVE')) LIMIT 1";
    Query query(connection_.statement(kSql));
    query.bind(search).bind(org).bind(besides);
    if (!query.next()) return std::nullopt;
    return query.integer(0);
}

std::optional<CreditLimitSubscriptionType> Documents::credit_limit_type(std::int64_t subscription) {
    static constexpr std::string_view kSql =
        "SELECT c.subscription_type FROM documents d JOIN credit_limit_requests c ON c.document = d.id "
        "WHERE d.subscription = ? AND d.part = 'credit_limits' AND d.known_to IS NULL";
    Query query(connection_.statement(kSql));
    query.bind(subscription);
    if (!query.next()) return std::nullopt;
    return from_word<CreditLimitSubscriptionType>(query.bytes(0));
}

namespace {

// The kinds in the order of their words: a body of v3 before one of v1, then what hangs on a subscription.
std::string in_order_of_kinds() {
    std::string out = " ORDER BY CASE kind";
    for (std::size_t i = 0; i < kRecordKinds.size(); ++i) {
        out += " WHEN '" + std::string(to_word(kRecordKinds[i].kind)) + "' THEN " + std::to_string(i);
    }
    return out + " END, key";
}

std::vector<std::int64_t> numbers(Query& query) {
    std::vector<std::int64_t> out;
    while (query.next()) out.push_back(query.integer(0));
    return out;
}

}  // namespace

std::vector<std::int64_t> Documents::current(std::int64_t subscription) {
    static const std::string kSql = "SELECT id FROM documents WHERE subscription = ? AND known_to IS NULL" +
                                    in_order_of_kinds();
    Query query(connection_.statement(kSql));
    query.bind(subscription);
    return numbers(query);
}

std::vector<std::int64_t> Documents::known(std::int64_t subscription, std::int64_t run) {
    // Current and former documents have an index each, which one condition on both would not use.
    static const std::string kSql =
        "SELECT id FROM (SELECT id, kind, key FROM documents WHERE subscription = ?1 AND known_to IS NULL AND "
        "known_from "
        "<= ?2 UNION ALL SELECT id, kind, key FROM documents WHERE subscription = ?1 AND known_to IS NOT NULL AND "
        "known_from <= ?2 AND known_to > ?2)" +
        in_order_of_kinds();
    Query query(connection_.statement(kSql));
    query.bind(subscription).bind(run);
    return numbers(query);
}

std::optional<Documents::NamedSubscription> Documents::find_uuid(const std::string& org, const Uuid& uuid,
                                                                 std::int64_t run) {
    Query query(
        connection_.statement("SELECT s.id, s.legacy_id FROM v3_subscriptions v JOIN documents d ON d.id = v.document "
                              "JOIN subscriptions s ON s.id = d.subscription JOIN organisations o ON o.id = s.org "
                              "WHERE v.id = ? AND o.name = ? "
                              "AND d.known_from <= ? AND (d.known_to IS NULL OR d.known_to > ?)"));
    query.bind_blob(uuid.bytes.data(), uuid.bytes.size()).bind(org).bind(run).bind(run);
    if (!query.next()) return std::nullopt;
    return NamedSubscription{query.integer(0), query.integer(1)};
}

std::vector<std::int64_t> Documents::find_identifier(const std::string& org, FilterType type, std::string_view value) {
    Query query(connection_.statement(
        "SELECT DISTINCT s.legacy_id FROM identifiers i JOIN documents d ON d.id = i.document "
        "JOIN subscriptions s ON s.id = d.subscription JOIN organisations o ON o.id = s.org "
        "WHERE i.filter_type = ? AND i.search = ? AND d.known_to IS NULL AND o.name = ? ORDER BY s.legacy_id"));
    const std::string search = search_form(to_word(type), value);
    query.bind_word(to_word(type)).bind(search).bind(org);
    std::vector<std::int64_t> out;
    while (query.next()) out.push_back(query.integer(0));
    return out;
}

Documents::Who Documents::who(std::int64_t subscription) {
    Query query(connection_.statement(
        "SELECT o.name, s.legacy_id FROM subscriptions s JOIN organisations o ON o.id = s.org WHERE s.id = ?"));
    query.bind(subscription);
    if (!query.next()) throw Error(ErrorCode::storage, "there is no subscription " + std::to_string(subscription));
    return {query.text(0), query.integer(1)};
}

}  // namespace abonado
