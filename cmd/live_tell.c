/* Couples host/live.h with the kernel's simulated radios or a card, and with tell/, for scan and
 * connect.
 * It is a listener of the live; which outputs the stations put out follows from how they are
 * told. */
#include "live_tell.h"
#include "address.h"
#include "driver_text.h"
#include "event_json.h"
#include "hwsim.h"
#include "out_file.h"
#include "pcap.h"
#include "tap.h"
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const char *name_of(const void *live, struct extsta_mac mac)
{
    return live_name(live, mac);
}

/* Whoever runs the loop decides what becomes of it. */
static void broken(struct live_tell *t)
{
    if (t->broken) {
        t->broken(t->user);
    }
}

/* Whoever reads us has gone: nobody sees what happens, and nobody is going to stop us. */
void live_tell_flush(struct live_tell *t)
{
    if (!json_out_flush(&t->json) && !t->closed) {
        t->closed = true;
        fprintf(stderr, "extsta: standard output was closed\n");
        broken(t);
    }
}

static void on_station(void *user, extsta_time now, struct live_station *s)
{
    struct live_tell *t = user;
    extsta_time wall = host_loop_wall(t->live.loop, now);
    size_t phys = t->live.options.caps->phy_count;
    recorder_name(t->options.record.recorder, s->address, s->name);
    if (t->options.json && !t->options.quiet) {
        event_json_station(&t->json, EXTSTA_LOG_SHORT, wall, s->name, s->address, phys);
    }
    if (t->options.log) {
        event_json_station(&t->log.json, EXTSTA_LOG_WHOLE, wall, s->name, s->address, phys);
    }
}

/* Whoever looks at the file while it grows sees it a second old at most. */
static void log_output(struct live_tell *t, extsta_time now, const char *name,
                       const struct extsta_output *out)
{
    event_json(&t->log.json, EXTSTA_LOG_WHOLE, host_loop_wall(t->live.loop, now), name, out);
    if (now - t->log_flushed >= EXTSTA_SECOND) {
        t->log_flushed = now;
        t->log_failed |= !event_log_publish(&t->log);
    }
}

/* What a driver of others did that cannot be. */
static void tell_faults(struct live_tell *t, struct live_station *s)
{
    struct extsta_driver_fault fault;
    struct page page;
    while (t->options.live.driver && extsta_driver_fault_next(s->sta, &fault)) {
        if (t->options.json) {
            driver_fault_json(&t->json, s->name, &fault);
        } else {
            page_start(&page, t->story, false);
            driver_fault_page(&page, s->name, &fault);
        }
    }
}

static void on_output(void *user, extsta_time now, struct live_station *s,
                      const struct extsta_output *out)
{
    struct live_tell *t = user;
    if (s->sta) { /* its first outputs come before it */
        tell_faults(t, s);
    }
    if (t->options.log) {
        log_output(t, now, s->name, out);
    }
    if (t->options.quiet) {
        return;
    }
    if (t->options.json) {
        event_json(&t->json, EXTSTA_LOG_SHORT, host_loop_wall(t->live.loop, now), s->name,
                   out);
    } else {
        timeline_output(&t->timeline, now, s->name, out);
    }
    live_tell_flush(t);
}

/* --- the capture --- */

/* Whoever looks at the file while it grows sees it a second old at most. */
static void on_monitor(void *user, extsta_time now, bool sent, struct extsta_span bytes,
                       const struct extsta_rx_meta *meta)
{
    struct live_tell *t = user;
    pcap_file_write(t->pcap, host_loop_wall(t->live.loop, now), bytes, meta);
    if (now - t->pcap_flushed >= EXTSTA_SECOND) {
        t->pcap_flushed = now;
        pcap_file_flush(t->pcap);
    }
}

/* By radios that have no medium of ours: what is for a group is heard by all, and kept once. */
static void capture_frame(struct live_tell *t, extsta_time now, const struct live_station *s,
                          bool sent, struct extsta_span bytes, const struct extsta_rx_meta *meta)
{
    bool group = bytes.len > 4 && (bytes.data[4] & 1);
    if (sent || !group || s == t->live.stations) {
        on_monitor(t, now, sent, bytes, meta);
    }
}

/* --- what happens --- */

/* Beacons are left out: there are ten a second of each AP. */
static void on_frame(void *user, extsta_time now, struct live_station *s, bool sent,
                     struct extsta_span bytes, const struct extsta_rx_meta *meta)
{
    struct live_tell *t = user;
    struct extsta_frame_info info;
    if (t->pcap && !t->radio.hwsim) {
        capture_frame(t, now, s, sent, bytes, meta);
    }
    bool shown = t->options.frames && !t->options.json;
    if (shown && extsta_frame_describe(bytes, &info) && info.kind != 0x80) {
        timeline_frame(&t->timeline, now, &info);
    }
}

