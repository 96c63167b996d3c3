/* From what the referee is given to an event (referee.h), decoded once; and the requests that
 * are under way, with a copy of what they asked for: a result is judged by it. */
#include "base/pool.h"
#include "base/wipe.h"
#include "boundary/payload_table.h"
#include "referee/referee.h"
#include "wire/llc.h"

#define MAX_INPUT 2048u /* octets of a request's input that are kept */

/* FNV-1a: the values are compared within one process and prove nothing. */
uint64_t hash_span(struct extsta_span s)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.len; i++) {
        h = (h ^ s.data[i]) * 0x100000001b3u;
    }
    return h ^ s.len;
}

/* --- requests --- */

/* Keys are not copied: of a key the fixed fields are enough, and they come first. */
static size_t worth_keeping(const struct extsta_crossing *c)
{
    size_t len = c->buffer.len < MAX_INPUT ? c->buffer.len : MAX_INPUT;
    switch (c->code) {
    case OID_DOT11_NIC_SPECIFIC_EXTENSION:
        return 0;
    default:
        return len;
    }
}

void asked_forget(struct extsta_referee *r, struct asked *a)
{
    if (a->input) {
        wipe(a->input, a->input_size);
        pool_release(&r->ctx->pool, a->input, a->input_size);
    }
    r->asked_count -= a->used;
    *a = (struct asked){0};
}

static uint32_t length_of(uint32_t cipher)
{
    switch (cipher) {
    case DOT11_CIPHER_ALGO_WEP40:
        return 5;
    case DOT11_CIPHER_ALGO_WEP104:
        return 13;
    case DOT11_CIPHER_ALGO_TKIP:
    case DOT11_CIPHER_ALGO_CCMP:
        return 16;
    default:
        return 0; /* not looked at */
    }
}

/* CIP-06: how long the key is; and of the copy it is wiped. */
static void key_seen(struct asked *a, const struct extsta_key *k)
{
    bool wep =
        k->algorithm == DOT11_CIPHER_ALGO_WEP40 || k->algorithm == DOT11_CIPHER_ALGO_WEP104;
    struct extsta_payload m = {0};
    if (!wep) {
        extsta_payload_read(k->algorithm == DOT11_CIPHER_ALGO_TKIP
                                ? EXTSTA_FORM_TKIP_KEY_MATERIAL
                                : EXTSTA_FORM_KEY_MATERIAL,
                            k->key.bytes, &m);
    }
    uint32_t len = wep ? (uint32_t)k->key.bytes.len : m.material.key_len;
    uint32_t want = length_of(k->algorithm);
    if (!k->is_delete && want != 0 && len != want) {
        a->odd_key = true;
    }
    a->key_len = len;
    if (k->key.bytes.len > 0) {
        wipe(a->input + (k->key.bytes.data - a->input), k->key.bytes.len);
    }
}

static void keys_seen(struct asked *a)
{
    struct extsta_payload p, entry;
    if (!a->input || a->kind != EXTSTA_OID_SET) {
        return;
    }
    if (a->oid == OID_DOT11_CIPHER_DEFAULT_KEY) {
        extsta_payload_read(EXTSTA_FORM_DEFAULT_KEY, span(a->input, a->input_size), &p);
        key_seen(a, &p.key);
    } else if (a->oid == OID_DOT11_CIPHER_KEY_MAPPING_KEY) {
        extsta_payload_read(EXTSTA_FORM_KEY_MAPPING_KEYS, span(a->input, a->input_size), &p);
        struct extsta_part rest = p.list.entries;
        while (extsta_payload_next(&rest, &entry)) {
            key_seen(a, &entry.key);
        }
    }
}

/* The oldest is given up when there are too many: its completion then finds nobody, which is no
 * fault (referee.c). */
static void asked_new(struct extsta_referee *r, const struct event *e)
{
    struct asked *a = NULL;
    for (size_t i = 0; i < MAX_ASKED && !a; i++) {
        a = r->asked[i].used ? NULL : &r->asked[i];
    }
    if (!a) {
        extsta_referee_gap(r);
        return;
    }
    *a = (struct asked){.id = e->c->id,
                        .oid = e->c->code,
                        .kind = e->c->kind,
                        .used = true,
                        .by_os = (e->c->id & 0x80000000u) != 0,
                        .ref = e->ref,
                        .in_len = (uint32_t)e->c->buffer.len,
                        .room = e->c->bytes_needed,
                        .indications = r->m.indications,
                        .others = r->asked_count};
    size_t len = worth_keeping(e->c);
    a->input = len > 0 ? pool_alloc(&r->ctx->pool, len) : NULL;
    if (a->input) {
        a->input_size = (uint32_t)len;
        memcpy(a->input, e->c->buffer.data, len);
        keys_seen(a);
    }
    r->asked_count++;
}

