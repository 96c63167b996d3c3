/* Faults of drivers as they come (script_driver.h). */
#include "script_driver.h"
#include "script_tell.h"

/* A station whose driver is our own has none. */
static void tell_faults(struct script_driver *s, struct world_station *station)
{
    struct extsta_driver_fault fault;
    while (station->driver && extsta_driver_fault_next(station->sta, &fault)) {
        tell_fault(s->tell, station->name, &fault, ++s->told[fault.kind]);
    }
}

/* The first outputs come from within the making of the station's node: then there is a station.
 */
static void on_output(void *user, extsta_time now, struct world_station *station,
                      const struct extsta_output *out)
{
    tell_faults(user, station);
}

/* Of faults that nothing came with. */
static bool on_tick(void *user, extsta_time now)
{
    struct script_driver *s = user;
    for (struct world_station *k = world_stations(s->world); k; k = k->next) {
        tell_faults(s, k);
    }
    return true;
}

static void on_gone(void *user, struct world_station *station)
{
    struct script_driver *s = user;
    if (station->driver) {
        tell_faults(s, station);
        s->faults += extsta_driver_faults(station->sta);
    }
}

void script_driver_listen(struct script_driver *s, struct world *world, struct tell *tell)
{
    s->world = world;
    s->tell = tell;
    s->listener = (struct world_listener){
        .output = on_output, .tick = on_tick, .gone = on_gone, .user = s};
    world_listen(world, &s->listener);
}
