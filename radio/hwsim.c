/* The medium: who hears what, and what the kernel is told about it. Kernel radios hand us each
 * frame they transmit (HWSIM_CMD_FRAME); it goes to the stations that can hear it, and back to
 * the kernel as a transmit status (TX_INFO_FRAME: acknowledged or not): hwsim_kernel.c. A
 * station's frame goes to the kernel radios as HWSIM_CMD_FRAME, and the netlink answer to it is
 * the acknowledgement; when many ask an access point it waits before: hwsim_queue.c.
 * hwsim_message.c makes and reads the messages. Here are the stations' radios (struct
 * extsta_radio), and opening and closing. */
#include "hwsim_private.h"
#include <errno.h>
#include <inttypes.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#define DEFAULT_SIGNAL    (-50)
#define LISTEN_MS         250  /* two beacon intervals of 100 TU, and a bit */
#define REGISTER_MS       1000 /* for the answer to the registration */
#define REGISTER_MESSAGES 64   /* that may come before it */
#define RECEIVE_BUFFER    (4 << 20)
#define READ_EVERY        100u /* microseconds: see drain */

int hwsim_signal_of(const struct hwsim *m, struct extsta_mac ap)
{
    for (size_t i = 0; i < m->signal_count; i++) {
        if (same(m->signals[i].ap, ap)) {
            return m->signals[i].dbm;
        }
    }
    return DEFAULT_SIGNAL;
}

void hwsim_signal(struct hwsim *m, struct extsta_mac ap, int dbm)
{
    for (size_t i = 0; i < m->signal_count; i++) {
        if (same(m->signals[i].ap, ap)) {
            m->signals[i].dbm = dbm;
            return;
        }
    }
    if (m->signal_count < MAX_SIGNALS) {
        m->signals[m->signal_count].ap = ap;
        m->signals[m->signal_count++].dbm = dbm;
    }
}

void hwsim_transmit(struct hwsim *m, const void *message, size_t len)
{
    m->losses.unsent += send(m->fd, message, len, MSG_DONTWAIT) < 0;
}

struct event *hwsim_event(struct station_radio *r, enum extsta_radio_event_type type,
                          struct extsta_span bytes)
{
    struct event *e = malloc(sizeof *e + bytes.len);
    if (!e) {
        r->medium->losses.memory++;
        return NULL;
    }
    memset(&e->e, 0, sizeof e->e);
    e->next = NULL;
    e->e.type = type;
    if (bytes.len) {
        memcpy(e->bytes, bytes.data, bytes.len);
    }
    e->e.frame.bytes = (struct extsta_span){e->bytes, bytes.len};
    *r->last = e;
    r->last = &e->next;
    hwsim_ready(r);
    return e;
}

void hwsim_outcome(struct station_radio *r, uint32_t cookie, bool acked, uint8_t tries)
{
    struct event *e = hwsim_event(r, EXTSTA_RADIO_OUTCOME, (struct extsta_span){NULL, 0});
    if (e) {
        e->e.cookie = cookie;
        e->e.acked = acked;
        e->e.tries = tries;
    }
}

/* Errors to what is resent come back at once, so they are read before the next look. Hundreds
 * of stations ask in the same moment: the socket is read once for them. */
static void drain(struct hwsim *m)
{
    if (m->now - m->read >= READ_EVERY || m->due <= m->now) {
        m->read = m->now;
        hwsim_receive(m);
        if (m->again) {
            hwsim_send_statuses(m);
            hwsim_receive(m);
        }
        hwsim_expire_results(m);
    }
    if (m->look || m->due <= m->now) {
        hwsim_queue_look(m);
    }
}

void hwsim_work(struct hwsim *m, extsta_time now)
{
    m->now = now;
    m->read = now - READ_EVERY;
    drain(m);
}

/* --- radio operations --- */

/* Longer frames than the kernel takes are lost. */
static enum extsta_error radio_send(struct extsta_radio *radio, extsta_time now,
                                    struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    struct station_radio *r = (struct station_radio *)radio;
    struct hwsim *m = r->medium;
    m->now = now;
    if (frame.len < 10) {
        return EXTSTA_E_USAGE;
    }
    if (frame.len <= HWSIM_MAX_FRAME) {
        hwsim_queue_frame(m, r, frame, meta);
        return EXTSTA_OK;
    }
    m->losses.too_long++;
    if (meta->cookie) {
        hwsim_outcome(r, meta->cookie, false, 1);
    }
    return EXTSTA_OK;
}

static enum extsta_error radio_tune(struct extsta_radio *radio, extsta_time now, uint16_t freq)
{
    struct station_radio *r = (struct station_radio *)radio;
    r->freq = freq;
    r->medium->look |= r->held != 0;
    return EXTSTA_OK;
}

