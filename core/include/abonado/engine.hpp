// A store of subscriptions: loads with a ledger, operations, reads, history, and the way back out.
//
// An Engine may be used from any number of threads. One of them writes at a time, among all processes; others read
// meanwhile, each seeing the last committed state, but for callbacks of a load into memory, which see what it has done.
// Calls that cannot go on throw Error; `code()` says why: store_busy when another writer did not end in time, storage for
// the disk, store_unusable for a file of another kind or version, handle_closed after close() and in a forked child.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "abonado/export.h"
#include "abonado/input.hpp"
#include "abonado/ledger.hpp"
#include "abonado/lifecycle.hpp"
#include "abonado/model.hpp"
#include "abonado/operations.hpp"
#include "abonado/validate.hpp"

struct ArrowArrayStream;  // of arrow.hpp

namespace ABONADO_PUBLIC abonado {

struct FrameRequest;  // of frames.hpp

// How a store is opened.
struct ConnectOptions {
    bool read_only = false;
    bool create = true;                        // make the file if it is not there
    bool migrate = false;                      // bring a file of an older version up to date
    std::chrono::milliseconds patience{5000};  // how long another writer is waited for
    // What operations go by: the rules of the bodies they are given, and which status may follow which.
    RuleOptions rules = {};
    std::vector<LifecycleStep> lifecycle = {kLifecycle.begin(), kLifecycle.end()};
};

// What a load does about an earlier one of the same inputs that did not come to its end.
enum class Resume : std::uint8_t {
    automatic,  // goes on with it if there is one, and if nothing else has written to the store meanwhile
    required,   // goes on with it; Error(invalid_argument) if there is none
    never       // begins anew; what the earlier run loaded stays and is skipped
};
template <>
struct EnumTable<Resume> {
    static constexpr std::string_view name = "Resume";
    static constexpr std::string_view source = "decided here";
    static constexpr auto words = std::to_array<std::string_view>({"automatic", "required", "never"});
    static constexpr EnumInfo info{name, source, words};
};

// What a load checks, and what it does about what is wrong.
struct LoadOptions {
    RuleOptions rules;               // rules that the schema itself holds cannot be lowered: Error(invalid_argument)
    unsigned threads = 0;            // that read and check, besides the one that writes; 0: one per core but its own
    std::optional<RecordKind> kind;  // the lines are bare bodies of this kind, which must hold their own id
    std::string org;                 // whose bare bodies they are
    std::optional<Instant> now;      // when the store learns of it; none: the clock
    Resume resume = Resume::automatic;
    bool dry_run = false;  // says what would happen; writes to `rejects_path` if there is one, and nothing to the store
    // With one of these the load is one transaction: past the limit, after an interruption, or when an input cannot be read to
    // its end, nothing is published.
    bool atomic = false;                      // alone it allows no rejected record
    std::optional<std::uint64_t> max_errors;  // how many records may be rejected
    std::optional<double> max_error_rate;     // which share of the records may be, 0 to 1
    // Where rejected lines go, byte for byte; their findings go beside it, to findings_path(). Empty: only to the ledger.
    std::string rejects_path;
};

// What a load did.
struct LoadReport {
    std::int64_t run = 0;  // 0 after a dry run
    RunState state = RunState::finished;
    RunCounts counts;                           // of the whole run, also of the part before it was resumed
    std::vector<std::uint64_t> by_rule;         // findings by rule number
    std::map<std::uint16_t, Finding> examples;  // the first finding of each rule, of this call
    std::vector<InputFailure> failures;
    std::uint64_t resumed_bytes = 0;  // input that an earlier attempt at this run had done
    double seconds = 0;
    bool dry_run = false;
    bool is_published = true;  // false: one transaction that was taken back, or a dry run
    CauseTable causes;         // what the findings have in common, of this call

