/* What network to connect to, how it is named, and by which algorithms: configuration, nearly
 * all of it set in INIT only. The exclusion list has effect at once (DIS-13). */
#include "miniport/algorithm.h"
#include "oid.h"

#define FILTERS                                                                                \
    (NDIS_PACKET_TYPE_802_11_DIRECTED_DATA | NDIS_PACKET_TYPE_802_11_BROADCAST_DATA |          \
     NDIS_PACKET_TYPE_802_11_MULTICAST_DATA | NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_DATA |     \
     NDIS_PACKET_TYPE_802_11_DIRECTED_MGMT | NDIS_PACKET_TYPE_802_11_BROADCAST_MGMT |          \
     NDIS_PACKET_TYPE_802_11_MULTICAST_MGMT | NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_MGMT |     \
     NDIS_PACKET_TYPE_802_11_DIRECTED_CTRL | NDIS_PACKET_TYPE_802_11_BROADCAST_CTRL)

uint32_t nld_get_filter(struct nld_call *c)
{
    return nld_reply_number(c, c->d->packet_filter);
}

uint32_t nld_put_filter(struct nld_call *c)
{
    if (c->p.number & ~FILTERS) {
        return NDIS_STATUS_NOT_SUPPORTED; /* RXP-05: of other operation modes */
    }
    c->d->packet_filter = c->p.number;
    return NDIS_STATUS_SUCCESS;
}

uint32_t nld_get_address(struct nld_call *c)
{
    return nld_reply_address(c, c->d->own);
}

uint32_t nld_get_permanent(struct nld_call *c)
{
    return nld_reply_address(c, c->d->site.address);
}

/* --- lists of addresses --- */

static uint32_t read_addresses(struct nld_call *c, struct extsta_mac *addresses, size_t max,
                               size_t *count)
{
    struct extsta_part entries;
    uint32_t status = nld_input_list(c, max, &entries);
    *count = entries.size;
    return status != NDIS_STATUS_SUCCESS                   ? status
           : mib_addresses_read(entries, addresses) ? NDIS_STATUS_SUCCESS
                                                     : NDIS_STATUS_INVALID_DATA;
}

static void write_bssid(struct nld_call *c, size_t i, struct writer *w)
{
    payload_write(w, PAYLOAD(ADDRESS, .address = c->d->mib.bssids[i]));
}

uint32_t nld_get_bssids(struct nld_call *c)
{
    return nld_reply_list(c, c->d->mib.bssid_count, write_bssid);
}

uint32_t nld_put_bssids(struct nld_call *c)
{
    struct extsta_mac bssids[MP_MAX_BSSIDS] = {0};
    size_t count;
    uint32_t status = read_addresses(c, bssids, MP_MAX_BSSIDS, &count);
    return status == NDIS_STATUS_SUCCESS ? nld_set_list(c, bssids, sizeof bssids, count)
                                         : status;
}

static void write_excluded(struct nld_call *c, size_t i, struct writer *w)
{
    payload_write(w, PAYLOAD(ADDRESS, .address = c->d->excluded.addresses[i]));
}

uint32_t nld_get_excluded(struct nld_call *c)
{
    return nld_reply_list(c, c->d->excluded.count, write_excluded);
}

static bool excludes(const struct nld *d, struct extsta_mac address)
{
    for (size_t i = 0; i < d->excluded.count; i++) {
        if (mac_is_broadcast(d->excluded.addresses[i]) ||
            mac_equal(d->excluded.addresses[i], address)) {
            return true;
        }
    }
    return false;
}

/* DIS-13, ASC-11: an associated peer, or one that is being associated with, may be among them.
 */
uint32_t nld_put_excluded(struct nld_call *c)
{
    struct nld *d = c->d;
    struct extsta_mac addresses[MP_MAX_EXCLUDED] = {0};
    size_t count;
    struct nld_end end = {.status = DOT11_DISASSOC_REASON_OS,
                          .diagnosis = EXTSTA_DIAGNOSIS_EXCLUDED,
                          .origin = EXTSTA_ORIGIN_HOST,
                          .rule = EXTSTA_RULE_DIS_13,
                          .tell_peer = true,
                          .own_reason = 8};
    uint32_t status = read_addresses(c, addresses, MP_MAX_EXCLUDED, &count);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    memcpy(d->excluded.addresses, addresses, sizeof addresses);
    d->excluded.count = (uint8_t)count;
    if (d->link.up && excludes(d, d->link.peer)) {
        nld_link_lost(d, &end);
    } else if (d->attempt.state != NLD_NO_ATTEMPT && excludes(d, d->attempt.bssid)) {
        end.status = DOT11_ASSOC_STATUS_FAILURE;
        end.rule = EXTSTA_RULE_ASC_11;
        nld_attempt_fail(d, &end);
    }
    return NDIS_STATUS_SUCCESS;
}

