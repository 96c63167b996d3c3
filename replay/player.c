/* See player.h. What a call brought is compared as the recording goes on: each output where it
 * says that one was taken, and before the next call that nothing is left. */
#include "player.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

#define WORLD                                                                                  \
    (EXTSTA_OUT_MASK(EXTSTA_OUT_FRAME) | EXTSTA_OUT_MASK(EXTSTA_OUT_TUNE) |                    \
     EXTSTA_OUT_MASK(EXTSTA_OUT_ETHERNET) | EXTSTA_OUT_MASK(EXTSTA_OUT_IHV) |                  \
     EXTSTA_OUT_MASK(EXTSTA_OUT_DRIVER))
#define LATE        (20u * EXTSTA_MS)
#define MORE_ROUNDS 100000u /* expirations between two calls, with another policy */

struct seat {
    struct played told;
    struct extsta_context *ctx;
    struct arena arena; /* what it was made of */
    struct player *player;
    uint64_t seed;
    uint64_t dice;      /* of random octets that are not there */
    bool open;          /* not all outputs were taken before the next call */
    bool awaits;        /* a call was made; its outputs are being compared */
    uint64_t drew, had; /* octets of the draw that did not fit; 0, 0: all did */
    struct {
        uint64_t value;
        uint32_t len, digest;
    } result; /* of the last call */
};

struct named {
    struct extsta_mac address;
    char *text;
};

struct player {
    struct player_options options;
    struct player_listener listener;
    struct seat **seats; /* by number */
    size_t room;
    struct named *names;
    size_t name_count;
    struct recording *source; /* during a call */
    const char *replaced;
    char replaced_text[80];
    bool refused;
    size_t stations, differing, excused;
    uint64_t calls, outputs;
    uint32_t unlisted;
    struct extsta_call last; /* the cause of what is compared; its spans are not valid */
    uint8_t *answers;        /* EXTSTA_CALL_ROOM */
};

/* --- what a station's context is given --- */

static void make_up(struct seat *s, uint8_t *out, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        s->dice = s->dice * 6364136223846793005ull + 1442695040888963407ull;
        out[i] = (uint8_t)(s->dice >> 56);
    }
}

static void fill(void *user, uint64_t stream, uint8_t *out, size_t len)
{
    struct seat *s = user;
    struct extsta_span drawn;
    if (stream == UINT64_MAX) {
        for (size_t i = 0; i < len; i++) {
            out[i] = (uint8_t)(s->seed >> 8 * (i & 7));
        }
        return;
    }
    bool any = s->player->source && recording_draw(s->player->source, &drawn);
    if (any && drawn.len == len) {
        memcpy(out, drawn.data, len);
        return;
    }
    if (s->drew == 0) {
        s->drew = len;
        s->had = any ? drawn.len : 0;
    }
    make_up(s, out, len);
}

/* --- comparing --- */

static bool compares(const struct seat *s)
{
    return !s->player->options.loose && !s->told.differs;
}

static void stop(struct seat *s)
{
    if (s->told.sta) {
        extsta_station_free(s->told.sta);
        s->told.sta = NULL;
    }
}

static void differ(struct seat *s, struct difference d)
{
    struct player *p = s->player;
    if (!compares(s)) {
        return;
    }
    s->told.differs = true;
    p->differing++;
    p->excused += p->replaced != NULL;
    d.replaced = p->replaced;
    d.refused = p->refused;
    p->listener.difference(p->listener.user, &s->told, &p->last, &d);
}

static uint32_t compared(const struct seat *s)
{
    return s->player->options.policy ? WORLD : s->told.wanted;
}

/* The next output that counts; what else comes is only shown. */
static bool take(struct seat *s, struct extsta_output *out)
{
    struct player *p = s->player;
    while (s->told.sta && extsta_next(s->told.sta, out)) {
        if (p->listener.output) {
            p->listener.output(p->listener.user, &s->told, p->last.now, out);
        }
        if (EXTSTA_OUT_MASK(out->type) & compared(s)) {
            return true;
        }
    }
    return false;
}

static bool is_same(const struct entry_output *a, const struct entry_output *b)
{
    return a->type == b->type && a->len == b->len && a->digest == b->digest;
}

