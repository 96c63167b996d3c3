/* What tables say, as a number (form.h): a form is read only where it says the same. */
#include "base/form_inside.h"

static uint64_t mix(uint64_t h, const void *data, size_t len)
{
    const uint8_t *p = data;
    for (size_t i = 0; i < len; i++) {
        h = (h ^ p[i]) * 0x100000001b3u; /* FNV-1a: the same on every machine */
    }
    return h;
}

static uint64_t mix_number(uint64_t h, uint64_t v)
{
    uint8_t octets[8];
    put_le64(octets, v);
    return mix(h, octets, sizeof octets);
}

/* Of what is written: not of places and sizes, which differ between machines. */
uint64_t form_digest(const struct form_table *t, uint64_t h)
{
    h = mix(h, t->name, strlen(t->name));
    for (size_t i = 0; i < t->count; i++) {
        const struct form_row *row = &t->rows[i];
        if (!form_is_written(row)) {
            continue;
        }
        h = mix(h, row->name, strlen(row->name));
        h = mix_number(h, row->kind);
        h = mix_number(h, row->usual);
        if (row->of) {
            h = form_digest(row->of, h);
        }
        if (row->share && row->share->of) {
            h = form_digest(row->share->of, h);
        }
    }
    return t->tail.of ? form_digest(t->tail.of, h) : mix_number(h, t->tail.item);
}
