/* ihv: the host of an IHV extension, as a pure machine (contract chapter 65). Calls of its
 * handlers go out as values (EXTSTA_OUT_IHV), in strict order; its functions come in by calls
 * that check the window in which each may be used.
 *
 *   function                                     from                    until
 *   SetAuthAlgorithm, Set*Cipher*, Set*Key*,
 *   SetExcludeUnencrypted, NicSpecificExtension  init-adapter            deinit-adapter
 *   SetEtherTypeHandling                         init-adapter            end of pre-association
 *   PreAssociateCompletion                       pre-associate returned  its first use, reset
 *   SetProfileCustomUserData, Get..., SetCurrentProfile       as PreAssociateCompletion
 *   PostAssociateCompletion                      post-associate returned stop-post-associate
 *   SendPacket                                   post-associate          deinit-adapter, reset
 *   StartOneX                                    post-associate          stop-post-associate
 *   StopOneX, ProcessSecurityPacket              StartOneX               the final result
 *
 * Outside its window a function is refused; `broken` then says by which rule. */
#ifndef IHV_IHV_H
#define IHV_IHV_H

#include "base/bytes.h"
#include "boundary/os.h"
#include <extsta/ihv.h>
#include <extsta/wlanihvtypes.h>

/* What the host needs of the other modules of the OS half. */
struct ihv_ops {
    /* Carries an OID request out at once; NDIS status. */
    uint32_t (*oid)(void *user, extsta_time now, struct extsta_oid *oid);
    /* Pre-association ended (IHV-12, IHV-13). */
    void (*pre_associated)(void *user, extsta_time now, uint32_t error, uint32_t reason);
    /* Post-association ended or changed; false: no such port. */
    bool (*post_associated)(void *user, extsta_time now, uint32_t session, uint32_t error,
                            uint32_t reason);
    /* Sends a PDU to the peer of an IHV-managed port. Returns the packet's number, or 0 with
     * *error (Win32). */
    uint32_t (*send)(void *user, extsta_time now, struct extsta_mac peer, uint16_t ethertype,
                     struct extsta_span pdu, uint16_t exemption, uint32_t *error);
    /* The extension takes over an algorithm (IHV-16, PRT-28). */
    void (*took_over)(void *user);
    /* The profile that is being connected gets these IHV parts instead, borrowed; no data: it
     * has none. False: no memory. */
    bool (*set_profile)(void *user, struct extsta_span connectivity,
                        struct extsta_span security);
};

struct ihv_packet; /* received, not yet delivered */
struct ihv_sent;   /* sent, not yet completed */
struct ihv_onex;   /* 802.1X for it, pending (onex.h) */
struct port_eap;
struct ihv_datum;  /* of a profile and a user (user_data.c) */

struct ihv {
    struct os *os;
    const struct ihv_ops *ops;
    void *user;
    bool attached; /* init-adapter was called and has not failed; no deinit-adapter yet */
    bool frozen;   /* pre-association has completed: EtherType handling is fixed */
    bool may_send; /* a post-association has begun since the last reset */
    uint32_t next_call, next_session; /* the last ones given out */
    uint32_t init_call;       /* of init-adapter, while it runs */
    uint32_t connect_session; /* 0 = no pre-association under way */
    uint32_t pre_call;        /* of its handler, while it runs */
    uint32_t match_call;      /* of perform-capability-match, while it runs */
    uint32_t reset_session;   /* cancelled by a reset: one completion is still due (IHV-07) */
    uint32_t post_call, post_session; /* of the newest post-associate handler, while it runs */
    uint32_t receive_call;            /* of receive-packet, while it runs */
    uint32_t max_backlog, backlog;    /* packets: as many as may wait, as many as do */
    struct ihv_packet *first, *last;  /* the backlog, oldest first; NULL: empty */
    struct ihv_sent *sent;            /* in no order */
    uint32_t sent_count;
    struct extsta_mac post_peer; /* of the newest of its ports */
    struct ihv_onex *onex;       /* NULL: none is pending */
    uint32_t posts;          /* ports of its own, begun and not stopped */
    uint64_t profile;        /* of the last pre-association: tells profiles apart */
    struct ihv_datum *data;  /* in no order */
    enum extsta_rule broken; /* by the function or return of now; who calls clears it */
    /* EtherType handling, as last set; empty after every reset (IHV-06). */
    uint8_t exemption_count, registration_count;
    struct extsta_ihv_exemption exemptions[EXTSTA_IHV_MAX_EXEMPTIONS];
    uint16_t registrations[EXTSTA_IHV_MAX_REGISTRATIONS];
};

