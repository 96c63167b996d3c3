/* Inside a station: the two halves, the queue between them, and the pump that carries values
 * from one to the other. Shared by station.c (public calls, pump), scan.c (scans, BSS list)
 * and extension.c (IHV extension); nobody else but benches sees it. */
#ifndef STATION_CORE_H
#define STATION_CORE_H

#include "station/host.h"
#include <extsta/form.h>

struct foreign; /* foreign.h */

struct station_rest; /* rest.c */

/* What a station is while it does not rest: both halves, and the queue between them. */
struct station_awake {
    struct extsta_station *station;
    struct outq out;
    void *driver; /* the miniport's half */
    struct host host;
};

/* Zeroed when made. The driver is our own or an embedder's, reached through `ops`; where it is
 * our own station.c knows a shorter way down for packets, and what it gives is taken as it is.
 */
struct extsta_station {
    struct extsta_context *ctx;
    struct station_awake *awake; /* NULL: it rests */
    struct station_rest *rest;   /* NULL: it is awake */
    const struct extsta_driver_ops *ops;
    struct foreign *foreign; /* NULL: the driver is our own */
    /* An embedder's: how another one is made (extsta_restart). NULL: it is our own. */
    void *(*driver_make)(void *user, struct extsta_context *ctx, struct extsta_station *sta);
    void *driver_user;
    uint32_t number; /* among those of the context, from 1 on (extsta/recorder.h) */
    extsta_time now; /* of the last call */
    extsta_time stirred; /* when something was last done but to hear a Beacon */
    uint8_t restless;    /* doublings of the time after which it rests */
    bool busy;       /* inside a call: the outermost one pumps */
    /* Deadline of the OS half, and whether it may have changed since: a frame that moves
     * nothing across the boundary does not even touch the OS half. */
    extsta_time host_deadline;
    bool host_stale;
    bool detached;   /* the embedder is the host */
};

/* --- rest.c --- */
/* Every public call begins with it: whether the station is awake. One that rests wakes; false:
 * there is no memory for that, and it goes on resting. */
bool station_wake(struct extsta_station *sta);
static inline bool station_wakes(const struct extsta_station *sta)
{
    return sta->awake || station_wake((struct extsta_station *)(uintptr_t)sta);
}
/* A frame came to one that rests: true, when that was a Beacon of its AP that says nothing new.
 */
bool station_rest_hears(struct extsta_station *sta, extsta_time now,
                        const struct extsta_rx_frame *frames, size_t count);
/* Its deadline has come: true, when its AP was heard and nothing else is due. */
bool station_rest_expires(struct extsta_station *sta, extsta_time now);
extsta_time station_rest_deadline(const struct extsta_station *sta);
/* All its outputs are taken: it lies down where it has been quiet for a while. */
void station_rest_consider(struct extsta_station *sta);
/* Gives back one that rests, without waking it: without a word. */
void station_rest_free(struct extsta_station *sta);

/* Every call from outside stands between these two. enter takes the time over (an earlier
 * one counts as the last) and says whether this call is the outermost; leave pumps if it
 * was. A call from inside another (a driver or extension that calls back) leaves its values
 * in the queue for the outermost one. */
bool station_enter(struct extsta_station *sta, extsta_time now);
void station_leave(struct extsta_station *sta, bool outermost);

/* Carries a request out at once, past the queue but on the record: both it and its
 * completion stand there. Returns the NDIS status, which is also in oid->status; PENDING:
 * the driver completes it later by an output. oid->buffer is the caller's, input and output
 * in one as in NDIS. */
uint32_t station_oid(struct extsta_station *sta, extsta_time now, struct extsta_oid *oid);
/* What a station is made of (base/form.h). */
extern const struct form_table station_form;
struct form_out;
/* Writes the station, without a head; f says what is wanted, and what came of it. */
void station_form_put(struct extsta_station *sta, struct form_out *f);
/* As extsta_form_read, into the memory of a station, zeroed. On an error it is zeroed again. */
enum extsta_error station_form_read(struct extsta_context *ctx, struct extsta_span form,
                                    const struct extsta_form_config *config,
                                    struct extsta_station *sta);
/* A private command (extsta/private_oid.h) with these parameters, 96 octets at most, as
 * extsta_roam: EXTSTA_E_UNSUPPORTED: another driver, or one that does not know it. */
enum extsta_error station_command(struct extsta_station *sta, extsta_time now, uint32_t number,
                                  struct extsta_span parameters);
/* One without parameters that has an answer: what is behind magic and subcommand, within the
 * buffer of the caller. Empty: there is none. */
struct extsta_span station_command_answer(struct extsta_station *sta, extsta_time now,
                                          uint32_t number, uint8_t *buffer, uint32_t size);
/* ENUM_BSS_LIST: the list as a DOT11_BYTE_ARRAY of *len bytes in a buffer of the pool whose
 * size is *cap; the caller releases it with that size. NULL: no memory, or the driver
 * refused. */
uint8_t *station_bss_list(struct extsta_station *sta, extsta_time now, uint32_t *cap,
                          uint32_t *len);

#endif
