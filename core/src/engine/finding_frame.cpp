// The findings of a run, and what they have in common, as frames.
#include <utility>

#include "abonado/frames.hpp"
#include "columns/schema.hpp"
#include "engine/row_stream.hpp"

namespace abonado {

namespace {

constexpr const char* kSystemDoc = "creation_system of the record; null if it does not say";
constexpr const char* kYearDoc = "Of the record's creation_date, in UTC; null if it does not say";
constexpr const char* kTypeDoc = "Subscription type of the record; null if it does not say";

const EnumInfo& rule_words() {
    static const std::vector<std::string_view> ids = [] {
        std::vector<std::string_view> out;
        for (const RuleInfo& rule : rules()) out.push_back(rule.id);
        return out;
    }();
    static const EnumInfo words{"Rule", "the rule table", ids};
    return words;
}

using FindingColumn = RowColumn<Finding, KeptFindings>;
using GroupColumn = RowColumn<FindingGroup, KeptCauses>;

void append_known(ColumnBuilder& to, std::string_view text) {
    if (text.empty()) to.append_null();
    else to.append(text);
}

void append_year(ColumnBuilder& to, std::int16_t year) {
    if (year == 0) to.append_null();
    else to.append(std::int64_t{year});
}

void append_count(ColumnBuilder& to, std::uint64_t count) { to.append(static_cast<std::int64_t>(count)); }

template <class E>
void append_word(ColumnBuilder& to, const std::optional<E>& value) {
    if (value) to.append(to_word(*value));
    else to.append_null();
}

void append_text(ColumnBuilder& to, const std::optional<std::string>& text) {
    if (text) to.append(std::string_view(*text));
    else to.append_null();
}

const std::vector<FindingColumn>& finding_table() {
    using To = ColumnBuilder;
    using Kept = KeptFindings;
    using enum ColumnKind;
    static const std::vector<FindingColumn> table = {
        {{"input", text, nullptr, "Name of the input"},
         [](To& to, const Finding& f, const Kept& kept) { to.append(std::string_view(kept.inputs.at(f.input))); }},
        {{"line", integer, nullptr, "From 1, empty lines included"},
         [](To& to, const Finding& f, const Kept&) { to.append(static_cast<std::int64_t>(f.line)); }},
        {{"byte_offset", integer, nullptr, "Of the value, or of the object for a missing member, uncompressed"},
         [](To& to, const Finding& f, const Kept&) { to.append(static_cast<std::int64_t>(f.byte_offset)); }},
        {{"kind", text, nullptr, "Kind of the envelope; null if it is not known"},
         [](To& to, const Finding& f, const Kept&) { append_known(to, f.kind); }},
        {{"org", text, nullptr, "Organisation; null if it is not known"},
         [](To& to, const Finding& f, const Kept&) { append_known(to, f.org); }},
        {{"legacy_id", integer, nullptr, "Of the subscription; null if it is not known"},
         [](To& to, const Finding& f, const Kept&) { f.legacy_id == 0 ? to.append_null() : to.append(f.legacy_id); }},
        {{"rule", word, &rule_words(), "Rule id"},
         [](To& to, const Finding& f, const Kept&) { to.append(rules()[f.rule].id); }},
        {{"severity", word, &EnumTable<Severity>::info, "error or warning"},
         [](To& to, const Finding& f, const Kept&) { to.append(to_word(f.severity)); }},
        {{"pointer", text, nullptr, "JSON Pointer of the value"},
         [](To& to, const Finding& f, const Kept&) { to.append(std::string_view(f.pointer)); }},
        {{"message", text, nullptr, "What is wrong"},
         [](To& to, const Finding& f, const Kept&) { to.append(std::string_view(f.message)); }},
        {{"value", text, nullptr, "The value, cut if long; null if there is none"},
         [](To& to, const Finding& f, const Kept&) { append_text(to, f.value); }},
        {{"expected", text, nullptr, "What would be right"},
         [](To& to, const Finding& f, const Kept&) { to.append(std::string_view(f.expected)); }},
        {{"system", text, nullptr, kSystemDoc},
         [](To& to, const Finding& f, const Kept&) { append_known(to, f.system); }},
        {{"year", integer, nullptr, kYearDoc}, [](To& to, const Finding& f, const Kept&) { append_year(to, f.year); }},
        {{"type", word, &EnumTable<SubscriptionType>::info, kTypeDoc},
         [](To& to, const Finding& f, const Kept&) { append_word(to, f.type); }},
        {{"patch", json, nullptr, "JSON Patch of the line that mends it; null if the rule knows none"},
         [](To& to, const Finding& f, const Kept&) { append_known(to, f.patch); }},
        {{"safe", boolean, nullptr, "Whether the patch loses nothing; null if there is none"},
         [](To& to, const Finding& f, const Kept&) {
             if (f.patch.empty()) to.append_null();
             else to.append(std::int64_t{f.patch_is_safe});
         }},
    };
    return table;
}

const std::vector<GroupColumn>& group_table() {
    using To = ColumnBuilder;
    using Kept = KeptCauses;
    using enum ColumnKind;
    static const std::vector<GroupColumn> table = {
        {{"rule", word, &rule_words(), "Rule id"},
         [](To& to, const FindingGroup& g, const Kept&) { to.append(rules()[g.rule].id); }},
        {{"severity", word, &EnumTable<Severity>::info, "error or warning"},
         [](To& to, const FindingGroup& g, const Kept&) { to.append(to_word(g.severity)); }},
        {{"findings", integer, nullptr, "How many agree in rule, origin, member and form"},
         [](To& to, const FindingGroup& g, const Kept&) { append_count(to, g.findings); }},
        {{"records", integer, nullptr, "Whose first finding of the rule is among them, so that each counts once"},
         [](To& to, const FindingGroup& g, const Kept&) { append_count(to, g.records); }},
        {{"kind", word, &EnumTable<RecordKind>::info, "Kind of the records; null if it is not known"},
         [](To& to, const FindingGroup& g, const Kept&) { append_word(to, g.origin.kind); }},
        {{"org", text, nullptr, "Organisation; null if it is not known"},
         [](To& to, const FindingGroup& g, const Kept&) { append_known(to, g.origin.org); }},
        {{"system", text, nullptr, kSystemDoc},
         [](To& to, const FindingGroup& g, const Kept&) { append_known(to, g.origin.system); }},
        {{"year", integer, nullptr, kYearDoc},
         [](To& to, const FindingGroup& g, const Kept&) { append_year(to, g.origin.year); }},
        {{"type", word, &EnumTable<SubscriptionType>::info, kTypeDoc},
         [](To& to, const FindingGroup& g, const Kept&) { append_word(to, g.origin.type); }},
        {{"member", text, nullptr, "The pointer, with * for positions in lists"},
         [](To& to, const FindingGroup& g, const Kept&) { to.append(std::string_view(g.member)); }},
        {{"form", text, nullptr,
          "What the value looks like: 9 for a digit, A and a for letters; null if there is none"},
         [](To& to, const FindingGroup& g, const Kept&) { append_known(to, g.form); }},
        {{"value", text, nullptr, "Of the first of them"},
         [](To& to, const FindingGroup& g, const Kept&) { append_text(to, g.first.value); }},
        {{"of_value", integer, nullptr, "How many have that value"},
         [](To& to, const FindingGroup& g, const Kept&) { append_count(to, g.of_first_value); }},
        {{"input", text, nullptr, "Of the first of them"},
         [](To& to, const FindingGroup& g, const Kept& kept) {
             to.append(std::string_view(kept.inputs.at(g.first.input)));
         }},
        {{"line", integer, nullptr, "Of the first of them"},
         [](To& to, const FindingGroup& g, const Kept&) { append_count(to, g.first.line); }},
    };
    return table;
}

}  // namespace

std::span<const FrameColumn> finding_columns() {
    static const std::vector<FrameColumn> columns = columns_of(finding_table());
    return columns;
}

void finding_schema(ArrowSchema* out) { export_schema(finding_columns(), out); }

void finding_stream(std::shared_ptr<const KeptFindings> kept, ArrowArrayStream* out, std::size_t batch_rows) {
    const std::vector<Finding>& rows = kept->findings;
    export_rows(finding_table(), finding_columns(), std::move(kept), rows, batch_rows, out);
}

std::span<const FrameColumn> cause_columns() {
    static const std::vector<FrameColumn> columns = columns_of(group_table());
    return columns;
}

void cause_schema(ArrowSchema* out) { export_schema(cause_columns(), out); }

void cause_stream(std::shared_ptr<const KeptCauses> kept, ArrowArrayStream* out, std::size_t batch_rows) {
    const std::vector<FindingGroup>& rows = kept->table.groups;
    export_rows(group_table(), cause_columns(), std::move(kept), rows, batch_rows, out);
}

}  // namespace abonado
