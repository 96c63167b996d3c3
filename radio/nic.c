/* See nic.h. Each radio has a packet socket on its interface. What it sends comes back on it as
 * a transmission (radiotap's TX flags) when the driver is done with it: that is the outcome. */
#include "nic.h"
#include "nic_control.h"
#include <errno.h>
#include <linux/if_packet.h>
#include <linux/nl80211.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <arpa/inet.h>
#include <time.h>
#include <unistd.h>

#define RADIOTAP       127u
#define RECEIVE_BATCH  64
#define RECEIVE_BUFFER (4 << 20)
#define PACKET_MAX     8192u
#define ECHO_TIME      (300u * EXTSTA_MS) /* until an outcome is not waited for any more */
#define TRIAL_MS       300
#define SEQ_AT         22u
#define FRAME_LEAST    10u
#define TYPE_DATA      0x08u
#define RADIOS_MAX     64u

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

/* A frame whose echo is awaited; by receiver, type and sequence number it is known again. */
struct awaited {
    struct awaited *next;
    extsta_time due;
    uint32_t cookie;
    uint8_t key[9];
};

struct nic {
    struct nic_control *control;
    char name[NIC_NAME];
    struct nic_interface interface;
    struct nic_card card;
    struct nic_findings findings;
    uint16_t freq;            /* the card's */
    struct nic_radio *holder; /* who has a connection on it */
    size_t radios;
    unsigned made; /* interfaces, for their names */
};

struct nic_radio {
    struct extsta_radio base;
    struct nic *nic;
    struct extsta_mac address;
    int fd;
    uint32_t ifindex;
    bool own;      /* the interface was made for it */
    uint16_t freq; /* it wants */
    struct awaited *first, **last;
    bool due; /* an outcome is to be told */
    struct extsta_radio_event outcome;
    bool gone, gone_told;
    uint64_t serial;
    struct nic_counts counts;
    uint8_t packet[PACKET_MAX]; /* of the frame that was handed out last */
};

/* --- the octets --- */

/* 802.11-radiotap: version 0, length, present words; Rate, TX flags (aligned to 2), data
 * retries.
 */
void nic_header(uint8_t out[NIC_HEADER], const struct extsta_tx_meta *meta)
{
    bool rate = meta->rate > 0 && meta->rate <= 108; /* higher ones are no Rate's */
    uint32_t present = 1u << 15 | 1u << 17 | (rate ? 1u << 2 : 0);
    /* the sequence number is ours (0x10); nobody is to acknowledge it (0x08) */
    uint16_t flags = (uint16_t)(0x10u | (meta->flags & EXTSTA_TX_NO_ACK ? 0x08u : 0));
    uint8_t retries = meta->tries > 0 ? (uint8_t)(meta->tries - 1) : 6;
    memset(out, 0, NIC_HEADER);
    out[2] = NIC_HEADER;
    for (size_t i = 0; i < 4; i++) {
        out[4 + i] = (uint8_t)(present >> (8 * i));
    }
    /* without Rate the octet before the flags is left out with it: 8 is even as well */
    size_t at = rate ? 10 : 8;
    out[8] = rate ? (uint8_t)meta->rate : 0;
    out[at] = (uint8_t)flags;
    out[at + 1] = (uint8_t)(flags >> 8);
    out[at + 2] = retries;
}

static void key_of(struct extsta_span frame, uint8_t key[9])
{
    memset(key, 0, 9);
    key[0] = frame.data[0];
    memcpy(key + 1, frame.data + 4, 6);
    if (frame.len >= SEQ_AT + 2) {
        memcpy(key + 7, frame.data + SEQ_AT, 2);
    }
}

/* --- channels --- */

/* Whoever has a connection keeps the card on its channel. */
static bool may_tune(const struct nic *nic, const struct nic_radio *r)
{
    return !nic->holder || nic->holder == r;
}

