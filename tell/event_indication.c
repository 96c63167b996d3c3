/* Status indications in the event log: the members of their payloads that tell something.
 * Called by event_json.c for each indication that crosses the miniport boundary. Buffers are
 * decoded by the library (extsta/payload.h); members and their names are in docs/event-log.md
 * and stay. An indication that is not in the table has a line without fields. */
#include "event_json.h"
#include <extsta/payload.h>
#include <extsta/windot11.h>
#include <stdio.h>

/* The number as in traces, and in words: DOT11_ASSOC_STATUS (ASC-29: class plus code). */
static void add_status(struct json_out *j, const char *key, uint32_t status)
{
    char text[160];
    snprintf(text, sizeof text, "0x%08x", status);
    json_text(j, key, text);
    extsta_assoc_status_text(status, text, sizeof text);
    json_text(j, "meaning", text);
}

static void association_start(struct json_out *j, const struct extsta_payload *p)
{
    json_mac(j, "peer", p->association_start.peer);
    event_json_ssid(j, "ssid", extsta_ssid_span(&p->association_start.ssid));
}

/* Of request, response and beacon the size only: the octets are in the frames' own lines. */
static void association_completion(struct json_out *j, const struct extsta_payload *p)
{
    const struct extsta_association_completion *c = &p->association_completion;
    json_mac(j, "peer", c->peer);
    add_status(j, "status", c->status);
    json_bool(j, "reassoc_req", c->reassoc_request);
    json_bool(j, "reassoc_resp", c->reassoc_response);
    json_number(j, "request_bytes", c->request.size);
    json_number(j, "response_bytes", c->response.size);
    json_number(j, "beacon_bytes", c->beacon.size);
    json_number(j, "auth", c->auth);
    json_number(j, "unicast_cipher", c->unicast);
    json_number(j, "multicast_cipher", c->multicast);
    json_bool(j, "port_authorized", c->port_authorized);
    json_number(j, "qos", c->qos);
    json_number(j, "ds", c->ds_info);
}

static void connection_start(struct json_out *j, const struct extsta_payload *p)
{
    json_number(j, "bss_type", p->operation_start.bss_type);
}

/* CONNECTION_COMPLETION and ROAMING_COMPLETION are a status and no more. */
static void operation_completion(struct json_out *j, const struct extsta_payload *p)
{
    add_status(j, "status", p->number);
}

static void roaming_start(struct json_out *j, const struct extsta_payload *p)
{
    add_status(j, "reason", p->operation_start.reason);
}

static void disassociation(struct json_out *j, const struct extsta_payload *p)
{
    json_mac(j, "peer", p->disassociation.peer);
    add_status(j, "reason", p->disassociation.reason);
}

static void phy_state(struct json_out *j, const struct extsta_payload *p)
{
    json_number(j, "phy", p->phy_state.phy_id);
    json_bool(j, "hardware", p->phy_state.hardware);
    json_bool(j, "software", p->phy_state.software);
}

/* An NDIS_STATUS, by name where it has one. */
static void scan_confirm(struct json_out *j, const struct extsta_payload *p)
{
    const char *name = extsta_ndis_status_name(p->number);
    if (name) {
        json_text(j, "status", name);
    } else {
        json_number(j, "status", p->number);
    }
}

/* Of the list the first entry: a station has one peer. */
static void link_quality(struct json_out *j, const struct extsta_payload *p)
{
    struct extsta_part rest = p->list.entries;
    struct extsta_payload e;
    if (!extsta_payload_next(&rest, &e)) {
        json_bool(j, "malformed", true);
        return;
    }
    json_mac(j, "peer", e.quality.peer);
    json_number(j, "quality", e.quality.quality);
}

static void tkipmic(struct json_out *j, const struct extsta_payload *p)
{
    json_mac(j, "peer", p->mic_failure.peer);
    json_number(j, "key_index", p->mic_failure.key_index);
}

/* How many; which ones is of no use in a log. */
static void pmkid_candidates(struct json_out *j, const struct extsta_payload *p)
{
    json_number(j, "candidates",
        (uint32_t)(p->list.entries.size / extsta_form_size(EXTSTA_FORM_BSSID_CANDIDATE)));
}

/* By indication: what adds its fields. A payload that cannot be read is not handed to them. */
static const struct {
    uint32_t code;
    void (*add)(struct json_out *j, const struct extsta_payload *p);
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

void event_json_indication(struct json_out *j, uint32_t code, struct extsta_span buffer)
{
    struct extsta_payload p;
    for (size_t i = 0; i < sizeof indications / sizeof *indications; i++) {
        if (indications[i].code != code) {
            continue;
        }
        if (extsta_payload_read(extsta_indication_form(code), buffer, &p)) {
            indications[i].add(j, &p);
        } else {
            json_bool(j, "malformed", true);
        }
        return;
    }
}
