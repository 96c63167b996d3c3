/* STATUS, STATUS-DRIVER, MIB: how a station stands, in the fields and the order of
 * wpa_supplicant 2.10. What has no counterpart here (P2P, HS20) has no field. */
#include "command.h"
#include <net/if.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <unistd.h>

static const char *state_word(enum service_state state)
{
    switch (state) {
    case SERVICE_DOWN:
        return "INTERFACE_DISABLED";
    case SERVICE_INACTIVE:
        return "INACTIVE";
    case SERVICE_DISCONNECTED:
        return "DISCONNECTED";
    case SERVICE_SCANNING:
        return "SCANNING";
    case SERVICE_AUTHENTICATING:
        return "AUTHENTICATING";
    case SERVICE_ASSOCIATING:
        return "ASSOCIATING";
    case SERVICE_ASSOCIATED:
        return "ASSOCIATED";
    case SERVICE_FOUR_WAY:
        return "4WAY_HANDSHAKE";
    case SERVICE_GROUP:
        return "GROUP_HANDSHAKE";
    case SERVICE_COMPLETED:
        return "COMPLETED";
    case SERVICE_STATES:
        break;
    }
    return "UNKNOWN";
}

void wpa_ping(struct wpa_call *call, char *rest)
{
    (void)wpa_reply_add(call->reply, "PONG\n");
}

void wpa_note(struct wpa_call *call, char *rest)
{
    wpa_reply_ok(call->reply); /* it is for logs, and none is kept of commands */
}

void wpa_ifname(struct wpa_call *call, char *rest)
{
    (void)wpa_reply_add(call->reply, "%s", service_station_name(call->station->s));
}

static void add_network(struct wpa_call *call)
{
    struct wpa_station *ws = call->station;
    struct wpa_reply *r = call->reply;
    char ssid[WPA_SSID_TEXT], id_str[256];
    int id = wpa_station_network(ws);
    const struct wpa_network *w = id < 0 ? NULL : wpa_network(&ws->networks, (uint32_t)id);
    (void)wpa_text_escape(extsta_ssid_span(&ws->link.ssid), ssid, sizeof ssid);
    (void)wpa_reply_add(r, "ssid=%s\nid=%d\n", ssid, id);
    size_t n =
        w ? wpa_variables_octets(w->variables, "id_str", (uint8_t *)id_str, sizeof id_str - 1)
          : 0;
    id_str[n] = '\0';
    if (n) {
        (void)wpa_reply_add(r, "id_str=%s\n", id_str);
    }
    const struct service_network *known =
        service_network(ws->s, service_station_network(ws->s));
    (void)wpa_reply_add(r, "mode=%s\n",
                        known && known->options.profile.bss_type == 2 ? "IBSS" : "station");
}

static void add_security(struct wpa_call *call)
{
    const struct wpa_link *link = &call->station->link;
    struct wpa_reply *r = call->reply;
    if (link->generation) {
        (void)wpa_reply_add(r, "wifi_generation=%u\n", link->generation);
    }
    (void)wpa_reply_add(r, "pairwise_cipher=%s\ngroup_cipher=%s\nkey_mgmt=%s\n",
                        wpa_cipher_name(link->pairwise), wpa_cipher_name(link->group),
                        wpa_akm_name(link->akm, link->wpa));
    if (link->pmf) {
        (void)wpa_reply_add(r, "pmf=1\nmgmt_group_cipher=%s\n",
                            wpa_mgmt_cipher_name(link->mgmt));
    }
    if (link->sae_group) {
        (void)wpa_reply_add(r, "sae_group=%u\nsae_h2e=%d\nsae_pk=%d\n", link->sae_group,
                            link->sae_h2e, link->sae_pk);
    }
}

/* The address that the interface of this name has. */
static void add_ip(struct wpa_call *call)
{
    struct ifreq request = {0};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return;
    }
    (void)snprintf(request.ifr_name, sizeof request.ifr_name, "%s",
                   service_station_name(call->station->s));
    if (ioctl(fd, SIOCGIFADDR, &request) == 0 && request.ifr_addr.sa_family == AF_INET) {
        struct sockaddr_in in;
        char text[INET_ADDRSTRLEN];
        memcpy(&in, &request.ifr_addr, sizeof in);
        if (inet_ntop(AF_INET, &in.sin_addr, text, sizeof text)) {
            (void)wpa_reply_add(call->reply, "ip_address=%s\n", text);
        }
    }
    close(fd);
}

