/* What hot_paths.py asks of Valgrind, and the reading of a stream that stays in C. */
#include <stdint.h>
#include <valgrind/callgrind.h>

#include "abonado/arrow.hpp"

void begin(void) {
    CALLGRIND_START_INSTRUMENTATION;
}

/* What was counted since begin() becomes a dump of that name. */
void end(const char* name) {
    CALLGRIND_STOP_INSTRUMENTATION;
    CALLGRIND_DUMP_STATS_AT(name);
}

/* Reads a stream to its end and releases it; the number of rows, or -1. */
int64_t read_all(struct ArrowArrayStream* stream) {
    int64_t rows = 0;
    for (;;) {
        struct ArrowArray batch = {0};
        if (stream->get_next(stream, &batch) != 0) {
            rows = -1;
            break;
        }
        if (!batch.release) break;
        rows += batch.length;
        batch.release(&batch);
    }
    stream->release(stream);
    return rows;
}
