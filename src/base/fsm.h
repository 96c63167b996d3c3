/* Table-driven state machines: how every operation of the station is written down.
 *
 * A machine is one enum of states (named by what is awaited), one enum of events and one const
 * table of rows {state, event -> next state, action, rule}. FSM_TYPES makes the types of one
 * machine: all its actions take the same object and the same input, and the compiler sees to
 * it. FSM_TABLE puts the rows and the names together, FSM_ROW is one row, PREFIX_fsm_step feeds
 * an event. The tables are drawn into docs/machines.md by tests/arch/draw_machines.c.
 *
 * A pair that is not in the table changes nothing, and the step says so. Where the table is
 * meant to be complete (it does not ignore others) it is a mistake of ours: a debug build stops
 * there, any other counts it where the caller wants (`unlisted`). */
#ifndef BASE_FSM_H
#define BASE_FSM_H

#include <extsta/rule.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A rule by its id with underscores: RULE(DIS_04). */
#define RULE(symbol) EXTSTA_RULE_##symbol

/* What all machines' rows begin with. */
struct fsm_row {
    uint8_t state, event, next;
    enum extsta_rule rule; /* of the contract, or the clause of IEEE 802.11, that says so */
};

struct fsm_table {
    const char *name;
    const char *const *states; /* names, by number */
    size_t state_count;
    const char *const *events;
    size_t event_count;
    const struct fsm_row *rows; /* the first; they are row_size octets apart */
    size_t row_size;
    size_t row_count;
    bool ignores_others; /* pairs that are not listed are legal and do nothing */
};

/* The i-th row. */
static inline const struct fsm_row *fsm_row_at(const struct fsm_table *table, size_t i)
{
    return (const struct fsm_row *)((const char *)table->rows + i * table->row_size);
}

/* The row for a pair, or NULL. */
const struct fsm_row *fsm_find(const struct fsm_table *table, uint8_t state, uint8_t event);

/* The same when the event comes true: takes *state to the next state. Without a row nothing
 * changes, and unless the table ignores others, *unlisted counts it (NULL: nobody wants it). */
const struct fsm_row *fsm_take(const struct fsm_table *table, uint8_t *state, uint8_t event,
                               uint32_t *unlisted);

/* The types of one machine: PREFIX_action, struct PREFIX_row, and PREFIX_fsm_step, which takes
 * the state on and then runs the action (which may step the machine again). False when the pair
 * is in no row. */
#define FSM_TYPES(prefix, machine_type, input_type)                                            \
    typedef void prefix##_action(machine_type *machine, const input_type *input);              \
    struct prefix##_row {                                                                      \
        struct fsm_row fsm;                                                                    \
        prefix##_action *action; /* NULL: nothing but the change */                            \
    };                                                                                         \
    static inline bool prefix##_fsm_step(const struct fsm_table *table, uint8_t *state,        \
                                         uint8_t event, machine_type *machine,                 \
                                         const input_type *input, uint32_t *unlisted)          \
    {                                                                                          \
        const struct fsm_row *row = fsm_take(table, state, event, unlisted);                   \
        if (row && ((const struct prefix##_row *)row)->action) {                               \
            ((const struct prefix##_row *)row)->action(machine, input);                        \
        }                                                                                      \
        return row != NULL;                                                                    \
    }

#define FSM_ROW(state, event, next, action, rule)                                              \
    {                                                                                          \
        {state, event, next, RULE(rule)}, action                                               \
    }

/* The table over arrays of names and rows; behind them `.ignores_others = true` where the
 * table has only what matters. */
#define FSM_TABLE(title, state_names, event_names, table_rows, ...)                            \
    {                                                                                          \
        .name = title, .states = state_names,                                                  \
        .state_count = sizeof(state_names) / sizeof(state_names)[0], .events = event_names,    \
        .event_count = sizeof(event_names) / sizeof(event_names)[0],                           \
        .rows = &(table_rows)[0].fsm, .row_size = sizeof(table_rows)[0],                       \
        .row_count = sizeof(table_rows) / sizeof(table_rows)[0], __VA_ARGS__                   \
    }

#endif
