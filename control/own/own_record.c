/* What the own control socket keeps of each station: the last causes and decisions, and what a
 * referee has found, in rings of fixed size; and the stream of events for those who watch. It
 * is a listener of the service. A station puts out what crosses its boundary only while
 * somebody wants to see it, or a referee judges. */
#include "own_private.h"
#include "event_json.h"
#include "providers.h"
#include "referee_text.h"
#include <stdlib.h>
#include <string.h>

#define KEPT  32u
#define PORTS 8u /* in an independent network there may be more: the latest are kept */
#define ALWAYS                                                                                 \
    (EXTSTA_OUT_MASK(EXTSTA_OUT_CAUSE) | EXTSTA_OUT_MASK(EXTSTA_OUT_DECISION) |                \
     EXTSTA_OUT_MASK(EXTSTA_OUT_PORT))
#define STORY  (ALWAYS | EXTSTA_OUT_MASK(EXTSTA_OUT_NOTIFY))
#define JUDGED (EXTSTA_OUT_ALL | EXTSTA_OUT_MASK(EXTSTA_OUT_FUNCTION))

/* Of one station; the latest of each kind are kept. */
struct record {
    struct extsta_cause causes[KEPT];
    struct {
        extsta_time time;
        struct extsta_decision decision;
    } decisions[KEPT];
    struct extsta_finding findings[KEPT];
    uint64_t cause_count, decision_count, finding_count; /* ever */
    struct extsta_referee *referee;                      /* NULL: nobody judges it */
    struct extsta_port_event ports[PORTS];               /* as they stand */
    size_t port_count;
};

static struct record *record_of(const struct own_ctrl *ctrl, const struct service_station *s)
{
    return service_station_user(s, ctrl->listener.number);
}

/* --- events --- */

static bool wants(const struct own_client *c, const char *station, bool crossing)
{
    return !c->dead && c->watches && (c->all || !crossing) &&
           (c->station[0] == 0 || strcmp(c->station, station) == 0);
}

static bool is_watched(const struct own_ctrl *ctrl, const char *station, bool crossing)
{
    for (const struct own_client *c = ctrl->clients; c; c = c->next) {
        if (wants(c, station, crossing)) {
            return true;
        }
    }
    return false;
}

/* The line that was written, to all that want it. */
static void send_event(struct own_ctrl *ctrl, const char *station, bool crossing)
{
    size_t len;
    const char *line = own_lines(ctrl, &len);
    for (struct own_client *c = ctrl->clients; c; c = c->next) {
        if (wants(c, station, crossing)) {
            own_client_send(c, line, len);
        }
    }
}

/* Begins an event of the service's; NULL: nobody wants it. */
static struct json_out *begin(struct own_ctrl *ctrl, extsta_time now, const char *kind,
                              const struct service_station *s)
{
    const char *name = service_station_name(s);
    if (ctrl->watchers == 0 || !is_watched(ctrl, name, false)) {
        return NULL;
    }
    struct json_out *j = &ctrl->json;
    json_begin(j);
    json_seconds(j, "time", now);
    json_text(j, "sta", name);
    json_text(j, "line", kind);
    return j;
}

static void end(struct own_ctrl *ctrl, const struct service_station *s)
{
    json_line_end(&ctrl->json);
    send_event(ctrl, service_station_name(s), false);
}

static void tell_finding(struct own_ctrl *ctrl, const struct service_station *s,
                         const struct extsta_finding *f)
{
    static const struct label_names none;
    if (ctrl->watchers > 0 && is_watched(ctrl, service_station_name(s), false)) {
        referee_json(&ctrl->json, NULL, service_station_name(s), f, &none);
        send_event(ctrl, service_station_name(s), false);
    }
}

static void take_findings(struct own_ctrl *ctrl, const struct service_station *s,
                          struct record *r)
{
    struct extsta_finding f;
    while (extsta_referee_next(r->referee, &f)) {
        r->findings[r->finding_count++ % KEPT] = f;
        tell_finding(ctrl, s, &f);
    }
}

