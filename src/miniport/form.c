/* What the driver half is made of (form.h; base/form.h): the hall, and the rows of the peers.
 */
#include "miniport/form.h"
#include "boundary/form.h"
#include "miniport/datapath/receive.h"
#include "miniport/miniport.h"

#define T struct mp_negotiated
static const struct form_row mp_negotiated_form_rows[] = {
    NUMBER(auth),     NUMBER(unicast), NUMBER(multicast),       NUMBER(akm),
    NUMBER(pairwise), NUMBER(group),   NUMBER(group_mgmt),      FLAG(ocv),
    FLAG(ext_key_id), FLAG(qos),       NUMBER(max_amsdu),       FLAG(ft),
    NUMBER(phy),      NUMBER(aid),     NUMBER(listen_interval), NUMBER(capability),
    TIME(since),
};
FORM_TABLE(mp_negotiated_form, "what was negotiated");
#undef T

#define T struct mp_peer
static const struct form_row peer_form_rows[] = {
    OCTETS(address),
    LIMITED(state, ASSOC_ASSOCIATED),
    LIMITED(quality, 100),
    FLAG(port_open),
    INSIDE(negotiated, mp_negotiated_form),
    NUMBER(counters.tx_ok),
    NUMBER(counters.tx_failed),
    NUMBER(counters.rx_ok),
    NUMBER(counters.rx_failed),
    TIME(quality_at),
    TIME(heard),
    OWNED(op, mp_assoc_op_form),
    OWNED(port, mp_port_form),
    CHAIN(keys, mp_key_form, struct mp_key, next),
    OWNED(duplicates, mp_duplicates_form),
    OWNED(reorder, mp_reorder_form),
    SPECIAL(farewell, outq_node_special),
};
static void peer_begun(struct form_in *f, void *object)
{
    f->hand[FORM_PEER] = object;
}

/* An operation is open as long as it is, and no longer. */
static bool peer_made(struct form_in *f, void *object)
{
    const struct mp_peer *peer = object;
    bool open = peer->state != ASSOC_NONE && peer->state != ASSOC_ASSOCIATED;
    return open == (peer->op != NULL) && (peer->state != ASSOC_AWAIT_PORT || peer->port);
}
FORM_OWN_TABLE(peer_form, "peer", .begun = peer_begun, .made = peer_made);
#undef T

/* The AP among the peers: there is one of its own, or none. */
static bool is_no_peer(const void *member)
{
    return form_pointer(member) == NULL;
}

static void put_ap(struct form_out *f, const void *member)
{
    const struct mp_peer *ap = form_pointer(member);
    form_put_octets(f, ap->address.b, sizeof ap->address.b);
}

static void get_ap(struct form_in *f, void *member)
{
    struct miniport *mp = f->hand[FORM_DRIVER];
    struct extsta_mac address = {{0}};
    form_get_octets(f, address.b, sizeof address.b);
    struct mp_peer *ap = form_in_ok(f) ? peers_find(&mp->peers, address) : NULL;
    f->failed = f->failed || !ap || ap->state == ASSOC_NONE;
    form_set_pointer(member, ap);
}

static const struct form_special ap_special = {
    .is_usual = is_no_peer, .put = put_ap, .get = get_ap};

#define T struct extsta_mac
static const struct form_row mac_form_rows[] = {OCTETS(b)};
FORM_OWN_TABLE(mac_form, "address");
#undef T

#define T struct mp_multicast
static const struct form_row multicast_form_rows[] = {ITEMS(addresses, mac_form, count),
                                                      COUNTS(count)};
FORM_OWN_TABLE(multicast_form, "multicast list");
#undef T

#define T struct mp_excluded
static const struct form_row excluded_form_rows[] = {ITEMS(addresses, mac_form, count),
                                                     COUNTS(count)};
FORM_OWN_TABLE(excluded_form, "excluded addresses");
#undef T

#define T struct mp_pmkid
static const struct form_row pmkid_form_rows[] = {OCTETS(bssid), OCTETS(pmkid)};
FORM_OWN_TABLE(pmkid_form, "PMKID");
#undef T

#define T struct mp_pmkids
static const struct form_row pmkids_form_rows[] = {ITEMS(entries, pmkid_form, count),
                                                   COUNTS(count)};
FORM_OWN_TABLE(pmkids_form, "PMKID list");
#undef T

