/* What happens to a station, in wpa_supplicant's words and order: a listener of the service
 * that tells monitors (socket.h). What the words rest on is link.c; the BSSs are read from an
 * alarm, since no station may be called from inside a listener, and what is said meanwhile
 * waits behind them. */
#include "ctrl.h"
#include "providers.h"
#include <extsta/private_oid.h>
#include <extsta/windot11.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_ROOM 4096u /* what clients read into */

struct wpa_held {
    struct wpa_held *next;
    int level;
    char text[];
};

static void tell(struct wpa_station *ws, int level, const char *text)
{
    char prefix[32];
    if (ws->socket) {
        wpa_socket_event(ws->socket, NULL, level, text);
    }
    if (ws->ctrl->global) {
        (void)snprintf(prefix, sizeof prefix, "IFNAME=%s ", service_station_name(ws->s));
        wpa_socket_event(ws->ctrl->global, prefix, level, text);
    }
    if (ws->ctrl->options.owner.event) {
        ws->ctrl->options.owner.event(ws->ctrl->options.owner.user, ws->s, level, text);
    }
}

static void hold(struct wpa_station *ws, int level, const char *text)
{
    struct wpa_held *h = host_malloc(sizeof *h + strlen(text) + 1);
    if (!h) {
        return;
    }
    h->next = NULL;
    h->level = level;
    strcpy(h->text, text);
    *ws->held_last = h;
    ws->held_last = &h->next;
}

static bool is_heard(const struct wpa_station *ws)
{
    return ws->ctrl->options.owner.event || (ws->socket && wpa_socket_monitors(ws->socket)) ||
           (ws->ctrl->global && wpa_socket_monitors(ws->ctrl->global));
}

void wpa_event_say(struct wpa_station *ws, int level, const char *format, ...)
{
    char text[LINE_ROOM];
    va_list list;
    if (!is_heard(ws)) {
        return;
    }
    va_start(list, format);
    (void)vsnprintf(text, sizeof text, format, list);
    va_end(list);
    if (ws->look) {
        hold(ws, level, text);
    } else {
        tell(ws, level, text);
    }
}

static void release(struct wpa_station *ws, bool say)
{
    while (ws->held) {
        struct wpa_held *h = ws->held;
        ws->held = h->next;
        if (say) {
            tell(ws, h->level, h->text);
        }
        free(h);
    }
    ws->held_last = &ws->held;
}

void wpa_event_forget(struct wpa_station *ws)
{
    if (ws->look) {
        host_alarm_remove(ws->look);
        ws->look = NULL;
    }
    release(ws, false);
}

/* --- BSSs --- */

static void bss_gone(void *user, const struct wpa_bss *bss)
{
    struct wpa_station *ws = user;
    if (bss->told) {
        wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-BSS-REMOVED %u " WPA_MAC_FORMAT, bss->id,
                      WPA_MAC_OCTETS(bss->bssid));
    }
}

static void look(struct wpa_station *ws, extsta_time now, bool scanned)
{
    uint8_t *list;
    size_t len;
    if (!wpa_oid_query(ws, now, OID_DOT11_ENUM_BSS_LIST, &list, &len)) {
        return;
    }
    (void)wpa_bss_table_read(&ws->bss, (struct extsta_span){list, len}, scanned);
    free(list);
    for (size_t i = 0; i < ws->bss.count; i++) {
        struct wpa_bss *b = &ws->bss.list[i];
        if (!b->told) {
            b->told = true;
            wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-BSS-ADDED %u " WPA_MAC_FORMAT, b->id,
                          WPA_MAC_OCTETS(b->bssid));
        }
    }
    const struct wpa_variables *v = ws->networks.interface;
    extsta_time age =
        (extsta_time)wpa_variables_number(v, "bss_expiration_age") * EXTSTA_SECOND;
    long missed = wpa_variables_number(v, "bss_expiration_scan_count");
    struct extsta_mac none = {{0}};
    wpa_bss_table_expire(&ws->bss, now > age ? now - age : 0, missed > 0 ? (uint32_t)missed : 0,
                         ws->link.associated ? ws->link.bssid : none, bss_gone, ws);
}

