/* The tap (tap.h). The linker leads the station's calls of outq_pump and outq_next here
 * (--wrap); behind each stands the real one. */
#include "tap.h"
#include <stdlib.h>
#include <string.h>

struct tap tap;

struct extsta_output *__real_outq_pump(struct outq *q);
bool __real_outq_next(struct outq *q, struct extsta_output *out);
struct extsta_output *__wrap_outq_pump(struct outq *q);
bool __wrap_outq_next(struct outq *q, struct extsta_output *out);

static void pass(struct outq *q, struct extsta_output *o, bool at_edge)
{
    if (o->type == EXTSTA_OUT_FRAME) {
        tap.meta = o->frame.meta;
    }
    if (is_crossing(o, EXTSTA_CROSS_RECEIVE)) {
        tap.received = o->crossing.packet.id;
    }
    if (tap.mutate) {
        tap.station =
            ((struct station_awake *)((char *)q - offsetof(struct station_awake, out)))
                ->station;
        tap.at_edge = at_edge;
        tap.tail = at_edge ? NULL : outq_node_of(o);
        tap.mutate(&tap, o);
    }
}

/* What the pump does not come by: it was inserted by a half for its edge. */
static bool of_edge(const struct extsta_output *o)
{
    return o->type != EXTSTA_OUT_CROSSING && o->type != EXTSTA_OUT_FRAME &&
           o->type != EXTSTA_OUT_TUNE && o->type != EXTSTA_OUT_TYPES;
}

/* Between the halves: what crosses, and what goes to the radio. */
struct extsta_output *__wrap_outq_pump(struct outq *q)
{
    struct extsta_output *o = __real_outq_pump(q);
    if (o && !of_edge(o)) {
        pass(q, o, false);
    }
    return o;
}

static bool next(struct outq *q, struct extsta_output *out)
{
    if (tap.said_count > 0) {
        *out = tap.said[0];
        memmove(&tap.said[0], &tap.said[1], --tap.said_count * sizeof tap.said[0]);
        return true;
    }
    while (__real_outq_next(q, out)) {
        if (of_edge(out)) {
            pass(q, out, true);
        }
        bool unseen = tap.unseen != 0 && is_crossing(out, EXTSTA_CROSS_OID_COMPLETE) &&
                      out->crossing.id == tap.unseen;
        if (out->type != EXTSTA_OUT_TYPES && !unseen) {
            return true;
        }
        if (tap.said_count > 0) {
            return next(q, out);
        }
    }
    return false;
}

bool __wrap_outq_next(struct outq *q, struct extsta_output *out)
{
    if (!next(q, out)) {
        return false;
    }
    if (tap.referee) {
        const struct extsta_station *sta =
            ((struct station_awake *)((char *)q - offsetof(struct station_awake, out)))
                ->station;
        extsta_referee_output(tap.referee, sta->now, out);
    }
    return true;
}

/* --- what is it? --- */

bool is_crossing(const struct extsta_output *o, enum extsta_crossing_type type)
{
    return o->type == EXTSTA_OUT_CROSSING && o->crossing.type == type;
}

bool is_indication(const struct extsta_output *o, uint32_t code)
{
    return is_crossing(o, EXTSTA_CROSS_INDICATION) && o->crossing.code == code;
}

bool is_result(const struct extsta_output *o, uint32_t oid, enum extsta_oid_kind kind)
{
    return is_crossing(o, EXTSTA_CROSS_OID_COMPLETE) && o->crossing.code == oid &&
           o->crossing.kind == kind;
}

bool is_request(const struct extsta_output *o, uint32_t oid, enum extsta_oid_kind kind)
{
    return is_crossing(o, EXTSTA_CROSS_OID) && o->crossing.code == oid &&
           o->crossing.kind == kind;
}

bool is_frame(const struct extsta_output *o, uint8_t kind)
{
    return o->type == EXTSTA_OUT_FRAME && o->frame.bytes.len >= 24 &&
           (o->frame.bytes.data[0] & 0xfc) == kind;
}

bool is_data(const struct extsta_output *o, struct extsta_mac to)
{
    return (is_frame(o, FRAME_DATA_PLAIN) || is_frame(o, FRAME_QOS_DATA)) &&
           (mac_is_zero(to) || mac_equal(mac_at(o->frame.bytes.data + 4), to));
}

bool is_port(const struct extsta_output *o, enum extsta_port_event_type type)
{
    return o->type == EXTSTA_OUT_PORT && o->port.type == type;
}

bool is_handler(const struct extsta_output *o, enum extsta_ihv_call_type type)
{
    return o->type == EXTSTA_OUT_IHV && o->ihv.type == type;
}