static void write_multicast(struct nld_call *c, size_t i, struct writer *w)
{
    payload_write(w, PAYLOAD(ADDRESS, .address = c->d->multicast.addresses[i]));
}

uint32_t nld_get_multicast(struct nld_call *c)
{
    return nld_reply_list(c, c->d->multicast.count, write_multicast);
}

/* RXP-08: the kernel has its own filter, on the interface; ours is kept for who asks. */
uint32_t nld_put_multicast(struct nld_call *c)
{
    struct mp_multicast list = {0};
    struct extsta_part entries = c->p.list.entries;
    struct extsta_payload e;
    if (entries.cut || entries.size > MP_MAX_MULTICAST) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    while (extsta_payload_next(&entries, &e)) {
        if (!mac_is_group(e.address)) {
            return NDIS_STATUS_INVALID_DATA;
        }
        list.addresses[list.count++] = e.address;
    }
    c->d->multicast = list;
    return NDIS_STATUS_SUCCESS;
}

/* --- names --- */

static void write_ssid(struct nld_call *c, size_t i, struct writer *w)
{
    const struct mp_ssid *ssid = &c->d->mib.ssids[i];
    struct extsta_payload e = {.form = EXTSTA_FORM_SSID, .ssid.len = ssid->len};
    memcpy(e.ssid.bytes, ssid->ssid, sizeof e.ssid.bytes);
    payload_write(w, &e);
}

uint32_t nld_get_ssids(struct nld_call *c)
{
    return nld_reply_list(c, c->d->mib.ssid_count, write_ssid);
}

uint32_t nld_put_ssids(struct nld_call *c)
{
    struct mp_ssid ssids[MP_MAX_SSIDS] = {0};
    struct extsta_part entries;
    struct extsta_payload e;
    uint32_t status = nld_input_list(c, MP_MAX_SSIDS, &entries);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    size_t count = entries.size;
    for (size_t i = 0; extsta_payload_next(&entries, &e); i++) {
        if (e.ssid.len > DOT11_SSID_MAX_LENGTH || (e.ssid.len == 0 && count > 1)) {
            return NDIS_STATUS_INVALID_DATA; /* CIP-15: the wildcard stands alone */
        }
        ssids[i].len = (uint8_t)e.ssid.len;
        memcpy(ssids[i].ssid, e.ssid.bytes, ssids[i].len);
    }
    return nld_set_list(c, ssids, sizeof ssids, count);
}

/* MIB-01: the kernel could join an independent network; its frames are not ours to make then,
 * and its peers not ours to tell (docs/nl80211.md). */
uint32_t nld_put_type(struct nld_call *c)
{
    if (c->p.number != dot11_BSS_type_infrastructure) {
        return NDIS_STATUS_INVALID_DATA;
    }
    c->d->mib.desired_bss_type = c->p.number;
    mib_default_algorithms(&c->d->mib, c->d->card.radio); /* ATH-04: even when it is the same */
    return NDIS_STATUS_SUCCESS;
}

static uint32_t reply_country(struct nld_call *c, const uint8_t country[3])
{
    return nld_reply(c, PAYLOAD(COUNTRY, .country = {country[0], country[1], country[2]}));
}

uint32_t nld_get_country(struct nld_call *c)
{
    return reply_country(c, c->d->mib.country);
}

uint32_t nld_put_country(struct nld_call *c)
{
    const uint8_t *s = c->p.country;
    bool none = s[0] == 0 && s[1] == 0 && s[2] == 0;
    if (!none && s[2] != ' ' && s[2] != 'O' && s[2] != 'I') {
        return NDIS_STATUS_INVALID_DATA; /* MIB-08: any, outdoor or indoor */
    }
    memcpy(c->d->mib.country, s, sizeof c->d->mib.country);
    return NDIS_STATUS_SUCCESS;
}

static const struct nld_bss *ap_of(struct nld *d)
{
    return d->link.up ? nld_bss_find(d, d->link.peer) : NULL;
}

