/* Rules: what goes wrong on the way (air_rule of extsta/air.h). exchange.c asks once for a
 * transmission and once for each receiver; the answer is a fate, to which all rules that match
 * add, in order. What a rule has decided about a frame holds for all its retries, as one bit of
 * struct sending per slot: else a frame that shall be lost once would come through at the
 * second try. */
#include "base/bytes.h"
#include "base/mac.h"
#include "sending.h"
#include "wire/eapol.h"
#include "wire/frame.h"

/* A frame that is still being tried must not carry a decision of the rule that had the
 * slot before. */
static void forget_decisions(struct air *air, uint64_t bit)
{
    list_for_each(it, &air->nodes)
    {
        struct air_node *node = list_entry(it, struct air_node, all);
        for (unsigned i = 0; i < EXTSTA_ACCESS_COUNT; i++) {
            list_for_each(q, &node->queues[i].list)
            {
                struct sending *s = list_entry(q, struct sending, link);
                s->decided &= ~bit;
                s->hit &= ~bit;
            }
        }
    }
}

/* A removed rule leaves a hole, because the bits of frames under way go by slot. Holes are
 * closed only when there is no slot left; then all decisions are forgotten. */
uint32_t air_rule_add(struct air *air, const struct air_rule *rule)
{
    /* Behind the others: slots are used again only when the last ones became free. */
    while (air->rule_count && !air->rules[air->rule_count - 1].id) {
        air->rule_count--;
    }
    if (air->rule_count == AIR_MAX_RULES) {
        uint32_t kept = 0;
        forget_decisions(air, UINT64_MAX);
        for (uint32_t i = 0; i < AIR_MAX_RULES; i++) {
            if (air->rules[i].id) {
                air->rules[kept++] = air->rules[i];
            }
        }
        air->rule_count = kept;
        if (kept == AIR_MAX_RULES) {
            return 0;
        }
    }
    uint32_t slot = air->rule_count++;
    forget_decisions(air, 1ull << slot);
    air->rules[slot] = (struct rule){.rule = *rule, .id = ++air->next_rule};
    return air->rules[slot].id;
}

static struct rule *find(const struct air *air, uint32_t id)
{
    for (uint32_t i = 0; id && i < air->rule_count; i++) {
        if (air->rules[i].id == id) {
            return (struct rule *)&air->rules[i];
        }
    }
    return NULL;
}

void air_rule_remove(struct air *air, uint32_t id)
{
    struct rule *r = find(air, id);
    if (r) {
        r->id = 0;
    }
}

uint64_t air_rule_hits(const struct air *air, uint32_t id)
{
    const struct rule *r = find(air, id);
    return r ? r->hits : 0;
}

/* Which EAPOL-Key message a data frame carries, 0 = none; of a protected one its sender has
 * told the air. */
static int eapol_message(const struct rules_frame *frame)
{
    struct frame f;
    enum extsta_drop drop;
    if (frame->sending && frame->sending->meta.eapol_message) {
        return frame->sending->meta.eapol_message;
    }
    if (!frame_parse(frame->bytes, &f, &drop) || !frame_has_data(&f) || (f.fc & FC_PROTECTED)) {
        return 0;
    }
    return eapol_msdu_message(f.body);
}

/* The cheap conditions first: to find an EAPOL message the frame is parsed. */
static bool matches(const struct air *air, const struct air_rule *rule,
                    const struct rules_frame *frame)
{
    if (air->now < rule->since || (rule->until && air->now >= rule->until)) {
        return false;
    }
    if (rule->kind != AIR_ANY_KIND && (rule->kind & 0xfc) != (frame->bytes.data[0] & 0xfc)) {
        return false;
    }
    if (!mac_is_zero(rule->from) && !mac_equal(rule->from, frame->from)) {
        return false;
    }
    if (!mac_is_zero(rule->to) && !mac_equal(rule->to, frame->to)) {
        return false;
    }
    return !rule->eapol_message || rule->eapol_message == eapol_message(frame);
}

/* Whether the rule's turn has come: by occurrence and by chance. */
static bool draws(struct air *air, struct rule *r)
{
    uint64_t nth = r->seen++;
    if (nth < r->rule.skip ||
        (r->rule.count && nth >= (uint64_t)r->rule.skip + r->rule.count)) {
        return false;
    }
    return !r->rule.per_million || air_draw(air) % 1000000u < r->rule.per_million;
}

/* Whether the rule strikes this frame; the first try decides for the others (but each_try). */
static bool hits(struct air *air, uint32_t slot, const struct rules_frame *frame)
{
    struct rule *r = &air->rules[slot];
    uint64_t bit = 1ull << slot;
    struct sending *s = r->rule.each_try ? NULL : frame->sending;
    if (s && (s->decided & bit)) {
        return (s->hit & bit) != 0;
    }
    if (!matches(air, &r->rule, frame)) {
        return false;
    }
    bool hit = draws(air, r);
    if (s) {
        s->decided |= bit;
        s->hit |= hit ? bit : 0;
    }
    return hit;
}

/* Adds up: corruptions pile up, delays are summed; of lengths the least counts, of signals the
 * last. */
static void act(const struct air_rule *rule, struct fate *fate)
{
    switch (rule->action) {
    case AIR_DROP:
        fate->drop = true;
        return;
    case AIR_DELAY:
        fate->delay += rule->delay;
        return;
    case AIR_DUPLICATE:
        fate->duplicate = true;
        fate->duplicate_delay = rule->delay;
        return;
    case AIR_CORRUPT:
        fate->bad_fcs |= rule->bad_fcs;
        if (fate->corrupt_count < FATE_MAX_CORRUPT) {
            fate->corrupt[fate->corrupt_count].offset = rule->offset;
            fate->corrupt[fate->corrupt_count++].bits = rule->bits;
        }
        return;
    case AIR_TRUNCATE:
        if (rule->length < fate->length) {
            fate->length = rule->length;
        }
        return;
    case AIR_SIGNAL:
        fate->has_signal = true;
        fate->signal = rule->signal;
        return;
    }
}

void rules_apply(struct air *air, const struct rules_frame *frame, const struct air_node *at,
                 struct fate *fate)
{
    for (uint32_t i = 0; i < air->rule_count; i++) {
        struct rule *r = &air->rules[i];
        if (r->id && r->rule.at == at && hits(air, i, frame)) {
            r->hits++;
            air->stats.rule_hits++;
            act(&r->rule, fate);
        }
    }
}
