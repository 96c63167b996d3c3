/* The command line of extsta-supplicant: wpa_supplicant's own options, as texts of argv. */
#ifndef SUPPLICANT_ARGUMENTS_H
#define SUPPLICANT_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

/* One interface; NULL: not given. */
struct interface_arguments {
    const char *name, *conf, *extra_conf, *ctrl, *driver, *driver_param;
};
#define ARGUMENTS_INTERFACES 64

struct arguments {
    struct interface_arguments interfaces[ARGUMENTS_INTERFACES];
    size_t count;              /* at least 1; its name is NULL where only -g was given */
    const char *global;        /* -g */
    const char *global_group;  /* -G */
    const char *driver, *ctrl; /* -o, -O: of interfaces that are added */
    const char *log_file;      /* -f */
    const char *pid_file;      /* -P */
    bool background;           /* -B */
    bool timestamps;           /* -t */
    bool system_log;           /* -s */
    bool test_commands;        /* --test-commands */
    unsigned sandbox;          /* --sandbox: enum sandbox_mode */
    int level;                 /* LOG_LEVEL_...: the least that is said */
};

/* What is to be done with them. */
enum arguments_verdict {
    ARGUMENTS_RUN,
    ARGUMENTS_DONE,  /* -h, -v, -L: it was printed */
    ARGUMENTS_WRONG, /* the message is out on standard error */
};

/* Texts stay argv's. */
enum arguments_verdict arguments_read(int argc, char **argv, struct arguments *out);

#endif
