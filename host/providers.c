/* What the program and its contexts get of the operating system, and how often that was
 * refused. */
#include "providers.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>

/* Tables of many stations are read all over: with large pages their addresses stay in the
 * TLB, and the kernel makes them with few faults. Where it has none the advice is void. */
#define LARGE_PAGE ((size_t)2 << 20)

static atomic_ulong refused; /* extensions have threads of their own */

/* NULL is counted, whoever asked. */
static void *remember(void *block)
{
    if (!block) {
        refused++;
    }
    return block;
}

/* Blocks of a context: of 2 MiB or more they are whole large pages, if the kernel has some. */
static void *memory_alloc(void *user, size_t size)
{
    void *block = NULL;
    if (size < LARGE_PAGE) {
        return host_malloc(size);
    }
    if (posix_memalign(&block, LARGE_PAGE, size) != 0) {
        return remember(NULL);
    }
    madvise(block, size / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);
    return block;
}

static void memory_release(void *user, void *block, size_t size)
{
    free(block);
}

const struct extsta_memory host_memory = {memory_alloc, memory_release, NULL};

size_t host_context_free(struct extsta_context *ctx)
{
    if (ctx && extsta_context_refused(ctx)) {
        refused++; /* also what its cryptography did not get */
    }
    return extsta_context_free(ctx);
}

void *host_malloc(size_t size)
{
    return remember(malloc(size));
}

void *host_calloc(size_t count, size_t size)
{
    return remember(calloc(count, size));
}

void *host_realloc(void *block, size_t size)
{
    return remember(realloc(block, size));
}

unsigned long host_memory_refused(void)
{
    return refused;
}

/* A long request may be filled in parts. `stream` does not matter: nobody's draws can be told
 * from another's. */
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
