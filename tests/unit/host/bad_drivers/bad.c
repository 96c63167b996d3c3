/* A driver that does one thing that cannot be: the one that the environment variable BAD_DRIVER
 * names when it is made. Otherwise it is the least that comes up: it answers SUCCESS to
 * everything, and never sees an AP. */
#include <extsta/driver.h>
#include <stdlib.h>

static const struct extsta_driver_site
    *where; /* of the newest: its operations are one at a time */
static struct extsta_driver_site site;
static const char *bad;
static bool armed; /* by the first frame heard */
static struct extsta_oid pended;

static bool is(const char *what)
{
    return strcmp(bad, what) == 0;
}

static bool push(const struct extsta_output *out)
{
    return site.services->push(site.station, out);
}

static bool cross(struct extsta_crossing crossing)
{
    return push(&(struct extsta_output){.type = EXTSTA_OUT_CROSSING, .crossing = crossing});
}

static bool indicate(uint32_t code, const void *data, size_t len)
{
    return cross((struct extsta_crossing){
        .type = EXTSTA_CROSS_INDICATION, .code = code, .buffer = {data, len}});
}

/* --- in answers --- */

static uint32_t answer_medium(struct extsta_oid *o)
{
    struct extsta_payload medium = {.form = EXTSTA_FORM_NUMBER,
                                    .number = NDIS_MEDIUM_NATIVE_802_11};
    uint32_t status = extsta_driver_answer(o, &medium);
    if (is("written")) {
        o->bytes_written = o->out_cap + 1;
    } else if (is("written-much")) {
        o->bytes_written = 0xffffffff;
    } else if (is("read")) {
        o->bytes_read = o->in_len + 1;
    } else if (is("needed")) {
        o->bytes_needed = 0xfffffff0;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    } else if (is("overrun")) {
        memset(o->buffer + o->out_cap, 'x', 7);
    } else if (is("untouched")) {
        memset(o->buffer, 0, 0);
        o->bytes_written = o->out_cap;
    } else if (is("rewritten")) { /* its copy of the request is the driver's own to spoil */
        o->oid = o->request_id = o->in_len = o->out_cap = 0xffffffff;
        o->buffer = NULL;
        o->status = NDIS_STATUS_FAILURE;
    }
    return status;
}

static bool complete(struct extsta_oid *o)
{
    o->status = NDIS_STATUS_SUCCESS;
    return extsta_driver_complete(&site, o);
}

static uint32_t on_mode(struct extsta_oid *o)
{
    pended = *o;
    if (is("unanswered")) {
        return NDIS_STATUS_PENDING;
    }
    if (is("completed-twice")) {
        complete(o);
        complete(o);
        return NDIS_STATUS_PENDING;
    }
    if (is("completed-and-answered")) {
        complete(o);
    }
    if (is("completed-none")) {
        o->request_id += 77;
        complete(o);
    }
    if (is("completed-too-long")) {
        static uint8_t octets[64];
        o->bytes_written = sizeof octets;
        o->buffer = octets;
        complete(o);
        return NDIS_STATUS_PENDING;
    }
    return NDIS_STATUS_SUCCESS;
}

