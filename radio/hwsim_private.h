/* Shared by the files of the medium: hwsim.c (radios, opening), hwsim_kernel.c (what the kernel
 * sends), hwsim_queue.c (what goes to it, and what waits). */
#ifndef RADIO_HWSIM_PRIVATE_H
#define RADIO_HWSIM_PRIVATE_H

#include "hwsim.h"
#include "hwsim_busy.h"
#include "hwsim_message.h"
#include "hwsim_window.h"
#include "mac_hash.h"
#include <string.h>

#define HWSIM_OUT_OF_RANGE (-95)
#define MAX_KERNEL_RADIOS  128 /* pairs of radio and transmitter address */
#define MAX_SIGNALS        128

/* What a station will take by poll; a frame's octets are behind it. */
struct event {
    struct event *next;
    struct extsta_radio_event e;
    uint8_t bytes[];
};

/* One station's radio. Its events wait here, whoever has drained the socket. */
struct station_radio {
    struct extsta_radio base;
    struct hwsim *medium;
    struct station_radio *next;
    struct station_radio *next_address; /* of its chain */
    struct extsta_mac address;
    uint16_t freq; /* MHz; 0: not tuned yet, deaf */
    size_t held;   /* frames of it that wait in the medium */
    uint64_t look; /* serial of the last look at them in which its turn had not come */
    struct event *first, **last;
    struct event *given; /* handed out by poll, freed at the next call */
    bool gone;           /* to be told, behind what has come */
    void (*ready)(void *user); /* something has come; NULL: nobody wants to know */
    void *ready_user;
};

/* Chains of what has an address, found by it. */
#define HWSIM_CHAINS 1024u
static inline size_t hwsim_chain(struct extsta_mac a)
{
    return mac_hash(a) % HWSIM_CHAINS;
}

/* A radio of the kernel with one of its interfaces (a radio may have several). */
struct kernel_radio {
    struct extsta_mac radio;     /* 42:.. */
    struct extsta_mac interface; /* a transmitter address seen from it */
    uint32_t freq;               /* MHz, of its last frame */
    uint64_t heard;              /* serial of its last frame */
    struct hwsim_window window;  /* of the radio: used in its first entry only */
};

/* A frame of a station that waits until the access point can be asked. */
struct held_frame {
    struct held_frame *next;
    struct station_radio *radio;
    struct extsta_tx_meta meta;
    extsta_time since;
    size_t len;
    uint8_t bytes[];
};

struct pending { /* a frame to the kernel whose result is awaited */
    struct pending *next;
    uint32_t seq;
    struct station_radio *radio;
    uint32_t cookie;
    extsta_time due; /* then it counts as lost: an overrun may swallow the answer */
};

struct status_again { /* a refused transmit status */
    struct status_again *next;
    extsta_time due; /* NEVER: sent; unless it is refused again it was accepted */
    unsigned tries;
    size_t len;
    uint64_t message[HWSIM_MESSAGE_MAX / 8];
};

struct hwsim {
    struct nl_sock *socket;
    int fd;
    uint16_t family;
    uint32_t seq;
    uint64_t serial; /* of frames from the kernel: extsta_rx_meta.serial */
    extsta_time now; /* of the call under way */
    struct station_radio *stations;
    struct station_radio *chains[HWSIM_CHAINS]; /* the same, by address */
    struct hwsim_join *join; /* who carries the frames of the kernel instead; or NULL */
    struct kernel_radio kernel[MAX_KERNEL_RADIOS];
    size_t kernel_count;
    struct {
        struct extsta_mac ap;
        int dbm;
    } signals[MAX_SIGNALS];
    size_t signal_count;
    struct hwsim_busy busy;
    struct pending *pending;
    struct status_again *again;
    struct held_frame *held, **last_held;
    uint64_t looks;   /* at the held frames */
    bool look;        /* a place may be free, or a held frame not be wanted any more */
    extsta_time read; /* when the socket was read last */
    extsta_time due;  /* the earliest of all deadlines above */
    struct hwsim_losses losses;
    bool gone; /* the module was unloaded */
    void (*monitor)(void *user, extsta_time now, bool sent, struct extsta_span frame,
                    const struct extsta_rx_meta *meta);
    void *monitor_user;
    uint64_t message[HWSIM_MESSAGE_MAX / 8];
    uint64_t receive[65536 / 8];
};

static inline bool same(struct extsta_mac a, struct extsta_mac b)
{
    return memcmp(a.b, b.b, 6) == 0;
}

static inline void due_at(struct hwsim *m, extsta_time when)
{
    m->due = when < m->due ? when : m->due;
}

/* --- hwsim.c --- */

/* dBm between the stations and this transmitter, in both directions. */
int hwsim_signal_of(const struct hwsim *m, struct extsta_mac ap);
/* To the kernel; what the socket does not take is counted. */
void hwsim_transmit(struct hwsim *m, const void *message, size_t len);
/* Something has come for this radio, by whomever the socket was drained. */
static inline void hwsim_ready(const struct station_radio *r)
{
    if (r->ready) {
        r->ready(r->ready_user);
    }
}
/* Appends an event with a copy of the bytes; NULL: no memory, and it is lost and counted.
 */
struct event *hwsim_event(struct station_radio *r, enum extsta_radio_event_type type,
                          struct extsta_span bytes);
/* What has become of the frame with this cookie. tries 0: it has not left the queue. */
void hwsim_outcome(struct station_radio *r, uint32_t cookie, bool acked, uint8_t tries);

/* What poll does for all radios: reads the socket, and does what is due. */
void hwsim_work(struct hwsim *m, extsta_time now);

/* --- hwsim_join.c --- */

struct hwsim_join;
/* A kernel radio transmits; its status is the join's business. */
void hwsim_join_take(struct hwsim_join *join, const struct hwsim_transmission *t);
/* The kernel did not take the frame of this message. */
void hwsim_join_refused(struct hwsim_join *join, uint32_t seq);
/* No interface has this address any more. */
void hwsim_join_removed(struct hwsim_join *join, struct extsta_mac address);

/* --- hwsim_kernel.c --- */

/* The rate (500 kb/s) that a rate index of the kernel stands for; 0: not known. */
uint16_t hwsim_rate_of(uint32_t freq, int index);

/* Reads what the kernel has sent, up to 256 datagrams, so that a busy kernel does not keep
 * the stations from acting. */
void hwsim_receive(struct hwsim *m);
/* Sends refused statuses again when they are due. */
void hwsim_send_statuses(struct hwsim *m);
/* Results that have not come in time count as not acknowledged. */
void hwsim_expire_results(struct hwsim *m);

/* --- hwsim_queue.c --- */

/* The reverse of hwsim_rate_of; what the band does not have goes at its lowest rate. */
uint32_t hwsim_rate_index(uint16_t freq, uint16_t rate);

/* Of the radio with this address: its first entry has it. It is known: it has transmitted.
 */
struct hwsim_window *hwsim_window_of(struct hwsim *m, struct extsta_mac radio);
/* At once, unless the access point is asked by many, or an earlier frame of the station
 * waits. */
void hwsim_queue_frame(struct hwsim *m, struct station_radio *r, struct extsta_span frame,
                       const struct extsta_tx_meta *meta);
/* Sends what may go now, and drops what is not wanted any more. */
void hwsim_queue_look(struct hwsim *m);
/* Forgets the frames of a radio that goes; r NULL: all. */
void hwsim_queue_forget(struct hwsim *m, const struct station_radio *r);

#endif
