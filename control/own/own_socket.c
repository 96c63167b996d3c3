/* Clients of the own control socket: who is let in, what they send and are sent. A client that
 * does not read what it asked for is not read from either; one for which too much waits, or
 * nothing moves for OWN_PATIENCE, is dropped; so are, where places are wanting, those of the
 * user who has the most. libuv waits for input alone, so what waits is tried again by an alarm.
 */
#include "own_private.h"
#include "providers.h"
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define READ_AT_ONCE 4096u
#define ENOUGH       (OWN_WAITING / 4) /* waits: then no further request is carried out */
#define TRY_AGAIN    (10u * EXTSTA_MS)

static void look_soon(struct own_ctrl *ctrl, extsta_time delay);

/* --- what is written --- */

const char *own_lines(struct own_ctrl *ctrl, size_t *len)
{
    if (!json_out_flush(&ctrl->json)) {
        ctrl->line_lost = true;
        json_out_start(&ctrl->json, ctrl->file);
    }
    *len = ctrl->line_lost ? 0 : ctrl->line_len;
    ctrl->line_len = 0;
    ctrl->line_lost = false;
    return ctrl->line;
}

/* Octets that `room` has no place for yet; NULL: no memory, and all is as it was. */
static char *grow(char *block, size_t *room, size_t needed)
{
    size_t more = *room ? *room : 4096;
    while (more < needed) {
        more *= 2;
    }
    char *bigger = more == *room && block ? block : host_realloc(block, more);
    *room = bigger ? more : *room;
    return bigger;
}

static ssize_t on_written(void *cookie, const char *data, size_t len)
{
    struct own_ctrl *ctrl = cookie;
    char *line =
        ctrl->line_lost ? NULL : grow(ctrl->line, &ctrl->line_room, ctrl->line_len + len);
    if (line) {
        ctrl->line = line;
        memcpy(ctrl->line + ctrl->line_len, data, len);
        ctrl->line_len += len;
    } else {
        ctrl->line_lost = true;
    }
    return (ssize_t)len;
}

/* --- clients --- */

void own_client_drop(struct own_client *c)
{
    if (c->dead) {
        return;
    }
    c->dead = true;
    if (c->watch) {
        host_watch_remove(c->watch);
        c->watch = NULL;
    }
    if (c->fd >= 0) {
        close(c->fd);
        c->fd = -1;
    }
    c->watches = false;
    c->ctrl->counts.clients--;
    own_record_wants(c->ctrl);
    look_soon(c->ctrl, 0);
}

static size_t waiting(const struct own_client *c)
{
    return c->out_len - c->out_sent;
}

/* What the socket takes. */
static void send_some(struct own_client *c)
{
    while (c->fd >= 0 && waiting(c) > 0) {
        ssize_t n = send(c->fd, c->out + c->out_sent, waiting(c), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0 && errno == EAGAIN) {
            extsta_time now = host_loop_now(c->ctrl->loop);
            c->stuck = c->stuck ? c->stuck : now;
            if (now - c->stuck > OWN_PATIENCE) {
                c->ctrl->counts.slow++;
                own_client_drop(c);
            } else {
                look_soon(c->ctrl, TRY_AGAIN);
            }
            return;
        }
        if (n <= 0) {
            own_client_drop(c);
            return;
        }
        c->stuck = 0;
        c->out_sent += (size_t)n;
    }
    if (waiting(c) == 0) {
        c->out_len = c->out_sent = 0;
        if (c->ends) {
            own_client_drop(c);
        }
    }
}

void own_client_send(struct own_client *c, const char *data, size_t len)
{
    if (c->dead || len == 0) {
        return;
    }
    if (c->out_sent > 0) {
        memmove(c->out, c->out + c->out_sent, waiting(c));
        c->out_len -= c->out_sent;
        c->out_sent = 0;
    }
    char *out =
        c->out_len + len <= OWN_WAITING ? grow(c->out, &c->out_room, c->out_len + len) : NULL;
    if (!out) {
        c->ctrl->counts.slow++;
        own_client_drop(c);
        return;
    }
    c->out = out;
    memcpy(c->out + c->out_len, data, len);
    c->out_len += len;
    send_some(c);
}

