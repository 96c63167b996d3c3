/* Life and frames of what follows when the port is open (sequel.h): who is waited for, in order
 * of time; the first data each way; numbers of the AP's frames that the capture lacks. */
#include "explain/keyring.h"
#include "explain/security.h"
#include "explain/story_private.h"

#include "base/mac.h"

#define BUCKETS 16u /* at first, a power of two */

void sequels_init(struct sequels *all, struct pool *pool)
{
    *all = (struct sequels){.pool = pool};
    store_init(&all->all, pool, sizeof(struct sequel));
    store_init(&all->packets, pool, sizeof(struct sequel_packets));
}

static size_t buckets_size(const struct sequels *all)
{
    return all->buckets ? ((size_t)all->mask + 1) * sizeof *all->buckets : 0;
}

void sequels_destroy(struct sequels *all)
{
    store_destroy(&all->all);
    store_destroy(&all->packets);
    pool_release(all->pool, all->buckets, buckets_size(all));
    all->buckets = NULL;
}

static struct sequel *at(const struct sequels *all, uint32_t number)
{
    return number ? store_at(&all->all, number - 1) : NULL;
}

/* --- by conversation: there is no room in it for what few of them have --- */

static uint32_t *bucket_of(const struct sequels *all, uint32_t conversation)
{
    return &all->buckets[conversation & all->mask];
}

struct sequel *sequel_of(struct extsta_explain *x, const struct conversation *c)
{
    const struct sequels *all = &x->sequels;
    struct sequel *s =
        (c->watch & WATCH_SEQUEL) ? at(all, *bucket_of(all, c->index + 1)) : NULL;
    while (s && s->conversation != c->index + 1) {
        s = at(all, s->chain);
    }
    return s;
}

static void file(struct sequels *all, struct sequel *s)
{
    uint32_t *bucket = bucket_of(all, s->conversation);
    s->chain = *bucket;
    *bucket = s->number;
}

static void unfile(struct sequels *all, const struct sequel *s)
{
    uint32_t *link = bucket_of(all, s->conversation);
    while (*link != s->number) {
        link = &at(all, *link)->chain;
    }
    *link = s->chain;
    all->count--;
}

/* As many buckets as there are of them. False: none at all; with fewer than wanted it goes on.
 */
static bool make_buckets(struct sequels *all)
{
    if (all->buckets && all->count <= all->mask) {
        return true;
    }
    size_t old = buckets_size(all), size = old ? old * 2 : BUCKETS * sizeof *all->buckets;
    uint32_t *buckets = pool_zalloc(all->pool, size);
    if (!buckets) {
        return all->buckets != NULL;
    }
    pool_release(all->pool, all->buckets, old);
    all->buckets = buckets;
    all->mask = (uint32_t)(size / sizeof *buckets) - 1;
    for (struct sequel *s = at(all, all->first); s; s = at(all, s->next)) {
        file(all, s);
    }
    return true;
}

/* --- the line --- */

static void join_line(struct sequels *all, struct sequel *s, uint64_t since)
{
    struct sequel *last = at(all, all->last);
    s->since = since;
    s->before = all->last;
    s->next = 0;
    if (last) {
        last->next = s->number;
    } else {
        all->first = s->number;
    }
    all->last = s->number;
}

static void leave_line(struct sequels *all, struct sequel *s)
{
    struct sequel *before = at(all, s->before), *next = at(all, s->next);
    if (before) {
        before->next = s->next;
    } else {
        all->first = s->next;
    }
    if (next) {
        next->before = s->before;
    } else {
        all->last = s->before;
    }
}

/* --- from the open port to the end --- */

/* A free one, or a new one. NULL: no memory. */
static struct sequel *take(struct sequels *all)
{
    struct sequel *s = at(all, all->free);
    uint32_t number = all->free;
    if (s) {
        all->free = s->next;
    } else {
        s = store_add(&all->all);
        number = all->all.count;
    }
    if (s) {
        *s = (struct sequel){.number = number};
    }
    return s;
}

