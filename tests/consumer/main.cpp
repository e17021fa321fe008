// A program of somebody else's: the verdict on a dump, without Python.
//
//     abonado_consumer [FILE…]      "-" is standard input; without arguments it checks a dump of its own
//
// Findings go to standard output, one JSON object a line; the counts go to standard error. Ends with 0 if no record is
// invalid, 1 if some are, 3 if an input could not be read.
#include <abonado/error.hpp>
#include <abonado/validate.hpp>
#include <abonado/version.hpp>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

namespace {

// Two Max subscriptions. The second is ACTIVE without an activation_date, which breaks rule SUB-001.
constexpr std::string_view kDump =
    R"({"kind":"max","org":"euskaltel","legacy_id":1,"body":{"status":"ACTIVE","activation_date":"2024-05-02T08:00:00Z",)"
    R"("last_status_reason":"CUSTOMER_REQUEST","catalogue_commercial_product_id":"MAX_STANDARD","legacy_account_id":7,)"
    R"("creation_date":"2024-05-01T10:00:00+02:00","creation_user":"shop","bundle_related_info":{},)"
    R"("specific_data":{"service_id":"s-1","product_id":"MAX_STANDARD"}}})"
    "\n"
    R"({"kind":"max","org":"euskaltel","legacy_id":2,"body":{"status":"ACTIVE",)"
    R"("last_status_reason":"CUSTOMER_REQUEST","catalogue_commercial_product_id":"MAX_STANDARD","legacy_account_id":7,)"
    R"("creation_date":"2024-05-01T10:00:00+02:00","creation_user":"shop","bundle_related_info":{},)"
    R"("specific_data":{"service_id":"s-2","product_id":"MAX_STANDARD"}}})"
    "\n";

abonado::Instant now() {
    using namespace std::chrono;
    return {duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()};
}

int verdict(const abonado::ValidateReport& report) {
    for (const abonado::InputFailure& failure : report.failures) std::cerr << failure.message << '\n';
    std::cerr << "abonado " << abonado::kVersion << ": " << report.records << " records, " << report.invalid
              << " invalid, " << report.errors << " errors, " << report.warnings << " warnings\n";
    if (!report.failures.empty()) return 3;
    return report.invalid == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    abonado::ValidateOptions options;
    options.rules.now = now();
    const auto print = [](const abonado::Finding& finding) { std::cout << abonado::to_json_line(finding) << '\n'; };
    try {
        if (argc > 1) {
            const std::vector<std::string> paths(argv + 1, argv + argc);
            return verdict(abonado::validate_files(paths, options, print));
        }
        return verdict(abonado::validate_text(kDump, options, print));
    } catch (const abonado::Error& error) {
        std::cerr << error.what() << '\n';
        return 3;
    }
}
