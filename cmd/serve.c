/* HTTP for a live report (serve.h): the page, a stream of server-sent events for each browser,
 * and the curves of a client when it is looked at. libmicrohttpd's own thread runs answer,
 * next_events and on_connection; the thread that explains calls serve_tick.
 *
 * A stream that has nothing to say is suspended, and woken by serve_tick. The lock is for the
 * list of connections; it is never held while the library is called, which has locks of its
 * own. */
#include "serve.h"
#include "arguments.h"
#include "monotonic.h"
#include "serve_listen.h"
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS 256u
#define STREAMS     32u
#define CROWDED     192u   /* connections, from which on the oldest that is no stream goes */
#define PATIENCE    20000u /* milliseconds for a request and its answer */
#define STUCK       60000u /* and for what was sent to a stream to be read */
#define STATES      2000u  /* between two of them */
#define FAREWELL    1000u  /* for the last events to be read */

/* A connection; a stream when `held` is there. */
struct peer {
    struct peer *next, *before;
    struct serve *serve;
    struct MHD_Connection *connection;
    int fd;
    uint64_t since, moved; /* milliseconds: opened; last asked for more */
    uint64_t number;       /* of the next story */
    uint64_t said;         /* the last state that was sent, by its count */
    bool greeted, suspended;
    char *held; /* what the connection has not taken yet */
    size_t held_at, held_len;
};

struct serve {
    struct MHD_Daemon *daemon;
    struct serve_place place;
    struct report_live *report;
    pthread_mutex_t lock;
    struct peer *peers; /* the newest first; with the lock held; so are these: */
    unsigned count, streams;
    uint64_t states; /* said so far */
    bool stopping;
    uint64_t state_at; /* of the explaining thread */
};

/* --- answers --- */

/* No other site may show or read it, and nothing is kept by anybody. */
static enum MHD_Result respond(struct MHD_Connection *c, unsigned status, const char *type,
                               struct MHD_Response *response)
{
    static const char *const headers[][2] = {
        {MHD_HTTP_HEADER_CACHE_CONTROL, "no-store"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Content-Security-Policy",
         "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src "
         "'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors "
         "'none'"},
    };
    if (!response) {
        return MHD_NO;
    }
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        MHD_add_response_header(response, headers[i][0], headers[i][1]);
    }
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    if (strcmp(type, "text/event-stream") != 0) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    }
    enum MHD_Result result = MHD_queue_response(c, status, response);
    MHD_destroy_response(response);
    return result;
}

/* A line for people. */
static enum MHD_Result refuse(struct MHD_Connection *c, unsigned status, const char *why)
{
    return respond(c, status, "text/plain; charset=utf-8",
                   MHD_create_response_from_buffer(strlen(why), (void *)(uintptr_t)why,
                                                   MHD_RESPMEM_PERSISTENT));
}

/* Takes over the text. */
static enum MHD_Result give(struct MHD_Connection *c, const char *type, char *text, size_t len)
{
    if (!text) {
        return refuse(c, MHD_HTTP_INTERNAL_SERVER_ERROR, "no memory\n");
    }
    return respond(c, MHD_HTTP_OK, type,
                   MHD_create_response_from_buffer(len, text, MHD_RESPMEM_MUST_FREE));
}

/* --- streams --- */

/* Fills what is held with what there is: greeting and state, stories, states. With the lock
 * held. */
static void fill(struct peer *p)
{
    struct serve *s = p->serve;
    p->held_at = 0;
    if (!p->greeted) {
        p->held_len = report_live_state_event(s->report, true, p->held, REPORT_LIVE_EVENTS);
        p->greeted = true;
        return;
    }
    p->held_len = report_live_events(s->report, &p->number, p->held, REPORT_LIVE_EVENTS);
    if (!p->held_len && p->said != s->states) {
        p->held_len = report_live_state_event(s->report, false, p->held, REPORT_LIVE_EVENTS);
        p->said = s->states;
    }
}

