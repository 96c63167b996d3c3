/* What the packets of a station show after its port opened (sequel.h): which of its questions
 * are answered. DHCP, ARP, Neighbor Discovery, DNS, HTTP in the clear, and any exchange with a
 * host beyond the gateway. Everything is hostile and may be lost: what is counted here is
 * judged by sequel_tell.c. */
#include "explain/story_private.h"

#include "base/mac.h"
#include "wire/dhcp.h"
#include "wire/dns.h"
#include "wire/http.h"
#include "wire/llc.h"
#include "wire/nd.h"

/* One MSDU on its way. */
struct msdu {
    struct extsta_explain *x;
    struct conversation *c;
    struct sequel *s;
    struct sequel_packets *p;
    struct sequel_at at;
    bool up; /* the station sent it */
    bool retry;
    bool four; /* addresses: who is meant is not who sends or receives */
    struct extsta_mac da, sa;
};

static bool is_v4(const struct extsta_ip *ip)
{
    return ip->family == 4;
}

static void answer(struct asking *a)
{
    story_count(&a->answered);
}

/* Text from the air, cut at what there is room for. */
static void keep_name(char out[SEQUEL_NAME], struct extsta_span text)
{
    size_t len = text.len < SEQUEL_NAME ? text.len : SEQUEL_NAME - 1;
    for (size_t i = 0; i < len; i++) {
        uint8_t c = text.data[i];
        out[i] = c > ' ' && c < 0x7f ? (char)c : '?';
    }
    out[len] = 0;
}

/* --- DHCP --- */

static void announced_portal(struct msdu *m, struct extsta_span uri)
{
    static const char unrestricted[] = "urn:ietf:params:capport:unrestricted";
    if (uri.len && !span_equal(uri, span(unrestricted, sizeof unrestricted - 1))) {
        keep_name(m->p->portal, uri);
        m->p->portal_frame = m->at.frame;
        m->p->portal_time = m->at.time;
    }
}

static void dhcp_up(struct msdu *m, const struct dhcp_message *d)
{
    struct sequel_packets *p = m->p;
    if (d->type == DHCP_DISCOVER) {
        asking_ask(&p->discover, m->at.time, m->at.frame);
    } else if (d->type == DHCP_REQUEST) {
        asking_ask(&p->request, m->at.time, m->at.frame);
        p->wanted = d->requested.family ? d->requested : p->wanted;
    } else if (d->type == DHCP_DECLINE) {
        p->declined = m->at.time;
        p->declined_frame = m->at.frame;
    }
}

/* What an offer and an acknowledgement say besides the address. */
static void take_offer(struct sequel_packets *p, const struct dhcp_message *d)
{
    p->wanted = d->yours;
    p->server = d->server;
    p->router = d->router;
    p->resolver = d->dns;
    p->lease = d->lease;
    p->prefix = d->prefix;
}

/* An ACK for INFORM gives no address. What was missing before is of no matter any more. */
static void dhcp_ack(struct msdu *m, const struct dhcp_message *d)
{
    struct sequel_packets *p = m->p;
    if (!d->yours.family) {
        return;
    }
    answer(&p->request);
    take_offer(p, d);
    p->address = d->yours;
    p->refused = 0;
    announced_portal(m, d->portal);
    if (!p->declined) {
        sequel_tell_address(m->x, m->c, false, false, m->at);
    }
}

/* The station uses the address that it asked for: the acknowledgement was not captured. */
static void takes_up(struct msdu *m, const struct extsta_ip *own)
{
    struct sequel_packets *p = m->p;
    if (p->request.asked && !p->request.answered && !p->declined && is_v4(own) &&
        ip_equal(own, &p->wanted)) {
        answer(&p->request);
        p->address = *own;
        p->refused = 0;
        sequel_tell_address(m->x, m->c, false, true, m->at);
    }
}

