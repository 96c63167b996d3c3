/* What comes of a port that is open (sequel.h), told: the address, "connected", a captive
 * portal; and when a window or the association is over, what is missing, the first thing first:
 * an address, the gateway, names, hosts beyond it, or any data of the AP.
 *
 * A capture may have lost the answer. What the station does then shows it: who has an address
 * asks for none. So that the station has no address is surer (confidence) than whose fault it
 * is (sureness); frames of the AP that the capture lacks, or that no key opened, lessen both.
 */
#include "explain/story_private.h"

/* Requests without an answer that are worth a word, and for how long. */
#define LEAST_ASKED 3u
#define LEAST_DNS   2u
#define LEAST_CALLS 10u
#define LEAST_WAIT  (2 * SECOND)
/* A DHCP client asks again after four seconds (RFC 2131 4.1), others sooner. */
#define DHCP_WAIT (3 * SECOND)

static void start(struct extsta_explain *x, struct extsta_story *t,
                  const struct conversation *c, enum extsta_story_what what,
                  enum extsta_story_kind kind)
{
    const struct sequel *s = sequel_of(x, c);
    telling_start(t, c, what, kind);
    t->net.since = EXTSTA_NEVER;
    for (size_t i = 0; i < 2; i++) {
        bool timed = s->opened && s->data[i].frames;
        t->net.first_data[i] = timed ? s->data[i].first - s->opened : EXTSTA_NEVER;
    }
}

/* Up to its last frame. */
static void frames(struct extsta_story *t, const struct sequel *s, struct sequel_at first,
                   struct sequel_at last)
{
    telling_frames(t, first.frame, first.time, last.frame, last.time);
    t->net.since = s->opened && last.time >= s->opened ? last.time - s->opened : EXTSTA_NEVER;
}

static struct sequel_at first_of(const struct asking *a, struct sequel_at otherwise)
{
    return a->asked ? (struct sequel_at){a->first, a->first_frame} : otherwise;
}

/* The address that it uses, and whence. */
static void put_address(struct extsta_story *t, const struct sequel_packets *p, bool v6)
{
    t->net.address = v6 ? p->address6 : p->address.family ? p->address : p->used;
    if (v6) {
        t->net.router = p->router6;
    } else if (p->address.family) {
        t->net.server = p->server;
        t->net.router = p->router;
        t->net.lease = p->lease;
    }
}

/* By DHCP, or of its own making; once of each family. */
void sequel_tell_address(struct extsta_explain *x, struct conversation *c, bool v6,
                         bool inferred, struct sequel_at at)
{
    struct sequel *s = sequel_of(x, c);
    const struct sequel_packets *p = sequel_packets_of(&x->sequels, s);
    uint16_t bit = v6 ? TOLD_ADDRESS6 : TOLD_ADDRESS;
    struct extsta_story t;
    if (s->told & bit) {
        return;
    }
    s->told |= bit;
    start(x, &t, c, EXTSTA_STORY_ADDRESS, EXTSTA_KIND_NONE);
    frames(&t, s, v6 ? at : first_of(&p->discover, first_of(&p->request, at)), at);
    put_address(&t, p, v6);
    t.by = v6 && !t.net.lease ? EXTSTA_BY_STA : EXTSTA_BY_AP;
    t.count = v6 ? 0 : (uint32_t)p->discover.asked + p->request.asked;
    t.inferred = inferred;
    telling_end(x, &t, v6 ? 90 : inferred ? 85 : 100);
}

void sequel_tell_flow(struct extsta_explain *x, struct conversation *c, struct sequel_at at)
{
    struct sequel *s = sequel_of(x, c);
    const struct sequel_side *sides = s->data;
    struct extsta_story t;
    if (s->opened && !(s->told & TOLD_CONNECTED)) {
        size_t early =
            sides[SIDE_STA].first_frame < sides[SIDE_AP].first_frame ? SIDE_STA : SIDE_AP;
        start(x, &t, c, EXTSTA_STORY_CONNECTED, EXTSTA_KIND_NONE);
        frames(&t, s, (struct sequel_at){sides[early].first, sides[early].first_frame}, at);
        t.inferred = true;
        telling_end(x, &t, 70);
    }
    sequel_end(x, c);
}

