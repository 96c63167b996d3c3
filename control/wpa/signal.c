/* How the AP is heard, and what was sent and received. */
#include "command.h"
#include <extsta/windot11.h>
#include <stdlib.h>
#include <string.h>

/* Width and centre of the channel, by the elements of its BSS (IEEE
 * 802.11-2020 9.4.2.56, 9.4.2.158). */
static unsigned channel_of(const struct wpa_station *ws, unsigned freq, unsigned *centre)
{
    const struct wpa_bss *b = wpa_bss_by_address(&ws->bss, ws->link.bssid);
    struct extsta_span elements = {b ? b->elements : NULL, b ? b->elements_len : 0}, ht, vht;
    *centre = freq;
    if (!b || !ws->link.generation || !wpa_element(elements, 61, &ht) || ht.len < 2) {
        return 20;
    }
    if (ws->link.generation >= 5 && freq > 5000 && wpa_element(elements, 192, &vht) &&
        vht.len >= 3 && vht.data[0] == 1) {
        *centre = 5000u + 5u * vht.data[1];
        return 80;
    }
    unsigned secondary = ht.data[1] & 3u;
    if (secondary == 1 || secondary == 3) {
        *centre = secondary == 1 ? freq + 10 : freq - 10;
        return 40;
    }
    return 20;
}

void wpa_signal_poll(struct wpa_call *call, char *rest)
{
    const struct wpa_station *ws = call->station;
    struct extsta_station_status is;
    unsigned centre;
    extsta_station_status(service_core(ws->s), &is);
    if (!is.associated || !is.rssi) {
        wpa_reply_fail(call->reply);
        return;
    }
    unsigned width = channel_of(ws, is.freq, &centre);
    (void)wpa_reply_add(call->reply,
                        "RSSI=%d\nLINKSPEED=%u\nNOISE=9999\nFREQUENCY=%u\nWIDTH=%u MHz%s\n"
                        "CENTER_FRQ1=%u\n",
                        is.rssi, ws->link.rate / 2u, is.freq, width,
                        ws->link.generation ? "" : " (no HT)", centre);
}

void wpa_pktcnt_poll(struct wpa_call *call, char *rest)
{
    struct extsta_payload list, entry;
    uint8_t *buffer;
    size_t len;
    if (!wpa_oid_query(call->station, call->now, OID_DOT11_ENUM_ASSOCIATION_INFO, &buffer,
                       &len)) {
        wpa_reply_fail(call->reply);
        return;
    }
    bool read = extsta_payload_read(EXTSTA_FORM_ASSOCIATION_INFO_LIST,
                                    (struct extsta_span){buffer, len}, &list);
    struct extsta_part entries = list.list.entries;
    bool found = false;
    while (read && !found && extsta_payload_next(&entries, &entry)) {
        const struct extsta_association_info *a = &entry.association_info;
        found = memcmp(a->peer.b, call->station->link.bssid.b, 6) == 0;
        if (found) {
            (void)wpa_reply_add(call->reply, "TXGOOD=%llu\nTXBAD=%llu\nRXGOOD=%llu\n",
                                (unsigned long long)a->tx_ok, (unsigned long long)a->tx_failed,
                                (unsigned long long)a->rx_ok);
        }
    }
    free(buffer);
    if (!found) {
        wpa_reply_fail(call->reply);
    }
}

void wpa_signal_monitor(struct wpa_call *call, char *rest)
{
    struct wpa_station *ws = call->station;
    const char *word, *value;
    int threshold = 0, hysteresis = 0;
    while ((word = wpa_word(&rest)) != NULL) {
        if (wpa_text_begins(word, "THRESHOLD=", &value)) {
            threshold = atoi(value);
        } else if (wpa_text_begins(word, "HYSTERESIS=", &value)) {
            hysteresis = atoi(value);
        } else {
            wpa_reply_fail(call->reply);
            return;
        }
    }
    if (threshold < -127 || threshold > 0 || hysteresis < 0 || hysteresis > 127) {
        wpa_reply_fail(call->reply);
        return;
    }
    ws->signal_threshold = threshold;
    ws->signal_hysteresis = hysteresis;
    ws->signal_told = 0;
    wpa_reply_ok(call->reply);
}
