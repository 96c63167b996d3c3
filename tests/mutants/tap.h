/* What stands between the two halves of a station, and between the station and its edge, and
 * lets a mutant change what passes: a request on its way down, an indication on its way up, a
 * frame on its way to the radio, a port's event or a call of an extension on its way out. The
 * halves, the access points and the extension act on what the mutant made of it, and the
 * referee sees the same.
 *
 * It takes the place of the queue's two ends (outq_pump, outq_next) when the program is linked;
 * the station's own code is as it is. One station at a time. */
#ifndef TESTS_MUTANTS_TAP_H
#define TESTS_MUTANTS_TAP_H

#include "base/bytes.h"
#include "base/mac.h"
#include "station/core.h"
#include "wire/frame.h"
#include <extsta/payload.h>
#include <extsta/referee.h>
#include <extsta/windot11.h>

struct tap;
/* Called with every value that passes, in order. */
typedef void mutate(struct tap *t, struct extsta_output *o);

#define TAP_ARENA 65536u
#define TAP_SAID  8u
struct tap {
    mutate *mutate; /* NULL: everything passes as it is */
    struct extsta_station *station;
    struct extsta_referee *referee; /* is given all that comes out; NULL: nobody is */
    bool at_edge;                   /* the value is on its way out, not between the halves */
    unsigned met;                   /* how often the mutant's occasion was there (first, nth) */
    unsigned fired;                 /* how often it changed something */
    extsta_time since;              /* for the mutant */
    struct extsta_mac mac;          /* for the mutant */
    struct extsta_span kept;        /* octets the mutant keeps, in the arena */
    struct extsta_tx_meta meta;     /* of the last frame */
    struct extsta_payload payload;  /* that was read last */
    struct outq_node *tail;         /* behind it stands what is put in next */
    struct extsta_output held;      /* a value that comes later; its type TYPES: none */
    struct extsta_output said[TAP_SAID]; /* to come out next, at the edge */
    size_t said_count;
    uint32_t received; /* number of the packet that came up last */
    uint32_t unseen;   /* a completion with this number does not come out */
    size_t used;
    uint8_t arena[TAP_ARENA]; /* octets that mutants have changed; free again after the run */
};
extern struct tap tap;

/* --- what is it? --- */

bool is_indication(const struct extsta_output *o, uint32_t code);
bool is_result(const struct extsta_output *o, uint32_t oid, enum extsta_oid_kind kind);
bool is_request(const struct extsta_output *o, uint32_t oid, enum extsta_oid_kind kind);
bool is_crossing(const struct extsta_output *o, enum extsta_crossing_type type);
/* A frame of this kind on its way to the radio. */
bool is_frame(const struct extsta_output *o, uint8_t kind);
/* One with data in it, to this address (zero: any). */
bool is_data(const struct extsta_output *o, struct extsta_mac to);
bool is_port(const struct extsta_output *o, enum extsta_port_event_type type);
bool is_handler(const struct extsta_output *o, enum extsta_ihv_call_type type);
bool is_function(const struct extsta_output *o, enum extsta_function_type type);
bool is_notice(const struct extsta_output *o, enum extsta_notify_type type);
#define IND(o, name)    is_indication(o, NDIS_STATUS_DOT11_##name)
#define SET(o, name)    is_request(o, OID_DOT11_##name, EXTSTA_OID_SET)
#define DONE(o, name)   is_result(o, OID_DOT11_##name, EXTSTA_OID_SET)
#define ANSWER(o, name) is_result(o, OID_DOT11_##name, EXTSTA_OID_QUERY)
#define METHOD(o, name) is_result(o, OID_DOT11_##name, EXTSTA_OID_METHOD)

/* The occasion has come for the first time; for the nth time. */
bool first(struct tap *t);
bool nth(struct tap *t, unsigned n);

/* --- what becomes of it --- */

/* It never was. */
void drop(struct tap *t, struct extsta_output *o);
/* It comes a second time, right behind. */
void twice(struct tap *t, struct extsta_output *o);
/* It is taken away, and comes with `release`, behind what passes then. */
void hold_back(struct tap *t, struct extsta_output *o);
bool release(struct tap *t);

