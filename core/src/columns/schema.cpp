#include "columns/schema.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "columns/parts.hpp"

namespace abonado {

namespace {

struct TypeRow {
    const char* format;  // of the Arrow C data interface
    std::string_view people;
};

// In the order of ColumnKind.
constexpr TypeRow kTypes[] = {
    {"l", "int64"},
    {"g", "float64"},
    {"u", "utf8"},
    {"b", "bool"},
    {"tsu:UTC", "timestamp[us, UTC]"},
    {"tdD", "date32"},
    {"u", "utf8"},
    {"d:38,6", "decimal128(38, 6)"},
    {"c", "dictionary<int8, utf8>"},
    {"z", "binary"},
    {"u", "utf8"},
};
constexpr TypeRow kManyWords{"s", "dictionary<int16, utf8>"};
static_assert(std::size(kTypes) == EnumTable<ColumnKind>::words.size());

const TypeRow& type_of(const FrameColumn& column) {
    if (index_width(column) == 2) return kManyWords;
    return kTypes[static_cast<std::size_t>(column.kind)];
}

struct OwnedSchema : Parts<ArrowSchema> {
    std::string name;
};

ArrowSchema schema_of(const char* format, std::unique_ptr<OwnedSchema> owned, std::int64_t flags) noexcept {
    ArrowSchema out{};
    out.format = format;
    out.name = owned->name.c_str();
    out.flags = flags;
    give(out, std::move(owned));
    return out;
}

ArrowSchema schema_of(const FrameColumn& column) {
    auto owned = std::make_unique<OwnedSchema>();
    owned->name = column.name;
    if (column.kind == ColumnKind::word) owned->dictionary = Held(schema_of("u", std::make_unique<OwnedSchema>(), 0));
    return schema_of(type_of(column).format, std::move(owned), ARROW_FLAG_NULLABLE);
}

}  // namespace

std::size_t index_width(const FrameColumn& column) {
    constexpr std::size_t kMost = std::numeric_limits<std::int8_t>::max();
    return column.kind == ColumnKind::word && column.words->words.size() > kMost ? 2 : 1;
}

bool FrameInfo::has_org() const noexcept {
    return std::any_of(columns.begin(), columns.end(), [](const FrameColumn& column) { return column.name == kOrg; });
}

std::string arrow_type(const FrameColumn& column) { return std::string(type_of(column).people); }

void export_schema(std::span<const FrameColumn> columns, ArrowSchema* out) {
    auto owned = std::make_unique<OwnedSchema>();
    owned->children.reserve(columns.size());
    owned->pointers.reserve(columns.size());
    for (const FrameColumn& column : columns) owned->children.emplace_back(schema_of(column));
    *out = schema_of("+s", std::move(owned), 0);
}

}  // namespace abonado
