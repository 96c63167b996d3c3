/* What logs and the air have to say to each other, in words: a log's clock, and what an event
 * means beside the capture. */
#include "explain/logs/witness.h"

#include "base/text.h"

static const char *const names[] = {
#define VERDICT_NAME(symbol, name) [EXTSTA_VERDICT_##symbol] = name,
    EXTSTA_VERDICT_LIST(VERDICT_NAME)
#undef VERDICT_NAME
};

const char *extsta_verdict_name(enum extsta_verdict verdict)
{
    return (unsigned)verdict < EXTSTA_VERDICT_COUNT ? names[verdict] : names[0];
}

bool extsta_verdict_disagrees(enum extsta_verdict verdict)
{
    return verdict >= EXTSTA_VERDICT_UNSEEN && verdict < EXTSTA_VERDICT_COUNT;
}

/* A number between two texts. */
static void put_frame(struct text *t, const char *before, uint32_t number, const char *behind)
{
    text_string(t, before);
    text_decimal(t, number);
    text_string(t, behind);
}

size_t extsta_verdict_text(const struct extsta_witness_event *e, char *out, size_t size)
{
    struct text t;
    const char *who = e->program == EXTSTA_PROGRAM_HOSTAPD ? "the AP" : "the client";
    text_start(&t, out, size);
    switch (e->verdict) {
    case EXTSTA_VERDICT_SAID:
    case EXTSTA_VERDICT_OUTSIDE:
    case EXTSTA_VERDICT_COUNT:
        break;
    case EXTSTA_VERDICT_SEEN:
        if (e->local) {
            put_frame(&t, "frame ", e->frame, " is the client's own");
        }
        break;
    case EXTSTA_VERDICT_UNSEEN:
        text_string(&t, "the capture has no such frame");
        break;
    case EXTSTA_VERDICT_CODE_DIFFERS:
        put_frame(&t, "frame ", e->frame, " has another number: ");
        text_decimal(&t, e->frame_code);
        break;
    case EXTSTA_VERDICT_NOT_SENT:
        text_string(&t,
                    "the air shows no deauthentication, and no disassociation: the other side "
                    "does not know, or the capture has lost it");
        break;
    case EXTSTA_VERDICT_ITS_OWN:
        put_frame(&t, "so frame ", e->other_frame, " is its own, and nobody has forged it");
        break;
    case EXTSTA_VERDICT_NOT_ITS_OWN:
        text_string(&t, who);
        put_frame(&t, "'s log knows nothing of frame ", e->other_frame,
                  ", which is in its name: somebody else sent it");
        break;
    case EXTSTA_VERDICT_CONFIRMED:
        text_string(&t, who);
        put_frame(&t, "'s log knows nothing of frame ", e->other_frame,
                  " either: somebody else sent it");
        break;
    case EXTSTA_VERDICT_UNHEARD:
        put_frame(&t, "the answer is on the air, in frame ", e->other_frame, ": ");
        text_string(&t, who);
        text_string(&t, " has not got it");
        break;
    case EXTSTA_VERDICT_KEY_IS_RIGHT:
        put_frame(&t, "the air shows the key to be right (frame ", e->other_frame, ")");
        break;
    case EXTSTA_VERDICT_KEY_UNPROVEN:
        put_frame(&t, "the air shows another cause (frame ", e->other_frame,
                  "): nothing says that the key is wrong");
        break;
    }
    if (extsta_verdict_disagrees(e->verdict)) {
        put_frame(&t, " (", e->confidence, " %)");
    }
    return text_end(&t);
}