/* Says what is wrong, and closes when that was read. */
static void turn_away(struct own_client *c, const char *why)
{
    size_t len;
    json_line(&c->ctrl->json, "done");
    json_bool(&c->ctrl->json, "ok", false);
    json_text(&c->ctrl->json, "error", why);
    json_line_end(&c->ctrl->json);
    c->ends = true;
    const char *lines = own_lines(c->ctrl, &len);
    own_client_send(c, lines, len);
}

/* The requests that have come whole, for as long as their answers are read. */
static void carry_out(struct own_client *c)
{
    char *end;
    while (!c->dead && !c->ends && waiting(c) < ENOUGH &&
           (end = memchr(c->in, '\n', c->in_len))) {
        struct own_request request;
        size_t len = (size_t)(end - c->in);
        const char *fault = own_request_read(c->in, len, &request);
        if (fault) {
            c->ctrl->counts.wrong++;
            turn_away(c, fault);
        } else {
            c->ctrl->counts.requests++;
            own_execute(c, &request);
        }
        explicit_bzero(c->in, len); /* a profile's passphrase may have been in it */
        c->in_len -= len + 1;
        memmove(c->in, end + 1, c->in_len);
    }
    if (!c->dead && !c->ends && c->in_len >= OWN_LINE_MAX && !memchr(c->in, '\n', c->in_len)) {
        c->ctrl->counts.wrong++;
        turn_away(c, "the request is too long");
    }
}

void own_client_take(struct own_client *c, const char *data, size_t len)
{
    while (len > 0 && !c->dead && !c->ends) {
        size_t part = OWN_LINE_MAX - c->in_len < len ? OWN_LINE_MAX - c->in_len : len;
        if (part == 0) {
            return; /* what waits is to be read first: see on_client */
        }
        memcpy(c->in + c->in_len, data, part);
        c->in_len += part;
        data += part;
        len -= part;
        carry_out(c);
    }
}

static void on_client(void *user, extsta_time now)
{
    struct own_client *c = user;
    char data[READ_AT_ONCE];
    size_t room = OWN_LINE_MAX - c->in_len;
    ssize_t n =
        room ? recv(c->fd, data, room < sizeof data ? room : sizeof data, MSG_DONTWAIT) : 0;
    if (n > 0) {
        c->heard = now;
        own_client_take(c, data, (size_t)n);
    } else if (room && n == 0) { /* it says no more, and may still want to hear */
        host_watch_remove(c->watch);
        c->watch = NULL;
        c->ends = true;
        send_some(c);
        return;
    } else if (room && errno != EAGAIN && errno != EINTR) {
        own_client_drop(c);
        return;
    }
    explicit_bzero(data, sizeof data);
    if (!c->dead && (waiting(c) >= ENOUGH || c->in_len == OWN_LINE_MAX)) {
        host_watch_remove(c->watch); /* it reads first */
        c->watch = NULL;
        look_soon(c->ctrl, TRY_AGAIN);
    }
}

struct own_client *own_client_new(struct own_ctrl *ctrl, int fd)
{
    struct own_client *c = host_calloc(1, sizeof *c);
    char *in = c ? host_malloc(OWN_LINE_MAX + 1) : NULL;
    if (!in) {
        free(c);
        return NULL;
    }
    *c = (struct own_client){.next = ctrl->clients,
                             .ctrl = ctrl,
                             .fd = fd,
                             .heard = host_loop_now(ctrl->loop),
                             .in = in};
    if (fd >= 0 && !(c->watch = host_watch_add(ctrl->loop, fd, on_client, c))) {
        free(in);
        free(c);
        return NULL;
    }
    ctrl->clients = c;
    ctrl->counts.clients++;
    ctrl->counts.accepted++;
    return c;
}

static void client_free(struct own_client *c)
{
    explicit_bzero(c->in, OWN_LINE_MAX);
    free(c->in);
    free(c->out);
    free(c);
}

/* --- looking after them --- */

static void on_look(void *user, extsta_time now)
{
    struct own_ctrl *ctrl = user;
    ctrl->alarm = NULL;
    for (struct own_client **p = &ctrl->clients, *c; (c = *p);) {
        if (!c->dead) {
            send_some(c);
        }
        if (!c->dead && waiting(c) < ENOUGH) {
            carry_out(c);
        }
        if (!c->dead && !c->watch && !c->ends && c->fd >= 0 && waiting(c) < ENOUGH) {
            c->watch = host_watch_add(ctrl->loop, c->fd, on_client, c);
            if (!c->watch) {
                own_client_drop(c);
            }
        }
        if (c->dead) {
            *p = c->next;
            client_free(c);
        } else {
            p = &c->next;
        }
    }
}

