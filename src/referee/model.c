/* The model: what a driver and its host must know of each other if all that crossed was right.
 * It believes what it is told, also where a rule says it should not have been: what follows is
 * then judged by how things stand, and one mistake makes one finding. */
#include "referee/referee.h"
#include "base/pool.h"

void model_end(struct extsta_referee *r)
{
    struct model *m = &r->m;
    struct ids *const ids[] = {&m->sends, &m->received, &m->extension_packets};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        pool_release(&r->ctx->pool, ids[i]->id, ids[i]->room * sizeof *ids[i]->id);
    }
    pool_release(&r->ctx->pool, m->peers, m->peer_room * sizeof *m->peers);
    memset(m, 0, sizeof *m);
}

void model_start(struct extsta_referee *r)
{
    model_end(r);
    r->m.address = r->config.address;
    r->m.last_reset_done = r->m.last_flush = EXTSTA_NEVER;
}

/* The extension stays where it is; its adapter has been taken from it before. */
void model_initialized(struct extsta_referee *r)
{
    bool functions = r->m.functions;
    model_start(r);
    r->m.functions = functions;
}

/* --- questions --- */

struct peer *peer_find(struct extsta_referee *r, struct extsta_mac mac)
{
    for (size_t i = 0; i < PEERS(r); i++) {
        if (r->m.peers[i].used && mac_equal(r->m.peers[i].mac, mac)) {
            return &r->m.peers[i];
        }
    }
    return NULL;
}

struct peer *peer_opening(struct extsta_referee *r)
{
    for (size_t i = 0; i < PEERS(r); i++) {
        if (r->m.peers[i].opening) {
            return &r->m.peers[i];
        }
    }
    return NULL;
}

struct peer *peer_associated(struct extsta_referee *r)
{
    for (size_t i = 0; i < PEERS(r); i++) {
        if (r->m.peers[i].associated) {
            return &r->m.peers[i];
        }
    }
    return NULL;
}

size_t peers_associated(struct extsta_referee *r)
{
    size_t n = 0;
    for (size_t i = 0; i < PEERS(r); i++) {
        n += r->m.peers[i].associated;
    }
    return n;
}

bool is_ending(const struct extsta_referee *r)
{
    return r->m.halted.serial != 0 || under_way(r, OID_DOT11_RESET_REQUEST) ||
           under_way(r, OID_DOT11_DISCONNECT_REQUEST);
}

bool is_between(const struct extsta_referee *r)
{
    return is_ending(r) || under_way(r, OID_DOT11_CONNECT_REQUEST) ||
           under_way(r, OID_DOT11_CURRENT_OPERATION_MODE);
}

bool all_phys_off(const struct extsta_referee *r)
{
    size_t count = r->config.phy_count;
    if (count == 0 || count > MAX_PHYS) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!r->m.phys[i].known || (r->m.phys[i].hardware && r->m.phys[i].software)) {
            return false;
        }
    }
    return true;
}

bool some_phy_off(const struct extsta_referee *r)
{
    for (size_t i = 0; i < MAX_PHYS; i++) {
        if (r->m.phys[i].known && !(r->m.phys[i].hardware && r->m.phys[i].software)) {
            return true;
        }
    }
    return false;
}

bool ends_with_elements(const struct extsta_referee *r, struct extsta_span body)
{
    size_t len = r->m.elements_len;
    return body.len >= len &&
           hash_span(span(body.data + body.len - len, len)) == r->m.elements_hash;
}

/* --- numbers of packets --- */

bool ids_have(const struct ids *ids, uint32_t id)
{
    for (uint32_t i = 0; i < ids->count; i++) {
        if (ids->id[i] == id) {
            return true;
        }
    }
    return ids->beyond > 0;
}

/* Without memory too it is only counted. */
void ids_add(struct extsta_referee *r, struct ids *ids, uint32_t id)
{
    if (ids->count == ids->room && ids->room < MAX_IDS) {
        uint32_t room = ids->room ? ids->room * 2 : 4;
        uint32_t *more = pool_alloc(&r->ctx->pool, room * sizeof *more);
        if (more && ids->count > 0) {
            memcpy(more, ids->id, ids->count * sizeof *more);
        }
        if (more) {
            pool_release(&r->ctx->pool, ids->id, ids->room * sizeof *more);
            ids->id = more;
            ids->room = room;
        }
    }
    if (ids->count < ids->room) {
        ids->id[ids->count++] = id;
    } else {
        ids->beyond++;
    }
}

