/* Opening protected frames, in batches: frames wait with the key that most probably fits, and
 * cipher_unprotect works on many at once. What that key does not open is tried with all others.
 * An opened frame goes out as a clear one (sink.clear), and if it is management, EAPOL or TDLS,
 * back to facts_*.c and pairing_tdls.c.
 *
 * Frames borrow the caller's octets while they wait, so decrypt_flush runs before the caller
 * has them back, and before any event, so that events come in file order. The MIC of a frame is
 * checked, its replay counter is not: a capture is not a receiver. */
#include "explain/keyring.h"
#include "explain/story_notes.h"
#include "wire/llc.h"

/* As many frames and octets wait at most. */
#define JOBS  128u
#define ARENA (128u * 1024u)

struct waiting {
    struct seen s;
    struct conversation *c;  /* NULL: a group frame */
    struct network *network; /* of a group frame */
    uint8_t header_len, body_at;
    uint8_t *out; /* MAC header and plaintext */
};

struct decrypter {
    struct cipher_job jobs[JOBS];
    struct waiting waiting[JOBS];
    size_t count, used;
    bool busy; /* delivering: what is decrypted meanwhile is done at once */
    uint8_t arena[ARENA];
};

/* More than 128 kilobytes, so only with keys. */
bool decrypter_start(struct extsta_explain *x)
{
    x->keyring->decrypter = pool_zalloc(&x->ctx->pool, sizeof(struct decrypter));
    return x->keyring->decrypter != NULL;
}

void decrypter_free(struct extsta_explain *x)
{
    pool_release(&x->ctx->pool, x->keyring->decrypter, sizeof(struct decrypter));
    x->keyring->decrypter = NULL;
}

/* --- candidates --- */

/* The keys that may have protected a frame: its pair's or the group's, then those given
 * for any. Calls back until one opens it. */
struct candidates {
    struct extsta_explain *x;
    const struct waiting *w;
    bool extended_iv;
    uint8_t key_id;
    unsigned stage;
    size_t next;
    const struct ring_key *ring;
};

/* The ExtIV bit tells WEP from the later ciphers: a wrong kind of key is not even tried. */
static bool fits(const struct candidates *i, const struct cipher_key *key)
{
    return key && cipher_key_suite(key)->extended_iv == i->extended_iv;
}

static struct cipher_key *next_own(struct candidates *i)
{
    const struct pairing *p = i->w->c ? i->w->c->pairing : NULL;
    const struct group_keys *g = i->w->network ? i->w->network->keys : NULL;
    while (p && i->next < PAIR_KEYS && p->keys[i->next]) {
        struct cipher_key *key = p->keys[i->next++];
        if (fits(i, key)) {
            return key;
        }
    }
    while (g && i->next < GROUP_KEYS && g->keys[i->next].key) {
        struct cipher_key *key = g->keys[i->next].key;
        bool id = g->keys[i->next].key_id == i->key_id;
        i->next++;
        if (id && fits(i, key)) {
            return key;
        }
    }
    return NULL;
}

/* A frame without a transmitter (some injectors' echoes) names no pair: the last key of those
 * pairs of the BSS that got one lately. */
static struct cipher_key *next_stray(struct candidates *i)
{
    const struct extsta_explain *x = i->x;
    if (!i->w->c || !mac_is_zero(i->w->c->sta)) {
        return NULL;
    }
    while (i->next < RECENT_PAIRS && i->next < x->keyring->recent_count) {
        const struct conversation *c =
            clients_conversation(&x->clients, x->keyring->recent[i->next++]);
        if (c->pairing && mac_equal(c->bssid, i->w->c->bssid) && fits(i, c->pairing->keys[0])) {
            return c->pairing->keys[0];
        }
    }
    return NULL;
}

static struct cipher_key *next_candidate(struct candidates *i)
{
    if (i->stage == 0) {
        struct cipher_key *key = next_own(i);
        if (key) {
            return key;
        }
        i->stage = 1;
        i->next = 0;
        i->ring = i->extended_iv ? i->x->keyring->tks : i->x->keyring->wep;
    }
    struct cipher_key *stray = next_stray(i);
    if (stray) {
        return stray;
    }
    while (i->ring) {
        struct cipher_key *key = i->ring->key;
        i->ring = i->ring->next;
        if (fits(i, key)) {
            return key;
        }
    }
    return NULL;
}

