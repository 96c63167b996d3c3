/* Command lines of the control interface, as whoever may write to its socket sends them: a line
 * of the input each, the first half of them to a station and the rest to the global socket.
 * Nothing is beneath the station but a radio that hears nothing; frames come by
 * MGMT_RX_PROCESS. */
#include "../providers.h"
#include "fuzz.h"
#include "wpa_ctrl.h"
#include <string.h>

#define LINES 64

static enum extsta_error mute_send(struct extsta_radio *radio, extsta_time now,
                                   struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    return EXTSTA_OK;
}
static enum extsta_error mute_tune(struct extsta_radio *radio, extsta_time now, uint16_t freq)
{
    return EXTSTA_OK;
}
static bool mute_poll(struct extsta_radio *radio, extsta_time now,
                      struct extsta_radio_event *event)
{
    return false;
}
static int mute_fd(struct extsta_radio *radio)
{
    return -1;
}
static extsta_time mute_deadline(struct extsta_radio *radio)
{
    return EXTSTA_NEVER;
}
static void mute_close(struct extsta_radio *radio)
{
}
static const struct extsta_radio_ops mute_ops = {.name = "mute",
                                                 .send = mute_send,
                                                 .tune = mute_tune,
                                                 .poll = mute_poll,
                                                 .fd = mute_fd,
                                                 .deadline = mute_deadline,
                                                 .close = mute_close};

static void say_lines(struct host_loop *loop, struct wpa_ctrl *ctrl,
                      struct service_station *station, const uint8_t *data, size_t size)
{
    char line[1024], reply[4097];
    size_t said = 0;
    while (size && said++ < LINES) {
        const uint8_t *end = memchr(data, '\n', size);
        size_t len = end ? (size_t)(end - data) : size;
        size_t taken = len < sizeof line ? len : sizeof line - 1;
        memcpy(line, data, taken);
        line[taken] = '\0';
        (void)wpa_ctrl_command(ctrl, said % 2 ? station : NULL, line, reply, sizeof reply);
        if (said % 8 == 0) { /* a scan ends, a pause is over */
            host_loop_run_until(loop, host_loop_now(loop) + 3 * EXTSTA_SECOND, NULL, NULL);
        }
        len += end != NULL;
        data += len;
        size -= len;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char why[200];
    uint64_t state = 1;
    struct extsta_radio radio = {.ops = &mute_ops};
    struct extsta_memory memory = {testing_alloc, testing_release, NULL};
    struct extsta_random random = {testing_fill, &state};
    struct extsta_context *ctx = extsta_context_new(&memory, &random);
    struct host_loop *loop = host_loop_new_virtual(EXTSTA_SECOND, EXTSTA_SECOND);
    struct service *service = service_new(loop, ctx);
    struct wpa_ctrl *ctrl = wpa_ctrl_open(
        service, &(struct wpa_ctrl_options){.test_commands = true}, why, sizeof why);
    struct service_station_options o = {.name = "wlan0",
                                        .address = {{2, 0, 0, 0, 0, 1}},
                                        .caps = &extsta_radio_caps_2ghz,
                                        .radio = &radio,
                                        .tap = -1,
                                        .automatic = true};
    struct service_station *station = service_station_add(service, &o, why, sizeof why);
    FUZZ_CHECK(station);
    say_lines(loop, ctrl, station, data, size);
    service_free(service);
    wpa_ctrl_close(ctrl);
    host_loop_free(loop);
    FUZZ_CHECK(extsta_context_free(ctx) == 0);
    return 0;
}
