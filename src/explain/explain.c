/* An explainer from its making to its end, and the way of a frame through it: batches,
 * conversations, and who gets the frame next (facts, keys, stories).
 *
 *    receive.c  link header, FCS, roles of the addresses
 *    here       networks.c for beacons; else the conversation, and what was heard of it
 *    facts_*.c  what the frame states: an event
 *    story*.c   what it means: stories, to the sink
 *    decrypt.c  protected frames; what was opened comes back to facts_*.c
 *
 * Frames are hostile and incomplete: nothing is believed of one before its FCS was right, where
 * it has one, and nothing of it is kept but numbers. */
#include "explain/keyring.h"
#include "explain/story_private.h"
#include "wire/link_header.h"
#include "wire/llc.h"

/* Frames looked at together, so that what their conversations need is in the cache when
 * their turn comes. */
#define BATCH 32u

/* Nothing of keys or handshakes is made before the first key is given (keyring.c). */
struct extsta_explain *extsta_explain_new(struct extsta_context *ctx,
                                          const struct extsta_explain_sink *sink)
{
    struct extsta_explain *x = pool_zalloc(&ctx->pool, sizeof *x);
    if (!x) {
        return NULL;
    }
    x->ctx = ctx;
    x->sink = *sink;
    clients_init(&x->clients, &ctx->pool, ctx->hash_seed);
    networks_init(&x->networks, &ctx->pool, ~ctx->hash_seed);
    links_init(&x->links, &ctx->pool, ctx->hash_seed);
    sequels_init(&x->sequels, &ctx->pool);
    return x;
}

void extsta_explain_free(struct extsta_explain *x)
{
    if (!x) {
        return;
    }
    /* Pairings and group keys hang on conversations and networks, and go before these do. */
    for (uint32_t i = 0; x->keyring && i < x->clients.conversations.count; i++) {
        pairing_free(x, clients_conversation(&x->clients, i));
    }
    for (uint32_t i = 0; i < x->networks.store.count; i++) {
        group_keys_free(x, networks_at(&x->networks, i));
    }
    keyring_free(x);
    clients_destroy(&x->clients);
    networks_destroy(&x->networks);
    links_destroy(&x->links);
    sequels_destroy(&x->sequels);
    pool_release(&x->ctx->pool, x, sizeof *x);
}

/* --- one frame --- */

/* receive.c has seen to a whole header of 24 octets; 22 is Sequence Control. */
struct story_frame explain_story_frame(const struct seen *s)
{
    return (struct story_frame){
        .time = s->in->time,
        .number = s->in->number,
        .from = (enum explain_side)s->from,
        .kind = (uint8_t)(s->fc & 0xfc),
        .retry = (s->fc & FC_RETRY) != 0,
        .is_protected = (s->fc & FC_PROTECTED) != 0,
    };
}

struct extsta_frame_event explain_event_of(const struct seen *s, const struct conversation *c,
                                           const struct frame *f, bool decrypted)
{
    struct extsta_frame_event e = {
        .time = s->in->time,
        .number = s->in->number,
        .sta = c->sta,
        .bssid = c->bssid,
        .from_ap = s->from == SIDE_AP,
        .retry = (f->fc & FC_RETRY) != 0,
        .is_protected = (f->fc & FC_PROTECTED) != 0,
        .sequence_number = f->seq,
        .decrypted = decrypted,
        .sa = frame_sa(f),
        .da = frame_da(f),
        .eap_type = -1,
    };
    if (s->by_link) { /* an event is what the frame says */
        e.sta = e.from_ap ? f->addr1 : f->addr2;
        e.bssid = frame_bssid(f);
    }
    e.odd_addresses = !mac_equal(e.sa, e.bssid) && !mac_equal(e.da, e.bssid);
    return e;
}

/* At a second look events have been told. The BSS is looked up late: a beacon may have come
 * after the conversation began. */
void explain_event(struct extsta_explain *x, struct conversation *c,
                   const struct extsta_frame_event *event, enum story_mic mic)
{
    if (x->again) {
        return;
    }
    if (c->network == EXPLAIN_NONE) {
        const struct network *network = networks_find(&x->networks, c->bssid);
        c->network = network ? network->index : EXPLAIN_NONE;
    }
    story_on_event(x, c, event, mic);
    if (x->sink.event) {
        x->sink.event(x->sink.user, event);
    }
}

