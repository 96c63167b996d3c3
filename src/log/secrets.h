/* Which octets of a value are key material, or may be: never written into a log (IHV-39). Used
 * by write.c. What is judged secret depends on the octets that are shown alone, so a log that
 * was read and is written again withholds the same. */
#ifndef LOG_SECRETS_H
#define LOG_SECRETS_H

#include <extsta/output.h>

enum secrets {
    SECRETS_NONE,
    SECRETS_ALL,
    SECRETS_OID,      /* a buffer of the OID `code`, in or out */
    SECRETS_IHV,      /* data of a call of an extension's handler of type `code` */
    SECRETS_FUNCTION, /* data of an extension's function of type `code` */
};

/* Calls `run` for the octets of a buffer in order, as many at a time as are all shown or all
 * withheld. */
void secrets_walk(enum secrets kind, uint32_t code, struct extsta_span octets,
                  void (*run)(void *user, struct extsta_span octets, bool secret), void *user);

#endif
