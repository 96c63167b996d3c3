/* What every unit test includes: cmocka and the usual providers of a context. */
#ifndef TESTS_UNIT_TESTING_H
#define TESTS_UNIT_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "../providers.h"

/* For the members of a structure that stands as octets somewhere: numbers whose octets in
 * memory are little-endian, as those of the miniport boundary are on every machine. */
static inline uint64_t le64(uint64_t value)
{
    const uint8_t octets[8] = {(uint8_t)value,         (uint8_t)(value >> 8),
                               (uint8_t)(value >> 16), (uint8_t)(value >> 24),
                               (uint8_t)(value >> 32), (uint8_t)(value >> 40),
                               (uint8_t)(value >> 48), (uint8_t)(value >> 56)};
    memcpy(&value, octets, sizeof value);
    return value;
}

static inline uint32_t le32(uint32_t value)
{
    const uint64_t all = le64(value);
    memcpy(&value, &all, sizeof value);
    return value;
}

static inline uint16_t le16(uint16_t value)
{
    const uint64_t all = le64(value);
    memcpy(&value, &all, sizeof value);
    return value;
}

#endif
