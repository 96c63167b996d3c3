/* What a context takes from the operating system. */
#include "providers.h"
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>

/* Tables of many stations are read all over: with large pages their addresses stay in the
 * TLB, and the kernel makes them with few faults. Where it has none the advice is void. */
#define LARGE_PAGE ((size_t)2 << 20)

static void *memory_alloc(void *user, size_t size)
{
    void *block = NULL;
    if (size < LARGE_PAGE) {
        return malloc(size);
    }
    if (posix_memalign(&block, LARGE_PAGE, size) != 0) {
        return NULL;
    }
    madvise(block, size / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);
    return block;
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
