// Finds places in JSON text by their JSON Pointers. Used only for records that have findings, so that the hot path keeps no
// positions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace abonado {

struct LocateTarget {
    std::string pointer;           // from the outermost value of the text
    std::uint16_t occurrence = 1;  // which of the members of the same name in one object

    // Results: bytes [begin, end) of the text. When the place is not there, begin is that of its nearest container.
    bool found = false;
    std::size_t begin = 0;
    std::size_t end = 0;

    std::uint16_t seen = 0;    // for locate() itself
    std::size_t anchored = 0;  // for locate() itself: length of the part of the pointer that was met
};

// Fills the results of all targets in one pass over `text`, which must be well-formed JSON. Leaves the targets sorted by
// pointer; time is that of reading the text plus that of sorting.
void locate(std::string_view text, std::vector<LocateTarget*>& targets);

// The text of a JSON string token, quotes included, with its escapes undone. `token` must be well-formed.
std::string unescape(std::string_view token);

}  // namespace abonado
