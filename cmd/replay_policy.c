/* See replay_policy.h. */
#include "replay_policy.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const transitions[] = {"honour", "refuse", "ignore"};

static bool number(const char *text, long least, long most, long *value)
{
    char *end;
    errno = 0;
    *value = strtol(text, &end, 10);
    return errno == 0 && end != text && *end == 0 && *value >= least && *value <= most;
}

/* NULL: it is taken; else what is wrong with it. */
static const char *take(struct extsta_roam_policy *p, const char *name, const char *value)
{
    long n;
    if (strcmp(name, "sticky") == 0) {
        p->sticky = strcmp(value, "true") == 0;
        return p->sticky || strcmp(value, "false") == 0 ? NULL : "takes true or false";
    }
    if (strcmp(name, "transition") == 0) {
        for (uint8_t i = 0; i < sizeof transitions / sizeof *transitions; i++) {
            if (strcmp(value, transitions[i]) == 0) {
                p->transition = i;
                return NULL;
            }
        }
        return "takes honour, refuse or ignore";
    }
    const struct {
        const char *name;
        int8_t *to;
        uint8_t *to8;
        uint16_t *to16;
        long least, most;
    } rows[] = {
        {"low", &p->low, NULL, NULL, -100, -20},
        {"good", &p->good, NULL, NULL, -100, 0},
        {"hysteresis", NULL, &p->hysteresis, NULL, 0, 60},
        {"prefer_5ghz", &p->prefer_5ghz, NULL, NULL, -60, 60},
        {"settle", NULL, NULL, &p->settle, 0, 3600},
        {"fresh", NULL, NULL, &p->fresh, 1, 3600},
        {"scan", NULL, NULL, &p->scan, 1, 3600},
        {"scan_max", NULL, NULL, &p->scan_max, 1, 3600},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(name, rows[i].name) != 0) {
            continue;
        }
        if (!number(value, rows[i].least, rows[i].most, &n)) {
            return "is out of its range";
        }
        if (rows[i].to) {
            *rows[i].to = (int8_t)n;
        } else if (rows[i].to8) {
            *rows[i].to8 = (uint8_t)n;
        } else {
            *rows[i].to16 = (uint16_t)n;
        }
        return NULL;
    }
    return "is no name of a policy's member";
}

bool replay_policy_read(const char *path, struct extsta_roam_policy *policy, char *why,
                        size_t size)
{
    char line[200], name[40], value[40], more[2];
    unsigned number_of_line = 0;
    bool ok = true;
    FILE *f = fopen(path, "re");
    if (!f) {
        snprintf(why, size, "%s: %s", path, strerror(errno));
        return false;
    }
    *policy = extsta_roam_default;
    while (ok && fgets(line, sizeof line, f)) {
        number_of_line++;
        line[strcspn(line, "#\n")] = 0;
        if (line[strspn(line, " \t\r")] == 0) {
            continue;
        }
        int n = sscanf(line, " %39[a-z0-9_] = %39[-a-z0-9] %1s", name, value, more);
        const char *wrong = n == 2 ? take(policy, name, value) : "is no NAME = VALUE";
        if (wrong) {
            snprintf(why, size, "%s, line %u: %s %s", path, number_of_line,
                     n >= 1 ? name : "it", wrong);
            ok = false;
        }
    }
    fclose(f);
    if (ok && policy->good < policy->low) {
        policy->good = policy->low;
    }
    const char *wrong = ok ? extsta_roam_policy_check(policy) : NULL;
    if (wrong) {
        snprintf(why, size, "%s: %s", path, wrong);
    }
    return ok && !wrong;
}
