#include "scenario.h"
#include "referee_text.h"
#include "base/mac.h"
#include "wire/eapol.h"
#include "wire/frame.h"
#include "wire/llc.h"
#include <extsta/payload.h>
#include <extsta/windot11.h>
#include <stdio.h>

static const uint8_t host_ip[4] = {10, 0, 0, 1}, own_ip[4] = {10, 0, 0, 2};
static const struct extsta_mac host_mac = {{2, 0, 0, 0, 0, 0xfe}};

struct extsta_mac scenario_bssid(char name)
{
    return (struct extsta_mac){{2, 0, 0, 0, 0xa0, (uint8_t)name}};
}

static const char *who(const struct scenario *s, struct extsta_mac mac)
{
    static const char *const names[] = {"A", "B", "C"};
    for (size_t i = 0; i < SCENARIO_APS; i++) {
        if (mac_equal(mac, scenario_bssid((char)('A' + i)))) {
            return names[i];
        }
    }
    return mac_equal(mac, s->address) ? "STA" : mac_is_broadcast(mac) ? "*" : "?";
}

static struct scenario_line *line(struct scenario *s, unsigned kind)
{
    if (s->count == sizeof s->lines / sizeof s->lines[0]) {
        fail_msg("the scenario's record is full");
    }
    struct scenario_line *l = &s->lines[s->count++];
    l->time = s->air ? air_now(s->air) : 0;
    l->kind = kind;
    l->text[0] = 0;
    return l;
}
#define LINE(s, kind, ...)                                                                     \
    do {                                                                                       \
        struct scenario_line *l_ = line(s, kind);                                              \
        snprintf(l_->text, sizeof l_->text, __VA_ARGS__);                                      \
    } while (0)

static void log_indication(struct scenario *s, const struct extsta_crossing *c)
{
    const char *name = extsta_indication_name(c->code);
    name = name ? name : "NDIS_STATUS_DOT11_?";
    name = strncmp(name, "NDIS_STATUS_DOT11_", 18) == 0 ? name + 18 : name;
    struct extsta_payload p;
    if (!extsta_payload_read(extsta_indication_form(c->code), c->buffer, &p)) {
        LINE(s, LOG_IND, "%s of %zu octets", name, c->buffer.len);
        return;
    }
    switch (c->code) {
    case NDIS_STATUS_DOT11_ASSOCIATION_START:
        LINE(s, LOG_IND, "%s %s", name, who(s, p.association_start.peer));
        break;
    case NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION: {
        const struct extsta_association_completion *a = &p.association_completion;
        if (a->status) {
            LINE(s, LOG_IND, "%s %s %X", name, who(s, a->peer), (unsigned)a->status);
        } else {
            LINE(s, LOG_IND, "%s %s 0 port=%d reassoc=%d", name, who(s, a->peer),
                 a->port_authorized, a->reassoc_request);
        }
        break;
    }
    case NDIS_STATUS_DOT11_ROAMING_START:
        LINE(s, LOG_IND, "%s %X", name, (unsigned)p.operation_start.reason);
        break;
    case NDIS_STATUS_DOT11_DISASSOCIATION:
        LINE(s, LOG_IND, "%s %s %X", name, who(s, p.disassociation.peer),
             (unsigned)p.disassociation.reason);
        break;
    case NDIS_STATUS_DOT11_SCAN_CONFIRM:
        if (c->buffer.len != 4) {
            LINE(s, LOG_IND, "%s of %zu octets", name, c->buffer.len);
            break;
        }
        LINE(s, LOG_IND, "%s %X", name, (unsigned)p.number);
        break;
    case NDIS_STATUS_DOT11_CONNECTION_COMPLETION:
    case NDIS_STATUS_DOT11_ROAMING_COMPLETION:
        LINE(s, LOG_IND, "%s %X", name, (unsigned)p.number);
        break;
    case NDIS_STATUS_DOT11_LINK_QUALITY:
        break; /* too many to keep */
    case NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST:
        LINE(s, LOG_ANY_TIME, "%s", name);
        break;
    default:
        LINE(s, LOG_IND, "%s", name);
    }
}