    // It came to its end and rejected nothing.
    bool ok() const noexcept { return state == RunState::finished && counts.rejected == 0; }
};

// Which rejects are meant; all that is set has to hold.
struct RejectFilter {
    std::optional<std::int64_t> run = {};
    std::optional<std::vector<std::int64_t>> ids = {};
    std::optional<RejectState> state = {};
    std::optional<std::string> rule = {};
};

// A moment on the two axes of history: when a fact held, by the documents, and when the store had learned of it.
struct AsOf {
    std::optional<Instant> valid;  // none: whenever
    std::optional<Instant> known;  // none: now
};

// What the documents of one subscription say, at a moment.
struct SubscriptionState {
    std::string org;
    std::int64_t legacy_id = 0;
    std::optional<SubscriptionType> type;
    std::optional<LiveStatus> status;  // at the valid time; none: it did not exist, or no document says
    std::vector<Envelope> documents;   // as they were known, in the order of their kinds
    std::optional<std::int64_t> product_id;
    std::optional<std::string> product;
    std::vector<AddOn> add_ons;                         // that were active
    std::vector<FreeUnitsPackage> free_units_packages;  // that were active
    std::vector<Promotion> promotions;                  // that were active
    std::vector<SubscriptionBundleHistory> bundles;     // that the subscription was in, then or ever
};

// NULL, an integer, a real, a text or a blob.
using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::uint8_t>>;
// The answer to a query: names of columns, then rows of as many values.
struct SqlResult {
    std::vector<std::string> columns;
    std::vector<std::vector<SqlValue>> rows;
};

// How much a query may take; what is not set has no limit, but for the length of a single value.
struct QueryOptions {
    // Looked at between the steps that SQLite takes: one call of a function on a long value is such a step.
    std::optional<std::chrono::milliseconds> timeout = {};
    std::optional<std::uint64_t> max_rows = {};
    std::optional<std::uint64_t> max_bytes = {};  // of all values of the answer, and of any one on the way to it
    // Bytes of any one value where max_bytes is not given.
    static constexpr std::uint64_t kLongestValue = std::uint64_t{64} << 20;
};

// What check() found.
struct CheckReport {
    std::vector<std::string> damage;  // of the file, of references between tables, of contents against their hashes
    ValidateReport rules;             // all rules over what is stored
    // There is no damage, and no current document breaks a rule of severity error.
    bool ok() const noexcept { return damage.empty() && rules.ok(); }
};

// An open store. See the top of this header for threads and errors.
class Engine {
public:
    // Opens a store, or makes one. ":memory:" is a store that lives as long as the engine. Throws Error(store_unusable) for
    // a file that is no store, is damaged, or is newer than this library, and leaves it as it is.
    explicit Engine(const std::string& path, const ConnectOptions& options = {});
    ~Engine();
    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;

    // As it was given to the constructor.
    const std::string& path() const;
    // What no output may replace: the file of the store and those that are made beside it, absolute and with links followed.
    // None of a store in memory.
    std::vector<std::string> files() const;
    // What values are hashed with in all that the handle says: that of ConnectOptions::rules.
    const Redaction& redaction() const;
    // Waits for a call that writes. Further calls throw Error(handle_closed). May be called again; from within a callback
    // of a call of this engine it may throw Error(store_busy).
    void close();
    // False after close(), and in a forked child.
    bool is_open() const;

    // Loads the inputs as one dump. Records that break a rule become rejects; all others are in the store when the call
    // ends, whatever happens to it: run the same load again and it goes on where it was. Throws Error(cancelled) when `tick`
    // returns false, after what was done is committed.
    LoadReport load(std::span<const std::unique_ptr<Input>> inputs, const LoadOptions& options = {},
                    const FindingSink& sink = {}, const Tick& tick = {});
    // The same for files by path; "-" is standard input.
    LoadReport load_files(std::span<const std::string> paths, const LoadOptions& options = {},
                          const FindingSink& sink = {}, const Tick& tick = {});

    std::vector<Run> runs();  // loads and replays; each operation is a run too, and in the audit log
    // One of them; Error(not_found) if there is none of that number.
    Run run(std::int64_t id);
    // Gives rejects with their findings, in the order in which they were found.
    void rejects(const RejectFilter& filter, const std::function<void(const Reject&)>& take);
    // Tries open rejects again: the lines of `input`, mended, each taken for the open reject that it names or was; or, without
    // an input, the kept lines themselves. What fails again is a new reject with the next attempt.
    LoadReport replay(const RejectFilter& filter, Input* input, const LoadOptions& options = {},
                      const FindingSink& sink = {}, const Tick& tick = {});
    // Gives open rejects up; returns how many.
    std::uint64_t drop_rejects(const RejectFilter& filter);

