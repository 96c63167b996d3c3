/* What follows when the port is open, until a user would say "connected": an address, a gateway
 * that answers, an exchange with somebody beyond it; or what is missing of that.
 *
 * Two views, one behind the other. Frames: any data of either side, its time and number, for
 * which no key is needed (sequel.c). Packets: what is in the frames that are open or were
 * opened by a key (sequel_packet.c). What comes of both is told by sequel_tell.c.
 *
 * State lies apart from the conversation, is made when the port opens (the packets' when the
 * first one is read), and goes back when all is told, at the latest after SEQUEL_WINDOWS: an
 * ordinary data frame of a conversation that is connected costs nothing here. Times are
 * nanoseconds. */
#ifndef EXPLAIN_SEQUEL_H
#define EXPLAIN_SEQUEL_H

#include "explain/conversation.h"

struct seen;
struct extsta_explain;

/* After each the open questions are told; what comes late is told while they last. */
#define SEQUEL_WINDOW  (30ull * 1000000000u)
#define SEQUEL_WINDOWS 4u

/* Requests of one kind, without repetitions by the MAC. */
struct asking {
    uint64_t first, last;
    uint32_t first_frame, last_frame;
    uint8_t asked, answered; /* saturating */
};

/* Data frames of one side. */
struct sequel_side {
    uint64_t first;
    uint32_t first_frame;
    uint32_t frames;
    uint16_t number; /* of the last one that is numbered */
    uint8_t counter; /* by what */
};

struct sequel {
    uint32_t number;       /* its own, plus 1 */
    uint32_t conversation; /* index plus 1; 0: it is free */
    uint32_t before, next; /* in the line by `since`; free: the next free one */
    uint32_t chain;        /* the next one under the same hash of the conversation */
    uint32_t packets;      /* index of its struct sequel_packets, plus 1; 0: none yet */
    uint32_t opened_frame;
    uint64_t opened;            /* 0: before the capture began */
    uint64_t since;             /* of the window under way */
    struct sequel_side data[2]; /* by enum explain_side */
    struct asking calls;        /* of the station, to one host: somebody should answer */
    struct asking requests;     /* of DHCP, as they look */
    uint16_t missed;            /* frames that the capture lacks, by their numbers */
    uint16_t request_len;       /* of the last broadcast that may be a request of DHCP */
    uint8_t windows;            /* that are over */
    uint16_t told;              /* enum sequel_told, as bits */
};

/* What has been told of it. */
enum sequel_told {
    TOLD_ADDRESS = 1 << 0,
    TOLD_ADDRESS6 = 1 << 1,
    TOLD_CONNECTED = 1 << 2,
    TOLD_PORTAL = 1 << 3,
    TOLD_TROUBLE = 1 << 4,
    TOLD_DNS_ERROR = 1 << 5,
};

#define SEQUEL_NAME 64u /* octets of a name that is kept, with its end */

/* What the packets show. */
struct sequel_packets {
    uint32_t number; /* its own, plus 1 */
    uint32_t next;   /* free: the next free one */
    uint32_t read[2];
    uint16_t seq[2]; /* of the last frame that was read, under `has_seq` */
    bool has_seq[2];
    uint8_t prefix; /* bits of the subnet, 0: not known */
    uint32_t lease;
    struct extsta_mac client; /* as whom it speaks DHCP: mostly its own address */
    struct extsta_ip wanted;  /* the address last offered, or asked for */
    struct extsta_ip address, server, router, resolver; /* by DHCP */
    struct extsta_ip used;       /* the station's own, as it sends from it; not of a link */
    struct extsta_ip link_local; /* of IPv4: the station had no other */
    struct extsta_ip address6, router6;
    struct extsta_ip neighbor;       /* asked by ARP while no router is known */
    struct asking discover, request; /* of DHCP: answered by an offer; by ACK */
    struct asking gateway, dns, beyond;
    uint64_t refused, declined; /* times of the last NAK, of the station's DECLINE */
    uint32_t refused_frame, declined_frame;
    uint8_t passed_on; /* requests of DHCP that the AP sent on to its BSS */
    uint8_t offers_repeated;
    uint64_t conflict; /* somebody else has the address */
    uint32_t conflict_frame;
    uint16_t dns_id[4];
    uint8_t dns_next, peer_next;
    uint32_t peers[4]; /* hashes of hosts beyond that were asked */
    char dns_name[SEQUEL_NAME];
    char host[SEQUEL_NAME];   /* of the last HTTP request */
    char portal[SEQUEL_NAME]; /* announced by DHCP or by a router */
    uint32_t portal_frame;
    uint64_t portal_time;
    bool probes; /* that request asks whether there is a portal */
    bool dns_works;
};