static void log_crossing(struct scenario *s, const struct extsta_crossing *c)
{
    static const char *const kinds[] = {"QUERY", "SET", "METHOD"};
    const char *name = NULL;
    if (c->type == EXTSTA_CROSS_OID || c->type == EXTSTA_CROSS_OID_COMPLETE) {
        name = extsta_oid_name(c->code);
        name = !name ? "?" : strncmp(name, "OID_DOT11_", 10) == 0 ? name + 10 : name;
    }
    switch (c->type) {
    case EXTSTA_CROSS_OID:
        LINE(s, LOG_OID, "%s %s", kinds[c->kind], name);
        break;
    case EXTSTA_CROSS_OID_COMPLETE:
        if (c->status) {
            LINE(s, LOG_OID, "%s %s failed %08X", kinds[c->kind], name, c->status);
        }
        break;
    case EXTSTA_CROSS_INDICATION:
        log_indication(s, c);
        break;
    case EXTSTA_CROSS_SEND:
    case EXTSTA_CROSS_RETURN:
    case EXTSTA_CROSS_RESET_EX:
    case EXTSTA_CROSS_HALT:
    case EXTSTA_CROSS_INITIALIZE:
    case EXTSTA_CROSS_SEND_COMPLETE:
    case EXTSTA_CROSS_RECEIVE:
        break;
    }
}

/* EAPOL in the clear; other data is no line. */
static const char *data_name(const struct frame *f)
{
    static const char *const messages[] = {NULL, "M1", "M2", "M3", "M4", "G1", "G2"};
    struct llc llc;
    struct eapol pdu;
    struct eapol_key key;
    if ((f->fc & FC_PROTECTED) || !frame_has_data(f) || !llc_parse(f->body, &llc) ||
        !llc.snap || llc.ethertype != ETHERTYPE_EAPOL || !eapol_parse(llc.payload, &pdu)) {
        return NULL;
    }
    if (pdu.type != EAPOL_KEY) {
        return pdu.type == EAPOL_START ? "EAPOL-Start" : "EAP";
    }
    if (!eapol_key_parse(&pdu, 16, &key)) {
        return NULL;
    }
    return messages[eapol_key_message(&key)];
}

static void log_frame(struct scenario *s, const struct frame *f)
{
    uint8_t kind = frame_kind(f);
    const char *name = NULL;
    if (frame_type(f) == FRAME_DATA) {
        name = data_name(f);
    } else if (frame_type(f) == FRAME_MANAGEMENT && kind != FRAME_BEACON &&
               kind != FRAME_PROBE_REQ && kind != FRAME_PROBE_RESP) {
        name = frame_kind_name(kind);
    }
    if (name) {
        LINE(s, LOG_FRAME, "%s>%s %s", who(s, f->addr2), who(s, f->addr1), name);
    }
}

/* The station's frames stand in the record where it hands them to the radio; the others'
 * where they end on the air. */
static void log_sent(struct scenario *s, struct extsta_span bytes)
{
    struct frame f;
    enum extsta_drop drop;
    if (frame_parse(bytes, &f, &drop)) {
        log_frame(s, &f);
    }
}

static const char *ihv_name(enum extsta_ihv_call_type type)
{
    static const char *const names[] = {
        "init-adapter",    "deinit-adapter",      "pre-associate", "adapter-reset",
        "post-associate",  "stop-post-associate", "indication",    "receive-packet",
        "send-completion", "capability-match",
    };
    return names[type];
}

static const char *name_of(const void *scenario, struct extsta_mac mac)
{
    return who(scenario, mac);
}

static void judge(struct scenario *s, extsta_time now, const struct extsta_output *out)
{
    struct extsta_finding f;
    if (!s->referee) {
        return;
    }
    extsta_referee_output(s->referee, now, out);
    while (extsta_referee_next(s->referee, &f)) {
        s->found = s->findings++ ? s->found : f;
    }
}

