/* Capture files: pcap, pcapng, either in gzip. Records come in order, lie in memory that can
 * be read, and are the same one by one and in batches. */
#include "capture.h"
#include "fuzz.h"

#define BATCH 7u

/* Reads every octet, so that a sanitizer sees a span that reaches too far. */
static uint32_t sum(struct extsta_span s)
{
    uint32_t v = 17;
    for (size_t i = 0; i < s.len; i++) {
        v = v * 31 + s.data[i];
    }
    return v;
}

/* Keeps what was read in the first round to compare with the second. */
struct digest {
    uint64_t records;
    uint32_t value;
    enum capture_result end;
};

static void take(struct digest *d, const struct capture_record *r)
{
    d->records++;
    FUZZ_CHECK(r->number == d->records);
    d->value = d->value * 33 + sum(r->bytes) + (uint32_t)r->time + r->linktype * 3u +
               r->interface * 5u + r->original_len + (uint8_t)r->fcs_len;
}

static struct digest one_by_one(struct extsta_span file)
{
    struct digest d = {.end = CAPTURE_END};
    struct capture_record r;
    const char *why = NULL;
    struct capture *c = capture_open_memory(file, &why);
    FUZZ_CHECK(c || why);
    while (c && (d.end = capture_next(c, &r)) == CAPTURE_RECORD) {
        take(&d, &r);
    }
    if (c && d.end != CAPTURE_END) {
        FUZZ_CHECK(capture_problem(c)[0]);
        FUZZ_CHECK(capture_next(c, &r) != CAPTURE_RECORD);
    }
    if (c) {
        capture_close(c);
    }
    return d;
}

static struct digest in_batches(struct extsta_span file)
{
    struct digest d = {.end = CAPTURE_END};
    struct capture_record r[BATCH];
    const char *why = NULL;
    struct capture *c = capture_open_memory(file, &why);
    while (c) {
        size_t n = capture_next_batch(c, r, BATCH, &d.end);
        FUZZ_CHECK((n > 0) == (d.end == CAPTURE_RECORD) && n <= BATCH);
        if (n == 0) {
            capture_close(c);
            break;
        }
        for (size_t i = 0; i < n; i++) {
            take(&d, &r[i]);
        }
    }
    return d;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct extsta_span file = span(data, size);
    struct digest a = one_by_one(file), b = in_batches(file);
    FUZZ_CHECK(a.records == b.records && a.value == b.value && a.end == b.end);
    return 0;
}
