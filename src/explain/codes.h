/* What is known about the numbers of the standard beyond their text. */
#ifndef EXPLAIN_CODES_H
#define EXPLAIN_CODES_H

#include "base/names.h"
#include <extsta/cause.h>

#define RETRY       EXTSTA_REMEDY_RETRY
#define CREDENTIAL  EXTSTA_REMEDY_CREDENTIAL
#define POLICY      EXTSTA_REMEDY_POLICY
#define ENVIRONMENT EXTSTA_REMEDY_ENVIRONMENT

/* What is said of every number that refuses a part of the RSN element. */
#define RSN_USUAL "AP and station are configured for different versions or suites of RSN"
#define RSN_CHECK                                                                              \
    "compare the RSN element of the beacon with that of the (re)association request"

/* A number of one of the two spaces, and what is known about it. */
struct code_known {
    uint16_t code;
    struct extsta_explanation say;
};
/* What a table says of a number, or NULL. */
static inline const struct extsta_explanation *codes_find(const struct code_known *table,
                                                          size_t count, uint16_t code)
{
    for (size_t i = 0; i < count; i++) {
        if (table[i].code == code) {
            return &table[i].say;
        }
    }
    return NULL;
}

/* NULL when there is nothing to say but the text of the number. */
const struct extsta_explanation *codes_explain_reason(uint16_t reason);
const struct extsta_explanation *codes_explain_status(uint16_t status);
/* The same number in the station's hand means something else. Never NULL; no remedy: there
 * is nothing to look for. */
const struct extsta_explanation *codes_explain_own_reason(uint16_t reason);

#endif
