/* The last lines of something that goes on for weeks, numbered from 1: bounded in number and in
 * octets, the oldest go first. Not for several threads at once. */
#ifndef TELL_LIVE_LOG_H
#define TELL_LIVE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct live_log;

/* octets: of all lines together at most. NULL: no memory. */
struct live_log *live_log_new(uint32_t lines, size_t octets);
void live_log_free(struct live_log *l);
/* Takes over the line, which was allocated with malloc. One longer than a quarter of all octets
 * is not kept, but has its number. */
void live_log_add(struct live_log *l, char *line, size_t len);
/* The number of the oldest line that is there; one more than the last, when there is none. */
uint64_t live_log_oldest(const struct live_log *l);
/* The number that the next one will have. */
uint64_t live_log_next(const struct live_log *l);
/* A line, valid until the next live_log_add; NULL: it is not there. */
const char *live_log_line(const struct live_log *l, uint64_t number, size_t *len);

#endif
