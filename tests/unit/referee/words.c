/* What the words of a story mean (words.h). */
#include "words.h"
#include "wire/frame.h"
#include <extsta/payload.h>
#include <extsta/windot11.h>
#include <stdio.h>

#define MAX_FIELDS 8

void words_start(struct words *w, bool ears)
{
    *w = (struct words){.seed = 1, .now = EXTSTA_SECOND, .next_request = 0x90000001u};
    w->ctx = testing_context(&w->seed);
    struct extsta_referee_config config = {.address = {{2, 0, 0, 0, 0, 'M'}}, .phy_count = 2};
    w->referee = extsta_referee_new(w->ctx, &config);
    assert_non_null(w->referee);
    extsta_referee_hears(w->referee, ears);
}

void words_end(struct words *w)
{
    extsta_referee_free(w->referee);
    extsta_context_free(w->ctx);
}

static void give(struct words *w, const struct extsta_output *out)
{
    if (w->given) {
        w->given(w, out);
    }
    extsta_referee_output(w->referee, w->now, out);
}

static void cross(struct words *w, const struct extsta_crossing *c)
{
    struct extsta_output out = {.type = EXTSTA_OUT_CROSSING, .crossing = *c};
    give(w, &out);
}

/* --- requests --- */

static void request(struct words *w, uint32_t oid, enum extsta_oid_kind kind, uint32_t id,
                    char *value, uint32_t room)
{
    uint8_t buffer[1024];
    size_t len =
        kind == EXTSTA_OID_QUERY ? 0 : words_buffer(extsta_oid_form(oid, false), value, buffer);
    if (value && strchr(value, '~')) {
        len -= 2; /* cut off */
    }
    cross(w, &(struct extsta_crossing){.type = EXTSTA_CROSS_OID,
                                       .code = oid,
                                       .kind = kind,
                                       .id = id,
                                       .buffer = {buffer, len},
                                       .bytes_needed = room});
}

static void result(struct words *w, uint32_t oid, enum extsta_oid_kind kind, uint32_t id,
                   char *value, uint32_t status)
{
    uint8_t buffer[1024];
    size_t len = kind == EXTSTA_OID_SET || status != NDIS_STATUS_SUCCESS
                     ? 0
                     : words_buffer(extsta_oid_form(oid, true), value, buffer);
    cross(w, &(struct extsta_crossing){.type = EXTSTA_CROSS_OID_COMPLETE,
                                       .code = oid,
                                       .kind = kind,
                                       .id = id,
                                       .status = status,
                                       .buffer = {buffer, len},
                                       .bytes_written = (uint32_t)len,
                                       .bytes_needed =
                                           status == NDIS_STATUS_BUFFER_OVERFLOW ? 2000 : 0});
}

static enum extsta_oid_kind kind_of(uint32_t oid, bool query)
{
    if (query) {
        return oid == OID_DOT11_ENUM_BSS_LIST ? EXTSTA_OID_METHOD : EXTSTA_OID_QUERY;
    }
    return oid == OID_DOT11_RESET_REQUEST ? EXTSTA_OID_METHOD : EXTSTA_OID_SET;
}

/* s:NAME:VALUE:STATUS  set; q:NAME:VALUE:STATUS  query; with '?' the request alone, with '!'
 * the result alone; S, Q: of an embedder. */
static void oid_word(struct words *w, char **f)
{
    uint32_t oid = words_oid(f[1]);
    bool query = f[0][0] == 'q' || f[0][0] == 'Q';
    enum extsta_oid_kind kind = kind_of(oid, query);
    bool embedder = f[0][0] == 'S' || f[0][0] == 'Q';
    uint32_t id = oid ^ 0x8f000000u;
    uint32_t status = f[3] ? words_number(f[3]) : NDIS_STATUS_SUCCESS;
    id = embedder ? id & 0x7fffffffu : id | 0x80000000u;
    char input[64] = "-", output[64] = "-";
    snprintf(query ? output : input, 64, "%s", f[2] ? f[2] : "-");
    if (f[0][1] != '!') {
        request(w, oid, kind, id, query && kind != EXTSTA_OID_METHOD ? NULL : input,
                f[4] ? words_number(f[4]) : 1024);
    }
    if (f[0][1] != '?') {
        snprintf(query ? output : input, 64, "%s", f[2] ? f[2] : "-");
        result(w, oid, kind, id, f[0][1] == '!' && f[2] ? f[2] : output, status);
    }
}

