/* Reading and writing the buffers that cross the boundary (extsta/payload.h), by the rows of
 * payload_table.c. Both halves write and read by it, and tell/ reads what crossed: no
 * structure of windot11.h is laid over a buffer anywhere. Octets are looked at one by one,
 * so the host's own byte order does not matter.
 *
 * Reading never fails for good: what a buffer is too short for stays zero, and the caller is
 * told that it was not whole. Every length and offset in a buffer is the sender's word and
 * held against the buffer before it is used. */
#include "base/bytes.h"
#include "boundary/payload_table.h"
#include <extsta/windot11.h>

#define HEADER_LEN 4u /* NDIS_OBJECT_HEADER: type, revision, size */

size_t extsta_form_least(enum extsta_form form)
{
    return payload_layouts[form].least;
}

size_t extsta_form_size(enum extsta_form form)
{
    return payload_layouts[form].size;
}

/* --- numbers --- */

static uint64_t load(const uint8_t *p, size_t size, bool big)
{
    uint64_t v = 0;
    for (size_t i = 0; i < size; i++) {
        v = v << 8 | p[big ? i : size - 1 - i];
    }
    return v;
}

static void store(uint8_t *p, size_t size, bool big, uint64_t v)
{
    for (size_t i = 0; i < size; i++, v >>= 8) {
        p[big ? size - 1 - i : i] = (uint8_t)v;
    }
}

/* A member of a value, as its type: 1, 2 or 8 octets in the order of the host. */
static uint64_t member_get(const uint8_t *member, size_t size)
{
    uint16_t v2;
    uint64_t v8;
    switch (size) {
    case 1:
        return *member;
    case 2:
        memcpy(&v2, member, sizeof v2);
        return v2;
    default:
        memcpy(&v8, member, sizeof v8);
        return v8;
    }
}

static void member_set(uint8_t *member, size_t size, uint64_t v)
{
    const uint16_t v2 = (uint16_t)v;
    switch (size) {
    case 1:
        *member = (uint8_t)v;
        break;
    case 2:
        memcpy(member, &v2, sizeof v2);
        break;
    default:
        memcpy(member, &v, sizeof v);
        break;
    }
}

/* --- fields --- */

/* `from` begins at the field and may end within it. */
static void field_read(const struct layout_field *f, struct extsta_span from,
                       struct extsta_payload *out)
{
    uint8_t *member = (uint8_t *)out + f->value;
    struct extsta_span s = span(from.data, from.len < f->size ? from.len : f->size);
    bool *set = (bool *)member;
    uint32_t ulong;
    switch ((enum layout_kind)f->kind) {
    case LAYOUT_ULONG:
    case LAYOUT_LONG:
        ulong = s.len == 4 ? get_le32(s.data) : 0;
        memcpy(member, &ulong, sizeof ulong);
        break;
    case LAYOUT_NUMBER:
    case LAYOUT_BIG:
        if (s.len == f->size) {
            member_set(member, f->value_size, load(s.data, s.len, f->kind == LAYOUT_BIG));
        }
        break;
    case LAYOUT_FLAG:
        *set = s.len > 0 && s.data[0] != 0;
        break;
    case LAYOUT_OCTETS:
        memcpy(member, s.data, s.len);
        break;
    case LAYOUT_NUMBERS:
        for (size_t at = 0; at + 8 <= s.len; at += 8) {
            member_set(member + at, 8, load(s.data + at, 8, false));
        }
        break;
    case LAYOUT_SPAN:
        memcpy(member, &s, sizeof s);
        break;
    }
}

