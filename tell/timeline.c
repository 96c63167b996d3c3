/* What the outputs of stations and the frames between them mean, line by line: `extsta demo`,
 * `run` and `connect` as text. A line for what happened to a station; beneath it what crossed
 * the boundary for it (label.c), dimmed. Values come in; what the library has words for, it
 * puts in words here and nowhere before.
 *
 * It keeps one thing: the cause that will explain why a station could not connect. The
 * notification says only that it could not. */
#include "timeline.h"
#include <extsta/payload.h>
#include <extsta/windot11.h>
#include <stdlib.h>
#include <string.h>

/* Columns of the name and of what happened, behind the clock. */
#define WHO  13 /* columns */
#define WHAT 22

/* What stands beneath in the same millisecond, of the same station, has no clock of its own. */
static void put_time(struct timeline *t, extsta_time now, const char *who)
{
    struct page *p = &t->page;
    page_paint(p, PAGE_DIM);
    page_printf(p, "%5llu.%03llu s", (unsigned long long)(now / EXTSTA_SECOND),
                (unsigned long long)(now % EXTSTA_SECOND / 1000));
    page_paint(p, PAGE_RESET);
    page_tab(p, WHO);
    t->told = true;
    t->time = now / 1000;
    snprintf(t->who, sizeof t->who, "%s", who);
}

static void line(struct timeline *t, extsta_time now, const char *who, const char *code,
                 const char *text)
{
    struct page *p = &t->page;
    put_time(t, now, who);
    p->indent = WHO;
    if (*who) {
        page_painted(p, PAGE_CYAN, who);
        page_tab(p, WHAT);
        p->indent = WHAT + 2;
    }
    page_painted(p, code, text);
    page_newline(p);
}

/* Beneath the line it belongs to; what stands alone has its own time. */
static void beneath(struct timeline *t, extsta_time now, const char *who, const char *mark,
                    const char *text)
{
    struct page *p = &t->page;
    if (t->time != now / 1000 || strcmp(t->who, who) != 0) {
        put_time(t, now, who);
        page_painted(p, PAGE_CYAN, who);
    }
    page_tab(p, WHAT);
    p->indent = WHAT + 4;
    page_paint(p, PAGE_DIM);
    page_put(p, mark);
    page_put(p, " ");
    page_put(p, text);
    page_paint(p, PAGE_RESET);
    page_newline(p);
}

void timeline_start(struct timeline *t, FILE *out, bool colour, bool frames,
                    const struct label_names *names)
{
    *t = (struct timeline){.out = out, .frames = frames, .names = names};
    if (out) {
        page_start(&t->page, out, colour);
    }
}

void timeline_say(struct timeline *t, extsta_time now, const char *who, const char *text)
{
    if (!*who && t->told) {
        page_newline(&t->page);
    }
    line(t, now, who, PAGE_BOLD, text);
}

/* By a hash of the name: two stations may share a place, so who reads a cause compares the
 * name. */
static struct timeline_failure *failure_of(struct timeline *t, const char *station)
{
    unsigned hash = 5381;
    for (const char *p = station; *p; p++) {
        hash = hash * 33 + (unsigned char)*p;
    }
    return &t->failures[hash % (sizeof t->failures / sizeof *t->failures)];
}