/* --- indications --- */

static void indicate(struct words *w, uint32_t code, const struct extsta_payload *p)
{
    uint8_t buffer[1024];
    size_t len = p ? extsta_payload_write(p, buffer, sizeof buffer) : 8;
    if (!p) {
        memset(buffer, 2, 8);
    }
    cross(w, &(struct extsta_crossing){
                 .type = EXTSTA_CROSS_INDICATION, .code = code, .buffer = {buffer, len}});
}

/* A field of a completion: "auth=7". */
static const char *field(char *fields, const char *name, const char *otherwise)
{
    static char value[32];
    size_t len = strlen(name);
    for (char *at = fields; at && *at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        if (strncmp(at, name, len) == 0 && at[len] == '=') {
            snprintf(value, sizeof value, "%.*s", (int)strcspn(at + len + 1, ","),
                     at + len + 1);
            return value;
        }
    }
    return otherwise;
}

static uint32_t value_of(char *fields, const char *name, uint32_t otherwise)
{
    const char *text = field(fields, name, NULL);
    return text ? words_number(text) : otherwise;
}

static const uint8_t request_of_frame[] = {1, 0, 10, 0, 0, 3, 'n', 'e', 't'};
static const uint8_t elements_77[] = {0xdd, 4, 2, 0, 0, 0x77};

/* ac:A:STATUS:fields. What a success has is there by default. */
static void completion_word(struct words *w, char **f)
{
    static uint8_t octets[64] = {1, 0, 0, 0, 5, 6, 7, 8, 9};
    uint8_t encap[64], phys[16];
    char *fields = f[3];
    uint32_t status = f[2] ? words_number(f[2]) : 0, count;
    bool ok = status == 0;
    struct extsta_payload p = {.form = EXTSTA_FORM_ASSOCIATION_COMPLETION};
    struct extsta_association_completion *c = &p.association_completion;
    c->peer = words_mac(f[1]);
    c->status = status;
    c->auth = value_of(fields, "auth", ok ? 1 : 0);
    c->unicast = value_of(fields, "uni", ok && c->auth > 2 ? 4 : 0);
    c->multicast = value_of(fields, "multi", c->unicast);
    c->port_authorized = value_of(fields, "authz", 0) != 0;
    c->four_address = value_of(fields, "four", 0) != 0;
    c->qos = (uint8_t)value_of(fields, "qos", 0);
    c->ds_info = value_of(fields, "ds", 2);
    c->multicast_mgmt = value_of(fields, "mgmt", 0);
    c->comeback = value_of(fields, "come", 0);
    c->reassoc_request = value_of(fields, "reassoc", 0) != 0;
    memset(phys, 0, sizeof phys);
    c->active_phys.bytes = (struct extsta_span){phys, value_of(fields, "phys", ok ? 4 : 0)};
    c->beacon.bytes = (struct extsta_span){octets, value_of(fields, "beacon", ok ? 12 : 0)};
    c->request.bytes =
        (struct extsta_span){request_of_frame, value_of(fields, "req", 0) ? 9 : 0};
    uint8_t extended[15];
    memcpy(extended, request_of_frame, 9);
    memcpy(extended + 9, elements_77, 6);
    if (value_of(fields, "req", 0) == 2) {
        c->request.bytes = (struct extsta_span){extended, 15};
    } else if (value_of(fields, "req", 0) == 3) {
        c->request.bytes.len = 8;
    }
    c->response.bytes = (struct extsta_span){octets, value_of(fields, "resp", 0)};
    char pairs[32];
    const char *table = field(fields, "encap", NULL);
    if (table) {
        snprintf(pairs, sizeof pairs, "%s", table);
        for (char *at = pairs; *at; at++) {
            *at = *at == '+' ? ',' : *at;
        }
        c->encap.bytes = (struct extsta_span){
            encap, words_entries(EXTSTA_FORM_ENCAP_ENTRY, pairs, encap, &count)};
    }
    uint8_t buffer[1024];
    size_t len = extsta_payload_write(&p, buffer, sizeof buffer);
    if (value_of(fields, "cut", 0)) {
        len -= 4;
    }
    if (value_of(fields, "ihv", 0)) { /* a size without an offset */
        extsta_payload_read(p.form, (struct extsta_span){buffer, len}, &p);
        DOT11_ASSOCIATION_COMPLETION_PARAMETERS *raw = (void *)buffer;
        raw->uIHVDataSize = 4;
    }
    cross(w, &(struct extsta_crossing){.type = EXTSTA_CROSS_INDICATION,
                                       .code = NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION,
                                       .buffer = {buffer, len}});
}

