/* The BSS list (contract SCN-20 ... SCN-27): what GET_SCAN has told, kept here because a flush
 * and a reset empty it for the host, and not for the kernel. One entry for each BSSID, channel
 * and name. The kernel keeps the last Beacon's elements and, where one came, those of the last
 * Probe Response: bss_digest reads them as our own driver's cache has them. */
#include "machine.h"

#define LIFETIME (30u * EXTSTA_SECOND) /* the kernel's: unheard for longer it is gone */
#define DIVISOR  100                   /* of SIGNAL_MBM, hundredths of a dBm */

static void release(struct nld *d, struct nld_bss *b)
{
    extsta_driver_release(d->site.station, b);
}

static void remove_at(struct nld *d, size_t i)
{
    release(d, d->bss[i]);
    d->bss[i] = d->bss[--d->bss_count];
}

void nld_bss_flush(struct nld *d)
{
    while (d->bss_count > 0) {
        remove_at(d, d->bss_count - 1);
    }
}

static bool is_ours(const struct nld *d, const struct nld_bss *b)
{
    return (d->link.up && mac_equal(b->info.bssid, d->link.peer)) ||
           (d->attempt.state != NLD_NO_ATTEMPT && mac_equal(b->info.bssid, d->attempt.bssid));
}

/* Never the AP (SCN-27). */
void nld_bss_age(struct nld *d)
{
    for (size_t i = 0; i < d->bss_count;) {
        if (d->now - d->bss[i]->heard > LIFETIME && !is_ours(d, d->bss[i])) {
            remove_at(d, i);
        } else {
            i++;
        }
    }
}

static bool named(const struct nld_bss *b, const struct mp_ssid *ssid)
{
    return b->info.ssid_len == ssid->len && memcmp(b->info.ssid, ssid->ssid, ssid->len) == 0;
}

struct nld_bss *nld_bss_find(struct nld *d, struct extsta_mac bssid)
{
    struct nld_bss *best = NULL;
    for (size_t i = 0; i < d->bss_count; i++) {
        struct nld_bss *b = d->bss[i];
        if (!mac_equal(b->info.bssid, bssid)) {
            continue;
        }
        if (d->network.len && named(b, &d->network)) {
            return b;
        }
        best = !best || b->heard > best->heard ? b : best;
    }
    return best;
}

/* --- what GET_SCAN says of one --- */

struct heard {
    struct extsta_mac bssid;
    struct extsta_span beacon, probe;
    uint64_t timestamp, beacon_timestamp;
    uint16_t freq, interval, capability;
    int8_t signal;
    extsta_time at;
    struct mp_ssid ssid;
};

/* dBm, of a card that knows them; else its 0 to 100 on the scale of the contract (LQ-01). */
static int8_t signal_of(struct nlattr **tb)
{
    if (tb[NL80211_BSS_SIGNAL_MBM]) {
        int mbm = (int32_t)nld_u32(tb[NL80211_BSS_SIGNAL_MBM], 0) / DIVISOR;
        return (int8_t)(mbm < -127 ? -127 : mbm > -1 ? -1 : mbm);
    }
    uint8_t unspec = nld_u8(tb[NL80211_BSS_SIGNAL_UNSPEC], 0);
    return (int8_t)(tb[NL80211_BSS_SIGNAL_UNSPEC] ? -100 + (unspec > 100 ? 100 : unspec) / 2 : 0);
}

/* Empty or zeroed: it is hidden (SCN-16). */
static bool read_ssid(struct extsta_span elements, struct mp_ssid *ssid)
{
    struct element e;
    bool shown = false;
    if (!element_find(elements, ELEMENT_SSID, &e) || e.value.len > sizeof ssid->ssid) {
        return false;
    }
    for (size_t i = 0; i < e.value.len; i++) {
        shown |= e.value.data[i] != 0;
    }
    ssid->len = (uint8_t)(shown ? e.value.len : 0);
    memcpy(ssid->ssid, e.value.len ? e.value.data : ssid->ssid, ssid->len);
    return shown;
}