/* The port of this event, as it stands now, or it has gone. */
static void take_port(struct record *r, const struct extsta_port_event *e)
{
    size_t at = 0;
    while (at < r->port_count && memcmp(&r->ports[at].peer, &e->peer, sizeof e->peer) != 0) {
        at++;
    }
    if (e->type == EXTSTA_PORT_DELETED) {
        if (at < r->port_count) {
            r->ports[at] = r->ports[--r->port_count];
        }
        return;
    }
    if (at == PORTS) {
        memmove(r->ports, r->ports + 1, (PORTS - 1) * sizeof *r->ports);
        at = --r->port_count;
    }
    r->port_count += at == r->port_count;
    r->ports[at] = *e;
}

static bool is_story(const struct extsta_output *out)
{
    return (STORY & EXTSTA_OUT_MASK(out->type)) != 0;
}

static void on_output(void *user, extsta_time now, struct service_station *s,
                      const struct extsta_output *out)
{
    struct own_ctrl *ctrl = user;
    struct record *r = record_of(ctrl, s);
    bool crossing = !is_story(out);
    if (ctrl->watchers > 0 && (!crossing || ctrl->watchers_all > 0) &&
        is_watched(ctrl, service_station_name(s), crossing)) {
        event_json(&ctrl->json, EXTSTA_LOG_SHORT, now, service_station_name(s), out);
        send_event(ctrl, service_station_name(s), crossing);
    }
    if (!r) {
        return;
    }
    if (out->type == EXTSTA_OUT_PORT) {
        take_port(r, &out->port);
    } else if (out->type == EXTSTA_OUT_CAUSE) {
        r->causes[r->cause_count++ % KEPT] = out->cause;
    } else if (out->type == EXTSTA_OUT_DECISION) {
        r->decisions[r->decision_count % KEPT].time = now;
        r->decisions[r->decision_count++ % KEPT].decision = out->decision;
    }
    if (r->referee) {
        extsta_referee_output(r->referee, now, out);
        take_findings(ctrl, s, r);
    }
}

/* Of what arrives; what the station sends is among its outputs. */
static void on_frame(void *user, extsta_time now, struct service_station *s, bool sent,
                     struct extsta_span bytes, const struct extsta_rx_meta *meta)
{
    struct own_ctrl *ctrl = user;
    struct record *r = record_of(ctrl, s);
    if (!sent && r && r->referee && bytes.len >= 24 && (bytes.data[0] & 0x0c) == 0) {
        extsta_referee_frame(r->referee, now, bytes);
        take_findings(ctrl, s, r);
    }
}

static void on_state(void *user, extsta_time now, struct service_station *s,
                     enum service_state from, enum service_state to)
{
    struct json_out *j = begin(user, now, "state", s);
    if (j) {
        json_text(j, "from", service_state_name(from));
        json_text(j, "to", service_state_name(to));
        end(user, s);
    }
}

static void on_scanning(void *user, extsta_time now, struct service_station *s)
{
    if (begin(user, now, "scanning", s)) {
        end(user, s);
    }
}

static void on_scanned(void *user, extsta_time now, struct service_station *s, uint32_t status)
{
    struct json_out *j = begin(user, now, "scanned", s);
    if (j) {
        json_number(j, "status", status);
        end(user, s);
    }
}

static void on_not_found(void *user, extsta_time now, struct service_station *s)
{
    if (begin(user, now, "not-found", s)) {
        end(user, s);
    }
}

static void on_paused(void *user, extsta_time now, struct service_station *s,
                      const struct service_network *n)
{
    struct json_out *j = begin(user, now, n->pause.until ? "paused" : "resumed", s);
    if (j) {
        json_number(j, "network", n->id);
        json_name(j, "profile", n->options.profile.name);
        if (n->pause.until && n->pause.until != EXTSTA_NEVER) {
            json_seconds(j, "seconds", n->pause.until > now ? n->pause.until - now : 0);
        }
        json_number(j, "failures", n->pause.failures);
        json_text(j, "because", extsta_diagnosis_name(n->pause.because));
        end(user, s);
    }
}

static void on_network(void *user, extsta_time now, struct service_station *s,
                       const struct service_network *n, bool gone)
{
    struct json_out *j = begin(user, now, "network", s);
    if (j) {
        json_number(j, "network", n->id);
        json_name(j, "profile", n->options.profile.name);
        json_flag(j, "gone", gone);
        end(user, s);
    }
}