static struct asked *asked_find(struct extsta_referee *r, const struct extsta_crossing *c)
{
    for (size_t i = 0; i < MAX_ASKED; i++) {
        struct asked *a = &r->asked[i];
        if (a->used && a->id == c->id && a->oid == c->code) {
            return a;
        }
    }
    return NULL;
}

const struct asked *under_way(const struct extsta_referee *r, uint32_t oid)
{
    for (size_t i = 0; i < MAX_ASKED; i++) {
        if (r->asked[i].used && r->asked[i].oid == oid &&
            r->asked[i].kind != EXTSTA_OID_QUERY) {
            return &r->asked[i];
        }
    }
    return NULL;
}

/* --- decoding --- */

static const uint8_t watch_of_indication[] = {
    [NDIS_STATUS_DOT11_SCAN_CONFIRM & 0xff] = ON_SCAN_CONFIRM,
    [NDIS_STATUS_DOT11_MPDU_MAX_LENGTH_CHANGED & 0xff] = ON_OTHER_INDICATION,
    [NDIS_STATUS_DOT11_ASSOCIATION_START & 0xff] = ON_ASSOCIATION_START,
    [NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION & 0xff] = ON_ASSOCIATION_COMPLETION,
    [NDIS_STATUS_DOT11_CONNECTION_START & 0xff] = ON_CONNECTION_START,
    [NDIS_STATUS_DOT11_CONNECTION_COMPLETION & 0xff] = ON_CONNECTION_COMPLETION,
    [NDIS_STATUS_DOT11_ROAMING_START & 0xff] = ON_ROAMING_START,
    [NDIS_STATUS_DOT11_ROAMING_COMPLETION & 0xff] = ON_ROAMING_COMPLETION,
    [NDIS_STATUS_DOT11_DISASSOCIATION & 0xff] = ON_DISASSOCIATION,
    [NDIS_STATUS_DOT11_TKIPMIC_FAILURE & 0xff] = ON_MIC_FAILURE,
    [NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST & 0xff] = ON_PMKID_CANDIDATES,
    [NDIS_STATUS_DOT11_PHY_STATE_CHANGED & 0xff] = ON_PHY_STATE,
    [NDIS_STATUS_DOT11_LINK_QUALITY & 0xff] = ON_LINK_QUALITY,
};

static void indication(struct event *e)
{
    uint32_t low = e->c->code - NDIS_STATUS_DOT11_SCAN_CONFIRM;
    e->watch = low < sizeof watch_of_indication ? (enum watch)watch_of_indication[low]
                                                : ON_OTHER_INDICATION;
    e->whole = extsta_payload_read(extsta_indication_form(e->c->code), e->c->buffer, &e->p);
    e->ref.code = e->c->code;
}

static void result(struct extsta_referee *r, struct event *e)
{
    e->asked = asked_find(r, e->c);
    e->whole = e->c->status == NDIS_STATUS_SUCCESS && e->c->kind != EXTSTA_OID_SET &&
               extsta_payload_read(extsta_oid_form(e->c->code, true), e->c->buffer, &e->p);
    if (e->asked && e->asked->kind != EXTSTA_OID_QUERY) {
        e->in_whole = extsta_payload_read(extsta_oid_form(e->c->code, false),
                                          span(e->asked->input, e->asked->input_size), &e->in);
    }
}

static void mpdu(struct event *e, struct extsta_span bytes, bool clear)
{
    enum extsta_drop drop;
    struct llc llc;
    e->parsed = frame_parse(bytes, &e->frame, &drop);
    if (e->parsed && frame_has_data(&e->frame) &&
        (clear || (e->frame.fc & FC_PROTECTED) == 0) && e->frame.frag == 0 &&
        llc_parse(e->frame.body, &llc) && llc.snap) {
        e->ethertype = llc.ethertype;
        memcpy(e->snap, e->frame.body.data, sizeof e->snap);
    }
}

