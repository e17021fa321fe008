// Prints `YYYY-MM-DD <Unix seconds at which that day begins in Europe/Madrid>` for each day from 1990-01-01 to
// 2100-12-31, one a line. A Python test compares it with zoneinfo.
#include <cstdio>
#include <string>

#include "abonado/value_types.hpp"

int main() {
    const auto first = abonado::Date::from_ymd(1990, 1, 1);
    const auto last = abonado::Date::from_ymd(2100, 12, 31);
    std::string out;
    for (abonado::Date day = *first; day <= *last; ++day.days) {
        day.append_to(out);
        out += ' ';
        out += std::to_string(abonado::start_of_day_in_madrid(day).micros / 1'000'000);
        out += '\n';
    }
    return std::fwrite(out.data(), 1, out.size(), stdout) == out.size() ? 0 : 1;
}