    // The documents of a subscription; Error(subscription_not_found) if the organisation has none of that id.
    SubscriptionState subscription(std::string_view org, std::int64_t legacy_id, const AsOf& as_of = {});
    // The same by the uuid of a v3 body.
    SubscriptionState subscription(std::string_view org, const Uuid& uuid, const AsOf& as_of = {});
    // Legacy ids of the organisation's subscriptions with that identifier, ascending; none found is an empty answer.
    std::vector<std::int64_t> find_ids(std::string_view org, FilterType filter_type, std::string_view value);
    // How many subscriptions an organisation has; documents by kind of all organisations when it is empty.
    std::map<std::string, std::uint64_t> counts(std::string_view org = {});

    // Runs one SELECT; parameters are bound in order. With `as_of`, the readable views (v_…) show that moment. Throws
    // Error(invalid_argument) for SQL that is wrong, would write or set something, Error(cancelled) when it is past a limit.
    SqlResult query(const std::string& sql, std::span<const SqlValue> parameters = {}, const AsOf& as_of = {},
                    const QueryOptions& options = {}, const Tick& tick = {});

    // Fills `out` with the rows of a frame (frames.hpp), which it reads in batches of the one state that is committed now. The
    // stream is the caller's, may be read on any thread, one at a time, and goes on after close(). Of ":memory:" all batches
    // are made at once. Throws Error(invalid_argument) for a frame, column or condition that makes no sense, and says which
    // there are; the stream itself tells what its disk says.
    void frame(const FrameRequest& request, ArrowArrayStream* out);
    // Throws what frame() would throw of the request, and reads no row.
    void check_frame(const FrameRequest& request);

    // Copies the store, as it is now, to another file while others go on reading and writing. The file has its name when it
    // is whole; a copy that failed or was cancelled leaves nothing.
    void backup(const std::string& path, const Tick& tick = {});
    // Looks for damage and checks all rules over all that is current. Lines of findings are those of an export.
    CheckReport check(const RuleOptions& options = {}, const FindingSink& sink = {}, const Tick& tick = {});
    // Writes each current document as a line of a dump, in the order of organisation, legacy id and kind. Returns how many.
    std::uint64_t export_documents(const std::function<void(std::string_view line)>& write, std::string_view org = {},
                                   const Tick& tick = {});
    // 32 hexadecimal digits over all current documents: equal for stores that hold the same, however it came there.
    std::string digest(const Tick& tick = {});

    // --- operations ----------------------------------------------------------------------------------------------
    // Each acts for one organisation and sees nothing of any other, is one transaction, and answers a value or throws an
    // Error whose status is one of its row in the operation table (operations()); storage and store_busy are its 500. What
    // was refused changed nothing. Operations that write are in the audit log, refused ones too.

    // Creates a segment, whose id has the prefix of the subscription's class.
    Receipt create_segment(std::string_view org, std::int64_t legacy_id, const CreateSegmentRequest& request,
                           const SegmentOptions& options = {});
    // Deletes all segments of a subscription; that there are none is no error.
    Receipt delete_segments(std::string_view org, std::int64_t legacy_id, const OperationOptions& options = {});
    // Creates all of the limits, or none.
    Receipt create_credit_limits(std::string_view org, std::int64_t legacy_id, const CreateCreditLimitsRequest& request,
                                 const OperationOptions& options = {});
    // Deletes all credit limits of a subscription; Error(subscription_not_found) if there are none.
    Receipt delete_credit_limits(std::string_view org, std::int64_t legacy_id, const OperationOptions& options = {});
    // Creates a Max subscription.
    Receipt migrate(std::string_view org, std::int64_t legacy_id, const Max& body, const MigrateOptions& options = {});
    // The same for Disney.
    Receipt migrate(std::string_view org, std::int64_t legacy_id, const Disney& body,
                    const MigrateOptions& options = {});
    // The same for Amazon Prime.
    Receipt migrate(std::string_view org, std::int64_t legacy_id, const AmazonPrime& body,
                    const MigrateOptions& options = {});

