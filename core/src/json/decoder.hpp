// Strict decoding of JSON text into a Record, driven by the field tables: by the direct reader where a document has no fault of
// form, by boost::json::basic_parser where it has.
//
// The decoder never throws for what the text holds: every fault is put into Record::faults and decoding goes on. Text that
// is not one JSON object (or is nested too deep) leaves exactly one fault and no body. Of a member
// that stands twice no value counts. Bare structs (decode_struct) are read by the parser alone.
//
// Not thread-safe: one Decoder belongs to one worker, which uses it for line after line.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "abonado/value_types.hpp"
#include "model/record.hpp"

namespace abonado {

struct DecodeOptions {
    NaiveTime naive = NaiveTime::refuse;
    std::size_t max_depth = 64;  // nesting of arrays and objects in a line
    // Objects, unknown members and list texts in a line, each, so that none fills the memory.
    std::size_t max_elements = 100'000;
    bool reads_directly = true;  // documents without a fault of form, see json/direct_reader.hpp; tests do without
};

class Decoder {
public:
    explicit Decoder(const DecodeOptions& options = {});
    ~Decoder();
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    // Reads a line of a dump: an envelope with the body of its kind.
    void decode_line(std::string_view line, Record& out);
    // Reads the bare body of a record of this kind.
    void decode_body(std::string_view text, RecordKind kind, Record& out);
    // Reads any struct that has a field table; it becomes the body of `out`.
    void decode_struct(std::string_view text, const StructInfo& type, Record& out);

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace abonado
