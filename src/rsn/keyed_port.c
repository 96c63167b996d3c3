/* The keyed port around its method (keyed_port.h): rest and waking, keys that wait, time,
 * cause.
 *
 * The state of the method lies behind struct keyed_port_awake in one block, which is wiped
 * with it. Every entry ends in settle, which keeps keys back and lies down where nothing is
 * under way. */
#include "rsn/keyed_port.h"
#include "base/wipe.h"
#include "crypto/crypto.h"
#include "rsn/form.h"
#include "rsn/handshake.h"

/* Who does not say what became of message 4 in this time is not waited for. Longer than a
 * packet lives in the driver and the radio (512 TU): one that waits for the medium is still to
 * go. */
#define MESSAGE_4_TIME (1000u * EXTSTA_MS)

/* Keys of a message 3, until the AP is known to have message 4. Where it was lost the AP has no
 * key and repeats message 3 as it sent the first: with the key in place that would be refused
 * (DEC-05: nothing in the clear once there is a key). */
struct waiting_keys {
    struct supplicant_key pairwise, group[GROUP_KINDS];
    extsta_time deadline; /* then they go in all the same */
    uint32_t answer;      /* number of message 4; 0: it did not arrive */
};

struct keyed_port_awake {
    struct waiting_keys *waiting; /* NULL: none */
    extsta_time limit;            /* of the handshake */
    uint32_t sent;                /* number of the method's last PDU; 0: none is under way */
    uint64_t state[];             /* of the method */
};

/* Octets of the block. */
static size_t awake_size(const struct port_method *method)
{
    return sizeof(struct keyed_port_awake) + method->size;
}

/* NULL: none wait. */
static struct waiting_keys *waiting(const struct keyed_port *port)
{
    return port->awake ? port->awake->waiting : NULL;
}

static void drop_waiting(struct keyed_port *port)
{
    struct waiting_keys *w = waiting(port);
    if (w) {
        wipe(w, sizeof *w);
        pool_release(&port->ctx->pool, w, sizeof *w);
        port->awake->waiting = NULL;
    }
}

/* --- awake and at rest --- */

static void drop_awake(struct keyed_port *port)
{
    drop_waiting(port);
    if (port->awake) {
        if (port->method->stop) {
            port->method->stop(port->awake->state);
        }
        wipe(port->awake, awake_size(port->method));
        pool_release(&port->ctx->pool, port->awake, awake_size(port->method));
        port->awake = NULL;
    }
}

static void drop_rest(struct keyed_port *port)
{
    if (port->rest) {
        wipe(port->rest, port->rest_len);
        pool_release(&port->ctx->pool, port->rest, port->rest_len);
        port->rest = NULL;
    }
}

/* Once its keys are in. Without memory it stays awake: that costs room and nothing else. */
static void lie_down(struct keyed_port *port)
{
    uint8_t octets[PORT_REST_MAX];
    if (!port->settled || !port->awake || waiting(port)) {
        return;
    }
    size_t len = port->method->rest(port->awake->state, octets);
    uint8_t *rest = len > 0 ? pool_alloc(&port->ctx->pool, len) : NULL;
    if (rest) {
        memcpy(rest, octets, len);
        drop_awake(port);
        port->rest = rest;
        port->rest_len = (uint16_t)len;
    }
    wipe(octets, sizeof octets);
}

/* False: no memory; it goes on resting. */
static bool awaken(struct keyed_port *port)
{
    if (port->awake) {
        return true;
    }
    struct crypto *crypto = crypto_of(port->ctx);
    size_t size = awake_size(port->method);
    struct keyed_port_awake *awake = crypto ? pool_zalloc(&port->ctx->pool, size) : NULL;
    if (!awake || !port->method->wake(awake->state, crypto, span(port->rest, port->rest_len))) {
        if (awake) {
            wipe(awake, size);
        }
        pool_release(&port->ctx->pool, awake, size);
        return false;
    }
    awake->limit = EXTSTA_NEVER;
    drop_rest(port);
    port->awake = awake;
    return true;
}

/* --- steps --- */

/* Keys of the step are kept back. Without memory for that they go in at once: it costs no
 * more than a retransmission. */
