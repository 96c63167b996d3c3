/* A station as octets (extsta/form.h): the root of all form tables (base/form.h), and the head
 * in front of what they write. */
#include "boundary/form.h"
#include "miniport/form.h"
#include "miniport/miniport.h"
#include "station/record.h"
#include <extsta/form.h>
#include <string.h>

/* "EXSF", version, the digest of all tables, the time of writing. */
#define HEAD_LEN (4u + 4u + 4u + 8u)

static const char mark[4] = {'E', 'X', 'S', 'F'};

static const struct port_method *const methods[] = {&port_four_way, &port_onex, NULL};

static bool station_made(struct form_in *f, void *object)
{
    struct extsta_station *sta = object;
    sta->ops = &miniport_ops;
    sta->host_deadline = sta->awake ? host_deadline(&sta->awake->host) : EXTSTA_NEVER;
    return sta->awake != NULL;
}

static void station_begun(struct form_in *f, void *object)
{
    struct extsta_station *sta = object;
    sta->ctx = f->ctx;
    f->hand[FORM_STATION] = sta;
    sta->now = f->now;
    f->hand[FORM_METHODS] = (void *)(uintptr_t)methods;
}

#define FOREIGN       "a driver of others has state of its own"
#define INSIDE_A_CALL "it is in the middle of a call"

static void awake_begun(struct form_in *f, void *object)
{
    struct station_awake *awake = object;
    awake->station = f->hand[FORM_STATION];
    awake->out.ctx = f->ctx;
    f->hand[FORM_QUEUE] = &awake->out;
}

static bool awake_made(struct form_in *f, void *object)
{
    return ((const struct station_awake *)object)->driver != NULL;
}

/* The driver's half first: of the BSSs that it knows the OS half repeats a lot. */
#define T struct station_awake
static const struct form_row awake_form_rows[] = {
    DERIVED(station, "the one it is of"),
    INSIDE(out, outq_form),
    OWNED(driver, miniport_form),
    INSIDE(host, host_form),
};
FORM_OWN_TABLE(awake_form, "both halves", .begun = awake_begun, .made = awake_made);
#undef T

#define T struct extsta_station
static const struct form_row station_form_rows[] = {
    DERIVED(ctx, "the reader's"),
    OWNED(awake, awake_form),
    DERIVED(rest, "it is awake"),
    DERIVED(ops, "our own driver's"),
    NOTHING(foreign, FOREIGN),
    NOTHING(driver_make, FOREIGN),
    NOTHING(driver_user, FOREIGN),
    DERIVED(number, "the reader's"),
    DERIVED(now, "of the head"),
    TIME(stirred),
    NUMBER(restless),
    NOTHING(busy, INSIDE_A_CALL),
    DERIVED(host_deadline, "of the OS half"),
    NOTHING(host_stale, INSIDE_A_CALL),
    FLAG(detached),
};
FORM_TABLE(station_form, "station", .begun = station_begun, .made = station_made);
#undef T

static uint32_t digest(void)
{
    uint64_t d = form_digest(&station_form, 0);
    for (size_t i = 0; methods[i]; i++) {
        d = form_digest(methods[i]->form, d);
    }
    return (uint32_t)(d ^ d >> 32);
}

/* Into w, which may be over nothing; `out` says the rest. */
void station_form_put(struct extsta_station *sta, struct form_out *f)
{
    f->ctx = sta->ctx;
    f->now = sta->now;
    f->hand[FORM_METHODS] = (void *)(uintptr_t)methods;
    if (!station_wakes(sta)) {
        form_refuse(f, "no memory");
    } else if (sta->foreign) {
        form_refuse(f, FOREIGN);
    } else {
        form_put(f, &station_form, sta);
    }
    form_put_end(f);
}

const char *extsta_form_refusal(struct extsta_station *sta)
{
    struct form_out f = {.len = 0};
    station_form_put(sta, &f);
    return f.why;
}

size_t extsta_form_write(struct extsta_station *sta, void *out, size_t size)
{
    struct form_out f = {.w = writer_of(out, size)};
    writer_bytes(&f.w, mark, sizeof mark);
    writer_le32(&f.w, EXTSTA_FORM_VERSION);
    writer_le32(&f.w, digest());
    writer_le64(&f.w, sta->now);
    station_form_put(sta, &f);
    return f.why ? 0 : HEAD_LEN + f.len;
}

/* False: it is none of this version. */
static enum extsta_error read_head(struct reader *r, extsta_time *time)
{
    struct extsta_span begin = reader_take(r, sizeof mark);
    bool ours = begin.len == sizeof mark && memcmp(begin.data, mark, sizeof mark) == 0;
    uint32_t version = reader_le32(r), tables = reader_le32(r);
    *time = reader_le64(r);
    if (!ours || r->failed) {
        return EXTSTA_E_MALFORMED;
    }
    return version == EXTSTA_FORM_VERSION && tables == digest() ? EXTSTA_OK
                                                                : EXTSTA_E_UNSUPPORTED;
}

extsta_time extsta_form_time(struct extsta_span form)
{
    struct reader r = reader_of(form);
    extsta_time time;
    return read_head(&r, &time) == EXTSTA_OK ? time : EXTSTA_NEVER;
}

enum extsta_error station_form_read(struct extsta_context *ctx, struct extsta_span form,
                                    const struct extsta_form_config *config,
                                    struct extsta_station *sta)
{
    struct form_in f = {.r = reader_of(form), .ctx = ctx};
    enum extsta_error e = read_head(&f.r, &f.now);
    if (e != EXTSTA_OK) {
        return e;
    }
    f.now = config->other_time ? config->now : f.now;
    f.hand[FORM_RADIO] = (void *)(uintptr_t)config->radio;
    form_get(&f, &station_form, sta);
    f.failed = f.failed || reader_left(&f.r) > 0;
    if (!form_in_ok(&f)) {
        form_drop(ctx, &station_form, sta, false);
        memset(sta, 0, sizeof *sta);
        return f.failed ? EXTSTA_E_MALFORMED : EXTSTA_E_NO_MEMORY;
    }
    if (config->outputs) {
        extsta_station_outputs(sta, config->outputs);
    }
    return EXTSTA_OK;
}

enum extsta_error extsta_form_read(struct extsta_context *ctx, struct extsta_span form,
                                   const struct extsta_form_config *config,
                                   struct extsta_station **sta)
{
    struct extsta_station *new = pool_zalloc(&ctx->pool, sizeof *new);
    enum extsta_error e = new ? station_form_read(ctx, form, config, new) : EXTSTA_E_NO_MEMORY;
    if (e != EXTSTA_OK) {
        pool_release(&ctx->pool, new, sizeof *new);
        new = NULL;
    } else {
        new->number = ++ctx->stations; /* from now on its calls are told */
        RECORD_CALL(new, FORM, new->now,
                    .form = {form, config, new->awake->out.wanted,
                             new->awake->host.os.address, ctx->epoch,
                             ctx->hash_seed});
    }
    *sta = new;
    return e;
}
