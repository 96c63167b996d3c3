/* See entry.h. */
#include "entry.h"
#include <stdio.h>
#include <string.h>

#define STATION_FOLLOWS 0x80u

/* What an output says first, in a number: people are told by it what stood there. */
uint64_t entry_gist(const struct extsta_output *o)
{
    switch (o->type) {
    case EXTSTA_OUT_FRAME:
        return o->frame.bytes.len >= 2
                   ? o->frame.bytes.data[0] | (unsigned)o->frame.bytes.data[1] << 8
                   : 0;
    case EXTSTA_OUT_TUNE:
        return o->tune_freq;
    case EXTSTA_OUT_ETHERNET:
        return o->ethernet.bytes.len >= 14
                   ? (unsigned)o->ethernet.bytes.data[12] << 8 | o->ethernet.bytes.data[13]
                   : 0;
    case EXTSTA_OUT_IHV:
        return o->ihv.type;
    case EXTSTA_OUT_CROSSING:
        return (uint64_t)o->crossing.code << 8 | o->crossing.type;
    case EXTSTA_OUT_PORT:
        return o->port.type;
    case EXTSTA_OUT_NOTIFY:
        return o->notify.type;
    case EXTSTA_OUT_CAUSE:
        return o->cause.diagnosis;
    case EXTSTA_OUT_DECISION:
        return o->decision.type;
    case EXTSTA_OUT_FUNCTION:
        return o->function.type;
    case EXTSTA_OUT_INPUT:
        return o->input.type;
    case EXTSTA_OUT_GAP:
    case EXTSTA_OUT_DRIVER:
    case EXTSTA_OUT_TYPES:
        break;
    }
    return 0;
}

static size_t octets_of(const struct extsta_output *o)
{
    switch (o->type) {
    case EXTSTA_OUT_FRAME:
        return o->frame.bytes.len;
    case EXTSTA_OUT_ETHERNET:
        return o->ethernet.bytes.len;
    case EXTSTA_OUT_IHV:
        return o->ihv.data.len;
    case EXTSTA_OUT_CROSSING:
        return o->crossing.type == EXTSTA_CROSS_SEND || o->crossing.type == EXTSTA_CROSS_RECEIVE
                   ? o->crossing.packet.bytes.len
                   : o->crossing.buffer.len;
    case EXTSTA_OUT_FUNCTION:
        return o->function.data.len;
    case EXTSTA_OUT_INPUT:
        return o->input.bytes.len;
    case EXTSTA_OUT_DRIVER:
        return o->beneath.len;
    case EXTSTA_OUT_TUNE:
    case EXTSTA_OUT_PORT:
    case EXTSTA_OUT_NOTIFY:
    case EXTSTA_OUT_CAUSE:
    case EXTSTA_OUT_DECISION:
    case EXTSTA_OUT_GAP:
    case EXTSTA_OUT_TYPES:
        break;
    }
    return 0;
}

struct entry_output entry_output_of(const struct extsta_output *output)
{
    return (struct entry_output){.type = (uint8_t)output->type,
                                 .gist = entry_gist(output),
                                 .len = octets_of(output),
                                 .digest = (uint32_t)extsta_output_digest(output)};
}

static const char *crossing_text(unsigned type)
{
    static const char *const names[] = {
        [EXTSTA_CROSS_OID] = "request",
        [EXTSTA_CROSS_SEND] = "packet sent",
        [EXTSTA_CROSS_RETURN] = "packet given back",
        [EXTSTA_CROSS_RESET_EX] = "reset",
        [EXTSTA_CROSS_HALT] = "halt",
        [EXTSTA_CROSS_INITIALIZE] = "initialize",
        [EXTSTA_CROSS_OID_COMPLETE] = "completion",
        [EXTSTA_CROSS_INDICATION] = "indication",
        [EXTSTA_CROSS_SEND_COMPLETE] = "packet completed",
        [EXTSTA_CROSS_RECEIVE] = "packet received",
    };
    return type < sizeof names / sizeof *names ? names[type] : "crossing";
}

static int crossing_words(const struct entry_output *o, char *text, size_t size)
{
    uint32_t code = (uint32_t)(o->gist >> 8);
    const char *name = extsta_oid_name(code);
    name = name ? name : extsta_indication_name(code);
    return snprintf(text, size, "%s%s%s, %llu octets", crossing_text(o->gist & 0xff),
                    name ? " " : "", name ? name : "", (unsigned long long)o->len);
}

