/* BSS in all its forms, and what makes BSSs forgotten. */
#include "command.h"
#include "address.h"
#include <extsta/windot11.h>
#include <stdlib.h>
#include <string.h>

/* Bits of MASK=, as wpa_supplicant has them. */
#define MASK_ID           0x000001u
#define MASK_BSSID        0x000002u
#define MASK_FREQ         0x000004u
#define MASK_BEACON_INT   0x000008u
#define MASK_CAPABILITIES 0x000010u
#define MASK_QUAL         0x000020u
#define MASK_NOISE        0x000040u
#define MASK_LEVEL        0x000080u
#define MASK_TSF          0x000100u
#define MASK_AGE          0x000200u
#define MASK_IE           0x000400u
#define MASK_FLAGS        0x000800u
#define MASK_SSID         0x001000u
#define MASK_DELIM        0x020000u
#define MASK_SNR          0x080000u
#define MASK_UPDATE_IDX   0x400000u
#define MASK_ALL          (0xffffffffu & ~MASK_DELIM)
#define NOISE_FLOOR       (-92) /* dBm: of 20 MHz, where the radio tells none */

static bool add_numbers(struct wpa_reply *r, const struct wpa_bss *b, uint32_t mask)
{
    return (!(mask & MASK_ID) || wpa_reply_add(r, "id=%u\n", b->id)) &&
           (!(mask & MASK_BSSID) ||
            wpa_reply_add(r, "bssid=" WPA_MAC_FORMAT "\n", WPA_MAC_OCTETS(b->bssid))) &&
           (!(mask & MASK_FREQ) || wpa_reply_add(r, "freq=%u\n", b->freq)) &&
           (!(mask & MASK_BEACON_INT) ||
            wpa_reply_add(r, "beacon_int=%u\n", b->beacon_period)) &&
           (!(mask & MASK_CAPABILITIES) ||
            wpa_reply_add(r, "capabilities=0x%04x\n", b->capability)) &&
           (!(mask & MASK_QUAL) || wpa_reply_add(r, "qual=0\n")) &&
           (!(mask & MASK_NOISE) || wpa_reply_add(r, "noise=%d\n", NOISE_FLOOR)) &&
           (!(mask & MASK_LEVEL) || wpa_reply_add(r, "level=%d\n", b->level));
}

static bool add_texts(struct wpa_reply *r, const struct wpa_bss *b, uint32_t mask,
                      extsta_time now)
{
    struct extsta_span elements = {b->elements, b->elements_len};
    char ssid[WPA_SSID_TEXT];
    (void)wpa_text_escape(b->ssid, ssid, sizeof ssid);
    unsigned age = now > b->seen ? (unsigned)((now - b->seen) / 1000000u) : 0;
    return (!(mask & MASK_TSF) ||
            wpa_reply_add(r, "tsf=%016llu\n", (unsigned long long)b->tsf)) &&
           (!(mask & MASK_AGE) || wpa_reply_add(r, "age=%u\n", age)) &&
           (!(mask & MASK_IE) || (wpa_reply_add(r, "ie=") && wpa_reply_hex(r, elements) &&
                                  wpa_reply_add(r, "\n"))) &&
           (!(mask & MASK_FLAGS) ||
            (wpa_reply_add(r, "flags=") && wpa_flags_add(r, elements, b->capability) &&
             wpa_reply_add(r, "\n"))) &&
           (!(mask & MASK_SSID) || wpa_reply_add(r, "ssid=%s\n", ssid)) &&
           (!(mask & MASK_SNR) || wpa_reply_add(r, "snr=%d\n", b->level - NOISE_FLOOR)) &&
           (!(mask & MASK_UPDATE_IDX) || wpa_reply_add(r, "update_idx=%u\n", b->updates)) &&
           (!(mask & MASK_DELIM) || wpa_reply_add(r, "====\n"));
}

/* All of it or nothing. */
static bool add_bss(struct wpa_call *call, const struct wpa_bss *b, uint32_t mask)
{
    size_t before = call->reply->len;
    if (add_numbers(call->reply, b, mask) && add_texts(call->reply, b, mask, call->now)) {
        return true;
    }
    wpa_reply_back(call->reply, before);
    return false;
}

/* "ALL", "N", "N-", "-N", "N-M". */
static bool range_read(const char *text, uint32_t *from, uint32_t *to)
{
    *from = 0;
    *to = UINT32_MAX;
    if (strncmp(text, "ALL", 3) == 0) {
        return true;
    }
    bool begun = wpa_number_read(text, from, &text);
    if (*text != '-') {
        *to = *from;
        return begun;
    }
    return wpa_number_read(text + 1, to, &text) || begun;
}

