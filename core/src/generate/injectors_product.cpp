// Rules of tariffs: TAR, SCH.
#include <algorithm>
#include <array>

#include "generate/bodies.hpp"
#include "generate/injectors.hpp"

namespace abonado::gen {

namespace {

SubscriptionProduct& tariff_of(Draft& draft) { return std::get<SubscriptionProduct>(draft.envelope.body); }

Product& product_of(Draft& draft) {
    if (auto* product = std::get_if<Product>(&draft.envelope.body)) return *product;
    return tariff_of(draft).product;
}

std::vector<HistoricalProduct>& fresh_history(Draft& draft, std::uint64_t count) {
    SubscriptionProduct& q = tariff_of(draft);
    q.historical_changes = make_tariff_history(draft, q.product, count);
    return *q.historical_changes;
}

Scheduled& fresh_scheduled(Draft& draft) {
    Product& p = product_of(draft);
    p.scheduled = Box(make_scheduled(draft, p));
    return *p.scheduled;
}

bool history_ascends(Draft& draft) {
    auto& history = fresh_history(draft, 2 + draft.random.below(4));
    const std::size_t i = 1 + draft.random.below(history.size() - 1);
    std::swap(history[i - 1].historic_date,
              history[i].historic_date);  // the products stay, so that the current is on top
    return true;
}

bool current_not_on_top(Draft& draft) {
    auto& history = fresh_history(draft, 1 + draft.random.below(4));
    if (draft.random.percent(20)) history.clear();
    else ++*history.front().id;
    return true;
}

bool history_entry_incomplete(Draft& draft) {
    auto& history = fresh_history(draft, 1 + draft.random.below(4));
    HistoricalProduct& entry = history[draft.random.below(history.size())];
    const std::uint64_t which = draft.random.below(3);
    if (which != 0) entry.id.reset();
    if (which != 1) entry.historic_date.reset();
    return true;
}

bool change_out_of_order(Draft& draft) {
    Scheduled& s = fresh_scheduled(draft);
    auto& later = draft.random.percent(50) ? s.scheduled_date : s.process_date;
    later = plus_days(*s.request_date, -draft.random.between(1, 60));
    return true;
}

bool change_to_nothing(Draft& draft) {
    Scheduled& s = fresh_scheduled(draft);
    s.destination_product.reset();
    if (draft.random.percent(30)) s.scheduled_date.reset();
    return true;
}

bool change_to_incompatible(Draft& draft) {
    Product& p = product_of(draft);
    if (!p.compatibilities || p.compatibilities->empty()) p.compatibilities = make_compatibilities(draft, 2);
    std::int64_t highest = 0;
    for (const Product& compatible : *p.compatibilities) highest = std::max(highest, compatible.id);
    Scheduled& s = fresh_scheduled(draft);
    s.destination_product->id = highest + draft.random.between(1, 9);
    return true;
}

constexpr Kinds kTariff{RecordKind::product};
constexpr Kinds kProducts{RecordKind::product, RecordKind::catalogue_product};

constexpr std::array kInjectors{
    Injector{"TAR-001", kTariff, history_ascends},          Injector{"TAR-002", kTariff, current_not_on_top},
    Injector{"TAR-003", kTariff, history_entry_incomplete}, Injector{"SCH-001", kProducts, change_out_of_order},
    Injector{"SCH-002", kProducts, change_to_nothing},      Injector{"SCH-003", kProducts, change_to_incompatible},
};

}  // namespace

std::span<const Injector> product_injectors() noexcept { return kInjectors; }

}  // namespace abonado::gen
