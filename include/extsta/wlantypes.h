/* Types that the driver half and the user half of Native 802.11 share.
 *
 * An algorithm, PHY or scan type is a number of an open set: the range from 0x80000000
 * on belongs to hardware vendors, so the type is an integer and not an enum. */
#ifndef EXTSTA_WLANTYPES_H
#define EXTSTA_WLANTYPES_H

#include <extsta/ndis.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Addresses and names */
typedef UCHAR DOT11_MAC_ADDRESS[6], (*PDOT11_MAC_ADDRESS)[6];
typedef UCHAR DOT11_HESSID[6], (*PDOT11_HESSID)[6];

#define DOT11_SSID_MAX_LENGTH 32u
#define DOT11_OI_MAX_LENGTH   5u /* SDK 10 */
#define DOT11_OI_MIN_LENGTH   3u /* SDK 10 */
#define DOT11_HESSID_LENGTH   6u /* SDK 10 */

typedef struct DOT11_SSID {
    ULONG uSSIDLength; /* bytes used of ucSSID */
    UCHAR ucSSID[DOT11_SSID_MAX_LENGTH];
} DOT11_SSID, *PDOT11_SSID;

/* BSS type */
typedef enum DOT11_BSS_TYPE {
    dot11_BSS_type_infrastructure = 1,
    dot11_BSS_type_independent = 2,
    dot11_BSS_type_any = 3,
} DOT11_BSS_TYPE,
    *PDOT11_BSS_TYPE;

/* Authentication algorithms */
typedef ULONG DOT11_AUTH_ALGORITHM;
typedef DOT11_AUTH_ALGORITHM *PDOT11_AUTH_ALGORITHM;
#define DOT11_AUTH_ALGO_80211_OPEN       1u
#define DOT11_AUTH_ALGO_80211_SHARED_KEY 2u
#define DOT11_AUTH_ALGO_WPA              3u
#define DOT11_AUTH_ALGO_WPA_PSK          4u
#define DOT11_AUTH_ALGO_WPA_NONE         5u /* ad hoc only */
#define DOT11_AUTH_ALGO_RSNA             6u
#define DOT11_AUTH_ALGO_RSNA_PSK         7u
#define DOT11_AUTH_ALGO_WPA3             8u  /* SDK 10 */
#define DOT11_AUTH_ALGO_WPA3_ENT_192     8u  /* SDK 10 */
#define DOT11_AUTH_ALGO_WPA3_SAE         9u  /* SDK 10 */
#define DOT11_AUTH_ALGO_OWE              10u /* SDK 10 */
#define DOT11_AUTH_ALGO_WPA3_ENT         11u /* SDK 10 */
#define DOT11_AUTH_ALGO_IHV_START        0x80000000u
#define DOT11_AUTH_ALGO_IHV_END          0xFFFFFFFFu

/* The older names of the same numbers */
#define DOT11_AUTH_ALGORITHM_OPEN_SYSTEM  1u
#define DOT11_AUTH_ALGORITHM_SHARED_KEY   2u
#define DOT11_AUTH_ALGORITHM_WPA          3u
#define DOT11_AUTH_ALGORITHM_WPA_PSK      4u
#define DOT11_AUTH_ALGORITHM_WPA_NONE     5u
#define DOT11_AUTH_ALGORITHM_RSNA         6u
#define DOT11_AUTH_ALGORITHM_RSNA_PSK     7u
#define DOT11_AUTH_ALGORITHM_WPA3         8u  /* SDK 10 */
#define DOT11_AUTH_ALGORITHM_WPA3_ENT_192 8u  /* SDK 10 */
#define DOT11_AUTH_ALGORITHM_WPA3_SAE     9u  /* SDK 10 */
#define DOT11_AUTH_ALGORITHM_OWE          10u /* SDK 10 */
#define DOT11_AUTH_ALGORITHM_WPA3_ENT     11u /* SDK 10 */

/* Cipher algorithms */
typedef ULONG DOT11_CIPHER_ALGORITHM;
typedef DOT11_CIPHER_ALGORITHM *PDOT11_CIPHER_ALGORITHM;
#define DOT11_CIPHER_ALGO_NONE          0u
#define DOT11_CIPHER_ALGO_WEP40         1u
#define DOT11_CIPHER_ALGO_TKIP          2u
#define DOT11_CIPHER_ALGO_CCMP          4u
#define DOT11_CIPHER_ALGO_WEP104        5u
#define DOT11_CIPHER_ALGO_BIP           6u
#define DOT11_CIPHER_ALGO_GCMP          8u     /* SDK 10 */
#define DOT11_CIPHER_ALGO_GCMP_256      9u     /* SDK 10 */
#define DOT11_CIPHER_ALGO_CCMP_256      10u    /* SDK 10 */
#define DOT11_CIPHER_ALGO_BIP_GMAC_128  11u    /* SDK 10 */
#define DOT11_CIPHER_ALGO_BIP_GMAC_256  12u    /* SDK 10 */
#define DOT11_CIPHER_ALGO_BIP_CMAC_256  13u    /* SDK 10 */
#define DOT11_CIPHER_ALGO_WPA_USE_GROUP 0x100u /* same value as RSN_USE_GROUP */
#define DOT11_CIPHER_ALGO_RSN_USE_GROUP 0x100u
#define DOT11_CIPHER_ALGO_WEP           257u
#define DOT11_CIPHER_ALGO_IHV_START     0x80000000u
#define DOT11_CIPHER_ALGO_IHV_END       0xFFFFFFFFu

typedef struct DOT11_AUTH_CIPHER_PAIR {
    DOT11_AUTH_ALGORITHM AuthAlgoId;
    DOT11_CIPHER_ALGORITHM CipherAlgoId;
} DOT11_AUTH_CIPHER_PAIR, *PDOT11_AUTH_CIPHER_PAIR;

/* Interworking */

typedef struct DOT11_OI {
    USHORT OILength;
    UCHAR OI[DOT11_OI_MAX_LENGTH];
} DOT11_OI, *PDOT11_OI;

typedef struct DOT11_ACCESSNETWORKOPTIONS {
    UCHAR AccessNetworkType;
    UCHAR Internet;
    UCHAR ASRA;
    UCHAR ESR;
    UCHAR UESA;
} DOT11_ACCESSNETWORKOPTIONS, *PDOT11_ACCESSNETWORKOPTIONS;

typedef struct DOT11_VENUEINFO {
    UCHAR VenueGroup;
    UCHAR VenueType;
} DOT11_VENUEINFO, *PDOT11_VENUEINFO;

#ifdef __cplusplus
}
#endif
#endif
