#include "generate/malformed.hpp"

#include <array>

#include "generate/line_text.hpp"

namespace abonado::gen {

namespace {

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    return out.append(text).append("\"");
}

std::string_view without_quotes(std::string_view json) { return json.substr(1, json.size() - 2); }

// `good` is YYYY-MM-DDThh:mm:ss[.ffffff]Z in quotes.
struct InstantText {
    std::string date, time;
    explicit InstantText(std::string_view good) : date(good.substr(1, 10)), time(good.substr(12, 8)) {}
};

}  // namespace

std::string of_wrong_type(Random& random, const FieldInfo& field, std::string_view good) {
    switch (field.type) {
        case FieldType::integer:
        case FieldType::legacy_id:
            return random.percent(40) ? in_quotes(good) : random.word("1.5", "1e3", "true", "[]", "{}");
        case FieldType::boolean:
            return random.word("\"true\"", "0", "\"S\"", "[true]");
        case FieldType::amount:
            return random.percent(40) ? in_quotes(good) : random.word("true", "[]", "{\"EUR\":1}");
        case FieldType::external_id:
            return random.word("1.5", "true", "[]", "{}");
        case FieldType::object:
        case FieldType::body:
            return random.word("[]", "\"{}\"", "1", "false", "[{}]");
        case FieldType::object_list:
            // An element of another type in a list is a fault of the same kind as no list at all.
            return random.word("{}", "\"N/A\"", "0", "true", "[null]", "[\"x\"]", "[[]]");
        case FieldType::text_list:
            return random.word("\"contrato.pdf\"", "{}", "7", "[1]", "[null]", "[\"a\",{}]");
        default:
            return random.word("20170915", "5", "1.5", "true", "false", "[]", "{}", "[\"x\"]");
    }
}

std::string no_word(Random& random, std::string_view good) {
    const std::string word(without_quotes(good));
    switch (random.below(4)) {
        case 0:
            return in_quotes(word + " ");
        case 1:
            return in_quotes(word + "S");
        case 2: {
            std::string lower = word;
            for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            return in_quotes(lower);
        }
        default:
            return in_quotes(random.word("", "N/A", "ACTIVO", "UNKNOWN", "SUSPENDED", "Móvil"));
    }
}

std::string no_instant(Random& random, std::string_view good) {
    const InstantText t(good);
    switch (random.below(9)) {
        case 0:
            return in_quotes(t.date + "T" + t.time);  // no offset
        case 1:
            return in_quotes(t.date + "T24:00:00Z");
        case 2:
            return in_quotes(t.date + " " + t.time + "Z");
        case 3:
            return in_quotes(t.date + "T" + t.time + ",5Z");
        case 4:
            return in_quotes(t.date);  // a day is no instant
        case 5:
            return in_quotes(t.date.substr(0, 4) + "0931T100000Z");  // the basic form
        case 6:
            return in_quotes(t.date.substr(0, 4) + "-02-30T" + t.time + "Z");
        case 7:
            return in_quotes(t.date + "T12:30:60Z");  // no leap second was there
        default:
            return in_quotes(random.word("", "N/A", "15/09/2017 22:00", "2017-W37-5T22:00:00Z", "2017-13-01T00:00:00Z",
                                         "2017-09-15T22:00:00+0200", "2017-09-15T22:00Z", "1505512800", "ayer"));
    }
}

std::string no_date(Random& random, std::string_view good) {
    const std::string date(without_quotes(good));
    switch (random.below(4)) {
        case 0:
            return in_quotes(date + "T00:00:00Z");
        case 1:
            return in_quotes(date.substr(8, 2) + "/" + date.substr(5, 2) + "/" + date.substr(0, 4));
        case 2:
            return in_quotes(date.substr(0, 4) + "-02-30");
        default:
            return in_quotes(random.word("", "N/A", "2017-9-15", "20170915", "2017-00-10", "17-09-15", "2017-09-15 "));
    }
}

std::string no_uuid(Random& random, std::string_view good) {
    std::string uuid(without_quotes(good));
    switch (random.below(6)) {
        case 0:
            uuid.pop_back();
            break;
        case 1:
            uuid += '0';
            break;
        case 2:
            uuid = "{" + uuid + "}";
            break;
        case 3:
            uuid[random.below(8)] = 'g';
            break;
        case 4:
            uuid.erase(8, 1);
            break;
        default:
            uuid = random.word("", "N/A", "12345", "urn:uuid:6f1c2a9e-0000-4000-8000-000000000000");
            break;
    }
    return in_quotes(uuid);
}

std::string no_amount(Random& random, std::string_view) {
    return random.word("87.2644631", "0.0000001", "1e-7", "99999999999999", "1e30", "1e400", "-3.1234567");
}

namespace {

// Bytes that no valid UTF-8 text holds in this order.
constexpr std::array<std::string_view, 6> kBadUtf8{"\xff",         "\xc3",     "\xc0\xaf",
                                                   "\xed\xa0\x80", "\xe2\x82", "\xf5\x80\x80\x80"};
constexpr std::array<std::string_view, 5> kControl{"\x01", "\t", "\x1f", "\x0b", std::string_view("\0", 1)};
constexpr std::array<std::string_view, 4> kBadEscape{R"(\ud800)", R"(\x41)", R"(\u12g4)", R"(\')"};
constexpr std::array<std::string_view, 8> kNoObject{
    "### LOTE DE MIGRACION 0042 ###", "null",          "42", "\"una cadena\"", "[]", "true",
    "id;org;status;2017-09-15",       "{'kind':'max'}"};

// Puts bytes into a string of the line; the kind is always one.
void put_into_string(Draft& draft, std::string_view bytes) {
    LineText text(draft);
    const auto member = text.pick([](const Member& m) { return m.field->type == FieldType::text; });
    const auto at = member ? text.range(*member) : text.range("/kind");
    draft.line.insert(at.begin + 1, bytes);
}

}  // namespace

void garble_line(Draft& draft) {
    Random& random = draft.random;
    std::string& line = draft.line;
    switch (random.below(10)) {
        case 0:
        case 1:
            line.resize(1 + random.below(line.size() - 1));
            break;
        case 2:
            line = random.pick(kNoObject);
            break;
        case 3:
            put_into_string(draft, random.pick(kBadUtf8));
            break;
        case 4:
            put_into_string(draft, random.pick(kControl));
            break;
        case 5:
            put_into_string(draft, random.pick(kBadEscape));
            break;
        case 6:
            line = "[" + line + "]";
            break;
        case 7:
            line += random.word("}", ",", "x", " null", "{}", ";");
            break;
        case 8:
            line.insert(line.size() - 1, ",");
            break;
        default:
            line.replace(line.find(':'), 1, random.word("=", "", "::", ": /* */"));
            break;
    }
}

}  // namespace abonado::gen
