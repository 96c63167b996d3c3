#include "timeline.h"
#include <extsta/windot11.h>
#include <string.h>

#define BOLD  "\033[1m"
#define DIM   "\033[2m"
#define RED   "\033[31m"
#define GREEN "\033[32m"
#define CYAN  "\033[36m"
#define RESET "\033[0m"

static const char *paint(const struct timeline *t, const char *code)
{
    return t->colour ? code : "";
}

static void line(struct timeline *t, extsta_time now, const char *who, const char *code,
                 const char *text)
{
    fprintf(t->out, "%s%9llu.%03llu s%s  %s%-8s%s %s%s%s\n", paint(t, DIM),
            (unsigned long long)(now / EXTSTA_SECOND),
            (unsigned long long)(now % EXTSTA_SECOND / 1000), paint(t, RESET), paint(t, CYAN),
            who, paint(t, RESET), paint(t, code), text, paint(t, RESET));
}

static void beneath(struct timeline *t, const char *mark, const char *text)
{
    fprintf(t->out, "%s%26s%s %s%s\n", paint(t, DIM), "", mark, text, paint(t, RESET));
}

void timeline_say(struct timeline *t, extsta_time now, const char *who, const char *text)
{
    line(t, now, who, BOLD, text);
}

static struct extsta_mac mac_at(const uint8_t *p)
{
    struct extsta_mac mac;
    memcpy(mac.b, p, 6);
    return mac;
}

static void on_indication(struct timeline *t, extsta_time now, const char *station,
                          const struct extsta_crossing *c)
{
    char mac[40], text[200], meaning[120];
    const uint8_t *p = c->buffer.data;
    if (c->code == NDIS_STATUS_DOT11_ASSOCIATION_START &&
        c->buffer.len >= sizeof(DOT11_ASSOCIATION_START_PARAMETERS)) {
        DOT11_ASSOCIATION_START_PARAMETERS s;
        memcpy(&s, p, sizeof s);
        snprintf(text, sizeof text, "associates with %s",
                 label_mac(t->names, mac_at(s.MacAddr), mac));
        line(t, now, station, "", text);
    } else if (c->code == NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION && c->buffer.len >= 88) {
        DOT11_ASSOCIATION_COMPLETION_PARAMETERS s = {0};
        memcpy(&s, p, 88);
        label_mac(t->names, mac_at(s.MacAddr), mac);
        if (s.uStatus == 0) {
            snprintf(text, sizeof text, "is associated with %s%s", mac,
                     s.bPortAuthorized ? ", the port already authorized by the driver" : "");
            line(t, now, station, GREEN, text);
        }
    } else if (c->code == NDIS_STATUS_DOT11_ROAMING_START &&
               c->buffer.len >= sizeof(DOT11_ROAMING_START_PARAMETERS)) {
        DOT11_ROAMING_START_PARAMETERS s;
        memcpy(&s, p, sizeof s);
        extsta_assoc_status_text(s.uRoamingReason, meaning, sizeof meaning);
        /* The meaning of a roaming reason begins with the word. */
        const char *why = strchr(meaning, ':');
        snprintf(text, sizeof text, "roams: %s", why ? why + 2 : meaning);
        line(t, now, station, BOLD, text);
    }
}

/* Texts of the library have addresses; people have given names. */
static void use_names(const struct timeline *t, struct extsta_mac mac, char *text, size_t size)
{
    struct label_names nobody = {NULL, NULL};
    char address[40], name[40], rest[400];
    label_mac(&nobody, mac, address);
    label_mac(t->names, mac, name);
    char *at = strstr(text, address);
    if (at && strcmp(address, name) != 0) {
        snprintf(rest, sizeof rest, "%s", at + strlen(address));
        snprintf(at, size - (size_t)(at - text), "%s%s", name, rest);
    }
}

static struct timeline_failure *failure_of(struct timeline *t, const char *station)
{
    unsigned hash = 5381;
    for (const char *p = station; *p; p++) {
        hash = hash * 33 + (unsigned char)*p;
    }
    return &t->failures[hash % (sizeof t->failures / sizeof *t->failures)];
}

/* What an AP did or did not do explains more than that no candidate is left; what was asked
 * for explains nothing. */
static void remember(struct timeline *t, const char *station, const struct extsta_cause *c)
{
    struct timeline_failure *f = failure_of(t, station);
    bool same = strcmp(f->station, station) == 0;
    bool outer = c->subject == EXTSTA_SUBJECT_CONNECTION || c->subject == EXTSTA_SUBJECT_ROAM;
    if (extsta_cause_remedy(c) == EXTSTA_REMEDY_NONE || (outer && same)) {
        return;
    }
    snprintf(f->station, sizeof f->station, "%s", station);
    f->cause = *c;
}

