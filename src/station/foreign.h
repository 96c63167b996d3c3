/* A driver that is not our own, from the station's side (extsta/driver.h): every value it gives
 * is held against what can be before it goes on. station.c asks it through here; what it pushes
 * comes in by extsta_driver_push. */
#ifndef STATION_FOREIGN_H
#define STATION_FOREIGN_H

#include "base/list.h"
#include "station/core.h"
#include <extsta/driver.h>

#define FOREIGN_FAULTS 32u /* kept until somebody takes them */

/* Of one station; zeroed when made. */
struct foreign {
    const struct extsta_radio_caps *radio; /* NULL: not known */
    struct list requests;                  /* struct request: under way or pended */
    struct list blocks;                    /* struct block: what the driver has allocated */
    uint32_t pushes, most_pushes;          /* in the outermost call; how many there may be */
    uint32_t expires;                      /* since `window` */
    extsta_time window;
    extsta_time floor;                /* it is not asked before */
    uint32_t fault_count;             /* ever */
    uint32_t fault_first, fault_kept; /* in the ring */
    struct extsta_driver_fault faults[FOREIGN_FAULTS];
};

/* `radio` outlives it. NULL: no memory. */
struct foreign *foreign_new(struct extsta_station *sta, const struct extsta_radio_caps *radio);
/* Behind the driver's destroy: what it has not released goes too. NULL is fine. */
void foreign_free(struct extsta_station *sta);
/* Another driver in the place of the one that is halted, which goes with all it had. False: it
 * could not be made, and the old one stays. */
bool foreign_again(struct extsta_station *sta);
/* Asks the driver. As the operation `oid`, but a result that cannot be is a failure, and
 * nothing but the four results of *oid is changed. */
uint32_t foreign_oid(struct extsta_station *sta, struct extsta_oid *oid);
/* Its deadline, and that of pended requests; EXTSTA_NEVER: none. */
extsta_time foreign_deadline(const struct extsta_station *sta);
/* What is due of both. */
void foreign_expire(struct extsta_station *sta);

/* --- foreign_push.c --- */
/* A fault is noted; `code`, `came`, `most` as struct extsta_driver_fault has them. */
void foreign_fault(struct extsta_station *sta, enum extsta_driver_fault_kind kind,
                   uint32_t code, uint64_t came, uint64_t most);
/* A completion of the driver's: whose request it is, and what it says of it, is put right in
 * *crossing. False: of none. */
bool foreign_completes(struct extsta_station *sta, struct extsta_crossing *crossing);

#endif