static void fail_if_judged(struct scenario *s)
{
    const struct label_names names = {name_of, s};
    char text[640];
    if (s->referee && extsta_referee_judged(s->referee, EXTSTA_RULE_NONE) == EXTSTA_RULE_NONE) {
        fail_msg("the referee has judged nothing");
    }
    if (s->findings > 0) {
        referee_text(&s->found, &names, REFEREE_EVENTS, text, sizeof text);
        fail_msg("%u findings of the referee, first %s", s->findings, text);
    }
}

static void observe(void *user, struct air_station *sta, extsta_time now,
                    const struct extsta_output *out)
{
    static const char *const ports[] = {"created", "authorized", "unauthorized", "deleted"};
    struct scenario *s = user;
    judge(s, now, out);
    if (s->hear) {
        s->hear(s->hear_user, now, out);
    }
    switch (out->type) {
    case EXTSTA_OUT_CROSSING:
        log_crossing(s, &out->crossing);
        break;
    case EXTSTA_OUT_PORT:
        LINE(s, LOG_PORT, "port %s %s", who(s, out->port.peer), ports[out->port.type]);
        break;
    case EXTSTA_OUT_NOTIFY:
        if (out->notify.type != EXTSTA_NOTIFY_SIGNAL_QUALITY) {
            LINE(s, LOG_NOTIFY, "notify %s", extsta_notify_name(out->notify.type));
        }
        break;
    case EXTSTA_OUT_CAUSE:
        s->cause = out->cause;
        if (out->cause.subject == EXTSTA_SUBJECT_PORT) {
            s->port_cause = out->cause;
        }
        s->causes++;
        LINE(s, LOG_CAUSE, "cause %s: %s by %s at %s, %s", who(s, out->cause.peer),
             extsta_subject_name(out->cause.subject), extsta_origin_name(out->cause.origin),
             extsta_stage_name(out->cause.stage), extsta_diagnosis_name(out->cause.diagnosis));
        break;
    case EXTSTA_OUT_FRAME:
        log_sent(s, out->frame.bytes);
        break;
    case EXTSTA_OUT_IHV:
        LINE(s, LOG_IHV, "ihv %s", ihv_name(out->ihv.type));
        if (s->ihv) {
            s->ihv(s->ihv_user, now, &out->ihv);
        }
        break;
    case EXTSTA_OUT_FUNCTION:
        if (out->function.rule != EXTSTA_RULE_NONE) {
            LINE(s, LOG_BROKEN, "broke %s %s %u", extsta_rule_id(out->function.rule),
                 extsta_function_name(out->function.type), out->function.result);
        }
        break;
    case EXTSTA_OUT_TUNE:
    case EXTSTA_OUT_ETHERNET:
    case EXTSTA_OUT_DECISION:
    case EXTSTA_OUT_GAP:
    case EXTSTA_OUT_INPUT:
    case EXTSTA_OUT_DRIVER:
    case EXTSTA_OUT_TYPES:
        break;
    }
}

static void sniff(void *user, const struct air_sniffed *sniffed)
{
    struct scenario *s = user;
    struct frame f;
    enum extsta_drop drop;
    if (sniffed->attempt == 1 && frame_parse(sniffed->bytes, &f, &drop) &&
        !mac_equal(f.addr2, s->address)) {
        log_frame(s, &f);
    }
}

/* --- the wire --- */

static uint16_t ip_sum(const uint8_t *p, size_t len)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < len; i++) {
        sum += i & 1 ? p[i] : (uint32_t)p[i] << 8;
    }
    while (sum >> 16) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return (uint16_t)~sum;
}

static void ethernet(void *user, struct air_station *sta, extsta_time now,
                     struct extsta_span frame, uint8_t priority)
{
    struct scenario *s = user;
    const uint8_t *ip = frame.data + 14;
    if (frame.len >= 14 + 28 && get_be16(frame.data + 12) == 0x0800 && ip[9] == 1 &&
        ip[20] == 0 && memcmp(ip + 12, host_ip, 4) == 0 && ip_sum(ip, 20) == 0) {
        s->pongs++;
    }
}

