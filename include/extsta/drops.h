/* Every reason for which the station discards a frame.
 *
 * Nothing is dropped silently: each discard increments exactly one of these
 * (contract DEC-03, STT-07). The list is one X-macro, so that a new reason gets its
 * number, its stable name and its explanation in one place. */
#ifndef EXTSTA_DROPS_H
#define EXTSTA_DROPS_H

#ifdef __cplusplus
extern "C" {
#endif

/* X(symbol, stable name, one-line explanation) */
#define EXTSTA_DROP_LIST(X)                                                                        \
    /* parsing */                                                                                  \
    X(TOO_SHORT, "too-short", "frame ends before its MAC header does")                             \
    X(BAD_VERSION, "bad-protocol-version", "protocol version is not 0")                            \
    X(BAD_TYPE, "reserved-type", "reserved frame type or subtype")                                 \
    X(BODY_TRUNCATED, "body-truncated", "fixed fields of the frame body are cut off")              \
    X(BAD_ELEMENTS, "malformed-elements", "elements overrun the frame or contradict themselves")   \
    X(BAD_RSNE, "malformed-rsne", "RSN element cannot be decoded")                                 \
    X(BAD_FCS, "bad-fcs", "frame check sequence does not match")                                   \
    X(BAD_EAPOL, "malformed-eapol", "EAPOL PDU cannot be decoded")                                 \
    X(BAD_LLC, "malformed-llc", "LLC/SNAP header missing or unknown")                              \
    X(BAD_AMSDU, "malformed-amsdu", "A-MSDU subframe overruns the MPDU or spoofs LLC/SNAP")        \
    X(BAD_LINK_HEADER, "malformed-link-header", "radiotap, Prism or PPI header is malformed")      \
    /* addressing and state */                                                                     \
    X(OTHER_RECEIVER, "other-receiver", "addressed to another station")                            \
    X(OTHER_BSS, "other-bss", "from a BSS the station is not associated with")                     \
    X(OWN_FRAME, "own-frame", "own transmission reflected by the AP")                              \
    X(NOT_MULTICAST_MEMBER, "not-in-multicast-list", "group address not in the multicast list")    \
    X(PACKET_FILTER, "packet-filter", "packet filter does not ask for this kind")                  \
    X(DUPLICATE, "duplicate", "retransmission of an MPDU already received")                        \
    X(NOT_ASSOCIATED, "not-associated", "class 3 frame while not associated")                      \
    X(UNEXPECTED_STATE, "unexpected-in-state", "management frame that no open operation awaits")   \
    X(WRONG_TRANSACTION, "wrong-transaction", "authentication transaction number out of sequence") \
    X(BAD_RESPONSE, "invalid-association-response",                                                \
      "association response that accepts with an impossible AID or without rates")                 \
    X(UNSUPPORTED_SUBTYPE, "unsupported-subtype", "frame subtype this station has no use for")     \
    X(RADIO_OFF, "radio-off", "all PHYs are off")                                                  \
    X(RX_RESET, "rx-reset", "came while a reset waited for packets to be returned")                \
    /* fragments */                                                                                \
    X(FRAGMENT_ORPHAN, "fragment-orphan", "fragment without its predecessor")                      \
    X(FRAGMENT_TIMEOUT, "fragment-timeout", "MSDU not complete within its receive lifetime")       \
    X(FRAGMENT_MIXED_KEY, "fragment-mixed-key", "fragments under different keys or protection")    \
    X(FRAGMENT_PN_GAP, "fragment-pn-gap", "packet numbers of the fragments are not consecutive")   \
    X(FRAGMENT_TOO_MANY, "fragment-too-many", "MSDU has more fragments or bytes than allowed")     \
    /* protection */                                                                               \
    X(KEY_ID, "invalid-key-id", "key id of the frame is not valid")                                \
    X(NO_KEY, "no-key", "no key to decrypt with")                                                  \
    X(NO_KEY_ROW, "no-per-station-key", "no per-station default keys for this transmitter")        \
    X(CIPHER_HEADER, "malformed-cipher-header", "cipher header missing, short or contradictory")   \
    X(DECRYPT, "decrypt-error", "decryption or integrity check failed")                            \
    X(REPLAY, "replay", "packet number not above the replay counter")                              \
    X(TKIP_ICV, "tkip-icv", "TKIP ICV is wrong")                                                   \
    X(TKIP_MIC, "tkip-mic", "TKIP Michael MIC is wrong")                                           \
    X(WEP_ICV, "wep-icv", "WEP ICV is wrong")                                                      \
    X(UNENCRYPTED, "unencrypted", "clear frame where only protected ones are accepted")            \
    X(EXEMPT_PROTECTED, "exempt-but-protected", "protected frame of an always-exempt EtherType")   \
    X(EXEMPT_CLEAR, "exempt-but-clear", "clear frame although a key-mapping key is available")     \
    X(MGMT_UNPROTECTED, "unprotected-management", "robust management frame without protection")    \
    X(MGMT_PROTECTED, "protected-management", "management frame protected that must not be")       \
    X(BEACON_UNPROTECTED, "unprotected-beacon", "Beacon without its MIC, of an AP that protects them") \
    /* ports and the OS half */                                                                    \
    X(PORT_NONE, "no-port", "no port for this peer")                                               \
    X(PORT_UNAUTHORIZED, "port-unauthorized", "port not authorized for this EtherType")            \
    X(ETHERNET_SHORT, "ethernet-short", "802.3 frame shorter than its header")                     \
    X(ETHERNET_LONG, "ethernet-long", "802.3 frame longer than an MSDU")                           \
    X(ETHERNET_SOURCE, "ethernet-source", "802.3 frame whose source is not the station")           \
    X(FOUR_ADDRESS, "four-address", "four-address frame although not negotiated")                  \
    /* transmit */                                                                                 \
    X(TX_NO_KEY, "tx-no-key", "no key to encrypt with")                                            \
    X(TX_QUEUE_FULL, "tx-queue-full", "transmit queue is full")                                    \
    X(TX_RETRY_LIMIT, "tx-retry-limit", "no acknowledgement within the retry limit")               \
    X(TX_LIFETIME, "tx-lifetime", "transmit lifetime exceeded")                                    \
    X(TX_PN_EXHAUSTED, "tx-pn-exhausted", "packet number space of the key is used up")             \
    X(TX_STATE, "tx-not-associated", "nothing to send to: not associated")                         \
    X(TX_RESET, "tx-reset", "discarded by a reset")                                                \
    X(TX_PHY, "tx-phy", "the PHY asked for is not usable")                                         \
    /* EAPOL-Key and handshakes */                                                                 \
    X(EAPOL_MIC, "eapol-mic", "EAPOL-Key MIC does not verify")                                     \
    X(EAPOL_REPLAY, "eapol-replay", "EAPOL-Key replay counter not expected")                       \
    X(EAPOL_UNEXPECTED, "eapol-unexpected", "EAPOL-Key message that the handshake does not await") \
    X(EAPOL_NONCE, "eapol-nonce", "ANonce of message 3 differs from message 1")                    \
    X(EAPOL_KEY_DATA, "eapol-key-data", "key data cannot be unwrapped or decoded")                 \
    X(FT_MISMATCH, "ft-mismatch", "a fast transition's frame does not fit what was said before")   \
    X(EAP_UNEXPECTED, "eap-unexpected", "EAP packet that the conversation does not await")         \
    X(EAP_UNPROVEN, "eap-unproven", "EAP Success before the method was through")                   \
    /* SAE */                                                                                      \
    X(SAE_INVALID, "sae-invalid", "SAE Commit with a scalar or element that must not be")          \
    X(SAE_REFLECTION, "sae-reflection", "SAE Commit that repeats our own")                         \
    X(SAE_CONFIRM, "sae-confirm", "SAE Confirm does not verify")                                   \
    X(SAE_UNEXPECTED, "sae-unexpected", "SAE frame that the exchange does not await")              \
    X(OTHER_CHANNEL, "other-channel", "SA Query frame of another operating channel")               \
    X(OWE_KEY, "owe-key", "association response without a usable Diffie-Hellman key")              \
    /* resources */                                                                                \
    X(NO_MEMORY, "no-memory", "no memory for the frame")                                           \
    X(QUEUE_FULL, "queue-full", "receive queue is full")

enum extsta_drop {
#define EXTSTA_DROP_ENUM(symbol, name, text) EXTSTA_DROP_##symbol,
    EXTSTA_DROP_LIST(EXTSTA_DROP_ENUM)
#undef EXTSTA_DROP_ENUM
        EXTSTA_DROP_COUNT
};

/* Stable name of a reason ("no-key"), for logs and scripts. Never NULL. */
const char *extsta_drop_name(enum extsta_drop reason);

/* One line that says what the reason means. Never NULL. */
const char *extsta_drop_text(enum extsta_drop reason);

#ifdef __cplusplus
}
#endif
#endif
