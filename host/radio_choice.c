/* See radio_choice.h. */
#include "radio_choice.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands behind the colon. */
enum behind { NOTHING, IFACE, ADDRESS };
static const struct {
    const char *name;
    enum behind behind;
} kinds[RADIO_KINDS] = {
    [RADIO_HWSIM] = {"hwsim", NOTHING},   [RADIO_NL80211] = {"nl80211", IFACE},
    [RADIO_MONITOR] = {"monitor", IFACE}, [RADIO_UDP] = {"udp", ADDRESS},
    [RADIO_AIR] = {"air", NOTHING},
};

const char *radio_kind_name(enum radio_kind kind)
{
    return (unsigned)kind < RADIO_KINDS ? kinds[kind].name : "?";
}

/* "HOST:PORT", "[v6]:PORT"; the last colon counts. */
static bool read_address(const char *text, struct radio_choice *out)
{
    const char *colon = strrchr(text, ':');
    size_t len = colon ? (size_t)(colon - text) : 0;
    bool brackets = len > 2 && text[0] == '[' && text[len - 1] == ']';
    char *end;
    if (brackets) {
        text++;
        len -= 2;
    }
    if (len == 0 || len >= sizeof out->host || colon[1] < '0' || colon[1] > '9') {
        return false;
    }
    unsigned long port = strtoul(colon + 1, &end, 10);
    memcpy(out->host, text, len);
    out->host[len] = 0;
    out->port = (uint16_t)port;
    return *end == 0 && port > 0 && port <= UINT16_MAX;
}

static bool read_iface(const char *text, struct radio_choice *out)
{
    size_t len = strcspn(text, ":");
    if (len == 0 || len >= sizeof out->iface || memchr(text, '/', len)) {
        return false;
    }
    memcpy(out->iface, text, len);
    out->iface[len] = 0;
    out->plain = out->kind == RADIO_MONITOR && strcmp(text + len, ":plain") == 0;
    out->connect = out->kind == RADIO_NL80211 && strcmp(text + len, ":connect") == 0;
    return text[len] == 0 || out->plain || out->connect;
}

bool radio_choice_read(const char *word, struct radio_choice *out, char *why, size_t size)
{
    size_t len = strcspn(word, ":");
    const char *what = word[len] ? word + len + 1 : NULL;
    unsigned kind = 0;
    while (kind < RADIO_KINDS &&
           (strlen(kinds[kind].name) != len || memcmp(kinds[kind].name, word, len) != 0)) {
        kind++;
    }
    *out = (struct radio_choice){.kind = (enum radio_kind)kind};
    if (kind == RADIO_KINDS) {
        snprintf(why, size,
                 "there is no radio '%s': hwsim (the kernel's simulated ones), nl80211:IFACE, "
                 "monitor:IFACE, udp:HOST:PORT; for virtual air use 'extsta run'",
                 word);
        return false;
    }
    bool read = false;
    const char *form = "";
    switch (kinds[kind].behind) {
    case NOTHING:
        read = !what;
        break;
    case IFACE:
        read = what && read_iface(what, out);
        form = ":IFACE, the name of an interface";
        break;
    case ADDRESS:
        read = what && read_address(what, out);
        form = ":HOST:PORT";
        break;
    }
    if (!read) {
        snprintf(why, size, "radio '%s': it is written %s%s", word, kinds[kind].name, form);
    }
    return read;
}