void ids_remove(struct ids *ids, uint32_t id)
{
    for (uint32_t i = 0; i < ids->count; i++) {
        if (ids->id[i] == id) {
            ids->id[i] = ids->id[--ids->count];
            return;
        }
    }
    ids->beyond -= ids->beyond > 0;
}

/* --- peers --- */

/* Twice as many as there were, few as long as few are needed. False: there are as many as can
 * be, or no memory. What pointed to a peer does not any more. */
static bool peers_grow(struct extsta_referee *r)
{
    struct model *m = &r->m;
    size_t room = m->peer_room ? m->peer_room * 2 : 1;
    struct peer *more =
        room <= MAX_PEERS ? pool_zalloc(&r->ctx->pool, room * sizeof *more) : NULL;
    if (!more) {
        return false;
    }
    if (m->peers) {
        memcpy(more, m->peers, m->peer_room * sizeof *more);
        pool_release(&r->ctx->pool, m->peers, m->peer_room * sizeof *more);
    }
    m->peers = more;
    m->peer_room = room;
    return true;
}

/* Where nobody is, or the one that was least of use. */
static struct peer *peer_place(struct extsta_referee *r)
{
    struct peer *oldest = NULL;
    for (size_t i = 0; i < PEERS(r); i++) {
        struct peer *q = &r->m.peers[i];
        if (!q->used) {
            return q;
        }
        if (!q->opening && !q->associated && !q->port &&
            (!oldest || q->start.serial < oldest->start.serial)) {
            oldest = q;
        }
    }
    size_t before = PEERS(r);
    return peers_grow(r) ? &r->m.peers[before] : oldest;
}

/* What is known of somebody; NULL: it cannot be kept. */
static struct peer *peer_new(struct extsta_referee *r, struct extsta_mac mac)
{
    struct peer *p = peer_find(r, mac);
    if (!p) {
        p = peer_place(r);
        if (!p) {
            r->m.peers_overflowed = true;
            return NULL;
        }
        *p = (struct peer){.used = true, .mac = mac};
    }
    return p;
}

static void peer_end(struct peer *p, struct extsta_event_ref by, bool implicitly)
{
    p->associated = false;
    p->ended = by;
    p->implicitly = implicitly;
    p->quality_known = false;
}

static void association_start(struct extsta_referee *r, const struct event *e)
{
    struct extsta_mac mac = e->p.association_start.peer;
    for (size_t i = 0; i < PEERS(r); i++) {
        struct peer *q = &r->m.peers[i];
        if (q->associated && (!r->m.ibss || mac_equal(q->mac, mac))) {
            peer_end(q, e->ref, true);
        }
    }
    struct peer *p = peer_new(r, mac);
    if (p) {
        const struct mib_list *l = mib_list(r, OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST);
        p->opening = true;
        p->start = e->ref;
        p->odd_start = !e->whole;
        p->auth_sent = mac_equal(r->m.early, mac);
        p->shut_out = l && mib_list_has_mac(l, mac);
        p->request_sent = p->reassoc = p->elements_sent = false;
        p->responses_heard = 0;
        p->eapol_sent = 0;
        p->heard_deauth = p->heard_disassoc = p->heard_status = 0;
        p->heard_sealed = false;
    }
    r->m.connection.associations += r->m.connection.open;
    r->m.roam.associations += r->m.roam.open;
}

static void keys_of_association(struct extsta_referee *r, struct peer *p)
{
    bool had_defaults = (r->m.defaults & ~r->m.defaults_static) != 0;
    bool had_pairwise = (p->pairwise & ~p->pairwise_static) != 0;
    r->m.keys_gone = had_pairwise ? RULE(ASC_36) : had_defaults ? RULE(ASC_35) : r->m.keys_gone;
    p->pn = 0;
    r->m.exempted_count = 0;
    r->m.defaults &= r->m.defaults_static;
    p->pairwise &= p->pairwise_static;
    p->pairwise_set = 0;
}

