/* Which channels a scan visits, and in which order (struct scan_order). A scan of the host goes
 * through the PHYs' lists as they are. Our own begins where the network was seen last, and goes
 * on in an order that differs from station to station, from its random stream: a thousand that
 * look for one network at the same moment are then not all on the same channel. */
#include "miniport/mlme/scan.h"
#include "miniport/miniport.h"
#include <extsta/private_oid.h>

uint64_t scan_powered_phys(const struct miniport *mp)
{
    uint64_t mask = 0;
    for (uint32_t phy = 0; phy < mp->radio->phy_count; phy++) {
        mask |= (uint64_t)power_phy_on(mp, phy) << phy;
    }
    return mask;
}

uint64_t scan_desired_phys(const struct miniport *mp)
{
    uint64_t mask = 0;
    for (size_t i = 0; i < mp->mib->phy_count; i++) {
        mask |= mp->mib->phys[i] == DOT11_PHY_ID_ANY ? UINT64_MAX
                                                     : UINT64_C(1) << (mp->mib->phys[i] & 63);
    }
    return mask & scan_powered_phys(mp);
}

static bool phy_has(const struct extsta_phy_caps *caps, uint16_t freq)
{
    for (size_t i = 0; i < caps->freq_count; i++) {
        if (caps->freqs[i] == freq) {
            return true;
        }
    }
    return false;
}

/* The first of these PHYs with this channel: of those that share a band each channel is visited
 * once. phy_count: none has it. */
static unsigned phy_of(const struct miniport *mp, uint64_t phys, uint16_t freq)
{
    unsigned phy = 0;
    while (phy < mp->radio->phy_count &&
           !((phys >> phy & 1) && phy_has(&mp->radio->phys[phy], freq))) {
        phy++;
    }
    return phy;
}

/* Frequency of the channel with this number, MHz; 0: there are no more than *count. */
static uint16_t numbered(const struct miniport *mp, uint64_t phys, unsigned number,
                         unsigned *count)
{
    *count = 0;
    for (unsigned phy = 0; phy < mp->radio->phy_count; phy++) {
        const struct extsta_phy_caps *caps = &mp->radio->phys[phy];
        for (size_t i = 0; i < caps->freq_count && (phys >> phy & 1); i++) {
            if (phy_of(mp, phys, caps->freqs[i]) == phy && (*count)++ == number) {
                return caps->freqs[i];
            }
        }
    }
    return 0;
}

void scan_order_make(const struct miniport *mp, struct mp_scan *s)
{
    unsigned total;
    numbered(mp, s->phys, UINT32_MAX, &total);
    s->order = (struct scan_order){.phys = s->phys, .total = (uint16_t)total, .stride = 1};
}

static bool is_first(const struct scan_order *o, uint16_t freq)
{
    for (size_t i = 0; i < o->first_count; i++) {
        if (o->first[i] == freq) {
            return true;
        }
    }
    return false;
}

static void put_first(const struct miniport *mp, struct scan_order *o, uint16_t freq)
{
    if (o->first_count < SCAN_FIRST_MAX && !is_first(o, freq) &&
        phy_of(mp, o->phys, freq) < mp->radio->phy_count) {
        o->first[o->first_count++] = freq;
    }
}

/* An AP of the network connected to, whether it may be tried or not. */
static bool is_of_network(const struct miniport *mp, const struct bss_entry *e)
{
    const struct mp_ssid *network = &mp->mlme.network;
    return e->info->ssid_len == network->len &&
           memcmp(e->info->ssid, network->ssid, network->len) == 0;
}

/* The channel of the last AP, then those of others of the network. */
static void put_known_first(const struct miniport *mp, struct scan_order *o)
{
    const struct extsta_mac last = mp->mlme.last_ap;
    for (int others = 0; others < 2; others++) {
        for (size_t i = 0; i < mp->bss.count; i++) {
            const struct bss_entry *e = &mp->bss.entries[i];
            if (others ? is_of_network(mp, e) : mac_equal(e->info->bssid, last)) {
                put_first(mp, o, e->freq);
            }
        }
    }
}

