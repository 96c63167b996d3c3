/* The interface between the station and an IHV extension: a shared object that takes part in
 * connecting, in its own 802.11 security protocol and in the profiles that ask for it.
 *
 * The extension exports Dot11ExtIhvGetVersionInfo, Dot11ExtIhvInitService and, if it can use
 * a virtual station, Dot11ExtIhvInitVirtualStation. InitService hands it the table of the
 * station's functions (DOT11EXT_APIS, to be copied) and takes the table of its handlers
 * (DOT11EXT_IHV_HANDLERS). No pointer in a table may be NULL. Functions return a Win32 error,
 * ERROR_SUCCESS being 0.
 *
 * hDot11SvcHandle and hIhvExtAdapter name the adapter, one to each side. Buffers that a
 * handler returns come from Dot11ExtAllocateBuffer and become the station's; every other
 * pointer is borrowed for the call. */
#ifndef EXTSTA_WLANIHV_H
#define EXTSTA_WLANIHV_H

#include <extsta/wlanihvtypes.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Functions of the station ---- */

/* Memory for everything a handler returns. ERROR_OUTOFMEMORY when there is none. */
typedef DWORD(WINAPI *DOT11EXT_ALLOCATE_BUFFER)(DWORD dwByteCount, LPVOID *ppvBuffer);

/* NULL is fine. Never for a buffer already handed to the station. */
typedef void(WINAPI *DOT11EXT_FREE_BUFFER)(LPVOID pvMemory);

/* Data kept per user and profile. */
typedef DWORD(WINAPI *DOT11EXT_SET_PROFILE_CUSTOM_USER_DATA)(HANDLE hDot11SvcHandle,
                                                             HANDLE hConnectSession,
                                                             DWORD dwSessionID,
                                                             DWORD dwDataSize, LPVOID pvData);

/* The caller frees *ppvData with Dot11ExtFreeBuffer. */
typedef DWORD(WINAPI *DOT11EXT_GET_PROFILE_CUSTOM_USER_DATA)(HANDLE hDot11SvcHandle,
                                                             HANDLE hConnectSession,
                                                             DWORD dwSessionID,
                                                             DWORD *pdwDataSize,
                                                             LPVOID *ppvData);

/* Only while pre-associating, and from another thread than the PerformPreAssociate call. */
typedef DWORD(WINAPI *DOT11EXT_SET_CURRENT_PROFILE)(
    HANDLE hDot11SvcHandle, HANDLE hConnectSession,
    PDOT11EXT_IHV_CONNECTIVITY_PROFILE pIhvConnProfile,
    PDOT11EXT_IHV_SECURITY_PROFILE pIhvSecProfile);

/* The request stays valid until Dot11ExtIhvProcessUIResponse. */
typedef DWORD(WINAPI *DOT11EXT_SEND_UI_REQUEST)(HANDLE hDot11SvcHandle,
                                                PDOT11EXT_IHV_UI_REQUEST pIhvUIRequest);

/* Once for each PerformPreAssociate that returned ERROR_SUCCESS; hConnectSession ends with it.
 */
typedef DWORD(WINAPI *DOT11EXT_PRE_ASSOCIATE_COMPLETION)(HANDLE hDot11SvcHandle,
                                                         HANDLE hConnectSession,
                                                         DWORD dwReasonCode,
                                                         DWORD dwWin32Error);

/* May be called again whenever the authorization of the port changes. pPeer is optional. */
typedef DWORD(WINAPI *DOT11EXT_POST_ASSOCIATE_COMPLETION)(HANDLE hDot11SvcHandle,
                                                          HANDLE hSecuritySessionID,
                                                          PDOT11_MAC_ADDRESS pPeer,
                                                          DWORD dwReasonCode,
                                                          DWORD dwWin32Error);

typedef DWORD(WINAPI *DOT11EXT_SEND_NOTIFICATION)(HANDLE hDot11SvcHandle,
                                                  PL2_NOTIFICATION_DATA pNotificationData);

/* A DOT11_SECURITY_PACKET_HEADER; it stays valid until Dot11ExtIhvSendPacketCompletion. */
typedef DWORD(WINAPI *DOT11EXT_SEND_PACKET)(HANDLE hDot11SvcHandle, ULONG uPacketLen,
                                            LPVOID pvPacket, HANDLE hSendCompletion);