static void on_broken(void *user, extsta_time now, struct service_station *s,
                      enum host_trouble what)
{
    struct json_out *j = begin(user, now, "broken", s);
    if (j) {
        json_text(j, "what", what == HOST_RADIO_GONE ? "radio" : "interface");
        end(user, s);
    }
}

/* --- stations come and go --- */

static void want(struct own_ctrl *ctrl, struct service_station *s)
{
    const struct record *r = record_of(ctrl, s);
    const char *name = service_station_name(s);
    bool judged = r && r->referee, all = is_watched(ctrl, name, true);
    service_station_want(s, ctrl->listener.number,
                         judged                          ? JUDGED
                         : all                           ? EXTSTA_OUT_ALL
                         : is_watched(ctrl, name, false) ? STORY
                                                         : ALWAYS);
}

void own_record_wants(struct own_ctrl *ctrl)
{
    ctrl->watchers = ctrl->watchers_all = 0;
    for (const struct own_client *c = ctrl->clients; c; c = c->next) {
        ctrl->watchers += !c->dead && c->watches;
        ctrl->watchers_all += !c->dead && c->watches && c->all;
    }
    for (struct service_station *s = NULL;
         ctrl->service && (s = service_station_next(ctrl->service, s));) {
        want(ctrl, s);
    }
}

/* Without memory nothing is kept of it. */
static void on_station(void *user, extsta_time now, struct service_station *s)
{
    struct own_ctrl *ctrl = user;
    struct json_out *j = begin(ctrl, now, "station", s);
    service_station_set_user(s, ctrl->listener.number, host_calloc(1, sizeof(struct record)));
    want(ctrl, s);
    if (j) {
        json_mac(j, "address", service_station_address(s));
        end(ctrl, s);
    }
}

static void on_gone(void *user, extsta_time now, struct service_station *s)
{
    struct own_ctrl *ctrl = user;
    struct record *r = record_of(ctrl, s);
    if (begin(ctrl, now, "gone", s)) {
        end(ctrl, s);
    }
    if (r) {
        extsta_referee_free(r->referee);
        free(r);
        service_station_set_user(s, ctrl->listener.number, NULL);
    }
}

void own_record_init(struct own_ctrl *ctrl)
{
    ctrl->listener = (struct service_listener){.station = on_station,
                                               .output = on_output,
                                               .frame = on_frame,
                                               .state = on_state,
                                               .scanning = on_scanning,
                                               .scanned = on_scanned,
                                               .not_found = on_not_found,
                                               .paused = on_paused,
                                               .network = on_network,
                                               .broken = on_broken,
                                               .gone = on_gone,
                                               .user = ctrl};
    service_listen(ctrl->service, &ctrl->listener);
}

void own_record_free(struct own_ctrl *ctrl)
{
    host_context_free(ctrl->judges);
    ctrl->judges = NULL;
}

/* --- commands --- */

/* How many of the last are wanted: all that are kept, or the number that is said. */
static uint64_t last_of(const struct own_call *c, uint64_t count, const char **why)
{
    uint64_t kept = count < KEPT ? count : KEPT;
    uint32_t n = KEPT;
    if (c->count > 0 && !own_number(c->words[0], UINT32_MAX, &n)) {
        *why = "how many is a number";
    }
    return n < kept ? n : kept;
}

void own_ports(struct own_call *c)
{
    const struct record *r = record_of(c->ctrl, c->s);
    for (size_t i = 0; r && i < r->port_count; i++) {
        own_station_line(c->j, "port", c->s);
        json_mac(c->j, "peer", r->ports[i].peer);
        json_number(c->j, "session", r->ports[i].session);
        json_text(c->j, "manager", extsta_manager_name(r->ports[i].manager));
        json_bool(c->j, "controlled", r->ports[i].controlled);
        json_bool(c->j, "authorized", r->ports[i].authorized);
        json_line_end(c->j);
    }
}

