/* Chapter 90: statistics and link quality; and the sequences of chapter 99, which are judged
 * rule by rule. */
#include "referee/referee.h"

/* STT-01: a block for each PHY. */
static void layout(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && r->config.phy_count != 0) {
        struct extsta_part rest = e->p.statistics.phys;
        struct extsta_payload phy;
        size_t n = 0;
        while (extsta_payload_next(&rest, &phy)) {
            n++;
        }
        hold(r, n == r->config.phy_count, E(ONE_BLOCK_EACH), v_number(r->config.phy_count),
             v_number(n));
    }
}

/* STT-08: where the OS authenticates, the station counts no handshakes and takes no
 * countermeasures; the unknown value is as good. */
static void not_owned(struct extsta_referee *r, const struct event *e)
{
    if (e->whole && !r->m.port_key) {
        uint64_t n = e->p.statistics.countermeasures;
        hold(r, n == 0 || n == UINT64_MAX, E(NOT_COUNTED), v_number(0), v_number(n));
    }
}

/* LQ-01: 0 to 100. LQ-02: of who is associated. LQ-04: in infrastructure of the AP alone. */
static void scale(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload q;
    while (e->whole && extsta_payload_next(&rest, &q)) {
        hold(r, q.quality.quality <= 100, E(UP_TO_100), v_number(100),
             v_number(q.quality.quality));
    }
}

static void after_association(struct extsta_referee *r, const struct event *e)
{
    if (r->m.op) {
        because(r, r->m.last_end);
        hold(r, peer_associated(r) != NULL, E(STILL_ASSOCIATED), v_none(), v_none());
    }
}

static void entries(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload q;
    size_t n = 0;
    bool ours = true;
    if (!hold(r, e->whole, E(WHOLE_STRUCTURE), v_none(), v_number(e->c->buffer.len)) ||
        !peer_associated(r)) {
        return;
    }
    while (extsta_payload_next(&rest, &q)) {
        const struct peer *p = peer_find(r, q.quality.peer);
        ours &= p && p->associated;
        n++;
    }
    hold(r, ours && !rest.cut && (r->m.ibss ? n >= 1 : n == 1), E(OF_THE_AP), v_number(1),
         v_number(n));
}

/* LQ-05: a value that was said is not said again. */
static void changed(struct extsta_referee *r, const struct event *e)
{
    struct extsta_part rest = e->p.list.entries;
    struct extsta_payload q;
    bool any = false, known = false;
    while (e->whole && extsta_payload_next(&rest, &q)) {
        const struct peer *p = peer_find(r, q.quality.peer);
        known |= p && p->quality_known;
        any |= p && (!p->quality_known || p->quality != q.quality.quality);
    }
    if (known) {
        hold(r, any, E(A_CHANGE), v_none(), v_none());
    }
}

#define COUNTED  "what a counter counts happens below the boundary"
#define SEQUENCE "judged rule by rule; scenarios/seq compares the sequence as a whole"
#define SEQ(n)   UNSEEN(SEQ_##n, SEQUENCE)
static const struct rule_row table[] = {
    RESULT_OF(STT_01, DOT11_STATISTICS, layout),
    UNSEEN(STT_02, "the order of the counters is the layout by which they are read"),
    UNSEEN(STT_03, "judged as RST-16"),
    UNSEEN(STT_04, COUNTED),
    UNSEEN(STT_05, COUNTED),
    UNSEEN(STT_06, COUNTED),
    UNSEEN(STT_07, COUNTED),
    RESULT_OF(STT_08, DOT11_STATISTICS, not_owned),
    UNSEEN(STT_09, COUNTED),
    UNSEEN(STT_10, COUNTED),
    SEEN(LQ_01, W(LINK_QUALITY), scale),
    SEEN(LQ_02, W(LINK_QUALITY), after_association),
    UNSEEN(LQ_03, "what a significant change is, is the vendor's"),
    SEEN(LQ_04, W(LINK_QUALITY), entries),
    SEEN(LQ_05, W(LINK_QUALITY), changed),
    UNSEEN(LQ_06, "how a link is measured is the vendor's"),
    UNSEEN(LQ_07, "when a PHY changes is known below only"),
};
RULE_TABLE(rules_statistics, table);

static const struct rule_row sequences[] = {
    SEQ(01), SEQ(02), SEQ(03), SEQ(04), SEQ(05), SEQ(06), SEQ(07), SEQ(08), SEQ(09), SEQ(10),
    SEQ(11), SEQ(12), SEQ(13), SEQ(14), SEQ(15), SEQ(16), SEQ(17), SEQ(18), SEQ(19), SEQ(20),
    SEQ(21), SEQ(22), SEQ(23), SEQ(24), SEQ(25), SEQ(26), SEQ(27), SEQ(28), SEQ(29), SEQ(30),
};
RULE_TABLE(rules_sequences, sequences);
