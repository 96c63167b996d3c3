/* Status indications: the documented structures, read from their buffers. */
#include "event_json.h"
#include <extsta/windot11.h>
#include <stdio.h>
#include <string.h>

static struct extsta_mac mac_of(const uint8_t m[6])
{
    struct extsta_mac mac;
    memcpy(mac.b, m, 6);
    return mac;
}

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

static void add_ssid(json_t *o, const DOT11_SSID *ssid)
{
    size_t n = ssid->uSSIDLength <= 32 ? ssid->uSSIDLength : 32;
    json_object_set_new(o, "ssid", event_json_ssid((struct extsta_span){ssid->ucSSID, n}));
}

static void association_start(json_t *o, const uint8_t *p)
{
    DOT11_ASSOCIATION_START_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    json_object_set_new(o, "peer", event_json_mac(mac_of(s.MacAddr)));
    add_ssid(o, &s.SSID);
}

static void association_completion(json_t *o, const uint8_t *p)
{
    DOT11_ASSOCIATION_COMPLETION_PARAMETERS s;
    memset(&s, 0, sizeof s);
    memcpy(&s, p, 88); /* revision 1; the members of revision 2 are not shown */
    json_object_set_new(o, "peer", event_json_mac(mac_of(s.MacAddr)));
    add_status(o, "status", s.uStatus);
    json_object_set_new(o, "reassoc_req", json_boolean(s.bReAssocReq));
    json_object_set_new(o, "reassoc_resp", json_boolean(s.bReAssocResp));
    add_number(o, "request_bytes", s.uAssocReqSize);
    add_number(o, "response_bytes", s.uAssocRespSize);
    add_number(o, "beacon_bytes", s.uBeaconSize);
    add_number(o, "auth", (uint32_t)s.AuthAlgo);
    add_number(o, "unicast_cipher", (uint32_t)s.UnicastCipher);
    add_number(o, "multicast_cipher", (uint32_t)s.MulticastCipher);
    json_object_set_new(o, "port_authorized", json_boolean(s.bPortAuthorized));
    add_number(o, "qos", s.ucActiveQoSProtocol);
    add_number(o, "ds", (uint32_t)s.DSInfo);
}

static void connection_start(json_t *o, const uint8_t *p)
{
    DOT11_CONNECTION_START_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    add_number(o, "bss_type", (uint32_t)s.BSSType);
}

static void connection_completion(json_t *o, const uint8_t *p)
{
    DOT11_CONNECTION_COMPLETION_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    add_status(o, "status", s.uStatus);
}

static void roaming_start(json_t *o, const uint8_t *p)
{
    DOT11_ROAMING_START_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    add_status(o, "reason", s.uRoamingReason);
}

static void roaming_completion(json_t *o, const uint8_t *p)
{
    DOT11_ROAMING_COMPLETION_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    add_status(o, "status", s.uStatus);
}

static void disassociation(json_t *o, const uint8_t *p)
{
    DOT11_DISASSOCIATION_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    json_object_set_new(o, "peer", event_json_mac(mac_of(s.MacAddr)));
    add_status(o, "reason", s.uReason);
}

static void phy_state(json_t *o, const uint8_t *p)
{
    DOT11_PHY_STATE_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    add_number(o, "phy", s.uPhyId);
    json_object_set_new(o, "hardware", json_boolean(s.bHardwarePhyState));
    json_object_set_new(o, "software", json_boolean(s.bSoftwarePhyState));
}

static void scan_confirm(json_t *o, const uint8_t *p)
{
    uint32_t status;
    memcpy(&status, p, 4);
    const char *name = extsta_ndis_status_name(status);
    json_object_set_new(o, "status", name ? json_string(name) : json_integer(status));
}

static void link_quality(json_t *o, const uint8_t *p)
{
    DOT11_LINK_QUALITY_PARAMETERS s;
    DOT11_LINK_QUALITY_ENTRY e;
    memcpy(&s, p, sizeof s);
    memcpy(&e, p + sizeof s, sizeof e);
    json_object_set_new(o, "peer", event_json_mac(mac_of(e.PeerMacAddr)));
    add_number(o, "quality", e.ucLinkQuality);
}

static void tkipmic(json_t *o, const uint8_t *p)
{
    DOT11_TKIPMIC_FAILURE_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    json_object_set_new(o, "peer", event_json_mac(mac_of(s.PeerMac)));
    add_number(o, "key_index", s.uKeyIndex);
}

static void pmkid_candidates(json_t *o, const uint8_t *p)
{
    DOT11_PMKID_CANDIDATE_LIST_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    add_number(o, "candidates", (uint32_t)(s.uCandidateListSize / sizeof(DOT11_BSSID_CANDIDATE)));
}

static const struct {
    uint32_t code;
    size_t size;
    void (*add)(json_t *o, const uint8_t *p);
} indications[] = {
    {NDIS_STATUS_DOT11_SCAN_CONFIRM, 4, scan_confirm},
    {NDIS_STATUS_DOT11_ASSOCIATION_START, sizeof(DOT11_ASSOCIATION_START_PARAMETERS),
     association_start},
    {NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION, 88, association_completion},
    {NDIS_STATUS_DOT11_CONNECTION_START, sizeof(DOT11_CONNECTION_START_PARAMETERS),
     connection_start},
    {NDIS_STATUS_DOT11_CONNECTION_COMPLETION, sizeof(DOT11_CONNECTION_COMPLETION_PARAMETERS),
     connection_completion},
    {NDIS_STATUS_DOT11_ROAMING_START, sizeof(DOT11_ROAMING_START_PARAMETERS), roaming_start},
    {NDIS_STATUS_DOT11_ROAMING_COMPLETION, sizeof(DOT11_ROAMING_COMPLETION_PARAMETERS),
     roaming_completion},
    {NDIS_STATUS_DOT11_DISASSOCIATION, sizeof(DOT11_DISASSOCIATION_PARAMETERS), disassociation},
    {NDIS_STATUS_DOT11_PHY_STATE_CHANGED, sizeof(DOT11_PHY_STATE_PARAMETERS), phy_state},
    {NDIS_STATUS_DOT11_LINK_QUALITY,
     sizeof(DOT11_LINK_QUALITY_PARAMETERS) + sizeof(DOT11_LINK_QUALITY_ENTRY), link_quality},
    {NDIS_STATUS_DOT11_TKIPMIC_FAILURE, sizeof(DOT11_TKIPMIC_FAILURE_PARAMETERS), tkipmic},
    {NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST, sizeof(DOT11_PMKID_CANDIDATE_LIST_PARAMETERS),
     pmkid_candidates},
};

void event_json_indication(json_t *object, uint32_t code, struct extsta_span buffer)
{
    for (size_t i = 0; i < sizeof indications / sizeof *indications; i++) {
        if (indications[i].code != code) {
            continue;
        }
        if (buffer.len < indications[i].size) {
            json_object_set_new(object, "malformed", json_true());
        } else {
            indications[i].add(object, buffer.data);
        }
        return;
    }
}