static bool read_heard(const struct nld *d, const struct nld_message *m, struct heard *h)
{
    struct nlattr *tb[NL80211_BSS_MAX + 1];
    if (!nld_nested(m->tb[NL80211_ATTR_BSS], tb, NL80211_BSS_MAX)) {
        return false;
    }
    *h = (struct heard){.bssid = nld_mac(tb[NL80211_BSS_BSSID]),
                        .freq = (uint16_t)nld_u32(tb[NL80211_BSS_FREQUENCY], 0),
                        .timestamp = nld_u64(tb[NL80211_BSS_TSF], 0),
                        .beacon_timestamp = nld_u64(tb[NL80211_BSS_BEACON_TSF], 0),
                        .interval = nld_u16(tb[NL80211_BSS_BEACON_INTERVAL], 0),
                        .capability = nld_u16(tb[NL80211_BSS_CAPABILITY], 0),
                        .signal = signal_of(tb)};
    extsta_time age = (extsta_time)nld_u32(tb[NL80211_BSS_SEEN_MS_AGO], 0) * EXTSTA_MS;
    h->at = d->now > age ? d->now - age : 0;
    struct extsta_span last = nld_octets(tb[NL80211_BSS_INFORMATION_ELEMENTS]);
    h->beacon = nld_octets(tb[NL80211_BSS_BEACON_IES]);
    if (tb[NL80211_BSS_PRESP_DATA]) {
        h->probe = last;
    } else if (h->beacon.len == 0) {
        h->beacon = last;
        h->beacon_timestamp = h->timestamp;
    }
    if (!read_ssid(h->probe, &h->ssid)) {
        read_ssid(h->beacon, &h->ssid);
    }
    return !mac_is_zero(h->bssid) && h->freq != 0 &&
           h->beacon.len + h->probe.len <= 2 * NLD_BODY;
}

/* --- taken into the list --- */

/* The PHY that knows the channel; of several the most able one. False: none does. */
static bool phy_of(const struct nld *d, uint16_t freq, uint8_t *phy)
{
    for (size_t p = d->card.radio->phy_count; p-- > 0;) {
        for (size_t i = 0; i < d->card.radio->phys[p].freq_count; i++) {
            if (d->card.radio->phys[p].freqs[i] == freq) {
                *phy = (uint8_t)p;
                return true;
            }
        }
    }
    return false;
}

static size_t place_of(const struct nld *d, const struct heard *h)
{
    size_t i = 0;
    while (i < d->bss_count &&
           (!mac_equal(d->bss[i]->info.bssid, h->bssid) ||
            (h->ssid.len && d->bss[i]->info.ssid_len && !named(d->bss[i], &h->ssid)))) {
        i++;
    }
    return i;
}

/* The one that was unheard for longest makes room. */
static size_t make_room(struct nld *d)
{
    size_t oldest = NLD_BSS;
    if (d->bss_count < NLD_BSS) {
        return d->bss_count++;
    }
    for (size_t i = 0; i < NLD_BSS; i++) {
        if (!is_ours(d, d->bss[i]) &&
            (oldest == NLD_BSS || d->bss[i]->heard < d->bss[oldest]->heard)) {
            oldest = i;
        }
    }
    if (oldest < NLD_BSS) {
        release(d, d->bss[oldest]);
    }
    return oldest;
}

static struct nld_bss *describe(struct nld *d, const struct heard *h)
{
    struct nld_bss *b =
        extsta_driver_alloc(d->site.station, sizeof *b + h->beacon.len + h->probe.len);
    if (!b) {
        return NULL;
    }
    b->heard = h->at;
    b->timestamp = h->timestamp;
    b->beacon_timestamp = h->beacon_timestamp;
    b->freq = h->freq;
    b->signal = h->signal;
    struct bss_info *info = &b->info;
    info->bssid = h->bssid;
    info->capability = info->beacon_capability = h->capability;
    info->interval = info->beacon_interval = h->interval;
    info->beacon_len = (uint16_t)h->beacon.len;
    info->probe_len = (uint16_t)h->probe.len;
    info->ssid_len = h->ssid.len;
    memcpy(info->ssid, h->ssid.ssid, h->ssid.len);
    struct writer w = writer_of(info->bytes, h->beacon.len + h->probe.len);
    writer_span(&w, h->beacon);
    writer_span(&w, h->probe);
    bss_digest(info);
    return b;
}

/* Where it will be heard again, in all likelihood. */
static void remember_channel(struct nld *d, const struct heard *h)
{
    bool wanted = h->ssid.len == 0;
    for (size_t i = 0; i < d->mib.ssid_count; i++) {
        const struct mp_ssid *s = &d->mib.ssids[i];
        wanted |= s->len == h->ssid.len && memcmp(s->ssid, h->ssid.ssid, s->len) == 0;
    }
    for (size_t i = 0; i < d->hint_count; i++) {
        wanted &= d->hints[i] != h->freq;
    }
    if (wanted && d->hint_count < sizeof d->hints / sizeof d->hints[0]) {
        d->hints[d->hint_count++] = h->freq;
    }
}

