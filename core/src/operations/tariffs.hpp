// Tariffs: the catalogue, which change is allowed, and what a change makes of the history.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "abonado/operations.hpp"
#include "operations/subject.hpp"

namespace abonado {

// The products of the catalogue, read once each. Used by one thread at a time.
class Catalogue {
public:
    explicit Catalogue(Documents& documents) : documents_(documents) {}

    // The product as the catalogue has it, or nullptr.
    const Product* find(std::int64_t id);
    // The products that the tariff of a subscription may become: those of the catalogue's row of the product, or, if the
    // catalogue has none, those that the document itself tells. One level deep.
    std::vector<Product> compatibilities(const Product& current);
    bool is_compatible(const Product& current, std::int64_t to);
    // A product within another, as seed 4 shows it: with its own tariffs and change, and nothing of what these hold.
    Product nested(const Product& product);

private:
    std::span<const Product> listed(const Product& current);
    Product leaf(const Product& product);

    Documents& documents_;
    std::map<std::int64_t, std::optional<Product>> known_;
};

// What a change to a product has to hold, in the order in which it is looked at. Throw Error: product_not_found,
// invalid_subscription_status, incompatible_product.
const Product& require_product(const Subject& subject, std::int64_t to, Catalogue& catalogue);
void require_changeable(const Subject& subject);
void require_compatible(const Subject& subject, std::int64_t to, Catalogue& catalogue);
// All of these.
const Product& require_change(const Subject& subject, std::int64_t to, Catalogue& catalogue);

// The tariff becomes this one: the history gains a top entry, so that TAR-001 to TAR-003 hold. Nothing is scheduled after it.
void take_tariff(Subject& subject, const Product& to, Instant at);
// What the document shows of a change to come; nothing shows that there is none.
void show_scheduled(Subject& subject, const ScheduledChange* change, const Product* to);

// When a change is to happen that was asked for at `now`: nothing for at once. Throws Error(invalid_argument) for a day before
// today in Madrid.
std::optional<Instant> due_instant(std::optional<Date> day, Instant now);

}  // namespace abonado
