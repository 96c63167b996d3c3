/* 802.1X results and reasons as the OS supplicant names them. */
#ifndef EXTSTA_DOT1X_H
#define EXTSTA_DOT1X_H

#include <extsta/l2cmn.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ONEX_AUTH_IDENTITY {
    OneXAuthIdentityNone = 0,
    OneXAuthIdentityMachine = 1,
    OneXAuthIdentityUser = 2,
    OneXAuthIdentityExplicitUser = 3,
    OneXAuthIdentityGuest = 4,
    OneXAuthIdentityInvalid = 5,
} ONEX_AUTH_IDENTITY,
    *PONEX_AUTH_IDENTITY;

typedef enum ONEX_AUTH_STATUS {
    OneXAuthNotStarted = 0,
    OneXAuthInProgress = 1,
    OneXAuthNoAuthenticatorFound = 2,
    OneXAuthSuccess = 3,
    OneXAuthFailure = 4,
    OneXAuthInvalid = 5,
} ONEX_AUTH_STATUS,
    *PONEX_AUTH_STATUS;

typedef ULONG ONEX_REASON_CODE;
typedef ONEX_REASON_CODE *PONEX_REASON_CODE;
#define ONEX_REASON_CODE_SUCCESS                       0u
#define ONEX_REASON_START                              0x50000u
#define ONEX_UNABLE_TO_IDENTIFY_USER                   0x50001u
#define ONEX_IDENTITY_NOT_FOUND                        0x50002u
#define ONEX_UI_DISABLED                               0x50003u
#define ONEX_UI_FAILURE                                0x50004u
#define ONEX_EAP_FAILURE_RECEIVED                      0x50005u
#define ONEX_AUTHENTICATOR_NO_LONGER_PRESENT           0x50006u
#define ONEX_NO_RESPONSE_TO_IDENTITY                   0x50007u
#define ONEX_PROFILE_VERSION_NOT_SUPPORTED             0x50008u
#define ONEX_PROFILE_INVALID_LENGTH                    0x50009u
#define ONEX_PROFILE_DISALLOWED_EAP_TYPE               0x5000Au
#define ONEX_PROFILE_INVALID_EAP_TYPE_OR_FLAG          0x5000Bu
#define ONEX_PROFILE_INVALID_ONEX_FLAGS                0x5000Cu
#define ONEX_PROFILE_INVALID_TIMER_VALUE               0x5000Du
#define ONEX_PROFILE_INVALID_SUPPLICANT_MODE           0x5000Eu
#define ONEX_PROFILE_INVALID_AUTH_MODE                 0x5000Fu
#define ONEX_PROFILE_INVALID_EAP_CONNECTION_PROPERTIES 0x50010u
#define ONEX_UI_CANCELLED                              0x50011u
#define ONEX_PROFILE_INVALID_EXPLICIT_CREDENTIALS      0x50012u
#define ONEX_PROFILE_EXPIRED_EXPLICIT_CREDENTIALS      0x50013u
#define ONEX_UI_NOT_PERMITTED                          0x50014u

typedef enum ONEX_NOTIFICATION_TYPE {
    OneXPublicNotificationBase = 0,
    OneXNotificationTypeResultUpdate = 1,
    OneXNotificationTypeAuthRestarted = 2,
    OneXNotificationTypeEventInvalid = 3,
    OneXNumNotifications = 3,
} ONEX_NOTIFICATION_TYPE,
    *PONEX_NOTIFICATION_TYPE;

typedef enum ONEX_AUTH_RESTART_REASON {
    OneXRestartReasonPeerInitiated = 0,
    OneXRestartReasonMsmInitiated = 1,
    OneXRestartReasonOneXHeldStateTimeout = 2,
    OneXRestartReasonOneXAuthTimeout = 3,
    OneXRestartReasonOneXConfigurationChanged = 4,
    OneXRestartReasonOneXUserChanged = 5,
    OneXRestartReasonQuarantineStateChanged = 6,
    OneXRestartReasonAltCredsTrial = 7,
    OneXRestartReasonInvalid = 8,
} ONEX_AUTH_RESTART_REASON,
    *PONEX_AUTH_RESTART_REASON;

typedef enum ONEX_EAP_METHOD_BACKEND_SUPPORT {
    OneXEapMethodBackendSupportUnknown = 0,
    OneXEapMethodBackendSupported = 1,
    OneXEapMethodBackendUnsupported = 2,
} ONEX_EAP_METHOD_BACKEND_SUPPORT,
    *PONEX_EAP_METHOD_BACKEND_SUPPORT;

typedef struct ONEX_STATUS {
    ONEX_AUTH_STATUS authStatus;
    DWORD dwReason;
    DWORD dwError;
} ONEX_STATUS, *PONEX_STATUS;

typedef struct ONEX_VARIABLE_BLOB {
    DWORD dwSize;
    DWORD dwOffset;
} ONEX_VARIABLE_BLOB, *PONEX_VARIABLE_BLOB;

typedef struct ONEX_AUTH_PARAMS {
    BOOL fUpdatePending;
    ONEX_VARIABLE_BLOB oneXConnProfile;
    ONEX_AUTH_IDENTITY authIdentity;
    DWORD dwQuarantineState;
    DWORD fSessionId : 1;
    DWORD fhUserToken : 1;
    DWORD fOnexUserProfile : 1;
    DWORD fIdentity : 1;
    DWORD fUserName : 1;
    DWORD fDomain : 1;
    DWORD dwSessionId;
    HANDLE hUserToken;
    ONEX_VARIABLE_BLOB OneXUserProfile;
    ONEX_VARIABLE_BLOB Identity;
    ONEX_VARIABLE_BLOB UserName;
    ONEX_VARIABLE_BLOB Domain;
} ONEX_AUTH_PARAMS, *PONEX_AUTH_PARAMS;

typedef struct ONEX_RESULT_UPDATE_DATA {
    ONEX_STATUS oneXStatus;
    ONEX_EAP_METHOD_BACKEND_SUPPORT BackendSupport;
    BOOL fBackendEngaged;
    DWORD fOneXAuthParams : 1;
    DWORD fEapError : 1;
    ONEX_VARIABLE_BLOB authParams;
    ONEX_VARIABLE_BLOB eapError;
} ONEX_RESULT_UPDATE_DATA, *PONEX_RESULT_UPDATE_DATA;

#ifdef __cplusplus
}
#endif
#endif