/* A router that was announced in a BSS. */
struct sequel_router {
    struct extsta_mac bssid;
    struct extsta_ip router, prefix;
    uint8_t bits;
};
#define SEQUEL_ROUTERS 8u

struct sequels {
    struct store all, packets;
    struct pool *pool;
    uint32_t *buckets; /* numbers of the first under each hash; `mask` + 1, or NULL */
    uint32_t mask, count;
    uint32_t free, free_packets;                  /* number of the first; 0: none */
    uint32_t first, last;                         /* the line, the earliest window first */
    struct sequel_router routers[SEQUEL_ROUTERS]; /* of which `next_router` is the oldest */
    uint8_t next_router;
};

void sequels_init(struct sequels *all, struct pool *pool);
void sequels_destroy(struct sequels *all);

/* The port of the conversation is open, by this frame. known: since then; else it was before
 * the capture began. Without memory nothing is told of it, and that is a finding. */
void sequel_begin(struct extsta_explain *x, struct conversation *c, uint64_t time,
                  uint32_t frame, bool known);
/* The association or the capture is over: tells what is open. Fine where nothing is. */
void sequel_over(struct extsta_explain *x, struct conversation *c);
/* The same of those whose window is over; these go on for a while. */
void sequel_due(struct extsta_explain *x, uint64_t now);
/* A data frame of a conversation with WATCH_SEQUEL, before anything of it is opened. */
void sequel_on_frame(struct extsta_explain *x, struct conversation *c, const struct seen *s);
/* The body of a data frame in clear, or opened; `c` NULL: to a group, by the AP of s->bssid. */
void sequel_on_body(struct extsta_explain *x, struct conversation *c, const struct seen *s,
                    struct extsta_span body);
/* Whether bodies of group frames are of interest at all. */
static inline bool sequel_waits(const struct sequels *all)
{
    return all->first != 0;
}

/* --- between the files --- */

struct sequel *sequel_of(struct extsta_explain *x, const struct conversation *c); /* or NULL */
static inline struct sequel_packets *sequel_packets_of(struct sequels *all,
                                                       const struct sequel *s)
{
    return s->packets ? store_at(&all->packets, s->packets - 1) : NULL;
}
/* Made when first asked for. NULL: no memory. */
struct sequel_packets *sequel_get_packets(struct extsta_explain *x, struct sequel *s);
/* All is told: it goes back. */
void sequel_end(struct extsta_explain *x, struct conversation *c);
void asking_ask(struct asking *a, uint64_t time, uint32_t frame);

/* Where something stands in the capture. */
struct sequel_at {
    uint64_t time;
    uint32_t frame;
};
/* sequel_tell.c. */
/* inferred: the station uses it, and what gave it was not captured. */
void sequel_tell_address(struct extsta_explain *x, struct conversation *c, bool v6,
                         bool inferred, struct sequel_at at);
/* The two sides exchange data; what it is cannot be read. */
void sequel_tell_flow(struct extsta_explain *x, struct conversation *c, struct sequel_at at);
void sequel_tell_connected(struct extsta_explain *x, struct conversation *c,
                           struct sequel_at at);
/* `to`: where it redirects. */
void sequel_tell_portal(struct extsta_explain *x, struct conversation *c, const char *to,
                        uint8_t confidence, struct sequel_at at);
/* A name server answered with an error. */
void sequel_tell_dns_error(struct extsta_explain *x, struct conversation *c, const char *name,
                           uint8_t rcode, struct sequel_at at);
/* What is missing, as of now; at most once. */
void sequel_tell_trouble(struct extsta_explain *x, struct conversation *c);

#endif
