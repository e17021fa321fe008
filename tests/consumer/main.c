// A program in C: a dump is validated and loaded, a request asked, a frame read.
//
//     abonado_consumer_c
//
// Prints what each step gave. Ends with 0 if every step did what it should, else 1.
#include <abonado/abonado.h>
#include <stdio.h>
#include <string.h>

// Two segments; the second has a prefix that its class may not carry, which breaks rule SEG-001.
static const char kDump[] =
    "{\"kind\":\"segment\",\"org\":\"euskaltel\",\"legacy_id\":1,\"segment_class\":\"POSTPAID_MOBILE\","
    "\"body\":{\"segment_id\":\"OM_GOLD\",\"segment_value\":\"PREMIUM\",\"reason\":\"rfm\"}}\n"
    "{\"kind\":\"segment\",\"org\":\"euskaltel\",\"legacy_id\":2,\"segment_class\":\"POSTPAID_MOBILE\","
    "\"body\":{\"segment_id\":\"OP_GOLD\",\"segment_value\":\"PREMIUM\",\"reason\":\"rfm\"}}\n";

// Tells why a call failed.
static int failed(const char* what) {
    const abonado_error* error = abonado_last_error();
    fprintf(stderr, "%s: %s (%s, HTTP %d)\n", what, error->message, error->word, (int)error->http_status);
    return 1;
}

static int print_finding(void* context, const char* json, size_t size) {
    (void)size;
    ++*(int*)context;
    printf("finding %s\n", json);
    return 0;  // go on
}

static int validate(void) {
    int found = 0;
    char* report = NULL;
    abonado_run_options options = {.size = sizeof options, .on_finding = print_finding, .context = &found};
    if (abonado_validate(kDump, strlen(kDump), &options, &report) != ABONADO_OK) return failed("validate");
    printf("validated %s\n", report);
    abonado_text_free(report);
    return found == 1 ? 0 : 1;
}

static int load(abonado_engine* engine) {
    char* report = NULL;
    if (abonado_load(engine, kDump, strlen(kDump), NULL, &report) != ABONADO_OK) return failed("load");
    printf("loaded %s\n", report);
    abonado_text_free(report);
    return 0;
}

static int ask(abonado_engine* engine) {
    char* answer = NULL;
    int32_t status = 0;
    const char* path = "/v1/orgs/euskaltel/subscriptions/77";
    if (abonado_handle(engine, "GET", ABONADO_TERMINATED, path, ABONADO_TERMINATED, NULL, 0, NULL, &status, &answer)) {
        return failed("handle");
    }
    printf("answered %d %s\n", (int)status, answer == NULL ? "" : answer);
    abonado_text_free(answer);
    return status == 404 ? 0 : 1;
}

static int read_frame(abonado_engine* engine) {
    struct ArrowArrayStream stream;
    if (abonado_frame(engine, "runs", ABONADO_TERMINATED, NULL, &stream) != ABONADO_OK) return failed("frame");
    struct ArrowArray batch;
    long long rows = 0;
    int error = 0;
    while ((error = stream.get_next(&stream, &batch)) == 0 && batch.release != NULL) {
        rows += (long long)batch.length;
        batch.release(&batch);
    }
    if (error != 0) fprintf(stderr, "frame: %s\n", stream.get_last_error(&stream));
    stream.release(&stream);
    printf("read %lld rows\n", rows);
    return error == 0 && rows == 1 ? 0 : 1;
}

int main(void) {
    if (strcmp(abonado_version(), ABONADO_VERSION) != 0) return 1;
    abonado_engine* engine = NULL;
    if (validate() != 0) return 1;
    if (abonado_open(":memory:", ABONADO_TERMINATED, NULL, &engine) != ABONADO_OK) return failed("open");
    const int result = load(engine) != 0 || ask(engine) != 0 || read_frame(engine) != 0;
    abonado_engine_free(engine);
    return result;
}
