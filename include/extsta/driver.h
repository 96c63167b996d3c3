/* A driver of one's own below the miniport boundary: what it implements is struct
 * extsta_driver_ops (boundary.h), what it may call is here, and so is the one symbol by which a
 * driver that is a shared object is found. docs/driver.md is the guide, examples/driver.c a
 * driver.
 *
 * A shared object is built against these headers alone and loaded by a program of the same
 * EXTSTA_DRIVER_ABI:
 *
 *   cc -shared -fPIC driver.c $(pkg-config --cflags --libs extsta) -o driver.so
 *   extsta run scenario.lua --driver ./driver.so
 *
 * It reaches its station through the functions of its site and not by the library it is linked
 * with: the program may have another copy. What needs no station (payload.h, names) is fine. */
#ifndef EXTSTA_DRIVER_H
#define EXTSTA_DRIVER_H

#include <extsta/boundary.h>
#include <extsta/output.h>
#include <extsta/payload.h>
#include <extsta/windot11.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

struct extsta_station;

/* --- what a driver calls, from inside its operations (driver_make and halt too) --- */

/* Appends what the driver wants or reports: FRAME, TUNE, DRIVER, CAUSE, NOTIFY of SEARCHING
 * without a profile, and CROSSINGs that go up. Bytes are copied. False: no memory, or nothing a
 * driver may say (a fault, below). */
bool extsta_driver_push(struct extsta_station *sta, const struct extsta_output *output);
/* Zeroed memory of the station's context, aligned for any object; NULL: none. Released by
 * extsta_driver_release (NULL is fine), or with the station. */
void *extsta_driver_alloc(struct extsta_station *sta, size_t size);
void extsta_driver_release(struct extsta_station *sta, void *block);
/* Random octets of the station's own stream. */
void extsta_driver_random(struct extsta_station *sta, void *out, size_t len);

/* The same as a table, so that a shared object calls the program that loaded it. */
struct extsta_driver_services {
    bool (*push)(struct extsta_station *sta, const struct extsta_output *output);
    void *(*alloc)(struct extsta_station *sta, size_t size);
    void (*release)(struct extsta_station *sta, void *block);
    void (*random)(struct extsta_station *sta, void *out, size_t len);
};

/* Where a driver finds itself. Borrowed for the call of `make`, but for `station`, `services`
 * and `radio`, which outlive the driver. */
struct extsta_driver_site {
    struct extsta_station *station; /* for the services; the driver does nothing else with it */
    const struct extsta_driver_services *services;
    struct extsta_mac address;             /* permanent MAC address */
    const struct extsta_radio_caps *radio; /* what its radio can do */
    extsta_time now;
    uint64_t id; /* of the station, for messages */
};

/* --- what most of it comes to, in one call each --- */

/* The result is that of push. A status indication, NDIS_STATUS_DOT11_..., with its structure,
 * which has at most 4096 octets here. */
static inline bool extsta_driver_indicate(const struct extsta_driver_site *site, uint32_t code,
                                          const struct extsta_payload *payload)
{
    uint8_t buffer[4096];
    struct extsta_output out;
    memset(&out, 0, sizeof out);
    out.type = EXTSTA_OUT_CROSSING;
    out.crossing.type = EXTSTA_CROSS_INDICATION;
    out.crossing.code = code;
    out.crossing.buffer.len = extsta_payload_write(payload, buffer, sizeof buffer);
    out.crossing.buffer.data = buffer;
    return out.crossing.buffer.len <= sizeof buffer &&
           site->services->push(site->station, &out);
}

/* A frame to transmit; borrowed. */
static inline bool extsta_driver_frame(const struct extsta_driver_site *site,
                                       struct extsta_span bytes,
                                       const struct extsta_tx_meta *meta)
{
    struct extsta_output out;
    memset(&out, 0, sizeof out);
    out.type = EXTSTA_OUT_FRAME;
    out.frame.bytes = bytes;
    out.frame.meta = *meta;
    return site->services->push(site->station, &out);
}

/* To a channel, MHz. */
static inline bool extsta_driver_tune(const struct extsta_driver_site *site, uint16_t freq)
{
    struct extsta_output out;
    memset(&out, 0, sizeof out);
    out.type = EXTSTA_OUT_TUNE;
    out.tune_freq = freq;
    return site->services->push(site->station, &out);
}

/* Octets to what the driver drives, where that is more than a radio (extsta_driver_event brings
 * what it says): 1 to EXTSTA_DRIVER_MAX_BENEATH of them. */
static inline bool extsta_driver_beneath(const struct extsta_driver_site *site,
                                         struct extsta_span bytes)
{
    struct extsta_output out;
    memset(&out, 0, sizeof out);
    out.type = EXTSTA_OUT_DRIVER;
    out.beneath = bytes;
    return site->services->push(site->station, &out);
}

/* A channel of the radio by its place among those of all PHYs, and its PHY; 0 MHz: there are no
 * more. */
