// Rules of segment and credit-limit requests: SEG, CRL.
#include <array>

#include "generate/bodies.hpp"
#include "generate/injectors.hpp"

namespace abonado::gen {

namespace {

CreateSegmentRequest& segment_of(Draft& draft) { return std::get<CreateSegmentRequest>(draft.envelope.body); }

std::vector<CreditLimit>& limits_of(Draft& draft) {
    return std::get<CreateCreditLimitsRequest>(draft.envelope.body).credit_limits;
}

CreditLimit& any_limit(Draft& draft) { return limits_of(draft)[draft.random.below(limits_of(draft).size())]; }

bool wrong_prefix(Draft& draft) {
    CreateSegmentRequest& g = segment_of(draft);
    auto& segment_class = draft.envelope.segment_class;
    switch (draft.random.below(5)) {
        case 0:
            g.segment_id = draft.random.word("om_GOLD", "SEG_GOLD", "_OM", "GOLD", "deviceoffersegment");
            break;
        case 1:
            segment_class = SegmentClass::none;
            break;  // this class has no prefix
        case 2:
            // Where the class is not known, some prefix must be there all the same.
            segment_class.reset();
            g.segment_id = draft.random.word("GOLD", "oC_GOLD", "XX_PREMIUM");
            break;
        default: {
            const unsigned other = (static_cast<unsigned>(*segment_class) + 1 +
                                    static_cast<unsigned>(draft.random.below(2))) %
                                   3;
            g.segment_id = std::string(segment_prefix(static_cast<SegmentClass>(other))) + "_GOLD";
        }
    }
    return true;
}

bool generic_segment(Draft& draft) {
    segment_of(draft).segment_id = "DEVICEOFFERSEGMENT";  // the one that the default allow-list holds
    if (draft.random.percent(30)) draft.envelope.segment_class = SegmentClass::none;
    return true;
}

bool class_not_known(Draft& draft) {
    draft.envelope.segment_class.reset();
    return true;
}

bool limit_of_other_side(Draft& draft) {
    const bool landline = std::get<CreateCreditLimitsRequest>(draft.envelope.body).subscription_type ==
                          CreditLimitSubscriptionType::landline;
    const auto first = static_cast<std::uint64_t>(landline ? CreditLimitId::mobile_total
                                                           : CreditLimitId::landline_international_voice);
    CreditLimit& limit = any_limit(draft);
    limit.credit_limit_id = static_cast<CreditLimitId>(first + draft.random.below(landline ? 4 : 3));
    return true;
}

bool limit_twice(Draft& draft) {
    CreditLimit again = any_limit(draft);
    if (draft.random.percent(50)) again.credit_limit_value.millionths += 10'000'000;
    limits_of(draft).push_back(std::move(again));
    return true;
}

bool negative_limit(Draft& draft) {
    CreditLimit& limit = any_limit(draft);
    limit.credit_limit_value = Money{-draft.random.between(1, 500'000'000)};
    return true;
}

bool no_limit(Draft& draft) {
    limits_of(draft).clear();
    return true;
}

constexpr Kinds kSegment{RecordKind::segment};
constexpr Kinds kLimits{RecordKind::credit_limits};

constexpr std::array kInjectors{
    Injector{"SEG-001", kSegment, wrong_prefix},    Injector{"SEG-002", kSegment, generic_segment},
    Injector{"SEG-003", kSegment, class_not_known}, Injector{"CRL-001", kLimits, limit_of_other_side},
    Injector{"CRL-002", kLimits, limit_twice},      Injector{"CRL-003", kLimits, negative_limit},
    Injector{"CRL-004", kLimits, no_limit},
};

}  // namespace

std::span<const Injector> request_injectors() noexcept { return kInjectors; }

}  // namespace abonado::gen
