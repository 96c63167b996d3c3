/* 802.3 frames to 802.11 MSDUs and back. IEEE Std 802.11-2020 5.1.4 and annex P; contract
 * ASC-24 (the encapsulation table), TXP-01 (header fields by the OS), TXP-02 (address 4),
 * TXP-09 (frame body). Called by station/host.c for every packet of the network stack and of
 * the driver, by msm and ihv for the PDUs they make.
 *
 * Both directions look first (nwifi_parse_...) and convert afterwards: the port filter
 * stands between, and what it stops costs no buffer. */
#include "base/mac.h"
#include "nwifi/nwifi.h"
#include "wire/frame.h"
#include "wire/llc.h"
#include <string.h>

#define ETHERTYPE_MIN    0x0600u /* smaller: a length field (IEEE 802.3-2018 3.2.6) */
#define ETHERNET_MAX_LLC 1500u   /* largest length field */
#define DATA_HEADER_LEN  24u     /* three addresses, no QoS Control: that is the driver's */
#define ADDRESSES_LEN    12u

bool nwifi_parse_8023(struct extsta_span ethernet, struct nwifi_ethernet *out,
                      enum extsta_drop *drop)
{
    *out = (struct nwifi_ethernet){0};
    struct reader r = reader_of(ethernet);
    out->da = reader_mac(&r);
    out->sa = reader_mac(&r);
    uint16_t type = reader_be16(&r);
    if (r.failed) {
        *drop = EXTSTA_DROP_ETHERNET_SHORT;
        return false;
    }
    /* Between the largest length and the smallest EtherType neither is meant (IEEE 802.3
     * 3.2.6). */
    if (type >= ETHERTYPE_MIN) {
        out->has_ethertype = true;
        out->ethertype = type;
        out->payload = reader_rest(&r);
        if (out->payload.len > NWIFI_MAX_MSDU - LLC_SNAP_LEN) {
            *drop = EXTSTA_DROP_ETHERNET_LONG;
            return false;
        }
        return true;
    }
    if (type > ETHERNET_MAX_LLC) {
        *drop = EXTSTA_DROP_ETHERNET_LONG;
        return false;
    }
    /* Behind the LLC PDU short frames are padded: the length says where it ends. */
    out->payload = reader_take(&r, type);
    if (r.failed) {
        *drop = EXTSTA_DROP_ETHERNET_SHORT;
        return false;
    }
    return true;
}

/* A data MSDU of the OS with room for `len` octets of frame body. Of Frame Control only what
 * the OS owns is set (TXP-01); duration and sequence control stay zero for the station. */
static struct pbuf *new_msdu(struct pool *pool, const struct nwifi_link *link,
                             struct extsta_mac da, struct extsta_mac sa, size_t len,
                             struct writer *w, enum extsta_drop *drop)
{
    if (len > NWIFI_MAX_MSDU) {
        *drop = EXTSTA_DROP_ETHERNET_LONG;
        return NULL;
    }
    struct pbuf *b = pbuf_new(pool, PBUF_HEADROOM, DATA_HEADER_LEN + len, PBUF_TAILROOM);
    if (!b) {
        *drop = EXTSTA_DROP_NO_MEMORY;
        return NULL;
    }
    *w = writer_of(pbuf_data(b), b->len);
    writer_le16(w, link->ibss ? FRAME_DATA_PLAIN : FRAME_DATA_PLAIN | FC_TO_DS);
    writer_le16(w, 0);
    writer_mac(w, link->ibss ? da : link->bssid);
    writer_mac(w, sa);
    writer_mac(w, link->ibss ? link->bssid : da);
    writer_le16(w, 0);
    return b;
}

/* ASC-24: which of the two headers goes in front of an EtherType. */
static void write_snap(struct writer *w, const struct nwifi_encap *encap, uint16_t ethertype)
{
    bool tunnel = nwifi_encap_for(encap, ethertype) == NWIFI_ENCAP_802_1H;
    writer_bytes(w, tunnel ? llc_bridge_tunnel : llc_rfc1042, 6);
    writer_be16(w, ethertype);
}

struct pbuf *nwifi_pdu_to_80211(struct pool *pool, const struct nwifi_link *link,
                                struct extsta_mac da, struct extsta_mac sa, uint16_t ethertype,
                                struct extsta_span pdu, enum extsta_drop *drop)
{
    struct writer w;
    struct pbuf *b = new_msdu(pool, link, da, sa, LLC_SNAP_LEN + pdu.len, &w, drop);
    if (b) {
        write_snap(&w, link->encap, ethertype);
        writer_span(&w, pdu);
    }
    return b;
}

