// What can be read as a struct is the same after it was written and read again. The first byte says which struct of the list,
// the second how it is read; the others are the text.
#include <string>
#include <string_view>
#include <vector>

#include "abonado/error.hpp"
#include "abonado/json.hpp"
#include "choices.hpp"
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

using RoundTrip = void (*)(std::string_view, const ReadOptions&);

std::vector<RoundTrip> round_trips() {
    std::vector<RoundTrip> out;
    AllStructs::for_each([&out]<Described T>() { out.push_back(&round_trip<T>); });
    return out;
}

}  // namespace
}  // namespace abonado::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace abonado;
    static const std::vector<fuzz::RoundTrip> kAll = fuzz::round_trips();
    fuzz::Choices choices(data, size);
    const fuzz::RoundTrip round_trip = choices.one_of(std::span(kAll));
    const unsigned mode = choices.byte();
    ReadOptions options;
    options.strict = (mode & 1) != 0;
    options.naive = (mode & 2) != 0 ? NaiveTime::utc : NaiveTime::refuse;
    round_trip(choices.rest(), options);
    return 0;
}