static void association_completion(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_association_completion *c = &e->p.association_completion;
    struct peer *p = peer_new(r, c->peer);
    if (!p) {
        return;
    }
    /* It completes what is open, whomever it names (ASC-05). */
    for (size_t i = 0; !p->opening && !r->m.ibss && i < PEERS(r); i++) {
        r->m.peers[i].opening = false;
    }
    p->opening = false;
    r->m.early = nobody;
    if (c->status != DOT11_ASSOC_STATUS_SUCCESS) {
        return;
    }
    p->associated = true;
    p->done = e->ref;
    p->auth = c->auth;
    p->unicast = c->unicast;
    p->multicast = c->multicast;
    p->by_miniport = c->port_authorized;
    p->odd_flag = c->port_authorized && c->auth < DOT11_AUTH_ALGO_WPA;
    p->encap = c->encap.size != 0;
    r->m.last_ap = c->peer;
    p->completion_hash = hash_span(e->c->buffer);
    p->received = 0;
    keys_of_association(r, p);
    if (r->m.connection.open) {
        r->m.connection.success = e->ref;
    }
    if (r->m.roam.open) {
        r->m.roam.success = e->ref;
    }
    r->m.lost = false;
}

static void disassociation(struct extsta_referee *r, const struct event *e)
{
    bool all = mac_is_broadcast(e->p.disassociation.peer) ||
               mac_is_zero(e->p.disassociation.peer); /* DIS-17: somebody is meant */
    for (size_t i = 0; i < PEERS(r); i++) {
        struct peer *p = &r->m.peers[i];
        if (p->associated && (all || mac_equal(p->mac, e->p.disassociation.peer))) {
            peer_end(p, e->ref, false);
        }
    }
    r->m.last_end = e->ref;
    r->m.last_end_reason = e->p.disassociation.reason;
    r->m.lost = r->m.connected && peers_associated(r) == 0;
}

static void connection_start(struct extsta_referee *r, const struct event *e)
{
    struct model *m = &r->m;
    m->op = m->ever_connected = m->scan.in_op = true;
    m->connection = (struct operation){.open = true, .start = e->ref};
    m->ibss = e->p.operation_start.bss_type == dot11_BSS_type_independent;
    m->ssid_known = m->roam_failed = false;
}

static void leave(struct model *m, enum home home)
{
    m->op = m->connected = m->lost = m->roam_failed = false;
    m->home = home;
    m->connection.open = m->roam.open = false;
}

static void connection_completion(struct extsta_referee *r, const struct event *e)
{
    struct model *m = &r->m;
    m->connection.open = false;
    if (e->p.number == DOT11_ASSOC_STATUS_SUCCESS) {
        m->connected = true;
        m->lost = !m->ibss && peers_associated(r) == 0;
    } else {
        leave(m, HOME_FAILED);
    }
}