static enum extsta_error radio_tune(struct extsta_radio *radio, extsta_time now, uint16_t freq)
{
    struct nic_radio *r = (struct nic_radio *)radio;
    struct nic *nic = r->nic;
    if (nic->holder == r && freq != r->freq) {
        nic->holder = NULL;
    }
    r->freq = freq;
    if (freq == 0 || freq == nic->freq || !may_tune(nic, r)) {
        return EXTSTA_OK;
    }
    int error = nic_control_tune(nic->control, r->ifindex, freq);
    if (error) { /* deaf there: the station finds nothing, and goes on */
        nic->findings.tunes = false;
        return error == EINVAL ? EXTSTA_E_UNSUPPORTED : EXTSTA_E_STATE;
    }
    nic->findings.tunes = true;
    nic->freq = freq;
    return EXTSTA_OK;
}

/* --- sending --- */

static bool put(struct nic_radio *r, struct extsta_span frame,
                const struct extsta_tx_meta *meta)
{
    uint8_t header[NIC_HEADER];
    nic_header(header, meta);
    struct iovec parts[2] = {{header, sizeof header},
                             {(void *)(uintptr_t)frame.data, frame.len}};
    struct msghdr m = {.msg_iov = parts, .msg_iovlen = 2};
    ssize_t n = sendmsg(r->fd, &m, MSG_DONTWAIT);
    if (n < 0 && (errno == ENXIO || errno == ENODEV)) {
        r->gone = true;
    }
    return n > 0;
}

static void tell_outcome(struct nic_radio *r, uint32_t cookie, bool acked)
{
    r->due = true;
    r->outcome = (struct extsta_radio_event){
        .type = EXTSTA_RADIO_OUTCOME, .cookie = cookie, .acked = acked};
}

/* Its outcome is due at once when it is not sent: as an awaited one whose time is over. */
static enum extsta_error radio_send(struct extsta_radio *radio, extsta_time now,
                                    struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    struct nic_radio *r = (struct nic_radio *)radio;
    if (frame.len < FRAME_LEAST) {
        return EXTSTA_E_USAGE;
    }
    struct awaited *a = meta->cookie ? malloc(sizeof *a) : NULL;
    if (meta->cookie && !a) {
        return EXTSTA_E_NO_MEMORY;
    }
    bool sent = r->nic->freq == meta->freq && put(r, frame, meta);
    r->counts.sent += sent;
    r->counts.unsent += !sent;
    if (sent && (frame.data[0] & 0x0c) == TYPE_DATA && !r->nic->holder) {
        r->nic->holder = r;
    }
    if (a) {
        *a = (struct awaited){.cookie = meta->cookie, .due = sent ? now + ECHO_TIME : 0};
        key_of(frame, a->key);
        *r->last = a;
        r->last = &a->next;
    }
    return EXTSTA_OK;
}

/* --- hearing --- */

static void take_echo(struct nic_radio *r, const struct extsta_rx_frame *f)
{
    uint8_t key[9];
    key_of(f->bytes, key);
    r->counts.echoes++;
    r->nic->findings.echoes = true;
    for (struct awaited **p = &r->first; *p; p = &(*p)->next) {
        struct awaited *a = *p;
        if (memcmp(a->key, key, sizeof key) == 0) {
            *p = a->next;
            if (!*p) {
                r->last = p;
            }
            tell_outcome(r, a->cookie, (f->meta.flags & EXTSTA_RX_UNACKED) == 0);
            free(a);
            return;
        }
    }
}

static bool is_ours(const struct nic_radio *r, struct extsta_span frame, size_t at)
{
    return frame.len >= at + 6 && memcmp(frame.data + at, r->address.b, 6) == 0;
}

/* What a station's radio lets through: groups, and its address; nothing of its own, nor of
 * other stations on this card, and no control frames. */
static bool is_wanted(const struct nic_radio *r, const struct extsta_rx_frame *f)
{
    if (f->bytes.len < 16 || (f->bytes.data[0] & 0x0c) == 0x04 || is_ours(r, f->bytes, 10)) {
        return false;
    }
    return (f->bytes.data[4] & 1) || is_ours(r, f->bytes, 4);
}

