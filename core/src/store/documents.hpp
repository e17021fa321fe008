// Subscriptions and their documents: what is current, what was, and how a document comes in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "abonado/model.hpp"
#include "base/content_hash.hpp"
#include "store/document_names.hpp"
#include "store/rows.hpp"

namespace abonado {

struct StoredSubscription {
    std::int64_t id = 0;
    std::optional<SubscriptionType> type;
};

struct StoredDocument {
    std::int64_t id = 0;
    RecordKind kind{};
    ContentHash content{};  // of its canonical form: to_json of its envelope
    std::int64_t known_from = 0;
};

// Where a document stood.
struct Provenance {
    std::int64_t run = 0;
    std::uint32_t input = 0;
    std::uint64_t line = 0;
};

// The documents on one connection. Used by one thread at a time; writes need a transaction around them, and an object that
// wrote in one that was rolled back is not used again.
class Documents {
public:
    explicit Documents(Connection& connection) : connection_(connection), rows_(connection) {}

    // The number of an organisation, or nothing if the store does not know it.
    std::optional<std::int64_t> find_organisation(const std::string& name);
    std::int64_t organisation(const std::string& name);  // makes it known

    std::optional<StoredSubscription> find_subscription(std::int64_t org, std::int64_t legacy_id);
    StoredSubscription add_subscription(std::int64_t org, std::int64_t legacy_id, std::optional<SubscriptionType> type);
    void set_type(std::int64_t subscription, SubscriptionType type);

    // The current document of that name; `subscription` is nothing for the catalogue.
    std::optional<StoredDocument> current(std::optional<std::int64_t> subscription, std::string_view part,
                                          const std::string& key);
    // All current documents of a subscription, in the order of their kinds, then of their keys.
    std::vector<std::int64_t> current(std::int64_t subscription);
    // All products of the catalogue, by id.
    std::vector<std::int64_t> catalogue();
    // What operations made of a document that loads had brought, or another operation.
    struct Superseded {
        std::int64_t id;        // of the document that loads brought last, or of the first one
        bool has_same_content;  // one of those that operations replaced or deleted since
    };
    // Nothing if a load had the last word on the document of that name.
    std::optional<Superseded> superseded(std::int64_t subscription, std::string_view part, const std::string& key,
                                         const ContentHash& content);
    // Whether a segment was imported with the class CONVERGENT.
    bool has_convergent_segment(std::int64_t subscription);
    // Ends a document: it was known until this run.
    void end(std::int64_t document, std::int64_t run);
    // Writes a document with its body, its lists and its identifiers.
    std::int64_t add(std::optional<std::int64_t> subscription, const DocumentName& name, const Envelope& envelope,
                     const ContentHash& content, const Provenance& from);
    // Reads it back, member for member. Throws Error(store_unusable) if what stands there was never written by this library.
    Envelope read(std::int64_t document);

    // Current documents of other subscriptions than `besides` that have the uuid, or a live one with the number.
    std::optional<std::int64_t> other_with_uuid(const Uuid& uuid, std::int64_t besides);
    std::optional<std::int64_t> other_live_with_msisdn(std::int64_t org, const std::string& search,
                                                       std::int64_t besides);
    // The subscription type for which the subscription has credit limits now.
    std::optional<CreditLimitSubscriptionType> credit_limit_type(std::int64_t subscription);

    // The documents of a subscription that were known after a run, in the order of their kinds.
    std::vector<std::int64_t> known(std::int64_t subscription, std::int64_t run);
    struct NamedSubscription {
        std::int64_t id;
        std::int64_t legacy_id;
    };
    std::optional<NamedSubscription> find_uuid(const std::string& org, const Uuid& uuid, std::int64_t run);
    // Legacy ids of the organisation's subscriptions that have the identifier now, ascending.
    std::vector<std::int64_t> find_identifier(const std::string& org, FilterType type, std::string_view value);

    // Who a subscription is, for messages and answers.
    struct Who {
        std::string org;
        std::int64_t legacy_id;
    };
    Who who(std::int64_t subscription);

private:
    Envelope read_rows(std::int64_t document);
    void add_identifiers(std::int64_t document, const Envelope& envelope);
    void read_identifiers(std::int64_t document, Envelope& envelope);

    Connection& connection_;
    RowStore rows_;
    std::unordered_map<std::string, std::int64_t> organisations_;
};

}  // namespace abonado