static const char *eap_state_word(enum wpa_eap_state state)
{
    switch (state) {
    case WPA_EAP_IDLE:
        return "IDLE";
    case WPA_EAP_IDENTITY:
        return "IDENTITY";
    case WPA_EAP_METHOD:
        return "METHOD";
    case WPA_EAP_SUCCESS:
        return "SUCCESS";
    case WPA_EAP_FAILURE:
        return "FAILURE";
    }
    return "IDLE";
}

static const char *pae_word(const struct wpa_link *link)
{
    if (!link->associated) {
        return "DISCONNECTED";
    }
    if (link->port_open) {
        return "AUTHENTICATED";
    }
    if (link->eap.state == WPA_EAP_IDLE) {
        return "CONNECTING";
    }
    return link->eap.state == WPA_EAP_FAILURE ? "HELD" : "AUTHENTICATING";
}

static void add_8021x(struct wpa_call *call)
{
    const struct wpa_link *link = &call->station->link;
    const struct wpa_eap_watch *eap = &link->eap;
    struct wpa_reply *r = call->reply;
    (void)wpa_reply_add(r, "Supplicant PAE state=%s\nsuppPortStatus=%s\nEAP state=%s\n",
                        pae_word(link), link->port_open ? "Authorized" : "Unauthorized",
                        eap_state_word(eap->state));
    if (eap->method) {
        (void)wpa_reply_add(r, "selectedMethod=%u (EAP-%s)\n", eap->method,
                            wpa_eap_method_name(eap->method));
    }
    const char *version = wpa_tls_version_name(eap->tls_version);
    if (version) {
        (void)wpa_reply_add(r, "eap_tls_version=%s\n", version);
    }
    const char *cipher = wpa_tls_cipher_name(eap->tls_cipher);
    if (version && cipher) {
        (void)wpa_reply_add(r, "EAP TLS cipher=%s\n", cipher);
    } else if (version) {
        (void)wpa_reply_add(r, "EAP TLS cipher=0x%04x\n", eap->tls_cipher);
    }
    if (version) {
        (void)wpa_reply_add(r, "tls_session_reused=%d\n", eap->tls_reused);
    }
}

/* The one that wpa_supplicant derives from a station's address: UUID version 5 in its own name
 * space (RFC 4122 4.3). */
static void add_uuid(struct wpa_call *call, const struct extsta_mac *mac)
{
    static const uint8_t space[16] = {0x52, 0x64, 0x80, 0xf8, 0xc9, 0x9b, 0x4b, 0xe5,
                                      0xa6, 0x55, 0x58, 0xed, 0x5f, 0x5d, 0x60, 0x84};
    uint8_t name[sizeof space + sizeof mac->b], u[SHA_DIGEST_LENGTH];
    memcpy(name, space, sizeof space);
    memcpy(name + sizeof space, mac->b, sizeof mac->b);
    SHA1(name, sizeof name, u);
    u[6] = (uint8_t)((u[6] & 0x0f) | 0x50);
    u[8] = (uint8_t)((u[8] & 0x3f) | 0x80);
    (void)wpa_reply_add(call->reply,
                        "uuid=%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
                        "%02x%02x%02x%02x%02x%02x\n",
                        u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10],
                        u[11], u[12], u[13], u[14], u[15]);
}

