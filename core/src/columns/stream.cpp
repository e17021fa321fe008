#include "columns/stream.hpp"

#include <cerrno>
#include <exception>
#include <new>
#include <string>
#include <utility>

#include "columns/schema.hpp"

namespace abonado {

namespace {

struct Owned {
    std::unique_ptr<BatchSource> source;
    bool is_over = false;
    int failed = 0;
    std::string error;
};

// No exception may pass through C. The error stays, as the source may not be asked again.
template <class Work>
int guarded_call(ArrowArrayStream* stream, Work&& work) {
    Owned& owned = *static_cast<Owned*>(stream->private_data);
    if (owned.failed != 0) return owned.failed;
    try {
        work(owned);
        return 0;
    } catch (const std::bad_alloc&) {
        owned.failed = ENOMEM;
        owned.error.clear();  // a text would need memory
    } catch (const std::exception& cause) {
        owned.failed = EIO;
        owned.error = cause.what();
    }
    return owned.failed;
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
    return guarded_call(stream, [out](Owned& owned) { export_schema(owned.source->columns(), out); });
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
    return guarded_call(stream, [out](Owned& owned) {
        if (!owned.is_over && owned.source->next(out)) return;
        owned.is_over = true;
        *out = ArrowArray{};
    });
}

const char* get_last_error(ArrowArrayStream* stream) {
    const Owned& owned = *static_cast<Owned*>(stream->private_data);
    if (owned.failed == 0) return nullptr;
    return owned.failed == ENOMEM ? "out of memory" : owned.error.c_str();
}

void release(ArrowArrayStream* stream) {
    if (stream->release == nullptr) return;
    delete static_cast<Owned*>(stream->private_data);
    stream->release = nullptr;
}

}  // namespace

void export_stream(std::unique_ptr<BatchSource> source, ArrowArrayStream* out) {
    auto owned = std::make_unique<Owned>();
    owned->source = std::move(source);
    *out = ArrowArrayStream{&get_schema, &get_next, &get_last_error, &release, owned.release()};
}

}  // namespace abonado
