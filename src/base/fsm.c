#include "base/fsm.h"
#include <assert.h>

const struct fsm_row *fsm_find(const struct fsm_table *table, uint8_t state, uint8_t event)
{
    for (size_t i = 0; i < table->row_count; i++) {
        if (table->rows[i].state == state && table->rows[i].event == event) {
            return &table->rows[i];
        }
    }
    return NULL;
}

bool fsm_step(const struct fsm_table *table, uint8_t *state, uint8_t event, void *machine,
              const void *arg)
{
    const struct fsm_row *row = fsm_find(table, *state, event);
    if (!row) {
        assert(table->ignores_others);
        return false;
    }
    *state = row->next;
    if (row->action) {
        row->action(machine, arg);
    }
    return true;
}
