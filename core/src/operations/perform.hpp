// An operation that writes, from the outside: the writer's place, then its transaction. What Engine's methods and handle() do is
// the same, on a body as JSON text.
#pragma once

#include <utility>

#include "engine/impl.hpp"
#include "operations/live.hpp"
#include "operations/migrations.hpp"
#include "operations/orders.hpp"
#include "operations/products.hpp"

namespace abonado {

// Throws what Engine::Impl::write and write_in_transaction throw.
template <class Work>
Receipt perform(Engine::Impl& impl, const Order& order, Work&& work) {
    Receipt out = impl.write([&](Connection& connection) { return write_in_transaction(connection, order, work); });
    for (Finding& warning : out.warnings) warning = redacted(warning, impl.options.rules.redaction);
    return out;
}

// An operation with a body: what is wanted, of which subscription, by whom.
struct Wish {
    Operation operation;
    std::string_view org;
    std::int64_t legacy_id;
    const OperationOptions& options;
    const MigrateOptions* migration = nullptr;       // of a subscription that is migrated
    std::optional<SegmentClass> segment_class = {};  // of a segment
};

// `T` is the body's struct. Throws PolicyFailure with what a risk policy threw.
template <Described T>
Receipt perform(Engine::Impl& impl, const Wish& wish, std::string_view body) {
    const RuleOptions& rules = impl.options.rules;
    const Order order = order_of<T>(wish.operation, wish.org, wish.legacy_id, wish.options, body, rules);
    return perform(impl, order, [&](Writing& writing) {
        if constexpr (std::is_same_v<T, CreateSegmentRequest>) create_segment(writing, body, wish.segment_class, rules);
        else if constexpr (std::is_same_v<T, CreateCreditLimitsRequest>) create_credit_limits(writing, body, rules);
        else if constexpr (std::is_base_of_v<SubscriptionBase, T>) {
            const MigrateOptions given = wish.migration != nullptr ? *wish.migration : MigrateOptions{};
            migrate(writing, kKindOf<T>, body, given, rules);
        } else if constexpr (std::is_same_v<T, PatchSubscription>) {
            patch_subscription(writing, body, rules, impl.options.lifecycle);
        } else if constexpr (std::is_same_v<T, DeactivateNetflixRequest>) {
            deactivate_netflix(writing, body, rules, impl.options.lifecycle);
        } else if constexpr (std::is_same_v<T, CancelActivationSubscriptionRequest>) {
            cancel_netflix(writing, body, rules, impl.options.lifecycle);
        } else {
            static_assert(std::is_same_v<T, ChangeSubscriptionProductRequest>);
            change_product(writing, body, rules, impl.risk_policy());
        }
    });
}

}  // namespace abonado
