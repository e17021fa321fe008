// Rules of v1 histories and of identifiers: HIS, IDN.
#include <algorithm>
#include <array>

#include "generate/bodies.hpp"
#include "generate/injectors.hpp"
#include "generate/vocabulary.hpp"

namespace abonado::gen {

namespace {

using enum LiveStatus;

GetSubscription& legacy_of(Draft& draft) { return std::get<GetSubscription>(draft.envelope.body); }

bool history_ends_elsewhere(Draft& draft) {
    constexpr std::array kOthers{pre_active, deactivated, cancelled};
    set_legacy_status(draft, active);
    legacy_of(draft).current_status = draft.random.pick(kOthers);
    return true;
}

bool forbidden_step(Draft& draft) {
    static const std::array<std::vector<LiveStatus>, 6> kPaths{{{active, deactivated, active},
                                                                {pre_active, deactivated},
                                                                {pre_active, cancelled, active},
                                                                {active, pre_active},
                                                                {active, active},
                                                                {pre_active, active, cancelled}}};
    GetSubscription& g = legacy_of(draft);
    set_legacy_status(draft, active);
    std::vector<StatusHistoryEntry> history;
    Instant at = *g.sale_date;
    for (const LiveStatus status : draft.random.pick(kPaths)) {
        history.push_back({at, status, {}});
        at = plus_days(at, draft.random.between(1, 25));
    }
    g.current_status = history.back().status;
    g.current_status_date = history.back().status_date;
    if (draft.random.percent(50)) std::reverse(history.begin(), history.end());
    g.status_history = std::move(history);
    return true;
}

bool reason_without_end(Draft& draft) {
    set_legacy_status(draft, draft.random.percent(70) ? active : pre_active);
    const Motive& motive = draft.random.pick(motives());
    legacy_of(draft).cancellation_reason = CancellationReason{
        std::string(motive.deactive_motive), std::string(motive.reason), {}};
    return true;
}

Identifiers& identifiers_of(Draft& draft) {
    auto& identifiers = draft.envelope.identifiers;
    return identifiers ? *identifiers : identifiers.emplace();
}

// Each form keeps the record's own number in it, so that no two records share even a bad one.
bool bad_number(Draft& draft) {
    Identifiers& i = identifiers_of(draft);
    const std::string id = std::to_string(draft.own_id());
    const std::string mobile = draft.own_mobile().value_or(id);
    const std::string landline = draft.own_landline().value_or(id);
    switch (draft.random.below(7)) {
        case 0:
            i.msisdn = "+0" + mobile;
            break;
        case 1:
            i.msisdn = mobile + "X";
            break;
        case 2:
            i.msisdn = "tel:" + mobile;
            break;
        case 3:
            i.msisdn = "+34" + landline;
            break;
        case 4:
            i.landlinenumber = "+34" + draft.own_mobile().value_or("0");
            break;
        case 5:
            i.landlinenumber = "00" + draft.digits(3);
            break;
        default:
            i.landlinenumber = draft.random.word("", "N/A", "91 ", "+34 91 123 45");
            break;
    }
    return true;
}

bool bad_imsi(Draft& draft) {
    constexpr std::array<unsigned, 3> kLengths{11, 13, 17};
    Identifiers& i = identifiers_of(draft);
    if (draft.random.percent(70)) i.imsi = draft.numbered("214", draft.random.pick(kLengths));
    else i.imsi = draft.random.word("", "N/A", "21407ABCDEFGHIJ", "214 07 123456789");
    return true;
}

bool bad_iccid(Draft& draft) {
    Identifiers& i = identifiers_of(draft);
    std::string iccid = make_iccid(draft);
    switch (draft.random.below(4)) {
        case 0:
            iccid.resize(18);
            break;
        case 1:
            iccid = "ICC" + iccid;
            break;
        case 2:
            iccid = draft.random.word("", "N/A", "8934-0712-3456-7890-123");
            break;
        default:
            iccid.back() = iccid.back() == '9' ? '0' : static_cast<char>(iccid.back() + 1);
            break;
    }
    i.iccid = std::move(iccid);
    return true;
}

using enum RecordKind;

constexpr Kinds kLegacy{legacy_subscription};
constexpr Kinds kSubscriptions{max, disney, amazon_prime, subscription, legacy_subscription};

constexpr std::array kInjectors{
    Injector{"HIS-001", kLegacy, history_ends_elsewhere}, Injector{"HIS-002", kLegacy, forbidden_step},
    Injector{"HIS-003", kLegacy, reason_without_end},     Injector{"IDN-001", kSubscriptions, bad_number},
    Injector{"IDN-002", kSubscriptions, bad_imsi},        Injector{"IDN-003", kSubscriptions, bad_iccid},
};

}  // namespace

std::span<const Injector> legacy_injectors() noexcept { return kInjectors; }

}  // namespace abonado::gen
