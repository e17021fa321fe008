#include "rules/mends.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "rules/legacy_rules.hpp"
#include "rules/registry.hpp"
#include "rules/request_rules.hpp"

namespace abonado {

namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool equal_but_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return upper(x) == upper(y); });
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string without(std::string_view text, std::string_view characters) {
    std::string out;
    for (const char c : text) {
        if (characters.find(c) == std::string_view::npos) out += c;
    }
    return out;
}

Mend as_text(std::string_view text) { return {.text = std::string(text)}; }
Mend as_literal(std::string_view text) { return {.text = std::string(text), .is_literal = true}; }

// --- by the type of a member --------------------------------------------------------------------------------------

// A word in other case; a MySim name where a type is asked for.
std::optional<Mend> mend_word(std::string_view text, const EnumInfo& words) {
    for (const std::string_view word : words.words) {
        if (equal_but_case(word, text)) return as_text(word);
    }
    for (const MySimType& row : mysim_types()) {
        const bool is_asked_for = &words == &EnumTable<SubscriptionType>::info ||
                                  &words == &EnumTable<CreditLimitSubscriptionType>::info;
        if (!is_asked_for || !equal_but_case(row.name, text) || find_word(words.words, to_word(row.type)) < 0) continue;
        return Mend{.text = std::string(to_word(row.type)), .billing = row.billing, .technology = row.technology};
    }
    return std::nullopt;
}

// `YYYY-MM-DD hh:mm:ss,fff +hhmm` as RFC 3339 has it; nothing is added.
std::string in_rfc3339(std::string_view text) {
    constexpr std::size_t kTime = 10;    // where the T stands
    constexpr std::size_t kOffset = 19;  // where a fraction or an offset may begin
    std::string out(text);
    if (out.size() > kTime && out[kTime] == ' ') out[kTime] = 'T';
    if (out.size() <= kOffset) return out;
    if (out[kOffset] == ',') out[kOffset] = '.';
    const std::size_t space = out.find(' ', kOffset);
    if (space != std::string::npos) out.erase(space, 1);
    const std::size_t sign = out.find_first_of("+-", kOffset);
    if (sign == std::string::npos) return out;
    const std::size_t digits = out.size() - sign - 1;
    if (!std::all_of(out.begin() + static_cast<std::ptrdiff_t>(sign) + 1, out.end(), is_digit)) return out;
    if (digits == 2) out += ":00";
    if (digits == 4) out.insert(sign + 3, ":");
    return out;
}

std::optional<Mend> mend_instant(std::string_view text, bool naive_is_utc) {
    const std::string form = in_rfc3339(text);
    if (Instant::parse(form)) return as_text(form);
    if (naive_is_utc && Instant::parse(form, NaiveTime::utc)) return as_text(form + "Z");
    return std::nullopt;
}

// Braces, a URN, or no hyphens.
std::optional<Mend> mend_uuid(std::string_view text) {
    constexpr std::string_view kUrn = "urn:uuid:";
    if (equal_but_case(text.substr(0, kUrn.size()), kUrn)) text.remove_prefix(kUrn.size());
    if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
    std::string form(text);
    if (form.size() == 32) {
        for (const std::size_t at : {8U, 13U, 18U, 23U}) form.insert(at, "-");
    }
    if (!Uuid::parse(form)) return std::nullopt;
    return as_text(form);
}

// Digits that are an integer as they stand: no zero in front that a number would not keep.
bool is_integer_text(std::string_view text, std::int64_t least = std::numeric_limits<std::int64_t>::min()) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value >= least && std::to_string(value) == text;
}

