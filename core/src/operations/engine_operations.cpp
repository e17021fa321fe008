// The operations as methods of Engine.
#include "abonado/engine.hpp"
#include "engine/impl.hpp"
#include "operations/due.hpp"
#include "operations/perform.hpp"
#include "store/tables.hpp"

namespace abonado {

namespace {

template <class T>
Receipt perform_with(Engine::Impl& impl, const Wish& wish, const T& request) {
    try {
        return perform<T>(impl, wish, to_json(request));
    } catch (const PolicyFailure& failure) {
        std::rethrow_exception(failure.cause);
    }
}

}  // namespace

// --- v3 ----------------------------------------------------------------------------------------------------------------

Receipt Engine::create_segment(std::string_view org, std::int64_t legacy_id, const CreateSegmentRequest& request,
                               const SegmentOptions& options) {
    return perform_with(*impl_, {Operation::create_segment, org, legacy_id, options, nullptr, options.segment_class},
                        request);
}

Receipt Engine::delete_segments(std::string_view org, std::int64_t legacy_id, const OperationOptions& options) {
    const Order order(Operation::delete_segments, org, legacy_id, options);
    return perform(*impl_, order, [](Writing& writing) { abonado::delete_segments(writing); });
}

Receipt Engine::create_credit_limits(std::string_view org, std::int64_t legacy_id,
                                     const CreateCreditLimitsRequest& request, const OperationOptions& options) {
    return perform_with(*impl_, {Operation::create_credit_limits, org, legacy_id, options}, request);
}

Receipt Engine::delete_credit_limits(std::string_view org, std::int64_t legacy_id, const OperationOptions& options) {
    const Order order(Operation::delete_credit_limits, org, legacy_id, options);
    return perform(*impl_, order, [](Writing& writing) { abonado::delete_credit_limits(writing); });
}

Receipt Engine::migrate(std::string_view org, std::int64_t legacy_id, const Max& body, const MigrateOptions& options) {
    return perform_with(*impl_, {Operation::migrate_max, org, legacy_id, options, &options}, body);
}

Receipt Engine::migrate(std::string_view org, std::int64_t legacy_id, const Disney& body,
                        const MigrateOptions& options) {
    return perform_with(*impl_, {Operation::migrate_disney, org, legacy_id, options, &options}, body);
}

Receipt Engine::migrate(std::string_view org, std::int64_t legacy_id, const AmazonPrime& body,
                        const MigrateOptions& options) {
    return perform_with(*impl_, {Operation::migrate_amazon_prime, org, legacy_id, options, &options}, body);
}

// --- v1 ----------------------------------------------------------------------------------------------------------------

Receipt Engine::deactivate_netflix(std::string_view org, std::int64_t legacy_id,
                                   const DeactivateNetflixRequest& request, const OperationOptions& options) {
    return perform_with(*impl_, {Operation::deactivate_netflix, org, legacy_id, options}, request);
}

Receipt Engine::cancel_netflix(std::string_view org, std::int64_t legacy_id,
                               const CancelActivationSubscriptionRequest& request, const OperationOptions& options) {
    return perform_with(*impl_, {Operation::cancel_netflix, org, legacy_id, options}, request);
}

Receipt Engine::patch_subscription(std::string_view org, std::int64_t legacy_id, const PatchSubscription& request,
                                   const OperationOptions& options) {
    return perform_with(*impl_, {Operation::patch_subscription, org, legacy_id, options}, request);
}

GetSubscription Engine::get_subscription(std::string_view org, std::int64_t legacy_id) {
    return impl_->read([&](Connection& connection) {
        Documents documents(connection);
        return abonado::get_subscription(documents, org, legacy_id);
    });
}

std::vector<GetSubscription> Engine::find_subscriptions(std::string_view org, FilterType filter_type,
                                                        std::string_view value) {
    return impl_->read([&](Connection& connection) {
        Documents documents(connection);
        return abonado::find_subscriptions(documents, org, filter_type, value);
    });
}

std::vector<GetSubscriptionShipping> Engine::shippings(std::string_view org, std::int64_t legacy_id,
                                                       std::optional<Instant> requested_date) {
    return impl_->read([&](Connection& connection) {
        Documents documents(connection);
        return list_shippings(documents, org, legacy_id, requested_date);
    });
}

// --- v2 ----------------------------------------------------------------------------------------------------------------

SubscriptionProduct Engine::get_products(std::string_view org, std::int64_t legacy_id,
                                         std::span<const ProductInclude> include) {
    return impl_->read([&](Connection& connection) {
        Documents documents(connection);
        return abonado::get_products(documents, org, legacy_id, include);
    });
}

std::vector<Product> Engine::catalogue() {
    return impl_->read([&](Connection& connection) {
        Documents documents(connection);
        std::vector<Product> out;
        for (const std::int64_t document : documents.catalogue()) {
            out.push_back(std::get<Product>(documents.read(document).body));
        }
        return out;
    });
}

Receipt Engine::change_product(std::string_view org, std::int64_t legacy_id,
                               const ChangeSubscriptionProductRequest& request, const OperationOptions& options) {
    return perform_with(*impl_, {Operation::change_product, org, legacy_id, options}, request);
}

Receipt Engine::resolve_risk(std::string_view org, std::int64_t legacy_id, bool approve,
                             const OperationOptions& options) {
    const Order order(Operation::resolve_risk, org, legacy_id, options);
    return perform(*impl_, order, [&](Writing& writing) { abonado::resolve_risk(writing, approve); });
}

Receipt Engine::cancel_scheduled_change(std::string_view org, std::int64_t legacy_id,
                                        std::optional<std::int64_t> change, const OperationOptions& options) {
    const Order order(Operation::cancel_scheduled_change, org, legacy_id, options);
    return perform(*impl_, order, [&](Writing& writing) { abonado::cancel_scheduled_change(writing, change); });
}

void Engine::set_risk_policy(RiskPolicy policy) { impl_->set_risk_policy(std::move(policy)); }

// --- what is to happen, and what happened ------------------------------------------------------------------------------

std::vector<ScheduledChange> Engine::scheduled(std::string_view org, std::optional<std::int64_t> legacy_id) {
    return impl_->read([&](Connection& connection) { return Schedule(connection).open(std::string(org), legacy_id); });
}

DueReport Engine::run_due(const OperationOptions& options, const Tick& tick) {
    return impl_->write([&](Connection& connection) {
        return abonado::run_due(connection, options, impl_->options.lifecycle, impl_->options.rules.redaction, tick);
    });
}

DueReport Engine::simulate(Instant until) {
    return impl_->read([&](Connection& connection) {
        return abonado::simulate(connection, until, impl_->options.lifecycle, impl_->options.rules.redaction);
    });
}

void Engine::audit(std::string_view org, std::optional<std::int64_t> legacy_id,
                   const std::function<void(const AuditEntry&)>& take) {
    impl_->read([&](Connection& connection) {
        AuditLog(connection).each(std::string(org), legacy_id, take);
        return true;
    });
}

HealthResponse Engine::health() {
    HealthResponse out;
    out.persistence = HealthState::pass;
    try {
        impl_->read([](Connection& connection) {
            for (const Table& table : store_schema()) connection.integer("SELECT 1 FROM " + table.name + " LIMIT 1");
            return true;
        });
        impl_->write([](Connection& connection) {
            const WriteTransaction probe(connection);  // taken back
            connection.execute("UPDATE organisations SET name = name WHERE id = (SELECT min(id) FROM organisations)");
            return true;
        });
    } catch (const Error& error) {
        if (error.code() == ErrorCode::handle_closed) throw;
        // Somebody is writing: so it can be written.
        if (error.code() != ErrorCode::store_busy) out.persistence = HealthState::fail;
    }
    out.global = out.persistence;
    return out;
}

}  // namespace abonado
