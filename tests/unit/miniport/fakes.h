/* The MLME, the data path, the keys and the BSS cache as the OID side sees them: they
 * record what was asked of them, and in which state. */
#ifndef TESTS_UNIT_MINIPORT_FAKES_H
#define TESTS_UNIT_MINIPORT_FAKES_H

#include "../testing.h"
#include "base/mac.h"
#include "miniport/miniport.h"
#include "miniport/mlme/pmksa.h"
#include "miniport/mlme/indicate.h"
#include <stdio.h>

static struct {
    char log[2048]; /* "name@state " for each call */
    struct bss_entry bss;
    bool excluded_seen; /* list already set when the MLME was told */
    struct extsta_span scan, port_key, key;
    struct extsta_mac port_peer;
    bool port_open;
    struct extsta_roam_policy roam_policy;
    uint8_t port_key_bytes[32];
    uint8_t country[3];
    size_t bss_bytes; /* of BSS entries in the list */
    uint32_t flush_status;
    struct {
        uint32_t phy;
        bool hardware, software;
    } phy_states[16];
    size_t phy_state_count;
    struct extsta_mac address_at_reset; /* in use while the MLME left the BSS */
    uint32_t threshold_at_call, power_saving_at_call;
} fake;

static void fake_log(const struct miniport *mp, const char *name)
{
    size_t n = strlen(fake.log);
    snprintf(fake.log + n, sizeof fake.log - n, "%s@%s ", name,
             mp->state == MP_OP ? "op" : "init");
}

/* The row of a peer that is associated, and the AP. */
static inline struct mp_peer *fake_associate(struct miniport *mp, struct extsta_mac address)
{
    struct mp_peer *peer = peers_take(mp, address);
    assert_non_null(peer);
    peer->state = ASSOC_ASSOCIATED;
    mp->link.ap = peer;
    return peer;
}
static inline void fake_leave(struct miniport *mp)
{
    if (mp->link.ap) {
        mp->link.ap->state = ASSOC_NONE;
        assert_true(peers_settle(mp, mp->link.ap));
        mp->link.ap = NULL;
    }
}

uint32_t mlme_connect(struct miniport *mp, extsta_time now, uint32_t request_id)
{
    fake_log(mp, "connect");
    mp_enter(mp, MP_OP);
    mp->mlme.connection = CONNECTION_CONNECTING;
    return NDIS_STATUS_SUCCESS;
}
uint32_t mlme_disconnect(struct miniport *mp, extsta_time now, uint32_t request_id)
{
    fake_log(mp, "disconnect");
    mp->mlme.connection = CONNECTION_NONE;
    mp_enter(mp, MP_INIT);
    return NDIS_STATUS_SUCCESS;
}
uint32_t mlme_scan(struct miniport *mp, extsta_time now, struct extsta_span request)
{
    fake_log(mp, "scan");
    fake.scan = request;
    return NDIS_STATUS_SUCCESS;
}
bool mlme_reset_prepare(struct miniport *mp)
{
    return mp != NULL;
}
void mlme_reset(struct miniport *mp, extsta_time now)
{
    fake_log(mp, "mlme-reset");
    fake.address_at_reset = mp->address;
    fake_leave(mp);
    mp->mlme.connection = CONNECTION_NONE;
}
void mlme_reset_ex(struct miniport *mp, extsta_time now)
{
    fake_log(mp, "mlme-reset-ex");
}
void mlme_halt(struct miniport *mp, extsta_time now)
{
    fake_log(mp, power_desired_on(mp) ? "halt-radio-on" : "halt-radio-off");
}
void mlme_destroy(struct miniport *mp)
{
    fake_leave(mp);
}
void mlme_radio_off(struct miniport *mp, extsta_time now)
{
    fake_log(mp, "radio-off");
}
void mlme_resumed(struct miniport *mp, extsta_time now)
{
    fake_log(mp, "resumed");
}
void mlme_radio_on(struct miniport *mp, extsta_time now)
{
    fake_log(mp, "radio-on");
}
void mlme_excluded_changed(struct miniport *mp, extsta_time now)
{
    fake_log(mp, "excluded");
    fake.excluded_seen = mp->excluded != NULL;
}
void mlme_threshold_changed(struct miniport *mp, extsta_time now)
{
    fake_log(mp, "threshold");
    fake.threshold_at_call = mp->mib->unreachable_ms;
}
void mlme_power_saving(struct miniport *mp, extsta_time now)
{
    fake_log(mp, "power-saving");
    fake.power_saving_at_call = mp->mib->power_saving;
}
void mlme_media_streaming(struct miniport *mp, extsta_time now)
{
}

