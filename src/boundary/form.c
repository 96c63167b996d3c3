/* What a station's queue and the base of its OS half are made of (form.h; base/form.h). A
 * station is written when its outputs are taken: the queue is empty then, but nodes may be set
 * aside. */
#include "boundary/form.h"
#include "base/pbuf.h"
#include "base/wipe.h"
#include "boundary/os.h"
#include "boundary/outq.h"
#include <extsta/roam.h>

static bool is_null(const void *member)
{
    return form_pointer(member) == NULL;
}

static void node_put(struct form_out *f, const void *member)
{
    const struct outq_node *node = form_pointer(member);
    form_put_number(f, node->size - sizeof *node);
}

#define NODE_MOST 0x100000u /* octets; an indication has fewer */

static void node_get(struct form_in *f, void *member)
{
    size_t room = (size_t)form_get_number(f, NODE_MOST);
    struct outq_node *node = form_in_ok(f) ? outq_reserve(f->hand[FORM_QUEUE], room) : NULL;
    f->no_memory = f->no_memory || (form_in_ok(f) && !node);
    form_set_pointer(member, node);
}

static void node_drop(struct extsta_context *ctx, void *member, bool keep_shared)
{
    struct outq_node *node = form_pointer(member);
    if (node) {
        size_t size = node->size;
        wipe(node, size);
        pool_release(&ctx->pool, node, size);
        form_set_pointer(member, NULL);
    }
}

const struct form_special outq_node_special = {
    .is_usual = is_null, .put = node_put, .get = node_get, .drop = node_drop};

/* Of the room around its octets only how much there is: nobody reads it. */
static void put_pbuf(struct form_out *f, const void *member)
{
    const struct pbuf *b = form_pointer(member);
    form_put_number(f, b->offset);
    form_put_span(f, pbuf_span(b));
    form_put_number(f, b->capacity - b->offset - b->len);
    if (b->refs != 1) {
        form_refuse(f, "a packet buffer has several holders");
    }
}

#define PBUF_MOST 0x10000u /* octets */

static void get_pbuf(struct form_in *f, void *member)
{
    size_t before = (size_t)form_get_number(f, PBUF_MOST);
    struct extsta_span octets = form_get_span(f, PBUF_MOST);
    size_t behind = (size_t)form_get_number(f, PBUF_MOST);
    struct pbuf *b = form_in_ok(f) ? pbuf_new(&f->ctx->pool, before, octets.len, behind) : NULL;
    f->no_memory = f->no_memory || (form_in_ok(f) && !b);
    if (b && octets.len) {
        memcpy(pbuf_data(b), octets.data, octets.len);
    }
    form_set_pointer(member, b);
}

static void drop_pbuf(struct extsta_context *ctx, void *member, bool keep_shared)
{
    pbuf_unref(&ctx->pool, form_pointer(member));
    form_set_pointer(member, NULL);
}

const struct form_special pbuf_special = {
    .is_usual = is_null, .put = put_pbuf, .get = get_pbuf, .drop = drop_pbuf};

#define UNTAKEN "outputs wait to be taken"

#define T struct outq
static const struct form_row outq_form_rows[] = {
    DERIVED(ctx, "of the station"),
    NOTHING(first, UNTAKEN),
    NOTHING(last, UNTAKEN),
    NOTHING(cursor, UNTAKEN),
    NOTHING(seen, UNTAKEN),
    NOTHING(taken, UNTAKEN),
    NUMBER(wanted),
    NUMBER(lost),
    NUMBER(gap.count),
    NUMBER(gap.types),
};
FORM_TABLE(outq_form, "output queue");
#undef T

/* Counters by reason, where there are any. */
struct os_drops {
    uint32_t times[EXTSTA_DROP_COUNT];
};
#define T struct os_drops
static const struct form_row os_drops_form_rows[] = {NUMBERS(times)};
FORM_OWN_TABLE(os_drops_form, "drops of the OS half");
#undef T

#define T struct os_ignored
static const struct form_row os_ignored_form_rows[] = {LIMITED(count, EXTSTA_IGNORED_MAX),
                                                       OCTETS(aps)};
FORM_OWN_TABLE(os_ignored_form, "access points that are left alone");
#undef T

#define T struct os_elements
static const struct form_row os_elements_form_rows[] = {COUNTS(len), PART(octets, len)};
FORM_OWN_TABLE(os_elements_form, "elements of association requests");
#undef T

#define T struct os
static const struct form_row os_form_rows[] = {
    DERIVED(ctx, "of the station"),
    DERIVED(out, "of the station"),
    DERIVED(requester.out, "of the station"),
    NUMBER(requester.next),
    NUMBER(id),
    OCTETS(address),
    OWNED(drops, os_drops_form),
    NUMBER(protocol_errors),
    OCTETS(excluded),
    TIME(excluded_until),
    DERIVED(left_out, "of the profile"),
    OWNED(ignored, os_ignored_form),
    OWNED(elements, os_elements_form),
};
FORM_TABLE(os_form, "OS half");
#undef T

/* Of a profile, where zeroes are none, and of the driver. */
#define T struct extsta_roam_policy
static const struct form_row roam_policy_form_rows[] = {
    FLAG(sticky),   SIGNED(low),   SIGNED(good), NUMBER(hysteresis), SIGNED(prefer_5ghz),
    NUMBER(settle), NUMBER(fresh), NUMBER(scan), NUMBER(scan_max),   NUMBER(transition),
};
FORM_TABLE(roam_policy_form, "roaming policy");
#undef T
