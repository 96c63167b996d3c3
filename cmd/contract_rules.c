/* The table of contract_rules.h, and questions to it. What the referee judges is asked of the
 * referee. */
#include "contract_rules.h"
#include "contract_data.h"
#include <ctype.h>
#include <extsta/referee.h>
#include <stdio.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

const struct contract_rule *contract_rules(size_t *count)
{
    *count = COUNT(rules);
    return rules;
}

const struct contract_chapter *contract_chapters(size_t *count)
{
    *count = COUNT(chapters);
    return chapters;
}

const struct contract_rule *contract_rule(enum extsta_rule rule)
{
    const char *id = extsta_rule_id(rule);
    for (size_t i = 0; id && i < COUNT(rules); i++) {
        if (strcmp(rules[i].id, id) == 0) {
            return &rules[i];
        }
    }
    return NULL;
}

enum extsta_rule contract_number(const struct contract_rule *rule)
{
    return extsta_rule_find(rule->id);
}

bool contract_is_of(const struct contract_rule *rule, const struct contract_chapter *chapter)
{
    size_t len = strlen(chapter->prefix);
    return strncmp(rule->id, chapter->prefix, len) == 0 && rule->id[len] == '-';
}

bool contract_is_decision(const struct contract_rule *rule)
{
    return rule->id[0] == 'X';
}

enum contract_standing contract_standing(const struct contract_rule *rule)
{
    struct extsta_verdict v;
    return rule->proof_count > 0                                         ? CONTRACT_TESTED
           : extsta_referee_rule(contract_number(rule), &v) && v.visible ? CONTRACT_JUDGED
           : !rule->note                                                 ? CONTRACT_UNPROVEN
           : rule->open                                                  ? CONTRACT_OPEN
                                                                         : CONTRACT_EXCUSED;
}

const char *contract_proof_name(enum contract_proof_kind kind)
{
    static const char *const names[CONTRACT_PROOF_KINDS] = {
        [CONTRACT_BY_UNIT] = "unit test",
        [CONTRACT_BY_SCENARIO] = "scenario",
        [CONTRACT_BY_CONFORM] = "conformance case",
        [CONTRACT_BY_INTEROP] = "interop case",
    };
    return names[kind];
}

const char *contract_standing_name(enum contract_standing standing)
{
    static const char *const names[CONTRACT_STANDINGS] = {
        [CONTRACT_TESTED] = "proven by a test that names them",
        [CONTRACT_JUDGED] = "judged by the referee in every run, and named by no test",
        [CONTRACT_EXCUSED] = "excused: they cannot apply, for a reason given",
        [CONTRACT_OPEN] = "to be proven yet",
        [CONTRACT_UNPROVEN] = "left with neither proof nor reason",
    };
    return names[standing];
}

/* --- selections --- */

/* One word, without blanks around it, in capitals. */
static bool select_word(struct contract_selection *s, const char *word)
{
    bool found = false;
    for (size_t i = 0; i < COUNT(rules); i++) {
        size_t len = strlen(word);
        bool is_chapter = strncmp(rules[i].id, word, len) == 0 && rules[i].id[len] == '-' &&
                          !strchr(word, '-');
        if (is_chapter || strcmp(rules[i].id, word) == 0) {
            s->rules[contract_number(&rules[i])] = found = s->any = true;
        }
    }
    return found;
}

bool contract_select(struct contract_selection *s, const char *words, char *wrong, size_t size)
{
    while (true) {
        char word[16] = "";
        size_t len = strcspn(words, ",");
        for (size_t i = 0; i < len && i < sizeof word - 1; i++) {
            word[i] = (char)toupper((unsigned char)words[i]);
        }
        if (len == 0 || len >= sizeof word || !select_word(s, word)) {
            snprintf(wrong, size, "%.*s", (int)(len < 60 ? len : 60), words);
            return false;
        }
        if (!words[len]) {
            return true;
        }
        words += len + 1;
    }
}

bool contract_selected(const struct contract_selection *s, enum extsta_rule rule)
{
    return !s->any || s->rules[rule];
}
