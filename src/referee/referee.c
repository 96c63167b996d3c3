/* The referee as a whole (extsta/referee.h): an event comes in, the rules that watch it are
 * asked, the model takes it in. Which rules watch what is sorted once, when it is made. */
#include "referee/referee.h"
#include "base/pool.h"
#include "base/wipe.h"

static const struct rule_table *const tables[] = {
    &rules_general,    &rules_states,         &rules_reset,      &rules_power,
    &rules_scan,       &rules_connection,     &rules_disconnect, &rules_association,
    &rules_completion, &rules_disassociation, &rules_ports,      &rules_ihv,
    &rules_roaming,    &rules_ibss,           &rules_security,   &rules_keys,
    &rules_data,       &rules_statistics,     &rules_mib,        &rules_sequences,
};

/* --- making --- */

/* order: the rows of each watch, one watch behind the other; NULL: only counts. */
static size_t sort_rows(uint16_t starts[WATCHES + 1], const struct rule_row **order)
{
    size_t n = 0;
    for (unsigned w = 0; w < WATCHES; w++) {
        starts[w] = (uint16_t)n;
        for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
            for (size_t k = 0; k < tables[t]->count; k++) {
                const struct rule_row *row = &tables[t]->rows[k];
                if ((row->watches >> w & 1) == 0) {
                    continue;
                }
                if (order) {
                    order[n] = row;
                }
                n++;
            }
        }
    }
    starts[WATCHES] = (uint16_t)n;
    return n;
}

struct extsta_referee *extsta_referee_new(struct extsta_context *ctx,
                                          const struct extsta_referee_config *config)
{
    struct extsta_referee *r = pool_zalloc(&ctx->pool, sizeof *r);
    if (!r) {
        return NULL;
    }
    r->ctx = ctx;
    r->config = *config;
    r->row_count = (uint16_t)sort_rows(r->starts, NULL);
    r->order = pool_alloc(&ctx->pool, r->row_count * sizeof *r->order);
    if (!r->order) {
        pool_release(&ctx->pool, r, sizeof *r);
        return NULL;
    }
    sort_rows(r->starts, r->order);
    model_start(r);
    mib_start(r);
    return r;
}

static void forget_requests(struct extsta_referee *r)
{
    for (size_t i = 0; i < MAX_ASKED; i++) {
        asked_forget(r, &r->asked[i]);
    }
}

void extsta_referee_free(struct extsta_referee *r)
{
    if (!r) {
        return;
    }
    struct pool *pool = &r->ctx->pool;
    forget_requests(r);
    pool_release(pool, r->findings, MAX_FINDINGS * sizeof *r->findings);
    pool_release(pool, r->order, r->row_count * sizeof *r->order);
    pool_release(pool, r, sizeof *r);
}

/* --- events --- */

static void ask(struct extsta_referee *r, const struct event *e)
{
    r->event = e;
    for (unsigned i = r->starts[e->watch]; i < r->starts[e->watch + 1]; i++) {
        const struct rule_row *row = r->order[i];
        if (row->code == 0 || row->code == e->ref.code) {
            r->rule = row->rule;
            r->because_count = 0;
            row->check(r, e);
        }
    }
}

static bool is_reset_done(const struct event *e)
{
    return e->watch == ON_RESULT && e->c->code == OID_DOT11_RESET_REQUEST &&
           e->c->status == NDIS_STATUS_SUCCESS;
}

/* What was lost may have been anything: until a reset has put all in order nothing is judged.
 */
void extsta_referee_gap(struct extsta_referee *r)
{
    r->blind = true;
}

static void see_again(struct extsta_referee *r)
{
    forget_requests(r);
    memset(r->debts, 0, sizeof r->debts);
    memset(&r->m, 0, sizeof r->m);
    memset(&r->mib, 0, sizeof r->mib);
    model_start(r);
    r->m.bring_up = 3;
    r->m.ever_connected = true;
    r->m.home = HOME_RESET;
    r->m.fresh = true; /* STA-10: the next profile has its reset */
    r->blind = false;
}