/* decrypt_frame has seen to four octets of cipher header: key id and ExtIV are in the last. */
static struct candidates candidates_of(struct extsta_explain *x, const struct waiting *w)
{
    const uint8_t *body = w->s.mpdu.data + w->body_at;
    return (struct candidates){
        .x = x, .w = w, .extended_iv = (body[3] & 0x20) != 0, .key_id = body[3] >> 6};
}

/* Nearly always the key of its pair that worked last. */
static struct cipher_key *first_candidate(struct extsta_explain *x, const struct waiting *w)
{
    struct candidates i = candidates_of(x, w);
    struct cipher_key *key = w->c && w->c->pairing ? w->c->pairing->keys[0] : NULL;
    return fits(&i, key) ? key : next_candidate(&i);
}

/* The key that worked is tried first from now on. */
static void promote(const struct waiting *w, const struct cipher_key *key)
{
    struct pairing *p = w->c ? w->c->pairing : NULL;
    struct group_keys *g = w->network ? w->network->keys : NULL;
    if ((p && p->keys[0] == key) || (g && g->keys[0].key == key)) {
        return;
    }
    for (size_t i = 1; p && i < PAIR_KEYS; i++) {
        if (p->keys[i] == key) {
            struct cipher_key *found = p->keys[i];
            memmove(&p->keys[1], &p->keys[0], i * sizeof p->keys[0]);
            p->keys[0] = found;
            return;
        }
    }
    for (size_t i = 1; g && i < GROUP_KEYS; i++) {
        if (g->keys[i].key == key) {
            struct cipher_key *found = g->keys[i].key;
            uint8_t id = g->keys[i].key_id;
            memmove(&g->keys[1], &g->keys[0], i * sizeof g->keys[0]);
            g->keys[0].key = found;
            g->keys[0].key_id = id;
            return;
        }
    }
}

/* --- results --- */

static void count(struct extsta_decrypt_report *r, const struct cipher_suite *suite)
{
    r->decrypted_mpdus++;
    switch (suite->selector) {
    case CIPHER_CCMP:
        r->ccmp++;
        break;
    case CIPHER_CCMP_256:
        r->ccmp_256++;
        break;
    case CIPHER_GCMP:
        r->gcmp++;
        break;
    case CIPHER_GCMP_256:
        r->gcmp_256++;
        break;
    case CIPHER_TKIP:
        r->tkip++;
        break;
    default: /* selectors are numbers: the WEP suites */
        r->wep++;
        break;
    }
}

/* MAC header without the Protected bit, and the plaintext, side by side in the arena. */
static void hand_out(struct extsta_explain *x, struct waiting *w, size_t len, bool tkip)
{
    /* Behind the last fragment of a TKIP MSDU is its Michael MIC. */
    bool last = !(w->s.fc & FC_MORE_FRAG) && (w->s.mpdu.data[22] & 0x0f) == 0;
    memcpy(w->out, w->s.mpdu.data, w->header_len);
    w->out[1] &= (uint8_t) ~(FC_PROTECTED >> 8);
    if (tkip && last && len >= 8) {
        len -= 8;
    }
    if (x->sink.clear) {
        x->sink.clear(x->sink.user, w->s.in, span(w->out, w->header_len + len));
    }
}

/* The header that was parsed still says "protected": the event says both. */
static void take_plain(struct extsta_explain *x, struct waiting *w, size_t len)
{
    struct extsta_span plain = span(w->out + w->header_len, len);
    struct frame f;
    enum extsta_drop drop;
    bool mgmt = w->s.class == SEEN_MGMT;
    struct llc llc = {.snap = false};
    if (!mgmt) {
        (void)llc_parse(plain, &llc);
    }
    if (llc.snap && llc.ethertype == ETHERTYPE_TDLS) {
        pairing_on_tdls(x, llc.payload);
        if (w->c) {
            notes_on_tdls(x, w->c, &w->s, llc.payload);
        }
    }
    bool eapol = llc.snap && llc.ethertype == ETHERTYPE_EAPOL;
    if (!mgmt && !eapol &&
        (w->c ? (w->c->watch & WATCH_SEQUEL) != 0 : sequel_waits(&x->sequels))) {
        sequel_on_body(x, w->c, &w->s, plain);
    }
    if (!w->c || (!mgmt && !eapol) || !frame_parse(w->s.mpdu, &f, &drop)) {
        return;
    }
    f.body = plain;
    if (mgmt) {
        facts_mgmt(x, &w->s, w->c, &f, true);
    } else {
        facts_eapol(x, &w->s, w->c, &f, span(plain.data + 8, len - 8), true);
    }
}

