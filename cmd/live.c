#include "live.h"
#include "arguments.h"
#include "event_json.h"
#include "providers.h"
#include "tap.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The stations' addresses follow one another in their last three octets. */
static uint32_t low_half(struct extsta_mac mac)
{
    return (uint32_t)mac.b[3] << 16 | (uint32_t)mac.b[4] << 8 | mac.b[5];
}

static struct extsta_mac address_of(struct extsta_mac first, size_t index)
{
    uint32_t low = low_half(first) + (uint32_t)index;
    first.b[3] = (uint8_t)(low >> 16);
    first.b[4] = (uint8_t)(low >> 8);
    first.b[5] = (uint8_t)low;
    return first;
}

static const char *name_of(const void *user, struct extsta_mac mac)
{
    const struct live *l = user;
    uint32_t index = (low_half(mac) - low_half(l->options.address)) & 0xffffffu;
    bool ours = memcmp(mac.b, l->options.address.b, 3) == 0 && index < l->options.stations;
    return ours ? l->stations[index].name : NULL;
}

static void broken(struct live *l)
{
    l->broken_down = true;
    if (l->broken) {
        l->broken(l->user);
    }
}

/* Whoever reads us has gone: nobody sees what happens, and nobody is going to stop us. */
static void flush_output(struct live *l)
{
    if (fflush(stdout) != 0 && !l->broken_down) {
        fprintf(stderr, "extsta: standard output was closed\n");
        broken(l);
    }
}

static void print_json(json_t *line)
{
    if (line) {
        json_dumpf(line, stdout, JSON_COMPACT);
        putchar('\n');
        json_decref(line);
    }
}

static void on_output(void *user, extsta_time now, const struct extsta_output *out)
{
    struct live_station *s = user;
    struct live *l = s->live;
    if (l->options.json) {
        print_json(event_json(host_loop_wall(l->loop, now), s->name, out));
    } else if (!l->options.quiet) {
        timeline_output(&l->timeline, now, s->name, out);
    }
    if (!l->options.quiet || l->options.json) {
        flush_output(l);
    }
    if (out->type == EXTSTA_OUT_IHV && s->adapter) {
        ihv_adapter_call(s->adapter, now, &out->ihv);
    }
    if (l->output) {
        l->output(l->user, s, now, out);
    }
}

static void on_trouble(void *user, extsta_time now, enum host_trouble what)
{
    struct live_station *s = user;
    struct live *l = s->live;
    if (what == HOST_TAP_GONE) {
        fprintf(stderr, "extsta: the TAP interface '%s' has gone\n", l->options.tap);
    } else if (s == l->stations) { /* the others are told the same */
        fprintf(stderr, "extsta: the radio has gone: was mac80211_hwsim unloaded?\n");
    }
    broken(l);
}

/* The extension's own threads have called functions. */
static void on_extension(void *user, extsta_time now)
{
    struct live *l = user;
    bool any = ihv_loader_dispatch(l->extension, now);
    for (size_t i = 0; any && i < l->options.stations; i++) {
        live_kick(&l->stations[i]);
    }
}

static int open_extension(struct live *l, const struct command *command)
{
    char why[300];
    l->extension = ihv_loader_open(l->options.extension, why, sizeof why);
    if (!l->extension) {
        return command_fail(command, EXIT_INPUT, "%s", why);
    }
    l->extension_watch = host_watch_add(l->loop, ihv_loader_fd(l->extension), on_extension, l);
    if (!l->extension_watch) {
        return command_fail(command, EXIT_SYSTEM, "no memory");
    }
    for (size_t i = 0; i < l->options.stations; i++) {
        struct live_station *s = &l->stations[i];
        s->adapter = ihv_adapter_add(l->extension, s->sta, host_loop_now(l->loop), s->address);
        if (!s->adapter) {
            return command_fail(command, EXIT_SYSTEM, "no memory");
        }
        live_kick(s);
    }
    return EXIT_OK;
}

/* The last handler calls (stop, deinit) are in the stations' outputs. */
static void close_extension(struct live *l)
{
    for (size_t i = 0; l->stations && i < l->options.stations; i++) {
        struct live_station *s = &l->stations[i];
        if (s->adapter) {
            ihv_adapter_detach(s->adapter, host_loop_now(l->loop));
            live_kick(s);
            ihv_adapter_free(s->adapter);
            s->adapter = NULL;
        }
    }
    if (l->extension_watch) {
        host_watch_remove(l->extension_watch);
    }
    if (l->extension) {
        ihv_loader_close(l->extension);
    }
}

