/* Logs of participants beside a capture (extsta/witness.h), of any origin. The first octet: how
 * many frames of a small life stand on the air (in its low bits), and which program the log is
 * said to be of. The rest is lines. Whatever they say, every event lies in the log, stands on a
 * frame that is there, and is told in a bounded text. */
#include "fuzz.h"
#include "../providers.h"
#include <extsta/witness.h>

#define NS UINT64_C(1000000000)

static const struct extsta_mac sta = {{2, 0, 0, 0, 1, 0}}, ap = {{2, 0, 0, 0, 0, 0}};

/* Joins and ends of one client, like those of the corpus' logs. */
static void put_frames(struct extsta_witnesses *w, struct extsta_collection *c, unsigned count)
{
    static const struct {
        enum extsta_event_kind kind;
        bool from_ap;
        uint16_t n;
    } steps[] = {{EXTSTA_EVENT_AUTH, false, 1},      {EXTSTA_EVENT_AUTH, true, 2},
                 {EXTSTA_EVENT_ASSOC_REQ, false, 0}, {EXTSTA_EVENT_ASSOC_RESP, true, 0},
                 {EXTSTA_EVENT_EAPOL_KEY, true, 1},  {EXTSTA_EVENT_EAPOL_KEY, false, 2},
                 {EXTSTA_EVENT_EAPOL_KEY, true, 3},  {EXTSTA_EVENT_EAPOL_KEY, false, 4},
                 {EXTSTA_EVENT_DEAUTH, false, 0}};
    uint64_t time = UINT64_C(1795986001) * NS;
    for (unsigned i = 0; i < count; i++) {
        size_t s = i % (sizeof steps / sizeof *steps);
        time += NS / 97 + (uint64_t)i * i % 89 * (NS / 1000);
        struct extsta_frame_event e = {.kind = steps[s].kind,
                                       .time = time,
                                       .number = i + 1,
                                       .sta = sta,
                                       .bssid = ap,
                                       .from_ap = steps[s].from_ap,
                                       .sequence = steps[s].n,
                                       .message = steps[s].n,
                                       .has_status = s < 4,
                                       .has_reason = s == 8,
                                       .reason = 3};
        extsta_witnesses_frame(w, &e);
        if (s == 8) {
            struct extsta_story story = {.what = EXTSTA_STORY_DISASSOCIATION,
                                         .kind = EXTSTA_KIND_LEFT,
                                         .sta = sta,
                                         .bssid = ap,
                                         .time = time,
                                         .until = time,
                                         .first_frame = i + 1,
                                         .last_frame = i + 1,
                                         .is_explicit = true};
            extsta_collection_story(c, &story);
        }
    }
}

static void check_told(const struct extsta_witnesses *w, unsigned frames, uint32_t lines)
{
    char text[EXTSTA_VERDICT_TEXT], clock[EXTSTA_CLOCK_TEXT];
    struct extsta_witness_log l;
    uint64_t before = 0;
    extsta_witnesses_log_at(w, 0, &l);
    FUZZ_CHECK(extsta_clock_text(&l, clock, sizeof clock) < sizeof clock);
    FUZZ_CHECK(l.confidence <= 100 && l.lines == lines);
    for (size_t i = 0; i < extsta_witnesses_count(w); i++) {
        struct extsta_witness_event e;
        extsta_witnesses_at(w, i, &e);
        FUZZ_CHECK(e.frame <= frames && e.other_frame <= frames);
        FUZZ_CHECK(e.words.len <= 160 && (e.silent || (e.line >= 1 && e.line <= lines)));
        FUZZ_CHECK(e.silent || extsta_word_name(e.word));
        FUZZ_CHECK(extsta_verdict_text(&e, text, sizeof text) < sizeof text);
        FUZZ_CHECK(!e.placed || e.time >= before);
        before = e.placed ? e.time : UINT64_MAX;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t seed = 1;
    if (size == 0 || size > 16384) {
        return 0;
    }
    unsigned frames = data[0] & 31u;
    enum extsta_program program = (enum extsta_program)((data[0] >> 5) % EXTSTA_PROGRAM_COUNT);
    struct extsta_context *ctx = testing_context(&seed);
    struct extsta_collection *c = extsta_collection_new(ctx);
    struct extsta_witnesses *w = extsta_witnesses_new(ctx);
    uint32_t lines = 0;
    put_frames(w, c, frames * 3);
    FUZZ_CHECK(extsta_witnesses_log(w, program));
    for (size_t at = 1; at < size; lines++) {
        const uint8_t *end = memchr(data + at, '\n', size - at);
        size_t len = end ? (size_t)(end - data) - at : size - at;
        extsta_witnesses_line(w, span(data + at, len));
        at += len + 1;
    }
    extsta_collection_sort(c);
    FUZZ_CHECK(extsta_witnesses_compare(w, c));
    check_told(w, frames * 3, lines);
    extsta_witnesses_free(w);
    extsta_collection_free(c);
    FUZZ_CHECK(extsta_context_free(ctx) == 0);
    return 0;
}
