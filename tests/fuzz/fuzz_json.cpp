// What can be read as a struct is the same after it was written and read again. The first byte says which struct and how
// it is read; the others are the text.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "abonado/error.hpp"
#include "abonado/json.hpp"
#include "require.hpp"

namespace abonado::fuzz {
namespace {

template <class T>
void round_trip(std::string_view text, const ReadOptions& options) {
    T first;
    try {
        first = from_json<T>(text, options);
    } catch (const Error& error) {
        require(error.code() == ErrorCode::invalid_document, "a text that cannot be read is an invalid document");
        return;
    }
    try {
        const std::string written = to_json(first);
        const T second = from_json<T>(written, options);
        require(second == first, "what was written is read as the same struct");
        require(to_json(second) == written, "what was read again is written the same");
    } catch (const Error& error) {
        require(false, error.what());
    }
}

}  // namespace
}  // namespace abonado::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace abonado;
    if (size == 0) return 0;
    const unsigned choice = data[0];
    const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
    ReadOptions options;
    options.naive = (choice & 4) != 0 ? NaiveTime::utc : NaiveTime::refuse;
    options.strict = (choice & 8) != 0;
    switch (choice & 3) {
        case 0:
            fuzz::round_trip<Max>(text, options);
            break;
        case 1:
            fuzz::round_trip<GetSubscription>(text, options);
            break;
        case 2:
            fuzz::round_trip<SubscriptionProduct>(text, options);
            break;
        default:
            fuzz::round_trip<Envelope>(text, options);
            break;
    }
    return 0;
}
