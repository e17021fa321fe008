#include "operations/products.hpp"

#include <algorithm>
#include <exception>

namespace abonado {

namespace {

ScheduledChange tariff_change(std::int64_t product, Instant due) {
    ScheduledChange out;
    out.kind = ScheduledKind::tariff;
    out.scheduled_date = due;
    out.product = product;
    return out;
}

std::optional<std::string> ask(const RiskPolicy& policy, const RiskQuestion& question) {
    if (!policy) return std::nullopt;
    try {
        return policy(question);
    } catch (...) {
        throw PolicyFailure{std::current_exception()};
    }
}

[[noreturn]] void nothing_scheduled(const Writing& writing, const std::string& what) {
    throw Error(ErrorCode::not_found, "subscription " + told(writing.order().legacy_id) + " has no " + what);
}

}  // namespace

SubscriptionProduct get_products(Documents& documents, std::string_view org, std::int64_t legacy_id,
                                 std::span<const ProductInclude> include) {
    const Subject subject = require_subject(documents, org, legacy_id);
    if (!subject.tariff) {
        throw Error(ErrorCode::product_not_found, "subscription " + told(legacy_id) + " has no product");
    }
    const auto asks_for = [&](ProductInclude what) {
        return std::find(include.begin(), include.end(), what) != include.end();
    };
    Catalogue catalogue(documents);
    SubscriptionProduct out = *subject.tariff_body();
    Product& product = out.product;
    if (asks_for(ProductInclude::compatibilities)) product.compatibilities = catalogue.compatibilities(product);
    else product.compatibilities.reset();
    if (!product.scheduled) product.scheduled.emplace();
    if (product.scheduled->destination_product) {
        product.scheduled->destination_product = catalogue.nested(*product.scheduled->destination_product);
    }
    if (!asks_for(ProductInclude::historical_changes)) out.historical_changes.reset();
    else if (!out.historical_changes) {
        out.historical_changes.emplace().push_back({product.id, product.value, product.historic_date, {}});
    }
    return out;
}

void change_product(Writing& writing, std::string_view body, const RuleOptions& options, const RiskPolicy& policy) {
    const auto request = read_request<ChangeSubscriptionProductRequest>(body, options);
    Subject subject = writing.subject();
    Catalogue catalogue(writing.documents());
    const Product& to = require_product(subject, request.productId, catalogue);
    require_changeable(subject);
    const std::optional<Instant> due = due_instant(request.scheduled_date, writing.now());
    if (writing.schedule().open_tariff(subject.id)) {
        throw Error(ErrorCode::change_pending, "a change of the product is pending already; cancel it first");
    }
    require_compatible(subject, to.id, catalogue);
    ScheduledChange change = tariff_change(to.id, due.value_or(writing.now()));
    change.reason = writing.order().reason;
    change.risk_decision = ask(policy, {subject.org, subject.legacy_id, subject.tariff_body()->product.id, to.id,
                                        request.scheduled_date, writing.order().user});
    if (change.risk_decision) {
        change.state = ScheduledState::waiting;
        return writing.keep(subject, std::move(change));
    }
    if (due) {
        writing.keep(subject, change);
        change.request_date = writing.now();
        show_scheduled(subject, &change, &to);
    } else {
        take_tariff(subject, to, writing.now());
    }
    writing.save(subject);
}

void resolve_risk(Writing& writing, bool approve) {
    Subject subject = writing.subject();
    const auto change = writing.schedule().open_tariff(subject.id);
    if (!change || change->state != ScheduledState::waiting) {
        nothing_scheduled(writing, "change that awaits a risk decision");
    }
    if (!approve) return writing.settle(*change, ScheduledState::cancelled);
    Catalogue catalogue(writing.documents());
    const Product& to = require_change(subject, *change->product, catalogue);
    if (change->scheduled_date > writing.now()) {
        writing.approve(*change);
        show_scheduled(subject, &*change, &to);
    } else {
        take_tariff(subject, to, writing.now());
        writing.settle(*change, ScheduledState::done);
    }
    writing.save(subject);
}

void cancel_scheduled_change(Writing& writing, std::optional<std::int64_t> number) {
    Subject subject = writing.subject();
    std::optional<ScheduledChange> change;
    for (const ScheduledChange& open : writing.schedule().open(subject.id)) {
        if (number ? open.id == *number : open.kind == ScheduledKind::tariff) change = open;
    }
    if (!change)
        nothing_scheduled(writing, number ? "open change " + std::to_string(*number) : "pending change of the product");
    writing.settle(*change, ScheduledState::cancelled);
    if (change->kind == ScheduledKind::tariff && change->state == ScheduledState::pending) {
        show_scheduled(subject, nullptr, nullptr);
        writing.save(subject);
    }
}

}  // namespace abonado
