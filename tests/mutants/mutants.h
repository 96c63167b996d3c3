/* The table of mutants: each breaks one rule of the contract, on one side of the boundary,
 * while a station runs. The name begins with the rule. */
#ifndef TESTS_MUTANTS_MUTANTS_H
#define TESTS_MUTANTS_MUTANTS_H

#include "stage.h"

struct mutant {
    const char *name; /* "DIS_04_an_implicit_end_is_indicated" */
    const char *text; /* what is wrong with it, for people */
    const char *run;  /* in which it shows */
    mutate *mutate;
};
struct mutant_table {
    const struct mutant *rows;
    size_t count;
};
#define M(function, run_, text_)                                                               \
    {                                                                                          \
        .name = #function, .text = text_, .run = #run_, .mutate = function                     \
    }
#define MUTANT_TABLE(name, rows_)                                                              \
    const struct mutant_table name = {rows_, sizeof(rows_) / sizeof *(rows_)}

extern const struct mutant_table mutants_states, mutants_reset, mutants_scan,
    mutants_connection, mutants_association, mutants_ends, mutants_ports, mutants_ihv,
    mutants_roaming, mutants_ibss, mutants_security, mutants_packets, mutants_mib;

#endif