static void on_card_gone(void *user)
{
    struct live_tell *t = user;
    fprintf(stderr, "extsta: '%s' has gone: was the card unplugged, or its interface removed?\n",
            t->options.interface);
    broken(t);
}

static void on_broken(void *user, enum host_trouble what)
{
    struct live_tell *t = user;
    if (what == HOST_TAP_GONE) {
        fprintf(stderr, "extsta: the TAP interface '%s' has gone\n", t->options.tap);
    } else {
        fprintf(stderr, "extsta: the radio has gone: %s\n",
                radio_open_end(&t->radio, t->live.stations->radio));
    }
    broken(t);
}

/* --- the contract --- */

/* By the clock of what is told. */
static void set_clock(const struct live_tell *t, struct extsta_finding *f)
{
    f->time = host_loop_wall(t->live.loop, f->time);
    for (size_t i = 0; i < EXTSTA_FINDING_EVENTS; i++) {
        f->events[i].time = host_loop_wall(t->live.loop, f->events[i].time);
    }
}

/* Whatever is told besides, this is. The timeline counts from the beginning, as the loop does.
 */
static void on_finding(void *user, struct live_station *s, const struct extsta_finding *finding)
{
    struct live_tell *t = user;
    struct extsta_finding f = *finding;
    char text[640];
    if (!t->options.json) {
        struct page page;
        referee_text(&f, &t->names, REFEREE_EVENTS, text, sizeof text);
        page_start(&page, t->story, page_colour(t->story));
        page_painted(&page, PAGE_RED, "rule broken by ");
        page_printf(&page, "%s: %s", s->name, text);
        page_newline(&page);
    }
    set_clock(t, &f);
    if (t->options.json) {
        referee_json(&t->json, NULL, s->name, &f, &t->names);
    }
    if (t->options.log) {
        referee_json(&t->log.json, NULL, s->name, &f, &t->names);
    }
}

static void on_verdicts(void *user, const struct extsta_referee *referee)
{
    struct live_tell *t = user;
    referee_count_add(&t->count, referee);
}

static bool open_referee(struct live_tell *t)
{
    t->referee.finding = on_finding;
    t->referee.verdicts = on_verdicts;
    t->referee.user = t;
    t->options.live.outputs |= LIVE_REFEREE_OUTPUTS;
    return live_referee_listen(&t->referee, &t->live);
}

static void tell_contract(struct live_tell *t)
{
    char text[640];
    if (t->options.json) {
        referee_count_json(&t->json, &t->count);
    } else if (!t->options.quiet) {
        referee_count_text(&t->count, text, sizeof text);
        fprintf(t->story, "%s\n", text);
    }
    if (t->options.log) {
        referee_count_json(&t->log.json, &t->count);
    }
    live_tell_flush(t);
}

static int open_pcap(struct live_tell *t)
{
    const char *why = NULL, *path = t->options.pcap;
    t->pcap = pcap_file_create(path, &why);
    if (!t->pcap) {
        return command_fail(t->command, EXIT_SYSTEM, "%s: %s", path, why);
    }
    if (t->radio.hwsim) { /* it sees what passes between others, too */
        hwsim_monitor(t->radio.hwsim, on_monitor, t);
    }
    return EXIT_OK;
}

/* --- opening and closing --- */

static int open_log(struct live_tell *t)
{
    const char *path = t->options.log;
    return !path || event_log_open(&t->log, path, true)
               ? EXIT_OK
               : command_fail(t->command, EXIT_SYSTEM, "%s: %s", path, strerror(errno));
}

/* Has said why not what a card's own driver cannot have, or would not know. */
static int check_card(const struct live_tell_options *o, const struct command *command)
{
    const struct {
        bool there;
        const char *why;
    } rows[] = {
        {o->live.driver, "--driver and --iface contradict each other: the card is driven by "
                         "nl80211's"},
        {o->tap, "--tap means nothing with --iface: the card's own interface carries the traffic"},
        {o->pcap, "--pcap has nothing to write with --iface: the card keeps its frames to itself. "
                  "An interface in monitor mode beside it hears them: 'iw dev WLAN interface add "
                  "mon0 type monitor', 'tcpdump -i mon0 -w FILE'"},
        {o->frames, "--frames has nothing to show with --iface: the card keeps its frames to "
                    "itself"},
        {o->live.stations > 1, "--iface takes one station: a card's interface is one"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].there) {
            return command_fail(command, EXIT_USAGE, "%s", rows[i].why);
        }
    }
    return EXIT_OK;
}