/* EtherTypes are big-endian. A full backlog loses its oldest packet. */
typedef DWORD(WINAPI *DOT11EXT_SET_ETHERTYPE_HANDLING)(HANDLE hDot11SvcHandle,
                                                       ULONG uMaxBackLog, ULONG uNumOfExemption,
                                                       PDOT11_PRIVACY_EXEMPTION pExemption,
                                                       ULONG uNumOfRegistration,
                                                       USHORT *pusRegistration);

/* DOT11_AUTH_ALGORITHM. */
typedef DWORD(WINAPI *DOT11EXT_SET_AUTH_ALGORITHM)(HANDLE hDot11SvcHandle, DWORD dwAuthAlgo);

/* DOT11_CIPHER_ALGORITHM. */
typedef DWORD(WINAPI *DOT11EXT_SET_UNICAST_CIPHER_ALGORITHM)(HANDLE hDot11SvcHandle,
                                                             DWORD dwUnicastCipherAlgo);

/* DOT11_CIPHER_ALGORITHM. */
typedef DWORD(WINAPI *DOT11EXT_SET_MULTICAST_CIPHER_ALGORITHM)(HANDLE hDot11SvcHandle,
                                                               DWORD dwMulticastCipherAlgo);

/* Direction inbound or both. The key's Header may be zero. */
typedef DWORD(WINAPI *DOT11EXT_SET_DEFAULT_KEY)(HANDLE hDot11SvcHandle,
                                                PDOT11_CIPHER_DEFAULT_KEY_VALUE pKey,
                                                DOT11_DIRECTION dot11Direction);

typedef DWORD(WINAPI *DOT11EXT_SET_KEY_MAPPING_KEY)(HANDLE hDot11SvcHandle,
                                                    PDOT11_CIPHER_KEY_MAPPING_KEY_VALUE pKey);

typedef DWORD(WINAPI *DOT11EXT_SET_DEFAULT_KEY_ID)(HANDLE hDot11SvcHandle, ULONG uDefaultKeyId);

/* ERROR_NOT_SUPPORTED when the driver has no private channel. */
typedef DWORD(WINAPI *DOT11EXT_NIC_SPECIFIC_EXTENSION)(HANDLE hDot11SvcHandle,
                                                       DWORD dwInBufferSize, LPVOID pvInBuffer,
                                                       DWORD *pdwOutBufferSize,
                                                       LPVOID pvOutBuffer);

typedef DWORD(WINAPI *DOT11EXT_SET_EXCLUDE_UNENCRYPTED)(HANDLE hDot11SvcHandle,
                                                        BOOL bExcludeUnencrypted);

/* pEapAttributes is optional and becomes the station's. */
typedef DWORD(WINAPI *DOT11EXT_ONEX_START)(HANDLE hDot11SvcHandle,
                                           EAP_ATTRIBUTES *pEapAttributes);

typedef DWORD(WINAPI *DOT11EXT_ONEX_STOP)(HANDLE hDot11SvcHandle);

/* An EAPOL PDU from its version byte on, for the station's own 802.1X. */
typedef DWORD(WINAPI *DOT11EXT_PROCESS_ONEX_PACKET)(HANDLE hDot11SvcHandle,
                                                    DWORD dwInPacketSize, LPVOID pvInPacket);

