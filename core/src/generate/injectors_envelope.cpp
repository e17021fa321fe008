// Faults of the envelope: rules ENV-001 and ENV-002.
#include <array>

#include "generate/injectors.hpp"
#include "generate/line_text.hpp"

namespace abonado::gen {

namespace {

bool as_it_is(Draft&) { return true; }

// Replaces a member of the envelope, or removes it where `json` is empty.
void set_member(Draft& draft, const std::string& name, std::string_view json) {
    LineText text(draft);
    const auto at = text.range("/" + name);
    if (json.empty()) text.remove(name, at);
    else text.replace(at, json);
}

void break_kind(Draft& draft) {
    set_member(draft, "kind", draft.random.word("", "null", "5", "\"maxx\"", "\"MAX\"", "\"\"", "[]"));
}

void break_body(Draft& draft) { set_member(draft, "body", draft.random.word("", "null", "[]", "\"{}\"", "0", "true")); }

void break_org(Draft& draft) {
    set_member(draft, "org", draft.random.word("", "null", "\"\"", "34", "{}", "[\"euskaltel\"]"));
}

void break_legacy_id(Draft& draft) {
    if (draft.envelope.kind == RecordKind::credit_limits && draft.random.percent(30)) {
        return set_member(draft, "legacy_id", draft.random.word("2147483648", "9000000000"));
    }
    const std::string good = "\"" + draft.envelope.legacy_id->to_string() + "\"";
    set_member(draft, "legacy_id",
               draft.random.word("", "null", "0", "-7", "1.5", "true", "99999999999999999999", good.c_str()));
}

// Kinds that their body names may repeat its id outside, but no other.
void contradict_body(Draft& draft) {
    LineText text(draft);
    const std::string other = draft.random.percent(70) ? std::to_string(id_of(draft.envelope) + 1)
                                                       : draft.random.word("0", "-3", "\"12\"");
    if (draft.envelope.legacy_id) text.replace(text.range("/legacy_id"), other);
    else text.insert_into("", "\"legacy_id\":" + other);
}

void break_key(Draft& draft) {
    const KindInfo& kind = kind_info(draft.envelope.kind);
    switch (draft.random.below(kind.needs_org ? 5 : 4)) {
        case 0:
            return break_kind(draft);
        case 1:
            return break_body(draft);
        case 4:
            return break_org(draft);
        default:
            return kind.key_in_envelope ? break_legacy_id(draft) : contradict_body(draft);
    }
}

bool foreign_org(Draft& draft) {
    draft.envelope.org = draft.random.word("yoigo", "masmovil", "pepephone", "Euskaltel", "TELECABLE", "euskaltel ",
                                           "r-cable");
    return true;
}

using enum RecordKind;

constexpr std::array kInjectors{
    Injector{"ENV-001", kAllKinds, as_it_is, break_key},
    Injector{"ENV-002", {max, disney, amazon_prime, subscription, credit_limits, segment}, foreign_org},
};

}  // namespace

std::span<const Injector> envelope_injectors() noexcept { return kInjectors; }

}  // namespace abonado::gen