static void compare_output(struct seat *s, const struct entry_output *expected)
{
    struct extsta_output out;
    if (!(EXTSTA_OUT_MASK(expected->type) & compared(s))) {
        return;
    }
    if (!take(s, &out)) {
        differ(s, (struct difference){.kind = DIFFERENCE_MISSING, .expected = *expected});
        return;
    }
    struct entry_output came = entry_output_of(&out);
    if (!is_same(&came, expected)) {
        differ(s, (struct difference){
                      .kind = DIFFERENCE_OUTPUT, .expected = *expected, .came = &out});
        return;
    }
    s->told.outputs++;
    s->player->outputs++;
}

/* Before the next call of the station: nothing is left but what was left then, too. */
static void settle(struct seat *s)
{
    struct extsta_output out;
    bool any = s->awaits && !s->open && take(s, &out);
    if (any && compares(s)) {
        differ(s, (struct difference){.kind = DIFFERENCE_MORE, .came = &out});
    }
    while (any && s->player->options.loose && take(s, &out)) {
    }
    s->open = false;
    s->awaits = false;
}

/* --- making --- */

static struct seat *seat_of(struct player *p, uint32_t number)
{
    return number < p->room ? p->seats[number] : NULL;
}

static struct seat *add_seat(struct player *p, uint32_t number)
{
    if (number > (1u << 26)) {
        return NULL; /* no recording of ours */
    }
    if (number >= p->room) {
        size_t room = p->room ? p->room : 64;
        while (room <= number) {
            room *= 2;
        }
        struct seat **seats = host_realloc(p->seats, room * sizeof(struct seat *));
        if (!seats) {
            return NULL;
        }
        memset(seats + p->room, 0, (room - p->room) * sizeof(struct seat *));
        p->seats = seats;
        p->room = room;
    }
    if (!p->seats[number]) {
        p->seats[number] = host_calloc(1, sizeof(struct seat));
    }
    return p->seats[number];
}

static const char *name_of(const struct player *p, struct extsta_mac address)
{
    for (size_t i = p->name_count; i > 0; i--) {
        if (memcmp(&p->names[i - 1].address, &address, sizeof address) == 0) {
            return p->names[i - 1].text;
        }
    }
    return NULL;
}

static bool add_name(struct player *p, struct extsta_mac address, struct extsta_span text)
{
    struct named *names = host_realloc(p->names, (p->name_count + 1) * sizeof *names);
    char *copy = host_malloc(text.len + 1);
    if (names) {
        p->names = names;
    }
    if (!names || !copy) {
        free(copy);
        return false;
    }
    if (text.len) { /* of none there is no address, either */
        memcpy(copy, text.data, text.len);
    }
    copy[text.len] = 0;
    names[p->name_count++] = (struct named){address, copy};
    return true;
}

/* Those that came before their name. */
static bool name_seats(struct player *p, struct extsta_mac address)
{
    for (size_t i = 0; i < p->room; i++) {
        struct seat *s = p->seats[i];
        if (s && !s->told.name && memcmp(&s->told.address, &address, sizeof address) == 0) {
            s->told.name = name_of(p, address);
        }
    }
    return true;
}

static void vacate(struct seat *s)
{
    if (!s) {
        return;
    }
    stop(s);
    if (s->ctx) {
        s->player->unlisted += extsta_context_unlisted(s->ctx);
        host_context_free(s->ctx);
    }
    arena_free(&s->arena);
    s->ctx = NULL;
}

/* The station's context tells it as it told the recorder. */
static void on_result(void *user, uint32_t station, const struct extsta_call_result *result)
{
    struct seat *s = user;
    s->result.value = result->value;
    s->result.len = (uint32_t)result->octets.len;
    s->result.digest = (uint32_t)extsta_digest(0, result->octets);
    if (s->player->options.recorder) {
        s->player->options.recorder->result(s->player->options.recorder->user, station, result);
    }
}

static void on_repeated(void *user, const struct extsta_call *call)
{
    struct seat *s = user;
    if (s->player->options.recorder) {
        s->player->options.recorder->call(s->player->options.recorder->user, call);
    }
}

