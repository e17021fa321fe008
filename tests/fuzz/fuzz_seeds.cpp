// Writes what the targets begin with: OUT/<target>/ from the vectors, and for those that read words OUT/<target>.dict from the
// tables.
// usage: fuzz_seeds OUT
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/frames.hpp"
#include "abonado/model.hpp"
#include "abonado/operations.hpp"
#include "abonado/rules.hpp"
#include "engine/user_sql.hpp"
#include "json/locate.hpp"
#include "model/record.hpp"
#include "store_file.hpp"
#include "value_checks.hpp"

namespace abonado::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_below(const fs::path& directory, std::string_view extension) {
    std::vector<fs::path> out;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        if (entry.is_regular_file() && entry.path().extension() == extension) out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

// A document as one line.
std::string on_one_line(std::string text) {
    for (char& c : text) c = c == '\n' || c == '\r' ? ' ' : c;
    return text;
}

template <class... T>
std::string bytes(T... values) {
    return {static_cast<char>(values)...};
}

// The directory of one target.
class Corpus {
public:
    Corpus(const fs::path& out, std::string_view target) : directory_(out / target) {
        fs::create_directories(directory_);
    }
    void add(const std::string& input) {
        std::ofstream file(directory_ / std::to_string(count_++), std::ios::binary);
        file << input;
        require(file.good(), "a seed can be written");
    }

private:
    fs::path directory_;
    int count_ = 0;
};

// --- inputs --------------------------------------------------------------------------------------------------------------

void add_json(Corpus corpus) {
    std::vector<std::string_view> names;
    AllStructs::for_each([&names]<Described T>() { names.push_back(struct_info<T>().name); });
    for (const fs::path& file : files_below(vectors() / "json", ".json")) {
        const std::string name = file.filename().string();
        const std::string_view of = std::string_view(name).substr(0, name.find('.'));
        const auto found = std::find(names.begin(), names.end(), of);
        require(found != names.end(), "a file of tests/vectors/json names a struct");
        corpus.add(bytes(found - names.begin(), 0) + file_text(file));
    }
    // Of each struct the text that a value of defaults is written as, and each record as an envelope.
    for (std::size_t i = 0; i < names.size(); ++i) corpus.add(bytes(i, 2) + "{}");
    const auto envelope = std::find(names.begin(), names.end(), struct_info<Envelope>().name) - names.begin();
    for (const fs::path& file : files_below(vectors() / "rules", ".ndjson")) {
        for (const std::string& line : lines_of(file_text(file))) corpus.add(bytes(envelope, 2) + line);
    }
}

// The texts of the vectors are many; of each type those that it reads are found by it.
void add_values(Corpus corpus) {
    static constexpr std::string_view kTexts[] = {
        "2024-02-29\n2023-12-31",
        "1980-03-30\n0001-01-01",
        "9999-12-31\n",
        "2017-09-15T22:00:00Z\n2016-12-31T23:59:60.5Z",
        "2026-03-29T02:30:00.123456+01:00\n2026-10-25T02:30:00",
        "0001-01-01T00:00:00+00:00\n9999-12-31T23:59:59.999999-00:00",
        "123e4567-e89b-12d3-a456-426614174000\nFFFFFFFF-ffff-0000-0000-000000000000",
        "87.264463\n-0.5",
        "3e2\n1.0000000",
        "9223372036854.775807\n-9223372036854.775808",
        "12345\n9223372036854775807",
        "+34600123456\n",
        "0034 912-34.56.78\n",
        "34712345678\n",
        "+447911123456\n",
        "214011234567890\n",
        "8934071234567890123\n",
        "89340712345678901234\n",
        "00:1A:2b:3c:4d:5e\n",
        "00-1A-2b-3c-4d-5e\n",
        "001A2b3c4d5e\n"};
    for (std::size_t i = 0; i < kValueChecks.size(); ++i) {
        for (const std::string_view text : kTexts) corpus.add(bytes(i) + std::string(text));
    }
}

void add_dumps(Corpus corpus) {
    for (const fs::path& file : files_below(vectors() / "rules", ".ndjson")) {
        const std::string text = file_text(file);
        if (text.size() > 100'000) continue;
        corpus.add(bytes(0x08, 0) + text);
        corpus.add(bytes(0x36, 0) + text);
    }
    for (const std::string_view extension : {".gz", ".zst"}) {
        for (const fs::path& file : files_below(vectors() / "bulk", extension)) {
            if (fs::file_size(file) < 10'000) corpus.add(bytes(0x18, 0) + file_text(file));
        }
    }
    corpus.add(bytes(0x50, 0) + file_text(vectors() / "bulk" / "small.ndjson"));
    for (const std::string& line : lines_of(file_text(vectors() / "seeds" / "index.txt"))) {
        const std::string name = line.substr(0, line.find(' '));
        const auto kind = from_word<RecordKind>(line.substr(line.rfind(' ') + 1));
        if (name != "#" && kind) corpus.add(bytes(0x31, *kind) + on_one_line(file_text(vectors() / "seeds" / name)));
    }
}

void add_mends(Corpus corpus) {
    static const std::string kPatch =
        R"([{"op":"add","path":"/body/x","value":1},{"op":"move","path":"/y","from":"/kind"}])";
    for (const fs::path& file : files_below(vectors() / "rules", ".ndjson")) {
        for (const std::string& line : lines_of(file_text(file))) {
            if (line.size() < 10'000) corpus.add(bytes(1) + line + "\n" + kPatch);
        }
    }
}

void add_requests(Corpus corpus) {
    const std::vector<fs::path> stores = store_files();
    for (const std::string& row : lines_of(file_text(vectors() / "requests" / "index.ndjson"))) {
        const auto member = [&row](std::string_view name) -> std::string {
            LocateTarget target;
            target.pointer = name;
            std::vector<LocateTarget*> order{&target};
            locate(row, order);
            return target.found ? unescape(std::string_view(row).substr(target.begin, target.end - target.begin)) : "";
        };
        const auto is_it = [&](const fs::path& path) { return path.stem() == member("/store"); };
        const auto store = std::find_if(stores.begin(), stores.end(), is_it) - stores.begin();
        const std::string query = member("/query");
        const std::string request = member("/verb") + " " + member("/path") + (query.empty() ? "" : "?" + query) +
                                    "\n" +
                                    (member("/body").empty() ? ""
                                                             : on_one_line(file_text(vectors() / member("/body")))) +
                                    "\n";
        for (const int when : {0, 1, 2, 3}) corpus.add(bytes(store, when) + request + request);
    }
}

void add_queries(Corpus corpus) {
    for (const TableInfo& table : store_tables()) {
        corpus.add(bytes(0) + "SELECT * FROM " + table.name);
        corpus.add(bytes(3) + "SELECT count(*) FROM " + table.view + " WHERE " + table.columns.front().name +
                   " = ?\xff"
                   "7");
    }
    for (const std::string_view sql :
         {"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
          "VALUES (1, 'a', x'00', NULL)", "EXPLAIN SELECT 1", "EXPLAIN QUERY PLAN SELECT * FROM v_subscriptions",
          "SELECT key, value FROM json_each('[1,2]')",
          "SELECT org, status, count(*) FROM v_subscriptions GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 5 OFFSET 1",
          "SELECT * FROM pragma_table_info('runs')", "PRAGMA foreign_keys = OFF", "EXPLAIN PRAGMA foreign_keys = OFF",
          "ATTACH '/tmp/x' AS x", "WITH a AS (SELECT 1) DELETE FROM runs RETURNING id", "SELECT load_extension('x')",
          "SELECT hex(randomblob(9)), printf('%05d', 7), replace('a', 'a', 'bb'), 'x' LIKE '%x%', 'x' GLOB '*'",
          "SELECT sum(id) OVER (PARTITION BY org ORDER BY id) FROM subscriptions"}) {
        corpus.add(bytes(0) + std::string(sql));
    }
    // Each function with few arguments and many, of types that it may not expect.
    for (const std::string_view function : harmless_functions()) {
        for (const std::string_view arguments : {")",
                                                 "?1)\xff"
                                                 "a\xf0",
                                                 "?1, 3)\xff"
                                                 "7",
                                                 "'[1,{}]', ?1, x'00ff')\xff"
                                                 "$[0]",
                                                 "'%.9f', 1e308, -1, NULL)"}) {
            corpus.add(bytes(0) + "SELECT " + std::string(function) + "(" + std::string(arguments));
        }
    }
    for (const std::string_view condition : {"org = 'masmovil' AND legacy_id > 3", "status IN ('ACTIVE')"}) {
        corpus.add(bytes(4) + std::string(condition));
    }
}

void add_damages(Corpus corpus) {
    for (int read = 0; read < 40; ++read) corpus.add(bytes(read));
    for (int page = 0; page < 60; ++page) {
        const int begin = page * 8192;
        corpus.add(bytes(page, begin >> 16, begin >> 8, 3, 0xff, begin >> 16, begin >> 8, 100, page));
    }
    for (int at = 0; at < 100; at += 2) corpus.add(bytes(at, 0, 0, at, 0x7f));
}

void add_frames(Corpus corpus) {
    for (int format = 0; format < 40; ++format) {
        std::string column;
        for (int i = 0; i < 200; ++i) column += bytes(i % 7 == 0 ? 24 : i % 5);
        corpus.add(bytes(1, 3, format, format % 9, 3, format % 2) + column);
        corpus.add(bytes(3, 5, 32, 4, 5, 0, 2, format, 1, 0x15, 1) + column);
    }
}

// --- dictionaries --------------------------------------------------------------------------------------------------------

std::string dictionary_entry(std::string_view word) {
    std::string out = "\"";
    for (const char c : word) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"\n";
}

void write_dictionary(const fs::path& out, std::string_view target, const std::set<std::string>& words) {
    std::ofstream file(out / (std::string(target) + ".dict"));
    for (const std::string& word : words) {
        if (!word.empty() && word.size() < 100) file << dictionary_entry(word);
    }
    require(file.good(), "a dictionary can be written");
}

std::set<std::string> json_words() {
    std::set<std::string> out = {"null", "true", "false", "{}", "[]", "1e400", "-0", "\\u0000"};
    AllStructs::for_each([&out]<Described T>() {
        for (const FieldInfo& field : struct_info<T>().fields) {
            out.insert('"' + std::string(field.name) + "\":");
            if (!field.alias.empty()) out.insert('"' + std::string(field.alias) + "\":");
        }
    });
    for (const EnumInfo* table : enum_tables()) {
        for (const std::string_view word : table->words) out.insert('"' + std::string(word) + '"');
    }
    for (const MySimType& row : mysim_types()) out.insert('"' + std::string(row.name) + '"');
    return out;
}

std::set<std::string> request_words() {
    std::set<std::string> out = json_words();
    for (const OperationInfo& row : operations())
        out.insert(std::string(to_word(row.verb)) + " " + std::string(row.path));
    out.insert({"filter_type=", "filter_value=", "requested_date=", "query=", "%7B%22include%22%3A%5B%22"});
    return out;
}

std::set<std::string> sql_words() {
    std::set<std::string> out = {
        "SELECT ",      " FROM ",          " WHERE ",   " GROUP BY ",   " ORDER BY ",  " LIMIT ",    " JOIN ",
        " UNION ALL ",  "WITH RECURSIVE ", "EXPLAIN ",  "PRAGMA ",      "VALUES ",     "CASE WHEN ", " OVER (",
        "json_each(",   "pragma_",         "ATTACH ",   "VACUUM INTO ", " RETURNING ", "count(*)",   "group_concat(",
        "zeroblob(",    "CAST(",           " COLLATE ", "printf(",      "/*",          "--",         "sqlite_schema",
        "INSERT INTO ", "DELETE FROM "};
    for (const TableInfo& table : store_tables()) {
        out.insert({table.name, table.view});
        for (const TableInfo::Column& column : table.columns) out.insert(column.name);
    }
    for (const FrameInfo& frame : frames()) {
        for (const FrameColumn& column : frame.columns) out.insert(column.name);
    }
    for (const std::string_view function : harmless_functions()) out.insert(std::string(function) + "(");
    return out;
}

std::set<std::string> patch_words() {
    std::set<std::string> out = json_words();
    out.insert({"\"op\":", "\"path\":", "\"from\":", "\"value\":", "\"add\"", "\"replace\"", "\"move\"", "~0", "~1",
                "/body/"});
    return out;
}

void write_all(const fs::path& out) {
    fs::remove_all(out);
    add_json({out, "fuzz_json"});
    add_values({out, "fuzz_values"});
    add_dumps({out, "fuzz_validate"});
    add_mends({out, "fuzz_mends"});
    add_requests({out, "fuzz_handle"});
    add_queries({out, "fuzz_query"});
    add_damages({out, "fuzz_store"});
    add_frames({out, "fuzz_arrow"});
    write_dictionary(out, "fuzz_json", json_words());
    write_dictionary(out, "fuzz_validate", json_words());
    write_dictionary(out, "fuzz_mends", patch_words());
    write_dictionary(out, "fuzz_handle", request_words());
    write_dictionary(out, "fuzz_query", sql_words());
}

}  // namespace
}  // namespace abonado::fuzz

int main(int argc, char** argv) {
    abonado::fuzz::require(argc == 2, "usage: fuzz_seeds OUT");
    abonado::fuzz::write_all(argv[1]);
    return 0;
}
