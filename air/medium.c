/* Nodes, and the channels they are tuned to. */
#include "base/mac.h"
#include "contend.h"
#include "propagation.h"

struct channel *medium_channel(struct air *air, uint16_t freq)
{
    if (!freq) {
        return NULL;
    }
    for (uint32_t i = 0; i < air->channel_count; i++) {
        if (air->channels[i]->freq == freq) {
            return air->channels[i];
        }
    }
    struct channel *c =
        air->channel_count < AIR_MAX_CHANNELS ? pool_zalloc(air->pool, sizeof *c) : NULL;
    if (c) {
        c->air = air;
        c->freq = freq;
        c->stats.freq = freq;
        c->access.kind = EVENT_ACCESS;
        c->phy = edca_phy(air, freq);
        c->reference = propagation_reference(freq);
        c->loudest = INT8_MIN + 1;
        macmap_init(&c->squares, air->ctx);
        air->channels[air->channel_count++] = c;
    }
    return c;
}

/* Room for one more pointer in a growing array. */
static bool reserve(struct air *air, struct air_node ***array, uint32_t count,
                    uint32_t *capacity)
{
    if (count < *capacity) {
        return true;
    }
    uint32_t wanted = *capacity ? *capacity * 2 : 8;
    struct air_node **bigger = pool_alloc(air->pool, wanted * sizeof(struct air_node *));
    if (!bigger) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        bigger[i] = (*array)[i];
    }
    pool_release(air->pool, *array, *capacity * sizeof(struct air_node *));
    *array = bigger;
    *capacity = wanted;
    return true;
}

void air_node_tune(struct air_node *node, uint16_t freq)
{
    struct air *air = node->air;
    if (node->dead || air_node_freq(node) == freq) {
        return;
    }
    queue_leave(node);
    places_leave(node);
    node->heard = NULL; /* the loss depends on the channel */
    struct channel *c = medium_channel(air, freq);
    if (!c || !places_join(c, node)) {
        air->stats.no_memory += freq != 0;
        return;
    }
    node->tuned_at = air->now;
}

uint16_t air_node_freq(const struct air_node *node)
{
    return node->channel ? node->channel->freq : 0;
}

struct air_node *medium_find(const struct air *air, struct extsta_mac address)
{
    return macmap_get(&air->addresses, address);
}

static void unindex(struct air_node *node)
{
    if (mac_is_zero(node->address)) {
        return;
    }
    struct air *air = node->air;
    struct air_node *first = medium_find(air, node->address);
    if (first == node && !node->same_address) {
        macmap_remove(&air->addresses, node->address);
    } else if (first == node) {
        macmap_set(&air->addresses, node->address, node->same_address);
    } else {
        while (first && first->same_address != node) {
            first = first->same_address;
        }
        if (first) {
            first->same_address = node->same_address;
        }
    }
    node->same_address = NULL;
    node->address = (struct extsta_mac){{0}};
}

void air_node_set_address(struct air_node *node, struct extsta_mac address)
{
    struct air *air = node->air;
    if (node->dead || mac_equal(node->address, address)) {
        return;
    }
    unindex(node);
    if (mac_is_zero(address)) {
        return;
    }
    struct air_node *first = medium_find(air, address);
    if (first) {
        /* Behind the first: the order of creation is the order of delivery. */
        while (first->same_address) {
            first = first->same_address;
        }
        first->same_address = node;
    } else if (!macmap_set(&air->addresses, address, node)) {
        air->stats.no_memory++;
        return;
    }
    node->address = address;
}