/* "3.412 s", "412.7 ms", "1 h 3 min 3.412 s": to the millisecond and beyond. */
static void put_time(struct text *t, uint64_t ns)
{
    static const struct {
        uint64_t seconds;
        const char *name;
    } units[] = {{86400, " d "}, {3600, " h "}, {60, " min "}};
    for (size_t i = 0; i < 3; i++) {
        uint64_t unit = units[i].seconds * UINT64_C(1000000000);
        if (ns >= unit) {
            text_decimal(t, ns / unit);
            text_string(t, units[i].name);
            ns %= unit;
        }
    }
    bool seconds = ns >= UINT64_C(1000000000);
    uint64_t unit = seconds ? UINT64_C(1000000000) : UINT64_C(1000000);
    uint64_t digits = seconds ? 1000 : 10;
    uint64_t scaled = (ns + unit / digits / 2) / (unit / digits);
    text_decimal(t, scaled / digits);
    text_char(t, '.');
    for (uint64_t rest = scaled % digits, at = digits / 10; at; at /= 10) {
        text_char(t, (char)('0' + rest / at % 10));
    }
    text_string(t, seconds ? " s" : " ms");
}

/* The time of day, UTC. */
static void put_clock(struct text *t, uint64_t ns)
{
    static const uint64_t units[] = {3600, 60, 1};
    uint64_t seconds = ns / UINT64_C(1000000000) % 86400;
    for (size_t i = 0; i < 3; i++) {
        uint64_t part = seconds / units[i] % (i ? 60 : 24);
        text_string(t, i ? ":" : "");
        text_string(t, part < 10 ? "0" : "");
        text_decimal(t, part);
    }
    for (uint64_t unit = 100000000, rest = ns % UINT64_C(1000000000); unit >= 1000000;
         unit /= 10) {
        text_string(t, unit == 100000000 ? "." : "");
        text_char(t, (char)('0' + rest / unit % 10));
    }
}

static void put_offset(struct text *t, const struct extsta_witness_log *l)
{
    uint64_t off = l->offset < 0 ? (uint64_t)0 - (uint64_t)l->offset : (uint64_t)l->offset;
    if (l->clock == EXTSTA_LOG_TIME_BOOT && l->offset < 0) {
        text_string(t, "its clock began at ");
        put_clock(t, off);
    } else {
        text_string(t, "its clock is ");
        put_time(t, off);
        text_string(t, l->offset < 0 ? " behind the capture's" : " ahead of the capture's");
    }
    text_string(t, " (within ");
    put_time(t, l->within);
    if (l->drift) {
        uint32_t ppb = l->drift < 0 ? (uint32_t)-l->drift : (uint32_t)l->drift;
        text_string(t, "; ");
        text_decimal(t, ppb / 1000);
        text_char(t, '.');
        text_decimal(t, ppb / 100 % 10);
        text_string(t, l->drift < 0 ? " ppm slow" : " ppm fast");
    }
    text_string(t, ")");
}

size_t extsta_clock_text(const struct extsta_witness_log *l, char *out, size_t size)
{
    struct text t;
    text_start(&t, out, size);
    switch (l->state) {
    case EXTSTA_CLOCK_NOTHING:
        text_string(&t, "nothing in it would be seen on the air");
        break;
    case EXTSTA_CLOCK_UNKNOWN:
        text_string(&t, "it does not fit the capture");
        if (l->matched >= 2 && l->matched <= l->rival) {
            text_string(&t, ": its events fit at more than one time");
        } else {
            text_string(&t, ": another time, another client, another AP?");
        }
        break;
    case EXTSTA_CLOCK_ORDER:
        text_string(&t, "it has no time; its order fits: ");
        text_decimal(&t, l->matched);
        text_string(&t, " of ");
        text_decimal(&t, l->expected);
        text_string(&t, " events are on the air");
        break;
    case EXTSTA_CLOCK_FOUND:
        put_offset(&t, l);
        text_string(&t, "; ");
        text_decimal(&t, l->matched);
        text_string(&t, " of ");
        text_decimal(&t, l->expected);
        text_string(&t, " events that concern frames are on the air");
        break;
    }
    if (l->state == EXTSTA_CLOCK_FOUND || l->state == EXTSTA_CLOCK_ORDER) {
        text_string(&t, " (");
        text_decimal(&t, l->confidence);
        text_string(&t, " %)");
    }
    return text_end(&t);
}
