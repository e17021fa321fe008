// Clean tariffs (seed 4).
#include <algorithm>

#include "generate/bodies.hpp"
#include "generate/vocabulary.hpp"

namespace abonado::gen {

namespace {

std::int64_t tariff_id(Random& random) { return random.between(2000, 9999); }

// As seed 4 shows products within products: one level deep, with nothing in them.
Product nested(Random& random, std::int64_t id) {
    Product out;
    out.id = id;
    out.value = random.pick(tariffs());
    out.compatibilities.emplace();
    out.scheduled = Box(Scheduled{});
    return out;
}

}  // namespace

std::vector<Product> make_compatibilities(Draft& draft, std::uint64_t count) {
    std::vector<Product> out;
    std::int64_t id = tariff_id(draft.random);
    for (; out.size() < count; id += draft.random.between(1, 50)) out.push_back(nested(draft.random, id));
    return out;
}

Scheduled make_scheduled(Draft& draft, const Product& product) {
    Random& random = draft.random;
    Scheduled out;
    const Instant since = product.historic_date.value_or(plus_days(draft.now, -kYoungest));
    out.request_date = random.instant(since, plus_days(draft.now, -40));
    out.scheduled_date = plus_days(*out.request_date, random.between(1, 30));
    if (random.percent(40)) out.process_date = plus_days(*out.scheduled_date, random.between(0, 2));
    std::int64_t id = tariff_id(random);
    if (product.compatibilities && !product.compatibilities->empty()) {
        id = (*product.compatibilities)[random.below(product.compatibilities->size())].id;
    }
    out.destination_product = Box(nested(random, id));
    return out;
}

std::vector<HistoricalProduct> make_tariff_history(Draft& draft, const Product& current, std::uint64_t count) {
    Random& random = draft.random;
    std::vector<HistoricalProduct> out{{current.id, current.value, current.historic_date, {}}};
    Instant at = *current.historic_date;
    while (out.size() < count) {
        at = plus_days(at, -random.between(20, 500));
        // Before the earliest date of a dump there is no history; some days apart, the order stays strict.
        if (at < kEarliest) at = Instant{out.back().historic_date->micros - 1'000'000};
        out.push_back({tariff_id(random), std::string(random.pick(tariffs())), at, {}});
    }
    return out;
}

void make_tariff(Draft& draft) {
    Random& random = draft.random;
    Envelope& e = draft.envelope;
    const auto subject = draft.subjects.take(RecordKind::product, [](const Subject& s) {
        return s.type == SubscriptionType::mobile || s.type == SubscriptionType::broadband ||
               s.type == SubscriptionType::landline;
    });
    e.org = subject ? subject->org : std::string(random.pick(v1_orgs()));
    SubscriptionProduct& q = e.body.emplace<SubscriptionProduct>();
    q.id = LegacyId{subject ? subject->legacy_id : draft.own_id()};
    if (random.percent(30)) e.legacy_id = q.id;
    Product& p = q.product;
    p = nested(random, tariff_id(random));
    p.historic_date = random.instant(plus_days(kEarliest, 365), plus_days(draft.now, -kYoungest));
    p.compatibilities = make_compatibilities(draft, random.below(4));
    if (random.percent(20)) *p.scheduled = make_scheduled(draft, p);
    if (random.percent(60)) {
        std::string name(random.pick(tariffs()));
        name.append(" + ").append(random.pick(tariffs()));
        q.bundle = Bundle{random.between(1, 9'999'999), std::move(name), {}};
    }
    if (random.percent(85)) q.historical_changes = make_tariff_history(draft, p, 1 + random.below(5));
}

void make_catalogue(Draft& draft) {
    Random& random = draft.random;
    Product& p = draft.envelope.body.emplace<Product>();
    p.id = draft.own_id();
    if (random.percent(20)) draft.envelope.legacy_id = LegacyId{p.id};
    p.value = random.pick(tariffs());
    p.compatibilities = make_compatibilities(draft, random.below(7));
    if (!random.percent(75)) return;
    for (Product& compatible : *p.compatibilities) {
        Product id_alone;
        id_alone.id = compatible.id;
        id_alone.written_as_id = true;
        compatible = std::move(id_alone);
    }
}

}  // namespace abonado::gen
