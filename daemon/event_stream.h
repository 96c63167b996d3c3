/* The event stream of a daemon (--json) on its way out: whoever reads it may be slow, asleep, or
 * a disk that is full, and the stations wait for none of that. What the reader does not take
 * waits in a bounded buffer; lines that have no room there are left out, whole, and a line says
 * how many: {"line":"lost","lines":N}. */
#ifndef DAEMON_EVENT_STREAM_H
#define DAEMON_EVENT_STREAM_H

#include "loop.h"
#include <stdio.h>

#define EVENT_STREAM_ROOM (1u << 20) /* octets that wait, at most */

struct event_stream {
    struct host_loop *loop;
    int fd;     /* borrowed; it may block */
    FILE *file; /* what is written and flushed goes out; whole lines with each flush */
    char *waiting;
    size_t len, sent;         /* of what waits, and how much of that is out already */
    uint64_t lost;            /* lines, since it last said so */
    int error;                /* why nothing goes out: EAGAIN (the reader), ENOSPC, ...; 0: it does */
    struct host_alarm *again; /* NULL: nothing waits */
};

/* False: no memory. */
bool event_stream_open(struct event_stream *s, struct host_loop *loop, int fd);
/* A second for what waits. Before the loop is freed; also of a zeroed one. */
void event_stream_close(struct event_stream *s);

#endif