/* Which radio it is; of a card t->options.interface, however it was said. */
static int choose_radio(struct live_tell *t)
{
    struct live_tell_options *o = &t->options;
    char why[300];
    if (o->radio && o->interface) {
        return command_fail(t->command, EXIT_USAGE,
                            "--radio and --iface contradict each other: the card is the radio");
    }
    if (!radio_choice_read(o->radio ? o->radio : "hwsim", &t->choice, why, sizeof why)) {
        return command_fail(t->command, EXIT_USAGE, "%s", why);
    }
    if (t->choice.kind == RADIO_NL80211) {
        o->interface = t->choice.iface;
    }
    return o->interface ? check_card(o, t->command) : EXIT_OK;
}

static int open_card(struct live_tell *t)
{
    t->card.gone = on_card_gone;
    t->card.user = t;
    return live_card_open(&t->card, t->command, t->options.interface, t->choice.connect,
                          t->options.channels ? &t->caps.caps : NULL, &t->options.live);
}

static int open_radio(struct live_tell *t)
{
    t->options.live.caps = &t->caps.caps;
    t->options.live.radio = radio_open_make;
    t->options.live.radio_user = &t->radio;
    int status = radio_open(&t->radio, t->command, &t->choice);
    if (status == EXIT_OK && !channel_caps_keep(&t->caps, radio_open_has, &t->radio)) {
        status = command_fail(t->command, EXIT_USAGE, "the card has none of these channels: %s",
                              t->options.channels ? t->options.channels : "all");
    }
    return status;
}

static int open_stations(struct live_tell *t)
{
    struct live_options *o = &t->options.live;
    char why[300];
    o->tap = t->tap;
    o->outputs |= t->options.log     ? EXTSTA_OUT_RECORD
                  : t->options.quiet ? 0
                  : t->options.json  ? EXTSTA_OUT_ALL | EXTSTA_OUT_MASK(EXTSTA_OUT_FUNCTION)
                                     : TIMELINE_OUTPUTS;
    switch (live_open(&t->live, o, why, sizeof why)) {
    case LIVE_FINE:
        return !t->options.interface || live_card_listen(&t->card, &t->live)
                   ? EXIT_OK
                   : command_fail(t->command, EXIT_SYSTEM, "no memory");
    case LIVE_FILE:
        return command_fail(t->command, EXIT_INPUT, "%s", why);
    case LIVE_MACHINE:
        return command_fail(t->command, EXIT_SYSTEM, "%s",
                            t->radio.why[0] ? t->radio.why : why);
    }
    return EXIT_OK;
}

/* Every second: a crash of the machine costs no more of the recording. */
static void on_record_alarm(void *user, extsta_time now)
{
    struct live_tell *t = user;
    recorder_flush(t->options.record.recorder);
    t->record_alarm =
        host_alarm_add(t->live.loop, now + EXTSTA_SECOND, on_record_alarm, t);
}

static int open_recording(struct live_tell *t)
{
    int status = record_open(&t->options.record, t->command, true);
    if (status == EXIT_OK && t->options.record.recorder) {
        recorder_attach(t->options.record.recorder, t->live.ctx);
        on_record_alarm(t, host_loop_now(t->live.loop));
    }
    return status;
}

/* The interface has the first station's address, so that address is made here. */
static int open_tap(struct live_tell *t)
{
    static const struct extsta_mac zero;
    struct extsta_mac *address = &t->options.live.address;
    char why[300];
    if (memcmp(address->b, zero.b, sizeof zero.b) == 0) {
        *address = address_random();
    }
    if (t->options.tap && (t->tap = tap_open(t->options.tap, *address, why, sizeof why)) < 0) {
        return command_fail(t->command, EXIT_SYSTEM, "%s", why);
    }
    return EXIT_OK;
}

static void listen_to(struct live_tell *t)
{
    bool frames = t->options.frames && !t->options.json;
    t->names = (struct label_names){name_of, &t->live};
    timeline_start(&t->timeline, t->story, page_colour(t->story), frames, &t->names);
    t->timeline.why = t->options.why;
    json_out_start(&t->json, stdout);
    t->listener = (struct live_listener){.station = on_station,
                                         .output = on_output,
                                         .frame = frames || t->options.pcap ? on_frame : NULL,
                                         .broken = on_broken,
                                         .user = t};
    live_listen(&t->live, &t->listener);
}

