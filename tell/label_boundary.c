/* What is in the buffers that cross the miniport boundary, as far as sequences speak of it. */
#include "label.h"
#include <extsta/windot11.h>
#include <string.h>

/* The structure at the beginning of a buffer, zero where the buffer ends. */
#define TAKE(type, var, span)                                                                  \
    type var;                                                                                  \
    memset(&var, 0, sizeof var);                                                               \
    memcpy(&var, (span).data, (span).len < sizeof var ? (span).len : sizeof var)

static bool is_zero(const uint8_t mac[6])
{
    static const uint8_t zero[6];
    return memcmp(mac, zero, 6) == 0;
}

static void add_ssid(struct label_text *t, const DOT11_SSID *ssid)
{
    label_add_ssid(t, ssid->ucSSID, ssid->uSSIDLength <= 32 ? ssid->uSSIDLength : 32);
}

/* --- indications --- */

static void association_completion(struct label_text *t, const struct label_names *names,
                                   struct extsta_span buffer)
{
    TAKE(DOT11_ASSOCIATION_COMPLETION_PARAMETERS, p, buffer);
    label_add_mac(t, names, p.MacAddr);
    label_add(t, " 0x%08x%s%s%s%s%s%s", p.uStatus, p.bReAssocReq ? " reassoc-req" : "",
              p.bReAssocResp ? " reassoc-resp" : "", p.uAssocReqSize ? " req" : "",
              p.uAssocRespSize ? " resp" : "", p.uBeaconSize ? " beacon" : "",
              p.bPortAuthorized ? " authorized" : "");
    if (p.AuthAlgo || p.UnicastCipher || p.MulticastCipher) { /* zero on failure: ASC-28 */
        label_add_auth(t, (uint32_t)p.AuthAlgo);
        label_add_cipher(t, (uint32_t)p.UnicastCipher);
        label_add_cipher(t, (uint32_t)p.MulticastCipher);
    }
}

/* The network of a CONNECTION_START or ROAMING_START: zero for infrastructure (CNX-05). */
static void add_network(struct label_text *t, const struct label_names *names,
                        const uint8_t bssid[6], const DOT11_SSID *ssid)
{
    if (!is_zero(bssid)) {
        label_add_mac(t, names, bssid);
    }
    add_ssid(t, ssid);
}

static void connection_start(struct label_text *t, const struct label_names *names,
                             struct extsta_span buffer)
{
    TAKE(DOT11_CONNECTION_START_PARAMETERS, p, buffer);
    label_add(t,
              p.BSSType == dot11_BSS_type_infrastructure ? " infrastructure" : " independent");
    add_network(t, names, p.AdhocBSSID, &p.AdhocSSID);
}

static void roaming_start(struct label_text *t, const struct label_names *names,
                          struct extsta_span buffer)
{
    TAKE(DOT11_ROAMING_START_PARAMETERS, p, buffer);
    label_add(t, " 0x%08x", p.uRoamingReason);
    add_network(t, names, p.AdhocBSSID, &p.AdhocSSID);
}

static void link_quality(struct label_text *t, const struct label_names *names,
                         struct extsta_span buffer)
{
    size_t header = sizeof(DOT11_LINK_QUALITY_PARAMETERS);
    if (buffer.len >= header + sizeof(DOT11_LINK_QUALITY_ENTRY)) {
        DOT11_LINK_QUALITY_ENTRY e;
        memcpy(&e, buffer.data + header, sizeof e);
        label_add_mac(t, names, e.PeerMacAddr);
    }
}