/* Called for each frame of a conversation, so it touches the first cache line only.
 * `unanswered` counts frames of one side in a row, `insisted` those of them that were repeated:
 * an answered frame is not. */
static inline void hear(struct conversation *c, const struct seen *s)
{
    struct heard *h = &c->heard[s->from];
    bool same_side = h->number > c->heard[!s->from].number;
    h->time = s->in->time;
    h->number = s->in->number;
    h->frames++;
    h->seq = get_le16(s->mpdu.data + 22);
    h->by_tid = true;
    h->signal = s->signal;
    h->flags = (uint8_t)(s->fc >> 8);
    h->retries = (uint8_t)(h->retries - h->retries / 16 + (s->fc & FC_RETRY ? 15 : 0));
    int level = s->signal * 64;
    h->level = (int16_t)(h->level && level ? h->level + (level - h->level) / 64 : level);
    if (!same_side) {
        c->unanswered = 0;
        c->insisted = 0;
    }
    c->unanswered = (uint16_t)(c->unanswered + (c->unanswered != UINT16_MAX));
    c->insisted = (uint8_t)(c->insisted + ((s->fc & FC_RETRY) && c->insisted != UINT8_MAX));
}

/* By which counter the frame is numbered; not asked for protected data, which are most frames.
 * A QoS Null may have any number (10.3.2.14.2). */
static void hear_counter(const struct extsta_explain *x, struct conversation *c,
                         const struct seen *s)
{
    struct heard *h = &c->heard[s->from];
    uint16_t kind = s->fc & 0x00fc;
    if (kind == FRAME_QOS_NULL) {
        h->seq = x->before.seq;
        h->by_tid = x->before.by_tid;
    } else {
        h->by_tid = kind == FRAME_QOS_DATA;
    }
}

/* NULL: discarded, and counted. What was heard before a management frame, or one that may be
 * EAPOL, is put aside, because its story asks for the time without it (story_was_silent), and
 * who judges its sender. */
static struct conversation *converse(struct extsta_explain *x, struct seen *s)
{
    struct conversation *c = s->guess;
    if (!c || !mac_equal(c->sta, s->sta) || !mac_equal(c->bssid, s->bssid)) {
        c = clients_find(&x->clients, s->hash, s->sta, s->bssid);
    }
    if (!c) {
        /* An address with bit errors must not become a station. */
        if (!explain_check_fcs(x, s)) {
            return NULL;
        }
        c = clients_get(&x->clients, s->hash, s->sta, s->bssid);
        if (!c) {
            explain_discard(x, s, EXTSTA_DROP_NO_MEMORY);
            return NULL;
        }
    }
    if (s->other_link) { /* another channel and radio: the level is of the one it is named by */
        s->signal = c->heard[s->from].signal;
    }
    if (s->class == SEEN_MGMT || !(s->fc & FC_PROTECTED)) {
        x->before = c->heard[s->from];
        x->before_unanswered = c->unanswered;
        x->before_insisted = c->insisted;
    }
    hear(c, s);
    if (s->class == SEEN_MGMT || !(s->fc & FC_PROTECTED)) {
        hear_counter(x, c, s);
    }
    if (c->watch && !x->again) {
        struct story_frame frame = explain_story_frame(s);
        if (c->watch & WATCH_STORY) {
            story_on_frame(x, c, &frame);
        }
        if (c->watch & WATCH_SEQUEL) {
            sequel_on_frame(x, c, s);
        }
    }
    return c;
}

/* What waits to be opened came before: its events do, too. */
static void before_event(struct extsta_explain *x)
{
    if (x->keyring) {
        decrypt_flush(x);
    }
}

/* --- who sent it --- */

static struct sent sent_of(const struct seen *s)
{
    return (struct sent){
        .time = s->in->time,
        .number = get_le16(s->mpdu.data + 22) >> 4,
        .signal = s->signal,
        .rate = s->rate,
        .retry = (s->fc & FC_RETRY) != 0,
        .by_ap = s->from == SIDE_AP,
        .is_protected = (s->fc & FC_PROTECTED) != 0,
    };
}