static void bss_range(struct wpa_call *call, const char *text, uint32_t mask)
{
    const struct wpa_bss_table *t = &call->station->bss;
    const struct wpa_bss *last = NULL;
    uint32_t from, to;
    if (!range_read(text, &from, &to)) {
        return;
    }
    size_t before = 0;
    for (size_t i = 0; i < t->count; i++) {
        const struct wpa_bss *b = &t->list[i];
        if (b->id < from || b->id > to) {
            continue;
        }
        before = call->reply->len;
        if (!add_bss(call, b, mask)) {
            return;
        }
        last = b;
    }
    /* behind the last of all there stands another mark */
    if (last && mask & MASK_DELIM) {
        wpa_reply_back(call->reply, before);
        (void)(add_bss(call, last, mask & ~MASK_DELIM) && wpa_reply_add(call->reply, "####\n"));
    }
}

static const struct wpa_bss *bss_next(const struct wpa_bss_table *t, const char *id_text)
{
    uint32_t id;
    if (!wpa_number_read(id_text, &id, NULL)) {
        return NULL;
    }
    for (size_t i = 0; i < t->count; i++) {
        if (t->list[i].id == id) {
            return i + 1 < t->count ? &t->list[i + 1] : NULL;
        }
    }
    return NULL;
}

static const struct wpa_bss *bss_named(struct wpa_call *call, const char *word)
{
    const struct wpa_bss_table *t = &call->station->bss;
    const char *rest;
    struct extsta_mac mac;
    uint32_t n;
    if (strcmp(word, "FIRST") == 0 || strcmp(word, "ANY") == 0 || strcmp(word, "first") == 0) {
        return t->count ? &t->list[0] : NULL;
    }
    if (strcmp(word, "LAST") == 0) {
        return t->count ? &t->list[t->count - 1] : NULL;
    }
    if (strcmp(word, "CURRENT") == 0) {
        return call->station->link.associated ? wpa_bss_by_address(t, call->station->link.bssid)
                                              : NULL;
    }
    if (wpa_text_begins(word, "ID-", &rest)) {
        return wpa_number_read(rest, &n, NULL) ? wpa_bss_by_id(t, n) : NULL;
    }
    if (wpa_text_begins(word, "NEXT-", &rest)) {
        return bss_next(t, rest);
    }
    if (address_read(word, &mac)) {
        return wpa_bss_by_address(t, mac);
    }
    return wpa_number_read(word, &n, NULL) && n < t->count ? &t->list[n] : NULL;
}

void wpa_bss(struct wpa_call *call, char *rest)
{
    uint32_t mask = MASK_ALL;
    const char *word = wpa_word(&rest), *value, *range = NULL;
    const char *option = word;
    while (option) {
        if (wpa_text_begins(option, "MASK=", &value)) {
            char *end;
            mask = (uint32_t)strtoul(value, &end, 16);
            mask = mask ? mask : MASK_ALL;
        } else if (wpa_text_begins(option, "RANGE=", &value)) {
            range = value;
        }
        option = wpa_word(&rest);
    }
    wpa_event_look(call->station, call->now);
    if (range) {
        bss_range(call, range, mask);
        return;
    }
    const struct wpa_bss *b = word ? bss_named(call, word) : NULL;
    if (b && !add_bss(call, b, mask)) {
        (void)add_bss(call, b, mask & ~MASK_IE); /* elements that no datagram takes */
    }
}

void wpa_bss_flush(struct wpa_call *call, char *rest)
{
    struct wpa_station *ws = call->station;
    uint32_t age = 0;
    char *text = wpa_argument(rest);
    if (*text && !wpa_number_read(text, &age, NULL)) {
        wpa_reply_fail(call->reply);
        return;
    }
    extsta_time span = (extsta_time)age * 1000000u;
    ws->bss.flushed = call->now > span ? call->now - span : 0;
    if (!age) {
        (void)wpa_oid_set(ws, call->now, OID_DOT11_FLUSH_BSS_LIST,
                          (struct extsta_span){NULL, 0});
        ws->bss.flushed = call->now;
    }
    wpa_event_look(ws, call->now);
    wpa_reply_ok(call->reply);
}

static void limit_set(struct wpa_call *call, char *rest, uint32_t least, const char *variable,
                      const char *name)
{
    char why[WPA_WHY];
    uint32_t value;
    const char *text = wpa_argument(rest);
    struct wpa_variables *v = call->station->networks.interface;
    if (!wpa_number_read(text, &value, NULL) || value < least ||
        wpa_variables_set(v, variable, text, why, sizeof why) != WPA_DONE) {
        wpa_event_say(call->station, WPA_LEVEL_ERROR, "Invalid bss expiration %s %s", name,
                      text);
        wpa_reply_fail(call->reply);
        return;
    }
    wpa_reply_ok(call->reply);
}

void wpa_bss_expire_age(struct wpa_call *call, char *rest)
{
    limit_set(call, rest, 10, "bss_expiration_age", "age");
}

void wpa_bss_expire_count(struct wpa_call *call, char *rest)
{
    limit_set(call, rest, 1, "bss_expiration_scan_count", "count");
}
