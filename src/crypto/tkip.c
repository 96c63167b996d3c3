/* TKIP: per-packet key mixing around RC4, ICV (IEEE Std 802.11-2020 12.5.2). The key is TK
 * (16 octets) and the two Michael keys; Michael protects MSDUs, not MPDUs: cipher_michael.
 * RC4 and ICV are those of WEP (wep.c); what is TKIP's own is the key of each packet. */
#include "crypto/backend.h"
#include "base/wipe.h"
#include "wire/frame.h"

#define HEADER_LEN   8u
#define ICV_LEN      4u
#define LONGEST_MPDU 65535u            /* as in mpdu.c */
#define TSC_MAX      0xffffffffffffull /* 48 bits */

/* 12.5.2.8.2: the 16-bit S-box is {02}S(x) || {03}S(x) of the AES S-box; its second
 * half is the same with the octets exchanged. */
static const uint16_t sbox[256] = {
    0xc6a5, 0xf884, 0xee99, 0xf68d, 0xff0d, 0xd6bd, 0xdeb1, 0x9154, 0x6050, 0x0203, 0xcea9,
    0x567d, 0xe719, 0xb562, 0x4de6, 0xec9a, 0x8f45, 0x1f9d, 0x8940, 0xfa87, 0xef15, 0xb2eb,
    0x8ec9, 0xfb0b, 0x41ec, 0xb367, 0x5ffd, 0x45ea, 0x23bf, 0x53f7, 0xe496, 0x9b5b, 0x75c2,
    0xe11c, 0x3dae, 0x4c6a, 0x6c5a, 0x7e41, 0xf502, 0x834f, 0x685c, 0x51f4, 0xd134, 0xf908,
    0xe293, 0xab73, 0x6253, 0x2a3f, 0x080c, 0x9552, 0x4665, 0x9d5e, 0x3028, 0x37a1, 0x0a0f,
    0x2fb5, 0x0e09, 0x2436, 0x1b9b, 0xdf3d, 0xcd26, 0x4e69, 0x7fcd, 0xea9f, 0x121b, 0x1d9e,
    0x5874, 0x342e, 0x362d, 0xdcb2, 0xb4ee, 0x5bfb, 0xa4f6, 0x764d, 0xb761, 0x7dce, 0x527b,
    0xdd3e, 0x5e71, 0x1397, 0xa6f5, 0xb968, 0x0000, 0xc12c, 0x4060, 0xe31f, 0x79c8, 0xb6ed,
    0xd4be, 0x8d46, 0x67d9, 0x724b, 0x94de, 0x98d4, 0xb0e8, 0x854a, 0xbb6b, 0xc52a, 0x4fe5,
    0xed16, 0x86c5, 0x9ad7, 0x6655, 0x1194, 0x8acf, 0xe910, 0x0406, 0xfe81, 0xa0f0, 0x7844,
    0x25ba, 0x4be3, 0xa2f3, 0x5dfe, 0x80c0, 0x058a, 0x3fad, 0x21bc, 0x7048, 0xf104, 0x63df,
    0x77c1, 0xaf75, 0x4263, 0x2030, 0xe51a, 0xfd0e, 0xbf6d, 0x814c, 0x1814, 0x2635, 0xc32f,
    0xbee1, 0x35a2, 0x88cc, 0x2e39, 0x9357, 0x55f2, 0xfc82, 0x7a47, 0xc8ac, 0xbae7, 0x322b,
    0xe695, 0xc0a0, 0x1998, 0x9ed1, 0xa37f, 0x4466, 0x547e, 0x3bab, 0x0b83, 0x8cca, 0xc729,
    0x6bd3, 0x283c, 0xa779, 0xbce2, 0x161d, 0xad76, 0xdb3b, 0x6456, 0x744e, 0x141e, 0x92db,
    0x0c0a, 0x486c, 0xb8e4, 0x9f5d, 0xbd6e, 0x43ef, 0xc4a6, 0x39a8, 0x31a4, 0xd337, 0xf28b,
    0xd532, 0x8b43, 0x6e59, 0xdab7, 0x018c, 0xb164, 0x9cd2, 0x49e0, 0xd8b4, 0xacfa, 0xf307,
    0xcf25, 0xcaaf, 0xf48e, 0x47e9, 0x1018, 0x6fd5, 0xf088, 0x4a6f, 0x5c72, 0x3824, 0x57f1,
    0x73c7, 0x9751, 0xcb23, 0xa17c, 0xe89c, 0x3e21, 0x96dd, 0x61dc, 0x0d86, 0x0f85, 0xe090,
    0x7c42, 0x71c4, 0xccaa, 0x90d8, 0x0605, 0xf701, 0x1c12, 0xc2a3, 0x6a5f, 0xaef9, 0x69d0,
    0x1791, 0x9958, 0x3a27, 0x27b9, 0xd938, 0xeb13, 0x2bb3, 0x2233, 0xd2bb, 0xa970, 0x0789,
    0x33a7, 0x2db6, 0x3c22, 0x1592, 0xc920, 0x8749, 0xaaff, 0x5078, 0xa57a, 0x038f, 0x59f8,
    0x0980, 0x1a17, 0x65da, 0xd731, 0x84c6, 0xd0b8, 0x82c3, 0x29b0, 0x5a77, 0x1e11, 0x7bcb,
    0xa8fc, 0x6dd6, 0x2c3a,
};

