/* An extension whose table of handlers has a hole, at the place that the environment variable
 * HOLE names: the loader must refuse it (loader.c). */
#include <extsta/wlanihv.h>
#include <stdlib.h>
#include <string.h>

DWORD WINAPI Dot11ExtIhvGetVersionInfo(PDOT11_IHV_VERSION_INFO info);
DWORD WINAPI Dot11ExtIhvInitService(DWORD version, PDOT11EXT_APIS functions, LPVOID reserved,
                                    PDOT11EXT_IHV_HANDLERS handlers);

/* Stands for every handler; only deinit-service is ever called. */
static void nothing(void)
{
}

DWORD WINAPI Dot11ExtIhvGetVersionInfo(PDOT11_IHV_VERSION_INFO info)
{
    *info = (DOT11_IHV_VERSION_INFO){0, 0};
    return ERROR_SUCCESS;
}

DWORD WINAPI Dot11ExtIhvInitService(DWORD version, PDOT11EXT_APIS functions, LPVOID reserved,
                                    PDOT11EXT_IHV_HANDLERS handlers)
{
    const char *hole = getenv("HOLE");
    void (*table[sizeof *handlers / sizeof(void *)])(void);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        table[i] = hole && (size_t)atoi(hole) == i ? NULL : nothing;
    }
    memcpy(handlers, table, sizeof table);
    return ERROR_SUCCESS;
}
