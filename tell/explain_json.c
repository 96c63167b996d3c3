/* Events, stories, BSSs and findings as JSON lines (docs/event-log.md): `extsta explain
 * --json`. What an explainer's sink gets comes in, one line goes out; the order of the members
 * is part of the format. Fields that a frame did not have are absent, or null where a reader
 * expects them. */
#include "explain_json.h"
#include "key_text.h"
#include <extsta/cause.h>
#include <stdio.h>
#include <string.h>

/* Without the fixed fields there is nothing to tell: cut off, or enciphered. */
static void auth(struct json_out *j, const struct extsta_frame_event *e)
{
    if (!e->has_status) {
        return;
    }
    json_number(j, "alg", e->algorithm);
    json_number(j, "seq", e->sequence);
    json_number(j, "status", e->status);
    if (e->sae_message) {
        json_number(j, "sae_msg", e->sae_message);
    }
    if (e->has_sae_group) {
        json_number(j, "sae_group", e->sae_group);
    }
    if (e->has_send_confirm) {
        json_number(j, "send_confirm", e->send_confirm);
    }
}

/* NULL: null. */
static void json_security(struct json_out *j, const struct extsta_security *security)
{
    char text[EXTSTA_SECURITY_TEXT];
    if (security) {
        extsta_security_text(security, text, sizeof text);
    }
    json_text(j, "security", security ? text : NULL);
}

static void request(struct json_out *j, const struct extsta_frame_event *e)
{
    json_ssid(j, "ssid", e->ssid);
    json_security(j, e->security);
    if (e->kind == EXTSTA_EVENT_REASSOC_REQ) {
        json_mac(j, "current_ap", e->current_ap);
    }
}

static void response(struct json_out *j, const struct extsta_frame_event *e)
{
    if (e->has_status) {
        json_number(j, "status", e->status);
        json_number(j, "aid", e->aid);
    }
}

static void eap(struct json_out *j, const struct extsta_frame_event *e)
{
    json_number(j, "eap_code", e->eap_code);
    json_number(j, "eap_id", e->eap_id);
    json_number_if(j, "eap_type", e->eap_type >= 0, (uint64_t)e->eap_type);
}

/* Of the nonce 8 octets: enough to tell nonces apart, and no more than is needed of them. A key
 * frame of dynamic WEP (descriptor 1) has a replay counter only. */
static void eapol_key(struct json_out *j, const struct extsta_frame_event *e)
{
    static const char *const messages[] = {NULL, "M1", "M2", "M3", "M4", "G1", "G2"};
    char info[8] = "";
    bool rc4 = e->descriptor == 1;
    json_number(j, "desc", e->descriptor);
    if (!rc4) {
        snprintf(info, sizeof info, "0x%x", e->key_info);
    }
    json_text(j, "key_info", info);
    json_text(j, "msg", messages[e->message]);
    /* wlan_rsna_eapol.keydes.msgnr of Wireshark */
    json_number_if(j, "tshark_msgnr", e->message >= 1 && e->message <= 4, (uint64_t)e->message);
    json_number(j, "replay", e->replay);
    json_hex(j, "nonce", (struct extsta_span){e->nonce.data, e->nonce.len ? 8 : 0});
    json_hex(j, "mic", e->mic);
    json_number_if(j, "data_len", !rc4, e->key_data_len);
    if (e->pmkid.len) {
        json_hex(j, "pmkid", e->pmkid);
    }
}

/* The members that this kind of frame has. */
static void facts(struct json_out *j, const struct extsta_frame_event *e)
{
    switch (e->kind) {
    case EXTSTA_EVENT_AUTH:
        auth(j, e);
        break;
    case EXTSTA_EVENT_ASSOC_REQ:
    case EXTSTA_EVENT_REASSOC_REQ:
        request(j, e);
        break;
    case EXTSTA_EVENT_ASSOC_RESP:
    case EXTSTA_EVENT_REASSOC_RESP:
        response(j, e);
        break;
    case EXTSTA_EVENT_DEAUTH:
    case EXTSTA_EVENT_DISASSOC:
        if (e->has_reason) {
            json_number(j, "reason", e->reason);
        }
        break;
    case EXTSTA_EVENT_EAP:
        eap(j, e);
        break;
    case EXTSTA_EVENT_EAPOL_KEY:
        eapol_key(j, e);
        break;
    case EXTSTA_EVENT_EAPOL_START:
    case EXTSTA_EVENT_EAPOL_LOGOFF:
        break;
    }
}

