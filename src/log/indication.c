/* Status indications in the event log: the members of their payloads that tell something, to be
 * read without knowing the structures. A row of table.c. Buffers are decoded by
 * extsta/payload.h; members and their names are in docs/event-log.md and stay. An indication
 * that is not in the table below has a line without fields. */
#include "log/table.h"
#include "base/names.h"
#include <extsta/payload.h>
#include <extsta/windot11.h>

/* The number as in traces, and in words: DOT11_ASSOC_STATUS (ASC-29: class plus code). */
static void add_status(struct line *l, const char *key, uint32_t status)
{
    char text[160];
    line_code(l, key, status);
    extsta_assoc_status_text(status, text, sizeof text);
    line_name(l, "meaning", text);
}

static void association_start(struct line *l, const struct extsta_payload *p)
{
    line_mac(l, "peer", p->association_start.peer);
    line_ssid(l, "ssid", extsta_ssid_span(&p->association_start.ssid));
}

/* Of request, response and beacon the size only: the octets are in the frames' own lines. */
static void association_completion(struct line *l, const struct extsta_payload *p)
{
    const struct extsta_association_completion *c = &p->association_completion;
    line_mac(l, "peer", c->peer);
    add_status(l, "status", c->status);
    line_bool(l, "reassoc_req", c->reassoc_request);
    line_bool(l, "reassoc_resp", c->reassoc_response);
    line_number(l, "request_bytes", c->request.size);
    line_number(l, "response_bytes", c->response.size);
    line_number(l, "beacon_bytes", c->beacon.size);
    line_number(l, "auth", c->auth);
    line_number(l, "unicast_cipher", c->unicast);
    line_number(l, "multicast_cipher", c->multicast);
    line_bool(l, "port_authorized", c->port_authorized);
    line_number(l, "qos", c->qos);
    line_number(l, "ds", c->ds_info);
}

static void connection_start(struct line *l, const struct extsta_payload *p)
{
    line_number(l, "bss_type", p->operation_start.bss_type);
}

/* CONNECTION_COMPLETION and ROAMING_COMPLETION are a status and no more. */
static void operation_completion(struct line *l, const struct extsta_payload *p)
{
    add_status(l, "status", p->number);
}

static void roaming_start(struct line *l, const struct extsta_payload *p)
{
    add_status(l, "reason", p->operation_start.reason);
}

static void disassociation(struct line *l, const struct extsta_payload *p)
{
    line_mac(l, "peer", p->disassociation.peer);
    add_status(l, "reason", p->disassociation.reason);
}

static void phy_state(struct line *l, const struct extsta_payload *p)
{
    line_number(l, "phy", p->phy_state.phy_id);
    line_bool(l, "hardware", p->phy_state.hardware);
    line_bool(l, "software", p->phy_state.software);
}

/* An NDIS_STATUS, by name where it has one. */
static void scan_confirm(struct line *l, const struct extsta_payload *p)
{
    const char *name = extsta_ndis_status_name(p->number);
    if (name) {
        line_word(l, "status", name);
    } else {
        line_number(l, "status", p->number);
    }
}

/* Of the list the first entry: a station has one peer. */
static void link_quality(struct line *l, const struct extsta_payload *p)
{
    struct extsta_part rest = p->list.entries;
    struct extsta_payload e;
    if (!extsta_payload_next(&rest, &e)) {
        line_bool(l, "malformed", true);
        return;
    }
    line_mac(l, "peer", e.quality.peer);
    line_number(l, "quality", e.quality.quality);
}

static void tkipmic(struct line *l, const struct extsta_payload *p)
{
    line_mac(l, "peer", p->mic_failure.peer);
    line_number(l, "key_index", p->mic_failure.key_index);
}

/* How many; which ones is of no use in a log. */
static void pmkid_candidates(struct line *l, const struct extsta_payload *p)
{
    line_number(
        l, "candidates",
        (uint32_t)(p->list.entries.size / extsta_form_size(EXTSTA_FORM_BSSID_CANDIDATE)));
}

/* By indication: what adds its fields. A payload that cannot be read is not handed to them. */
static const struct {
    uint32_t code;
    void (*add)(struct line *l, const struct extsta_payload *p);
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

void log_derive_indication(struct line *l, const struct extsta_output *out)
{
    struct extsta_payload p;
    for (size_t i = 0; i < COUNT(indications); i++) {
        if (indications[i].code != out->crossing.code) {
            continue;
        }
        if (extsta_payload_read(extsta_indication_form(indications[i].code),
                                out->crossing.buffer, &p)) {
            indications[i].add(l, &p);
        } else {
            line_bool(l, "malformed", true);
        }
    }
}