void wpa_event_look(struct wpa_station *ws, extsta_time now)
{
    look(ws, now, false);
}

/* A scan is over: what was found, then what was said since. */
static void on_look(void *user, extsta_time now)
{
    struct wpa_station *ws = user;
    ws->look = NULL;
    look(ws, now, true);
    if (ws->scan_told) {
        wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-SCAN-RESULTS id=%u", ws->scan_told);
        ws->scan_told = 0;
    } else {
        wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-SCAN-RESULTS ");
    }
    release(ws, true);
}

static void on_scanning(void *user, extsta_time now, struct service_station *s)
{
    struct wpa_station *ws = wpa_station_of(user, s);
    if (ws && ws->scan_told) {
        wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-SCAN-STARTED id=%u", ws->scan_told);
    } else if (ws) {
        wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-SCAN-STARTED ");
    }
}

static void on_scanned(void *user, extsta_time now, struct service_station *s, uint32_t status)
{
    struct wpa_station *ws = wpa_station_of(user, s);
    if (!ws) {
        return;
    }
    /* one that was ended has results, too */
    if (status && status != NDIS_STATUS_REQUEST_ABORTED) {
        wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-SCAN-FAILED ret=-1");
        ws->scan_told = 0;
        return;
    }
    if (!ws->look) {
        ws->look = host_alarm_add(service_loop(ws->ctrl->service), now, on_look, ws);
    }
}

static void on_not_found(void *user, extsta_time now, struct service_station *s)
{
    struct wpa_station *ws = wpa_station_of(user, s);
    if (ws) {
        wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-NETWORK-NOT-FOUND ");
    }
}

/* --- the way into the network --- */

static const char *ssid_text(const struct wpa_station *ws, char out[WPA_SSID_TEXT])
{
    (void)wpa_text_escape(extsta_ssid_span(&ws->link.ssid), out, WPA_SSID_TEXT);
    return out;
}

static unsigned freq_of(struct wpa_station *ws)
{
    const struct wpa_bss *b = wpa_bss_by_address(&ws->bss, ws->link.bssid);
    if (b) {
        return b->freq;
    }
    struct extsta_station_status is;
    extsta_station_status(service_core(ws->s), &is);
    return is.freq ? is.freq : ws->link.freq;
}

static void say_authenticating(struct wpa_station *ws)
{
    char ssid[WPA_SSID_TEXT];
    ws->link.authenticating = true;
    wpa_event_say(ws, WPA_LEVEL_INFO,
                  "SME: Trying to authenticate with " WPA_MAC_FORMAT " (SSID='%s' freq=%u MHz)",
                  WPA_MAC_OCTETS(ws->link.bssid), ssid_text(ws, ssid), freq_of(ws));
}

static void say_associating(struct wpa_station *ws)
{
    char ssid[WPA_SSID_TEXT];
    if (ws->link.associating) {
        return;
    }
    if (!ws->link.authenticating) {
        say_authenticating(ws);
    }
    ws->link.associating = true;
    wpa_event_say(ws, WPA_LEVEL_INFO,
                  "Trying to associate with " WPA_MAC_FORMAT " (SSID='%s' freq=%u MHz)",
                  WPA_MAC_OCTETS(ws->link.bssid), ssid_text(ws, ssid), freq_of(ws));
}

static void say_disconnected(struct wpa_station *ws, struct extsta_mac bssid, unsigned reason,
                             bool local)
{
    ws->connected = false;
    wpa_event_say(ws, WPA_LEVEL_INFO,
                  "CTRL-EVENT-DISCONNECTED bssid=" WPA_MAC_FORMAT " reason=%u%s",
                  WPA_MAC_OCTETS(bssid), reason, local ? " locally_generated=1" : "");
}