static void keep(struct keyed_port *port, extsta_time now, struct supplicant_step *step)
{
    struct waiting_keys *w = waiting(port);
    if (!w) {
        w = port->awake->waiting = pool_zalloc(&port->ctx->pool, sizeof *w);
    }
    if (!w) {
        return;
    }
    if (step->pairwise.install) {
        w->pairwise = step->pairwise;
        w->answer = 0; /* unless message 4 goes out: keyed_port_sending */
        w->deadline = now + MESSAGE_3_TIME;
    }
    /* 12.7.6.4: the AP sends under it as soon as it has message 4, which tells nobody when. Of
     * a first handshake the AP may still repeat message 3 in the clear. */
    step->pairwise.receive_only = step->pairwise.by_id && step->verdict == SUPPLICANT_REKEYED;
    step->pairwise.install = step->pairwise.install && step->pairwise.receive_only;
    for (unsigned kind = 0; kind < GROUP_KINDS; kind++) {
        struct supplicant_key *key = supplicant_step_group(step, kind);
        if (key->install) {
            w->group[kind] = *key;
        }
        key->install = false;
    }
}

/* Their time has come: the four-way handshake is complete. */
static void let_go(struct keyed_port *port, struct supplicant_step *step)
{
    step->pairwise = port->awake->waiting->pairwise;
    for (unsigned kind = 0; kind < GROUP_KINDS; kind++) {
        *supplicant_step_group(step, kind) = port->awake->waiting->group[kind];
    }
    drop_waiting(port);
}

/* After every word of the method. */
static void settle(struct keyed_port *port, extsta_time now, struct supplicant_step *step)
{
    if (step->pairwise.install || waiting(port)) {
        keep(port, now, step);
    }
    if (step->verdict == SUPPLICANT_REJECTED) {
        drop_waiting(port);
        port->awake->limit = EXTSTA_NEVER;
    }
    lie_down(port);
}

enum extsta_diagnosis keyed_port_start(struct keyed_port *port, struct extsta_context *ctx,
                                       const struct port_method *method, extsta_time now,
                                       extsta_time limit, const struct port_start *start,
                                       struct supplicant_step *step)
{
    struct crypto *crypto = crypto_of(ctx);
    memset(step, 0, sizeof *step);
    *port = (struct keyed_port){.ctx = ctx, .method = method};
    port->awake = crypto ? pool_zalloc(&ctx->pool, awake_size(method)) : NULL;
    if (!port->awake) {
        return EXTSTA_DIAGNOSIS_NO_MEMORY;
    }
    port->awake->limit = limit;
    enum extsta_diagnosis why = method->start(port->awake->state, crypto, now, start, step);
    if (why != EXTSTA_DIAGNOSIS_NONE) {
        keyed_port_stop(port);
    }
    return why;
}

void keyed_port_stop(struct keyed_port *port)
{
    drop_awake(port);
    drop_rest(port);
}

void keyed_port_rx(struct keyed_port *port, extsta_time now, const struct port_pdu *pdu,
                   struct supplicant_step *step)
{
    memset(step, 0, sizeof *step);
    if (!awaken(port)) {
        handshake_drop(step, EXTSTA_DROP_NO_MEMORY);
        return;
    }
    port->method->rx(port->awake->state, now, pdu, step);
    settle(port, now, step);
}

/* Time as the counter of its requests: it never goes back, and nothing has to be kept. */
void keyed_port_request(struct keyed_port *port, extsta_time now, bool error, bool pairwise,
                        struct supplicant_step *step)
{
    memset(step, 0, sizeof *step);
    if (port->method && port->method->request && awaken(port)) {
        port->method->request(port->awake->state, now, error, pairwise, step);
        settle(port, now, step);
    }
}

void keyed_port_sending(struct keyed_port *port, extsta_time now,
                        const struct supplicant_step *step, uint32_t number)
{
    struct waiting_keys *w = waiting(port);
    if (w && step->message == 3) {
        w->answer = number;
        w->deadline = now + (number ? MESSAGE_4_TIME : MESSAGE_3_TIME);
    } else if (port->awake) {
        port->awake->sent = number;
    }
}

bool keyed_port_sent(struct keyed_port *port, extsta_time now, uint32_t number, bool arrived,
                     struct supplicant_step *step)
{
    struct waiting_keys *w = waiting(port);
    bool answer = w && w->answer == number;
    if (number == 0 || !port->awake || (!answer && port->awake->sent != number)) {
        return false;
    }
    memset(step, 0, sizeof *step);
    if (answer && arrived) {
        let_go(port, step);
    } else if (answer) {
        /* The AP has no message 4 yet: it will repeat message 3 or was content with what it
         * got. */
        w->answer = 0;
        w->deadline = now + MESSAGE_3_TIME;
    } else {
        port->awake->sent = 0;
        if (port->method->sent) {
            port->method->sent(port->awake->state, now, arrived, step);
            settle(port, now, step);
        }
    }
    return true;
}