/* Whoever looks at the file while it grows sees it a second old at most. */
static void on_monitor(void *user, extsta_time now, bool sent, struct extsta_span bytes,
                       const struct extsta_rx_meta *meta)
{
    struct live *l = user;
    pcap_file_write(l->pcap, host_loop_wall(l->loop, now), bytes, meta);
    if (now - l->pcap_flushed >= EXTSTA_SECOND) {
        l->pcap_flushed = now;
        pcap_file_flush(l->pcap);
    }
}

static void on_frame(void *user, extsta_time now, bool sent, struct extsta_span bytes,
                     const struct extsta_rx_meta *meta)
{
    struct live *l = ((struct live_station *)user)->live;
    struct extsta_frame_info info;
    if (l->timeline.frames && !l->options.json && extsta_frame_describe(bytes, &info) &&
        info.kind != 0x80) {
        timeline_frame(&l->timeline, now, &info);
    }
}

static const struct host_station_ops ops = {
    .output = on_output, .frame = on_frame, .trouble = on_trouble};

static int open_medium(struct live *l, const struct command *command)
{
    const char *why = NULL;
    if (strcmp(l->options.radio, "hwsim") != 0) {
        return command_fail(
            command, EXIT_USAGE,
            "there is no radio '%s': 'hwsim' is the kernel's simulated one; for "
            "virtual air use 'extsta run'",
            l->options.radio);
    }
    l->medium = hwsim_open(&why);
    return l->medium ? EXIT_OK : command_fail(command, EXIT_SYSTEM, "%s", why);
}

static uint16_t freq_of(uint64_t channel)
{
    return (uint16_t)(channel == 14  ? 2484
                      : channel < 14 ? 2407 + 5 * channel
                                     : 5000 + 5 * channel);
}

/* Adds the channel to the PHY that has it. */
static bool take_channel(struct live_caps *c, uint16_t freq)
{
    for (size_t i = 0; i < c->caps.phy_count; i++) {
        const struct extsta_phy_caps *whole = &extsta_radio_caps_dual_band.phys[i];
        size_t *count = &c->phys[i].freq_count;
        for (size_t j = 0; j < whole->freq_count && *count < LIVE_MAX_CHANNELS; j++) {
            if (whole->freqs[j] == freq) {
                c->freqs[i][(*count)++] = freq;
                return true;
            }
        }
    }
    return false;
}

/* The dual-band radio with the channels of the list; all of them without a list. */
static bool make_caps(struct live_caps *c, const char *channels)
{
    c->caps = extsta_radio_caps_dual_band;
    if (!channels) {
        return true;
    }
    size_t used = 0;
    c->caps.phys = c->phys;
    for (size_t i = 0; i < c->caps.phy_count; i++) {
        c->phys[i] = extsta_radio_caps_dual_band.phys[i];
        c->phys[i].freqs = c->freqs[i];
        c->phys[i].freq_count = 0;
    }
    for (const char *p = channels; p;) {
        char text[8] = {0};
        uint64_t channel;
        size_t len = strcspn(p, ",");
        if (len >= sizeof text) {
            return false;
        }
        memcpy(text, p, len);
        if (!argument_number(text, 1, 200, &channel) || !take_channel(c, freq_of(channel))) {
            return false;
        }
        p = p[len] ? p + len + 1 : NULL;
    }
    for (size_t i = 0; i < c->caps.phy_count; i++) { /* a PHY without channels is none */
        if (c->phys[i].freq_count > 0) {
            c->phys[used++] = c->phys[i];
        }
    }
    c->caps.phy_count = used;
    return true;
}

static bool open_station(struct live *l, struct live_station *s, size_t index)
{
    s->live = l;
    s->address = address_of(l->options.address, index);
    if (l->options.stations == 1) {
        strcpy(s->name, "station");
    } else {
        snprintf(s->name, sizeof s->name, "sta%02u", (unsigned)(index + 1) & 0xffffu);
    }
    struct extsta_station_config config = {.id = index + 1,
                                           .address = s->address,
                                           .radio = &l->caps.caps,
                                           .outputs = EXTSTA_OUT_ALL};
    if (l->options.quiet && !l->options.json) { /* nobody reads what crosses the boundary */
        config.outputs &= ~EXTSTA_OUT_MASK(EXTSTA_OUT_CROSSING);
    }
    s->radio = hwsim_radio_new(l->medium, s->address);
    if (l->options.json) {
        extsta_time now = host_loop_wall(l->loop, host_loop_now(l->loop));
        print_json(event_json_member(now, "station", s->name, s->address));
    }
    if (s->radio) {
        s->sta = extsta_station_new(l->ctx, &config, host_loop_now(l->loop));
    }
    if (s->sta) {
        s->coupled = host_station_add(l->loop, s->sta, s->radio, l->tap, &ops, s);
    }
    return s->coupled != NULL;
}

