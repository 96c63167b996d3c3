/* Status indications in the event log: the members of their payloads that tell something. */
#include "event_json.h"
#include <extsta/payload.h>
#include <extsta/windot11.h>
#include <stdio.h>

static void add_status(json_t *o, const char *key, uint32_t status)
{
    char text[160];
    snprintf(text, sizeof text, "0x%08x", status);
    json_object_set_new(o, key, json_string(text));
    extsta_assoc_status_text(status, text, sizeof text);
    json_object_set_new(o, "meaning", json_string(text));
}

static void add_number(json_t *o, const char *key, uint32_t v)
{
    json_object_set_new(o, key, json_integer(v));
}

static void add_mac(json_t *o, struct extsta_mac mac)
{
    json_object_set_new(o, "peer", event_json_mac(mac));
}

static void association_start(json_t *o, const struct extsta_payload *p)
{
    add_mac(o, p->association_start.peer);
    json_object_set_new(o, "ssid",
                        event_json_ssid(extsta_ssid_span(&p->association_start.ssid)));
}

static void association_completion(json_t *o, const struct extsta_payload *p)
{
    const struct extsta_association_completion *c = &p->association_completion;
    add_mac(o, c->peer);
    add_status(o, "status", c->status);
    json_object_set_new(o, "reassoc_req", json_boolean(c->reassoc_request));
    json_object_set_new(o, "reassoc_resp", json_boolean(c->reassoc_response));
    add_number(o, "request_bytes", c->request.size);
    add_number(o, "response_bytes", c->response.size);
    add_number(o, "beacon_bytes", c->beacon.size);
    add_number(o, "auth", c->auth);
    add_number(o, "unicast_cipher", c->unicast);
    add_number(o, "multicast_cipher", c->multicast);
    json_object_set_new(o, "port_authorized", json_boolean(c->port_authorized));
    add_number(o, "qos", c->qos);
    add_number(o, "ds", c->ds_info);
}

static void connection_start(json_t *o, const struct extsta_payload *p)
{
    add_number(o, "bss_type", p->operation_start.bss_type);
}

static void operation_completion(json_t *o, const struct extsta_payload *p)
{
    add_status(o, "status", p->number);
}

static void roaming_start(json_t *o, const struct extsta_payload *p)
{
    add_status(o, "reason", p->operation_start.reason);
}

static void disassociation(json_t *o, const struct extsta_payload *p)
{
    add_mac(o, p->disassociation.peer);
    add_status(o, "reason", p->disassociation.reason);
}

static void phy_state(json_t *o, const struct extsta_payload *p)
{
    add_number(o, "phy", p->phy_state.phy_id);
    json_object_set_new(o, "hardware", json_boolean(p->phy_state.hardware));
    json_object_set_new(o, "software", json_boolean(p->phy_state.software));
}

static void scan_confirm(json_t *o, const struct extsta_payload *p)
{
    const char *name = extsta_ndis_status_name(p->number);
    json_object_set_new(o, "status", name ? json_string(name) : json_integer(p->number));
}

static void link_quality(json_t *o, const struct extsta_payload *p)
{
    struct extsta_part rest = p->list.entries;
    struct extsta_payload e;
    if (!extsta_payload_next(&rest, &e)) {
        json_object_set_new(o, "malformed", json_true());
        return;
    }
    add_mac(o, e.quality.peer);
    add_number(o, "quality", e.quality.quality);
}

static void tkipmic(json_t *o, const struct extsta_payload *p)
{
    add_mac(o, p->mic_failure.peer);
    add_number(o, "key_index", p->mic_failure.key_index);
}

static void pmkid_candidates(json_t *o, const struct extsta_payload *p)
{
    add_number(
        o, "candidates",
        (uint32_t)(p->list.entries.size / extsta_form_size(EXTSTA_FORM_BSSID_CANDIDATE)));
}

static const struct {
    uint32_t code;
    void (*add)(json_t *o, const struct extsta_payload *p);
} indications[] = {
    {NDIS_STATUS_DOT11_SCAN_CONFIRM, scan_confirm},
    {NDIS_STATUS_DOT11_ASSOCIATION_START, association_start},
    {NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION, association_completion},
    {NDIS_STATUS_DOT11_CONNECTION_START, connection_start},
    {NDIS_STATUS_DOT11_CONNECTION_COMPLETION, operation_completion},
    {NDIS_STATUS_DOT11_ROAMING_START, roaming_start},
    {NDIS_STATUS_DOT11_ROAMING_COMPLETION, operation_completion},
    {NDIS_STATUS_DOT11_DISASSOCIATION, disassociation},
    {NDIS_STATUS_DOT11_PHY_STATE_CHANGED, phy_state},
    {NDIS_STATUS_DOT11_LINK_QUALITY, link_quality},
    {NDIS_STATUS_DOT11_TKIPMIC_FAILURE, tkipmic},
    {NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST, pmkid_candidates},
};

void event_json_indication(json_t *object, uint32_t code, struct extsta_span buffer)
{
    struct extsta_payload p;
    for (size_t i = 0; i < sizeof indications / sizeof *indications; i++) {
        if (indications[i].code != code) {
            continue;
        }
        if (extsta_payload_read(extsta_indication_form(code), buffer, &p)) {
            indications[i].add(object, &p);
        } else {
            json_object_set_new(object, "malformed", json_true());
        }
        return;
    }
}
