/* Who may hear a transmission: the nodes on a channel, filed by the square they stand in, so
 * that a frame in a fleet is offered to the neighbourhood and not to everybody. It only narrows
 * down: receive.c computes the signal at each node of the places visited, and decides. A node
 * is filed when it tunes or is placed (medium.c, propagation.c); in motion it stands in a place
 * of its own that is always visited, so that walking costs no filing. */
#include "airing.h"
#include "propagation.h"

#define SQUARE_METRES 256.0
#define SQUARE_LIMIT  8388607.0 /* numbers that fit 24 bits with their sign */

/* The number of a square on one axis. What is not a number or too far out is at the rim. */
static int32_t square_of(double metres)
{
    double n = metres / SQUARE_METRES;
    if (!(n > -SQUARE_LIMIT)) {
        return (int32_t)-SQUARE_LIMIT;
    }
    if (n > SQUARE_LIMIT) {
        return (int32_t)SQUARE_LIMIT;
    }
    int32_t i = (int32_t)n;
    return (double)i > n ? i - 1 : i;
}

/* Two numbers of 24 bits are a key of the width of an address. */
static struct extsta_mac square_key(int32_t x, int32_t y)
{
    return (struct extsta_mac){{(uint8_t)(x >> 16), (uint8_t)(x >> 8), (uint8_t)x,
                                (uint8_t)(y >> 16), (uint8_t)(y >> 8), (uint8_t)y}};
}

/* The place of a square, made when its first node comes; it stays until the channel goes. */
static struct place *place_at(struct air *air, struct channel *c, int32_t x, int32_t y)
{
    struct place *p = macmap_get(&c->squares, square_key(x, y));
    if (p) {
        return p;
    }
    p = pool_zalloc(air->pool, sizeof *p);
    if (!p || !macmap_set(&c->squares, square_key(x, y), p)) {
        pool_release(air->pool, p, sizeof *p);
        return NULL;
    }
    p->x = x;
    p->y = y;
    p->next = c->places;
    c->places = p;
    c->place_count++;
    for (unsigned i = 0; i < 9; i++) {
        int32_t dx = (int32_t)(i % 3) - 1, dy = (int32_t)(i / 3) - 1;
        p->near[i] = macmap_get(&c->squares, square_key(x + dx, y + dy));
        if (p->near[i]) {
            p->near[i]->near[8 - i] = p;
        }
    }
    return p;
}

/* Room for one more node. The old list stays as it is when there is no memory. */
static bool reserve(struct air *air, struct place *p)
{
    if (p->count < p->capacity) {
        return true;
    }
    uint32_t wanted = p->capacity ? p->capacity * 2 : 4;
    struct air_node **bigger = pool_alloc(air->pool, wanted * sizeof(struct air_node *));
    if (!bigger) {
        return false;
    }
    for (uint32_t i = 0; i < p->count; i++) {
        bigger[i] = p->nodes[i];
    }
    pool_release(air->pool, p->nodes, p->capacity * sizeof(struct air_node *));
    p->nodes = bigger;
    p->capacity = wanted;
    return true;
}

bool places_join(struct channel *c, struct air_node *node)
{
    struct air *air = node->air;
    struct place *p = &c->moving;
    if (!node->motion) {
        p = place_at(air, c, square_of((double)node->position.x),
                     square_of((double)node->position.y));
    }
    if (!p || !reserve(air, p)) {
        return false;
    }
    node->channel = c;
    node->place = p;
    node->slot = p->count;
    p->nodes[p->count++] = node;
    c->count++;
    return true;
}

/* The last node takes the gap: no list is searched or moved. */
void places_leave(struct air_node *node)
{
    struct place *p = node->place;
    if (!p) {
        return;
    }
    struct air_node *last = p->nodes[--p->count];
    p->nodes[node->slot] = last;
    last->slot = node->slot;
    node->channel->count--;
    node->channel = NULL;
    node->place = NULL;
}

void places_destroy(struct air *air, struct channel *c)
{
    while (c->places) {
        struct place *p = c->places;
        c->places = p->next;
        pool_release(air->pool, p->nodes, p->capacity * sizeof(struct air_node *));
        past_destroy(air, &p->past);
        pool_release(air->pool, p, sizeof *p);
    }
    pool_release(air->pool, c->moving.nodes, c->moving.capacity * sizeof(struct air_node *));
    past_destroy(air, &c->moving.past);
    macmap_destroy(&c->squares);
}

/* NULL: nobody has ever stood still in that square. */
static struct place *square_at(const struct channel *c, const struct air_node *node,
                               struct air_position at)
{
    if (node->channel == c && !node->motion) {
        return node->place;
    }
    return macmap_get(&c->squares,
                      square_key(square_of((double)at.x), square_of((double)at.y)));
}

struct place *places_of(struct channel *c, const struct air_node *node)
{
    struct place *p = square_at(c, node, propagation_position(node, c->air->now));
    return p ? p : &c->moving;
}

/* A rectangle of squares, walked row by row: those around one know each other. Where it would
 * be more squares than there are places, the list of places is shorter. */
void places_near(struct channel *c, const struct air_node *node, double metres,
                 struct place_walk *walk)
{
    const struct air *air = c->air;
    struct air_position at = propagation_position(node, air->now);
    *walk = (struct place_walk){.channel = c, .moving = true};
    /* With shadowing nobody is out of reach for certain; with rules a signal can be set. */
    bool anywhere = air->config.shadowing_db > 0.0 || air->rule_count > 0;
    if (!anywhere) {
        walk->left = square_of((double)at.x - metres);
        walk->right = square_of((double)at.x + metres);
        walk->x = walk->left;
        walk->top = walk->y = square_of((double)at.y - metres);
        walk->bottom = square_of((double)at.y + metres);
        double squares = ((double)walk->right - (double)walk->left + 1.0) *
                         ((double)walk->bottom - (double)walk->y + 1.0);
        anywhere = squares > (double)c->place_count;
    }
    walk->all = anywhere;
    walk->place = anywhere ? c->places : NULL;
    struct place *here = anywhere ? NULL : square_at(c, node, at);
    if (here && walk->left >= here->x - 1 && walk->right <= here->x + 1 &&
        walk->top >= here->y - 1 && walk->bottom <= here->y + 1) {
        walk->place = here;
        walk->around = true;
    }
}

static struct place *next_around(struct place_walk *walk)
{
    while (walk->square < 9) {
        struct place *p = walk->place->near[walk->square++];
        if (p && p->x >= walk->left && p->x <= walk->right && p->y >= walk->top &&
            p->y <= walk->bottom) {
            return p;
        }
    }
    return NULL;
}

struct place *places_next(struct place_walk *walk)
{
    if (walk->moving) {
        walk->moving = false;
        return &walk->channel->moving;
    }
    if (walk->all) {
        struct place *p = walk->place;
        walk->place = p ? p->next : NULL;
        return p;
    }
    if (walk->around) {
        return next_around(walk);
    }
    while (walk->y <= walk->bottom) {
        struct place *p = macmap_get(&walk->channel->squares, square_key(walk->x, walk->y));
        if (walk->x++ == walk->right) {
            walk->x = walk->left;
            walk->y++;
        }
        if (p) {
            return p;
        }
    }
    return NULL;
}