/* `to` has room for the field and is zero. */
static void field_write(const struct layout_field *f, const struct extsta_payload *value,
                        uint8_t *to)
{
    const uint8_t *member = (const uint8_t *)value + f->value;
    struct extsta_span s;
    uint32_t ulong;
    switch ((enum layout_kind)f->kind) {
    case LAYOUT_ULONG:
    case LAYOUT_LONG:
        memcpy(&ulong, member, sizeof ulong);
        put_le32(to, ulong);
        break;
    case LAYOUT_NUMBER:
    case LAYOUT_BIG:
    case LAYOUT_FLAG:
        store(to, f->size, f->kind == LAYOUT_BIG, member_get(member, f->value_size));
        break;
    case LAYOUT_OCTETS:
        memcpy(to, member, f->size);
        break;
    case LAYOUT_NUMBERS:
        for (size_t at = 0; at < f->size; at += 8) {
            store(to + at, 8, false, member_get(member + at, 8));
        }
        break;
    case LAYOUT_SPAN:
        memcpy(&s, member, sizeof s);
        if (s.len) {
            memcpy(to, s.data, s.len < f->size ? s.len : f->size);
        }
        break;
    }
}

/* --- trailing data --- */

/* Steps over `most` entries of their own lengths (PHY_TYPE_INFO), or fewer: how many came
 * whole. */
static uint32_t step_over(struct extsta_part *rest, uint32_t most)
{
    struct extsta_payload entry;
    uint32_t count = 0;
    while (count < most && extsta_payload_next(rest, &entry) &&
           !entry.phy_type_info.channels.cut) {
        count++;
    }
    return count;
}

/* Finds one piece of trailing data. `there`: octets from its place to the end of the buffer;
 * `want`: octets it says it has. More wanted than there, or a place outside of the buffer:
 * cut, and the span holds what is there. */
static void part_read(const struct layout *l, const struct layout_part *p,
                      struct extsta_span fixed, struct extsta_span whole,
                      struct extsta_payload *out)
{
    struct extsta_part *part = (struct extsta_part *)(void *)((uint8_t *)out + p->value);
    uint64_t at = l->fixed, want;
    part->form = (enum extsta_form)p->form;
    if (p->offset_name && p->offset_at + 4u <= fixed.len) {
        part->offset = get_le32(fixed.data + p->offset_at);
        at = (uint64_t)l->base + part->offset;
    }
    size_t there = at < whole.len ? whole.len - (size_t)at : 0;
    /* No size is told: all there is, in whole units. */
    if (!p->size_name) {
        part->size = (uint32_t)(there / p->unit);
        part->cut = there % p->unit != 0;
        want = there;
    } else {
        if ((size_t)p->size_at + p->size_size <= fixed.len) {
            part->size = p->size_size == 4 ? get_le32(fixed.data + p->size_at)
                                           : get_le16(fixed.data + p->size_at);
        }
        want = (uint64_t)part->size * p->unit;
        /* Entries of their own lengths: how long they are together shows only by walking
         * them. */
        if (p->unit == 0) {
            struct extsta_part rest = {.form = part->form,
                                       .bytes = span(there ? whole.data + at : NULL, there)};
            uint32_t count = step_over(&rest, part->size);
            want = count < part->size ? (uint64_t)there + 1 : there - rest.bytes.len;
        }
        part->cut = want > there || (part->size > 0 && at > whole.len);
    }
    if (want > 0 && there > 0) {
        part->bytes = span(whole.data + at, want < there ? (size_t)want : there);
    }
}

/* The part of a value that a row of the table means. */
static const struct extsta_part *part_of(const struct extsta_payload *payload,
                                         const struct layout_part *p)
{
    return (const struct extsta_part *)(const void *)((const uint8_t *)payload + p->value);
}

/* Behind what is there already, `at` octets; returns how many there are then. A part whose
 * bytes are NULL and not empty is room left for the caller to fill in. */
