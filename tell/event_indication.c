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

static void add_status(struct json_out *j, const char *key, uint32_t status)
{
    char text[160];
    snprintf(text, sizeof text, "0x%08x", status);
    json_text(j, key, text);
    extsta_assoc_status_text(status, text, sizeof text);
    json_text(j, "meaning", text);
}

static void add_ssid(struct json_out *j, const DOT11_SSID *ssid)
{
    size_t n = ssid->uSSIDLength <= 32 ? ssid->uSSIDLength : 32;
    event_json_ssid(j, "ssid", (struct extsta_span){ssid->ucSSID, n});
}

static void association_start(struct json_out *j, const uint8_t *p)
{
    DOT11_ASSOCIATION_START_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    json_mac(j, "peer", mac_of(s.MacAddr));
    add_ssid(j, &s.SSID);
}

static void association_completion(struct json_out *j, const uint8_t *p)
{
    DOT11_ASSOCIATION_COMPLETION_PARAMETERS s;
    memset(&s, 0, sizeof s);
    memcpy(&s, p, 88); /* revision 1; the members of revision 2 are not shown */
    json_mac(j, "peer", mac_of(s.MacAddr));
    add_status(j, "status", s.uStatus);
    json_bool(j, "reassoc_req", s.bReAssocReq);
    json_bool(j, "reassoc_resp", s.bReAssocResp);
    json_number(j, "request_bytes", s.uAssocReqSize);
    json_number(j, "response_bytes", s.uAssocRespSize);
    json_number(j, "beacon_bytes", s.uBeaconSize);
    json_number(j, "auth", (uint32_t)s.AuthAlgo);
    json_number(j, "unicast_cipher", (uint32_t)s.UnicastCipher);
    json_number(j, "multicast_cipher", (uint32_t)s.MulticastCipher);
    json_bool(j, "port_authorized", s.bPortAuthorized);
    json_number(j, "qos", s.ucActiveQoSProtocol);
    json_number(j, "ds", (uint32_t)s.DSInfo);
}

static void connection_start(struct json_out *j, const uint8_t *p)
{
    DOT11_CONNECTION_START_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    json_number(j, "bss_type", (uint32_t)s.BSSType);
}

static void connection_completion(struct json_out *j, const uint8_t *p)
{
    DOT11_CONNECTION_COMPLETION_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    add_status(j, "status", s.uStatus);
}

static void roaming_start(struct json_out *j, const uint8_t *p)
{
    DOT11_ROAMING_START_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    add_status(j, "reason", s.uRoamingReason);
}

static void roaming_completion(struct json_out *j, const uint8_t *p)
{
    DOT11_ROAMING_COMPLETION_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    add_status(j, "status", s.uStatus);
}

static void disassociation(struct json_out *j, const uint8_t *p)
{
    DOT11_DISASSOCIATION_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    json_mac(j, "peer", mac_of(s.MacAddr));
    add_status(j, "reason", s.uReason);
}

static void phy_state(struct json_out *j, const uint8_t *p)
{
    DOT11_PHY_STATE_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    json_number(j, "phy", s.uPhyId);
    json_bool(j, "hardware", s.bHardwarePhyState);
    json_bool(j, "software", s.bSoftwarePhyState);
}

static void scan_confirm(struct json_out *j, const uint8_t *p)
{
    uint32_t status;
    memcpy(&status, p, 4);
    const char *name = extsta_ndis_status_name(status);
    if (name) {
        json_text(j, "status", name);
    } else {
        json_number(j, "status", status);
    }
}

static void link_quality(struct json_out *j, const uint8_t *p)
{
    DOT11_LINK_QUALITY_PARAMETERS s;
    DOT11_LINK_QUALITY_ENTRY e;
    memcpy(&s, p, sizeof s);
    memcpy(&e, p + sizeof s, sizeof e);
    json_mac(j, "peer", mac_of(e.PeerMacAddr));
    json_number(j, "quality", e.ucLinkQuality);
}

static void tkipmic(struct json_out *j, const uint8_t *p)
{
    DOT11_TKIPMIC_FAILURE_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    json_mac(j, "peer", mac_of(s.PeerMac));
    json_number(j, "key_index", s.uKeyIndex);
}

static void pmkid_candidates(struct json_out *j, const uint8_t *p)
{
    DOT11_PMKID_CANDIDATE_LIST_PARAMETERS s;
    memcpy(&s, p, sizeof s);
    json_number(j, "candidates", (uint32_t)(s.uCandidateListSize / sizeof(DOT11_BSSID_CANDIDATE)));
}

static const struct {
    uint32_t code;
    size_t size;
    void (*add)(struct json_out *j, const uint8_t *p);
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

void event_json_indication(struct json_out *j, uint32_t code, struct extsta_span buffer)
{
    for (size_t i = 0; i < sizeof indications / sizeof *indications; i++) {
        if (indications[i].code != code) {
            continue;
        }
        if (buffer.len < indications[i].size) {
            json_bool(j, "malformed", true);
        } else {
            indications[i].add(j, buffer.data);
        }
        return;
    }
}
