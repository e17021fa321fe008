// The C interface, for C11, C++, and whatever calls C: a dump is validated; a store is opened, loaded, asked and read.
//
// Errors. A function that can fail returns an `abonado_code`, 0 if it did what it says; `abonado_last_error` tells more. No
// exception leaves a function. What a function gives through a pointer is null after a failure, unless it says otherwise.
//
// Text goes in as a pointer and a number of bytes, or ABONADO_TERMINATED if a zero byte ends it; a null pointer of size 0 is
// the empty text. It has to be there until the call returns. JSON comes out as UTF-8 that a zero byte ends and no other is in;
// it is the caller's, to be given to `abonado_text_free`. Where a pointer for it is null, it is not made.
//
// Options are structs that begin with their own size. Set all to zero, then the size; a zero means the default, and so does a
// null pointer to options. Later versions add members at the end only, so a program runs with a newer library, and with an
// older one as long as it leaves what that does not know at zero:
//
//     abonado_open_options options = {.size = sizeof options, .read_only = 1};
//
// Threads. An engine may be used from any number of threads, one of which writes at a time; but for `abonado_engine_free`,
// which must be the last call. The last error is the calling thread's own. Callbacks run on the thread that made the call, and
// have to return: no longjmp, no pthread_exit, no cancellation of the thread.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "abonado/arrow.hpp"
#include "abonado/export.h"
#include "abonado/version.hpp"