/* Takes packets until one is a frame for the station or an outcome. */
static bool receive(struct nic_radio *r, struct extsta_radio_event *event)
{
    for (int i = 0; i < RECEIVE_BATCH && !r->due; i++) {
        struct sockaddr_ll from;
        socklen_t len = sizeof from;
        ssize_t n = recvfrom(r->fd, r->packet, sizeof r->packet, MSG_DONTWAIT,
                             (struct sockaddr *)&from, &len);
        if (n < 0) {
            r->counts.lost += errno == ENOBUFS;
            r->gone = r->gone || errno == ENETDOWN || errno == ENODEV || errno == ENXIO;
            return false;
        }
        struct extsta_rx_frame f;
        if (from.sll_pkttype == PACKET_OUTGOING ||
            !extsta_packet_frame(RADIOTAP, -1, (struct extsta_span){r->packet, (size_t)n},
                                 &f) ||
            f.bytes.len < FRAME_LEAST) {
            continue;
        }
        if (f.meta.flags & EXTSTA_RX_ECHO) {
            if (is_ours(r, f.bytes, 10)) {
                take_echo(r, &f);
            }
        } else if (r->freq && r->freq == r->nic->freq && is_wanted(r, &f)) {
            r->counts.heard++;
            f.meta.serial = ++r->serial;
            f.meta.freq = f.meta.freq ? f.meta.freq : r->freq;
            *event = (struct extsta_radio_event){.type = EXTSTA_RADIO_FRAME, .frame = f};
            return true;
        }
    }
    return false;
}

/* An echo that has not come: where they come at all the frame was not acknowledged; where the
 * driver tells nothing it is believed to have arrived, and the peer's silence says the rest. */
static void expire(struct nic_radio *r, extsta_time now)
{
    struct awaited *a = r->first;
    if (!r->due && a && a->due <= now) {
        r->first = a->next;
        if (!r->first) {
            r->last = &r->first;
        }
        r->counts.unechoed += a->due != 0;
        tell_outcome(r, a->cookie, a->due != 0 && !r->nic->findings.echoes);
        free(a);
    }
}

static bool radio_poll(struct extsta_radio *radio, extsta_time now,
                       struct extsta_radio_event *event)
{
    struct nic_radio *r = (struct nic_radio *)radio;
    if (!r->due && receive(r, event)) {
        return true;
    }
    expire(r, now);
    if (r->due) {
        r->due = false;
        *event = r->outcome;
        return true;
    }
    bool tell = r->gone && !r->gone_told;
    r->gone_told = r->gone_told || tell;
    *event = (struct extsta_radio_event){.type = EXTSTA_RADIO_GONE};
    return tell;
}

static int radio_fd(struct extsta_radio *radio)
{
    return ((struct nic_radio *)radio)->fd;
}

static extsta_time radio_deadline(struct extsta_radio *radio)
{
    const struct nic_radio *r = (struct nic_radio *)radio;
    return r->due || (r->gone && !r->gone_told) ? 0 : r->first ? r->first->due : EXTSTA_NEVER;
}

static void radio_close(struct extsta_radio *radio)
{
    struct nic_radio *r = (struct nic_radio *)radio;
    if (r->fd >= 0) {
        close(r->fd);
    }
    if (r->own) {
        (void)nic_control_remove(r->nic->control, r->ifindex);
    }
    r->nic->holder = r->nic->holder == r ? NULL : r->nic->holder;
    r->nic->radios--;
    while (r->first) {
        struct awaited *a = r->first;
        r->first = a->next;
        free(a);
    }
    free(r);
}

/* The descriptor is its own: nobody else drains it. */
static void radio_on_ready(struct extsta_radio *radio, void (*ready)(void *user), void *user)
{
}

static const struct extsta_radio_ops radio_ops = {
    .name = "monitor",
    .send = radio_send,
    .tune = radio_tune,
    .poll = radio_poll,
    .fd = radio_fd,
    .deadline = radio_deadline,
    .close = radio_close,
    .on_ready = radio_on_ready,
};

struct nic_counts nic_counts(const struct extsta_radio *radio)
{
    return ((const struct nic_radio *)radio)->counts;
}

/* --- making one --- */

