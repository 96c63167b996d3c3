/* The medium: who hears what, and what the kernel is told about it. Kernel radios hand us each
 * frame they transmit (HWSIM_CMD_FRAME); it goes to the stations that can hear it, and back to
 * the kernel as a transmit status (TX_INFO_FRAME: acknowledged or not). A station's frame goes
 * to the kernel radios as HWSIM_CMD_FRAME, and the netlink answer to it is the acknowledgement.
 * hwsim_message.c makes and reads the messages; the stations see struct extsta_radio.
 *
 * Order matters to hostapd: the transmit status of a frame goes back before the station acts on
 * the frame, as on air. The kernel may hand us a frame before it has queued it for its status;
 * such a status is refused with EINVAL and is sent again. */
#include "hwsim.h"
#include "hwsim_message.h"
#include <errno.h>
#include <linux/genetlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define OUT_OF_RANGE      (-95)
#define DEFAULT_SIGNAL    (-50)
#define STATUS_TRIES      8
#define STATUS_WAIT       500u /* microseconds, doubled each time */
#define MAX_KERNEL_RADIOS 128  /* pairs of radio and transmitter address */
#define MAX_SIGNALS       128
#define LISTEN_MS         250            /* two beacon intervals of 100 TU, and a bit */
#define REGISTER_MS       1000           /* for the answer to the registration */
#define REGISTER_MESSAGES 64             /* that may come before it */
#define RESULT_TIMEOUT    (200u * 1000u) /* microseconds; the kernel answers at once or never */

/* What a station will take by poll; a frame's octets are behind it. */
struct event {
    struct event *next;
    struct extsta_radio_event e;
    uint8_t bytes[];
};

/* One station's radio. Its events wait here, whoever has drained the socket. */
struct station_radio {
    struct extsta_radio base;
    struct hwsim *medium;
    struct station_radio *next;
    struct extsta_mac address;
    uint16_t freq; /* MHz; 0: not tuned yet, deaf */
    struct event *first, **last;
    struct event *given; /* handed out by poll, freed at the next call */
    bool gone;           /* to be told, behind what has come */
};

/* A radio of the kernel with one of its interfaces (a radio may have several). */
struct kernel_radio {
    struct extsta_mac radio;     /* 42:.. */
    struct extsta_mac interface; /* a transmitter address seen from it */
    uint32_t freq;               /* MHz, of its last frame */
    uint64_t heard;              /* serial of its last frame */
};

struct pending { /* a frame to the kernel whose result is awaited */
    struct pending *next;
    uint32_t seq;
    struct station_radio *radio;
    uint32_t cookie;
    extsta_time due; /* then it counts as lost: an overrun may swallow the answer */
};

struct status_again { /* a refused transmit status */
    struct status_again *next;
    extsta_time due; /* NEVER: sent; unless it is refused again it was accepted */
    unsigned tries;
    size_t len;
    uint64_t message[HWSIM_MESSAGE_MAX / 8];
};

struct hwsim {
    struct nl_sock *socket;
    int fd;
    uint16_t family;
    uint32_t seq;
    uint64_t serial; /* of frames from the kernel: extsta_rx_meta.serial */
    extsta_time now; /* of the call under way */
    struct station_radio *stations;
    struct kernel_radio kernel[MAX_KERNEL_RADIOS];
    size_t kernel_count;
    struct {
        struct extsta_mac ap;
        int dbm;
    } signals[MAX_SIGNALS];
    size_t signal_count;
    struct pending *pending;
    struct status_again *again;
    bool gone; /* the module was unloaded */
    void (*monitor)(void *user, extsta_time now, bool sent, struct extsta_span frame,
                    const struct extsta_rx_meta *meta);
    void *monitor_user;
    uint64_t message[HWSIM_MESSAGE_MAX / 8];
    uint64_t receive[65536 / 8];
};

static bool same(struct extsta_mac a, struct extsta_mac b)
{
    return memcmp(a.b, b.b, 6) == 0;
}

/* dBm between the stations and this transmitter, in both directions. */
static int signal_of(const struct hwsim *m, struct extsta_mac ap)
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

static void transmit(struct hwsim *m, const void *message, size_t len)
{
    /* A full socket loses the frame, as a busy channel would. */
    (void)!send(m->fd, message, len, MSG_DONTWAIT);
}