/* "event" lines are the same with and without keys: what only a key shows has a name of
 * its own. */
void explain_json_event(struct json_out *j, const struct extsta_frame_event *e)
{
    json_line(j, e->decrypted ? "event-decrypted" : "event");
    json_mac(j, "sta", e->sta);
    json_mac(j, "bssid", e->bssid);
    json_number(j, "frame", e->number);
    json_time(j, "time", e->time);
    json_text(j, "type", extsta_event_name(e->kind));
    facts(j, e);
    json_text(j, "from", e->from_ap ? "ap" : "sta");
    if (e->odd_addresses) {
        json_mac(j, "sa", e->sa);
        json_mac(j, "da", e->da);
    }
    json_flag(j, "protected", e->is_protected);
    json_flag(j, "retry", e->retry);
    json_flag(j, "malformed", e->malformed);
    json_line_end(j);
}

static const char *const sides[] = {
    [EXTSTA_BY_UNKNOWN] = "unknown", [EXTSTA_BY_AP] = "ap", [EXTSTA_BY_STA] = "sta"};

/* Ends and failures: the cause record. Its evidence is first_frame and last_frame. */
static void cause(struct json_out *j, const struct extsta_story *s)
{
    const struct extsta_cause *c = &s->cause;
    if (c->subject == EXTSTA_SUBJECT_SCAN) { /* there is none */
        return;
    }
    json_text(j, "origin", extsta_origin_name(c->origin));
    json_text(j, "stage", extsta_stage_name(c->stage));
    json_text(j, "diagnosis", extsta_diagnosis_name(c->diagnosis));
    json_text(j, "remedy", extsta_remedy_name(extsta_story_remedy(s)));
    if (c->rule) {
        json_text(j, "rule", extsta_rule_id(c->rule));
    }
}

/* Not a turn in the life of an association. */
static bool is_note(enum extsta_story_what what)
{
    return what == EXTSTA_STORY_SCAN || what == EXTSTA_STORY_GROUP_REKEY ||
           what == EXTSTA_STORY_FINDING;
}

/* What speaks for it and against it. */
static void evidence(struct json_out *j, const struct extsta_story *s)
{
    char text[EXTSTA_EVIDENCE_TEXT];
    if (s->evidence_count == 0) {
        return;
    }
    json_list(j, "evidence");
    for (size_t i = 0; i < s->evidence_count; i++) {
        const struct extsta_evidence *e = &s->evidence[i];
        json_item(j);
        json_text(j, "sign", extsta_sign_name((enum extsta_sign)e->what));
        json_signed(j, "weight", e->weight);
        json_signed(j, "is", e->is);
        json_signed(j, "usual", e->usual);
        extsta_evidence_text(e, text, sizeof text);
        json_text(j, "text", text);
        json_close(j);
    }
    json_list_close(j);
}

/* Of notes what was asked and answered. */
static void note(struct json_out *j, const struct extsta_story *s)
{
    static const struct extsta_mac none;
    const struct extsta_story_context *c = &s->context;
    if (!c->asked && !c->answered) {
        return;
    }
    json_number(j, "asked", c->asked);
    json_number(j, "answered", c->answered);
    json_number(j, "refused", c->refused);
    if (s->kind == EXTSTA_KIND_TRANSITION || s->kind == EXTSTA_KIND_NEIGHBORS) {
        json_number(j, "candidates", c->candidates);
    }
    if (memcmp(&s->other, &none, sizeof none) != 0) {
        json_mac(j, "about", s->other);
    }
}

/* Of associations of devices of several links. */
static void links(struct json_out *j, const struct extsta_story *s)
{
    const struct extsta_story_context *c = &s->context;
    if (!c->link_count || s->what != EXTSTA_STORY_ASSOCIATION) {
        return;
    }
    json_mac(j, "ap_mld", c->mld);
    json_list(j, "links");
    for (size_t i = 0; i < c->link_count && i < EXTSTA_LINKS_MAX; i++) {
        const struct extsta_link *l = &c->links[i];
        json_item(j);
        json_number(j, "link", l->id);
        json_number_if(j, "channel", l->channel != 0, l->channel);
        json_mac(j, "sta", l->sta);
        json_mac(j, "bssid", l->bssid);
        json_number(j, "status", l->status);
        json_close(j);
    }
    json_list_close(j);
}

