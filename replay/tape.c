/* See tape.h. */
#include "tape.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

/* Behind the last call: another one, or more of it. */
static bool add(struct tape *t, struct coder *c)
{
    if (t->count == t->room) {
        size_t room = t->room ? 2 * t->room : 256;
        struct tape_call *calls = host_realloc(t->calls, room * sizeof *calls);
        if (!calls) {
            return false;
        }
        t->calls = calls;
        t->room = room;
    }
    uint8_t *octets = host_malloc(c->len);
    if (!octets) {
        return false;
    }
    memcpy(octets, c->out, c->len);
    t->calls[t->count++] = (struct tape_call){octets, c->len};
    return true;
}

static struct extsta_mac address_of(const struct entry *e)
{
    return e->call.type == EXTSTA_CALL_NEW ? e->call.made.config->address
                                           : e->call.form.address;
}

static bool is_made(const struct entry *e)
{
    return e->kind == ENTRY_CALL &&
           (e->call.type == EXTSTA_CALL_NEW || e->call.type == EXTSTA_CALL_FORM);
}

#define NAMES 4096u

/* Names come before the stations that have them. */
struct names {
    struct {
        struct extsta_mac address;
        char text[64];
    } rows[NAMES];
    size_t count;
};

static void note_name(struct names *n, const struct entry *e)
{
    size_t len = e->name.text.len < 63 ? e->name.text.len : 63;
    if (n->count < NAMES) {
        n->rows[n->count].address = e->name.address;
        memcpy(n->rows[n->count].text, e->name.text.data, len);
        n->rows[n->count++].text[len] = 0;
    }
}

static const char *find_name(const struct names *n, struct extsta_mac address)
{
    for (size_t i = n->count; i > 0; i--) {
        if (memcmp(&n->rows[i - 1].address, &address, sizeof address) == 0) {
            return n->rows[i - 1].text;
        }
    }
    return NULL;
}

static bool read_calls(struct tape *t, struct recording *r, struct names *names,
                       bool (*wanted)(void *user, struct extsta_mac address, const char *name),
                       void *user)
{
    struct coder c = {0};
    struct entry e;
    struct entry_state state;
    uint32_t station = 0;
    bool ok = true, under_way = false;
    enum recording_result result;
    while (ok &&
           ((result = recording_next(r, &e)) == RECORDING_ENTRY || result == RECORDING_BAD)) {
        if (result == RECORDING_BAD) {
            continue;
        }
        if (e.kind == ENTRY_NAME) {
            note_name(names, &e);
        }
        if (station == 0 && is_made(&e) &&
            (!wanted || wanted(user, address_of(&e), find_name(names, address_of(&e))))) {
            station = e.station;
            t->address = address_of(&e);
        }
        if (station == 0 || e.station != station ||
            (e.kind != ENTRY_CALL && e.kind != ENTRY_DRAW)) {
            continue;
        }
        if (e.kind == ENTRY_CALL && under_way) {
            ok = add(t, &c);
        }
        if (e.kind == ENTRY_CALL) {
            coder_write(&c);
            state = (struct entry_state){0};
            under_way = true;
        }
        ok = ok && entry_code(&c, &state, &e);
    }
    ok = ok && (!under_way || add(t, &c));
    coder_free(&c);
    return ok;
}

bool tape_read(struct tape *t, struct recording *r,
               bool (*wanted)(void *user, struct extsta_mac address, const char *name),
               void *user)
{
    struct names *names = host_calloc(1, sizeof *names);
    *t = (struct tape){.machine_clock = r->header.started != 0};
    recording_rewind(r);
    bool ok = names && read_calls(t, r, names, wanted, user);
    free(names);
    return ok;
}

void tape_free(struct tape *t)
{
    for (size_t i = 0; i < t->count; i++) {
        free(t->calls[i].octets);
    }
    free(t->calls);
    *t = (struct tape){0};
}

bool tape_play(const struct tape *t, size_t call, struct player *player)
{
    struct recording r;
    struct entry e;
    bool ok = true;
    recording_piece(&r, (struct extsta_span){t->calls[call].octets, t->calls[call].len});
    while (ok && recording_next(&r, &e) == RECORDING_ENTRY) {
        ok = player_entry(player, &r, &e);
    }
    recording_close(&r);
    return ok;
}
