/* extsta ctl: a client of a daemon's own control socket (control/own, docs/ctl.md). The words
 * of the command go there as they are; what comes back is printed as it comes, or line by line
 * for people. It knows no command by itself, so it fits any daemon that speaks the same
 * protocol. */
#include "command.h"
#include "own_request.h"
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PATH "/run/extsta/ctl"
#define LINE (4u << 20) /* octets of a line, at most */

static const char help[] =
    "extsta ctl [--socket PATH] [--json] COMMAND [WORD...]\n"
    "\n"
    "Asks a running 'extsta daemon', or tells it what to do: what wpa_cli has no words for.\n"
    "\n"
    "  extsta ctl commands                     what can be asked\n"
    "  extsta ctl stations                     all stations\n"
    "  extsta ctl status wlan0                 how one stands\n"
    "  extsta ctl causes wlan0 5               its last five ends, and why\n"
    "  extsta ctl bss wlan0                    what it hears, and why that is no candidate\n"
    "  extsta ctl oid wlan0 OID_DOT11_STATISTICS\n"
    "  extsta ctl network-add wlan0 @office.xml priority=5\n"
    "  extsta ctl watch wlan0                  events as they happen\n"
    "\n"
    "  --socket PATH  the daemon's control socket (" PATH ", or $EXTSTA_CTL)\n"
    "  --json         the lines as they come (docs/ctl.md)\n"
    "\n"
    "A word '@FILE' is the contents of the file; so secrets are in no list of processes.\n"
    "\n"
    "Exit status: 0 done, 1 the daemon refuses, 2 wrong arguments, 3 a file cannot be read, 4 "
    "there\n"
    "is no daemon, or it has gone.\n";

/* --- the request --- */

/* The contents of a file; for free. NULL: it cannot be read. */
static char *contents(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = f ? calloc(1, 65536) : NULL;
    size_t len = text ? fread(text, 1, 65536, f) : 0;
    bool fine = text && !ferror(f) && len < 65536;
    if (f) {
        fclose(f);
    }
    if (!fine) {
        free(text);
        return NULL;
    }
    return text;
}

static void put_word(FILE *to, const char *word)
{
    fputc('"', to);
    for (; *word; word++) {
        unsigned char c = (unsigned char)*word;
        if (c == '"' || c == '\\') {
            fprintf(to, "\\%c", c);
        } else if (c < 0x20) {
            fprintf(to, "\\u%04x", c);
        } else {
            fputc(c, to);
        }
    }
    fputc('"', to);
}

static int ask(FILE *to, char **words, int count)
{
    for (int i = 0; i < count; i++) {
        char *text = words[i][0] == '@' ? contents(words[i] + 1) : NULL;
        if (words[i][0] == '@' && !text) {
            return command_fail(&command_ctl, EXIT_INPUT, "%s: cannot be read", words[i] + 1);
        }
        fputs(i ? "," : "[", to);
        put_word(to, text ? text : words[i]);
        free(text);
    }
    fputs("]\n", to);
    return fflush(to) == 0 ? EXIT_OK
                           : command_fail(&command_ctl, EXIT_SYSTEM, "the daemon has gone");
}

/* --- the answer --- */

/* A value that is no text, up to what ends it: numbers, truth, and whole objects and arrays. */
static char *value_end(char *at, const char *end)
{
    int depth = 0;
    bool text = false;
    for (; at < end; at++) {
        if (text) {
            at += *at == '\\';
            text = *at != '"';
        } else if (*at == '"') {
            text = true;
        } else if (*at == '{' || *at == '[') {
            depth++;
        } else if (*at == '}' || *at == ']') {
            if (depth-- == 0) {
                return at;
            }
        } else if (*at == ',' && depth == 0) {
            return at;
        }
    }
    return at;
}

/* Control characters of a stranger's text do not reach the terminal. */
static void show(const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c < 0x20 && c != '\n') || c == 0x7f) {
            printf("\\x%02x", c);
        } else {
            putchar(c);
        }
    }
}

/* What stands for itself: when, whose, what. */
static bool is_plain(const char *name)
{
    return strcmp(name, "line") == 0 || strcmp(name, "sta") == 0 || strcmp(name, "time") == 0;
}

/* One member as "name=value"; some alone, long texts on lines of their own, and a beacon's
 * octets not at all. */
static void show_member(const char *name, const char *value, bool first)
{
    if (is_plain(name)) {
        fputs(first ? "" : "  ", stdout);
        show(value);
    } else if (strcmp(name, "elements") == 0) {
        return;
    } else if (strchr(value, '\n') || strlen(value) > 100) {
        printf("\n  %s ", name);
        show(value);
    } else if (value[0]) {
        printf("  %s=", name);
        show(value);
    }
}