/* Without memory for an alarm the next client's turn looks after all. */
static void look_soon(struct own_ctrl *ctrl, extsta_time delay)
{
    if (ctrl->alarm && delay == 0) {
        host_alarm_remove(ctrl->alarm);
        ctrl->alarm = NULL;
    }
    if (!ctrl->alarm) {
        ctrl->alarm =
            host_alarm_add(ctrl->loop, host_loop_now(ctrl->loop) + delay, on_look, ctrl);
    }
}

/* --- the socket --- */

static size_t clients_of(const struct own_ctrl *ctrl, uid_t uid)
{
    size_t count = 0;
    for (const struct own_client *c = ctrl->clients; c; c = c->next) {
        count += !c->dead && c->uid == uid;
    }
    return count;
}

bool own_client_place(struct own_ctrl *ctrl, uid_t uid)
{
    if (ctrl->counts.clients < OWN_CLIENTS) {
        return true;
    }
    uid_t whose = uid;
    size_t most = clients_of(ctrl, uid) + 1;
    for (const struct own_client *c = ctrl->clients; c; c = c->next) {
        if (clients_of(ctrl, c->uid) > most) {
            whose = c->uid;
            most = clients_of(ctrl, whose);
        }
    }
    struct own_client *quiet = NULL;
    for (struct own_client *c = ctrl->clients; c; c = c->next) {
        if (!c->dead && c->uid == whose && (whose != uid || !c->watches) &&
            (!quiet ||
             (c->watches == quiet->watches ? c->heard < quiet->heard : !c->watches))) {
            quiet = c;
        }
    }
    if (quiet) {
        ctrl->counts.displaced++;
        own_client_drop(quiet);
    }
    return quiet != NULL;
}

/* Root, ourselves, and members of the group. */
static bool is_let_in(const struct own_ctrl *ctrl, int fd, uid_t *uid)
{
    struct ucred peer;
    gid_t groups[256];
    socklen_t len = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0) {
        return false;
    }
    *uid = peer.uid;
    if (peer.uid == 0 || peer.uid == geteuid() || ctrl->group == peer.gid) {
        return true;
    }
    len = sizeof groups;
    if (ctrl->group == UINT32_MAX ||
        getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &len) != 0) {
        return false;
    }
    for (size_t i = 0; i < len / sizeof *groups; i++) {
        if (groups[i] == ctrl->group) {
            return true;
        }
    }
    return false;
}

static void greet(struct own_client *c)
{
    struct json_out *j = &c->ctrl->json;
    extsta_time now = host_loop_now(c->ctrl->loop);
    size_t len;
    json_line(j, "ctl");
    json_number(j, "protocol", OWN_PROTOCOL);
    json_text(j, "version", EXTSTA_VERSION);
    json_seconds(j, "time", now);
    json_seconds(j, "wall", host_loop_wall(c->ctrl->loop, now));
    json_line_end(j);
    const char *lines = own_lines(c->ctrl, &len);
    own_client_send(c, lines, len);
}

/* Whoever is not served is told why, as far as his socket takes that, and forgotten. */
static void refuse(struct own_ctrl *ctrl, int fd, const char *why)
{
    char line[160];
    int len =
        snprintf(line, sizeof line, "{\"line\":\"done\",\"ok\":false,\"error\":\"%s\"}\n", why);
    ctrl->counts.refused++;
    (void)!send(fd, line, (size_t)len, MSG_NOSIGNAL | MSG_DONTWAIT);
    close(fd);
}

