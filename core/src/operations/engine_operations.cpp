// The operations as methods of Engine.
#include "abonado/engine.hpp"
#include "engine/impl.hpp"
#include "operations/due.hpp"
#include "operations/live.hpp"
#include "operations/migrations.hpp"
#include "operations/perform.hpp"
#include "operations/products.hpp"

namespace abonado {

namespace {

template <class T>
Receipt migrate_body(Engine::Impl& impl, Operation operation, RecordKind kind, std::string_view org,
                     std::int64_t legacy_id, const T& body, const MigrateOptions& options) {
    const Order order(operation, org, legacy_id, options, body.creation_user, body.last_status_reason);
    return perform(impl, order,
                   [&](Writing& writing) { migrate(writing, kind, to_json(body), options, impl.options.rules); });
}

}  // namespace

// --- v3 ----------------------------------------------------------------------------------------------------------------

Receipt Engine::create_segment(std::string_view org, std::int64_t legacy_id, const CreateSegmentRequest& request,
                               const SegmentOptions& options) {
    const Order order(Operation::create_segment, org, legacy_id, options, {}, request.reason);
    return perform(*impl_, order, [&](Writing& writing) {
        abonado::create_segment(writing, to_json(request), options.segment_class, impl_->options.rules);
    });
}

Receipt Engine::delete_segments(std::string_view org, std::int64_t legacy_id, const OperationOptions& options) {
    const Order order(Operation::delete_segments, org, legacy_id, options);
    return perform(*impl_, order, [](Writing& writing) { abonado::delete_segments(writing); });
}

Receipt Engine::create_credit_limits(std::string_view org, std::int64_t legacy_id,
                                     const CreateCreditLimitsRequest& request, const OperationOptions& options) {
    const auto reason = request.credit_limits.empty() ? std::nullopt : std::optional(request.credit_limits[0].reason);
    const Order order(Operation::create_credit_limits, org, legacy_id, options, {}, reason);
    return perform(*impl_, order, [&](Writing& writing) {
        abonado::create_credit_limits(writing, to_json(request), impl_->options.rules);
    });
}

Receipt Engine::delete_credit_limits(std::string_view org, std::int64_t legacy_id, const OperationOptions& options) {
    const Order order(Operation::delete_credit_limits, org, legacy_id, options);
    return perform(*impl_, order, [](Writing& writing) { abonado::delete_credit_limits(writing); });
}

Receipt Engine::migrate(std::string_view org, std::int64_t legacy_id, const Max& body, const MigrateOptions& options) {
    return migrate_body(*impl_, Operation::migrate_max, RecordKind::max, org, legacy_id, body, options);
}

Receipt Engine::migrate(std::string_view org, std::int64_t legacy_id, const Disney& body,
                        const MigrateOptions& options) {
    return migrate_body(*impl_, Operation::migrate_disney, RecordKind::disney, org, legacy_id, body, options);
}

Receipt Engine::migrate(std::string_view org, std::int64_t legacy_id, const AmazonPrime& body,
                        const MigrateOptions& options) {
    return migrate_body(*impl_, Operation::migrate_amazon_prime, RecordKind::amazon_prime, org, legacy_id, body,
                        options);
}

// --- v1 ----------------------------------------------------------------------------------------------------------------

Receipt Engine::deactivate_netflix(std::string_view org, std::int64_t legacy_id,
                                   const DeactivateNetflixRequest& request, const OperationOptions& options) {
    const Order order(Operation::deactivate_netflix, org, legacy_id, options, request.deactivation_user,
                      request.deactivation_reason);
    return perform(*impl_, order,
                   [&](Writing& writing) { abonado::deactivate_netflix(writing, request, impl_->options.lifecycle); });
}

Receipt Engine::cancel_netflix(std::string_view org, std::int64_t legacy_id,
                               const CancelActivationSubscriptionRequest& request, const OperationOptions& options) {
    const Order order(Operation::cancel_netflix, org, legacy_id, options, request.cancellation_user,
                      request.cancellation_reason);
    return perform(*impl_, order,
                   [&](Writing& writing) { abonado::cancel_netflix(writing, request, impl_->options.lifecycle); });
}

Receipt Engine::patch_subscription(std::string_view org, std::int64_t legacy_id, const PatchSubscription& request,
                                   const OperationOptions& options) {
    const PatchStatusChange change = request.status_change.value_or(PatchStatusChange{});
    const Order order(Operation::patch_subscription, org, legacy_id, options, change.status_change_user,
                      change.status_change_reason);
    return perform(*impl_, order,
                   [&](Writing& writing) { abonado::patch_subscription(writing, request, impl_->options.lifecycle); });
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
    const Order order(Operation::change_product, org, legacy_id, options);
    return perform(*impl_, order,
                   [&](Writing& writing) { abonado::change_product(writing, request, impl_->risk_policy()); });
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
    return impl_->write(
        [&](Connection& connection) { return abonado::run_due(connection, options, impl_->options.lifecycle, tick); });
}

DueReport Engine::simulate(Instant until) {
    return impl_->read(
        [&](Connection& connection) { return abonado::simulate(connection, until, impl_->options.lifecycle); });
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
        impl_->read([](Connection& connection) { return connection.integer("SELECT count(*) FROM organisations"); });
        impl_->write([](Connection& connection) {
            const WriteTransaction probe(connection);  // taken back
            connection.execute("UPDATE organisations SET name = name WHERE id = (SELECT min(id) FROM organisations)");
            return true;
        });
    } catch (const Error& error) {
        if (error.code() == ErrorCode::handle_closed) throw;
        out.persistence = HealthState::fail;
    }
    out.global = out.persistence;
    return out;
}

}  // namespace abonado
