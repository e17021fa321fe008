// Visits every member of every document of an NDJSON file with simdjson On-Demand and reads every scalar by its type: what
// reading alone costs. Prints seconds and counts as JSON.
//
//     simdjson_walk FILE
//
// As its documentation recommends: one parser, reused, iterate_many over padded batches that stay in the cache, compiled for
// the processor that runs it. One thread: without SIMDJSON_THREADS_ENABLED iterate_many starts none.
#include <simdjson.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t kBatch = std::size_t{1} << 20;

struct Tally {
    std::uint64_t documents = 0;
    std::uint64_t refused = 0;
    std::uint64_t members = 0;
    std::uint64_t scalars = 0;
    std::uint64_t sum = 0;  // of what was read, so that none of it is left out
};

template <class Value>
void visit(Value&& value, Tally& tally);

void visit_number(ondemand::number number, Tally& tally) {
    if (number.is_int64()) tally.sum += static_cast<std::uint64_t>(number.get_int64());
    else if (number.is_uint64()) tally.sum += number.get_uint64();
    else tally.sum += static_cast<std::uint64_t>(number.get_double());
}

template <class Value>
void visit(Value&& value, Tally& tally) {
    const ondemand::json_type type = value.type();
    if (type == ondemand::json_type::object) {
        for (auto field : value.get_object()) {
            tally.members += 1;
            tally.sum += static_cast<unsigned char>(field.key().value().raw()[0]);
            visit(field.value().value(), tally);
        }
        return;
    }
    if (type == ondemand::json_type::array) {
        for (auto element : value.get_array()) visit(element.value(), tally);
        return;
    }
    tally.scalars += 1;
    if (type == ondemand::json_type::string) tally.sum += std::string_view(value.get_string()).size();
    else if (type == ondemand::json_type::number) visit_number(value.get_number(), tally);
    else if (type == ondemand::json_type::boolean) tally.sum += bool(value.get_bool());
    else if (!value.is_null()) throw simdjson::simdjson_error(simdjson::N_ATOM_ERROR);
}

void walk(ondemand::parser& parser, const char* text, std::size_t size, std::size_t capacity, Tally& tally) {
    ondemand::document_stream documents;
    const auto error = parser.iterate_many(text, size, capacity).get(documents);
    if (error) throw simdjson::simdjson_error(error);
    for (auto document : documents) {
        tally.documents += 1;
        try {
            visit(document.value(), tally);
        } catch (const simdjson::simdjson_error&) {
            tally.refused += 1;
        }
    }
}

// Whole lines of at most kBatch bytes at a time; a longer line makes the buffer grow.
void walk_file(std::FILE* file, Tally& tally) {
    ondemand::parser parser;
    std::vector<char> buffer(kBatch + simdjson::SIMDJSON_PADDING);
    std::size_t held = 0;
    while (true) {
        const std::size_t capacity = buffer.size() - simdjson::SIMDJSON_PADDING;
        const std::size_t got = std::fread(buffer.data() + held, 1, capacity - held, file);
        held += got;
        if (held == 0) return;
        const std::size_t newline = std::string_view(buffer.data(), held).rfind('\n');
        const std::size_t whole = got == 0 ? held : newline + 1;
        if (newline == std::string_view::npos && got != 0) {
            buffer.resize(buffer.size() * 2);
            continue;
        }
        walk(parser, buffer.data(), whole, capacity, tally);
        std::memmove(buffer.data(), buffer.data() + whole, held - whole);
        held -= whole;
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: simdjson_walk FILE\n");
        return 2;
    }
    std::FILE* file = std::fopen(argv[1], "rb");
    if (file == nullptr) {
        std::perror(argv[1]);
        return 1;
    }
    std::setvbuf(file, nullptr, _IONBF, 0);
    Tally tally;
    const auto start = std::chrono::steady_clock::now();
    walk_file(file, tally);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::fclose(file);
    std::printf(
        "{\"seconds\": %.6f, \"facts\": {\"records\": %llu, \"refused\": %llu, \"members\": %llu, \"scalars\": %llu, "
        "\"sum\": %llu, \"version\": \"%d.%d.%d\", \"implementation\": \"%s\"}}\n",
        seconds.count(), static_cast<unsigned long long>(tally.documents),
        static_cast<unsigned long long>(tally.refused), static_cast<unsigned long long>(tally.members),
        static_cast<unsigned long long>(tally.scalars), static_cast<unsigned long long>(tally.sum),
        simdjson::SIMDJSON_VERSION_MAJOR, simdjson::SIMDJSON_VERSION_MINOR, simdjson::SIMDJSON_VERSION_REVISION,
        simdjson::get_active_implementation()->name().c_str());
    return 0;
}
