/* The clock of an air, and its making and freeing: two queues of what will happen, in order of
 * time, then of setting. Virtual time stands still while events of one moment run, and
 * jumps to the next. What an event means is said where it is carried out. */
#include "airing.h"
#include "contend.h"
#include <assert.h>
#include <string.h>

/* Zero in the configuration stands for a default; the conditions are written so that NaN takes
 * it too. */
struct air *air_new(struct extsta_context *ctx, const struct air_config *config)
{
    struct air *air = pool_zalloc(&ctx->pool, sizeof *air);
    if (!air) {
        return NULL;
    }
    air->ctx = ctx;
    air->pool = &ctx->pool;
    if (config) {
        air->config = *config;
    }
    if (!(air->config.exponent > 0.0)) {
        air->config.exponent = 3.0;
    }
    if (!(air->config.capture_db > 0.0) && !(air->config.capture_db < 0.0)) {
        air->config.capture_db = 10.0;
    }
    if (!(air->config.noise_floor_dbm < 0.0)) {
        air->config.noise_floor_dbm = -95.0;
    }
    if (!(air->config.sense_dbm < 0.0)) {
        air->config.sense_dbm = air->config.noise_floor_dbm + 3.0;
    }
    air->now = air->config.start;
    air->random = air->config.seed;
    timerq_init(&air->events, air->pool);
    timerq_init(&air->radio, air->pool);
    macmap_init(&air->addresses, air->ctx);
    list_init(&air->nodes);
    list_init(&air->dead_nodes);
    list_init(&air->lates);
    list_init(&air->replies);
    list_init(&air->calls);
    list_init(&air->sniffers);
    list_init(&air->due);
    return air;
}

/* Calls that were not reached are forgotten unmade. */
static void drop_calls(struct air *air)
{
    list_for_each_safe(it, &air->calls)
    {
        struct call *call = list_entry(it, struct call, link);
        list_remove(it);
        pool_release(air->pool, call, sizeof *call);
    }
}

void air_free(struct air *air)
{
    if (!air) {
        return;
    }
    assert(air->depth == 0);
    while (!list_empty(&air->nodes)) {
        air_node_free(list_entry(air->nodes.next, struct air_node, all));
    }
    while (!list_empty(&air->sniffers)) {
        air_sniffer_free(list_entry(air->sniffers.next, struct air_sniffer, link));
    }
    drop_calls(air);
    struct pool *pool = air->pool;
    for (uint32_t i = 0; i < air->channel_count; i++) {
        struct channel *c = air->channels[i];
        places_destroy(air, c);
        airing_destroy(c);
        contend_destroy(c);
        pool_release(pool, c, sizeof *c);
    }
    pool_release(pool, air->promiscuous, air->promiscuous_capacity * sizeof(struct air_node *));
    pool_release(pool, air->receivers, air->receiver_capacity * sizeof *air->receivers);
    pool_release(pool, air->fates, air->fate_capacity * sizeof *air->fates);
    macmap_destroy(&air->addresses);
    timerq_destroy(&air->events);
    timerq_destroy(&air->radio);
    pool_release(pool, air, sizeof *air);
}

extsta_time air_now(const struct air *air)
{
    return air->now;
}

static extsta_time first_of(const struct timerq *q)
{
    const struct timerq_entry *first = timerq_first(q);
    return first ? first->when : EXTSTA_NEVER;
}

extsta_time air_deadline(const struct air *air)
{
    if (!list_empty(&air->due)) {
        return air->now;
    }
    extsta_time radio = first_of(&air->radio), other = first_of(&air->events);
    return radio < other ? radio : other;
}

/* Taken out and freed first: the function may set further calls. */
static void run_call(struct air *air, struct call *call)
{
    struct call copy = *call;
    list_remove(&call->link);
    pool_release(air->pool, call, sizeof *call);
    copy.fn(copy.user, air->now);
}

