/* The whole explainer: a stream of captured packets, with keys of every kind.
 *
 * Input: a first octet (when not 0: the allocation that fails, in fours), then packets of
 * {choice, time step, length (16 bit), octets}. The choice's low three bits are the link
 * type, bit 3 says that the packet was sliced, bit 4 that the clock goes back. */
#include <extsta/explain.h>

#include "fuzz.h"

#define MOST_PACKETS 256u

/* PSK of "bench" and "correct horse battery": what bench-make-capture's stations use. */
static const uint8_t pmk[32] = {
    0x45, 0x73, 0x28, 0x6c, 0x09, 0xf3, 0x79, 0x97, 0xa7, 0x04, 0xc0,
    0x81, 0xa9, 0x9f, 0xc9, 0x3f, 0x02, 0xbf, 0xf6, 0x81, 0x91, 0xc2,
    0x50, 0xc1, 0x86, 0x06, 0x48, 0x41, 0x52, 0xa1, 0xe1, 0x27,
};

static long allocations_left;
static size_t held;

static void *take(void *user, size_t size)
{
    (void)user;
    if (allocations_left == 0) {
        return NULL;
    }
    allocations_left -= allocations_left > 0;
    held += size;
    return malloc(size);
}
static void give(void *user, void *block, size_t size)
{
    (void)user;
    held -= size;
    free(block);
}
static void fill(void *user, uint64_t stream, uint8_t *out, size_t len)
{
    (void)user;
    (void)stream;
    memset(out, 0x5a, len);
}

static volatile uint32_t sink_sum;
static void touch(struct extsta_span s)
{
    for (size_t i = 0; i < s.len; i++) {
        sink_sum += s.data[i];
    }
}
static void touch_text(const char *s)
{
    FUZZ_CHECK(s != NULL);
    touch(span(s, strlen(s)));
}

static void on_event(void *user, const struct extsta_frame_event *e)
{
    char words[EXTSTA_EVENT_TEXT];
    touch_text(extsta_event_name(e->kind));
    FUZZ_CHECK(extsta_event_text(e, words, sizeof words) < sizeof words);
    touch_text(words);
    touch(e->ssid);
    touch(e->nonce);
    touch(e->mic);
    touch(e->pmkid);
    FUZZ_CHECK(e->message >= 0 && e->message <= 6);
    FUZZ_CHECK(e->ssid.len <= 32 && e->number > 0);
    (void)user;
}

static void on_heard(void *user, const struct extsta_heard *h)
{
    sink_sum += h->frequency;
    touch(span(h->sta.b, sizeof h->sta.b));
    (void)user;
}

static void on_story(void *user, const struct extsta_story *s)
{
    touch_text(extsta_story_name(s->what));
    char text[EXTSTA_STORY_TEXT];
    FUZZ_CHECK(extsta_story_text(s, text, sizeof text) < sizeof text);
    FUZZ_CHECK(extsta_story_words(s, text, sizeof text) > 0);
    FUZZ_CHECK(extsta_story_advice(s, text, sizeof text) < sizeof text);
    touch_text(text);
    FUZZ_CHECK(s->confidence <= 100);
    (void)user;
}
static void on_clear(void *user, const struct extsta_explain_frame *original,
                     struct extsta_span mpdu)
{
    touch(mpdu);
    FUZZ_CHECK(mpdu.len < original->bytes.len);
    (void)user;
}
static void on_finding(void *user, const struct extsta_finding *f)
{
    touch_text(f->name);
    touch_text(f->text);
    FUZZ_CHECK(f->count > 0 && f->first_frame > 0 && f->last_frame > 0);
    (void)user;
}
static void on_bss(void *user, const struct extsta_bss_report *b)
{
    char text[EXTSTA_SECURITY_TEXT];
    if (b->security) {
        FUZZ_CHECK(extsta_security_text(b->security, text, sizeof text) < sizeof text);
        touch_text(text);
    }
    touch(b->ssid);
    touch(b->mesh_id);
    (void)user;
}

static size_t parse(struct reader *r, struct extsta_explain_frame frames[MOST_PACKETS])
{
    static const uint16_t types[8] = {105, 119, 127, 163, 192, 127, 105, 1};
    uint64_t time = 1000000000u;
    size_t count = 0;
    while (reader_left(r) >= 4 && count < MOST_PACKETS) {
        uint8_t choice = reader_u8(r);
        uint64_t step = reader_u8(r) * 10000000ull;
        size_t len = reader_le16(r);
        struct extsta_span bytes = reader_take(r, len < reader_left(r) ? len : reader_left(r));
        time = choice & 0x10 ? time - step / 2 : time + step;
        frames[count] = (struct extsta_explain_frame){
            .time = time,
            .number = (uint32_t)count + 1,
            .interface = choice >> 5,
            .linktype = types[choice & 7],
            .fcs_len = -1,
            .original_len = (uint32_t)bytes.len + (choice & 8 ? 6 : 0),
            .bytes = bytes,
        };
        count++;
    }
    return count;
}

static void explain(struct extsta_context *ctx, const struct extsta_explain_frame *frames,
                    size_t count)
{
    const struct extsta_explain_sink sink = {.event = on_event,
                                             .story = on_story,
                                             .clear = on_clear,
                                             .finding = on_finding,
                                             .bss = on_bss,
                                             .heard = on_heard};
    struct extsta_explain *x = extsta_explain_new(ctx, &sink);
    if (!x) {
        return;
    }
    extsta_explain_pmk(x, span(NULL, 0), span(pmk, sizeof pmk));
    extsta_explain_wep(x, span("12345", 5));
    extsta_explain_tk(x, span(pmk, 16));
    extsta_explain_frames(x, frames, count);
    extsta_explain_finish(x);
    struct extsta_decrypt_report report;
    extsta_explain_decrypted(x, &report);
    FUZZ_CHECK(report.decrypted_mpdus <= report.protected_mpdus);
    FUZZ_CHECK(report.decrypted_mpdus == report.ccmp + report.ccmp_256 + report.gcmp +
                                             report.gcmp_256 + report.tkip + report.wep);
    FUZZ_CHECK(report.mics_good <= report.mics_checked);
    FUZZ_CHECK(extsta_explain_stations(x) <= count * 2);
    if (extsta_explain_missed(x)) {
        uint64_t before = report.decrypted_mpdus;
        extsta_explain_again(x);
        extsta_explain_frames(x, frames, count);
        extsta_explain_decrypted(x, &report);
        FUZZ_CHECK(allocations_left >= 0 || report.decrypted_mpdus >= before);
    }
    extsta_explain_free(x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct extsta_explain_frame frames[MOST_PACKETS];
    struct reader r = reader_of(span(data, size));
    uint8_t failing = reader_u8(&r);
    const struct extsta_memory memory = {take, give, NULL};
    const struct extsta_random random = {fill, NULL};
    allocations_left = -1;
    struct extsta_context *ctx = extsta_context_new(&memory, &random);
    size_t count = parse(&r, frames);
    allocations_left = failing ? failing * 4L : -1;
    explain(ctx, frames, count);
    extsta_context_free(ctx);
    FUZZ_CHECK(held == 0);
    return 0;
}