static void take_indication(struct extsta_referee *r, const struct event *e)
{
    struct model *m = &r->m;
    m->indications++;
    /* An operation has begun or ended, however little of it was said. */
    bool enough = e->watch == ON_ASSOCIATION_START
                      ? !mac_is_zero(e->p.association_start.peer)
                      : e->watch == ON_SCAN_CONFIRM || e->watch == ON_ROAMING_START ||
                            e->watch == ON_CONNECTION_START ||
                            e->watch == ON_CONNECTION_COMPLETION ||
                            e->watch == ON_ROAMING_COMPLETION;
    if (!e->whole && !enough) {
        return;
    }
    switch ((int)e->watch) {
    case ON_CONNECTION_START:
        connection_start(r, e);
        break;
    case ON_CONNECTION_COMPLETION:
        connection_completion(r, e);
        break;
    case ON_ASSOCIATION_START:
        association_start(r, e);
        m->connected_ssid = e->p.association_start.ssid;
        m->ssid_known = true;
        break;
    case ON_ASSOCIATION_COMPLETION:
        association_completion(r, e);
        break;
    case ON_ROAMING_START:
        m->roam = (struct operation){
            .open = true, .start = e->ref, .reason = e->p.operation_start.reason};
        break;
    case ON_ROAMING_COMPLETION:
        m->roam.open = false;
        m->roam_failed = e->p.number != DOT11_ASSOC_STATUS_SUCCESS;
        break;
    case ON_DISASSOCIATION:
        disassociation(r, e);
        break;
    case ON_SCAN_CONFIRM:
        m->scan.running = false;
        m->scan_confirmed = true;
        break;
    case ON_MIC_FAILURE:
        m->last_mic = e->ref;
        break;
    case ON_PHY_STATE:
        if (e->p.phy_state.phy_id < MAX_PHYS) {
            m->phys[e->p.phy_state.phy_id].known = true;
            m->phys[e->p.phy_state.phy_id].hardware = e->p.phy_state.hardware;
            m->phys[e->p.phy_state.phy_id].software = e->p.phy_state.software;
        }
        break;
    case ON_LINK_QUALITY: {
        struct extsta_part rest = e->p.list.entries;
        struct extsta_payload q;
        while (extsta_payload_next(&rest, &q)) {
            struct peer *p = peer_find(r, q.quality.peer);
            if (p) {
                p->quality = q.quality.quality;
                p->quality_known = true;
            }
        }
        break;
    }
    default:
        break;
    }
}

/* --- results --- */

static void reset_done(struct extsta_referee *r, const struct event *e)
{
    struct model *m = &r->m;
    m->keys_gone = m->defaults != 0 ? RULE(KEY_09) : EXTSTA_RULE_NONE;
    m->join_only = false; /* RST-18: every reset clears it */
    m->ibss_elements_len = 0;
    for (size_t i = 0; i < PEERS(r); i++) {
        struct peer *p = &m->peers[i];
        m->keys_gone = p->pairwise != 0 ? RULE(KEY_09) : m->keys_gone;
        p->pairwise = p->pairwise_static = 0;
        if (p->associated) {
            peer_end(p, e->ref, false);
        }
        p->opening = false;
    }
    leave(m, HOME_RESET);
    m->defaults = m->defaults_static = 0;
    m->port_key = m->unicast_named = m->safe_mode = false;
    m->reset = e->ref;
    m->fresh = true;
    m->scan.running = false;
    m->last_reset_done = e->now;
    if (e->in_whole) {
        m->address = e->in.reset.address;
        /* With another address it hears what is not sent to the one we listen for. */
        r->hears = r->hears && mac_equal(m->address, r->config.address);
    }
    m->elements_len = e->in_whole && e->in.reset.default_mib ? 0 : m->elements_len;
}

/* What should have been refused has changed nothing (CNX-32). */
static void disconnected(struct extsta_referee *r, const struct event *e)
{
    struct model *m = &r->m;
    if (m->connection.open && !m->ibss && e->asked &&
        m->connection.start.serial < e->asked->ref.serial) {
        return;
    }
    for (size_t i = 0; i < PEERS(r); i++) {
        if (m->peers[i].associated) {
            peer_end(&m->peers[i], e->ref, false);
        }
        m->peers[i].opening = false;
    }
    leave(m, HOME_DISCONNECTED);
    m->disconnect = e->ref;
}

static void scan_began(struct extsta_referee *r, const struct event *e)
{
    struct scan *s = &r->m.scan;
    *s = (struct scan){.running = true, .ref = e->ref, .in_op = r->m.op};
    if (!e->in_whole) {
        s->cut = true;
        return;
    }
    const struct extsta_scan_request *q = &e->in.scan;
    s->type = q->type;
    s->bssid = q->bssid;
    struct extsta_part rest = q->ssids;
    struct extsta_payload entry;
    while (extsta_payload_next(&rest, &entry)) {
        if (s->ssid_count == sizeof s->ssids / sizeof *s->ssids) {
            s->cut = true;
            break;
        }
        s->ssids[s->ssid_count++] = entry.ssid;
    }
    s->elements_len = (uint16_t)q->elements.bytes.len;
    s->elements_hash = hash_span(q->elements.bytes);
}

