/* Status indications made of values; see indicate.h. The structures are those of windot11.h in
 * the layout of extsta/payload.h; nothing here decides anything.
 *
 * Starts may fail, then the operation does not begin. Completions may not (ROL-11): they are
 * written into a node that was set aside, and shortened if it is too small. */
#include "miniport/mlme/indicate.h"
#include "boundary/payload.h"
#include "miniport/miniport.h"

struct outq_node *indicate_reserve(struct miniport *mp, size_t len)
{
    return outq_reserve(mp->out, len);
}

/* Makes the indication out of a node set aside: cannot fail (ROL-11). */
static uint8_t *push_reserved(struct miniport *mp, struct outq_node *node, uint32_t code,
                              size_t len)
{
    struct extsta_output *out = outq_push_reserved(mp->out, node, EXTSTA_OUT_CROSSING);
    out->crossing.type = EXTSTA_CROSS_INDICATION;
    out->crossing.code = code;
    out->crossing.buffer = span(outq_payload(out), len);
    return outq_payload(out);
}

/* Into the node set aside, or (NULL) a new one: false when there is no memory for it. */
static bool say(struct miniport *mp, struct outq_node *node, uint32_t code,
                const struct extsta_payload *payload)
{
    size_t len = extsta_payload_write(payload, NULL, 0);
    uint8_t *p = node ? push_reserved(mp, node, code, len) : mp_indicate(mp, code, len);
    return p && extsta_payload_write(payload, p, len) == len;
}

/* AdhocBSSID and AdhocSSID: zero in infrastructure (CNX-06, ROM-05). */
static void name_adhoc(struct extsta_payload *p, const struct indicate_adhoc *adhoc)
{
    if (adhoc) {
        p->operation_start.adhoc_bssid = adhoc->bssid;
        p->operation_start.adhoc_ssid.len = adhoc->ssid.len;
        memcpy(p->operation_start.adhoc_ssid.bytes, adhoc->ssid.ssid, sizeof adhoc->ssid.ssid);
    }
}

bool indicate_connection_start(struct miniport *mp, struct outq_node *node,
                               const struct indicate_adhoc *adhoc)
{
    struct extsta_payload p = {.form = EXTSTA_FORM_CONNECTION_START,
                               .operation_start.bss_type = adhoc
                                                               ? dot11_BSS_type_independent
                                                               : dot11_BSS_type_infrastructure};
    name_adhoc(&p, adhoc);
    return say(mp, node, NDIS_STATUS_DOT11_CONNECTION_START, &p);
}

bool indicate_roaming_start(struct miniport *mp, uint32_t reason,
                            const struct indicate_adhoc *adhoc)
{
    struct extsta_payload p = {.form = EXTSTA_FORM_ROAMING_START,
                               .operation_start.reason = reason};
    name_adhoc(&p, adhoc);
    return say(mp, NULL, NDIS_STATUS_DOT11_ROAMING_START, &p);
}

bool indicate_association_start(struct miniport *mp, struct extsta_mac peer,
                                const struct mp_ssid *ssid)
{
    struct extsta_payload p = {.form = EXTSTA_FORM_ASSOCIATION_START, /* no IHV data (ROL-17) */
                               .association_start = {.peer = peer, .ssid.len = ssid->len}};
    memcpy(p.association_start.ssid.bytes, ssid->ssid, sizeof ssid->ssid);
    return say(mp, NULL, NDIS_STATUS_DOT11_ASSOCIATION_START, &p);
}

void indicate_connection_completion(struct miniport *mp, struct outq_node *node,
                                    uint32_t status)
{
    say(mp, node, NDIS_STATUS_DOT11_CONNECTION_COMPLETION,
        PAYLOAD(CONNECTION_COMPLETION, .number = status));
}

void indicate_roaming_completion(struct miniport *mp, struct outq_node *node, uint32_t status)
{
    say(mp, node, NDIS_STATUS_DOT11_ROAMING_COMPLETION,
        PAYLOAD(ROAMING_COMPLETION, .number = status));
}

void indicate_scan_confirm(struct miniport *mp, struct outq_node *node, uint32_t status)
{
    /* SCN-05: the status alone */
    say(mp, node, NDIS_STATUS_DOT11_SCAN_CONFIRM, PAYLOAD(NUMBER, .number = status));
}

/* --- ASSOCIATION_COMPLETION --- */

/* On failure what describes an association is zero (ASC-17 ... ASC-23, ASC-28). */
static struct extsta_payload completion_of(const struct indicate_association *a)
{
    bool ok = a->status == DOT11_ASSOC_STATUS_SUCCESS;
    struct extsta_payload p = {.form = EXTSTA_FORM_ASSOCIATION_COMPLETION};
    struct extsta_association_completion *c = &p.association_completion;
    c->peer = a->peer;
    c->status = a->status;
    c->reassoc_request = a->reassoc_request;
    c->reassoc_response = a->reassoc_response;
    c->request.bytes = a->request;
    c->response.bytes = a->response;
    c->beacon.bytes.len = a->beacon_fixed.len + a->beacon_elements.len;
    c->comeback = a->comeback;
    if (ok) {
        c->auth = a->auth;
        c->unicast = a->unicast;
        c->multicast = a->multicast;
        c->active_phys.bytes.len = INDICATE_PHY_LEN;
        c->port_authorized = a->port_authorized;
        c->qos = a->qos;
        c->ds_info = a->ds_info;
        c->multicast_mgmt = a->multicast_mgmt;
    }
    return p;
}

