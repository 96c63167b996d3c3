/* See rows.h. */
#include "referee/rows.h"
#include "base/pool.h"

static const struct rule_table *const tables[] = {
    &rules_general,    &rules_states,         &rules_reset,      &rules_power,
    &rules_scan,       &rules_connection,     &rules_disconnect, &rules_association,
    &rules_completion, &rules_disassociation, &rules_ports,      &rules_ihv,
    &rules_roaming,    &rules_ibss,           &rules_security,   &rules_keys,
    &rules_data,       &rules_statistics,     &rules_mib,        &rules_sequences,
};
#define TABLES (sizeof tables / sizeof *tables)

/* order NULL: only counts. */
static size_t sort(uint16_t starts[WATCHES + 1], const struct rule_row **order)
{
    size_t n = 0;
    for (unsigned w = 0; w < WATCHES; w++) {
        starts[w] = (uint16_t)n;
        for (size_t t = 0; t < TABLES; t++) {
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

static void give_places(struct rows *rows)
{
    rows->places = 1;
    for (size_t t = 0; t < TABLES; t++) {
        for (size_t k = 0; k < tables[t]->count; k++) {
            const struct rule_row *row = &tables[t]->rows[k];
            if (!row->unseen && rows->place[row->rule] == 0) {
                rows->place[row->rule] = rows->places++;
            }
        }
    }
}

static const char store_key;

static void destroy(struct extsta_context *ctx, struct context_store *base)
{
    struct rows *rows = (struct rows *)base;
    pool_release(&ctx->pool, rows->order, rows->count * sizeof *rows->order);
    pool_release(&ctx->pool, rows, sizeof *rows);
}

const struct rows *rows_of(struct extsta_context *ctx)
{
    struct rows *rows = (struct rows *)context_store_find(ctx, &store_key);
    if (rows) {
        return rows;
    }
    rows = pool_zalloc(&ctx->pool, sizeof *rows);
    if (!rows) {
        return NULL;
    }
    rows->count = (uint16_t)sort(rows->starts, NULL);
    rows->order = pool_alloc(&ctx->pool, rows->count * sizeof *rows->order);
    if (!rows->order) {
        pool_release(&ctx->pool, rows, sizeof *rows);
        return NULL;
    }
    sort(rows->starts, rows->order);
    give_places(rows);
    rows->base.key = &store_key;
    rows->base.destroy = destroy;
    context_store_add(ctx, &rows->base);
    return rows;
}

bool rows_say(enum extsta_rule rule, struct extsta_verdict *verdict)
{
    bool known = false;
    *verdict = (struct extsta_verdict){.rule = rule};
    for (size_t t = 0; t < TABLES; t++) {
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