static void on_socket(void *user, extsta_time now)
{
    struct own_ctrl *ctrl = user;
    int fd;
    uid_t uid = 0;
    for (int i = 0;
         i < 8 && (fd = accept4(ctrl->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0;
         i++) {
        if (!is_let_in(ctrl, fd, &uid)) {
            refuse(ctrl, fd, "not for this user");
        } else if (!own_client_place(ctrl, uid)) {
            refuse(ctrl, fd, "too many clients");
        } else {
            struct own_client *c = own_client_new(ctrl, fd);
            if (c) {
                c->uid = uid;
                greet(c);
            } else {
                refuse(ctrl, fd, "no memory");
            }
        }
    }
}

/* Whether somebody listens at this file. */
static bool is_busy(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool busy =
        fd >= 0 && (connect(fd, (const struct sockaddr *)address, sizeof *address) == 0 ||
                    errno == EAGAIN);
    if (fd >= 0) {
        close(fd);
    }
    return busy;
}

static int fail(char *why, size_t size, const char *path, const char *what)
{
    assert(path);
    snprintf(why, size, "%s: %s: %s", path, what, strerror(errno));
    return -1;
}

/* Nobody may connect before mode and group are right: the file comes without any rights. */
static int open_socket(const char *path, unsigned mode, uint32_t group, char *why, size_t size)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat is;
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return fail(why, size, path, "cannot open the control socket");
    }
    strcpy(address.sun_path, path);
    if (lstat(path, &is) == 0 && S_ISSOCK(is.st_mode)) {
        if (is_busy(&address)) {
            errno = EADDRINUSE;
            return fail(why, size, path, "another process has this control socket");
        }
        (void)unlink(path);
    }
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t before = umask(0777);
    bool bound = fd >= 0 && bind(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    umask(before);
    if (!bound || (group != UINT32_MAX && chown(path, (uid_t)-1, group) != 0) ||
        chmod(path, mode) != 0 || listen(fd, (int)OWN_CLIENTS) != 0) {
        fail(why, size, path, "cannot open the control socket");
        if (bound) {
            (void)unlink(path);
        }
        if (fd >= 0) {
            close(fd);
        }
        return -1;
    }
    return fd;
}

/* Everything but the socket. */
static struct own_ctrl *make(struct service *service, const char *path, uint32_t group)
{
    struct own_ctrl *ctrl = host_calloc(1, sizeof *ctrl);
    if (!ctrl) {
        return NULL;
    }
    ctrl->service = service;
    ctrl->loop = service_loop(service);
    ctrl->fd = -1;
    ctrl->group = group;
    ctrl->path = host_malloc(strlen(path) + 1);
    ctrl->file = fopencookie(ctrl, "w", (cookie_io_functions_t){.write = on_written});
    if (!ctrl->path || !ctrl->file) {
        own_ctrl_close(ctrl);
        return NULL;
    }
    strcpy(ctrl->path, path);
    setvbuf(ctrl->file, NULL, _IONBF, 0);
    json_out_start(&ctrl->json, ctrl->file);
    return ctrl;
}

struct own_ctrl *own_ctrl_open(struct service *service, const char *path, unsigned mode,
                               uint32_t group, char *why, size_t size)
{
    struct own_ctrl *ctrl = make(service, path, group);
    snprintf(why, size, "no memory");
    if (!ctrl) {
        return NULL;
    }
    ctrl->fd = open_socket(path, mode, group, why, size);
    if (ctrl->fd >= 0) {
        ctrl->watch = host_watch_add(ctrl->loop, ctrl->fd, on_socket, ctrl);
    }
    if (!ctrl->watch) {
        own_ctrl_close(ctrl);
        return NULL;
    }
    own_record_init(ctrl);
    return ctrl;
}

void own_ctrl_allow_set(struct own_ctrl *ctrl, bool allowed)
{
    ctrl->may_set = allowed;
}

struct own_counts own_ctrl_counts(const struct own_ctrl *ctrl)
{
    return ctrl->counts;
}

void own_ctrl_close(struct own_ctrl *ctrl)
{
    if (!ctrl) {
        return;
    }
    ctrl->service = NULL; /* it has gone */
    for (struct own_client *c = ctrl->clients; c; c = c->next) {
        own_client_drop(c);
    }
    for (struct own_client *c = ctrl->clients, *next; c; c = next) {
        next = c->next;
        client_free(c);
    }
    ctrl->clients = NULL;
    if (ctrl->alarm) {
        host_alarm_remove(ctrl->alarm);
    }
    if (ctrl->watch) {
        host_watch_remove(ctrl->watch);
    }
    if (ctrl->fd >= 0) {
        close(ctrl->fd);
        (void)unlink(ctrl->path);
    }
    own_record_free(ctrl);
    if (ctrl->file) {
        fclose(ctrl->file);
    }
    free(ctrl->line);
    free(ctrl->path);
    free(ctrl);
}
