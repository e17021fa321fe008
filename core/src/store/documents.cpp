#include "store/documents.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "abonado/ledger.hpp"
#include "store/layout.hpp"

namespace abonado {

namespace {

const SubscriptionBase* v3_body(const Body& body) {
    return std::visit(
        []<class T>(const T& b) -> const SubscriptionBase* {
            if constexpr (std::is_base_of_v<SubscriptionBase, T>) return &b;
            else return nullptr;
        },
        body);
}

template <class T>
const T* as(const Body& body) {
    return std::get_if<T>(&body);
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

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

DocumentName name_of(const Envelope& envelope) {
    DocumentName out;
    const KindInfo& kind = kind_info(envelope.kind);
    out.part = to_word(envelope.kind);
    if (kind.needs_org) out.org = envelope.org.value_or("");
    if (kind.key_in_envelope) out.legacy_id = envelope.legacy_id.value_or(LegacyId{}).value;
    if (v3_body(envelope.body) != nullptr) out.part = "v3";
    if (const auto* body = as<GetSubscription>(envelope.body)) {
        out.part = "v1";
        out.legacy_id = body->id.value;
    } else if (const auto* segment = as<CreateSegmentRequest>(envelope.body)) {
        out.key = segment->segment_id;
    } else if (const auto* product = as<SubscriptionProduct>(envelope.body)) {
        out.legacy_id = product->id.value;
    } else if (const auto* tariff = as<Product>(envelope.body)) {
        out.key = std::to_string(tariff->id);
    } else if (const auto* shipping = as<GetSubscriptionShipping>(envelope.body)) {
        out.key = shipping->shipping_order_id;
    }
    return out;
}

std::optional<SubscriptionType> type_said_by(const Envelope& envelope) {
    if (const auto type = kind_info(envelope.kind).type) return type;
    if (const SubscriptionBase* body = v3_body(envelope.body)) return body->type;
    if (const auto* body = as<GetSubscription>(envelope.body)) return body->subscription_type;
    return std::nullopt;
}

std::string search_form(std::string_view filter_type, std::string_view value) {
    if (filter_type == to_word(FilterType::msisdn) || filter_type == to_word(FilterType::landlinenumber)) {
        if (const auto number = Msisdn::normalise(value)) return number->e164;
    }
    if (filter_type == to_word(FilterType::subscriptionemail)) return lower(value);
    return std::string(value);
}

std::vector<FoundIdentifier> identifiers_of(const Envelope& envelope) {
    std::vector<FoundIdentifier> out;
    const auto add = [&](std::string_view type, std::string_view value, bool is_derived) {
        out.push_back({std::string(type), std::string(value), search_form(type, value), is_derived});
    };
    if (envelope.identifiers) {
        const auto member = [&]<auto M>(const Field<M>& row) {
            const auto& value = (*envelope.identifiers).*M;
            if (value) add(row.name, *value, false);
        };
        std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<Identifiers>::table);
    }
    const auto add_ott = [&](std::string_view value) { add(to_word(FilterType::ottexternalid), value, true); };
    if (const auto* max = as<Max>(envelope.body)) add_ott(max->specific_data.service_id);
    if (const auto* disney = as<Disney>(envelope.body)) {
        add_ott(disney->specific_data.service_id);
        add_ott(disney->specific_data.user_id);
    }
    if (const auto* prime = as<AmazonPrime>(envelope.body)) add_ott(prime->specific_data.entitlement_id);
    if (const auto* v1 = as<GetSubscription>(envelope.body); v1 != nullptr && v1->subscription_additional_details) {
        const auto& id = v1->subscription_additional_details->external_id;
        if (id) add(to_word(FilterType::externalid), id->text, true);
    }
    return out;
}

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

std::vector<std::int64_t> Documents::current(std::int64_t subscription) {
    return known(subscription, std::numeric_limits<std::int64_t>::max());
}

std::vector<std::int64_t> Documents::catalogue() {
    Query query(connection_.statement(
        "SELECT id FROM documents WHERE known_to IS NULL AND subscription IS NULL ORDER BY CAST(key AS INTEGER)"));
    std::vector<std::int64_t> out;
    while (query.next()) out.push_back(query.integer(0));
    return out;
}

bool Documents::was_ended_by_operation(std::int64_t subscription, std::string_view part, const std::string& key,
                                       const ContentHash& content) {
    // The last one that no operation wrote: what the documents said last.
    static constexpr std::string_view kSql =
        "SELECT d.content, ended.kind FROM documents d JOIN runs made ON made.id = d.known_from JOIN runs ended ON "
        "ended.id = d.known_to WHERE d.subscription = ? AND d.known_to IS NOT NULL AND d.part = ? AND d.key = ? AND "
        "made.kind <> 'operation' ORDER BY d.id DESC LIMIT 1";
    Query query(connection_.statement(kSql));
    query.bind(subscription).bind_word(part).bind(key);
    if (!query.next() || query.bytes(1) != to_word(RunKind::operation)) return false;
    return query.bytes(0) == std::string_view(reinterpret_cast<const char*>(content.data()), content.size());
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
    const auto damaged = [&](const char* why) {
        return Error(ErrorCode::store_unusable, connection_.path() + ": document " + std::to_string(document) +
                                                    " cannot be read, its rows are damaged: " + why);
    };
    try {
        return read_rows(document);
    } catch (const std::bad_optional_access&) {
        throw damaged("a word is none of its enum");
    } catch (const Error& error) {
        if (error.code() != ErrorCode::invalid_document) throw;
        throw damaged(error.what());
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

bool Documents::is_in_convergent_bundle(std::int64_t org, std::int64_t subscription, SubscriptionType type) {
    const bool is_fixed = type == SubscriptionType::broadband || type == SubscriptionType::landline;
    if (!is_fixed && type != SubscriptionType::mobile) return false;
    // The bundles that it is in now, whichever body tells: of a v1 body those that are active, of a v3 body its one as long as
    // the subscription is active. A number is the legacy system's in both.
    struct Membership {
        std::optional<std::int64_t> number;
        std::string uuid;
    };
    std::vector<Membership> bundles;
    {
        Query query(connection_.statement(
            "SELECT b.account_bundle_id, NULL FROM documents d JOIN account_bundles b ON b.document = d.id WHERE "
            "d.subscription = ?1 AND d.known_to IS NULL AND b.status = 'ACTIVE' UNION ALL SELECT "
            "v.bundle_related_info_legacy_bundle_id, v.bundle_related_info_bundle_id FROM documents d JOIN "
            "v3_subscriptions v ON v.document = d.id WHERE d.subscription = ?1 AND d.known_to IS NULL AND v.status = "
            "'ACTIVE'"));
        query.bind(subscription);
        while (query.next()) bundles.push_back({query.maybe_integer(0), query.text(1)});
    }
    const std::string of_other_side =
        std::string(") x JOIN subscriptions s ON s.id = x.subscription WHERE s.org = ?2 AND s.type IN (") +
        (is_fixed ? "'MOBILE'" : "'BROADBAND', 'LANDLINE'") + ") LIMIT 1";
    const std::string by_number =
        "SELECT 1 FROM (SELECT d.subscription FROM account_bundles b JOIN documents d ON d.id = b.document WHERE "
        "b.account_bundle_id = ?1 AND b.status = 'ACTIVE' AND d.known_to IS NULL UNION ALL SELECT d.subscription FROM "
        "v3_subscriptions v JOIN documents d ON d.id = v.document WHERE v.bundle_related_info_legacy_bundle_id = ?1 "
        "AND "
        "v.status = 'ACTIVE' AND d.known_to IS NULL" +
        of_other_side;
    const std::string by_uuid =
        "SELECT 1 FROM (SELECT d.subscription FROM v3_subscriptions v JOIN documents d ON d.id = v.document WHERE "
        "v.bundle_related_info_bundle_id = ?1 AND v.status = 'ACTIVE' AND d.known_to IS NULL" +
        of_other_side;
    for (const Membership& bundle : bundles) {
        if (bundle.number) {
            Query query(connection_.statement(by_number));
            if (query.bind(*bundle.number).bind(org).next()) return true;
        }
        if (!bundle.uuid.empty()) {
            Query query(connection_.statement(by_uuid));
            if (query.bind_blob(bundle.uuid.data(), bundle.uuid.size()).bind(org).next()) return true;
        }
    }
    return false;
}

std::vector<std::int64_t> Documents::known(std::int64_t subscription, std::int64_t run) {
    // The kinds in the order of their words: a body of v3 before one of v1, then what hangs on a subscription.
    std::string order = "CASE kind";
    for (std::size_t i = 0; i < kRecordKinds.size(); ++i) {
        order += " WHEN '" + std::string(to_word(kRecordKinds[i].kind)) + "' THEN " + std::to_string(i);
    }
    Query query(connection_.statement(
        "SELECT id FROM documents WHERE subscription = ? AND known_from <= ? AND (known_to IS NULL OR known_to > ?) "
        "ORDER BY " +
        order + " END, key"));
    query.bind(subscription).bind(run).bind(run);
    std::vector<std::int64_t> out;
    while (query.next()) out.push_back(query.integer(0));
    return out;
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
