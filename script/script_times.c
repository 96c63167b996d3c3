/* Reads the times of expected lines (script_times.h). */
#include "script_times.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Digits with at most one point; half a unit of the last one in *half. NULL: no number. */
static const char *take_number(const char *p, double *value, double *half)
{
    size_t whole = strspn(p, "0123456789");
    const char *end = p + whole;
    *half = 0.5;
    if (whole && end[0] == '.' && end[1] >= '0' && end[1] <= '9') {
        size_t decimals = strspn(end + 1, "0123456789");
        end += 1 + decimals;
        *half = 0.5 * pow(10, -(double)decimals);
    }
    *value = strtod(p, NULL);
    return whole ? end : NULL;
}

/* What stands in the brackets; NULL, or what comes behind it. */
static const char *take_times(const char *p, struct script_times *t)
{
    double half;
    bool open = strncmp(p, "..", 2) == 0;
    *t = (struct script_times){0, INFINITY};
    if (!open && !(p = take_number(p, &t->least, &half))) {
        return NULL;
    }
    if (strncmp(p, "..", 2) != 0) {
        t->most = t->least + half;
        t->least -= half;
        return p;
    }
    p += 2;
    if (*p == ']') {
        return open ? NULL : p;
    }
    return (p = take_number(p, &t->most, &half)) && t->most >= t->least ? p : NULL;
}

bool script_times_take(char *line, struct script_times *t)
{
    *t = (struct script_times){0, INFINITY};
    if (line[0] != '[') {
        return true;
    }
    const char *end = take_times(line + 1, t);
    if (!end || *end != ']') {
        return false;
    }
    end += 1 + strspn(end + 1, " \t");
    memmove(line, end, strlen(end) + 1);
    return true;
}

/* A tenth of a microsecond is less than there is, and more than arithmetic makes of it. */
bool script_times_hold(const struct script_times *t, extsta_time took)
{
    double seconds = (double)took / 1e6;
    return seconds >= t->least - 1e-7 && seconds <= t->most + 1e-7;
}
