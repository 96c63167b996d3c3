/* What is known of authentication algorithms, AKM suites and ciphers: three const tables, from
 * which all else follows: what the driver says it supports and its defaults
 * (miniport/algorithm.h), which BSS fits and what is negotiated with it (mlme/candidate.h), who
 * needs a port (msm), the key hierarchy (rsn/keys.h), the protection of MPDUs
 * (crypto/cipher.h), and the names people read.
 *
 * A row may be there for its name or for explain alone; `offered` says what this station does
 * itself, now. A new suite is its row and the machine the row names. */
#ifndef CRYPTO_SUITES_H
#define CRYPTO_SUITES_H

#include "crypto/primitives.h"

/* Algorithms of the OS by what an AP advertises for them. Bits: a cipher goes with several. */
enum auth_family {
    AUTH_FAMILY_OPEN = 0x01,
    AUTH_FAMILY_SHARED = 0x02, /* both without an element: at most the privacy bit */
    AUTH_FAMILY_WPA = 0x04,    /* the WPA element of the vendor, before the standard */
    AUTH_FAMILY_RSN = 0x08,    /* the RSN element */
    AUTH_FAMILY_WPA3 = 0x10,   /* the RSN element, and no TKIP */
    AUTH_FAMILY_VENDOR = 0x20, /* the RSN element, with suites of the vendor's OUI */
};

/* An authentication algorithm of the OS: a DOT11_AUTH_ALGORITHM. */
struct auth_algorithm {
    uint32_t number;
    const char *name; /* "rsna-psk" */
    enum auth_family family;
    uint8_t default_rank; /* ATH-06: the lowest supported is the default; 0: never */
};

/* What the frames of the Authentication exchange before the association are. With an FT suite
 * this is the first association's; a transition inside the mobility domain uses FT. */
enum akm_entry {
    AKM_ENTRY_OPEN_SYSTEM, /* also OWE: its key exchange is in the association's elements */
    AKM_ENTRY_SHARED_KEY,
    AKM_ENTRY_SAE,
    AKM_ENTRY_FILS,
};

/* Where the PMK comes from. */
enum akm_pmk {
    AKM_PMK_NONE,       /* no key management */
    AKM_PMK_PASSPHRASE, /* configured, or hashed from a passphrase */
    AKM_PMK_EAP,        /* 802.1X */
    AKM_PMK_SAE,
    AKM_PMK_DH, /* OWE */
};

/* How an EAPOL-Key frame of Key Descriptor Version 0 is protected. */
enum akm_mic {
    AKM_MIC_BY_VERSION, /* 1: HMAC-MD5, 2: HMAC-SHA-1-128 */
    AKM_MIC_CMAC,       /* AES-128-CMAC, also of version 3 */
    AKM_MIC_HMAC_SHA256,
    AKM_MIC_HMAC_SHA384,
    AKM_MIC_HMAC_SHA512,
};

/* A way to be authenticated and to get keys (tables 9-151 and 12-10). Lengths in octets. Where
 * they follow from the length of the PMK (AKMs 18, 24, 25; 802.11-2024 table 12-11) the row is
 * that of 32 octets, and suites_akm_sized has the others. */
struct akm_suite {
    uint32_t selector; /* 00-0F-AC:n, WPA's 00-50-F2:n; 0: no key management */
    const char *name;  /* "PSK-SHA256" */
    uint32_t auth;     /* DOT11_AUTH_ALGORITHM it serves; 0: none */
    enum akm_entry entry;
    enum akm_pmk pmk;
    uint8_t kck_len, kek_len, mic_len; /* 0: its key hierarchy is not known here */
    uint8_t key_version; /* Key Descriptor Version; 2: with TKIP it is 1; 0 = by AKM */
    enum akm_mic mic;
    enum crypto_hash hash; /* of PTK derivation: SHA1 = PRF, else KDF */
    bool ft;               /* the PMK is PMK-R1 (12.7.1.6.5) */
    bool needs_pmf;        /* management frames must be protected */
    uint8_t offered; /* DOT11_BSS_TYPEs (they are bits) it is done in now; or that one bit */
};
/* In place of BSS types: with radios whose driver has the vendor's algorithms, and in
 * infrastructure. */
#define SUITE_OFFERED_BY_VENDOR 0x80u

enum cipher_use {
    CIPHER_PAIRWISE = 0x1,
    CIPHER_GROUP = 0x2,
    CIPHER_MANAGEMENT = 0x4, /* group-addressed management frames: BIP */
};

struct cipher_ops;

/* A cipher (table 9-149). Lengths in octets. */
struct cipher_suite {
    uint32_t selector;   /* 00-0F-AC:n; 0: none */
    uint32_t wpa;        /* 00-50-F2:n of the same; 0: none */
    uint32_t number;     /* DOT11_CIPHER_ALGORITHM */
    const char *name;    /* "CCMP" */
    uint8_t key_len;     /* of the temporal key; TKIP: 32 with both MIC keys */
    uint8_t header_len;  /* cipher header in front of the ciphertext */
    uint8_t trailer_len; /* MIC and ICV behind it (TKIP: ICV only; Michael is per MSDU); of BIP
                            the MIC in the MMIE */
    bool extended_iv;
    uint8_t with;                 /* the families of algorithms it goes with (CIP-05) */
    uint8_t protects;             /* enum cipher_use */
    uint8_t offered;              /* for what of it the station offers it */
    const struct cipher_ops *ops; /* of MPDUs, this room's own; NULL: none */
    bool legacy; /* it can be broken: the OS enables it only where a profile asks for it */
};

/* --- the tables, row by row: NULL behind the last --- */
/* By number. */
const struct auth_algorithm *suites_auth_at(size_t i);
/* Of one algorithm the preferred one first. */
const struct akm_suite *suites_akm_at(size_t i);
/* The preferred one first (CIP-03). */
const struct cipher_suite *suites_cipher_at(size_t i);

/* --- one row; NULL: not known. A selector may be RSN's or WPA's. --- */
const struct auth_algorithm *suites_auth(uint32_t number);
const struct akm_suite *suites_akm(uint32_t selector);
/* The same with the key lengths and the hash that go with a PMK of so many octets. */
const struct akm_suite *suites_akm_sized(uint32_t selector, size_t pmk_len);
const struct cipher_suite *suites_cipher(uint32_t selector);
const struct cipher_suite *suites_cipher_numbered(uint32_t number);

/* --- what is asked often --- */
/* Whether an association by this algorithm needs keys before data may pass: all but open
 * system and shared key; an algorithm nobody knows (a vendor's) does. */
bool suites_auth_is_keyed(uint32_t number);
/* Whether it is advertised in an RSN element. */
bool suites_auth_is_rsna(uint32_t number);
/* Whether an AKM goes with a cipher, of pairwise, group or management frames; by selectors.
 * Suite B and 192 bits do not go with every one. */
bool suites_akm_takes(uint32_t akm, uint32_t cipher);
/* Whether one of the AKMs that the station does by this algorithm does; true of one without
 * any. */
bool suites_auth_takes(uint32_t auth, uint32_t cipher);
/* Names by selector, as 802.11 writes them; NULL: not known. */
const char *suites_akm_name(uint32_t selector);
const char *suites_cipher_name(uint32_t selector);

#endif