/* Names that are still asked for in vain, and a portal, are waited for. */
void sequel_tell_connected(struct extsta_explain *x, struct conversation *c,
                           struct sequel_at at)
{
    struct sequel *s = sequel_of(x, c);
    const struct sequel_packets *p = sequel_packets_of(&x->sequels, s);
    struct extsta_story t;
    if (s->told & TOLD_CONNECTED) {
        return;
    }
    s->told |= TOLD_CONNECTED;
    start(x, &t, c, EXTSTA_STORY_CONNECTED, EXTSTA_KIND_NONE);
    frames(&t, s, first_of(&p->beyond, at), at);
    put_address(&t, p, !p->address.family && !p->used.family);
    telling_end(x, &t, s->told & (TOLD_ADDRESS | TOLD_ADDRESS6) ? 97 : 90);
    if (p->dns.asked == p->dns.answered) {
        sequel_end(x, c);
    }
}

static void put_name(struct extsta_story *t, const char *name)
{
    _Static_assert(sizeof t->net.name == SEQUEL_NAME, "room for a name that is kept");
    memcpy(t->net.name, name, strlen(name) + 1);
}

void sequel_tell_portal(struct extsta_explain *x, struct conversation *c, const char *to,
                        uint8_t confidence, struct sequel_at at)
{
    struct sequel *s = sequel_of(x, c);
    const struct sequel_packets *p = sequel_packets_of(&x->sequels, s);
    struct extsta_story t;
    if (s->told & TOLD_PORTAL) {
        return;
    }
    s->told |= TOLD_PORTAL;
    start(x, &t, c, EXTSTA_STORY_NOT_CONNECTED, EXTSTA_KIND_CAPTIVE_PORTAL);
    frames(&t, s, first_of(&p->beyond, at), at);
    telling_cause(&t, EXTSTA_ORIGIN_PEER, EXTSTA_STAGE_CONNECTED, EXTSTA_RULE_NONE);
    put_address(&t, p, false);
    put_name(&t, *to ? to : p->portal);
    telling_end(x, &t, confidence);
}

/* A note, and one of each association. */
void sequel_tell_dns_error(struct extsta_explain *x, struct conversation *c, const char *name,
                           uint8_t rcode, struct sequel_at at)
{
    struct sequel *s = sequel_of(x, c);
    struct extsta_story t;
    size_t len = strlen(name);
    if (s->told & TOLD_DNS_ERROR) {
        return;
    }
    s->told |= TOLD_DNS_ERROR;
    start(x, &t, c, EXTSTA_STORY_FINDING, EXTSTA_KIND_DNS_ERROR);
    frames(&t, s, at, at);
    memcpy(t.net.name, name, len < SEQUEL_NAME ? len : SEQUEL_NAME - 1);
    t.net.code = rcode;
    telling_end(x, &t, 100);
}

/* --- what is missing --- */

/* A question on its way to be told: what nobody answered. */
struct missing {
    enum extsta_story_kind kind; /* NONE: nothing */
    struct asking asked;
    uint8_t confidence, sureness;
    enum extsta_origin origin;
};

static uint64_t waited(const struct extsta_explain *x, const struct asking *a)
{
    return x->now > a->first ? x->now - a->first : 0;
}

/* As one: the requests for an address, first and last of both kinds. */
static struct asking dhcp_asked(const struct sequel_packets *p)
{
    struct asking a = p->discover, r = p->request;
    if (!a.asked || !r.asked) {
        return a.asked ? a : r;
    }
    if (r.first_frame < a.first_frame) {
        a.first = r.first;
        a.first_frame = r.first_frame;
    }
    if (r.last_frame > a.last_frame) {
        a.last = r.last;
        a.last_frame = r.last_frame;
    }
    a.asked = (uint8_t)(a.asked + r.asked < UINT8_MAX ? a.asked + r.asked : UINT8_MAX);
    return a;
}

/* What became of a refusal or a conflict is told with its own frame. */
static struct missing refused(const struct sequel_packets *p, enum extsta_story_kind kind,
                              uint64_t time, uint32_t frame, uint8_t confidence)
{
    struct missing m = {.kind = kind,
                        .asked = dhcp_asked(p),
                        .confidence = confidence,
                        .sureness = 100,
                        .origin = EXTSTA_ORIGIN_PEER};
    if (!m.asked.asked) {
        m.asked = (struct asking){.first = time, .first_frame = frame};
    }
    m.asked.last = time;
    m.asked.last_frame = frame;
    return m;
}