/* PHY ids index what the radio has; who is looked for by the data path is there. */
static bool miniport_made(struct form_in *f, void *object)
{
    struct miniport *mp = object;
    size_t phys = mp->radio->phy_count;
    uint64_t every = phys < 64 ? (UINT64_C(1) << phys) - 1 : UINT64_MAX;
    const struct mp_peer *peer = mp->peers.only;
    mp_timers_settle(mp);
    bool ok = mp->reset_pending == (mp->reset_completion != NULL) && mp->mib &&
              mp->mib->current_phy < phys && (mp->power.software_on & ~every) == 0 &&
              (mp->power.hardware_on & ~every) == 0;
    if (peer) {
        ok = ok && peer->negotiated.phy < phys &&
             (peer->state == ASSOC_NONE || mp->link.ap == peer) &&
             (peer->state != ASSOC_NONE || peer->keys);
    }
    for (size_t i = 0; i < mp->bss.count; i++) {
        ok = ok && mp->bss.entries[i].info && mp->bss.entries[i].phy < phys;
    }
    for (size_t i = 0; i < MP_KEY_IDS; i++) {
        ok = ok && (!mp->keys.default_keys[i] || !mp->keys.default_keys[i]->next);
    }
    return ok;
}

static void miniport_before(struct form_out *f, const void *object)
{
    const struct miniport *mp = object;
    mib_settle(mp->ctx);
    f->hand[FORM_DRIVER] = form_pointer(&object);
}

static void miniport_begun(struct form_in *f, void *object)
{
    struct miniport *mp = object;
    f->hand[FORM_DRIVER] = mp;
    mp->ctx = f->ctx;
    mp->out = f->hand[FORM_QUEUE];
    mp->radio = f->hand[FORM_RADIO];
}

#define T struct miniport
static const struct form_row miniport_form_rows[] = {
    DERIVED(ctx, "of the station"),
    DERIVED(out, "of the station"),
    DERIVED(radio, "the embedder's"),
    NUMBER(id),
    OCTETS(permanent_address),
    OCTETS(address),
    NUMBER(operation_mode),
    LIMITED(state, MP_OP),
    NUMBER(busy, .usual = EXTSTA_BUSY_UNKNOWN),
    NUMBER(packet_filter),
    SHARED(mib, mp_mib_share),
    NUMBER(power.software_on),
    NUMBER(power.hardware_on),
    NUMBER(power.device),
    FLAG(power.halted),
    OWNED(multicast, multicast_form),
    OWNED(pmkids, pmkids_form),
    OWNED(excluded, excluded_form),
    FLAG(media_streaming),
    FLAG(reset_pending),
    FLAG(halted),
    NUMBER(reset_request_id),
    SPECIAL(reset_completion, outq_node_special),
    OWNED(peers.only, peer_form),
    NOTHING(peers.many, "it has several peers"),
    SPECIAL(link.ap, ap_special),
    NOTHING(link.network, "it is in an independent network"),
    NUMBER(link.freq),
    NUMBER(link.home_freq),
    FLAG(link.quiet),
    FLAG(link.heard),
    ROOMY_ARRAY(bss.entries, bss_entry_form, bss.count, bss.capacity, 128),
    COUNTS(bss.count),
    COUNTS(bss.capacity),
    INSIDE(mlme, mlme_form),
    OWNED(keys.default_keys[0], mp_key_form),
    OWNED(keys.default_keys[1], mp_key_form),
    OWNED(keys.default_keys[2], mp_key_form),
    OWNED(keys.default_keys[3], mp_key_form),
    OWNED(keys.default_keys[4], mp_key_form),
    OWNED(keys.default_keys[5], mp_key_form),
    OWNED(keys.default_keys[6], mp_key_form),
    OWNED(keys.default_keys[7], mp_key_form),
    NUMBER(keys.mapping_count),
    FLAG(keys.by_id),
    NUMBER(keys.pairwise_id),
    NUMBER(keys.row_count),
    NUMBER(keys.serial),
    NUMBER(keys.changes),
    OWNED(data.fragments, mp_fragments_form),
    SPECIAL(data.queue, mp_tx_queue_special),
    CHAIN(data.strangers, mp_stranger_form, struct mp_stranger, next),
    NUMBERS(data.qos_sequence),
    NUMBER(data.sequence),
    NUMBER(data.next_cookie),
    NUMBER(data.next_packet_id),
    NUMBER(data.handed_up),
    NUMBER(data.refused_first),
    NUMBER(data.refused_count),
    OWNED(stats, mp_stats_form),
    OWNED(drops, mp_drops_form),
    TIMES(timers, .usual = EXTSTA_NEVER),
    DERIVED(earliest, "of the timers: miniport_made"),
};
FORM_TABLE(miniport_form, "miniport", .before = miniport_before, .begun = miniport_begun,
           .made = miniport_made);
#undef T