/* What the host does not know any more, because it was flushed, is not known again before it
 * was heard again (SCN-22). */
void nld_bss_take(struct nld *d, const struct nld_message *m)
{
    struct heard h;
    uint8_t phy;
    if (!read_heard(d, m, &h) || !phy_of(d, h.freq, &phy)) {
        return;
    }
    size_t i = place_of(d, &h);
    struct nld_bss *old = i < d->bss_count ? d->bss[i] : NULL;
    if (!old && h.at < d->flushed) {
        remember_channel(d, &h);
        return;
    }
    struct nld_bss *b = describe(d, &h);
    if (!b) {
        return;
    }
    b->phy = phy;
    if (old) { /* heard again it is a candidate again */
        bool again = h.at > old->heard;
        b->tried = old->tried;
        b->lost = old->lost && !again;
        b->refused_until = old->refused_until;
        release(d, old);
    } else {
        i = make_room(d);
    }
    if (i >= NLD_BSS) {
        release(d, b);
        return;
    }
    d->bss[i] = b;
    if (d->link.up && mac_equal(b->info.bssid, d->link.peer)) {
        d->link.freq = b->freq;
    }
}

/* --- ENUM_BSS_LIST --- */

/* The Probe Response says all a Beacon does but the TIM; where the name is hidden, it alone has
 * it. */
static struct extsta_span elements_of(const struct nld_bss *b)
{
    return b->info.probe_len ? bss_probe_elements(&b->info) : bss_beacon_elements(&b->info);
}

/* SCN-26: true where the host names no country, or the BSS has no Country element. */
static bool in_reg_domain(const struct nld_bss *b, const uint8_t country[3])
{
    struct element e;
    if ((country[0] | country[1] | country[2]) == 0 ||
        !element_find(bss_elements(&b->info), ELEMENT_COUNTRY, &e) || e.value.len < 3) {
        return true;
    }
    return memcmp(e.value.data, country, 2) == 0 && bss_country_allows(&b->info, b->freq);
}

static void write_entry(const struct nld_bss *b, const uint8_t country[3], struct writer *w)
{
    const struct bss_info *info = &b->info;
    payload_write(w, PAYLOAD(BSS_ENTRY, .bss = {.phy_id = b->phy,
                                                .freq = b->freq,
                                                .bssid = info->bssid,
                                                .bss_type = info->capability & CAPABILITY_IBSS
                                                                ? dot11_BSS_type_independent
                                                                : dot11_BSS_type_infrastructure,
                                                .rssi = b->signal,
                                                .link_quality = bss_link_quality(b->signal),
                                                .in_reg_domain = in_reg_domain(b, country),
                                                .beacon_period = info->interval,
                                                .timestamp = b->timestamp,
                                                .host_timestamp = b->heard * 10, /* 100 ns */
                                                .capability = info->capability,
                                                .elements.bytes = elements_of(b)}));
}

/* SCN-23 ... SCN-26: the input is a country, which the list overwrites. */
uint32_t nld_bss_list(struct nld *d, struct extsta_oid *oid)
{
    struct extsta_payload input;
    uint8_t country[3] = {0};
    if (extsta_payload_read(EXTSTA_FORM_COUNTRY, span(oid->buffer, oid->in_len), &input)) {
        memcpy(country, input.country, sizeof country);
    }
    nld_bss_age(d);
    size_t total = 0;
    for (size_t i = 0; i < d->bss_count; i++) {
        total += extsta_form_least(EXTSTA_FORM_BSS_ENTRY) + elements_of(d->bss[i]).len;
    }
    struct extsta_payload list = {.form = EXTSTA_FORM_BSS_LIST,
                                  .list = {(uint32_t)total, {.bytes.len = total}}};
    size_t needed = extsta_payload_write(&list, oid->buffer, oid->out_cap);
    if (needed > oid->out_cap) { /* ROL-04: how much there is */
        list.list.entries.bytes.len = 0;
        extsta_payload_write(&list, oid->buffer, oid->out_cap);
        oid->bytes_needed = (uint32_t)needed;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    struct writer w = writer_of(oid->buffer + needed - total, total);
    for (size_t i = 0; i < d->bss_count; i++) {
        write_entry(d->bss[i], country, &w);
    }
    oid->bytes_read = oid->in_len;
    oid->bytes_written = (uint32_t)needed;
    return NDIS_STATUS_SUCCESS;
}
