/* What the rooms of the OS half share (os.h): the queue, the requests, the drop counters. */
#include "boundary/os.h"
#include <string.h>

void os_init(struct os *os, struct extsta_context *ctx, struct outq *out, uint64_t id,
             struct extsta_mac address)
{
    memset(os, 0, sizeof *os);
    os->ctx = ctx;
    os->out = out;
    os->requester.out = out;
    os->id = id;
    os->address = address;
}

void os_destroy(struct os *os)
{
    pool_release(&os->ctx->pool, os->drops, EXTSTA_DROP_COUNT * sizeof *os->drops);
    os->drops = NULL;
}

/* The context's counters are always there. The station's own cost memory that most of a
 * fleet never needs; without it only the context counts. */
void os_drop(struct os *os, enum extsta_drop reason)
{
    os->ctx->drops[reason]++;
    if (!os->drops) {
        os->drops = pool_zalloc(&os->ctx->pool, EXTSTA_DROP_COUNT * sizeof *os->drops);
    }
    if (os->drops) {
        os->drops[reason]++;
    }
}