static struct sent_before sent_before(const struct extsta_explain *x, const struct seen *s)
{
    const struct heard *h = &x->before;
    return (struct sent_before){
        .age = h->time && s->in->time > h->time ? s->in->time - h->time : 0,
        .number = (uint16_t)(h->seq >> 4),
        .data = h->by_tid,
        .signal = h->signal,
    };
}

/* Of one side's address. NULL: no memory, and then nothing is known of it. */
static struct transmitter *transmitter_of(struct extsta_explain *x,
                                          const struct conversation *c, bool ap)
{
    if (!ap) {
        return clients_transmitter(&x->clients, clients_station(&x->clients, c->station));
    }
    struct network *n = c->network == EXPLAIN_NONE ? networks_get(&x->networks, c->bssid)
                                                   : networks_at(&x->networks, c->network);
    return n ? &n->transmitter : NULL;
}

/* What somebody else sent is not what the next frame counts on from. */
static void forget_others(const struct extsta_explain *x, struct conversation *c,
                          const struct seen *s)
{
    if (x->sender.points >= SENDER_OTHER) {
        c->heard[s->from].seq = x->before.seq;
        c->heard[s->from].by_tid = x->before.by_tid;
    }
}

static void judge_mgmt(struct extsta_explain *x, const struct seen *s, struct conversation *c)
{
    struct transmitter *t = transmitter_of(x, c, s->from == SIDE_AP);
    struct senders *senders = clients_senders(&x->clients, c);
    uint8_t kind = (uint8_t)(s->fc & 0xfc);
    x->sent = sent_of(s);
    x->sent.ends = kind == FRAME_DEAUTH || kind == FRAME_DISASSOC;
    if (!t || !senders) {
        explain_find(x, s->in->number, EXTSTA_DROP_NO_MEMORY);
        x->sender = (struct sender){.points = 0};
        return;
    }
    if (s->other_link) { /* counters and levels are those of another radio */
        x->sender =
            (struct sender){.points = x->sent.is_protected ? 2 * SENDER_USUAL : SENDER_USUAL};
        return;
    }
    struct sent_before before = sent_before(x, s);
    transmitter_judge(t, &senders->exchange[s->from], transmitter_of(x, c, s->from != SIDE_AP),
                      &x->sent, &before, &x->sender);
    doubt_watch(&senders->doubt, &x->sent, &x->sender);
    if (x->sent.by_ap && x->sender.points < SENDER_OTHER && c->network != EXPLAIN_NONE) {
        networks_at(&x->networks, c->network)->ap.answered = x->sent.time;
    }
    forget_others(x, c, s);
}

/* For whoever asks whether the radio was on this channel. */
static void hear_channel(struct extsta_explain *x, const struct seen *s,
                         const struct conversation *c)
{
    uint16_t freq = s->freq;
    if (!freq && c->network != EXPLAIN_NONE) {
        freq = networks_at(&x->networks, c->network)->ap.freq;
    }
    listening_hear(&x->listening, freq, s->in->time);
}

/* In an IBSS whoever sends a beacon takes part in it; it is nobody's AP. */
static void hear_member(struct extsta_explain *x, struct seen *s, const struct frame *f)
{
    s->sta = f->addr2;
    s->bssid = f->addr3;
    s->from = SIDE_STA;
    s->hash = clients_hash(&x->clients, s->sta, s->bssid);
    (void)converse(x, s);
}

static void judge_eapol(struct extsta_explain *x, const struct seen *s, struct conversation *c)
{
    struct transmitter *t = transmitter_of(x, c, s->from == SIDE_AP);
    struct sent sent = sent_of(s);
    struct sent_before before = sent_before(x, s);
    size_t qos = (s->fc & FC_TO_DS) && (s->fc & FC_FROM_DS) ? 30 : 24;
    sent.traffic = TRAFFIC_PLAIN;
    if ((s->fc & 0x0080) && s->mpdu.len > qos) {
        sent.traffic = (uint8_t)(TRAFFIC_TID + (s->mpdu.data[qos] & 7u));
    }
    if (!t) {
        explain_find(x, s->in->number, EXTSTA_DROP_NO_MEMORY);
        x->sender = (struct sender){.points = 0};
        return;
    }
    story_sent_eapol(x, c, t, &sent, &before);
    forget_others(x, c, s);
}