typedef struct DOT11EXT_APIS {
    DOT11EXT_ALLOCATE_BUFFER Dot11ExtAllocateBuffer;
    DOT11EXT_FREE_BUFFER Dot11ExtFreeBuffer;
    DOT11EXT_SET_PROFILE_CUSTOM_USER_DATA Dot11ExtSetProfileCustomUserData;
    DOT11EXT_GET_PROFILE_CUSTOM_USER_DATA Dot11ExtGetProfileCustomUserData;
    DOT11EXT_SET_CURRENT_PROFILE Dot11ExtSetCurrentProfile;
    DOT11EXT_SEND_UI_REQUEST Dot11ExtSendUIRequest;
    DOT11EXT_PRE_ASSOCIATE_COMPLETION Dot11ExtPreAssociateCompletion;
    DOT11EXT_POST_ASSOCIATE_COMPLETION Dot11ExtPostAssociateCompletion;
    DOT11EXT_SEND_NOTIFICATION Dot11ExtSendNotification;
    DOT11EXT_SEND_PACKET Dot11ExtSendPacket;
    DOT11EXT_SET_ETHERTYPE_HANDLING Dot11ExtSetEtherTypeHandling;
    DOT11EXT_SET_AUTH_ALGORITHM Dot11ExtSetAuthAlgorithm;
    DOT11EXT_SET_UNICAST_CIPHER_ALGORITHM Dot11ExtSetUnicastCipherAlgorithm;
    DOT11EXT_SET_MULTICAST_CIPHER_ALGORITHM Dot11ExtSetMulticastCipherAlgorithm;
    DOT11EXT_SET_DEFAULT_KEY Dot11ExtSetDefaultKey;
    DOT11EXT_SET_KEY_MAPPING_KEY Dot11ExtSetKeyMappingKey;
    DOT11EXT_SET_DEFAULT_KEY_ID Dot11ExtSetDefaultKeyId;
    DOT11EXT_NIC_SPECIFIC_EXTENSION Dot11ExtNicSpecificExtension;
    DOT11EXT_SET_EXCLUDE_UNENCRYPTED Dot11ExtSetExcludeUnencrypted;
    DOT11EXT_ONEX_START Dot11ExtStartOneX;
    DOT11EXT_ONEX_STOP Dot11ExtStopOneX;
    DOT11EXT_PROCESS_ONEX_PACKET Dot11ExtProcessSecurityPacket;
} DOT11EXT_APIS, *PDOT11EXT_APIS;

/* ---- Handlers of the extension ---- */

/* The last call. All threads of the extension have ended when it returns. */
typedef void(WINAPI *DOT11EXTIHV_DEINIT_SERVICE)(void);

typedef DWORD(WINAPI *DOT11EXTIHV_INIT_ADAPTER)(PDOT11_ADAPTER pDot11Adapter,
                                                HANDLE hDot11SvcHandle,
                                                PHANDLE phIhvExtAdapter);

/* hDot11SvcHandle is dead already when this is entered. */
typedef void(WINAPI *DOT11EXTIHV_DEINIT_ADAPTER)(HANDLE hIhvExtAdapter);

/* Asynchronous: on ERROR_SUCCESS, Dot11ExtPreAssociateCompletion follows from another thread.
 */
typedef DWORD(WINAPI *DOT11EXTIHV_PERFORM_PRE_ASSOCIATE)(
    HANDLE hIhvExtAdapter, HANDLE hConnectSession,
    PDOT11EXT_IHV_PROFILE_PARAMS pIhvProfileParams,
    PDOT11EXT_IHV_CONNECTIVITY_PROFILE pIhvConnProfile,
    PDOT11EXT_IHV_SECURITY_PROFILE pIhvSecProfile, PDOT11_BSS_LIST pConnectableBssid,
    PDWORD pdwReasonCode);

/* Back to the state after InitAdapter. What is pending completes with ERROR_CANCELLED. */
typedef DWORD(WINAPI *DOT11EXTIHV_ADAPTER_RESET)(HANDLE hIhvExtAdapter);

/* uDot11AssocParamsBytes counts the data that follow the structure. */
typedef DWORD(WINAPI *DOT11EXTIHV_PERFORM_POST_ASSOCIATE)(
    HANDLE hIhvExtAdapter, HANDLE hSecuritySessionID, PDOT11_PORT_STATE pPortState,
    ULONG uDot11AssocParamsBytes, PDOT11_ASSOCIATION_COMPLETION_PARAMETERS pDot11AssocParams);

typedef DWORD(WINAPI *DOT11EXTIHV_STOP_POST_ASSOCIATE)(HANDLE hIhvExtAdapter,
                                                       PDOT11_MAC_ADDRESS pPeer,
                                                       DOT11_ASSOC_STATUS dot11AssocStatus);

typedef DWORD(WINAPI *DOT11EXTIHV_VALIDATE_PROFILE)(
    HANDLE hIhvExtAdapter, PDOT11EXT_IHV_PROFILE_PARAMS pIhvProfileParams,
    PDOT11EXT_IHV_CONNECTIVITY_PROFILE pIhvConnProfile,
    PDOT11EXT_IHV_SECURITY_PROFILE pIhvSecProfile, PDWORD pdwReasonCode);

