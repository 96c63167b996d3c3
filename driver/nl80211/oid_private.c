/* The private channel (extsta/private_oid.h) of this driver: SAE, protection of management
 * frames, PMKs, roaming, fast transitions, channel validation. NOT_SUPPORTED: what is of
 * Extended Key ID, which the OS half then does without. */
#include "base/wipe.h"
#include "boundary/private_command.h"
#include "oid.h"

static uint32_t set_roam_policy(struct nld *d, struct extsta_span parameters)
{
    struct extsta_roam_policy policy;
    uint32_t status = private_roam_policy_read(parameters, &policy);
    if (status == NDIS_STATUS_SUCCESS) {
        d->policy = policy;
    }
    return status;
}

/* The miniport authorizes the port: by its own handshake, or the card's. */
static uint32_t set_port_key(struct nld *d, struct extsta_span parameters)
{
    if (d->op) {
        return NDIS_STATUS_INVALID_STATE;
    }
    wipe(d->port_key, sizeof d->port_key);
    d->port_key_set = d->port_own = false;
    if (parameters.len == 0) {
        return NDIS_STATUS_SUCCESS;
    }
    if (parameters.len != EXTSTA_PRIVATE_PMK_LEN &&
        parameters.len != EXTSTA_PRIVATE_PORT_OWN_LEN) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    d->port_own = true;
    if (parameters.len == EXTSTA_PRIVATE_PORT_OWN_LEN) { /* of PMKs that are made here */
        return get_le32(parameters.data) == 1 ? NDIS_STATUS_SUCCESS : NDIS_STATUS_INVALID_DATA;
    }
    memcpy(d->port_key, parameters.data, sizeof d->port_key);
    d->port_key_set = true;
    return NDIS_STATUS_SUCCESS;
}

/* The wishes before are gone even where these are refused. */
static uint32_t set_sae(struct nld *d, struct extsta_span parameters)
{
    struct sae_request request;
    if (d->op) {
        return NDIS_STATUS_INVALID_STATE;
    }
    sae_wishes_forget(d->ctx, &d->sae);
    if (parameters.len == 0) {
        return NDIS_STATUS_SUCCESS;
    }
    return sae_request_read(parameters, &request) ? sae_wishes_take(d->ctx, &request, &d->sae)
                                                  : (uint32_t)NDIS_STATUS_INVALID_LENGTH;
}

static uint32_t set_pmf(struct nld *d, struct extsta_span parameters)
{
    if (parameters.len != 1) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (parameters.data[0] > EXTSTA_PMF_OFF) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (d->op) {
        return NDIS_STATUS_INVALID_STATE;
    }
    d->mib.pmf = parameters.data[0];
    return NDIS_STATUS_SUCCESS;
}

