// The way out: a dump of what is current, its digest, a copy of the file, and the check of it all.
#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "abonado/json.hpp"
#include "base/content_hash.hpp"
#include "engine/impl.hpp"
#include "engine/watched.hpp"
#include "rules/registry.hpp"
#include "store/documents.hpp"

namespace abonado {

namespace {

constexpr std::string_view kInOrder =
    " FROM documents d LEFT JOIN subscriptions s ON s.id = d.subscription LEFT JOIN organisations o ON o.id = s.org "
    "WHERE d.known_to IS NULL";
constexpr std::string_view kOrder = " ORDER BY o.name, s.legacy_id, d.part, d.key";

// The current documents as lines of a dump. Reads the connection between two lines only.
class Lines {
public:
    Lines(Connection& connection, std::string_view org)
        : documents_(connection),
          org_(org),
          statement_(connection.database(), "SELECT d.id, d.content" + std::string(kInOrder) +
                                                (org.empty() ? "" : " AND o.name = ?") + std::string(kOrder)),
          query_(statement_) {
        if (!org.empty()) query_.bind(org_);
    }

    // The next line without its newline; false at the end.
    bool next(std::string& line) {
        if (!query_.next()) return false;
        document_ = query_.integer(0);
        line.clear();
        append_json(line, documents_.read(document_));
        const ContentHash hash = content_hash(line);
        is_true_ = query_.bytes(1) == std::string_view(reinterpret_cast<const char*>(hash.data()), hash.size());
        return true;
    }
    std::int64_t document() const { return document_; }
    // Whether the line is what the document was when it came.
    bool is_true() const { return is_true_; }

private:
    Documents documents_;
    std::string org_;
    SQLite::Statement statement_;  // not a shared one: what takes the lines may export itself
    Query query_;
    std::int64_t document_ = 0;
    bool is_true_ = true;
};

// The same as an input, for the rules to be run over it.
class ExportInput : public Input {
public:
    ExportInput(Connection& connection, std::vector<std::string>& damage, const Redaction& redaction)
        : lines_(connection, ""), damage_(damage), redaction_(redaction) {}
    const std::string& name() const override { return name_; }
    std::size_t read(char* buffer, std::size_t size) override {
        if (at_ == line_.size()) {
            if (!next_line()) return 0;
            line_ += '\n';
            at_ = 0;
        }
        const std::size_t part = std::min(size, line_.size() - at_);
        std::memcpy(buffer, line_.data() + at_, part);
        at_ += part;
        position_ += part;
        return part;
    }
    std::uint64_t position() const override { return position_; }
    std::optional<std::uint64_t> size() const override { return std::nullopt; }

private:
    // The next document that can be read.
    bool next_line() {
        while (true) {
            try {
                if (!lines_.next(line_)) return false;
            } catch (const Error& error) {
                if (error.code() != ErrorCode::store_unusable) throw;
                damage_.emplace_back(redacted(error, redaction_).what());
                continue;
            } catch (const SQLite::Exception& error) {
                damage_.push_back("what follows document " + std::to_string(lines_.document()) +
                                  " cannot be read: " + error.what());
                return false;
            }
            if (lines_.is_true()) return true;
            damage_.push_back("document " + std::to_string(lines_.document()) +
                              " is not what it was when it was loaded: its content has another hash");
            return true;
        }
    }