/* Appends an event with a copy of the bytes; NULL: no memory, and it is lost. */
static struct event *event_push(struct station_radio *r, enum extsta_radio_event_type type,
                                struct extsta_span bytes)
{
    struct event *e = malloc(sizeof *e + bytes.len);
    if (!e) {
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
    return e;
}

static void outcome(struct station_radio *r, uint32_t cookie, bool acked)
{
    struct event *e = event_push(r, EXTSTA_RADIO_OUTCOME, (struct extsta_span){NULL, 0});
    if (e) {
        e->e.cookie = cookie;
        e->e.acked = acked;
        e->e.tries = 1;
    }
}

/* --- from the kernel --- */

/* The entry for this pair; a new one takes the place of the longest silent when there is no
 * room: addresses come and go (an interface that changes its own, frames injected with any). */
static struct kernel_radio *entry_for(struct hwsim *m, struct extsta_mac radio,
                                      struct extsta_mac ta)
{
    struct kernel_radio *silent = m->kernel;
    for (size_t i = 0; i < m->kernel_count; i++) {
        struct kernel_radio *k = &m->kernel[i];
        if (same(k->radio, radio) && same(k->interface, ta)) {
            return k;
        }
        silent = k->heard < silent->heard ? k : silent;
    }
    return m->kernel_count < MAX_KERNEL_RADIOS ? &m->kernel[m->kernel_count++] : silent;
}

/* Radios and interfaces are known only from what they transmit. A radio is on one channel:
 * what one of its interfaces uses holds for all of them. */
static void learn(struct hwsim *m, const struct hwsim_transmission *t, uint64_t serial)
{
    if (t->frame.len < 16) {
        return; /* no transmitter address: CTS, Ack */
    }
    struct extsta_mac ta;
    memcpy(ta.b, t->frame.data + 10, 6);
    *entry_for(m, t->radio, ta) = (struct kernel_radio){
        .radio = t->radio, .interface = ta, .freq = t->freq, .heard = serial};
    for (size_t i = 0; i < m->kernel_count; i++) {
        if (same(m->kernel[i].radio, t->radio)) {
            m->kernel[i].freq = t->freq;
        }
    }
}

/* The rate (500 kb/s) that a rate index of the kernel stands for; the 5 GHz table lacks the
 * four rates of 802.11b. 0: not known. */
static uint16_t rate_of(uint32_t freq, int index)
{
    static const uint16_t rates[] = {2, 4, 11, 22, 12, 18, 24, 36, 48, 72, 96, 108};
    int i = index + (freq > 3000 ? 4 : 0);
    return index >= 0 && i < 12 ? rates[i] : 0;
}

/* Status first, then the frame to who hears it: see above. Acknowledged is a unicast frame if
 * its station is on the channel and in range. */
static void frame_from_kernel(struct hwsim *m, const struct hwsim_transmission *t)
{
    uint64_t serial = ++m->serial;
    learn(m, t, serial);
    struct extsta_mac ra = {{0}}, ta = {{0}};
    if (t->frame.len >= 16) {
        memcpy(ra.b, t->frame.data + 4, 6);
        memcpy(ta.b, t->frame.data + 10, 6);
    }
    int signal = signal_of(m, ta);
    bool group = (ra.b[0] & 1) != 0, in_range = signal >= OUT_OF_RANGE, acked = false;
    for (struct station_radio *r = m->stations; r && in_range; r = r->next) {
        acked |= !group && r->freq == t->freq && same(r->address, ra);
    }
    size_t n = hwsim_build_status(m->message, m->family, ++m->seq, t, acked, signal);
    transmit(m, m->message, n);
    struct extsta_rx_meta meta = {
        .freq = (uint16_t)t->freq,
        .signal = (int8_t)signal,
        .rate = rate_of(t->freq, t->first_rate),
        .serial = serial,
    };
    if (m->monitor) {
        m->monitor(m->monitor_user, m->now, false, t->frame, &meta);
    }
    for (struct station_radio *r = m->stations; r && in_range; r = r->next) {
        if (r->freq != t->freq || !(group || same(r->address, ra))) {
            continue; /* the receive filter of a NIC: the address, or a group */
        }
        struct event *e = event_push(r, EXTSTA_RADIO_FRAME, t->frame);
        if (e) {
            e->e.frame.meta = meta;
        }
    }
}

/* Sends it once more, later and later; there is no answer to one that was accepted. */
static void status_refused(struct hwsim *m, const struct nlmsghdr *sent)
{
    for (struct status_again *a = m->again; a; a = a->next) {
        if (((struct nlmsghdr *)a->message)->nlmsg_seq == sent->nlmsg_seq) {
            a->due = m->now + ((extsta_time)STATUS_WAIT << a->tries);
            return;
        }
    }
    struct status_again *a = calloc(1, sizeof *a);
    if (a && sent->nlmsg_len <= sizeof a->message) {
        memcpy(a->message, sent, sent->nlmsg_len);
        a->len = sent->nlmsg_len;
        a->due = m->now + STATUS_WAIT;
        a->next = m->again;
        m->again = a;
    } else {
        free(a);
    }
}

/* The module was unloaded: nothing will come any more. Each station is told, which must not
 * need memory: it would wait for ever. */
static void medium_gone(struct hwsim *m)
{
    for (struct station_radio *r = m->stations; r && !m->gone; r = r->next) {
        r->gone = true;
    }
    m->gone = true;
}

/* The error message echoes what we sent when it was refused. */
static bool is_refused_status(const struct hwsim *m, const struct nlmsghdr *message)
{
    const struct nlmsgerr *err = NLMSG_DATA(message);
    size_t echoed = message->nlmsg_len - NLMSG_LENGTH(sizeof err->error);
    if (err->error != -EINVAL || err->msg.nlmsg_type != m->family ||
        err->msg.nlmsg_len > echoed || err->msg.nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN)) {
        return false;
    }
    const struct genlmsghdr *g = (const struct genlmsghdr *)(&err->msg + 1);
    return g->cmd == HWSIM_CMD_TX_INFO_FRAME;
}