/* What is wrong with a beacon is counted; the BSS is known all the same. */
static void see_network(struct extsta_explain *x, struct seen *s, const struct frame *f)
{
    struct network *network = networks_get(&x->networks, f->addr3);
    struct network_sighting sighting = {
        .time = s->in->time,
        .number = s->in->number,
        .sequence = get_le16(s->mpdu.data + 22) >> 4,
        .signal = s->signal,
        .beacon = frame_kind(f) == FRAME_BEACON,
        .judged = !x->again,
    };
    if (!network) {
        explain_discard(x, s, EXTSTA_DROP_NO_MEMORY);
        return;
    }
    if (!x->again) {
        struct sent sent = sent_of(s);
        transmitter_announces(&network->transmitter, &sent);
    }
    enum extsta_drop wrong = networks_see(&x->networks, network, &sighting, f->body);
    if (wrong != EXTSTA_DROP_COUNT) {
        explain_discard(x, s, wrong);
    }
    if (network->faces && network->faces->ibss) {
        hear_member(x, s, f);
        return;
    }
    if (network->populations && sighting.judged) {
        story_twin_beacon(x, network);
    }
    if (sighting.beacon && !x->again && f->body.len >= 8) {
        uint16_t interval = f->body.len >= 10 ? get_le16(f->body.data + 8) : 0;
        ap_life_beacon(x, network,
                       &(struct ap_mark){.time = s->in->time,
                                         .tsf = get_le64(f->body.data),
                                         .frame = s->in->number,
                                         .number = f->seq,
                                         .signal = s->signal,
                                         .freq = s->freq,
                                         .interval = interval});
    } else if (!sighting.beacon) {
        network->ap.answered = s->in->time;
    }
    if (!x->again) {
        listening_hear(&x->listening, s->freq ? s->freq : network->ap.freq, s->in->time);
    }
}

static void on_probe(struct extsta_explain *x, struct seen *s, const struct frame *f)
{
    struct elements e;
    struct conversation *c = converse(x, s);
    if (!c) {
        return;
    }
    if (!elements_parse(f->body, &e)) { /* nothing else is in a probe request */
        explain_discard(x, s, EXTSTA_DROP_BAD_ELEMENTS);
        return;
    }
    struct story_frame frame = explain_story_frame(s);
    if (!x->again) {
        hear_channel(x, s, c);
        story_on_probe(x, c, &frame);
    }
}

/* A protected frame that names no BSS (a wildcard BSSID) belongs to a pair all the same. */
static struct conversation *protected_pair(struct extsta_explain *x, const struct seen *s,
                                           struct conversation *c)
{
    const uint8_t *p = s->mpdu.data;
    const struct extsta_mac ends[2] = {mac_at(p + 4), mac_at(p + 10)};
    for (size_t i = 0; i < 2 && !c->pairing; i++) {
        struct extsta_mac sta = ends[i], ap = ends[1 - i];
        struct conversation *other =
            clients_find(&x->clients, clients_hash(&x->clients, sta, ap), sta, ap);
        if (other && other->pairing) {
            return other;
        }
    }
    return c;
}

/* False: not whole, or not a frame; counted with the reason. */
static bool parse_whole(struct extsta_explain *x, struct seen *s, struct frame *f)
{
    enum extsta_drop drop;
    if (!explain_check_fcs(x, s)) {
        return false;
    }
    if (!frame_parse(s->mpdu, f, &drop)) {
        explain_discard(x, s, drop);
        return false;
    }
    return true;
}

static void on_mgmt(struct extsta_explain *x, struct seen *s)
{
    struct frame f;
    if (!parse_whole(x, s, &f)) {
        return;
    }
    if (s->announces) {
        see_network(x, s, &f);
    } else if (frame_kind(&f) == FRAME_PROBE_REQ) {
        on_probe(x, s, &f);
    } else {
        if (!(s->fc & FC_PROTECTED)) {
            links_see(x, s, &f);
        }
        struct conversation *c = converse(x, s);
        if (c) {
            before_event(x);
            if (!x->again) {
                hear_channel(x, s, c);
                judge_mgmt(x, s, c);
            }
            facts_mgmt(x, s, c, &f, false);
            if ((s->fc & FC_PROTECTED) && x->keyring) {
                decrypt_frame(x, s, protected_pair(x, s, c));
            }
        }
    }
}

