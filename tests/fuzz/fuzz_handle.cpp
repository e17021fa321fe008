// Requests to a store: each is answered with a status of its row in the operation table, never 500 but for health; errors are
// of their documented form; what is refused or only reads changes nothing; what writes is in the audit log. The first byte
// says which store, the second when; then requests, two lines each: "VERB path?query" and the body.
#include <array>
#include <optional>
#include <string>

#include "abonado/error.hpp"
#include "abonado/json.hpp"
#include "choices.hpp"
#include "operations/requests.hpp"
#include "store_file.hpp"

namespace abonado::fuzz {
namespace {

constexpr int kMostRequests = 8;
constexpr std::array<std::string_view, 4> kNow = {"2026-03-27T10:00:00Z", "2017-09-14T00:00:00Z",
                                                  "2019-08-01T10:00:00Z", "2019-08-23T22:00:00Z"};

// One of each dump.
const std::vector<StoredStore>& stores() {
    static const std::vector<StoredStore> all = [] {
        std::vector<StoredStore> out;
        for (const auto& file : store_files()) out.emplace_back(std::vector{file});
        return out;
    }();
    return all;
}

std::size_t audited(Engine& engine) {
    std::size_t count = 0;
    engine.audit({}, {}, [&count](const AuditEntry&) { ++count; });
    return count;
}

template <Described T>
T required_form(const std::string& body) {
    try {
        return from_json<T>(body);
    } catch (const Error& error) {
        require(false, error.what());
        return {};
    }
}

// The code of an error is one that has the answer's status.
void require_code(const std::string& word, int status) {
    bool has_status = false;
    for (int i = 0; i <= static_cast<int>(ErrorCode::method_not_allowed); ++i) {
        const ErrorInfo& info = error_info(static_cast<ErrorCode>(i));
        has_status = has_status || (info.word == word && info.http_status == status);
    }
    require(has_status, "the code of an error is of its status");
}

bool is_documented(const OperationInfo& row, int status) {
    return status == row.success || (row.other_success != 0 && status == row.other_success) ||
           std::find(row.errors.begin(), row.errors.end(), status) != row.errors.end();
}

void check_answer(const Route& route, const Response& response) {
    const bool is_refusal = response.status >= 400;
    if (route.row == nullptr) {
        require(response.status == (route.is_wrong_verb ? 405 : 404), "what no operation answers is not found");
    } else {
        require(is_documented(*route.row, response.status), "the status is documented");
        require(response.status != 500, "nothing is wrong with the store");
    }
    if (!is_refusal || !response.body) return;
    if (route.form == ErrorForm::error) {
        return require_code(required_form<ErrorResponse>(*response.body).error.code, response.status);
    }
    const auto message = required_form<ErrorMessage>(*response.body);
    require(!message.errors.empty(), "a refusal says why");
    for (const ErrorMessageItem& error : message.errors) require_code(error.code, response.status);
}

// `state` is the digest of the store before and after, which takes longer than most requests; empty where nobody knows it.
void ask(Engine& engine, std::string& state, const Request& request, const OperationOptions& options) {
    const Route route = find_route(request);
    if (state.empty()) state = engine.digest();
    const std::size_t entries = audited(engine);
    const Response response = engine.handle(request, options);
    check_answer(route, response);
    const bool writes = route.row != nullptr && route.row->writes;
    const std::size_t more = audited(engine) - entries;
    require(more == 0 || writes, "what only reads is not in the audit log");
    // An id that no subscription can have is refused before there is an operation.
    const bool is_of_one = writes && (route.id.empty() || LegacyId::parse(route.id));
    require(!is_of_one || more == 1, "what writes is in the audit log, once");
    if (writes && response.status < 400) state.clear();
    else require(engine.digest() == state, "it changed nothing");
}

}  // namespace
}  // namespace abonado::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace abonado;
    using namespace abonado::fuzz;
    Choices choices(data, size);
    const StoredStore& store = choices.one_of(std::span(stores()));
    const StoreFile file(store.bytes);
    Engine engine(file.path());
    const unsigned when = choices.byte();
    OperationOptions options;
    options.now = Instant::parse(kNow[when % kNow.size()]);
    std::string state = store.digest;
    for (int i = 0; i < kMostRequests && !choices.at_end(); ++i) {
        const std::string_view line = choices.up_to('\n');
        const std::size_t space = std::min(line.find(' '), line.size());
        Request request;
        request.verb = line.substr(0, space);
        request.path = line.substr(std::min(space + 1, line.size()));
        request.body = choices.up_to('\n');
        ask(engine, state, request, options);
    }
    if (when >= 0x40) return 0;
    options.now = Instant::parse("2030-01-01T00:00:00Z");
    engine.run_due(options);
    const CheckReport report = engine.check();
    require(report.damage.empty(), report.damage.empty() ? "" : report.damage.front().c_str());
    return 0;
}