void mlme_port_state(struct miniport *mp, extsta_time now, struct extsta_mac peer, bool open)
{
    fake_log(mp, "port-state");
    fake.port_peer = peer;
    fake.port_open = open;
}
uint32_t mlme_set_port_key(struct miniport *mp, struct extsta_span pmk)
{
    fake_log(mp, pmk.len ? "port-key" : "port-key-off");
    if (pmk.len) {
        memcpy(fake.port_key_bytes, pmk.data, pmk.len);
    }
    return NDIS_STATUS_SUCCESS;
}
uint32_t mlme_set_port_auth(struct miniport *mp)
{
    fake_log(mp, "port-auth");
    return NDIS_STATUS_SUCCESS;
}
uint32_t mlme_set_sae(struct miniport *mp, const struct sae_request *request)
{
    fake_log(mp, request ? "sae" : "sae-off");
    return NDIS_STATUS_SUCCESS;
}
uint32_t mlme_forget_fallback(struct miniport *mp)
{
    fake_log(mp, "forget-fallback");
    return NDIS_STATUS_SUCCESS;
}
void pmksa_retire(struct miniport *mp)
{
    fake_log(mp, "pmksa-retire");
}
const struct mp_pmksa *pmksa_of_association(const struct miniport *mp, struct extsta_mac bssid)
{
    return NULL;
}
uint32_t mlme_reassociate(struct miniport *mp, extsta_time now)
{
    fake_log(mp, "reassociate");
    return NDIS_STATUS_SUCCESS;
}
uint32_t mlme_scan_only(struct miniport *mp, struct extsta_span freqs)
{
    fake_log(mp, freqs.len ? "scan-only" : "scan-all");
    return NDIS_STATUS_SUCCESS;
}
uint32_t mlme_set_channels(struct miniport *mp, struct extsta_span parameters)
{
    fake_log(mp, "channels");
    return NDIS_STATUS_SUCCESS;
}
uint32_t mlme_scan_abort(struct miniport *mp, extsta_time now)
{
    fake_log(mp, "scan-abort");
    return NDIS_STATUS_SUCCESS;
}
uint32_t mlme_btm_query(struct miniport *mp, extsta_time now, uint8_t reason)
{
    (void)mp;
    (void)now;
    (void)reason;
    return NDIS_STATUS_SUCCESS;
}

uint32_t mlme_roam_to(struct miniport *mp, extsta_time now, struct extsta_mac bssid,
                      bool over_ds)
{
    fake_log(mp, over_ds ? "roam-to-ds" : "roam-to");
    return NDIS_STATUS_SUCCESS;
}
uint32_t mlme_neighbor_request(struct miniport *mp, extsta_time now,
                               struct extsta_span subelements)
{
    fake_log(mp, "neighbor-request");
    return NDIS_STATUS_SUCCESS;
}
uint32_t mlme_take_neighbors(struct miniport *mp, struct writer *w)
{
    writer_u8(w, 0);
    return NDIS_STATUS_SUCCESS;
}
uint32_t mlme_set_ft(struct miniport *mp, struct extsta_span parameters)
{
    return parameters.len > 1 && parameters.len < 33 ? NDIS_STATUS_INVALID_LENGTH
                                                     : NDIS_STATUS_SUCCESS;
}

