/* nwifi: between the network stack's 802.3 frames and the MSDUs of the miniport boundary.
 *
 * Pure functions: encapsulation (contract ASC-23, ASC-24, TXP-01, TXP-09), the port filter
 * (PRT-03 ... PRT-06, PRT-26) and the routing of received EtherTypes (IHV-30). Who owns ports
 * and associations (msm) keeps the state and hands it in. All EtherTypes are numbers in host
 * order (0x888e); on the wire and in a DOT11_ENCAP_ENTRY they are big-endian. */
#ifndef NWIFI_NWIFI_H
#define NWIFI_NWIFI_H

#include "base/bytes.h"
#include "base/pbuf.h"
#include <extsta/drops.h>
#include <extsta/output.h>

#define NWIFI_ETHERNET_HEADER 14u
#define NWIFI_MAX_MSDU        2304u /* octets of LLC and payload (IEEE 802.11-2020 9.2.4.7.1) */

/* --- encapsulation table (ASC-23) --- */

#define NWIFI_MAX_ENCAP 8u
enum nwifi_encap_type {                           /* usEncapType */
                        NWIFI_ENCAP_RFC_1042 = 1, /* DOT11_ENCAP_RFC_1042 */
                        NWIFI_ENCAP_802_1H = 2,   /* DOT11_ENCAP_802_1H */
};
/* The list the miniport gave with ASSOCIATION_COMPLETION. All zero: no list, only the default
 * table. It must be dropped (zeroed) when the association ends. */
struct nwifi_encap {
    uint8_t count;
    struct nwifi_encap_entry {
        uint16_t ethertype; /* 0: all, and then the only entry */
        uint8_t type;       /* enum nwifi_encap_type */
    } entries[NWIFI_MAX_ENCAP];
};
/* Reads the bytes at uEncapTableOffset (array of DOT11_ENCAP_ENTRY). MALFORMED: not a multiple
 * of an entry, unknown type, EtherType 0 not alone; TOO_SMALL: more than NWIFI_MAX_ENCAP. On an
 * error *out is the empty table. */
enum extsta_error nwifi_encap_parse(struct extsta_span table, struct nwifi_encap *out);
/* Encapsulation of an EtherType: the miniport's list, else the default table (ASC-24).
 * encap may be NULL. */
enum nwifi_encap_type nwifi_encap_for(const struct nwifi_encap *encap, uint16_t ethertype);

/* --- down: 802.3 to 802.11 --- */

/* What the conversion needs to know of the association. */
struct nwifi_link {
    bool ibss; /* To DS clear, addresses DA, SA, BSSID */
    struct extsta_mac bssid;
    const struct nwifi_encap *encap; /* borrowed; NULL: default table */
};

/* A frame of the network stack, looked at once. Spans point into it. */
struct nwifi_ethernet {
    struct extsta_mac da, sa;
    bool has_ethertype;
    uint16_t ethertype;         /* when has_ethertype */
    struct extsta_span payload; /* behind the header; with a length field: the LLC PDU without
                                 * padding */
};
/* False with *drop: shorter than its header or its length field says (ETHERNET_SHORT), more
 * than an MSDU carries or a type field between length and EtherType (ETHERNET_LONG). */
bool nwifi_parse_8023(struct extsta_span ethernet, struct nwifi_ethernet *out,
                      enum extsta_drop *drop);

/* An MSDU with the MAC header fields the OS owns (TXP-01): a data frame, To DS in
 * infrastructure, never four addresses (TXP-02); LLC/SNAP by the table, or the LLC PDU as it
 * is. The buffer is the caller's (one reference), with PBUF_HEADROOM and PBUF_TAILROOM. NULL
 * with *drop: NO_MEMORY or ETHERNET_LONG. */
struct pbuf *nwifi_to_80211(struct pool *pool, const struct nwifi_link *link,
                            const struct nwifi_ethernet *frame, enum extsta_drop *drop);
/* The same for a PDU the OS half or an IHV extension makes itself (EAPOL, SendPacket). */
struct pbuf *nwifi_pdu_to_80211(struct pool *pool, const struct nwifi_link *link,
                                struct extsta_mac da, struct extsta_mac sa, uint16_t ethertype,
                                struct extsta_span pdu, enum extsta_drop *drop);

/* --- up: 802.11 to 802.3 --- */

/* An MSDU handed up, looked at once. Spans point into the packet. */
struct nwifi_msdu {
    struct extsta_mac da, sa;
    struct extsta_mac peer; /* transmitter: whose port decides (PRT-06) */
    bool has_ethertype;     /* SNAP that the table undoes */
    uint16_t ethertype;
    struct extsta_span payload; /* behind LLC/SNAP; without EtherType: from the LLC header on */
};
/* packet: MAC header, LLC, payload in the clear (EXTSTA_CROSS_RECEIVE). encap may be NULL (then
 * the default table). False with *drop: not a data frame with a body, or malformed. */
bool nwifi_parse_80211(const struct nwifi_encap *encap, struct extsta_span packet,
                       struct nwifi_msdu *out, enum extsta_drop *drop);
/* The 802.3 frame in a new buffer with one reference (EtherType, or length field and LLC). NULL
 * with *drop: NO_MEMORY, or ETHERNET_LONG (LLC PDU too long for a length field). */
struct pbuf *nwifi_to_8023(struct pool *pool, const struct nwifi_msdu *msdu,
                           enum extsta_drop *drop);
/* The same without copying the payload: writes the 802.3 header over what precedes the payload
 * inside the buffer that holds the packet, and returns the frame (valid as long as the buffer).
 * Only when nobody else reads the packet any more (no crossing wanted). `msdu` must have been
 * parsed from `packet`. Empty span with *drop: ETHERNET_LONG. */
struct extsta_span nwifi_to_8023_in_place(struct pbuf *packet, const struct nwifi_msdu *msdu,
                                          enum extsta_drop *drop);

/* --- port filter and routing --- */

/* What decides about an MSDU to or from one peer. */
struct nwifi_port {
    bool exists;     /* PRT-26: without a port nothing passes */
    bool controlled; /* PRT-03, X-43: false passes everything */
    bool authorized;
    enum extsta_port_manager manager;
    const uint16_t *registered; /* EtherTypes an IHV registered (IHV-18), host order */
    size_t registered_count;
};
/* PRT-04, PRT-05: whether an MSDU may go to or come from the peer of this port. ethertype: 0
 * for an LLC PDU without SNAP. False with *drop: PORT_NONE or PORT_UNAUTHORIZED. */
bool nwifi_port_passes(const struct nwifi_port *port, uint16_t ethertype,
                       enum extsta_drop *drop);

enum nwifi_route {
    NWIFI_ROUTE_STACK,   /* EXTSTA_OUT_ETHERNET */
    NWIFI_ROUTE_EAPOL,   /* the OS supplicant or 802.1X module */
    NWIFI_ROUTE_PREAUTH, /* preauthentication (0x88c7) of the OS */
    NWIFI_ROUTE_IHV,     /* receive-packet of the extension (IHV-30) */
};
/* Where a received MSDU that passed the port goes. EtherTypes an IHV registered go to it alone;
 * EAPOL and preauthentication never reach the stack. */
enum nwifi_route nwifi_route(const struct nwifi_port *port, uint16_t ethertype);

#endif