static void key_set(uint8_t *keys, uint8_t *statics, uint8_t bits, const struct extsta_key *k)
{
    *keys = (uint8_t)(k->is_delete ? *keys & ~bits : *keys | bits);
    *statics = (uint8_t)(!k->is_delete && k->is_static ? *statics | bits : *statics & ~bits);
}

static void mapping_keys(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->in.list.entries;
    struct extsta_payload entry;
    while (e->in_whole && extsta_payload_next(&rest, &entry)) {
        struct peer *p = peer_new(r, entry.key.peer);
        if (!p) {
            continue;
        }
        key_set(&p->pairwise, &p->pairwise_static, (uint8_t)(entry.key.direction & 3),
                &entry.key);
        p->pairwise_set += !entry.key.is_delete;
        r->m.keys_gone = entry.key.is_delete ? RULE(KEY_03) : EXTSTA_RULE_NONE;
        p->keyed = entry.key.is_delete ? p->keyed : e->now;
    }
}

static void take_connect(struct extsta_referee *r, const struct event *e)
{
    struct model *m = &r->m;
    m->connect = e->ref;
    m->fresh = false;
    m->ever_connected = true;
    if (!m->op && (!e->asked || m->connection.start.serial < e->asked->ref.serial)) {
        m->op = true; /* it will say CONNECTION_START yet */
        m->connection = (struct operation){0};
        m->connected = false;
    }
}

static void bring_up(struct model *m, const struct event *e)
{
    static const uint32_t steps[] = {OID_GEN_MEDIA_SUPPORTED, OID_DOT11_CURRENT_OPERATION_MODE,
                                     OID_DOT11_RESET_REQUEST};
    if (m->bring_up < 3 && e->c->code == steps[m->bring_up]) {
        if (IS_SUCCESS(e)) {
            m->bring_up++;
        } else {
            m->bring_up_failed = true;
        }
    }
}

static void capability(struct model *m, const struct event *e)
{
    m->capability_known = e->whole;
    m->capability.scan_ssids = e->p.capability.scan_ssids;
    m->capability.bssids = e->p.capability.desired_bssids;
    m->capability.ssids = e->p.capability.desired_ssids;
    m->capability.excluded = e->p.capability.excluded;
    m->capability.exemptions = e->p.capability.exemptions;
    m->capability.pmkids = e->p.capability.pmkids;
}

static void take_result(struct extsta_referee *r, const struct event *e)
{
    struct model *m = &r->m;
    bring_up(m, e);
    if (!IS_SUCCESS(e)) {
        return;
    }
    if (e->c->kind == EXTSTA_OID_QUERY) {
        if (e->c->code == OID_DOT11_EXTSTA_CAPABILITY) {
            capability(m, e);
        }
        return;
    }
    switch (e->c->code) {
    case OID_DOT11_CONNECT_REQUEST:
        take_connect(r, e);
        break;
    case OID_DOT11_DISCONNECT_REQUEST:
        disconnected(r, e);
        break;
    case OID_DOT11_RESET_REQUEST:
        reset_done(r, e);
        break;
    case OID_DOT11_SCAN_REQUEST:
        scan_began(r, e);
        break;
    case OID_DOT11_FLUSH_BSS_LIST:
        m->last_flush = e->now;
        break;
    case OID_DOT11_CIPHER_KEY_MAPPING_KEY:
        mapping_keys(r, e);
        break;
    case OID_DOT11_CIPHER_DEFAULT_KEY:
        if (e->in_whole && e->in.key.index < 8) {
            key_set(&m->defaults, &m->defaults_static, (uint8_t)(1u << e->in.key.index),
                    &e->in.key);
        }
        break;
    case OID_DOT11_NIC_SPECIFIC_EXTENSION:
        m->port_key = true;
        break;
    case OID_DOT11_DESIRED_SSID_LIST: /* of another profile */
        m->pre_refused = false;
        break;
    case OID_DOT11_RTS_THRESHOLD:
        m->rts_settled = m->sends.count == 0 && m->sends.beyond == 0;
        break;
    case OID_GEN_CURRENT_PACKET_FILTER:
        m->filter_known = e->in_whole;
        m->filter = e->in.number;
        break;
    case OID_DOT11_SAFE_MODE_ENABLED:
    case OID_DOT11_SAFE_MODE_HT_ENABLED:
        m->safe_mode = e->in_whole && e->in.flag;
        break;
    case OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM:
        /* CIP-04 is the OS's, which sets none while an extension may */
        m->unicast_named |= e->asked && e->asked->by_os && !m->pre_associating;
        break;
    case OID_DOT11_DESIRED_BSS_TYPE:
    case OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM:
        m->unicast_named = false;
        break;
    case OID_DOT11_IBSS_PARAMS:
        m->join_only = e->in.ibss.join_only;
        m->ibss_elements_len = (uint16_t)e->in.ibss.elements.bytes.len;
        m->ibss_elements_hash = hash_span(e->in.ibss.elements.bytes);
        break;
    case OID_DOT11_ASSOCIATION_PARAMS:
        m->elements_bssid = e->in.association_params.bssid;
        m->elements_len = (uint16_t)e->in.association_params.elements.bytes.len;
        m->elements_hash = hash_span(e->in.association_params.elements.bytes);
        break;
    default:
        break;
    }
}