static void pass(struct extsta_referee *r, extsta_time now)
{
    if (now > r->now && !r->blind) {
        struct event e = {.watch = ON_TIME, .now = now};
        e.ref = (struct extsta_event_ref){r->serial, now, EXTSTA_EVENT_TIME, 0};
        r->event = &e;
        judge_time(r, now);
        ask(r, &e);
        r->event = NULL;
    }
    r->now = now > r->now ? now : r->now;
}

static void begin(struct extsta_referee *r, extsta_time now, struct event *e)
{
    pass(r, now);
    e->now = r->now;
    e->ref.serial = ++r->serial;
    e->ref.time = r->now;
}

static void end(struct extsta_referee *r, struct event *e)
{
    if (r->blind && is_reset_done(e)) {
        see_again(r);
    } else if (!r->blind) {
        ask(r, e);
        mib_take(r, e);
        model_take(r, e);
    }
    if (e->asked && e->asked->used) {
        asked_forget(r, e->asked);
    }
    r->event = NULL;
}

void extsta_referee_number(struct extsta_referee *r, uint64_t serial)
{
    r->serial = serial > r->serial ? serial - 1 : r->serial;
}

void extsta_referee_output(struct extsta_referee *r, extsta_time now,
                           const struct extsta_output *output)
{
    struct event e = {0};
    begin(r, now, &e);
    if (event_of_output(r, output, &e)) {
        end(r, &e);
    }
}

void extsta_referee_frame(struct extsta_referee *r, extsta_time now, struct extsta_span mpdu)
{
    struct event e = {0};
    begin(r, now, &e);
    if (event_of_frame(mpdu, &e)) {
        end(r, &e);
    }
}

void extsta_referee_hears(struct extsta_referee *r, bool all)
{
    r->hears = all;
}

/* The ports there were are nobody's any more. */
void extsta_referee_detached(struct extsta_referee *r)
{
    if (r->detached) {
        return;
    }
    r->detached = true;
    for (size_t i = 0; i < MAX_PEERS; i++) {
        r->m.peers[i].port = false;
    }
    memset(r->debts, 0, sizeof r->debts);
}

void extsta_referee_time(struct extsta_referee *r, extsta_time now)
{
    pass(r, now);
}

/* --- what came of it --- */

bool extsta_referee_next(struct extsta_referee *r, struct extsta_finding *finding)
{
    if (r->count == 0) {
        return false;
    }
    *finding = r->findings[r->first];
    r->first = (r->first + 1) % MAX_FINDINGS;
    r->count--;
    return true;
}

bool extsta_referee_rule(enum extsta_rule rule, struct extsta_verdict *verdict)
{
    bool known = false;
    *verdict = (struct extsta_verdict){.rule = rule};
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        for (size_t i = 0; i < tables[t]->count; i++) {
            const struct rule_row *row = &tables[t]->rows[i];
            if (row->rule == rule) {
                known = true;
                verdict->visible |= row->unseen == NULL;
                verdict->reason = row->unseen;
            }
        }
    }
    return known;
}

enum extsta_rule extsta_referee_judged(const struct extsta_referee *r, enum extsta_rule rule)
{
    for (unsigned i = (unsigned)rule + 1; i < EXTSTA_RULE_COUNT; i++) {
        if (r->kept[i] != 0 || r->violated[i] != 0 || is_due(r, (enum extsta_rule)i)) {
            return (enum extsta_rule)i;
        }
    }
    return EXTSTA_RULE_NONE;
}

bool extsta_referee_verdict(const struct extsta_referee *r, enum extsta_rule rule,
                            struct extsta_verdict *verdict)
{
    if ((unsigned)rule >= EXTSTA_RULE_COUNT) {
        return false;
    }
    *verdict = (struct extsta_verdict){.rule = rule, .visible = true};
    bool judged = r->kept[rule] != 0 || r->violated[rule] != 0; /* then it has a row */
    if (!judged && !extsta_referee_rule(rule, verdict)) {
        return false;
    }
    verdict->kept = r->kept[rule];
    verdict->violated = r->violated[rule];
    for (size_t i = 0; i < MAX_DEBTS; i++) {
        verdict->pending += r->debts[i].rule == rule;
    }
    return true;
}