typedef DWORD(WINAPI *DOT11EXTIHV_PERFORM_CAPABILITY_MATCH)(
    HANDLE hIhvExtAdapter, PDOT11EXT_IHV_PROFILE_PARAMS pIhvProfileParams,
    PDOT11EXT_IHV_CONNECTIVITY_PROFILE pIhvConnProfile,
    PDOT11EXT_IHV_SECURITY_PROFILE pIhvSecProfile, PDOT11_BSS_LIST pConnectableBssid,
    PDWORD pdwReasonCode);

typedef DWORD(WINAPI *DOT11EXTIHV_CREATE_DISCOVERY_PROFILES)(
    HANDLE hIhvExtAdapter, BOOL bInsecure, PDOT11EXT_IHV_PROFILE_PARAMS pIhvProfileParams,
    PDOT11_BSS_LIST pConnectableBssid,
    PDOT11EXT_IHV_DISCOVERY_PROFILE_LIST pIhvDiscoveryProfileList, PDWORD pdwReasonCode);

typedef DWORD(WINAPI *DOT11EXTIHV_PROCESS_SESSION_CHANGE)(
    ULONG uEventType, PWTSSESSION_NOTIFICATION pSessionNotification);

typedef DWORD(WINAPI *DOT11EXTIHV_RECEIVE_INDICATION)(
    HANDLE hIhvExtAdapter, DOT11EXT_IHV_INDICATION_TYPE indicationType, ULONG uBufferLength,
    LPVOID pvBuffer);

/* A DOT11_SECURITY_PACKET_HEADER of a registered EtherType. One at a time and in order. */
typedef DWORD(WINAPI *DOT11EXTIHV_RECEIVE_PACKET)(HANDLE hIhvExtAdapter, DWORD dwInBufferSize,
                                                  LPVOID pvInBuffer);

typedef DWORD(WINAPI *DOT11EXTIHV_SEND_PACKET_COMPLETION)(HANDLE hSendCompletion);

typedef DWORD(WINAPI *DOT11EXTIHV_IS_UI_REQUEST_PENDING)(GUID guidUIRequest,
                                                         PBOOL pbIsRequestPending);

typedef DWORD(WINAPI *DOT11EXTIHV_PROCESS_UI_RESPONSE)(GUID guidUIRequest, DWORD dwByteCount,
                                                       LPVOID pvResponseBuffer);

typedef DWORD(WINAPI *DOT11EXTIHV_QUERY_UI_REQUEST)(
    HANDLE hIhvExtAdapter, DOT11EXT_IHV_CONNECTION_PHASE connectionPhase,
    PDOT11EXT_IHV_UI_REQUEST *ppIhvUIRequest);

/* In progress, then success or failure; the keys come with success, else the parameters may be
 * NULL. */
typedef DWORD(WINAPI *DOT11EXTIHV_ONEX_INDICATE_RESULT)(
    HANDLE hIhvExtAdapter, DOT11_MSONEX_RESULT msOneXResult,
    PDOT11_MSONEX_RESULT_PARAMS pDot11MsOneXResultParams);

/* Data of a user program, not validated by anybody. */
typedef DWORD(WINAPI *DOT11EXTIHV_CONTROL)(HANDLE hIhvExtAdapter, DWORD dwInBufferSize,
                                           PBYTE pInBuffer, DWORD dwOutBufferSize,
                                           PBYTE pOutBuffer, PDWORD pdwBytesReturned);

