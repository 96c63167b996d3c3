/* RESET_REQUEST (contract RST-01 ... RST-22) and MiniportResetEx (STA-12).
 *
 * A reset may have to wait for the OS to return packets (RST-09). It is done at once all the
 * same: only its completion waits, set aside, and until then the dispatcher (oid/oid.c) refuses
 * sets and methods, the data path packets and frames. */
#include "base/mac.h"
#include "boundary/payload.h"
#include "miniport/miniport.h"

/* What becomes of the MIB: the defaults, or what every reset clears (RST-15, RST-18). */
static void reset_mib(struct mp_mib *mib, const struct extsta_radio_caps *radio,
                      bool default_mib)
{
    if (default_mib) {
        mib_defaults(mib, radio);
        return;
    }
    mib->exemption_count = 0;
    memset(mib->exemptions, 0, sizeof mib->exemptions);
    mib->join_only = false;
    mib->ibss_ies_len = 0;
    memset(mib->ibss_ies, 0, sizeof mib->ibss_ies);
}

/* What every reset discards, whatever bSetDefaultMIB says. */
static void discard(struct miniport *mp, bool default_mib)
{
    keys_clear_all(mp);      /* RST-13: all keys go */
    mib_pmkids_clear(mp);    /* RST-14: the PMKID cache goes */
    stats_clear(mp);         /* RST-16: statistics begin at zero */
    bss_flush(mp);           /* RST-17: the BSS cache goes */
    mib_multicast_clear(mp); /* RST-18: the multicast list goes */
    mp->media_streaming = false;
    datapath_forget(mp, NULL); /* RST-09: what was not handed up yet */
    if (default_mib) {
        mib_excluded_clear(mp);
    }
}

#define CONFIRM_LEN 8u

/* RST-21: the status-indication pair. */
static void confirm(uint8_t out[CONFIRM_LEN], uint32_t status)
{
    extsta_payload_write(
        PAYLOAD(STATUS_INDICATION, .confirm = {DOT11_STATUS_RESET_CONFIRM, status}), out,
        CONFIRM_LEN);
}

/* A valid request. What needs memory comes first, so that a failure changes nothing; the
 * order of the rest is that of RST-19. */
static uint32_t reset(struct miniport *mp, extsta_time now, struct extsta_mac address,
                      bool default_mib)
{
    struct mp_mib *mib = mib_edit(mp);
    struct outq_node *node = outq_reserve(mp->out, CONFIRM_LEN);
    if (!mib || !node || !mlme_reset_prepare(mp)) {
        if (node) {
            outq_unreserve(mp->out, node);
        }
        return NDIS_STATUS_RESOURCES;
    }
    /* RST-08: what waits is completed first, and not with what the MLME would say of it */
    datapath_flush(mp, NDIS_STATUS_RESET_IN_PROGRESS);
    mlme_reset(mp, now); /* RST-06, RST-07, RST-11; made in OP (ROL-10) */
    mp_enter(mp, MP_INIT);
    discard(mp, default_mib);
    reset_mib(mib, mp->radio, default_mib);
    mp->address = address; /* RST-04; the frames of the old BSS had the old one */
    if (mp->data.handed_up == 0) {
        outq_unreserve(mp->out, node);
        return NDIS_STATUS_SUCCESS;
    }
    mp->reset_pending = true; /* RST-09: it ends when all packets are back */
    mp->reset_completion = node;
    return NDIS_STATUS_PENDING;
}

uint32_t mp_reset(struct miniport *mp, extsta_time now, struct extsta_oid *oid)
{
    if (oid->out_cap < CONFIRM_LEN) { /* RST-02: whatever the type */
        oid->bytes_needed = CONFIRM_LEN;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    struct extsta_payload p;
    const uint32_t size = (uint32_t)extsta_form_size(EXTSTA_FORM_RESET_REQUEST);
    if (!extsta_payload_read(EXTSTA_FORM_RESET_REQUEST, span(oid->buffer, oid->in_len), &p)) {
        oid->bytes_needed = size;
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (p.reset.type != dot11_reset_type_phy_and_mac) {
        return NDIS_STATUS_FAILURE; /* RST-01: only MAC and PHY together */
    }
    if (mac_is_group(p.reset.address) || mac_is_zero(p.reset.address)) {
        return NDIS_STATUS_INVALID_DATA; /* a value that is nowhere given */
    }
    uint32_t status = reset(mp, now, p.reset.address, p.reset.default_mib);
    if (status == NDIS_STATUS_PENDING) {
        mp->reset_request_id = oid->request_id;
    } else if (status == NDIS_STATUS_SUCCESS) {
        oid->bytes_read = size < oid->in_len ? size : oid->in_len; /* all of it */
        confirm(oid->buffer, status);
        oid->bytes_written = CONFIRM_LEN;
    }
    return status;
}

/* Completes the request that was answered with PENDING, exactly once (ROL-16). */
static void complete(struct miniport *mp, uint32_t status)
{
    struct outq_node *node = mp->reset_completion;
    uint8_t result[CONFIRM_LEN];
    confirm(result, status);
    mp->reset_pending = false;
    mp->reset_completion = NULL;
    struct extsta_crossing *c =
        mp_oid_complete_reserved(mp, node, mp->reset_request_id, OID_DOT11_RESET_REQUEST,
                                 status, span(result, sizeof result));
    c->kind = EXTSTA_OID_METHOD;
    c->bytes_read = (uint32_t)extsta_form_size(EXTSTA_FORM_RESET_REQUEST);
}

void mp_reset_packet_returned(struct miniport *mp, extsta_time now)
{
    if (mp->reset_pending && mp->data.handed_up == 0) {
        complete(mp, NDIS_STATUS_SUCCESS);
    }
}

void mp_reset_abort(struct miniport *mp)
{
    if (mp->reset_pending) {
        complete(mp, NDIS_STATUS_REQUEST_ABORTED);
    }
}

void mp_reset_ex(struct miniport *mp, extsta_time now)
{
    mlme_reset_ex(mp, now);
    datapath_forget(mp, NULL);
    mp->media_streaming = false; /* streaming ends with a reset */
}