struct sequel_packets *sequel_get_packets(struct extsta_explain *x, struct sequel *s)
{
    struct sequels *all = &x->sequels;
    struct sequel_packets *p = sequel_packets_of(all, s);
    uint32_t number = all->free_packets;
    if (p) {
        return p;
    }
    if (number) {
        p = store_at(&all->packets, number - 1);
        all->free_packets = p->next;
    } else {
        p = store_add(&all->packets);
        number = all->packets.count;
    }
    if (!p) {
        explain_find(x, x->number, EXTSTA_DROP_NO_MEMORY);
        return NULL;
    }
    *p = (struct sequel_packets){.number = number};
    s->packets = number;
    return p;
}

void sequel_begin(struct extsta_explain *x, struct conversation *c, uint64_t time,
                  uint32_t frame, bool known)
{
    if (!explain_is_told(x)) {
        return;
    }
    sequel_end(x, c);
    struct sequel *s = make_buckets(&x->sequels) ? take(&x->sequels) : NULL;
    if (!s) {
        explain_find(x, frame, EXTSTA_DROP_NO_MEMORY);
        return;
    }
    s->conversation = c->index + 1;
    s->opened = known ? time : 0;
    s->opened_frame = frame;
    x->sequels.count++;
    file(&x->sequels, s);
    join_line(&x->sequels, s, time);
    c->watch |= WATCH_SEQUEL;
}

void sequel_end(struct extsta_explain *x, struct conversation *c)
{
    struct sequels *all = &x->sequels;
    struct sequel *s = sequel_of(x, c);
    if (!s) {
        return;
    }
    struct sequel_packets *p = sequel_packets_of(all, s);
    if (p) {
        p->next = all->free_packets;
        all->free_packets = p->number;
    }
    leave_line(all, s);
    unfile(all, s);
    s->conversation = 0;
    s->packets = 0;
    s->next = all->free;
    all->free = s->number;
    c->watch &= (uint8_t)~WATCH_SEQUEL;
}

void sequel_over(struct extsta_explain *x, struct conversation *c)
{
    if (sequel_of(x, c)) {
        sequel_tell_trouble(x, c);
        sequel_end(x, c);
    }
}

static bool is_due(const struct sequel *s, uint64_t now)
{
    return s && now > s->since + SEQUEL_WINDOW;
}

/* Who has waited for so long waits behind those who began meanwhile: the line stays in order.
 * Frames that wait to be opened may have the answers. */
void sequel_due(struct extsta_explain *x, uint64_t now)
{
    struct sequel *s;
    if (x->keyring && is_due(at(&x->sequels, x->sequels.first), now)) {
        decrypt_flush(x);
    }
    while (is_due(s = at(&x->sequels, x->sequels.first), now)) {
        struct conversation *c = clients_conversation(&x->clients, s->conversation - 1);
        sequel_tell_trouble(x, c);
        if (!sequel_of(x, c)) {
            continue;
        }
        if (++s->windows >= SEQUEL_WINDOWS) {
            sequel_end(x, c);
        } else {
            leave_line(&x->sequels, s);
            join_line(&x->sequels, s, now);
        }
    }
}

/* --- frames --- */

void asking_ask(struct asking *a, uint64_t time, uint32_t frame)
{
    if (a->asked == 0) {
        a->first = time;
        a->first_frame = frame;
    }
    a->last = time;
    a->last_frame = frame;
    story_count(&a->asked);
}

/* By what the frames of one side to the other are numbered one by one: packet numbers of CCMP
 * or GCMP (figure 12-16; its third octet is zero, TKIP's hardly ever), from 0 with a new key;
 * else the sequence numbers of QoS data of best effort (10.3.2.14), from wherever they are. */
