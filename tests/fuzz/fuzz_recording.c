/* A recording of anybody: header, blocks, entries; and its stations are run again, with what is said
 * to have gone into them. Nothing in it is trusted. What can be read is read the same twice, and an
 * entry that is written again is the same entry. */
#include "fuzz.h"
#include "../providers.h"
#include "player.h"

/* So long a run says all that it can. */
#define MOST_CALLS   2000u
#define MOST_ENTRIES 20000u

static void on_difference(void *user, const struct played *p, const struct extsta_call *cause,
                          const struct difference *d)
{
    struct entry_output out = d->expected;
    char text[300];
    FUZZ_CHECK(cause != NULL);
    if (d->kind == DIFFERENCE_OUTPUT || d->kind == DIFFERENCE_MISSING) {
        entry_output_text(&out, text, sizeof text);
    }
}

/* By itself, without what stood before it in its block. */
static void write_again(const struct entry *entry)
{
    static struct coder once, twice;
    struct entry first = *entry, back;
    struct coder reader;
    struct arena arena = {0};
    struct entry_state state = {0};
    coder_write(&once);
    FUZZ_CHECK(entry_code(&once, &state, &first));
    coder_read(&reader, (struct extsta_span){once.out, once.len}, &arena);
    state = (struct entry_state){0};
    memset(&back, 0, sizeof back);
    FUZZ_CHECK(entry_code(&reader, &state, &back));
    FUZZ_CHECK(coder_left(&reader) == 0);
    state = (struct entry_state){0};
    coder_write(&twice);
    FUZZ_CHECK(entry_code(&twice, &state, &back));
    FUZZ_CHECK(once.len == twice.len && memcmp(once.out, twice.out, once.len) == 0);
    arena_free(&arena);
}

static void play(struct recording *r, bool loose)
{
    const struct player_options options = {.loose = loose, .rounds = 20, .outputs = EXTSTA_OUT_RECORD};
    const struct player_listener listener = {.difference = on_difference};
    struct player *p = player_new(&options, &listener);
    struct entry e;
    enum recording_result result = RECORDING_ENTRY;
    size_t entries = 0;
    while (p && player_calls(p) < MOST_CALLS && entries++ < MOST_ENTRIES &&
           ((result = recording_next(r, &e)) == RECORDING_ENTRY || result == RECORDING_BAD)) {
        if (result == RECORDING_ENTRY && !player_entry(p, r, &e)) {
            break;
        }
    }
    if (p) {
        player_end(p, result == RECORDING_END);
    }
    player_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct recording r;
    struct entry e;
    enum recording_result result;
    size_t count = 0;
    if (size > 1u << 20) {
        return 0;
    }
    /* entries alone, past header and checks, which only honest writers pass */
    if (size > 0 && data[0] == 'e') {
        recording_piece(&r, (struct extsta_span){data + 1, size - 1});
        while (count++ < MOST_ENTRIES && recording_next(&r, &e) == RECORDING_ENTRY) {
            write_again(&e);
        }
        recording_close(&r);
        recording_piece(&r, (struct extsta_span){data + 1, size - 1});
        play(&r, size % 2);
        recording_close(&r);
        return 0;
    }
    if (!recording_of(&r, (struct extsta_span){data, size})) {
        while (count++ < MOST_ENTRIES &&
               ((result = recording_next(&r, &e)) == RECORDING_ENTRY || result == RECORDING_BAD)) {
        }
        recording_rewind(&r);
        play(&r, false);
    }
    recording_close(&r);
    return 0;
}
