/* Ids and titles of the rules (extsta/rule.h): what a row of a state machine or a cause names.
 * The list is rule_list.h, which scripts/rules makes of docs/contract-rules.csv and
 * docs/ieee-clauses.csv. */
#include <extsta/rule.h>
#include <string.h>

static const struct {
    const char *id, *title;
} rules[EXTSTA_RULE_COUNT] = {
#define RULE_TEXT(symbol, id, title) [EXTSTA_RULE_##symbol] = {id, title},
    EXTSTA_RULE_LIST(RULE_TEXT)
#undef RULE_TEXT
};

const char *extsta_rule_id(enum extsta_rule rule)
{
    return (unsigned)rule < EXTSTA_RULE_COUNT ? rules[rule].id : NULL;
}

const char *extsta_rule_title(enum extsta_rule rule)
{
    return (unsigned)rule < EXTSTA_RULE_COUNT ? rules[rule].title : NULL;
}

enum extsta_rule extsta_rule_find(const char *id)
{
    /* 0 is EXTSTA_RULE_NONE. */
    for (unsigned i = 1; i < EXTSTA_RULE_COUNT; i++) {
        if (strcmp(rules[i].id, id) == 0) {
            return (enum extsta_rule)i;
        }
    }
    return EXTSTA_RULE_NONE;
}
