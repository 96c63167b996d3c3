/* What all referees of a context share: which rows of the chapters' tables watch what, and
 * where each rule has its counts. Made once, of the tables alone. */
#ifndef REFEREE_ROWS_H
#define REFEREE_ROWS_H

#include "referee/referee.h"

struct rows {
    struct context_store base;
    uint16_t starts[WATCHES + 1]; /* of each watch in `order` */
    uint16_t count;
    /* Of each rule: where its counts are; 0, which is nobody's: of one without a row. */
    uint16_t place[EXTSTA_RULE_COUNT];
    uint16_t places;               /* how many there are, the first with them */
    const struct rule_row **order; /* one watch behind the other */
};

/* The context's, made with the first referee of it. NULL: no memory. */
const struct rows *rows_of(struct extsta_context *ctx);
/* What the tables say of a rule; false: it is in none. */
bool rows_say(enum extsta_rule rule, struct extsta_verdict *verdict);

#endif
