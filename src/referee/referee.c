/* The referee as a whole (extsta/referee.h): an event comes in, the rules that watch it
 * (rows.h) are asked, the model takes it in. */
#include "referee/rows.h"
#include "base/pool.h"
#include "base/wipe.h"

/* Of the counts of all rules: kept, then violated. */
#define COUNTS_SIZE(rows) ((rows)->places * (sizeof(uint32_t) + sizeof(uint16_t)))

/* --- making --- */

struct extsta_referee *extsta_referee_new(struct extsta_context *ctx,
                                          const struct extsta_referee_config *config)
{
    const struct rows *rows = rows_of(ctx);
    struct extsta_referee *r = rows ? pool_zalloc(&ctx->pool, sizeof *r) : NULL;
    if (!r) {
        return NULL;
    }
    r->ctx = ctx;
    r->config = *config;
    r->rows = rows;
    r->kept = pool_zalloc(&ctx->pool, COUNTS_SIZE(rows));
    if (!r->kept) {
        pool_release(&ctx->pool, r, sizeof *r);
        return NULL;
    }
    r->violated = (uint16_t *)(r->kept + rows->places);
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
    model_end(r);
    pool_release(pool, r->findings, MAX_FINDINGS * sizeof *r->findings);
    pool_release(pool, r->kept, COUNTS_SIZE(r->rows));
    pool_release(pool, r, sizeof *r);
}

/* --- events --- */

static void ask(struct extsta_referee *r, const struct event *e)
{
    r->event = e;
    for (unsigned i = r->rows->starts[e->watch]; i < r->rows->starts[e->watch + 1]; i++) {
        const struct rule_row *row = r->rows->order[i];
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
    memset(&r->mib, 0, sizeof r->mib);
    model_start(r);
    r->m.bring_up = 3;
    r->m.ever_connected = true;
    r->m.home = HOME_RESET;
    r->m.fresh = true; /* STA-10: the next profile has its reset */
    r->m.scan_confirmed = true; /* perhaps */
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
    if (now > r->now) {
        r->before = r->now;
        r->now = now;
    }
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
        if (e->watch == ON_INITIALIZE) {
            forget_requests(r);
            memset(r->debts, 0, sizeof r->debts);
            model_initialized(r);
        }
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
    r->hears = all && !r->beneath;
}

/* The ports there were are nobody's any more. */
void extsta_referee_detached(struct extsta_referee *r)
{
    if (r->detached) {
        return;
    }
    r->detached = true;
    for (size_t i = 0; i < PEERS(r); i++) {
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
    return rows_say(rule, verdict);
}

enum extsta_rule extsta_referee_judged(const struct extsta_referee *r, enum extsta_rule rule)
{
    for (unsigned i = (unsigned)rule + 1; i < EXTSTA_RULE_COUNT; i++) {
        unsigned place = r->rows->place[i];
        if (place != 0 && (r->kept[place] != 0 || r->violated[place] != 0 ||
                           is_due(r, (enum extsta_rule)i))) {
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
    unsigned place = r->rows->place[rule];
    *verdict = (struct extsta_verdict){.rule = rule, .visible = true};
    if (place == 0) {
        return rows_say(rule, verdict);
    }
    verdict->kept = r->kept[place];
    verdict->violated = r->violated[place];
    for (size_t i = 0; i < MAX_DEBTS; i++) {
        verdict->pending += r->debts[i].rule == rule;
    }
    return true;
}