/* Those that mean something to a person; the rest are only shown beneath. */
static void on_indication(struct timeline *t, extsta_time now, const char *station,
                          const struct extsta_crossing *c)
{
    char mac[40], text[200], why[120];
    struct extsta_payload p;
    if (!extsta_payload_read(extsta_indication_form(c->code), c->buffer, &p)) {
        return;
    }
    if (c->code == NDIS_STATUS_DOT11_ASSOCIATION_START) {
        snprintf(text, sizeof text, "associates with %s",
                 label_mac(t->names, p.association_start.peer, mac));
        line(t, now, station, "", text);
    } else if (c->code == NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION) {
        label_mac(t->names, p.association_completion.peer, mac);
        if (p.association_completion.status == 0) {
            snprintf(text, sizeof text, "is associated with %s%s", mac,
                     p.association_completion.port_authorized
                         ? ", the port already authorized by the driver"
                         : "");
            line(t, now, station, PAGE_GREEN, text);
        }
    } else if (c->code == NDIS_STATUS_DOT11_ROAMING_START) {
        uint32_t reason = p.operation_start.reason;
        extsta_roaming_text(reason, why, sizeof why);
        bool lost = reason == DOT11_ASSOC_STATUS_ROAMING_ASSOCIATION_LOST;
        failure_of(t, station)->returning = lost;
        snprintf(text, sizeof text, "%s: %s", lost ? "looks for an AP again" : "roams", why);
        line(t, now, station, PAGE_BOLD, text);
    } else if (c->code == NDIS_STATUS_DOT11_ROAMING_COMPLETION) {
        bool lost = failure_of(t, station)->returning;
        t->returns += p.number == 0 && lost;
        t->roams += p.number == 0 && !lost;
    }
}

/* The cause that explains a failure best: what an AP did or did not do explains more than that
 * no candidate is left; what was asked for explains nothing. So a cause of the connection as a
 * whole does not replace one of an association. */
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

/* 1st, 2nd, 3rd, 4th, 11th, 21st. */
static const char *ordinal(unsigned n)
{
    static const char *const ends[] = {"th", "st", "nd", "rd"};
    return ends[n % 10 < 4 && n % 100 / 10 != 1 ? n % 10 : 0];
}

/* "looks for home again, 3rd round, the channel is busy 97 %": what is known of it. */
static void add_search(const struct extsta_notify *n, const char *when, char *text, size_t size)
{
    size_t len = strlen(text);
    int room = n->profile ? (int)strlen(n->profile) : (int)n->ssid.len;
    len += (size_t)snprintf(text + len, size - len, "looks for %.*s again%s", room,
                            n->profile ? n->profile : (const char *)n->ssid.data, when);
    if (n->round > 1) {
        len += (size_t)snprintf(text + len, size - len, ", %u%s round", n->round,
                                ordinal(n->round));
    }
    if (n->type != EXTSTA_NOTIFY_CONNECTION_FAILED && n->type != EXTSTA_NOTIFY_DISCONNECTED &&
        n->busy != EXTSTA_BUSY_UNKNOWN) {
        snprintf(text + len, size - len, ", the channel is busy %u %%", n->busy);
    }
}

/* What follows an end; nothing where the next profile's line comes at once. */
static void add_retry(const struct extsta_notify *n, char *text, size_t size)
{
    char when[40] = " when the radio is on";
    size_t len = strlen(text);
    if (!n->will_retry || n->retry_after == 0) {
        return;
    }
    if (n->retry_after != EXTSTA_NEVER) {
        snprintf(when, sizeof when, " in %.1f s", (double)n->retry_after / 1e6);
    }
    snprintf(text + len, size - len, "; ");
    add_search(n, when, text, size);
}

static void could_not_connect(struct timeline *t, extsta_time now, const char *station,
                              const struct extsta_notify *n)
{
    struct timeline_failure *f = failure_of(t, station);
    char text[400] = "could not connect";
    if (strcmp(f->station, station) == 0) {
        snprintf(text, sizeof text, "could not connect: %s%s",
                 extsta_confidence_word(f->cause.confidence),
                 extsta_cause_explanation(&f->cause)->meaning);
    }
    add_retry(n, text, sizeof text);
    line(t, now, station, PAGE_RED, text);
}