static uint32_t on_oid(void *driver, extsta_time now, struct extsta_oid *o)
{
    if (o->oid == OID_GEN_MEDIA_SUPPORTED) {
        return answer_medium(o);
    }
    if (o->oid == OID_DOT11_CURRENT_OPERATION_MODE) {
        return on_mode(o);
    }
    if (o->oid == OID_DOT11_RESET_REQUEST) { /* and where something is heard */
        extsta_driver_tune(&site, 2412);
        return extsta_driver_answer(
            o, &(struct extsta_payload){.form = EXTSTA_FORM_STATUS_INDICATION,
                                        .confirm = {DOT11_STATUS_RESET_CONFIRM, 0}});
    }
    if (o->oid == OID_DOT11_ENUM_BSS_LIST && is("list-grows")) {
        o->bytes_needed = o->out_cap + 1;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    if (o->oid == OID_DOT11_ENUM_BSS_LIST && is("list-pends")) {
        return NDIS_STATUS_PENDING;
    }
    if (o->oid == OID_DOT11_PMKID_LIST && is("storm")) { /* which asks for the next one */
        return indicate(NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST, o->buffer, 12) ? 0 : 0;
    }
    return NDIS_STATUS_SUCCESS;
}

/* --- in what it says --- */

static void say(void)
{
    static uint8_t octets[16384];
    static const struct extsta_span mpdu = {octets, 100};
    struct extsta_output out = {.type = EXTSTA_OUT_FRAME, .frame.bytes = mpdu};
    if (is("ethernet")) {
        out = (struct extsta_output){.type = EXTSTA_OUT_ETHERNET, .ethernet.bytes = mpdu};
    } else if (is("port")) {
        out = (struct extsta_output){.type = EXTSTA_OUT_PORT, .port.authorized = true};
    } else if (is("unknown")) {
        out = (struct extsta_output){.type = (enum extsta_output_type)77};
    } else if (is("asks-itself")) {
        out = (struct extsta_output){.type = EXTSTA_OUT_CROSSING,
                                     .crossing.code = OID_DOT11_RESET_REQUEST};
    } else if (is("notify")) {
        out = (struct extsta_output){.type = EXTSTA_OUT_NOTIFY,
                                     .notify.type = EXTSTA_NOTIFY_CONNECTED};
    } else if (is("notify-long")) {
        out = (struct extsta_output){
            .type = EXTSTA_OUT_NOTIFY,
            .notify = {.type = EXTSTA_NOTIFY_SEARCHING, .ssid = {octets, 33}}};
    } else if (is("frame-none")) {
        out.frame.bytes.data = NULL;
    } else if (is("frame-short")) {
        out.frame.bytes.len = 9;
    } else if (is("frame-long")) {
        out.frame.bytes.len = sizeof octets;
    } else if (is("frame-access")) {
        out.frame.meta.access = 200;
    } else if (is("frame-phy")) {
        out.frame.meta.phy = 9;
    } else if (is("frame-channel")) {
        out.frame.meta.freq = 1234;
    } else if (is("tune")) {
        out = (struct extsta_output){.type = EXTSTA_OUT_TUNE, .tune_freq = 1};
    } else if (is("cause")) {
        out = (struct extsta_output){.type = EXTSTA_OUT_CAUSE,
                                     .cause.diagnosis = (enum extsta_diagnosis)4000};
    } else if (is("receive-long")) {
        out = (struct extsta_output){.type = EXTSTA_OUT_CROSSING,
                                     .crossing = {.type = EXTSTA_CROSS_RECEIVE,
                                                  .packet.bytes = {octets, sizeof octets}}};
    } else if (is("indication-none")) {
        out = (struct extsta_output){.type = EXTSTA_OUT_CROSSING,
                                     .crossing = {.type = EXTSTA_CROSS_INDICATION,
                                                  .code = NDIS_STATUS_DOT11_SCAN_CONFIRM,
                                                  .buffer = {NULL, 4}}};
    } else {
        return;
    }
    (void)push(&out);
}

/* Indications of every kind, of every length, full of ones: offsets and counts that lie. */
static void babble(void)
{
    static uint8_t ones[512];
    memset(ones, 0xff, sizeof ones);
    for (uint32_t code = 0; code < 64; code++) {
        for (size_t len = 0; len <= sizeof ones; len += 13) {
            indicate(NDIS_STATUS_DOT11_SCAN_CONFIRM + code - 8, ones, len);
        }
    }
    for (size_t len = 10; len < 100; len++) {
        cross((struct extsta_crossing){.type = EXTSTA_CROSS_RECEIVE,
                                       .packet = {.bytes = {ones, len}, .id = (uint32_t)len}});
    }
    for (uint32_t id = 0; id < 8; id++) { /* of packets nobody sent */
        cross((struct extsta_crossing){.type = EXTSTA_CROSS_SEND_COMPLETE,
                                       .id = 0x80000000u | id << 28 | 1,
                                       .status = id});
    }
}

static void on_rx(void *driver, extsta_time now, const struct extsta_rx_frame *frames, size_t n)
{
    const uint8_t scan[4] = {0};
    armed = true;
    if (is("flood")) {
        while (indicate(NDIS_STATUS_DOT11_SCAN_CONFIRM, scan, sizeof scan)) {
        }
        return;
    }
    if (is("storm")) {
        indicate(NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST, (uint8_t[12]){0x80, 1, 12}, 12);
    } else if (is("babble")) {
        babble();
    } else if (is("release")) {
        static char none[64];
        site.services->release(site.station, none + 48);
    } else if (is("late-completion")) {
        complete(&pended); /* answered long ago */
    } else if (is("alloc")) {
        if (site.services->alloc(site.station, SIZE_MAX / 2) ||
            !site.services->alloc(site.station, 20000)) {
            abort();
        }
    }
    say();
}

static void on_send(void *driver, extsta_time now, const struct extsta_packet *packets,
                    size_t n)
{
}

static void on_expire(void *driver, extsta_time now)
{
}

static extsta_time on_deadline(const void *driver)
{
    const uint8_t scan[4] = {0};
    if (is("outside") && armed) {
        armed = false;
        indicate(NDIS_STATUS_DOT11_SCAN_CONFIRM, scan, sizeof scan);
    }
    return is("deadline") ? 0 : EXTSTA_NEVER;
}

static void *make(const struct extsta_driver_site *s)
{
    bad = getenv("BAD_DRIVER");
    armed = false;
    site = *s;
    where = &site;
    return (void *)(uintptr_t)where;
}

static const struct extsta_driver_ops ops = {.name = "bad",
                                             .oid = on_oid,
                                             .send = on_send,
                                             .rx = on_rx,
                                             .expire = on_expire,
                                             .deadline = on_deadline};
EXTSTA_DRIVER(&ops, make);
