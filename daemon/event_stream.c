/* See event_stream.h. The descriptor is shared with others (a terminal, a shell's pipe), so it is
 * not made one that does not block: it is written to in pieces for which poll(2) has promised
 * room (PIPE_BUF of a pipe). libuv waits for input alone, so what waits is tried again by an
 * alarm. */
#include "event_stream.h"
#include "providers.h"
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TRY_AGAIN (50u * EXTSTA_MS)

/* There is room again some time, and nothing is wrong but that. */
static bool is_passing(int error)
{
    return error == EAGAIN || error == ENOBUFS || error == ENOSPC || error == EDQUOT ||
           error == EFBIG;
}

/* A piece of what waits, within `patience` (ms). False: s->error says why not. */
static bool write_some(struct event_stream *s, int patience)
{
    struct pollfd p = {.fd = s->fd, .events = POLLOUT};
    size_t rest = s->len - s->sent, part = rest < PIPE_BUF ? rest : PIPE_BUF;
    if (poll(&p, 1, patience) <= 0) {
        s->error = EAGAIN;
        return false;
    }
    ssize_t n = send(s->fd, s->waiting + s->sent, part, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n < 0 && errno == ENOTSOCK) {
        n = write(s->fd, s->waiting + s->sent, part);
    }
    s->error = n < 0 ? errno : 0;
    s->sent += n > 0 ? (size_t)n : 0;
    return n > 0 || s->error == EINTR;
}

static void on_again(void *user, extsta_time now);

static void drain(struct event_stream *s)
{
    while (s->sent < s->len && write_some(s, 0)) {
    }
    if (s->sent == s->len) {
        s->sent = s->len = 0;
    } else if (is_passing(s->error) && !s->again) {
        s->again =
            host_alarm_add(s->loop, host_loop_now(s->loop) + TRY_AGAIN, on_again, s);
    }
}

static bool append(struct event_stream *s, const char *data, size_t len)
{
    if (s->len - s->sent + len > EVENT_STREAM_ROOM) {
        return false;
    }
    memmove(s->waiting, s->waiting + s->sent, s->len - s->sent);
    s->len -= s->sent;
    s->sent = 0;
    memcpy(s->waiting + s->len, data, len);
    s->len += len;
    return true;
}

/* In front of the next line that finds room, or as soon as there is some. */
static void say_lost(struct event_stream *s)
{
    char line[60];
    int len = snprintf(line, sizeof line, "{\"line\":\"lost\",\"lines\":%" PRIu64 "}\n", s->lost);
    if (s->lost && append(s, line, (size_t)len)) {
        s->lost = 0;
    }
}

static void on_again(void *user, extsta_time now)
{
    struct event_stream *s = user;
    s->again = NULL;
    drain(s);
    if (s->lost && s->len == 0) {
        say_lost(s);
        drain(s);
    }
}

static ssize_t on_written(void *cookie, const char *data, size_t len)
{
    struct event_stream *s = cookie;
    drain(s);
    if (s->len == 0) {
        say_lost(s);
    }
    /* as long as lines are missing none is taken: what comes stays in order */
    if (s->lost || !append(s, data, len)) {
        for (size_t i = 0; i < len; i++) {
            s->lost += data[i] == '\n';
        }
    }
    drain(s);
    if (s->error && !is_passing(s->error)) {
        errno = s->error;
        return 0; /* it is over */
    }
    return (ssize_t)len;
}

bool event_stream_open(struct event_stream *s, struct host_loop *loop, int fd)
{
    *s = (struct event_stream){.loop = loop, .fd = fd};
    s->waiting = host_malloc(EVENT_STREAM_ROOM);
    s->file =
        s->waiting ? fopencookie(s, "w", (cookie_io_functions_t){.write = on_written}) : NULL;
    if (!s->file) {
        event_stream_close(s);
        return false;
    }
    setvbuf(s->file, NULL, _IONBF, 0); /* json_out has a buffer */
    return true;
}

void event_stream_close(struct event_stream *s)
{
    while (s->file && s->sent < s->len && write_some(s, 1000)) {
    }
    if (s->again) {
        host_alarm_remove(s->again);
    }
    if (s->file) {
        fclose(s->file);
    }
    free(s->waiting);
    *s = (struct event_stream){0};
}