/* By the air time of its frames; and where stations wait for a place it is a busy channel,
 * however little of the air a slow access point needs. */
static extsta_time radio_busy(struct extsta_radio *radio, extsta_time now, extsta_time since)
{
    const struct station_radio *r = (struct station_radio *)radio;
    const struct hwsim *m = r->medium;
    extsta_time most = hwsim_busy_since(&m->busy, now, r->freq, since);
    for (size_t i = 0; i < m->kernel_count; i++) {
        extsta_time busy = m->kernel[i].freq == r->freq
                               ? hwsim_window_busy(&m->kernel[i].window, now, since)
                               : 0;
        most = busy > most ? busy : most;
    }
    return most;
}

/* The socket is drained only when nothing waits: one poll may fill many radios. */
static bool radio_poll(struct extsta_radio *radio, extsta_time now,
                       struct extsta_radio_event *event)
{
    struct station_radio *r = (struct station_radio *)radio;
    r->medium->now = now;
    free(r->given);
    r->given = NULL;
    if (!r->first) {
        drain(r->medium);
    }
    struct event *e = r->first;
    if (!e) {
        bool gone = r->gone;
        r->gone = false;
        *event = (struct extsta_radio_event){.type = EXTSTA_RADIO_GONE};
        return gone;
    }
    r->first = e->next;
    if (!r->first) {
        r->last = &r->first;
    }
    r->given = e;
    *event = e->e;
    return true;
}

static int radio_fd(struct extsta_radio *radio)
{
    return ((struct station_radio *)radio)->medium->fd;
}

/* At once while something waits: another radio may have drained the descriptor they share. */
static extsta_time radio_deadline(struct extsta_radio *radio)
{
    struct station_radio *r = (struct station_radio *)radio;
    return r->first || r->gone ? 0 : r->medium->due;
}

/* Those of a radio that goes; r NULL: all. */
static void forget_pending(struct hwsim *m, const struct station_radio *r)
{
    for (struct pending **p = &m->pending; *p;) {
        struct pending *gone = *p;
        if (!r || gone->radio == r) {
            *p = gone->next;
            free(gone);
        } else {
            p = &gone->next;
        }
    }
}

static void radio_close(struct extsta_radio *radio)
{
    struct station_radio *r = (struct station_radio *)radio;
    struct station_radio **p = &r->medium->stations;
    while (*p != r) {
        p = &(*p)->next;
    }
    *p = r->next;
    p = &r->medium->chains[hwsim_chain(r->address)];
    while (*p != r) {
        p = &(*p)->next_address;
    }
    *p = r->next_address;
    forget_pending(r->medium, r);
    hwsim_queue_forget(r->medium, r);
    while (r->first) {
        struct event *e = r->first;
        r->first = e->next;
        free(e);
    }
    free(r->given);
    free(r);
}

static void radio_on_ready(struct extsta_radio *radio, void (*ready)(void *user), void *user)
{
    struct station_radio *r = (struct station_radio *)radio;
    r->ready = ready;
    r->ready_user = user;
}

static const struct extsta_radio_ops hwsim_ops = {
    .name = "mac80211_hwsim",
    .send = radio_send,
    .tune = radio_tune,
    .poll = radio_poll,
    .fd = radio_fd,
    .deadline = radio_deadline,
    .close = radio_close,
    .busy = radio_busy,
    .on_ready = radio_on_ready,
};

struct extsta_radio *hwsim_radio_new(struct hwsim *m, struct extsta_mac address)
{
    struct station_radio *r = calloc(1, sizeof *r);
    if (!r) {
        return NULL;
    }
    r->base.ops = &hwsim_ops;
    r->medium = m;
    r->address = address;
    r->last = &r->first;
    r->next = m->stations;
    m->stations = r;
    r->next_address = m->chains[hwsim_chain(address)];
    m->chains[hwsim_chain(address)] = r;
    return &r->base;
}

/* Generic netlink is the kernel's way to tell hostapd of frames and events. The columns:
 * socket, protocol, port, groups, two sizes, dump, locks, drops. */
static uint64_t lost_by_others(const struct hwsim *m)
{
    FILE *f = fopen("/proc/net/netlink", "r");
    uint64_t sum = 0, drops;
    char line[256];
    unsigned protocol;
    uint32_t port;
    while (f && fgets(line, sizeof line, f)) {
        if (sscanf(line, "%*s %u %" SCNu32 " %*s %*s %*s %*s %*s %" SCNu64, &protocol, &port,
                   &drops) == 3 &&
            protocol == NETLINK_GENERIC && port != nl_socket_get_local_port(m->socket)) {
            sum += drops;
        }
    }
    if (f) {
        fclose(f);
    }
    return sum;
}

