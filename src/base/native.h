/* Numbers as members of structures have them: 1, 2, 4 or 8 octets in the machine's order, at
 * any address. For whoever goes by a table of offsets and sizes; what goes on the wire is read
 * by bytes.h. */
#ifndef BASE_NATIVE_H
#define BASE_NATIVE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t native_load(const void *at, size_t size)
{
    uint64_t u64 = 0;
    uint32_t u32;
    uint16_t u16;
    switch (size) {
    case 1:
        return *(const uint8_t *)at;
    case 2:
        memcpy(&u16, at, sizeof u16);
        return u16;
    case 4:
        memcpy(&u32, at, sizeof u32);
        return u32;
    case 8:
        memcpy(&u64, at, sizeof u64);
        return u64;
    }
    return u64;
}

/* Of the value the low octets. */
static inline void native_store(void *at, size_t size, uint64_t value)
{
    uint32_t u32 = (uint32_t)value;
    uint16_t u16 = (uint16_t)value;
    uint8_t u8 = (uint8_t)value;
    memcpy(at,
           size == 1   ? (void *)&u8
           : size == 2 ? (void *)&u16
           : size == 4 ? (void *)&u32
                       : (void *)&value,
           size);
}

#endif