/* --- ports, extension, frames --- */

static void take_port(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_port_event *o = &e->out->port;
    struct peer *p = peer_new(r, o->peer);
    if (!p) {
        return;
    }
    p->port = o->type != EXTSTA_PORT_DELETED;
    p->authorized = p->port && o->authorized;
    p->port_ref = e->ref;
    p->closed_told |= o->type == EXTSTA_PORT_UNAUTHORIZED;
    if (o->type == EXTSTA_PORT_CREATED) {
        p->controlled = o->controlled;
        p->manager = p->by_miniport && !p->odd_flag ? EXTSTA_MANAGER_MINIPORT /* else PRT-28 */
                                                    : o->manager;
        p->session = o->session;
        p->announced = p->stopped = p->closed_told = p->answered = false;
        p->admitted = p->refused = false;
        r->m.last_session = o->session;
    }
}

/* Of ports: what is late, as far as it is known. */
void model_assume(struct extsta_referee *r, enum extsta_rule rule, struct extsta_mac peer,
                  uint64_t wanted)
{
    struct peer *p = peer_find(r, peer);
    if (!p) {
        return;
    }
    if (rule == RULE(PRT_20) || rule == RULE(PRT_21) || rule == RULE(PRT_22)) {
        p->port = p->authorized = false;
    } else if (rule == RULE(PRT_02)) {
        p->port = p->authorized = true;
    } else if (rule == RULE(PRT_09)) {
        p->authorized = true;
    } else if (rule == RULE(PRT_16) || rule == RULE(PRT_17)) {
        p->authorized = wanted == 0; /* the extension's error */
    }
}

static void take_frame(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = e->parsed ? peer_find(r, e->frame.addr1) : NULL;
    uint8_t kind = frame_kind(&e->frame);
    if (e->parsed && kind == FRAME_AUTH && !(p && p->opening)) {
        r->m.early = e->frame.addr1;
    }
    if (!p) {
        return;
    }
    if (e->frame.fc & FC_PM) {
        r->m.last_pm = e->ref;
    }
    p->auth_sent |= kind == FRAME_AUTH;
    if (kind == FRAME_ASSOC_REQ || kind == FRAME_REASSOC_REQ) {
        p->request_sent = true;
        p->reassoc = kind == FRAME_REASSOC_REQ;
        p->request_hash = hash_span(e->frame.body);
        p->elements_sent = ends_with_elements(r, e->frame.body);
    }
    p->eapol_sent += e->ethertype == 0x888e;
    if (frame_has_data(&e->frame) && e->frame.frag == 0) {
        r->m.fragmented = e->frame.seq;
        r->m.fragment_protected = (e->frame.fc & FC_PROTECTED) != 0;
    }
}