static void start_word(struct words *w, char **f, bool roam)
{
    struct extsta_payload p = {.form = roam ? EXTSTA_FORM_ROAMING_START
                                            : EXTSTA_FORM_CONNECTION_START};
    p.operation_start.bss_type = 1;
    if (roam) {
        p.operation_start.reason = f[1] ? words_number(f[1]) : 0xc;
    } else if (f[1] && strcmp(f[1], "ibss") == 0) {
        p.operation_start.bss_type = 2;
    }
    if (f[2] || (!roam && p.operation_start.bss_type == 2)) {
        p.operation_start.adhoc_bssid = words_mac(f[2] ? f[2] : "F");
        p.operation_start.adhoc_ssid.len = f[2] && f[2][0] == '-' ? 0 : 3;
    }
    indicate(w, roam ? NDIS_STATUS_DOT11_ROAMING_START : NDIS_STATUS_DOT11_CONNECTION_START,
             &p);
}

static bool indication_word(struct words *w, char **f)
{
    struct extsta_payload p = {0};
    uint8_t entries[256];
    uint32_t count;
    if (strcmp(f[0], "cs") == 0 || strcmp(f[0], "rs") == 0) {
        start_word(w, f, f[0][0] == 'r');
    } else if (strcmp(f[0], "cc") == 0 || strcmp(f[0], "rc") == 0) {
        p.form =
            f[0][0] == 'c' ? EXTSTA_FORM_CONNECTION_COMPLETION : EXTSTA_FORM_ROAMING_COMPLETION;
        p.number = words_number(f[1]);
        indicate(w,
                 f[0][0] == 'c' ? NDIS_STATUS_DOT11_CONNECTION_COMPLETION
                                : NDIS_STATUS_DOT11_ROAMING_COMPLETION,
                 &p);
    } else if (strcmp(f[0], "as") == 0) {
        p.form = EXTSTA_FORM_ASSOCIATION_START;
        p.association_start.peer = words_mac(f[1]);
        p.association_start.ssid.len = f[2] ? (uint32_t)strlen(f[2]) : 3;
        memcpy(p.association_start.ssid.bytes, f[2] ? f[2] : "net",
               p.association_start.ssid.len);
        indicate(w, NDIS_STATUS_DOT11_ASSOCIATION_START, &p);
    } else if (strcmp(f[0], "ac") == 0) {
        completion_word(w, f);
    } else if (strcmp(f[0], "dis") == 0) {
        p.form = EXTSTA_FORM_DISASSOCIATION;
        p.disassociation.peer = words_mac(f[1]);
        p.disassociation.reason = words_number(f[2]);
        indicate(w, NDIS_STATUS_DOT11_DISASSOCIATION, &p);
    } else if (strcmp(f[0], "confirm") == 0) {
        p.form = EXTSTA_FORM_NUMBER;
        p.number = f[1] ? words_number(f[1]) : 0;
        if (f[2]) {
            indicate(w, NDIS_STATUS_DOT11_SCAN_CONFIRM, NULL); /* eight octets */
        } else {
            indicate(w, NDIS_STATUS_DOT11_SCAN_CONFIRM, &p);
        }
    } else if (strcmp(f[0], "lq") == 0 || strcmp(f[0], "candidates") == 0) {
        bool lq = f[0][0] == 'l';
        p.form = lq ? EXTSTA_FORM_LINK_QUALITY : EXTSTA_FORM_PMKID_CANDIDATES;
        size_t len =
            words_entries(lq ? EXTSTA_FORM_LINK_QUALITY_ENTRY : EXTSTA_FORM_BSSID_CANDIDATE,
                          f[1], entries, &count);
        p.list.entries.bytes = (struct extsta_span){entries, len};
        indicate(w,
                 lq ? NDIS_STATUS_DOT11_LINK_QUALITY : NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST,
                 &p);
    } else if (strcmp(f[0], "phy") == 0) {
        p.form = EXTSTA_FORM_PHY_STATE;
        p.phy_state.phy_id = words_number(f[1]);
        p.phy_state.hardware = words_number(f[2]) != 0;
        p.phy_state.software = words_number(f[3]) != 0;
        indicate(w, NDIS_STATUS_DOT11_PHY_STATE_CHANGED, &p);
    } else if (strcmp(f[0], "mic") == 0) {
        p.form = EXTSTA_FORM_TKIP_MIC_FAILURE;
        p.mic_failure.peer = words_mac(f[1]);
        p.mic_failure.key_index = f[2] ? words_number(f[2]) : 0;
        indicate(w, NDIS_STATUS_DOT11_TKIPMIC_FAILURE, &p);
    } else if (strcmp(f[0], "ind") == 0) {
        uint8_t buffer[8] = {2, 2, 2, 2, 2, 2, 2, 2};
        if (f[2]) {
            memset(buffer, 0, sizeof buffer);
            buffer[4] = (uint8_t)words_number(f[2]);
        }
        cross(w, &(struct extsta_crossing){.type = EXTSTA_CROSS_INDICATION,
                                           .code = words_number(f[1]),
                                           .buffer = {buffer, 8}});
    } else if (strcmp(f[0], "badheader") == 0) {
        uint8_t buffer[16] = {0x81, 1, 8, 0, 6};
        cross(w, &(struct extsta_crossing){.type = EXTSTA_CROSS_INDICATION,
                                           .code = NDIS_STATUS_DOT11_CONNECTION_COMPLETION,
                                           .buffer = {buffer, 8}});
    } else {
        return false;
    }
    return true;
}

