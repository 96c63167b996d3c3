/* Times in an expected sequence (script_expect.c): how long after the line before it a line may
 * come. "[..0.5] ind ..." stands for at most half a second. */
#ifndef SCRIPT_SCRIPT_TIMES_H
#define SCRIPT_SCRIPT_TIMES_H

#include <extsta/types.h>

struct script_times {
    double least, most; /* seconds */
};
/* Takes the time off the beginning of a line, "[0.2]", "[..0.5]", "[1..]", "[1..1.5]"; a single
 * number is exact to its last digit. *times: any time, where there is none. False: what stands
 * in the brackets is no time. */
bool script_times_take(char *line, struct script_times *times);
/* Whether so many microseconds are within. */
bool script_times_hold(const struct script_times *times, extsta_time took);

#endif