size_t entry_output_text(const struct entry_output *o, char *text, size_t size)
{
    int n = 0;
    unsigned long long len = o->len;
    unsigned gist = (unsigned)o->gist;
    switch ((enum extsta_output_type)o->type) {
    case EXTSTA_OUT_FRAME:
        n = snprintf(text, size, "a frame of type %u, subtype %u, %llu octets", gist >> 2 & 3,
                     gist >> 4 & 15, len);
        break;
    case EXTSTA_OUT_TUNE:
        n = snprintf(text, size, "tuning to %u MHz", gist);
        break;
    case EXTSTA_OUT_ETHERNET:
        n = snprintf(text, size, "an Ethernet frame 0x%04x, %llu octets", gist, len);
        break;
    case EXTSTA_OUT_IHV:
        n = snprintf(text, size, "handler call %s",
                     extsta_ihv_call_name((enum extsta_ihv_call_type)gist));
        break;
    case EXTSTA_OUT_CROSSING:
        n = crossing_words(o, text, size);
        break;
    case EXTSTA_OUT_PORT:
        n = snprintf(text, size, "port %s",
                     extsta_port_event_name((enum extsta_port_event_type)gist));
        break;
    case EXTSTA_OUT_NOTIFY:
        n = snprintf(text, size, "notification %s",
                     extsta_notify_name((enum extsta_notify_type)gist));
        break;
    case EXTSTA_OUT_CAUSE:
        n = snprintf(text, size, "cause %s",
                     extsta_diagnosis_name((enum extsta_diagnosis)gist));
        break;
    case EXTSTA_OUT_DECISION:
        n = snprintf(text, size, "decision %s",
                     extsta_decision_name((enum extsta_decision_type)gist));
        break;
    case EXTSTA_OUT_GAP:
        n = snprintf(text, size, "a gap for want of memory");
        break;
    case EXTSTA_OUT_FUNCTION:
        n = snprintf(text, size, "the extension's function %s",
                     extsta_function_name((enum extsta_function_type)gist));
        break;
    case EXTSTA_OUT_INPUT:
        n = snprintf(text, size, "an input, %llu octets", len);
        break;
    case EXTSTA_OUT_DRIVER:
        n = snprintf(text, size, "%llu octets to what the driver drives", len);
        break;
    case EXTSTA_OUT_TYPES:
        n = snprintf(text, size, "nothing");
        break;
    }
    return n > 0 ? (size_t)n : 0;
}

static void code_output(struct coder *c, struct entry_output *o)
{
    uint8_t digest[4];
    for (unsigned i = 0; i < 4; i++) {
        digest[i] = (uint8_t)(o->digest >> 8 * i);
    }
    o->type = (uint8_t)code_enum(c, o->type, EXTSTA_OUT_TYPES);
    code_number(c, &o->gist);
    code_number(c, &o->len);
    code_fixed(c, digest, sizeof digest);
    o->digest = (uint32_t)digest[0] | (uint32_t)digest[1] << 8 | (uint32_t)digest[2] << 16 |
                (uint32_t)digest[3] << 24;
}

/* The time of a call, by what it differs from the one before. */
static void take_time(struct coder *c, struct entry_state *state, extsta_time *now)
{
    int64_t by = 0;
    code_signed(c, &by);
    state->now = *now = state->now + (uint64_t)by;
}

/* Kind and station; of a reader. */
static unsigned take_head(struct coder *c, struct entry_state *state, struct entry *e)
{
    uint8_t head = 0;
    code_fixed(c, &head, 1);
    if (head & STATION_FOLLOWS) {
        code_u32(c, &state->station);
    }
    e->station = state->station;
    return head & 0x7fu;
}

void entry_put_head(struct coder *c, struct entry_state *state, unsigned kind, uint32_t station,
                    const extsta_time *now)
{
    uint8_t *to = coder_room(c, 1 + 2 * CODER_NUMBER);
    if (!to) {
        return;
    }
    *to++ = (uint8_t)(kind | (station != state->station ? STATION_FOLLOWS : 0));
    if (station != state->station) {
        to = coder_put(to, station);
        state->station = station;
    }
    if (now) {
        to = coder_put(to, coder_unsigned((int64_t)(*now - state->now)));
        state->now = *now;
    }
    coder_wrote(c, to);
}

static unsigned put_head(struct coder *c, struct entry_state *state, const struct entry *e)
{
    bool call = e->kind == ENTRY_CALL;
    unsigned kind = call ? ENTRY_CALL + e->call.type : (unsigned)e->kind;
    entry_put_head(c, state, kind, e->station, call ? &e->call.now : NULL);
    return kind;
}

bool entry_code(struct coder *c, struct entry_state *state, struct entry *e)
{
    unsigned kind = c->reading ? take_head(c, state, e) : put_head(c, state, e);
    if (c->failed) {
        return false;
    }
    if (kind >= ENTRY_CALL) {
        e->kind = ENTRY_CALL;
        if (kind - ENTRY_CALL >= EXTSTA_CALLS) {
            return false;
        }
        e->call.type = (enum extsta_call_type)(kind - ENTRY_CALL);
        e->call.station = e->station;
        if (c->reading) {
            take_time(c, state, &e->call.now);
        }
        e->now = state->now;
        entry_code_call(c, state, e);
        return !c->failed;
    }
    e->kind = (enum entry_kind)kind;
    e->now = state->now;
    switch (e->kind) {
    case ENTRY_DRAW:
        code_octets(c, &e->octets);
        break;
    case ENTRY_RESULT:
        code_number(c, &e->result.value);
        code_u32(c, &e->result.len);
        code_u32(c, &e->result.digest);
        break;
    case ENTRY_OUTPUT:
        code_output(c, &e->output);
        break;
    case ENTRY_OPEN:
        break;
    case ENTRY_NAME:
        code_fixed(c, e->name.address.b, 6);
        code_octets(c, &e->name.text);
        break;
    case ENTRY_REFUSED:
        code_number(c, &e->refused);
        break;
    case ENTRY_REPLACED:
        code_octets(c, &e->text);
        break;
    case ENTRY_CALL:
        break;
    }
    /* kinds of this format only: 0 and those between are none */
    return !c->failed && kind >= ENTRY_DRAW && kind <= ENTRY_REPLACED;
}