/* A reason as the frame has it, where there was one; else what it amounts to. */
static void say_left(struct wpa_station *ws, const struct wpa_news *news)
{
    unsigned reason = 3; /* leaving */
    bool local = true;
    if (news->status == DOT11_ASSOC_STATUS_DISASSOCIATED_BY_ROAMING) {
        return; /* the next AP is told as it is entered */
    }
    if (news->status >= DOT11_ASSOC_STATUS_PEER_DEAUTHENTICATED_START &&
        news->status <= DOT11_ASSOC_STATUS_PEER_DISASSOCIATED_END) {
        reason = news->status & DOT11_ASSOC_STATUS_REASON_CODE_MASK;
        local = false;
    } else if (news->status == DOT11_ASSOC_STATUS_UNREACHABLE) {
        reason = 4; /* inactivity: nothing is heard of it any more */
    }
    say_disconnected(ws, news->peer, reason, local);
}

/* A roam from an AP that was left without another word has come to nothing. */
static void say_lost(struct wpa_station *ws)
{
    if (ws->connected) {
        say_disconnected(ws, ws->connected_to, 3, true);
    }
}

static void say_eap_status(struct wpa_station *ws, const char *status, const char *parameter)
{
    wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-EAP-STATUS status='%s' parameter='%s'",
                  status, parameter);
}

static void say_method(struct wpa_station *ws, uint8_t method, bool taken)
{
    const char *name = wpa_eap_method_name(method);
    wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-EAP-PROPOSED-METHOD vendor=0 method=%u%s",
                  method, taken ? "" : " -> NAK");
    say_eap_status(ws, taken ? "accept proposed method" : "refuse proposed method", name);
    if (taken) {
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "CTRL-EVENT-EAP-METHOD EAP vendor 0 method %u (%s) selected", method,
                      name);
    }
}

static void say_eap(struct wpa_station *ws, const struct wpa_eap_news *eap)
{
    switch (eap->type) {
    case WPA_EAP_NEWS_STARTED:
        ws->certificates_told = false;
        wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-EAP-STARTED EAP authentication started");
        say_eap_status(ws, "started", "");
        break;
    case WPA_EAP_NEWS_REFUSED:
    case WPA_EAP_NEWS_SELECTED:
        say_method(ws, eap->method, eap->type == WPA_EAP_NEWS_SELECTED);
        break;
    case WPA_EAP_NEWS_SUCCESS:
        say_eap_status(ws, "completion", "success");
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "CTRL-EVENT-EAP-SUCCESS EAP authentication completed successfully");
        break;
    case WPA_EAP_NEWS_FAILURE:
        say_eap_status(ws, "completion", "failure");
        wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-EAP-FAILURE EAP authentication failed");
        break;
    case WPA_EAP_NEWS_NONE:
    case WPA_EAP_NEWS_PAIRWISE:
    case WPA_EAP_NEWS_GROUP:
        break;
    }
}

static void say_keys(struct wpa_station *ws)
{
    wpa_event_say(ws, WPA_LEVEL_INFO,
                  "WPA: Key negotiation completed with " WPA_MAC_FORMAT " [PTK=%s GTK=%s]",
                  WPA_MAC_OCTETS(ws->link.bssid), wpa_cipher_name(ws->link.pairwise),
                  wpa_cipher_name(ws->link.group));
}

/* The signal has crossed what SIGNAL_MONITOR asked for, by more than its hysteresis. */
static void say_signal(struct wpa_station *ws)
{
    struct extsta_station_status is;
    extsta_station_status(service_core(ws->s), &is);
    if (!ws->signal_threshold || !is.rssi) {
        return;
    }
    bool above = is.rssi > ws->signal_threshold;
    int moved =
        is.rssi > ws->signal_told ? is.rssi - ws->signal_told : ws->signal_told - is.rssi;
    if (ws->signal_told && (above == ws->signal_above || moved < ws->signal_hysteresis)) {
        return;
    }
    ws->signal_told = is.rssi;
    ws->signal_above = above;
    wpa_event_say(ws, WPA_LEVEL_INFO,
                  "CTRL-EVENT-SIGNAL-CHANGE above=%d signal=%d noise=9999 txrate=%u", above,
                  is.rssi, ws->link.rate * 500u);
}

