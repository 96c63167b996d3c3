/* A recorded event log of any origin, judged by the rules of the contract as `extsta check`
 * does it (host/log_judge.h). Nothing crashes or hangs, and the judgement does not depend on
 * the pieces in which the log comes. The target fuzz_log has the reader alone.
 *
 * The input is a log; seeds are those of the referee's stories (unit-referee-rules --logs). It
 * is changed by lines and by digits, which leaves most of it readable. */
#include "fuzz.h"
#include "../providers.h"
#include "log_judge.h"
#include "referee_text.h"
#include <string.h>

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

struct verdict {
    uint64_t hash; /* of all that was said */
    uint64_t findings, unreadable;
    struct log_judge *judge;
};

static void mix(struct verdict *v, const void *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        v->hash = (v->hash ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3u;
    }
}

static void on_finding(void *user, const char *station, const struct extsta_finding *f)
{
    struct verdict *v = user;
    const struct label_names names = {log_judge_name, v->judge};
    char text[640];
    struct extsta_verdict judged;
    struct log_judge_about about;
    log_judge_about(v->judge, &about);
    FUZZ_CHECK(extsta_referee_rule(f->rule, &judged) && judged.visible);
    for (size_t i = 0; i < EXTSTA_FINDING_EVENTS; i++) {
        FUZZ_CHECK(f->events[i].serial <= about.lines);
    }
    referee_text(f, &names, REFEREE_LINES, text, sizeof text);
    FUZZ_CHECK(strstr(text, "): expected "));
    mix(v, text, strlen(text));
    mix(v, station, strlen(station));
    v->findings++;
}

static void on_unreadable(void *user, const char *why)
{
    struct verdict *v = user;
    FUZZ_CHECK(strncmp(why, "line ", 5) == 0);
    mix(v, why, strlen(why));
    v->unreadable++;
}

static struct verdict judge(struct extsta_context *ctx, struct extsta_span log, size_t piece)
{
    static const struct log_judge_ops ops = {on_finding, on_unreadable};
    static struct referee_count count;
    struct verdict v = {.hash = 0xcbf29ce484222325u};
    struct log_judge_about about;
    bool goes_on = true;
    v.judge = log_judge_new(ctx, &ops, &v);
    FUZZ_CHECK(v.judge);
    for (size_t at = 0; goes_on && at < log.len; at += piece) {
        size_t len = log.len - at < piece ? log.len - at : piece;
        goes_on = log_judge_feed(v.judge, (struct extsta_span){log.data + at, len});
    }
    log_judge_end(v.judge);
    log_judge_about(v.judge, &about);
    memset(&count, 0, sizeof count);
    for (size_t i = 0; i < about.stations; i++) {
        referee_count_add(&count, log_judge_referee(v.judge, i));
    }
    FUZZ_CHECK(count.findings >= v.findings && about.unreadable == v.unreadable);
    log_judge_free(v.judge);
    return v;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct extsta_context *ctx;
    static uint64_t seed = 1;
    if (size > 65536) {
        return 0;
    }
    if (!ctx) { /* with what its referees share */
        ctx = testing_context(&seed);
        extsta_referee_free(extsta_referee_new(ctx, &(struct extsta_referee_config){0}));
    }
    size_t before, after;
    extsta_context_memory(ctx, &before);
    struct extsta_span log = {data, size};
    struct verdict whole = judge(ctx, log, size + 1), pieces = judge(ctx, log, 61);
    FUZZ_CHECK(whole.hash == pieces.hash && whole.findings == pieces.findings);
    extsta_context_memory(ctx, &after);
    FUZZ_CHECK(before == after); /* nothing is kept of a log */
    return 0;
}

/* --- changing a log --- */

static unsigned draw(unsigned *state, size_t below)
{
    *state = *state * 1664525u + 1013904223u;
    return below ? (*state >> 8) % (unsigned)below : 0;
}

/* The line around a place: where it begins, and its length with its end. */
static size_t line_at(const uint8_t *data, size_t size, size_t at, size_t *len)
{
    while (at > 0 && data[at - 1] != '\n') {
        at--;
    }
    const uint8_t *end = memchr(data + at, '\n', size - at);
    *len = end ? (size_t)(end - data) - at + 1 : size - at;
    return at;
}

static size_t insert(uint8_t *data, size_t size, size_t max, size_t at, const uint8_t *what,
                     size_t len)
{
    if (len > max - size) {
        return size;
    }
    memmove(data + at + len, data + at, size - at);
    memcpy(data + at, what, len);
    return size + len;
}

/* A digit becomes another; a letter or sign only sometimes. */
static void change(uint8_t *data, size_t size, unsigned *state)
{
    for (unsigned tries = 0; tries < 64; tries++) {
        uint8_t *c = &data[draw(state, size)];
        if ((*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'f') || tries == 63) {
            *c = (uint8_t) "0123456789abcdef0000ff8\",}"[draw(state, 26)];
            return;
        }
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    static uint8_t copy[65536];
    unsigned state = seed;
    for (unsigned n = 1 + draw(&state, 4); n > 0 && size > 0; n--) {
        size_t len, at = line_at(data, size, draw(&state, size), &len);
        switch (draw(&state, 5)) {
        case 0: /* a line goes */
            memmove(data + at, data + at + len, size - at - len);
            size -= len;
            break;
        case 1: /* is there twice, */
        case 2: /* or elsewhere */
            if (len <= sizeof copy) {
                size_t other_len, other;
                memcpy(copy, data + at, len);
                if (draw(&state, 2)) {
                    memmove(data + at, data + at + len, size - at - len);
                    size -= len;
                }
                other = size ? line_at(data, size, draw(&state, size), &other_len) : 0;
                size = insert(data, size, max, other, copy, len);
            }
            break;
        default:
            change(data, size, &state);
        }
    }
    return size;
}