static void take_heard(struct extsta_referee *r, const struct event *e)
{
    struct peer *p = peer_find(r, e->frame.addr2);
    struct extsta_span body = e->frame.body;
    if (!p) {
        return;
    }
    if (e->frame.fc & FC_PROTECTED) {
        p->heard_sealed |=
            frame_kind(&e->frame) == FRAME_DEAUTH || frame_kind(&e->frame) == FRAME_DISASSOC;
        return;
    }
    switch (frame_kind(&e->frame)) {
    case FRAME_DEAUTH:
        p->heard_deauth = body.len >= 2 ? 1u + get_le16(body.data) : p->heard_deauth;
        break;
    case FRAME_DISASSOC:
        p->heard_disassoc = body.len >= 2 ? 1u + get_le16(body.data) : p->heard_disassoc;
        break;
    case FRAME_AUTH:
        if (body.len >= 6 && get_le16(body.data + 4) != 0) {
            p->heard_status = 1u + get_le16(body.data + 4);
        }
        break;
    case FRAME_ASSOC_RESP:
    case FRAME_REASSOC_RESP:
        p->response_hashes[p->responses_heard++ % 4u] = hash_span(body);
        if (body.len >= 4 && get_le16(body.data + 2) != 0) {
            p->heard_status = 1u + get_le16(body.data + 2);
        }
        break;
    default:
        break;
    }
}

static void scan_probe(struct scan *s, const struct event *e)
{
    struct extsta_span body = e->frame.body;
    if (!s->running || frame_kind(&e->frame) != FRAME_PROBE_REQ || body.len < 2 ||
        body.len < 2u + body.data[1]) {
        return;
    }
    for (uint32_t i = 0; i < s->ssid_count; i++) {
        if (span_equal(extsta_ssid_span(&s->ssids[i]), span(body.data + 2, body.data[1]))) {
            s->probed |= 1u << i;
        }
    }
    s->probed |= body.data[1] == 0 ? 1u << 31 : 0;
}

/* That the host exempts one packet of an EtherType says that it may exempt others of it. */
static void take_exemption(struct model *m, const struct event *e)
{
    if (e->c->packet.send.exemption == DOT11_EXEMPT_NO_EXEMPTION) {
        return;
    }
    for (unsigned i = 0; i < m->exempted_count && i < 8; i++) {
        if (m->exempted[i] == e->ethertype) {
            return;
        }
    }
    if (e->ethertype == 0 || m->exempted_count >= 8) {
        m->exempted_count = 255;
    } else {
        m->exempted[m->exempted_count++] = e->ethertype;
    }
}

void model_take(struct extsta_referee *r, const struct event *e)
{
    struct peer *p;
    if ((UINT64_C(1) << e->watch & W_INDICATIONS) != 0) {
        take_indication(r, e);
        return;
    }
    switch ((int)e->watch) {
    case ON_RESULT:
        take_result(r, e);
        break;
    case ON_SEND:
        r->m.rts_settled |= r->m.sends.count == 0 && r->m.sends.beyond == 0;
        ids_add(r, &r->m.sends, e->c->packet.id);
        take_exemption(&r->m, e);
        p = r->beneath && e->parsed ? peer_find(r, e->frame.addr1) : NULL;
        if (p) { /* its frame is not seen */
            p->eapol_sent += e->ethertype == 0x888e;
        }
        break;
    case ON_HALT:
        r->m.halted = e->ref;
        break;
    case ON_SEND_COMPLETE:
        ids_remove(&r->m.sends, e->c->id);
        break;
    case ON_RECEIVE:
        ids_add(r, &r->m.received, e->c->packet.id);
        p = e->parsed ? peer_find(r, e->frame.addr2) : NULL;
        if (p) {
            p->received = e->now;
        }
        break;
    case ON_RETURN:
        ids_remove(&r->m.received, e->c->id);
        break;
    case ON_PORT:
        take_port(r, e);
        break;
    case ON_HANDLER:
        model_take_handler(r, e);
        break;
    case ON_FUNCTION:
        model_take_function(r, e->function);
        break;
    case ON_FRAME:
        take_frame(r, e);
        scan_probe(&r->m.scan, e);
        break;
    case ON_HEARD:
        take_heard(r, e);
        break;
    case ON_TUNE:
        r->m.freq = e->out->tune_freq;
        break;
    default:
        break;
    }
}
