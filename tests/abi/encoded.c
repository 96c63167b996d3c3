/* What the writer of payloads (src/boundary/payload.c) puts where: for each field of each
 * structure a distinctive value, alone, is written; the octets that changed are printed, and
 * whether the reader gets the value back. payload_abi.py holds the lines against the tables
 * of the ABI:
 *
 *   structure FORM NAME fixed revision least header
 *   field FORM NAME offset octets       the field as written
 *   whole FORM - offset octets          the structure is one array
 *   offset FORM NAME offset octets want of trailing data
 *   size FORM NAME offset octet         ... its lowest octet
 * With "!" in front, the reader got something else.
 */
#include "boundary/payload_table.h"
#include <stdio.h>
#include <string.h>

#define ROOM 2048u

/* 0x81 at the end that counts least, then 0x82 ... : no two octets of it are equal. */
static void set_distinctive(uint8_t *member, const struct layout_field *f)
{
    static uint8_t span_octets[ROOM];
    uint64_t v = 0x8887868584838281u;
    struct extsta_span s = {span_octets, f->size};
    switch ((enum layout_kind)f->kind) {
    case LAYOUT_ULONG:
    case LAYOUT_LONG:
    case LAYOUT_NUMBER:
    case LAYOUT_BIG: {
        uint8_t v1 = (uint8_t)v;
        uint16_t v2 = (uint16_t)v;
        uint32_t v4 = (uint32_t)v;
        v = f->size < 8 ? v & ((UINT64_C(1) << 8 * f->size) - 1) : v;
        memcpy(member,
               f->value_size == 1   ? (const void *)&v1
               : f->value_size == 2 ? (const void *)&v2
               : f->value_size == 4 ? (const void *)&v4
                                    : (const void *)&v,
               f->value_size);
        break;
    }
    case LAYOUT_FLAG:
        *(bool *)member = true;
        break;
    case LAYOUT_OCTETS:
        for (size_t i = 0; i < f->size; i++) {
            member[i] = (uint8_t)(0x81 + i);
        }
        break;
    case LAYOUT_NUMBERS:
        for (size_t i = 0; i < f->size / 8u; i++) {
            uint64_t n = v + (UINT64_C(0x0101010101010101) * i);
            memcpy(member + 8 * i, &n, sizeof n);
        }
        break;
    case LAYOUT_SPAN:
        for (size_t i = 0; i < f->size; i++) {
            span_octets[i] = (uint8_t)(0x81 + i % 0x7e);
        }
        memcpy(member, &s, sizeof s);
        break;
    }
}

static bool same_member(const struct layout_field *f, const uint8_t *a, const uint8_t *b)
{
    struct extsta_span x, y;
    if (f->kind != LAYOUT_SPAN) {
        return memcmp(a, b, f->value_size) == 0;
    }
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
}

static void print_changed(bool read, const char *kind, enum extsta_form form, const char *name,
                          const uint8_t *with, const uint8_t *without, size_t len)
{
    size_t first = 0, last = len;
    while (first < len && with[first] == without[first]) {
        first++;
    }
    while (last > first && with[last - 1] == without[last - 1]) {
        last--;
    }
    printf("%s%s %d %s %zu ", read ? "" : "!", kind, (int)form, name, first);
    for (size_t i = first; i < last; i++) {
        printf("%02x", with[i]);
    }
    printf("\n");
}

static void try_field(enum extsta_form form, const struct layout_field *f)
{
    uint8_t with[ROOM], without[ROOM];
    struct extsta_payload value = {.form = form}, zero = {.form = form}, back;
    set_distinctive((uint8_t *)&value + f->value, f);
    size_t len = extsta_payload_write(&value, with, sizeof with);
    extsta_payload_write(&zero, without, sizeof without);
    bool read = extsta_payload_read(form, (struct extsta_span){with, len}, &back) &&
                same_member(f, (uint8_t *)&value + f->value, (uint8_t *)&back + f->value);
    if (f->name) {
        print_changed(read, "field", form, f->name, with, without, len);
    } else { /* all of the structure is one array */
        print_changed(read, "whole", form, "-", with, without, len);
    }
}

/* Three units of trailing data; offset and size are then what changed in the fixed part. */
static void try_part(enum extsta_form form, const struct layout *l, const struct layout_part *p)
{
    static const uint8_t octets[ROOM / 2] = {0xee};
    uint8_t with[ROOM], without[ROOM];
    size_t units = p->unit == 0 ? 1 : 3, unit = p->unit == 0 ? 28 : p->unit;
    struct extsta_payload value = {.form = form}, zero = {.form = form}, back;
    struct extsta_part *part = (struct extsta_part *)(void *)((uint8_t *)&value + p->value);
    struct extsta_part *got = (struct extsta_part *)(void *)((uint8_t *)&back + p->value);
    part->bytes = (struct extsta_span){octets, units * unit};
    size_t len = extsta_payload_write(&value, with, sizeof with);
    extsta_payload_write(&zero, without, sizeof without);
    bool read = extsta_payload_read(form, (struct extsta_span){with, len}, &back) &&
                got->size == units && !got->cut && got->bytes.data == with + l->fixed &&
                got->bytes.len == units * unit;
    const uint8_t *o = with + p->offset_at;
    if (p->offset_name) {
        printf("%soffset %d %s %u %02x%02x%02x%02x %d\n", read ? "" : "!", (int)form,
               p->offset_name, p->offset_at, o[0], o[1], o[2], o[3], l->fixed - l->base);
        memset(with + p->offset_at, 0, 4);
    }
    if (p->size_name) { /* the size is small: only its lowest octet changed */
        print_changed(read, "size", form, p->size_name, with, without, l->fixed);
    }
}

int main(void)
{
    for (int form = 0; form < EXTSTA_FORMS; form++) {
        const struct layout *l = &payload_layouts[form];
        if (!l->name) {
            continue;
        }
        uint8_t out[ROOM];
        struct extsta_payload zero = {.form = (enum extsta_form)form};
        size_t len = extsta_payload_write(&zero, out, sizeof out);
        printf("structure %d %s %u %u %u ", form, l->name, l->fixed, l->revision, l->least);
        for (size_t i = 0; i < 4 && i < len; i++) {
            printf("%02x", out[i]);
        }
        printf("\n");
        for (size_t i = 0; i < l->field_count; i++) {
            try_field((enum extsta_form)form, &l->fields[i]);
        }
        for (size_t i = 0; i < l->part_count; i++) {
            try_part((enum extsta_form)form, l, &l->parts[i]);
        }
    }
    return 0;
}