static void result_from_kernel(struct hwsim *m, const struct nlmsghdr *message)
{
    if (message->nlmsg_len < NLMSG_LENGTH(sizeof(struct nlmsgerr))) {
        return;
    }
    const struct nlmsgerr *err = NLMSG_DATA(message);
    if (err->error == -ENOENT && err->msg.nlmsg_type == m->family) {
        medium_gone(m); /* there is no such family any more */
    }
    for (struct pending **p = &m->pending; *p; p = &(*p)->next) {
        if ((*p)->seq == err->msg.nlmsg_seq) {
            struct pending *done = *p;
            *p = done->next;
            outcome(done->radio, done->cookie, err->error == 0);
            free(done);
            return;
        }
    }
    if (is_refused_status(m, message)) {
        status_refused(m, &err->msg);
    }
}

/* The answer to what is awaited comes within the call that sends it; one that has not come
 * was lost with an overrun of the socket. */
static void results_expire(struct hwsim *m)
{
    for (struct pending **p = &m->pending; *p;) {
        struct pending *lost = *p;
        if (lost->due > m->now) {
            p = &lost->next;
            continue;
        }
        *p = lost->next;
        outcome(lost->radio, lost->cookie, false);
        free(lost);
    }
}

/* due NEVER: it has been sent again and no refusal has come since; it is done with. */
static void status_resend(struct hwsim *m)
{
    for (struct status_again **p = &m->again; *p;) {
        struct status_again *a = *p;
        if (a->due == EXTSTA_NEVER || a->tries == STATUS_TRIES) {
            *p = a->next;
            free(a);
            continue;
        }
        if (a->due <= m->now) {
            a->tries++;
            a->due = EXTSTA_NEVER;
            transmit(m, a->message, a->len);
        }
        p = &a->next;
    }
}

static void message_from_kernel(struct hwsim *m, const struct nlmsghdr *h)
{
    struct hwsim_transmission t;
    int command;
    if (h->nlmsg_type == NLMSG_ERROR) {
        result_from_kernel(m, h);
    } else if (h->nlmsg_type == m->family) {
        if (hwsim_parse_transmission(h, &command, &t)) {
            frame_from_kernel(m, &t);
        }
    } else if (hwsim_is_family_removal(h, m->family)) {
        medium_gone(m);
    }
}

/* At most 256 datagrams, so that a busy kernel does not keep the stations from acting. */
static void receive_all(struct hwsim *m)
{
    for (int batch = 0; batch < 256; batch++) {
        ssize_t n = recv(m->fd, m->receive, sizeof m->receive, MSG_DONTWAIT);
        if (n < 0 && errno == ENOBUFS) {
            continue; /* the receive buffer overflowed */
        }
        if (n <= 0) {
            break;
        }
        int left = (int)n;
        for (struct nlmsghdr *h = (struct nlmsghdr *)m->receive; nlmsg_ok(h, left);
             h = nlmsg_next(h, &left)) {
            message_from_kernel(m, h);
        }
    }
}

/* Errors to what is resent come back at once, so they are read before the next look. */
static void drain(struct hwsim *m)
{
    receive_all(m);
    if (m->again) {
        status_resend(m);
        receive_all(m);
    }
    results_expire(m);
}

/* --- radio operations --- */

/* The reverse of rate_of; what the band does not have goes at its lowest rate. */
static uint32_t rate_index(uint16_t freq, uint16_t rate)
{
    static const uint16_t rates[] = {2, 4, 11, 22, 12, 18, 24, 36, 48, 72, 96, 108};
    uint32_t first = freq > 3000 ? 4 : 0;
    for (uint32_t i = first; i < 12; i++) {
        if (rates[i] == rate) {
            return i - first;
        }
    }
    return 0;
}