#ifdef __cplusplus
extern "C" {
#endif

// NOLINTBEGIN(modernize-use-using, performance-enum-size): C has neither

// The size of a text that a zero byte ends.
#define ABONADO_TERMINATED SIZE_MAX

// What a function returns: one of `abonado_codes`, or one that a later version adds.
typedef int32_t abonado_code;

// The rows of the table of errors, `abonado::ErrorCode`, by numbers that stay. Negative: not in the table.
enum abonado_codes {
    ABONADO_OK = 0,
    ABONADO_INVALID_ARGUMENT = 1,
    ABONADO_INVALID_DOCUMENT = 2,
    ABONADO_INPUT_UNREADABLE = 3,
    ABONADO_OUTPUT_UNWRITABLE = 4,
    ABONADO_CANCELLED = 5,
    ABONADO_NOT_FOUND = 6,
    ABONADO_STORE_UNUSABLE = 7,
    ABONADO_STORE_BUSY = 8,
    ABONADO_STORAGE = 9,
    ABONADO_HANDLE_CLOSED = 10,
    ABONADO_MISSING_QUERY_PARAMS = 11,
    ABONADO_INVALID_SUBSCRIPTION_STATUS = 12,
    ABONADO_INCOMPATIBLE_PRODUCT = 13,
    ABONADO_CHANGE_PENDING = 14,
    ABONADO_FORBIDDEN_ORGANIZATION = 15,
    ABONADO_SUBSCRIPTION_NOT_FOUND = 16,
    ABONADO_PRODUCT_NOT_FOUND = 17,
    ABONADO_ALREADY_EXISTS = 18,
    ABONADO_STATUS_CONFLICT = 19,
    ABONADO_METHOD_NOT_ALLOWED = 20,
    ABONADO_OUT_OF_MEMORY = -1,
    ABONADO_UNEXPECTED = -2  // a fault of the library; the message says what is known of it
};

// Why a call failed. Made by the library only; later versions may add members. The texts are UTF-8 and never null.
typedef struct abonado_error {
    abonado_code code;
    int32_t http_status;  // that goes with the code; 0 without an error
    const char* word;     // the code as text, stable, for programs, as "ABO_STORE_BUSY"
    const char* message;  // for people
    const char* pointer;  // JSON Pointer of the datum at fault, or empty
} abonado_error;

// The last failure of a call on this thread; ABONADO_OK if there was none. Never null. It and its texts stay as they are until
// another call on this thread fails, or the thread ends.
ABONADO_PUBLIC const abonado_error* abonado_last_error(void);

// The version of the library that runs, as ABONADO_VERSION is that of this header: "major.minor.patch".
ABONADO_PUBLIC const char* abonado_version(void);

// Gives back a text of the library; null is nothing to give back. Leaves the last error as it is.
ABONADO_PUBLIC void abonado_text_free(char* text);

// --- dumps ---------------------------------------------------------------------------------------------------------

// Takes a finding, an object of JSON without a newline, in the order of the input. The text ends with its call; `size` does not
// count the zero byte behind it. Anything but 0 stops the run, which returns ABONADO_CANCELLED.
typedef int (*abonado_finding_callback)(void* context, const char* json, size_t size);

// How far a run has come. Made by the library only; later versions may add members.
typedef struct abonado_progress {
    uint64_t position;  // bytes of the input taken so far, compressed where it is
    uint64_t size;      // in all; 0: not known
    uint64_t records;
    uint64_t errors;    // findings
    uint64_t warnings;  // findings
} abonado_progress;

// Called about every 50 ms. Anything but 0 stops the run, which returns ABONADO_CANCELLED.
typedef int (*abonado_progress_callback)(void* context, const abonado_progress* progress);

// What a load does about an earlier one of inputs of the same names that did not come to its end: one of `abonado_resumes`.
// Dumps in memory all have one name.
typedef int32_t abonado_resume;

// The ways to begin a load.
enum abonado_resumes {
    ABONADO_RESUME_AUTOMATIC = 0,  // goes on with it where there is one; fails if the input has changed since
    ABONADO_RESUME_REQUIRED = 1,   // goes on with it; fails if there is none
    ABONADO_RESUME_NEVER = 2       // begins anew; what the earlier one loaded stays and is skipped
};

// How a dump is validated or loaded.
typedef struct abonado_run_options {
    size_t size;             // of this struct
    const char* severities;  // of rules, other than the table's: "SUB-001=off,DOC-005=error"
    size_t severities_size;
    const char* kind;  // the lines are bare bodies of this kind, as "max", and not envelopes
    size_t kind_size;
    const char* org;  // whose bare bodies they are
    size_t org_size;
    int64_t now_us;    // microseconds since 1970 in UTC; nothing may have been created after it. 0: the clock
    uint32_t threads;  // 0: one per core
    uint32_t strict;   // unknown members are errors
    abonado_finding_callback on_finding;
    abonado_progress_callback on_progress;
    void* context;  // is given to the callbacks
    // Of loads only.
    const char*
        rejects_path;  // where rejected lines go, byte for byte, their findings beside it; none: only to the ledger
    size_t rejects_path_size;
    uint32_t dry_run;  // says what would happen; writes to `rejects_path` if there is one, and nothing to the store
    uint32_t atomic;   // one transaction, which publishes nothing if a record is rejected
    abonado_resume resume;
} abonado_run_options;

// Checks a dump in memory: NDJSON, plain, gzip or zstd. `json` is given the object that `abonado validate --json` prints.
// Records that break a rule are no failure. An input that cannot be read to its end (a packed one that is cut off) is
// ABONADO_INPUT_UNREADABLE, and `json` still tells of what came before.
ABONADO_PUBLIC abonado_code abonado_validate(const void* dump, size_t size, const abonado_run_options* options,
                                             char** json);
// The same for a file; "-" is standard input.
ABONADO_PUBLIC abonado_code abonado_validate_file(const char* path, size_t path_size,
                                                  const abonado_run_options* options, char** json);

// --- stores --------------------------------------------------------------------------------------------------------

// An open store.
typedef struct abonado_engine abonado_engine;

// How a store is opened.
typedef struct abonado_open_options {
    size_t size;             // of this struct
    const char* severities;  // that operations go by, as in abonado_run_options
    size_t severities_size;
    uint32_t read_only;
    uint32_t must_exist;   // does not make the file if it is not there
    uint32_t migrate;      // brings a file of an older version up to date
    uint32_t patience_ms;  // how long another writer is waited for; 0: 5000
} abonado_open_options;

// Opens a store, or makes one; ":memory:" is one that lives as long as the engine. The engine is the caller's, to be given to
// `abonado_engine_free`.
ABONADO_PUBLIC abonado_code abonado_open(const char* path, size_t path_size, const abonado_open_options* options,
                                         abonado_engine** engine);
// Waits for a call that writes, and closes the file; further calls return ABONADO_HANDLE_CLOSED. May be called again; within
// a callback it may return ABONADO_STORE_BUSY.
ABONADO_PUBLIC abonado_code abonado_close(abonado_engine* engine);
// Closes the store and frees the engine; null is nothing to free. No other call may use the engine then or later, so it must
// not be called from a callback. Leaves the last error as it is.
ABONADO_PUBLIC void abonado_engine_free(abonado_engine* engine);

// Loads a dump in memory. `json` is given the object that `abonado load --json` prints. Records that break a rule are kept as
// rejects and are no failure; an input that cannot be read to its end is, as in `abonado_validate`. After a failure, what was
// done is in the store (with `atomic`, nothing), and the same load goes on where it was.
ABONADO_PUBLIC abonado_code abonado_load(abonado_engine* engine, const void* dump, size_t size,
                                         const abonado_run_options* options, char** json);
// The same for a file; "-" is standard input.
ABONADO_PUBLIC abonado_code abonado_load_file(abonado_engine* engine, const char* path, size_t path_size,
                                              const abonado_run_options* options, char** json);

// Who asks, why, and when. What is not said is taken from the request's body where that says it.
typedef struct abonado_handle_options {
    size_t size;       // of this struct
    const char* user;  // for the audit log
    size_t user_size;
    const char* reason;  // for the audit log
    size_t reason_size;
    int64_t now_us;  // microseconds since 1970 in UTC; 0: the clock
} abonado_handle_options;

// Answers a request of the API documents, as "GET" of "/v1/orgs/euskaltel/subscriptions/12345"; the path may carry the query.
// `status` is given the HTTP status, `answer` the JSON of its body, null if it has none. A refusal is an answer, not a failure.
// After a failure the status is 0.
ABONADO_PUBLIC abonado_code abonado_handle(abonado_engine* engine, const char* verb, size_t verb_size, const char* path,
                                           size_t path_size, const char* body, size_t body_size,
                                           const abonado_handle_options* options, int32_t* status, char** answer);

// Which rows and columns of a frame are wanted.
typedef struct abonado_frame_options {
    size_t size;          // of this struct
    const char* columns;  // in this order: "org,legacy_id"; none: all
    size_t columns_size;
    const char* org;  // only its rows
    size_t org_size;
    uint64_t limit;  // no more rows than these, whichever; 0: all
} abonado_frame_options;

// Fills `out` with the rows of a frame, as "subscriptions", as they are committed now; of a store in memory, within a callback
// of a load into it, as they stand. The stream is the caller's, may be read on any thread, one at a time, and goes on after the
// engine was closed and freed. After a failure its `release` is null.
ABONADO_PUBLIC abonado_code abonado_frame(abonado_engine* engine, const char* name, size_t name_size,
                                          const abonado_frame_options* options, struct ArrowArrayStream* out);

// NOLINTEND(modernize-use-using, performance-enum-size)

#ifdef __cplusplus
}
#endif
