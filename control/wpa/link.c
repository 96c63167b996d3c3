/* What is known of a station's way into its network: see link.h. */
#include "link.h"
#include <extsta/windot11.h>
#include <string.h>

#define ETHERTYPE_EAPOL 0x888eu
#define ALGORITHM_SAE   3u
#define SAE_STATUS_H2E  126u
#define SAE_STATUS_PK   127u

void wpa_link_init(struct wpa_link *link)
{
    *link = (struct wpa_link){.quality = -1};
    wpa_eap_watch_init(&link->eap);
}

static uint16_t le16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

static bool same_mac(struct extsta_mac a, struct extsta_mac b)
{
    return memcmp(a.b, b.b, sizeof a.b) == 0;
}

static struct extsta_span behind(struct extsta_span s, size_t n)
{
    return s.len > n ? (struct extsta_span){s.data + n, s.len - n}
                     : (struct extsta_span){NULL, 0};
}

static void start(struct wpa_link *link, const struct extsta_payload *p)
{
    uint16_t group = link->sae_group;
    uint16_t rate = link->rate, freq = link->freq;
    bool h2e = link->sae_h2e, pk = link->sae_pk;
    bool same = same_mac(link->bssid, p->association_start.peer);
    wpa_link_init(link);
    link->bssid = p->association_start.peer;
    link->ssid = p->association_start.ssid;
    link->rate = rate;
    link->freq = freq;
    link->underway = true;
    if (same) { /* a driver may authenticate before it says so */
        link->sae_group = group;
        link->sae_h2e = h2e;
        link->sae_pk = pk;
    }
}

/* What was asked for says which of the network's suites these are: one of each. */
static void suites_of_request(struct wpa_link *link, struct extsta_span elements)
{
    struct wpa_security asked;
    link->secured = wpa_security_of(elements, &asked) && asked.valid;
    if (link->secured) {
        link->wpa = asked.wpa;
        link->akm = asked.akms[0];
        link->pairwise = asked.pairwise[0];
        link->group = asked.group;
    }
}

static uint8_t generation_of(struct extsta_span response)
{
    struct extsta_span body;
    if (wpa_element_extended(response, WPA_EXTENDED_HE, &body)) {
        return 6;
    }
    if (wpa_element(response, WPA_ELEMENT_VHT, &body)) {
        return 5;
    }
    return wpa_element(response, WPA_ELEMENT_HT, &body) ? 4 : 0;
}

static void complete(struct wpa_link *link, const struct extsta_association_completion *c)
{
    /* bodies: capability and listen interval (and the AP's address, if it was reassociation);
     * capability, status, AID */
    struct extsta_span asked = behind(c->request.bytes, c->reassoc_request ? 10 : 4);
    struct wpa_security is;
    suites_of_request(link, asked);
    if (!link->secured && c->auth == DOT11_AUTH_ALGO_80211_OPEN) {
        link->pairwise = c->unicast ? WPA_CIPHER(c->unicast & 0xff) : 0;
    }
    if (!link->secured && c->unicast == DOT11_CIPHER_ALGO_WEP) {
        link->pairwise = WPA_CIPHER(1u);
    }
    if (!link->secured) {
        link->group = link->pairwise;
    }
    /* management frames are protected where both can */
    if (link->secured && wpa_security_of(asked, &is) && is.capabilities & WPA_RSN_MFPC) {
        struct wpa_security network;
        link->pmf = wpa_security_of(behind(c->beacon.bytes, 12), &network) &&
                    network.capabilities & WPA_RSN_MFPC;
        link->mgmt = link->pmf ? is.mgmt : 0;
    }
    link->generation = generation_of(behind(c->response.bytes, 6));
    link->underway = false;
    link->associated = true;
}

static struct wpa_news on_indication(struct wpa_link *link, const struct extsta_crossing *c)
{
    struct wpa_news news = {.type = WPA_NEWS_NONE};
    struct extsta_payload p;
    if (!extsta_payload_read(extsta_indication_form(c->code), c->buffer, &p)) {
        return news;
    }
    switch (c->code) {
    case NDIS_STATUS_DOT11_ASSOCIATION_START:
        start(link, &p);
        news = (struct wpa_news){.type = WPA_NEWS_STARTED, .peer = link->bssid};
        break;
    case NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION:
        news.peer = p.association_completion.peer;
        news.status = p.association_completion.status;
        news.type = news.status ? WPA_NEWS_REFUSED : WPA_NEWS_ASSOCIATED;
        if (news.status) {
            link->underway = false;
        } else {
            complete(link, &p.association_completion);
        }
        break;
    case NDIS_STATUS_DOT11_DISASSOCIATION:
        news = (struct wpa_news){.type = WPA_NEWS_LEFT,
                                 .peer = p.disassociation.peer,
                                 .status = p.disassociation.reason};
        if (same_mac(link->bssid, p.disassociation.peer)) {
            link->associated = false;
            link->port_open = false;
        }
        break;
    case NDIS_STATUS_DOT11_LINK_QUALITY: {
        struct extsta_payload entry;
        struct extsta_part rest = p.list.entries;
        while (extsta_payload_next(&rest, &entry)) {
            link->quality = entry.quality.quality;
            news.type = WPA_NEWS_QUALITY;
        }
        break;
    }
    default:
        break;
    }
    return news;
}

