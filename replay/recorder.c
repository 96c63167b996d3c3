/* See recorder.h. Each thing told becomes an entry of the block under way; a block ends between
 * two calls, when it is long enough or old enough. */
#include "recorder.h"
#include "blocks.h"
#include "entry.h"
#include "providers.h"
#include "secrets.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BLOCK_LONG    (256u * 1024u)
#define BLOCK_OLD     1   /* seconds of the machine */
#define LOOK_AT_CLOCK 64u /* calls */

struct recorder {
    struct recorder_options options;
    struct block_writer file;
    int fd;
    struct coder coder;
    struct entry_state state;
    extsta_time first; /* of the block */
    bool begun;        /* the block has an entry */
    time_t since;      /* of the machine, when it began */
    unsigned calls;    /* since the clock was looked at */
    uint64_t refused;
    uint8_t *drained;       /* by number: nothing is left to take; a bit for each */
    size_t stations;        /* those that `drained` has room for */
    uint32_t first_station; /* the first it was told of, or UINT32_MAX */
    bool told[REPLACED_KINDS];
    char trouble[160];
};

static time_t machine_time(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return t.tv_sec;
}

static void fail(struct recorder *r, const char *what, int error)
{
    if (!r->trouble[0]) {
        snprintf(r->trouble, sizeof r->trouble, "%s%s%s", what, error ? ": " : "",
                 error ? strerror(error) : "");
    }
}

static void begin_block(struct recorder *r)
{
    coder_write(&r->coder);
    r->state = (struct entry_state){0};
    r->begun = false;
}

void recorder_flush(struct recorder *r)
{
    if (!r || !r->begun || r->trouble[0]) {
        return;
    }
    if (!blocks_write(&r->file, BLOCK_ENTRIES, r->first,
                      (struct extsta_span){r->coder.out, r->coder.len})) {
        fail(r, "the recording cannot be written", r->file.error);
    }
    begin_block(r);
}

/* Of the block. */
static void first_entry(struct recorder *r, extsta_time now)
{
    r->begun = true;
    r->first = now;
    r->since = machine_time();
}

/* One entry into the block. */
static void add(struct recorder *r, struct entry *e)
{
    if (r->trouble[0]) {
        return;
    }
    if (!r->begun) {
        first_entry(r, e->kind == ENTRY_CALL ? e->call.now : r->first);
    }
    if (!entry_code(&r->coder, &r->state, e)) {
        fail(r, "the recording has ended: no memory", 0);
    }
}

/* The same of received frames. */
static void add_rx(struct recorder *r, const struct extsta_call *call)
{
    if (!r->begun) {
        first_entry(r, call->now);
    }
    if (!entry_put_rx(&r->coder, &r->state, call)) {
        fail(r, "the recording has ended: no memory", 0);
    }
}

/* Long enough, or old enough: a call and what follows from it stay together. */
static void end_block_in_time(struct recorder *r)
{
    if (r->coder.len >= BLOCK_LONG) {
        recorder_flush(r);
    } else if (++r->calls >= LOOK_AT_CLOCK) {
        r->calls = 0;
        if (r->begun && machine_time() - r->since > BLOCK_OLD) {
            recorder_flush(r);
        }
    }
}

/* --- whether all outputs were taken --- */

static bool is_known(const struct recorder *r, uint32_t station)
{
    return station >= r->first_station;
}

static bool make_room(struct recorder *r, uint32_t station)
{
    if (station < r->stations) {
        return true;
    }
    size_t count = r->stations ? 2 * r->stations : 64;
    while (count <= station) {
        count *= 2;
    }
    uint8_t *drained = host_realloc(r->drained, count);
    if (!drained) {
        fail(r, "the recording has ended: no memory", 0);
        return false;
    }
    memset(drained + r->stations, 1, count - r->stations);
    r->drained = drained;
    r->stations = count;
    return true;
}

