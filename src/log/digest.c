/* Outputs as one number each (extsta/recorder.h): a third interpreter of table.h beside writer
 * and reader, so that no member is forgotten. What a replay compares, and no secret hash: who
 * could choose outputs could choose two of the same number. */
#include "base/bytes.h"
#include "base/native.h"
#include "log/table.h"
#include <extsta/recorder.h>

/* Multiply and fold: each bit of a word reaches the whole number. */
static uint64_t mix(uint64_t h, uint64_t word)
{
    h = (h ^ word) * 0x9fb21c651e98df25ull;
    return h ^ h >> 32;
}

uint64_t extsta_digest(uint64_t seed, struct extsta_span octets)
{
    uint64_t h = mix(seed, octets.len + 0x8ebc6af09c88c6e3ull);
    const uint8_t *p = octets.data;
    size_t left = octets.len;
    for (; left >= 8; left -= 8, p += 8) {
        h = mix(h, get_le64(p));
    }
    uint64_t last = 0;
    for (size_t i = 0; i < left; i++) {
        last |= (uint64_t)p[i] << 8 * i;
    }
    return left ? mix(h, last) : h;
}

/* Names stay from one version of the library to the next, numbers of enums need not. */
static uint64_t digest_name(uint64_t h, const char *name)
{
    return name ? extsta_digest(h, span(name, strlen(name))) : mix(h, 1);
}

static uint64_t digest_row(uint64_t h, const struct log_row *row, const void *at)
{
    struct extsta_span octets;
    const char *text;
    uint64_t serials[2];
    switch ((enum log_type)row->type) {
    case LOG_NUMBER:
    case LOG_SIGNED:
    case LOG_BOOL:
    case LOG_SECONDS:
    case LOG_DURATION:
    case LOG_CODE:
        return mix(h, native_load(at, row->size));
    case LOG_WORD:
        return digest_name(h, row->words((unsigned)native_load(at, row->size)));
    case LOG_RULE:
        return digest_name(h, extsta_rule_id((enum extsta_rule)native_load(at, row->size)));
    case LOG_MAC:
        return extsta_digest(h, span(at, sizeof(struct extsta_mac)));
    case LOG_NAME:
        memcpy(&text, at, sizeof text);
        return digest_name(h, text);
    case LOG_TEXT:
        return digest_name(h, at);
    case LOG_SSID:
    case LOG_OCTETS:
        memcpy(&octets, at, sizeof octets);
        return extsta_digest(h, octets);
    case LOG_EVIDENCE:
        memcpy(serials, at, sizeof serials);
        return mix(mix(h, serials[0]), serials[1]);
    case LOG_DERIVED: /* of the other members */
        break;
    }
    return h;
}

uint64_t extsta_output_digest(const struct extsta_output *output)
{
    if ((unsigned)output->type >= EXTSTA_OUT_TYPES) {
        return 0;
    }
    const struct log_rows *rows = &log_rows[output->type];
    uint64_t h = digest_name(0, log_line_name(output));
    for (size_t i = 0; i < rows->count; i++) {
        const struct log_row *row = &rows->rows[i];
        if (log_row_applies(rows, row, output)) {
            h = digest_row(h, row, (const char *)output + row->at);
        }
    }
    return h;
}
