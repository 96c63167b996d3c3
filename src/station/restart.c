/* A station whose adapter is disabled and enabled again: MiniportHaltEx, and a driver that is
 * initialized anew (contract STA-08, STA-11, PWR-03). The OS half ends what the driver has left
 * behind, the extension loses its adapter (SEQ-25), and bring-up begins from the start
 * (SEQ-01). Called by the embedder; the pump carries the halt down in its order. */
#include "miniport/miniport.h"
#include "station/foreign.h"
#include "station/record.h"
#include <extsta/station.h>

static bool push_crossing(struct extsta_station *sta, enum extsta_crossing_type type)
{
    struct extsta_output *out = outq_push(&sta->awake->out, EXTSTA_OUT_CROSSING, 0);
    if (out) {
        out->crossing.type = type;
    }
    return out != NULL;
}

/* The driver anew, in the place of the one that is halted. False: no memory (or another's
 * driver that does not want a second one), and the old one stays. */
static bool make_again(struct extsta_station *sta)
{
    if (sta->foreign) {
        return foreign_again(sta);
    }
    struct miniport *driver = miniport_again(sta->awake->driver, sta->now);
    if (driver) {
        sta->ops->destroy(sta->awake->driver);
        sta->awake->driver = driver;
    }
    return driver != NULL;
}

enum extsta_error extsta_restart(struct extsta_station *sta, extsta_time now)
{
    RECORD_CALL(sta, RESTART, now, .value = 0);
    if (!station_wakes(sta)) {
        return EXTSTA_E_NO_MEMORY;
    }
    if (sta->busy || !push_crossing(sta, EXTSTA_CROSS_HALT)) {
        return record_error(sta, sta->busy ? EXTSTA_E_STATE : EXTSTA_E_NO_MEMORY);
    }
    bool outermost = station_enter(sta, now);
    station_leave(sta, outermost); /* the halt, and what the driver says in parting */
    outermost = station_enter(sta, now);
    host_removed(&sta->awake->host, sta->now);
    bool made = make_again(sta) && push_crossing(sta, EXTSTA_CROSS_INITIALIZE);
    if (made && !sta->detached) {
        acm_start(&sta->awake->host.acm, sta->now);
    }
    station_leave(sta, outermost);
    return record_error(sta, made ? EXTSTA_OK : EXTSTA_E_NO_MEMORY);
}