void label_indication(struct label_text *t, const struct label_names *names,
                      const struct extsta_crossing *c)
{
    switch (c->code) {
    case NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION:
        association_completion(t, names, c->buffer);
        break;
    case NDIS_STATUS_DOT11_ASSOCIATION_START: {
        TAKE(DOT11_ASSOCIATION_START_PARAMETERS, p, c->buffer);
        label_add_mac(t, names, p.MacAddr);
        add_ssid(t, &p.SSID);
        break;
    }
    case NDIS_STATUS_DOT11_DISASSOCIATION: {
        TAKE(DOT11_DISASSOCIATION_PARAMETERS, p, c->buffer);
        label_add_mac(t, names, p.MacAddr);
        label_add(t, " 0x%08x", p.uReason);
        break;
    }
    case NDIS_STATUS_DOT11_CONNECTION_START:
        connection_start(t, names, c->buffer);
        break;
    case NDIS_STATUS_DOT11_CONNECTION_COMPLETION:
    case NDIS_STATUS_DOT11_ROAMING_COMPLETION: {
        TAKE(DOT11_CONNECTION_COMPLETION_PARAMETERS, p, c->buffer);
        label_add(t, " 0x%08x", p.uStatus);
        break;
    }
    case NDIS_STATUS_DOT11_ROAMING_START:
        roaming_start(t, names, c->buffer);
        break;
    case NDIS_STATUS_DOT11_PHY_STATE_CHANGED: {
        TAKE(DOT11_PHY_STATE_PARAMETERS, p, c->buffer);
        label_add(t, " phy %u hw %d sw %d", p.uPhyId, p.bHardwarePhyState, p.bSoftwarePhyState);
        break;
    }
    case NDIS_STATUS_DOT11_SCAN_CONFIRM: {
        TAKE(uint32_t, status, c->buffer);
        label_add_status(t, status);
        if (c->buffer.len != 4) { /* SCN-23 */
            label_add(t, " (%zu bytes)", c->buffer.len);
        }
        break;
    }
    case NDIS_STATUS_DOT11_LINK_QUALITY:
        link_quality(t, names, c->buffer);
        break;
    }
}

/* --- OID requests --- */

static void scan_request(struct label_text *t, struct extsta_span in)
{
    static const char *const types[] = {"?", "active", "passive", "auto"};
    TAKE(DOT11_SCAN_REQUEST_V2, p, in);
    uint32_t type = (uint32_t)p.dot11ScanType & ~(uint32_t)dot11_scan_type_forced;
    label_add(t, " %s%s", type < 4 ? types[type] : "?",
              type == (uint32_t)p.dot11ScanType ? "" : " forced");
    size_t at = FIELD_OFFSET(DOT11_SCAN_REQUEST_V2, ucBuffer) + p.udot11SSIDsOffset;
    for (uint32_t i = 0; i < p.uNumOfdot11SSIDs && at + sizeof(DOT11_SSID) <= in.len; i++) {
        DOT11_SSID ssid;
        memcpy(&ssid, in.data + at, sizeof ssid);
        add_ssid(t, &ssid);
        at += sizeof ssid;
    }
}

/* Lists of numbers have one layout: header, two counts, entries. */
static void algorithms(struct label_text *t, struct extsta_span in,
                       void (*add)(struct label_text *t, uint32_t algorithm))
{
    TAKE(DOT11_AUTH_ALGORITHM_LIST, p, in);
    for (uint32_t i = 0; i < p.uNumOfEntries && 12 + 4 * ((size_t)i + 1) <= in.len; i++) {
        uint32_t id;
        memcpy(&id, in.data + 12 + 4 * (size_t)i, 4);
        add(t, id);
    }
}

static void exemptions(struct label_text *t, struct extsta_span in)
{
    size_t at = FIELD_OFFSET(DOT11_PRIVACY_EXEMPTION_LIST, PrivacyExemptionEntries);
    TAKE(DOT11_PRIVACY_EXEMPTION_LIST, p, in);
    for (uint32_t i = 0; i < p.uNumOfEntries && at + 6 <= in.len; i++, at += 6) {
        label_add(t, " %02x%02x", in.data[at], in.data[at + 1]); /* big-endian */
    }
}

static void key_mapping_key(struct label_text *t, const struct label_names *names,
                            struct extsta_span in)
{
    size_t header = FIELD_OFFSET(DOT11_BYTE_ARRAY, ucBuffer);
    if (in.len >= header) {
        struct extsta_span entry = {in.data + header, in.len - header};
        TAKE(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, p, entry);
        label_add_mac(t, names, p.PeerMacAddr);
        label_add_cipher(t, (uint32_t)p.AlgorithmId);
        label_add(t, p.bDelete ? " delete" : "");
    }
}

