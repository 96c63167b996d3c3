/* The BSS cache as the host is shown it (ENUM_BSS_LIST): entries with the elements of Beacon and Probe
 * Response merged, those that the host asked for by name alone where it did. */
#include "boundary/payload.h"
#include "miniport/miniport.h"
#include "miniport/mlme/bss.h"

#define BSS_LISTED (30ull * EXTSTA_SECOND) /* unheard for longer: the host is not told */

/* Elements are the same kind when their ids are, and for vendor elements OUI and type. */
static bool element_in(struct extsta_span elements, const struct element *wanted)
{
    struct reader r = reader_of(elements);
    struct element e;
    while (element_next(&r, &e)) {
        if (e.id != wanted->id || e.ext != wanted->ext) {
            continue;
        }
        if (e.id != ELEMENT_VENDOR) {
            return true;
        }
        /* OUI and type: four octets that both must have */
        size_t n = e.value.len < wanted->value.len ? e.value.len : wanted->value.len;
        if (n >= 4 && memcmp(e.value.data, wanted->value.data, 4) == 0) {
            return true;
        }
    }
    return false;
}

/* The elements of a frame. An SSID that it hides and another frame has told stands in its place
 * (SCN-16: the entry then carries the SSID). */
static size_t named_write(const struct bss_info *info, struct extsta_span elements,
                          struct writer *w)
{
    struct element ssid;
    if (info->ssid_len == 0 || !element_find(elements, ELEMENT_SSID, &ssid) ||
        !bss_ssid_is_hidden(ssid.value)) {
        writer_span(w, elements);
        return elements.len;
    }
    size_t before = (size_t)(ssid.whole.data - elements.data);
    size_t behind = before + ssid.whole.len;
    writer_span(w, span(elements.data, before));
    writer_u8(w, ELEMENT_SSID);
    writer_u8(w, info->ssid_len);
    writer_bytes(w, info->ssid, info->ssid_len);
    writer_span(w, span(elements.data + behind, elements.len - behind));
    return elements.len - ssid.whole.len + 2 + info->ssid_len;
}

/* Elements of the last frame, then those only the other kind has (SCN-25). */
static size_t merged_write(const struct bss_entry *e, struct writer *w)
{
    struct extsta_span last = bss_probe_elements(e->info), other = bss_beacon_elements(e->info);
    if (e->last_beacon) {
        struct extsta_span swap = last;
        last = other;
        other = swap;
    }
    size_t len = named_write(e->info, last, w);
    struct reader r = reader_of(other);
    struct element el;
    while (element_next(&r, &el)) {
        if (!element_in(last, &el)) {
            writer_span(w, el.whole);
            len += el.whole.len;
        }
    }
    return len;
}

/* Whether the country element's sub-bands contain the channel (9.4.2.8). */
static bool country_has_channel(struct extsta_span country, uint16_t freq)
{
    struct reader r = reader_of(country);
    reader_take(&r, 3);
    uint8_t channel = freq_to_channel(freq);
    while (reader_left(&r) >= 3) {
        uint8_t first = reader_u8(&r), count = reader_u8(&r);
        reader_u8(&r);
        unsigned step = first > 14 ? 4 : 1; /* numbers of 5 GHz channels are four apart */
        /* from 201 on it is an operating triplet, no sub-band */
        if (first < 201 && channel >= first && channel < first + step * count) {
            return true;
        }
    }
    return false;
}

bool bss_country_allows(const struct bss_info *info, uint16_t freq)
{
    struct elements elements;
    elements_parse(bss_elements(info), &elements);
    return elements.country.data && country_has_channel(elements.country, freq);
}

/* SCN-26: true where the host names no country, or the BSS has no Country element. */
static bool in_reg_domain(const struct bss_entry *e, const uint8_t country[3])
{
    struct elements elements;
    elements_parse(bss_elements(e->info), &elements);
    if ((country[0] | country[1] | country[2]) == 0 || !elements.country.data) {
        return true;
    }
    return memcmp(elements.country.data, country, 2) == 0 &&
           country_has_channel(elements.country, e->freq);
}

/* Written to nowhere: how long it would be. */
static size_t elements_len(const struct bss_entry *e)
{
    struct writer nowhere = writer_of((uint8_t[1]){0}, 0);
    return merged_write(e, &nowhere);
}

static struct extsta_payload entry_of(const struct bss_entry *e, const uint8_t country[3])
{
    const struct bss_info *info = e->info;
    return (struct extsta_payload){
        .form = EXTSTA_FORM_BSS_ENTRY,
        .bss = {.phy_id = e->phy,
                .freq = e->freq,
                .bssid = info->bssid,
                .bss_type = (info->capability & CAPABILITY_IBSS)
                                ? dot11_BSS_type_independent
                                : dot11_BSS_type_infrastructure,
                .rssi = e->signal,
                .link_quality = bss_link_quality(e->signal), /* LQ-06: one measure */
                .in_reg_domain = in_reg_domain(e, country),
                .beacon_period = info->interval,
                .timestamp = e->timestamp,
                .host_timestamp = e->heard * 10, /* 100 ns */
                .capability = info->capability,
                .elements.bytes.len = elements_len(e)},
    };
}

/* Whether it is there, as far as the host is told; the AP always is (SCN-27). */
static bool is_listed(const struct miniport *mp, const struct bss_entry *e, extsta_time now)
{
    return now - e->heard <= BSS_LISTED || e == mlme_bss(mp);
}

/* Lengths first, so that too small a buffer is told the whole of what it needs (ROL-04). Each
 * entry is written with room for its elements, which are then merged into that room. */
size_t bss_list_write(struct miniport *mp, extsta_time now, const uint8_t country[3],
                      struct writer *w)
{
    bss_age(mp, now);
    size_t total = 0;
    for (size_t i = 0; i < mp->bss.count; i++) {
        const struct bss_entry *e = &mp->bss.entries[i];
        total += is_listed(mp, e, now)
                     ? extsta_form_least(EXTSTA_FORM_BSS_ENTRY) + elements_len(e)
                     : 0;
    }
    struct extsta_payload list = {.form = EXTSTA_FORM_BSS_LIST,
                                  .list = {(uint32_t)total, {.bytes.len = total}}};
    size_t needed = extsta_payload_write(&list, NULL, 0);
    uint8_t *p = writer_room(w, needed);
    if (p) {
        extsta_payload_write(&list, p, needed);
        struct writer entries = writer_of(p + needed - total, total);
        for (size_t i = 0; i < mp->bss.count; i++) {
            const struct bss_entry *e = &mp->bss.entries[i];
            if (!is_listed(mp, e, now)) {
                continue;
            }
            struct extsta_payload entry = entry_of(e, country);
            size_t len = entry.bss.elements.bytes.len;
            payload_write(&entries, &entry);
            struct writer elements = writer_of(entries.p - len, len);
            merged_write(e, &elements);
        }
    }
    return needed;
}
