/* The members of a payload by name (extsta/payload.h), by the same rows by which payload.c
 * reads and writes buffers: a script, or a tool of somebody else's, knows every structure
 * without a line of its own for it. */
#include "base/bytes.h"
#include "boundary/payload_table.h"
#include <string.h>

const char *extsta_form_name(enum extsta_form form)
{
    return payload_layouts[form].name;
}

/* "uIEs" of uIEsOffset. */
static struct extsta_span part_name(const struct layout_part *p)
{
    const size_t suffix = sizeof "Offset" - 1;
    size_t len = p->offset_name ? strlen(p->offset_name) : 0;
    return span(p->offset_name, len > suffix ? len - suffix : 0);
}

static enum extsta_member_kind kind_of(const struct layout_field *f)
{
    switch ((enum layout_kind)f->kind) {
    case LAYOUT_LONG:
        return EXTSTA_MEMBER_SIGNED;
    case LAYOUT_FLAG:
        return EXTSTA_MEMBER_FLAG;
    case LAYOUT_OCTETS:
    case LAYOUT_SPAN:
        return EXTSTA_MEMBER_OCTETS;
    case LAYOUT_NUMBERS:
        return EXTSTA_MEMBER_COUNTERS;
    case LAYOUT_ULONG:
    case LAYOUT_NUMBER:
    case LAYOUT_BIG:
        break;
    }
    return EXTSTA_MEMBER_NUMBER;
}

/* A number of whatever width, as the value keeps it. */
static uint64_t number_get(const struct layout_field *f, const uint8_t *at)
{
    uint16_t v2;
    uint32_t v4;
    uint64_t v8;
    int32_t l;
    switch (f->value_size) {
    case 1:
        return *at;
    case 2:
        memcpy(&v2, at, sizeof v2);
        return v2;
    case 4:
        memcpy(&l, at, sizeof l);
        memcpy(&v4, at, sizeof v4);
        return f->kind == LAYOUT_LONG ? (uint64_t)(int64_t)l : v4;
    default:
        memcpy(&v8, at, sizeof v8);
        return v8;
    }
}

static void number_set(const struct layout_field *f, uint8_t *at, uint64_t v)
{
    const uint16_t v2 = (uint16_t)v;
    const uint32_t v4 = (uint32_t)v;
    switch (f->value_size) {
    case 1:
        *at = f->kind == LAYOUT_FLAG ? v != 0 : (uint8_t)v;
        break;
    case 2:
        memcpy(at, &v2, sizeof v2);
        break;
    case 4:
        memcpy(at, &v4, sizeof v4);
        break;
    default:
        memcpy(at, &v, sizeof v);
        break;
    }
}

bool extsta_payload_member(const struct extsta_payload *payload, size_t index,
                           struct extsta_member *member)
{
    const struct layout *l = &payload_layouts[payload->form];
    *member = (struct extsta_member){0};
    if (index >= (size_t)l->field_count + l->part_count) {
        return false;
    }
    if (index >= l->field_count) {
        const struct layout_part *p = &l->parts[index - l->field_count];
        member->name = part_name(p);
        member->kind = EXTSTA_MEMBER_PART;
        memcpy(&member->part, (const uint8_t *)payload + p->value, sizeof member->part);
        member->part.form = (enum extsta_form)p->form;
        return true;
    }
    const struct layout_field *f = &l->fields[index];
    const uint8_t *at = (const uint8_t *)payload + f->value;
    member->name = span(f->name, f->name ? strlen(f->name) : 0);
    member->kind = kind_of(f);
    member->size = f->size;
    if (f->kind == LAYOUT_SPAN) {
        memcpy(&member->octets, at, sizeof member->octets);
    } else if (f->kind == LAYOUT_OCTETS || f->kind == LAYOUT_NUMBERS) {
        member->octets = span(at, f->size);
    } else {
        member->number = number_get(f, at);
    }
    return true;
}

bool extsta_payload_set(struct extsta_payload *payload, size_t index,
                        const struct extsta_member *member)
{
    const struct layout *l = &payload_layouts[payload->form];
    if (index >= (size_t)l->field_count + l->part_count) {
        return false;
    }
    if (index >= l->field_count) {
        const struct layout_part *p = &l->parts[index - l->field_count];
        struct extsta_part part = member->part;
        part.form = (enum extsta_form)p->form;
        memcpy((uint8_t *)payload + p->value, &part, sizeof part);
        return true;
    }
    const struct layout_field *f = &l->fields[index];
    uint8_t *at = (uint8_t *)payload + f->value;
    if (f->kind == LAYOUT_SPAN || f->kind == LAYOUT_OCTETS || f->kind == LAYOUT_NUMBERS) {
        if (member->octets.len > f->size) {
            return false;
        }
        if (f->kind == LAYOUT_SPAN) {
            memcpy(at, &member->octets, sizeof member->octets);
            return true;
        }
        memset(at, 0, f->size);
        if (member->octets.len) {
            memcpy(at, member->octets.data, member->octets.len);
        }
        return true;
    }
    number_set(f, at, member->number);
    return true;
}
