/* What networks of before have, and what can be broken: TKIP's Michael, WEP, shared key
 * authentication. IEEE Std 802.11-2020 12.3 (WEP, shared key), 12.5.2.3 (Michael). The ciphers
 * themselves are src/crypto's; data come from apsim_tx.c and apsim_data.c, Authentication
 * frames from apsim_mgmt.c. The AP has no countermeasures of its own: it counts, and is told.
 */
#include "ap.h"
#include "base/wipe.h"
#include "wire/element.h"
#include "wire/status_codes.h"

#define MIC_LEN     8u
#define IV_MASK     0xffffffull
#define AUTH_SHARED 1u /* Authentication Algorithm Number (9.4.1.1) */

bool legacy_init(struct apsim *ap)
{
    const struct apsim_config *c = &ap->config;
    uint32_t suite = c->wep_key_len == 5 ? CIPHER_WEP40 : CIPHER_WEP104;
    ap->wep = c->wep_key_index > 3 ? NULL
                                   : cipher_key_new(ap->crypto, cipher_suite_find(suite),
                                                    span(c->wep_key, c->wep_key_len));
    uint8_t random[8];
    ap_random(ap, random, sizeof random);
    ap->wep_iv = get_le64(random) & IV_MASK;
    return ap->wep != NULL;
}

struct extsta_span legacy_add_mic(struct apsim *ap, const uint8_t key[8], struct extsta_mac da,
                                  struct extsta_mac sa, uint8_t priority,
                                  struct extsta_span msdu, bool group, uint8_t out[AP_MPDU_MAX])
{
    uint32_t *bad = group ? &ap->bad_group_mics : &ap->bad_mics;
    memcpy(out, msdu.data, msdu.len);
    cipher_michael(key, da, sa, priority, msdu, out + msdu.len);
    if (*bad > 0) {
        --*bad;
        out[msdu.len] ^= 1;
    }
    return span(out, msdu.len + MIC_LEN);
}

bool legacy_check_mic(struct client *c, const struct frame *f, struct extsta_span *msdu)
{
    uint8_t mic[MIC_LEN];
    size_t len = msdu->len > MIC_LEN ? msdu->len - MIC_LEN : 0;
    cipher_michael(c->mic_rx, frame_da(f), frame_sa(f), frame_tid(f), span(msdu->data, len),
                   mic);
    if (len == 0 || !equal_ct(mic, msdu->data + len, MIC_LEN)) {
        c->info.rx_mic_failures++;
        return false;
    }
    msdu->len = len;
    return true;
}

void apsim_break_mic(struct apsim *ap, uint32_t frames, bool group)
{
    *(group ? &ap->bad_group_mics : &ap->bad_mics) = frames;
}

/* --- shared key (12.3.3.3) --- */

static uint16_t challenge(struct client *c)
{
    struct apsim *ap = c->ap;
    if (!c->challenge) {
        c->challenge = pool_alloc(ap->pool, CHALLENGE_LEN);
    }
    if (!c->challenge) {
        ap->air->stats.no_memory++;
        return STATUS_UNSPECIFIED;
    }
    ap_random(ap, c->challenge, CHALLENGE_LEN);
    return STATUS_SUCCESS;
}

uint16_t legacy_judge_shared_key(struct client *c, const struct mgmt_auth *a,
                                 bool was_protected)
{
    if (a->transaction == 1 && !was_protected) {
        return challenge(c);
    }
    if (a->transaction != 3 || !was_protected || !c->challenge) {
        return STATUS_AUTH_SEQUENCE;
    }
    struct reader r = reader_of(a->rest);
    struct element e;
    bool same = element_next(&r, &e) && e.id == ELEMENT_CHALLENGE &&
                span_equal(e.value, span(c->challenge, CHALLENGE_LEN));
    legacy_forget(c); /* each is asked for once */
    return same ? STATUS_SUCCESS : STATUS_CHALLENGE_FAILURE;
}

bool legacy_open_auth(struct apsim *ap, const struct frame *f, uint8_t *out,
                      struct extsta_span *body)
{
    struct cipher_job job = {.key = ap->wep,
                             .header = f->header,
                             .in = f->body.data,
                             .in_len = f->body.len,
                             .out = out};
    if (!ap->wep || f->body.len > AP_MMPDU_MAX) {
        return false;
    }
    cipher_unprotect(&job, 1);
    *body = span(out, job.out_len);
    return job.result == EXTSTA_OK;
}

void legacy_forget(struct client *c)
{
    pool_release(c->ap->pool, c->challenge, CHALLENGE_LEN);
    c->challenge = NULL;
}
