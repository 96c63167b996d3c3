/* What depends on the compiler: the only place with extensions of GCC and Clang
 * (CONTRIBUTING.md), each with a plain way beside it. */
#ifndef BASE_COMPAT_H
#define BASE_COMPAT_H

#include <stdint.h>

/* Under AddressSanitizer each block of a pool is one of the embedder's, so that it sees
 * overruns, uses after free and leaks that slabs would hide (and a test can let every single
 * allocation fail). */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define COMPAT_ADDRESS_SANITIZER 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define COMPAT_ADDRESS_SANITIZER 1
#endif

/* Zeroes the padding of a structure, where the compiler can. */
#if defined(__has_builtin)
#if __has_builtin(__builtin_clear_padding)
#define COMPAT_CLEAR_PADDING(p) __builtin_clear_padding(p)
#endif
#endif

/* A hint that `p` will be read soon. */
#if defined(__GNUC__)
#define compat_prefetch(p) __builtin_prefetch(p)
#else
#define compat_prefetch(p) ((void)(p))
#endif

/* The number of the highest bit that is set; v is not 0. */
static inline uint32_t compat_log2(uint32_t v)
{
#if defined(__GNUC__)
    return 31u - (uint32_t)__builtin_clz(v);
#else
    uint32_t n = 0;
    while (v >>= 1) {
        n++;
    }
    return n;
#endif
}

#endif
