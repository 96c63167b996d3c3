/* Texts of the results of calls (enum extsta_error), for messages to people. */
#include "base/names.h"
#include <extsta/types.h>

const char *extsta_strerror(enum extsta_error e)
{
    static const char *const names[] = {
        [EXTSTA_OK] = "success",
        [EXTSTA_E_USAGE] = "wrong use of the call",
        [EXTSTA_E_STATE] = "not possible in this state",
        [EXTSTA_E_TOO_SMALL] = "buffer too small",
        [EXTSTA_E_NOT_FOUND] = "not found",
        [EXTSTA_E_NO_MEMORY] = "out of memory",
        [EXTSTA_E_MALFORMED] = "malformed data",
        [EXTSTA_E_TRUNCATED] = "truncated data",
        [EXTSTA_E_POLICY] = "refused by policy",
        [EXTSTA_E_CRYPTO] = "cryptographic failure",
        [EXTSTA_E_INTEGRITY] = "integrity check failed",
        [EXTSTA_E_REPLAY] = "replayed",
        [EXTSTA_E_TIMEOUT] = "timed out",
        [EXTSTA_E_CANCELLED] = "cancelled",
        [EXTSTA_E_UNSUPPORTED] = "not supported",
    };
    return NAME_AT(names, e, "unknown error");
}
