/* The radio of the test commands: see test_radio.h. */
#include "test_radio.h"
#include "providers.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OUR_COOKIE 0x80000000u /* the station's are below for a thousand million frames */
#define FRAME_ROOM 2400u
#define OUTCOMES                                                                               \
    (sizeof((struct wpa_test_radio *)0)->outcomes / sizeof(struct wpa_test_outcome))
#define HEADER 24u

static struct wpa_test_radio *of(struct extsta_radio *radio)
{
    return (struct wpa_test_radio *)radio;
}

/* Octets in an event. */
static void say_octets(struct wpa_test_radio *r, const char *what, struct extsta_span octets)
{
    static const char digits[] = "0123456789abcdef";
    char hex[2 * FRAME_ROOM + 1];
    size_t n = octets.len < FRAME_ROOM ? octets.len : FRAME_ROOM;
    for (size_t i = 0; i < n; i++) {
        hex[2 * i] = digits[octets.data[i] >> 4];
        hex[2 * i + 1] = digits[octets.data[i] & 15];
    }
    hex[2 * n] = '\0';
    wpa_event_say(r->ws, WPA_LEVEL_INFO, "%s %s", what, hex);
}

/* The PDU of EAPOL in a data frame that is not protected. */
static bool eapol_of(struct extsta_span f, struct extsta_span *pdu)
{
    static const uint8_t snap[8] = {0xaa, 0xaa, 0x03, 0, 0, 0, 0x88, 0x8e};
    if (f.len < HEADER || (f.data[0] & 0x0c) != 0x08 || f.data[1] & 0x40) {
        return false;
    }
    size_t header = HEADER + (f.data[0] & 0x80 ? 2u : 0u);
    if (f.len < header + sizeof snap || memcmp(f.data + header, snap, sizeof snap) != 0) {
        return false;
    }
    *pdu = (struct extsta_span){f.data + header + sizeof snap, f.len - header - sizeof snap};
    return true;
}

static void say_eapol(struct wpa_test_radio *r, const char *event, const uint8_t *address,
                      struct extsta_span pdu)
{
    char what[64];
    struct extsta_mac mac;
    memcpy(mac.b, address, sizeof mac.b);
    (void)snprintf(what, sizeof what, "%s " WPA_MAC_FORMAT, event, WPA_MAC_OCTETS(mac));
    say_octets(r, what, pdu);
}

static void outcome_add(struct wpa_test_radio *r, uint32_t cookie, bool started)
{
    if (cookie && r->last - r->first < OUTCOMES) {
        r->outcomes[r->last++ % OUTCOMES] = (struct wpa_test_outcome){cookie, started};
    }
}

static enum extsta_error on_send(struct extsta_radio *radio, extsta_time now,
                                 struct extsta_span frame, const struct extsta_tx_meta *meta)
{
    struct wpa_test_radio *r = of(radio);
    struct extsta_span pdu;
    uint8_t longer[FRAME_ROOM];
    if (r->ws && r->eapol_io && eapol_of(frame, &pdu)) {
        say_eapol(r, "EAPOL-TX", frame.data + (frame.data[1] & 0x01 ? 16 : 4), pdu);
        if (meta->flags & EXTSTA_TX_TELL_START) {
            outcome_add(r, meta->cookie, true);
        }
        outcome_add(r, meta->cookie, false);
        return EXTSTA_OK;
    }
    bool request = frame.len && (frame.data[0] == 0x00 || frame.data[0] == 0x20);
    if (request && r->elements_len && frame.len + r->elements_len <= sizeof longer) {
        memcpy(longer, frame.data, frame.len);
        memcpy(longer + frame.len, r->elements, r->elements_len);
        frame = (struct extsta_span){longer, frame.len + r->elements_len};
        return r->inner->ops->send(r->inner, now, frame, meta);
    }
    return r->inner->ops->send(r->inner, now, frame, meta);
}

static enum extsta_error on_tune(struct extsta_radio *radio, extsta_time now, uint16_t freq)
{
    return of(radio)->inner->ops->tune(of(radio)->inner, now, freq);
}

/* A management frame for us that decides something; beacons and answers to probes are
 * everybody's. */
static bool is_held_back(const struct wpa_test_radio *r, struct extsta_span f)
{
    struct extsta_station_status is;
    if (!r->mgmt_io || f.len < HEADER || (f.data[0] & 0x0c) != 0 || f.data[0] == 0x80 ||
        f.data[0] == 0x50) {
        return false;
    }
    extsta_station_status(service_core(r->ws->s), &is);
    return memcmp(f.data + 4, is.address.b, 6) == 0;
}