static ssize_t next_events(void *user, uint64_t position, char *out, size_t max)
{
    struct peer *p = user;
    struct serve *s = p->serve;
    ssize_t result = 0;
    bool suspend = false;
    (void)position;
    pthread_mutex_lock(&s->lock);
    p->moved = monotonic_ms();
    if (p->held_at == p->held_len) {
        fill(p);
    }
    if (p->held_at < p->held_len) {
        size_t n = p->held_len - p->held_at < max ? p->held_len - p->held_at : max;
        memcpy(out, p->held + p->held_at, n);
        p->held_at += n;
        result = (ssize_t)n;
    } else if (s->stopping) {
        result = MHD_CONTENT_READER_END_OF_STREAM;
    } else {
        suspend = true;
    }
    pthread_mutex_unlock(&s->lock);
    if (suspend) {
        MHD_suspend_connection(p->connection);
        pthread_mutex_lock(&s->lock);
        p->suspended = true;
        pthread_mutex_unlock(&s->lock);
    }
    return result;
}

/* Where this browser is: it sends the number of the last story when it comes back. */
static enum MHD_Result open_stream(struct serve *s, struct peer *p)
{
    const char *last =
        MHD_lookup_connection_value(p->connection, MHD_HEADER_KIND, "Last-Event-ID");
    char *held = NULL;
    pthread_mutex_lock(&s->lock);
    if (s->streams < STREAMS && !p->held) {
        held = p->held = malloc(REPORT_LIVE_EVENTS);
        s->streams += held != NULL;
        p->number = last ? strtoull(last, NULL, 10) + 1 : 1;
        p->moved = monotonic_ms();
    }
    pthread_mutex_unlock(&s->lock);
    if (!held) {
        return refuse(p->connection, MHD_HTTP_SERVICE_UNAVAILABLE,
                      "too many browsers look at this report\n");
    }
    return respond(p->connection, MHD_HTTP_OK, "text/event-stream",
                   MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, REPORT_LIVE_EVENTS,
                                                     next_events, p, NULL));
}

static enum MHD_Result answer(void *user, struct MHD_Connection *c, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *data_size, void **state)
{
    static const char lane[] = "/lane/";
    struct serve *s = user;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct peer *p = info ? info->socket_context : NULL;
    struct extsta_mac sta;
    size_t len = 0;
    (void)version;
    (void)data;
    (void)data_size;
    (void)state;
    if (!p) {
        return MHD_NO;
    }
    if (!serve_is_host(&s->place, MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host"))) {
        return refuse(c, MHD_HTTP_FORBIDDEN, "this name is not of this server\n");
    }
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0) {
        return refuse(c, MHD_HTTP_METHOD_NOT_ALLOWED, "there is nothing to be changed here\n");
    }
    if (strcmp(url, "/") == 0) {
        char *page = report_live_page(s->report, &len);
        return give(c, "text/html; charset=utf-8", page, len);
    }
    if (strcmp(url, "/events") == 0) {
        return open_stream(s, p);
    }
    if (strncmp(url, lane, sizeof lane - 1) == 0 && argument_mac(url + sizeof lane - 1, &sta)) {
        char *text = report_live_lane(s->report, sta, &len);
        return give(c, "application/json", text, len);
    }
    return refuse(c, MHD_HTTP_NOT_FOUND, "there is no such page\n");
}

/* --- connections --- */

static void add_peer(struct serve *s, struct MHD_Connection *c, void **context)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct peer *p = calloc(1, sizeof *p);
    *context = p;
    if (!p) {
        return; /* answer closes it */
    }
    *p = (struct peer){.serve = s,
                       .connection = c,
                       .fd = info ? info->connect_fd : -1,
                       .since = monotonic_ms()};
    pthread_mutex_lock(&s->lock);
    p->next = s->peers;
    if (p->next) {
        p->next->before = p;
    }
    s->peers = p;
    s->count++;
    pthread_mutex_unlock(&s->lock);
}

static void remove_peer(struct serve *s, struct peer *p)
{
    pthread_mutex_lock(&s->lock);
    *(p->before ? &p->before->next : &s->peers) = p->next;
    if (p->next) {
        p->next->before = p->before;
    }
    s->count--;
    s->streams -= p->held != NULL;
    pthread_mutex_unlock(&s->lock);
    free(p->held);
    free(p);
}

