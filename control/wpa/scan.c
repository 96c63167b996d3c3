/* SCAN and what goes with it: arguments as wpa_supplicant has them, to service_scan. */
#include "command.h"
#include "address.h"
#include <extsta/windot11.h>
#include <string.h>

#define SSIDS 8u
#define FREQS 64u

struct arguments {
    struct extsta_span ssids[SSIDS];
    uint8_t octets[SSIDS][32];
    size_t ssid_count;
    uint16_t freqs[FREQS];
    size_t freq_count;
    struct extsta_mac bssid;
    bool passive, use_id, wildcard;
};

static bool freq_add(struct arguments *a, uint32_t freq)
{
    if (freq < 2400 || freq > 7200 || a->freq_count == FREQS) {
        return false;
    }
    a->freqs[a->freq_count++] = (uint16_t)freq;
    return true;
}

/* "2412,2437" and "2412-2432": of a range each channel's place. */
static bool freqs_read(struct arguments *a, const char *text)
{
    while (*text) {
        uint32_t from, to;
        if (!wpa_number_read(text, &from, &text)) {
            return false;
        }
        to = from;
        if (*text == '-' && !wpa_number_read(text + 1, &to, &text)) {
            return false;
        }
        for (uint32_t f = from; f <= to; f += 5) {
            if (!freq_add(a, f)) {
                return false;
            }
        }
        if (*text == ',') {
            text++;
        } else if (*text) {
            return false;
        }
    }
    return a->freq_count > 0;
}

static bool ssid_add(struct arguments *a, const uint8_t *octets, size_t len)
{
    if (a->ssid_count == SSIDS || len > sizeof a->octets[0]) {
        return false;
    }
    memcpy(a->octets[a->ssid_count], octets, len);
    a->ssids[a->ssid_count] = (struct extsta_span){a->octets[a->ssid_count], len};
    a->ssid_count++;
    return true;
}

/* scan_id=1,2: of these networks the names. */
static bool ids_read(struct wpa_call *call, struct arguments *a, const char *text)
{
    struct wpa_station *ws = call->station;
    wpa_station_sync(ws);
    while (*text) {
        uint32_t id;
        uint8_t ssid[32];
        if (!wpa_number_read(text, &id, &text) || (*text && *text != ',')) {
            return false;
        }
        const struct wpa_network *w = wpa_network(&ws->networks, id);
        size_t len = w ? wpa_variables_octets(w->variables, "ssid", ssid, sizeof ssid) : 0;
        if (!len || !ssid_add(a, ssid, len)) {
            return false;
        }
        text += *text == ',';
    }
    return true;
}

static bool flag_read(const char *text, bool *flag)
{
    uint32_t value;
    if (!wpa_number_read(text, &value, NULL) || value > 1) {
        return false;
    }
    *flag = value != 0;
    return true;
}

static bool argument_read(struct wpa_call *call, struct arguments *a, const char *word,
                          char **rest)
{
    const char *value;
    bool ignored;
    if (strcmp(word, "TYPE=ONLY") == 0) {
        return true; /* a scan that was asked for makes nothing else happen here */
    }
    if (wpa_text_begins(word, "freq=", &value) || wpa_text_begins(word, "scan_freq=", &value)) {
        return freqs_read(a, value);
    }
    if (wpa_text_begins(word, "passive=", &value)) {
        return flag_read(value, &a->passive);
    }
    if (wpa_text_begins(word, "use_id=", &value)) {
        return flag_read(value, &a->use_id);
    }
    if (wpa_text_begins(word, "wildcard_ssid=", &value)) {
        return flag_read(value, &a->wildcard);
    }
    if (wpa_text_begins(word, "only_new=", &value)) {
        return flag_read(value, &ignored) && !ignored;
    }
    if (wpa_text_begins(word, "scan_id=", &value)) {
        return ids_read(call, a, value);
    }
    if (wpa_text_begins(word, "bssid=", &value)) {
        return address_read(value, &a->bssid);
    }
    if (strcmp(word, "ssid") == 0) {
        uint8_t octets[32];
        const char *hex = wpa_word(rest);
        size_t len = hex ? wpa_hex_read(hex, strlen(hex), octets, sizeof octets) : SIZE_MAX;
        return len <= sizeof octets && ssid_add(a, octets, len);
    }
    return false;
}

void wpa_scan(struct wpa_call *call, char *rest)
{
    struct wpa_station *ws = call->station;
    struct arguments a = {.ssid_count = 0};
    const char *word;
    while ((word = wpa_word(&rest)) != NULL) {
        if (!argument_read(call, &a, word, &rest)) {
            wpa_reply_fail(call->reply);
            return;
        }
    }
    if (a.wildcard && a.ssid_count && !ssid_add(&a, (const uint8_t *)"", 0)) {
        wpa_reply_fail(call->reply);
        return;
    }
    struct service_scan scan = {
        .ssids = a.ssids,
        .ssid_count = a.ssid_count,
        .freqs = a.freqs,
        .freq_count = a.freq_count,
        .bssid = a.bssid,
        .passive = a.passive,
        .elements = {ws->probe_elements.octets, ws->probe_elements.len}};
    uint32_t before = ws->scan_told;
    ws->scan_told = a.use_id ? ws->scan_id + 1 : 0;
    enum extsta_error error = service_scan(ws->s, &scan);
    if (error != EXTSTA_OK) {
        ws->scan_told = before;
    }
    if (error == EXTSTA_E_STATE) {
        (void)wpa_reply_add(call->reply, "FAIL-BUSY\n");
    } else if (error != EXTSTA_OK || !a.use_id) {
        wpa_reply_bool(call->reply, error == EXTSTA_OK);
    } else {
        ws->scan_id++;
        (void)wpa_reply_add(call->reply, "%u\n", ws->scan_told);
    }
}

void wpa_abort_scan(struct wpa_call *call, char *rest)
{
    (void)service_scan_abort(call->station->s);
    wpa_reply_ok(call->reply); /* there is none any more, or there was none */
}

void wpa_scan_interval(struct wpa_call *call, char *rest)
{
    /* when to look again is the contract's and the service's own: in growing pauses */
    wpa_reply_fail(call->reply);
}

void wpa_scan_results(struct wpa_call *call, char *rest)
{
    struct wpa_station *ws = call->station;
    struct wpa_reply *r = call->reply;
    wpa_event_look(ws, call->now);
    (void)wpa_reply_add(r, "bssid / frequency / signal level / flags / ssid\n");
    for (size_t i = 0; i < ws->bss.count; i++) {
        const struct wpa_bss *b = &ws->bss.list[i];
        char ssid[WPA_SSID_TEXT];
        size_t before = r->len;
        (void)wpa_text_escape(b->ssid, ssid, sizeof ssid);
        if (!wpa_reply_add(r, WPA_MAC_FORMAT "\t%u\t%d\t", WPA_MAC_OCTETS(b->bssid), b->freq,
                           b->level) ||
            !wpa_flags_add(r, (struct extsta_span){b->elements, b->elements_len},
                           b->capability) ||
            !wpa_reply_add(r, "\t%s\n", ssid)) {
            wpa_reply_back(r, before);
            return;
        }
    }
}