static void dhcp_down(struct msdu *m, const struct dhcp_message *d)
{
    struct sequel_packets *p = m->p;
    if (d->type == DHCP_OFFER) {
        answer(&p->discover);
        take_offer(p, d);
        p->offers_repeated =
            (uint8_t)(p->offers_repeated + (m->retry && p->offers_repeated < 255));
    } else if (d->type == DHCP_NAK) {
        p->refused = m->at.time;
        p->refused_frame = m->at.frame;
        p->server = d->server;
    } else if (d->type == DHCP_ACK) {
        dhcp_ack(m, d);
    }
}

static void on_dhcp(struct msdu *m, struct extsta_span payload)
{
    struct dhcp_message d;
    struct extsta_mac *client = &m->p->client;
    if (!dhcp_parse(payload, &d) || d.reply == m->up) {
        return;
    }
    if (mac_is_zero(*client) || mac_equal(d.client, m->c->sta)) {
        *client = d.client;
    } else if (!mac_equal(d.client, *client)) {
        return;
    }
    if (m->up) {
        dhcp_up(m, &d);
    } else {
        dhcp_down(m, &d);
    }
}

static void on_dhcp6(struct msdu *m, struct extsta_span payload)
{
    struct dhcp6_message d;
    if (!m->up && dhcp6_parse(payload, &d) && d.type == DHCP6_REPLY && d.address.family) {
        m->p->address6 = d.address;
        m->p->lease = m->p->address.family ? m->p->lease : d.lease;
        sequel_tell_address(m->x, m->c, true, false, m->at);
    }
}

/* --- ARP and Neighbor Discovery --- */

/* Without a router by DHCP: the neighbor that the station asks for is taken for it. */
static struct extsta_ip gateway_of(const struct sequel_packets *p)
{
    return p->router.family ? p->router : p->neighbor;
}

static void arp_up(struct msdu *m, const struct arp *a)
{
    struct sequel_packets *p = m->p;
    struct extsta_ip gateway;
    bool probe = !a->sender.family || ip_equal(&a->sender, &a->target);
    const struct extsta_ip *own = probe ? &a->target : &a->sender;
    if (ip_is_link_local(own)) {
        p->link_local = *own;
    }
    if (!probe) {
        takes_up(m, &a->sender);
    }
    if (probe || ip_is_link_local(&a->target)) {
        return;
    }
    if (!gateway_of(p).family && !a->reply) {
        p->neighbor = a->target;
    }
    gateway = gateway_of(p);
    if (!ip_equal(&a->target, &gateway)) {
        return;
    }
    if (mac_is_group(m->da) && !a->reply) {
        asking_ask(&p->gateway, m->at.time, m->at.frame);
    } else { /* it answers the gateway, or asks whether what it has learned still holds */
        answer(&p->gateway);
    }
}

/* Whoever has the station's address, and is not the station. */
static void arp_down(struct msdu *m, const struct arp *a)
{
    struct sequel_packets *p = m->p;
    struct extsta_ip gateway = gateway_of(p);
    if (gateway.family && ip_equal(&a->sender, &gateway)) {
        answer(&p->gateway);
    }
    const struct extsta_ip *own = p->address.family ? &p->address : &p->wanted;
    if (a->reply && own->family && ip_equal(&a->sender, own) &&
        !mac_equal(a->sender_mac, m->c->sta)) {
        p->conflict = m->at.time;
        p->conflict_frame = m->at.frame;
    }
}

/* A station asks whether its new address is another's before it uses it (RFC 4862 5.4). */
static void take_address6(struct msdu *m, const struct extsta_ip *ip)
{
    struct sequel_packets *p = m->p;
    if (ip->family != 6 || ip_is_link_local(ip) || ip_is_group(ip) || p->address6.family) {
        return;
    }
    for (size_t i = 0; i < SEQUEL_ROUTERS; i++) {
        const struct sequel_router *r = &m->x->sequels.routers[i];
        if (mac_equal(r->bssid, m->c->bssid) && ip_shares(&r->prefix, ip, r->bits)) {
            p->router6 = r->router;
        }
    }
    p->address6 = *ip;
    sequel_tell_address(m->x, m->c, true, false, m->at);
}

