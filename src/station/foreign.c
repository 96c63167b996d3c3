/* Requests, time and memory of a driver that is not our own (foreign.h). Requests get a buffer
 * of their own with a margin behind it, so that a driver that writes too far spoils nothing and
 * is seen; a result is copied only as far as it can be one. foreign_push.c has what the driver
 * says by itself. */
#include "station/foreign.h"
#include "base/wipe.h"
#include <extsta/windot11.h>
#include <string.h>

#define MARGIN        64u
#define MARGIN_OCTET  0xa5
#define EXPIRE_WINDOW (100u * EXTSTA_MS)
#define BLOCK_MAGIC   0x62746e65u

struct request {
    struct list link;
    struct extsta_oid oid; /* as asked, without its buffer */
    extsta_time since;
    bool running;  /* the driver is being asked */
    bool answered; /* meanwhile it has completed it */
};

/* Before each block that a driver gets: aligned as the pool's are. */
struct block {
    struct list link;
    size_t size;
    uint64_t magic;
};

struct foreign *foreign_new(struct extsta_station *sta, const struct extsta_radio_caps *radio)
{
    struct foreign *f = pool_zalloc(&sta->ctx->pool, sizeof *f);
    if (f) {
        f->radio = radio;
        f->most_pushes = EXTSTA_DRIVER_MAX_PUSHES;
        list_init(&f->requests);
        list_init(&f->blocks);
    }
    return f;
}

static void forget(struct extsta_station *sta, struct request *r)
{
    list_remove(&r->link);
    pool_release(&sta->ctx->pool, r, sizeof *r);
}

static void release(struct extsta_station *sta, struct block *b)
{
    list_remove(&b->link);
    b->magic = 0;
    pool_release(&sta->ctx->pool, b, sizeof *b + b->size);
}

void foreign_free(struct extsta_station *sta)
{
    struct foreign *f = sta->foreign;
    if (!f) {
        return;
    }
    while (!list_empty(&f->requests)) {
        forget(sta, list_entry(f->requests.next, struct request, link));
    }
    while (!list_empty(&f->blocks)) {
        release(sta, list_entry(f->blocks.next, struct block, link));
    }
    pool_release(&sta->ctx->pool, f, sizeof *f);
    sta->foreign = NULL;
}

static void move_all(struct list *to, struct list *from)
{
    while (!list_empty(from)) {
        struct list *first = from->next;
        list_remove(first);
        list_push_back(to, first);
    }
}

/* The two drivers are there together for a moment: their memory is told apart by then. */
bool foreign_again(struct extsta_station *sta)
{
    struct foreign *f = sta->foreign;
    void *old = sta->awake->driver;
    struct list blocks;
    list_init(&blocks);
    move_all(&blocks, &f->blocks);
    void *driver = sta->driver_make(sta->driver_user, sta->ctx, sta);
    if (!driver) {
        while (!list_empty(&f->blocks)) {
            release(sta, list_entry(f->blocks.next, struct block, link));
        }
        move_all(&f->blocks, &blocks);
        return false;
    }
    if (sta->ops->destroy) {
        sta->ops->destroy(old);
    }
    while (!list_empty(&blocks)) {
        release(sta, list_entry(blocks.next, struct block, link));
    }
    while (!list_empty(&f->requests)) {
        forget(sta, list_entry(f->requests.next, struct request, link));
    }
    f->floor = 0;
    sta->awake->driver = driver;
    return true;
}

/* --- requests --- */

static bool within(struct extsta_station *sta, enum extsta_driver_fault_kind kind, uint32_t oid,
                   uint64_t came, uint64_t most)
{
    if (came > most) {
        foreign_fault(sta, kind, oid, came, most);
    }
    return came <= most;
}

/* Whether the counts can be those of this request. */
static bool counts(struct extsta_station *sta, const struct extsta_oid *asked, uint32_t read,
                   uint32_t written, uint32_t needed)
{
    return within(sta, EXTSTA_FAULT_WRITTEN, asked->oid, written, asked->out_cap) &&
           within(sta, EXTSTA_FAULT_READ, asked->oid, read, asked->in_len) &&
           within(sta, EXTSTA_FAULT_NEEDED, asked->oid, needed, EXTSTA_DRIVER_MAX_BUFFER);
}