/* promote comes first: take_plain may install keys and move the others. */
static void opened(struct extsta_explain *x, struct waiting *w, const struct cipher_job *job)
{
    const struct cipher_suite *suite = cipher_key_suite(job->key);
    count(&x->report, suite);
    promote(w, job->key);
    hand_out(x, w, job->out_len, suite->selector == CIPHER_TKIP);
    take_plain(x, w, job->out_len);
}

/* refused: it could not even be tried, or not with all keys; then it is a finding, and not a
 * frame that no key fits. unopened: what a key that comes later might have opened. */
static void not_opened(struct extsta_explain *x, struct waiting *w, bool had_key, bool refused)
{
    if (refused) {
        explain_find(x, w->s.in->number, FINDING_NOT_DECIPHERED);
    } else if (had_key) {
        x->report.undecrypted_integrity++;
    } else {
        x->report.undecrypted_no_key++;
    }
    if (w->c) {
        w->c->unopened++;
    } else if (w->network && w->network->keys) {
        w->network->keys->unopened++;
    } else if (w->network) {
        w->network->unopened++;
    }
}

/* One after the other, all keys that could have been it. */
static void try_all(struct extsta_explain *x, struct waiting *w, struct cipher_job *job)
{
    struct candidates i = candidates_of(x, w);
    const struct cipher_key *failed = job->key;
    bool had_key = failed != NULL, refused = explain_is_refusal(job->result);
    while ((job->key = next_candidate(&i)) != NULL) {
        if (job->key == failed) {
            continue;
        }
        had_key = true;
        cipher_unprotect(job, 1);
        if (job->result == EXTSTA_OK) {
            opened(x, w, job);
            return;
        }
        refused = refused || explain_is_refusal(job->result);
    }
    not_opened(x, w, had_key, refused);
}

/* `busy` keeps a call from within the delivery off the arrays. What is delivered may bring keys
 * that push out one of a frame behind it: each frame owns the key it waits with
 * (decrypt_frame), until its own turn is over. */
void decrypt_flush(struct extsta_explain *x)
{
    struct decrypter *d = x->keyring->decrypter;
    if (d->busy || d->count == 0) {
        return;
    }
    d->busy = true;
    cipher_unprotect(d->jobs, d->count);
    for (size_t i = 0; i < d->count; i++) {
        struct cipher_key *key = d->jobs[i].key; /* try_all tries others */
        if (d->jobs[i].result == EXTSTA_OK) {
            opened(x, &d->waiting[i], &d->jobs[i]);
        } else {
            try_all(x, &d->waiting[i], &d->jobs[i]);
        }
        cipher_key_free(key);
    }
    d->count = 0;
    d->used = 0;
    d->busy = false;
}

/* Frames longer than the arena do not exist on the air. */
void decrypt_frame(struct extsta_explain *x, const struct seen *s, struct conversation *c)
{
    struct decrypter *d = x->keyring->decrypter;
    size_t header_len, body_at = seen_body(s, &header_len);
    x->report.protected_mpdus++;
    if (s->mpdu.len < body_at + 4) {
        explain_discard(x, s, EXTSTA_DROP_CIPHER_HEADER);
        return;
    }
    size_t len = s->mpdu.len - body_at;
    if (d->count == JOBS || d->used + header_len + len > ARENA) {
        decrypt_flush(x);
    }
    if (header_len + len > ARENA || d->busy) {
        x->report.undecrypted_no_key++;
        return;
    }
    struct waiting *w = &d->waiting[d->count];
    w->s = *s;
    w->c = c;
    w->network = c ? NULL : networks_get(&x->networks, s->bssid);
    if (!c && !w->network) { /* whose key is it? */
        explain_find(x, s->in->number, EXTSTA_DROP_NO_MEMORY);
    }
    w->header_len = (uint8_t)header_len;
    w->body_at = (uint8_t)body_at;
    w->out = d->arena + d->used;
    struct cipher_key *key = first_candidate(x, w);
    if (!key) {
        not_opened(x, w, false, false);
        return;
    }
    d->jobs[d->count++] = (struct cipher_job){
        .key = cipher_key_hold(key),
        .header = span(s->mpdu.data, header_len),
        .in = s->mpdu.data + body_at,
        .in_len = len,
        .out = w->out + header_len,
    };
    d->used += header_len + len;
}
