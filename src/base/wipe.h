/* Secrets: clearing that is not optimized away, comparison in constant time. For every key,
 * MIC and passphrase of the core (CONTRIBUTING.md). */
#ifndef BASE_WIPE_H
#define BASE_WIPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Overwrites memory with zeros; the compiler cannot drop it. */
void wipe(void *p, size_t n);

/* Whether n octets are equal, without a data-dependent branch or early exit: how long it
 * takes tells nobody how much of a MIC was right. */
bool equal_ct(const void *a, const void *b, size_t n);

#endif
