/* Names of the results of calls. */
#include <extsta/types.h>

const char *extsta_strerror(enum extsta_error e)
{
    switch (e) {
    case EXTSTA_OK:
        return "success";
    case EXTSTA_E_USAGE:
        return "wrong use of the call";
    case EXTSTA_E_STATE:
        return "not possible in this state";
    case EXTSTA_E_TOO_SMALL:
        return "buffer too small";
    case EXTSTA_E_NOT_FOUND:
        return "not found";
    case EXTSTA_E_NO_MEMORY:
        return "out of memory";
    case EXTSTA_E_MALFORMED:
        return "malformed data";
    case EXTSTA_E_TRUNCATED:
        return "truncated data";
    case EXTSTA_E_POLICY:
        return "refused by policy";
    case EXTSTA_E_CRYPTO:
        return "cryptographic failure";
    case EXTSTA_E_INTEGRITY:
        return "integrity check failed";
    case EXTSTA_E_REPLAY:
        return "replayed";
    case EXTSTA_E_TIMEOUT:
        return "timed out";
    case EXTSTA_E_CANCELLED:
        return "cancelled";
    case EXTSTA_E_UNSUPPORTED:
        return "not supported";
    }
    return "unknown error";
}
