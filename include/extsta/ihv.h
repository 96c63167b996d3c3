/* What an IHV extension tells the station (functions of DOT11EXT_APIS, contract chapter 65),
 * as calls on the station. The edge that loads extensions (host/ihv_loader.h) carries out the
 * outputs EXTSTA_OUT_IHV and turns what the extension calls, from whatever thread, into these
 * calls, on the station's thread.
 *
 * All return a Win32 error code of wlanihvtypes.h, ERROR_SUCCESS being 0:
 * ERROR_INVALID_STATE when the function may not be called now (no extension attached, before
 * or after its window, a handle that is dead), ERROR_INVALID_PARAMETER for a value that is
 * refused, here or by the driver, ERROR_NOT_SUPPORTED, ERROR_NOT_ENOUGH_MEMORY. Bytes are
 * borrowed for the call. */
#ifndef EXTSTA_IHV_H
#define EXTSTA_IHV_H

#include <extsta/station.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An adapter handler (EXTSTA_OUT_IHV with this call_id) has returned. error: its result (0
 * for those without one), reason: what it wrote to *pdwReasonCode. Must be called for every
 * call, in order: the next received packet waits for it (IHV-30). */
void extsta_ihv_returned(struct extsta_station *sta, extsta_time now, uint32_t call_id,
                         uint32_t error, uint32_t reason);

/* Once per pre-association, after its handler has returned (IHV-11, IHV-13). */
uint32_t extsta_ihv_pre_associate_completion(struct extsta_station *sta, extsta_time now,
                                             uint32_t session, uint32_t reason, uint32_t error);
/* Whenever the authorization of the port changes, until stop-post-associate (PRT-16, PRT-17,
 * IHV-26). peer may be NULL or zero. */
uint32_t extsta_ihv_post_associate_completion(struct extsta_station *sta, extsta_time now,
                                              uint32_t session, const struct extsta_mac *peer,
                                              uint32_t reason, uint32_t error);

/* A DOT11_SECURITY_PACKET_HEADER and payload to a single peer; completed once by
 * EXTSTA_IHV_SEND_PACKET_COMPLETION with `handle` (IHV-28, IHV-29, X-51). The completion does
 * not say what became of the packet, but it comes when the peer can be taken to have it: at
 * once when it was acknowledged, else 1.5 s later, when a peer that missed it would have said
 * its part again. */
uint32_t extsta_ihv_send_packet(struct extsta_station *sta, extsta_time now,
                                struct extsta_span packet, uint64_t handle);

#define EXTSTA_IHV_MAX_EXEMPTIONS    8u
#define EXTSTA_IHV_MAX_REGISTRATIONS 16u
struct extsta_ihv_exemption {
    uint16_t ethertype; /* a number, 0x888e */
    uint16_t action;    /* DOT11_EXEMPT_ALWAYS, _ON_KEY_MAPPING_KEY_UNAVAILABLE */
    uint16_t kind;      /* DOT11_EXEMPT_UNICAST, _MULTICAST, _BOTH */
};
/* From init-adapter until pre-association completes (IHV-17). EtherTypes are numbers. */
uint32_t extsta_ihv_set_ethertype_handling(struct extsta_station *sta, extsta_time now,
                                           uint32_t max_backlog,
                                           const struct extsta_ihv_exemption *exemptions,
                                           size_t exemption_count,
                                           const uint16_t *registrations,
                                           size_t registration_count);

/* Each becomes the OID request of its name; the driver's answer is the result (IHV-15, IHV-16,
 * IHV-23, X-13). */
uint32_t extsta_ihv_set_auth_algorithm(struct extsta_station *sta, extsta_time now,
                                       uint32_t algorithm);
uint32_t extsta_ihv_set_unicast_cipher(struct extsta_station *sta, extsta_time now,
                                       uint32_t cipher);
uint32_t extsta_ihv_set_multicast_cipher(struct extsta_station *sta, extsta_time now,
                                         uint32_t cipher);
/* key: DOT11_CIPHER_DEFAULT_KEY_VALUE; its Header may be zero. direction: inbound or both
 * (IHV-24). */
uint32_t extsta_ihv_set_default_key(struct extsta_station *sta, extsta_time now,
                                    struct extsta_span key, uint32_t direction);
/* key: DOT11_CIPHER_KEY_MAPPING_KEY_VALUE. */
uint32_t extsta_ihv_set_key_mapping_key(struct extsta_station *sta, extsta_time now,
                                        struct extsta_span key);
uint32_t extsta_ihv_set_default_key_id(struct extsta_station *sta, extsta_time now,
                                       uint32_t id);
uint32_t extsta_ihv_set_exclude_unencrypted(struct extsta_station *sta, extsta_time now,
                                            bool exclude);
/* Data that the extension keeps with the profile that is being connected, for a user (a number
 * of its own): between the return of perform-pre-associate and the completion. Empty takes them
 * away; at most 64 KiB, and 16 of all. They live as long as the station. */
uint32_t extsta_ihv_set_profile_custom_user_data(struct extsta_station *sta, extsta_time now,
                                                 uint32_t session, uint32_t whose,
                                                 struct extsta_span data);
/* *data: borrowed until the next call on the station; empty: there are none. */
uint32_t extsta_ihv_get_profile_custom_user_data(struct extsta_station *sta, extsta_time now,
                                                 uint32_t session, uint32_t whose,
                                                 struct extsta_span *data);
/* Other IHV parts (UTF-8 XML) for the profile that is being connected, from the next attempt
 * on; span.data NULL: it has no such part. In the same window; the data of its users go. */
uint32_t extsta_ihv_set_current_profile(struct extsta_station *sta, extsta_time now,
                                        uint32_t session, struct extsta_span connectivity,
                                        struct extsta_span security);
/* The station's own 802.1X on the newest port of the extension, by the profile's `eap`; results
 * come as ONEX_INDICATE_RESULT. ERROR_INVALID_STATE outside its window (IHV-32);
 * ERROR_NOT_SUPPORTED: the profile has none. */
uint32_t extsta_ihv_start_onex(struct extsta_station *sta, extsta_time now);
/* IHV-36: as long as it is pending, else ERROR_INVALID_STATE. */
uint32_t extsta_ihv_stop_onex(struct extsta_station *sta, extsta_time now);
/* An EAPOL PDU of the peer that is no EAPOL-Key, from its version octet or from its type on
 * (IHV-34); borrowed. ERROR_INVALID_PARAMETER: it is none. */
uint32_t extsta_ihv_process_security_packet(struct extsta_station *sta, extsta_time now,
                                            struct extsta_span packet);
/* A function that the edge has refused by itself, with this Win32 error, since its arguments
 * cannot be passed on (a pointer that is NULL, a count beyond the limits below), or since there
 * is nothing behind it (user interface): on the record all the same. Returns error. */
uint32_t extsta_ihv_refused(struct extsta_station *sta, extsta_time now,
                            enum extsta_function_type type, uint32_t error);
/* *out_len in: room at out; out: bytes of output (IHV-08). */
uint32_t extsta_ihv_nic_specific_extension(struct extsta_station *sta, extsta_time now,
                                           struct extsta_span in, uint8_t *out,
                                           uint32_t *out_len);

#ifdef __cplusplus
}
#endif
#endif
