// Streams of the Arrow C interface, honest about what the interface does not tell (how long buffers are) and about nothing
// else: lengths, offsets, counts of nulls, children and buffers, indices and formats are as the bytes say. Each is read as
// lines, or refused; all that was handed over is given back once. The first byte says of what kind rows without `body` are;
// then columns, as make_column() reads them.
#include <algorithm>
#include <array>
#include <string>

#include "abonado/error.hpp"
#include "abonado/input.hpp"
#include "abonado/model.hpp"
#include "arrow_making.hpp"
#include "choices.hpp"
#include "require.hpp"

namespace abonado::fuzz {
namespace {

using arrow::Column;

constexpr int kMostLevels = 4;
constexpr int kMostColumns = 6;
constexpr std::int64_t kMostRows = 9;
constexpr std::int32_t kTextBytes = 24;

enum class Layout : std::uint8_t {
    none,
    bits,
    wide,
    text,
    large_text,
    views,
    list,
    large_list,
    list_view,
    large_list_view,
    fixed_list,
    object,
    map,
    run_ends,
    words,
    unknown
};
struct Format {
    std::string_view text;
    Layout layout;
    std::size_t width = 0;  // bytes of a value
};
constexpr std::array kFormats{
    Format{"n", Layout::none},
    Format{"b", Layout::bits},
    Format{"c", Layout::wide, 1},
    Format{"C", Layout::wide, 1},
    Format{"s", Layout::wide, 2},
    Format{"S", Layout::wide, 2},
    Format{"i", Layout::wide, 4},
    Format{"I", Layout::wide, 4},
    Format{"l", Layout::wide, 8},
    Format{"L", Layout::wide, 8},
    Format{"e", Layout::wide, 2},
    Format{"f", Layout::wide, 4},
    Format{"g", Layout::wide, 8},
    Format{"tdD", Layout::wide, 4},
    Format{"tdm", Layout::wide, 8},
    Format{"tss:", Layout::wide, 8},
    Format{"tsm:UTC", Layout::wide, 8},
    Format{"tsu:Europe/Madrid", Layout::wide, 8},
    Format{"tsn:", Layout::wide, 8},
    Format{"d:9,2,32", Layout::wide, 4},
    Format{"d:18,6,64", Layout::wide, 8},
    Format{"d:38,100", Layout::wide, 16},
    Format{"d:76,-100,256", Layout::wide, 32},
    Format{"w:16", Layout::wide, 16},
    Format{"u", Layout::text},
    Format{"U", Layout::large_text},
    Format{"vu", Layout::views},
    Format{"+l", Layout::list},
    Format{"+L", Layout::large_list},
    Format{"+vl", Layout::list_view},
    Format{"+vL", Layout::large_list_view},
    Format{"+w:2", Layout::fixed_list},
    Format{"+s", Layout::object},
    Format{"+m", Layout::map},
    Format{"+r", Layout::run_ends},
    Format{"i", Layout::words},
    Format{"C", Layout::words},
    Format{"?", Layout::unknown},
};

std::string some_bytes(Choices& choices, std::size_t count) {
    std::string out(count, '\0');
    for (char& c : out) c = static_cast<char>(choices.byte());
    return out;
}

// Numbers about the length of what they lead into, and one below.
template <class T>
std::string some_numbers(Choices& choices, std::size_t count, unsigned most) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        const unsigned byte = choices.byte();
        const T number = byte == 0xff ? T{-1} : static_cast<T>(byte % (most + 1));
        out.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
    return out;
}

std::string some_name(Choices& choices) {
    static const std::vector<std::string_view> kNames = [] {
        std::vector<std::string_view> out;
        for (const FieldInfo& field : struct_info<Envelope>().fields) out.push_back(field.name);
        for (const FieldInfo& field : struct_info<SubscriptionBase>().fields) out.push_back(field.name);
        return out;
    }();
    const unsigned byte = choices.byte();
    if (byte == 0xff) return some_bytes(choices, 3);
    return std::string(kNames[byte % kNames.size()]);
}

// A pair of key and value, as metadata is written.
std::string uuid_metadata() {
    std::string out = arrow::bytes<std::int32_t>({1});
    for (const std::string_view text : {"ARROW:extension:name", "arrow.uuid"}) {
        out += arrow::bytes<std::int32_t>({static_cast<std::int32_t>(text.size())}) + std::string(text);
    }
    return out + std::string(1, '\0');
}

Column make_column(Choices& choices, int depth);

// Of views: a size, the first bytes, a buffer, a place in it. The sizes of the buffers are true, as they have to be.
void make_views(Choices& choices, Column& out, std::size_t slots) {
    for (std::size_t i = 0; i < slots; ++i) {
        out.buffers[1] += some_numbers<std::int32_t>(choices, 1, kTextBytes + 1) + some_bytes(choices, 4) +
                          some_numbers<std::int32_t>(choices, 2, kTextBytes + 1);
    }
    out.buffers.push_back(some_bytes(choices, kTextBytes));
    out.buffers.push_back(arrow::bytes<std::int64_t>({kTextBytes}));
}

void make_values(Choices& choices, const Format& format, Column& out, int depth) {
    const auto slots = static_cast<std::size_t>(out.offset + out.length);
    constexpr auto kRows = static_cast<unsigned>(kMostRows);
    const auto children = [&](int count) {
        for (int i = 0; i < count; ++i) out.children.push_back(make_column(choices, depth + 1));
    };
    switch (format.layout) {
        case Layout::none:
        case Layout::unknown:
            break;
        case Layout::bits:
            out.buffers.push_back(some_bytes(choices, slots / 8 + 1));
            break;
        case Layout::wide:
            out.buffers.push_back(some_bytes(choices, slots * format.width));
            if (format.text == "w:16") out.metadata = uuid_metadata();
            break;
        case Layout::text:
            out.buffers.push_back(some_numbers<std::int32_t>(choices, slots + 1, kTextBytes));
            out.buffers.push_back(some_bytes(choices, kTextBytes));
            break;
        case Layout::large_text:
            out.buffers.push_back(some_numbers<std::int64_t>(choices, slots + 1, kTextBytes));
            out.buffers.push_back(some_bytes(choices, kTextBytes));
            break;
        case Layout::views:
            out.buffers.emplace_back();
            make_views(choices, out, slots);
            break;
        case Layout::map:
        case Layout::list:
            out.buffers.push_back(some_numbers<std::int32_t>(choices, slots + 1, kRows));
            children(1);
            break;
        case Layout::large_list:
            out.buffers.push_back(some_numbers<std::int64_t>(choices, slots + 1, kRows));
            children(1);
            break;
        case Layout::list_view:
            for (int i = 0; i < 2; ++i) out.buffers.push_back(some_numbers<std::int32_t>(choices, slots, kRows));
            children(1);
            break;
        case Layout::large_list_view:
            for (int i = 0; i < 2; ++i) out.buffers.push_back(some_numbers<std::int64_t>(choices, slots, kRows));
            children(1);
            break;
        case Layout::fixed_list:
            children(1);
            break;
        case Layout::object:
            children(static_cast<int>(choices.byte() % 4));
            break;
        case Layout::run_ends:
            children(2);
            break;
        case Layout::words:
            out.buffers.push_back(format.text == "C" ? some_bytes(choices, slots)
                                                     : some_numbers<std::int32_t>(choices, slots, kRows));
            out.dictionary = std::make_shared<Column>(make_column(choices, depth + 1));
            break;
    }
}

// What an array may say and should not: fewer or more than it has. Nothing here makes it longer than its buffers are.
void contradict(Choices& choices, Column& column) {
    switch (choices.byte() % 6) {
        case 0:
            if (!column.buffers.empty()) column.buffers.pop_back();
            break;
        case 1:
            if (!column.buffers.empty()) column.buffers[choices.byte() % column.buffers.size()].clear();
            break;
        case 2:
            if (!column.children.empty()) column.children.pop_back();
            break;
        case 3:
            column.length = static_cast<std::int64_t>(choices.byte() % 3) - 2;
            break;
        case 4:
            column.offset = -1;
            break;
        default:
            column.nulls = static_cast<std::int64_t>(choices.byte() % 3) - 1;
    }
}

// Bytes: format, name, length and offset, nulls, then what the layout needs.
Column make_column(Choices& choices, int depth) {
    const Format& chosen = choices.one_of(std::span<const Format>(kFormats));
    const Format& format = depth < kMostLevels ? chosen : kFormats[24];
    Column out;
    out.format = format.text;
    out.name = some_name(choices);
    const unsigned size = choices.byte();
    out.length = static_cast<std::int64_t>(size & 15) % (kMostRows + 1);
    out.offset = static_cast<std::int64_t>(size >> 4 & 3);
    const unsigned nulls = choices.byte();
    const bool has_validity = format.layout != Layout::none && format.layout != Layout::run_ends;
    if (has_validity) out.buffers.emplace_back();
    if (has_validity && nulls % 2 == 1) {
        out.buffers[0] = some_bytes(choices, static_cast<std::size_t>(out.offset + out.length) / 8 + 1);
        out.nulls = -1;
    }
    // What is not known is never read: nobody can say how long its buffers are.
    if (format.layout == Layout::unknown) out.format = some_bytes(choices, 1 + choices.byte() % 8) + '?';
    make_values(choices, format, out, depth);
    if (nulls >= 0xf0) contradict(choices, out);
    return out;
}

Column make_rows(Choices& choices) {
    const auto length = static_cast<std::int64_t>(choices.byte() % (kMostRows + 1));
    Column rows = arrow::object("", length, {});
    for (int i = 0; i < kMostColumns && !choices.at_end(); ++i) rows.children.push_back(make_column(choices, 0));
    return rows;
}

// What the input gives out, and why it ended before its time, if it did.
std::string lines_of(ArrowArrayStream& stream, const FrameRows& rows) {
    std::string out;
    try {
        const std::unique_ptr<Input> input = arrow_input(&stream, rows);
        char buffer[4096];
        while (const std::size_t got = input->read(buffer, sizeof buffer)) out.append(buffer, got);
    } catch (const Error& error) {
        require(error.code() == ErrorCode::invalid_argument || error.code() == ErrorCode::input_unreadable,
                error.what());
    }
    return out;
}

}  // namespace
}  // namespace abonado::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace abonado;
    using namespace abonado::fuzz;
    Choices choices(data, size);
    const unsigned kind = choices.byte();
    FrameRows rows;
    rows.org = "euskaltel";
    if (kind % 2 == 1) rows.kind = static_cast<RecordKind>(kind / 2 % EnumTable<RecordKind>::words.size());
    const arrow::Column batch = make_rows(choices);
    arrow::Released released;
    ArrowArrayStream stream = arrow::stream_of({batch, batch}, &released);
    const std::string lines = lines_of(stream, rows);
    const auto count = static_cast<std::int64_t>(std::count(lines.begin(), lines.end(), '\n'));
    require(count <= 2 * batch.length, "a row is a line");
    require(lines.empty() || lines.back() == '\n', "a line is whole");
    for (std::size_t at = 0; at < lines.size(); at = lines.find('\n', at) + 1) {
        require(lines[at] == '{' && lines[lines.find('\n', at) - 1] == '}', "a line is an object");
    }
    require(released.streams == 1 && stream.release == nullptr, "the stream was given back");
    return 0;
}