static void could_not_connect(struct timeline *t, extsta_time now, const char *station)
{
    struct timeline_failure *f = failure_of(t, station);
    char text[300] = "could not connect";
    if (strcmp(f->station, station) == 0) {
        snprintf(text, sizeof text, "could not connect: %s%s",
                 f->cause.confidence && f->cause.confidence < 100 ? "probably " : "",
                 extsta_cause_explanation(&f->cause)->meaning);
    }
    line(t, now, station, RED, text);
}

static void on_cause(struct timeline *t, extsta_time now, const char *station,
                     const struct extsta_cause *c)
{
    remember(t, station, c);
    char text[400];
    bool wanted = extsta_cause_remedy(c) == EXTSTA_REMEDY_NONE;
    extsta_cause_text(c, text, sizeof text);
    use_names(t, c->peer, text, sizeof text);
    line(t, now, station, wanted ? BOLD : RED, text);
    if (!wanted && extsta_cause_advice(c, text, sizeof text)) {
        beneath(t, "→", text);
    }
}

static void on_notify(struct timeline *t, extsta_time now, const char *station,
                      const struct extsta_notify *n)
{
    char text[160];
    switch (n->type) {
    case EXTSTA_NOTIFY_CONNECTION_START:
        failure_of(t, station)->station[0] = 0;
        snprintf(text, sizeof text, "connects by profile \"%s\"", n->profile ? n->profile : "");
        line(t, now, station, BOLD, text);
        break;
    case EXTSTA_NOTIFY_CONNECTION_FAILED:
        could_not_connect(t, now, station);
        break;
    case EXTSTA_NOTIFY_DISCONNECTED:
        line(t, now, station, BOLD, "is disconnected");
        break;
    case EXTSTA_NOTIFY_SCAN_COMPLETE:
        line(t, now, station, "", "has scanned");
        break;
    case EXTSTA_NOTIFY_CONNECTED:
    case EXTSTA_NOTIFY_CONNECTION_COMPLETE:
    case EXTSTA_NOTIFY_SCAN_FAIL:
    case EXTSTA_NOTIFY_DISCONNECTING:
    case EXTSTA_NOTIFY_ROAMING_START:
    case EXTSTA_NOTIFY_ROAMING_END:
    case EXTSTA_NOTIFY_SIGNAL_QUALITY:
    case EXTSTA_NOTIFY_RADIO_STATE:
        break;
    }
}

static void on_port(struct timeline *t, extsta_time now, const char *station,
                    const struct extsta_port_event *p)
{
    static const char *const by[] = {"no authentication needed", "authenticated by the driver",
                                     "four-way handshake by the OS",
                                     "authenticated by the IHV extension"};
    char mac[40], text[160];
    label_mac(t->names, p->peer, mac);
    if (p->type == EXTSTA_PORT_AUTHORIZED ||
        (p->type == EXTSTA_PORT_CREATED && !p->controlled)) {
        snprintf(text, sizeof text, "may use the network: port %s is open (%s)", mac,
                 by[p->manager]);
        line(t, now, station, GREEN, text);
    } else if (p->type == EXTSTA_PORT_UNAUTHORIZED) {
        snprintf(text, sizeof text, "port %s is closed: only authentication passes", mac);
        line(t, now, station, RED, text);
    }
}

void timeline_output(struct timeline *t, extsta_time now, const char *station,
                     const struct extsta_output *out)
{
    char text[200];
    if (out->type == EXTSTA_OUT_CROSSING && out->crossing.type == EXTSTA_CROSS_INDICATION) {
        on_indication(t, now, station, &out->crossing);
    } else if (out->type == EXTSTA_OUT_CAUSE) {
        on_cause(t, now, station, &out->cause);
    } else if (out->type == EXTSTA_OUT_NOTIFY) {
        on_notify(t, now, station, &out->notify);
    } else if (out->type == EXTSTA_OUT_PORT) {
        on_port(t, now, station, &out->port);
    }
    enum label_kind kind = label_output(t->names, out, text, sizeof text);
    if (kind == LABEL_INDICATION || kind == LABEL_ANY_TIME || kind == LABEL_PORT ||
        kind == LABEL_IHV) {
        beneath(t, "·", text);
    }
}

void timeline_frame(struct timeline *t, const struct extsta_frame_info *info)
{
    char text[200];
    if (!t->frames) {
        return;
    }
    if (label_frame(t->names, info, text, sizeof text) == LABEL_NONE) {
        return;
    }
    beneath(t, "~", text + strlen("frame "));
}
