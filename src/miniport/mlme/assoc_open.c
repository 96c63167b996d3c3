/* The open association operations as one: of an AP there is at most one, of the peers of an
 * independent network there may be several side by side (IBS-11). They share MP_TIMER_ANSWER,
 * the radio's word on frames and the question how busy the medium is; here each finds the
 * operation it is for. What an operation does is in associate.c. */
#include "miniport/miniport.h"
#include "miniport/mlme/ibss.h"

/* The open operations have one timer: it fires for the first of them that is due. */
static void expire_peers(struct miniport *mp, extsta_time now)
{
    struct mp_ibss *ib = mp->mlme.ibss;
    list_for_each_safe(it, &ib->ops)
    {
        struct mp_assoc_op *op = list_entry(it, struct mp_assoc_op, link);
        if (op->asking.due <= now) {
            op->asking.due = EXTSTA_NEVER;
            associate_due(mp, now, op->peer);
        }
    }
    list_for_each(it, &ib->ops)
    {
        extsta_time due = list_entry(it, struct mp_assoc_op, link)->asking.due;
        if (due < mp->timers[MP_TIMER_ANSWER]) {
            mp_timer_set(mp, MP_TIMER_ANSWER, due);
        }
    }
}

void associate_expire(struct miniport *mp, extsta_time now)
{
    if (associate_is_open(mp)) {
        associate_due(mp, now, mp->link.ap);
    } else if (mp->link.network) {
        expire_peers(mp, now);
    }
}

/* The open operation whose frame this is; in infrastructure there is but one. NULL: none. */
static struct mp_asking *asking_of(const struct miniport *mp, uint32_t cookie)
{
    if (associate_is_open(mp)) {
        return &mp->link.ap->op->asking;
    }
    if (mp->link.network) {
        list_for_each(it, &mp->mlme.ibss->ops)
        {
            struct mp_assoc_op *op = list_entry(it, struct mp_assoc_op, link);
            if (op->asking.cookie == cookie) {
                return &op->asking;
            }
        }
    }
    return NULL;
}

void associate_tx_started(struct miniport *mp, extsta_time now, uint32_t cookie)
{
    struct mp_asking *x = asking_of(mp, cookie);
    if (x) {
        asking_started(mp, now, x, cookie);
    }
}

void associate_tx_status(struct miniport *mp, extsta_time now, uint32_t cookie, bool acked,
                         uint8_t tries)
{
    struct mp_asking *x = asking_of(mp, cookie);
    if (x) {
        asking_outcome(mp, now, x, cookie, acked, tries);
    }
}

/* Of several the one that is due first: it is asked for just then. */
extsta_time associate_medium_since(const struct miniport *mp)
{
    const struct mp_asking *first = associate_is_open(mp) ? &mp->link.ap->op->asking : NULL;
    if (mp->link.network) {
        list_for_each(it, &mp->mlme.ibss->ops)
        {
            const struct mp_asking *x = &list_entry(it, struct mp_assoc_op, link)->asking;
            first = !first || x->due < first->due ? x : first;
        }
    }
    return first ? asking_medium_since(first) : EXTSTA_NEVER;
}

void associate_end_open(struct miniport *mp, enum assoc_event event,
                        const struct assoc_end *end)
{
    struct assoc_end copy = *end;
    if (associate_is_open(mp)) {
        associate_end(mp, mp->link.ap, event, &copy);
    } else if (mp->mlme.ibss) {
        ibss_end_operations(mp, event, end);
    }
}
