/* The private channel (extsta/private_oid.h) of this driver: SAE, protection of management
 * frames, PMKs, roaming. NOT_SUPPORTED: the handshakes' extras, fast transitions and BSS
 * transition queries, which the OS half then does without. */
#include "base/wipe.h"
#include "oid.h"

#define POLICY_LEN EXTSTA_PRIVATE_ROAM_POLICY_LEN

static uint32_t set_roam_policy(struct nld *d, struct extsta_span parameters)
{
    struct reader r = reader_of(parameters);
    if (parameters.len == 0) {
        d->policy = extsta_roam_default;
        return NDIS_STATUS_SUCCESS;
    }
    if (parameters.len != POLICY_LEN) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    uint8_t sticky = reader_u8(&r);
    struct extsta_roam_policy policy = {.sticky = sticky == 1};
    policy.low = (int8_t)reader_u8(&r);
    policy.good = (int8_t)reader_u8(&r);
    policy.hysteresis = reader_u8(&r);
    policy.prefer_5ghz = (int8_t)reader_u8(&r);
    policy.transition = reader_u8(&r);
    (void)reader_take(&r, 2);
    policy.settle = reader_le16(&r);
    policy.fresh = reader_le16(&r);
    policy.scan = reader_le16(&r);
    policy.scan_max = reader_le16(&r);
    if (sticky > 1 || extsta_roam_policy_check(&policy)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    d->policy = policy;
    return NDIS_STATUS_SUCCESS;
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

static bool groups_valid(const uint16_t groups[SAE_GROUPS])
{
    size_t n = 0;
    while (n < SAE_GROUPS && groups[n]) {
        if (!curve_is_known(groups[n])) {
            return false;
        }
        n++;
    }
    for (size_t i = n; i < SAE_GROUPS; i++) {
        if (groups[i]) {
            return false;
        }
    }
    return true;
}

static uint32_t take_sae(struct nld *d, const struct sae_secret *s, uint8_t wish,
                         const uint16_t groups[SAE_GROUPS])
{
    static const uint16_t usual[SAE_GROUPS] = {19, 20, 21};
    bool valid = groups_valid(groups) && s->ssid.len >= 1 && s->ssid.len <= 32 &&
                 s->password.len >= 1 && s->password.len <= SAE_PASSWORD_MAX &&
                 s->identifier.len <= SAE_IDENTIFIER_MAX && wish <= 2 &&
                 !(wish == 2 && s->identifier.len > 0);
    if (!valid) {
        return NDIS_STATUS_INVALID_DATA;
    }
    d->sae_network = sae_network_take(d->ctx, s);
    d->sae_wish = wish;
    memcpy(d->sae_groups, groups[0] ? groups : usual, sizeof d->sae_groups);
    d->sae_group_count = 0;
    while (d->sae_group_count < SAE_GROUPS && d->sae_groups[d->sae_group_count]) {
        d->sae_group_count++;
    }
    return d->sae_network ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES;
}

/* The wishes before are gone even where these are refused. */
static uint32_t set_sae(struct nld *d, struct extsta_span parameters)
{
    struct reader r = reader_of(parameters);
    struct sae_secret secret;
    uint16_t groups[SAE_GROUPS];
    if (d->op) {
        return NDIS_STATUS_INVALID_STATE;
    }
    nld_sae_forget(d);
    if (parameters.len == 0) {
        return NDIS_STATUS_SUCCESS;
    }
    uint8_t wish = reader_u8(&r);
    uint8_t ssid = reader_u8(&r), password = reader_u8(&r), identifier = reader_u8(&r);
    for (size_t i = 0; i < SAE_GROUPS; i++) {
        groups[i] = reader_le16(&r);
    }
    secret.ssid = reader_take(&r, ssid);
    secret.password = reader_take(&r, password);
    secret.identifier = reader_take(&r, identifier);
    return r.failed || reader_left(&r) > 0 ? NDIS_STATUS_INVALID_LENGTH
                                           : take_sae(d, &secret, wish, groups);
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
    uint8_t octets[8 + EXTSTA_PRIVATE_PMK_OUT_LEN + EXTSTA_PRIVATE_PMK_MAX];
    struct writer w = writer_of(octets, sizeof octets);
    writer_le32(&w, EXTSTA_PRIVATE_MAGIC);
    writer_le32(&w, EXTSTA_PRIVATE_GET_PMK);
    writer_le32(&w, p->akm);
    writer_bytes(&w, p->pmkid, sizeof p->pmkid);
    writer_bytes(&w, p->pmk, p->pmk_len);
    struct writer out = writer_of(oid->buffer, oid->out_cap);
    payload_write_list(&out, EXTSTA_FORM_NIC_SPECIFIC, (uint32_t)writer_len(&w),
                       writer_span_of(&w));
    *answer = writer_len(&out);
    wipe(octets, sizeof octets);
    if (out.failed) {
        *answer = 0;
        oid->bytes_needed = (uint32_t)(extsta_form_least(EXTSTA_FORM_NIC_SPECIFIC) + 8 +
                                       EXTSTA_PRIVATE_PMK_OUT_LEN + p->pmk_len);
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    return NDIS_STATUS_SUCCESS;
}

/* As many as there is room for, and how many there are. */
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
        d->sae_no_fallback = d->sae_network != NULL;
        return d->sae_network ? NDIS_STATUS_SUCCESS : NDIS_STATUS_INVALID_STATE;
    case EXTSTA_PRIVATE_SET_ROAM_POLICY:
        return set_roam_policy(d, parameters);
    case EXTSTA_PRIVATE_ROAM_TO:
        return parameters.len == 6 ? nld_roam_to(d, mac_at(parameters.data))
                                   : NDIS_STATUS_INVALID_LENGTH;
    case EXTSTA_PRIVATE_REASSOCIATE:
        return nld_reassociate(d);
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