static void on_cause(struct timeline *t, extsta_time now, const char *station,
                     const struct extsta_cause *c)
{
    remember(t, station, c);
    char text[400], mac[40];
    label_mac(t->names, c->peer, mac);
    bool wanted = extsta_cause_remedy(c) == EXTSTA_REMEDY_NONE;
    if (c->diagnosis == EXTSTA_DIAGNOSIS_DISCONNECT_REQUEST &&
        (c->subject == EXTSTA_SUBJECT_ROAM || (c->subject == EXTSTA_SUBJECT_ASSOCIATION &&
                                               c->stage < EXTSTA_STAGE_FOUR_WAY))) {
        return; /* what is under way when the host gives up goes with it */
    }
    if (c->subject == EXTSTA_SUBJECT_ASSOCIATION && c->origin == EXTSTA_ORIGIN_STATION &&
        c->diagnosis == EXTSTA_DIAGNOSIS_BETTER_AP) {
        snprintf(text, sizeof text,
                 "leaves %s (implicit disassociation: there is no indication of it)", mac);
        line(t, now, station, "", text);
        return;
    }
    extsta_cause_text_named(c, mac, text, sizeof text);
    line(t, now, station, wanted ? PAGE_BOLD : PAGE_RED, text);
    /* A handshake under way: the cause of the port follows and knows more than the reason
     * code. */
    bool port_says_more = c->subject == EXTSTA_SUBJECT_ASSOCIATION &&
                          c->space == EXTSTA_CODE_PEER_REASON &&
                          failure_of(t, station)->handshake;
    if (!wanted && !port_says_more && extsta_cause_advice(c, text, sizeof text)) {
        beneath(t, now, station, page_signs()->arrow, text);
    }
}

