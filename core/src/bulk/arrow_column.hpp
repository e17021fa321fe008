// A column of an Arrow stream, with all that is below it, as JSON.
//
// Used by one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/arrow.hpp"
#include "abonado/wording.hpp"

namespace abonado {

class ArrowColumn {
public:
    // Throws Error(invalid_argument) for a type that has no JSON; `path` names the column.
    ArrowColumn(const ArrowSchema& schema, std::string path, std::size_t depth = 0);

    // As the schema has it.
    const std::string& name() const noexcept { return name_; }
    const std::string& path() const noexcept { return path_; }
    bool is_object() const noexcept { return shape_ == Shape::object; }
    bool is_text() const noexcept;
    std::vector<ArrowColumn>& members() noexcept { return children_; }

    // Looks at the values of an array from now on, which must outlive that. Throws Error(input_unreadable) if it has less than
    // `rows` rows, or is no array of this type.
    void bind(const ArrowArray& array, std::int64_t rows);

    // Lists, maps and texts, here and below, add no more to a text once it has more than so many bytes.
    void cut_beyond(std::size_t bytes);

    // Rows count from the array's offset. They throw Error(input_unreadable) for an offset or index that leads out of what the
    // array says it has.
    bool is_null(std::int64_t row) const;
    void append(std::string& out, std::int64_t row) const;  // of a null too
    // `"name":value`, and a comma before it unless it is the `first` of its object. Nothing of a null.
    bool append_member(std::string& out, std::int64_t row, bool& first) const;
    std::string_view text(std::int64_t row) const;  // of a column that is_text(), of no null
    // The same, no longer than what still has a place in `out`.
    std::string_view text_for(const std::string& out, std::int64_t row) const;

private:
    enum class Shape : std::uint8_t {
        nothing,
        boolean,
        int8,
        int16,
        int32,
        int64,
        uint8,
        uint16,
        uint32,
        uint64,
        half,
        single,
        real,
        decimal,
        text,
        large_text,
        text_view,
        date,
        date_ms,
        timestamp,
        uuid,
        list,
        large_list,
        list_view,
        large_list_view,
        fixed_list,
        object,
        map,
        run_ends,
        words,
    };

    void read_format(const ArrowSchema& schema);
    void read_timestamp(std::string_view format);
    void read_decimal(std::string_view format);
    void read_children(const ArrowSchema& schema, std::size_t depth);
    std::int64_t child_count() const noexcept;  // of the type, where it says
    std::int64_t buffer_count() const noexcept;
    Wording told_path() const;
    [[noreturn]] void refuse(std::string_view format, std::string_view why = {}) const;
    [[noreturn]] void fail(const std::string& why) const;

    void bind_buffers(const ArrowArray& array);
    void bind_children(const ArrowArray& array);

    template <class T>
    T value(std::int64_t row, int buffer = 1) const;
    template <class Offset>
    std::string_view text_between(std::int64_t row) const;
    std::string_view viewed_text(std::int64_t row) const;
    std::int64_t word(std::int64_t row) const;
    std::int64_t run(std::int64_t row) const;
    std::int64_t integer(std::int64_t row) const;
    void append_scalar(std::string& out, std::int64_t row) const;
    void append_uuid(std::string& out, std::int64_t row) const;
    void append_object(std::string& out, std::int64_t row) const;
    void append_list(std::string& out, std::int64_t row) const;
    void append_map(std::string& out, std::int64_t begin, std::int64_t end) const;
    struct Range {
        std::int64_t begin;
        std::int64_t end;
    };
    Range elements(std::int64_t row) const;
    bool is_full(const std::string& out) const noexcept { return out.size() > most_; }

    Shape shape_ = Shape::nothing;
    bool has_zone_ = false;   // of a timestamp
    int scale_ = 0;           // of a decimal
    std::int64_t width_ = 0;  // bytes of a decimal, elements of a list of fixed size, units of a timestamp in a second
    std::string name_;
    std::string path_;
    std::string key_;  // `"name":`
    std::vector<ArrowColumn>
        children_;  // members, or the element; run ends and values; of words: the index and the words

    std::size_t most_ = std::string::npos;  // bytes of a text, see cut_beyond()

    // Of the array under way.
    const ArrowArray* array_ = nullptr;
    const void* validity_ = nullptr;  // null: there is no null
};

}  // namespace abonado
