// Each value type is read, written, read again and compared. The first byte says which check of the table; then two texts, a
// line each.
#include "choices.hpp"
#include "value_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace abonado::fuzz;
    Choices choices(data, size);
    const ValueCheck& row = choices.one_of(std::span<const ValueCheck>(kValueChecks));
    const std::string_view first = choices.up_to('\n');
    row.check(first, choices.rest());
    return 0;
}
