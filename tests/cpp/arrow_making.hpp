// Arrow structures made by hand, with whatever is wrong with them, and counted when they are given back.
#pragma once

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "abonado/arrow.hpp"

namespace abonado::arrow {

// A column: its type and its array.
struct Column {
    std::string format;
    std::string name;
    std::int64_t length = 0;
    std::vector<std::string> buffers;  // the first is the validity; an empty one is a null pointer
    std::vector<Column> children{};
    std::shared_ptr<Column> dictionary{};
    std::int64_t nulls = 0;
    std::int64_t offset = 0;
    std::string metadata{};
};

template <class T>
std::string bytes(std::initializer_list<T> values) {
    return {reinterpret_cast<const char*>(values.begin()), values.size() * sizeof(T)};
}

inline std::string bits(std::string_view ones) {  // "101"
    std::string out((ones.size() + 7) / 8, '\0');
    for (std::size_t i = 0; i < ones.size(); ++i) {
        if (ones[i] == '1') out[i / 8] = static_cast<char>(out[i / 8] | 1 << (i % 8));
    }
    return out;
}

// Values without offsets.
template <class T>
Column plain(std::string format, std::string name, std::initializer_list<T> values, std::string_view valid = {}) {
    Column out{std::move(format), std::move(name), static_cast<std::int64_t>(values.size()), {{}, bytes(values)}};
    if (!valid.empty()) {
        out.buffers[0] = bits(valid);
        out.nulls = -1;  // not counted, as it may be
    }
    return out;
}

template <class Offset = std::int32_t>
Column texts(std::string name, std::initializer_list<std::optional<std::string_view>> values) {
    Column out{
        sizeof(Offset) == 4 ? "u" : "U", std::move(name), static_cast<std::int64_t>(values.size()), {{}, {}, {}}};
    std::string valid;
    std::string all;
    const auto place = [&] {
        const auto end = static_cast<Offset>(all.size());
        out.buffers[1].append(reinterpret_cast<const char*>(&end), sizeof end);
    };
    place();
    for (const auto& value : values) {
        valid += value ? '1' : '0';
        all += value.value_or("");
        out.nulls += value ? 0 : 1;
        place();
    }
    if (out.nulls > 0) out.buffers[0] = bits(valid);
    out.buffers[2] = all;
    return out;
}

inline Column object(std::string name, std::int64_t length, std::vector<Column> children, std::string_view valid = {}) {
    Column out{"+s", std::move(name), length, {valid.empty() ? "" : bits(valid)}, std::move(children)};
    if (!valid.empty()) out.nulls = -1;
    return out;
}

inline Column list(std::string name, std::initializer_list<std::int32_t> offsets, Column element) {
    return {"+l",
            std::move(name),
            static_cast<std::int64_t>(offsets.size()) - 1,
            {{}, bytes(offsets)},
            {std::move(element)}};
}

// --- as structures -----------------------------------------------------------------------------------------------------

// How often each was given back. A structure given back twice is a crash.
struct Released {
    int schemas = 0;
    int arrays = 0;
    int streams = 0;
};

namespace detail {

struct OwnedSchema {
    Column column;
    Released* released;
    std::vector<ArrowSchema> children;
    std::vector<ArrowSchema*> pointers;
    ArrowSchema dictionary{};
};

struct OwnedArray {
    Column column;
    Released* released;
    std::vector<const void*> buffers;
    std::vector<ArrowArray> children;
    std::vector<ArrowArray*> pointers;
    ArrowArray dictionary{};
};

template <class Owned, class T>
void give_back(T* structure, int Released::*count) {
    const std::unique_ptr<Owned> owned(static_cast<Owned*>(structure->private_data));
    for (T& child : owned->children) child.release(&child);
    if (owned->dictionary.release != nullptr) owned->dictionary.release(&owned->dictionary);
    ++(owned->released->*count);
    structure->release = nullptr;
}

}  // namespace detail

inline ArrowSchema schema_of(const Column& column, Released* released) {
    auto owned = std::make_unique<detail::OwnedSchema>(detail::OwnedSchema{column, released, {}, {}});
    for (const Column& child : column.children) owned->children.push_back(schema_of(child, released));
    for (ArrowSchema& child : owned->children) owned->pointers.push_back(&child);
    if (column.dictionary) owned->dictionary = schema_of(*column.dictionary, released);
    ArrowSchema out{};
    out.format = owned->column.format.c_str();
    out.name = owned->column.name.c_str();
    out.metadata = owned->column.metadata.empty() ? nullptr : owned->column.metadata.c_str();
    out.flags = ARROW_FLAG_NULLABLE;
    out.n_children = static_cast<std::int64_t>(owned->children.size());
    out.children = owned->pointers.data();
    out.dictionary = column.dictionary ? &owned->dictionary : nullptr;
    out.release = [](ArrowSchema* it) { detail::give_back<detail::OwnedSchema>(it, &Released::schemas); };
    out.private_data = owned.release();
    return out;
}

inline ArrowArray array_of(const Column& column, Released* released) {
    auto owned = std::make_unique<detail::OwnedArray>(detail::OwnedArray{column, released, {}, {}, {}});
    for (const std::string& buffer : owned->column.buffers) {
        owned->buffers.push_back(buffer.empty() ? nullptr : buffer.data());
    }
    for (const Column& child : column.children) owned->children.push_back(array_of(child, released));
    for (ArrowArray& child : owned->children) owned->pointers.push_back(&child);
    if (column.dictionary) owned->dictionary = array_of(*column.dictionary, released);
    ArrowArray out{};
    out.length = column.length;
    out.null_count = column.nulls;
    out.offset = column.offset;
    out.n_buffers = static_cast<std::int64_t>(owned->buffers.size());
    out.buffers = owned->buffers.data();
    out.n_children = static_cast<std::int64_t>(owned->children.size());
    out.children = owned->pointers.data();
    out.dictionary = column.dictionary ? &owned->dictionary : nullptr;
    out.release = [](ArrowArray* it) { detail::give_back<detail::OwnedArray>(it, &Released::arrays); };
    out.private_data = owned.release();
    return out;
}

// A stream of batches, which fails after the last one if it has an error.
inline ArrowArrayStream stream_of(std::vector<Column> batches, Released* released, const char* error = nullptr,
                                  bool has_schema = true) {
    struct Owned {
        std::vector<Column> batches;
        Released* released;
        const char* error;
        bool has_schema;
        std::size_t next = 0;
    };
    ArrowArrayStream out{};
    out.get_schema = [](ArrowArrayStream* it, ArrowSchema* schema) {
        const auto& owned = *static_cast<Owned*>(it->private_data);
        if (!owned.has_schema) return EIO;
        *schema = schema_of(owned.batches.front(), owned.released);
        return 0;
    };
    out.get_next = [](ArrowArrayStream* it, ArrowArray* array) {
        auto& owned = *static_cast<Owned*>(it->private_data);
        if (owned.next < owned.batches.size()) {
            *array = array_of(owned.batches[owned.next++], owned.released);
            return 0;
        }
        array->release = nullptr;
        return owned.error != nullptr ? EIO : 0;
    };
    out.get_last_error = [](ArrowArrayStream* it) { return static_cast<Owned*>(it->private_data)->error; };
    out.release = [](ArrowArrayStream* it) {
        const std::unique_ptr<Owned> owned(static_cast<Owned*>(it->private_data));
        ++owned->released->streams;
        it->release = nullptr;
    };
    out.private_data = new Owned{std::move(batches), released, error, has_schema};
    return out;
}

}  // namespace abonado::arrow
