/* The operating state: everything may be configured (INIT), or connected or trying to
 * be (OP). Contract STA-01 ... STA-03. */
#include "base/fsm.h"
#include "miniport/miniport.h"

static const char *const states[] = {[MP_INIT] = "init", [MP_OP] = "op"};
/* The event is the state to be entered: that a CONNECT_REQUEST was accepted, or that a
 * disconnect, a reset or a failed connection operation ended what it began. */
static const char *const events[] = {[MP_INIT] = "ended", [MP_OP] = "connect-accepted"};

static const struct fsm_row rows[] = {
    {MP_INIT, MP_OP, MP_OP, NULL, "STA-02"},
    {MP_OP, MP_INIT, MP_INIT, NULL, "STA-03"},
    {MP_INIT, MP_INIT, MP_INIT, NULL, "RST-12"},
};

const struct fsm_table mp_state_table = {
    .name = "operating-state",
    .states = states,
    .state_count = sizeof states / sizeof states[0],
    .events = events,
    .event_count = sizeof events / sizeof events[0],
    .rows = rows,
    .row_count = sizeof rows / sizeof rows[0],
};

void mp_enter(struct miniport *mp, enum mp_state state)
{
    fsm_step(&mp_state_table, &mp->state, (uint8_t)state, mp, NULL);
}