/* --- what is told --- */

static void describe(struct recorder *r, struct entry *e, const struct extsta_call *call)
{
    struct recorder_driver driver = {0};
    if (call->type != EXTSTA_CALL_NEW || !call->made.config->driver) {
        return;
    }
    const char *name = call->made.config->driver->name;
    bool known =
        r->options.describe && r->options.describe(r->options.user, call->made.config, &driver);
    e->driver = known && !driver.name ? ENTRY_DRIVER_FILE : ENTRY_DRIVER_NAMED;
    name = driver.name ? driver.name : name ? name : "unknown";
    e->driver_name = (struct extsta_span){(const uint8_t *)name, strlen(name)};
    e->description = driver.description;
}

static void on_replaced(void *user, enum replaced_kind kind)
{
    struct recorder *r = user;
    const char *text = replaced_text(kind);
    if (!r->told[kind]) {
        r->told[kind] = true;
        add(r, &(struct entry){.kind = ENTRY_REPLACED,
                               .station = r->state.station,
                               .text = {(const uint8_t *)text, strlen(text)}});
    }
}

static void on_call(void *user, const struct extsta_call *call)
{
    struct recorder *r = user;
    bool comes = call->type == EXTSTA_CALL_NEW || call->type == EXTSTA_CALL_FORM;
    if (comes && r->first_station == UINT32_MAX) {
        r->first_station = call->station;
    }
    if (r->trouble[0] || !is_known(r, call->station) || !make_room(r, call->station)) {
        return;
    }
    end_block_in_time(r);
    if (call->refused != r->refused) {
        r->refused = call->refused;
        add(r, &(struct entry){
                   .kind = ENTRY_REFUSED, .station = call->station, .refused = r->refused});
    }
    if (!r->drained[call->station]) {
        add(r, &(struct entry){.kind = ENTRY_OPEN, .station = call->station});
    }
    r->drained[call->station] = false;
    if (call->type == EXTSTA_CALL_RX) {
        add_rx(r, call);
        return;
    }
    struct entry e = {.kind = ENTRY_CALL, .station = call->station, .call = *call};
    describe(r, &e, call);
    if (r->options.without_secrets) {
        struct replaced_room room;
        secrets_replace(&e.call, &room, on_replaced, r);
        add(r, &e);
        secrets_forget(&room);
    } else {
        add(r, &e);
    }
}

static void on_draw(void *user, uint32_t station, struct extsta_span octets)
{
    static const uint8_t zeros[1024];
    struct recorder *r = user;
    if (!is_known(r, station)) {
        return;
    }
    if (r->options.without_secrets && secrets_in_draw(octets.len)) {
        octets =
            (struct extsta_span){zeros, octets.len < sizeof zeros ? octets.len : sizeof zeros};
        on_replaced(r, REPLACED_DRAW);
    }
    add(r, &(struct entry){.kind = ENTRY_DRAW, .station = station, .octets = octets});
}

static void on_result(void *user, uint32_t station, const struct extsta_call_result *result)
{
    struct recorder *r = user;
    if (is_known(r, station)) {
        add(r, &(struct entry){.kind = ENTRY_RESULT,
                               .station = station,
                               .result = {result->value, (uint32_t)result->octets.len,
                                          (uint32_t)extsta_digest(0, result->octets)}});
    }
}

static void on_output(void *user, uint32_t station, const struct extsta_output *output)
{
    struct recorder *r = user;
    if (!is_known(r, station) || station >= r->stations) {
        return;
    }
    if (output) {
        add(r, &(struct entry){.kind = ENTRY_OUTPUT,
                               .station = station,
                               .output = entry_output_of(output)});
    } else {
        r->drained[station] = true;
    }
}

/* --- its life --- */