    const std::string name_ = "<store>";
    Lines lines_;
    std::vector<std::string>& damage_;
    const Redaction& redaction_;
    std::string line_;
    std::size_t at_ = 0;
    std::uint64_t position_ = 0;
};

std::vector<std::string> find_damage(Connection& connection) {
    std::vector<std::string> out;
    // A file may be damaged beyond what can be looked through.
    const auto look = [&](const std::string& pragma, const std::function<void(const Query&)>& take) {
        try {
            Query query(connection.statement(pragma));
            while (query.next()) take(query);
        } catch (const SQLite::Exception& error) {
            out.push_back(pragma + ": " + error.what());
        }
    };
    look("PRAGMA integrity_check", [&](const Query& query) {
        if (query.bytes(0) != "ok") out.push_back(query.text(0));
    });
    look("PRAGMA foreign_key_check", [&](const Query& query) {
        out.push_back("table " + query.text(0) + ", row " + query.text(1) + ": refers to a row of " + query.text(2) +
                      " that is not there");
    });
    return out;
}

// The rules that compare documents of one subscription.
void check_store_rules(Connection& connection, const RuleOptions& options, CheckReport& report,
                       const FindingSink& sink) {
    const CompiledOptions compiled(options);
    const auto check = [&](StoreRule rule, const std::string& sql, const std::string& pointer) {
        const std::size_t number = rule_number(rule);
        if (compiled.severities[number] == Severity::off) return;
        // Not a shared one: what is told of a finding may look for findings itself.
        SQLite::Statement statement(connection.database(), sql);
        Query query(statement);
        while (query.next()) {
            Finding finding;
            finding.rule = static_cast<std::uint16_t>(number);
            finding.severity = compiled.severities[number];
            finding.org = query.text(0);
            finding.legacy_id = query.integer(1);
            finding.kind = query.text(2);
            finding.pointer = pointer;
            finding.value = query.text(3);
            finding.expected = query.text(4);
            finding.message = "is not the type of the stored subscription";
            ++report.rules.by_rule[number];
            const bool is_error = finding.severity == Severity::error;
            ++(is_error ? report.rules.errors : report.rules.warnings);
            if (is_error) ++report.rules.invalid;
            finding = redacted(finding, options.redaction);
            report.rules.examples.try_emplace(finding.rule, finding);
            if (sink) sink(finding);
        }
    };
    const std::string from =
        " FROM subscriptions s JOIN organisations o ON o.id = s.org JOIN documents d ON "
        "d.subscription = s.id AND d.known_to IS NULL JOIN ";
    check(StoreRule::credit_limit_type,
          "SELECT o.name, s.legacy_id, d.kind, c.subscription_type, s.type" + from +
              "credit_limit_requests c ON c.document = d.id WHERE c.subscription_type <> s.type",
          "/subscription_type");
    check(StoreRule::other_type,
          "SELECT o.name, s.legacy_id, d.kind, v.subscription_type, s.type" + from +
              "v1_subscriptions v ON v.document = d.id WHERE v.subscription_type <> s.type",
          "/subscription_type");
    check(StoreRule::other_type,
          "SELECT o.name, s.legacy_id, d.kind, v.type, s.type" + from +
              "v3_subscriptions v ON v.document = d.id WHERE v.type <> s.type",
          "/type");
}

}  // namespace

std::uint64_t Engine::export_documents(const std::function<void(std::string_view line)>& write, std::string_view org,
                                       const Tick& tick) {
    return impl_->read([&](Connection& connection) {
        constexpr std::uint64_t kTickEvery = 256;
        Progress progress;
        const auto write_all = [&] {
            Lines lines(connection, org);
            std::string line;
            while (lines.next(line)) {
                write(line);
                progress.position += line.size() + 1;
                if (++progress.records % kTickEvery != 0 || !tick) continue;
                if (!tick(progress)) throw Error(ErrorCode::cancelled, "the export was cancelled");
            }
            return progress.records;
        };
        return watched(connection, tick, write_all, &progress);
    });
}

std::string Engine::digest(const Tick& tick) {
    return impl_->read([&](Connection& connection) {
        return watched(connection, tick, [&] {
            ContentHasher hasher;
            Query query(connection.statement("SELECT d.content" + std::string(kInOrder) + std::string(kOrder)));
            while (query.next()) hasher.update(query.bytes(0));
            return hex_text(hasher.digest());
        });
    });
}

namespace {

CheckReport check_all(Connection& connection, const RuleOptions& options, const FindingSink& sink, const Tick& tick) {
    CheckReport report;
    report.damage = find_damage(connection);
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(std::make_unique<ExportInput>(connection, report.damage, options.redaction));
    ValidateOptions reading;
    reading.rules = options;
    reading.rules.max_line_bytes = std::max(reading.rules.max_line_bytes, std::size_t{64} << 20);
    report.rules = validate(inputs, reading, sink, tick);
    const std::uint64_t before = report.rules.errors + report.rules.warnings;
    if (report.damage.empty()) check_store_rules(connection, options, report, sink);
    // What only a store can break is not counted by its origin.
    if (report.rules.errors + report.rules.warnings > before) report.rules.causes.is_whole = false;
    report.rules.valid = report.rules.records - std::min(report.rules.records, report.rules.invalid);
    return report;
}

}  // namespace

CheckReport Engine::check(const RuleOptions& options, const FindingSink& sink, const Tick& tick) {
    return impl_->read([&](Connection& connection) {
        Progress last;
        const Tick noting = [&](const Progress& progress) {
            last = progress;
            return !tick || tick(progress);
        };
        return watched(
            connection, tick, [&] { return check_all(connection, impl_->redacting(options), sink, noting); }, &last);
    });
}

namespace {

// A copy under another name until it is whole; gone unless it was published.
class Part {
public:
    explicit Part(const std::string& path) : path_(path + "." + std::to_string(::getpid()) + ".part") {
        std::error_code ignored;
        if (!std::filesystem::exists(path_, ignored)) return;
        throw Error(ErrorCode::output_unwritable, path_ + ": is in the way");
    }
    ~Part() {
        std::error_code ignored;
        for (const char* suffix : {"", "-journal"}) std::filesystem::remove(path_ + suffix, ignored);
    }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;

