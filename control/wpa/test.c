/* Commands for tests of protocols, answered where the interface was opened for them: test
 * traffic, and frames as if they had been received. */
#include "command.h"
#include "address.h"
#include "test_radio.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEST_FRAME  1500u /* octets, the Ethernet header included */
#define ETHERNET    14u
#define IP_HEADER   20u
#define FRAME_ROOM  2048u
#define DATA_HEADER 24u

void wpa_data_test_config(struct wpa_call *call, char *rest)
{
    uint32_t on;
    bool ok = wpa_number_read(wpa_argument(rest), &on, NULL) && on <= 1;
    if (ok) {
        call->station->data_test = on != 0;
    }
    wpa_reply_bool(call->reply, ok);
}

/* RFC 1071 */
static uint16_t checksum(const uint8_t *p, size_t len)
{
    uint32_t sum = 0;
    for (size_t i = 0; i + 1 < len; i += 2) {
        sum += (uint32_t)p[i] << 8 | p[i + 1];
    }
    while (sum >> 16) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return (uint16_t)~sum;
}

/* IPv4 from 192.168.1.1 to .2, behind it octets that count up. */
static void test_frame(uint8_t *out, struct extsta_mac to, struct extsta_mac from, uint8_t tos,
                       size_t ip_len)
{
    static const uint8_t addresses[8] = {192, 168, 1, 1, 192, 168, 1, 2};
    uint8_t *ip = out + ETHERNET;
    memset(out, 0, ETHERNET + IP_HEADER);
    memcpy(out, to.b, 6);
    memcpy(out + 6, from.b, 6);
    out[12] = 0x08;
    ip[0] = 0x45;
    ip[1] = tos;
    ip[2] = (uint8_t)(ip_len >> 8);
    ip[3] = (uint8_t)ip_len;
    ip[5] = 1;
    ip[8] = 64;
    ip[9] = 1;
    memcpy(ip + 12, addresses, sizeof addresses);
    uint16_t sum = checksum(ip, IP_HEADER);
    ip[10] = (uint8_t)(sum >> 8);
    ip[11] = (uint8_t)sum;
    for (size_t i = IP_HEADER; i < ip_len; i++) {
        ip[i] = (uint8_t)(i - IP_HEADER);
    }
}

static void transmit(struct wpa_call *call, struct extsta_span frame, uint8_t priority)
{
    extsta_tx(service_core(call->station->s), call->now, &frame, 1, priority);
    service_kick(call->station->s);
}

static bool mac_argument(char **rest, struct extsta_mac *mac)
{
    const char *word = wpa_word(rest);
    return word && address_read(word, mac);
}

/* "destination source type-of-service [len=octets of IP]" */
void wpa_data_test_tx(struct wpa_call *call, char *rest)
{
    struct extsta_mac to, from;
    uint8_t frame[TEST_FRAME];
    uint32_t tos, len = TEST_FRAME - ETHERNET;
    bool ok =
        call->station->data_test && mac_argument(&rest, &to) && mac_argument(&rest, &from);
    const char *word = ok ? wpa_word(&rest) : NULL, *value;
    ok = word && wpa_number_read(word, &tos, NULL) && tos <= 255;
    word = wpa_word(&rest);
    if (ok && word) {
        ok = wpa_text_begins(word, "len=", &value) && wpa_number_read(value, &len, NULL) &&
             len >= IP_HEADER && len <= TEST_FRAME - ETHERNET;
    }
    if (ok) {
        test_frame(frame, to, from, (uint8_t)tos, len);
        transmit(call, (struct extsta_span){frame, ETHERNET + len}, (uint8_t)(tos >> 5));
    }
    wpa_reply_bool(call->reply, ok);
}

/* "[ifname=name] octets of an Ethernet frame" */
void wpa_data_test_frame(struct wpa_call *call, char *rest)
{
    uint8_t frame[FRAME_ROOM];
    const char *word = wpa_word(&rest), *value;
    if (word && wpa_text_begins(word, "ifname=", &value)) {
        word =
            strcmp(value, service_station_name(call->station->s)) == 0 ? wpa_word(&rest) : NULL;
    }
    size_t len = word ? wpa_hex_read(word, strlen(word), frame, sizeof frame) : SIZE_MAX;
    bool ok = len != SIZE_MAX && len >= ETHERNET;
    if (ok) {
        transmit(call, (struct extsta_span){frame, len}, 0);
    }
    wpa_reply_bool(call->reply, ok);
}

void wpa_test_received(struct wpa_station *ws, struct extsta_span frame)
{
    const uint8_t *ip = frame.data + ETHERNET;
    if (!ws->data_test || frame.len < ETHERNET + IP_HEADER || frame.len > TEST_FRAME ||
        frame.data[12] != 0x08 || frame.data[13] != 0 || ip[0] != 0x45) {
        return;
    }
    size_t len = (size_t)(ip[2] << 8 | ip[3]);
    if (len < IP_HEADER || len > frame.len - ETHERNET) {
        return;
    }
    for (size_t i = IP_HEADER; i < len; i++) {
        if (ip[i] != (uint8_t)(i - IP_HEADER)) {
            return;
        }
    }
    char extra[24] = "";
    struct extsta_mac to, from;
    memcpy(to.b, frame.data, 6);
    memcpy(from.b, frame.data + 6, 6);
    if (len != TEST_FRAME - ETHERNET) {
        (void)snprintf(extra, sizeof extra, " len=%zu", len);
    }
    wpa_event_say(ws, WPA_LEVEL_INFO, "DATA-TEST-RX " WPA_MAC_FORMAT " " WPA_MAC_FORMAT "%s",
                  WPA_MAC_OCTETS(to), WPA_MAC_OCTETS(from), extra);
}

