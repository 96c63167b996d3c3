/* Probe answers (IEEE Std 802.11-2020 11.1.4.3.4): who has asked waits here, one entry for a
 * station, until nothing more important waits at the radio; only then its answer is made, one
 * at a time. So hundreds who ask at the same moment delay an authentication by one frame, and a
 * station that has gone on to another channel is not answered.
 *
 * As hostapd does: who asks everybody for any network is answered without acknowledgement
 * (hostapd's handle_probe_req: "to avoid excessive retries"), who asks by name or by address
 * with. As mac80211 does: the answer contends as all management frames do, in AC_VO; but while
 * the AP has data to send, which a probe must not hold up, in AC_BK. */
#include "ap.h"
#include "base/mac.h"

/* A scanner that hears nothing stays for MinChannelTime, 30 ms on mac80211
 * (IEEE80211_CHANNEL_TIME) and here: after that it listens elsewhere. */
#define ANSWER_LIFETIME (40u * EXTSTA_MS)
/* More would not get out within that time at 1 Mb/s. */
#define ANSWERS_MAX 32u

struct answer {
    struct list link;
    struct extsta_mac to;
    extsta_time until;
    bool no_ack;
};

void answer_init(struct apsim *ap)
{
    list_init(&ap->answers.list);
    macmap_init(&ap->answers.by_mac, ap->air->ctx);
}

static struct answer *first(const struct apsim *ap)
{
    return list_empty(&ap->answers.list)
               ? NULL
               : list_entry(ap->answers.list.next, struct answer, link);
}

static void take_out(struct apsim *ap, struct answer *a)
{
    list_remove(&a->link);
    macmap_remove(&ap->answers.by_mac, a->to);
    ap->answers.count--;
    pool_release(ap->pool, a, sizeof *a);
}

void answer_forget(struct apsim *ap)
{
    while (first(ap)) {
        take_out(ap, first(ap));
    }
}

void answer_destroy(struct apsim *ap)
{
    answer_forget(ap);
    macmap_destroy(&ap->answers.by_mac);
}

void answer_withdraw(struct apsim *ap, struct extsta_mac to)
{
    struct answer *a = macmap_get(&ap->answers.by_mac, to);
    if (a) {
        take_out(ap, a);
    }
}

/* All live equally long: the dead are in front. */
static void bury(struct apsim *ap, extsta_time now)
{
    while (first(ap) && first(ap)->until <= now) {
        take_out(ap, first(ap));
        ap_queue_drop(ap, APSIM_DROP_ANSWER_LATE);
    }
}

/* While others wait nobody's answer is repeated: who has left would hold up those who are still
 * there. */
void answer_next(struct apsim *ap, extsta_time now)
{
    struct air_queue q;
    bury(ap, now);
    while (first(ap)) {
        air_node_queue(ap->node, &q);
        if (q.by_access[EXTSTA_ACCESS_VOICE] || q.by_access[EXTSTA_ACCESS_BACKGROUND]) {
            return;
        }
        struct answer a = *first(ap);
        take_out(ap, first(ap));
        bool data = q.frames > q.by_access[EXTSTA_ACCESS_BEACON];
        beacon_send_answer(ap, now, a.to,
                           &(struct ap_tx){
                               .kind = SENT_PROBE,
                               .access = data ? EXTSTA_ACCESS_BACKGROUND : EXTSTA_ACCESS_VOICE,
                               .lifetime = (uint32_t)(a.until - now),
                               .tries = ap->answers.count ? 1 : 0,
                               .no_ack = a.no_ack,
                           });
    }
}

static uint32_t most(const struct apsim *ap)
{
    return ap->config.queue && ap->config.queue < ANSWERS_MAX ? ap->config.queue : ANSWERS_MAX;
}

void answer_request(struct apsim *ap, extsta_time now, struct extsta_mac to, bool no_ack)
{
    bury(ap, now);
    if (macmap_get(&ap->answers.by_mac, to) || queue_under_way(ap, to, SENT_PROBE)) {
        ap_queue_drop(ap, APSIM_DROP_ANSWER_WAITS);
        return;
    }
    if (ap->answers.count >= most(ap)) {
        ap_queue_drop(ap, APSIM_DROP_ANSWERS_FULL);
        return;
    }
    struct answer *a = pool_alloc(ap->pool, sizeof *a);
    if (!a || !macmap_set(&ap->answers.by_mac, to, a)) {
        pool_release(ap->pool, a, sizeof *a);
        ap->air->stats.no_memory++;
        return;
    }
    *a = (struct answer){.to = to, .until = now + ANSWER_LIFETIME, .no_ack = no_ack};
    list_push_back(&ap->answers.list, &a->link);
    ap->answers.count++;
    answer_next(ap, now);
}