static inline uint16_t extsta_driver_channel(const struct extsta_radio_caps *radio, size_t n,
                                             uint8_t *phy)
{
    for (*phy = 0; *phy < radio->phy_count; ++*phy) {
        if (n < radio->phys[*phy].freq_count) {
            return radio->phys[*phy].freqs[n];
        }
        n -= radio->phys[*phy].freq_count;
    }
    return 0;
}

/* What the OS is told of a packet that came in one frame, in the clear. */
static inline struct extsta_recv_context
extsta_driver_context(const struct extsta_rx_meta *meta)
{
    struct extsta_recv_context context;
    memset(&context, 0, sizeof context);
    context.phy_id = meta->phy;
    context.freq = meta->freq;
    context.mpdu_count = 1;
    context.rate = (uint8_t)(meta->rate < 255 ? meta->rate : 255);
    context.rssi = meta->signal;
    return context;
}

/* A packet is handed up: until `returned` its id is the host's. */
static inline bool extsta_driver_receive(const struct extsta_driver_site *site, uint32_t id,
                                         struct extsta_span bytes,
                                         const struct extsta_recv_context *context)
{
    struct extsta_output out;
    memset(&out, 0, sizeof out);
    out.type = EXTSTA_OUT_CROSSING;
    out.crossing.type = EXTSTA_CROSS_RECEIVE;
    out.crossing.id = out.crossing.packet.id = id;
    out.crossing.packet.bytes = bytes;
    out.crossing.packet.recv = *context;
    return site->services->push(site->station, &out);
}

/* What became of a packet of `send`: an NDIS_STATUS. */
static inline bool extsta_driver_sent(const struct extsta_driver_site *site, uint32_t id,
                                      uint32_t status)
{
    struct extsta_output out;
    memset(&out, 0, sizeof out);
    out.type = EXTSTA_OUT_CROSSING;
    out.crossing.type = EXTSTA_CROSS_SEND_COMPLETE;
    out.crossing.id = id;
    out.crossing.status = status;
    return site->services->push(site->station, &out);
}

/* The completion of a request that was pended, with all that is in *oid but its input. */
static inline bool extsta_driver_complete(const struct extsta_driver_site *site,
                                          const struct extsta_oid *oid)
{
    struct extsta_output out;
    memset(&out, 0, sizeof out);
    out.type = EXTSTA_OUT_CROSSING;
    out.crossing.type = EXTSTA_CROSS_OID_COMPLETE;
    out.crossing.code = oid->oid;
    out.crossing.kind = oid->kind;
    out.crossing.id = oid->request_id;
    out.crossing.status = oid->status;
    out.crossing.buffer.data = oid->buffer;
    out.crossing.buffer.len = oid->bytes_written;
    out.crossing.bytes_read = oid->bytes_read;
    out.crossing.bytes_written = oid->bytes_written;
    out.crossing.bytes_needed = oid->bytes_needed;
    return site->services->push(site->station, &out);
}

/* The input of a set or method as a value; its spans are the request's. False: it is too short,
 * and bytes_needed says how long it must be (NDIS_STATUS_INVALID_LENGTH). */
static inline bool extsta_driver_input(struct extsta_oid *oid, struct extsta_payload *payload)
{
    enum extsta_form form = extsta_oid_form(oid->oid, false);
    struct extsta_span input;
    input.data = oid->buffer;
    input.len = oid->in_len;
    if (!extsta_payload_read(form, input, payload)) {
        oid->bytes_needed = (uint32_t)extsta_form_least(form);
        return false;
    }
    oid->bytes_read = oid->in_len;
    return true;
}

/* The output of a query or method. SUCCESS; or BUFFER_OVERFLOW, and bytes_needed says how much
 * room there must be. `payload` does not point into the request's buffer. */