static uint16_t swap16(uint16_t v)
{
    return (uint16_t)(v << 8 | v >> 8);
}

/* S of 12.5.2.8.2. */
static uint16_t substitute(uint16_t v)
{
    return sbox[v & 0xff] ^ swap16(sbox[v >> 8]);
}

static uint16_t rotate_right(uint16_t v)
{
    return (uint16_t)(v >> 1 | v << 15);
}

static uint16_t add16(uint16_t a, uint16_t b)
{
    return (uint16_t)(a + b);
}

/* 12.5.2.8.3: TTAK from TK, transmitter address and the upper 32 bits of the TSC. */
static void phase_1(const uint8_t tk[16], const uint8_t ta[6], uint32_t iv32, uint16_t ttak[5])
{
    ttak[0] = (uint16_t)iv32;
    ttak[1] = (uint16_t)(iv32 >> 16);
    ttak[2] = get_le16(ta);
    ttak[3] = get_le16(ta + 2);
    ttak[4] = get_le16(ta + 4);
    for (uint16_t i = 0; i < 8; i++) {
        size_t j = 2 * (i & 1u);
        ttak[0] = add16(ttak[0], substitute(ttak[4] ^ get_le16(tk + j)));
        ttak[1] = add16(ttak[1], substitute(ttak[0] ^ get_le16(tk + j + 4)));
        ttak[2] = add16(ttak[2], substitute(ttak[1] ^ get_le16(tk + j + 8)));
        ttak[3] = add16(ttak[3], substitute(ttak[2] ^ get_le16(tk + j + 12)));
        ttak[4] = add16(add16(ttak[4], substitute(ttak[3] ^ get_le16(tk + j))), i);
    }
}

/* 12.5.2.8.4: the RC4 key from TTAK, TK and the lower 16 bits of the TSC. */
static void phase_2(const uint16_t ttak[5], const uint8_t tk[16], uint16_t iv16,
                    uint8_t key[16])
{
    uint16_t p[6];
    memcpy(p, ttak, 5 * sizeof p[0]);
    p[5] = add16(ttak[4], iv16);
    for (size_t i = 0; i < 6; i++) {
        p[i] = add16(p[i], substitute(p[(i + 5) % 6] ^ get_le16(tk + 2 * i)));
    }
    p[0] = add16(p[0], rotate_right(p[5] ^ get_le16(tk + 12)));
    p[1] = add16(p[1], rotate_right(p[0] ^ get_le16(tk + 14)));
    for (size_t i = 2; i < 6; i++) {
        p[i] = add16(p[i], rotate_right(p[i - 1]));
    }
    key[0] = (uint8_t)(iv16 >> 8);
    key[1] = (uint8_t)((key[0] | 0x20) & 0x7f); /* avoids known weak RC4 keys */
    key[2] = (uint8_t)iv16;
    key[3] = (uint8_t)((p[5] ^ get_le16(tk)) >> 1);
    for (size_t i = 0; i < 6; i++) {
        put_le16(key + 4 + 2 * i, p[i]);
    }
    wipe(p, sizeof p);
}

void tkip_mix(const uint8_t tk[16], struct extsta_mac ta, uint64_t tsc, uint8_t key[16])
{
    uint16_t ttak[5];
    phase_1(tk, ta.b, (uint32_t)(tsc >> 16), ttak);
    phase_2(ttak, tk, (uint16_t)tsc, key);
    wipe(ttak, sizeof ttak);
}

/* The RC4 key of this MPDU: by its transmitter and its TSC, so no two are alike. */
static void mix(const struct cipher_job *job, uint8_t key[16])
{
    struct extsta_mac ta;
    memcpy(ta.b, job->header.data + 10, 6);
    tkip_mix(job->key->material, ta, job->pn, key);
}

static void protect_one(struct cipher_job *job)
{
    uint8_t key[16];
    if (job->in_len == 0 || job->in_len > LONGEST_MPDU || job->pn > TSC_MAX ||
        job->key_id > 3 || job->header.len < 24) {
        cipher_fail(job, EXTSTA_E_MALFORMED, EXTSTA_DROP_TOO_SHORT);
        return;
    }
    mix(job, key);
    rc4_protect(job, span(key, sizeof key));
    /* 12.5.2.2. Behind rc4_protect: `in` may lie where the header goes. */
    memcpy(job->out, key, 3); /* TSC1, WEPSeed, TSC0 */
    job->out[3] = (uint8_t)(0x20 | job->key_id << 6);
    put_le32(job->out + 4, (uint32_t)(job->pn >> 16));
    wipe(key, sizeof key);
}

static void unprotect_one(struct cipher_job *job)
{
    uint8_t key[16];
    if (job->in_len <= HEADER_LEN + ICV_LEN || job->in_len > LONGEST_MPDU ||
        job->header.len < 24 ||
        !cipher_peek(job->key->suite, span(job->in, job->in_len), &job->key_id, &job->pn)) {
        cipher_fail(job, EXTSTA_E_MALFORMED, EXTSTA_DROP_CIPHER_HEADER);
        return;
    }
    mix(job, key);
    rc4_unprotect(job, span(key, sizeof key), EXTSTA_DROP_TKIP_ICV);
    wipe(key, sizeof key);
}

const struct cipher_ops tkip_ops = {.one = {protect_one, unprotect_one}};
