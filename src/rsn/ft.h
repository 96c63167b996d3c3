/* The exchange of a fast BSS transition (IEEE Std 802.11-2020 13.5 to 13.8) as pure machines,
 * both sides: the station, which names its PMK-R0 and a nonce, and the AP it moves to. Four
 * frames: the first two, over the air as Authentication frames or over the DS as FT Action
 * frames, bring both nonces; reassociation request and response prove the PTK by a MIC, and the
 * response brings the group keys. There is no four-way handshake after it. The caller carries
 * frames and keeps the time; what is not a machine's business here: whom to move to, and the
 * fixed fields of frames.
 *
 * A response that does not verify proves nothing, since anybody can send one: it is dropped,
 * the true one is still awaited, and what was seen is told when the time is up
 * (ft_station_cause). What the AP says by a status code ends it.
 *
 * - A PTK is derived once for a pair of nonces and handed out once, at the end: a repeated
 * frame gets the same answer and installs nothing (KRACK, CVE-2017-13082).
 * - The AP compares all it said before with what the request repeats, the station the same with
 *   the response (13.8.4, 13.8.5). */
#ifndef RSN_FT_H
#define RSN_FT_H

#include "rsn/authenticator.h"
#include "wire/rsn_element.h"
#include <extsta/drops.h>

/* Status codes (table 9-50). */
enum ft_status {
    FT_STATUS_OK = 0,
    FT_STATUS_R0KH_UNREACHABLE = 28,
    FT_STATUS_INVALID_ACTION_COUNT = 52, /* of FT Action frames */
    FT_STATUS_INVALID_PMKID = 53,
    FT_STATUS_INVALID_MDE = 54,
    FT_STATUS_INVALID_FTE = 55,
    FT_STATUS_INVALID_RSNE = 72,
    FT_STATUS_UNSPECIFIED = 1,
};

/* --- the station --- */

struct ft_station_config {
    struct crypto *crypto;          /* crypto_of(context); outlives the machine */
    struct extsta_mac own, peer;    /* S0KH-ID and S1KH-ID; the AP it moves to */
    struct extsta_span mpmk;        /* of the first association; borrowed for the start */
    const struct ft_domain *domain; /* copied */
    uint8_t mde_capabilities;       /* of the AP's Mobility Domain element */
    struct rsn_element rsn; /* what the requests say, without PMKIDs: one suite of each */
    struct extsta_span peer_rsne, peer_rsnxe; /* whole elements of the AP's Beacon; copied */
};

enum ft_state {
    FT_AWAIT_RESPONSE, /* Authentication, or FT Response */
    FT_AWAIT_REASSOC,
    FT_DONE,
    FT_FAILED,
};

struct ft_station {
    struct ft_station_config config; /* spans replaced by copies below */
    const struct akm_suite *akm;
    uint32_t group_mgmt; /* as of supplicant_config, by both ends' RSNEs, like the next two */
    struct oci oci;
    bool ext_key_id;
    uint8_t state; /* enum ft_state */
    struct ft_domain domain;
    struct ft_key r0, r1;
    struct extsta_mac r1kh_id;
    uint8_t anonce[32], snonce[32];
    struct ptk ptk;
    uint8_t peer_rsne[64], peer_rsnxe[18];
    uint8_t mde[MDE_LEN], fte[FTE_MAX]; /* of the response that was proven */
    uint16_t fte_len;
    uint8_t seen; /* enum extsta_diagnosis: of what was dropped last */
};

/* Starts. snonce: 32 fresh random octets. The machine must not be moved afterwards. E_USAGE: no
 * key; E_MALFORMED: no RSNE; E_TOO_SMALL, E_UNSUPPORTED: as of supplicant_start. */
enum extsta_error ft_station_start(struct ft_station *f, const struct ft_station_config *config,
                                   const uint8_t snonce[32]);