static inline uint32_t extsta_driver_answer(struct extsta_oid *oid,
                                            const struct extsta_payload *payload)
{
    size_t len = extsta_payload_write(payload, oid->buffer, oid->out_cap);
    if (len > oid->out_cap) {
        oid->bytes_needed = (uint32_t)len;
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    oid->bytes_written = (uint32_t)len;
    return NDIS_STATUS_SUCCESS;
}

/* --- the symbol of a shared object --- */

/* Grows with every change of what is declared here, in boundary.h, output.h and radio.h. */
#define EXTSTA_DRIVER_ABI    2u
#define EXTSTA_DRIVER_SYMBOL "extsta_driver"

/* Sizes of the structures that cross, as the driver was built: two builds that differ in one
 * are kept apart, whatever their ABI says. */
struct extsta_driver_sizes {
    uint32_t driver, ops, site, services, oid, packet, crossing, output, rx_frame, tx_meta,
        radio_caps, phy_caps;
};
#define EXTSTA_DRIVER_SIZES                                                                    \
    {                                                                                          \
        sizeof(struct extsta_driver), sizeof(struct extsta_driver_ops),                        \
            sizeof(struct extsta_driver_site), sizeof(struct extsta_driver_services),          \
            sizeof(struct extsta_oid), sizeof(struct extsta_packet),                           \
            sizeof(struct extsta_crossing), sizeof(struct extsta_output),                      \
            sizeof(struct extsta_rx_frame), sizeof(struct extsta_tx_meta),                     \
            sizeof(struct extsta_radio_caps), sizeof(struct extsta_phy_caps)                   \
    }

struct extsta_driver {
    uint32_t abi; /* EXTSTA_DRIVER_ABI */
    struct extsta_driver_sizes sizes;
    const struct extsta_driver_ops *ops; /* as long as the object is loaded */
    /* A driver for one more station, in INIT (STA-08: everything at its default). The station
     * owns it until ops->destroy. NULL: none. */
    void *(*make)(const struct extsta_driver_site *site);
};

/* Defines it: EXTSTA_DRIVER(&ops, make); once in a shared object. */
#define EXTSTA_DRIVER(ops_, make_)                                                             \
    extern __attribute__((visibility("default"))) const struct extsta_driver extsta_driver;    \
    const struct extsta_driver extsta_driver = {EXTSTA_DRIVER_ABI, EXTSTA_DRIVER_SIZES,        \
                                                (ops_), (make_)}

/* The name of the first operation that must be there and is not; NULL: none is missing. */
const char *extsta_driver_missing(const struct extsta_driver_ops *ops);

/* --- what a driver did that cannot be --- */

/* A station above a driver of others holds what it gives against what can be, before anybody
 * uses it. What cannot be is a fault: it has no effect beyond the one said here. (What is
 * possible and only against a rule of the contract is the referee's to judge, referee.h.) */
enum extsta_driver_fault_kind {
    /* of a request's result: it becomes NDIS_STATUS_FAILURE without output */
    EXTSTA_FAULT_WRITTEN, /* bytes_written beyond the room, or beyond the buffer of a completion
                           */
    EXTSTA_FAULT_READ,    /* bytes_read beyond the input */
    EXTSTA_FAULT_NEEDED,  /* bytes_needed beyond EXTSTA_DRIVER_MAX_BUFFER */
    EXTSTA_FAULT_OVERRUN, /* octets were written behind the room (the 64 looked at) */
    /* of a pended request: it is completed with NDIS_STATUS_REQUEST_ABORTED */
    EXTSTA_FAULT_UNANSWERED, /* no completion after EXTSTA_DRIVER_PATIENCE; but for
                              * CONNECT_REQUEST, and a host that is detached */
    /* of an output: it is refused */
    EXTSTA_FAULT_OUTPUT,     /* of no type that is a driver's, or a crossing that goes down */
    EXTSTA_FAULT_COMPLETION, /* of a request that is not pending */
    EXTSTA_FAULT_LENGTH,     /* no bytes though a length, or more than there may be */
    EXTSTA_FAULT_VALUE,      /* a member out of its range: access, phy, tries, an enum */
    EXTSTA_FAULT_CHANNEL,    /* one that the radio does not have */
    EXTSTA_FAULT_OUTSIDE,    /* pushed when no operation of the driver was running */
    EXTSTA_FAULT_FLOOD,      /* more than EXTSTA_DRIVER_MAX_PUSHES in one call on the station;
                              * who has done that may do a quarter from then on, but 64 */
    /* of time: it is asked again a millisecond later */
    EXTSTA_FAULT_DEADLINE, /* due again and again: EXTSTA_DRIVER_MAX_EXPIRES in 100 ms */
    /* of memory: nothing is released */
    EXTSTA_FAULT_RELEASE, /* a block that is none of extsta_driver_alloc */
    EXTSTA_FAULTS
};
#define EXTSTA_DRIVER_MAX_BUFFER (16u << 20)
#define EXTSTA_DRIVER_MAX_FRAME                                                                \
    11454u /* octets of a frame or packet (IEEE 802.11-2020 9.2.4.8) */
#define EXTSTA_DRIVER_MAX_BENEATH 65536u /* octets of one EXTSTA_OUT_DRIVER */
#define EXTSTA_DRIVER_MAX_PUSHES  65536u
#define EXTSTA_DRIVER_MAX_EXPIRES 10000u
#define EXTSTA_DRIVER_PATIENCE    (30u * EXTSTA_SECOND)

struct extsta_driver_fault {
    enum extsta_driver_fault_kind kind;
    extsta_time time;
    uint32_t code;       /* OID or indication it is about; 0: none */
    uint64_t came, most; /* the number that came, and the greatest there may be; 0, 0: none */
};

/* Takes the oldest fault of the station's driver; false: there is none. Of more than 32 that
 * nobody took only the number is kept. */
bool extsta_driver_fault_next(struct extsta_station *sta, struct extsta_driver_fault *fault);
/* How many there were since the station was made. */
uint32_t extsta_driver_faults(const struct extsta_station *sta);
/* Stable name ("written"); never NULL. */
const char *extsta_driver_fault_name(enum extsta_driver_fault_kind kind);
/* A sentence without a final stop: "completed OID_DOT11_SCAN_REQUEST, which is not pending".
 * As snprintf: cut at `size`, always terminated; returns the length it wanted. */
size_t extsta_driver_fault_text(const struct extsta_driver_fault *fault, char *out,
                                size_t size);

#ifdef __cplusplus
}
#endif
#endif