void keyed_port_installed(struct keyed_port *port, bool ok)
{
    if (port->awake) {
        port->awake->limit = EXTSTA_NEVER;
    }
    port->settled = port->settled || ok;
    lie_down(port);
}

/* --- time --- */

/* Of one that is awake. */
static extsta_time method_deadline(const struct keyed_port *port)
{
    return port->method->deadline ? port->method->deadline(port->awake->state) : EXTSTA_NEVER;
}

extsta_time keyed_port_deadline(const struct keyed_port *port)
{
    if (!port->awake) {
        return EXTSTA_NEVER;
    }
    const struct waiting_keys *w = waiting(port);
    extsta_time first = method_deadline(port);
    first = port->awake->limit < first ? port->awake->limit : first;
    return w && w->deadline < first ? w->deadline : first;
}

void keyed_port_expire(struct keyed_port *port, extsta_time now, struct supplicant_step *step)
{
    const struct waiting_keys *w = waiting(port);
    memset(step, 0, sizeof *step);
    /* Keys first: where both are due, the handshake has succeeded. */
    if (w && w->deadline <= now) {
        let_go(port, step);
    } else if (port->awake && port->awake->limit <= now) {
        step->diagnosis = keyed_port_cause(port, 0, &step->confidence);
        step->verdict = SUPPLICANT_REJECTED;
        step->reason = REASON_FOUR_WAY_TIMEOUT;
        settle(port, now, step);
    } else if (port->awake && method_deadline(port) <= now) {
        port->method->expire(port->awake->state, now, step);
        settle(port, now, step);
    }
}

/* --- cause --- */

void keyed_port_tell(const struct keyed_port *port, struct extsta_cause *cause)
{
    if (port->awake && !waiting(port) && port->method->tell) {
        port->method->tell(port->awake->state, cause);
    }
}

bool keyed_port_is_stale(const struct keyed_port *port)
{
    return port->awake && port->method->is_stale && port->method->is_stale(port->awake->state);
}

const struct tls *keyed_port_tls(const struct keyed_port *port)
{
    return port->awake && port->method->tls ? port->method->tls(port->awake->state) : NULL;
}

bool keyed_port_pmksa(const struct keyed_port *port, struct port_pmksa *out)
{
    return port->awake && port->method->pmksa && port->method->pmksa(port->awake->state, out);
}

enum extsta_diagnosis keyed_port_cause(const struct keyed_port *port, uint16_t reason,
                                       uint8_t *confidence)
{
    *confidence = 100;
    if (!port->awake) {
        return EXTSTA_DIAGNOSIS_NONE;
    }
    if (waiting(port) && reason == 0) {
        return EXTSTA_DIAGNOSIS_PEER_SILENT; /* message 4 was never acknowledged */
    }
    return port->method->cause(port->awake->state, reason, confidence);
}

/* --- what it is made of (base/form.h) --- */

#define T struct waiting_keys
static const struct form_row waiting_form_rows[] = {
    INSIDE(pairwise, supplicant_key_form),
    EVERY_ONE(group, supplicant_key_form),
    TIME(deadline),
    NUMBER(answer),
};
FORM_OWN_TABLE(waiting_form, "keys that wait for message 4");
#undef T

#define T struct keyed_port_awake
static const struct form_row awake_form_rows[] = {
    OWNED(waiting, waiting_form),
    TIME(limit, .usual = EXTSTA_NEVER),
    NUMBER(sent),
};
FORM_OWN_OPEN_TABLE(awake_form, "a keyed port that is awake");
#undef T

static bool has_no_method(const void *member)
{
    return form_pointer(member) == NULL;
}

/* Its place among the methods at hand. */
static void put_method(struct form_out *f, const void *member)
{
    const struct port_method *const *all = f->hand[FORM_METHODS];
    size_t i = 0;
    while (all[i] && all[i] != form_pointer(member)) {
        i++;
    }
    form_put_number(f, i);
    if (!all[i]) {
        form_refuse(f, "its port method is nobody's");
    }
}

static void get_method(struct form_in *f, void *member)
{
    const struct port_method *const *all = f->hand[FORM_METHODS];
    size_t count = 0;
    while (all[count]) {
        count++;
    }
    const struct port_method *method = all[form_get_number(f, count - 1)];
    memcpy(member, &method, sizeof method);
}

