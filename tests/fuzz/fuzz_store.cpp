// A store's file with any bytes in it: opening and reading it give answers or errors of a store, and never crash. The first byte
// says what is read; the others replace those of a good file, in groups of four: where (three bytes, the highest first), and
// what.
#include <functional>
#include <string>
#include <vector>

#include "abonado/arrow.hpp"
#include "abonado/error.hpp"
#include "abonado/frames.hpp"
#include "choices.hpp"
#include "store_file.hpp"

namespace abonado::fuzz {
namespace {

std::string damaged(const std::string& good, Choices choices) {
    std::string out = good;
    while (!choices.at_end()) {
        std::size_t where = choices.byte() << 16;
        where |= choices.byte() << 8;
        where |= choices.byte();
        out[where % out.size()] = static_cast<char>(choices.byte());
    }
    return out;
}

template <class Work>
void survives(Work&& work) {
    try {
        work();
    } catch (const Error& error) {
        const ErrorCode code = error.code();
        const bool is_known = code == ErrorCode::storage || code == ErrorCode::store_unusable ||
                              code == ErrorCode::store_busy || code == ErrorCode::invalid_argument ||
                              code == ErrorCode::invalid_document || code == ErrorCode::not_found ||
                              code == ErrorCode::subscription_not_found;
        require(is_known, error.what());
    }
}

void read_frame(Engine& engine, const std::string& name) {
    FrameRequest request;
    request.name = name;
    ArrowArrayStream stream{};
    engine.frame(request, &stream);
    ArrowArray batch{};
    while (stream.get_next(&stream, &batch) == 0 && batch.release != nullptr) batch.release(&batch);
    stream.release(&stream);
}

using Read = std::function<void(Engine&)>;

// All that only reads.
std::vector<Read> all_reads() {
    std::vector<Read> out = {
        [](Engine& engine) { engine.check(); },
        [](Engine& engine) { engine.digest(); },
        [](Engine& engine) { engine.runs(); },
        [](Engine& engine) { engine.audit({}, {}, [](const AuditEntry&) {}); },
        [](Engine& engine) { engine.rejects({}, [](const Reject&) {}); },
        [](Engine& engine) { engine.export_documents([](std::string_view) {}); },
        [](Engine& engine) { engine.find_subscriptions("yoigo", FilterType::msisdn, "345652"); },
        [](Engine& engine) {
            engine.handle({"GET", "/v1/orgs/masmovil/subscriptions/1", "", ""});
        },
        [](Engine& engine) { engine.get_products("telco", 214748364); },
        [](Engine& engine) { engine.shippings("masmovil", 5652763); },
        [](Engine& engine) { engine.subscription("euskaltel", 12345); },
        [](Engine& engine) { engine.counts(); },
        [](Engine& engine) { engine.scheduled(); },
        [](Engine& engine) { engine.catalogue(); },
    };
    for (const FrameInfo& frame : frames())
        out.emplace_back([&frame](Engine& engine) { read_frame(engine, frame.name); });
    return out;
}

}  // namespace
}  // namespace abonado::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace abonado;
    using namespace abonado::fuzz;
    static const StoredStore kGood(store_files());
    static const std::vector<Read> kReads = all_reads();
    Choices choices(data, size);
    const Read& read = choices.one_of(std::span(kReads));
    const StoreFile file(damaged(kGood.bytes, choices));
    survives([&] {
        ConnectOptions options;
        options.read_only = true;
        Engine engine(file.path(), options);
        read(engine);
    });
    return 0;
}