/* --- packets and frames --- */

static size_t msdu(uint8_t *out, uint16_t fc, const char *a1, const char *a2, const char *a3,
                   uint16_t ethertype)
{
    struct extsta_mac m1 = words_mac(a1), m2 = words_mac(a2), m3 = words_mac(a3);
    memset(out, 0, 24);
    out[0] = (uint8_t)fc;
    out[1] = (uint8_t)(fc >> 8);
    memcpy(out + 4, m1.b, 6);
    memcpy(out + 10, m2.b, 6);
    memcpy(out + 16, m3.b, 6);
    uint8_t llc[] = {0xaa, 0xaa, 3, 0, 0, 0, (uint8_t)(ethertype >> 8), (uint8_t)ethertype,
                     1,    2};
    memcpy(out + 24, llc, sizeof llc);
    return 24 + sizeof llc;
}

/* send:ID:A:ETHERTYPE:option; recv:ID:A:ETHERTYPE:option */
static void packet_word(struct words *w, char **f)
{
    bool up = f[0][0] == 'r';
    uint8_t bytes[64];
    const char *option = f[4] ? f[4] : "";
    uint16_t ethertype = (uint16_t)(f[3] ? strtoul(f[3], NULL, 16) : 0x800);
    uint16_t fc = (uint16_t)(FRAME_DATA_PLAIN | (up ? FC_FROM_DS : FC_TO_DS));
    const char *da = strcmp(option, "group") == 0   ? "*"
                     : strcmp(option, "mcast") == 0 ? "G"
                     : strcmp(option, "other") == 0 ? "E"
                                                    : "M";
    fc |= strcmp(option, "retry") == 0 ? FC_RETRY : 0;
    fc |= strcmp(option, "four") == 0 ? FC_FROM_DS : 0;
    fc = strcmp(option, "ibss") == 0 ? FRAME_DATA_PLAIN : fc;
    size_t len = up ? msdu(bytes, fc, da, f[2], "E", ethertype)
                    : msdu(bytes, fc, f[2], "M", "E", ethertype);
    if (strcmp(option, "bridge") == 0) {
        bytes[29] = 0xf8;
    } else if (strcmp(option, "short") == 0) {
        len = 26;
    } else if (strcmp(option, "qos") == 0) {
        memmove(bytes + 26, bytes + 24, 10);
        bytes[0] = FRAME_QOS_DATA;
        memset(bytes + 24, 0, 2);
        len += 2;
    }
    struct extsta_packet p = {.bytes = {bytes, len}, .id = words_number(f[1]) | 0x80000000u};
    p.send.phy_id = strcmp(option, "phy9") == 0 ? 9 : DOT11_PHY_ID_ANY;
    p.recv.mpdu_count = strcmp(option, "mpdus") == 0 ? 17 : 1;
    p.recv.freq = 2437;
    p.recv.was_protected = strcmp(option, "protected") == 0;
    cross(w, &(struct extsta_crossing){.type = up ? EXTSTA_CROSS_RECEIVE : EXTSTA_CROSS_SEND,
                                       .id = p.id,
                                       .packet = p});
}

