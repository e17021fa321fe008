#include "operations/tariffs.hpp"

#include <algorithm>

#include "abonado/error.hpp"

namespace abonado {

const Product* Catalogue::find(std::int64_t id) {
    const auto [place, is_new] = known_.try_emplace(id);
    if (is_new) {
        const auto found = documents_.current(std::nullopt, to_word(RecordKind::catalogue_product), std::to_string(id));
        if (found) place->second = std::get<Product>(documents_.read(found->id).body);
    }
    return place->second ? &*place->second : nullptr;
}

Product Catalogue::nested(const Product& product) {
    Product out = leaf(product);
    if (product.compatibilities) {
        for (const Product& other : *product.compatibilities) out.compatibilities->push_back(leaf(other));
    }
    if (product.scheduled) {
        out.scheduled = product.scheduled;
        if (auto& destination = out.scheduled->destination_product) destination = leaf(*destination);
    }
    return out;
}

Product Catalogue::leaf(const Product& product) {
    Product out;
    out.id = product.id;
    out.value = product.value;
    out.historic_date = product.historic_date;
    if (!out.value) {
        if (const Product* known = find(product.id)) out.value = known->value;
    }
    out.compatibilities.emplace();
    out.scheduled.emplace();
    return out;
}

std::vector<Product> Catalogue::compatibilities(const Product& current) {
    std::vector<Product> out;
    for (const Product& product : listed(current)) out.push_back(nested(product));
    return out;
}

bool Catalogue::is_compatible(const Product& current, std::int64_t to) {
    const std::span<const Product> list = listed(current);
    return std::any_of(list.begin(), list.end(), [to](const Product& product) { return product.id == to; });
}

std::span<const Product> Catalogue::listed(const Product& current) {
    const Product* row = find(current.id);
    const auto& list = row != nullptr ? row->compatibilities : current.compatibilities;
    return list ? std::span<const Product>(*list) : std::span<const Product>();
}

const Product& require_product(const Subject& subject, std::int64_t to, Catalogue& catalogue) {
    if (!subject.tariff) {
        throw Error(ErrorCode::product_not_found,
                    "subscription " + told(subject.legacy_id) + " has no product to change from");
    }
    const Product* product = catalogue.find(to);
    if (product == nullptr) {
        throw Error(ErrorCode::product_not_found, "the catalogue has no product " + told(to), "/productId");
    }
    return *product;
}

void require_changeable(const Subject& subject) {
    const auto status = subject.status();
    if (status == LiveStatus::active || status == LiveStatus::pre_active) return;
    throw Error(ErrorCode::invalid_subscription_status,
                "the product of a subscription that is ACTIVE or PRE_ACTIVE can be changed, this one is " +
                    (status ? std::string(to_word(*status)) : "of unknown status"));
}

void require_compatible(const Subject& subject, std::int64_t to, Catalogue& catalogue) {
    const Product& current = subject.tariff_body()->product;
    if (catalogue.is_compatible(current, to)) return;
    throw Error(ErrorCode::incompatible_product,
                "product " + told(to) + " is not among the compatibilities of " + told(current.id), "/productId");
}

const Product& require_change(const Subject& subject, std::int64_t to, Catalogue& catalogue) {
    const Product& product = require_product(subject, to, catalogue);
    require_changeable(subject);
    require_compatible(subject, to, catalogue);
    return product;
}

void take_tariff(Subject& subject, const Product& to, Instant at) {
    SubscriptionProduct& body = *subject.change_tariff();
    auto& history = body.historical_changes;
    if (!history) {
        history.emplace();
        // An entry needs its date; a former tariff without one leaves the history.
        const Product& former = body.product;
        if (former.historic_date) history->push_back({former.id, former.value, former.historic_date, {}});
    }
    if (!history->empty() && history->front().historic_date) at = std::max(at, *history->front().historic_date);
    history->insert(history->begin(), {to.id, to.value, at, {}});
    body.product = Product{};
    body.product.id = to.id;
    body.product.value = to.value;
    body.product.historic_date = at;
}

void show_scheduled(Subject& subject, const ScheduledChange* change, const Product* to) {
    Box<Scheduled>& scheduled = subject.change_tariff()->product.scheduled;
    scheduled.reset();
    if (change == nullptr) return;
    scheduled.emplace();
    scheduled->request_date = change->request_date;
    scheduled->scheduled_date = change->scheduled_date;
    Product& destination = scheduled->destination_product.emplace();
    destination.id = to->id;
    destination.value = to->value;
}

std::optional<Instant> due_instant(std::optional<Date> day, Instant now) {
    const Date today = date_in_madrid(now);
    if (!day || *day == today) return std::nullopt;
    if (*day < today) {
        throw Error(ErrorCode::invalid_argument, "the day lies before today in Madrid, which is " + today.to_string(),
                    "/scheduled_date");
    }
    return start_of_day_in_madrid(*day);
}

}  // namespace abonado