/* How many octets of the margin are not what they were. */
static size_t overrun(const uint8_t *margin)
{
    size_t n = MARGIN;
    while (n > 0 && margin[n - 1] == MARGIN_OCTET) {
        n--;
    }
    return n;
}

/* The driver's buffer and counts become the request's. False: they cannot be. */
static bool take_result(struct extsta_station *sta, struct extsta_oid *oid, uint32_t status,
                        const struct extsta_oid *result, const uint8_t *buffer, size_t room)
{
    size_t beyond = overrun(buffer + room);
    if (beyond > 0) {
        foreign_fault(sta, EXTSTA_FAULT_OVERRUN, oid->oid, room + beyond, room);
        return false;
    }
    if (!counts(sta, oid, result->bytes_read, result->bytes_written, result->bytes_needed)) {
        return false;
    }
    oid->bytes_read = result->bytes_read;
    oid->bytes_written = result->bytes_written;
    oid->bytes_needed = result->bytes_needed;
    /* ROL-04: nothing is written, but the counts of a list stand in the buffer */
    size_t len = status == NDIS_STATUS_BUFFER_OVERFLOW ? oid->out_cap : result->bytes_written;
    if (len > 0) {
        memcpy(oid->buffer, buffer, len);
    }
    return true;
}

/* The request is under way before the driver is asked: it may complete it from within. One that
 * was completed so, and answered at once as well, has the answer it came with first. */
static uint32_t ask(struct extsta_station *sta, struct extsta_oid *oid, struct request *r,
                    uint8_t *buffer, size_t room)
{
    struct extsta_oid result = *oid;
    result.buffer = buffer;
    uint32_t status = sta->ops->oid(sta->awake->driver, sta->now, &result);
    r->running = false;
    if (status != NDIS_STATUS_PENDING && r->answered) {
        foreign_fault(sta, EXTSTA_FAULT_COMPLETION, oid->oid, 0, 0);
        status = NDIS_STATUS_PENDING;
    }
    if (status != NDIS_STATUS_PENDING &&
        !take_result(sta, oid, status, &result, buffer, room)) {
        status = NDIS_STATUS_FAILURE;
    }
    if (status != NDIS_STATUS_PENDING || r->answered) {
        forget(sta, r);
    }
    return status;
}

uint32_t foreign_oid(struct extsta_station *sta, struct extsta_oid *oid)
{
    struct pool *pool = &sta->ctx->pool;
    size_t room = oid->in_len > oid->out_cap ? oid->in_len : oid->out_cap;
    uint8_t *buffer = pool_alloc(pool, room + MARGIN);
    struct request *r = pool_zalloc(pool, sizeof *r);
    oid->bytes_read = oid->bytes_written = oid->bytes_needed = 0;
    oid->status = NDIS_STATUS_RESOURCES;
    if (buffer && r) {
        memset(buffer, 0, room);
        memset(buffer + room, MARGIN_OCTET, MARGIN);
        if (oid->in_len > 0) {
            memcpy(buffer, oid->buffer, oid->in_len);
        }
        r->oid = *oid;
        r->since = sta->now;
        r->running = true;
        list_push_back(&sta->foreign->requests, &r->link);
        oid->status = ask(sta, oid, r, buffer, room);
        r = NULL; /* forgotten, or pended */
    }
    if (buffer) {
        wipe(buffer, room + MARGIN); /* it may have held keys */
    }
    pool_release(pool, r, sizeof *r);
    pool_release(pool, buffer, room + MARGIN);
    return oid->status;
}

bool foreign_completes(struct extsta_station *sta, struct extsta_crossing *c)
{
    struct request *found = NULL;
    list_for_each(it, &sta->foreign->requests)
    {
        struct request *r = list_entry(it, struct request, link);
        if (r->oid.request_id == c->id && !r->answered) {
            found = r;
            break;
        }
    }
    if (!found) {
        foreign_fault(sta, EXTSTA_FAULT_COMPLETION, c->code, 0, 0);
        return false;
    }
    c->code = found->oid.oid;
    c->kind = found->oid.kind;
    bool fits = within(sta, EXTSTA_FAULT_WRITTEN, c->code, c->buffer.len, found->oid.out_cap) &&
                within(sta, EXTSTA_FAULT_WRITTEN, c->code, c->bytes_written, c->buffer.len) &&
                counts(sta, &found->oid, c->bytes_read, c->bytes_written, c->bytes_needed);
    if (!fits) {
        c->buffer = (struct extsta_span){NULL, 0};
        c->bytes_read = c->bytes_written = c->bytes_needed = 0;
        c->status = NDIS_STATUS_FAILURE;
    }
    if (found->running) {
        found->answered = true;
    } else {
        forget(sta, found);
    }
    return true;
}

