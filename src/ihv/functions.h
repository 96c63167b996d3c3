/* Shared by the files of the room: handlers (ihv.c), functions (functions.c), and what an
 * extension keeps with a profile (user_data.c). */
#ifndef IHV_FUNCTIONS_H
#define IHV_FUNCTIONS_H

#include "base/fsm.h" /* RULE */
#include "ihv/ihv.h"

/* DOT11_SECURITY_PACKET_HEADER: address of the peer, EtherType as on the air. */
#define SECURITY_PACKET_HEADER 8u

/* Calls send-packet-completion with the extension's own handle; without memory it is lost. */
void ihv_complete_send(struct ihv *ihv, uint64_t handle);
/* Whether error and reason fit each other, as completions and handlers give them; else `broken`
 * says so, and the call takes effect all the same. */
void ihv_check_reason(struct ihv *ihv, uint32_t error, uint32_t reason);
/* Whether the handle is that of a pre-association whose handler has returned; else the error of
 * the function that was called with it. */
uint32_t ihv_check_connect(struct ihv *ihv, uint32_t session);
/* IHV-32: whether 802.1X may begin now: EAPOL is registered, and a post-association has begun; else
 * the error of StartOneX. */
uint32_t ihv_check_onex(struct ihv *ihv);
/* Calls onex-indicate-result (IHV-35). keys: on success, 64 octets, MS-MPPE-Recv-Key before
 * MS-MPPE-Send-Key as RFC 5216 2.3 names them; else empty. */
void ihv_onex_result(struct ihv *ihv, uint32_t result, uint32_t reason, struct extsta_span keys);
/* Forgets packets whose completion nobody will hear of: the extension detaches or goes. */
void ihv_sent_forget(struct ihv *ihv);
/* What the name of a profile and its SSID come to. */
uint64_t ihv_profile_id(const struct ihv_profile *profile);
/* Forgets all data of all profiles. */
void ihv_data_free(struct ihv *ihv);

#endif