/* Of these the driver negotiates channel validation alone. */
static uint32_t set_handshake(struct nld *d, struct extsta_span parameters)
{
    if (parameters.len != 1) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (parameters.data[0] & ~(EXTSTA_PRIVATE_OCV | EXTSTA_PRIVATE_EXT_KEY_ID)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (d->op) {
        return NDIS_STATUS_INVALID_STATE;
    }
    d->mib.handshake = parameters.data[0];
    return NDIS_STATUS_SUCCESS;
}

/* Its answer stands in the buffer; *answer: its length. */
static uint32_t get_pmk(struct nld *d, struct extsta_oid *oid, struct extsta_span parameters,
                        size_t *answer)
{
    if (parameters.len != 6) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    const struct nld_pmksa *p = d->link.up && mac_equal(mac_at(parameters.data), d->link.peer)
                                    ? nld_pmksa_find(d, d->link.peer, d->link.negotiated.akm)
                                    : NULL;
    if (!p) {
        return NDIS_STATUS_INVALID_STATE;
    }
    return private_pmk_answer(oid, oid->out_cap, p->akm, p->pmkid, span(p->pmk, p->pmk_len),
                              answer);
}

/* As many as there is room for, and how many there are. */
static uint32_t roam_to(struct nld *d, struct extsta_span parameters)
{
    if (parameters.len != 6 && parameters.len != 7) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint8_t flags = parameters.len == 7 ? parameters.data[6] : 0;
    return (flags & ~EXTSTA_PRIVATE_ROAM_OVER_DS) != 0
               ? (uint32_t)NDIS_STATUS_INVALID_DATA
               : nld_roam_to(d, mac_at(parameters.data), flags != 0);
}

/* Its answer stands in the buffer; *answer: its length. */
static uint32_t get_neighbors(struct nld *d, struct extsta_oid *oid, size_t *answer)
{
    size_t head = extsta_form_least(EXTSTA_FORM_NIC_SPECIFIC);
    uint8_t octets[9 + NLD_REPORT_MAX];
    if (oid->out_cap < head + 9) {
        oid->bytes_needed = (uint32_t)head + 9;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    struct writer w = writer_of(
        octets, oid->out_cap - head < sizeof octets ? oid->out_cap - head : sizeof octets);
    writer_le32(&w, EXTSTA_PRIVATE_MAGIC);
    writer_le32(&w, EXTSTA_PRIVATE_GET_NEIGHBORS);
    nld_take_neighbors(d, &w);
    struct writer out = writer_of(oid->buffer, oid->out_cap);
    payload_write_list(&out, EXTSTA_FORM_NIC_SPECIFIC, (uint32_t)writer_len(&w),
                       writer_span_of(&w));
    *answer = writer_len(&out);
    return NDIS_STATUS_SUCCESS;
}

static uint32_t get_keys(const struct nld *d, struct extsta_oid *oid, size_t *answer)
{
    size_t head = extsta_form_least(EXTSTA_FORM_NIC_SPECIFIC), count = 0;
    uint8_t octets[12 + NLD_KEYS * EXTSTA_PRIVATE_KEY_LEN];
    if (oid->out_cap < head + 12) {
        oid->bytes_needed = (uint32_t)head + 12;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    size_t room = oid->out_cap - head < sizeof octets ? oid->out_cap - head : sizeof octets;
    struct writer w = writer_of(octets, room);
    for (size_t i = 0; i < NLD_KEYS; i++) {
        count += d->keys[i].used;
    }
    writer_le32(&w, EXTSTA_PRIVATE_MAGIC);
    writer_le32(&w, EXTSTA_PRIVATE_GET_KEYS);
    writer_le32(&w, (uint32_t)count);
    for (size_t i = 0; i < NLD_KEYS && writer_len(&w) + EXTSTA_PRIVATE_KEY_LEN <= room; i++) {
        const struct nld_key *k = &d->keys[i];
        bool mapping = !mac_is_zero(k->peer);
        if (k->used) {
            writer_mac(&w, k->peer);
            writer_u8(&w, mapping ? EXTSTA_KEY_MAPPING : EXTSTA_KEY_DEFAULT);
            writer_u8(&w, k->index);
            writer_u8(&w, mapping ? DOT11_DIR_BOTH : 0);
            writer_u8(&w, k->is_static);
            writer_le16(&w, 0);
            writer_le32(&w, k->cipher);
            writer_le64(&w, 0); /* the kernel counts; it is not asked for this */
        }
    }
    struct writer out = writer_of(oid->buffer, oid->out_cap);
    payload_write_list(&out, EXTSTA_FORM_NIC_SPECIFIC, (uint32_t)writer_len(&w),
                       writer_span_of(&w));
    *answer = writer_len(&out);
    return NDIS_STATUS_SUCCESS;
}

static uint32_t command(struct nld *d, struct extsta_oid *oid, uint32_t number,
                        struct extsta_span parameters, size_t *answer)
{
    switch (number) {
    case EXTSTA_PRIVATE_SET_PORT_KEY:
        return set_port_key(d, parameters);
    case EXTSTA_PRIVATE_SET_SAE:
        return set_sae(d, parameters);
    case EXTSTA_PRIVATE_GET_PMK:
        return get_pmk(d, oid, parameters, answer);
    case EXTSTA_PRIVATE_FORGET_FALLBACK:
        d->sae.no_fallback = d->sae.network != NULL;
        return d->sae.network ? NDIS_STATUS_SUCCESS : NDIS_STATUS_INVALID_STATE;
    case EXTSTA_PRIVATE_SET_ROAM_POLICY:
        return set_roam_policy(d, parameters);
    case EXTSTA_PRIVATE_ROAM_TO:
        return roam_to(d, parameters);
    case EXTSTA_PRIVATE_REASSOCIATE:
        return nld_reassociate(d);
    case EXTSTA_PRIVATE_SET_CHANNELS:
        return nld_set_channels(d, parameters);
    case EXTSTA_PRIVATE_SCAN_ONLY:
        return nld_scan_only(d, parameters);
    case EXTSTA_PRIVATE_SCAN_ABORT:
        return nld_scan_abort(d);
    case EXTSTA_PRIVATE_GET_KEYS:
        return get_keys(d, oid, answer);
    case EXTSTA_PRIVATE_SET_FT:
        return nld_ft_set(d, parameters);
    case EXTSTA_PRIVATE_SET_PMF:
        return set_pmf(d, parameters);
    case EXTSTA_PRIVATE_SET_HANDSHAKE:
        return set_handshake(d, parameters);
    case EXTSTA_PRIVATE_BTM_QUERY:
        return parameters.len == 1 ? nld_steer_query(d, parameters.data[0])
                                   : NDIS_STATUS_INVALID_LENGTH;
    case EXTSTA_PRIVATE_NEIGHBOR_REQUEST:
        return nld_neighbor_request(d, parameters);
    case EXTSTA_PRIVATE_GET_NEIGHBORS:
        return get_neighbors(d, oid, answer);
    case EXTSTA_PRIVATE_SET_BEACON_KEY:
        return nld_keys_beacon(d, parameters);
    default: /* not an enum: any number can come */
        return NDIS_STATUS_NOT_SUPPORTED;
    }
}

uint32_t nld_private(struct nld *d, struct extsta_oid *oid, const struct extsta_payload *p)
{
    const struct extsta_part *body = &p->list.entries;
    size_t head = extsta_form_least(EXTSTA_FORM_NIC_SPECIFIC), answer = 0;
    struct extsta_payload inner;
    if (body->cut) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (!extsta_payload_read(EXTSTA_FORM_PRIVATE, body->bytes, &inner) ||
        inner.command.magic != EXTSTA_PRIVATE_MAGIC) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    if (oid->out_cap < head) {
        oid->bytes_needed = (uint32_t)head;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    size_t asked = head + body->bytes.len;
    uint32_t status =
        command(d, oid, inner.command.command, inner.command.parameters.bytes, &answer);
    size_t from = answer > head ? answer : head;
    if (asked > from) { /* key material that came is not given back */
        wipe(oid->buffer + from, asked - from);
    }
    if (answer > 0) {
        oid->bytes_written = (uint32_t)answer;
    } else if (status == NDIS_STATUS_SUCCESS) {
        status = extsta_driver_answer(oid, PAYLOAD(NIC_SPECIFIC, .list.total = 0));
    }
    return status;
}
