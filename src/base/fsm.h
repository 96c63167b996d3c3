/* Table-driven state machines.
 *
 * Each machine is one enum of states (named by what is awaited), one enum of events
 * and one const table of {state, event -> next state, action, contract rule}; this
 * dispatcher is the only one. A pair that is not in the table changes nothing and is
 * counted; it asserts in debug builds unless the machine tolerates it, because the
 * table is meant to be complete. Tests draw the tables into the documentation. */
#ifndef BASE_FSM_H
#define BASE_FSM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What to do on a transition. `machine` is the object that holds the state, `arg`
 * whatever the event brought. The action runs after the state has changed, and may
 * step the machine again. */
typedef void fsm_action(void *machine, const void *arg);

struct fsm_row {
    uint8_t state;
    uint8_t event;
    uint8_t next;
    fsm_action *action; /* NULL: nothing but the change */
    const char *rule;   /* contract rule or IEEE clause that says so */
};

struct fsm_table {
    const char *name;
    const char *const *states; /* names, by number */
    size_t state_count;
    const char *const *events;
    size_t event_count;
    const struct fsm_row *rows;
    size_t row_count;
    bool ignores_others; /* pairs that are not listed are legal and do nothing */
};

/* Feeds an event. Returns false when the pair is not in the table. */
bool fsm_step(const struct fsm_table *table, uint8_t *state, uint8_t event, void *machine,
              const void *arg);

/* The row for a pair, or NULL. */
const struct fsm_row *fsm_find(const struct fsm_table *table, uint8_t state, uint8_t event);

#endif
