/* See keys.h. */
#include "keys.h"
#include <openssl/crypto.h>
#include <stdint.h>
#include <string.h>

#define MATERIAL (FIELD_OFFSET(DOT11_KEY_ALGO_CCMP, ucCCMPKey) + KEYS_LEN)

static void write_material(uint8_t *at, const uint8_t counter[6], const uint8_t key[KEYS_LEN])
{
    /* material is octets to the handlers' structure, as it crosses the boundary: little-endian */
    const uint8_t length[4] = {KEYS_LEN};
    memset(at, 0, FIELD_OFFSET(DOT11_KEY_ALGO_CCMP, ucCCMPKey));
    memcpy(at, counter, 6);
    memcpy(at + FIELD_OFFSET(DOT11_KEY_ALGO_CCMP, ulCCMPKeyLength), length, sizeof length);
    memcpy(at + FIELD_OFFSET(DOT11_KEY_ALGO_CCMP, ucCCMPKey), key, KEYS_LEN);
}

DWORD keys_pairwise(const DOT11EXT_APIS *api, HANDLE svc, const UCHAR peer[6], DWORD algorithm,
                    const UCHAR material[KEYS_LEN])
{
    static const uint8_t zero[6];
    union {
        DOT11_CIPHER_KEY_MAPPING_KEY_VALUE value;
        uint8_t bytes[FIELD_OFFSET(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, ucKey) + MATERIAL];
    } key;
    memset(&key, 0, sizeof key);
    memcpy(key.value.PeerMacAddr, peer, 6);
    key.value.AlgorithmId = (DOT11_CIPHER_ALGORITHM)algorithm;
    key.value.Direction = DOT11_DIR_BOTH;
    key.value.usKeyLength = MATERIAL;
    write_material(key.bytes + FIELD_OFFSET(DOT11_CIPHER_KEY_MAPPING_KEY_VALUE, ucKey), zero,
                   material);
    DWORD error = api->Dot11ExtSetKeyMappingKey(svc, &key.value);
    OPENSSL_cleanse(&key, sizeof key);
    return error;
}

DWORD keys_group(const DOT11EXT_APIS *api, HANDLE svc, const UCHAR peer[6], DWORD algorithm,
                 ULONG index, const UCHAR counter[6], const UCHAR material[KEYS_LEN])
{
    union {
        DOT11_CIPHER_DEFAULT_KEY_VALUE value;
        uint8_t bytes[FIELD_OFFSET(DOT11_CIPHER_DEFAULT_KEY_VALUE, ucKey) + MATERIAL];
    } key;
    memset(&key, 0, sizeof key);
    key.value.Header = (NDIS_OBJECT_HEADER){
        NDIS_OBJECT_TYPE_DEFAULT, DOT11_CIPHER_DEFAULT_KEY_VALUE_REVISION_1, sizeof key.value};
    key.value.uKeyIndex = index;
    key.value.AlgorithmId = (DOT11_CIPHER_ALGORITHM)algorithm;
    memcpy(key.value.MacAddr, peer, 6);
    key.value.usKeyLength = MATERIAL;
    write_material(key.bytes + FIELD_OFFSET(DOT11_CIPHER_DEFAULT_KEY_VALUE, ucKey), counter,
                   material);
    DWORD error = api->Dot11ExtSetDefaultKey(svc, &key.value, DOT11_DIR_BOTH);
    OPENSSL_cleanse(&key, sizeof key);
    return error;
}