static void on_draw(void *user, uint32_t station, struct extsta_span octets)
{
    struct seat *s = user;
    if (s->player->options.recorder) {
        s->player->options.recorder->draw(s->player->options.recorder->user, station, octets);
    }
}

static void on_taken(void *user, uint32_t station, const struct extsta_output *output)
{
    struct seat *s = user;
    if (s->player->options.recorder) {
        s->player->options.recorder->output(s->player->options.recorder->user, station, output);
    }
}

static bool make_context(struct seat *s, int64_t epoch, uint64_t seed)
{
    struct extsta_random random = {fill, s};
    const struct extsta_recorder hears = {on_repeated, on_draw, on_result, on_taken, s};
    s->seed = s->dice = seed;
    s->ctx = extsta_context_new(&host_memory, &random);
    if (s->ctx) {
        extsta_context_set_epoch(s->ctx, epoch);
        extsta_context_record(s->ctx, &hears);
    }
    return s->ctx != NULL;
}

static void tell_made(struct seat *s, extsta_time now, const struct extsta_radio_caps *radio)
{
    const struct player_listener *l = &s->player->listener;
    if (l->made) {
        l->made(l->user, &s->told, now, radio ? radio->phy_count : 0);
    }
}

/* As it was made then, or above the driver that the caller makes of what is said of it. NULL:
 * *why. */
static struct extsta_station *make_new(struct seat *s, const struct entry *e, const char **why)
{
    const struct player_options *o = &s->player->options;
    struct extsta_station_config config = *e->call.made.config;
    s->told.wanted = config.outputs | EXTSTA_OUT_WORK;
    config.outputs |= o->outputs;
    config.driver = NULL;
    if (!make_context(s, e->call.made.epoch, e->call.made.seed)) {
        return NULL;
    }
    tell_made(s, e->call.now, config.radio);
    if (e->driver == ENTRY_DRIVER_OWN && config.radio) {
        return extsta_station_new(s->ctx, &config, e->call.now);
    }
    *why = e->driver == ENTRY_DRIVER_OWN ? "it has no radio"
                                         : "it stands above a driver that this program has not";
    return e->driver != ENTRY_DRIVER_OWN && o->make
               ? o->make(o->user, s->ctx, e, &config, e->call.now, why)
               : NULL;
}

/* From its form. */
static struct extsta_station *make_form(struct seat *s, const struct entry *e, const char **why)
{
    struct extsta_form_config config = *e->call.form.config;
    struct extsta_station *sta = NULL;
    s->told.wanted = e->call.form.wanted;
    config.outputs = e->call.form.wanted | s->player->options.outputs;
    if (!make_context(s, e->call.form.epoch, e->call.form.seed)) {
        return NULL;
    }
    tell_made(s, e->call.now, config.radio);
    enum extsta_error error = extsta_form_read(s->ctx, e->call.form.octets, &config, &sta);
    *why = error == EXTSTA_E_UNSUPPORTED ? "its form is of another version of the program"
                                         : extsta_strerror(error);
    return sta;
}

static void make(struct player *p, struct seat *s, const struct entry *e)
{
    const char *why = "no memory";
    p->last = e->call;
    s->told.sta =
        e->call.type == EXTSTA_CALL_NEW ? make_new(s, e, &why) : make_form(s, e, &why);
    if (!s->told.sta) {
        s->drew = s->had = 0;
        differ(s, (struct difference){.kind = DIFFERENCE_NOT_MADE, .text = why});
    }
}

/* A station comes, in the place of one before it with the same number (of another recording).
 */
static bool on_new(struct player *p, struct recording *source, const struct entry *e)
{
    struct entry kept;
    struct seat *s = add_seat(p, e->station);
    if (!s) {
        return false;
    }
    if (s->player) {
        vacate(s);
    }
    *s = (struct seat){.player = p};
    if (!recording_again(source, &s->arena, &kept)) {
        return false;
    }
    /* octets of the block go with it */
    struct extsta_mac address = kept.call.type == EXTSTA_CALL_NEW
                                    ? kept.call.made.config->address
                                    : kept.call.form.address;
    s->told =
        (struct played){.number = e->station, .address = address, .name = name_of(p, address)};
    s->told.skipped =
        p->options.wanted && !p->options.wanted(p->options.user, s->told.address, s->told.name);
    if (!s->told.skipped) {
        p->stations++;
        s->awaits = true;
        make(p, s, &kept);
    }
    return true;
}