/* Appends the elements of the first frame: RSNE with PMKR0Name, MDE, FTE. */
void ft_station_write_request(const struct ft_station *f, struct writer *w);
/* The elements of the answer, whose status was 0. True: the PTK is derived, the reassociation
 * may be asked for. False: dropped. */
bool ft_station_response(struct ft_station *f, struct extsta_span elements,
                         enum extsta_drop *drop);
/* Appends the FTE of the reassociation request, without its MIC. freq: MHz, where it is sent,
 * for the validation of the channel. */
void ft_station_write_reassoc(struct ft_station *f, uint16_t freq, struct writer *w);
/* The elements of that request are written, with an RSNE as of ft_station_rsn and the Mobility
 * Domain element: puts the MIC over them into the FTE. False: they are not all there. */
bool ft_station_seal(const struct ft_station *f, uint8_t *elements, size_t len);
/* What the RSNE of the reassociation request says. */
void ft_station_rsn(const struct ft_station *f, struct rsn_element *rsn);
/* The elements of the reassociation response, whose status was 0. True: *step has verdict
 * AUTHORIZED and the keys to install, to be cleared by supplicant_step_clear. False: dropped
 * (the step says for what). */
bool ft_station_reassoc(struct ft_station *f, struct extsta_span elements,
                        struct supplicant_step *step);
/* Of one that is done: the supplicant that answers later handshakes of the association, with
 * the keys of `step` in use. False: it is not done. own_rsne, own_rsnxe: of the request. */
bool ft_station_supplicant(const struct ft_station *f, const struct supplicant_step *step,
                           struct extsta_span own_rsne, struct extsta_span own_rsnxe,
                           struct supplicant *s);
/* What was wrong with the last frame that was dropped; NONE: none was. */
enum extsta_diagnosis ft_station_cause(const struct ft_station *f);
/* What a status code of the AP means in a transition; REFUSED: nothing particular. */
enum extsta_diagnosis ft_diagnosis(uint16_t status);
void ft_station_clear(struct ft_station *f);

/* --- the AP --- */

struct ft_ap_config {
    struct crypto *crypto;
    struct extsta_mac own, peer;
    uint8_t mdid[2], mde_capabilities;
    struct extsta_mac r1kh_id;
    struct extsta_span own_rsne,
        own_rsnxe; /* as in the Beacon; borrowed, outlive the machine */
    uint16_t freq; /* MHz, of our channel, for its validation */
};

struct ft_ap {
    struct ft_ap_config config;
    const struct akm_suite *akm; /* of the request */
    uint8_t state;               /* enum ft_state */
    struct rsn_element rsn;      /* of the request */
    struct oci oci;
    bool ext_key_id;
    struct ft_domain names;      /* R0KH-ID alone */
    uint8_t r0_name[16];
    struct ft_key r1;
    uint8_t anonce[32], snonce[32];
    struct ptk ptk;
    bool installed; /* its keys were handed out */
};

/* Begins with the elements of the first frame. Returns a status code; 0: r0_name and names say
 * for which key, ft_ap_answer goes on. */
uint16_t ft_ap_request(struct ft_ap *f, const struct ft_ap_config *config,
                       struct extsta_span elements);
/* The PMK-R1 of the station was found (NULL: there is none); anonce: 32 fresh random octets.
 * Returns the status code of the answer; 0: its elements were appended. */
uint16_t ft_ap_answer(struct ft_ap *f, const struct ft_key *r1, const uint8_t anonce[32],
                      struct writer *w);
/* The elements of the reassociation request. Returns a status code; 0: the PTK is proven. A
 * request that comes again is judged again, and installs nothing. */
uint16_t ft_ap_reassoc(struct ft_ap *f, struct extsta_span elements);
/* Appends RSNE, MDE and FTE of the response, with the group keys of `keys`; *step: what the AP
 * installs, nothing the second time. */
void ft_ap_write_reassoc(struct ft_ap *f, const struct authenticator_config *keys,
                         struct writer *w, struct supplicant_step *step);
void ft_ap_clear(struct ft_ap *f);

extern const struct fsm_table ft_station_table;

#endif
