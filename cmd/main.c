/* extsta: the program. Picks the subcommand; everything else is in its file. What is true for
 * all of them stands around the call: --help, and exit status 4 when memory was refused or
 * standard output could not be written, whatever the subcommand thought. */
#include "command.h"
#include "ihv_loader.h"
#include "providers.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static const struct command *const commands[] = {
    &command_demo,    &command_run,    &command_fleet,  &command_radios, &command_scan,
    &command_connect,
    &command_explain, &command_watch,  &command_check,  &command_contract,
    &command_conform, &command_causes, &command_daemon, &command_extcap,
    &command_profile, &command_medium, &command_ctl, &command_replay,
};
#define COMMANDS (sizeof commands / sizeof *commands)

static const char introduction[] =
    "extsta - a Native 802.11 Extensible Station in user space\n"
    "\n"
    "  extsta demo                  watch a station live through its whole life\n"
    "  extsta run FILE.lua          play a scenario on virtual air; its expectations decide\n"
    "  extsta explain FILE.pcap     what happened to each client, who ended it, and why\n"
    "\n"
    "Commands:\n";

static const char ending[] =
    "\n"
    "'extsta COMMAND --help' teaches a command. Nothing needs privilege or hardware but\n"
    "'scan' and 'connect' on a real radio. Pages, scenarios and examples are installed "
    "in\n" EXTSTA_DOC_DIR ".\n"
    "\n"
    "Exit status: 0 done, 1 the outcome is not the wanted one, 2 wrong arguments,\n"
    "3 a file or script cannot be used, 4 the machine refuses (privilege, module, memory),\n"
    "130 interrupted (Ctrl-C), 143 by SIGTERM.\n";

static void list_commands(FILE *out)
{
    fputs(introduction, out);
    for (size_t i = 0; i < COMMANDS; i++) {
        fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    }
    fputs(ending, out);
}

int command_fail(const struct command *command, enum exit_status status, const char *format,
                 ...)
{
    va_list args;
    fprintf(stderr, "extsta %s: ", command->name);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    if (status == EXIT_USAGE) {
        fprintf(stderr, "Try 'extsta %s --help'.\n", command->name);
    }
    return (int)status;
}

/* Wireshark calls us by options alone (extcap.c). */
static bool is_extcap(const char *option)
{
    return strncmp(option, "--extcap-", 9) == 0 || strcmp(option, "--capture") == 0;
}

static const struct command *find(const char *name)
{
    if (is_extcap(name)) {
        return &command_extcap;
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return commands[i];
        }
    }
    return NULL;
}

/* Anywhere among the arguments, but not behind "--". */
static bool asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            return true;
        }
        if (strcmp(argv[i], "--") == 0) {
            break;
        }
    }
    return false;
}

/* What extensions have done that no station's story can tell. */
static void tell_strays(const char *program)
{
    struct ihv_strays s = ihv_strays();
    if (s.handles > 0) {
        fprintf(
            stderr,
            "%s: the extension called %lu functions with a handle that was dead or nobody's "
            "(IHV-05); they were refused\n",
            program, s.handles);
    }
    if (s.buffers > 0 || s.leaked > 0) {
        fprintf(stderr,
                "%s: the extension freed %lu buffers that were none or free already, and did "
                "not free %lu\n",
                program, s.buffers, s.leaked);
    }
    if (s.restless > 0) {
        fprintf(
            stderr,
            "%s: the extension did not come to rest and was not waited for; another run may "
            "go otherwise\n",
            program);
    }
    if (s.threads > 0) {
        fprintf(stderr,
                "%s: threads of the extension have outlived Dot11ExtIhvDeinitService (IHV-04); "
                "it stays loaded\n",
                program);
    }
}

/* Keys and passphrases are in memory: a crash leaves none of it on a disk, unless whoever looks
 * for the mistake asks for it. A limit of 1, since one of 0 holds for files alone, and not for a
 * program to which the kernel pipes the image (core(5)). */
static void leave_no_core(void)
{
    struct rlimit limit;
    if (!getenv("EXTSTA_CORE") && getrlimit(RLIMIT_CORE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max < 1 ? limit.rlim_max : 1;
        setrlimit(RLIMIT_CORE, &limit);
    }
}

int main(int argc, char **argv)
{
    leave_no_core();
    if (argc < 2) {
        list_commands(stderr);
        return EXIT_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        list_commands(stdout);
        return EXIT_OK;
    }
    if (strcmp(name, "--version") == 0) {
        puts("extsta " EXTSTA_VERSION);
        return EXIT_OK;
    }
    bool help = strcmp(name, "help") == 0;
    if (help && argc < 3) {
        list_commands(stdout);
        return EXIT_OK;
    }
    const struct command *command = find(help ? argv[2] : name);
    if (!command) {
        fprintf(stderr, "extsta: there is no command '%s'. 'extsta --help' lists them.\n",
                help ? argv[2] : name);
        return EXIT_USAGE;
    }
    if (help || asks_for_help(argc - 1, argv + 1)) {
        fputs(command->help, stdout);
        return EXIT_OK;
    }
    /* getopt's messages begin with argv[0]. */
    char program[40];
    snprintf(program, sizeof program, "extsta %s", name);
    bool by_option = is_extcap(name);
    if (!by_option) {
        argv[1] = program;
    }
    int status = by_option ? command->run(argc, argv) : command->run(argc - 1, argv + 1);
    tell_strays(program);
    if (host_memory_refused() > 0) {
        fprintf(stderr,
                "%s: memory was refused: what was done and said may be neither all nor right\n",
                program);
        status = status < 128 ? EXIT_SYSTEM : status;
    }
    if ((fflush(stdout) != 0 || ferror(stdout)) && status != EXIT_INPUT) {
        fprintf(stderr, "%s: standard output could not be written completely\n", program);
        status = EXIT_SYSTEM;
    }
    return status;
}