/* The country as the AP's Country element says it; zero while there is none (MIB-48). */
uint32_t nld_get_country_of_ap(struct nld_call *c)
{
    const struct nld_bss *ap = ap_of(c->d);
    uint8_t country[3] = {0};
    struct element e;
    if (c->d->scan.what == NLD_SCAN_HOST) {
        return NDIS_STATUS_DOT11_MEDIA_IN_USE;
    }
    if (!c->d->mib.multi_domain) {
        return NDIS_STATUS_INVALID_DATA;
    }
    if (ap && element_find(bss_elements(&ap->info), ELEMENT_COUNTRY, &e) && e.value.len >= 3) {
        memcpy(country, e.value.data, sizeof country);
    }
    return reply_country(c, country);
}

uint32_t nld_get_beacon_period(struct nld_call *c)
{
    const struct nld_bss *ap = ap_of(c->d);
    return nld_reply_number(c, ap ? ap->info.interval : c->d->mib.beacon_period);
}

uint32_t nld_get_dtim(struct nld_call *c)
{
    const struct nld_bss *ap = ap_of(c->d);
    struct element e;
    bool known =
        ap && element_find(bss_beacon_elements(&ap->info), ELEMENT_TIM, &e) && e.value.len > 1;
    return nld_reply_number(c, known ? e.value.data[1] : 0); /* 9.4.2.5 */
}

/* ASC-09: none, or well-formed ones. */
uint32_t nld_put_association_params(struct nld_call *c)
{
    const struct extsta_part *part = &c->p.association_params.elements;
    struct mp_mib *mib = &c->d->mib;
    struct reader r = reader_of(part->bytes);
    struct element e;
    if (part->cut || part->bytes.len > MP_MAX_EXTRA_IES) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    while (element_next(&r, &e)) {
    }
    if (r.failed || reader_left(&r)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    mib->assoc_ies_bssid = c->p.association_params.bssid;
    mib->assoc_ies_len = (uint16_t)part->bytes.len;
    if (part->bytes.len > 0) {
        memcpy(mib->assoc_ies, part->bytes.data, part->bytes.len);
    }
    return NDIS_STATUS_SUCCESS;
}

uint32_t nld_get_qos(struct nld_call *c)
{
    return nld_reply(c, PAYLOAD(QOS_PARAMS, .qos_flags = (uint8_t)c->d->mib.qos_flags));
}

uint32_t nld_put_qos(struct nld_call *c)
{
    if (c->p.qos_flags & ~MP_QOS_SUPPORTED) {
        return NDIS_STATUS_INVALID_DATA;
    }
    c->d->mib.qos_flags = c->p.qos_flags;
    return NDIS_STATUS_SUCCESS;
}

/* --- algorithms --- */

static uint32_t offers(const struct nld *d)
{
    return algorithm_offers(d->card.radio, d->mib.desired_bss_type);
}

/* Of a list of one to MP_MAX_ALGORITHMS numbers. */
static uint32_t read_numbers(struct nld_call *c, uint32_t numbers[MP_MAX_ALGORITHMS],
                             size_t *count)
{
    struct extsta_part entries;
    struct extsta_payload e;
    uint32_t status = nld_input_list(c, MP_MAX_ALGORITHMS, &entries);
    *count = entries.size;
    for (size_t i = 0; status == NDIS_STATUS_SUCCESS && extsta_payload_next(&entries, &e);
         i++) {
        numbers[i] = e.number;
    }
    return status != NDIS_STATUS_SUCCESS ? status
           : *count                      ? NDIS_STATUS_SUCCESS
                                         : NDIS_STATUS_INVALID_DATA;
}

uint32_t nld_put_auth(struct nld_call *c)
{
    uint32_t auth[MP_MAX_ALGORITHMS] = {0};
    size_t count;
    uint32_t status = read_numbers(c, auth, &count);
    for (size_t i = 0; status == NDIS_STATUS_SUCCESS && i < count; i++) {
        if (!algorithm_auth_supported(offers(c->d), auth[i])) {
            return NDIS_STATUS_INVALID_DATA; /* ATH-05, X-55: only pairs there are */
        }
    }
    if (status == NDIS_STATUS_SUCCESS) {
        nld_set_list(c, auth, sizeof auth, count);
        mib_default_ciphers(&c->d->mib, c->d->card.radio); /* ATH-07: the ciphers follow */
    }
    return status;
}

/* CIP-01: each cipher supported, and one at least usable with what is enabled. */
uint32_t nld_put_ciphers(struct nld_call *c)
{
    const struct mp_mib *mib = &c->d->mib;
    enum algorithm_use use = (enum algorithm_use)c->row->of;
    uint32_t ciphers[MP_MAX_ALGORITHMS] = {0};
    size_t count;
    bool usable = false;
    uint32_t status = read_numbers(c, ciphers, &count);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        if (!algorithm_cipher_supported(offers(c->d), use, ciphers[i])) {
            return NDIS_STATUS_INVALID_DATA;
        }
        for (size_t a = 0; a < mib->auth_count; a++) {
            usable |= algorithm_pair_supported(offers(c->d), use, mib->auth[a], ciphers[i]);
        }
    }
    return usable ? nld_set_list(c, ciphers, sizeof ciphers, count) : NDIS_STATUS_INVALID_DATA;
}

