/* See packets.h. A packet's address is its completion handle. */
#include "packets.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct packet {
    struct packet *next;
    struct packets *of;
    unsigned number;
    uint8_t bytes[];
};

void packets_init(struct packets *p, void *user)
{
    *p = (struct packets){.user = user};
    pthread_mutex_init(&p->lock, NULL);
}

void packets_destroy(struct packets *p)
{
    while (p->first) {
        struct packet *packet = p->first;
        p->first = packet->next;
        free(packet);
    }
    pthread_mutex_destroy(&p->lock);
}

static void forget(struct packet *packet)
{
    struct packets *p = packet->of;
    pthread_mutex_lock(&p->lock);
    struct packet **link = &p->first;
    while (*link && *link != packet) {
        link = &(*link)->next;
    }
    if (*link) {
        *link = packet->next;
    }
    pthread_mutex_unlock(&p->lock);
    free(packet);
}

/* In the list before it goes: its completion may come before the function returns. */
unsigned packets_send(struct packets *p, const DOT11EXT_APIS *api, HANDLE svc,
                      const UCHAR peer[6], USHORT ethertype, const void *payload, size_t len)
{
    struct packet *packet = malloc(sizeof *packet + PACKET_HEADER + len);
    if (!packet) {
        return 0; /* the peer repeats itself */
    }
    packet->of = p;
    memcpy(packet->bytes, peer, 6);
    packet->bytes[6] = (uint8_t)(ethertype >> 8);
    packet->bytes[7] = (uint8_t)ethertype;
    memcpy(packet->bytes + PACKET_HEADER, payload, len);
    pthread_mutex_lock(&p->lock);
    unsigned number = packet->number = ++p->last;
    packet->next = p->first;
    p->first = packet;
    pthread_mutex_unlock(&p->lock);
    if (api->Dot11ExtSendPacket(svc, (ULONG)(PACKET_HEADER + len), packet->bytes, packet) !=
        ERROR_SUCCESS) {
        forget(packet); /* refused: no completion follows */
        return 0;
    }
    return number;
}

void *packets_done(HANDLE completion, unsigned *number)
{
    struct packet *packet = completion;
    void *user = packet->of->user;
    *number = packet->number;
    forget(packet);
    return user;
}
