// Whatever bytes a dump is made of: the report's sums agree, findings are texts that can be written down, and the verdict is
// the same on one thread and on two, in one piece and in small ones, whole and line by line. Each line says the same in both
// ways of reading. The first byte says how it is read, the second of what kind bare bodies are; the others are the dump, which
// may be packed.
#include <algorithm>
#include <memory>
#include <numeric>
#include <string>
#include <utility>

#include "choices.hpp"
#include "findings.hpp"
#include "record_text.hpp"

namespace abonado::fuzz {
namespace {

enum Mode : unsigned { kBare = 1, kUtc = 2, kStrict = 4, kPieces = 8, kThreads = 16, kLines = 32, kBlocks = 64 };

ValidateOptions options(unsigned mode, unsigned kind) {
    ValidateOptions out;
    out.threads = 1;
    out.rules.max_line_bytes = 4096;
    out.rules.max_findings_per_record = 20;
    out.rules.now = Instant::parse("2026-01-01T00:00:00Z");
    out.rules.naive = (mode & kUtc) != 0 ? NaiveTime::utc : NaiveTime::refuse;
    out.rules.suggest_utc = (mode & kUtc) == 0;
    out.rules.strict = (mode & kStrict) != 0;
    out.duplicate_memory = 1 << 16;  // poisoning and freeing the default's 64 MiB would take most of the time
    if ((mode & kBare) != 0) {
        out.kind = static_cast<RecordKind>(kind % EnumTable<RecordKind>::words.size());
        out.org = "euskaltel";
    }
    return out;
}

// Gives few bytes at a time.
class Pieces : public Input {
public:
    Pieces(std::unique_ptr<Input> whole, std::size_t most) : whole_(std::move(whole)), most_(most) {}
    const std::string& name() const override { return whole_->name(); }
    std::size_t read(char* buffer, std::size_t size) override { return whole_->read(buffer, std::min(size, most_)); }
    std::uint64_t position() const override { return whole_->position(); }
    std::optional<std::uint64_t> size() const override { return whole_->size(); }

private:
    std::unique_ptr<Input> whole_;
    std::size_t most_;
};

struct Verdict {
    ValidateReport report;
    std::vector<Finding> findings;
};

Verdict verdict(std::string_view dump, const ValidateOptions& options, std::size_t most) {
    Verdict out;
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(std::make_unique<Pieces>(memory_input(dump), most));
    out.report = validate(inputs, options, [&out](const Finding& finding) { out.findings.push_back(finding); });
    return out;
}

bool same(const Verdict& a, const Verdict& b) {
    return a.findings == b.findings && a.report.records == b.report.records && a.report.valid == b.report.valid &&
           a.report.by_rule == b.report.by_rule && a.report.bytes == b.report.bytes &&
           a.report.failures.size() == b.report.failures.size();
}

// A line that would be read otherwise if it were a dump of its own.
bool looks_like_an_input(std::string_view line) {
    return line.starts_with("\xef\xbb\xbf") || line.starts_with("\x1f\x8b") || line.starts_with("\x28\xb5\x2f\xfd") ||
           (line.size() >= 4 && line.substr(1).starts_with("\x2a\x4d\x18"));
}

void check_line_by_line(std::string_view dump, ValidateOptions options) {
    options.check_duplicates = false;
    const std::vector<Finding> whole = findings_of(dump, options);
    std::vector<Finding> single;
    std::uint64_t line = 0;
    for (std::size_t at = 0; at < dump.size(); ++line) {
        const std::size_t end = std::min(dump.find('\n', at), dump.size() - 1) + 1;
        const std::string_view text = dump.substr(at, end - at);
        if (looks_like_an_input(text)) return;
        for (Finding& finding : findings_of(text, options)) {
            finding.line += line;
            finding.byte_offset += at;
            single.push_back(std::move(finding));
        }
        at = end;
    }
    require(whole == single, "the lines of a dump are judged as each alone");
}

// Often enough that it takes several blocks; where a copy begins in the middle of a line, that is as it may be.
std::string several_blocks(std::string_view dump) {
    constexpr std::size_t kMoreThanABlock = std::size_t{140} << 10;
    std::string out;
    while (out.size() < kMoreThanABlock) out += dump;
    return out;
}

void check_both_ways(std::string_view dump, const ValidateOptions& options) {
    DecodeOptions how;
    how.naive = options.rules.naive;
    Decoder direct(how);
    how.reads_directly = false;
    Decoder parser(how);
    Record a;
    Record b;
    while (!dump.empty()) {
        const std::size_t end = std::min(dump.find('\n'), dump.size());
        decode(direct, dump.substr(0, end), options.kind, a);
        decode(parser, dump.substr(0, end), options.kind, b);
        require(to_text(a) == to_text(b), "a line is the same in both ways of reading");
        dump.remove_prefix(std::min(end + 1, dump.size()));
    }
}

void check(const Verdict& verdict) {
    const ValidateReport& report = verdict.report;
    for (const Finding& finding : verdict.findings) look_at(finding);
    require(report.records == report.valid + report.invalid, "each record is valid or invalid");
    require(std::accumulate(report.by_rule.begin(), report.by_rule.end(), std::uint64_t{0}) ==
                report.errors + report.warnings,
            "each finding is counted for its rule");
    std::uint64_t records = 0;
    for (const OriginCount& origin : report.causes.origins) records += origin.records;
    require(records == report.records, "each record has an origin");
}

}  // namespace
}  // namespace abonado::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace abonado;
    using namespace abonado::fuzz;
    Choices choices(data, size);
    const unsigned mode = choices.byte();
    ValidateOptions how = options(mode, choices.byte());
    std::string_view dump = choices.rest();
    const Verdict first = verdict(dump, how, dump.size() + 1);
    check(first);
    check_both_ways(dump, how);
    if ((mode & kPieces) != 0) require(same(verdict(dump, how, 7), first), "reading in pieces changes nothing");
    if ((mode & kLines) != 0) check_line_by_line(dump, how);
    if ((mode & kThreads) == 0 || dump.empty()) return 0;
    std::string repeated;
    Verdict one = first;
    if ((mode & kBlocks) != 0) {
        repeated = several_blocks(dump);
        dump = repeated;
        how.check_duplicates = false;  // of which there are very many
        one = verdict(dump, how, dump.size());
    }
    how.threads = 2;
    require(same(verdict(dump, how, dump.size()), one), "a second thread changes nothing");
    return 0;
}