typedef struct DOT11EXT_IHV_HANDLERS {
    DOT11EXTIHV_DEINIT_SERVICE Dot11ExtIhvDeinitService;
    DOT11EXTIHV_INIT_ADAPTER Dot11ExtIhvInitAdapter;
    DOT11EXTIHV_DEINIT_ADAPTER Dot11ExtIhvDeinitAdapter;
    DOT11EXTIHV_PERFORM_PRE_ASSOCIATE Dot11ExtIhvPerformPreAssociate;
    DOT11EXTIHV_ADAPTER_RESET Dot11ExtIhvAdapterReset;
    DOT11EXTIHV_PERFORM_POST_ASSOCIATE Dot11ExtIhvPerformPostAssociate;
    DOT11EXTIHV_STOP_POST_ASSOCIATE Dot11ExtIhvStopPostAssociate;
    DOT11EXTIHV_VALIDATE_PROFILE Dot11ExtIhvValidateProfile;
    DOT11EXTIHV_PERFORM_CAPABILITY_MATCH Dot11ExtIhvPerformCapabilityMatch;
    DOT11EXTIHV_CREATE_DISCOVERY_PROFILES Dot11ExtIhvCreateDiscoveryProfiles;
    DOT11EXTIHV_PROCESS_SESSION_CHANGE Dot11ExtIhvProcessSessionChange;
    DOT11EXTIHV_RECEIVE_INDICATION Dot11ExtIhvReceiveIndication;
    DOT11EXTIHV_RECEIVE_PACKET Dot11ExtIhvReceivePacket;
    DOT11EXTIHV_SEND_PACKET_COMPLETION Dot11ExtIhvSendPacketCompletion;
    DOT11EXTIHV_IS_UI_REQUEST_PENDING Dot11ExtIhvIsUIRequestPending;
    DOT11EXTIHV_PROCESS_UI_RESPONSE Dot11ExtIhvProcessUIResponse;
    DOT11EXTIHV_QUERY_UI_REQUEST Dot11ExtIhvQueryUIRequest;
    DOT11EXTIHV_ONEX_INDICATE_RESULT Dot11ExtIhvOnexIndicateResult;
    DOT11EXTIHV_CONTROL Dot11ExtIhvControl;
} DOT11EXT_IHV_HANDLERS, *PDOT11EXT_IHV_HANDLERS;

/* ---- Virtual station ---- */

/* Success: accepted; Dot11ExtIhvInitAdapter of the new adapter may come before or after. */
typedef DWORD(WINAPI *DOT11EXT_REQUEST_VIRTUAL_STATION)(HANDLE hDot11SvcHandle,
                                                        PVOID pvReserved);

typedef DWORD(WINAPI *DOT11EXT_RELEASE_VIRTUAL_STATION)(HANDLE hDot11SvcHandle,
                                                        PVOID pvReserved);

typedef DWORD(WINAPI *DOT11EXT_QUERY_VIRTUAL_STATION_PROPERTIES)(HANDLE hDot11SvcHandle,
                                                                 BOOL *pbIsVirtualStation,
                                                                 GUID *pgPrimary,
                                                                 PVOID pvReserved);

typedef DWORD(WINAPI *DOT11EXT_SET_VIRTUAL_STATION_AP_PROPERTIES)(
    HANDLE hDot11SvcHandle, HANDLE hConnectSession, DWORD dwNumProperties,
    PDOT11EXT_VIRTUAL_STATION_AP_PROPERTY pProperties, PVOID pvReserved);

typedef struct DOT11EXT_VIRTUAL_STATION_APIS {
    DOT11EXT_REQUEST_VIRTUAL_STATION Dot11ExtRequestVirtualStation;
    DOT11EXT_RELEASE_VIRTUAL_STATION Dot11ExtReleaseVirtualStation;
    DOT11EXT_QUERY_VIRTUAL_STATION_PROPERTIES Dot11ExtQueryVirtualStationProperties;
    DOT11EXT_SET_VIRTUAL_STATION_AP_PROPERTIES Dot11ExtSetVirtualStationAPProperties;
} DOT11EXT_VIRTUAL_STATION_APIS, *PDOT11EXT_VIRTUAL_STATION_APIS;

/* ---- What the extension exports ---- */

typedef DWORD(WINAPI *DOT11EXTIHV_GET_VERSION_INFO)(
    PDOT11_IHV_VERSION_INFO pDot11IHVVersionInfo);

/* Ready for handler calls when it returns. It copies pDot11ExtAPI. */
typedef DWORD(WINAPI *DOT11EXTIHV_INIT_SERVICE)(DWORD dwVerNumUsed, PDOT11EXT_APIS pDot11ExtAPI,
                                                LPVOID pvReserved,
                                                PDOT11EXT_IHV_HANDLERS pDot11IHVHandlers);

/* Optional; between InitService and the first InitAdapter. */
typedef DWORD(WINAPI *DOT11EXTIHV_INIT_VIRTUAL_STATION)(
    PDOT11EXT_VIRTUAL_STATION_APIS pDot11ExtVSAPI, LPVOID pvReserved);

#define IHV_VERSION_FUNCTION_NAME "Dot11ExtIhvGetVersionInfo"
#define IHV_INIT_FUNCTION_NAME    "Dot11ExtIhvInitService"
#define IHV_INIT_VS_FUNCTION_NAME "Dot11ExtIhvInitVirtualStation"

#ifdef __cplusplus
}
#endif
#endif