static void keep_router(struct sequels *all, struct extsta_mac bssid,
                        const struct extsta_ip *from, const struct nd_message *d)
{
    struct sequel_router *r = NULL;
    for (size_t i = 0; i < SEQUEL_ROUTERS && !r; i++) {
        bool same =
            mac_equal(all->routers[i].bssid, bssid) && ip_equal(&all->routers[i].router, from);
        r = same ? &all->routers[i] : NULL;
    }
    if (!r) {
        r = &all->routers[all->next_router];
        all->next_router = (uint8_t)((all->next_router + 1) % SEQUEL_ROUTERS);
    }
    *r = (struct sequel_router){bssid, *from, d->prefix, d->prefix_bits};
}

static void on_icmp6(struct msdu *m, const struct ip_packet *ip)
{
    struct nd_message d;
    if (!nd_parse(ip->payload, &d)) {
        return;
    }
    if (m->up && d.type == ND_NEIGHBOR_SOLICITATION && !ip->src.family) {
        take_address6(m, &d.target);
    } else if (!m->up && d.type == ND_ROUTER_ADVERTISEMENT && d.lifetime) {
        if (d.prefix.family) {
            keep_router(&m->x->sequels, m->c->bssid, &ip->src, &d);
        }
        announced_portal(m, d.portal);
    }
}

/* --- DNS --- */

static void dns_up(struct msdu *m, const struct dns_message *d)
{
    struct sequel_packets *p = m->p;
    if (p->dns.asked == p->dns.answered) { /* of those without an answer, the first */
        keep_name(p->dns_name, span(d->name, strlen(d->name)));
        p->dns = (struct asking){.asked = 0};
    }
    asking_ask(&p->dns, m->at.time, m->at.frame);
    p->dns_id[p->dns_next] = d->id;
    p->dns_next = (uint8_t)((p->dns_next + 1) % 4);
}

static void dns_down(struct msdu *m, const struct dns_message *d)
{
    struct sequel_packets *p = m->p;
    bool known = false;
    for (size_t i = 0; i < 4; i++) {
        known = known || p->dns_id[i] == d->id;
    }
    if (!known || !p->dns.asked) {
        return;
    }
    p->dns.answered = p->dns.asked;
    p->dns_works = true;
    if (d->rcode == DNS_SERVFAIL || d->rcode == DNS_NXDOMAIN) {
        sequel_tell_dns_error(m->x, m->c, d->name, d->rcode, m->at);
    }
}

static void on_dns(struct msdu *m, struct extsta_span payload)
{
    struct dns_message d;
    if (!dns_parse(payload, &d) || d.response == m->up) {
        return;
    }
    if (m->up) {
        dns_up(m, &d);
    } else {
        dns_down(m, &d);
    }
}

/* --- beyond the gateway --- */

static uint32_t hash_of(const struct extsta_ip *ip)
{
    uint32_t h = ip->family;
    for (size_t i = 0; i < sizeof ip->b; i++) {
        h = h * 0x01000193u ^ ip->b[i];
    }
    return h ? h : 1;
}

/* Without a mask the usual one of home networks is taken. */
#define USUAL_PREFIX  24u
#define USUAL_PREFIX6 64u
static bool is_beyond(const struct sequel_packets *p, const struct extsta_ip *ip)
{
    const struct extsta_ip *own = !is_v4(ip)          ? &p->address6
                                  : p->address.family ? &p->address
                                                      : &p->used;
    unsigned bits = !is_v4(ip) ? USUAL_PREFIX6 : p->prefix ? p->prefix : USUAL_PREFIX;
    bool near = own->family && ip_shares(own, ip, bits);
    return ip->family && !ip_is_group(ip) && !ip_is_link_local(ip) && !near &&
           !ip_equal(ip, &p->router) && !ip_equal(ip, &p->server);
}

/* What systems ask to find out whether there is a portal: Android, Apple, Windows, Firefox,
 * GNOME. */