/* --- calls --- */

static void after_draws(struct seat *s)
{
    if (s->drew || s->had) {
        differ(s, (struct difference){
                      .kind = DIFFERENCE_DRAW, .expected_value = s->had, .value = s->drew});
    }
    s->drew = s->had = 0;
}

/* With another policy the station's own deadlines come when they come, not when those of the
 * recording did; but where it was woken late, as a machine in real time is, then so late. */
static void expire_until(struct seat *s, const struct extsta_call *call)
{
    struct extsta_output out;
    unsigned most = s->player->options.rounds ? s->player->options.rounds : MORE_ROUNDS;
    for (unsigned i = 0; i < most && s->told.sta && !s->told.differs; i++) {
        extsta_time due = extsta_deadline(s->told.sta);
        bool as_then = call->type == EXTSTA_CALL_EXPIRE && due == call->deadline;
        extsta_time late = s->player->options.loose ? 0 : LATE;
        if (due >= call->now || call->now - due < late || as_then) {
            return;
        }
        s->player->last.now = due;
        s->player->last.type = EXTSTA_CALL_EXPIRE;
        extsta_expire(s->told.sta, due);
        s->awaits = true;
        if (s->player->options.loose) {
            settle(s);
        } else if (take(s, &out)) {
            differ(s, (struct difference){.kind = DIFFERENCE_MORE, .came = &out});
        }
    }
}

static struct extsta_call with_policy(struct player *p, const struct extsta_call *call,
                                      struct extsta_profile **copies)
{
    struct extsta_call changed = *call;
    size_t count = call->type == EXTSTA_CALL_CONNECT ? call->connect.count : 0;
    *copies = count && p->options.policy ? host_calloc(count, sizeof **copies) : NULL;
    for (size_t i = 0; *copies && i < count; i++) {
        (*copies)[i] = call->connect.profiles[i];
        (*copies)[i].has_roam = true;
        (*copies)[i].roam = *p->options.policy;
    }
    changed.connect.profiles = *copies ? *copies : changed.connect.profiles;
    return changed;
}

static void check_deadline(struct seat *s, const struct extsta_call *call)
{
    extsta_time deadline = extsta_deadline(s->told.sta);
    if (call->type == EXTSTA_CALL_EXPIRE && deadline != call->deadline &&
        !s->player->options.policy) {
        differ(s, (struct difference){.kind = DIFFERENCE_DEADLINE,
                                      .expected_value = call->deadline,
                                      .value = deadline});
    }
}

static void on_call(struct player *p, struct seat *s, const struct extsta_call *told)
{
    struct extsta_profile *copies = NULL;
    settle(s);
    if (p->options.policy || p->options.loose) {
        expire_until(s, told);
    }
    p->last = *told;
    if (!s->told.sta || s->told.differs) {
        return;
    }
    if (p->listener.call) {
        p->listener.call(p->listener.user, &s->told, told);
    }
    check_deadline(s, told);
    if (s->told.differs) {
        return;
    }
    struct extsta_call call = with_policy(p, told, &copies);
    if (call.type == EXTSTA_CALL_DETACH_HOST) {
        s->told.wanted |= EXTSTA_OUT_MASK(EXTSTA_OUT_CROSSING);
    } else if (call.type == EXTSTA_CALL_OUTPUTS) {
        s->told.wanted = call.value | EXTSTA_OUT_WORK;
        call.value |= p->options.outputs;
    }
    s->told.calls++;
    p->calls++;
    extsta_call_repeat(s->told.sta, &call, p->answers);
    s->awaits = true;
    if (call.type == EXTSTA_CALL_FREE) {
        s->told.sta = NULL;
        s->awaits = false;
    }
    free(copies);
    if (!p->options.policy) {
        after_draws(s);
    }
    s->drew = s->had = 0;
}

