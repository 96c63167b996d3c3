/* The runs in which mutants show: each the smallest story on virtual air in which a number of
 * rules is exercised, told in calls of the stage of tests/scenario, with the referee beside it.
 * A run of the station as it is has no finding, whatever the seed. */
#ifndef TESTS_MUTANTS_STAGE_H
#define TESTS_MUTANTS_STAGE_H

#include "../scenario/scenario.h"
#include "tap.h"

#define STAGE_CALLS 16u
struct stage {
    struct scenario *s;
    struct extsta_referee *referee;
    /* the extension: handlers that were called and not looked at yet */
    struct extsta_ihv_call calls[STAGE_CALLS];
    size_t call_count;
    uint32_t session; /* of the port */
    bool extension, refuses;
    /* What a mutant that no value shows is known by: how it went, in numbers. */
    unsigned pings, pongs;
};

typedef void run(struct stage *g);
struct named_run {
    const char *name, *story;
    run *run;
};
struct run_table {
    const struct named_run *rows;
    size_t count;
};
extern const struct run_table runs_init, runs_connect, runs_end, runs_host;
extern const char *const passphrase;

/* --- in a run --- */

/* Access points A, B, C with these addresses, open or by the passphrase; a station beside A. */
void stage_set(struct stage *g, const char *aps, const char *key);
void stage_connect(struct stage *g, const char *key, enum extsta_port_manager manager);
/* Virtual time, in which the extension answers. */
void stage_run(struct stage *g, unsigned ms);
/* Until this line of the stage's record has come, or for so long. */
void stage_until(struct stage *g, const char *line, unsigned ms);
void stage_ping(struct stage *g);
/* From here on the run is the host. */
void stage_detach(struct stage *g);
/* Requests of the run; the value is the input. */
uint32_t stage_ask(struct stage *g, enum extsta_oid_kind kind, uint32_t oid,
                   const struct extsta_payload *p, uint32_t room);
#define STAGE_SET(g, name, ...)                                                                \
    stage_ask(                                                                                 \
        g, EXTSTA_OID_SET, OID_##name,                                                         \
        &(struct extsta_payload){.form = extsta_oid_form(OID_##name, false), __VA_ARGS__}, 0)
#define STAGE_GET(g, name) stage_ask(g, EXTSTA_OID_QUERY, OID_##name, NULL, 4096)
/* A list of one kind of entries; octets as they stand in the buffer. */
#define STAGE_LIST(g, name, entry_form, ...)                                                   \
    STAGE_SET(g, name,                                                                         \
              .list = {.entries = {.bytes = {(const uint8_t[]){__VA_ARGS__},                   \
                                             sizeof((const uint8_t[]){__VA_ARGS__})},          \
                                   .form = EXTSTA_FORM_##entry_form}})
/* Sets a list of one entry that says it has two. */
void stage_cut(struct stage *g, uint32_t oid);
void stage_reset(struct stage *g, bool default_mib);
/* Sends a packet to an AP, past the OS half. */
void stage_send_to(struct stage *g, char name, uint32_t id, uint32_t phy);

/* One run with this mutant (NULL: none). The findings are those of the referee, which the
 * caller takes before stage_free. */
struct stage *stage_play(run *play, mutate *mutant, uint64_t seed);
void stage_free(struct stage *g);

#endif
