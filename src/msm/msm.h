/* msm: the media specific module of the OS half. It follows the indications of a miniport
 * and keeps one port for each association: creates it at ASSOCIATION_COMPLETION, has it
 * authorized by the miniport, by itself (rsn/supplicant) or by an IHV extension, and deletes
 * it at DISASSOCIATION or, implicitly, at ASSOCIATION_START (contract chapters 50, 60).
 *
 * A pure machine: indications, completions, EAPOL and time come in by calls; OID requests,
 * packets, port events and causes go to the output queue; what concerns its neighbours in
 * the OS half (acm, ihv) is told through struct msm_ops. */
#ifndef MSM_MSM_H
#define MSM_MSM_H

#include "base/fsm.h"
#include "base/list.h"
#include "boundary/os.h"
#include "nwifi/nwifi.h"
#include "onex/port_onex.h"
#include <extsta/payload.h>

/* How long an unauthorized port may stay so before the OS gives the association up
 * "its own timeout"). */
#define MSM_OS_TIMEOUT  (10u * EXTSTA_SECOND)
#define MSM_IHV_TIMEOUT (30u * EXTSTA_SECOND)

enum port_state {
    PORT_AWAIT_COMPLETION,     /* ASSOCIATION_START came; there is no port yet (PRT-02) */
    PORT_AWAIT_AUTHENTICATION, /* unauthorized; the supplicant or the extension works on it */
    PORT_AWAIT_KEYS,  /* unauthorized; the handshake is done, keys go to the miniport */
    PORT_AWAIT_RETRY, /* unauthorized; refused, may still be authorized (PRT-17) */
    PORT_AUTHORIZED,
    PORT_UNCONTROLLED, /* no port authentication: passes everything */
    PORT_GONE,
    PORT_STATES
};

enum port_event {
    PORT_EVENT_OPEN,      /* associated; no port authentication */
    PORT_EVENT_MINIPORT,  /* associated; the miniport has authorized it */
    PORT_EVENT_OS,        /* associated; the OS authenticates */
    PORT_EVENT_IHV,       /* associated; an extension authenticates */
    PORT_EVENT_FAILED,    /* the association did not come about */
    PORT_EVENT_HANDSHAKE, /* the four-way handshake is complete */
    PORT_EVENT_AUTHENTICATED,
    PORT_EVENT_REFUSED,
    PORT_EVENT_ENDED, /* disassociated, explicitly or implicitly */
    PORT_EVENTS
};

struct msm;
struct msm_pmksas;
struct msm_preauth;
struct msm_handshake; /* of an OS-managed port */

/* One per peer: an open association operation or a port. */
struct msm_port {
    struct list link; /* in msm->ports */
    struct msm *msm;
    struct extsta_mac peer;
    uint8_t state;   /* enum port_state */
    uint8_t manager; /* enum extsta_port_manager, once there is a port */
    uint16_t freq;   /* MHz, 0 = not told */
    uint32_t session;                  /* counts up with every port; 0: not one yet */
    uint32_t auth, unicast, multicast; /* DOT11_ numbers of the association */
    uint32_t refused; /* why the extension refused it last (report_extension); 0: it did not */
    struct nwifi_encap *encap;         /* NULL: default table (ASC-24) */
    struct msm_handshake *handshake;   /* NULL: not OS-managed */
    extsta_time deadline;              /* of the extension that authenticates it */
};

/* What acm knows of the network and msm needs for its ports. */
struct msm_security {
    enum extsta_port_manager manager;
    bool has_pmk;
    uint8_t pmk[32];
    /* Of 802.1X; borrowed until the next one comes, when there is no port of it any more. NULL:
     * none. */
    const struct extsta_eap *eap;
    const struct extsta_onex *onex;       /* as eap; NULL: usual times */
    const struct extsta_pmk_cache *cache; /* as eap; NULL: as a profile that says nothing */
    uint32_t serial; /* of the profile: another one, another network or configuration */
};

/* What msm tells its neighbours. All called with `user`, while it acts on one input;
 * they must not call msm back in a way that ends the port. */
struct msm_ops {
    /* ASSOCIATION_START was taken: a port may come of it. */
    void (*association_started)(void *user, extsta_time now, struct extsta_mac peer);
    /* status 0: its port exists now. comeback: TU after which the AP wants to be asked again;
     * 0: it did not say (ASC-26). multicast: DOT11_CIPHER_ALGORITHM of group frames. */
    void (*association_completed)(void *user, extsta_time now, struct extsta_mac peer,
                                  uint32_t status, uint32_t comeback, uint32_t multicast);
    /* An IHV-managed port came (PRT-13). */
    void (*ihv_authenticate)(void *user, extsta_time now, const struct msm_port *port,
                             struct extsta_span completion);
    /* An IHV-managed port is about to be deleted (DIS-29). */
    void (*ihv_stop)(void *user, extsta_time now, const struct msm_port *port, uint32_t status);
    /* Data may pass now: authorized, or uncontrolled from the start. */
    void (*port_opened)(void *user, extsta_time now, const struct msm_port *port);
    /* It is about to go; freed when this returns. */
    void (*port_deleted)(void *user, extsta_time now, const struct msm_port *port);
    /* The peer has said that its network is WPA3 for good (Transition Disable KDE). */
    void (*transition_disabled)(void *user);
    /* Port authentication failed, for this cause: how sure one is of it, and whether the
     * station goes on, is for the neighbour to write into it, before it is reported. */
    void (*judge)(void *user, extsta_time now, struct extsta_cause *cause);
    /* The same; the cause has been reported. */
    void (*authentication_failed)(void *user, extsta_time now, const struct msm_port *port,
                                  const struct extsta_cause *cause);
    /* The operations as indicated; status: DOT11_ASSOC_STATUS. reason: of ROAMING_START
     * (ROM-07). */
    void (*connection_started)(void *user, extsta_time now);
    void (*connection_completed)(void *user, extsta_time now, uint32_t status);
    void (*roaming_started)(void *user, extsta_time now, uint32_t reason);
    void (*roaming_completed)(void *user, extsta_time now, uint32_t status);
};