/* -1: errno. */
static int open_socket(uint32_t ifindex)
{
    int on = 1, room = RECEIVE_BUFFER;
    const struct sockaddr_ll at = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int)ifindex};
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return -1;
    }
    (void)setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on);
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) < 0) {
        (void)!setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    }
    if (bind(fd, (const struct sockaddr *)&at, sizeof at) < 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

/* An interface of its own, if the card acknowledges for it. */
static int own_interface(struct nic_radio *r)
{
    struct nic *nic = r->nic;
    char name[NIC_NAME];
    snprintf(name, sizeof name, "ext%u-%u", nic->interface.ifindex % 10000u,
             nic->made++ % 10000u);
    int error = nic_control_add(nic->control, nic->interface.wiphy, name, r->address);
    if (!error) {
        r->ifindex = if_nametoindex(name);
        r->own = true;
        error = nic_control_up(nic->control, name, r->address);
    }
    return error;
}

struct extsta_radio *nic_radio(struct nic *nic, struct extsta_mac address, char *why,
                               size_t size)
{
    struct nic_radio *r = calloc(1, sizeof *r);
    if (!r) {
        snprintf(why, size, "no memory");
        return NULL;
    }
    *r = (struct nic_radio){.base.ops = &radio_ops, .nic = nic, .address = address, .fd = -1};
    r->last = &r->first;
    r->ifindex = nic->interface.ifindex;
    nic->radios++;
    int error = 0;
    const char *what = "a packet socket";
    if (nic->radios > (nic->findings.acknowledges ? RADIOS_MAX : 1)) {
        snprintf(why, size,
                 "%s acknowledges for no address: it serves one station, not several",
                 nic->card.name);
        radio_close(&r->base);
        return NULL;
    }
    if (nic->findings.acknowledges) {
        what = "an active monitor interface";
        error = own_interface(r);
    }
    if (!error && (r->fd = open_socket(r->ifindex)) < 0) {
        what = "a packet socket";
        error = errno;
    }
    if (error) {
        snprintf(why, size, "%s: %s for the station: %s%s", nic->name, what, strerror(error),
                 error == EPERM ? " (CAP_NET_ADMIN and CAP_NET_RAW)" : "");
        radio_close(&r->base);
        return NULL;
    }
    return &r->base;
}

/* --- finding out --- */

/* A Probe Request for any network from an address of nobody's: does the card take it, and does
 * it come back? */
static void try_sending(struct nic *nic)
{
    static const uint8_t probe[] = {0x40, 0,    0,    0,    0xff, 0xff, 0xff, 0xff,
                                    0xff, 0xff, 2,    0x45, 0x58, 0x53, 0x54, 0x41,
                                    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x10, 0,
                                    0,    0,    1,    4,    2,    4,    11,   22};
    struct nic_radio *r = calloc(1, sizeof *r);
    const struct extsta_tx_meta meta = {.flags = EXTSTA_TX_NO_ACK, .freq = nic->freq};
    if (!r || (r->fd = open_socket(nic->interface.ifindex)) < 0) {
        free(r);
        return;
    }
    r->nic = nic;
    r->last = &r->first;
    memcpy(r->address.b, probe + 10, 6);
    nic->findings.sends = put(r, (struct extsta_span){probe, sizeof probe}, &meta);
    struct timespec begin, now;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (long left = TRIAL_MS; left > 0 && nic->findings.sends && !nic->findings.echoes;) {
        struct pollfd p = {.fd = r->fd, .events = POLLIN};
        struct extsta_radio_event e;
        if (poll(&p, 1, (int)left) > 0) {
            (void)receive(r, &e); /* deaf, but for echoes */
        }
        clock_gettime(CLOCK_MONOTONIC, &now);
        left = TRIAL_MS -
               ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000);
    }
    close(r->fd);
    free(r);
}

