/* What the rooms of the OS half share (os.h): the queue, the requests, the drop counters. */
#include "boundary/os.h"
#include "base/mac.h"
#include "boundary/payload.h"
#include <string.h>

#define OS_EXCLUDED_MAX 8u /* what our drivers have room for (CIP-14: four at least) */

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
    pool_release(&os->ctx->pool, os->ignored, sizeof *os->ignored);
    os->ignored = NULL;
    pool_release(&os->ctx->pool, os->elements, sizeof *os->elements);
    os->elements = NULL;
}

bool os_excludes(const struct os *os)
{
    return os->excluded_until != 0 || os->ignored ||
           (os->left_out && !mac_is_zero(os->left_out[0]));
}

static void add_excluded(struct writer *w, uint32_t *count, struct extsta_mac ap)
{
    if (*count < OS_EXCLUDED_MAX) {
        payload_write(w, PAYLOAD(ADDRESS, .address = ap));
        (*count)++;
    }
}

void os_write_excluded(const struct os *os, struct extsta_mac spared, struct writer *w)
{
    uint8_t entries[8 * OS_EXCLUDED_MAX];
    struct writer e = writer_of(entries, sizeof entries);
    uint32_t count = 0;
    if (os->excluded_until != 0) {
        add_excluded(&e, &count, os->excluded);
    }
    for (size_t i = 0; os->left_out && i < EXTSTA_LEFT_OUT_MAX && !mac_is_zero(os->left_out[i]);
         i++) {
        add_excluded(&e, &count, os->left_out[i]);
    }
    for (size_t i = 0; os->ignored && i < os->ignored->count; i++) {
        if (!mac_equal(os->ignored->aps[i], spared)) {
            add_excluded(&e, &count, os->ignored->aps[i]);
        }
    }
    payload_write_list(w, EXTSTA_FORM_MAC_ADDRESS_LIST, count, writer_span_of(&e));
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
