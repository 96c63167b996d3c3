/* What the kernel sends: frames of its radios, answers to ours, refused transmit statuses.
 * hwsim.c has the whole.
 *
 * Order matters to hostapd: the transmit status of a frame goes back before the station acts on
 * the frame, as on air. The kernel may hand us a frame before it has queued it for its status;
 * such a status is refused with EINVAL and is sent again. */
#include "hwsim_private.h"
#include <errno.h>
#include <linux/genetlink.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <stdlib.h>
#include <sys/socket.h>

#define STATUS_TRIES 8
#define STATUS_WAIT  500u /* microseconds, doubled each time */

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
    struct kernel_radio *k = entry_for(m, t->radio, ta);
    if (!same(k->radio, t->radio) || !same(k->interface, ta)) {
        *k = (struct kernel_radio){.radio = t->radio, .interface = ta};
    }
    k->freq = t->freq;
    k->heard = serial;
    for (size_t i = 0; i < m->kernel_count; i++) {
        if (same(m->kernel[i].radio, t->radio)) {
            m->kernel[i].freq = t->freq;
        }
    }
}

/* The rate (500 kb/s) that a rate index of the kernel stands for; the 5 GHz table lacks the
 * four rates of 802.11b. 0: not known. */
uint16_t hwsim_rate_of(uint32_t freq, int index)
{
    static const uint16_t rates[] = {2, 4, 11, 22, 12, 18, 24, 36, 48, 72, 96, 108};
    int i = index + (freq > 3000 ? 4 : 0);
    return index >= 0 && i < 12 ? rates[i] : 0;
}

/* hwsim_join.h: whatever is heard of it, and whether it is acknowledged, is decided there. */
static void hand_over(struct hwsim *m, const struct hwsim_transmission *t)
{
    if (m->monitor) {
        struct extsta_rx_meta meta = {.freq = (uint16_t)t->freq,
                                      .rate = hwsim_rate_of(t->freq, t->first_rate)};
        m->monitor(m->monitor_user, m->now, false, t->frame, &meta);
    }
    hwsim_join_take(m->join, t);
}

/* Of those that may take a frame to this address, the next one after `r`; NULL: the first. */
static struct station_radio *next_receiver(const struct hwsim *m, struct extsta_mac ra,
                                           const struct station_radio *r)
{
    if (ra.b[0] & 1) {
        return r ? r->next : m->stations;
    }
    struct station_radio *of = r ? r->next_address : m->chains[hwsim_chain(ra)];
    while (of && !same(of->address, ra)) {
        of = of->next_address;
    }
    return of;
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
    int signal = hwsim_signal_of(m, ta);
    bool group = (ra.b[0] & 1) != 0, in_range = signal >= HWSIM_OUT_OF_RANGE, acked = false;
    struct station_radio *r = NULL;
    while (!group && in_range && !acked && (r = next_receiver(m, ra, r)) != NULL) {
        acked = r->freq == t->freq;
    }
    size_t n = hwsim_build_status(m->message, m->family, ++m->seq, t, acked, signal);
    hwsim_transmit(m, m->message, n);
    struct extsta_rx_meta meta = {
        .freq = (uint16_t)t->freq,
        .signal = (int8_t)signal,
        .rate = hwsim_rate_of(t->freq, t->first_rate),
        .serial = serial,
    };
    if (in_range) {
        hwsim_busy_add(&m->busy, m->now, meta.freq, meta.rate, t->frame.len, acked);
    }
    if (m->monitor) {
        m->monitor(m->monitor_user, m->now, false, t->frame, &meta);
    }
    r = NULL;
    while (in_range && (r = next_receiver(m, ra, r)) != NULL) {
        if (r->freq != t->freq) {
            continue;
        }
        struct event *e = hwsim_event(r, EXTSTA_RADIO_FRAME, t->frame);
        if (e) {
            e->e.frame.meta = meta;
        }
    }
    if (t->frame.len >= 16) {
        hwsim_window_answered(hwsim_window_of(m, t->radio), m->now, t->frame);
        m->look = true;
    }
}

/* Sends it once more, later and later; there is no answer to one that was accepted. */
static void status_refused(struct hwsim *m, const struct nlmsghdr *sent)
{
    for (struct status_again *a = m->again; a; a = a->next) {
        if (((struct nlmsghdr *)a->message)->nlmsg_seq == sent->nlmsg_seq) {
            a->due = m->now + ((extsta_time)STATUS_WAIT << a->tries);
            due_at(m, a->due);
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
        due_at(m, a->due);
    } else {
        m->losses.statuses++;
        free(a);
    }
}

/* The module was unloaded: nothing will come any more. Each station is told, which must not
 * need memory: it would wait for ever. */
static void medium_gone(struct hwsim *m)
{
    for (struct station_radio *r = m->stations; r && !m->gone; r = r->next) {
        r->gone = true;
        hwsim_ready(r);
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
            hwsim_outcome(done->radio, done->cookie, err->error == 0, 1);
            free(done);
            return;
        }
    }
    if (is_refused_status(m, message)) {
        status_refused(m, &err->msg);
    } else if (m->join && err->error == -EINVAL) {
        hwsim_join_refused(m->join, err->msg.nlmsg_seq);
    }
}

/* The answer to what is awaited comes within the call that sends it; one that has not come
 * was lost with an overrun of the socket. */
void hwsim_expire_results(struct hwsim *m)
{
    for (struct pending **p = &m->pending; *p;) {
        struct pending *lost = *p;
        if (lost->due > m->now) {
            p = &lost->next;
            continue;
        }
        *p = lost->next;
        m->losses.answers++;
        hwsim_outcome(lost->radio, lost->cookie, false, 1);
        free(lost);
    }
}

/* due NEVER: it has been sent again and no refusal has come since; it is done with. */
void hwsim_send_statuses(struct hwsim *m)
{
    for (struct status_again **p = &m->again; *p;) {
        struct status_again *a = *p;
        if (a->due == EXTSTA_NEVER || a->tries == STATUS_TRIES) {
            *p = a->next;
            m->losses.statuses += a->due != EXTSTA_NEVER;
            free(a);
            continue;
        }
        if (a->due <= m->now) {
            a->tries++;
            a->due = EXTSTA_NEVER;
            hwsim_transmit(m, a->message, a->len);
        }
        p = &a->next;
    }
}

static void message_from_kernel(struct hwsim *m, const struct nlmsghdr *h)
{
    struct hwsim_transmission t;
    struct extsta_mac address;
    int command;
    if (h->nlmsg_type == NLMSG_ERROR) {
        result_from_kernel(m, h);
    } else if (h->nlmsg_type == m->family) {
        if (hwsim_parse_transmission(h, &command, &t)) {
            (m->join ? hand_over : frame_from_kernel)(m, &t);
        } else if (m->join && hwsim_parse_removal(h, &address)) {
            hwsim_join_removed(m->join, address);
        }
    } else if (hwsim_is_family_removal(h, m->family)) {
        medium_gone(m);
    }
}

void hwsim_receive(struct hwsim *m)
{
    for (int batch = 0; batch < 256; batch++) {
        ssize_t n = recv(m->fd, m->receive, sizeof m->receive, MSG_DONTWAIT);
        if (n < 0 && errno == ENOBUFS) {
            m->losses.overruns++; /* of the receive buffer */
            continue;
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