static void receive(struct wpa_call *call, struct extsta_span octets, unsigned freq, int signal,
                    unsigned rate)
{
    struct extsta_rx_frame frame = {
        .bytes = octets,
        .meta = {.freq = (uint16_t)freq, .signal = (int8_t)signal, .rate = (uint16_t)rate}};
    extsta_rx(service_core(call->station->s), call->now, &frame, 1);
    service_kick(call->station->s);
}

/* "freq=MHz [datarate=500 kb/s] [ssi_signal=dBm] frame=octets" */
void wpa_mgmt_rx_process(struct wpa_call *call, char *rest)
{
    uint8_t frame[FRAME_ROOM];
    uint32_t freq = 0, rate = 0;
    int signal = 0;
    size_t len = SIZE_MAX;
    const char *word, *value;
    while ((word = wpa_word(&rest)) != NULL) {
        if (wpa_text_begins(word, "freq=", &value)) {
            (void)wpa_number_read(value, &freq, NULL);
        } else if (wpa_text_begins(word, "datarate=", &value)) {
            (void)wpa_number_read(value, &rate, NULL);
        } else if (wpa_text_begins(word, "ssi_signal=", &value)) {
            signal = atoi(value);
        } else if (wpa_text_begins(word, "frame=", &value)) {
            len = wpa_hex_read(value, strlen(value), frame, sizeof frame);
        } else {
            len = SIZE_MAX;
            break;
        }
    }
    bool ok = len != SIZE_MAX && len >= DATA_HEADER && (frame[0] & 0x0c) == 0 && freq &&
              freq < 65536 && rate < 65536 && signal > -128 && signal < 128;
    if (ok) {
        receive(call, (struct extsta_span){frame, len}, freq, signal, rate);
    }
    wpa_reply_bool(call->reply, ok);
}

/* MAC header, LLC/SNAP and the octets that are typed, as an EAPOL PDU, into `frame`; the whole
 * length, SIZE_MAX: it is none, or too long. */
static size_t eapol_frame(char *rest, uint8_t *frame, size_t room,
                          const struct extsta_mac to[3], uint8_t direction)
{
    static const uint8_t snap[8] = {0xaa, 0xaa, 0x03, 0, 0, 0, 0x88, 0x8e};
    size_t head = DATA_HEADER + sizeof snap;
    const char *word = wpa_word(&rest);
    size_t len = word ? wpa_hex_read(word, strlen(word), frame + head, room - head) : SIZE_MAX;
    if (len == SIZE_MAX) {
        return SIZE_MAX;
    }
    memset(frame, 0, DATA_HEADER);
    frame[0] = 0x08;
    frame[1] = direction;
    for (size_t i = 0; i < 3; i++) {
        memcpy(frame + 4 + 6 * i, to[i].b, 6);
    }
    memcpy(frame + DATA_HEADER, snap, sizeof snap);
    return head + len;
}

/* "source octets": a PDU of EAPOL, as if the AP had sent it without protection. */
void wpa_eapol_rx(struct wpa_call *call, char *rest)
{
    uint8_t frame[FRAME_ROOM];
    struct extsta_mac from;
    struct extsta_station_status is;
    size_t len = SIZE_MAX;
    extsta_station_status(service_core(call->station->s), &is);
    if (is.associated && mac_argument(&rest, &from)) {
        len = eapol_frame(rest, frame, sizeof frame,
                          (struct extsta_mac[]){is.address, is.bssid, from}, 0x02);
    }
    if (len != SIZE_MAX) {
        receive(call, (struct extsta_span){frame, len}, is.freq, is.rssi, 0);
    }
    wpa_reply_bool(call->reply, len != SIZE_MAX);
}

/* "[error=0|1] [pairwise=0|1]": an EAPOL-Key frame that asks for a new key, or reports a wrong
 * Michael MIC. */
void wpa_key_request(struct wpa_call *call, char *rest)
{
    uint32_t error = 0, pairwise = 0;
    bool ok = true;
    const char *word, *value;
    while (ok && (word = wpa_word(&rest)) != NULL) {
        ok = (wpa_text_begins(word, "error=", &value) && wpa_number_read(value, &error, NULL) &&
              error <= 1) ||
             (wpa_text_begins(word, "pairwise=", &value) &&
              wpa_number_read(value, &pairwise, NULL) && pairwise <= 1);
    }
    ok = ok && extsta_key_request(service_core(call->station->s), call->now, error != 0,
                                  pairwise != 0) == EXTSTA_OK;
    service_kick(call->station->s);
    wpa_reply_bool(call->reply, ok);
}