static void say_subnet(struct wpa_station *ws)
{
    wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-SUBNET-STATUS-UPDATE status=0");
}

static void pmksa_added(void *user, const struct wpa_pmksa *one)
{
    struct wpa_station *ws = user;
    wpa_event_say(ws, WPA_LEVEL_INFO, "PMKSA-CACHE-ADDED " WPA_MAC_FORMAT " %d",
                  WPA_MAC_OCTETS(one->bssid), wpa_station_network(ws));
}

static void pmksa_removed(void *user, const struct wpa_pmksa *one)
{
    struct wpa_station *ws = user;
    wpa_event_say(ws, WPA_LEVEL_INFO, "PMKSA-CACHE-REMOVED " WPA_MAC_FORMAT " %d",
                  WPA_MAC_OCTETS(one->bssid), wpa_station_network(ws));
}

void wpa_event_forget_made(struct wpa_station *ws)
{
    wpa_pmksas_clear(&ws->made, pmksa_removed, ws);
}

/* The answer to EXTSTA_PRIVATE_GET_PMK: AKM, PMKID and PMK, of which the last is not looked at.
 */
static void made_read(struct wpa_station *ws, extsta_time now, struct extsta_span buffer)
{
    struct extsta_payload outer, inner;
    if (!extsta_payload_read(EXTSTA_FORM_NIC_SPECIFIC, buffer, &outer) ||
        !extsta_payload_read(EXTSTA_FORM_PRIVATE, outer.list.entries.bytes, &inner) ||
        inner.command.magic != EXTSTA_PRIVATE_MAGIC ||
        inner.command.command != EXTSTA_PRIVATE_GET_PMK ||
        inner.command.parameters.bytes.len <= EXTSTA_PRIVATE_PMK_OUT_LEN) {
        return;
    }
    struct wpa_pmksa one = {.bssid = ws->link.bssid, .since = now};
    memcpy(one.pmkid, inner.command.parameters.bytes.data + 4, sizeof one.pmkid);
    wpa_pmksas_learn(&ws->made, &one, pmksa_added, pmksa_removed, ws);
}

static void look_for_pmksas(struct wpa_station *ws, extsta_time now,
                            const struct extsta_crossing *c)
{
    if (c->type == EXTSTA_CROSS_OID && c->code == OID_DOT11_PMKID_LIST &&
        c->kind == EXTSTA_OID_SET) {
        wpa_pmksas_read(&ws->pmksa, now, c->buffer, pmksa_added, pmksa_removed, ws);
    } else if (c->type == EXTSTA_CROSS_OID && c->code == OID_DOT11_RESET_REQUEST) {
        wpa_event_forget_made(ws); /* PMK-08: they go with a reset */
    } else if (c->type == EXTSTA_CROSS_OID_COMPLETE && c->status == NDIS_STATUS_SUCCESS &&
               c->code == OID_DOT11_NIC_SPECIFIC_EXTENSION) {
        made_read(ws, now, c->buffer);
    }
}

