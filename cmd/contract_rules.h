/* The rules of the Native 802.11 contract as the program knows them: what each says, whose it
 * is, how it is kept and broken, what proves it. scripts/contract makes the table of the files
 * in docs/ and of the tests when the program is built. `extsta contract` and `extsta check`
 * tell it. */
#ifndef CMD_CONTRACT_RULES_H
#define CMD_CONTRACT_RULES_H

#include <extsta/rule.h>
#include <stdbool.h>
#include <stddef.h>

struct contract_chapter {
    const char *prefix; /* "DIS" */
    const char *title;
};

/* A piece of a rule's text: "obligation", "Do not ...". Text of several lines keeps them. */
struct contract_field {
    const char *name, *text;
};

enum contract_proof_kind {
    CONTRACT_BY_UNIT,
    CONTRACT_BY_SCENARIO,
    CONTRACT_BY_CONFORM,
    CONTRACT_BY_INTEROP,
    CONTRACT_PROOF_KINDS
};
struct contract_proof {
    enum contract_proof_kind kind;
    const char *name; /* of the test */
};

/* All of a rule but its title, which is extsta_rule_title's. */
struct contract_rule {
    const char *id, *actor, *strength;
    const struct contract_field *fields;
    size_t field_count;
    const struct contract_proof *proofs;
    size_t proof_count;
    const char *note;          /* why it cannot apply, or what is to be done yet; or NULL */
    bool open;                 /* the latter */
    const char *kept, *broken; /* what crosses when it is, one value a line; NULL: no example */
};

/* How it is known that a rule is kept. */
enum contract_standing {
    CONTRACT_TESTED,  /* at least one test names it */
    CONTRACT_JUDGED,  /* by the referee alone, wherever it watches */
    CONTRACT_EXCUSED, /* it cannot apply, with the reason */
    CONTRACT_OPEN,    /* what is to be done yet is known */
    CONTRACT_UNPROVEN,
    CONTRACT_STANDINGS
};

/* All rules, chapter by chapter; those of chapter X, decisions where the sources contradict
 * each other, come last and are not counted among the 495. */
const struct contract_rule *contract_rules(size_t *count);
const struct contract_chapter *contract_chapters(size_t *count);
/* NULL: no rule of the contract. */
const struct contract_rule *contract_rule(enum extsta_rule rule);
enum extsta_rule contract_number(const struct contract_rule *rule);
bool contract_is_decision(const struct contract_rule *rule);
bool contract_is_of(const struct contract_rule *rule, const struct contract_chapter *chapter);
enum contract_standing contract_standing(const struct contract_rule *rule);
/* "unit test" */
const char *contract_proof_name(enum contract_proof_kind kind);
/* Of several: "proven by a test that names them". */
const char *contract_standing_name(enum contract_standing standing);

/* Some rules: those that were named. */
struct contract_selection {
    bool any; /* false: nothing was named, which means all */
    bool rules[EXTSTA_RULE_COUNT];
};
/* Adds "DIS-04", a chapter ("DIS"), or several with commas between; small letters do. False:
 * one of them is none; *wrong: which, cut to fit. */
bool contract_select(struct contract_selection *s, const char *words, char *wrong, size_t size);
bool contract_selected(const struct contract_selection *s, enum extsta_rule rule);

#endif