static size_t completion_len(const struct indicate_association *a)
{
    size_t phys = a->status == DOT11_ASSOC_STATUS_SUCCESS ? INDICATE_PHY_LEN : 0;
    return extsta_form_size(EXTSTA_FORM_ASSOCIATION_COMPLETION) + phys + a->request.len +
           a->response.len + a->beacon_fixed.len + a->beacon_elements.len;
}

/* The PHY list is the first of the trailing data, the beacon, in two pieces, the last. */
static void write_completion(uint8_t *out, size_t len, const struct indicate_association *a)
{
    struct extsta_payload p = completion_of(a);
    uint8_t phy[INDICATE_PHY_LEN];
    extsta_payload_write(PAYLOAD(NUMBER, .number = a->phy), phy, sizeof phy);
    if (a->status == DOT11_ASSOC_STATUS_SUCCESS) {
        p.association_completion.active_phys.bytes = span(phy, sizeof phy);
    }
    extsta_payload_write(&p, out, len);
    size_t beacon = p.association_completion.beacon.bytes.len;
    struct writer w = writer_of(out + len - beacon, beacon);
    writer_span(&w, a->beacon_fixed);
    writer_span(&w, a->beacon_elements);
}

/* The node was set aside before the frames were known. What is left out is what the OS can do
 * without: it gets the outcome in any case. */
void indicate_association_completion(struct miniport *mp, struct outq_node *node, size_t room,
                                     const struct indicate_association *a)
{
    struct indicate_association fit = *a;
    size_t len = completion_len(&fit);
    struct outq_node *larger = len > room ? indicate_reserve(mp, len) : NULL;
    if (larger) {
        outq_unreserve(mp->out, node);
        node = larger;
        room = len;
    }
    if (len > room) {
        fit.response = span(NULL, 0);
        len = completion_len(&fit);
    }
    if (len > room) {
        fit.beacon_fixed = fit.beacon_elements = span(NULL, 0);
        len = completion_len(&fit);
    }
    if (len > room) {
        fit.request = span(NULL, 0);
        len = completion_len(&fit);
    }
    write_completion(push_reserved(mp, node, NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION, len),
                     len, &fit);
}

/* --- single ones --- */

bool indicate_disassociation(struct miniport *mp, struct outq_node *node,
                             struct extsta_mac peer, uint32_t reason)
{
    return say(mp, node, NDIS_STATUS_DOT11_DISASSOCIATION,
               PAYLOAD(DISASSOCIATION, .disassociation = {.peer = peer, .reason = reason}));
}

bool indicate_link_quality(struct miniport *mp, struct extsta_mac peer, uint8_t quality)
{
    uint8_t entry[7]; /* address and quality */
    extsta_payload_write(PAYLOAD(LINK_QUALITY_ENTRY, .quality = {peer, quality}), entry,
                         sizeof entry);
    return say(mp, NULL, NDIS_STATUS_DOT11_LINK_QUALITY,
               PAYLOAD(LINK_QUALITY, .list.entries.bytes = span(entry, sizeof entry)));
}

/* PMK-04: the most preferred first, with the AP's preauthentication bit. */
bool indicate_pmkid_candidates(struct miniport *mp, const struct indicate_candidate *candidates,
                               size_t count)
{
    uint8_t entries[12 * MP_MAX_PMKIDS]; /* address (6), padding, flags (4) */
    struct writer w = writer_of(entries, sizeof entries);
    for (size_t i = 0; i < count; i++) {
        payload_write(&w, PAYLOAD(BSSID_CANDIDATE,
                                  .candidate = {candidates[i].bssid,
                                                candidates[i].preauth
                                                    ? DOT11_PMKID_CANDIDATE_PREAUTH_ENABLED
                                                    : 0}));
    }
    return say(mp, NULL, NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST,
               PAYLOAD(PMKID_CANDIDATES, .list.entries.bytes = writer_span_of(&w)));
}

/* PWR-04; lost without memory: the state can be asked for. */
void indicate_phy_state(struct miniport *mp, uint32_t phy_id, bool hardware, bool software)
{
    say(mp, NULL, NDIS_STATUS_DOT11_PHY_STATE_CHANGED,
        PAYLOAD(PHY_STATE, .phy_state = {phy_id, hardware, software}));
}

/* CIP-09: a default key with its index; a key-mapping key with index 0. */
void indicate_tkip_mic_failure(struct miniport *mp, bool default_key, uint32_t key_index,
                               struct extsta_mac peer)
{
    say(mp, NULL, NDIS_STATUS_DOT11_TKIPMIC_FAILURE,
        PAYLOAD(TKIP_MIC_FAILURE, .mic_failure = {default_key, key_index, peer}));
}