/* RFC 1042, or 802.1H as some stations do. */
bool explain_is_eapol(struct extsta_span body)
{
    struct llc llc;
    return body.len >= LLC_SNAP_LEN && body.data[0] == 0xaa && llc_parse(body, &llc) &&
           llc.snap && llc.ethertype == ETHERTYPE_EAPOL;
}

static bool carries_eapol(const struct seen *s)
{
    size_t header_len, at = seen_body(s, &header_len);
    return s->mpdu.len > at && explain_is_eapol(span(s->mpdu.data + at, s->mpdu.len - at));
}

static void on_eapol(struct extsta_explain *x, struct seen *s, struct conversation *c)
{
    struct frame f;
    if (!parse_whole(x, s, &f)) {
        return;
    }
    if (s->padded) {
        frame_skip_pad(&f);
    }
    before_event(x);
    if (!x->again) {
        judge_eapol(x, s, c);
    }
    facts_eapol(x, s, c, &f, span(f.body.data + 8, f.body.len - 8), false);
}

/* In clear where the network is open: after the handshake nobody but a forger sends so. */
static void on_clear(struct extsta_explain *x, struct seen *s, struct conversation *c)
{
    size_t header_len, at = seen_body(s, &header_len);
    bool awaited = c ? (c->watch & WATCH_SEQUEL) && !(c->story.flags & STORY_AUTHORIZED)
                     : sequel_waits(&x->sequels);
    if (awaited && s->mpdu.len > at && explain_check_fcs(x, s)) {
        sequel_on_body(x, c, s, span(s->mpdu.data + at, s->mpdu.len - at));
    }
}

/* Group frames have no pair: they matter to the keys, and bring the answers of servers. */
static void on_data(struct extsta_explain *x, struct seen *s)
{
    if (s->relayed) {
        explain_pair_relayed(x, s);
    }
    struct conversation *c = s->paired ? converse(x, s) : NULL;
    bool carries = (s->fc & 0x0040) == 0; /* not Null */
    if ((s->paired && !c) || !carries) {
        return;
    }
    if (s->fc & FC_PROTECTED) {
        if (x->keyring && explain_check_fcs(x, s)) {
            decrypt_frame(x, s, c);
        }
    } else if (c && carries_eapol(s)) {
        on_eapol(x, s, c);
    } else {
        on_clear(x, s, c);
    }
}

/* Time that goes back is counted and then believed: files are merged carelessly. */
static void on_frame(struct extsta_explain *x, struct seen *s)
{
    if (s->in->time < x->now) {
        explain_find(x, s->in->number, FINDING_TIME_BACKWARDS);
    }
    x->now = s->in->time;
    x->number = s->in->number;
    if (s->paired && x->links.names.count) {
        links_resolve(x, s);
    }
    switch ((enum seen_class)s->class) {
    case SEEN_MGMT:
        on_mgmt(x, s);
        break;
    case SEEN_DATA:
        on_data(x, s);
        break;
    case SEEN_DISCARDED:
    case SEEN_OTHER:
        break;
    }
}

/* What a frame's turn will need is loaded before, for the whole batch at once. First, in
 * explain_receive, the tables' slots; then what they lead to. */
static void fetch_objects(struct extsta_explain *x, struct seen *s)
{
    if (s->announces) {
        const struct network *network = networks_guess(&x->networks, s->hash);
        if (network) {
            compat_prefetch(network);
            compat_prefetch(&network->transmitter);
            compat_prefetch(&network->ap);
        }
    }
    if (!s->paired) {
        return;
    }
    s->guess = clients_guess(&x->clients, s->hash);
    if (s->guess) {
        compat_prefetch(s->guess);
        compat_prefetch(&s->guess->story);
    } else {
        clients_prefetch_station(&x->clients, s->sta);
    }
}

