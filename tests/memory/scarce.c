/* Memory that runs out, for a whole program: preloaded in front of the C library's allocator,
 * so that libcrypto, Lua, libxml2, zlib and stdio are refused as well as the core.
 *
 *   SCARCE_FROM=n    the n-th request is refused (from 1, counted from the program's start) ...
 *   SCARCE_TIMES=m   ... and the m - 1 after it; 0: all of them. Default 1
 *   SCARCE_COUNT=f   "requests refused" goes to the file f when the program ends
 *
 * Requests before the constructor (the loader's own) neither count nor fail. One thread counts;
 * the programs under test have one. */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The C library's own, under the names that it keeps when the public ones are replaced. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static unsigned long requests, refused, from, times = 1;
static bool counting;

static bool refuse(void)
{
    if (!counting) {
        return false;
    }
    requests++;
    if (from == 0 || requests < from || (times != 0 && requests - from >= times)) {
        return false;
    }
    refused++;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return refuse() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return refuse() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    /* To nothing is to free; no program counts on that to succeed or fail. */
    return block && size == 0 ? __libc_realloc(block, size)
           : refuse()         ? NULL
                              : __libc_realloc(block, size);
}

void *reallocarray(void *block, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(block, count * size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    void *block = refuse() ? NULL : __libc_memalign(alignment, size);
    if (!block) {
        return ENOMEM;
    }
    *out = block;
    return 0;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return refuse() ? NULL : __libc_memalign(alignment, size);
}

void *memalign(size_t alignment, size_t size)
{
    return refuse() ? NULL : __libc_memalign(alignment, size);
}

static unsigned long number(const char *name, unsigned long otherwise)
{
    const char *text = getenv(name);
    return text ? strtoul(text, NULL, 10) : otherwise;
}

__attribute__((constructor)) static void begin(void)
{
    from = number("SCARCE_FROM", 0);
    times = number("SCARCE_TIMES", 1);
    counting = true;
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("SCARCE_COUNT");
    char text[64];
    counting = false;
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    if (fd >= 0) {
        int n = snprintf(text, sizeof text, "%lu %lu\n", requests, refused);
        (void)!write(fd, text, (size_t)n);
        close(fd);
    }
}