/* Of associations and port authorizations how they are secured; of roams why. */
static void context(struct json_out *j, const struct extsta_story *s)
{
    const char *why = extsta_roam_why_name((enum extsta_roam_why)s->context.why);
    char text[EXTSTA_SECURED_TEXT];
    const char *pmkid = extsta_pmkid_name((enum extsta_pmkid)s->context.pmkid);
    if (s->what == EXTSTA_STORY_ASSOCIATION && extsta_secured_text(s, text, sizeof text)) {
        json_text(j, "secured", text);
        json_flag(j, "pmf", s->context.pmf);
    }
    if (pmkid) {
        json_text(j, "pmkid", pmkid);
    }
    if (s->what == EXTSTA_STORY_ROAM) {
        json_text(j, "why", why);
        json_number_if(j, "why_confidence", why != NULL, s->sureness);
    }
    if (s->context.has_load) {
        json_number(j, "stations", s->context.stations);
        json_number(j, "channel_busy", s->context.busy);
    }
    note(j, s);
    links(j, s);
}

static void json_ip(struct json_out *j, const char *name, const struct extsta_ip *ip)
{
    char text[EXTSTA_IP_TEXT];
    if (ip->family) {
        extsta_ip_text(ip, text, sizeof text);
        json_text(j, name, text);
    }
}

/* After the port is open. */
static void net(struct json_out *j, const struct extsta_story *s)
{
    const struct extsta_story_net *n = &s->net;
    if (!extsta_story_has_net(s)) {
        return;
    }
    json_ip(j, "address", &n->address);
    json_ip(j, "server", &n->server);
    json_ip(j, "router", &n->router);
    if (n->lease) {
        json_number(j, "lease_s", n->lease);
    }
    if (n->name[0]) {
        json_text(j, "host", n->name);
    }
    if (n->code) {
        json_number(j, "rcode", n->code);
    }
    if (s->count) {
        json_number(j, "requests", s->count);
    }
    json_number_if(j, "since_ns", n->since != EXTSTA_NEVER, n->since);
    json_number_if(j, "sta_data_ns", n->first_data[0] != EXTSTA_NEVER, n->first_data[0]);
    json_number_if(j, "ap_data_ns", n->first_data[1] != EXTSTA_NEVER, n->first_data[1]);
}

/* "note" lines can be left out by who follows associations only. An AP's story has no station.
 */
void explain_json_story(struct json_out *j, const struct extsta_story *s)
{
    bool of_ap = s->what == EXTSTA_STORY_AP;
    char text[EXTSTA_STORY_TEXT];
    json_line(j, of_ap ? "ap" : is_note(s->what) ? "note" : "story");
    json_number(j, "number", s->number);
    if (!of_ap) {
        json_mac(j, "sta", s->sta);
    }
    json_mac(j, "bssid", s->bssid);
    json_text(j, "what", extsta_story_name(s->what));
    if (s->kind != EXTSTA_KIND_NONE) {
        json_text(j, "name", extsta_story_kind_name(s->kind));
    }
    if (s->what == EXTSTA_STORY_DISASSOCIATION) {
        json_bool(j, "explicit", s->is_explicit);
    }
    json_text(j, "by", sides[s->by]);
    if (s->has_reason) {
        json_number(j, "reason", s->reason);
    }
    if (s->has_status) {
        json_number(j, "status", s->status);
    }
    if (s->what == EXTSTA_STORY_ROAM) {
        json_mac(j, "from_bssid", s->other);
        json_number(j, "gap_ns", s->gap);
        json_number(j, "lost", s->lost);
    }
    if (of_ap) {
        json_number(j, "gap_ns", s->gap);
        json_number(j, "clients", s->count);
        if (memcmp(&s->other, &(struct extsta_mac){{0}}, sizeof s->other) != 0) {
            json_mac(j, "other_bssid", s->other);
        }
    }
    context(j, s);
    if (s->kind == EXTSTA_KIND_PEERS || s->kind == EXTSTA_KIND_PEERING_ENDED ||
        s->kind == EXTSTA_KIND_PEERING_FAILED) {
        json_mac(j, "peer", s->other);
    }
    net(j, s);
    json_flag(j, "forged", s->forged);
    json_flag(j, "inferred", s->inferred);
    json_number(j, "first_frame", s->first_frame);
    json_number(j, "last_frame", s->last_frame);
    json_time(j, "time", s->time);
    json_time(j, "until", s->until);
    json_number(j, "confidence", s->confidence);
    if (s->what == EXTSTA_STORY_DISASSOCIATION && s->sureness < 100) {
        json_number(j, "sureness", s->sureness);
    }
    extsta_story_text(s, text, sizeof text);
    json_text(j, "text", text);
    if (extsta_story_advice(s, text, sizeof text)) {
        json_text(j, "advice", text);
    }
    evidence(j, s);
    cause(j, s);
    json_line_end(j);
}