/* Last, what a conversation leads to while its story goes on. */
static void fetch_company(const struct extsta_explain *x, const struct seen *s)
{
    const struct conversation *c = s->guess;
    if (c && (c->watch || s->class == SEEN_MGMT)) {
        const struct station *station = clients_station(&x->clients, c->station);
        compat_prefetch(station);
        if (s->class == SEEN_MGMT || !(s->fc & FC_PROTECTED)) { /* it may be EAPOL */
            if (station->transmitter) {
                compat_prefetch(store_at(&x->clients.transmitters, station->transmitter - 1));
            }
            if (c->senders) {
                compat_prefetch(store_at(&x->clients.senders, c->senders - 1));
            }
        }
        if (c->network != EXPLAIN_NONE) {
            const struct network *network = networks_at(&x->networks, c->network);
            compat_prefetch(network);
            compat_prefetch(&network->transmitter);
        }
    }
}

/* For whoever draws curves. Only of conversations: an address with bit errors has none. */
static void tell_heard(const struct extsta_explain *x, const struct seen *s)
{
    struct link_header link;
    enum extsta_drop drop;
    if (!s->paired || s->class == SEEN_DISCARDED ||
        !clients_find(&x->clients, s->hash, s->sta, s->bssid)) {
        return;
    }
    bool known = link_header_parse(s->in->linktype, s->in->bytes, &link, &drop);
    const struct extsta_heard heard = {
        .time = s->in->time,
        .sta = s->sta,
        .bssid = s->bssid,
        .frequency = known ? link.meta.freq : 0,
        .signal = s->signal,
        .from_ap = s->from == SIDE_AP,
        .retry = (s->fc & FC_RETRY) != 0,
    };
    x->sink.heard(x->sink.user, &heard);
}

/* Four passes over a batch, each loading what the next one needs. At the end nothing waits to
 * be opened any more: the caller's octets may go. */
void extsta_explain_frames(struct extsta_explain *x, const struct extsta_explain_frame *frames,
                           size_t count)
{
    struct seen batch[BATCH];
    while (count > 0) {
        size_t n = count < BATCH ? count : BATCH;
        for (size_t i = 0; i < n; i++) {
            explain_receive(x, &frames[i], &batch[i]);
        }
        for (size_t i = 0; i < n; i++) {
            fetch_objects(x, &batch[i]);
        }
        for (size_t i = 0; i < n; i++) {
            fetch_company(x, &batch[i]);
        }
        for (size_t i = 0; i < n; i++) {
            on_frame(x, &batch[i]);
        }
        for (size_t i = 0; i < n && x->sink.heard && !x->again; i++) {
            tell_heard(x, &batch[i]);
        }
        frames += n;
        count -= n;
    }
    before_event(x);
}

bool extsta_explain_missed(const struct extsta_explain *x)
{
    return x->missed;
}

/* MICs were all checked the first time; frames are opened, and counted, anew. */
void extsta_explain_again(struct extsta_explain *x)
{
    x->again = true;
    x->missed = false;
    uint64_t checked = x->report.mics_checked, good = x->report.mics_good;
    x->report = (struct extsta_decrypt_report){.mics_checked = checked, .mics_good = good};
}

void extsta_explain_decrypted(const struct extsta_explain *x, struct extsta_decrypt_report *out)
{
    *out = x->report;
}

uint64_t extsta_explain_drops(const struct extsta_explain *x, enum extsta_drop reason)
{
    return (unsigned)reason < EXTSTA_DROP_COUNT ? x->findings[reason].count : 0;
}

size_t extsta_explain_stations(const struct extsta_explain *x)
{
    return x->clients.stations.count;
}

bool extsta_explain_saw(const struct extsta_explain *x, const struct extsta_mac *station,
                        const struct extsta_mac *bssid)
{
    if (station && links_saw(x, *station, bssid)) {
        return true;
    }
    if (!bssid) {
        return !station || clients_saw(&x->clients, *station);
    }
    for (uint32_t i = 0; i < x->clients.conversations.count; i++) {
        const struct conversation *c = clients_conversation(&x->clients, i);
        if (mac_equal(c->bssid, *bssid) && (!station || mac_equal(c->sta, *station))) {
            return true;
        }
    }
    return !station && networks_find(&x->networks, *bssid) != NULL;
}
