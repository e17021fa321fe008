// Where records come from, each packed into a word, so that counting costs a check next to nothing.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/causes.hpp"
#include "model/record.hpp"

namespace abonado {

// A RecordOrigin whose texts stand elsewhere.
struct OriginView {
    std::optional<RecordKind> kind;
    std::string_view org;
    std::string_view system;
    std::int16_t year = 0;
    std::optional<SubscriptionType> type;
};

OriginView origin_of(const Record& record);

// Numbers for names, from 1; 0 is the empty name. Past kMaxOriginNames all are kOtherName.
class OriginNames {
public:
    using Number = std::uint8_t;
    static constexpr Number kOther = 255;

    Number number(std::string_view name);
    std::string_view name(Number number) const;
    std::size_t size() const { return names_.size(); }
    void clear() { names_.clear(); }

private:
    std::vector<std::string> names_;
    std::size_t last_ = 0;  // found by the last look-up: the next is often the same
};

// An origin as a word; its names are numbers of an OriginNames.
struct OriginCode {
    std::uint8_t kind = 0;  // 0: none, else one more than the enum's position, as for `type`
    std::uint8_t type = 0;
    OriginNames::Number org = 0;
    OriginNames::Number system = 0;
    std::int16_t year = 0;

    std::uint64_t packed() const noexcept {
        return std::uint64_t{kind} | std::uint64_t{type} << 8 | std::uint64_t{org} << 16 | std::uint64_t{system} << 24 |
               std::uint64_t{static_cast<std::uint16_t>(year)} << 32;
    }
};

OriginCode code_of(const OriginView& origin, OriginNames& names);
RecordOrigin origin_of(const OriginCode& code, const OriginNames& names);

// The origins of a block's records, in their order.
struct BlockOrigins {
    OriginNames names;
    std::vector<OriginCode> records;

    void clear() {
        names.clear();
        records.clear();
    }
};

}  // namespace abonado
