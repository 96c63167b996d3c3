/* What is kept of security associations, and what a user answers. */
#include "command.h"
#include "address.h"
#include <extsta/windot11.h>
#include <stdlib.h>
#include <string.h>

#define LIFETIME                                                                               \
    43200u /* seconds: that of a PMK, as profiles have it unless they say otherwise */

struct listing {
    struct wpa_call *call;
    size_t number;
    bool secret; /* as PMKSA_GET has them */
};

static void add_line(struct listing *l, struct extsta_mac bssid, const uint8_t pmkid[16],
                     unsigned left)
{
    struct wpa_reply *r = l->call->reply;
    size_t before = r->len;
    if (!wpa_reply_add(r, "%zu " WPA_MAC_FORMAT " ", ++l->number, WPA_MAC_OCTETS(bssid)) ||
        !wpa_reply_hex(r, (struct extsta_span){pmkid, 16}) ||
        !wpa_reply_add(r, " %u 0\n", left)) {
        wpa_reply_back(r, before);
    }
}

/* AKMs of 802.1X, by wpa_supplicant's numbers for them. */
static const struct {
    uint32_t akm;
    unsigned bit;
} akm_bits[] = {
    {WPA_AKM(1u), 1u << 0},   {WPA_AKM(3u), 1u << 5},   {WPA_AKM(5u), 1u << 7},
    {WPA_AKM(11u), 1u << 16}, {WPA_AKM(12u), 1u << 17}, {WPA_AKM(13u), 1u << 19},
};
#define AKM_BITS (sizeof akm_bits / sizeof akm_bits[0])

/* "BSSID PMKID PMK reauthentication expiration AKM opportunistic", times in seconds. */
static void add_secret(struct listing *l, const struct extsta_pmksa *p, unsigned left)
{
    struct wpa_reply *r = l->call->reply;
    size_t before = r->len;
    unsigned bit = 0;
    for (size_t i = 0; i < AKM_BITS; i++) {
        bit = akm_bits[i].akm == p->akm ? akm_bits[i].bit : bit;
    }
    if (!wpa_reply_add(r, WPA_MAC_FORMAT " ", WPA_MAC_OCTETS(p->bssid)) ||
        !wpa_reply_hex(r, (struct extsta_span){p->pmkid, 16}) || !wpa_reply_add(r, " ") ||
        !wpa_reply_hex(r, (struct extsta_span){p->pmk, p->pmk_len}) ||
        !wpa_reply_add(r, " %u %u %u 0\n", left, left, bit)) {
        wpa_reply_back(r, before);
    }
}

static void on_pmksa(void *user, const struct extsta_pmksa *p)
{
    struct listing *l = user;
    extsta_time now = l->call->now;
    unsigned left = p->until > now ? (unsigned)((p->until - now) / EXTSTA_SECOND) : 0;
    if (l->secret) {
        add_secret(l, p, left);
    } else {
        add_line(l, p->bssid, p->pmkid, left);
    }
}

void wpa_pmksa(struct wpa_call *call, char *rest)
{
    struct listing l = {.call = call};
    const struct wpa_pmksas *made = &call->station->made;
    (void)wpa_reply_add(call->reply,
                        "Index / AA / PMKID / expiration (in seconds) / opportunistic\n");
    (void)extsta_pmksa_list(service_core(call->station->s), call->now, on_pmksa, &l);
    for (size_t i = 0; i < made->count; i++) {
        extsta_time age = (call->now - made->list[i].since) / EXTSTA_SECOND;
        add_line(&l, made->list[i].bssid, made->list[i].pmkid,
                 age < LIFETIME ? LIFETIME - (unsigned)age : 0u);
    }
}

/* For an external store: of the network that the station is at. */
void wpa_pmksa_get(struct wpa_call *call, char *rest)
{
    const struct wpa_network *w = wpa_network_argument(call, rest, NULL);
    struct listing l = {.call = call, .secret = true};
    if (!w) {
        wpa_reply_fail(call->reply);
    } else if ((int)w->id == wpa_station_network(call->station)) {
        (void)extsta_pmksa_list(service_core(call->station->s), call->now, on_pmksa, &l);
    }
}

static bool pmksa_read(char *text, extsta_time now, struct extsta_pmksa *p)
{
    uint32_t left, bit;
    const char *bssid = wpa_word(&text), *pmkid = wpa_word(&text), *pmk = wpa_word(&text);
    const char *renewal = wpa_word(&text), *expires = wpa_word(&text), *akm = wpa_word(&text);
    if (!akm || !renewal || !address_read(bssid, &p->bssid) ||
        wpa_hex_read(pmkid, strlen(pmkid), p->pmkid, sizeof p->pmkid) != sizeof p->pmkid ||
        !wpa_number_read(expires, &left, NULL) || !wpa_number_read(akm, &bit, NULL)) {
        return false;
    }
    size_t len = wpa_hex_read(pmk, strlen(pmk), p->pmk, sizeof p->pmk);
    for (size_t i = 0; i < AKM_BITS; i++) {
        p->akm = akm_bits[i].bit == bit ? akm_bits[i].akm : p->akm;
    }
    p->until = now + (extsta_time)left * EXTSTA_SECOND;
    p->pmk_len = (uint8_t)(len == SIZE_MAX ? 0 : len);
    return p->pmk_len && p->akm;
}

void wpa_pmksa_add(struct wpa_call *call, char *rest)
{
    char *entry;
    uint8_t ssid[32];
    struct extsta_pmksa p = {.akm = 0};
    const struct wpa_network *w = wpa_network_argument(call, rest, &entry);
    size_t len = w ? wpa_variables_octets(w->variables, "ssid", ssid, sizeof ssid) : 0;
    bool ok = len && pmksa_read(entry, call->now, &p) &&
              extsta_pmksa_restore(service_core(call->station->s),
                                   (struct extsta_span){ssid, len}, &p) == EXTSTA_OK;
    explicit_bzero(&p, sizeof p);
    wpa_reply_bool(call->reply, ok);
}

void wpa_pmksa_flush(struct wpa_call *call, char *rest)
{
    extsta_pmksa_flush(service_core(call->station->s), call->now);
    service_kick(call->station->s);
    wpa_event_forget_made(call->station);
    wpa_reply_ok(call->reply);
}

/* A PDU of EAPOL without a body, to the AP of an 802.1X association. */
static bool eapol_send(struct wpa_call *call, uint8_t type)
{
    const struct wpa_link *link = &call->station->link;
    struct extsta_station_status is;
    uint8_t frame[18] = {[12] = 0x88, [13] = 0x8e, [14] = 2, [15] = type};
    if (!link->associated || !wpa_akm_is_8021x(link->akm)) {
        return false;
    }
    extsta_station_status(service_core(call->station->s), &is);
    memcpy(frame, link->bssid.b, 6);
    memcpy(frame + 6, is.address.b, 6);
    struct extsta_span span = {frame, sizeof frame};
    extsta_tx(service_core(call->station->s), call->now, &span, 1, 0);
    service_kick(call->station->s);
    return true;
}

void wpa_logon(struct wpa_call *call, char *rest)
{
    wpa_reply_bool(call->reply, eapol_send(call, 1)); /* EAPOL-Start: the AP asks anew */
}

void wpa_logoff(struct wpa_call *call, char *rest)
{
    wpa_reply_bool(call->reply, eapol_send(call, 2)); /* EAPOL-Logoff */
}