/* Requests of an address, and none given. */
static struct missing no_address(const struct extsta_explain *x, const struct sequel_packets *p)
{
    struct missing m = {.asked = dhcp_asked(p), .origin = EXTSTA_ORIGIN_TIMER};
    if (p->declined) {
        return refused(p, EXTSTA_KIND_ADDRESS_CONFLICT, p->declined, p->declined_frame, 97);
    }
    if (p->conflict) {
        return refused(p, EXTSTA_KIND_ADDRESS_CONFLICT, p->conflict, p->conflict_frame, 85);
    }
    if (p->refused && !p->request.answered) {
        return refused(p, EXTSTA_KIND_DHCP_REFUSED, p->refused, p->refused_frame, 95);
    }
    if (p->request.answered || !m.asked.asked || waited(x, &m.asked) < DHCP_WAIT) {
        return m;
    }
    m.kind = !p->discover.answered ? EXTSTA_KIND_DHCP_NO_OFFER
             : !p->request.asked   ? EXTSTA_KIND_DHCP_NOT_TAKEN
                                   : EXTSTA_KIND_DHCP_NO_ACK;
    if (m.kind == EXTSTA_KIND_DHCP_NO_ACK) { /* the offers were answers to those before */
        m.asked = p->request;
    }
    bool gave_up = p->link_local.family != 0;
    m.confidence = m.asked.asked >= 3 || gave_up ? 90 : m.asked.asked == 2 ? 79 : 60;
    m.sureness = m.asked.asked >= 3 ? 90 : m.asked.asked == 2 ? 80 : 60;
    return m;
}

static bool is_vain(const struct extsta_explain *x, const struct asking *a, unsigned least)
{
    return a->asked >= least && !a->answered && a->last > a->first &&
           waited(x, a) >= LEAST_WAIT;
}

/* There is an address; or the station uses one that it brought along. */
static struct missing no_service(const struct extsta_explain *x, const struct sequel_packets *p)
{
    struct missing m = {.origin = EXTSTA_ORIGIN_TIMER};
    bool known = p->router.family != 0;
    if (is_vain(x, &p->gateway, LEAST_ASKED) && !p->beyond.answered) {
        m.kind = EXTSTA_KIND_GATEWAY_SILENT;
        m.asked = p->gateway;
        m.confidence = !known ? 70 : p->gateway.asked >= 5 ? 90 : 79;
        m.sureness = m.confidence;
    } else if (!p->dns_works && p->dns.asked >= LEAST_DNS && waited(x, &p->dns) >= LEAST_WAIT) {
        m.kind = EXTSTA_KIND_DNS_NO_ANSWER;
        m.asked = p->dns;
        m.confidence = p->dns.asked >= 3 ? 90 : 75;
        m.sureness = m.confidence;
    } else if (is_vain(x, &p->beyond, LEAST_ASKED) && p->gateway.answered) {
        m.kind = EXTSTA_KIND_BEYOND_SILENT;
        m.asked = p->beyond;
        m.confidence = 75;
        m.sureness = 75;
    }
    return m;
}

/* Nothing could be read. Requests that look like DHCP's say more than other frames. */
static struct missing no_data(const struct extsta_explain *x, const struct sequel *s)
{
    struct missing m = {.origin = EXTSTA_ORIGIN_TIMER};
    bool dhcp = s->requests.asked >= LEAST_ASKED;
    const struct asking *a = dhcp ? &s->requests : &s->calls;
    if (s->opened && !s->data[SIDE_AP].frames && (dhcp || a->asked >= LEAST_CALLS) &&
        a->last >= a->first + LEAST_WAIT / 2 && waited(x, a) >= LEAST_WAIT) {
        m.kind = EXTSTA_KIND_NO_DATA;
        m.asked = *a;
        m.confidence = dhcp ? 70 : 60;
        m.sureness = m.confidence;
    }
    return m;
}

static uint8_t at_most(uint8_t value, uint8_t limit)
{
    return value < limit ? value : limit;
}

