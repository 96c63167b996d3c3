/* What is known about the numbers of the standard beyond their text. */
#ifndef EXPLAIN_CODES_H
#define EXPLAIN_CODES_H

#include <extsta/cause.h>

/* NULL when there is nothing to say but the text of the number. */
const struct extsta_explanation *codes_explain_reason(uint16_t reason);
const struct extsta_explanation *codes_explain_status(uint16_t status);
/* The same number in the station's hand means something else. Never NULL; no remedy: there
 * is nothing to look for. */
const struct extsta_explanation *codes_explain_own_reason(uint16_t reason);

#endif
