/* The driver as its station sees it (struct extsta_driver_ops): made, asked, told of what the
 * kernel says, and of time. Here a message is told apart and handed to the file whose operation
 * it is; nothing is decided. */
#include "machine.h"
#include "base/context.h"
#include <errno.h>
#include <linux/if.h>
#include <linux/rtnetlink.h>

#define MESSAGE_ROOM 8192u /* octets: more than all elements there can be */

/* --- what goes out --- */

void nld_timer(struct nld *d, enum nld_timer timer, extsta_time at)
{
    d->timers[timer] = at;
}

struct nl_msg *nld_command(struct nld *d, uint8_t cmd, int flags)
{
    struct nl_msg *msg = nlmsg_alloc_size(MESSAGE_ROOM);
    if (!msg) {
        return NULL;
    }
    genlmsg_put(msg, 0, 0, NL80211_FAMILY, 0, NLM_F_REQUEST | NLM_F_ACK | flags, cmd, 0);
    nld_put_u32(msg, NL80211_ATTR_IFINDEX, d->card.ifindex);
    return msg;
}

/* The oldest place is taken: whatever was there will not be acknowledged any more. */
static void expect(struct nld *d, uint32_t seq, enum nld_of of, uint8_t cmd)
{
    d->pending[d->pending_at] = (struct nld_pending){.seq = seq, .of = (uint8_t)of, .cmd = cmd};
    d->pending_at = (d->pending_at + 1) % NLD_PENDING;
}

/* A dump is ended by NLMSG_DONE, and acknowledged by nothing else. */
uint32_t nld_tell(struct nld *d, struct nl_msg *msg, enum nld_of of)
{
    if (!msg) {
        return 0;
    }
    struct nlmsghdr *h = nlmsg_hdr(msg);
    bool route = h->nlmsg_type != NL80211_FAMILY;
    uint8_t cmd = 0;
    if (!route) {
        cmd = ((const struct genlmsghdr *)nlmsg_data(h))->cmd;
    }
    d->seq = (d->seq + 1) & ~NL80211_ROUTE_SEQ;
    d->seq += d->seq == 0;
    h->nlmsg_seq = d->seq | (route ? NL80211_ROUTE_SEQ : 0);
    h->nlmsg_pid = 0;
    uint32_t seq = h->nlmsg_seq;
    bool told = extsta_driver_beneath(&d->site, span(h, h->nlmsg_len));
    nlmsg_free(msg);
    if (!told) {
        return 0;
    }
    expect(d, seq, of, cmd);
    return seq;
}

void nld_random(void *user, void *out, size_t len)
{
    struct nld *d = user;
    extsta_driver_random(d->site.station, out, len);
}

/* --- what comes in --- */

static void acked(struct nld *d, const struct nld_pending *p, int error, uint64_t cookie)
{
    switch ((enum nld_of)p->of) {
    case NLD_OF_SCAN:
        nld_scan_acked(d, p->cmd, error);
        break;
    case NLD_OF_ATTEMPT:
        nld_attempt_acked(d, p->cmd, error);
        break;
    case NLD_OF_PORT:
        nld_port_acked(d, p->seq, error, cookie);
        break;
    case NLD_OF_STATION: /* ENOENT: the association is over, and its end was lost */
        if (p->cmd == NL80211_CMD_GET_STATION && error == ENOENT && d->link.up &&
            !d->link.silent && !d->link.down_asked) {
            nld_quality_gone(d);
        }
        break;
    case NLD_OF_RADIO:
        if (p->cmd == 0 && error != 0) {
            nld_radio_refused(d);
        }
        break;
    case NLD_OF_KEY:
    case NLD_OF_NOTHING:
        break; /* what it was about tells itself, or does not matter */
    }
}

