/* Places of a fleet (fleet_place.h): chance by a hash of seed, station and leg. */
#include "fleet_place.h"
#include <math.h>

/* SplitMix64 (Steele, Lea, Flood 2014): each bit of the result depends on each of the number.
 */
static uint64_t mixed(uint64_t n)
{
    n += 0x9e3779b97f4a7c15u;
    n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9u;
    n = (n ^ n >> 27) * 0x94d049bb133111ebu;
    return n ^ n >> 31;
}

/* From 0 to below 1. */
static float share(uint64_t bits)
{
    return (float)(bits >> 40) / 16777216.0f;
}

struct air_position fleet_place_at(const struct fleet_place *place, uint64_t seed,
                                   uint32_t station, uint32_t leg)
{
    uint64_t one = mixed(mixed(seed) ^ ((uint64_t)station << 32 | leg)), other = mixed(one);
    const struct fleet_area *a = &place->area;
    if (place->centre_count == 0) {
        return (struct air_position){a->x + share(one) * a->width,
                                     a->y + share(other) * a->height, 0};
    }
    /* the root, so that no part of the disc has more of them than another */
    float angle = share(one) * 6.2831853f, away = sqrtf(share(other)) * place->radius;
    struct air_position at = place->centres[station % place->centre_count];
    at.x += away * cosf(angle);
    at.y += away * sinf(angle);
    return at;
}

struct air_position fleet_place_row(const struct fleet_area *area, uint32_t count, uint32_t i)
{
    float ratio = area->height > 0 ? area->width / area->height : (float)count;
    uint32_t columns = (uint32_t)lroundf(sqrtf((float)count * ratio));
    columns = columns < 1 ? 1 : columns > count ? count : columns;
    uint32_t rows = (count + columns - 1) / columns;
    return (struct air_position){
        area->x + area->width * ((float)(i % columns) + 0.5f) / (float)columns,
        area->y + area->height * ((float)(i / columns) + 0.5f) / (float)rows, 0};
}
