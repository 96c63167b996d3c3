/* What is known about reason and status codes, diagnoses and kinds of stories: the texts of
 * texts.ini, looked up. */
#include "base/names.h"
#include "explain/codes.h"
#include "explain/story_private.h"

/* A number, and what is known about it beyond its text. */
struct known {
    uint16_t code;
    struct extsta_explanation say;
};

/* reasons, statuses; reason_known, own_reason_known, status_known; diagnoses, kinds */
#include "explain/texts_list.h"

_Static_assert(COUNT(diagnoses) == EXTSTA_DIAGNOSIS_COUNT, "a diagnosis is not explained");
_Static_assert(COUNT(kinds) == EXTSTA_KIND_COUNT, "a kind without a row");

/* A few dozen rows, looked up only when a text is made: no need of an order. */
static const struct extsta_explanation *find(const struct known *table, size_t count,
                                             uint16_t code)
{
    for (size_t i = 0; i < count; i++) {
        if (table[i].code == code) {
            return &table[i].say;
        }
    }
    return NULL;
}

/* The text of IEEE 802.11-2020 table 9-49, shortened; "reserved" for a number without one. */
const char *extsta_reason_text(uint16_t reason)
{
    return NAME_AT(reasons, reason, "reserved");
}

/* The same of table 9-50. The two spaces share numbers and not meanings. */
const char *extsta_status_text(uint16_t status)
{
    return NAME_AT(statuses, status, "reserved");
}

const struct extsta_explanation *codes_explain_reason(uint16_t reason)
{
    return find(reason_known, COUNT(reason_known), reason);
}

const struct extsta_explanation *codes_explain_status(uint16_t status)
{
    return find(status_known, COUNT(status_known), status);
}

const struct extsta_explanation *codes_explain_own_reason(uint16_t reason)
{
    /* For any reason that a station may send and that has no row of its own. */
    static const struct extsta_explanation decided = {
        "the station decided so", "the user, the supplicant or the driver of the station",
        "read the station's own log at that moment", EXTSTA_REMEDY_RETRY};
    const struct extsta_explanation *own =
        find(own_reason_known, COUNT(own_reason_known), reason);
    return own ? own : &decided;
}

/* Never NULL: a number out of range is explained as NONE. */
const struct extsta_explanation *extsta_diagnosis_explanation(enum extsta_diagnosis diagnosis)
{
    return &diagnoses[(unsigned)diagnosis < COUNT(diagnoses) ? diagnosis
                                                             : EXTSTA_DIAGNOSIS_NONE];
}

const struct story_kind_info *story_kind(enum extsta_story_kind kind)
{
    return &kinds[kind];
}

struct extsta_explanation extsta_story_kind_explanation(enum extsta_story_kind kind)
{
    const struct story_kind_info *k =
        &kinds[(unsigned)kind < COUNT(kinds) ? kind : EXTSTA_KIND_NONE];
    const struct extsta_explanation *e = extsta_diagnosis_explanation(k->diagnosis);
    bool plain = k->diagnosis == EXTSTA_DIAGNOSIS_NONE;
    if (plain && !k->meaning) {
        return (struct extsta_explanation){"", "", "", EXTSTA_REMEDY_NONE};
    }
    return (struct extsta_explanation){
        .meaning = k->meaning ? k->meaning : e->meaning,
        .usual = k->usual ? k->usual
                 : plain  ? ""
                          : e->usual,
        .check = k->check ? k->check
                 : plain  ? ""
                          : e->check,
        .remedy = k->remedy ? k->remedy : e->remedy,
    };
}

enum extsta_remedy extsta_story_remedy(const struct extsta_story *story)
{
    enum extsta_remedy own = kinds[story->kind].remedy;
    return own ? own : extsta_cause_remedy(&story->cause);
}

const char *extsta_story_kind_name(enum extsta_story_kind kind)
{
    static const char *const names[] = {
#define NAME(symbol, name) [EXTSTA_KIND_##symbol] = name,
        EXTSTA_STORY_KIND_LIST(NAME)
#undef NAME
    };
    return NAME_AT(names, kind, NULL);
}
