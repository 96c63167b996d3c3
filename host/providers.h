/* Memory and randomness of the program and its contexts, from the operating system. (A
 * reproducible provider of randomness is air_random_fill of extsta/air.h.) Every request for
 * memory passes here, so that one place, the end of main, can say that one was refused (exit
 * status 4): what was done for want of memory is never passed off as a result. */
#ifndef HOST_PROVIDERS_H
#define HOST_PROVIDERS_H

#include <extsta/context.h>

/* malloc and free; what is refused is remembered. */
extern const struct extsta_memory host_memory;
/* Frees a context of this program, and remembers whether memory was refused in it. NULL is
 * fine. Returns what was not given back (extsta_context_free). */
size_t host_context_free(struct extsta_context *ctx);

/* malloc, calloc and realloc of what the program keeps beside its contexts. NULL is remembered
 * too. The caller frees with free. */
void *host_malloc(size_t size);
void *host_calloc(size_t count, size_t size);
void *host_realloc(void *block, size_t size);
/* How often one of these was refused since the program began, or a context had been refused
 * something: what was done and said may then be incomplete, and must not end as if all were
 * well. */
unsigned long host_memory_refused(void);

/* getrandom(2). Aborts the program when the kernel refuses: nothing may go on with
 * predictable nonces. */
extern const struct extsta_random host_entropy;

#endif