static unsigned common_divisor(unsigned a, unsigned b)
{
    while (b) {
        unsigned rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* With a stride that has no divisor in common with the number of channels each comes once. */
void scan_order_shuffle(struct miniport *mp, struct mp_scan *s)
{
    struct scan_order *o = &s->order;
    if (o->total > 2) {
        o->stride = (uint16_t)(1 + mp_random_below(mp, o->total - 1u));
        while (common_divisor(o->total, o->stride) != 1) {
            o->stride--;
        }
    }
    o->start = (uint16_t)mp_random_below(mp, o->total);
    if (s->only_count == 0 && mp->mlme.network.len) {
        put_known_first(mp, o);
    }
}

/* Frequency of the channel that is visited as the at-th; 0: it was visited before. */
static uint16_t channel_at(const struct miniport *mp, const struct scan_order *o)
{
    if (o->at < o->first_count) {
        return o->first[o->at];
    }
    unsigned count, k = o->at - (unsigned)o->first_count;
    uint16_t freq = numbered(mp, o->phys, (o->start + k * o->stride) % o->total, &count);
    return is_first(o, freq) ? 0 : freq;
}

static bool is_among(const struct mp_scan *s, uint16_t freq)
{
    for (size_t i = 0; i < s->only_count; i++) {
        if (s->only[i] == freq) {
            return true;
        }
    }
    return false;
}

/* --- channels of the host's choice --- */

void scan_take_only(struct miniport *mp, struct mp_scan *s)
{
    struct mp_channels *only = mp->mlme.only;
    if (s && only) {
        s->only_count = only->count;
        memcpy(s->only, only->freqs, only->count * sizeof *only->freqs);
    }
    pool_release(&mp->ctx->pool, only, sizeof *only);
    mp->mlme.only = NULL;
}

/* NULL: no memory. Of no count: none of them is a channel of the radio. */
static struct mp_channels *channels_read(struct miniport *mp, struct extsta_span freqs)
{
    struct reader r = reader_of(freqs);
    struct mp_channels *c = pool_zalloc(&mp->ctx->pool, sizeof *c);
    while (c && reader_left(&r) > 0) {
        uint16_t freq = reader_le16(&r);
        if (phy_of(mp, UINT64_MAX, freq) < mp->radio->phy_count) {
            c->freqs[c->count++] = freq;
        }
    }
    return c;
}

/* In the place of what was there, which is gone in any case; of no frequencies: nothing. */
static uint32_t channels_take(struct miniport *mp, struct extsta_span freqs,
                              struct mp_channels **place)
{
    pool_release(&mp->ctx->pool, *place, sizeof **place);
    *place = NULL;
    if (freqs.len == 0) {
        return NDIS_STATUS_SUCCESS;
    }
    struct mp_channels *c = channels_read(mp, freqs);
    if (!c) {
        return NDIS_STATUS_RESOURCES;
    }
    if (c->count == 0) {
        pool_release(&mp->ctx->pool, c, sizeof *c);
        return NDIS_STATUS_INVALID_DATA;
    }
    *place = c;
    return NDIS_STATUS_SUCCESS;
}

uint32_t mlme_scan_only(struct miniport *mp, struct extsta_span freqs)
{
    if (freqs.len % 2 != 0 || freqs.len / 2 > SCAN_HOST_MAX) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    return channels_take(mp, freqs, &mp->mlme.only);
}

/* --- where the host wants us to look --- */

uint32_t mlme_set_channels(struct miniport *mp, struct extsta_span parameters)
{
    if (mp->state != MP_INIT) {
        return NDIS_STATUS_INVALID_STATE;
    }
    if (parameters.len == 0) {
        scan_forget_channels(mp);
        return NDIS_STATUS_SUCCESS;
    }
    uint8_t flags = parameters.data[0];
    if (parameters.len < 3 || parameters.len % 2 != 1 || parameters.len / 2 > SCAN_HOST_MAX) {
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if ((flags & ~EXTSTA_PRIVATE_CHANNELS_ALONE) != 0) {
        return NDIS_STATUS_INVALID_DATA;
    }
    uint32_t status =
        channels_take(mp, span(parameters.data + 1, parameters.len - 1), &mp->mlme.usual);
    if (status == NDIS_STATUS_SUCCESS) {
        mp->mlme.usual->alone = flags != 0;
    }
    return status;
}

void scan_forget_channels(struct miniport *mp)
{
    (void)channels_take(mp, span(NULL, 0), &mp->mlme.usual);
}

bool scan_may_look(const struct miniport *mp, uint16_t freq)
{
    const struct mp_channels *c = mp->mlme.usual;
    bool found = !c;
    for (size_t i = 0; !found && i < c->count; i++) {
        found = c->freqs[i] == freq;
    }
    return found;
}

bool scan_may_enter(const struct miniport *mp, uint16_t freq)
{
    const struct mp_channels *c = mp->mlme.usual;
    return !c || !c->alone || scan_may_look(mp, freq);
}

static bool is_wanted(const struct miniport *mp, const struct mp_scan *s, uint16_t freq)
{
    bool ours = mp->mlme.scanning != SCAN_EXPLICIT && !s->anywhere;
    return (s->only_count == 0 || is_among(s, freq)) && (!ours || scan_may_look(mp, freq));
}

bool scan_order_seek(const struct miniport *mp, struct mp_scan *s)
{
    struct scan_order *o = &s->order;
    for (; o->at < o->total + (unsigned)o->first_count; o->at++) {
        uint16_t freq = channel_at(mp, o);
        unsigned phy = phy_of(mp, s->phys, freq);
        if (freq != 0 && phy < mp->radio->phy_count && is_wanted(mp, s, freq)) {
            s->freq = freq;
            s->phy = (uint8_t)phy;
            return true;
        }
    }
    return false;
}