static void compare_result(struct seat *s, const struct entry *e)
{
    bool same = s->result.value == e->result.value && s->result.len == e->result.len &&
                s->result.digest == e->result.digest;
    if (!same && s->told.sta && !s->player->options.policy) {
        differ(s, (struct difference){.kind = DIFFERENCE_RESULT,
                                      .expected_value = e->result.value,
                                      .value = s->result.value});
    }
}

/* --- entries --- */

static void on_replaced(struct player *p, struct extsta_span text)
{
    size_t len = text.len < sizeof p->replaced_text ? text.len : sizeof p->replaced_text - 1;
    memcpy(p->replaced_text, text.data, len);
    p->replaced_text[len] = 0;
    p->replaced = p->replaced_text;
}

/* One of a station that is run and has not differed yet. */
static void on_entry(struct player *p, struct seat *s, const struct entry *e)
{
    bool compare = compares(s);
    switch (e->kind) {
    case ENTRY_CALL:
        on_call(p, s, &e->call);
        break;
    case ENTRY_DRAW: /* the call is over, and has not drawn it */
        if (compare && !p->options.policy) {
            differ(s, (struct difference){.kind = DIFFERENCE_DRAW,
                                          .expected_value = e->octets.len});
        }
        break;
    case ENTRY_RESULT:
        if (compare) {
            compare_result(s, e);
        }
        break;
    case ENTRY_OUTPUT:
        if (compare) {
            compare_output(s, &e->output);
        }
        break;
    case ENTRY_OPEN:
        s->open = !p->options.loose;
        break;
    case ENTRY_NAME:
    case ENTRY_REFUSED:
    case ENTRY_REPLACED:
        break;
    }
    if (s->told.differs) {
        stop(s);
    }
}

bool player_entry(struct player *p, struct recording *source, const struct entry *e)
{
    p->source = source;
    if (e->kind == ENTRY_NAME) {
        return add_name(p, e->name.address, e->name.text) && name_seats(p, e->name.address);
    }
    if (e->kind == ENTRY_CALL &&
        (e->call.type == EXTSTA_CALL_NEW || e->call.type == EXTSTA_CALL_FORM)) {
        return on_new(p, source, e);
    }
    p->refused |= e->kind == ENTRY_REFUSED;
    if (e->kind == ENTRY_REPLACED) {
        on_replaced(p, e->text);
    }
    struct seat *s = seat_of(p, e->station);
    if (s && s->player && !s->told.skipped && !s->told.differs) {
        on_entry(p, s, e);
    }
    return true;
}

void player_end(struct player *p, bool whole)
{
    for (size_t i = 0; i < p->room; i++) {
        struct seat *s = p->seats[i];
        if (s && s->told.sta) {
            s->open |= !whole;
            settle(s);
        }
    }
}

struct player *player_new(const struct player_options *options,
                          const struct player_listener *listener)
{
    struct player *p = host_calloc(1, sizeof *p);
    if (p) {
        p->options = *options;
        p->listener = *listener;
        p->answers = host_malloc(EXTSTA_CALL_ROOM);
    }
    if (p && !p->answers) {
        free(p);
        return NULL;
    }
    return p;
}

void player_free(struct player *p)
{
    if (!p) {
        return;
    }
    for (size_t i = 0; i < p->room; i++) {
        vacate(p->seats[i]);
        free(p->seats[i]);
    }
    for (size_t i = 0; i < p->name_count; i++) {
        free(p->names[i].text);
    }
    free(p->seats);
    free(p->names);
    free(p->answers);
    free(p);
}

size_t player_stations(const struct player *p)
{
    return p->stations;
}

size_t player_differing(const struct player *p)
{
    return p->differing;
}

size_t player_excused(const struct player *p)
{
    return p->excused;
}

uint64_t player_calls(const struct player *p)
{
    return p->calls;
}

uint64_t player_outputs(const struct player *p)
{
    return p->outputs;
}

uint32_t player_unlisted(const struct player *p)
{
    uint32_t count = p->unlisted;
    for (size_t i = 0; i < p->room; i++) {
        struct seat *s = p->seats[i];
        count += s && s->ctx ? extsta_context_unlisted(s->ctx) : 0;
    }
    return count;
}
