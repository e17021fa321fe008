#include "bulk/arrow_rows.hpp"

#include <algorithm>

#include "abonado/error.hpp"
#include "abonado/json.hpp"
#include "bulk/arrow_text.hpp"

namespace abonado {

namespace {

constexpr const StructInfo& kEnvelope = struct_info<Envelope>();

template <auto M>
constexpr std::string_view name_of() {
    return kEnvelope.fields[static_cast<std::size_t>(field_index<Envelope, M>())].name;
}

// pandas hands over the labels of its rows as a column of this name, if they have no name of their own.
bool is_index_level(std::string_view name) { return name.starts_with("__index_level_") && name.ends_with("__"); }

std::string member_text(std::string_view name, std::string_view value) {
    std::string out;
    append_json_string(out, name);
    out += ':';
    append_json_string(out, value);
    return out;
}

}  // namespace

ArrowRows::ArrowRows(const ArrowSchema& schema, const FrameRows& rows) : root_(schema, ""), rows_(rows) {
    if (!root_.is_object()) throw Error(ErrorCode::invalid_argument, "is no table of columns");
    if (rows.kind) kind_ = member_text(name_of<&Envelope::kind>(), to_word(*rows.kind));
    if (!rows.org.empty()) org_ = member_text(name_of<&Envelope::org>(), rows.org);
    place_columns();
    if (kind_column_ == nullptr && !rows.kind) {
        throw Error(ErrorCode::invalid_argument, "has no column kind, so the kind of its rows must be given");
    }
}

void ArrowRows::place_columns() {
    const std::vector<ArrowColumn>& columns = root_.members();
    const auto whole = std::find_if(columns.begin(), columns.end(), [](const ArrowColumn& column) {
        return column.name() == name_of<&Envelope::body>();
    });
    if (whole != columns.end()) whole_body_ = &*whole;
    if (whole_body_ == nullptr && !rows_.kind) {
        Wording names;
        for (const ArrowColumn& column : columns) {
            if (!names.text.empty()) names += ", ";
            names += told(column.name());
        }
        throw Error(
            ErrorCode::invalid_argument,
            "has no column body, so that its rows are bodies whose kind must be given; the columns are " + names);
    }
    for (const ArrowColumn& column : columns) {
        if (is_index_level(column.name()) || &column == whole_body_) continue;
        const bool is_of_body = whole_body_ == nullptr &&
                                (kEnvelope.find(column.name()) == kNoField ||
                                 kind_info(*rows_.kind).body().find(column.name()) != kNoField);
        if (is_of_body) body_.push_back(&column);
        else if (column.name() == name_of<&Envelope::kind>() && kind_column_ == nullptr) kind_column_ = &column;
        else if (column.name() == name_of<&Envelope::org>() && org_column_ == nullptr) org_column_ = &column;
        else envelope_.push_back(&column);
    }
}

void ArrowRows::bind(const ArrowArray& batch) {
    root_.bind(batch, 0);
    offset_ = batch.offset;
}

void ArrowRows::append_line(std::string& out, std::int64_t row) const {
    const std::int64_t at = offset_ + row;
    bool first = true;
    const auto member = [&](const ArrowColumn* column, const std::string& otherwise) {
        if ((column != nullptr && column->append_member(out, at, first)) || otherwise.empty()) return;
        if (!first) out += ',';
        first = false;
        out += otherwise;
    };
    out += '{';
    member(kind_column_, kind_);
    member(org_column_, org_);
    for (const ArrowColumn* column : envelope_) column->append_member(out, at, first);
    if (whole_body_ == nullptr) {
        out += first ? "\"body\":{" : ",\"body\":{";
        first = true;
        for (const ArrowColumn* column : body_) column->append_member(out, at, first);
        out += '}';
    } else if (!whole_body_->is_text()) {
        whole_body_->append_member(out, at, first);
    } else if (!whole_body_->is_null(at)) {
        out += first ? "\"body\":" : ",\"body\":";
        append_embedded(out, whole_body_->text_for(out, at));
    }
    out += "}\n";
}

}  // namespace abonado
