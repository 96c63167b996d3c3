/* An extension that speaks another version of the interface: it must not be initialized. */
#include <extsta/wlanihv.h>
#include <stdlib.h>

DWORD WINAPI Dot11ExtIhvGetVersionInfo(PDOT11_IHV_VERSION_INFO info);
DWORD WINAPI Dot11ExtIhvInitService(DWORD version, PDOT11EXT_APIS functions, LPVOID reserved,
                                    PDOT11EXT_IHV_HANDLERS handlers);

DWORD WINAPI Dot11ExtIhvGetVersionInfo(PDOT11_IHV_VERSION_INFO info)
{
    *info = (DOT11_IHV_VERSION_INFO){1, 2};
    return ERROR_SUCCESS;
}

DWORD WINAPI Dot11ExtIhvInitService(DWORD version, PDOT11EXT_APIS functions, LPVOID reserved,
                                    PDOT11EXT_IHV_HANDLERS handlers)
{
    abort(); /* IHV-01 */
}
