/* What the fuzz targets share. A target is LLVMFuzzerTestOneInput: linked with libFuzzer
 * (-Dfuzz=true, clang) or with replay.c, which runs it over its corpus. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include "base/bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold for every input. */
#define FUZZ_CHECK(condition)                                                                  \
    do {                                                                                       \
        if (!(condition)) {                                                                    \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);     \
            abort();                                                                           \
        }                                                                                      \
    } while (0)

/* A span that was handed out must lie in the bytes that were parsed. */
static inline void fuzz_check_inside(struct extsta_span part, struct extsta_span whole)
{
    if (part.data) {
        FUZZ_CHECK(part.data >= whole.data && part.data <= whole.data + whole.len);
        FUZZ_CHECK(part.len <= (size_t)(whole.data + whole.len - part.data));
    } else {
        FUZZ_CHECK(part.len == 0);
    }
}

#endif