static void frame_word(struct words *w, char **f)
{
    static const struct {
        const char *name;
        uint16_t fc;
    } kinds[] = {{"auth", FRAME_AUTH},
                 {"assoc", FRAME_ASSOC_REQ},
                 {"reassoc", FRAME_REASSOC_REQ},
                 {"disassoc", FRAME_DISASSOC},
                 {"deauth", FRAME_DEAUTH},
                 {"probe", FRAME_PROBE_REQ},
                 {"beacon", FRAME_BEACON},
                 {"resp", FRAME_ASSOC_RESP},
                 {"data", FRAME_DATA_PLAIN | FC_TO_DS},
                 {"eapol", FRAME_DATA_PLAIN | FC_TO_DS},
                 {"pdata", FRAME_DATA_PLAIN | FC_TO_DS | FC_PROTECTED},
                 {"pgroup", FRAME_DATA_PLAIN | FC_PROTECTED},
                 {"null", FRAME_NULL | FC_TO_DS},
                 {"nullpm", FRAME_NULL | FC_TO_DS | FC_PM}};
    bool heard = f[0][0] == 'h';
    uint8_t bytes[3000] = {0};
    uint16_t fc = 0;
    bool found = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, f[1]) == 0) {
            fc = kinds[i].fc;
            found = true;
        }
    }
    if (!found) {
        fail_msg("'%s' is no frame of these stories", f[1]);
    }
    const char *option = f[3] ? f[3] : "";
    bool probe = strcmp(f[1], "probe") == 0;
    const char *ta = strcmp(option, "other") == 0 ? "E" : "M";
    const char *a3 = probe ? (strcmp(option, "bssid") == 0 ? "E" : "*") : f[2];
    size_t len = heard ? msdu(bytes, fc, "M", f[2], f[2], 0x800)
                       : msdu(bytes, fc, probe ? "*" : f[2], ta, a3,
                              strcmp(f[1], "eapol") == 0 ? 0x888e : 0x800);
    uint8_t *body = bytes + 24;
    if (frame_type(&(struct frame){.fc = fc}) == FRAME_MANAGEMENT) {
        memset(body, 0, 16);
        len = 24 + 6;
        if (fc == FRAME_ASSOC_REQ || fc == FRAME_REASSOC_REQ) {
            memcpy(body, request_of_frame, 9);
            len = 24 + 9;
            if (fc == FRAME_REASSOC_REQ) {
                struct extsta_mac old = words_mac(option[0] ? option : "A");
                memcpy(body + 4, old.b, 6);
                len = 24 + 12;
            }
            if (strcmp(option, "ies") == 0) {
                memcpy(body + 9, elements_77, 6);
                len += 6;
            } else if (strcmp(option, "pmkid") == 0) {
                memset(body + 9, 0x5a, 16);
                len += 16;
            }
        } else if (probe) {
            body[1] = (uint8_t)(f[2][0] == '*' ? 0 : strlen(f[2]));
            memcpy(body + 2, f[2], body[1]);
            len = 26u + body[1];
            if (strcmp(option, "ies") == 0) {
                memcpy(bytes + len, elements_77, 6);
                len += 6;
            }
        } else if (fc == FRAME_BEACON && strcmp(option, "ies") == 0) {
            memcpy(bytes + len, elements_77, 6);
            len += 6;
        } else if (fc == FRAME_AUTH && option[0] && strcmp(option, "other") != 0) {
            body[heard ? 4 : 0] = (uint8_t)words_number(option);
        } else if (option[0] && strcmp(option, "other") != 0) {
            body[fc == FRAME_ASSOC_RESP ? 2 : 0] = (uint8_t)words_number(option);
        }
        if (fc == FRAME_ASSOC_RESP) {
            static const uint8_t response[] = {1, 0, 0, 0, 5, 6, 7, 8, 9};
            memcpy(body, response, 9);
            body[2] = option[0] ? (uint8_t)words_number(option) : 0;
            len = 24 + 9;
        }
    } else if (fc & FC_PROTECTED) { /* CCMP: PN by the option; kN: key id; noiv */
        memset(body, 0, 24);
        body[0] = 1;
        body[3] = 0x20;
        len = 24 + 24;
        if (option[0] == 'k') {
            body[3] = (uint8_t)(0x20 | words_number(option + 1) << 6);
        } else if (strcmp(option, "noiv") == 0) {
            body[3] = 0;
        } else if (option[0] && strncmp(option, "frag", 4) != 0) {
            body[0] = (uint8_t)words_number(option);
        }
    }
    if (strcmp(option, "long") == 0) {
        len = 2500;
    }
    if (strncmp(option, "frag", 4) == 0) { /* number of the fragment; the body is as it is */
        bytes[22] = (uint8_t)words_number(option + 4);
        body[0] = fc & FC_PROTECTED ? 9 : body[0];
    }
    if (heard) {
        struct extsta_output out = {.type = EXTSTA_OUT_INPUT,
                                    .input.type = EXTSTA_INPUT_FRAME,
                                    .input.bytes = {bytes, len}};
        give(w, &out);
    } else {
        struct extsta_output out = {.type = EXTSTA_OUT_FRAME};
        out.frame.bytes = (struct extsta_span){bytes, len};
        out.frame.meta.flags = strcmp(option, "rts") == 0 ? EXTSTA_TX_RTS : 0;
        give(w, &out);
    }
}

