/* The private channel (extsta/private_oid.h): what a host can ask of this driver beyond Native
 * 802.11. What is done is the MLME's (mlme/mlme.h); here its parameters are turned into values,
 * and cleared. */
#include "base/wipe.h"
#include "boundary/private_command.h"
#include "miniport/mlme/pmksa.h"
#include "miniport/oid/oid.h"
#include "miniport/sae_wishes.h"
#include <extsta/private_oid.h>
#include <extsta/profile.h>

#define ANSWER_MAX 2400u /* octets of keys, or of a frame */

static uint32_t set_roam_policy(struct oid_call *c, struct extsta_span parameters)
{
    struct extsta_roam_policy policy;
    uint32_t status = private_roam_policy_read(parameters, &policy);
    return status != NDIS_STATUS_SUCCESS ? status
           : parameters.len == 0         ? mlme_set_roam_policy(c->mp, &extsta_roam_default)
                                         : mlme_set_roam_policy(c->mp, &policy);
}

static uint32_t set_port_key(struct oid_call *c, struct extsta_span parameters)
{
    if (parameters.len == EXTSTA_PRIVATE_PORT_OWN_LEN) {
        return get_le32(parameters.data) == 1 ? mlme_set_port_auth(c->mp)
                                              : NDIS_STATUS_INVALID_DATA;
    }
    return parameters.len == 0 || parameters.len == EXTSTA_PRIVATE_PMK_LEN
               ? mlme_set_port_key(c->mp, parameters)
               : NDIS_STATUS_INVALID_LENGTH;
}

static uint32_t set_sae(struct oid_call *c, struct extsta_span parameters)
{
    struct sae_request request;
    if (c->mp->state != MP_INIT) {
        return NDIS_STATUS_INVALID_STATE;
    }
    if (parameters.len == 0) {
        return mlme_set_sae(c->mp, NULL);
    }
    return sae_request_read(parameters, &request) ? mlme_set_sae(c->mp, &request)
                                                  : (uint32_t)NDIS_STATUS_INVALID_LENGTH;
}

/* One octet that the MIB keeps, and that changes in INIT alone. `valid`: whether it is a value
 * that is known. *mib: where it goes, with SUCCESS. */
static uint32_t edit_by_octet(struct oid_call *c, struct extsta_span parameters,
                              bool (*valid)(uint8_t value), struct mp_mib **mib)
{
    if (parameters.len != 1) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (!valid(parameters.data[0])) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (c->mp->state != MP_INIT) {
        return NDIS_STATUS_INVALID_STATE;
    }
    *mib = mib_edit(c->mp);
    return *mib ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES;
}

static bool is_pmf(uint8_t value)
{
    return value <= EXTSTA_PMF_OFF;
}

static uint32_t set_pmf(struct oid_call *c, struct extsta_span parameters)
{
    struct mp_mib *mib;
    uint32_t status = edit_by_octet(c, parameters, is_pmf, &mib);
    if (status == NDIS_STATUS_SUCCESS) {
        mib->pmf = parameters.data[0];
    }
    return status;
}

static bool is_handshake(uint8_t value)
{
    return (value & ~(EXTSTA_PRIVATE_OCV | EXTSTA_PRIVATE_EXT_KEY_ID)) == 0;
}

static uint32_t set_handshake(struct oid_call *c, struct extsta_span parameters)
{
    struct mp_mib *mib;
    uint32_t status = edit_by_octet(c, parameters, is_handshake, &mib);
    if (status == NDIS_STATUS_SUCCESS) {
        mib->handshake = parameters.data[0];
    }
    return status;
}

/* Its answer stands in the buffer; *answer: its length. */
static uint32_t get_pmk(struct oid_call *c, struct extsta_span parameters, size_t *answer)
{
    if (parameters.len != 6) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    const struct mp_pmksa *pmksa = pmksa_of_association(c->mp, mac_at(parameters.data));
    if (!pmksa) {
        return NDIS_STATUS_INVALID_STATE;
    }
    return private_pmk_answer(c->oid, c->room, pmksa->akm, pmksa->pmkid,
                              span(pmksa->pmk, pmksa->pmk_len), answer);
}

/* Its answer stands in the buffer, as that of get_pmk; `tell` writes what is behind magic and
 * subcommand. */
