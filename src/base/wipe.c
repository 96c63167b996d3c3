/* Clearing and comparing secrets (wipe.h). A plain memset before the end of a buffer's life
 * is dropped by the compiler, and memcmp ends at the first difference: neither will do. */
#define _DEFAULT_SOURCE /* explicit_bzero: glibc, musl, the BSDs */
#include "base/wipe.h"
#include <string.h>

void wipe(void *p, size_t n)
{
    explicit_bzero(p, n);
}

bool equal_ct(const void *a, const void *b, size_t n)
{
    /* volatile: every octet is read, whatever the first ones have shown. */
    const volatile uint8_t *x = (const volatile uint8_t *)a;
    const volatile uint8_t *y = (const volatile uint8_t *)b;
    uint8_t diff = 0;
    for (size_t i = 0; i < n; i++) {
        diff = (uint8_t)(diff | (x[i] ^ y[i]));
    }
    return diff == 0;
}
