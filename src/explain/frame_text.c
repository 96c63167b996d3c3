/* A frame in a few words: "auth open 2 status 0", "EAPOL-Key 3/4" (extsta/frame_text.h). For
 * timelines and the labels that scenarios compare, so the words are stable. It knows nothing of
 * conversations: one MPDU in, addresses, kind and text out. A field that is not there is said
 * ("cut off") and not guessed; protected bodies are not looked at. */
#include <extsta/frame_text.h>
#include "base/text.h"
#include "wire/eapol.h"
#include "wire/llc.h"
#include "wire/mgmt.h"

/* Nothing where there is no SSID element; "broadcast" for the wildcard (9.4.2.2). */
static void say_ssid(struct text *t, struct extsta_span elements)
{
    struct element e;
    if (element_find(elements, ELEMENT_SSID, &e)) {
        text_string(t, e.value.len ? " \"" : " broadcast");
        if (e.value.len) {
            text_bytes(t, e.value);
            text_char(t, '"');
        }
    }
}

static void say_number(struct text *t, const char *what, uint64_t value)
{
    text_string(t, what);
    text_decimal(t, value);
}

/* Algorithms by number (9.4.1.1). The status is reserved in the odd frames of a station, and
 * said there only when it is set. */
static void say_auth(struct text *t, struct extsta_span body)
{
    static const char *const algorithms[] = {"open", "shared", "ft", "sae"};
    struct mgmt_auth a;
    if (!mgmt_parse_auth(body, &a)) {
        text_string(t, " (cut off)");
        return;
    }
    text_char(t, ' ');
    if (a.algorithm < 4) {
        text_string(t, algorithms[a.algorithm]);
    } else {
        text_decimal(t, a.algorithm);
    }
    say_number(t, " ", a.transaction);
    if (a.transaction % 2 == 0 || a.status) {
        say_number(t, " status ", a.status);
    }
}

/* *current_ap: the AP that a reassociation comes from. */
static void say_request(struct text *t, struct extsta_span body, bool reassoc,
                        struct extsta_mac *current_ap)
{
    struct mgmt_assoc_req r;
    struct element rsn;
    if (mgmt_parse_assoc_req(body, reassoc, &r)) {
        say_ssid(t, r.elements);
        text_string(t, element_find(r.elements, ELEMENT_RSN, &rsn) ? " rsn" : "");
        if (reassoc) {
            *current_ap = r.current_ap;
        }
    } else {
        text_string(t, " (cut off)");
    }
}

static void say_response(struct text *t, struct extsta_span body, bool reassoc)
{
    struct mgmt_assoc_resp r;
    if (!mgmt_parse_assoc_resp(body, reassoc, &r)) {
        text_string(t, " (cut off)");
        return;
    }
    say_number(t, " status ", r.status);
    if (r.status == 0) {
        say_number(t, " aid ", r.aid);
    }
}

static void say_management(struct text *t, const struct frame *f, struct extsta_mac *current_ap)
{
    struct mgmt_beacon b;
    struct mgmt_reason r;
    switch (frame_kind(f)) {
    case FRAME_AUTH:
        say_auth(t, f->body);
        break;
    case FRAME_ASSOC_REQ:
    case FRAME_REASSOC_REQ:
        say_request(t, f->body, frame_kind(f) == FRAME_REASSOC_REQ, current_ap);
        break;
    case FRAME_ASSOC_RESP:
    case FRAME_REASSOC_RESP:
        say_response(t, f->body, frame_kind(f) == FRAME_REASSOC_RESP);
        break;
    case FRAME_DEAUTH:
    case FRAME_DISASSOC:
        if (mgmt_parse_reason(f->body, &r)) {
            say_number(t, " reason ", r.reason);
        } else {
            text_string(t, " (cut off)");
        }
        break;
    case FRAME_BEACON:
    case FRAME_PROBE_RESP:
        if (mgmt_parse_beacon(f->body, &b)) {
            say_ssid(t, b.elements);
        }
        break;
    case FRAME_PROBE_REQ:
        say_ssid(t, f->body);
        break;
    }
}

static const char *const messages[] = {"?",   "1/4",       "2/4",      "3/4",
                                       "4/4", "group 1/2", "group 2/2"};

/* A MIC of 16 octets is assumed: the association that would tell is not known here. */
static bool say_eapol(struct text *t, struct extsta_span msdu)
{
    struct llc llc;
    struct eapol e;
    struct eapol_key key;
    if (!llc_parse(msdu, &llc) || !llc.snap || llc.ethertype != ETHERTYPE_EAPOL) {
        return false;
    }
    if (!eapol_parse(llc.payload, &e)) {
        text_string(t, "EAPOL (cut off)");
    } else if (e.type == EAPOL_KEY && eapol_key_parse(&e, 16, &key)) {
        const uint16_t report = KEY_INFO_REQUEST | KEY_INFO_ERROR; /* 12.5.2.4.2 */
        text_string(t, "EAPOL-Key ");
        text_string(t, (key.info & report) == report ? "MIC failure report"
                                                     : messages[eapol_key_message(&key)]);
    } else {
        text_string(t, e.type == EAPOL_START    ? "EAPOL-Start"
                       : e.type == EAPOL_LOGOFF ? "EAPOL-Logoff"
                                                : "EAPOL");
    }
    return true;
}

/* Null frames tell what power save they announce. True: it is EAPOL. */
static bool say_data(struct text *t, const struct frame *f, const char *name)
{
    if (!frame_has_data(f)) {
        text_string(t, name ? name : "data");
        text_string(t, (f->fc & FC_PM) ? " pm 1" : " pm 0");
    } else if (f->fc & FC_PROTECTED) {
        text_string(t, "data protected");
    } else if (say_eapol(t, f->body)) {
        return true;
    } else {
        text_string(t, "data");
    }
    return false;
}

/* False: not a frame; the text is then the name of what is wrong with it. */
bool extsta_frame_describe(struct extsta_span mpdu, struct extsta_frame_info *info)
{
    struct frame f;
    enum extsta_drop drop;
    struct text t;
    *info = (struct extsta_frame_info){0};
    text_start(&t, info->text, sizeof info->text);
    if (!frame_parse(mpdu, &f, &drop)) {
        text_string(&t, extsta_drop_name(drop));
        text_end(&t);
        return false;
    }
    info->kind = frame_kind(&f);
    info->retry = (f.fc & FC_RETRY) != 0;
    info->is_protected = (f.fc & FC_PROTECTED) != 0;
    info->ra = f.addr1;
    info->ta = f.addr2;
    info->bssid = frame_bssid(&f);
    const char *name = frame_kind_name(info->kind);
    if (frame_type(&f) == FRAME_DATA) {
        info->eapol = say_data(&t, &f, name);
    } else {
        text_string(&t, name ? name : "reserved");
        if (frame_type(&f) == FRAME_MANAGEMENT && !info->is_protected) {
            say_management(&t, &f, &info->current_ap);
        } else if (info->is_protected) {
            text_string(&t, " protected");
        }
    }
    text_end(&t);
    return true;
}

void extsta_frame_tell_eapol(struct extsta_frame_info *info, unsigned message)
{
    struct text t;
    if (message == 0 || message > 6 || !info->is_protected || (info->kind & 0x0c) != 0x08) {
        return;
    }
    info->eapol = true;
    text_start(&t, info->text, sizeof info->text);
    text_string(&t, "EAPOL-Key ");
    text_string(&t, messages[message]);
    text_string(&t, " protected");
    text_end(&t);
}
