#include "json/direct_reader.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "json/decoder.hpp"
#include "json/escapes.hpp"
#include "json/forms.hpp"
#include "json/scan.hpp"
#include "model/digits.hpp"

namespace abonado {

namespace {

constexpr std::ptrdiff_t kSafeDigits = 18;     // any number of so many digits fits 64 bits
constexpr std::ptrdiff_t kDateLength = 10;     // YYYY-MM-DD
constexpr std::ptrdiff_t kInstantLength = 20;  // YYYY-MM-DDThh:mm:ssZ, the usual form
constexpr std::ptrdiff_t kUuidLength = 36;

// The kind of a body that begins at `p` and stands before the member that tells it: looked for from the end of the line, where
// only what is short stands behind a body. It may come from elsewhere, so that it is compared once the member is read.
std::optional<RecordKind> kind_behind(const char* p, const char* end) {
    static const std::string name =
        '"' + std::string(struct_info<Envelope>().fields[field_index<Envelope, &Envelope::kind>()].name) + '"';
    const std::size_t at = std::string_view(p, end).rfind(name);
    if (at == std::string_view::npos) return std::nullopt;
    p = skip_space(p + at + name.size(), end);
    if (p == end || *p != ':') return std::nullopt;
    p = skip_space(p + 1, end);
    if (p == end || *p != '"') return std::nullopt;
    ++p;
    return from_word<RecordKind>({p, find_special(p, end)});
}

}  // namespace

DirectReader::DirectReader(const DecodeOptions& options)
    : naive_(options.naive), max_depth_(options.max_depth), max_elements_(options.max_elements) {}

void DirectReader::begin(std::string_view text, Record& out) {
    out.reset(text);
    record_ = &out;
    end_ = text.data() + text.size();
    depth_ = 0;
}

bool DirectReader::read_line(std::string_view line, Record& out) {
    begin(line, out);
    kind_.reset();
    if (!read_root(envelope_plan(), out.envelope)) return false;
    out.kind = kind_;  // an envelope has to have it
    return true;
}

bool DirectReader::read_body(std::string_view text, RecordKind kind, Record& out) {
    begin(text, out);
    out.kind = kind_ = kind;
    return read_root(body_plan(kind), out.body);
}

bool DirectReader::read_root(const ReadPlan& plan, std::uint32_t& root) {
    At p = space(record_->text.data());
    if (p == end_ || *p != '{' || !add_object(plan, kNoObject, kNoField, kNoElement, root)) return false;
    p = read_object(p, plan, root);
    return p == end_;
}

inline DirectReader::At DirectReader::space(At p) const noexcept {
    return p != end_ && *p > ' ' ? p : skip_space(p, end_);
}

// The punctuation mark with the white space around it.
inline DirectReader::At DirectReader::read_mark(At p, char mark) const noexcept {
    if (p == end_) return nullptr;
    if (*p != mark) {
        p = skip_space(p, end_);
        if (p == end_ || *p != mark) return nullptr;
    }
    return space(p + 1);
}

bool DirectReader::add_object(const ReadPlan& plan, std::uint32_t parent, int field, std::int32_t element,
                              std::uint32_t& added) {
    if (record_->object_count() >= max_elements_) return false;
    added = record_->add_object(*plan.type, parent, field, element);
    return true;
}

DirectReader::At DirectReader::read_object(At p, const ReadPlan& plan, std::uint32_t object) {
    Open open{plan, object, record_->object(object).first_slot};
    if (++depth_ > max_depth_) return nullptr;
    p = read_members(p, open);
    --depth_;
    if ((required_fields(*plan.type, object == record_->body, kind_) & ~open.present) != 0) return nullptr;
    ObjectNode& node = record_->object(object);
    node.seen = open.seen;
    node.present = open.present;
    return p;
}

DirectReader::At DirectReader::read_members(At p, Open& open) {
    p = space(p + 1);
    if (p != end_ && *p == '}') return space(p + 1);
    for (std::size_t expected = 0;;) {
        std::size_t field = 0;
        p = read_key(p, open.plan, expected, field);
        if (p == nullptr || (open.seen & field_bit(field)) != 0) return nullptr;
        open.seen |= field_bit(field);
        expected = field + 1;
        p = read_mark(p, ':');
        if (p == nullptr || p == end_) return nullptr;
        p = read_value(p, open, field);
        if (p == nullptr) return nullptr;
        const At comma = read_mark(p, ',');
        if (comma == nullptr) return read_mark(p, '}');
        p = comma;
    }
}

// Most documents are written in the order of the table, so that the field that stands next is tried first.
inline DirectReader::At DirectReader::read_key(At p, const ReadPlan& plan, std::size_t expected,
                                               std::size_t& field) const noexcept {
    if (p == end_ || *p != '"') return nullptr;
    const bool is_in_reach = end_ - p >= static_cast<std::ptrdiff_t>(QuotedName::kReach);
    if (is_in_reach && expected < plan.fields.size() && plan.fields[expected].name.stands_at(p)) {
        field = expected;
        return p + plan.fields[expected].name.size();
    }
    const At close = find_special(p + 1, end_);
    if (close == end_ || *close != '"') return nullptr;
    const int found = plan.type->find({p + 1, close});
    if (found == kNoField) return nullptr;
    field = static_cast<std::size_t>(found);
    return close + 1;
}

inline DirectReader::At DirectReader::read_value(At p, Open& open, std::size_t field) {
    const PlannedField& row = open.plan.fields[field];
    if (*p == 'n') return read_literal(p, "null");  // the same as a member that is absent
    open.present |= field_bit(field);
    switch (row.type) {
        case FieldType::text:
            return read_text_member(p, row, slot(open, field));
        case FieldType::external_id:
            if (*p != '"') return read_number(p, row.type, slot(open, field));
            return read_text_member(p, row, slot(open, field));
        case FieldType::instant:
            return read_instant(p, slot(open, field));
        case FieldType::date:
            return read_date(p, slot(open, field));
        case FieldType::uuid:
            return read_uuid(p, slot(open, field));
        case FieldType::enumeration:
            return read_word(p, open, field);
        case FieldType::integer:
        case FieldType::legacy_id:
        case FieldType::amount:
            return read_number(p, row.type, slot(open, field));
        case FieldType::boolean:
            slot(open, field).integer = *p == 't' ? 1 : 0;
            slot(open, field).source = nullptr;
            return read_literal(p, *p == 't' ? "true" : "false");
        case FieldType::object:
            return read_child(p, *row.child, open, field);
        case FieldType::body:
            return read_body_member(p, open, field);
        case FieldType::object_list:
            return read_objects(p, open, field);
        case FieldType::text_list:
            return read_texts(p, open, field);
    }
    return nullptr;
}

DirectReader::At DirectReader::read_literal(At p, std::string_view literal) const noexcept {
    return std::string_view(p, end_).starts_with(literal) ? p + literal.size() : nullptr;
}

inline DirectReader::At DirectReader::read_text(At p, std::string_view& text, At& source) {
    if (*p != '"') return nullptr;
    At at = p + 1;
    for (;;) {
        at = find_special(at, end_);
        if (at == end_) return nullptr;
        if (*at == '"') {
            text = {p + 1, at};
            source = p;
            return at + 1;
        }
        if (*at == '\\') {
            std::string_view undone;  // by itself, so that `text` stays in registers for all other texts
            at = read_escaped(p, at, undone);
            text = undone;
            source = nullptr;  // the text does not stand there as such
            return at;
        }
        const std::size_t length = character_length({at, end_});
        if (length < 2) return nullptr;  // a control character, or no UTF-8
        at += length;
    }
}

// A text from its opening quote on, with its first escape.
DirectReader::At DirectReader::read_escaped(At p, At escape, std::string_view& text) {
    scratch_.assign(p + 1, escape);
    for (At at = escape;;) {
        if (at == end_) return nullptr;
        if (*at == '"') {
            text = record_->keep(scratch_);
            return at + 1;
        }
        if (*at == '\\') {
            at = append_escape(at, end_, scratch_);
            if (at == nullptr) return nullptr;
            continue;
        }
        At next = find_special(at, end_);
        if (next == at) {
            const std::size_t length = character_length({at, end_});
            if (length < 2) return nullptr;
            next += length;
        }
        scratch_.append(at, next);
        at = next;
    }
}

inline DirectReader::At DirectReader::read_text_member(At p, const PlannedField& row, Slot& out) {
    std::string_view text;
    p = read_text(p, text, out.source);
    if (p == nullptr || (row.needs_text && is_blank(text))) return nullptr;
    out.text = text;
    return p;
}

// A text of which the usual length is known: where a quote stands after so many characters, no other is looked for, because
// what may not stand in a text is refused by the readers of dates and uuids anyway.
inline DirectReader::At DirectReader::read_text_of(std::ptrdiff_t length, At p, std::string_view& text, At& source) {
    if (end_ - p < length + 2 || *p != '"' || p[length + 1] != '"') return read_text(p, text, source);
    text = {p + 1, static_cast<std::size_t>(length)};
    source = p;
    return p + length + 2;
}

inline DirectReader::At DirectReader::read_instant(At p, Slot& out) {
    std::string_view text;
    p = read_text_of(kInstantLength, p, text, out.source);
    const auto instant = p == nullptr ? std::nullopt : Instant::parse(text, naive_);
    if (!instant) return nullptr;
    out.integer = instant->micros;
    return p;
}

inline DirectReader::At DirectReader::read_date(At p, Slot& out) {
    std::string_view text;
    p = read_text_of(kDateLength, p, text, out.source);
    const auto date = p == nullptr ? std::nullopt : Date::parse(text);
    if (!date) return nullptr;
    out.integer = date->days;
    return p;
}

inline DirectReader::At DirectReader::read_uuid(At p, Slot& out) {
    std::string_view text;
    p = read_text_of(kUuidLength, p, text, out.source);
    const auto uuid = p == nullptr ? std::nullopt : Uuid::parse(text);
    if (!uuid) return nullptr;
    out.uuid = *uuid;
    return p;
}

inline DirectReader::At DirectReader::read_word(At p, Open& open, std::size_t field) {
    std::string_view text;
    Slot& out = slot(open, field);
    p = read_text(p, text, out.source);
    if (p == nullptr) return nullptr;
    const int word = find_word(open.plan.fields[field].info->enumeration->words, text);
    if (word < 0) return nullptr;
    if (open.object == record_->envelope && field == 0 && !take_kind(word)) return nullptr;
    out.integer = word;
    return p;
}

// False if the body was read as one of another kind.
bool DirectReader::take_kind(int word) noexcept {
    const auto kind = static_cast<RecordKind>(word);
    if (kind_) return kind_ == kind;
    kind_ = kind;
    return true;
}

DirectReader::At DirectReader::read_number(At p, FieldType type, Slot& out) {
    const At first = p;
    const bool negative = *p == '-';
    if (negative) ++p;
    const At digits = p;
    std::int64_t value = 0;
    for (; p != end_ && detail::is_digit(*p); ++p) {
        if (p - digits == kSafeDigits) return nullptr;
        value = value * 10 + (*p - '0');
    }
    // Also what is no number at all; a zero before other digits is no JSON.
    if (p == digits || (*digits == '0' && (p - digits > 1 || negative))) return nullptr;
    const bool has_fraction = p != end_ && *p == '.';
    if (has_fraction) {
        const At fraction = ++p;
        while (p != end_ && detail::is_digit(*p)) ++p;
        if (p == fraction) return nullptr;
    }
    if (p != end_ && (*p == 'e' || *p == 'E')) return nullptr;
    if (has_fraction && type != FieldType::amount) return nullptr;
    if (negative) value = -value;

    const std::string_view literal(first, p);
    if (type == FieldType::amount) {
        const auto amount = Money::parse(literal);
        if (!amount) return nullptr;
        out.integer = amount->millionths;
    } else if (type == FieldType::integer || (type == FieldType::legacy_id && value > 0)) {
        out.integer = value;
    } else if (type == FieldType::external_id && is_exact_in_double(value)) {
        out.text = literal;
    } else {
        return nullptr;
    }
    out.source = first;
    return p;
}

DirectReader::At DirectReader::read_child(At p, const ReadPlan& plan, Open& open, std::size_t field) {
    std::uint32_t child = kNoObject;
    if (*p != '{' || !add_object(plan, open.object, static_cast<int>(field), kNoElement, child)) return nullptr;
    slot(open, field).object = child;
    return read_object(p, plan, child);
}

DirectReader::At DirectReader::read_body_member(At p, Open& open, std::size_t field) {
    if (!kind_) kind_ = kind_behind(p, end_);
    if (!kind_) return nullptr;
    // Set before the body is read, as some of it depends on being the body.
    record_->body = static_cast<std::uint32_t>(record_->object_count());
    return read_child(p, body_plan(*kind_), open, field);
}

DirectReader::At DirectReader::read_objects(At p, Open& open, std::size_t field) {
    const ReadPlan& plan = *open.plan.fields[field].child;
    if (*p != '[' || ++depth_ > max_depth_) return nullptr;
    slot(open, field).list = {kNoObject, 0};
    p = space(p + 1);
    if (p != end_ && *p == ']') {
        --depth_;
        return space(p + 1);
    }
    std::uint32_t last = kNoObject;
    for (std::int32_t element = 0;; ++element) {
        std::uint32_t child = kNoObject;
        if (p == end_ || *p != '{' || !add_object(plan, open.object, static_cast<int>(field), element, child)) {
            return nullptr;
        }
        if (last == kNoObject) slot(open, field).list.first = child;
        else record_->object(last).next = child;
        last = child;
        p = read_object(p, plan, child);
        if (p == nullptr) return nullptr;
        ++slot(open, field).list.count;
        const At comma = read_mark(p, ',');
        if (comma == nullptr) break;
        p = comma;
    }
    --depth_;
    return read_mark(p, ']');
}

DirectReader::At DirectReader::read_texts(At p, Open& open, std::size_t field) {
    if (*p != '[' || ++depth_ > max_depth_) return nullptr;
    Slot& list = slot(open, field);
    list.list = {static_cast<std::uint32_t>(record_->texts.size()), 0};
    p = space(p + 1);
    if (p != end_ && *p == ']') {
        --depth_;
        return space(p + 1);
    }
    for (;;) {
        std::string_view text;
        At source = nullptr;
        if (p == end_ || record_->texts.size() >= max_elements_) return nullptr;
        p = read_text(p, text, source);
        if (p == nullptr) return nullptr;
        record_->texts.push_back(text);
        ++list.list.count;
        const At comma = read_mark(p, ',');
        if (comma == nullptr) break;
        p = comma;
    }
    --depth_;
    return read_mark(p, ']');
}

}  // namespace abonado
