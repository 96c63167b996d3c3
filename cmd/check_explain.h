/* What a rule of the contract says, for `extsta check --explain`: its text and source, an
 * example in which it is kept and one in which it is broken, who judges and proves it. */
#ifndef CMD_CHECK_EXPLAIN_H
#define CMD_CHECK_EXPLAIN_H

#include "contract_rules.h"

/* Each rule that was selected, on standard output: for people, or one JSON object each. */
void check_explain(const struct contract_selection *rules, bool json);

#endif