static void default_key(struct label_text *t, const struct label_names *names,
                        struct extsta_span in)
{
    TAKE(DOT11_CIPHER_DEFAULT_KEY_VALUE, p, in);
    label_add(t, " %u", p.uKeyIndex);
    if (!is_zero(p.MacAddr)) {
        label_add_mac(t, names, p.MacAddr);
    }
    label_add_cipher(t, (uint32_t)p.AlgorithmId);
    label_add(t, p.bDelete ? " delete" : "");
}

static void reset_request(struct label_text *t, const struct label_names *names,
                          struct extsta_span in)
{
    TAKE(DOT11_RESET_REQUEST, p, in);
    label_add(t, " %d", (int)p.dot11ResetType);
    label_add_mac(t, names, p.dot11MacAddress);
    label_add(t, p.bSetDefaultMIB ? " default-mib" : "");
}

static void ssid_list(struct label_text *t, struct extsta_span in)
{
    size_t at = FIELD_OFFSET(DOT11_SSID_LIST, SSIDs);
    TAKE(DOT11_SSID_LIST, p, in);
    for (uint32_t i = 0; i < p.uNumOfEntries && at + sizeof(DOT11_SSID) <= in.len; i++) {
        DOT11_SSID ssid;
        memcpy(&ssid, in.data + at, sizeof ssid);
        add_ssid(t, &ssid);
        at += sizeof ssid;
    }
}

void label_oid_input(struct label_text *t, const struct label_names *names,
                     const struct extsta_crossing *c)
{
    struct extsta_span in = c->buffer;
    if (c->kind == EXTSTA_OID_QUERY) {
        return;
    }
    switch (c->code) {
    case OID_DOT11_RESET_REQUEST:
        reset_request(t, names, in);
        break;
    case OID_DOT11_CURRENT_OPERATION_MODE: {
        TAKE(DOT11_CURRENT_OPERATION_MODE, p, in);
        label_add(t, " %u", p.uCurrentOpMode);
        break;
    }
    case OID_DOT11_DESIRED_BSS_TYPE: {
        TAKE(uint32_t, type, in);
        label_add(t,
                  type == dot11_BSS_type_infrastructure ? " infrastructure" : " independent");
        break;
    }
    case OID_DOT11_DESIRED_SSID_LIST:
        ssid_list(t, in);
        break;
    case OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM:
        algorithms(t, in, label_add_auth);
        break;
    case OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM:
    case OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM:
        algorithms(t, in, label_add_cipher);
        break;
    case OID_DOT11_EXCLUDE_UNENCRYPTED:
    case OID_DOT11_NIC_POWER_STATE: {
        TAKE(uint8_t, on, in);
        label_add(t, on ? " true" : " false");
        break;
    }
    case OID_DOT11_PRIVACY_EXEMPTION_LIST:
        exemptions(t, in);
        break;
    case OID_DOT11_CIPHER_KEY_MAPPING_KEY:
        key_mapping_key(t, names, in);
        break;
    case OID_DOT11_CIPHER_DEFAULT_KEY:
        default_key(t, names, in);
        break;
    case OID_DOT11_PORT_STATE_NOTIFICATION: {
        TAKE(DOT11_PORT_STATE_NOTIFICATION, p, in);
        label_add_mac(t, names, p.PeerMac);
        label_add(t, p.bOpen ? " true" : " false");
        break;
    }
    case OID_DOT11_SCAN_REQUEST:
        scan_request(t, in);
        break;
    }
}

void label_oid_output(struct label_text *t, const struct extsta_crossing *c)
{
    if (c->code == OID_DOT11_RESET_REQUEST && c->status == NDIS_STATUS_SUCCESS) {
        TAKE(DOT11_STATUS_INDICATION, p, c->buffer);
        label_add(t, " {%u, 0x%08x}", p.uStatusType, p.ndisStatus);
    }
}