static uint32_t answer_by(struct oid_call *c, uint32_t command,
                          uint32_t (*tell)(struct miniport *mp, struct writer *w),
                          size_t *answer)
{
    size_t head = extsta_form_least(EXTSTA_FORM_NIC_SPECIFIC);
    uint8_t octets[ANSWER_MAX];
    if (c->room < head + 12) {
        c->oid->bytes_needed = (uint32_t)head + 12;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    struct writer w =
        writer_of(octets, c->room - head < sizeof octets ? c->room - head : sizeof octets);
    writer_le32(&w, EXTSTA_PRIVATE_MAGIC);
    writer_le32(&w, command);
    uint32_t status = tell(c->mp, &w);
    if (status == NDIS_STATUS_SUCCESS) {
        struct writer out = writer_of(c->oid->buffer, c->room);
        payload_write_list(&out, EXTSTA_FORM_NIC_SPECIFIC, (uint32_t)writer_len(&w),
                           writer_span_of(&w));
        *answer = writer_len(&out);
    }
    return status;
}

static uint32_t tell_keys(struct miniport *mp, struct writer *w)
{
    miniport_list_keys(mp, w);
    return NDIS_STATUS_SUCCESS;
}

static uint32_t roam_to(struct oid_call *c, struct extsta_span parameters)
{
    if (parameters.len != 6 && parameters.len != 7) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint8_t flags = parameters.len == 7 ? parameters.data[6] : 0;
    return (flags & ~EXTSTA_PRIVATE_ROAM_OVER_DS) != 0
               ? (uint32_t)NDIS_STATUS_INVALID_DATA
               : mlme_roam_to(c->mp, c->now, mac_at(parameters.data), flags != 0);
}

/* *answer: octets that stand in the buffer already; 0: none. */
static uint32_t private_command(struct oid_call *c, uint32_t command,
                                struct extsta_span parameters, size_t *answer)
{
    switch (command) {
    case EXTSTA_PRIVATE_SET_PORT_KEY:
        return set_port_key(c, parameters);
    case EXTSTA_PRIVATE_SET_SAE:
        return set_sae(c, parameters);
    case EXTSTA_PRIVATE_GET_PMK:
        return get_pmk(c, parameters, answer);
    case EXTSTA_PRIVATE_FORGET_PMKS:
        pmksa_retire(c->mp);
        return NDIS_STATUS_SUCCESS;
    case EXTSTA_PRIVATE_FORGET_FALLBACK:
        return mlme_forget_fallback(c->mp);
    case EXTSTA_PRIVATE_REASSOCIATE:
        return mlme_reassociate(c->mp, c->now);
    case EXTSTA_PRIVATE_SET_ROAM_POLICY:
        return set_roam_policy(c, parameters);
    case EXTSTA_PRIVATE_SET_FT:
        return mlme_set_ft(c->mp, parameters);
    case EXTSTA_PRIVATE_ROAM_TO:
        return roam_to(c, parameters);
    case EXTSTA_PRIVATE_SET_PMF:
        return set_pmf(c, parameters);
    case EXTSTA_PRIVATE_SET_HANDSHAKE:
        return set_handshake(c, parameters);
    case EXTSTA_PRIVATE_SET_PAIRWISE_ID:
        return keys_set_pairwise_id(c->mp, parameters);
    case EXTSTA_PRIVATE_SET_BEACON_KEY:
        return keys_set_beacon(c->mp, parameters);
    case EXTSTA_PRIVATE_SET_CHANNELS:
        return mlme_set_channels(c->mp, parameters);
    case EXTSTA_PRIVATE_SCAN_ONLY:
        return mlme_scan_only(c->mp, parameters);
    case EXTSTA_PRIVATE_GET_KEYS:
        return answer_by(c, command, tell_keys, answer);
    case EXTSTA_PRIVATE_SCAN_ABORT:
        return mlme_scan_abort(c->mp, c->now);
    case EXTSTA_PRIVATE_BTM_QUERY:
        return parameters.len == 1 ? mlme_btm_query(c->mp, c->now, parameters.data[0])
                                   : NDIS_STATUS_INVALID_LENGTH;
    case EXTSTA_PRIVATE_NEIGHBOR_REQUEST:
        return mlme_neighbor_request(c->mp, c->now, parameters);
    case EXTSTA_PRIVATE_GET_NEIGHBORS:
        return answer_by(c, command, mlme_take_neighbors, answer);
    default: /* not an enum: any number can come */
        return NDIS_STATUS_NOT_SUPPORTED;
    }
}

/* NOT_SUPPORTED: the magic is another driver's, or the command unknown. The room for the answer
 * is checked first, so that nothing is done that cannot be answered. */
uint32_t oid_method_private(struct oid_call *c)
{
    const struct extsta_part *body = &c->value.list.entries;
    struct extsta_payload p;
    if (body->cut) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (!extsta_payload_read(EXTSTA_FORM_PRIVATE, body->bytes, &p) ||
        p.command.magic != EXTSTA_PRIVATE_MAGIC) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    size_t head = extsta_form_least(EXTSTA_FORM_NIC_SPECIFIC);
    if (c->room < head) {
        c->oid->bytes_needed = (uint32_t)head;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    size_t asked = head + body->bytes.len, answer = 0;
    uint32_t status =
        private_command(c, p.command.command, p.command.parameters.bytes, &answer);
    size_t from = answer > head ? answer : head;
    if (asked > from) { /* key material that came is not given back */
        wipe(c->oid->buffer + from, asked - from);
    }
    if (answer > 0) {
        c->oid->bytes_read = c->oid->in_len;
        c->oid->bytes_written = (uint32_t)answer;
    } else if (status == NDIS_STATUS_SUCCESS) {
        c->oid->bytes_read = c->oid->in_len;
        status = oid_reply(c, PAYLOAD(NIC_SPECIFIC, .list.total = 0));
    }
    return status;
}