static void on_error(struct nld *d, const struct nlmsghdr *h)
{
    uint32_t seq;
    int error;
    uint64_t cookie = 0;
    bool has_cookie;
    if (!nld_read_error(h, &seq, &error, &cookie, &has_cookie)) {
        return;
    }
    for (size_t i = 0; i < NLD_PENDING; i++) {
        if (d->pending[i].seq == seq && seq != 0) {
            struct nld_pending p = d->pending[i];
            d->pending[i] = (struct nld_pending){0};
            acked(d, &p, error, has_cookie ? cookie : 0);
            return;
        }
    }
}

static void on_done(struct nld *d, const struct nlmsghdr *h)
{
    for (size_t i = 0; i < NLD_PENDING; i++) {
        if (d->pending[i].seq == h->nlmsg_seq && h->nlmsg_seq != 0) {
            struct nld_pending p = d->pending[i];
            d->pending[i] = (struct nld_pending){0};
            if (p.of == NLD_OF_SCAN) {
                nld_scan_dumped(d);
            }
            return;
        }
    }
}

/* Of our interface, or of none in particular. */
static bool is_ours(const struct nld *d, const struct nld_message *m)
{
    return nld_u32(m->tb[NL80211_ATTR_IFINDEX], d->card.ifindex) == d->card.ifindex;
}

static void on_scan_results(struct nld *d, const struct nld_message *m)
{
    if (m->tb[NL80211_ATTR_BSS]) {
        nld_bss_take(d, m);
    } else {
        nld_scan_event(d, m);
    }
}

/* Numbers of the kernel: there are more of them than anybody here knows. */
static void on_nl80211(struct nld *d, const struct nld_message *m)
{
    switch (m->cmd) {
    case NL80211_CMD_NEW_SCAN_RESULTS:
        on_scan_results(d, m);
        break;
    case NL80211_CMD_TRIGGER_SCAN:
    case NL80211_CMD_SCAN_ABORTED:
        nld_scan_event(d, m);
        break;
    case NL80211_CMD_AUTHENTICATE:
    case NL80211_CMD_ASSOCIATE:
    case NL80211_CMD_ASSOC_COMEBACK:
        nld_attempt_event(d, m);
        break;
    case NL80211_CMD_CONNECT:
    case NL80211_CMD_ROAM:
    case NL80211_CMD_PORT_AUTHORIZED:
        nld_card_event(d, m);
        break;
    case NL80211_CMD_EXTERNAL_AUTH:
        nld_external_auth(d, m);
        break;
    case NL80211_CMD_DEAUTHENTICATE:
    case NL80211_CMD_DISASSOCIATE:
    case NL80211_CMD_DISCONNECT:
        nld_ends_event(d, m);
        break;
    case NL80211_CMD_UNPROT_DEAUTHENTICATE:
    case NL80211_CMD_UNPROT_DISASSOCIATE:
        nld_sa_query_unprotected(d, m);
        break;
    case NL80211_CMD_FRAME:
        nld_action_event(d, m);
        break;
    case NL80211_CMD_FRAME_TX_STATUS:
        nld_steer_sent(d);
        break;
    case NL80211_CMD_CONTROL_PORT_FRAME:
    case NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS:
        nld_port_event(d, m);
        break;
    case NL80211_CMD_NOTIFY_CQM:
        nld_quality_event(d, m);
        break;
    case NL80211_CMD_NEW_STATION:
    case NL80211_CMD_DEL_STATION:
        nld_quality_station(d, m);
        break;
    case NL80211_CMD_MICHAEL_MIC_FAILURE:
        nld_mic_failure(d, m);
        break;
    case NL80211_CMD_PMKSA_CANDIDATE:
        nld_pmksa_candidate(d, m);
        break;
    case NL80211_CMD_CH_SWITCH_NOTIFY:
        if (d->link.up) {
            uint32_t freq = nld_u32(m->tb[NL80211_ATTR_WIPHY_FREQ], d->link.freq);
            d->link.freq = (uint16_t)freq;
            nld_sa_query_moved(d);
        }
        break;
    default:
        break;
    }
}

