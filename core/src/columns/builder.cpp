#include "columns/builder.hpp"

#include <memory>
#include <string>
#include <utility>

#include "abonado/error.hpp"
#include "abonado/value_types.hpp"
#include "base/utf8.hpp"
#include "columns/parts.hpp"
#include "columns/schema.hpp"

namespace abonado {

namespace {

std::size_t width_of(const FrameColumn& column) {
    switch (column.kind) {
        case ColumnKind::boolean:
            return 0;
        case ColumnKind::date:
            return sizeof(std::int32_t);
        case ColumnKind::amount:
            return 16;
        case ColumnKind::word:
            return index_width(column);
        default:
            return sizeof(std::int64_t);
    }
}

bool has_offsets(ColumnKind kind) {
    return kind == ColumnKind::text || kind == ColumnKind::uuid || kind == ColumnKind::json || kind == ColumnKind::blob;
}

bool is_ascii(std::string_view text) {
    unsigned char any = 0;
    for (const char c : text) any |= static_cast<unsigned char>(c);
    return any < 0x80;
}

void set_bit(Buffer& bits, std::int64_t at, bool value) {
    const auto place = static_cast<std::size_t>(at);
    bits.extend(place / 8 + 1);
    if (value) bits.bytes()[place / 8] |= static_cast<std::uint8_t>(1U << (place % 8));
}

struct OwnedArray : Parts<ArrowArray> {
    Buffer memory[3];
    std::vector<const void*> buffers;
};

ArrowArray array_of(std::int64_t length, std::int64_t nulls, std::unique_ptr<OwnedArray> owned) noexcept {
    ArrowArray out{};
    out.length = length;
    out.null_count = nulls;
    out.n_buffers = static_cast<std::int64_t>(owned->buffers.size());
    out.buffers = owned->buffers.data();
    give(out, std::move(owned));
    return out;
}

ArrowArray words_array(const EnumInfo& words) {
    const FrameColumn texts{"", ColumnKind::text};
    ColumnBuilder builder(texts);
    for (const std::string_view word : words.words) builder.append(word);
    return builder.finish();
}

}  // namespace

ColumnBuilder::ColumnBuilder(const FrameColumn& column)
    : column_(&column), has_offsets_(has_offsets(column.kind)), width_(width_of(column)) {
    if (has_offsets_) offsets_.append(std::int32_t{0});
}

void ColumnBuilder::refuse(const char* what) const {
    throw Error(ErrorCode::storage, "the column " + column_->name + " holds " + what);
}

void ColumnBuilder::mark(bool is_valid) {
    if (!is_valid && nulls_++ == 0) {
        for (std::int64_t i = 0; i < length_; ++i) set_bit(validity_, i, true);
    }
    if (nulls_ > 0) set_bit(validity_, length_, is_valid);
    ++length_;
}

void ColumnBuilder::append_null() {
    if (has_offsets_) offsets_.append(static_cast<std::int32_t>(values_.size()));
    else if (width_ == 0) set_bit(values_, length_, false);
    else values_.extend(values_.size() + width_);
    mark(false);
}

void ColumnBuilder::append(std::int64_t value) {
    switch (column_->kind) {
        case ColumnKind::integer:
        case ColumnKind::instant:
            values_.append(value);
            break;
        case ColumnKind::real:
            values_.append(static_cast<double>(value));
            break;
        case ColumnKind::date:
            values_.append(static_cast<std::int32_t>(value));
            break;
        case ColumnKind::amount:  // 128 bits, the lower half first
            values_.append(value);
            values_.append(std::int64_t{value < 0 ? -1 : 0});
            break;
        case ColumnKind::boolean:
            set_bit(values_, length_, value != 0);
            break;
        default:
            refuse("a number");
    }
    mark(true);
}

void ColumnBuilder::append(double value) {
    if (column_->kind != ColumnKind::real) refuse("a real number");
    values_.append(value);
    mark(true);
}

void ColumnBuilder::append(std::string_view value) {
    switch (column_->kind) {
        case ColumnKind::text:
        case ColumnKind::json:
            if (is_ascii(value)) append_bytes(value);
            else append_bytes(valid_utf8(value));
            break;
        case ColumnKind::blob:
            append_bytes(value);
            break;
        case ColumnKind::uuid: {
            Uuid uuid;
            if (value.size() != uuid.bytes.size()) refuse("a uuid that has not 16 bytes");
            std::memcpy(uuid.bytes.data(), value.data(), value.size());
            append_bytes(uuid.to_string());
            break;
        }
        case ColumnKind::word:
            append_word(value);
            break;
        default:
            refuse("a text");
    }
    mark(true);
}

void ColumnBuilder::append_bytes(std::string_view value) {
    values_.append(value.data(), value.size());
    offsets_.append(static_cast<std::int32_t>(values_.size()));
}

void ColumnBuilder::append_word(std::string_view value) {
    const auto& words = column_->words->words;
    if (words[static_cast<std::size_t>(last_word_)] != value) {
        const int found = find_word(words, value);
        if (found < 0) refuse("a word that it may not hold");
        last_word_ = found;
    }
    if (width_ == 1) values_.append(static_cast<std::int8_t>(last_word_));
    else values_.append(static_cast<std::int16_t>(last_word_));
}

ArrowArray ColumnBuilder::finish() {
    ColumnBuilder next(*column_);
    auto owned = std::make_unique<OwnedArray>();
    if (column_->kind == ColumnKind::word) owned->dictionary = Held(words_array(*column_->words));
    owned->buffers.reserve(3);
    owned->memory[0] = std::move(validity_);
    owned->buffers.push_back(nulls_ > 0 ? owned->memory[0].data() : nullptr);
    if (has_offsets_) {
        owned->memory[1] = std::move(offsets_);
        owned->buffers.push_back(owned->memory[1].data());
    }
    owned->memory[2] = std::move(values_);
    owned->buffers.push_back(owned->memory[2].data());
    const ArrowArray out = array_of(length_, nulls_, std::move(owned));
    *this = std::move(next);
    return out;
}

ArrowArray struct_array(std::int64_t length, std::vector<Held<ArrowArray>>&& children) {
    auto owned = std::make_unique<OwnedArray>();
    owned->buffers.push_back(nullptr);  // no row is null
    owned->pointers.reserve(children.size());
    owned->children = std::move(children);
    return array_of(length, 0, std::move(owned));
}

}  // namespace abonado