/* One that was there keeps nobody in who could read it before; a pipe or a device is not ours. */
static bool keep_private(int fd)
{
    struct stat is;
    return fstat(fd, &is) == 0 &&
           (!S_ISREG(is.st_mode) || fchmod(fd, S_IRUSR | S_IWUSR) == 0 || errno == EPERM);
}

struct recorder *recorder_open(const char *path, const struct recorder_options *options,
                               char *why, size_t size)
{
    struct recorder *r = host_calloc(1, sizeof *r);
    if (!r) {
        snprintf(why, size, "no memory");
        return NULL;
    }
    r->options = *options;
    r->first_station = UINT32_MAX;
    struct recording_header header = {.flags =
                                          options->without_secrets ? RECORDING_REPLACED : 0,
                                      .started = options->started};
    snprintf(header.version, sizeof header.version, "%s", options->version);
    r->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (r->fd < 0 || !keep_private(r->fd) ||
        !blocks_begin(&r->file, r->fd, &header)) {
        snprintf(why, size, "%s: %s", path, strerror(errno));
        if (r->fd >= 0) {
            close(r->fd);
        }
        blocks_end(&r->file);
        free(r);
        return NULL;
    }
    begin_block(r);
    return r;
}

struct extsta_recorder recorder_listener(struct recorder *r)
{
    return (struct extsta_recorder){on_call, on_draw, on_result, on_output, r};
}

void recorder_attach(struct recorder *r, struct extsta_context *ctx)
{
    struct extsta_recorder listener = recorder_listener(r);
    extsta_context_record(ctx, &listener);
}

void recorder_name(struct recorder *r, struct extsta_mac address, const char *name)
{
    if (r) {
        add(r, &(struct entry){.kind = ENTRY_NAME,
                               .station = r->state.station,
                               .name = {address, {(const uint8_t *)name, strlen(name)}}});
    }
}

void recorder_replaced(const struct recorder *r, char *text, size_t size)
{
    size_t used = 0;
    text[0] = 0;
    for (unsigned i = 0; i < REPLACED_KINDS && used < size; i++) {
        if (r->told[i]) {
            int n = snprintf(text + used, size - used, "%s%s", used ? ", " : "",
                             replaced_text((enum replaced_kind)i));
            used += n > 0 ? (size_t)n : 0;
        }
    }
}

const char *recorder_trouble(const struct recorder *r)
{
    return r->trouble[0] ? r->trouble : NULL;
}

/* --- a crash --- */

static struct recorder *volatile caught;
static const int crashes[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
#define CRASHES (sizeof crashes / sizeof *crashes)

/* The block as it stands: what the crash follows from is its end. The signal then does what it
 * would have done. */
static void on_crash(int signal)
{
    struct recorder *r = caught;
    caught = NULL;
    if (r && r->begun && !r->trouble[0]) {
        blocks_write_raw(&r->file, BLOCK_ENTRIES, r->first,
                         (struct extsta_span){r->coder.out, r->coder.len});
    }
    raise(signal); /* SA_RESETHAND: the default by now */
}

void recorder_catch_crashes(struct recorder *r)
{
    caught = r;
    for (size_t i = 0; r && i < CRASHES; i++) {
        struct sigaction before;
        struct sigaction ours = {.sa_handler = on_crash, .sa_flags = (int)SA_RESETHAND};
        /* a sanitizer's own stays */
        if (sigaction(crashes[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL) {
            sigaction(crashes[i], &ours, NULL);
        }
    }
}

bool recorder_close(struct recorder *r, char *why, size_t size)
{
    if (!r) {
        return true;
    }
    recorder_flush(r);
    if (caught == r) {
        caught = NULL;
    }
    if (close(r->fd) != 0) {
        fail(r, "the recording cannot be written", errno);
    }
    bool ok = !r->trouble[0];
    if (!ok) {
        snprintf(why, size, "%s", r->trouble);
    }
    blocks_end(&r->file);
    coder_free(&r->coder);
    free(r->drained);
    free(r);
    return ok;
}