/* --- ports, extension --- */

/* port:A:created:MANAGER:SESSION; managers none, miniport, os, ihv; "os!": authorized; "os-":
 * uncontrolled. */
static void port_word(struct words *w, char **f)
{
    struct extsta_output out = {.type = EXTSTA_OUT_PORT};
    struct extsta_port_event *o = &out.port;
    const char *manager = f[3] ? f[3] : "none";
    o->peer = words_mac(f[1]);
    o->type = f[2][0] == 'c'   ? EXTSTA_PORT_CREATED
              : f[2][0] == 'a' ? EXTSTA_PORT_AUTHORIZED
              : f[2][0] == 'u' ? EXTSTA_PORT_UNAUTHORIZED
                               : EXTSTA_PORT_DELETED;
    o->manager = manager[0] == 'm'   ? EXTSTA_MANAGER_MINIPORT
                 : manager[0] == 'o' ? EXTSTA_MANAGER_OS
                 : manager[0] == 'i' ? EXTSTA_MANAGER_IHV
                                     : EXTSTA_MANAGER_NONE;
    o->controlled = manager[0] != 'n' && !strchr(manager, '-');
    o->authorized = o->type == EXTSTA_PORT_AUTHORIZED || !o->controlled || strchr(manager, '!');
    o->session = f[4] ? words_number(f[4]) : 1;
    give(w, &out);
}

/* The octets of the last completion, as words give it. */
static void handler_word(struct words *w, char **f)
{
    static const char *const names[] = {"init", "deinit",     "pre",    "reset",      "post",
                                        "stop", "indication", "packet", "completion", "match"};
    struct extsta_output out = {.type = EXTSTA_OUT_IHV};
    uint8_t buffer[1024];
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], f[1]) == 0) {
            out.ihv.type = (enum extsta_ihv_call_type)i;
            found = true;
        }
    }
    if (!found) {
        fail_msg("'%s' is no handler", f[1]);
    }
    out.ihv.peer = out.ihv.port.peer = f[2] ? words_mac(f[2]) : (struct extsta_mac){{0}};
    out.ihv.session = out.ihv.port.session = 1;
    out.ihv.status = f[3] ? words_number(f[3]) : 0;
    out.ihv.handle = f[3] ? words_number(f[3]) : 0;
    if (out.ihv.type == EXTSTA_IHV_PERFORM_POST_ASSOCIATE) { /* of "ac:A:0:auth=7" */
        struct extsta_payload p = {.form = EXTSTA_FORM_ASSOCIATION_COMPLETION};
        static uint8_t octets[12] = {1, 0, 0, 0, 5, 6, 7, 8, 9}, phys[4];
        p.association_completion.peer = words_mac(f[2]);
        p.association_completion.auth = 7;
        p.association_completion.unicast = p.association_completion.multicast = 4;
        p.association_completion.ds_info = 2;
        p.association_completion.active_phys.bytes = (struct extsta_span){phys, 4};
        p.association_completion.beacon.bytes = (struct extsta_span){octets, 12};
        size_t len = extsta_payload_write(&p, buffer, sizeof buffer);
        out.ihv.data = (struct extsta_span){buffer, len - (f[3] ? 1 : 0)};
    } else if (out.ihv.type == EXTSTA_IHV_RECEIVE_INDICATION) {
        memset(buffer, f[2] ? 3 : 2, 8);
        out.ihv.data = (struct extsta_span){buffer, 8};
    } else if (out.ihv.type == EXTSTA_IHV_RECEIVE_PACKET) {
        memset(buffer, 0, 16);
        buffer[6] = 0x88;
        buffer[7] = f[3] ? (uint8_t)words_number(f[3]) : 0x8e;
        out.ihv.data = (struct extsta_span){buffer, 16};
    }
    give(w, &out);
}