static bool find_out(struct nic *nic, char *why, size_t size)
{
    int error = nic_control_interface(nic->control, nic->name, &nic->interface);
    error = error ? error : nic_control_card(nic->control, nic->interface.wiphy, &nic->card);
    if (error) {
        snprintf(why, size, "%s: %s", nic->name,
                 error == ENODEV ? "there is no such interface of a wireless card"
                                 : strerror(error));
        return false;
    }
    if (!nic->interface.monitor) {
        snprintf(
            why, size,
            "%s is not in monitor mode: 'iw phy %s interface add %.10smon type monitor', and "
            "give that one",
            nic->name, nic->card.name, nic->name);
        return false;
    }
    error = nic_control_up(nic->control, nic->name, nic->interface.address);
    if (error) {
        snprintf(why, size, "%s cannot be brought up: %s%s", nic->name, strerror(error),
                 error == EPERM ? " (run as root, or give the program CAP_NET_ADMIN and "
                                  "CAP_NET_RAW)"
                                : "");
        return false;
    }
    return true;
}

struct nic *nic_open(const char *interface, bool plain, char *why, size_t size)
{
    struct nic *nic = calloc(1, sizeof *nic);
    if (!nic) {
        snprintf(why, size, "no memory");
        return NULL;
    }
    snprintf(nic->name, sizeof nic->name, "%s", interface);
    nic->control = nic_control_open(why, size);
    if (!nic->control || !find_out(nic, why, size)) {
        nic_close(nic);
        return NULL;
    }
    int fd = open_socket(nic->interface.ifindex);
    if (fd < 0) {
        snprintf(why, size, "%s: a packet socket: %s%s", nic->name, strerror(errno),
                 errno == EPERM ? " (CAP_NET_RAW)" : "");
        nic_close(nic);
        return NULL;
    }
    close(fd);
    struct nic_findings *f = &nic->findings;
    f->acknowledges = nic->card.active_monitor && !plain;
    f->channels = nic->card.freq_count;
    for (size_t i = 0; i < nic->card.freq_count; i++) {
        f->silent += nic->card.silent[i];
    }
    uint16_t first = nic->interface.freq    ? nic->interface.freq
                     : nic->card.freq_count ? nic->card.freqs[0]
                                            : 0;
    f->tunes = first && nic_control_tune(nic->control, nic->interface.ifindex, first) == 0;
    nic->freq = f->tunes ? first : nic->interface.freq;
    try_sending(nic);
    return nic;
}

void nic_close(struct nic *nic)
{
    if (nic) {
        nic_control_close(nic->control);
        free(nic);
    }
}

struct nic_findings nic_findings(const struct nic *nic)
{
    return nic->findings;
}

bool nic_has_channel(const struct nic *nic, uint16_t freq)
{
    for (size_t i = 0; i < nic->card.freq_count; i++) {
        if (nic->card.freqs[i] == freq) {
            return true;
        }
    }
    return false;
}

void nic_tell(const struct nic *nic, void (*line)(void *user, bool bad, const char *text),
              void *user)
{
    const struct nic_findings *f = &nic->findings;
    char text[400];
    snprintf(text, sizeof text, "%s on %s: %zu channels%s", nic->name, nic->card.name,
             f->channels,
             f->acknowledges ? "; it acknowledges frames to each station's address" : "");
    line(user, false, text);
    if (!f->acknowledges) {
        snprintf(
            text, sizeof text,
            "%s is used without active monitor: nobody acknowledges what an access point sends "
            "to the "
            "station. It repeats everything, and most access points let nobody in whose "
            "acknowledgements are missing. Expect no connection; 'iw phy' says which cards "
            "have active monitor, and --iface uses a card without monitor mode",
            nic->card.name);
        line(user, true, text);
    }
    if (!f->tunes) {
        snprintf(text, sizeof text,
                 "%s: its channel cannot be set: another interface of %s holds it (set it down "
                 "first). Only the channel it is on is heard",
                 nic->name, nic->card.name);
        line(user, true, text);
    }
    if (!f->sends) {
        snprintf(text, sizeof text, "%s does not take frames to send: it can only listen",
                 nic->name);
        line(user, true, text);
    } else if (!f->echoes) {
        snprintf(
            text, sizeof text,
            "%s does not say what becomes of frames: whether they were acknowledged is not "
            "known, and they are believed to have arrived",
            nic->name);
        line(user, true, text);
    }
    if (f->silent) {
        snprintf(text, sizeof text, "on %zu of the channels nothing may be sent (no-IR, radar)",
                 f->silent);
        line(user, false, text);
    }
}
