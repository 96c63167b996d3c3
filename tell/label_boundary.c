/* What is in the buffers that cross the miniport boundary, as far as sequences speak of it: the
 * fields of indications and of OID requests (docs/scenarios.md). Called by label.c; buffers are
 * decoded by extsta/payload.h. Of key requests address, index and cipher are shown, never the
 * key. */
#include "label.h"
#include <extsta/payload.h>
#include <extsta/windot11.h>
#include <string.h>

static void add_ssid(struct label_text *t, const struct extsta_ssid *ssid)
{
    struct extsta_span s = extsta_ssid_span(ssid);
    label_add_ssid(t, s.data, s.len);
}

static void add_mac(struct label_text *t, const struct label_names *names,
                    struct extsta_mac mac)
{
    label_add_mac(t, names, mac.b);
}

/* The zero address stands for "no peer" in these structures. */
static void add_mac_unless_zero(struct label_text *t, const struct label_names *names,
                                struct extsta_mac mac)
{
    static const uint8_t zero[6];
    if (memcmp(mac.b, zero, 6) != 0) {
        add_mac(t, names, mac);
    }
}

/* --- indications --- */

/* Which of the frames are in the buffer is what sequences ask for, not their octets. */
static void association_completion(struct label_text *t, const struct label_names *names,
                                   const struct extsta_association_completion *c)
{
    add_mac(t, names, c->peer);
    label_add(t, " 0x%08x%s%s%s%s%s%s", c->status, c->reassoc_request ? " reassoc-req" : "",
              c->reassoc_response ? " reassoc-resp" : "", c->request.size ? " req" : "",
              c->response.size ? " resp" : "", c->beacon.size ? " beacon" : "",
              c->port_authorized ? " authorized" : "");
    if (c->auth || c->unicast || c->multicast) { /* zero on failure: ASC-28 */
        label_add_auth(t, c->auth);
        label_add_cipher(t, c->unicast);
        label_add_cipher(t, c->multicast);
    }
}

/* The network of a CONNECTION_START or ROAMING_START: zero for infrastructure (CNX-05). */
static void add_network(struct label_text *t, const struct label_names *names,
                        const struct extsta_payload *p)
{
    add_mac_unless_zero(t, names, p->operation_start.adhoc_bssid);
    add_ssid(t, &p->operation_start.adhoc_ssid);
}

static void link_quality(struct label_text *t, const struct label_names *names,
                         struct extsta_part rest)
{
    struct extsta_payload e;
    if (extsta_payload_next(&rest, &e)) {
        add_mac(t, names, e.quality.peer);
    }
}

/* Of a buffer that is too short, what is missing is told as zero. */
void label_indication(struct label_text *t, const struct label_names *names,
                      const struct extsta_crossing *c)
{
    struct extsta_payload p;
    extsta_payload_read(extsta_indication_form(c->code), c->buffer, &p);
    switch (c->code) {
    case NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION:
        association_completion(t, names, &p.association_completion);
        break;
    case NDIS_STATUS_DOT11_ASSOCIATION_START:
        add_mac(t, names, p.association_start.peer);
        add_ssid(t, &p.association_start.ssid);
        break;
    case NDIS_STATUS_DOT11_DISASSOCIATION:
        add_mac(t, names, p.disassociation.peer);
        label_add(t, " 0x%08x", p.disassociation.reason);
        break;
    case NDIS_STATUS_DOT11_CONNECTION_START:
        label_add(t, p.operation_start.bss_type == dot11_BSS_type_infrastructure
                         ? " infrastructure"
                         : " independent");
        add_network(t, names, &p);
        break;
    case NDIS_STATUS_DOT11_CONNECTION_COMPLETION:
    case NDIS_STATUS_DOT11_ROAMING_COMPLETION:
        label_add(t, " 0x%08x", p.number);
        break;
    case NDIS_STATUS_DOT11_ROAMING_START:
        label_add(t, " 0x%08x", p.operation_start.reason);
        add_network(t, names, &p);
        break;
    case NDIS_STATUS_DOT11_PHY_STATE_CHANGED:
        label_add(t, " phy %u hw %d sw %d", p.phy_state.phy_id, p.phy_state.hardware,
                  p.phy_state.software);
        break;
    case NDIS_STATUS_DOT11_SCAN_CONFIRM:
        label_add_status(t, p.number);
        if (c->buffer.len != 4) { /* SCN-05: it is the status alone */
            label_add(t, " (%zu bytes)", c->buffer.len);
        }
        break;
    case NDIS_STATUS_DOT11_LINK_QUALITY:
        link_quality(t, names, p.list.entries);
        break;
    case NDIS_STATUS_DOT11_TKIPMIC_FAILURE:
        add_mac(t, names, p.mic_failure.peer);
        label_add(t, p.mic_failure.default_key ? " default key %u" : " key-mapping key",
                  p.mic_failure.key_index);
        break;
    }
}

/* --- OID requests --- */

static void ssids(struct label_text *t, struct extsta_part rest)
{
    struct extsta_payload e;
    while (extsta_payload_next(&rest, &e)) {
        add_ssid(t, &e.ssid);
    }
}