bool scenario_ping(struct scenario *s)
{
    uint8_t frame[14 + 20 + 8 + 32] = {0};
    uint8_t *ip = frame + 14;
    memcpy(frame, host_mac.b, 6);
    memcpy(frame + 6, s->address.b, 6);
    put_be16(frame + 12, 0x0800);
    ip[0] = 0x45;
    put_be16(ip + 2, 60);
    ip[8] = 64;
    ip[9] = 1;
    memcpy(ip + 12, own_ip, 4);
    memcpy(ip + 16, host_ip, 4);
    put_be16(ip + 10, ip_sum(ip, 20));
    ip[20] = 8;
    put_be16(ip + 22, ip_sum(ip + 20, 40));
    unsigned before = s->pongs;
    air_station_send(s->on_air, span(frame, sizeof frame), 0);
    scenario_run(s, 100);
    return s->pongs == before + 1;
}

/* --- the stage --- */

struct scenario *scenario_new(uint64_t seed)
{
    return scenario_new_in(seed, &(struct extsta_memory){testing_alloc, testing_release, NULL});
}

struct scenario *scenario_new_in(uint64_t seed, const struct extsta_memory *memory)
{
    struct scenario *s = calloc(1, sizeof *s);
    s->random.seed = seed;
    struct extsta_random random = {air_random_fill, &s->random};
    s->ctx = extsta_context_new(memory, &random);
    s->air = air_new(s->ctx, &(struct air_config){.seed = seed, .start = EXTSTA_SECOND});
    s->ds = apsim_ds_new(s->air,
                         &(struct apsim_ds_config){.host = host_mac, .host_ip = {10, 0, 0, 1}});
    s->address = (struct extsta_mac){{2, 0, 0, 0, 0, 1}};
    assert_non_null(air_sniffer_new(
        s->air, &(struct air_sniffer_config){.frame = sniff, .user = s, .hears_all = true}));
    return s;
}

void scenario_free(struct scenario *s)
{
    air_station_free(s->on_air);
    extsta_station_free(s->sta);
    for (size_t i = 0; i < SCENARIO_APS; i++) {
        apsim_free(s->ap[i]);
    }
    apsim_ds_free(s->ds);
    air_free(s->air);
    assert_int_equal(extsta_context_free(s->ctx), 0);
    fail_if_judged(s);
    extsta_referee_free(s->referee);
    assert_int_equal(extsta_context_free(s->judging), 0);
    free(s);
}

struct apsim_config scenario_ap_config(struct scenario *s, char name, const char *passphrase)
{
    static const uint16_t freqs[] = {2412, 2437, 2462};
    struct apsim_config c = {.bssid = scenario_bssid(name),
                             .ssid = "scenario",
                             .ssid_len = 8,
                             .freq = freqs[name - 'A'],
                             .position = {(float)(60 * (name - 'A')), 0, 0},
                             .wmm = true,
                             .ds = s->ds};
    if (passphrase) {
        c.security = APSIM_WPA2_PSK;
        snprintf(c.passphrase, sizeof c.passphrase, "%s", passphrase);
    }
    return c;
}

struct apsim *scenario_ap(struct scenario *s, char name, const struct apsim_config *config)
{
    struct apsim *ap = apsim_new(s->air, config);
    assert_non_null(ap);
    s->ap[name - 'A'] = ap;
    return ap;
}

void scenario_station(struct scenario *s, float x)
{
    const struct extsta_radio_caps *caps = s->caps ? s->caps : &extsta_radio_caps_dual_band;
    struct extsta_station_config config = {.id = 1,
                                           .address = s->address,
                                           .radio = caps,
                                           .outputs = EXTSTA_OUT_RECORD & ~s->unwatched,
                                           .driver = s->driver,
                                           .driver_make = s->driver_make,
                                           .driver_user = s};
    if (s->unwatched == 0) {
        static uint64_t seed = 1;
        s->judging = testing_context(&seed);
        s->referee = extsta_referee_new(
            s->judging,
            &(struct extsta_referee_config){.address = s->address,
                                            .phy_count = caps->phy_count});
        assert_non_null(s->referee);
        extsta_referee_hears(s->referee, true);
    }
    s->sta = extsta_station_new(s->ctx, &config, air_now(s->air));
    assert_non_null(s->sta);
    s->on_air = air_station_new(s->air, &(struct air_station_config){.station = s->sta,
                                                                     .address = s->address,
                                                                     .position = {x, 0, 0},
                                                                     .observe = observe,
                                                                     .ethernet = ethernet,
                                                                     .user = s});
    assert_non_null(s->on_air);
}