/* fn:NAME:error:reason:result; of "key" the error is the direction. */
static void function_word(struct words *w, char **f)
{
    static const struct {
        const char *name;
        enum extsta_function_type type;
    } names[] = {{"pre", EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION},
                 {"post", EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION},
                 {"send", EXTSTA_FUNCTION_SEND_PACKET},
                 {"sendgroup", EXTSTA_FUNCTION_SEND_PACKET},
                 {"exempt", EXTSTA_FUNCTION_SET_ETHERTYPE_HANDLING},
                 {"ethertypes", EXTSTA_FUNCTION_SET_ETHERTYPE_HANDLING},
                 {"key", EXTSTA_FUNCTION_SET_DEFAULT_KEY},
                 {"other", EXTSTA_FUNCTION_SET_AUTH_ALGORITHM},
                 {"returned", EXTSTA_FUNCTION_RETURNED},
                 {"onex", EXTSTA_FUNCTION_START_ONEX},
                 {"stoponex", EXTSTA_FUNCTION_STOP_ONEX},
                 {"onexpacket", EXTSTA_FUNCTION_PROCESS_SECURITY_PACKET}};
    struct extsta_output out = {.type = EXTSTA_OUT_FUNCTION};
    struct extsta_function *c = &out.function;
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i].name, f[1]) == 0) {
            c->type = names[i].type;
            found = true;
        }
    }
    if (!found) {
        fail_msg("'%s' is no function of these stories", f[1]);
    }
    c->session = 1;
    c->handle = 7;
    c->ethertypes = (struct extsta_span){(const uint8_t *)"\x88\x8e", 2};
    if (c->type == EXTSTA_FUNCTION_SEND_PACKET) {
        c->data = (struct extsta_span){
            (const uint8_t *)(f[1][4] ? "\xff\xff\xff\xff\xff\xff" : "\2\0\0\0\0A"), 6};
    } else if (f[1][0] == 'e' && f[1][1] == 'x') { /* EAPOL, always, of both kinds */
        c->data = (struct extsta_span){(const uint8_t *)"\x88\x8e\1\0\3\0", 6};
    }
    c->error = c->value = f[2] ? words_number(f[2]) : 0;
    c->reason = f[3] ? words_number(f[3]) : 0;
    c->result = f[4] ? words_number(f[4]) : 0;
    give(w, &out);
}

/* --- stories --- */

/* What many stories begin with. */
static const struct {
    const char *word, *story;
} macros[] = {
    {"up", "q:medium:0x10 s:mode:4 s:reset:3"},
    {"profile", "s:reset:3 s:bsstype:1 s:ssids:net s:auth:open"},
    {"connected", "up profile s?:connect s!:connect cs as:A f:auth:A f:assoc:A "
                  "ac:A:0:req=1 port:A:created:none cc:0 lq:A50"},
    {"keyed", "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:unicast:ccmp "
              "s:connect cs as:A f:auth:A f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os "
              "cc:0 lq:A50 f:eapol:A f:eapol:A"},
    {"opened", "keyed s:mapping:A s:defaultkey:1 port:A:authorized:os s:port:A+"},
    {"joinup", "s:reset:3 s:bsstype:2 s:ssids:net s:ibss:x s:connect cs:ibss"},
    {"ibssup", "up s:reset:3 s:bsstype:2 s:ssids:net s:connect cs:ibss cc:0"},
};

