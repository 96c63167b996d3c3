/* A ring of lines (live_log.h): what browsers of a live report are given, each from where it
 * is. */
#include "live_log.h"
#include <stdlib.h>

struct line {
    char *text; /* NULL: too long to be kept */
    size_t len;
};

struct live_log {
    uint32_t room;
    size_t octets, used;
    uint64_t oldest, next;
    struct line lines[];
};

struct live_log *live_log_new(uint32_t lines, size_t octets)
{
    struct live_log *l = calloc(1, sizeof *l + lines * sizeof l->lines[0]);
    if (l) {
        l->room = lines;
        l->octets = octets;
        l->oldest = l->next = 1;
    }
    return l;
}

static void drop_oldest(struct live_log *l)
{
    struct line *line = &l->lines[l->oldest++ % l->room];
    l->used -= line->len;
    free(line->text);
    *line = (struct line){NULL, 0};
}

void live_log_free(struct live_log *l)
{
    if (l) {
        while (l->oldest < l->next) {
            drop_oldest(l);
        }
        free(l);
    }
}

void live_log_add(struct live_log *l, char *line, size_t len)
{
    if (len > l->octets / 4) {
        free(line);
        line = NULL;
        len = 0;
    }
    while (l->oldest < l->next &&
           (l->next - l->oldest >= l->room || l->used + len > l->octets)) {
        drop_oldest(l);
    }
    l->lines[l->next++ % l->room] = (struct line){line, len};
    l->used += len;
}

uint64_t live_log_oldest(const struct live_log *l)
{
    return l->oldest;
}

uint64_t live_log_next(const struct live_log *l)
{
    return l->next;
}

const char *live_log_line(const struct live_log *l, uint64_t number, size_t *len)
{
    if (number < l->oldest || number >= l->next) {
        return NULL;
    }
    const struct line *line = &l->lines[number % l->room];
    *len = line->len;
    return line->text;
}
