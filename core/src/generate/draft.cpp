#include "generate/draft.hpp"

#include <type_traits>
#include <utility>

namespace abonado::gen {

void Subjects::add(Subject subject) { ring_[added_++ % kCapacity] = std::move(subject); }

void Sources::offer(const Envelope& envelope, Random& random) {
    ++offered_;
    if (sample_.size() < kCapacity) {
        sample_.push_back(envelope);
    } else if (const std::uint64_t place = random.below(offered_); place < kCapacity) {
        sample_[place] = envelope;
    }
}

Uuid Draft::uuid_of(std::uint64_t low) noexcept {
    std::uint64_t high = random.next();
    high = (high & ~std::uint64_t{0xf000}) | 0x4000U;                 // version 4
    low = (low & (~std::uint64_t{0} >> 2)) | std::uint64_t{1} << 63;  // the usual variant
    Uuid out;
    for (std::size_t i = 0; i < 8; ++i) {
        out.bytes[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
        out.bytes[8 + i] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
    }
    return out;
}

Uuid Draft::own_uuid() noexcept {
    return uuid_of(permute(index, 62, ~key));  // the 62 bits that the variant leaves free
}

Uuid Draft::uuid() noexcept { return uuid_of(random.next()); }

std::string Draft::numbered(std::string_view prefix, unsigned count) {
    std::string out(prefix);
    for (; count > 0; --count) out += static_cast<char>('0' + random.below(10));
    return out;
}

namespace {

constexpr std::uint64_t kHundredMillion = 100'000'000;

// Nine digits: `first` and eight more, or, beyond those, from `further` on.
std::optional<std::string> number(std::uint64_t index, std::uint64_t key, std::uint64_t first, std::uint64_t further) {
    if (index >> Draft::kNumberBits != 0) return std::nullopt;
    const std::uint64_t n = permute(index, Draft::kNumberBits, key);
    return std::to_string(n < kHundredMillion ? first * kHundredMillion + n : further + (n - kHundredMillion));
}

}  // namespace

std::optional<std::string> Draft::own_mobile() const { return number(index, key + 1, 6, 710'000'000); }

std::optional<std::string> Draft::own_landline() const { return number(index, key + 2, 9, 8 * kHundredMillion); }

namespace {

template <class Base, class AnyBody>
Base* find_base(AnyBody& body) {
    return std::visit(
        [](auto& alternative) -> Base* {
            if constexpr (std::is_base_of_v<SubscriptionBase, std::remove_cvref_t<decltype(alternative)>>) {
                return &alternative;
            } else {
                return nullptr;
            }
        },
        body);
}

}  // namespace

SubscriptionBase* base_of(Body& body) { return find_base<SubscriptionBase>(body); }

const SubscriptionBase* base_of(const Body& body) { return find_base<const SubscriptionBase>(body); }

std::int64_t id_of(const Envelope& envelope) noexcept {
    if (const auto* legacy = std::get_if<GetSubscription>(&envelope.body)) return legacy->id.value;
    if (const auto* tariff = std::get_if<SubscriptionProduct>(&envelope.body)) return tariff->id.value;
    if (const auto* product = std::get_if<Product>(&envelope.body)) return product->id;
    return envelope.legacy_id ? envelope.legacy_id->value : 0;
}

bool is_live(const Envelope& envelope) {
    if (const auto* legacy = std::get_if<GetSubscription>(&envelope.body)) {
        return legacy->current_status == LiveStatus::active || legacy->current_status == LiveStatus::pre_active;
    }
    const SubscriptionBase* base = base_of(envelope.body);
    return base != nullptr && base->status == SubscriptionStatus::active;
}

}  // namespace abonado::gen