static void on_connection(void *user, struct MHD_Connection *c, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        add_peer(user, c, context);
    } else if (*context) {
        remove_peer(user, *context);
        *context = NULL;
    }
}

/* Who takes too long, and of too many the oldest, is cut off: the library closes what is shut.
 * With the lock held, under which a connection cannot go. */
static void cut_off(struct serve *s, uint64_t now)
{
    const struct peer *oldest = NULL;
    for (struct peer *p = s->peers; p; p = p->next) {
        bool late =
            p->held ? !p->suspended && now - p->moved > STUCK : now - p->since > PATIENCE;
        oldest = p->held ? oldest : p;
        if (late && p->fd >= 0) {
            shutdown(p->fd, SHUT_RDWR);
        }
    }
    if (s->count > CROWDED && oldest && oldest->fd >= 0) {
        shutdown(oldest->fd, SHUT_RDWR);
    }
}

/* A suspended connection goes only when it is resumed, and only here it is. */
static void wake(struct serve *s)
{
    struct MHD_Connection *waiting[STREAMS];
    size_t n = 0;
    pthread_mutex_lock(&s->lock);
    for (struct peer *p = s->peers; p && n < STREAMS; p = p->next) {
        if (p->suspended) {
            p->suspended = false;
            waiting[n++] = p->connection;
        }
    }
    pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < n; i++) {
        MHD_resume_connection(waiting[i]);
    }
}

void serve_tick(struct serve *s)
{
    uint64_t now = monotonic_ms();
    pthread_mutex_lock(&s->lock);
    if (now - s->state_at >= STATES) {
        s->state_at = now;
        s->states++;
    }
    cut_off(s, now);
    pthread_mutex_unlock(&s->lock);
    wake(s);
}

/* --- start and end --- */

/* The library's thread takes no signals: they are for the one that explains. */
static struct MHD_Daemon *start_daemon(struct serve *s)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, answer, s,
        MHD_OPTION_LISTEN_SOCKET, s->place.socket, MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, PATIENCE / 1000u, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, s, MHD_OPTION_END);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return daemon;
}

struct serve *serve_start(const struct command *command, const char *where, bool anyone,
                          struct report_live *report, int *status)
{
    struct serve *s = calloc(1, sizeof *s);
    if (!s) {
        *status = command_fail(command, EXIT_SYSTEM, "no memory");
        return NULL;
    }
    *status = serve_listen(command, where, anyone, &s->place);
    if (*status != EXIT_OK) {
        free(s);
        return NULL;
    }
    s->report = report;
    pthread_mutex_init(&s->lock, NULL);
    s->daemon = start_daemon(s);
    if (!s->daemon) {
        *status = command_fail(command, EXIT_SYSTEM, "--serve: the HTTP server does not start");
        close(s->place.socket);
        pthread_mutex_destroy(&s->lock);
        free(s);
        return NULL;
    }
    fprintf(stderr, "the report is at http://%s%s%s:%u/\n", s->place.ipv6 ? "[" : "",
            s->place.address, s->place.ipv6 ? "]" : "", s->place.port);
    if (!s->place.loopback) {
        fprintf(stderr, "whoever reaches this address sees it\n");
    }
    return s;
}

static bool anybody_there(struct serve *s)
{
    pthread_mutex_lock(&s->lock);
    bool there = s->streams > 0;
    pthread_mutex_unlock(&s->lock);
    return there;
}

void serve_stop(struct serve *s)
{
    if (!s) {
        return;
    }
    pthread_mutex_lock(&s->lock);
    s->states++;
    s->stopping = true;
    pthread_mutex_unlock(&s->lock);
    for (uint64_t begin = monotonic_ms();
         anybody_there(s) && monotonic_ms() - begin < FAREWELL;) {
        wake(s);
        usleep(20000);
    }
    wake(s);
    MHD_stop_daemon(s->daemon); /* closes its socket, too */
    pthread_mutex_destroy(&s->lock);
    free(s);
}