bool is_function(const struct extsta_output *o, enum extsta_function_type type)
{
    return o->type == EXTSTA_OUT_FUNCTION && o->function.type == type;
}

bool is_notice(const struct extsta_output *o, enum extsta_notify_type type)
{
    return o->type == EXTSTA_OUT_NOTIFY && o->notify.type == type;
}

bool nth(struct tap *t, unsigned n)
{
    bool now = ++t->met == n;
    t->fired += now;
    return now;
}

bool first(struct tap *t)
{
    return nth(t, 1);
}

/* --- octets --- */

uint8_t *tap_room(struct tap *t, size_t len)
{
    if (t->used + len > sizeof t->arena) {
        abort(); /* a mutant that changes so much is wrong */
    }
    t->used += len;
    return t->arena + t->used - len;
}

static struct extsta_span *span_of(struct extsta_output *o)
{
    if (o->type == EXTSTA_OUT_FRAME) {
        return &o->frame.bytes;
    }
    if (o->type == EXTSTA_OUT_IHV) {
        return &o->ihv.data;
    }
    if (o->type == EXTSTA_OUT_ETHERNET) {
        return &o->ethernet.bytes;
    }
    bool packet =
        o->crossing.type == EXTSTA_CROSS_SEND || o->crossing.type == EXTSTA_CROSS_RECEIVE;
    return packet ? &o->crossing.packet.bytes : &o->crossing.buffer;
}

static void set_octets(struct extsta_output *o, const uint8_t *data, size_t len)
{
    *span_of(o) = (struct extsta_span){data, len};
    if (is_crossing(o, EXTSTA_CROSS_OID_COMPLETE)) {
        o->crossing.bytes_written = (uint32_t)len;
    }
}

uint8_t *octets(struct tap *t, struct extsta_output *o, size_t more)
{
    struct extsta_span old = *span_of(o);
    uint8_t *data = tap_room(t, old.len + more);
    if (old.len > 0) {
        memcpy(data, old.data, old.len);
    }
    memset(data + old.len, 0, more);
    set_octets(o, data, old.len + more);
    return data;
}

void shorten(struct tap *t, struct extsta_output *o, size_t by)
{
    struct extsta_span old = *span_of(o);
    set_octets(o, old.data, old.len > by ? old.len - by : 0);
}

struct extsta_payload *payload(struct tap *t, struct extsta_output *o)
{
    const struct extsta_crossing *c = &o->crossing;
    enum extsta_form form =
        c->type == EXTSTA_CROSS_INDICATION
            ? extsta_indication_form(c->code)
            : extsta_oid_form(c->code, c->type == EXTSTA_CROSS_OID_COMPLETE);
    extsta_payload_read(form, c->buffer, &t->payload);
    return &t->payload;
}

struct extsta_span payload_octets(struct tap *t, const struct extsta_payload *p)
{
    size_t len = extsta_payload_write(p, NULL, 0);
    uint8_t *data = tap_room(t, len);
    extsta_payload_write(p, data, len);
    return (struct extsta_span){data, len};
}

void put(struct tap *t, struct extsta_output *o)
{
    struct extsta_span s = payload_octets(t, &t->payload);
    set_octets(o, s.data, s.len);
}

/* --- what becomes of it --- */

void drop(struct tap *t, struct extsta_output *o)
{
    o->type = EXTSTA_OUT_TYPES;
}

/* At the edge it comes out next; between the halves it stands where the pump comes next. */
static struct extsta_output *put_in(struct tap *t)
{
    if (t->at_edge) {
        return say(t, EXTSTA_OUT_TYPES);
    }
    struct outq *q = &t->station->awake->out;
    struct outq_node *node = outq_reserve(q, 0);
    if (!node) {
        abort();
    }
    node->next = t->tail->next;
    t->tail->next = node;
    q->last = node->next ? q->last : node;
    if (q->cursor == node->next) {
        q->cursor = node;
    }
    t->tail = node;
    return &node->out;
}

struct extsta_output *behind(struct tap *t, struct extsta_output *o,
                             enum extsta_output_type type)
{
    struct extsta_output *made = put_in(t);
    *made = (struct extsta_output){.type = type};
    return made;
}

/* With octets of its own: those of the queue go with their node. */
static struct extsta_output kept(struct tap *t, const struct extsta_output *o)
{
    struct extsta_output copy = *o;
    struct extsta_span *s =
        o->type == EXTSTA_OUT_PORT || o->type == EXTSTA_OUT_NOTIFY ? NULL : span_of(&copy);
    if (s && s->len > 0) {
        uint8_t *data = tap_room(t, s->len);
        memcpy(data, s->data, s->len);
        s->data = data;
    }
    return copy;
}