/* Not attached yet. `os`, `ops` and `user` outlive it. NULL: no memory. */
struct ihv *ihv_new(struct os *os, const struct ihv_ops *ops, void *user);
/* Without a call to the extension: ihv_detach comes first where it shall hear of it. NULL is
 * fine. */
void ihv_free(struct ihv *ihv);

/* --- handlers: OS to extension --- */
/* Calls init-adapter. Without memory it stays detached. Not for one that is attached. */
void ihv_attach(struct ihv *ihv);
/* Calls deinit-adapter; every handle is dead from here on (IHV-05). Ports have been ended
 * before (IHV-04). */
void ihv_detach(struct ihv *ihv);

/* What perform-pre-associate is given; borrowed for the call. */
struct ihv_profile {
    struct extsta_span name, ssid;
    const char *connectivity, *security; /* NULL: absent */
    uint32_t bss_type, auth, cipher;     /* DOT11_ numbers; cipher: of unicast */
    struct extsta_span bss_list; /* DOT11_BSS_ENTRY back to back */
};
/* Calls perform-pre-associate (IHV-10); ops->pre_associated tells how it ended. False: not
 * attached, or no memory: then nothing follows. */
bool ihv_pre_associate(struct ihv *ihv, const struct ihv_profile *profile);
/* Calls perform-capability-match with the BSSs that a scan has found (SCN-29). */
void ihv_capability_match(struct ihv *ihv, const struct ihv_profile *profile);
/* Pre-association was given up by the OS; its handle is dead, but for one completion that is
 * taken and ignored (IHV-07). */
void ihv_pre_associate_cancel(struct ihv *ihv);
/* A port of its own was created: calls perform-post-associate with the completion as made
 * (PRT-13). ops->post_associated tells the outcome. */
void ihv_post_associate(struct ihv *ihv, const struct extsta_port_event *port,
                        struct extsta_span completion);
/* That port is about to be deleted, for this DOT11_ASSOC_STATUS (IHV-25). */
void ihv_stop_post_associate(struct ihv *ihv, const struct extsta_port_event *port,
                             uint32_t status);
/* RESET_REQUEST or DISCONNECT_REQUEST was completed (IHV-06). */
void ihv_adapter_reset(struct ihv *ihv);
/* A packet of a registered EtherType from this peer; payload: behind LLC/SNAP, copied. */
void ihv_receive_packet(struct ihv *ihv, struct extsta_mac peer, uint16_t ethertype,
                        struct extsta_span payload);
/* A vendor indication of the driver (ROL-15), copied. type: for the handler. */
void ihv_indication(struct ihv *ihv, uint32_t type, struct extsta_span buffer);
/* The driver is done with a packet; NDIS status. One that was acknowledged is completed at
 * once, another MESSAGE_3_TIME later. */
void ihv_send_complete(struct ihv *ihv, extsta_time now, uint32_t packet, uint32_t status);
/* When it wants to be called (EXTSTA_NEVER: not at all), and that call. */
extsta_time ihv_deadline(const struct ihv *ihv);
void ihv_expire(struct ihv *ihv, extsta_time now);

/* --- functions: extension to OS; Win32 errors --- */
/* Refuses a function: what it broke is kept in `broken`. Returns the error. */
uint32_t ihv_refuse(struct ihv *ihv, enum extsta_rule rule, uint32_t error);
/* A handler returned with this Win32 error and what it wrote as reason. Calls whose return
 * matters to nobody are ignored. */
