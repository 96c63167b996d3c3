/* Requests of strangers at the own control socket (control/own): whatever comes, in whatever pieces,
 * the answer is whole lines of JSON, nothing waits beyond what may, and the next client is served. */
#include "fuzz.h"
#include "own_private.h"
#include "providers.h"
#include <string.h>
#include <unistd.h>

/* A radio that nobody hears. */
static enum extsta_error radio_send(struct extsta_radio *radio, extsta_time now,
                                    struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    return EXTSTA_OK;
}
static enum extsta_error radio_tune(struct extsta_radio *radio, extsta_time now, uint16_t freq)
{
    return EXTSTA_OK;
}
static bool radio_poll(struct extsta_radio *radio, extsta_time now, struct extsta_radio_event *e)
{
    return false;
}
static int radio_fd(struct extsta_radio *radio)
{
    return -1;
}
static extsta_time radio_deadline(struct extsta_radio *radio)
{
    return EXTSTA_NEVER;
}
static void radio_close(struct extsta_radio *radio)
{
}
static const struct extsta_radio_ops radio_ops = {.name = "none",
                                                  .send = radio_send,
                                                  .tune = radio_tune,
                                                  .poll = radio_poll,
                                                  .fd = radio_fd,
                                                  .deadline = radio_deadline,
                                                  .close = radio_close};
static struct extsta_radio radio = {&radio_ops};

static struct own_ctrl *make(void)
{
    static char path[64], why[200];
    struct host_loop *loop = host_loop_new_virtual(EXTSTA_SECOND, 0);
    struct extsta_context *ctx = extsta_context_new(&host_memory, &host_entropy);
    struct service *service = service_new(loop, ctx);
    snprintf(path, sizeof path, "/tmp/extsta-fuzz-ctl-%d", (int)getpid());
    struct own_ctrl *ctrl = own_ctrl_open(service, path, 0600, UINT32_MAX, why, sizeof why);
    FUZZ_CHECK(ctrl);
    unlink(path);
    own_ctrl_allow_set(ctrl, true);
    const struct service_station_options options = {.name = "wlan0",
                                                    .address = {{2, 0, 0, 0, 0, 1}},
                                                    .caps = &extsta_radio_caps_2ghz,
                                                    .radio = &radio,
                                                    .tap = -1};
    FUZZ_CHECK(service_station_add(service, &options, why, sizeof why));
    return ctrl;
}

static void check_lines(const struct own_client *c)
{
    const char *at = c->out, *end = c->out_len ? c->out + c->out_len : at;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        FUZZ_CHECK(stop && *at == '{' && stop[-1] == '}');
        at = stop + 1;
    }
}

/* The first octet says in pieces of which size the rest comes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct own_ctrl *ctrl;
    ctrl = ctrl ? ctrl : make();
    struct own_client *c = own_client_new(ctrl, -1);
    FUZZ_CHECK(c);
    size_t piece = size ? data[0] + 1u : 1;
    for (size_t at = 1; at < size && !c->dead; at += piece) {
        own_client_take(c, (const char *)data + at, size - at < piece ? size - at : piece);
    }
    FUZZ_CHECK(c->out_len <= OWN_WAITING);
    check_lines(c);
    /* in a moment of the loop, and whatever has begun goes on for a second */
    host_loop_run_until(ctrl->loop, host_loop_now(ctrl->loop) + EXTSTA_SECOND, NULL, NULL);
    own_client_drop(c);
    host_loop_run_until(ctrl->loop, host_loop_now(ctrl->loop), NULL, NULL);
    FUZZ_CHECK(ctrl->counts.clients == 0 && !ctrl->clients);
    return 0;
}
