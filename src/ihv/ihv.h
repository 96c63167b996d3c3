/* ihv: the host of an IHV extension, as a pure machine (contract chapter 65). Calls of its
 * handlers go out as values (EXTSTA_OUT_IHV), in strict order; its functions come in by calls
 * that check the window in which each may be used.
 *
 *   function                                     from                    until
 *   SetAuthAlgorithm, Set*Cipher*, Set*Key*,
 *   SetExcludeUnencrypted, NicSpecificExtension  init-adapter            deinit-adapter
 *   SetEtherTypeHandling                         init-adapter            end of pre-association
 *   PreAssociateCompletion                       pre-associate returned  its first use, reset
 *   PostAssociateCompletion                      post-associate returned stop-post-associate
 *   SendPacket                                   post-associate          deinit-adapter, reset
 */
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
    void (*pre_associated)(void *user, extsta_time now, uint32_t error);
    /* Post-association ended or changed; false: no such port. */
    bool (*post_associated)(void *user, extsta_time now, uint32_t session, uint32_t error);
    /* Sends a PDU to the peer of an IHV-managed port. Returns the packet's number, or 0 with
     * *error (Win32). */
    uint32_t (*send)(void *user, extsta_time now, struct extsta_mac peer, uint16_t ethertype,
                     struct extsta_span pdu, uint16_t exemption, uint32_t *error);
    /* The extension takes over an algorithm (IHV-16, PRT-28). */
    void (*took_over)(void *user);
};

struct ihv_packet; /* received, not yet delivered */
struct ihv_sent;   /* sent, not yet completed */

struct ihv {
    struct os *os;
    const struct ihv_ops *ops;
    void *user;
    bool attached;
    bool frozen;   /* pre-association has completed: EtherType handling is fixed */
    bool may_send; /* a post-association has begun since the last reset */
    uint32_t next_call, next_session;
    uint32_t init_call;       /* of init-adapter, while it runs */
    uint32_t connect_session; /* 0 = no pre-association under way */
    uint32_t pre_call;        /* of its handler, while it runs */
    uint32_t reset_session;   /* cancelled by a reset: one completion is still due (IHV-07) */
    uint32_t post_call, post_session; /* of the newest post-associate handler, while it runs */
    uint32_t receive_call;            /* of receive-packet, while it runs */
    uint32_t max_backlog, backlog;
    struct ihv_packet *first, *last;
    struct ihv_sent *sent;
    uint8_t exemption_count, registration_count;
    struct extsta_ihv_exemption exemptions[EXTSTA_IHV_MAX_EXEMPTIONS];
    uint16_t registrations[EXTSTA_IHV_MAX_REGISTRATIONS];
};

struct ihv *ihv_new(struct os *os, const struct ihv_ops *ops, void *user);
void ihv_free(struct ihv *ihv);

/* --- handlers: OS to extension --- */
void ihv_attach(struct ihv *ihv);
/* Ports have been ended before (IHV-04). */
void ihv_detach(struct ihv *ihv);

struct ihv_profile {
    struct extsta_span ssid;
    const char *connectivity, *security; /* NULL: absent */
    uint32_t bss_type, auth, cipher;
    struct extsta_span bss_list; /* DOT11_BSS_ENTRY back to back */
};
bool ihv_pre_associate(struct ihv *ihv, const struct ihv_profile *profile);
/* Pre-association was given up by the OS; its handle is dead. */
void ihv_pre_associate_cancel(struct ihv *ihv);
void ihv_post_associate(struct ihv *ihv, const struct extsta_port_event *port,
                        struct extsta_span completion);
void ihv_stop_post_associate(struct ihv *ihv, const struct extsta_port_event *port,
                             uint32_t status);
/* RESET_REQUEST or DISCONNECT_REQUEST was completed (IHV-06). */
void ihv_adapter_reset(struct ihv *ihv);
/* A packet of a registered EtherType from this peer. */
void ihv_receive_packet(struct ihv *ihv, struct extsta_mac peer, uint16_t ethertype,
                        struct extsta_span payload);
/* A vendor indication of the driver (ROL-15). */
void ihv_indication(struct ihv *ihv, uint32_t type, struct extsta_span buffer);
/* The driver is done with a packet; NDIS status. One that was acknowledged is completed at
 * once, another MESSAGE_3_TIME later. */
void ihv_send_complete(struct ihv *ihv, extsta_time now, uint32_t packet, uint32_t status);
/* When it wants to be called (EXTSTA_NEVER: not at all), and that call. */
extsta_time ihv_deadline(const struct ihv *ihv);
void ihv_expire(struct ihv *ihv, extsta_time now);

/* --- functions: extension to OS; Win32 errors --- */
void ihv_returned(struct ihv *ihv, extsta_time now, uint32_t call_id, uint32_t error);
uint32_t ihv_pre_associate_completion(struct ihv *ihv, extsta_time now, uint32_t session,
                                      uint32_t reason, uint32_t error);
uint32_t ihv_post_associate_completion(struct ihv *ihv, extsta_time now, uint32_t session,
                                       uint32_t reason, uint32_t error);
uint32_t ihv_send_packet(struct ihv *ihv, extsta_time now, struct extsta_span packet,
                         uint64_t handle);
uint32_t ihv_set_ethertype_handling(struct ihv *ihv, uint32_t max_backlog,
                                    const struct extsta_ihv_exemption *exemptions,
                                    size_t exemption_count, const uint16_t *registrations,
                                    size_t registration_count);
/* ENABLED_AUTHENTICATION_ALGORITHM or one of the cipher lists, with one entry. */
uint32_t ihv_set_algorithm(struct ihv *ihv, extsta_time now, uint32_t oid, uint32_t algorithm);
uint32_t ihv_set_default_key(struct ihv *ihv, extsta_time now, struct extsta_span key,
                             uint32_t direction);
uint32_t ihv_set_key_mapping_key(struct ihv *ihv, extsta_time now, struct extsta_span key);
uint32_t ihv_set_value(struct ihv *ihv, extsta_time now, uint32_t oid,
                       struct extsta_span value);
uint32_t ihv_nic_specific_extension(struct ihv *ihv, extsta_time now, struct extsta_span in,
                                    uint8_t *out, uint32_t *out_len);

#endif
