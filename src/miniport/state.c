/* The operating state: everything may be configured (INIT), or connected or trying to
 * be (OP). Contract STA-01 ... STA-03. */
#include "base/fsm.h"
#include "miniport/miniport.h"

FSM_TYPES(state, struct miniport, void)

static const char *const states[] = {[MP_INIT] = "init", [MP_OP] = "op"};
/* The event is the state to be entered: that a CONNECT_REQUEST was accepted, or that a
 * disconnect, a reset or a failed connection operation ended what it began. */
static const char *const events[] = {[MP_INIT] = "ended", [MP_OP] = "connect-accepted"};

static const struct state_row rows[] = {
    FSM_ROW(MP_INIT, MP_OP, MP_OP, NULL, STA_02),
    FSM_ROW(MP_OP, MP_INIT, MP_INIT, NULL, STA_03),
    FSM_ROW(MP_INIT, MP_INIT, MP_INIT, NULL, RST_12),
};

const struct fsm_table mp_state_table = FSM_TABLE("operating-state", states, events, rows);

void mp_enter(struct miniport *mp, enum mp_state state)
{
    state_fsm_step(&mp_state_table, &mp->state, (uint8_t)state, mp, NULL, &mp->ctx->unlisted);
}
