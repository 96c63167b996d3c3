#include "providers.h"
#include <stdlib.h>
#include <sys/random.h>

static void *memory_alloc(void *user, size_t size)
{
    return malloc(size);
}

static void memory_release(void *user, void *block, size_t size)
{
    free(block);
}

const struct extsta_memory host_memory = {memory_alloc, memory_release, NULL};

static void entropy_fill(void *user, uint64_t stream, uint8_t *out, size_t len)
{
    while (len) {
        ssize_t n = getrandom(out, len, 0);
        if (n < 0) {
            abort();
        }
        out += n;
        len -= (size_t)n;
    }
}

const struct extsta_random host_entropy = {entropy_fill, NULL};
