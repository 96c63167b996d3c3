/* Shared by the two files of the room: handlers (ihv.c) and functions (functions.c). */
#ifndef IHV_FUNCTIONS_H
#define IHV_FUNCTIONS_H

#include "ihv/ihv.h"

/* DOT11_SECURITY_PACKET_HEADER: address of the peer, EtherType as on the air. */
#define SECURITY_PACKET_HEADER 8u

/* Calls send-packet-completion with the extension's own handle; without memory it is lost. */
void ihv_complete_send(struct ihv *ihv, uint64_t handle);
/* Forgets packets whose completion nobody will hear of: the extension detaches or goes. */
void ihv_sent_forget(struct ihv *ihv);

#endif