static const struct form_special method_special = {
    .is_usual = has_no_method, .put = put_method, .get = get_method};

/* The port of which this is the member. */
#define PORT_OF(member, m)                                                                     \
    ((struct keyed_port *)((char *)(member)-offsetof(struct keyed_port, m)))
#define CONST_PORT_OF(member, m)                                                               \
    ((const struct keyed_port *)((const char *)(member)-offsetof(struct keyed_port, m)))

static void put_awake(struct form_out *f, const void *member)
{
    const struct keyed_port *port = CONST_PORT_OF(member, awake);
    form_put(f, &awake_form, port->awake);
    form_put(f, port->method->form, port->awake->state);
}

static void get_awake(struct form_in *f, void *member)
{
    struct keyed_port *port = PORT_OF(member, awake);
    port->ctx = f->ctx;
    f->failed = f->failed || !port->method;
    port->awake = f->failed ? NULL : form_alloc(f, awake_size(port->method));
    if (port->awake) {
        form_get(f, &awake_form, port->awake);
    }
    if (port->awake && form_in_ok(f)) {
        form_get(f, port->method->form, port->awake->state);
    }
}

static void drop_awake_form(struct extsta_context *ctx, void *member, bool keep_shared)
{
    struct keyed_port *port = PORT_OF(member, awake);
    struct keyed_port_awake *awake = port->awake;
    if (awake) {
        form_drop(ctx, &awake_form, awake, keep_shared);
        form_drop(ctx, port->method->form, awake->state, keep_shared);
        wipe(awake, awake_size(port->method));
        pool_release(&ctx->pool, awake, awake_size(port->method));
        port->awake = NULL;
    }
}

static const struct form_special awake_special = {
    .is_usual = has_no_method, .put = put_awake, .get = get_awake, .drop = drop_awake_form};

/* Its own rest form holds the machine; here it stands as the machine, whose keys and elements
 * others have, too. */
static void put_rest(struct form_out *f, const void *member)
{
    const struct keyed_port *port = CONST_PORT_OF(member, rest);
    struct crypto *crypto = crypto_of(f->ctx);
    void *state = form_temporary(f, port->method->size);
    if (!crypto || !state ||
        !port->method->wake(state, crypto, span(port->rest, port->rest_len))) {
        form_refuse(f, "no memory");
    } else {
        form_put(f, port->method->form, state);
    }
}

static void get_rest(struct form_in *f, void *member)
{
    struct keyed_port *port = PORT_OF(member, rest);
    uint8_t octets[PORT_REST_MAX];
    port->ctx = f->ctx;
    f->failed = f->failed || !port->method || port->awake;
    void *state = f->failed ? NULL : form_alloc(f, port->method->size);
    if (!state) {
        return;
    }
    form_get(f, port->method->form, state);
    size_t len = form_in_ok(f) ? port->method->rest(state, octets) : 0;
    f->failed = f->failed || len == 0; /* no such machine rests */
    port->rest = form_in_ok(f) ? form_alloc(f, len) : NULL;
    if (port->rest) {
        memcpy(port->rest, octets, len);
        port->rest_len = (uint16_t)len;
    }
    wipe(octets, sizeof octets);
    form_drop(f->ctx, port->method->form, state, false);
    wipe(state, port->method->size);
    pool_release(&f->ctx->pool, state, port->method->size);
}

static void drop_rest_form(struct extsta_context *ctx, void *member, bool keep_shared)
{
    struct keyed_port *port = PORT_OF(member, rest);
    if (port->rest) {
        wipe(port->rest, port->rest_len);
        pool_release(&ctx->pool, port->rest, port->rest_len);
        port->rest = NULL;
    }
}

static const struct form_special rest_special = {
    .is_usual = has_no_method, .put = put_rest, .get = get_rest, .drop = drop_rest_form};

static bool keyed_port_made(struct form_in *f, void *object)
{
    struct keyed_port *port = object;
    port->ctx = f->ctx;
    return !port->method || port->awake || port->rest || !port->settled;
}

#define T struct keyed_port
static const struct form_row keyed_port_form_rows[] = {
    DERIVED(ctx, "of the station"),
    SPECIAL(method, method_special),
    SPECIAL(awake, awake_special, .of = &awake_form),
    SPECIAL(rest, rest_special),
    COUNTS(rest_len),
    FLAG(settled),
};
FORM_TABLE(keyed_port_form, "keyed port", .made = keyed_port_made);
#undef T