/* The PDU of EAPOL in a packet at the boundary: MAC header, LLC/SNAP, EtherType, PDU. */
static bool eapol_of(struct extsta_span packet, struct extsta_span *pdu)
{
    static const uint8_t snap[] = {0xaa, 0xaa, 0x03, 0, 0, 0};
    if (packet.len < 2 || (packet.data[0] & 0x0c) != 0x08) {
        return false;
    }
    size_t header =
        24u + ((packet.data[1] & 0x03) == 0x03 ? 6u : 0u) + (packet.data[0] & 0x80 ? 2u : 0u);
    if (packet.len < header + 8 || memcmp(packet.data + header, snap, sizeof snap) != 0 ||
        packet.data[header + 6] != ETHERTYPE_EAPOL >> 8 ||
        packet.data[header + 7] != (ETHERTYPE_EAPOL & 0xff)) {
        return false;
    }
    *pdu = behind(packet, header + 8);
    return true;
}

static struct wpa_news on_packet(struct wpa_link *link, const struct extsta_crossing *c)
{
    struct wpa_news news = {.type = WPA_NEWS_NONE, .peer = link->bssid};
    struct extsta_span pdu;
    if (!eapol_of(c->packet.bytes, &pdu)) {
        return news;
    }
    news.eap = wpa_eap_watch_pdu(&link->eap, c->type == EXTSTA_CROSS_SEND, pdu);
    switch (news.eap.type) {
    case WPA_EAP_NEWS_NONE:
        break;
    case WPA_EAP_NEWS_PAIRWISE:
        /* the first one is told when the port opens */
        news.type = link->port_open ? WPA_NEWS_REKEYED : WPA_NEWS_NONE;
        break;
    case WPA_EAP_NEWS_GROUP:
        news.type = link->port_open ? WPA_NEWS_GROUP_REKEYED : WPA_NEWS_NONE;
        break;
    case WPA_EAP_NEWS_STARTED:
    case WPA_EAP_NEWS_REFUSED:
    case WPA_EAP_NEWS_SELECTED:
    case WPA_EAP_NEWS_SUCCESS:
    case WPA_EAP_NEWS_FAILURE:
        news.type = WPA_NEWS_EAP;
        break;
    }
    return news;
}

struct wpa_news wpa_link_crossing(struct wpa_link *link, const struct extsta_crossing *c)
{
    switch (c->type) {
    case EXTSTA_CROSS_INDICATION:
        return on_indication(link, c);
    case EXTSTA_CROSS_SEND:
    case EXTSTA_CROSS_RECEIVE:
        return on_packet(link, c);
    case EXTSTA_CROSS_OID:
    case EXTSTA_CROSS_RETURN:
    case EXTSTA_CROSS_RESET_EX:
    case EXTSTA_CROSS_HALT:
    case EXTSTA_CROSS_INITIALIZE:
    case EXTSTA_CROSS_OID_COMPLETE:
    case EXTSTA_CROSS_SEND_COMPLETE:
        break;
    }
    return (struct wpa_news){.type = WPA_NEWS_NONE};
}

/* A Commit of ours says by which group, and how the element is found (IEEE 802.11-2020 12.4).
 */
static void on_sae(struct wpa_link *link, struct extsta_span frame)
{
    if (frame.len >= 32 && le16(frame.data + 24) == ALGORITHM_SAE &&
        le16(frame.data + 26) == 1) {
        uint16_t status = le16(frame.data + 28);
        link->sae_h2e = status == SAE_STATUS_H2E || status == SAE_STATUS_PK;
        link->sae_pk = status == SAE_STATUS_PK;
        link->sae_group = le16(frame.data + 30);
    }
}

enum wpa_frame wpa_link_frame(struct wpa_link *link, bool sent, struct extsta_span frame,
                              const struct extsta_rx_meta *meta)
{
    if (frame.len < 24) {
        return WPA_FRAME_OTHER;
    }
    uint8_t type = frame.data[0];
    bool ours = sent && link->underway && memcmp(frame.data + 4, link->bssid.b, 6) == 0;
    if (sent && type == 0xb0) { /* Authentication */
        link->freq = meta && meta->freq ? meta->freq : link->freq;
        on_sae(link, frame);
        return ours ? WPA_FRAME_AUTHENTICATION : WPA_FRAME_OTHER;
    }
    if (ours && (type == 0x00 || type == 0x20)) { /* (Re)Association Request */
        return WPA_FRAME_ASSOCIATION;
    }
    bool data = (type & 0x0c) == 0x08;
    if (data && meta && meta->rate &&
        memcmp(frame.data + (sent ? 4 : 10), link->bssid.b, 6) == 0) {
        link->rate = meta->rate;
    }
    return WPA_FRAME_OTHER;
}