struct air_node *air_node_new(struct air *air, const struct air_node_config *config)
{
    struct air_node *node = pool_zalloc(air->pool, sizeof *node);
    if (!node) {
        return NULL;
    }
    node->air = air;
    node->wake.kind = EVENT_NODE;
    node->ops = config->ops;
    node->user = config->user;
    node->id = air->next_node++;
    node->position = config->position;
    node->flags = config->flags;
    node->tx_power = config->tx_power ? config->tx_power : 20;
    node->on = true;
    for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
        list_init(&node->queues[i].list);
    }
    list_init(&node->outcomes);
    list_push_back(&air->nodes, &node->all);
    if (node->flags & AIR_NODE_PROMISCUOUS) {
        if (!reserve(air, &air->promiscuous, air->promiscuous_count,
                     &air->promiscuous_capacity)) {
            node->flags &= (uint16_t)~AIR_NODE_PROMISCUOUS;
            air_node_free(node);
            return NULL;
        }
        air->promiscuous[air->promiscuous_count++] = node;
    }
    air_node_set_address(node, config->address);
    air_node_tune(node, config->freq);
    if (!mac_equal(node->address, config->address) || air_node_freq(node) != config->freq) {
        air_node_free(node);
        return NULL;
    }
    air_node_wake(node);
    return node;
}

static void leave_promiscuous(struct air_node *node)
{
    struct air *air = node->air;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < air->promiscuous_count; i++) {
        if (air->promiscuous[i] != node) {
            air->promiscuous[kept++] = air->promiscuous[i];
        }
    }
    air->promiscuous_count = kept;
}

static void release_node(struct air_node *node)
{
    struct air *air = node->air;
    queue_forget(node);
    list_remove(&node->all);
    pool_release(air->pool, node->motion, sizeof *node->motion);
    pool_release(air->pool, node, sizeof *node);
}

void air_node_free(struct air_node *node)
{
    if (!node || node->dead) {
        return;
    }
    struct air *air = node->air;
    unindex(node);
    places_leave(node);
    if (node->flags & AIR_NODE_PROMISCUOUS) {
        leave_promiscuous(node);
    }
    timerq_remove(&air->events, &node->wake.timer);
    contend_forget(node);
    node->dead = true;
    node->on = false;
    air->layout++; /* another may come to stand at its address in memory */
    list_remove(&node->all);
    list_push_back(&air->dead_nodes, &node->all);
    medium_bury(air);
}

void medium_bury(struct air *air)
{
    if (air->depth) {
        return;
    }
    while (!list_empty(&air->dead_nodes)) {
        release_node(list_entry(air->dead_nodes.next, struct air_node, all));
    }
    sniffer_bury(air);
}

void medium_rearm(struct air_node *node, extsta_time not_before)
{
    if (node->dead || !node->ops || !node->ops->deadline) {
        return;
    }
    extsta_time when = node->ops->deadline(node->user);
    if (when < not_before) {
        when = not_before;
    }
    if (!timerq_set(&node->air->events, &node->wake.timer, when)) {
        node->air->stats.no_memory++;
    }
}

void air_node_wake(struct air_node *node)
{
    medium_rearm(node, node->air->now);
}

void medium_hand_over(struct air_node *node, const struct extsta_rx_frame *frame)
{
    if (node->dead || !node->on || !node->ops || !node->ops->rx) {
        return;
    }
    node->air->stats.deliveries++;
    if (node->air->reception_sniffers) {
        sniffer_show_reception(node->air, node, frame);
    }
    node->ops->rx(node->user, node->air->now, frame, 1);
    medium_rearm(node, node->air->now);
}

void medium_expire(struct air_node *node)
{
    extsta_time now = node->air->now;
    if (node->ops->expire) {
        node->ops->expire(node->user, now);
    }
    /* A node whose deadline does not move must not stop the clock. */
    medium_rearm(node, now + 1);
}

void air_node_set_power(struct air_node *node, int8_t dbm)
{
    node->tx_power = dbm;
    node->air->layout++;
}

void air_node_set_probes(struct air_node *node, bool heard)
{
    node->flags = (uint16_t)(heard ? node->flags & ~AIR_NODE_NO_PROBES
                                   : node->flags | AIR_NODE_NO_PROBES);
}

void air_node_set_on(struct air_node *node, bool on)
{
    if (node->dead || node->on == on) {
        return;
    }
    node->on = on;
    if (on) {
        node->tuned_at = node->air->now; /* what is on the air has begun without it */
    } else {
        queue_leave(node);
    }
}
