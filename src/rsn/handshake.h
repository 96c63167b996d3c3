/* What the files of the supplicant (supplicant*.c) and the authenticator share: key data,
 * the making of frames, the checks and actions of each message. Not for others, but for
 * tests that take one message apart. */
#ifndef RSN_HANDSHAKE_H
#define RSN_HANDSHAKE_H

#include "base/fsm.h"
#include "base/mac.h"
#include "base/wipe.h"
#include "crypto/cipher.h"
#include "rsn/authenticator.h"
#include "wire/element.h"

/* A group key in key data; empty: none. */
struct key_data_group {
    struct extsta_span key;
    uint8_t id;
    uint64_t pn; /* IPN, BIPN: of the last frame sent under it; of a GTK it is the frame's RSC */
};

/* Elements and KDEs of key data in clear. Spans point into it; empty = absent. */
struct key_data {
    struct extsta_span rsne, wpa, rsnxe, mde, fte; /* whole elements */
    struct key_data_group group[GROUP_KINDS];
    struct extsta_span oci;     /* of the OCI KDE, 3 octets */
    int8_t key_id;              /* of the Key ID KDE; -1: there is none */
    uint8_t transition_disable; /* of the KDE of this name; 0: none */
};
/* False when it is malformed: an overrun, a KDE of a group key that is too short, twice there,
 * or of a key id that is not of its kind (0 belongs to the PTK). */
bool key_data_parse(struct extsta_span data, struct key_data *out);
/* Whether the AKM is WPA's, from before the standard: its frames have another descriptor, its
 * message 3 carries no GTK, and that of the group handshake is all of the key data. */
bool handshake_is_wpa(const struct akm_suite *akm);
/* The element of the AKM's kind. */
struct extsta_span handshake_element(const struct akm_suite *akm, const struct key_data *data);
/* Key Descriptor Type of its frames. */
uint8_t handshake_descriptor(const struct akm_suite *akm);
/* Appends a GTK KDE (12.7.2). */
void key_data_write_gtk(struct writer *w, uint8_t key_id, const uint8_t *gtk, size_t len);
/* Appends the KDE of an IGTK or a BIGTK; nothing where there is no key. */
void key_data_write_management(struct writer *w, enum group_kind kind,
                               const struct management_key *key);

/* The cipher of group-addressed management frames: where both protect them, the one our element
 * names, which by default is BIP-CMAC-128 (9.4.2.24.5). 0: they are not protected. */
uint32_t handshake_group_mgmt(const struct rsn_element *own, const struct rsn_element *peer);

/* Whether both ends have this bit among their RSN Capabilities; WPA has none. */
bool handshake_agrees(const struct rsn_element *own, const struct rsn_element *peer,
                      uint16_t capability);

/* Copies an element into the machine and lets the span point to the copy; false when
 * there is no room. */
bool handshake_copy(uint8_t *to, size_t room, struct extsta_span *element);
/* Writes the frame with its MIC into step->send; without one when kck is empty. On an error
 * nothing is to be sent. */
enum extsta_error handshake_send(struct crypto *crypto, const struct akm_suite *akm,
                                 struct extsta_span kck, const struct eapol_key *key,
                                 struct supplicant_step *step);
/* Discards the input under a name. */
void handshake_drop(struct supplicant_step *step, enum extsta_drop drop);
/* Discards the input because `error` came of the check or the opening of it: under `wrong` when
 * the input is to blame, else for want of memory, which proves nothing against the peer. */
void handshake_drop_for(struct supplicant_step *step, enum extsta_error error,
                        enum extsta_drop wrong);

/* Reason codes (table 9-49). */
#define REASON_INVALID_AUTH     2u
#define REASON_FOUR_WAY_TIMEOUT 15u
#define REASON_GROUP_TIMEOUT    16u
#define REASON_RSNE_MISMATCH    17u

/* --- what an FT suite adds to the four-way handshake (four_way_ft.c; 13.4.2) --- */
/* The names of a mobility domain in the elements of its first association; *r1kh: the key
 * holder beside the AP. MALFORMED: they are not all there. */
enum extsta_error ft_domain_read(struct extsta_span ssid, struct extsta_span mde,
                                 struct extsta_span fte, size_t mic_len,
                                 struct ft_domain *domain, struct extsta_mac *r1kh);
/* Elements of the first association, borrowed for the call. */
struct ft_start {
    struct extsta_mac station;
    struct extsta_span ssid, mde, fte;
};
/* Keeps them, and puts the PMK-R1 in place of the MPMK. E_MALFORMED, or an error of the
 * derivation. */
enum extsta_error handshake_start_ft(struct crypto *crypto, const struct akm_suite *akm,
                                     const struct ft_start *in, struct supplicant_ft *ft,
                                     uint8_t pmk[PMK_MAX], uint8_t *pmk_len);
/* Appends what messages 2 and 3 have in place of the RSNE of the association; and whether a
 * message has just that. */