std::optional<Mend> mend_by_type(std::string_view text, const FaultyValue& value, const RuleOptions& options) {
    text = trimmed(text);
    switch (value.field.type) {
        case FieldType::enumeration:
            return mend_word(text, *value.field.enumeration);
        case FieldType::instant:
            return mend_instant(text, options.suggest_utc);
        case FieldType::date:
            return Date::parse(text) ? std::optional(as_text(text)) : std::nullopt;
        case FieldType::uuid:
            return mend_uuid(text);
        case FieldType::legacy_id:
            return is_integer_text(text, 1) ? std::optional(as_literal(text)) : std::nullopt;
        case FieldType::integer:
            return is_integer_text(text) ? std::optional(as_literal(text)) : std::nullopt;
        case FieldType::amount:
            return Money::parse(text) ? std::optional(as_literal(text)) : std::nullopt;
        case FieldType::boolean:
            if (equal_but_case(text, "true")) return as_literal("true");
            if (equal_but_case(text, "false")) return as_literal("false");
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

// A number where a text is asked for: its digits. Of a fraction or an exponent there are several texts.
std::optional<Mend> mend_number_for_text(const FaultyValue& value) {
    const bool wants_text = value.field.type == FieldType::text;
    return wants_text && is_integer_text(value.token) ? std::optional(as_text(value.token)) : std::nullopt;
}

// --- by rule ------------------------------------------------------------------------------------------------------

std::optional<Mend> mend_org(std::string_view text, const FaultyValue&, const RuleOptions&) {
    return mend_word(trimmed(text), EnumTable<MigrationOrg>::info);
}

std::optional<Mend> mend_segment_id(std::string_view text, const FaultyValue& value, const RuleOptions& options) {
    const std::string_view id = trimmed(text);
    const request_rules::SegmentVerdict verdict = request_rules::judge(id, value.record, options.segments).verdict;
    return verdict == request_rules::SegmentVerdict::wrong_prefix ? std::nullopt : std::optional(as_text(id));
}

std::optional<Mend> mend_mac(std::string_view text, const FaultyValue&, const RuleOptions&) {
    const std::string digits = without(text, " \t:.-");
    if (digits.size() != 12) return std::nullopt;
    std::string form = digits;
    for (std::size_t pair = 5; pair > 0; --pair) form.insert(pair * 2, ":");
    return is_well_formed_mac(form) ? std::optional(as_text(form)) : std::nullopt;
}

// Brackets, slashes, no-break spaces and `tel:` around what is a number otherwise.
std::optional<Mend> mend_number(std::string_view text, const FaultyValue& value, const RuleOptions&) {
    constexpr std::string_view kUri = "tel:";
    // A trunk prefix, which is not dialled with the country's code.
    if (text.find("(0)") != std::string_view::npos) return std::nullopt;
    std::string form = without(text, "()/\t");
    for (std::size_t at = 0; (at = form.find("\xc2\xa0", at)) != std::string::npos;) form.erase(at, 2);
    std::string_view rest = trimmed(form);
    if (equal_but_case(rest.substr(0, kUri.size()), kUri)) rest.remove_prefix(kUri.size());
    if (!legacy_rules::is_number_of(rest, value.field.name == "MSISDN")) return std::nullopt;
    const Msisdn number = *Msisdn::normalise(rest);
    // Elsewhere what follows a slash may be an extension or a second number; here it would be too long.
    const bool is_spanish = number.is_spanish_mobile() || number.is_spanish_landline();
    if (!is_spanish && text.find('/') != std::string_view::npos) return std::nullopt;
    return as_text(number.e164);
}

template <bool (*IsWellFormed)(std::string_view) noexcept>
std::optional<Mend> mend_digits(std::string_view text, const FaultyValue&, const RuleOptions&) {
    const std::string digits = without(text, " \t.-");
    return IsWellFormed(digits) ? std::optional(as_text(digits)) : std::nullopt;
}

// Of a value that is a text; what else may stand there is of no rule's own.
using Mender = std::optional<Mend> (*)(std::string_view text, const FaultyValue&, const RuleOptions&);

constexpr std::array<std::pair<std::string_view, Mender>, 12> kMenders{{
    {"DOC-003", &mend_by_type},
    {"DOC-007", &mend_by_type},
    {"DOC-008", &mend_by_type},
    {"DOC-009", &mend_by_type},
    {"DOC-010", &mend_by_type},
    {"ENV-001", &mend_by_type},
    {"ENV-002", &mend_org},
    {"SEG-001", &mend_segment_id},
    {"DEV-001", &mend_mac},
    {"IDN-001", &mend_number},
    {"IDN-002", &mend_digits<&is_well_formed_imsi>},
    {"IDN-003", &mend_digits<&is_well_formed_iccid>},
}};

}  // namespace

std::optional<Mend> mend_of(std::size_t rule, const FaultyValue& value, const RuleOptions& options) {
    const std::string_view id = rules()[rule].id;
    for (const auto& [of, mender] : kMenders) {
        if (of == id) return value.text ? mender(*value.text, value, options) : mend_number_for_text(value);
    }
    return std::nullopt;
}

}  // namespace abonado