/* Only what is not said already by the station's own causes and indications. */
static void on_notify(struct timeline *t, extsta_time now, const char *station,
                      const struct extsta_notify *n)
{
    char text[200], status[120];
    const char *cipher;
    switch (n->type) {
    case EXTSTA_NOTIFY_CONNECTION_START:
        failure_of(t, station)->station[0] = 0;
        snprintf(text, sizeof text, "connects by profile \"%s\"", n->profile ? n->profile : "");
        if (n->round > 1) {
            text[0] = 0;
            add_search(n, "", text, sizeof text);
        }
        line(t, now, station, PAGE_BOLD, text);
        break;
    case EXTSTA_NOTIFY_SEARCHING:
        text[0] = 0;
        add_search(n, "", text, sizeof text);
        line(t, now, station, PAGE_BOLD, text);
        break;
    case EXTSTA_NOTIFY_CONNECTION_FAILED:
        could_not_connect(t, now, station, n);
        break;
    case EXTSTA_NOTIFY_DISCONNECTED:
        snprintf(text, sizeof text, "is disconnected");
        add_retry(n, text, sizeof text);
        line(t, now, station, PAGE_BOLD, text);
        break;
    case EXTSTA_NOTIFY_SCAN_COMPLETE:
        line(t, now, station, "", "has scanned");
        break;
    case EXTSTA_NOTIFY_WEAK_SECURITY:
        cipher = extsta_cipher_name(n->status);
        snprintf(text, sizeof text,
                 memcmp(&n->peer, &(struct extsta_mac){{0}}, sizeof n->peer) == 0
                     ? "warning: the profile allows %s, which can be broken"
                     : "warning: the access point protects group frames by %s, which can be broken",
                 cipher ? cipher : "a cipher");
        line(t, now, station, PAGE_BOLD, text);
        break;
    case EXTSTA_NOTIFY_TRANSITION_DISABLED:
        line(t, now, station, PAGE_BOLD,
             "is told that the network is WPA3 for good: no WPA2 there any more");
        break;
    case EXTSTA_NOTIFY_COUNTERMEASURES:
        if (n->status) {
            snprintf(text, sizeof text, "TKIP countermeasures: leaves the AP alone for %u s",
                     (unsigned)n->status);
        } else {
            snprintf(text, sizeof text, "TKIP countermeasures are over");
        }
        line(t, now, station, PAGE_BOLD, text);
        break;
    case EXTSTA_NOTIFY_UNPROTECTED:
        extsta_assoc_status_brief(n->status, status, sizeof status);
        snprintf(text, sizeof text, "does not obey an unprotected frame: %s", status);
        line(t, now, station, "", text);
        break;
    case EXTSTA_NOTIFY_FORGED:
        extsta_assoc_status_brief(n->status, status, sizeof status);
        snprintf(text, sizeof text, "stays: somebody has forged \"%s\", the AP knows us",
                 status);
        line(t, now, station, PAGE_BOLD, text);
        break;
    case EXTSTA_NOTIFY_LOOP:
        snprintf(text, sizeof text, "a loop: %u times in a row it has failed for the same reason, %s",
                 (unsigned)n->round, extsta_diagnosis_name((enum extsta_diagnosis)n->status));
        line(t, now, station, PAGE_BOLD, text);
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

/* By the manager of the port: who authenticated. */
static void on_port(struct timeline *t, extsta_time now, const char *station,
                    const struct extsta_port_event *p)
{
    static const char *const by[] = {"no authentication needed", "authenticated by the driver",
                                     "four-way handshake by the OS",
                                     "authenticated by the IHV extension"};
    char mac[40], text[160];
    failure_of(t, station)->handshake =
        p->type == EXTSTA_PORT_CREATED && p->controlled && !p->authorized;
    label_mac(t->names, p->peer, mac);
    if (p->type == EXTSTA_PORT_AUTHORIZED ||
        (p->type == EXTSTA_PORT_CREATED && !p->controlled)) {
        snprintf(text, sizeof text, "may use the network: port %s is open (%s)", mac,
                 by[p->manager]);
        line(t, now, station, PAGE_GREEN, text);
    } else if (p->type == EXTSTA_PORT_UNAUTHORIZED) {
        snprintf(text, sizeof text, "port %s is closed: only authentication passes", mac);
        line(t, now, station, PAGE_RED, text);
    }
}

/* An extension did what it may not: what became of the call, and by which rule. */
static void on_function(struct timeline *t, extsta_time now, const char *station,
                        const struct extsta_function *f)
{
    char text[200], result[60] = "counted and followed";
    if (f->rule == EXTSTA_RULE_NONE) {
        return;
    }
    if (f->result != 0) {
        snprintf(result, sizeof result, "refused, error %u", f->result);
    }
    snprintf(text, sizeof text, "the IHV extension broke a rule: %s (%s): %s %s",
             f->type == EXTSTA_FUNCTION_RETURNED ? "what a handler returned"
                                                 : extsta_function_name(f->type),
             result, extsta_rule_id(f->rule), extsta_rule_title(f->rule));
    line(t, now, station, PAGE_RED, text);
}

/* What a number of the boundary means stands behind the line, in parentheses after two
 * blanks: without it the line is as in a trace, and expect_trace takes it either way. */
static void add(char *text, size_t size, const char *meaning)
{
    size_t len = strlen(text);
    snprintf(text + len, size - len, "  (%s)", meaning);
}

/* The DOT11_ASSOC_STATUS of an indication that has one, or a reason from its number space. */
static bool status_of(const struct extsta_crossing *c, uint32_t *status)
{
    struct extsta_payload p;
    if (!extsta_payload_read(extsta_indication_form(c->code), c->buffer, &p)) {
        return false;
    }
    switch (c->code) {
    case NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION:
        *status = p.association_completion.status;
        return true;
    case NDIS_STATUS_DOT11_DISASSOCIATION:
        *status = p.disassociation.reason;
        return true;
    case NDIS_STATUS_DOT11_CONNECTION_COMPLETION:
    case NDIS_STATUS_DOT11_ROAMING_COMPLETION:
        *status = p.number;
        return true;
    case NDIS_STATUS_DOT11_ROAMING_START:
        *status = p.operation_start.reason;
        return true;
    }
    return false;
}

static void add_status(const struct extsta_crossing *c, char *text, size_t size)
{
    char words[160];
    uint32_t status;
    if (!status_of(c, &status)) {
        return;
    }
    if (status == 0) {
        add(text, size, "success");
        return;
    }
    extsta_assoc_status_brief(status, words, sizeof words); /* what it says stands above */
    add(text, size, words);
}

static void add_quality(const struct extsta_crossing *c, char *text, size_t size)
{
    struct extsta_payload p, e;
    char words[20];
    extsta_payload_read(EXTSTA_FORM_LINK_QUALITY, c->buffer, &p);
    if (extsta_payload_next(&p.list.entries, &e)) {
        snprintf(words, sizeof words, "%u of 100", e.quality.quality);
        add(text, size, words);
    }
}

static void add_manager(const struct extsta_port_event *p, char *text, size_t size)
{
    static const char *const who[] = {"nobody has to authenticate", "the driver authenticates",
                                      "the OS authenticates", "the IHV extension authenticates"};
    if (p->type == EXTSTA_PORT_CREATED) {
        add(text, size, who[p->manager]);
    }
}

/* OID requests, packets and causes are not shown beneath: told above, or too many. */
static void put_crossing(struct timeline *t, extsta_time now, const char *station,
                         const struct extsta_output *out)
{
    char text[400];
    switch (label_output(t->names, out, text, sizeof text)) {
    case LABEL_INDICATION:
        add_status(&out->crossing, text, sizeof text);
        break;
    case LABEL_ANY_TIME:
        if (out->crossing.code == NDIS_STATUS_DOT11_LINK_QUALITY) {
            add_quality(&out->crossing, text, sizeof text);
        }
        break;
    case LABEL_PORT:
        add_manager(&out->port, text, sizeof text);
        break;
    case LABEL_IHV:
        break;
    case LABEL_NONE:
    case LABEL_OID:
    case LABEL_PACKET:
    case LABEL_NOTIFY:
    case LABEL_CAUSE:
    case LABEL_TUNE:
    case LABEL_FRAME:
    case LABEL_PROBE:
        return;
    }
    beneath(t, now, station, page_signs()->dot, text);
}

static void on_decision(struct timeline *t, extsta_time now, const char *station,
                        const struct extsta_decision *d)
{
    char text[300], ap[40], best[40];
    if (t->why) {
        extsta_decision_text(d, label_mac(t->names, d->ap, ap), label_mac(t->names, d->best, best),
                             text, sizeof text);
        timeline_say(t, now, station, text);
    }
}

void timeline_output(struct timeline *t, extsta_time now, const char *station,
                     const struct extsta_output *out)
{
    if (out->type == EXTSTA_OUT_CROSSING && out->crossing.type == EXTSTA_CROSS_INDICATION) {
        on_indication(t, now, station, &out->crossing);
    } else if (out->type == EXTSTA_OUT_CAUSE) {
        on_cause(t, now, station, &out->cause);
    } else if (out->type == EXTSTA_OUT_NOTIFY) {
        on_notify(t, now, station, &out->notify);
    } else if (out->type == EXTSTA_OUT_PORT) {
        on_port(t, now, station, &out->port);
    } else if (out->type == EXTSTA_OUT_DECISION) {
        on_decision(t, now, station, &out->decision);
    } else if (out->type == EXTSTA_OUT_FUNCTION) {
        on_function(t, now, station, &out->function);
    }
    put_crossing(t, now, station, out);
}

void timeline_frame(struct timeline *t, extsta_time now, const struct extsta_frame_info *info)
{
    char text[200];
    if (!t->frames) {
        return;
    }
    if (label_frame_words(t->names, info, text, sizeof text) == LABEL_NONE) {
        return;
    }
    beneath(t, now, t->time == now / 1000 ? t->who : "", page_signs()->wave, text);
}
