/* The first port method: the supplicant as it stands, begun with what the association says
 * (port_method.h). */
#include "rsn/port_method.h"
#include "rsn/form.h"
#include "rsn/ft.h"
#include "rsn/handshake.h"
#include "wire/element.h"

/* RSN's selector of what may be WPA's; itself where nobody knows it. */
static uint32_t cipher_of(uint32_t selector)
{
    const struct cipher_suite *cipher = suites_cipher(selector);
    return cipher && cipher->selector ? cipher->selector : selector;
}

/* With id and length again; empty: it is not there. */
static struct extsta_span whole(struct extsta_span value)
{
    return value.data ? span(value.data - 2, value.len + 2) : value;
}

/* The suites negotiated are those of our own element: one of each (9.4.2.24.1). */
static enum extsta_diagnosis start(void *state, struct crypto *crypto, extsta_time now,
                                   const struct port_start *in, struct supplicant_step *step)
{
    struct elements own, peer, response;
    struct rsn_element rsn, theirs_rsn;
    elements_parse(in->own_elements, &own);
    elements_parse(in->peer_elements, &peer);
    elements_parse(in->response_elements, &response);
    if (in->ft) {
        *step = *in->ft_keys;
        return ft_station_supplicant(in->ft, step, own.rsn, own.rsnx, state)
                   ? EXTSTA_DIAGNOSIS_NONE
                   : EXTSTA_DIAGNOSIS_SECURITY_MISMATCH;
    }
    bool is_wpa = own.rsn.len == 0; /* a request has one of the two */
    struct extsta_span ours = is_wpa ? own.wpa : own.rsn, theirs = is_wpa ? peer.wpa : peer.rsn;
    if (ours.len == 0 || theirs.len == 0 || rsn_element_parse(ours, &rsn) != EXTSTA_OK ||
        rsn_element_parse(theirs, &theirs_rsn) != EXTSTA_OK || rsn.akm_count != 1 || rsn.pairwise_count != 1) {
        return EXTSTA_DIAGNOSIS_IMPOSSIBLE_RSNE;
    }
    struct supplicant_config config = {
        .crypto = crypto,
        .own = in->own,
        .peer = in->peer,
        .pmk = in->pmk,
        .akm = rsn.akm[0],
        .pairwise = cipher_of(rsn.pairwise[0]),
        .group = cipher_of(rsn.group),
        .group_mgmt = handshake_group_mgmt(&rsn, &theirs_rsn),
        .ext_key_id = handshake_agrees(&rsn, &theirs_rsn, RSN_CAP_EXT_KEY_ID),
        .oci = {handshake_agrees(&rsn, &theirs_rsn, RSN_CAP_OCVC), in->freq},
        .ssid = own.ssid,
        .mde = whole(response.mobility_domain),
        .fte = whole(response.fast_bss_transition),
        .own_rsne = ours,
        .peer_rsne = theirs,
        .peer_rsnxe = is_wpa ? span(NULL, 0) : peer.rsnx,
        .own_rsnxe = is_wpa ? span(NULL, 0) : own.rsnx,
    };
    return supplicant_start(state, &config) == EXTSTA_OK ? EXTSTA_DIAGNOSIS_NONE
                                                         : EXTSTA_DIAGNOSIS_SECURITY_MISMATCH;
}

/* The ops of the method: the supplicant keeps no time, so there is no deadline or expire. */
static void rx(void *state, extsta_time now, const struct port_pdu *pdu,
               struct supplicant_step *step)
{
    if (pdu->freq) {
        supplicant_moved(state, pdu->freq);
    }
    supplicant_rx(state, pdu->bytes, pdu->nonce, pdu->was_protected, step);
}

static void sent(void *state, extsta_time now, bool arrived, struct supplicant_step *step)
{
    supplicant_sent(state, arrived);
}

static void request(void *state, uint64_t replay, bool error, bool pairwise,
                    struct supplicant_step *step)
{
    supplicant_request(state, replay, error, pairwise, step);
}

static enum extsta_diagnosis cause(const void *state, uint16_t reason, uint8_t *confidence)
{
    return supplicant_cause(state, reason, confidence);
}

static size_t rest(const void *state, uint8_t out[SUPPLICANT_REST_MAX])
{
    return supplicant_rest(state, out);
}

static bool wake(void *state, struct crypto *crypto, struct extsta_span octets)
{
    return supplicant_wake(state, crypto, octets);
}

const struct port_method port_four_way = {
    .name = "four-way",
    .size = sizeof(struct supplicant),
    .form = &supplicant_form,
    .start = start,
    .rx = rx,
    .sent = sent,
    .request = request,
    .cause = cause,
    .rest = rest,
    .wake = wake,
};
