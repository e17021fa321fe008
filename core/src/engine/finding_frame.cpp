// The findings of a run as a frame.
#include <utility>

#include "abonado/frames.hpp"
#include "columns/batch.hpp"
#include "columns/schema.hpp"
#include "columns/stream.hpp"

namespace abonado {

namespace {

const EnumInfo& rule_words() {
    static const std::vector<std::string_view> ids = [] {
        std::vector<std::string_view> out;
        for (const RuleInfo& rule : rules()) out.push_back(rule.id);
        return out;
    }();
    static const EnumInfo words{"Rule", "the rule table", ids};
    return words;
}

// A column, and how its value comes from a finding.
struct FindingColumn {
    FrameColumn column;
    void (*append)(ColumnBuilder&, const Finding&, const KeptFindings&);
};

void append_known(ColumnBuilder& to, std::string_view text) {
    if (text.empty()) to.append_null();
    else to.append(text);
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
         [](To& to, const Finding& f, const Kept&) {
             f.value ? to.append(std::string_view(*f.value)) : to.append_null();
         }},
        {{"expected", text, nullptr, "What would be right"},
         [](To& to, const Finding& f, const Kept&) { to.append(std::string_view(f.expected)); }},
    };
    return table;
}

class FindingSource : public BatchSource {
public:
    FindingSource(std::shared_ptr<const KeptFindings> kept, std::size_t most)
        : kept_(std::move(kept)), most_(most), batch_(finding_columns()) {}

    std::span<const FrameColumn> columns() const override { return finding_columns(); }

    bool next(ArrowArray* out) override {
        const std::vector<FindingColumn>& table = finding_table();
        while (given_ < kept_->findings.size() && batch_.rows() < static_cast<std::int64_t>(most_) &&
               !batch_.is_full()) {
            const Finding& finding = kept_->findings[given_++];
            for (std::size_t i = 0; i < table.size(); ++i) table[i].append(batch_.columns()[i], finding, *kept_);
            batch_.end_row();
        }
        if (batch_.rows() == 0) return false;
        *out = batch_.finish();
        return true;
    }

private:
    std::shared_ptr<const KeptFindings> kept_;
    std::size_t most_;
    std::size_t given_ = 0;
    BatchBuilder batch_;
};

}  // namespace

std::span<const FrameColumn> finding_columns() {
    static const std::vector<FrameColumn> columns = [] {
        std::vector<FrameColumn> out;
        for (const FindingColumn& row : finding_table()) out.push_back(row.column);
        return out;
    }();
    return columns;
}

void finding_schema(ArrowSchema* out) { export_schema(finding_columns(), out); }

void finding_stream(std::shared_ptr<const KeptFindings> kept, ArrowArrayStream* out, std::size_t batch_rows) {
    export_stream(std::make_unique<FindingSource>(std::move(kept), batch_rows), out);
}

}  // namespace abonado
