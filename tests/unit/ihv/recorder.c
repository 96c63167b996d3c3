/* An extension that does nothing but write down how it is called, and that writes where it must
 * not (IHV-22). */
#include "recorder.h"
#include <extsta/wlanihv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static char text[2048];
static int adapters;
static HANDLE services[8];
static DOT11_PORT_STATE port_state; /* of the last post-association, as it was given */
static HANDLE session_of;           /* ... and its session */

recorder_log_fn recorder_log;
recorder_service_fn recorder_service;
recorder_port_fn recorder_port;
DWORD WINAPI Dot11ExtIhvGetVersionInfo(PDOT11_IHV_VERSION_INFO info);
DWORD WINAPI Dot11ExtIhvInitService(DWORD version, PDOT11EXT_APIS functions, LPVOID reserved,
                                    PDOT11EXT_IHV_HANDLERS handlers);

static DWORD record(const char *name, HANDLE handle)
{
    size_t n = strlen(text);
    if (handle) {
        snprintf(text + n, sizeof text - n, "%s %d\n", name, (int)(intptr_t)handle);
    } else {
        snprintf(text + n, sizeof text - n, "%s\n", name);
    }
    return ERROR_SUCCESS;
}

const char *recorder_log(void)
{
    return text;
}

void *recorder_service(int number)
{
    return services[number];
}

void recorder_port(struct recorder_port *out)
{
    *out = (struct recorder_port){.session = (uint32_t)(uintptr_t)session_of,
                                  .port_session = port_state.uSessionId,
                                  .controlled = port_state.bPortControlled != FALSE,
                                  .authorized = port_state.bPortAuthorized != FALSE};
    memcpy(out->peer, port_state.PeerMacAddress, sizeof out->peer);
}

static void WINAPI deinit_service(void)
{
    record("deinit-service", NULL);
}

static DWORD WINAPI init_adapter(PDOT11_ADAPTER adapter, HANDLE service, PHANDLE handle)
{
    services[++adapters] = service;
    *handle = (HANDLE)(intptr_t)(100 + adapters); /* unlike any of the service's */
    return record("init-adapter", *handle);
}

static void WINAPI deinit_adapter(HANDLE handle)
{
    record("deinit-adapter", handle);
}

static DWORD WINAPI pre_associate(HANDLE handle, HANDLE session,
                                  PDOT11EXT_IHV_PROFILE_PARAMS params,
                                  PDOT11EXT_IHV_CONNECTIVITY_PROFILE connectivity,
                                  PDOT11EXT_IHV_SECURITY_PROFILE security,
                                  PDOT11_BSS_LIST list, PDWORD reason)
{
    return record("pre-associate", handle);
}

static DWORD WINAPI adapter_reset(HANDLE handle)
{
    return record("adapter-reset", handle);
}

static DWORD WINAPI post_associate(HANDLE handle, HANDLE session, PDOT11_PORT_STATE port,
                                   ULONG size, PDOT11_ASSOCIATION_COMPLETION_PARAMETERS params)
{
    port_state = *port;
    session_of = session;
    port->bPortAuthorized = TRUE; /* it is the OS's to say so */
    port->bPortControlled = FALSE;
    memset(params, 0xff, size);
    return record("post-associate", handle);
}

static DWORD WINAPI stop(HANDLE handle, PDOT11_MAC_ADDRESS peer, DOT11_ASSOC_STATUS status)
{
    return record("stop-post-associate", handle);
}

static DWORD WINAPI validate(HANDLE handle, PDOT11EXT_IHV_PROFILE_PARAMS params,
                             PDOT11EXT_IHV_CONNECTIVITY_PROFILE connectivity,
                             PDOT11EXT_IHV_SECURITY_PROFILE security, PDWORD reason)
{
    return record("validate", handle);
}

static DWORD WINAPI match(HANDLE handle, PDOT11EXT_IHV_PROFILE_PARAMS params,
                          PDOT11EXT_IHV_CONNECTIVITY_PROFILE connectivity,
                          PDOT11EXT_IHV_SECURITY_PROFILE security, PDOT11_BSS_LIST list,
                          PDWORD reason)
{
    return record("match", handle);
}

static DWORD WINAPI discover(HANDLE handle, BOOL insecure, PDOT11EXT_IHV_PROFILE_PARAMS params,
                             PDOT11_BSS_LIST list, PDOT11EXT_IHV_DISCOVERY_PROFILE_LIST out,
                             PDWORD reason)
{
    return record("discover", handle);
}

static DWORD WINAPI session_change(ULONG event, PWTSSESSION_NOTIFICATION session)
{
    return ERROR_SUCCESS;
}

static DWORD WINAPI indication(HANDLE handle, DOT11EXT_IHV_INDICATION_TYPE type, ULONG len,
                               LPVOID buffer)
{
    return record("indication", handle);
}

static DWORD WINAPI packet(HANDLE handle, DWORD len, LPVOID buffer)
{
    return record("packet", handle);
}

static DWORD WINAPI sent(HANDLE completion)
{
    return record("sent", NULL);
}

static DWORD WINAPI ui_pending(GUID request, PBOOL pending)
{
    *pending = FALSE;
    return ERROR_SUCCESS;
}

static DWORD WINAPI ui_response(GUID request, DWORD len, LPVOID response)
{
    return ERROR_SUCCESS;
}

static DWORD WINAPI ui_query(HANDLE handle, DOT11EXT_IHV_CONNECTION_PHASE phase,
                             PDOT11EXT_IHV_UI_REQUEST *request)
{
    *request = NULL;
    return ERROR_SUCCESS;
}

static DWORD WINAPI onex(HANDLE handle, DOT11_MSONEX_RESULT result,
                         PDOT11_MSONEX_RESULT_PARAMS params)
{
    return record("onex", handle);
}

static DWORD WINAPI control(HANDLE handle, DWORD in_len, PBYTE in, DWORD out_len, PBYTE out,
                            PDWORD returned)
{
    *returned = 0;
    return record("control", handle);
}

DWORD WINAPI Dot11ExtIhvGetVersionInfo(PDOT11_IHV_VERSION_INFO info)
{
    *info = (DOT11_IHV_VERSION_INFO){0, 0};
    return record("get-version-info", NULL);
}

DWORD WINAPI Dot11ExtIhvInitService(DWORD version, PDOT11EXT_APIS functions, LPVOID reserved,
                                    PDOT11EXT_IHV_HANDLERS handlers)
{
    *handlers = (DOT11EXT_IHV_HANDLERS){
        deinit_service, init_adapter,   deinit_adapter, pre_associate, adapter_reset,
        post_associate, stop,           validate,       match,         discover,
        session_change, indication,     packet,         sent,          ui_pending,
        ui_response,    ui_query,       onex,           control,
    };
    return record("init-service", NULL);
}
