#include "abonado/wording.hpp"

namespace abonado {

Wording& Wording::operator+=(const Wording& other) {
    for (const ValueSpan& value : other.values) {
        values.push_back({text.size() + value.begin, value.size, value.kind});
    }
    text += other.text;
    return *this;
}

Wording told(std::string_view value, ValueKind kind) {
    Wording out(value);
    if (!value.empty()) out.values.push_back({0, value.size(), kind});
    return out;
}

Wording told(std::int64_t value) { return told(std::to_string(value)); }

}  // namespace abonado
