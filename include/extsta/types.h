/* Basic value types of the public interface.
 *
 * Nothing here allocates, reads a clock or does I/O. */
#ifndef EXTSTA_TYPES_H
#define EXTSTA_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A moment in microseconds since an epoch the embedder chooses (the unit of the
 * 802.11 TSF). The library never asks for the time: every call that can depend on
 * it takes it as an argument, and it must not run backwards on one station. */
typedef uint64_t extsta_time;

/* "No deadline": greater than every real moment. */
#define EXTSTA_NEVER UINT64_MAX

/* One time unit (TU) of 802.11: 1024 microseconds. */
#define EXTSTA_TU 1024u
#define EXTSTA_MS 1000u
#define EXTSTA_SECOND 1000000u

/* An EUI-48 MAC address in the order of transmission. */
struct extsta_mac {
    uint8_t b[6];
};

/* An Internet address: of family 4 the first four octets, of family 6 all; 0: no address. */
struct extsta_ip {
    uint8_t family;
    uint8_t b[16];
};

/* Borrowed bytes. Whoever hands out a span says how long it stays valid. */
struct extsta_span {
    const uint8_t *data;
    size_t len;
};

/* Results of calls. The classes are disjoint, and none of these numbers ever
 * shares a variable with a peer's reason or status code (IEEE 802.11-2020 9.4.1.7,
 * 9.4.1.9) or with a DOT11_ASSOC_STATUS. Protocol failures are not errors of a
 * call: they are outputs with a cause (cause.h). */
enum extsta_error {
    EXTSTA_OK = 0,
    /* class 1: the caller's mistake */
    EXTSTA_E_USAGE = 0x100,
    EXTSTA_E_STATE = 0x101,
    EXTSTA_E_TOO_SMALL = 0x102,
    EXTSTA_E_NOT_FOUND = 0x103,
    /* class 2: resources */
    EXTSTA_E_NO_MEMORY = 0x200,
    /* class 3: bytes that are not what they claim to be */
    EXTSTA_E_MALFORMED = 0x300,
    EXTSTA_E_TRUNCATED = 0x301,
    /* class 4: understood and refused */
    EXTSTA_E_POLICY = 0x400,
    /* class 5: cryptography */
    EXTSTA_E_CRYPTO = 0x500,
    EXTSTA_E_INTEGRITY = 0x501,
    EXTSTA_E_REPLAY = 0x502,
    /* class 6: time and cancellation */
    EXTSTA_E_TIMEOUT = 0x600,
    EXTSTA_E_CANCELLED = 0x601,
    /* class 7 */
    EXTSTA_E_UNSUPPORTED = 0x700,
};

/* The class of an error: the value with its low byte cleared (0 for EXTSTA_OK). */
static inline unsigned extsta_error_class(enum extsta_error e)
{
    return (unsigned)e & ~0xffu;
}

/* A constant English name for an error, for logs and messages. Never NULL. */
const char *extsta_strerror(enum extsta_error e);

#ifdef __cplusplus
}
#endif
#endif