static void write_pair(struct nld_call *c, size_t i, struct writer *w)
{
    struct algorithm_pair pair = {0};
    algorithm_pair_at(offers(c->d), (enum algorithm_use)c->row->of, i, &pair);
    payload_write(w, PAYLOAD(AUTH_CIPHER_PAIR, .pair = {pair.auth, pair.cipher}));
}

/* ATH-10: for the desired BSS type. */
uint32_t nld_get_pairs(struct nld_call *c)
{
    return nld_reply_list(c, algorithm_pair_count(offers(c->d), (enum algorithm_use)c->row->of),
                          write_pair);
}

static void write_exemption(struct nld_call *c, size_t i, struct writer *w)
{
    const struct mp_exemption *e = &c->d->mib.exemptions[i];
    payload_write(w, PAYLOAD(EXEMPTION, .exemption = {e->ethertype, e->action, e->kind}));
}

uint32_t nld_get_exemptions(struct nld_call *c)
{
    return nld_reply_list(c, c->d->mib.exemption_count, write_exemption);
}

uint32_t nld_put_exemptions(struct nld_call *c)
{
    struct mp_exemption list[MP_MAX_EXEMPTIONS] = {0};
    struct extsta_part entries;
    struct extsta_payload e;
    uint32_t status = nld_input_list(c, MP_MAX_EXEMPTIONS, &entries);
    if (status != NDIS_STATUS_SUCCESS) {
        return status; /* DEC-09: a list that is too long */
    }
    size_t count = entries.size;
    for (size_t i = 0; extsta_payload_next(&entries, &e); i++) {
        list[i] =
            (struct mp_exemption){e.exemption.ethertype, e.exemption.action, e.exemption.kind};
        if (list[i].action < DOT11_EXEMPT_ALWAYS ||
            list[i].action > DOT11_EXEMPT_ON_KEY_MAPPING_KEY_UNAVAILABLE ||
            list[i].kind < DOT11_EXEMPT_UNICAST || list[i].kind > DOT11_EXEMPT_BOTH) {
            return NDIS_STATUS_INVALID_DATA;
        }
    }
    return nld_set_list(c, list, sizeof list, count);
}

/* --- PMKIDs --- */

static void write_pmkid(struct nld_call *c, size_t i, struct writer *w)
{
    struct extsta_payload e = {.form = EXTSTA_FORM_PMKID,
                               .pmkid.bssid = c->d->pmkids.entries[i].bssid};
    memcpy(e.pmkid.pmkid, c->d->pmkids.entries[i].pmkid, sizeof e.pmkid.pmkid);
    payload_write(w, &e);
}

uint32_t nld_get_pmkids(struct nld_call *c)
{
    return nld_reply_list(c, c->d->pmkids.count, write_pmkid);
}

static bool is_desired(const struct mp_mib *mib, struct extsta_mac bssid)
{
    for (size_t i = 0; i < mib->bssid_count; i++) {
        if (mac_is_broadcast(mib->bssids[i]) || mac_equal(mib->bssids[i], bssid)) {
            return true;
        }
    }
    return false;
}

/* PMK-01: the whole cache is replaced, or stays; entries of other BSSIDs are ignored. */
uint32_t nld_put_pmkids(struct nld_call *c)
{
    struct mp_pmkids list = {0};
    struct extsta_part entries;
    struct extsta_payload e;
    uint32_t status = nld_input_list(c, MP_MAX_PMKIDS, &entries);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    if (!algorithm_list_has_rsna(c->d->mib.auth, c->d->mib.auth_count)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    size_t count = entries.size;
    while (extsta_payload_next(&entries, &e)) {
        list.entries[list.count].bssid = e.pmkid.bssid;
        memcpy(list.entries[list.count].pmkid, e.pmkid.pmkid, sizeof e.pmkid.pmkid);
        list.count = (uint8_t)(list.count + is_desired(&c->d->mib, e.pmkid.bssid));
    }
    if (count > 0 && list.count == 0) {
        return NDIS_STATUS_INVALID_DATA;
    }
    c->d->pmkids = list;
    nld_pmksa_tell(c->d);
    return NDIS_STATUS_SUCCESS;
}
