/* The referee: judges a station, driver and OS half alike, by the rules of the Native 802.11
 * contract (extsta/rule.h), from nothing but the values that crossed: what came out of a
 * station (extsta/output.h) in its order, what an IHV extension called, and, where somebody
 * hears it, what was on the air. It never touches a station, and does not know whose driver or
 * host it watches.
 *
 * One referee per station. Give it every output (EXTSTA_OUT_ALL) from the station's first on,
 * in order; ask for findings after each, and for verdicts whenever you like. It allocates when
 * it is made and, in small bounded pieces, for what is open (requests, findings); it does no
 * I/O. */
#ifndef EXTSTA_REFEREE_H
#define EXTSTA_REFEREE_H

#include <extsta/context.h>
#include <extsta/expectation_list.h>
#include <extsta/output.h>
#include <extsta/rule.h>

#ifdef __cplusplus
extern "C" {
#endif

struct extsta_referee;

/* What an event was, for the evidence of a finding. */
enum extsta_event {
    EXTSTA_EVENT_REQUEST,    /* OID request; code: its number */
    EXTSTA_EVENT_RESULT,     /* completion of one; code: its number */
    EXTSTA_EVENT_INDICATION, /* code: NDIS_STATUS_... */
    EXTSTA_EVENT_SEND,
    EXTSTA_EVENT_SEND_COMPLETE,
    EXTSTA_EVENT_RECEIVE,
    EXTSTA_EVENT_RETURN,
    EXTSTA_EVENT_RESET_EX,
    EXTSTA_EVENT_HALT,
    EXTSTA_EVENT_INITIALIZE,
    EXTSTA_EVENT_POWER_PROFILE,
    EXTSTA_EVENT_PORT,     /* code: enum extsta_port_event_type */
    EXTSTA_EVENT_NOTIFY,   /* code: enum extsta_notify_type */
    EXTSTA_EVENT_HANDLER,  /* of an extension; code: enum extsta_ihv_call_type */
    EXTSTA_EVENT_FUNCTION, /* an extension called; code: enum extsta_function_type */
    EXTSTA_EVENT_FRAME,    /* sent by the station; code: Frame Control, first octet */
    EXTSTA_EVENT_HEARD,    /* on the air, for the station; code: likewise */
    EXTSTA_EVENT_ETHERNET,
    EXTSTA_EVENT_TUNE,
    EXTSTA_EVENT_CAUSE,
    EXTSTA_EVENT_TIME, /* nothing happened in time */
    EXTSTA_EVENTS
};

/* One event: a number that counts up from 1 with everything the referee was given, unless
 * extsta_referee_number says another. */
struct extsta_event_ref {
    uint64_t serial; /* 0: none */
    extsta_time time;
    enum extsta_event event;
    uint32_t code;
};

/* A number and what it counts. */
enum extsta_value_kind {
    EXTSTA_VALUE_NONE,
    EXTSTA_VALUE_NUMBER,
    EXTSTA_VALUE_FLAG,
    EXTSTA_VALUE_STATUS, /* NDIS_STATUS */
    EXTSTA_VALUE_ASSOC,  /* DOT11_ASSOC_STATUS */
    EXTSTA_VALUE_ADDRESS,
    EXTSTA_VALUE_AUTH,
    EXTSTA_VALUE_CIPHER,
    EXTSTA_VALUE_HEX,
    EXTSTA_VALUE_TIME, /* microseconds */
};
struct extsta_value {
    enum extsta_value_kind kind;
    uint64_t number; /* an address: its octets, the first highest */
};

/* What a rule demanded: one of its statements. tell/referee_text.h has the words. */
enum extsta_expectation {
#define EXTSTA_EXPECTATION_ENUM(symbol, text) EXTSTA_EXPECT_##symbol,
    EXTSTA_EXPECTATION_LIST(EXTSTA_EXPECTATION_ENUM)
#undef EXTSTA_EXPECTATION_ENUM
        EXTSTA_EXPECTATIONS
};

/* A violation. */
#define EXTSTA_FINDING_EVENTS 3u
struct extsta_finding {
    enum extsta_rule rule;
    extsta_time time;
    enum extsta_expectation expected;
    struct extsta_value wanted; /* where the statement has a value */
    struct extsta_value came;
    /* That prove it: the one that broke the rule first, then what it is held against. */
    struct extsta_event_ref events[EXTSTA_FINDING_EVENTS];
};

/* How a rule stands. */
struct extsta_verdict {
    enum extsta_rule rule;
    bool visible;       /* it can be judged from these values */
    const char *reason; /* why not; NULL when visible. A constant */
    uint32_t kept;      /* so often, and */
    uint32_t violated;
    uint32_t pending; /* what is due and has still time */
};

struct extsta_referee_config {
    struct extsta_mac address; /* the station's permanent one */
    size_t phy_count;          /* of its radio; 0 = not known */
    /* Its time is that of a machine, which may be busy: what comes at the station's first
     * moment after it was due, or a second late, came in time. */
    bool machine_clock;
};

/* NULL: no memory. Everything copied. */
struct extsta_referee *extsta_referee_new(struct extsta_context *ctx,
                                          const struct extsta_referee_config *config);
/* NULL is fine. What was held of requests is wiped. */
void extsta_referee_free(struct extsta_referee *referee);

/* The next event has this number, greater than all before it, instead of the one that follows:
 * of a log the line's, so that findings name lines. */
void extsta_referee_number(struct extsta_referee *referee, uint64_t serial);
/* The next output of the station; borrowed for the call. */
void extsta_referee_output(struct extsta_referee *referee, extsta_time now,
                           const struct extsta_output *output);
/* A frame on the air that the station may have heard: an MPDU without FCS. Whether it did,
 * nobody can know; so a rule is broken only where it cannot have heard what it says it did. Say
 * with extsta_referee_hears that all of them come, as they arrive. */
void extsta_referee_frame(struct extsta_referee *referee, extsta_time now,
                          struct extsta_span mpdu);
void extsta_referee_hears(struct extsta_referee *referee, bool all);
/* The OS half is off from now on (extsta_detach_host): nobody keeps ports. A record says so
 * itself (EXTSTA_INPUT_DETACHED). What an embedder
 * asks (extsta_oid, by the number of its request) is never judged by the rules of the OS. */
void extsta_referee_detached(struct extsta_referee *referee);
/* Time has passed; what was due before is judged. */
void extsta_referee_time(struct extsta_referee *referee, extsta_time now);
/* Something was lost from the record (no memory): the referee forgets, and judges again from
 * the next reset on. */
void extsta_referee_gap(struct extsta_referee *referee);

/* Takes the oldest finding; false: there is none. Of more than 64 that nobody took only the
 * number is kept (verdicts). */
bool extsta_referee_next(struct extsta_referee *referee, struct extsta_finding *finding);
/* How one rule stands; false: no rule of the contract. */
bool extsta_referee_verdict(const struct extsta_referee *referee, enum extsta_rule rule,
                            struct extsta_verdict *verdict);
/* Walks what has been judged: the next rule behind `rule` (NONE: the first) that was kept,
 * violated, or is due; NONE at the end. */
enum extsta_rule extsta_referee_judged(const struct extsta_referee *referee,
                                       enum extsta_rule rule);
/* Visible or not, and why, for any station: kept, violated and pending are 0. */
bool extsta_referee_rule(enum extsta_rule rule, struct extsta_verdict *verdict);

#ifdef __cplusplus
}
#endif
#endif
