// Any SQL text: answered or refused as an invalid argument, within its limits; the store and the settings of its connection
// stay as they are. What a condition of a frame reads beyond its row is seen before SQLite sees it. The first byte says of which
// moment, and how many parameters; then the SQL, and behind bytes 0xff the parameters, as text.
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/error.hpp"
#include "abonado/frames.hpp"
#include "choices.hpp"
#include "store/expression.hpp"
#include "store_file.hpp"

namespace abonado::fuzz {
namespace {

constexpr std::uint64_t kMostBytes = 1 << 16;
constexpr std::uint64_t kMostRows = 1000;
constexpr std::chrono::milliseconds kLongest{200};

struct Store {
    Store() {
        for (const auto& file : store_files()) load(engine, file_text(file));
        digest = engine.digest();
        state = read_state();
    }

    // What SQL could change: rows, the schema, and settings.
    std::string read_state() {
        static const std::string kState =
            "SELECT (SELECT total_changes()), (SELECT count(*) FROM sqlite_schema), (SELECT count(*) FROM "
            "sqlite_temp_schema), "
            "(SELECT group_concat(name) FROM pragma_database_list), (SELECT foreign_keys FROM pragma_foreign_keys), "
            "(SELECT soft_heap_limit FROM pragma_soft_heap_limit), (SELECT hard_heap_limit FROM "
            "pragma_hard_heap_limit), "
            "(SELECT user_version FROM pragma_user_version), (SELECT cache_size FROM pragma_cache_size), "
            "(SELECT trusted_schema FROM pragma_trusted_schema), (SELECT writable_schema FROM pragma_writable_schema), "
            "(SELECT ignore_check_constraints FROM pragma_ignore_check_constraints), "
            "(SELECT recursive_triggers FROM pragma_recursive_triggers), (SELECT temp_store FROM pragma_temp_store)";
        std::string out;
        const SqlResult now = engine.query(kState);
        for (const SqlValue& value : now.rows.at(0)) {
            if (const auto* number = std::get_if<std::int64_t>(&value)) out += std::to_string(*number) + ' ';
            else if (const auto* text = std::get_if<std::string>(&value)) out += *text + ' ';
        }
        return out;
    }

    Engine engine{":memory:"};
    std::string digest;
    std::string state;
};

void check_size(const SqlResult& result) {
    require(result.rows.size() <= kMostRows, "the answer has as many rows as it may");
    std::uint64_t bytes = 0;
    for (const auto& row : result.rows) {
        require(row.size() == result.columns.size(), "a row has a value for each column");
        for (const SqlValue& value : row) {
            if (const auto* text = std::get_if<std::string>(&value)) bytes += text->size();
            if (const auto* blob = std::get_if<std::vector<std::uint8_t>>(&value)) bytes += blob->size();
        }
    }
    require(bytes <= kMostBytes, "the answer has as many bytes as it may");
}

template <class Work>
void refused_or_not(Work&& work) {
    try {
        work();
    } catch (const Error& error) {
        require(error.code() == ErrorCode::invalid_argument || error.code() == ErrorCode::cancelled, error.what());
    }
}

// A condition is SQL too. That SQLite itself has to refuse what it reads is the second line of defence.
void ask_frame(Engine& engine, const std::string& condition, const std::vector<SqlValue>& parameters) {
    FrameRequest request;
    request.name = "subscriptions";
    request.where = condition;
    request.parameters = parameters;
    refused_or_not([&] {
        try {
            engine.check_frame(request);
        } catch (const Error& error) {
            require(std::string_view(error.what()).find(kReadsMoreThanItsRow) == std::string_view::npos, error.what());
            throw;
        }
    });
}

}  // namespace
}  // namespace abonado::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace abonado;
    using namespace abonado::fuzz;
    static Store store;
    static unsigned count = 0;
    Choices choices(data, size);
    const unsigned mode = choices.byte();
    const std::string sql(choices.up_to('\xff'));
    std::vector<SqlValue> parameters;
    while (!choices.at_end()) parameters.emplace_back(std::string(choices.up_to('\xff')));
    AsOf as_of;
    if ((mode & 1) != 0) as_of.known = Instant::parse("2026-01-01T00:00:00Z");
    if ((mode & 2) != 0) as_of.valid = Instant::parse("2018-01-01T00:00:00Z");
    const auto begin = std::chrono::steady_clock::now();
    refused_or_not([&] { check_size(store.engine.query(sql, parameters, as_of, {kLongest, kMostRows, kMostBytes})); });
    // Much more than the limit, for a machine that is busy.
    require(std::chrono::steady_clock::now() - begin < 100 * kLongest, "a query ends in its time");
    if ((mode & 4) != 0) ask_frame(store.engine, sql, parameters);
    require(store.read_state() == store.state, "a query changes nothing");
    if (++count % 256 == 0) require(store.engine.digest() == store.digest, "a query changes no document");
    return 0;
}
