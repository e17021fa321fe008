// Where the bytes of a dump come from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "abonado/enums.hpp"
#include "abonado/export.h"

struct ArrowArrayStream;  // arrow.hpp

namespace ABONADO_PUBLIC abonado {

// A stream of uncompressed bytes. Used by one thread at a time.
class Input {
public:
    virtual ~Input() = default;

    // What messages call it: a path, "<stdin>", "<bytes>".
    virtual const std::string& name() const = 0;
    // Up to `size` bytes into `buffer`; 0 at the end, or if `size` is. Throws Error(input_unreadable) when the source fails or its
    // compressed form is broken or cut off; all bytes before that point have been given out.
    virtual std::size_t read(char* buffer, std::size_t size) = 0;
    // Waits up to `milliseconds` for read() to have something; false if it would still have to wait.
    virtual bool wait(int milliseconds) { return milliseconds >= 0; }
    // Called by the reader before its first read: an input that waits within read() calls `idle` every 50 ms or so meanwhile.
    // `idle` may throw, which has to end the read. Called again with an empty function when the reader is done; must not throw.
    virtual void while_waiting(const std::function<void()>& idle) { static_cast<void>(idle); }
    // Called by the reader once, before the first read: what a line has beyond so many bytes is not looked at, so that an input
    // that makes its lines need not make it.
    virtual void longest_line(std::size_t bytes) { static_cast<void>(bytes); }
    // For progress: bytes of the source taken so far, compressed where they are.
    virtual std::uint64_t position() const = 0;
    // The same in all, if known.
    virtual std::optional<std::uint64_t> size() const = 0;
};

// A packed input may unpack to this many times its size, and whatever its size to so many bytes; past that read() throws
// Error(input_unreadable). Dumps are far below; what is above was made to fill a disk or a day.
inline constexpr std::uint64_t kMaxUnpackRatio = 1000;
inline constexpr std::uint64_t kUnpackedUnlimited = std::uint64_t{64} << 20;

// Opens a file, or standard input for "-". gzip and zstd data is recognised by its first bytes and unpacked. Throws
// Error(input_unreadable) if it cannot be opened.
std::unique_ptr<Input> open_input(const std::string& path);

// Bytes in memory, unpacked in the same way. `bytes` must outlive the input.
std::unique_ptr<Input> memory_input(std::string_view bytes, std::string name = "<bytes>");

// What the rows of a frame do not say themselves.
struct FrameRows {
    std::optional<RecordKind> kind;  // of rows without `kind`; must be given for rows without a column `body`
    std::string org;                 // of rows without `org`
};

// The rows of an Arrow stream, each as one line of NDJSON, so that row n is line n. With a column `body` (a struct, or text that
// holds a JSON object) the columns are the members of an envelope. Without one they are those of the body, next to which
// members of the envelope that the body does not have (`org`, `legacy_id` …) may stand.
//
// The input takes the stream over, as the specification moves it, and gives it back at its end. Throws
// Error(invalid_argument) for rows that can be no records and for a column of a type that has no JSON, named by its path;
// Error(input_unreadable) if the stream has no schema. An array that contradicts itself or its type ends the input. What the
// interface does not tell is trusted: how long buffers are.
std::unique_ptr<Input> arrow_input(ArrowArrayStream* stream, const FrameRows& rows = {}, std::string name = "<frame>");

}  // namespace abonado