static bool is_probe(struct extsta_span target)
{
    static const char *const targets[] = {
        "/generate_204",    "/gen_204",     "/hotspot-detect.html", "/ncsi.txt",
        "/connecttest.txt", "/success.txt", "/canonical.html",      "/check_network_status.txt",
        "/nm-check.txt",
    };
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        if (span_equal(target, span(targets[i], strlen(targets[i])))) {
            return true;
        }
    }
    return false;
}

/* A host without its port. */
static struct extsta_span bare(struct extsta_span host)
{
    const uint8_t *colon = host.len ? memchr(host.data, ':', host.len) : NULL;
    return span(host.data, colon ? (size_t)(colon - host.data) : host.len);
}

/* "www.example.org" and "example.org:8080" belong together. */
static bool same_site(struct extsta_span a, struct extsta_span b)
{
    a = bare(a);
    b = bare(b);
    size_t least = a.len < b.len ? a.len : b.len;
    for (size_t i = 1; i <= least; i++) {
        if ((a.data[a.len - i] | 0x20) != (b.data[b.len - i] | 0x20)) {
            return false;
        }
    }
    return a.len == b.len || (a.len > b.len ? a.data[a.len - b.len - 1] == '.'
                                            : b.data[b.len - a.len - 1] == '.');
}

/* A host that is an address of a private network (RFC 1918). */
static bool is_private(struct extsta_span host)
{
    static const char *const begins[] = {"10.",     "192.168.", "172.16.", "172.17.", "172.18.",
                                         "172.19.", "172.2",    "172.30.", "172.31."};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        size_t len = strlen(begins[i]);
        if (host.len > len && memcmp(host.data, begins[i], len) == 0 &&
            host.data[host.len - 1] >= '0' && host.data[host.len - 1] <= '9') {
            return true;
        }
    }
    return false;
}

/* How sure an answer is a portal's, percent; 0: it is the host's own. */
static uint8_t portal_sureness(const struct sequel_packets *p, const struct http_head *h)
{
    bool redirects = h->status >= 300 && h->status < 400 && h->host.len;
    if (h->status == 511) { /* Network Authentication Required (RFC 6585 6) */
        return 97;
    }
    if (!p->host[0] || !redirects || same_site(span(p->host, strlen(p->host)), h->host)) {
        return 0;
    }
    return p->probes ? 97 : is_private(h->host) ? 90 : 60;
}

static void http_up(struct msdu *m, const struct http_head *h)
{
    keep_name(m->p->host, h->host);
    m->p->probes = is_probe(h->target);
}

/* True: it was a portal's. */
static bool http_down(struct msdu *m, const struct http_head *h)
{
    char to[SEQUEL_NAME];
    uint8_t sure = portal_sureness(m->p, h);
    if (!sure) {
        return false;
    }
    keep_name(to, h->host.len ? h->host : span(NULL, 0));
    sequel_tell_portal(m->x, m->c, to, sure, m->at);
    return true;
}

/* Any packet to a host beyond. The last hosts are known again by their answers. */
static void beyond_up(struct msdu *m, const struct ip_packet *ip)
{
    struct sequel_packets *p = m->p;
    if (!is_beyond(p, &ip->dst)) {
        return;
    }
    uint32_t peer = hash_of(&ip->dst);
    if (is_v4(&ip->dst)) { /* who sends through it knows its address */
        answer(&p->gateway);
    }
    asking_ask(&p->beyond, m->at.time, m->at.frame);
    for (size_t i = 0; i < 4; i++) {
        if (p->peers[i] == peer) {
            return;
        }
    }
    p->peers[p->peer_next] = peer;
    p->peer_next = (uint8_t)((p->peer_next + 1) % 4);
}

#define ECHO_REPLY    0u
#define ECHO_REPLY_V6 129u

