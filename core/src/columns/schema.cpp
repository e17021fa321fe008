#include "columns/schema.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

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

// What a schema points to. Children are structures of their own: a consumer may move one away, which leaves its `release`
// null here, and then releases it itself.
struct Owned {
    Owned() = default;
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    ~Owned() {
        for (ArrowSchema& child : children) {
            if (child.release != nullptr) child.release(&child);
        }
        if (dictionary.release != nullptr) dictionary.release(&dictionary);
    }
    std::string name;
    std::vector<ArrowSchema> children;
    std::vector<ArrowSchema*> pointers;  // there is room for one a child
    ArrowSchema dictionary{};
};

void release(ArrowSchema* schema) {
    if (schema->release == nullptr) return;
    delete static_cast<Owned*>(schema->private_data);
    schema->release = nullptr;
}

ArrowSchema schema_of(const char* format, std::unique_ptr<Owned> owned, std::int64_t flags) noexcept {
    ArrowSchema out{};
    out.format = format;
    out.name = owned->name.c_str();
    out.flags = flags;
    out.n_children = static_cast<std::int64_t>(owned->children.size());
    for (ArrowSchema& child : owned->children) owned->pointers.push_back(&child);
    out.children = owned->pointers.empty() ? nullptr : owned->pointers.data();
    out.dictionary = owned->dictionary.release == nullptr ? nullptr : &owned->dictionary;
    out.release = &release;
    out.private_data = owned.release();
    return out;
}

ArrowSchema schema_of(const FrameColumn& column) {
    auto owned = std::make_unique<Owned>();
    owned->name = column.name;
    if (column.kind == ColumnKind::word) owned->dictionary = schema_of("u", std::make_unique<Owned>(), 0);
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
    auto owned = std::make_unique<Owned>();
    owned->children.reserve(columns.size());
    owned->pointers.reserve(columns.size());
    for (const FrameColumn& column : columns) owned->children.push_back(schema_of(column));
    *out = schema_of("+s", std::move(owned), 0);
}

}  // namespace abonado
