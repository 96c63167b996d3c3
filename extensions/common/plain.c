/* See plain.h. */
#include "plain.h"

static DWORD WINAPI perform_capability_match(HANDLE handle, PDOT11EXT_IHV_PROFILE_PARAMS params,
                                             PDOT11EXT_IHV_CONNECTIVITY_PROFILE connectivity,
                                             PDOT11EXT_IHV_SECURITY_PROFILE security,
                                             PDOT11_BSS_LIST list, PDWORD reason)
{
    *reason = 0;
    return ERROR_SUCCESS;
}

static DWORD WINAPI create_discovery_profiles(HANDLE handle, BOOL insecure,
                                              PDOT11EXT_IHV_PROFILE_PARAMS params,
                                              PDOT11_BSS_LIST list,
                                              PDOT11EXT_IHV_DISCOVERY_PROFILE_LIST out,
                                              PDWORD reason)
{
    *reason = 0;
    *out = (DOT11EXT_IHV_DISCOVERY_PROFILE_LIST){0};
    return ERROR_SUCCESS;
}

static DWORD WINAPI process_session_change(ULONG event, PWTSSESSION_NOTIFICATION session)
{
    return ERROR_SUCCESS;
}

static DWORD WINAPI receive_indication(HANDLE handle, DOT11EXT_IHV_INDICATION_TYPE type,
                                       ULONG len, LPVOID buffer)
{
    return ERROR_SUCCESS;
}

static DWORD WINAPI is_ui_request_pending(GUID request, PBOOL pending)
{
    *pending = FALSE;
    return ERROR_SUCCESS;
}

static DWORD WINAPI process_ui_response(GUID request, DWORD len, LPVOID response)
{
    return ERROR_NOT_SUPPORTED;
}

static DWORD WINAPI query_ui_request(HANDLE handle, DOT11EXT_IHV_CONNECTION_PHASE phase,
                                     PDOT11EXT_IHV_UI_REQUEST *request)
{
    *request = NULL;
    return ERROR_SUCCESS;
}

static DWORD WINAPI onex_indicate_result(HANDLE handle, DOT11_MSONEX_RESULT result,
                                         PDOT11_MSONEX_RESULT_PARAMS params)
{
    return ERROR_NOT_SUPPORTED;
}

static DWORD WINAPI control(HANDLE handle, DWORD in_len, PBYTE in, DWORD out_len, PBYTE out,
                            PDWORD returned)
{
    return ERROR_NOT_SUPPORTED;
}

void plain_handlers(DOT11EXT_IHV_HANDLERS *handlers)
{
    handlers->Dot11ExtIhvPerformCapabilityMatch = perform_capability_match;
    handlers->Dot11ExtIhvCreateDiscoveryProfiles = create_discovery_profiles;
    handlers->Dot11ExtIhvProcessSessionChange = process_session_change;
    handlers->Dot11ExtIhvReceiveIndication = receive_indication;
    handlers->Dot11ExtIhvIsUIRequestPending = is_ui_request_pending;
    handlers->Dot11ExtIhvProcessUIResponse = process_ui_response;
    handlers->Dot11ExtIhvQueryUIRequest = query_ui_request;
    handlers->Dot11ExtIhvOnexIndicateResult = onex_indicate_result;
    handlers->Dot11ExtIhvControl = control;
}

/* The other function that an extension exports, beside the one that gives its handlers out. */
EXPORT DWORD WINAPI Dot11ExtIhvGetVersionInfo(PDOT11_IHV_VERSION_INFO info);
DWORD WINAPI Dot11ExtIhvGetVersionInfo(PDOT11_IHV_VERSION_INFO info)
{
    *info = (DOT11_IHV_VERSION_INFO){0, 0};
    return ERROR_SUCCESS;
}