/* In the order in which one thing needs the other; the first failure ends it. */
int live_tell_open(struct live_tell *t, const struct command *command,
                   const struct live_tell_options *o)
{
    t->options = *o;
    t->command = command;
    t->tap = -1;
    if (choose_radio(t) != EXIT_OK) {
        return EXIT_USAGE;
    }
    if (!argument_channels(o->channels, &t->caps)) {
        return command_fail(command, EXIT_USAGE,
                            "--channels takes channel numbers with commas between, not '%s'",
                            o->channels);
    }
    bool pcap = o->pcap && out_file_is_stdout(o->pcap);
    bool log = o->log && out_file_is_stdout(o->log);
    if ((pcap || log) && o->json) {
        return command_fail(command, EXIT_USAGE,
                            "--json and %s - would both be on standard output",
                            pcap ? "--pcap" : "--log");
    }
    t->story = pcap || log ? stderr : stdout;
    signal(SIGPIPE, SIG_IGN); /* live_tell_flush notices */
    bool memory = live_init(&t->live);
    listen_to(t);
    memory = memory && (!o->judged || open_referee(t));
    int status = memory ? EXIT_OK : command_fail(command, EXIT_SYSTEM, "no memory");
    if (status == EXIT_OK && t->options.interface) {
        status = open_card(t);
    } else {
        status = status == EXIT_OK ? open_tap(t) : status;
        status = status == EXIT_OK ? open_radio(t) : status;
    }
    if (status == EXIT_OK && o->pcap) {
        status = open_pcap(t);
    }
    status = status == EXIT_OK ? open_log(t) : status;
    status = status == EXIT_OK ? open_recording(t) : status;
    status = status == EXIT_OK ? open_stations(t) : status;
    t->opened = status == EXIT_OK;
    if (!t->opened) {
        live_tell_close(t);
    }
    return status;
}

bool live_tell_broken(const struct live_tell *t)
{
    return t->closed || t->live.broken_down;
}

/* What has become of frames that neither a station nor a capture has seen: a line for programs;
 * people hear of losses only. */
static void tell_losses(struct live_tell *t)
{
    struct hwsim_losses l = hwsim_losses(t->radio.hwsim);
    const struct {
        const char *name, *text;
        uint64_t count;
    } rows[] = {
        {"overruns", "times more from the kernel than the socket could hold", l.overruns},
        {"unsent", "frames the kernel's socket did not take", l.unsent},
        {"answers", "frames the kernel did not say anything about", l.answers},
        {"statuses", "transmit statuses the kernel did not take", l.statuses},
        {"memory", "frames lost for want of memory", l.memory},
        {"too_long", "frames longer than the kernel takes", l.too_long},
        {"others", "messages of the kernel to others (hostapd) that were lost", l.others},
    };
    if (t->options.json) {
        json_line(&t->json, "medium");
        json_number(&t->json, "waited", l.waited);
        json_decimal(&t->json, "longest_wait", (double)l.longest / 1e6);
        json_number(&t->json, "stale", l.stale);
        json_number(&t->json, "unanswered", l.unanswered);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (t->options.json) {
            json_number(&t->json, rows[i].name, rows[i].count);
        } else if (rows[i].count) {
            fprintf(t->story, "the medium: %" PRIu64 " %s\n", rows[i].count, rows[i].text);
        }
    }
    if (t->options.json) {
        json_line_end(&t->json);
    }
    live_tell_flush(t);
}

int live_tell_close(struct live_tell *t)
{
    int status = live_tell_broken(t) ? EXIT_SYSTEM : EXIT_OK;
    if (t->radio.hwsim) {
        tell_losses(t);
    }
    for (size_t i = 0; t->opened && i < t->live.options.stations; i++) {
        tell_faults(t, &t->live.stations[i]);
    }
    card_unlisten(&t->card.card); /* while there is the loop; the last farewell still goes down */
    live_close(&t->live);
    live_referee_free(&t->referee);
    if (t->options.judged && t->opened) {
        tell_contract(t);
        status = status == EXIT_OK && t->count.findings ? EXIT_EXPECTATION : status;
    }
    radio_open_close(&t->radio);
    live_card_close(&t->card);
    if (t->tap >= 0) {
        close(t->tap);
    }
    if (record_close(&t->options.record, t->command) != EXIT_OK) {
        status = EXIT_SYSTEM;
    }
    if (!event_log_close(&t->log, t->opened) || t->log_failed) {
        status = command_fail(t->command, EXIT_SYSTEM, "%s: not written completely",
                              t->options.log);
    }
    if (!t->opened) {
        pcap_file_drop(t->pcap);
    } else if (t->pcap && !pcap_file_close(t->pcap)) {
        status = command_fail(t->command, EXIT_SYSTEM, "%s: not written completely",
                              t->options.pcap);
    }
    return status;
}
