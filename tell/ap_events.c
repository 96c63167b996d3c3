/* Words and JSON for the events of an access point: see ap_events.h. */
#include "ap_events.h"
#include <extsta/cause.h>
#include <string.h>

/* What the number of an event is. */
static bool has_status(enum apsim_event_type type)
{
    return type == APSIM_AUTHENTICATED || type == APSIM_ASSOCIATED ||
           type == APSIM_BTM_RESPONSE;
}

static bool has_bssid(const struct apsim_event *e)
{
    static const struct extsta_mac none;
    return memcmp(e->bssid.b, none.b, sizeof none.b) != 0;
}

static bool has_reason(enum apsim_event_type type)
{
    return type == APSIM_HANDSHAKE_FAILED || type == APSIM_LEFT || type == APSIM_REMOVED ||
           type == APSIM_CLASS_ERROR;
}

static void add_code(struct label_text *t, const char *what, uint16_t code, const char *meaning)
{
    label_add(t, ": %s %u", what, code);
    if (meaning) {
        label_add(t, " (%s)", meaning);
    }
}

/* A request that was answered: granted, or refused with a status. */
static void answered(struct label_text *t, const struct apsim_event *e, const char *station)
{
    bool auth = e->type == APSIM_AUTHENTICATED;
    if (e->code) {
        label_add(t, "refuses %s %s", station, auth ? "authentication" : "association");
        add_code(t, "status", e->code, extsta_status_text(e->code));
    } else if (auth) {
        label_add(t, "%s is authenticated", station);
    } else {
        label_add(t, "%s is associated, AID %u", station, e->aid);
    }
}

void ap_event_text(const struct label_names *names, const struct apsim_event *e, char *text,
                   size_t size)
{
    struct label_text t = {text, size};
    char mac[40], bssid[40];
    const char *station = label_mac(names, e->station, mac);
    text[0] = 0;
    switch (e->type) {
    case APSIM_AUTHENTICATED:
    case APSIM_ASSOCIATED:
        answered(&t, e, station);
        break;
    case APSIM_AUTHORIZED:
        label_add(&t, "%s is authorized", station);
        break;
    case APSIM_HANDSHAKE_FAILED:
        label_add(&t, "the handshake with %s has failed", station);
        break;
    case APSIM_EAPOL_MIC:
        label_add(&t, "a message of %s does not verify: it has another passphrase", station);
        break;
    case APSIM_GROUP_REKEYED:
        label_add(&t, "%s has the new group key", station);
        break;
    case APSIM_LEFT:
        label_add(&t, "%s leaves, by its own hand", station);
        break;
    case APSIM_REMOVED:
        label_add(&t, "sends %s away, by the access point's hand", station);
        break;
    case APSIM_ROAMED:
        label_add(&t, "%s is at another access point now", station);
        break;
    case APSIM_CLASS_ERROR:
        label_add(&t, "a frame of %s, which may not send it here: deauthenticates it", station);
        break;
    case APSIM_SA_QUERY:
        label_add(&t, "asks %s whether its association is alive%s", station,
                  e->code ? "" : ", before another one takes its place");
        break;
    case APSIM_SA_ANSWERED:
        label_add(&t, "%s is alive: its association stays", station);
        break;
    case APSIM_SA_UNANSWERED:
        label_add(&t, "%s does not answer: it may associate anew", station);
        break;
    case APSIM_BTM_RESPONSE:
        if (e->code) {
            label_add(&t, "%s stays though asked to leave: status %u", station, e->code);
        } else {
            label_add(&t, "%s goes to %s, as it was asked to", station,
                      label_mac(names, e->bssid, bssid));
        }
        break;
    case APSIM_BTM_QUERY:
        label_add(&t, "%s asks where to go", station);
        break;
    case APSIM_NEIGHBOR_REQUEST:
        label_add(&t, "%s asks for the neighbours", station);
        break;
    case APSIM_BEACON_REPORT:
        if (e->signal) {
            label_add(&t, "%s hears %s at %d dBm", station, label_mac(names, e->bssid, bssid),
                      e->signal);
        } else {
            label_add(&t, "%s %s", station,
                      e->code & 4   ? "will not measure"
                      : e->code & 2 ? "cannot measure"
                                    : "has heard none");
        }
        break;
    case APSIM_MIC_REPORT:
        label_add(&t, "%s reports a wrong Michael MIC under the %s key", station,
                  e->code ? "pairwise" : "group");
        break;
    case APSIM_OTHER_CHANNEL:
        label_add(&t, "%s %s", station,
                  e->code == 2 ? "does not say that it has followed to the new channel"
                               : "says that it is on another channel");
        break;
    case APSIM_EAP_ACCEPTED:
        label_add(&t, "the EAP server lets %s in%s", station,
                  e->code ? ", before it comes (preauthentication)" : "");
        break;
    case APSIM_EAP_REFUSED:
        label_add(&t, "the EAP server refuses %s%s", station,
                  e->code ? ", before it comes (preauthentication)" : "");
        break;
    }
    if (has_reason(e->type)) {
        add_code(&t, "reason", e->code, extsta_reason_text(e->code));
    }
}

void ap_event_json(struct json_out *j, extsta_time t, const char *ap,
                   const struct apsim_event *e)
{
    json_begin(j);
    json_seconds(j, "time", t);
    json_name(j, "ap", ap);
    json_text(j, "line", "ap-event");
    json_name(j, "what", apsim_event_name(e->type));
    json_mac(j, "station", e->station);
    if (has_status(e->type)) {
        json_number(j, "status", e->code);
    }
    if (has_reason(e->type)) {
        json_number(j, "reason", e->code);
    }
    if (e->aid) {
        json_number(j, "aid", e->aid);
    }
    if (has_bssid(e)) {
        json_mac(j, "bssid", e->bssid);
        if (e->signal) {
            json_signed(j, "signal", e->signal);
        }
    }
    json_line_end(j);
}