enum msm_operation {
    MSM_NO_OPERATION,
    MSM_CONNECTING,
    MSM_ROAMING,
};

/* When a Michael MIC was last wrong, and of whose frame (countermeasures.c). */
struct msm_mic_failure {
    bool seen;
    struct extsta_mac peer;
    extsta_time at;
};

/* One per station, inside struct host. */
struct msm {
    struct os *os;
    const struct msm_ops *ops;
    void *user;
    struct list ports; /* struct msm_port, in the order they came */
    struct msm_security security;
    struct port_eap eap; /* of 802.1X: `security`, and the last session of TLS */
    struct msm_pmksas *pmksas; /* pmksa.h; NULL: empty */
    struct msm_restored *restored; /* pmksa.h: of networks that were not entered yet */
    struct msm_preauth *preauth; /* preauth.h; NULL: no candidates yet */
    struct msm_mic_failure mic_failure;
    uint32_t next_session; /* the last one given out */
    uint8_t operation; /* enum msm_operation */
    bool ibss;         /* of the last CONNECTION_START */
    struct extsta_mac bssid; /* of the independent network, as the last start named it */
    bool has_group_key;      /* ours there, made and given to the driver (other_side.c) */
    uint8_t group_key[16];
};

/* `os`, `ops` and `user` outlive it. */
void msm_init(struct msm *msm, struct os *os, const struct msm_ops *ops, void *user);
/* Frees all ports without an event, and wipes the PMK. */
void msm_destroy(struct msm *msm);
/* Before a connection: who authenticates, and with what. Copied. */
void msm_set_security(struct msm *msm, const struct msm_security *security);

/* A status indication of the miniport, and the buffer it was read from, which was long enough.
 * Those that are not msm's are ignored. */
void msm_indication(struct msm *msm, extsta_time now, const struct extsta_payload *payload,
                    struct extsta_span buffer);
/* A request of REQUEST_MSM was completed; output: borrowed. */
void msm_oid_complete(struct msm *msm, extsta_time now, uint32_t request, uint32_t status,
                      struct extsta_span output);
/* A packet of REQUEST_MSM was completed. */
void msm_send_complete(struct msm *msm, extsta_time now, uint32_t packet, uint32_t status);
/* An EAPOL PDU came through an OS-managed port; recv: what the driver says of its packet. */
void msm_eapol(struct msm *msm, extsta_time now, struct msm_port *port, struct extsta_span pdu,
               const struct extsta_recv_context *recv);
/* An IHV extension said how port authentication ended, or changed (PRT-16, PRT-17): 0, or the
 * number it gave (report_extension_code), of which the cause will speak should it come to
 * nothing. False: there is no such IHV-managed port. */
bool msm_ihv_result(struct msm *msm, extsta_time now, uint32_t session, uint32_t code);
/* The adapter goes, or (ihv_only) the extension: ends the ports, or those it manages (IHV-04).
 */
void msm_end_ports(struct msm *msm, extsta_time now, bool ihv_only);
/* An extension took the security of this connection over (PRT-28). */
void msm_ihv_takes_over(struct msm *msm);
/* What is due: handshakes, extensions that took too long. Before msm_deadline
 * harmless. */
void msm_expire(struct msm *msm, extsta_time now);
/* The earliest of all ports; EXTSTA_NEVER: none waits. */
extsta_time msm_deadline(const struct msm *msm);

/* The port whose peer this is; in infrastructure with NULL the port there is. NULL: none
 * (an open association operation is no port). */
struct msm_port *msm_port_find(const struct msm *msm, const struct extsta_mac *peer);
/* NULL: there is no port of this session any more. */
struct msm_port *msm_port_by_session(const struct msm *msm, uint32_t session);
/* Whether data pass: authorized, or uncontrolled (PRT-04, X-43). */
bool msm_port_is_open(const struct msm_port *port);
/* The port for nwifi's filter; port may be NULL: nothing passes then. registered: borrowed,
 * of an IHV extension. */
struct nwifi_port msm_port_filter(const struct msm_port *port, const uint16_t *registered,
                                  size_t count);
/* What will be said of the port when its association ends for this cause of the driver, which
 * is on its way. False: nothing, or the driver's cause says it all. */
bool msm_port_foresee(const struct msm *msm, const struct extsta_cause *ends,
                      struct extsta_cause *cause);
/* What nwifi needs to make an MSDU for this port, which is not NULL. encap is borrowed from
 * it. */
struct nwifi_link msm_port_link(const struct msm *msm, const struct msm_port *port);
/* An event as the embedder and the extension get it. */
struct extsta_port_event msm_port_event(const struct msm_port *port,
                                        enum extsta_port_event_type type);

extern const struct fsm_table msm_port_table;

#endif