void scenario_run(struct scenario *s, unsigned ms)
{
    air_run(s->air, air_now(s->air) + (extsta_time)ms * EXTSTA_MS);
}

bool scenario_run_until(struct scenario *s, unsigned kinds, const char *text)
{
    extsta_time until = air_now(s->air) + 30 * EXTSTA_SECOND;
    size_t at = s->mark;
    do {
        for (; at < s->count; at++) {
            if ((s->lines[at].kind & kinds) && strcmp(s->lines[at].text, text) == 0) {
                return true;
            }
        }
    } while (air_step(s->air, until));
    fprintf(stderr, "# never came: \"%s\"\n", text);
    scenario_print(s);
    return false;
}

void scenario_connect(struct scenario *s, const char *passphrase,
                      enum extsta_port_manager manager)
{
    struct extsta_profile profile;
    const char *why = "";
    assert_int_equal(extsta_profile_make(&profile, span("scenario", 8), passphrase), EXTSTA_OK);
    profile.manager = manager;
    if (extsta_profile_check(&profile, &why) != EXTSTA_OK) {
        fail_msg("profile: %s", why);
    }
    assert_int_equal(extsta_connect(s->sta, air_now(s->air), &profile), EXTSTA_OK);
    air_station_pump(s->on_air);
}

void scenario_disconnect(struct scenario *s)
{
    assert_int_equal(extsta_disconnect(s->sta, air_now(s->air)), EXTSTA_OK);
    air_station_pump(s->on_air);
}

/* --- the record --- */

void scenario_mark(struct scenario *s)
{
    s->mark = s->count;
}

void scenario_print(const struct scenario *s)
{
    for (size_t i = s->mark; i < s->count; i++) {
        const struct scenario_line *l = &s->lines[i];
        fprintf(stderr, "# %11.6f %s\n", (double)l->time / 1e6, l->text);
    }
}

static const struct scenario_line *next_line(const struct scenario *s, size_t *at,
                                             unsigned kinds)
{
    while (*at < s->count && !(s->lines[*at].kind & kinds)) {
        ++*at;
    }
    return *at < s->count ? &s->lines[(*at)++] : NULL;
}

/* The next expected line, trimmed; its length, 0 at the end. */
static size_t next_expected(const char **p, const char **start)
{
    while (**p == ' ' || **p == '\n') {
        ++*p;
    }
    *start = *p;
    size_t len = strcspn(*p, "\n");
    *p += len;
    return len;
}

bool scenario_saw(struct scenario *s, unsigned kinds, const char *expected)
{
    size_t at = s->mark;
    bool any = false;
    const char *want;
    for (size_t len; (len = next_expected(&expected, &want)) != 0;) {
        if (len == 3 && memcmp(want, "...", 3) == 0) {
            any = true;
            continue;
        }
        const struct scenario_line *l;
        while ((l = next_line(s, &at, kinds)) != NULL && any &&
               (strlen(l->text) != len || memcmp(l->text, want, len) != 0)) {
        }
        any = false;
        if (!l || strlen(l->text) != len || memcmp(l->text, want, len) != 0) {
            fprintf(stderr, "# expected \"%.*s\", saw \"%s\"\n", (int)len, want,
                    l ? l->text : "(end)");
            scenario_print(s);
            return false;
        }
    }
    const struct scenario_line *more = any ? NULL : next_line(s, &at, kinds);
    if (more) {
        fprintf(stderr, "# not expected: \"%s\"\n", more->text);
        scenario_print(s);
    }
    return !more;
}