static bool is_answer(const struct ip_packet *ip)
{
    uint8_t type = ip->payload.len ? ip->payload.data[0] : 255;
    return ((ip->protocol == IP_TCP || ip->protocol == IP_UDP) && ip->payload.len &&
            ip->sport) ||
           (ip->protocol == IP_ICMP && type == ECHO_REPLY) ||
           (ip->protocol == IP_ICMPV6 && type == ECHO_REPLY_V6);
}

static void beyond_down(struct msdu *m, const struct ip_packet *ip)
{
    struct sequel_packets *p = m->p;
    bool asked = false;
    uint32_t peer = hash_of(&ip->src);
    for (size_t i = 0; i < 4; i++) {
        asked = asked || p->peers[i] == peer;
    }
    if (asked && is_beyond(p, &ip->src) && is_answer(ip)) {
        answer(&p->beyond);
        sequel_tell_connected(m->x, m->c, m->at);
    }
}

/* --- a packet, an MSDU, a body --- */

static void own_address(struct msdu *m, const struct ip_packet *ip)
{
    if (is_v4(&ip->src) && ip_is_link_local(&ip->src)) {
        m->p->link_local = ip->src;
    } else if (is_v4(&ip->src)) {
        m->p->used = ip->src;
        takes_up(m, &ip->src);
    } else {
        take_address6(m, &ip->src);
    }
}

static void on_transport(struct msdu *m, const struct ip_packet *ip)
{
    struct http_head h;
    bool http = ip->protocol == IP_TCP && (m->up ? ip->dport : ip->sport) == HTTP_PORT &&
                http_parse(ip->payload, &h) && (h.status == 0) == m->up;
    if (http && m->up) {
        http_up(m, &h);
    } else if (http && http_down(m, &h)) {
        return;
    }
    if (m->up) {
        beyond_up(m, ip);
    } else {
        beyond_down(m, ip);
    }
}

static void on_ip(struct msdu *m, const struct ip_packet *ip)
{
    uint16_t server = m->up ? ip->dport : ip->sport;
    bool udp = ip->protocol == IP_UDP;
    if (udp && server == DHCP_SERVER_PORT) {
        on_dhcp(m, ip->payload);
        return;
    }
    if (udp && server == DHCP6_SERVER_PORT) {
        on_dhcp6(m, ip->payload);
        return;
    }
    if (ip->protocol == IP_ICMPV6) {
        on_icmp6(m, ip);
    }
    if (m->up) {
        own_address(m, ip);
    }
    if (udp && server == DNS_PORT) {
        on_dns(m, ip->payload);
    } else if (sequel_of(m->x, m->c)) {
        on_transport(m, ip);
    }
}

/* Of a group frame the AP's DHCP answers to one of the waiting are of interest, the station's
 * own requests that the AP passes on, and routers. */
static bool find_client(struct msdu *m, const struct ip_packet *ip, struct extsta_mac bssid)
{
    struct dhcp_message d;
    struct nd_message nd;
    bool dhcp = ip->protocol == IP_UDP &&
                (ip->sport == DHCP_SERVER_PORT || ip->dport == DHCP_SERVER_PORT) &&
                dhcp_parse(ip->payload, &d);
    if (!dhcp) {
        if (ip->protocol == IP_ICMPV6 && nd_parse(ip->payload, &nd) &&
            nd.type == ND_ROUTER_ADVERTISEMENT && nd.lifetime && nd.prefix.family) {
            keep_router(&m->x->sequels, bssid, &ip->src, &nd);
        }
        return false;
    }
    uint64_t hash = clients_hash(&m->x->clients, d.client, bssid);
    m->c = clients_find(&m->x->clients, hash, d.client, bssid);
    m->s = m->c ? sequel_of(m->x, m->c) : NULL;
    m->p = m->s ? sequel_get_packets(m->x, m->s) : NULL;
    if (m->p && !d.reply) {
        story_count(&m->p->passed_on);
        return false;
    }
    return m->p != NULL;
}

