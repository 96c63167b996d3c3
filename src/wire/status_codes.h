/* Status codes that stations and access points act on (IEEE Std 802.11-2020 table 9-50). What each
 * of all of them means in words is in explain/texts.ini. */
#ifndef WIRE_STATUS_CODES_H
#define WIRE_STATUS_CODES_H

enum status_code {
    STATUS_SUCCESS = 0,
    STATUS_UNSPECIFIED = 1,
    STATUS_UNSUPPORTED_ALGORITHM = 13, /* of authentication */
    STATUS_AUTH_SEQUENCE = 14,
    STATUS_CHALLENGE_FAILURE = 15, /* of SAE, too: the confirm did not verify */
    STATUS_AP_FULL = 17,
    STATUS_BASIC_RATES = 18,
    STATUS_NO_HT = 27,
    STATUS_TRY_LATER = 30, /* the association it holds is asked about first (11.3.5.3) */
    STATUS_ROBUST_POLICY = 31,
    STATUS_DECLINED = 37,
    STATUS_INVALID_PARAMETERS = 38,
    STATUS_INVALID_ELEMENT = 40,
    STATUS_INVALID_GROUP_CIPHER = 41,
    STATUS_INVALID_PAIRWISE_CIPHER = 42,
    STATUS_INVALID_AKMP = 43,
    STATUS_UNSUPPORTED_RSNE_VERSION = 44,
    STATUS_CIPHER_POLICY = 46,
    STATUS_INVALID_PMKID = 53,
    STATUS_ANTI_CLOGGING = 76, /* SAE: come again with this token */
    STATUS_GROUP_REFUSED = 77, /* SAE, OWE: the finite cyclic group is not supported */
    STATUS_NO_VHT = 104,
    STATUS_UNKNOWN_IDENTIFIER = 123, /* SAE: of the password */
    STATUS_NO_HE = 124,
    STATUS_HASH_TO_ELEMENT = 126, /* SAE: success, by hash to element */
    STATUS_SAE_PK = 127,          /* the same, with the AP's key */
};

#endif