    const std::string& path() const { return path_; }
    void publish(const std::string& as) const {
        std::error_code failure;
        std::filesystem::rename(path_, as, failure);
        if (failure) throw Error(ErrorCode::output_unwritable, as + ": " + failure.message());
    }

private:
    const std::string path_;
};

void copy_pages(Connection& connection, const std::string& path, const Tick& tick) {
    constexpr int kPages = 512;  // some MiB between two ticks
    // Of a store in memory, whose one connection it is: SQLite copies no state that is not committed.
    if (sqlite3_txn_state(connection.database().getHandle(), nullptr) == SQLITE_TXN_WRITE) {
        throw Error(ErrorCode::store_busy, connection.path() + ": the call is made from within a call that writes");
    }
    // What is read first keeps this one state for all steps; they would begin anew at each write of another otherwise.
    connection.integer("SELECT count(*) FROM sqlite_schema");
    // Its whole name: SQLite takes one such as "file:…" for a URI.
    SQLite::Database copy(StorePath(path).file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Backup backup(copy, connection.database());
    const auto page_size = static_cast<std::uint64_t>(connection.integer("PRAGMA page_size"));
    const auto bytes = [page_size](int pages) { return static_cast<std::uint64_t>(pages) * page_size; };
    for (bool is_done = false; !is_done;) {
        const int code = backup.executeStep(kPages);
        is_done = code == SQLITE_DONE;
        // Whatever it is, it is no use to wait for it: the connection reads already, and nobody else knows the copy.
        if (!is_done && code != SQLite::OK) throw SQLite::Exception(sqlite3_errstr(code), code);
        Progress progress;
        progress.size = bytes(backup.getTotalPageCount());
        progress.position = *progress.size - bytes(backup.getRemainingPageCount());
        if (tick && !tick(progress)) throw Error(ErrorCode::cancelled, "the backup was cancelled");
    }
}

}  // namespace

void Engine::backup(const std::string& path, const Tick& tick) {
    refuse_unusable_name(path, "the backup");
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) {
        throw Error(ErrorCode::output_unwritable, path + ": exists already; a backup overwrites nothing");
    }
    if (impl_->store.holds(path)) {
        throw Error(ErrorCode::invalid_argument, path + ": is a file of the store itself");
    }
    for (const char* suffix : {"-wal", "-journal"}) {
        if (!std::filesystem::exists(path + suffix, ignored)) continue;
        // SQLite would take it for the copy's own.
        throw Error(ErrorCode::output_unwritable, path + suffix + ": is in the way");
    }
    impl_->read([&](Connection& connection) {
        const Part part(path);
        guarded(path, [&] { copy_pages(connection, part.path(), tick); });
        part.publish(path);
        return true;
    });
}

}  // namespace abonado
