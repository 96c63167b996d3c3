#include "live.h"
#include "event_json.h"
#include "providers.h"
#include "tap.h"
#include <string.h>
#include <unistd.h>

#define STATION_NAME "station"

bool live_parse_mac(const char *text, struct extsta_mac *mac)
{
    unsigned b[6];
    char rest;
    if (sscanf(text, "%2x:%2x:%2x:%2x:%2x:%2x%c", &b[0], &b[1], &b[2], &b[3], &b[4], &b[5],
               &rest) != 6) {
        return false;
    }
    for (int i = 0; i < 6; i++) {
        mac->b[i] = (uint8_t)b[i];
    }
    return true;
}

static const char *name_of(const void *user, struct extsta_mac mac)
{
    const struct live *l = user;
    return memcmp(mac.b, l->address.b, 6) == 0 ? STATION_NAME : NULL;
}

static void on_output(void *user, extsta_time now, const struct extsta_output *out)
{
    struct live *l = user;
    if (l->options.json) {
        json_t *o = event_json(host_loop_wall(l->loop, now), STATION_NAME, out);
        if (o) {
            json_dumpf(o, stdout, JSON_COMPACT);
            putchar('\n');
            fflush(stdout);
            json_decref(o);
        }
    } else if (!l->options.quiet) {
        timeline_output(&l->timeline, now, STATION_NAME, out);
        fflush(stdout);
    }
    if (out->type == EXTSTA_OUT_IHV && l->adapter) {
        ihv_adapter_call(l->adapter, now, &out->ihv);
    }
    if (l->output) {
        l->output(l->user, now, out);
    }
}

/* The extension's own threads have called functions. */
static void on_extension(void *user, extsta_time now)
{
    struct live *l = user;
    if (ihv_loader_dispatch(l->extension, now)) {
        live_kick(l);
    }
}

static int open_extension(struct live *l, const struct command *command)
{
    char why[300];
    l->extension = ihv_loader_open(l->options.extension, why, sizeof why);
    if (!l->extension) {
        return command_fail(command, EXIT_INPUT, "%s", why);
    }
    l->extension_watch =
        host_watch_add(l->loop, ihv_loader_fd(l->extension), on_extension, l);
    l->adapter = ihv_adapter_add(l->extension, l->sta, host_loop_now(l->loop), l->address);
    if (!l->adapter || !l->extension_watch) {
        return command_fail(command, EXIT_SYSTEM, "no memory");
    }
    live_kick(l);
    return EXIT_OK;
}

/* The last handler calls (stop, deinit) are in the station's outputs. */
static void close_extension(struct live *l)
{
    if (l->adapter) {
        ihv_adapter_detach(l->adapter, host_loop_now(l->loop));
        live_kick(l);
        ihv_adapter_free(l->adapter);
        l->adapter = NULL;
    }
    if (l->extension_watch) {
        host_watch_remove(l->extension_watch);
    }
    if (l->extension) {
        ihv_loader_close(l->extension);
    }
}

static void on_frame(void *user, extsta_time now, bool sent, struct extsta_span bytes,
                     const struct extsta_rx_meta *meta)
{
    struct live *l = user;
    struct extsta_frame_info info;
    if (l->pcap) {
        pcap_file_write(l->pcap, host_loop_wall(l->loop, now), bytes, meta);
    }
    if (l->timeline.frames && !l->options.json && extsta_frame_describe(bytes, &info) &&
        info.kind != 0x80) {
        timeline_frame(&l->timeline, &info);
    }
}

static const struct host_station_ops ops = {.output = on_output, .frame = on_frame};

static int open_radio(struct live *l, const struct command *command)
{
    const char *why = NULL;
    if (strcmp(l->options.radio, "hwsim") != 0) {
        return command_fail(command, EXIT_USAGE,
                            "there is no radio '%s': 'hwsim' is the kernel's simulated one; for "
                            "virtual air use 'extsta run'",
                            l->options.radio);
    }
    l->medium = hwsim_open(&why);
    if (!l->medium) {
        return command_fail(command, EXIT_SYSTEM, "%s", why);
    }
    l->radio = hwsim_radio_new(l->medium, l->address);
    return l->radio ? EXIT_OK : command_fail(command, EXIT_SYSTEM, "no memory");
}

static int open_station(struct live *l, const struct command *command)
{
    struct extsta_station_config config = {
        .id = 1, .address = l->address, .radio = &extsta_radio_caps_dual_band,
        .outputs = EXTSTA_OUT_ALL};
    l->ctx = extsta_context_new(&host_memory, &host_entropy);
    l->loop = host_loop_new();
    if (l->ctx && l->loop) {
        l->sta = extsta_station_new(l->ctx, &config, host_loop_now(l->loop));
    }
    if (l->sta) {
        l->coupled = host_station_add(l->loop, l->sta, l->radio, l->tap, &ops, l);
    }
    return l->coupled ? EXIT_OK : command_fail(command, EXIT_SYSTEM, "no memory");
}

int live_open(struct live *l, const struct command *command, const struct live_options *o)
{
    static const struct extsta_mac zero;
    char why[300];
    const char *cannot = NULL;
    l->options = *o;
    l->address = o->address;
    l->tap = -1;
    if (memcmp(l->address.b, zero.b, 6) == 0) {
        host_entropy.fill(NULL, 0, l->address.b, 6);
        l->address.b[0] = (uint8_t)((l->address.b[0] & 0xfc) | 2);
    }
    l->names = (struct label_names){name_of, l};
    l->timeline = (struct timeline){
        .out = stdout, .colour = command_colour(), .frames = o->frames, .names = &l->names};
    int status = EXIT_OK;
    if (o->tap && (l->tap = tap_open(o->tap, l->address, why, sizeof why)) < 0) {
        status = command_fail(command, EXIT_SYSTEM, "%s", why);
    }
    status = status == EXIT_OK ? open_radio(l, command) : status;
    if (status == EXIT_OK && o->pcap && !(l->pcap = pcap_file_create(o->pcap, &cannot))) {
        status = command_fail(command, EXIT_SYSTEM, "%s: %s", o->pcap, cannot);
    }
    if (status == EXIT_OK) {
        status = open_station(l, command);
    }
    if (status == EXIT_OK && o->extension) {
        status = open_extension(l, command);
    }
    if (status != EXIT_OK) {
        live_close(l, command);
    }
    return status;
}

int live_close(struct live *l, const struct command *command)
{
    int status = EXIT_OK;
    close_extension(l);
    if (l->coupled) {
        host_station_remove(l->coupled);
    }
    extsta_station_free(l->sta);
    host_loop_free(l->loop);
    if (l->radio) {
        l->radio->ops->close(l->radio);
    }
    hwsim_close(l->medium);
    if (l->tap >= 0) {
        close(l->tap);
    }
    extsta_context_free(l->ctx);
    if (l->pcap && !pcap_file_close(l->pcap)) {
        status = command_fail(command, EXIT_SYSTEM, "%s: not written completely",
                              l->options.pcap);
    }
    memset(l, 0, sizeof *l);
    return status;
}

void live_kick(struct live *l)
{
    host_station_kick(l->coupled);
}