static void play_word(struct words *w, char *word)
{
    char *f[MAX_FIELDS] = {0}, whole[1200];
    size_t n = 0;
    w->word = strcpy(whole, word);
    for (char *at = word; at && n < MAX_FIELDS; n++) {
        f[n] = at;
        at = strchr(at, ':');
        if (at) {
            *at++ = 0;
        }
    }
    if (strlen(f[0]) <= 2 && strchr("sSqQ", f[0][0]) && f[1] &&
        (f[0][1] == 0 || f[0][1] == '?' || f[0][1] == '!')) {
        oid_word(w, f);
    } else if (f[0][0] == 't' && f[0][1] == '+') {
        w->now += words_number(f[0] + 2) * EXTSTA_MS;
        extsta_referee_time(w->referee, w->now);
    } else if (strcmp(f[0], "f") == 0 || strcmp(f[0], "h") == 0) {
        frame_word(w, f);
    } else if (strcmp(f[0], "send") == 0 || strcmp(f[0], "recv") == 0) {
        packet_word(w, f);
    } else if (strcmp(f[0], "sent") == 0 || strcmp(f[0], "ret") == 0) {
        cross(w, &(struct extsta_crossing){.type = f[0][0] == 's' ? EXTSTA_CROSS_SEND_COMPLETE
                                                                  : EXTSTA_CROSS_RETURN,
                                           .id = words_number(f[1]) | 0x80000000u,
                                           .status = f[2] ? words_number(f[2]) : 0});
    } else if (strcmp(f[0], "port") == 0) {
        port_word(w, f);
    } else if (strcmp(f[0], "ihv") == 0) {
        handler_word(w, f);
    } else if (strcmp(f[0], "fn") == 0) {
        function_word(w, f);
    } else if (strcmp(f[0], "resetex") == 0 || strcmp(f[0], "halt") == 0) {
        cross(w, &(struct extsta_crossing){.type = f[0][0] == 'r' ? EXTSTA_CROSS_RESET_EX
                                                                  : EXTSTA_CROSS_HALT});
    } else if (strcmp(f[0], "stack") == 0) { /* an IP packet of the network stack */
        static const uint8_t frame[20] = {2, 0, 0, 0, 0, 'A', 2, 0, 0, 0, 0, 'M', 8};
        struct extsta_output out = {.type = EXTSTA_OUT_INPUT};
        out.input.type = EXTSTA_INPUT_ETHERNET;
        out.input.bytes = (struct extsta_span){frame, sizeof frame};
        give(w, &out);
    } else if (strcmp(f[0], "init") == 0) {
        cross(w, &(struct extsta_crossing){.type = EXTSTA_CROSS_INITIALIZE});
    } else if (strcmp(f[0], "battery") == 0) {
        give(w, &(struct extsta_output){.type = EXTSTA_OUT_INPUT,
                                        .input.type = EXTSTA_INPUT_POWER_PROFILE});
    } else if (strcmp(f[0], "ethernet") == 0) {
        give(w, &(struct extsta_output){.type = EXTSTA_OUT_ETHERNET});
    } else if (strcmp(f[0], "disconnected") == 0) {
        give(w, &(struct extsta_output){.type = EXTSTA_OUT_NOTIFY,
                                        .notify.type = EXTSTA_NOTIFY_DISCONNECTED});
    } else if (strcmp(f[0], "detached") == 0) {
        give(w, &(struct extsta_output){.type = EXTSTA_OUT_INPUT,
                                        .input.type = EXTSTA_INPUT_DETACHED});
    } else if (strcmp(f[0], "gap") == 0) {
        give(w, &(struct extsta_output){.type = EXTSTA_OUT_GAP, .gap.count = 1});
    } else if (!indication_word(w, f)) {
        fail_msg("'%s' is no word of a story", f[0]);
    }
}

void words_play(struct words *w, const char *story)
{
    char text[1200], *rest = text;
    assert_true(strlen(story) < sizeof text);
    strcpy(text, story);
    for (char *word; (word = words_piece(&rest, ' ')) != NULL;) {
        bool macro = false;
        for (size_t i = 0; i < sizeof macros / sizeof *macros; i++) {
            if (strcmp(word, macros[i].word) == 0) {
                words_play(w, macros[i].story);
                macro = true;
            }
        }
        if (!macro) {
            play_word(w, word);
        }
    }
}
