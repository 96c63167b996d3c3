/* Elements: walked, collected, written (element.h); channel numbers and frequencies. All
 * that beacons and responses carry comes through here, from transmitters that nobody has
 * authenticated: every length is held against the frame, and against what the element can
 * be. */
#include "wire/element.h"

/* An extended element's id is in its first octet (9.4.2.1). */
bool element_next(struct reader *r, struct element *e)
{
    *e = (struct element){0};
    if (r->failed || reader_left(r) == 0) {
        return false;
    }
    const uint8_t *start = r->p;
    uint8_t id = reader_u8(r);
    uint8_t len = reader_u8(r);
    struct extsta_span value = reader_take(r, len);
    if (r->failed) {
        return false;
    }
    e->id = id;
    e->value = value;
    e->whole = span(start, 2u + len);
    if (id == ELEMENT_EXTENSION && len > 0) {
        e->ext = value.data[0];
        e->value = span(value.data + 1, value.len - 1);
    }
    return true;
}

bool element_find(struct extsta_span elements, uint8_t id, struct element *e)
{
    struct reader r = reader_of(elements);
    while (element_next(&r, e)) {
        if (e->id == id) {
            return true;
        }
    }
    return false;
}

/* `oui` and `type` as one big-endian number, the way they stand at the head of the value. */
static bool is_vendor(const struct element *e, uint32_t oui, uint8_t type)
{
    return e->id == ELEMENT_VENDOR && e->value.len >= 4 &&
           get_be32(e->value.data) == (oui << 8 | type);
}

/* Where an element is collected, and the lengths of its value that can be right: one
 * that is shorter or longer counts as absent, so nobody reads beyond it. */
struct collected {
    uint8_t id;
    uint8_t min;
    uint8_t max;
    uint8_t ext; /* element id extension, of ELEMENT_EXTENSION */
    bool whole;
    size_t offset;
};
#define VALUE_OF(field) .offset = offsetof(struct elements, field)
#define WHOLE_OF(field) .whole = true, .offset = offsetof(struct elements, field)
static const struct collected collected[] = {
    {ELEMENT_SSID, 0, 32, VALUE_OF(ssid)},
    {ELEMENT_RATES, 1, 255, VALUE_OF(rates)},
    {ELEMENT_TIM, 4, 254, VALUE_OF(tim)},
    {ELEMENT_COUNTRY, 6, 255, VALUE_OF(country)},
    {ELEMENT_CHALLENGE, 1, 255, VALUE_OF(challenge)},
    {ELEMENT_CHANNEL_SWITCH, 3, 255, VALUE_OF(channel_switch)},
    {ELEMENT_ERP, 1, 255, VALUE_OF(erp)},
    {ELEMENT_HT_CAPABILITIES, 26, 255, VALUE_OF(ht_capabilities)},
    {ELEMENT_RSN, 0, 255, WHOLE_OF(rsn)},
    {ELEMENT_EXT_RATES, 1, 255, VALUE_OF(ext_rates)},
    {ELEMENT_MOBILITY_DOMAIN, 3, 255, VALUE_OF(mobility_domain)},
    {ELEMENT_FAST_BSS_TRANSITION, 82, 255, VALUE_OF(fast_bss_transition)},
    {ELEMENT_TIMEOUT_INTERVAL, 5, 255, VALUE_OF(timeout_interval)},
    {ELEMENT_EXT_CHANNEL_SWITCH, 4, 255, VALUE_OF(ext_channel_switch)},
    {ELEMENT_HT_OPERATION, 22, 255, VALUE_OF(ht_operation)},
    {ELEMENT_RM_CAPABILITIES, 5, 255, VALUE_OF(rm_capabilities)},
    {ELEMENT_MMIE, 16, 24, VALUE_OF(mmie)},
    {ELEMENT_EXT_CAPABILITIES, 1, 255, VALUE_OF(ext_capabilities)},
    {ELEMENT_VHT_CAPABILITIES, 12, 255, VALUE_OF(vht_capabilities)},
    {ELEMENT_VHT_OPERATION, 5, 255, VALUE_OF(vht_operation)},
    {ELEMENT_RSNX, 1, 255, WHOLE_OF(rsnx)},
    {ELEMENT_EXTENSION, 21, 254, .ext = ELEMENT_EXT_HE_CAPABILITIES, VALUE_OF(he_capabilities)},
    {ELEMENT_EXTENSION, 6, 254, .ext = ELEMENT_EXT_HE_OPERATION, VALUE_OF(he_operation)},
    {ELEMENT_EXTENSION, 3, 3, .ext = ELEMENT_EXT_OCI, VALUE_OF(oci)},
};