void ft_write_message(struct writer *w, const struct supplicant_ft *ft,
                      struct extsta_span rsne);
bool ft_message_fits(const struct supplicant_ft *ft, const struct key_data *data,
                     struct extsta_span rsne);

/* --- operating channel validation (oci.c; 12.2.9, 9.4.2.237) --- */
#define OCI_KDE_LEN 9u
#define OCI_LEN     3u /* operating class, primary channel, second segment */

/* The field that says it: of the KDE, of FT's subelement, of the element in SA Query frames.
 * Empty where validation was not negotiated, else of `out`. */
struct extsta_span oci_field(const struct oci *own, uint8_t out[OCI_LEN]);
/* Appends the element of SA Query frames; nothing where validation was not negotiated. */
void oci_write_element(struct writer *w, const struct oci *own);
/* Appends the OCI KDE of a channel; nothing where validation was not negotiated. */
void oci_write_kde(struct writer *w, const struct oci *own);
/* Whether what the peer says of its channel agrees with where we are; true also where
 * validation was not negotiated. */
bool oci_agrees(const struct oci *own, struct extsta_span peer);

/* A received frame on its way through the supplicant. */
struct supplicant_input {
    const struct eapol_key *key;
    const uint8_t *nonce; /* fresh random octets */
    bool was_protected;
    struct supplicant_step *step;
    struct key_data data; /* messages 3 and 1 of the group handshake */
};

/* Events: a frame that has passed every check of its message. */
enum supplicant_event {
    SUPPLICANT_M1,
    SUPPLICANT_M3,          /* of the handshake under way: a fresh PTK is confirmed */
    SUPPLICANT_M3_AGAIN,    /* of the handshake that gave the PTK in use */
    SUPPLICANT_M3_MISMATCH, /* RSNE, RSNXE or WPA element is not the beacon's */
    SUPPLICANT_GROUP1,
    SUPPLICANT_OTHER_CHANNEL, /* behind a valid MIC: the AP is on another channel than we */
    SUPPLICANT_EVENT_COUNT,   /* none: the frame is dropped */
};

/* The checks of each message: the event it is, or SUPPLICANT_EVENT_COUNT after
 * handshake_drop. */
enum supplicant_event supplicant_check_m1(struct supplicant *s, struct supplicant_input *in);
enum supplicant_event supplicant_check_m3(struct supplicant *s, struct supplicant_input *in,
                                          uint8_t plain[KEY_DATA_MAX]);
enum supplicant_event supplicant_check_group1(struct supplicant *s, struct supplicant_input *in,
                                              uint8_t plain[KEY_DATA_MAX]);
/* Opens and parses the key data; drops and returns false when it cannot. */
bool supplicant_open_key_data(struct supplicant *s, struct supplicant_input *in,
                              const struct ptk *ptk, uint8_t plain[KEY_DATA_MAX]);
/* Whether the group keys in it fit what was negotiated: the GTK is there, and each has the
 * length of its cipher. Group keys that were not negotiated are taken out. */
bool supplicant_group_fits(const struct supplicant *s, struct key_data *data);
/* Hands group keys out for installation, each unless it is the one in use: installing that
 * again would reset its receive counter (KRACK). True: at least one. */
bool supplicant_take_group(struct supplicant *s, const struct supplicant_input *in);
/* Counts the message that led to this step: as one that memory kept us from, if so it was. */
void supplicant_count(const struct supplicant_step *step, struct supplicant_tally *tally);
/* Whether a frame with a valid MIC had this counter or a higher one: 12.7.2, against
 * replays. */
bool supplicant_is_replay(const struct supplicant *s, const struct eapol_key *key);
/* Sends `reply`, which has info, nonce and data set, with version, descriptor and replay
 * counter of the frame it answers. Protected as that was: the peer has keys, or has not. */
void supplicant_answer(struct supplicant *s, const struct supplicant_input *in,
                       const struct ptk *ptk, struct eapol_key *reply);

/* A received frame on its way through the authenticator. */
enum authenticator_event {
    AUTHENTICATOR_M2,
    AUTHENTICATOR_M2_MISMATCH,   /* RSNE or RSNXE is not the association request's */
    AUTHENTICATOR_OTHER_CHANNEL, /* of message 2 or a group message 2 */
    AUTHENTICATOR_M4,
    AUTHENTICATOR_GROUP2,
    AUTHENTICATOR_RETRY,
    AUTHENTICATOR_GIVE_UP,
    AUTHENTICATOR_REKEY,
    AUTHENTICATOR_GROUP,
    AUTHENTICATOR_EVENT_COUNT, /* none: the frame is dropped */
};

FSM_TYPES(supplicant, struct supplicant, struct supplicant_input)
/* Each in the file of its message; supplicant.c has the table. */
supplicant_action supplicant_answer_m1, supplicant_accept_m3, supplicant_answer_m3,
    supplicant_reject_m3, supplicant_reject_channel, supplicant_accept_group1;

extern const struct fsm_table supplicant_table, authenticator_table;

#endif