uint32_t mlme_set_roam_policy(struct miniport *mp, const struct extsta_roam_policy *policy)
{
    fake.roam_policy = *policy;
    fake_log(mp, "roam-policy");
    return extsta_roam_policy_check(policy) ? NDIS_STATUS_INVALID_DATA : NDIS_STATUS_SUCCESS;
}
void mlme_expire(struct miniport *mp, extsta_time now)
{
    fake_log(mp, "mlme-expire");
    mp_timer_stop(mp, MP_TIMER_ANSWER);
}
void mlme_tx_started(struct miniport *mp, extsta_time now, uint32_t cookie)
{
}
extsta_time mlme_medium_since(const struct miniport *mp)
{
    return EXTSTA_NEVER;
}
void mlme_medium(struct miniport *mp, extsta_time now, extsta_time since, extsta_time busy)
{
}

bool mlme_is_associated(const struct miniport *mp)
{
    return mp->link.ap != NULL;
}
bool mlme_is_joined(const struct miniport *mp)
{
    return mp->link.ap != NULL;
}
bool mlme_has_home(const struct miniport *mp)
{
    return mp->link.ap != NULL;
}
const struct bss_entry *mlme_bss(const struct miniport *mp)
{
    return fake.bss.info ? &fake.bss : NULL;
}

void bss_flush(struct miniport *mp)
{
    fake_log(mp, "bss-flush");
    fake.bss_bytes = 0;
}
size_t bss_list_write(struct miniport *mp, extsta_time now, const uint8_t country[3],
                      struct writer *w)
{
    memcpy(fake.country, country, 3);
    writer_u8(w, 0x80);
    writer_u8(w, 1);
    writer_le16(w, 16);
    writer_le32(w, (uint32_t)fake.bss_bytes);
    writer_le32(w, (uint32_t)fake.bss_bytes);
    writer_zero(w, fake.bss_bytes);
    return 12 + fake.bss_bytes;
}

uint32_t keys_set_default(struct miniport *mp, struct extsta_span value)
{
    fake_log(mp, "default-key");
    fake.key = value;
    return NDIS_STATUS_SUCCESS;
}
uint32_t keys_set_mapping(struct miniport *mp, struct extsta_span byte_array)
{
    fake_log(mp, "mapping-key");
    fake.key = byte_array;
    return NDIS_STATUS_SUCCESS;
}
uint32_t keys_set_pairwise_id(struct miniport *mp, struct extsta_span parameters)
{
    return NDIS_STATUS_SUCCESS;
}

uint32_t keys_set_beacon(struct miniport *mp, struct extsta_span parameters)
{
    fake_log(mp, "beacon-key");
    return NDIS_STATUS_SUCCESS;
}
void keys_clear_all(struct miniport *mp)
{
    fake_log(mp, "keys-clear");
}

void datapath_rx(struct miniport *mp, extsta_time now, const struct extsta_rx_frame *frames,
                 size_t count)
{
    fake_log(mp, "rx");
}
void datapath_send(struct miniport *mp, extsta_time now, const struct extsta_packet *packets,
                   struct pbuf *const *buffers, size_t count)
{
    fake_log(mp, "send");
}
void datapath_returned(struct miniport *mp, extsta_time now, uint32_t packet_id)
{
    fake_log(mp, "returned");
    mp->data.handed_up--;
    mp_reset_packet_returned(mp, now);
}
void datapath_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool acked,
                        uint8_t tries)
{
    fake_log(mp, "tx-status");
}
void datapath_expire(struct miniport *mp, extsta_time now)
{
    fake_log(mp, "datapath-expire");
}
void datapath_flush(struct miniport *mp, uint32_t status)
{
    fake_log(mp, "tx-flush");
    fake.flush_status = status;
}
void datapath_reorder_forget(struct miniport *mp, struct mp_peer *peer)
{
    (void)mp;
    (void)peer;
}
void datapath_forget(struct miniport *mp, const struct mp_peer *peer)
{
    fake_log(mp, "rx-forget");
}
void datapath_destroy(struct miniport *mp)
{
}

void indicate_phy_state(struct miniport *mp, uint32_t phy_id, bool hardware, bool software)
{
    fake_log(mp, "phy-state");
    assert_true(fake.phy_state_count < 16);
    fake.phy_states[fake.phy_state_count].phy = phy_id;
    fake.phy_states[fake.phy_state_count].hardware = hardware;
    fake.phy_states[fake.phy_state_count].software = software;
    fake.phy_state_count++;
}

#endif