/* Whether the answer may have been sent and not captured. */
static void weigh(struct extsta_story *t, struct missing *m, const struct sequel *s,
                  const struct sequel_packets *p)
{
    uint32_t ap = s->data[SIDE_AP].frames, read = p ? p->read[SIDE_AP] : 0;
    uint64_t span = m->asked.last > m->asked.first ? m->asked.last - m->asked.first : 0;
    telling_sign(t, EXTSTA_SIGN_IN_VAIN, m->asked.asked >= LEAST_ASKED ? 20 : 8, m->asked.asked,
                 telling_number(span / MS));
    if (p && p->link_local.family) {
        telling_sign(t, EXTSTA_SIGN_LINK_LOCAL, 20, 0, 0);
    }
    if (p && p->passed_on) {
        telling_sign(t, EXTSTA_SIGN_PASSED_ON, 5, p->passed_on, 0);
    }
    if (p && p->offers_repeated) {
        telling_sign(t, EXTSTA_SIGN_OFFERS_REPEATED, 8, p->offers_repeated,
                     p->discover.answered);
    }
    if (ap) {
        telling_sign(t, EXTSTA_SIGN_AP_DATA, read == ap ? 6 : -4, telling_number(ap),
                     telling_number(read));
    } else if (!p || !p->passed_on) { /* perhaps the capture does not hear the AP's data */
        telling_sign(t, EXTSTA_SIGN_AP_DATA, -4, 0, 0);
        m->sureness = at_most(m->sureness, 60);
    }
    if (s->missed) {
        telling_sign(t, EXTSTA_SIGN_MISSED, -8, telling_number(s->missed), 0);
        m->sureness = at_most(m->sureness, 60);
        m->confidence = at_most(m->confidence, m->kind == EXTSTA_KIND_NO_DATA ? 40 : 79);
    }
    if (p && read < ap) { /* what no key opened may be it */
        m->sureness = at_most(m->sureness, 60);
        m->confidence = at_most(m->confidence, 70);
    }
}

static void tell_missing(struct extsta_explain *x, struct conversation *c, struct missing *m)
{
    struct sequel *s = sequel_of(x, c);
    const struct sequel_packets *p = sequel_packets_of(&x->sequels, s);
    struct extsta_story t;
    start(x, &t, c, EXTSTA_STORY_NOT_CONNECTED, m->kind);
    frames(&t, s, (struct sequel_at){m->asked.first, m->asked.first_frame},
           (struct sequel_at){m->asked.last, m->asked.last_frame});
    telling_cause(&t, m->origin, EXTSTA_STAGE_CONNECTED, EXTSTA_RULE_NONE);
    t.by = EXTSTA_BY_AP;
    t.count = m->asked.asked;
    if (p) {
        bool has = p->address.family && m->kind != EXTSTA_KIND_DHCP_REFUSED;
        t.net.address = has ? p->address : p->link_local.family ? p->link_local : p->used;
        t.net.server = p->server;
        t.net.router = p->router.family ? p->router : p->neighbor;
        if (m->kind == EXTSTA_KIND_DNS_NO_ANSWER) {
            put_name(&t, p->dns_name);
            t.net.server = p->resolver;
        }
    }
    weigh(&t, m, s, p);
    t.sureness = m->sureness;
    telling_end(x, &t, m->confidence);
    s->told |= TOLD_TROUBLE;
}

/* A portal that was announced, and through which nothing has come. */
static bool portal_waits(const struct sequel *s, const struct sequel_packets *p)
{
    return p && p->portal[0] && !(s->told & (TOLD_PORTAL | TOLD_CONNECTED)) &&
           p->beyond.asked >= LEAST_ASKED;
}

/* Nothing of it could be read: what the frames alone show. */
static bool tell_of_frames(struct extsta_explain *x, struct conversation *c, struct missing *m)
{
    const struct sequel *s = sequel_of(x, c);
    const struct sequel_side *ap = &s->data[SIDE_AP], *sta = &s->data[SIDE_STA];
    if (ap->frames && sta->frames) {
        const struct sequel_side *late = ap->first > sta->first ? ap : sta;
        sequel_tell_flow(x, c, (struct sequel_at){late->first, late->first_frame});
        return true;
    }
    *m = no_data(x, s);
    return false;
}

void sequel_tell_trouble(struct extsta_explain *x, struct conversation *c)
{
    struct sequel *s = sequel_of(x, c);
    const struct sequel_packets *p = sequel_packets_of(&x->sequels, s);
    struct missing m = {.kind = EXTSTA_KIND_NONE};
    if (portal_waits(s, p)) {
        struct sequel_at at = {p->portal_time, p->portal_frame};
        sequel_tell_portal(x, c, p->portal, 65, at);
        return;
    }
    if (s->told & (TOLD_TROUBLE | TOLD_PORTAL)) {
        return;
    }
    if (!p && tell_of_frames(x, c, &m)) {
        return;
    }
    if (p && !(s->told & TOLD_CONNECTED)) {
        m = no_address(x, p);
    }
    if (p && m.kind == EXTSTA_KIND_NONE) {
        m = no_service(x, p);
    }
    if (m.kind != EXTSTA_KIND_NONE) {
        tell_missing(x, c, &m);
    }
}