/* With what is known of such a cause: behind each a line that explains it. */
static void explain(struct own_call *c, const struct extsta_cause *cause)
{
    const struct extsta_explanation *e = extsta_cause_explanation(cause);
    own_station_line(c->j, "explanation", c->s);
    json_text(c->j, "meaning", e->meaning);
    json_text(c->j, "usual", e->usual);
    json_text(c->j, "check", e->check);
    json_text(c->j, "remedy", extsta_remedy_name(e->remedy));
    json_line_end(c->j);
}

const char *own_causes(struct own_call *c)
{
    const struct record *r = record_of(c->ctrl, c->s);
    const char *why = NULL;
    uint64_t n = r ? last_of(c, r->cause_count, &why) : 0;
    for (uint64_t i = 0; i < n && !why; i++) {
        struct extsta_output out = {.type = EXTSTA_OUT_CAUSE};
        out.cause = r->causes[(r->cause_count - n + i) % KEPT];
        event_json(c->j, EXTSTA_LOG_SHORT, out.cause.time, service_station_name(c->s), &out);
        explain(c, &out.cause);
    }
    return why;
}

const char *own_decisions(struct own_call *c)
{
    const struct record *r = record_of(c->ctrl, c->s);
    const char *why = NULL;
    uint64_t n = r ? last_of(c, r->decision_count, &why) : 0;
    for (uint64_t i = 0; i < n && !why; i++) {
        size_t at = (size_t)((r->decision_count - n + i) % KEPT);
        struct extsta_output out = {.type = EXTSTA_OUT_DECISION};
        out.decision = r->decisions[at].decision;
        event_json(c->j, EXTSTA_LOG_SHORT, r->decisions[at].time, service_station_name(c->s),
                   &out);
    }
    return why;
}

/* One that begins in the middle knows nothing: it judges from the next reset on, which every
 * connect begins with. */
static const char *begin_judging(struct own_call *c, struct record *r)
{
    if (!c->ctrl->judges) {
        c->ctrl->judges = extsta_context_new(&host_memory, &host_entropy);
    }
    struct extsta_referee_config config = {.machine_clock = true,
                                           .address = service_station_address(c->s)};
    r->referee = c->ctrl->judges ? extsta_referee_new(c->ctrl->judges, &config) : NULL;
    if (!r->referee) {
        return "no memory";
    }
    extsta_referee_hears(r->referee, true); /* nobody is between it and the radio */
    extsta_referee_gap(r->referee);
    want(c->ctrl, c->s);
    return NULL;
}

const char *own_judge(struct own_call *c)
{
    struct record *r = record_of(c->ctrl, c->s);
    bool on = strcmp(c->words[0], "on") == 0;
    if (!r) {
        return "no memory";
    }
    if (!on && strcmp(c->words[0], "off") != 0) {
        return "on or off";
    }
    if (on) {
        return r->referee ? NULL : begin_judging(c, r);
    }
    extsta_referee_free(r->referee);
    r->referee = NULL;
    want(c->ctrl, c->s);
    return NULL;
}

const char *own_findings(struct own_call *c)
{
    static const struct label_names none;
    const struct record *r = record_of(c->ctrl, c->s);
    uint64_t n = r ? r->finding_count < KEPT ? r->finding_count : KEPT : 0;
    if (!r || !r->referee) {
        return "nobody judges it: judge STATION on";
    }
    for (uint64_t i = 0; i < n; i++) {
        referee_json(c->j, NULL, service_station_name(c->s),
                     &r->findings[(r->finding_count - n + i) % KEPT], &none);
    }
    struct referee_count *count = host_calloc(1, sizeof *count);
    if (!count) {
        return "no memory";
    }
    referee_count_add(count, r->referee);
    referee_count_json(c->j, count);
    free(count);
    return NULL;
}

const char *own_watch(struct own_call *c)
{
    const char *name = c->count > 0 ? c->words[0] : "all";
    bool all = c->count > 1 && strcmp(c->words[1], "crossings") == 0;
    if (c->count > 1 && !all) {
        return "usage: watch [STATION|all] [crossings]";
    }
    bool every = strcmp(name, "all") == 0;
    if (!every && !service_station(c->ctrl->service, name)) {
        return "there is no such station";
    }
    snprintf(c->client->station, sizeof c->client->station, "%s", every ? "" : name);
    c->client->watches = true;
    c->client->all = all;
    own_record_wants(c->ctrl);
    return NULL;
}
