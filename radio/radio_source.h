/* Where radios come from that are made on demand: for peers beyond a socket (udp_server.h) and
 * for the kernel's interfaces (hwsim_join.h). Who offers them has a medium; these know none. */
#ifndef RADIO_RADIO_SOURCE_H
#define RADIO_RADIO_SOURCE_H

#include <extsta/radio.h>

struct radio_wish {
    struct extsta_mac address; /* which it acknowledges */
    bool kernel;               /* of one of the kernel's interfaces */
    bool access_point;         /* it contends by the parameters of an access point */
    bool has_place;
    float place[3]; /* metres */
    int8_t power;   /* dBm; 0 = the medium's choice */
    /* Called with `peer`, from the loop and not from within a call on a radio, when poll has
     * something after it had nothing. */
    void (*ready)(void *peer, extsta_time now);
    void *peer;
};

struct radio_source {
    /* Closed by its ops->close. NULL: no memory. */
    struct extsta_radio *(*make)(void *user, const struct radio_wish *wish);
    void *user;
};

#endif
