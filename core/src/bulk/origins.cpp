#include "bulk/origins.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "model/civil.hpp"

namespace abonado {

namespace {

template <class T>
concept HasCreation = requires {
    &T::creation_system;
    &T::creation_date;
};

template <class E>
std::optional<SubscriptionType> as_type(std::optional<E> type) {
    if (!type) return std::nullopt;
    return from_word<SubscriptionType>(to_word(*type));
}

std::int16_t year_of(Instant instant) {
    const std::int64_t day = detail::floor_div(instant.micros, detail::kMicrosPerSecond * detail::kSecondsPerDay);
    return static_cast<std::int16_t>(Date{static_cast<std::int32_t>(day)}.ymd().year);
}

template <Described T>
void read_body(const View<T>& body, OriginView& out) {
    if constexpr (HasCreation<T>) {
        out.system = body.template get<&T::creation_system>().value_or(std::string_view{});
        if (const auto created = body.template get<&T::creation_date>()) out.year = year_of(*created);
        if (!out.type) out.type = body.template get<&T::type>();
    } else if constexpr (requires { &T::subscription_type; }) {
        out.type = as_type(body.template get<&T::subscription_type>());
    }
}

}  // namespace

OriginView origin_of(const Record& record) {
    OriginView out;
    out.kind = record.kind;
    out.org = record.org;
    if (!record.kind || record.body == kNoObject) return out;
    out.type = kind_info(*record.kind).type;
    const auto as = [&]<class T>(std::type_identity<T>) { read_body(View<T>(record, record.body), out); };
    switch (*record.kind) {
        case RecordKind::max:
        case RecordKind::disney:
        case RecordKind::amazon_prime:
        case RecordKind::subscription:
            as(std::type_identity<SubscriptionBase>{});  // whose rows stand first in the others' tables
            break;
        case RecordKind::legacy_subscription:
            as(std::type_identity<GetSubscription>{});
            break;
        case RecordKind::credit_limits:
            as(std::type_identity<CreateCreditLimitsRequest>{});
            break;
        case RecordKind::segment:
        case RecordKind::product:
        case RecordKind::catalogue_product:
        case RecordKind::shipping:
            break;
    }
    return out;
}

OriginNames::Number OriginNames::number(std::string_view name) {
    if (name.empty()) return 0;
    name = cut_view(name, kMaxOriginName);
    if (last_ < names_.size() && names_[last_] == name) return static_cast<Number>(last_ + 1);
    const auto at = std::find(names_.begin(), names_.end(), name);
    if (at == names_.end()) {
        if (names_.size() == kMaxOriginNames) return kOther;
        names_.emplace_back(name);
        last_ = names_.size() - 1;
    } else {
        last_ = static_cast<std::size_t>(at - names_.begin());
    }
    return static_cast<Number>(last_ + 1);
}

std::string_view OriginNames::name(Number number) const {
    if (number == 0) return {};
    return number == kOther ? kOtherName : std::string_view(names_[number - 1U]);
}

namespace {

template <class E>
std::uint8_t position(std::optional<E> value) {
    return value ? static_cast<std::uint8_t>(static_cast<unsigned>(*value) + 1) : std::uint8_t{0};
}

template <class E>
std::optional<E> at_position(std::uint8_t position) {
    return position == 0 ? std::nullopt : std::optional(static_cast<E>(position - 1));
}

}  // namespace

OriginCode code_of(const OriginView& origin, OriginNames& names) {
    OriginCode out;
    out.kind = position(origin.kind);
    out.type = position(origin.type);
    out.org = names.number(origin.org);
    out.system = names.number(origin.system);
    out.year = origin.year;
    return out;
}

RecordOrigin origin_of(const OriginCode& code, const OriginNames& names) {
    return {at_position<RecordKind>(code.kind), std::string(names.name(code.org)), std::string(names.name(code.system)),
            code.year, at_position<SubscriptionType>(code.type)};
}

}  // namespace abonado