/* Whether a frame was told in place of being heard. */
static bool told(struct wpa_test_radio *r, const struct extsta_rx_frame *frame)
{
    struct extsta_span pdu;
    char what[96];
    if (!r->ws) {
        return false;
    }
    if (r->eapol_io && eapol_of(frame->bytes, &pdu)) {
        say_eapol(r, "EAPOL-RX", frame->bytes.data + (frame->bytes.data[1] & 0x02 ? 16 : 10),
                  pdu);
        return true;
    }
    if (is_held_back(r, frame->bytes)) {
        (void)snprintf(what, sizeof what, "MGMT-RX freq=%u datarate=%u ssi_signal=%d",
                       frame->meta.freq, frame->meta.rate, frame->meta.signal);
        say_octets(r, what, frame->bytes);
        return true;
    }
    return false;
}

static bool on_poll(struct extsta_radio *radio, extsta_time now,
                    struct extsta_radio_event *event)
{
    struct wpa_test_radio *r = of(radio);
    if (r->first != r->last) {
        const struct wpa_test_outcome *o = &r->outcomes[r->first++ % OUTCOMES];
        *event = (struct extsta_radio_event){.type = o->started ? EXTSTA_RADIO_STARTED
                                                                : EXTSTA_RADIO_OUTCOME,
                                             .cookie = o->cookie,
                                             .acked = true,
                                             .tries = 1};
        return true;
    }
    while (r->inner->ops->poll(r->inner, now, event)) {
        bool outcome = event->type == EXTSTA_RADIO_OUTCOME;
        if (outcome && event->cookie & OUR_COOKIE) {
            if (r->ws) {
                wpa_event_say(r->ws, WPA_LEVEL_INFO, "MGMT-TX-STATUS result=%s",
                              event->acked ? "SUCCESS" : "NO_ACK");
            }
            continue;
        }
        if (event->type != EXTSTA_RADIO_FRAME || !told(r, &event->frame)) {
            return true;
        }
    }
    return false;
}

static int on_fd(struct extsta_radio *radio)
{
    return of(radio)->inner->ops->fd(of(radio)->inner);
}

static extsta_time on_deadline(struct extsta_radio *radio)
{
    struct wpa_test_radio *r = of(radio);
    return r->first != r->last ? 0 : r->inner->ops->deadline(r->inner);
}

static extsta_time on_busy(struct extsta_radio *radio, extsta_time now, extsta_time since)
{
    return of(radio)->inner->ops->busy(of(radio)->inner, now, since);
}

static void on_close(struct extsta_radio *radio)
{
    struct wpa_test_radio *r = of(radio);
    struct wpa_test_radio **at = &r->ctrl->radios;
    while (*at && *at != r) {
        at = &(*at)->next;
    }
    if (*at) {
        *at = r->next;
    }
    r->inner->ops->close(r->inner);
    free(r);
}

static const struct extsta_radio_ops with_busy = {.name = "test",
                                                  .send = on_send,
                                                  .tune = on_tune,
                                                  .poll = on_poll,
                                                  .fd = on_fd,
                                                  .deadline = on_deadline,
                                                  .close = on_close,
                                                  .busy = on_busy};
static const struct extsta_radio_ops without_busy = {.name = "test",
                                                     .send = on_send,
                                                     .tune = on_tune,
                                                     .poll = on_poll,
                                                     .fd = on_fd,
                                                     .deadline = on_deadline,
                                                     .close = on_close};

struct extsta_radio *wpa_ctrl_test_radio(struct wpa_ctrl *ctrl, const char *name,
                                         struct extsta_radio *radio)
{
    if (!ctrl->options.test_commands) {
        return radio;
    }
    struct wpa_test_radio *r = host_calloc(1, sizeof *r);
    if (!r) {
        radio->ops->close(radio);
        return NULL;
    }
    r->base.ops = radio->ops->busy ? &with_busy : &without_busy;
    r->inner = radio;
    r->ctrl = ctrl;
    (void)snprintf(r->name, sizeof r->name, "%s", name);
    r->next = ctrl->radios;
    ctrl->radios = r;
    return &r->base;
}

bool wpa_test_radio_send(struct wpa_test_radio *r, extsta_time now, uint8_t *frame, size_t len,
                         uint16_t freq, bool told_of)
{
    uint16_t sequence = (uint16_t)(r->sequence++ << 4);
    frame[22] = (uint8_t)sequence;
    frame[23] = (uint8_t)(sequence >> 8);
    r->cookie = (r->cookie + 1) & ~OUR_COOKIE;
    struct extsta_tx_meta meta = {.freq = freq,
                                  .tries = 4,
                                  .cookie = told_of ? r->cookie | OUR_COOKIE : 0,
                                  .flags = frame[4] & 1 ? EXTSTA_TX_NO_ACK : 0};
    return r->inner->ops->send(r->inner, now, (struct extsta_span){frame, len}, &meta) ==
           EXTSTA_OK;
}