/* Remembers who waits for the answer to this message. */
static bool await_result(struct hwsim *m, struct station_radio *r, uint32_t seq,
                         uint32_t cookie)
{
    struct pending *p = malloc(sizeof *p);
    if (!p) {
        return false;
    }
    *p = (struct pending){.next = m->pending,
                          .seq = seq,
                          .radio = r,
                          .cookie = cookie,
                          .due = m->now + RESULT_TIMEOUT};
    m->pending = p;
    return true;
}

/* Whether this kernel radio is given the frame: a unicast frame goes to the radio of
 * that interface, a group frame once to each radio on the channel. */
static bool is_target(const struct hwsim *m, size_t i, struct extsta_mac ra, uint16_t freq)
{
    const struct kernel_radio *k = &m->kernel[i];
    if (k->freq != freq || signal_of(m, k->interface) < OUT_OF_RANGE) {
        return false;
    }
    if ((ra.b[0] & 1) == 0) {
        return same(k->interface, ra);
    }
    for (size_t j = 0; j < i; j++) {
        if (same(m->kernel[j].radio, k->radio) && is_target(m, j, ra, freq)) {
            return false;
        }
    }
    return true;
}

/* To each kernel radio that shall hear it; the acknowledgement is that of one. A group frame
 * counts as acknowledged, a frame that nobody hears as not, at once. Longer frames than the
 * kernel takes are lost. */
static enum extsta_error radio_send(struct extsta_radio *radio, extsta_time now,
                                    struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    struct station_radio *r = (struct station_radio *)radio;
    struct hwsim *m = r->medium;
    m->now = now;
    if (frame.len < 10) {
        return EXTSTA_E_USAGE;
    }
    struct extsta_mac ra;
    memcpy(ra.b, frame.data + 4, 6);
    bool group = (ra.b[0] & 1) != 0, wanted = meta->cookie != 0, told = false;
    bool fits = frame.len <= HWSIM_MAX_FRAME;
    if (m->monitor && fits) {
        struct extsta_rx_meta sent = {.freq = meta->freq, .rate = meta->rate};
        m->monitor(m->monitor_user, now, true, frame, &sent);
    }
    for (size_t i = 0; i < m->kernel_count && fits; i++) {
        if (!is_target(m, i, ra, meta->freq)) {
            continue;
        }
        bool result = wanted && !group && !told;
        size_t n =
            hwsim_build_frame(m->message, m->family, ++m->seq, result, m->kernel[i].radio,
                              frame, rate_index(meta->freq, meta->rate),
                              signal_of(m, m->kernel[i].interface), meta->freq);
        if (result) {
            told = await_result(m, r, m->seq, meta->cookie);
        }
        transmit(m, m->message, n);
    }
    if (wanted && !told) {
        outcome(r, meta->cookie, group);
    }
    return EXTSTA_OK;
}

static enum extsta_error radio_tune(struct extsta_radio *radio, extsta_time now, uint16_t freq)
{
    ((struct station_radio *)radio)->freq = freq;
    return EXTSTA_OK;
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
    extsta_time first = r->first || r->gone ? 0 : EXTSTA_NEVER;
    for (struct status_again *a = r->medium->again; a; a = a->next) {
        first = a->due < first ? a->due : first;
    }
    for (struct pending *p = r->medium->pending; p; p = p->next) {
        first = p->due < first ? p->due : first;
    }
    return first;
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
    for (struct station_radio **p = &r->medium->stations; *p; p = &(*p)->next) {
        if (*p == r) {
            *p = r->next;
            break;
        }
    }
    forget_pending(r->medium, r);
    while (r->first) {
        struct event *e = r->first;
        r->first = e->next;
        free(e);
    }
    free(r->given);
    free(r);
}

static const struct extsta_radio_ops hwsim_ops = {
    .name = "mac80211_hwsim",
    .send = radio_send,
    .tune = radio_tune,
    .poll = radio_poll,
    .fd = radio_fd,
    .deadline = radio_deadline,
    .close = radio_close,
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
    return &r->base;
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
        return "mac80211_hwsim refuses a medium while a multi-channel radio exists: remove it, "
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
            receive_all(m);
        }
        clock_gettime(CLOCK_MONOTONIC, &now);
        left = LISTEN_MS -
               ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000);
    }
}

struct hwsim *hwsim_open(const char **why)
{
    struct hwsim *m = calloc(1, sizeof *m);
    *why = "no memory";
    if (!m || !(m->socket = nl_socket_alloc())) {
        free(m);
        return NULL;
    }
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
    nl_socket_set_buffer_size(m->socket, 4 << 20, 1 << 20);
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
    nl_socket_free(m->socket);
    free(m);
}
