// A record under construction, and what the construction may refer to.
//
// One thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "abonado/model.hpp"
#include "generate/random.hpp"

namespace abonado::gen {

// A set of record kinds; bit k is RecordKind k.
class Kinds {
public:
    constexpr Kinds() = default;
    constexpr Kinds(std::initializer_list<RecordKind> kinds) {
        for (const RecordKind kind : kinds) bits_ |= bit(kind);
    }
    constexpr bool has(RecordKind kind) const noexcept { return (bits_ & bit(kind)) != 0; }
    constexpr Kinds without(RecordKind kind) const noexcept {
        Kinds out = *this;
        out.bits_ &= ~bit(kind);
        return out;
    }
    static constexpr Kinds all() noexcept {
        Kinds out;
        for (const KindInfo& row : kRecordKinds) out.bits_ |= bit(row.kind);
        return out;
    }

private:
    static constexpr unsigned bit(RecordKind kind) noexcept { return 1U << static_cast<unsigned>(kind); }
    unsigned bits_ = 0;
};

inline constexpr Kinds kAllKinds = Kinds::all();
inline constexpr Kinds kV3Subscriptions{RecordKind::max, RecordKind::disney, RecordKind::amazon_prime,
                                        RecordKind::subscription};

// A subscription of the dump that later records (limits, segments, tariffs, shippings) can be about.
struct Subject {
    std::string org;
    std::int64_t legacy_id = 0;
    SubscriptionType type{};
    std::optional<BillingType> billing;
    bool is_v3 = false;
    Kinds free;  // kinds of record that it can still have: one of each, so that no key comes twice
};

// The last few clean subscriptions, in a ring: memory stays flat, and a subject that leaves it is never used again.
class Subjects {
public:
    void add(Subject subject);
    // The latest subject that `fits` and has no record of this kind yet; it has one from now on.
    template <class Fits>
    std::optional<Subject> take(RecordKind kind, const Fits& fits) {
        for (std::size_t n = 1; n <= kCapacity && n <= added_; ++n) {
            Subject& subject = ring_[(added_ - n) % kCapacity];
            if (!subject.free.has(kind) || !fits(subject)) continue;
            subject.free = subject.free.without(kind);
            return subject;
        }
        return std::nullopt;
    }

private:
    static constexpr std::size_t kCapacity = 128;
    std::array<Subject, kCapacity> ring_;
    std::size_t added_ = 0;
};

// A fair sample of the clean records so far, for defects that need an earlier record.
class Sources {
public:
    void offer(const Envelope& envelope, Random& random);
    bool empty() const noexcept { return sample_.empty(); }
    const Envelope& pick(Random& random) const { return sample_[random.below(sample_.size())]; }

private:
    static constexpr std::size_t kCapacity = 48;
    std::vector<Envelope> sample_;
    std::uint64_t offered_ = 0;
};

// The samples by what a later record can share with them.
struct AllSources {
    Sources any;        // the whole key
    Sources by_uuid;    // v3 subscriptions with a uuid
    Sources by_msisdn;  // live subscriptions of a migration organisation with a mobile number
};

struct Draft {
    Draft(std::uint64_t seed, std::uint64_t index_, Instant now_, Subjects& subjects_, const AllSources& sources_)
        : random(seed, index_), key(mix(seed)), index(index_), now(now_), subjects(subjects_), sources(sources_) {}

    Random random;
    std::uint64_t key;    // chooses the bijections of the dump
    std::uint64_t index;  // of the record, from 0
    Instant now;
    Subjects& subjects;
    const AllSources& sources;

    Envelope envelope;
    std::string line;  // the envelope as text, once it is written

    // Ids that no other record of the dump has.
    std::int64_t own_id() const noexcept { return static_cast<std::int64_t>(permute(index, kIdBits, key)) + 1; }
    Uuid own_uuid() noexcept;
    std::optional<std::string> own_mobile() const;    // none once the Spanish numbers are used up
    std::optional<std::string> own_landline() const;  // nine digits, as own_mobile

    Uuid uuid() noexcept;  // of something that is no subscription
    // `prefix` and that many digits. Not written as a sum by callers: the order in which a sum draws is not defined.
    std::string numbered(std::string_view prefix, unsigned count);
    std::string digits(unsigned count) { return numbered({}, count); }

    static constexpr unsigned kIdBits = 30;      // so that every id fits the 31 bits that credit limits allow
    static constexpr unsigned kNumberBits = 27;  // of telephone numbers: 190 million mobile ones exist

private:
    Uuid uuid_of(std::uint64_t low) noexcept;
};

inline constexpr std::uint64_t kMaxRecords = std::uint64_t{1} << Draft::kIdBits;

// What every v3 subscription has, or nullptr.
SubscriptionBase* base_of(Body& body);
const SubscriptionBase* base_of(const Body& body);
inline SubscriptionBase& base_of(Draft& draft) { return *base_of(draft.envelope.body); }

// The id by which a label names the record; 0 if it has none.
std::int64_t id_of(const Envelope& envelope) noexcept;

// ACTIVE, or in v1 on the way to it: the state in which a number rings.
bool is_live(const Envelope& envelope);

}  // namespace abonado::gen