/* 802.1Q: a tag stands before the type. */
static bool take_ethertype(struct extsta_span msdu, struct llc *llc)
{
    if (!llc_parse(msdu, llc) || !llc->snap) {
        return false;
    }
    for (unsigned i = 0; i < 2 && llc->ethertype == ETHERTYPE_VLAN && llc->payload.len >= 4;
         i++) {
        llc->ethertype = get_be16(llc->payload.data + 2);
        llc->payload = span(llc->payload.data + 4, llc->payload.len - 4);
    }
    return true;
}

/* Of others behind the station (four addresses) nothing is told. */
static void on_msdu(struct msdu *m, struct extsta_span body, struct extsta_mac bssid)
{
    struct llc llc;
    struct ip_packet ip;
    struct arp arp;
    bool group = !m->c;
    if (!take_ethertype(body, &llc) ||
        (m->four && !mac_equal(m->up ? m->sa : m->da, m->c->sta))) {
        return;
    }
    if (llc.ethertype == ETHERTYPE_ARP) {
        if (!group && arp_parse(llc.payload, &arp)) {
            if (m->up) {
                arp_up(m, &arp);
            } else {
                arp_down(m, &arp);
            }
        }
    } else if (ip_parse(llc.ethertype, llc.payload, &ip) &&
               (!group || find_client(m, &ip, bssid))) {
        on_ip(m, &ip);
    }
}

/* False: a repetition of the frame before it. */
static bool is_new(struct sequel_packets *p, const struct seen *f)
{
    uint16_t seq = get_le16(f->mpdu.data + 22);
    bool same = p->has_seq[f->from] && p->seq[f->from] == seq && (f->fc & FC_RETRY);
    p->seq[f->from] = seq;
    p->has_seq[f->from] = true;
    return !same;
}

/* Who an MSDU is from and for, by ToDS and FromDS (table 9-30). */
static void take_addresses(struct msdu *m, const struct seen *f)
{
    const uint8_t *p = f->mpdu.data;
    bool to = (f->fc & FC_TO_DS) != 0, from = (f->fc & FC_FROM_DS) != 0;
    m->four = to && from && f->mpdu.len >= 30 && m->c;
    m->da = mac_at(p + (to ? 16 : 4));
    m->sa = mac_at(p + (m->four ? 24 : from ? 16 : 10));
}

static bool is_amsdu(const struct seen *f)
{
    bool four = (f->fc & FC_TO_DS) && (f->fc & FC_FROM_DS);
    size_t qos = four ? 30 : 24;
    return (f->fc & 0x0080) && f->mpdu.len > qos && (f->mpdu.data[qos] & 0x80);
}

/* Behind each MSDU the sequel may be over. False: it is, or the frame is a repetition. */
static bool take_packets(struct msdu *m, struct conversation *c, const struct seen *f,
                         bool first)
{
    m->c = c;
    if (!c) {
        return true;
    }
    m->s = sequel_of(m->x, c);
    m->p = m->s ? sequel_get_packets(m->x, m->s) : NULL;
    if (!m->p || (first && !is_new(m->p, f))) {
        return false;
    }
    m->p->read[f->from] += first;
    return true;
}

void sequel_on_body(struct extsta_explain *x, struct conversation *c, const struct seen *f,
                    struct extsta_span body)
{
    struct msdu m = {.x = x,
                     .at = {f->in->time, f->in->number},
                     .up = f->from == SIDE_STA && c,
                     .retry = (f->fc & FC_RETRY) != 0};
    struct amsdu_subframe part = {.msdu = body};
    struct reader r = reader_of(body);
    bool rest = (get_le16(f->mpdu.data + 22) & 0x0f) != 0; /* a fragment without headers */
    if (x->again || rest) {
        return;
    }
    m.c = c;
    take_addresses(&m, f);
    if (!is_amsdu(f)) {
        if (take_packets(&m, c, f, true)) {
            on_msdu(&m, body, f->bssid);
        }
        return;
    }
    for (bool first = true; amsdu_next(&r, &part) && take_packets(&m, c, f, first);
         first = false) {
        m.da = part.da;
        m.sa = part.sa;
        on_msdu(&m, part.msdu, f->bssid);
    }
}
