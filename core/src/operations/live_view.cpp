#include "operations/live_view.hpp"

#include <charconv>

#include "operations/status_steps.hpp"

namespace abonado {

namespace {

std::optional<std::int64_t> number_of(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

GetSubscription made_of(const Subject& subject, const SubscriptionBase& body) {
    GetSubscription out;
    out.id = LegacyId{subject.legacy_id};
    out.account_id = body.legacy_account_id;
    out.sale_date = body.creation_date;
    out.user_name = body.creation_user;
    out.commercial_product_id = number_of(body.catalogue_commercial_product_id);
    out.billing_type = subject.billing_type();
    if (subject.type) out.subscription_type = *subject.type;
    out.current_status = from_word<LiveStatus>(to_word(body.status)).value();
    out.current_status_date = status_date(body);
    const bool was_active = body.activation_date.has_value();
    auto& history = out.status_history.emplace();
    history.push_back({*out.current_status_date, out.current_status, {}});
    if (was_active && body.status != SubscriptionStatus::active) {
        history.push_back({*body.activation_date, LiveStatus::active, {}});
    }
    if (body.status != SubscriptionStatus::active) {
        out.cancellation_reason.emplace().reason = body.last_status_reason;
    }
    return out;
}

void add_order(std::vector<GetSubscriptionShipping>& out, const std::optional<std::string>& order, ShippingKind kind,
               const Device& device) {
    if (!order) return;
    GetSubscriptionShipping& shipping = out.emplace_back();
    shipping.shipping_order_id = *order;
    shipping.kind = kind;
    if (device.id) shipping.device_id = device.id->to_string();
    shipping.serial_number = device.serial_number;
}

}  // namespace

std::optional<GetSubscription> live_view(const Subject& subject) {
    const SubscriptionBase* v3 = subject.v3_body();
    const GetSubscription* v1 = subject.v1_body();
    if (v1 == nullptr) return v3 != nullptr ? std::optional(made_of(subject, *v3)) : std::nullopt;
    GetSubscription out = *v1;
    if (v3 != nullptr) catch_up(out, *v3);
    return out;
}

std::vector<GetSubscriptionShipping> shippings_of_devices(const SubscriptionBase& body) {
    std::vector<GetSubscriptionShipping> out;
    if (!body.devices_related_info || !body.devices_related_info->devices) return out;
    for (const Device& device : *body.devices_related_info->devices) {
        add_order(out, device.shipping_order_id, ShippingKind::shipping, device);
        add_order(out, device.pickup_order_id, ShippingKind::pickup, device);
    }
    return out;
}

}  // namespace abonado
