/* Memory and randomness for a context, from the operating system. (A reproducible
 * provider is air_random_fill of extsta/air.h.) */
#ifndef HOST_PROVIDERS_H
#define HOST_PROVIDERS_H

#include <extsta/context.h>

/* malloc and free. */
extern const struct extsta_memory host_memory;

/* getrandom(2). Aborts the program when the kernel refuses: nothing may go on with
 * predictable nonces. */
extern const struct extsta_random host_entropy;

#endif