static void status_driver(struct wpa_call *call)
{
    struct wpa_station *ws = call->station;
    struct wpa_reply *r = call->reply;
    const char *name = service_station_name(ws->s);
    struct extsta_station_status is;
    extsta_station_status(service_core(ws->s), &is);
    unsigned index = if_nametoindex(name);
    const char *scan = service_station_state(ws->s) == SERVICE_SCANNING ? "SCAN_STARTED"
                       : ws->bss.next_id                                ? "SCAN_COMPLETED"
                                                                        : "NO_SCAN";
    (void)wpa_reply_add(r,
                        "ifindex=%u\nifname=%s\nbrname=\naddr=" WPA_MAC_FORMAT
                        "\nfreq=%u\nperm_addr=" WPA_MAC_FORMAT
                        "\noperstate=%d\nscan_state=%s\n",
                        index, name, WPA_MAC_OCTETS(is.address), is.freq,
                        WPA_MAC_OCTETS(is.address), is.port_open, scan);
    (void)wpa_reply_add(r, "bssid=" WPA_MAC_FORMAT "\nassociated=%d\nassoc_freq=%u\n",
                        WPA_MAC_OCTETS(is.bssid), is.associated, is.associated ? is.freq : 0u);
    /* SME in user space, SAE: the flags of wpa_supplicant's drivers that hold here */
    (void)wpa_reply_add(r, "capa.flags=0x2000020\ncapa.max_scan_ssids=8\n");
    const char *country = wpa_variables_said(ws->networks.interface, "country");
    (void)wpa_reply_add(r, "country=%s\n", country ? country : "00");
}

void wpa_status(struct wpa_call *call, char *rest)
{
    struct wpa_station *ws = call->station;
    if (strcmp(rest, "-DRIVER") == 0) {
        status_driver(call);
        return;
    }
    wpa_station_sync(ws);
    struct extsta_station_status is;
    extsta_station_status(service_core(ws->s), &is);
    if (ws->link.associated) {
        (void)wpa_reply_add(call->reply, "bssid=" WPA_MAC_FORMAT "\nfreq=%u\n",
                            WPA_MAC_OCTETS(ws->link.bssid), is.freq);
        add_network(call);
        add_security(call);
    }
    (void)wpa_reply_add(call->reply, "wpa_state=%s\n",
                        state_word(service_station_state(ws->s)));
    add_ip(call);
    (void)wpa_reply_add(call->reply, "address=" WPA_MAC_FORMAT "\n",
                        WPA_MAC_OCTETS(is.address));
    if (ws->link.associated && wpa_akm_is_8021x(ws->link.akm)) {
        add_8021x(call);
    }
    add_uuid(call, &is.address);
    if (ws->link.associated && ws->link.generation >= 5) {
        (void)wpa_reply_add(call->reply, "ieee80211ac=1\n");
    }
}

static void add_selector(struct wpa_reply *r, const char *name, uint32_t s)
{
    (void)wpa_reply_add(r, "%s=%02x-%02x-%02x-%u\n", name, s >> 24, s >> 16 & 0xff,
                        s >> 8 & 0xff, s & 0xff);
}

void wpa_mib(struct wpa_call *call, char *rest)
{
    const struct wpa_link *link = &call->station->link;
    struct wpa_reply *r = call->reply;
    bool on = link->associated && link->secured;
    (void)wpa_reply_add(r,
                        "dot11RSNAOptionImplemented=TRUE\n"
                        "dot11RSNAPreauthenticationImplemented=TRUE\n"
                        "dot11RSNAEnabled=%s\n"
                        "dot11RSNAPreauthenticationEnabled=%s\n"
                        "dot11RSNAConfigVersion=1\n",
                        on && !link->wpa ? "TRUE" : "FALSE",
                        on && !link->wpa ? "TRUE" : "FALSE");
    if (on) {
        add_selector(r, "dot11RSNAAuthenticationSuiteSelected", link->akm);
        add_selector(r, "dot11RSNAPairwiseCipherSelected", link->pairwise);
        add_selector(r, "dot11RSNAGroupCipherSelected", link->group);
        add_selector(r, "dot11RSNAAuthenticationSuiteRequested", link->akm);
        add_selector(r, "dot11RSNAPairwiseCipherRequested", link->pairwise);
        add_selector(r, "dot11RSNAGroupCipherRequested", link->group);
    }
    (void)wpa_reply_add(r, "dot1xSuppSuppControlledPortStatus=%s\n",
                        link->port_open ? "Authorized" : "Unauthorized");
}