/* The kind says what the event is part of. */
static void run_event(struct air *air, struct event *event)
{
    switch (event->kind) {
    case EVENT_NODE:
        medium_expire(list_entry(event, struct air_node, wake));
        return;
    case EVENT_ACCESS:
        contend_access(list_entry(event, struct channel, access));
        return;
    case EVENT_EXPIRED:
        queue_expired(list_entry(event, struct sending, event));
        return;
    case EVENT_STARTED:
        exchange_started(list_entry(event, struct sending, event));
        return;
    case EVENT_SENT:
        exchange_sent(list_entry(event, struct sending, event));
        return;
    case EVENT_CLEARED:
        exchange_cleared(list_entry(event, struct sending, event));
        return;
    case EVENT_TIMEOUT:
        exchange_timeout(list_entry(event, struct sending, event));
        return;
    case EVENT_OUTCOME:
        queue_outcome(list_entry(event, struct sending, event));
        return;
    case EVENT_LATE:
        receive_late(list_entry(event, struct late, event));
        return;
    case EVENT_REPLY:
        reply_event(list_entry(event, struct reply, event));
        return;
    case EVENT_CALL:
        run_call(air, list_entry(event, struct call, event));
        return;
    }
}

static bool is_due(const struct air *air, const struct timerq *q)
{
    const struct timerq_entry *first = timerq_first(q);
    return first && first->when <= air->now;
}

static void run_first(struct air *air, struct timerq *q)
{
    struct timerq_entry *first = timerq_first(q);
    timerq_remove(q, first);
    run_event(air, list_entry(first, struct event, timer));
}

/* Carries out what is next in this moment, and buries what has died of it: an outcome, an
 * event, or when there is none any more, what contenders are told of the moment. False: it is
 * over. */
static bool dispatch(struct air *air)
{
    bool more = true;
    air->depth++;
    if (!list_empty(&air->due)) {
        queue_outcome(list_entry(air->due.next, struct sending, link));
    } else if (is_due(air, &air->radio)) {
        run_first(air, &air->radio);
    } else if (is_due(air, &air->events)) {
        run_first(air, &air->events);
    } else if (air->touched) {
        contend_tell(air);
    } else {
        more = false;
    }
    air->depth--;
    if (!list_empty(&air->dead_nodes) || air->sniffers_died) {
        medium_bury(air);
    }
    return more;
}

/* All events of one moment, those included that they set for this very moment. From within an
 * event there is no step: time moves on one level only. Nodes and sniffers that were freed
 * meanwhile go when nobody above uses them any more. */
bool air_step(struct air *air, extsta_time until)
{
    extsta_time next = air_deadline(air);
    if (next > until || next == EXTSTA_NEVER || air->depth) {
        return false;
    }
    if (next > air->now) {
        air->now = next;
    }
    while (dispatch(air)) {
    }
    return true;
}

void air_run(struct air *air, extsta_time until)
{
    while (air_step(air, until)) {
    }
    if (until > air->now && !air->depth) {
        air->now = until;
    }
}

bool air_at(struct air *air, extsta_time when, void (*fn)(void *user, extsta_time now),
            void *user)
{
    struct call *call = pool_zalloc(air->pool, sizeof *call);
    if (!call) {
        return false;
    }
    call->event.kind = EVENT_CALL;
    call->fn = fn;
    call->user = user;
    if (!timerq_set(&air->events, &call->event.timer, when)) {
        pool_release(air->pool, call, sizeof *call);
        return false;
    }
    list_push_back(&air->calls, &call->link);
    return true;
}

void air_stats(const struct air *air, struct air_stats *stats)
{
    *stats = air->stats;
}

bool air_channel_stats(const struct air *air, uint16_t freq, struct air_channel_stats *stats)
{
    *stats = (struct air_channel_stats){.freq = freq};
    for (uint32_t i = 0; i < air->channel_count; i++) {
        const struct channel *c = air->channels[i];
        if (c->freq == freq) {
            *stats = c->stats;
            stats->contending = c->contender_count;
            /* Of what is on the air now, only what is past. */
            stats->busy -= c->counted > air->now ? c->counted - air->now : 0;
            return true;
        }
    }
    return false;
}