static size_t part_write(const struct layout *l, const struct layout_part *p,
                         const struct extsta_part *part, uint8_t *out, size_t at)
{
    size_t len = part->bytes.len;
    if (p->offset_name && len > 0) { /* absent: zeros (ASC-14, MIB-29) */
        put_le32(out + p->offset_at, (uint32_t)(at - l->base));
    }
    if (p->size_name) {
        struct extsta_part rest = {.bytes = part->bytes, .form = (enum extsta_form)p->form};
        store(out + p->size_at, p->size_size, false,
              p->unit                        ? len / p->unit
              : len == 0 || part->bytes.data ? step_over(&rest, UINT32_MAX)
                                             : part->size);
    }
    if (part->bytes.data && len > 0) {
        memcpy(out + at, part->bytes.data, len);
    }
    return at + len;
}

/* --- payloads --- */

bool extsta_payload_read(enum extsta_form form, struct extsta_span buffer,
                         struct extsta_payload *out)
{
    const struct layout *l = &payload_layouts[form];
    bool whole = buffer.len >= l->least;
    struct extsta_span fixed = span(buffer.data, buffer.len < l->fixed ? buffer.len : l->fixed);
    memset(out, 0, payload_size); /* a call; in line it would cost twice as much */
    out->form = form;
    if (l->revision && buffer.len >= HEADER_LEN) {
        out->header.type = buffer.data[0];
        out->header.revision = buffer.data[1];
        out->header.size = get_le16(buffer.data + 2);
        if (l->revision > 1) { /* an earlier revision has fewer members */
            whole = whole && out->header.size >= l->least;
            if (whole && out->header.size < fixed.len) {
                fixed.len = out->header.size;
            }
        }
    }
    for (size_t i = 0; i < l->field_count; i++) {
        const struct layout_field *f = &l->fields[i];
        if (f->at < fixed.len) {
            field_read(f, span(fixed.data + f->at, fixed.len - f->at), out);
        }
    }
    for (size_t i = 0; i < l->part_count; i++) {
        part_read(l, &l->parts[i], fixed, buffer, out);
    }
    return whole;
}

bool extsta_payload_next(struct extsta_part *rest, struct extsta_payload *entry)
{
    const struct layout *l = &payload_layouts[rest->form];
    if (rest->form == EXTSTA_FORM_BYTES || rest->bytes.len < l->fixed) {
        return false;
    }
    extsta_payload_read(rest->form, rest->bytes, entry);
    size_t left = rest->bytes.len - l->fixed, tail = 0;
    for (size_t i = 0; i < l->part_count; i++) {
        tail += part_of(entry, &l->parts[i])->bytes.len;
    }
    /* KEY-03: the length of a key to be deleted means nothing; who filled in sizeof or nothing
     * at all still ends the entry at the end of the buffer. */
    if (rest->form == EXTSTA_FORM_KEY_MAPPING_KEY && entry->key.is_delete &&
        left - tail < l->fixed) {
        tail = left;
    }
    rest->bytes = span(rest->bytes.data + l->fixed + tail, left - tail);
    return true;
}

/* Measures first: with too little room nothing is written, and the caller learns how much it
 * takes (ROL-04: query of a list with too small a buffer). */
size_t extsta_payload_write(const struct extsta_payload *payload, void *out, size_t room)
{
    const struct layout *l = &payload_layouts[payload->form];
    uint8_t *to = (uint8_t *)out;
    size_t len = l->fixed;
    for (size_t i = 0; i < l->part_count; i++) {
        len += part_of(payload, &l->parts[i])->bytes.len;
    }
    len = len < l->padded ? l->padded : len;
    if (len > room) {
        return len;
    }
    if (len > 0) {
        memset(to, 0, len);
    }
    if (l->revision) { /* NDIS_OBJECT_HEADER of the default object type (ROL-01) */
        to[0] = NDIS_OBJECT_TYPE_DEFAULT;
        to[1] = l->revision;
        put_le16(to + 2, l->size);
    }
    for (size_t i = 0; i < l->field_count; i++) {
        field_write(&l->fields[i], payload, to + l->fields[i].at);
    }
    size_t at = l->fixed;
    for (size_t i = 0; i < l->part_count; i++) {
        at = part_write(l, &l->parts[i], part_of(payload, &l->parts[i]), to, at);
    }
    return len;
}