static int open_stations(struct live *l, const struct command *command)
{
    l->ctx = extsta_context_new(&host_memory, &host_entropy);
    l->loop = host_loop_new();
    l->stations = calloc(l->options.stations, sizeof *l->stations);
    bool ok = l->ctx && l->loop && l->stations;
    if (ok) {
        l->memory_before = extsta_context_memory(l->ctx, NULL);
    }
    for (size_t i = 0; ok && i < l->options.stations; i++) {
        ok = open_station(l, &l->stations[i], i);
    }
    return ok ? EXIT_OK : command_fail(command, EXIT_SYSTEM, "no memory");
}

static int open_pcap(struct live *l, const struct command *command)
{
    const char *why = NULL, *path = l->options.pcap;
    bool to_stdout = strcmp(path, "-") == 0;
    if (to_stdout && l->options.json) {
        return command_fail(command, EXIT_USAGE,
                            "--json and --pcap - would both be on standard output");
    }
    l->pcap = pcap_file_create(path, &why);
    if (!l->pcap) {
        return command_fail(command, EXIT_SYSTEM, "%s: %s", path, why);
    }
    if (to_stdout) {
        l->timeline.out = stderr;
    }
    hwsim_monitor(l->medium, on_monitor, l);
    return EXIT_OK;
}

int live_open(struct live *l, const struct command *command, const struct live_options *o)
{
    static const struct extsta_mac zero;
    char why[300];
    l->options = *o;
    l->tap = -1;
    struct extsta_mac *address = &l->options.address;
    if (memcmp(address->b, zero.b, 6) == 0) {
        host_entropy.fill(NULL, 0, address->b, 6);
        address->b[0] = (uint8_t)((address->b[0] & 0xfc) | 2);
    }
    l->names = (struct label_names){name_of, l};
    timeline_start(&l->timeline, stdout, command_colour(), o->frames, &l->names);
    if (!make_caps(&l->caps, o->channels)) {
        return command_fail(command, EXIT_USAGE,
                            "--channels takes channel numbers with commas between, not '%s'",
                            o->channels);
    }
    signal(SIGPIPE, SIG_IGN); /* flush_output notices */
    int status = EXIT_OK;
    if (o->tap && (l->tap = tap_open(o->tap, *address, why, sizeof why)) < 0) {
        status = command_fail(command, EXIT_SYSTEM, "%s", why);
    }
    status = status == EXIT_OK ? open_medium(l, command) : status;
    if (status == EXIT_OK && o->pcap) {
        status = open_pcap(l, command);
    }
    if (status == EXIT_OK) {
        status = open_stations(l, command);
    }
    if (status == EXIT_OK && o->extension) {
        status = open_extension(l, command);
    }
    if (status != EXIT_OK) {
        live_close(l, command);
    }
    return status;
}

static void close_stations(struct live *l)
{
    for (size_t i = 0; l->stations && i < l->options.stations; i++) {
        struct live_station *s = &l->stations[i];
        if (s->coupled) {
            host_station_remove(s->coupled);
        }
        extsta_station_free(s->sta);
        if (s->radio) {
            s->radio->ops->close(s->radio);
        }
    }
    free(l->stations);
    l->stations = NULL;
}

int live_close(struct live *l, const struct command *command)
{
    int status = EXIT_OK;
    close_extension(l);
    close_stations(l);
    host_loop_free(l->loop);
    hwsim_close(l->medium);
    if (l->tap >= 0) {
        close(l->tap);
    }
    extsta_context_free(l->ctx);
    if (l->pcap && !pcap_file_close(l->pcap)) {
        status =
            command_fail(command, EXIT_SYSTEM, "%s: not written completely", l->options.pcap);
    }
    memset(l, 0, sizeof *l);
    return status;
}

void live_kick(struct live_station *station)
{
    host_station_kick(station->coupled);
}

size_t live_memory_per_station(const struct live *l)
{
    return (extsta_context_memory(l->ctx, NULL) - l->memory_before) / l->options.stations;
}
