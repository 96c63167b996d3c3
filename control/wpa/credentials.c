/* What a network lacks to be entered, asked of whoever monitors (CTRL-REQ-) and answered by
 * them (CTRL-RSP-): a user types it once it is needed. */
#include "command.h"
#include <stdio.h>
#include <string.h>

/* field of CTRL-REQ and CTRL-RSP, the variable it is kept in, and how it is asked for */
struct credential {
    const char *field, *variable, *question;
};
static const struct credential credentials[] = {
    {"IDENTITY", "identity", "Identity"},
    {"PASSWORD", "password", "Password"},
    {"PSK_PASSPHRASE", "psk", "PSK or passphrase"},
    {"PASSPHRASE", "private_key_passwd", "Private key passphrase"},
};
#define COUNT (sizeof credentials / sizeof credentials[0])

static bool is_said(const struct wpa_network *w, const char *variable)
{
    return wpa_variables_said(w->variables, variable) != NULL;
}

static bool has_word(const struct wpa_network *w, const char *variable, const char *word)
{
    char value[WPA_WHY];
    return wpa_variables_get(w->variables, variable, value, sizeof value) &&
           strstr(value, word) != NULL;
}

/* NULL: nothing that somebody could type is missing. */
static const struct credential *missing(const struct wpa_network *w)
{
    if (!is_said(w, "ssid")) {
        return NULL;
    }
    if (is_said(w, "eap") && has_word(w, "key_mgmt", "EAP")) {
        if (!is_said(w, "identity")) {
            return &credentials[0];
        }
        bool certificate = has_word(w, "eap", "TLS") && is_said(w, "private_key");
        return is_said(w, "password") || certificate ? NULL : &credentials[1];
    }
    bool psk = has_word(w, "key_mgmt", "PSK") && !has_word(w, "key_mgmt", "SAE");
    return psk && !is_said(w, "psk") ? &credentials[2] : NULL;
}

bool wpa_credentials_ask(struct wpa_call *call, const struct wpa_network *w, bool select)
{
    const struct credential *c = missing(w);
    uint8_t ssid[32];
    char text[WPA_SSID_TEXT];
    if (!c) {
        return false;
    }
    size_t len = wpa_variables_octets(w->variables, "ssid", ssid, sizeof ssid);
    (void)wpa_text_escape((struct extsta_span){ssid, len}, text, sizeof text);
    call->station->asked = w->id;
    call->station->asked_select = select;
    wpa_event_say(call->station, WPA_LEVEL_INFO, "CTRL-REQ-%s-%u:%s needed for SSID %s",
                  c->field, w->id, c->question, text);
    return true;
}

/* The block is whole now, or the next thing is asked for. */
static bool go_on(struct wpa_call *call, struct wpa_network *w)
{
    struct wpa_station *ws = call->station;
    bool waited = ws->asked == w->id;
    if (!waited && w->service_id == SERVICE_NO_NETWORK) {
        return true; /* nobody wants it yet */
    }
    if (!wpa_network_push(call, w)) {
        return waited && wpa_credentials_ask(call, w, ws->asked_select);
    }
    if (waited) {
        ws->asked = WPA_NOBODY;
        return !ws->asked_select || service_select(ws->s, w->service_id) == EXTSTA_OK;
    }
    return true;
}

static bool take(struct wpa_call *call, struct wpa_network *w, const char *field,
                 const char *value)
{
    char why[WPA_WHY], said[320];
    bool ok = false;
    for (size_t i = 0; i < COUNT; i++) {
        if (strcmp(field, credentials[i].field) == 0) {
            int n = snprintf(said, sizeof said, "\"%s\"", value);
            ok = n > 0 && (size_t)n < sizeof said &&
                 wpa_variables_set(w->variables, credentials[i].variable, said, why,
                                   sizeof why) == WPA_DONE;
        }
    }
    explicit_bzero(said, sizeof said);
    return ok && go_on(call, w);
}

/* "field-id:value" */
void wpa_ctrl_rsp(struct wpa_call *call, char *rest)
{
    char *id = strchr(rest, '-'), *value = id ? strchr(id, ':') : NULL;
    uint32_t number;
    struct wpa_network *w = NULL;
    if (value) {
        *id++ = '\0';
        *value++ = '\0';
        wpa_station_sync(call->station);
        if (wpa_number_read(id, &number, NULL)) {
            w = wpa_network(&call->station->networks, number);
        }
    }
    wpa_reply_bool(call->reply, w && take(call, w, rest, value));
}