static void on_crossing(struct wpa_station *ws, extsta_time now,
                        const struct extsta_crossing *crossing)
{
    struct wpa_news news = wpa_link_crossing(&ws->link, crossing);
    look_for_pmksas(ws, now, crossing);
    if (crossing->type == EXTSTA_CROSS_SEND) {
        wpa_certificates_look(ws);
    }
    switch (news.type) {
    case WPA_NEWS_NONE:
        break;
    case WPA_NEWS_STARTED:
        if (!ws->frames) { /* else with its first frame, by which the channel is known */
            say_authenticating(ws);
        }
        break;
    case WPA_NEWS_ASSOCIATED:
        wpa_ignore_moved(ws, now);
        say_associating(ws);
        wpa_event_say(ws, WPA_LEVEL_INFO, "Associated with " WPA_MAC_FORMAT,
                      WPA_MAC_OCTETS(ws->link.bssid));
        if (ws->link.secured) { /* else the port opens first */
            say_subnet(ws);
        }
        break;
    case WPA_NEWS_REFUSED: /* with the cause, which has its frame's code */
        break;
    case WPA_NEWS_LEFT:
        say_left(ws, &news);
        break;
    case WPA_NEWS_QUALITY:
        say_signal(ws);
        break;
    case WPA_NEWS_EAP:
        say_eap(ws, &news.eap);
        break;
    case WPA_NEWS_REKEYED:
        say_keys(ws);
        break;
    case WPA_NEWS_GROUP_REKEYED:
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "WPA: Group rekeying completed with " WPA_MAC_FORMAT " [GTK=%s]",
                      WPA_MAC_OCTETS(ws->link.bssid), wpa_cipher_name(ws->link.group));
        break;
    }
}

static void say_refused(struct wpa_station *ws, const struct extsta_cause *cause)
{
    if (cause->stage == EXTSTA_STAGE_AUTHENTICATION) {
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "CTRL-EVENT-AUTH-REJECT " WPA_MAC_FORMAT
                      " auth_type=%u auth_transaction=2 status_code=%u",
                      WPA_MAC_OCTETS(cause->peer), ws->link.sae_group ? 3u : 0u, cause->code);
    } else if (cause->stage == EXTSTA_STAGE_ASSOCIATION) {
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "CTRL-EVENT-ASSOC-REJECT bssid=" WPA_MAC_FORMAT " status_code=%u",
                      WPA_MAC_OCTETS(cause->peer), cause->code);
    }
}

static void say_certificate(struct wpa_station *ws, const struct extsta_cause *cause)
{
    wpa_event_say(ws, WPA_LEVEL_INFO,
                  "CTRL-EVENT-EAP-TLS-CERT-ERROR reason=0 depth=0 subject='%s' err='%s'",
                  cause->detail, extsta_diagnosis_explanation(cause->diagnosis)->meaning);
}

static void on_cause(struct wpa_station *ws, extsta_time now, const struct extsta_cause *cause)
{
    if (cause->space == EXTSTA_CODE_PEER_STATUS) {
        say_refused(ws, cause);
    }
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER ||
        cause->diagnosis == EXTSTA_DIAGNOSIS_ASSOC_NO_ANSWER) {
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "CTRL-EVENT-ASSOC-REJECT bssid=" WPA_MAC_FORMAT
                      " status_code=1 timeout=%s",
                      WPA_MAC_OCTETS(cause->peer),
                      cause->diagnosis == EXTSTA_DIAGNOSIS_AUTH_NO_ANSWER ? "auth" : "assoc");
    }
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_SAE_IDENTIFIER) {
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "CTRL-EVENT-SAE-UNKNOWN-PASSWORD-IDENTIFIER " WPA_MAC_FORMAT,
                      WPA_MAC_OCTETS(cause->peer));
    }
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_EXCLUDED &&
        cause->subject == EXTSTA_SUBJECT_CONNECTION) {
        wpa_ignore_in_vain(ws, now);
    }
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_EAP_CERTIFICATE) {
        say_certificate(ws, cause);
    }
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_OTHER_CHANNEL) {
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "OCV-FAILURE addr=" WPA_MAC_FORMAT " frame=eapol-key-m3 error=%s",
                      WPA_MAC_OCTETS(cause->peer),
                      extsta_diagnosis_explanation(cause->diagnosis)->meaning);
    }
    if (cause->diagnosis == EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE ||
        cause->diagnosis == EXTSTA_DIAGNOSIS_M3_NEVER_CAME) {
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "WPA: 4-Way Handshake failed - pre-shared key may be incorrect");
    }
}

