/* The only dispatcher of state machines (base/fsm.h). */
#include "base/fsm.h"
#include <assert.h>

const struct fsm_row *fsm_find(const struct fsm_table *table, uint8_t state, uint8_t event)
{
    /* Tables are short: a search is quick enough. */
    for (size_t i = 0; i < table->row_count; i++) {
        const struct fsm_row *row = fsm_row_at(table, i);
        if (row->state == state && row->event == event) {
            return row;
        }
    }
    return NULL;
}

const struct fsm_row *fsm_take(const struct fsm_table *table, uint8_t *state, uint8_t event,
                               uint32_t *unlisted)
{
    const struct fsm_row *row = fsm_find(table, *state, event);
    if (row) {
        /* Before the action, which may step the machine on from there (FSM_TYPES). */
        *state = row->next;
    } else if (!table->ignores_others) {
        assert(!"a pair of state and event that is in no row");
        if (unlisted) {
            ++*unlisted;
        }
    }
    return row;
}