struct pbuf *nwifi_to_80211(struct pool *pool, const struct nwifi_link *link,
                            const struct nwifi_ethernet *frame, enum extsta_drop *drop)
{
    if (frame->has_ethertype) {
        return nwifi_pdu_to_80211(pool, link, frame->da, frame->sa, frame->ethertype,
                                  frame->payload, drop);
    }
    struct writer w;
    struct pbuf *b = new_msdu(pool, link, frame->da, frame->sa, frame->payload.len, &w, drop);
    if (b) {
        writer_span(&w, frame->payload);
    }
    return b;
}

/* A SNAP header is undone when it is the one the table uses for its EtherType, so that the
 * conversion can be reversed; a bridge tunnel header always says that an EtherType frame was
 * tunnelled (IEEE 802.1H). A "SNAP type" below 0x0600 would read as a length: left alone. */
static bool undo_snap(const struct nwifi_encap *encap, const struct llc *llc)
{
    if (!llc->snap || llc->ethertype < ETHERTYPE_MIN) {
        return false;
    }
    return llc->bridge_tunnel || nwifi_encap_for(encap, llc->ethertype) == NWIFI_ENCAP_RFC_1042;
}

bool nwifi_parse_80211(const struct nwifi_encap *encap, struct extsta_span packet,
                       struct nwifi_msdu *out, enum extsta_drop *drop)
{
    *out = (struct nwifi_msdu){0};
    struct frame f;
    if (!frame_parse(packet, &f, drop)) {
        return false;
    }
    /* The driver keeps Null frames to itself; one that hands them up is not believed. */
    if (!frame_has_data(&f)) {
        *drop = EXTSTA_DROP_UNSUPPORTED_SUBTYPE;
        return false;
    }
    if (f.has_addr4) {
        *drop = EXTSTA_DROP_FOUR_ADDRESS;
        return false;
    }
    struct llc llc;
    if (!llc_parse(f.body, &llc)) {
        *drop = EXTSTA_DROP_BAD_LLC;
        return false;
    }
    out->da = frame_da(&f);
    out->sa = frame_sa(&f);
    out->peer = f.addr2;
    out->has_ethertype = undo_snap(encap, &llc);
    out->ethertype = out->has_ethertype ? llc.ethertype : 0;
    out->payload = out->has_ethertype ? llc.payload : f.body;
    return true;
}

/* The type or length field, or 0 with *drop. An empty LLC PDU cannot come here. */
static uint16_t type_or_length(const struct nwifi_msdu *msdu, enum extsta_drop *drop)
{
    if (msdu->has_ethertype) {
        return msdu->ethertype;
    }
    if (msdu->payload.len > ETHERNET_MAX_LLC) {
        *drop = EXTSTA_DROP_ETHERNET_LONG;
        return 0;
    }
    return (uint16_t)msdu->payload.len;
}

/* 14 octets, at p. */
static void write_8023_header(uint8_t *p, const struct nwifi_msdu *msdu, uint16_t type)
{
    memcpy(p, msdu->da.b, 6);
    memcpy(p + 6, msdu->sa.b, 6);
    put_be16(p + ADDRESSES_LEN, type);
}

struct pbuf *nwifi_to_8023(struct pool *pool, const struct nwifi_msdu *msdu,
                           enum extsta_drop *drop)
{
    uint16_t type = type_or_length(msdu, drop);
    if (type == 0) {
        return NULL;
    }
    struct pbuf *b = pbuf_new(pool, 0, NWIFI_ETHERNET_HEADER + msdu->payload.len, 0);
    if (!b) {
        *drop = EXTSTA_DROP_NO_MEMORY;
        return NULL;
    }
    write_8023_header(pbuf_data(b), msdu, type);
    if (msdu->payload.len) {
        memcpy(pbuf_data(b) + NWIFI_ETHERNET_HEADER, msdu->payload.data, msdu->payload.len);
    }
    return b;
}

struct extsta_span nwifi_to_8023_in_place(struct pbuf *packet, const struct nwifi_msdu *msdu,
                                          enum extsta_drop *drop)
{
    uint16_t type = type_or_length(msdu, drop);
    if (type == 0) {
        return span(NULL, 0);
    }
    /* At least a 24-octet MAC header precedes the payload. */
    /* So the 14 octets of the new header always fit before it. */
    size_t at = (size_t)(msdu->payload.data - packet->mem) - NWIFI_ETHERNET_HEADER;
    write_8023_header(packet->mem + at, msdu, type);
    return span(packet->mem + at, NWIFI_ETHERNET_HEADER + msdu->payload.len);
}