static void on_message(struct nld *d, struct extsta_span bytes)
{
    const struct nlmsghdr *h = nld_header(bytes);
    struct nld_message m;
    if (!h) {
        return;
    }
    switch (h->nlmsg_type) {
    case NLMSG_ERROR:
        on_error(d, h);
        break;
    case NLMSG_DONE:
        on_done(d, h);
        break;
    case NL80211_RFKILL:
        nld_radio_rfkill(d, span(h + 1, h->nlmsg_len - sizeof *h));
        break;
    case NL80211_LOST:
        nld_resync(d);
        break;
    case RTM_NEWLINK:
    case RTM_DELLINK:
        nld_radio_link(d, h);
        break;
    default:
        if (nld_read(h, &m) && is_ours(d, &m)) {
            on_nl80211(d, &m);
        }
        break;
    }
}

/* Netlink aligns its messages to four octets; who replays them may not. */
static void event(void *driver, extsta_time now, struct extsta_span bytes)
{
    struct nld *d = driver;
    d->now = now;
    if (d->halted || bytes.len == 0) {
        return;
    }
    if (((uintptr_t)bytes.data & (NLMSG_ALIGNTO - 1)) == 0) {
        on_message(d, bytes);
        return;
    }
    void *aligned = extsta_driver_alloc(d->site.station, bytes.len);
    if (aligned) {
        memcpy(aligned, bytes.data, bytes.len);
        on_message(d, span(aligned, bytes.len));
        extsta_driver_release(d->site.station, aligned);
    }
}

/* Events were lost: what is awaited may have come. Timers see to what is under way; whether the
 * association still stands tells the kernel when it is asked for the station (quality.c). */
void nld_resync(struct nld *d)
{
    if (d->scan.state != NLD_SCAN_IDLE) {
        nld_timer(d, NLD_TIMER_SCAN, d->now);
    }
    if (d->link.up) {
        nld_timer(d, NLD_TIMER_QUALITY, d->now);
    }
}

/* --- from above --- */

static uint32_t oid(void *driver, extsta_time now, struct extsta_oid *o)
{
    struct nld *d = driver;
    d->now = now;
    return nld_oid(d, o);
}

static void send_packets(void *driver, extsta_time now, const struct extsta_packet *packets,
                         size_t n)
{
    struct nld *d = driver;
    d->now = now;
    nld_send(d, packets, n);
}

static void returned(void *driver, extsta_time now, uint32_t id)
{
    struct nld *d = driver;
    d->now = now;
    d->handed_up -= d->handed_up > 0;
    if (d->reset_pending && d->handed_up == 0) {
        uint8_t confirm[8];
        extsta_payload_write(
            PAYLOAD(STATUS_INDICATION, .confirm = {DOT11_STATUS_RESET_CONFIRM, 0}), confirm,
            sizeof confirm); /* RST-21: the status-indication pair */
        struct extsta_oid o = {.oid = OID_DOT11_RESET_REQUEST,
                               .kind = EXTSTA_OID_METHOD,
                               .request_id = d->reset_id,
                               .buffer = confirm,
                               .bytes_read = d->reset_read,
                               .bytes_written = sizeof confirm};
        d->reset_pending = false;
        extsta_driver_complete(&d->site, &o);
    }
}

/* STA-12: everything stays; only an explicit scan ends. */
static void reset_ex(void *driver, extsta_time now)
{
    struct nld *d = driver;
    d->now = now;
    if (d->scan.what == NLD_SCAN_HOST) {
        nld_scan_cancel(d, NDIS_STATUS_REQUEST_ABORTED);
        nld_connection_next(d);
    }
}

/* No frames are heard: the kernel's are not ours. */
static void rx(void *driver, extsta_time now, const struct extsta_rx_frame *frames, size_t n)
{
    (void)driver;
    (void)now;
    (void)frames;
    (void)n;
}

/* STA-11: what is under way just ends; the kernel is told to leave. */
static void halt(void *driver, extsta_time now)
{
    struct nld *d = driver;
    d->now = now;
    if (d->reset_pending) {
        d->reset_pending = false;
    }
    if (d->attempt.state != NLD_NO_ATTEMPT || d->link.up) {
        nld_leave(d, d->link.up ? d->link.peer : d->attempt.bssid, 3, false);
    }
    d->halted = true;
}