/* --- through the test radio --- */

static bool send_own(struct wpa_call *call, uint8_t *frame, size_t len, bool told)
{
    struct extsta_station_status is;
    extsta_station_status(service_core(call->station->s), &is);
    uint16_t freq = is.freq ? is.freq : call->station->link.freq;
    bool ok = call->station->radio && len != SIZE_MAX &&
              wpa_test_radio_send(call->station->radio, call->now, frame, len, freq, told);
    service_kick(call->station->s);
    return ok;
}

/* "destination octets": a PDU of EAPOL to the AP, without protection. */
void wpa_eapol_tx(struct wpa_call *call, char *rest)
{
    uint8_t frame[FRAME_ROOM];
    struct extsta_mac to;
    struct extsta_station_status is;
    size_t len = SIZE_MAX;
    extsta_station_status(service_core(call->station->s), &is);
    if (is.associated && mac_argument(&rest, &to)) {
        len = eapol_frame(rest, frame, sizeof frame,
                          (struct extsta_mac[]){is.bssid, is.address, to}, 0x01);
    }
    wpa_reply_bool(call->reply, len != SIZE_MAX && send_own(call, frame, len, false));
}

static void management(struct wpa_call *call, uint8_t *frame, uint8_t type,
                       struct extsta_mac to, struct extsta_mac bssid)
{
    struct extsta_station_status is;
    extsta_station_status(service_core(call->station->s), &is);
    memset(frame, 0, DATA_HEADER);
    frame[0] = type;
    memcpy(frame + 4, to.b, 6);
    memcpy(frame + 10, is.address.b, 6);
    memcpy(frame + 16, bssid.b, 6);
}

/* "destination BSSID freq=MHz [wait_time=ms] [no_cck=1] action=octets"; on the channel that the
 * radio is tuned to. */
void wpa_mgmt_tx(struct wpa_call *call, char *rest)
{
    uint8_t frame[FRAME_ROOM];
    struct extsta_mac to, bssid;
    struct extsta_station_status is;
    uint32_t freq = 0;
    size_t len = SIZE_MAX;
    const char *word, *value;
    bool ok = mac_argument(&rest, &to) && mac_argument(&rest, &bssid);
    extsta_station_status(service_core(call->station->s), &is);
    while (ok && (word = wpa_word(&rest)) != NULL) {
        if (wpa_text_begins(word, "freq=", &value)) {
            ok = wpa_number_read(value, &freq, NULL);
        } else if (wpa_text_begins(word, "action=", &value)) {
            len = wpa_hex_read(value, strlen(value), frame + DATA_HEADER,
                               sizeof frame - DATA_HEADER);
        } else {
            ok = wpa_text_begins(word, "wait_time=", &value) ||
                 wpa_text_begins(word, "no_cck=", &value);
        }
    }
    ok = ok && len != SIZE_MAX && len > 0 &&
         freq == (is.freq ? is.freq : call->station->link.freq);
    if (ok) {
        management(call, frame, 0xd0, to, bssid);
        ok = send_own(call, frame, DATA_HEADER + len, true);
    }
    wpa_reply_bool(call->reply, ok);
}

/* "[reason]": a Deauthentication frame to the AP that is not protected. */
void wpa_unprot_deauth(struct wpa_call *call, char *rest)
{
    uint8_t frame[DATA_HEADER + 2];
    uint32_t reason = 7; /* class 3 frame received from nonassociated station */
    const char *text = wpa_argument(rest);
    struct extsta_mac bssid = call->station->link.bssid;
    bool ok =
        call->station->link.associated && (!*text || wpa_number_read(text, &reason, NULL));
    if (ok) {
        management(call, frame, 0xc0, bssid, bssid);
        frame[DATA_HEADER] = (uint8_t)reason;
        frame[DATA_HEADER + 1] = (uint8_t)(reason >> 8);
        ok = send_own(call, frame, sizeof frame, false);
    }
    wpa_reply_bool(call->reply, ok);
}

/* "[octets]": elements behind those of association requests to come; nothing: none any more. */
void wpa_test_assoc_ie(struct wpa_call *call, char *rest)
{
    struct wpa_test_radio *r = call->station->radio;
    const char *hex = wpa_argument(rest);
    size_t len = r ? wpa_hex_read(hex, strlen(hex), r->elements, sizeof r->elements) : SIZE_MAX;
    if (len != SIZE_MAX) {
        r->elements_len = len;
    }
    wpa_reply_bool(call->reply, len != SIZE_MAX);
}

bool wpa_test_set(struct wpa_call *call, const char *name, const char *value)
{
    struct wpa_test_radio *r = call->station->radio;
    bool eapol = strcmp(name, "ext_eapol_frame_io") == 0;
    uint32_t on;
    if (!eapol && strcmp(name, "ext_mgmt_frame_handling") != 0) {
        return false;
    }
    bool ok = r && wpa_number_read(value, &on, NULL) && on <= 1;
    if (ok) {
        *(eapol ? &r->eapol_io : &r->mgmt_io) = on != 0;
    }
    wpa_reply_bool(call->reply, ok);
    return true;
}
