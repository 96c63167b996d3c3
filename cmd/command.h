/* The program's subcommands. Each is one file with one struct command; main.c picks it and does
 * what all of them share: help, the message about refused memory, the last look at standard
 * output. */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/* Exit statuses, for scripts (also in extsta --help). */
enum exit_status {
    EXIT_OK = 0,
    EXIT_EXPECTATION = 1, /* it ran, and the outcome is not the wanted one */
    EXIT_USAGE = 2,       /* wrong arguments */
    EXIT_INPUT = 3,       /* a file, profile or script cannot be used */
    EXIT_SYSTEM = 4,      /* the machine refuses: privilege, module, interface, memory */
};

/* What a subcommand says of itself, and its work. All texts are constant. */
struct command {
    const char *name;
    const char *summary; /* one line for the list */
    const char *help;    /* everything for `extsta NAME --help` */
    int (*run)(int argc, char **argv);
};

extern const struct command command_demo, command_run, command_fleet, command_scan, command_connect,
    command_explain, command_watch, command_check, command_contract, command_conform,
    command_causes, command_extcap, command_daemon, command_radios, command_profile, command_medium, command_ctl,
    command_replay;

/* "extsta NAME: message" on standard error, with a hint at --help for EXIT_USAGE.
 * Returns `status`. */
int command_fail(const struct command *command, enum exit_status status, const char *format,
                 ...) __attribute__((format(printf, 3, 4)));

#endif