static const char *id_str_of(struct wpa_station *ws, char *out, size_t size)
{
    int id = wpa_station_network(ws);
    const struct wpa_network *w = id < 0 ? NULL : wpa_network(&ws->networks, (uint32_t)id);
    size_t n = w ? wpa_variables_octets(w->variables, "id_str", (uint8_t *)out, size - 1) : 0;
    out[n] = '\0';
    return out;
}

static void on_notify(struct wpa_station *ws, extsta_time now, const struct extsta_notify *n)
{
    char id_str[128];
    switch (n->type) {
    case EXTSTA_NOTIFY_CONNECTED:
        ws->link.port_open = true;
        ws->connected = true;
        ws->connected_to = ws->link.bssid;
        wpa_ignore_connected(ws, now, ws->link.bssid);
        if (ws->link.secured) {
            say_keys(ws);
        }
        wpa_event_say(ws, WPA_LEVEL_INFO,
                      "CTRL-EVENT-CONNECTED - Connection to " WPA_MAC_FORMAT
                      " completed [id=%d id_str=%s]",
                      WPA_MAC_OCTETS(ws->link.bssid), wpa_station_network(ws),
                      id_str_of(ws, id_str, sizeof id_str));
        if (!ws->link.secured) {
            say_subnet(ws);
        }
        break;
    case EXTSTA_NOTIFY_UNPROTECTED:
        wpa_event_say(ws, WPA_LEVEL_INFO, "UNPROT-DEAUTH bssid=" WPA_MAC_FORMAT " reason=%u",
                      WPA_MAC_OCTETS(n->peer), n->status & DOT11_ASSOC_STATUS_REASON_CODE_MASK);
        break;
    case EXTSTA_NOTIFY_TRANSITION_DISABLED:
        wpa_event_say(ws, WPA_LEVEL_INFO, "TRANSITION-DISABLE 01");
        break;
    case EXTSTA_NOTIFY_DISCONNECTED:
        say_lost(ws);
        break;
    case EXTSTA_NOTIFY_ROAMING_END:
        if (n->status != DOT11_ASSOC_STATUS_SUCCESS) {
            say_lost(ws);
        }
        break;
    case EXTSTA_NOTIFY_SEARCHING:
        if (n->round == 1) {
            wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-BEACON-LOSS ");
        }
        break;
    case EXTSTA_NOTIFY_SCAN_COMPLETE:
    case EXTSTA_NOTIFY_SCAN_FAIL:
    case EXTSTA_NOTIFY_CONNECTION_START:
    case EXTSTA_NOTIFY_CONNECTION_COMPLETE:
    case EXTSTA_NOTIFY_CONNECTION_FAILED:
    case EXTSTA_NOTIFY_DISCONNECTING:
    case EXTSTA_NOTIFY_ROAMING_START:
    case EXTSTA_NOTIFY_SIGNAL_QUALITY:
    case EXTSTA_NOTIFY_RADIO_STATE:
    case EXTSTA_NOTIFY_WEAK_SECURITY:
    case EXTSTA_NOTIFY_COUNTERMEASURES:
    case EXTSTA_NOTIFY_FORGED:
    case EXTSTA_NOTIFY_LOOP:
        break;
    }
}

static void on_output(void *user, extsta_time now, struct service_station *s,
                      const struct extsta_output *out)
{
    struct wpa_station *ws = wpa_station_of(user, s);
    if (!ws) {
        return;
    }
    if (out->type == EXTSTA_OUT_CROSSING) {
        on_crossing(ws, now, &out->crossing);
    } else if (out->type == EXTSTA_OUT_CAUSE) {
        on_cause(ws, now, &out->cause);
    } else if (out->type == EXTSTA_OUT_NOTIFY) {
        on_notify(ws, now, &out->notify);
    } else if (out->type == EXTSTA_OUT_TUNE) {
        ws->link.freq = out->tune_freq;
    } else if (out->type == EXTSTA_OUT_DECISION) {
        wpa_transition_decided(ws, &out->decision);
    } else if (out->type == EXTSTA_OUT_ETHERNET) {
        wpa_test_received(ws, out->ethernet.bytes);
    }
}

