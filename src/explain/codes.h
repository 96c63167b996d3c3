/* What is known about the numbers of the standard beyond their text: meaning, usual causes,
 * what to check, what a program should do. The rows are in texts.ini and looked up by known.c;
 * cause_text.c and story_text.c ask here. All that is returned is constant. */
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
