/* The part of NDIS 6 that a Native 802.11 driver meets: base types, object headers,
 * status values, status indications, packet filter bits and the two carrier structures.
 *
 * Names and numbers are those of the Windows Driver Kit; layouts are those of Windows
 * x64 (little-endian, 64-bit pointers). ULONG, LONG and DWORD have 32 bits, WCHAR 16. */
#ifndef EXTSTA_NDIS_H
#define EXTSTA_NDIS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Base types */
typedef uint8_t UCHAR, *PUCHAR, BYTE, *PBYTE, BOOLEAN, *PBOOLEAN;
typedef uint16_t USHORT, *PUSHORT, WCHAR, *PWCHAR;
typedef int32_t LONG, *PLONG, BOOL, *PBOOL;
typedef uint32_t ULONG, *PULONG, DWORD, *PDWORD, UINT, *PUINT;
typedef int64_t LONGLONG;
typedef uint64_t ULONGLONG, *PULONGLONG;
typedef void *PVOID, *LPVOID, *HANDLE;
typedef HANDLE *PHANDLE;
typedef WCHAR *LPWSTR; /* UTF-16LE, NUL-terminated */
typedef const WCHAR *LPCWSTR;
typedef union LARGE_INTEGER {
    LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;
typedef struct GUID {
    uint32_t Data1;
    uint16_t Data2;
    uint16_t Data3;
    uint8_t Data4[8];
} GUID, CLSID;
typedef PVOID NDIS_HANDLE;
typedef ULONG NDIS_OID, NDIS_PORT_NUMBER;

/* Signed in the WDK. Here it is unsigned: it is only ever compared for identity, and
 * boundary.h carries it as a uint32_t. */
typedef ULONG NDIS_STATUS;

#ifndef TRUE
#define TRUE  1
#define FALSE 0
#endif
#ifndef WINAPI
#define WINAPI /* the one calling convention of the platform */
#endif
#define FIELD_OFFSET(type, field) ((ULONG)offsetof(type, field))

/* Object headers */
#define NDIS_OBJECT_TYPE_DEFAULT                                   128u
#define NDIS_OBJECT_TYPE_MINIPORT_DRIVER_CHARACTERISTICS           138u
#define NDIS_OBJECT_TYPE_REQUEST_EX                                150u
#define NDIS_OBJECT_TYPE_STATUS_INDICATION                         152u
#define NDIS_OBJECT_TYPE_PORT_CHARACTERISTICS                      156u
#define NDIS_OBJECT_TYPE_PORT_STATE                                157u
#define NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES       159u
#define NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_NATIVE_802_11_ATTRIBUTES 161u

/* First member of every versioned structure. Readers go by Size and Revision, never by sizeof.
 */
typedef struct NDIS_OBJECT_HEADER {
    UCHAR Type; /* NDIS_OBJECT_TYPE_* */
    UCHAR Revision;
    USHORT Size; /* bytes of the fixed structure, trailing data not counted */
} NDIS_OBJECT_HEADER, *PNDIS_OBJECT_HEADER;

/* Status of requests and sends (NDIS_STATUS) */
#define NDIS_STATUS_SUCCESS                   0x00000000u
#define NDIS_STATUS_PENDING                   0x00000103u
#define NDIS_STATUS_NOT_RECOGNIZED            0x00010001u
#define NDIS_STATUS_NOT_ACCEPTED              0x00010003u
#define NDIS_STATUS_BUFFER_OVERFLOW           0x80000005u
#define NDIS_STATUS_FAILURE                   0xC0000001u
#define NDIS_STATUS_RESOURCES                 0xC000009Au
#define NDIS_STATUS_NOT_SUPPORTED             0xC00000BBu
#define NDIS_STATUS_INVALID_PARAMETER         0xC000000Du
#define NDIS_STATUS_INVALID_STATE             0xC0000184u
#define NDIS_STATUS_BAD_VERSION               0xC0010004u
#define NDIS_STATUS_REQUEST_ABORTED           0xC001000Cu
#define NDIS_STATUS_RESET_IN_PROGRESS         0xC001000Du
#define NDIS_STATUS_ADAPTER_NOT_READY         0xC0010011u
#define NDIS_STATUS_INVALID_LENGTH            0xC0010014u
#define NDIS_STATUS_INVALID_DATA              0xC0010015u
#define NDIS_STATUS_BUFFER_TOO_SHORT          0xC0010016u
#define NDIS_STATUS_INVALID_OID               0xC0010017u
#define NDIS_STATUS_UNSUPPORTED_MEDIA         0xC0010019u
#define NDIS_STATUS_LOW_POWER_STATE           0xC023002Fu
#define NDIS_STATUS_DOT11_AUTO_CONFIG_ENABLED 0xC0232000u
#define NDIS_STATUS_DOT11_MEDIA_IN_USE        0xC0232001u
#define NDIS_STATUS_DOT11_POWER_STATE_INVALID 0xC0232002u

/* General OIDs that a host asks before it registers the adapter (STA-07) */
#define OID_GEN_MEDIA_SUPPORTED          0x00010103u /* array of ULONG */
#define OID_GEN_MEDIA_IN_USE             0x00010104u /* array of ULONG */
#define OID_GEN_PHYSICAL_MEDIUM          0x00010202u /* ULONG */
#define NDIS_MEDIUM_NATIVE_802_11        16u         /* NdisMediumNative802_11 */
#define NDIS_PHYSICAL_MEDIUM_NATIVE_802_11 9u        /* NdisPhysicalMediumNative802_11 */

/* Power state of the device (OID_PNP_SET_POWER) */
typedef enum NDIS_DEVICE_POWER_STATE {
    NdisDeviceStateUnspecified = 0,
    NdisDeviceStateD0 = 1,
    NdisDeviceStateD1 = 2,
    NdisDeviceStateD2 = 3,
    NdisDeviceStateD3 = 4,
} NDIS_DEVICE_POWER_STATE, *PNDIS_DEVICE_POWER_STATE;

/* Device power (NDIS_DEVICE_POWER_STATE as a ULONG) */
#define OID_PNP_SET_POWER    0xFD010101u
#define OID_PNP_QUERY_POWER  0xFD010102u
#define NDIS_DEVICE_STATE_D0 1u
#define NDIS_DEVICE_STATE_D1 2u
#define NDIS_DEVICE_STATE_D2 3u
#define NDIS_DEVICE_STATE_D3 4u

/* Packet filter of OID_GEN_CURRENT_PACKET_FILTER */
#define OID_GEN_CURRENT_PACKET_FILTER 0x0001010Eu

#define NDIS_PACKET_TYPE_DIRECTED       0x00000001u
#define NDIS_PACKET_TYPE_MULTICAST      0x00000002u
#define NDIS_PACKET_TYPE_ALL_MULTICAST  0x00000004u
#define NDIS_PACKET_TYPE_BROADCAST      0x00000008u
#define NDIS_PACKET_TYPE_SOURCE_ROUTING 0x00000010u
#define NDIS_PACKET_TYPE_PROMISCUOUS    0x00000020u
#define NDIS_PACKET_TYPE_SMT            0x00000040u
#define NDIS_PACKET_TYPE_ALL_LOCAL      0x00000080u
#define NDIS_PACKET_TYPE_GROUP          0x00001000u
#define NDIS_PACKET_TYPE_ALL_FUNCTIONAL 0x00002000u
#define NDIS_PACKET_TYPE_FUNCTIONAL     0x00004000u
#define NDIS_PACKET_TYPE_MAC_FRAME      0x00008000u
#define NDIS_PACKET_TYPE_NO_LOCAL       0x00010000u

#define NDIS_PACKET_TYPE_MEDIA_SPECIFIC_MASK       0x0FFF0000u
#define NDIS_PACKET_TYPE_802_11_DIRECTED_DATA      0x00000001u
#define NDIS_PACKET_TYPE_802_11_BROADCAST_DATA     0x00000008u
#define NDIS_PACKET_TYPE_802_11_MULTICAST_DATA     0x00000002u
#define NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_DATA 0x00000004u
#define NDIS_PACKET_TYPE_802_11_PROMISCUOUS_DATA   0x00000020u
#define NDIS_PACKET_TYPE_802_11_RAW_DATA           0x00010000u
#define NDIS_PACKET_TYPE_802_11_DIRECTED_MGMT      0x00020000u
#define NDIS_PACKET_TYPE_802_11_BROADCAST_MGMT     0x00040000u
#define NDIS_PACKET_TYPE_802_11_MULTICAST_MGMT     0x00080000u
#define NDIS_PACKET_TYPE_802_11_ALL_MULTICAST_MGMT 0x00100000u
#define NDIS_PACKET_TYPE_802_11_PROMISCUOUS_MGMT   0x00200000u
#define NDIS_PACKET_TYPE_802_11_RAW_MGMT           0x00400000u
#define NDIS_PACKET_TYPE_802_11_DIRECTED_CTRL      0x00800000u
#define NDIS_PACKET_TYPE_802_11_BROADCAST_CTRL     0x01000000u
#define NDIS_PACKET_TYPE_802_11_PROMISCUOUS_CTRL   0x02000000u
#define NDIS_PACKET_TYPE_ALL_802_11_FILTERS        0x03FF002Fu

/* Status indications. The comment names the payload; see the structure in windot11.h */

/* A Native 802.11 miniport never makes these two: connection is told by the others. */
#define NDIS_STATUS_MEDIA_CONNECT    0x4001000Bu
#define NDIS_STATUS_MEDIA_DISCONNECT 0x4001000Cu

/* Extensible Station */
/* IHV-defined bytes. Goes to the IHV DLL as
 * Dot11ExtIhvReceiveIndication(IndicationTypeNicSpecificNotification) (type inferred from the
 * enum name); dropped when no DLL is installed. */
#define NDIS_STATUS_MEDIA_SPECIFIC_INDICATION 0x40010012u
/* ULONG (an NDIS_STATUS value); sizeof(ULONG). Explicit scan finished (also after a reset
 * cancels it). */
#define NDIS_STATUS_DOT11_SCAN_CONFIRM 0x40030000u
/* DOT11_MPDU_MAX_LENGTH_INDICATION. MPDU limit of a PHY changed. */
#define NDIS_STATUS_DOT11_MPDU_MAX_LENGTH_CHANGED 0x40030001u
/* DOT11_ASSOCIATION_START_PARAMETERS; sizeof + uIHVDataSize at uIHVDataOffset. Before each
 * association attempt to one AP/peer. */
#define NDIS_STATUS_DOT11_ASSOCIATION_START 0x40030002u
/* DOT11_ASSOCIATION_COMPLETION_PARAMETERS; sizeof + trailing: assoc req/resp bodies, beacon
 * body, IHV data, active PHY list (ULONG[]), encapsulation table (DOT11_ENCAP_ENTRY[]). After
 * each association attempt; pairs with ASSOCIATION_START. */
#define NDIS_STATUS_DOT11_ASSOCIATION_COMPLETION 0x40030003u
/* DOT11_CONNECTION_START_PARAMETERS. After set of OID_DOT11_CONNECT_REQUEST. */
#define NDIS_STATUS_DOT11_CONNECTION_START 0x40030004u
/* DOT11_CONNECTION_COMPLETION_PARAMETERS. Pairs with CONNECTION_START. */
#define NDIS_STATUS_DOT11_CONNECTION_COMPLETION 0x40030005u
/* DOT11_ROAMING_START_PARAMETERS. Only after CONNECTION_COMPLETION success. */
#define NDIS_STATUS_DOT11_ROAMING_START 0x40030006u
/* DOT11_ROAMING_COMPLETION_PARAMETERS. Pairs with ROAMING_START. */
#define NDIS_STATUS_DOT11_ROAMING_COMPLETION 0x40030007u
/* DOT11_DISASSOCIATION_PARAMETERS; sizeof (+ uIHVDataSize at uIHVDataOffset). Association with
 * AP/peer ended. */
#define NDIS_STATUS_DOT11_DISASSOCIATION 0x40030008u
/* DOT11_TKIPMIC_FAILURE_PARAMETERS. TKIP MIC failure; the OS decides on countermeasures. */
#define NDIS_STATUS_DOT11_TKIPMIC_FAILURE 0x40030009u
/* DOT11_PMKID_CANDIDATE_LIST_PARAMETERS; sizeof + uCandidateListSize BYTES of
 * DOT11_BSSID_CANDIDATE at uCandidateListOffset. Asks for PMKIDs / pre-authentication. */
#define NDIS_STATUS_DOT11_PMKID_CANDIDATE_LIST 0x4003000Au
/* DOT11_PHY_STATE_PARAMETERS. Radio hardware or software state changed; uPhyId may be
 * DOT11_PHY_ID_ANY. */
#define NDIS_STATUS_DOT11_PHY_STATE_CHANGED 0x4003000Bu
/* DOT11_LINK_QUALITY_PARAMETERS; sizeof + DOT11_LINK_QUALITY_ENTRY[uLinkQualityListSize]. Link
 * quality 0..100 of each peer; uLinkQualityListSize is a NUMBER OF ENTRIES (docs), unlike
 * uCandidateListSize in bytes. */
#define NDIS_STATUS_DOT11_LINK_QUALITY 0x4003000Cu
/* DOT11_OFFLOAD_NETWORK_STATUS_PARAMETERS. Network list offload found a network. */
#define NDIS_STATUS_DOT11_OFFLOAD_NETWORK_STATUS_CHANGED 0x40030023u

/* Extensible Access Point */
#define NDIS_STATUS_DOT11_INCOMING_ASSOC_STARTED          0x4003000Du
#define NDIS_STATUS_DOT11_INCOMING_ASSOC_REQUEST_RECEIVED 0x4003000Eu
#define NDIS_STATUS_DOT11_INCOMING_ASSOC_COMPLETION       0x4003000Fu
#define NDIS_STATUS_DOT11_STOP_AP                         0x40030010u
#define NDIS_STATUS_DOT11_PHY_FREQUENCY_ADOPTED           0x40030011u
#define NDIS_STATUS_DOT11_CAN_SUSTAIN_AP                  0x40030012u

/* Wi-Fi Direct */
#define NDIS_STATUS_DOT11_WFD_DISCOVER_COMPLETE                          0x40030013u
#define NDIS_STATUS_DOT11_WFD_GO_NEGOTIATION_REQUEST_SEND_COMPLETE       0x40030014u
#define NDIS_STATUS_DOT11_WFD_RECEIVED_GO_NEGOTIATION_REQUEST            0x40030015u
#define NDIS_STATUS_DOT11_WFD_GO_NEGOTIATION_RESPONSE_SEND_COMPLETE      0x40030016u
#define NDIS_STATUS_DOT11_WFD_RECEIVED_GO_NEGOTIATION_RESPONSE           0x40030017u
#define NDIS_STATUS_DOT11_WFD_GO_NEGOTIATION_CONFIRMATION_SEND_COMPLETE  0x40030018u
#define NDIS_STATUS_DOT11_WFD_RECEIVED_GO_NEGOTIATION_CONFIRMATION       0x40030019u
#define NDIS_STATUS_DOT11_WFD_INVITATION_REQUEST_SEND_COMPLETE           0x4003001Au
#define NDIS_STATUS_DOT11_WFD_RECEIVED_INVITATION_REQUEST                0x4003001Bu
#define NDIS_STATUS_DOT11_WFD_INVITATION_RESPONSE_SEND_COMPLETE          0x4003001Cu
#define NDIS_STATUS_DOT11_WFD_RECEIVED_INVITATION_RESPONSE               0x4003001Du
#define NDIS_STATUS_DOT11_WFD_PROVISION_DISCOVERY_REQUEST_SEND_COMPLETE  0x4003001Eu
#define NDIS_STATUS_DOT11_WFD_RECEIVED_PROVISION_DISCOVERY_REQUEST       0x4003001Fu
#define NDIS_STATUS_DOT11_WFD_PROVISION_DISCOVERY_RESPONSE_SEND_COMPLETE 0x40030020u
#define NDIS_STATUS_DOT11_WFD_RECEIVED_PROVISION_DISCOVERY_RESPONSE      0x40030021u
#define NDIS_STATUS_DOT11_WFD_GROUP_OPERATING_CHANNEL                    0x40030022u

/* Manufacturing */
#define NDIS_STATUS_DOT11_MANUFACTURING_CALLBACK 0x40030024u

/* Later additions */
#define NDIS_STATUS_DOT11_ANQP_QUERY_COMPLETE                      0x40030025u
#define NDIS_STATUS_DOT11_WFD_VISIBLE_DEVICE_LIST_UPDATED          0x40030026u
#define NDIS_STATUS_DOT11_WFD_OPERATING_CHANNEL_ATTRIBUTES_UPDATED 0x40030027u
#define NDIS_STATUS_DOT11_WFD_GROUP_OPERATING_CHANNEL_UPDATE       0x40030028u
#define NDIS_STATUS_DOT11_FT_TRANSITION_PARAMETERS_NEEDED          0x40030029u

/* Carriers */

typedef enum NDIS_REQUEST_TYPE {
    NdisRequestQueryInformation = 0,
    NdisRequestSetInformation = 1,
    NdisRequestQueryStatistics = 2,
    NdisRequestOpen = 3,
    NdisRequestClose = 4,
    NdisRequestSend = 5,
    NdisRequestTransferData = 6,
    NdisRequestReset = 7,
    NdisRequestGeneric1 = 8,
    NdisRequestGeneric2 = 9,
    NdisRequestGeneric3 = 10,
    NdisRequestGeneric4 = 11,
    NdisRequestMethod = 12,
} NDIS_REQUEST_TYPE,
    *PNDIS_REQUEST_TYPE;

/* SupportedRevision..Reserved2 exist from NDIS 6.30 on. */
typedef struct NDIS_OID_REQUEST {
    NDIS_OBJECT_HEADER Header;
    NDIS_REQUEST_TYPE RequestType;
    NDIS_PORT_NUMBER PortNumber;
    UINT Timeout; /* seconds */
    PVOID RequestId;
    NDIS_HANDLE RequestHandle;
    union _REQUEST_DATA {
        struct {
            NDIS_OID Oid;
            PVOID InformationBuffer;
            UINT InformationBufferLength;
            UINT BytesWritten;
            UINT BytesNeeded;
        } QUERY_INFORMATION;
        struct {
            NDIS_OID Oid;
            PVOID InformationBuffer;
            UINT InformationBufferLength;
            UINT BytesRead;
            UINT BytesNeeded;
        } SET_INFORMATION;
        struct {
            NDIS_OID Oid;
            PVOID InformationBuffer;
            ULONG InputBufferLength;
            ULONG OutputBufferLength;
            ULONG MethodId;
            UINT BytesWritten;
            UINT BytesRead;
            UINT BytesNeeded;
        } METHOD_INFORMATION;
    } DATA;
    UCHAR NdisReserved[16 * sizeof(PVOID)];
    UCHAR MiniportReserved[2 * sizeof(PVOID)];
    UCHAR SourceReserved[2 * sizeof(PVOID)];
    UCHAR SupportedRevision; /* from here on: NDIS 6.30 */
    UCHAR Reserved1;
    USHORT Reserved2;
} NDIS_OID_REQUEST, *PNDIS_OID_REQUEST;

typedef struct NDIS_STATUS_INDICATION {
    NDIS_OBJECT_HEADER Header;
    NDIS_HANDLE SourceHandle;
    NDIS_PORT_NUMBER PortNumber;
    NDIS_STATUS StatusCode;
    ULONG Flags;
    NDIS_HANDLE DestinationHandle;
    PVOID RequestId;
    PVOID StatusBuffer;
    ULONG StatusBufferSize;
    GUID Guid;
    PVOID NdisReserved[4];
} NDIS_STATUS_INDICATION, *PNDIS_STATUS_INDICATION;

#ifdef __cplusplus
}
#endif
#endif