static void crossing(struct extsta_referee *r, struct event *e)
{
    e->ref.code = e->c->code;
    switch (e->c->type) {
    case EXTSTA_CROSS_OID:
        e->watch = ON_REQUEST;
        e->ref.event = EXTSTA_EVENT_REQUEST;
        e->whole = extsta_payload_read(extsta_oid_form(e->c->code, false), e->c->buffer, &e->p);
        asked_new(r, e);
        break;
    case EXTSTA_CROSS_OID_COMPLETE:
        e->watch = ON_RESULT;
        e->ref.event = EXTSTA_EVENT_RESULT;
        result(r, e);
        break;
    case EXTSTA_CROSS_INDICATION:
        e->ref.event = EXTSTA_EVENT_INDICATION;
        indication(e);
        break;
    case EXTSTA_CROSS_SEND:
        e->watch = ON_SEND;
        e->ref.event = EXTSTA_EVENT_SEND;
        mpdu(e, e->c->packet.bytes, true);
        break;
    case EXTSTA_CROSS_RECEIVE:
        e->watch = ON_RECEIVE;
        e->ref.event = EXTSTA_EVENT_RECEIVE;
        mpdu(e, e->c->packet.bytes, true);
        break;
    case EXTSTA_CROSS_SEND_COMPLETE:
        e->watch = ON_SEND_COMPLETE;
        e->ref.event = EXTSTA_EVENT_SEND_COMPLETE;
        break;
    case EXTSTA_CROSS_RETURN:
        e->watch = ON_RETURN;
        e->ref.event = EXTSTA_EVENT_RETURN;
        break;
    case EXTSTA_CROSS_RESET_EX:
        e->watch = ON_RESET_EX;
        e->ref.event = EXTSTA_EVENT_RESET_EX;
        break;
    case EXTSTA_CROSS_HALT:
        e->watch = ON_HALT;
        e->ref.event = EXTSTA_EVENT_HALT;
        break;
    case EXTSTA_CROSS_INITIALIZE:
        e->watch = ON_INITIALIZE;
        e->ref.event = EXTSTA_EVENT_INITIALIZE;
        break;
    }
}

static void set(struct event *e, enum watch watch, enum extsta_event event, uint32_t code)
{
    e->watch = watch;
    e->ref.event = event;
    e->ref.code = code;
}

bool event_of_frame(struct extsta_span bytes, struct event *e)
{
    mpdu(e, bytes, false);
    set(e, ON_HEARD, EXTSTA_EVENT_HEARD, e->parsed ? frame_kind(&e->frame) : 0);
    return e->parsed;
}

bool event_of_output(struct extsta_referee *r, const struct extsta_output *out, struct event *e)
{
    e->out = out;
    switch (out->type) {
    case EXTSTA_OUT_FRAME:
        mpdu(e, out->frame.bytes, false);
        set(e, ON_FRAME, EXTSTA_EVENT_FRAME, e->parsed ? frame_kind(&e->frame) : 0);
        break;
    case EXTSTA_OUT_TUNE:
        set(e, ON_TUNE, EXTSTA_EVENT_TUNE, out->tune_freq);
        break;
    case EXTSTA_OUT_ETHERNET:
        set(e, ON_ETHERNET, EXTSTA_EVENT_ETHERNET, 0);
        break;
    case EXTSTA_OUT_IHV:
        set(e, ON_HANDLER, EXTSTA_EVENT_HANDLER, (uint32_t)out->ihv.type);
        break;
    case EXTSTA_OUT_CROSSING:
        e->c = &out->crossing;
        crossing(r, e);
        break;
    case EXTSTA_OUT_PORT:
        set(e, ON_PORT, EXTSTA_EVENT_PORT, (uint32_t)out->port.type);
        break;
    case EXTSTA_OUT_NOTIFY:
        set(e, ON_NOTIFY, EXTSTA_EVENT_NOTIFY, (uint32_t)out->notify.type);
        break;
    case EXTSTA_OUT_CAUSE:
        set(e, ON_CAUSE, EXTSTA_EVENT_CAUSE, 0);
        break;
    case EXTSTA_OUT_GAP:
        extsta_referee_gap(r);
        return false;
    case EXTSTA_OUT_FUNCTION:
        e->function = &out->function;
        set(e, ON_FUNCTION, EXTSTA_EVENT_FUNCTION, (uint32_t)out->function.type);
        break;
    case EXTSTA_OUT_INPUT: /* of a record: what arrived */
        if (out->input.type == EXTSTA_INPUT_DETACHED) {
            extsta_referee_detached(r);
        } else if (out->input.type == EXTSTA_INPUT_POWER_PROFILE) {
            set(e, ON_POWER_PROFILE, EXTSTA_EVENT_POWER_PROFILE, out->input.phy_id);
            break;
        }
        if (out->input.type == EXTSTA_INPUT_ETHERNET) {
            set(e, ON_STACK, EXTSTA_EVENT_ETHERNET, 0);
            break;
        }
        return out->input.type == EXTSTA_INPUT_FRAME && event_of_frame(out->input.bytes, e);
    case EXTSTA_OUT_DECISION: /* to roam or not is the station's own */
    case EXTSTA_OUT_DRIVER:   /* how a driver gets its work done is its own */
        r->beneath |= out->type == EXTSTA_OUT_DRIVER;
        r->hears &= !r->beneath;
        return false;
    case EXTSTA_OUT_TYPES:
        return false;
    }
    return true;
}
