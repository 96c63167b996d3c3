/* Verdicts, findings and debts (referee.h): the only place where a rule is counted. */
#include "base/pool.h"
#include "referee/rows.h"

void because(struct extsta_referee *r, struct extsta_event_ref ref)
{
    if (r->because_count < EXTSTA_FINDING_EVENTS - 1 && ref.serial != 0) {
        r->because[r->because_count++] = ref;
    }
}

/* Room for all of them comes with the first: a station that keeps the rules pays nothing. */
static struct extsta_finding *finding_new(struct extsta_referee *r)
{
    if (!r->findings) {
        r->findings = pool_alloc(&r->ctx->pool, MAX_FINDINGS * sizeof *r->findings);
    }
    if (!r->findings || r->count == MAX_FINDINGS) {
        return NULL;
    }
    return &r->findings[(r->first + r->count++) % MAX_FINDINGS];
}

static void find(struct extsta_referee *r, enum extsta_rule rule, enum extsta_expectation what,
                 struct extsta_value wanted, struct extsta_value came,
                 struct extsta_event_ref first)
{
    struct extsta_finding *f = finding_new(r);
    uint16_t *violated = &r->violated[r->rows->place[rule]];
    *violated = (uint16_t)(*violated + (*violated < UINT16_MAX));
    if (!f) {
        return;
    }
    *f = (struct extsta_finding){.rule = rule,
                                 .time = r->now,
                                 .expected = what,
                                 .wanted = wanted,
                                 .came = came,
                                 .events = {first}};
    for (uint32_t i = 0; i < r->because_count; i++) {
        f->events[i + 1] = r->because[i];
    }
}

static void count_kept(struct extsta_referee *r, enum extsta_rule rule)
{
    uint32_t *kept = &r->kept[r->rows->place[rule]];
    *kept += *kept < UINT32_MAX;
}

bool hold_rule(struct extsta_referee *r, enum extsta_rule rule, bool held,
               enum extsta_expectation what, struct extsta_value wanted,
               struct extsta_value came)
{
    if (held) {
        count_kept(r, rule);
    } else {
        find(r, rule, what, wanted, came,
             r->event ? r->event->ref : (struct extsta_event_ref){0});
    }
    r->because_count = 0;
    return held;
}

bool hold(struct extsta_referee *r, bool held, enum extsta_expectation what,
          struct extsta_value wanted, struct extsta_value came)
{
    return hold_rule(r, r->rule, held, what, wanted, came);
}

/* --- debts --- */

static struct debt *debt_find(struct extsta_referee *r, enum extsta_rule rule,
                              struct extsta_mac peer)
{
    for (size_t i = 0; i < MAX_DEBTS; i++) {
        struct debt *d = &r->debts[i];
        if (d->rule == rule && (mac_is_zero(peer) || mac_equal(d->peer, peer))) {
            return d;
        }
    }
    return NULL;
}

/* Without room it is not watched for: a debt is never made up. */
void owe(struct extsta_referee *r, enum extsta_rule rule, struct extsta_mac peer,
         extsta_time until, enum extsta_expectation what, struct extsta_value wanted)
{
    struct debt *d = debt_find(r, rule, peer);
    if (!d && (d = debt_find(r, EXTSTA_RULE_NONE, nobody)) != NULL) {
        *d = (struct debt){rule, what, wanted, r->event->ref, until, peer};
    }
}

bool is_due(const struct extsta_referee *r, enum extsta_rule rule)
{
    for (size_t i = 0; i < MAX_DEBTS; i++) {
        if (r->debts[i].rule == rule) {
            return true;
        }
    }
    return false;
}

bool pay(struct extsta_referee *r, enum extsta_rule rule, struct extsta_mac peer)
{
    struct debt *d = debt_find(r, rule, peer);
    if (d) {
        d->rule = EXTSTA_RULE_NONE;
        d->peer = nobody;
        count_kept(r, rule);
    }
    return d != NULL;
}

bool forgive(struct extsta_referee *r, enum extsta_rule rule, struct extsta_mac peer)
{
    struct debt *d = debt_find(r, rule, peer);
    if (d) {
        d->rule = EXTSTA_RULE_NONE;
        d->peer = nobody;
    }
    return d != NULL;
}

bool default_on(struct extsta_referee *r, enum extsta_rule rule, struct extsta_mac peer,
                struct extsta_value came)
{
    struct debt *d = debt_find(r, rule, peer);
    if (!d) {
        return false;
    }
    struct debt gone = *d;
    d->rule = EXTSTA_RULE_NONE;
    d->peer = nobody;
    because(r, gone.since);
    hold_rule(r, rule, false, gone.what, gone.wanted, came);
    return true;
}

/* A machine that was busy gives a station its turn when it can. So much is let pass, from the
 * station's last turn before on: until then it may not have had one. */
#define LATENESS EXTSTA_SECOND
static bool is_over(const struct extsta_referee *r, extsta_time until, extsta_time now,
                    extsta_time before)
{
    return r->config.machine_clock ? before > LATENESS && until < before - LATENESS
                                   : until < now;
}

bool is_late(const struct extsta_referee *r, extsta_time until)
{
    return is_over(r, until, r->now, r->before);
}

/* The event that breaks it is that nothing came. */
void judge_time(struct extsta_referee *r, extsta_time now)
{
    for (size_t i = 0; i < MAX_DEBTS; i++) {
        struct debt d = r->debts[i];
        if (d.rule != EXTSTA_RULE_NONE && is_over(r, d.until, now, r->now)) {
            r->debts[i].rule = EXTSTA_RULE_NONE;
            r->debts[i].peer = nobody;
            because(r, d.since);
            find(r, d.rule, d.what, d.wanted, v_none(),
                 (struct extsta_event_ref){r->serial, now, EXTSTA_EVENT_TIME, 0});
            r->because_count = 0;
            model_assume(r, d.rule, d.peer, d.wanted.number);
        }
    }
}