/* --- time --- */

/* When the driver must have answered: a connection operation takes the time it takes (CNX-05,
 * CNX-18: the OS has its own limit), and a host of others may hold packets (RST-09). */
static extsta_time patience(const struct extsta_station *sta, const struct request *r)
{
    bool limited = !sta->detached && !r->running && r->oid.oid != OID_DOT11_CONNECT_REQUEST;
    return limited ? r->since + EXTSTA_DRIVER_PATIENCE : EXTSTA_NEVER;
}

extsta_time foreign_deadline(const struct extsta_station *sta)
{
    const struct foreign *f = sta->foreign;
    extsta_time first = sta->ops->deadline(sta->awake->driver);
    first = first < f->floor ? f->floor : first;
    list_for_each(it, &f->requests)
    {
        extsta_time limit = patience(sta, list_entry(it, struct request, link));
        first = limit < first ? limit : first;
    }
    return first;
}

/* Whoever waits for the request goes on. */
static void give_up(struct extsta_station *sta, struct request *r)
{
    struct extsta_output *out = outq_push(&sta->awake->out, EXTSTA_OUT_CROSSING, 0);
    if (!out) {
        return; /* no memory: with the next call */
    }
    foreign_fault(sta, EXTSTA_FAULT_UNANSWERED, r->oid.oid, 0, 0);
    out->crossing = (struct extsta_crossing){.type = EXTSTA_CROSS_OID_COMPLETE,
                                             .code = r->oid.oid,
                                             .kind = r->oid.kind,
                                             .id = r->oid.request_id,
                                             .status = NDIS_STATUS_REQUEST_ABORTED};
    forget(sta, r);
}

/* A deadline that is due without end would hold whoever asks for the next one: from the limit
 * on the driver is asked once in a millisecond. */
void foreign_expire(struct extsta_station *sta)
{
    struct foreign *f = sta->foreign;
    if (sta->ops->deadline(sta->awake->driver) <= sta->now && f->floor <= sta->now) {
        if (sta->now - f->window >= EXPIRE_WINDOW) {
            f->window = sta->now;
            f->expires = 0;
        }
        sta->ops->expire(sta->awake->driver, sta->now);
        f->expires++;
        if (f->expires == EXTSTA_DRIVER_MAX_EXPIRES) {
            foreign_fault(sta, EXTSTA_FAULT_DEADLINE, 0, f->expires, EXTSTA_DRIVER_MAX_EXPIRES);
        }
        f->floor = f->expires < EXTSTA_DRIVER_MAX_EXPIRES ? 0 : sta->now + EXTSTA_MS;
    }
    list_for_each_safe(it, &f->requests)
    {
        struct request *r = list_entry(it, struct request, link);
        if (patience(sta, r) <= sta->now) {
            give_up(sta, r);
        }
    }
}

/* --- memory --- */

void *extsta_driver_alloc(struct extsta_station *sta, size_t size)
{
    struct block *b = size <= EXTSTA_DRIVER_MAX_BUFFER
                          ? pool_zalloc(&sta->ctx->pool, sizeof *b + size)
                          : NULL;
    if (!b || !sta->foreign) {
        pool_release(&sta->ctx->pool, b, sizeof *b + size);
        return NULL;
    }
    b->size = size;
    b->magic = BLOCK_MAGIC;
    list_push_back(&sta->foreign->blocks, &b->link);
    return b + 1;
}

void extsta_driver_release(struct extsta_station *sta, void *block)
{
    if (!block || !sta->foreign) {
        return;
    }
    struct block *b = (struct block *)block - 1;
    if (b->magic == BLOCK_MAGIC) {
        release(sta, b);
    } else {
        foreign_fault(sta, EXTSTA_FAULT_RELEASE, 0, 0, 0);
    }
}

void extsta_driver_random(struct extsta_station *sta, void *out, size_t len)
{
    context_random(sta->ctx, sta->awake->host.os.id, out, len);
}