void twice(struct tap *t, struct extsta_output *o)
{
    struct extsta_output copy = kept(t, o);
    *put_in(t) = copy;
}

struct extsta_output *before(struct tap *t, struct extsta_output *o,
                             enum extsta_output_type type)
{
    struct extsta_output copy = kept(t, o);
    struct extsta_output *made = put_in(t);
    *made = (struct extsta_output){.type = type};
    *put_in(t) = copy;
    drop(t, o);
    return made;
}

void hold_back(struct tap *t, struct extsta_output *o)
{
    t->held = kept(t, o);
    drop(t, o);
}

bool release(struct tap *t)
{
    if (t->held.type == EXTSTA_OUT_TYPES) {
        return false;
    }
    *put_in(t) = t->held;
    t->held.type = EXTSTA_OUT_TYPES;
    return true;
}

void as_indication(struct tap *t, struct extsta_output *made, uint32_t code,
                   const struct extsta_payload *p)
{
    made->crossing = (struct extsta_crossing){
        .type = EXTSTA_CROSS_INDICATION, .code = code, .buffer = payload_octets(t, p)};
}

void as_request(struct tap *t, struct extsta_output *made, uint32_t oid,
                const struct extsta_payload *p)
{
    static uint32_t id = 0xfff00000u;
    made->crossing = (struct extsta_crossing){.type = EXTSTA_CROSS_OID,
                                              .code = oid,
                                              .kind = EXTSTA_OID_SET,
                                              .id = id++,
                                              .buffer = payload_octets(t, p)};
}

void as_frame(struct tap *t, struct extsta_output *made, uint16_t fc, struct extsta_mac to,
              struct extsta_span body)
{
    uint8_t *data = tap_room(t, 24 + body.len);
    memset(data, 0, 24);
    put_le16(data, fc);
    memcpy(data + 4, to.b, 6);
    memcpy(data + 10, t->station->awake->host.os.address.b, 6);
    memcpy(data + 16, to.b, 6);
    if (body.len > 0) {
        memcpy(data + 24, body.data, body.len);
    }
    made->frame.bytes = (struct extsta_span){data, 24 + body.len};
    made->frame.meta = t->meta;
    made->frame.meta.cookie = 0;
}

uint32_t below(struct tap *t, uint32_t oid, struct extsta_span input)
{
    uint8_t *buffer = tap_room(t, input.len);
    memcpy(buffer, input.data, input.len);
    struct extsta_oid request = {.oid = oid,
                                 .kind = EXTSTA_OID_SET,
                                 .request_id = 0xffffu,
                                 .buffer = buffer,
                                 .in_len = (uint32_t)input.len};
    return t->station->ops->oid(t->station->awake->driver, t->station->now, &request);
}

static struct extsta_output *put_answer(struct tap *t, const struct extsta_output *o,
                                        uint32_t status)
{
    struct extsta_output *made = put_in(t);
    *made = (struct extsta_output){.type = EXTSTA_OUT_CROSSING};
    made->crossing = (struct extsta_crossing){.type = EXTSTA_CROSS_OID_COMPLETE,
                                              .code = o->crossing.code,
                                              .kind = o->crossing.kind,
                                              .id = o->crossing.id,
                                              .status = status};
    return made;
}

/* The copy stands before the cursor: the pump does not come by it. */
void answer_for(struct tap *t, struct extsta_output *o, uint32_t status)
{
    struct outq *q = &t->station->awake->out;
    struct outq_node *cursor = q->cursor;
    struct extsta_output copy = *o;
    *put_in(t) = copy;
    q->cursor = cursor;
    q->seen = t->tail;
    put_answer(t, &copy, status);
    if (!cursor) {
        q->cursor = t->tail;
    }
    drop(t, o);
}

void answer_unseen(struct tap *t, struct extsta_output *o, uint32_t status)
{
    put_answer(t, o, status);
    t->unseen = o->crossing.id;
    drop(t, o);
}

struct extsta_output *say(struct tap *t, enum extsta_output_type type)
{
    if (t->said_count == TAP_SAID) {
        abort();
    }
    struct extsta_output *made = &t->said[t->said_count++];
    *made = (struct extsta_output){.type = type};
    return made;
}

void keep(struct tap *t, struct extsta_output *o)
{
    struct extsta_span old = *span_of(o);
    t->kept = (struct extsta_span){octets(t, o, 0), old.len};
}

void give_kept(struct tap *t, struct extsta_output *o)
{
    set_octets(o, t->kept.data, t->kept.len);
}