/* The value of its buffer, to be changed; and its buffer made anew of the changed one. */
struct extsta_payload *payload(struct tap *t, struct extsta_output *o);
void put(struct tap *t, struct extsta_output *o);
/* Its octets (buffer, packet, frame, data), to be changed; `more` octets longer. */
uint8_t *octets(struct tap *t, struct extsta_output *o, size_t more);
/* Its last octets are cut off. */
void shorten(struct tap *t, struct extsta_output *o, size_t by);
uint8_t *tap_room(struct tap *t, size_t len);

/* Something that is to pass behind it; and before it. It begins as zeros of this type. */
struct extsta_output *behind(struct tap *t, struct extsta_output *o,
                             enum extsta_output_type type);
struct extsta_output *before(struct tap *t, struct extsta_output *o,
                             enum extsta_output_type type);
/* Makes an indication of it. */
void as_indication(struct tap *t, struct extsta_output *made, uint32_t code,
                   const struct extsta_payload *p);
#define INDICATION(t, made, name, ...)                                                         \
    as_indication(t, made, NDIS_STATUS_DOT11_##name,                                           \
                  &(struct extsta_payload){                                                    \
                      .form = extsta_indication_form(NDIS_STATUS_DOT11_##name), __VA_ARGS__})
/* A request of the OS half with this value. */
void as_request(struct tap *t, struct extsta_output *made, uint32_t oid,
                const struct extsta_payload *p);
#define REQUEST(t, made, name, ...)                                                            \
    as_request(t, made, OID_DOT11_##name,                                                      \
               &(struct extsta_payload){.form = extsta_oid_form(OID_DOT11_##name, false),      \
                                        __VA_ARGS__})
/* A frame of the station; body may be empty. */
void as_frame(struct tap *t, struct extsta_output *made, uint16_t fc, struct extsta_mac to,
              struct extsta_span body);
/* A request of the OS half that the driver never sees: the record has it and this answer. */
void answer_for(struct tap *t, struct extsta_output *o, uint32_t status);
/* The other way round: the OS half gets this answer of a request that nobody else sees. */
void answer_unseen(struct tap *t, struct extsta_output *o, uint32_t status);
/* Comes out next, past both halves. */
struct extsta_output *say(struct tap *t, enum extsta_output_type type);
/* The nth occasion keeps the octets; the one that follows is given them. */
void keep(struct tap *t, struct extsta_output *o);
void give_kept(struct tap *t, struct extsta_output *o);
/* Asks the driver below for something that nobody sees: what a driver would do by itself. */
uint32_t below(struct tap *t, uint32_t oid, struct extsta_span input);
#define BELOW(t, name, ...)                                                                    \
    below(                                                                                     \
        t, OID_DOT11_##name,                                                                   \
        payload_octets(t, &(struct extsta_payload){                                            \
                              .form = extsta_oid_form(OID_DOT11_##name, false), __VA_ARGS__}))
struct extsta_span payload_octets(struct tap *t, const struct extsta_payload *p);

/* --- rows of the table --- */

/* Changes the value of the first indication of this kind. */
#define EDIT_IND(name, code, ...)                                                              \
    static void name(struct tap *t, struct extsta_output *o)                                   \
    {                                                                                          \
        if (IND(o, code) && first(t)) {                                                        \
            struct extsta_payload *p = payload(t, o);                                          \
            __VA_ARGS__;                                                                       \
            put(t, o);                                                                         \
        }                                                                                      \
    }
/* Does something the first time that the condition holds of what passes. */
#define ONCE(name, condition, ...)                                                             \
    static void name(struct tap *t, struct extsta_output *o)                                   \
    {                                                                                          \
        if ((condition) && first(t)) {                                                         \
            __VA_ARGS__;                                                                       \
        }                                                                                      \
    }
/* The same, each time. */
#define EACH(name, condition, ...)                                                             \
    static void name(struct tap *t, struct extsta_output *o)                                   \
    {                                                                                          \
        if (condition) {                                                                       \
            t->fired++;                                                                        \
            __VA_ARGS__;                                                                       \
        }                                                                                      \
    }

#endif
