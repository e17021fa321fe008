// Faults of the text: rules DOC-001 to DOC-014.
#include <array>

#include "generate/bodies.hpp"
#include "generate/injectors.hpp"
#include "generate/line_text.hpp"
#include "generate/malformed.hpp"

namespace abonado::gen {

namespace {

bool as_it_is(Draft&) { return true; }

bool with_installation(Draft& draft) {
    if (auto* g = std::get_if<GetSubscription>(&draft.envelope.body)) {
        g->subscription_additional_details = make_additional_details(draft);
    }
    return true;
}

bool with_uuid(Draft& draft) {
    base_of(draft).account_id = draft.uuid();
    return true;
}

bool with_catalogue_id(Draft& draft) {
    const auto promotion = [&] { return make_promotion(draft, PromotionStatus::active); };
    Promotion& host = any_of(draft, base_of(draft).promotions, promotion);
    Commitment& commitment = any_of(draft, host.commitments, [&] { return make_commitment(draft); });
    commitment.catalogue_id = draft.numbered("TERM_", 5);
    return true;
}

// Puts `make(random, field)` in place of a member that `wanted` takes.
template <class Wanted, class Make>
void replace_member(Draft& draft, const Wanted& wanted, const Make& make) {
    LineText text(draft);
    const auto member = text.pick(wanted);
    if (!member) return;
    const auto at = text.range(*member);
    const std::string old(text.text(at));
    text.replace(at, make(*member, old));
}

template <FieldType... Types>
bool is_a(const Member& member) {
    return ((member.field->type == Types) || ...);
}

void duplicate_member(Draft& draft) {
    LineText text(draft);
    const auto open = draft.random.percent(20) ? text.pick_object(true) : std::nullopt;
    if (open) {
        // Where any member may stand, a name still stands once, at every depth.
        const bool deep = draft.random.percent(50);
        return text.insert_into(*open, deep ? R"("extra":{"lote":[{"n":1,"m":2,"n":3}]})" : R"("nota":"a","nota":"a")");
    }
    const auto member = text.pick([](const Member&) { return true; });
    if (!member) return;
    const auto at = text.range(*member);
    std::string again = "\"" + std::string(member->field->name) + "\":";
    again += draft.random.percent(50) ? std::string(text.text(at)) : draft.random.word("null", "\"otro\"", "0", "{}");
    text.insert_after(at, again);
}

void wrong_type(Draft& draft) {
    replace_member(
        draft, [](const Member&) { return true; },
        [&](const Member& member, const std::string& old) { return of_wrong_type(draft.random, *member.field, old); });
}

void missing_member(Draft& draft) {
    LineText text(draft);
    const auto member = text.pick([](const Member& m) { return m.required; });
    if (!member) return;
    if (draft.random.percent(50)) text.replace(text.range(*member), "null");
    else text.remove(member->field->name, text.range(*member));
}

void unknown_member(Draft& draft) {
    LineText text(draft);
    const auto object = text.pick_object(false);
    if (!object) return;
    const std::string name = draft.random.word("observaciones", "x_lote_migracion", "activationDate", "legacyId", "año",
                                               "_id");
    text.insert_into(*object, "\"" + name + "\":" +
                                  draft.random.word("null", "\"ñ\"", "17", "-0.5", "true", "[]", R"([1,{"a":[{}]}])",
                                                    R"({"a":{"b":null}})"));
}

void too_deep(Draft& draft) {
    constexpr std::size_t kLimit = 64;
    const bool arrays = draft.random.percent(50);
    const std::size_t levels = kLimit + draft.random.below(200);
    std::string value;
    for (std::size_t i = 0; i < levels; ++i) value += arrays ? "[" : R"({"n":)";
    value += arrays ? "" : "1";
    value.append(levels, arrays ? ']' : '}');
    LineText text(draft);
    if (draft.random.percent(50)) text.insert_into(text.pick_object(false).value_or(""), "\"anidado\":" + value);
    else if (const auto member = text.pick([](const Member&) { return true; }))
        text.replace(text.range(*member), value);
    else text.insert_into("", "\"anidado\":" + value);
}

template <FieldType Type, std::string (*Malformed)(Random&, std::string_view)>
void malformed(Draft& draft) {
    replace_member(draft, is_a<Type>,
                   [&](const Member&, const std::string& old) { return Malformed(draft.random, old); });
}

void out_of_width(Draft& draft) {
    replace_member(
        draft, is_a<FieldType::integer, FieldType::legacy_id>,
        [&](const Member& member, const std::string&) -> std::string {
            const bool may_be_negative = member.field->type == FieldType::integer;
            return may_be_negative
                       ? draft.random.word("9223372036854775808", "-9223372036854775809", "99999999999999999999999")
                       : draft.random.word("0", "-1", "-12345", "9223372036854775808", "18446744073709551616");
        });
}

void blank_text(Draft& draft) {
    replace_member(
        draft, [](const Member& m) { return m.required && m.field->type == FieldType::text; },
        [&](const Member&, const std::string&) -> std::string {
            return draft.random.word(R"("")", R"(" ")", R"("    ")", R"("\t")", R"("\r\n ")");
        });
}

void former_name(Draft& draft) {
    LineText text(draft);
    const auto member = text.pick([](const Member& m) { return !m.field->alias.empty(); });
    if (member) text.rename(member->field->name, member->field->alias, text.range(*member));
}

using enum RecordKind;

constexpr std::array kInjectors{
    Injector{"DOC-001", kAllKinds, as_it_is, garble_line},
    Injector{"DOC-002", kAllKinds, as_it_is, duplicate_member},
    Injector{"DOC-003", kAllKinds, as_it_is, wrong_type},
    Injector{"DOC-004", kAllKinds, as_it_is, missing_member},
    Injector{"DOC-005", kAllKinds, as_it_is, unknown_member},
    Injector{"DOC-006", kAllKinds, as_it_is, too_deep},
    Injector{"DOC-007",
             {max, disney, amazon_prime, subscription, legacy_subscription, credit_limits, segment, shipping},
             as_it_is,
             malformed<FieldType::enumeration, no_word>},
    Injector{"DOC-008",
             {max, disney, amazon_prime, subscription, legacy_subscription, product, shipping},
             as_it_is,
             malformed<FieldType::instant, no_instant>},
    Injector{"DOC-009", {legacy_subscription}, with_installation, malformed<FieldType::date, no_date>},
    Injector{"DOC-010", kV3Subscriptions, with_uuid, malformed<FieldType::uuid, no_uuid>},
    Injector{"DOC-011",
             {max, disney, amazon_prime, subscription, legacy_subscription, product, catalogue_product},
             as_it_is,
             out_of_width},
    Injector{
        "DOC-012", {legacy_subscription, credit_limits}, with_installation, malformed<FieldType::amount, no_amount>},
    Injector{
        "DOC-013", {max, disney, amazon_prime, subscription, credit_limits, segment, shipping}, as_it_is, blank_text},
    Injector{"DOC-014", kV3Subscriptions, with_catalogue_id, former_name},
};

}  // namespace

std::span<const Injector> document_injectors() noexcept { return kInjectors; }

}  // namespace abonado::gen