/* A second element of a kind is no more than an attempt to be mistaken. */
static void collect_first(struct extsta_span *slot, struct extsta_span s)
{
    if (!slot->data) {
        *slot = s;
    }
}

static void collect(const struct element *e, struct elements *out)
{
    if (e->id == ELEMENT_DS) {
        if (out->ds_channel == 0 && e->value.len >= 1) {
            out->ds_channel = e->value.data[0];
        }
        return;
    }
    if (is_vendor(e, VENDOR_MICROSOFT, 1)) {
        collect_first(&out->wpa, e->whole);
        return;
    }
    if (is_vendor(e, VENDOR_MICROSOFT, 2)) {
        collect_first(&out->wmm, e->value);
        return;
    }
    if (is_vendor(e, VENDOR_WFA, VENDOR_WFA_OWE_TRANSITION)) {
        collect_first(&out->owe_transition, e->value);
        return;
    }
    if (e->id == ELEMENT_EXTENSION && e->ext == ELEMENT_EXT_DH_PARAMETER) {
        collect_first(&out->dh, e->value);
        return;
    }
    for (size_t i = 0; i < sizeof collected / sizeof *collected; i++) {
        const struct collected *c = &collected[i];
        if (c->id == e->id && c->ext == e->ext && e->value.len >= c->min &&
            e->value.len <= c->max) {
            struct extsta_span *slot = (struct extsta_span *)((char *)out + c->offset);
            collect_first(slot, c->whole ? e->whole : e->value);
            return;
        }
    }
}

bool elements_are_whole(struct extsta_span bytes)
{
    struct reader r = reader_of(bytes);
    struct element e;
    while (element_next(&r, &e)) {
    }
    return !r.failed;
}

bool elements_parse(struct extsta_span bytes, struct elements *out)
{
    struct reader r = reader_of(bytes);
    struct element e;
    *out = (struct elements){0};
    while (element_next(&r, &e)) {
        collect(&e, out);
    }
    return !r.failed;
}

void element_write(struct writer *w, uint8_t id, struct extsta_span value)
{
    if (value.len > 255) {
        w->failed = true;
        return;
    }
    writer_u8(w, id);
    writer_u8(w, (uint8_t)value.len);
    writer_span(w, value);
}

void element_write_rates(struct writer *w, const uint8_t *rates, size_t count)
{
    /* 9.4.2.3: Supported Rates holds eight. */
    size_t first = count < 8 ? count : 8;
    element_write(w, ELEMENT_RATES, span(rates, first));
    if (count > first) {
        element_write(w, ELEMENT_EXT_RATES, span(rates + first, count - first));
    }
}

uint16_t channel_to_freq(uint8_t channel, bool band_5ghz)
{
    if (!band_5ghz) {
        if (channel == 14) {
            return 2484;
        }
        return channel >= 1 && channel <= 13 ? (uint16_t)(2407 + 5 * channel) : 0;
    }
    /* Annex E: the channels of the 4.9 GHz band count from 4 GHz. */
    if (channel >= 183 && channel <= 196) {
        return (uint16_t)(4000 + 5 * channel);
    }
    return channel >= 7 && channel <= 177 ? (uint16_t)(5000 + 5 * channel) : 0;
}

uint8_t freq_to_channel(uint16_t freq)
{
    if (freq == 2484) {
        return 14;
    }
    if (freq % 5 == 2 && freq >= 2412 && freq <= 2472) {
        return (uint8_t)((freq - 2407) / 5);
    }
    if (freq % 5 == 0 && freq >= 4915 && freq <= 4980) {
        return (uint8_t)((freq - 4000) / 5);
    }
    if (freq % 5 == 0 && freq >= 5035 && freq <= 5885) {
        return (uint8_t)((freq - 5000) / 5);
    }
    return 0;
}