struct hwsim_losses hwsim_losses(const struct hwsim *m)
{
    struct hwsim_losses l = m->losses;
    l.others = lost_by_others(m);
    return l;
}

void hwsim_monitor(struct hwsim *m,
                   void (*frame)(void *user, extsta_time now, bool sent,
                                 struct extsta_span bytes, const struct extsta_rx_meta *meta),
                   void *user)
{
    m->monitor = frame;
    m->monitor_user = user;
}

/* --- opening --- */

static const char *register_failure(int error)
{
    switch (-error) {
    case EPERM:
        return "no privilege to be the medium of mac80211_hwsim: run as root, or inside "
               "'unshare -Urn' with radios of its own";
    case EBUSY:
        return "another process is already the medium of mac80211_hwsim in this network "
               "namespace (wmediumd?): end it first";
    case EOPNOTSUPP:
        return "mac80211_hwsim refuses a medium while a multi-channel radio exists: remove "
               "it, "
               "or load the module with channels=1";
    }
    return "mac80211_hwsim refused the registration of the medium";
}

/* Asks to be the medium; 0, or a negative errno of the kernel's answer. */
static int register_medium(struct hwsim *m)
{
    size_t n = hwsim_build_register(m->message, m->family, ++m->seq);
    if (send(m->fd, m->message, n, 0) < 0) {
        return -errno;
    }
    /* A radio of the kernel may transmit before the answer has been queued. */
    struct pollfd p = {.fd = m->fd, .events = POLLIN};
    for (int i = 0; i < REGISTER_MESSAGES && poll(&p, 1, REGISTER_MS) > 0; i++) {
        ssize_t got = recv(m->fd, m->receive, sizeof m->receive, 0);
        const struct nlmsghdr *h = (const struct nlmsghdr *)m->receive;
        if (got >= (ssize_t)NLMSG_LENGTH(sizeof(struct nlmsgerr)) &&
            h->nlmsg_type == NLMSG_ERROR && h->nlmsg_seq == m->seq) {
            return ((const struct nlmsgerr *)NLMSG_DATA(h))->error;
        }
    }
    return -EPROTO;
}

/* The kernel does not say which radios exist and where; they are known from what they
 * transmit. Two beacon intervals of listening make the first scan complete. */
static void listen_first(struct hwsim *m)
{
    struct pollfd p = {.fd = m->fd, .events = POLLIN};
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (long left = LISTEN_MS; left > 0;) {
        if (poll(&p, 1, (int)left) > 0) {
            hwsim_receive(m);
        }
        clock_gettime(CLOCK_MONOTONIC, &now);
        left = LISTEN_MS -
               ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000);
    }
}

/* For what the kernel sends while the stations act; above the limit for everybody when we may.
 */
static void give_room(struct hwsim *m)
{
    int size = RECEIVE_BUFFER;
    nl_socket_set_buffer_size(m->socket, size, 1 << 20);
    (void)!setsockopt(m->fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
}

struct hwsim *hwsim_open(const char **why)
{
    struct hwsim *m = calloc(1, sizeof *m);
    *why = "no memory";
    if (!m || !(m->socket = nl_socket_alloc())) {
        free(m);
        return NULL;
    }
    m->last_held = &m->held;
    m->due = EXTSTA_NEVER;
    int family, error;
    if (genl_connect(m->socket) != 0) {
        *why = "the kernel gives no generic netlink socket";
        hwsim_close(m);
        return NULL;
    }
    if ((family = genl_ctrl_resolve(m->socket, "MAC80211_HWSIM")) < 0) {
        *why = "the kernel has no mac80211_hwsim: 'modprobe mac80211_hwsim radios=1' (it is in "
               "Debian's kernel package), or use the virtual air";
        hwsim_close(m);
        return NULL;
    }
    m->family = (uint16_t)family;
    m->fd = nl_socket_get_fd(m->socket);
    give_room(m);
    /* It tells when a module is unloaded; without it the next frame finds out. */
    (void)!nl_socket_add_membership(m->socket, GENL_ID_CTRL);
    if ((error = register_medium(m)) != 0) {
        *why = register_failure(error);
        hwsim_close(m);
        return NULL;
    }
    listen_first(m);
    return m;
}

void hwsim_close(struct hwsim *m)
{
    if (!m) {
        return;
    }
    while (m->again) {
        struct status_again *a = m->again;
        m->again = a->next;
        free(a);
    }
    forget_pending(m, NULL);
    hwsim_queue_forget(m, NULL);
    nl_socket_free(m->socket);
    free(m);
}