enum counter {
    COUNTER_NONE,
    COUNTER_PACKET,
    COUNTER_SEQUENCE,
};
static enum counter counter_of(const struct seen *f, uint16_t *number)
{
    size_t header_len, at = seen_body(f, &header_len);
    const uint8_t *p = f->mpdu.data;
    if ((f->fc & FC_PROTECTED) && f->mpdu.len >= at + 8 && (p[at + 3] & 0x20) && !p[at + 2]) {
        *number = get_le16(p + at);
        return COUNTER_PACKET;
    }
    if ((f->fc & 0x00fc) == FRAME_QOS_DATA && header_len == 26 && f->mpdu.len >= 26 &&
        (p[24] & 15) == 0 && !(f->fc & FC_PROTECTED)) {
        *number = (uint16_t)(get_le16(p + 22) >> 4);
        return COUNTER_SEQUENCE;
    }
    return COUNTER_NONE;
}

/* Larger steps are no gaps: another counter, or frames that came out of order. */
#define GAP_MAX 64u
static void look_for_gaps(struct sequel *s, struct sequel_side *side, const struct seen *f)
{
    uint16_t number;
    enum counter counter = counter_of(f, &number);
    if (counter == COUNTER_NONE) {
        return;
    }
    uint16_t step =
        (uint16_t)((number - side->number) & (counter == COUNTER_PACKET ? 0xffff : 0x0fff));
    bool goes_on = side->counter == counter || (counter == COUNTER_PACKET && !side->counter);
    if (goes_on && step > 1 && step < GAP_MAX && s->missed < UINT16_MAX - GAP_MAX) {
        s->missed = (uint16_t)(s->missed + step - 1);
    }
    if (!goes_on || step < GAP_MAX || side->counter == COUNTER_NONE) {
        side->number = number;
    }
    side->counter = (uint8_t)counter;
}

/* Frames to one host want an answer. Of those to all a request of DHCP does, which shows by its
 * length, and by being as long as the one before: the next step of DHCP, for which an answer
 * has come, has another. ARP announces more than it asks. */
#define DHCP_LEAST (24u + 8u + 20u + 8u + 240u)
static void look_for_questions(struct sequel *s, const struct seen *f)
{
    struct extsta_mac da = mac_at(f->mpdu.data + 16);
    uint16_t len = (uint16_t)f->in->original_len;
    if ((f->fc & (FC_TO_DS | FC_FROM_DS)) != FC_TO_DS || (f->fc & FC_RETRY)) {
        return;
    }
    if (!mac_is_group(da)) {
        asking_ask(&s->calls, f->in->time, f->in->number);
    } else if (mac_is_broadcast(da) && f->mpdu.len >= DHCP_LEAST) {
        if (s->request_len != len) {
            s->requests = (struct asking){.asked = 0};
        }
        s->request_len = len;
        asking_ask(&s->requests, f->in->time, f->in->number);
    }
}

/* Whether what is in its frames is, or will be, read. */
static bool is_readable(const struct extsta_explain *x, const struct conversation *c,
                        const struct seen *f)
{
    const struct keyring *k = x->keyring;
    return !(f->fc & FC_PROTECTED) ||
           (k && (k->tks || ((c->story.security & SECURITY_WEP) && k->wep) ||
                  (c->pairing && c->pairing->keys[0])));
}

void sequel_on_frame(struct extsta_explain *x, struct conversation *c, const struct seen *f)
{
    struct sequel *s = sequel_of(x, c);
    bool carries = f->class == SEEN_DATA && !(f->fc & 0x0040);
    bool meant = (f->fc & FC_PROTECTED) || !(c->story.flags & STORY_AUTHORIZED);
    if (!s || !carries || !meant || c->story.state != STORY_SERVICE) {
        return;
    }
    struct sequel_side *side = &s->data[f->from];
    if (side->frames++ == 0) {
        side->first = f->in->time;
        side->first_frame = f->in->number;
    }
    look_for_gaps(s, side, f);
    if (f->from == SIDE_STA) {
        look_for_questions(s, f);
    }
    if (f->in->time > s->since + SEQUEL_WINDOW) {
        sequel_due(x, f->in->time);
    } else if (s->data[!f->from].frames && !is_readable(x, c, f)) {
        struct sequel_at now = {f->in->time, f->in->number};
        sequel_tell_flow(x, c, now);
    }
}
