/* Reading the command line (arguments.h). What wpa_supplicant has and cannot be had here is
 * refused by its letter; what makes no difference here is taken, and said in the help. */
#include "arguments.h"
#include "config.h"
#include "log.h"
#include "profile_words.h"
#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
    "usage:\n"
    "  extsta-supplicant [-BdKqst] [-P PIDFILE] [-g GLOBAL [-G GROUP]] [-f LOGFILE]\n"
    "        -i IFACE -c CONF [-C CTRL] [-D DRIVER] [-p PARAM] [-I CONF]\n"
    "        [-N -i IFACE -c CONF ...] [-o DRIVER] [-O CTRL] [--test-commands]\n"
    "        [--sandbox WORD]\n"
    "\n"
    "Stations for programs that are written for wpa_supplicant: the same options,\n"
    "control sockets and configuration file (docs/control-interface.md).\n"
    "\n"
    "  -i IFACE      the interface: the card's own with -D nl80211; else a TAP\n"
    "                interface of this name is made\n"
    "  -c CONF       wpa_supplicant.conf; secrets that everybody may read are refused\n"
    "  -I CONF       another one, read after it\n"
    "  -C CTRL       where the control socket is, whatever the file says\n"
    "  -D DRIVER     nl80211 (default): a Wi-Fi card; else as --radio of 'extsta\n"
    "                connect': hwsim, monitor:IFACE, udp:HOST:PORT, air. Of a list, as\n"
    "                nl80211,wext, the first that is known here\n"
    "  -p PARAM      address=MAC: the station's own; channels=1,6: where it looks for\n"
    "                networks; config=FILE: a configuration of 'extsta daemon', whose\n"
    "                air -D air is on\n"
    "  -N            another interface follows\n"
    "  -g, -G        the global control socket, and the group that may use it\n"
    "  -o, -O        driver and control directory of interfaces that are added by it\n"
    "  -B, -P        in the background, with a file of the process' number\n"
    "  -f, -s, -t    messages go to a file, or to the system's log; with the time\n"
    "  -d, -q        more messages, fewer (-qq even fewer)\n"
    "  --test-commands\n"
    "                the commands for tests of protocols are answered, too\n"
    "  --sandbox WORD\n"
    "                yes (default): system calls that it has no use for fail, and those of\n"
    "                an intruder end it; kill: all of them do; no\n"
    "  -K, -e        are taken: keys are in no message, randomness is the kernel's\n"
    "  -h, -v, -L    this text, the version, the license\n"
    "\n"
    "SIGHUP has the files read again, SIGUSR1 the state of each interface said;\n"
    "SIGTERM ends it. -b, -m, -M, -T, -u and -W are not supported.\n";

static enum arguments_verdict wrong(const char *text)
{
    fprintf(stderr, "extsta-supplicant: %s\nTry 'extsta-supplicant -h'.\n", text);
    return ARGUMENTS_WRONG;
}

/* Options of the interface under way. */
static bool take_interface_option(struct interface_arguments *i, int option)
{
    const char **where = option == 'i'   ? &i->name
                         : option == 'c' ? &i->conf
                         : option == 'I' ? &i->extra_conf
                         : option == 'C' ? &i->ctrl
                         : option == 'D' ? &i->driver
                         : option == 'p' ? &i->driver_param
                                         : NULL;
    if (where) {
        *where = optarg;
    }
    return where != NULL;
}

static bool take_flag(struct arguments *a, int option)
{
    switch (option) {
    case 'B':
        a->background = true;
        return true;
    case 'd':
        a->level--;
        return true;
    case 'q':
        a->level++;
        return true;
    case 's':
        a->system_log = true;
        return true;
    case 't':
        a->timestamps = true;
        return true;
    case 'X':
        a->test_commands = true;
        return true;
    case 'K':
    case 'e':
        return true;
    default:
        return false;
    }
}

static bool take_text(struct arguments *a, int option)
{
    const char **where = option == 'g'   ? &a->global
                         : option == 'G' ? &a->global_group
                         : option == 'o' ? &a->driver
                         : option == 'O' ? &a->ctrl
                         : option == 'f' ? &a->log_file
                         : option == 'P' ? &a->pid_file
                                         : NULL;
    if (where) {
        *where = optarg;
    }
    return where != NULL;
}

static const char *reason_against(int option)
{
    return option == 'b'   ? "-b: a station is not put into a bridge here"
           : option == 'm' ? "-m: Wi-Fi Direct is not done here"
           : option == 'M'
               ? "-M: interfaces are named by -i, or added by -g; none is waited for"
           : option == 'T' ? "-T: there is no tracing here; -dd says more"
           : option == 'u' ? "-u: D-Bus is not spoken here; use -g and the control sockets"
           : option == 'W' ? "-W: it does not wait for a monitor"
                           : NULL;
}

/* Like wpa_supplicant: each interface needs a name, and a file or a control socket; a single
 * one may be left out beside -g. */
static enum arguments_verdict judge(const struct arguments *a)
{
    for (size_t n = 0; n < a->count; n++) {
        const struct interface_arguments *i = &a->interfaces[n];
        if (a->count == 1 && a->global && !i->name) {
            break;
        }
        if (!i->name) {
            return wrong("name the interface: -i");
        }
        if (strlen(i->name) == 0 || strlen(i->name) > 15) {
            return wrong("the name of an interface has 1 to 15 characters");
        }
        if (!i->conf && !i->ctrl && !a->ctrl) {
            return wrong("an interface needs a configuration (-c) or a control socket (-C)");
        }
    }
    return ARGUMENTS_RUN;
}

enum arguments_verdict arguments_read(int argc, char **argv, struct arguments *out)
{
    static const struct option options[] = {{"test-commands", no_argument, NULL, 'X'},
                                            {"sandbox", required_argument, NULL, 'S'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'v'},
                                            {NULL, 0, NULL, 0}};
    memset(out, 0, sizeof *out);
    out->count = 1;
    out->level = LOG_LEVEL_INFO;
    out->sandbox = SANDBOX_REFUSE;
    for (int o; (o = getopt_long(argc, argv, "b:Bc:C:D:de:f:g:G:hi:I:KLMm:No:O:p:P:qsTtuvW",
                                 options, NULL)) != -1;) {
        if (take_flag(out, o) || take_text(out, o) ||
            take_interface_option(&out->interfaces[out->count - 1], o)) {
            continue;
        }
        if (reason_against(o)) {
            return wrong(reason_against(o));
        }
        switch (o) {
        case 'N':
            if (out->count == ARGUMENTS_INTERFACES) {
                return wrong("there are 64 interfaces at most");
            }
            out->count++;
            break;
        case 'S':
            if (!profile_word_find(config_sandbox_words, optarg, &out->sandbox)) {
                return wrong("--sandbox: yes, kill or no");
            }
            break;
        case 'h':
            fputs(help, stdout);
            return ARGUMENTS_DONE;
        case 'v':
            printf("extsta-supplicant " EXTSTA_VERSION
                   " (in the place of wpa_supplicant v2.10)\n");
            return ARGUMENTS_DONE;
        case 'L':
            printf("extsta: MIT license, see LICENSE\n");
            return ARGUMENTS_DONE;
        default:
            fprintf(stderr, "Try 'extsta-supplicant -h'.\n");
            return ARGUMENTS_WRONG;
        }
    }
    return optind == argc ? judge(out)
                          : wrong("there is an argument that belongs to no option");
}
