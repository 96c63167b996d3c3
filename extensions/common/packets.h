/* Packets of an extension that are on their way: their bytes are the station's until the
 * completion (IHV-28), and what has none yet when the adapter goes is the extension's to free.
 */
#ifndef EXTENSIONS_COMMON_PACKETS_H
#define EXTENSIONS_COMMON_PACKETS_H

#include <extsta/wlanihv.h>
#include <pthread.h>
#include <stdbool.h>

#define PACKET_HEADER FIELD_OFFSET(DOT11_SECURITY_PACKET_HEADER, Data) /* peer, EtherType */

struct packet;
/* Of one adapter; the members are packets.c's. */
struct packets {
    pthread_mutex_t lock;
    struct packet *first;
    unsigned last; /* number of the last one */
    void *user;
};

/* user: for packets_done. */
void packets_init(struct packets *p, void *user);
/* Frees what has not been completed: no completion comes any more. */
void packets_destroy(struct packets *p);
/* A packet for a single station, through the station's function; ethertype: a number. Its own
 * number, counted from 1; 0: it could not be sent. */
unsigned packets_send(struct packets *p, const DOT11EXT_APIS *api, HANDLE svc,
                      const UCHAR peer[6], USHORT ethertype, const void *payload, size_t len);
/* In Dot11ExtIhvSendPacketCompletion, with its handle: the `user` of packets_init and the
 * number of the packet, which is freed. */
void *packets_done(HANDLE completion, unsigned *number);

#endif