static void on_frame(void *user, extsta_time now, struct service_station *s, bool sent,
                     struct extsta_span bytes, const struct extsta_rx_meta *meta)
{
    struct wpa_station *ws = wpa_station_of(user, s);
    if (!ws) {
        return;
    }
    ws->frames = true;
    if (!sent && ws->link.associated) {
        wpa_action_heard(ws, now, bytes);
        wpa_beacon_heard(ws, bytes, meta ? meta->freq : 0);
    }
    switch (wpa_link_frame(&ws->link, sent, bytes, meta)) {
    case WPA_FRAME_AUTHENTICATION:
        say_authenticating(ws); /* of SAE twice, as it has two messages */
        break;
    case WPA_FRAME_ASSOCIATION:
        say_associating(ws);
        break;
    case WPA_FRAME_OTHER:
        break;
    }
}

/* --- networks --- */

static const char *pause_reason(enum extsta_diagnosis because)
{
    /* to wpa_supplicant every handshake with a passphrase that fails behind message 1 */
    if (because == EXTSTA_DIAGNOSIS_WRONG_PASSPHRASE || because == EXTSTA_DIAGNOSIS_M2_LOST ||
        because == EXTSTA_DIAGNOSIS_M3_NEVER_CAME || because == EXTSTA_DIAGNOSIS_M3_MIC) {
        return "WRONG_KEY";
    }
    /* the diagnoses of EAP, which stand in a row */
    bool eap = because >= EXTSTA_DIAGNOSIS_EAP_NO_ANSWER &&
               because <= EXTSTA_DIAGNOSIS_EAP_KEY_MISMATCH;
    return eap ? "AUTH_FAILED" : "CONN_FAILED";
}

static void on_paused(void *user, extsta_time now, struct service_station *s,
                      const struct service_network *network)
{
    struct wpa_station *ws = wpa_station_of(user, s);
    const struct wpa_network *w = ws ? wpa_network_of(&ws->networks, network->id) : NULL;
    if (!w) {
        return;
    }
    const struct extsta_profile *p = &network->options.profile;
    char ssid[WPA_SSID_TEXT];
    (void)wpa_text_escape((struct extsta_span){p->ssid, p->ssid_len}, ssid, sizeof ssid);
    if (!network->pause.until) {
        wpa_event_say(ws, WPA_LEVEL_INFO, "CTRL-EVENT-SSID-REENABLED id=%u ssid=\"%s\"", w->id,
                      ssid);
        return;
    }
    /* a number that its readers take; one that ends with another credential only has the
     * greatest
     */
    const unsigned longest = INT32_MAX;
    extsta_time span = network->pause.until > now ? network->pause.until - now : 0;
    unsigned left =
        span / 1000000u < longest ? (unsigned)((span + 999999u) / 1000000u) : longest;
    wpa_event_say(ws, WPA_LEVEL_INFO,
                  "CTRL-EVENT-SSID-TEMP-DISABLED id=%u ssid=\"%s\" auth_failures=%u "
                  "duration=%u reason=%s",
                  w->id, ssid, network->pause.failures, left,
                  pause_reason(network->pause.because));
}

void wpa_event_listen(struct wpa_ctrl *ctrl)
{
    ctrl->listener.output = on_output;
    ctrl->listener.frame = on_frame;
    ctrl->listener.scanning = on_scanning;
    ctrl->listener.scanned = on_scanned;
    ctrl->listener.not_found = on_not_found;
    ctrl->listener.paused = on_paused;
    ctrl->listener.radio = wpa_radio_news;
}
