/* See script_recorder.h. */
#include "script_recorder.h"

static void on_station(void *user, extsta_time now, struct world_station *station)
{
    struct script_recorder *s = user;
    recorder_name(s->recorder, station->address, station->name);
}

void script_recorder_listen(struct script_recorder *s, struct recorder *recorder,
                            struct world *world)
{
    if (!recorder) {
        return;
    }
    s->recorder = recorder;
    s->listener = (struct world_listener){.station = on_station, .user = s};
    recorder_attach(recorder, world_context(world));
    world_listen(world, &s->listener);
}
