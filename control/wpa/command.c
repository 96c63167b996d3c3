/* A command, from its text to its function: see command.h. */
#include "command.h"
#include <string.h>

char *wpa_argument(char *rest)
{
    while (*rest == ' ') {
        rest++;
    }
    return rest;
}

char *wpa_word(char **rest)
{
    char *word = wpa_argument(*rest);
    if (!*word) {
        return NULL;
    }
    char *end = strchr(word, ' ');
    if (end) {
        *end = '\0';
        *rest = end + 1;
    } else {
        *rest = word + strlen(word);
    }
    return word;
}

static bool fits(const struct wpa_command *c, const char *rest)
{
    if (c->flags & WPA_ALONE) {
        return !*rest;
    }
    return !*rest || *rest == ' ' || c->flags & WPA_JOINED;
}

static const struct wpa_command *find(const struct wpa_ctrl *ctrl, const char *text,
                                      unsigned where)
{
    const struct wpa_command *found = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < wpa_command_count; i++) {
        const struct wpa_command *c = &wpa_commands[i];
        size_t len = strlen(c->name);
        if (!(c->flags & where) || (c->flags & WPA_TEST && !ctrl->options.test_commands) ||
            len <= longest || strncmp(text, c->name, len) != 0 || !fits(c, text + len)) {
            continue;
        }
        found = c;
        longest = len;
    }
    return found;
}

/* "IFNAME=name COMMAND" on the global socket; *text moves to the command. NULL: no such
 * station. */
static struct wpa_station *station_named(struct wpa_ctrl *ctrl, char **text)
{
    char *name = *text + strlen("IFNAME=");
    char *end = strchr(name, ' ');
    if (!end) {
        return NULL;
    }
    *end = '\0';
    *text = end + 1;
    struct service_station *s = service_station(ctrl->service, name);
    return s ? wpa_station_of(ctrl, s) : NULL;
}

void wpa_not_here(struct wpa_call *call, char *rest)
{
    wpa_reply_fail(call->reply);
}

void wpa_command_run(struct wpa_ctrl *ctrl, struct wpa_station *station, extsta_time now,
                     char *text, struct wpa_reply *reply)
{
    unsigned where = WPA_HERE;
    if (!station && strncmp(text, "IFNAME=", 7) == 0) {
        station = station_named(ctrl, &text);
        if (!station) {
            (void)wpa_reply_add(reply, "FAIL-NO-IFNAME-MATCH\n");
            return;
        }
    } else if (!station) {
        where = WPA_GLOBAL;
    }
    const struct wpa_command *c = find(ctrl, text, where);
    if (!c) {
        (void)wpa_reply_add(reply, "UNKNOWN COMMAND\n");
        return;
    }
    struct wpa_call call = {.ctrl = ctrl, .station = station, .now = now, .reply = reply};
    c->run(&call, text + strlen(c->name));
}