/* The flag "forced" is or'ed to the type. */
static void scan_request(struct label_text *t, const struct extsta_scan_request *scan)
{
    static const char *const types[] = {"?", "active", "passive", "auto"};
    uint32_t type = scan->type & ~(uint32_t)dot11_scan_type_forced;
    label_add(t, " %s%s", type < 4 ? types[type] : "?", type == scan->type ? "" : " forced");
    ssids(t, scan->ssids);
}

/* "[A, B]", and "[]" of an empty list. */
static void addresses(struct label_text *t, const struct label_names *names,
                      struct extsta_part rest)
{
    struct extsta_payload e;
    const char *between = " [";
    char mac[40];
    while (extsta_payload_next(&rest, &e)) {
        label_add(t, "%s%s", between, label_mac(names, e.address, mac));
        between = ", ";
    }
    label_add(t, between[0] == ',' ? "]" : " []");
}

static void algorithms(struct label_text *t, struct extsta_part rest,
                       void (*add)(struct label_text *t, uint32_t algorithm))
{
    struct extsta_payload e;
    while (extsta_payload_next(&rest, &e)) {
        add(t, e.number);
    }
}

/* By ethertype: 888e is the one that lets EAPOL through. */
static void exemptions(struct label_text *t, struct extsta_part rest)
{
    struct extsta_payload e;
    while (extsta_payload_next(&rest, &e)) {
        label_add(t, " %04x", e.exemption.ethertype);
    }
}

/* A list with one entry. */
static void key_mapping_key(struct label_text *t, const struct label_names *names,
                            struct extsta_part rest)
{
    struct extsta_payload e;
    if (extsta_payload_next(&rest, &e)) {
        add_mac(t, names, e.key.peer);
        label_add_cipher(t, e.key.algorithm);
        label_add(t, e.key.is_delete ? " delete" : "");
    }
}

static void default_key(struct label_text *t, const struct label_names *names,
                        const struct extsta_key *key)
{
    label_add(t, " %u", key->index);
    add_mac_unless_zero(t, names, key->peer);
    label_add_cipher(t, key->algorithm);
    label_add(t, key->is_delete ? " delete" : "");
}

/* A query's buffer is empty before its completion. Requests that are not here have no input
 * that sequences speak of. */
void label_oid_input(struct label_text *t, const struct label_names *names,
                     const struct extsta_crossing *c)
{
    struct extsta_payload p;
    if (c->kind == EXTSTA_OID_QUERY) {
        return;
    }
    extsta_payload_read(extsta_oid_form(c->code, false), c->buffer, &p);
    switch (c->code) {
    case OID_DOT11_RESET_REQUEST:
        label_add(t, " %d", (int)p.reset.type);
        add_mac(t, names, p.reset.address);
        label_add(t, p.reset.default_mib ? " default-mib" : "");
        break;
    case OID_DOT11_CURRENT_OPERATION_MODE:
        label_add(t, " %u", p.mode);
        break;
    case OID_DOT11_DESIRED_BSS_TYPE:
        label_add(t, p.number == dot11_BSS_type_infrastructure ? " infrastructure"
                                                               : " independent");
        break;
    case OID_DOT11_DESIRED_SSID_LIST:
        ssids(t, p.list.entries);
        break;
    case OID_DOT11_ENABLED_AUTHENTICATION_ALGORITHM:
        algorithms(t, p.list.entries, label_add_auth);
        break;
    case OID_DOT11_ENABLED_UNICAST_CIPHER_ALGORITHM:
    case OID_DOT11_ENABLED_MULTICAST_CIPHER_ALGORITHM:
        algorithms(t, p.list.entries, label_add_cipher);
        break;
    case OID_DOT11_EXCLUDE_UNENCRYPTED:
    case OID_DOT11_NIC_POWER_STATE:
        label_add(t, p.flag ? " true" : " false");
        break;
    case OID_DOT11_PRIVACY_EXEMPTION_LIST:
        exemptions(t, p.list.entries);
        break;
    case OID_DOT11_CIPHER_KEY_MAPPING_KEY:
        key_mapping_key(t, names, p.list.entries);
        break;
    case OID_DOT11_CIPHER_DEFAULT_KEY:
        default_key(t, names, &p.key);
        break;
    case OID_DOT11_PORT_STATE_NOTIFICATION:
        add_mac(t, names, p.port_state.peer);
        label_add(t, p.port_state.open ? " true" : " false");
        break;
    case OID_DOT11_SCAN_REQUEST:
        scan_request(t, &p.scan);
        break;
    case OID_DOT11_EXCLUDED_MAC_ADDRESS_LIST:
        addresses(t, names, p.list.entries);
        break;
    case OID_DOT11_CIPHER_DEFAULT_KEY_ID:
    case OID_DOT11_POWER_MGMT_REQUEST:
    case OID_PNP_SET_POWER:
        label_add(t, " %u", (unsigned)p.number);
        break;
    }
}

/* The reset's confirmation comes in the request's own buffer: type and status. */
void label_oid_output(struct label_text *t, const struct extsta_crossing *c)
{
    if (c->code == OID_DOT11_RESET_REQUEST && c->status == NDIS_STATUS_SUCCESS) {
        struct extsta_payload p;
        extsta_payload_read(EXTSTA_FORM_STATUS_INDICATION, c->buffer, &p);
        label_add(t, " {%u, 0x%08x}", p.confirm.type, p.confirm.status);
    }
}