static extsta_time deadline(const void *driver)
{
    const struct nld *d = driver;
    extsta_time first = nld_port_deadline(d);
    for (size_t i = 0; i < NLD_TIMERS; i++) {
        first = d->timers[i] < first ? d->timers[i] : first;
    }
    return d->halted ? EXTSTA_NEVER : first;
}

static void expire(void *driver, extsta_time now)
{
    static void (*const due[NLD_TIMERS])(struct nld * d) = {
        [NLD_TIMER_SCAN] = nld_scan_expire,
        [NLD_TIMER_ATTEMPT] = nld_attempt_expire,
        [NLD_TIMER_ROAM] = nld_roam_expire,
        [NLD_TIMER_QUALITY] = nld_quality_expire,
        [NLD_TIMER_SA_QUERY] = nld_sa_query_expire,
        [NLD_TIMER_PORT] = nld_own_port_expire,
        [NLD_TIMER_FT] = nld_ft_expire,
        [NLD_TIMER_STEER] = nld_steer_sent,
    };
    struct nld *d = driver;
    d->now = now;
    for (size_t i = 0; i < NLD_TIMERS && !d->halted; i++) {
        if (d->timers[i] <= now) {
            d->timers[i] = EXTSTA_NEVER;
            due[i](d);
        }
    }
    nld_port_expire(d);
}

/* --- to look in --- */

static int8_t signal_of(const void *driver)
{
    const struct nld *d = driver;
    return d->link.up ? d->link.signal : 0;
}

static uint8_t busy(const void *driver)
{
    (void)driver;
    return EXTSTA_BUSY_UNKNOWN;
}

static void holdings(const void *driver, struct extsta_station_holdings *h)
{
    const struct nld *d = driver;
    h->associations = d->link.up;
    h->operations = (uint32_t)nld_connection_is_open(d->connection) +
                    (d->attempt.state != NLD_NO_ATTEMPT) + (d->scan.state != NLD_SCAN_IDLE);
    for (size_t i = 0; i < NLD_KEYS; i++) {
        h->keys += d->keys[i].used;
    }
    h->packets = d->handed_up;
    for (size_t i = 0; i < NLD_TIMERS; i++) {
        h->timers += d->timers[i] != EXTSTA_NEVER;
    }
}

/* --- life --- */

static const struct extsta_driver_services services = {
    extsta_driver_push, extsta_driver_alloc, extsta_driver_release, extsta_driver_random};

void *nl80211_driver_make(void *user, struct extsta_context *ctx, struct extsta_station *sta)
{
    const struct nl80211_site *card = user;
    struct nld *d = extsta_driver_alloc(sta, sizeof *d);
    if (!d) {
        return NULL;
    }
    d->card = *card;
    d->ctx = ctx;
    d->site = (struct extsta_driver_site){
        .station = sta, .services = &services, .address = card->address, .radio = card->radio};
    d->own = card->address;
    d->device_power = NDIS_DEVICE_STATE_D0;
    d->policy = extsta_roam_default;
    d->up = card->up;
    d->rfkill_soft = card->rfkill_soft;
    d->rfkill_hard = card->rfkill_hard;
    d->asked_up = !d->up; /* it will be, with the first reset */
    mib_defaults(&d->mib, card->radio);
    for (size_t i = 0; i < NLD_TIMERS; i++) {
        d->timers[i] = EXTSTA_NEVER;
    }
    return d;
}

static void destroy(void *driver)
{
    struct nld *d = driver;
    nld_forget(d);
    extsta_driver_release(d->site.station, d);
}

const struct extsta_driver_ops nl80211_driver_ops = {
    .name = "nl80211",
    .oid = oid,
    .send = send_packets,
    .returned = returned,
    .reset_ex = reset_ex,
    .halt = halt,
    .rx = rx,
    .expire = expire,
    .deadline = deadline,
    .destroy = destroy,
    .event = event,
    .signal = signal_of,
    .busy = busy,
    .holdings = holdings,
};
