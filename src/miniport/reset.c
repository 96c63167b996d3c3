/* RESET_REQUEST (contract RST-01 ... RST-22) and MiniportResetEx (STA-12). */
#include "base/mac.h"
#include "miniport/miniport.h"

struct reset_request {
    uint32_t type;
    struct extsta_mac address;
    bool default_mib;
};

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
    keys_clear_all(mp);      /* RST-13 */
    mib_pmkids_clear(mp);    /* RST-14 */
    stats_clear(mp);         /* RST-16 */
    bss_flush(mp);           /* RST-17 */
    mib_multicast_clear(mp); /* RST-18 */
    mp->media_streaming = false;
    datapath_forget(mp); /* RST-09: what was not handed up yet */
    if (default_mib) {
        mib_excluded_clear(mp);
    }
}

/* RST-21: the status-indication pair. */
static void confirm(uint8_t out[sizeof(DOT11_STATUS_INDICATION)], uint32_t status)
{
    put_le32(out, DOT11_STATUS_RESET_CONFIRM);
    put_le32(out + 4, status);
}

/* A valid request. What needs memory comes first, so that a failure changes nothing; the
 * order of the rest is that of RST-19. */
static uint32_t reset(struct miniport *mp, extsta_time now, const struct reset_request *request)
{
    struct mp_mib *mib = mib_edit(mp);
    struct outq_node *node = outq_reserve(mp->out, sizeof(DOT11_STATUS_INDICATION));
    if (!mib || !node || !mlme_reset_prepare(mp)) {
        if (node) {
            outq_unreserve(mp->out, node);
        }
        return NDIS_STATUS_RESOURCES;
    }
    datapath_flush(mp, NDIS_STATUS_RESET_IN_PROGRESS); /* RST-08 */
    mlme_reset(mp, now); /* RST-06, RST-07, RST-11; made in OP (ROL-10) */
    mp_enter(mp, MP_INIT);
    discard(mp, request->default_mib);
    reset_mib(mib, mp->radio, request->default_mib);
    mp->address = request->address; /* RST-04; the frames of the old BSS had the old one */
    if (mp->data.handed_up == 0) {
        outq_unreserve(mp->out, node);
        return NDIS_STATUS_SUCCESS;
    }
    mp->reset_pending = true; /* RST-09 */
    mp->reset_completion = node;
    return NDIS_STATUS_PENDING;
}

uint32_t mp_reset(struct miniport *mp, extsta_time now, struct extsta_oid *oid)
{
    if (oid->out_cap < sizeof(DOT11_STATUS_INDICATION)) { /* RST-02: whatever the type */
        oid->bytes_needed = sizeof(DOT11_STATUS_INDICATION);
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    struct reader r = reader_of(span(oid->buffer, oid->in_len));
    struct reset_request request;
    request.type = reader_le32(&r);
    request.address = reader_mac(&r);
    request.default_mib = reader_u8(&r) != 0;
    if (r.failed) {
        oid->bytes_needed = sizeof(DOT11_RESET_REQUEST);
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (request.type != dot11_reset_type_phy_and_mac) {
        return NDIS_STATUS_FAILURE; /* RST-01 */
    }
    if (mac_is_group(request.address) || mac_is_zero(request.address)) {
        return NDIS_STATUS_INVALID_DATA; /* */
    }
    uint32_t status = reset(mp, now, &request);
    if (status == NDIS_STATUS_PENDING) {
        mp->reset_request_id = oid->request_id;
    } else if (status == NDIS_STATUS_SUCCESS) {
        oid->bytes_read = sizeof(DOT11_RESET_REQUEST); /* */
        confirm(oid->buffer, status);
        oid->bytes_written = sizeof(DOT11_STATUS_INDICATION);
    }
    return status;
}

/* Completes the request that was answered with PENDING, exactly once (ROL-16). */
static void complete(struct miniport *mp, uint32_t status)
{
    struct outq_node *node = mp->reset_completion;
    uint8_t result[sizeof(DOT11_STATUS_INDICATION)];
    confirm(result, status);
    mp->reset_pending = false;
    mp->reset_completion = NULL;
    struct extsta_crossing *c =
        mp_oid_complete_reserved(mp, node, mp->reset_request_id, OID_DOT11_RESET_REQUEST,
                                 status, span(result, sizeof result));
    c->kind = EXTSTA_OID_METHOD;
    c->bytes_read = sizeof(DOT11_RESET_REQUEST);
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
    datapath_forget(mp);
    mp->media_streaming = false; /* */
}
