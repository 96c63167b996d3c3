/* The rules that causes, state machines and judgements refer to: those of the Native 802.11
 * contract ("DIS-04") and clauses of IEEE standards ("802.11 12.7.6.3"). A number in the code,
 * so that none can be misspelt; text where somebody reads it. The numbers may change from one
 * version of the library to the next: store and compare the ids. */
#ifndef EXTSTA_RULE_H
#define EXTSTA_RULE_H

#include <extsta/rule_list.h>

#ifdef __cplusplus
extern "C" {
#endif

enum extsta_rule {
    EXTSTA_RULE_NONE,
#define EXTSTA_RULE_ENUM(symbol, id, title) EXTSTA_RULE_##symbol,
    EXTSTA_RULE_LIST(EXTSTA_RULE_ENUM)
#undef EXTSTA_RULE_ENUM
    EXTSTA_RULE_COUNT
};

/* "DIS-04": a constant string; NULL for EXTSTA_RULE_NONE and numbers that are no rule. */
const char *extsta_rule_id(enum extsta_rule rule);
/* What it is about, in a few words: "Implicit ends are not indicated". As above. */
const char *extsta_rule_title(enum extsta_rule rule);
/* The rule with this id; EXTSTA_RULE_NONE when there is none. */
enum extsta_rule extsta_rule_find(const char *id);

#ifdef __cplusplus
}
#endif
#endif