void ihv_returned(struct ihv *ihv, extsta_time now, uint32_t call_id, uint32_t error,
                  uint32_t reason);
/* Ends the pre-association of this session, or pays back one that a reset cancelled. */
uint32_t ihv_pre_associate_completion(struct ihv *ihv, extsta_time now, uint32_t session,
                                      uint32_t reason, uint32_t error);
/* The port of this session is authorized (0) or not; may be called again later (PRT-17). */
uint32_t ihv_post_associate_completion(struct ihv *ihv, extsta_time now, uint32_t session,
                                       uint32_t reason, uint32_t error);
/* packet: DOT11_SECURITY_PACKET_HEADER and payload, copied. On success one send-packet-
 * completion with `handle` follows; on an error none does. */
uint32_t ihv_send_packet(struct ihv *ihv, extsta_time now, struct extsta_span packet,
                         uint64_t handle);
/* IHV-17: until pre-association completes. Replaces both lists; EtherTypes are in host
 * order. max_backlog: packets that may wait behind a running receive-packet. */
uint32_t ihv_set_ethertype_handling(struct ihv *ihv, uint32_t max_backlog,
                                    const struct extsta_ihv_exemption *exemptions,
                                    size_t exemption_count, const uint16_t *registrations,
                                    size_t registration_count);
/* ENABLED_AUTHENTICATION_ALGORITHM or one of the cipher lists, with one entry. */
uint32_t ihv_set_algorithm(struct ihv *ihv, extsta_time now, uint32_t oid, uint32_t algorithm);
/* key: a DOT11_CIPHER_DEFAULT_KEY_VALUE. direction: inbound or both (IHV-24). */
uint32_t ihv_set_default_key(struct ihv *ihv, extsta_time now, struct extsta_span key,
                             uint32_t direction);
/* key: one DOT11_CIPHER_KEY_MAPPING_KEY_VALUE. */
uint32_t ihv_set_key_mapping_key(struct ihv *ihv, extsta_time now, struct extsta_span key);
/* A plain value of at most 8 octets, in the order of the boundary. */
uint32_t ihv_set_value(struct ihv *ihv, extsta_time now, uint32_t oid,
                       struct extsta_span value);
/* Data of the profile that is being connected, for this user, kept until the station goes:
 * at most 16 of all profiles and users, of 64 KiB each. An empty one takes it away. */
uint32_t ihv_set_user_data(struct ihv *ihv, uint32_t session, uint32_t whose,
                           struct extsta_span data);
/* *data: borrowed until the next call; empty: there is none. */
uint32_t ihv_get_user_data(struct ihv *ihv, uint32_t session, uint32_t whose,
                           struct extsta_span *data);
/* Other IHV parts for the profile that is being connected, from the next attempt on; no data:
 * it has none. Its user data go. */
uint32_t ihv_set_current_profile(struct ihv *ihv, uint32_t session,
                                 struct extsta_span connectivity, struct extsta_span security);
/* Begins 802.1X with the peer of its newest port, in infrastructure; results come by
 * onex-indicate-result. eap: the profile's; NULL or without a configuration: NOT_SUPPORTED. */
uint32_t ihv_start_onex(struct ihv *ihv, extsta_time now, struct port_eap *eap);
uint32_t ihv_stop_onex(struct ihv *ihv);
/* An EAPOL PDU of the peer, from its version octet or from its type on. */
uint32_t ihv_process_security_packet(struct ihv *ihv, extsta_time now,
                                     struct extsta_span packet);
/* in: the command without the structure around it; *out_len: room, then octets of the answer
 * (0 with an error). INVALID_PARAMETER: longer than 64 KiB, or no room for the answer. */
uint32_t ihv_nic_specific_extension(struct ihv *ihv, extsta_time now, struct extsta_span in,
                                    uint8_t *out, uint32_t *out_len);

#endif
