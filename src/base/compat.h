/* What depends on the compiler. */
#ifndef BASE_COMPAT_H
#define BASE_COMPAT_H

/* Under AddressSanitizer freed blocks are poisoned, so that it sees a use after free
 * although the slab stays ours. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOL_POISONS 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define POOL_POISONS 1
#endif
#ifdef POOL_POISONS
#include <sanitizer/asan_interface.h>
#define poison(p, n)   ASAN_POISON_MEMORY_REGION(p, n)
#define unpoison(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define poison(p, n)   ((void)(p), (void)(n))
#define unpoison(p, n) ((void)(p), (void)(n))
#endif

/* A hint that `p` will be read soon. */
#if defined(__GNUC__)
#define compat_prefetch(p) __builtin_prefetch(p)
#else
#define compat_prefetch(p) ((void)(p))
#endif

#endif