    // A status step that is asked for a later instant is scheduled; see run_due.
    Receipt deactivate_netflix(std::string_view org, std::int64_t legacy_id, const DeactivateNetflixRequest& request,
                               const OperationOptions& options = {});
    // Cancels the activation of a Netflix subscription that is not active yet.
    Receipt cancel_netflix(std::string_view org, std::int64_t legacy_id,
                           const CancelActivationSubscriptionRequest& request, const OperationOptions& options = {});
    // Changes the status of a subscription, now or at the instant asked for.
    Receipt patch_subscription(std::string_view org, std::int64_t legacy_id, const PatchSubscription& request,
                               const OperationOptions& options = {});
    // The subscription as the v1 platform gives it; made of the v3 body where there is no v1 body.
    GetSubscription get_subscription(std::string_view org, std::int64_t legacy_id);
    // The subscriptions with that identifier, as get_subscription gives each.
    std::vector<GetSubscription> find_subscriptions(std::string_view org, FilterType filter_type,
                                                    std::string_view value);
    // Those asked for on or after `requested_date`, all if there is none; of the subscription's devices too.
    std::vector<GetSubscriptionShipping> shippings(std::string_view org, std::int64_t legacy_id,
                                                   std::optional<Instant> requested_date = {});

    // The tariff of a subscription; `include` says what beside the present one.
    SubscriptionProduct get_products(std::string_view org, std::int64_t legacy_id,
                                     std::span<const ProductInclude> include = {});
    // All products with their compatibilities, by id; every organisation sees the same ones.
    std::vector<Product> catalogue();
    // At once without a date or with today's in Madrid, else on that day; Receipt::scheduled tells. If the risk policy says
    // so, the change is kept waiting until resolve_risk.
    Receipt change_product(std::string_view org, std::int64_t legacy_id,
                           const ChangeSubscriptionProductRequest& request, const OperationOptions& options = {});
    // Lets the change that awaits a risk decision happen, or drops it. Throws Error(not_found) if none waits.
    Receipt resolve_risk(std::string_view org, std::int64_t legacy_id, bool approve,
                         const OperationOptions& options = {});
    // Takes a pending or waiting change back: the tariff change, or the one with that number. Throws Error(not_found).
    Receipt cancel_scheduled_change(std::string_view org, std::int64_t legacy_id,
                                    std::optional<std::int64_t> change = {}, const OperationOptions& options = {});
    // What is to happen, the next first: pending and waiting changes of a subscription, an organisation, or (empty) all.
    std::vector<ScheduledChange> scheduled(std::string_view org = {}, std::optional<std::int64_t> legacy_id = {});
    // Does what is due, of all organisations: each change as an operation of its own, so that one that fails stops no other and
    // a run that was stopped can be run again. `tick` as for a load.
    DueReport run_due(const OperationOptions& options = {}, const Tick& tick = {});
    // What run_due would do if it were called at that instant; in memory, nothing is changed.
    DueReport simulate(Instant until);

    // Whether the store can be read and written.
    HealthResponse health();
    // What change_product asks from now on; an empty one lets every change pass.
    void set_risk_policy(RiskPolicy policy);
    // The audit log of a subscription, an organisation, or (empty) all, the oldest first, as it is when the call begins.
    void audit(std::string_view org, std::optional<std::int64_t> legacy_id,
               const std::function<void(const AuditEntry&)>& take);
    // Answers a request of the API documents by the operation table. Throws only what is no answer: handle_closed,
    // cancelled, what a risk policy threw, and errors of storage of an operation that has no 500.
    Response handle(const Request& request, const OperationOptions& options = {});

    // A migration of the schema.
    struct MigrationInfo {
        int version;
        std::string name;
        std::string doc;
        bool is_applied;
    };
    // The schema's migrations and which of them a file has, without changing it.
    static std::vector<MigrationInfo> migrations(const std::string& path);

    struct Impl;  // of the library only

private:
    std::unique_ptr<Impl> impl_;
};

// A table of the schema or its readable view, for the reference.
struct TableInfo {
    // A column, as it is declared.
    struct Column {
        std::string name;
        std::string declaration;
        std::string doc;
    };
    std::string name;
    std::string view;
    std::string doc;
    std::vector<Column> columns;
    std::vector<std::string> constraints;
    std::vector<std::string> indexes;
};
// All tables of the schema, in the order of the reference.
std::vector<TableInfo> store_tables();

}  // namespace abonado
