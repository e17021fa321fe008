// Rules of tariffs: their history (TAR) and scheduled changes (SCH).
#pragma once

#include "rules/rule.hpp"

namespace abonado {

namespace product_rules {

using P = Product;
using H = HistoricalProduct;
using Q = SubscriptionProduct;

inline void expect_newest_first(const View<Q>& q, Check& check) {
    std::optional<Instant> above;
    for (const View<H> entry : q.get<&Q::historical_changes>()) {
        const auto date = entry.get<&H::historic_date>();
        if (date && above && *date > *above) {
            check.report<&H::historic_date>(entry, "is newer than the entry above it", at_or_before(*above));
        }
        if (date) above = date;
    }
}

inline void expect_current_on_top(const View<Q>& q, Check& check) {
    const auto history = q.get<&Q::historical_changes>();
    if (!q.has<&Q::historical_changes>()) return;
    const auto current = q.required<&Q::product>().get<&P::id>();
    if (!current) return;
    const Wording expected = "the current product, " + told(*current);
    if (history.empty()) return check.report<&Q::historical_changes>(q, "is empty", expected);
    const View<H> top = *history.begin();
    const auto id = top.get<&H::id>();
    if (id && *id != *current) check.report<&H::id>(top, "is not the current product", expected);
}

inline void expect_compatible_destination(const View<P>& p, Check& check) {
    const auto scheduled = p.get<&P::scheduled>();
    const auto compatible = p.get<&P::compatibilities>();
    if (!scheduled || compatible.empty()) return;
    const auto destination = scheduled->get<&Scheduled::destination_product>();
    const auto id = destination ? destination->get<&P::id>() : std::nullopt;
    if (!id) return;
    for (const View<P> product : compatible) {
        if (product.is_bad<&P::id>() || product.get<&P::id>() == id) return;
    }
    check.report<&P::id>(*destination, "is not among the current product's compatibilities", "a compatible product");
}

}  // namespace product_rules

inline constexpr auto kProductRules = [] {
    using namespace product_rules;
    constexpr std::string_view kHistory = "seed 4, SubscriptionProduct.historical_changes";
    return std::tuple{
        rule<Q, &Q::historical_changes>(
            {"TAR-001", Severity::error, "historical_changes are in descending order of historic_date", kHistory,
             Grade::stated},
            [](const View<Q>& q, Check& check) { expect_newest_first(q, check); }),
        rule<Q, &Q::historical_changes, &Q::product>(
            {"TAR-002", Severity::error, "the first of historical_changes is the current product", kHistory,
             Grade::stated},
            [](const View<Q>& q, Check& check) { expect_current_on_top(q, check); }),
        rule<H>({"TAR-003",
                 Severity::error,
                 "every one of historical_changes has an id and a historic_date",
                 kHistory,
                 Grade::stated,
                 {"HistoricalProduct", "id IS NOT NULL AND historic_date IS NOT NULL"}},
                [](const View<H>& h, Check& check) {
                    if (!h.has<&H::id>() && !h.is_bad<&H::id>()) {
                        check.report<&H::id>(h, "is missing", "a product id");
                    }
                    if (!h.has<&H::historic_date>() && !h.is_bad<&H::historic_date>()) {
                        check.report<&H::historic_date>(h, "is missing", "a date-time");
                    }
                }),
        rule<Scheduled, &Scheduled::request_date, &Scheduled::scheduled_date, &Scheduled::process_date>(
            {"SCH-001", Severity::warning, "request_date is not after scheduled_date nor process_date",
             "decided: order of events", Grade::decided},
            [](const View<Scheduled>& s, Check& check) {
                expect_order<&Scheduled::request_date, &Scheduled::scheduled_date>(s, check, "request_date");
                expect_order<&Scheduled::request_date, &Scheduled::process_date>(s, check, "request_date");
            }),
        rule<Scheduled, &Scheduled::destination_product>(
            {"SCH-002", Severity::error, "a scheduled change that is not empty has a destination_product",
             "seed 4, Product.scheduled", Grade::stated},
            [](const View<Scheduled>& s, Check& check) {
                if (s.is_empty() || s.has<&Scheduled::destination_product>()) return;
                check.report<&Scheduled::destination_product>(s, "is missing", "the product to change to");
            }),
        rule<P, &P::compatibilities, &P::scheduled>(
            {"SCH-003", Severity::warning,
             "the destination is among the current product's compatibilities, when these are given",
             "seed 4, Product.compatibilities", Grade::decided},
            [](const View<P>& p, Check& check) { expect_compatible_destination(p, check); }),
    };
}();

}  // namespace abonado