/* Of an SSID {"hex":...,"text":...} the text. */
static char *readable(char *value, char *end)
{
    char *text = value[0] == '{' ? strstr(value, "\"text\":\"") : NULL;
    if (text) {
        text += 7;
        text = own_text_read(&text, end);
    }
    return text ? text : value;
}

/* An object of members, flat or not, in their order. */
static void show_line(char *at, char *end)
{
    bool first = true;
    at++;
    while (at < end && *at == '"') {
        char *name = own_text_read(&at, end), *value, kept = 0;
        if (!name || at >= end || *at++ != ':') {
            break;
        }
        if (*at == '"') {
            value = own_text_read(&at, end);
        } else {
            value = at;
            at = value_end(at, end);
            kept = at < end ? *at : 0;
            if (at < end) {
                *at = 0;
            }
        }
        if (!value) {
            break;
        }
        show_member(name, kept ? readable(value, at) : value, first);
        first = false;
        if (kept) {
            *at = kept;
        }
        at += at < end;
    }
    putchar('\n');
}

/* -1: the line is none of the last. Else the exit status with which it ends. */
static int take_line(char *line, size_t len, bool json, bool *watching)
{
    bool done = strncmp(line, "{\"line\":\"done\"", 14) == 0;
    bool fine = done && strstr(line, "\"ok\":true") != NULL;
    if (json) {
        fwrite(line, 1, len, stdout);
        putchar('\n');
    } else if (!done && strncmp(line, "{\"line\":\"ctl\"", 13) != 0) {
        show_line(line, line + len);
    } else if (done && !fine) {
        char *error = strstr(line, "\"error\":");
        char *at = error ? error + 8 : NULL;
        char *text = at ? own_text_read(&at, line + len) : NULL;
        command_fail(&command_ctl, EXIT_EXPECTATION, "%s", text ? text : "it is refused");
    }
    fflush(stdout);
    if (done && fine && *watching) {
        *watching = false; /* what follows are the events */
        return -1;
    }
    return !done ? -1 : fine ? EXIT_OK : EXIT_EXPECTATION;
}

static int listen_to(FILE *from, bool json, bool watch)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    int status = -1;
    bool watching = watch;
    while (status < 0 && (len = getline(&line, &room, from)) > 0) {
        len -= line[len - 1] == '\n';
        line[len] = 0;
        status =
            (size_t)len < LINE ? take_line(line, (size_t)len, json, &watching) : EXIT_SYSTEM;
    }
    free(line);
    return status >= 0 ? status
                       : command_fail(&command_ctl, EXIT_SYSTEM, "the daemon has closed");
}

static int dial(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
    } else {
        strcpy(address.sun_path, path);
        if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0) {
            return fd;
        }
    }
    int error = errno;
    if (fd >= 0) {
        close(fd);
    }
    command_fail(&command_ctl, EXIT_SYSTEM, "%s: %s%s", path, strerror(error),
                 error == ENOENT || error == ECONNREFUSED ? " (is 'extsta daemon' running?)"
                                                          : "");
    return -1;
}

static int run(int argc, char **argv)
{
    static const struct option options[] = {
        {"socket", required_argument, NULL, 's'}, {"json", no_argument, NULL, 'j'}, {0}};
    const char *path = getenv("EXTSTA_CTL");
    bool json = false;
    int option;
    while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
        if (option == '?') {
            return EXIT_USAGE;
        }
        path = option == 's' ? optarg : path;
        json = json || option == 'j';
    }
    if (optind < argc && strcmp(argv[argc - 1], "--json") == 0) { /* behind the command, too */
        json = true;
        argc--;
    }
    if (optind >= argc) {
        return command_fail(&command_ctl, EXIT_USAGE, "a command is needed, as 'stations'");
    }
    int fd = dial(path ? path : PATH);
    FILE *socket = fd >= 0 ? fdopen(fd, "r+") : NULL;
    if (!socket) {
        return EXIT_SYSTEM;
    }
    int status = ask(socket, argv + optind, argc - optind);
    status = status == EXIT_OK ? listen_to(socket, json, strcmp(argv[optind], "watch") == 0)
                               : status;
    fclose(socket);
    return status;
}

const struct command command_ctl = {.name = "ctl",
                                    .summary = "ask a running daemon, and tell it what to do",
                                    .help = help,
                                    .run = run};
