/* A buffer of the miniport boundary as JSON, by the names of windot11.h (extsta/payload.h): any
 * form is known by its members, none by a line of its own. "A.b" stays one name. */
#include "own_private.h"
#include <string.h>

#define DEPTH 6 /* structures within structures; no form needs more than three */

static void tell(struct json_out *j, const char *name, const struct extsta_payload *p,
                 int depth);

static void tell_entries(struct json_out *j, const char *name, const struct extsta_part *part,
                         int depth)
{
    struct extsta_part rest = *part;
    struct extsta_payload entry;
    json_list(j, name);
    while (depth < DEPTH && extsta_payload_next(&rest, &entry)) {
        json_item(j);
        tell(j, NULL, &entry, depth + 1);
        json_close(j);
    }
    json_list_close(j);
}

static void tell_counters(struct json_out *j, const char *name, struct extsta_span octets)
{
    uint64_t values[32];
    size_t count = octets.len / 8 < 32 ? octets.len / 8 : 32;
    memcpy(values, octets.data, count * 8);
    json_list(j, name);
    for (size_t i = 0; i < count; i++) {
        json_item(j);
        json_number(j, "value", values[i]);
        json_close(j);
    }
    json_list_close(j);
}

static void tell_member(struct json_out *j, const char *name, const struct extsta_member *m,
                        int depth)
{
    switch (m->kind) {
    case EXTSTA_MEMBER_FLAG:
        json_bool(j, name, m->number != 0);
        break;
    case EXTSTA_MEMBER_NUMBER:
        json_number(j, name, m->number);
        break;
    case EXTSTA_MEMBER_SIGNED:
        json_signed(j, name, (int64_t)m->number);
        break;
    case EXTSTA_MEMBER_OCTETS:
        json_hex(j, name, m->octets);
        break;
    case EXTSTA_MEMBER_COUNTERS:
        tell_counters(j, name, m->octets);
        break;
    case EXTSTA_MEMBER_PART:
        if (m->part.form == EXTSTA_FORM_BYTES) {
            json_hex(j, name, m->part.bytes);
        } else {
            tell_entries(j, name, &m->part, depth);
        }
        break;
    }
}

/* name NULL: into the object that is open. */
static void tell(struct json_out *j, const char *name, const struct extsta_payload *p,
                 int depth)
{
    struct extsta_member m;
    bool plain = extsta_payload_member(p, 0, &m) && m.name.len == 0 &&
                 (m.kind != EXTSTA_MEMBER_PART || p->form == EXTSTA_FORM_BYTES);
    if (plain) {
        tell_member(j, name ? name : "value", &m, depth);
        return;
    }
    if (name) {
        json_open(j, name);
    }
    for (size_t i = 0; extsta_payload_member(p, i, &m); i++) {
        char text[80];
        size_t len = m.name.len < sizeof text ? m.name.len : sizeof text - 1;
        if (len) {
            memcpy(text, m.name.data, len);
        }
        text[len] = 0;
        tell_member(j, len ? text : "data", &m, depth);
    }
    if (name) {
        json_close(j);
    }
}

void own_payload(struct json_out *j, const char *name, enum extsta_form form,
                 struct extsta_span buffer)
{
    struct extsta_payload p;
    if (form == EXTSTA_FORM_BYTES || !extsta_payload_read(form, buffer, &p)) {
        json_hex(j, name, buffer);
        return;
    }
    tell(j, name, &p, 0);
}
