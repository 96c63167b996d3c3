/* Where the members of a fleet stand, and where walkers go next: pure functions of a seed and
 * of numbers, so that nothing about it is kept, and nobody's place depends on the others'. For
 * fleet.h and fleet_site.h. Metres. */
#ifndef WORLD_FLEET_PLACE_H
#define WORLD_FLEET_PLACE_H

#include <extsta/air.h>

/* A rectangle: one corner, and its sides. */
struct fleet_area {
    float x, y, width, height;
};

/* All over an area; or, where there are centres, around these in turn. */
struct fleet_place {
    struct fleet_area area;
    const struct air_position *centres; /* borrowed as long as the fleet is there */
    uint32_t centre_count;              /* 0: the area */
    float radius;                       /* around a centre */
};

/* Place number `leg` of this station: the first is where it begins, a walker goes on to the
 * others. Around its own centre, where there are centres. */
struct air_position fleet_place_at(const struct fleet_place *place, uint64_t seed,
                                   uint32_t station, uint32_t leg);
/* Of so many that stand in rows and columns all over the area, each in the middle of its own
 * part. */
struct air_position fleet_place_row(const struct fleet_area *area, uint32_t count, uint32_t i);

#endif