/* At most 8: the explainer tells no more. */
static void other_security(struct json_out *j, const struct extsta_bss_report *b)
{
    char texts[8][EXTSTA_SECURITY_TEXT];
    const char *values[8];
    size_t count = 0;
    for (; count < b->other_security_count && count < 8; count++) {
        extsta_security_text(b->other_security[count], texts[count], sizeof texts[count]);
        values[count] = texts[count];
    }
    if (count) {
        json_texts(j, "other_security", values, count);
    }
}

void explain_json_bss(struct json_out *j, const struct extsta_bss_report *b)
{
    json_line(j, "bss");
    json_mac(j, "bssid", b->bssid);
    /* No SSID element: null. An empty one is hidden. */
    json_ssid(j, "ssid", b->has_ssid ? b->ssid : (struct extsta_span){NULL, 0});
    json_number_if(j, "channel", b->channel, b->channel);
    if (!b->channel && b->primary_channel) {
        json_number(j, "primary_channel", b->primary_channel);
    }
    json_security(j, b->security);
    json_bool(j, "ibss", b->ibss);
    json_span_text(j, "mesh_id", b->mesh_id);
    if (b->is_mld) {
        json_mac(j, "mld", b->mld);
        json_number(j, "link", b->link_id);
    }
    json_number(j, "beacons", b->beacons);
    json_number(j, "probe_resps", b->probe_responses);
    json_number(j, "first_frame", b->first_frame);
    other_security(j, b);
    json_line_end(j);
}

void explain_json_finding(struct json_out *j, const struct extsta_finding *f)
{
    json_line(j, "finding");
    json_text(j, "name", f->name);
    json_number(j, "count", f->count);
    json_number(j, "first_frame", f->first_frame);
    json_number(j, "last_frame", f->last_frame);
    json_text(j, "text", f->text);
    json_flag(j, "unseen", f->unseen);
    json_line_end(j);
}

void explain_json_key(struct json_out *j, const struct extsta_key_report *key)
{
    json_line(j, "key");
    json_span_text(j, "ssid", key->ssid);
    json_text(j, "verdict", key_verdict(key));
    json_number(j, "mics_good", key->right);
    uint32_t frame = key->wrong_ap ? key->wrong_ap : key->wrong_sta;
    if (frame) {
        json_number(j, "frame", frame);
    }
    json_line_end(j);
}

void explain_json_decrypted(struct json_out *j, const char *file,
                            const struct extsta_decrypt_report *r)
{
    json_line(j, "decrypted");
    json_text(j, "file", file);
    json_number(j, "protected_mpdus", r->protected_mpdus);
    json_number(j, "decrypted_mpdus", r->decrypted_mpdus);
    json_number(j, "CCMP-128", r->ccmp);
    json_number(j, "CCMP-256", r->ccmp_256);
    json_number(j, "GCMP-128", r->gcmp);
    json_number(j, "GCMP-256", r->gcmp_256);
    json_number(j, "TKIP", r->tkip);
    json_number(j, "WEP", r->wep);
    json_number(j, "no_key", r->undecrypted_no_key);
    json_number(j, "integrity", r->undecrypted_integrity);
    json_number(j, "mics_checked", r->mics_checked);
    json_number(j, "mics_good", r->mics_good);
    json_line_end(j);
}
