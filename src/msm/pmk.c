/* Asking the driver for a PMK (pmk.h). */
#include "msm/pmk.h"
#include "boundary/payload.h"
#include "boundary/private_command.h"
#include "crypto/suites.h"
#include "wire/element.h"
#include "wire/rsn_element.h"
#include <extsta/windot11.h>

#define ANSWER_ROOM (16u + EXTSTA_PRIVATE_PMK_OUT_LEN + EXTSTA_PRIVATE_PMK_MAX)

bool pmk_is_of_driver(struct extsta_span own_elements)
{
    struct elements e;
    struct rsn_element rsn;
    elements_parse(own_elements, &e);
    if (!e.rsn.data || rsn_element_parse(e.rsn, &rsn) != EXTSTA_OK || rsn.akm_count == 0) {
        return false;
    }
    const struct akm_suite *akm = suites_akm(rsn.akm[0]);
    return akm && (akm->pmk == AKM_PMK_SAE || akm->pmk == AKM_PMK_DH);
}

struct msm_pmk_wait *pmk_ask(struct msm_port *port, const struct port_start *start)
{
    struct os *os = port->msm->os;
    uint8_t input[48];
    struct writer w = writer_of(input, sizeof input);
    size_t size = sizeof(struct msm_pmk_wait) + start->own_elements.len +
                  start->peer_elements.len + start->response_elements.len;
    struct msm_pmk_wait *wait = pool_zalloc(&os->ctx->pool, size);
    if (!wait) {
        return NULL;
    }
    wait->own_len = (uint16_t)start->own_elements.len;
    wait->peer_len = (uint16_t)start->peer_elements.len;
    wait->response_len = (uint16_t)start->response_elements.len;
    struct writer kept = writer_of(wait->elements, size - sizeof *wait);
    writer_span(&kept, start->own_elements);
    writer_span(&kept, start->peer_elements);
    writer_span(&kept, start->response_elements);
    private_command_write(&w, EXTSTA_PRIVATE_GET_PMK, span(port->peer.b, 6));
    wait->request =
        requester_push(&os->requester, REQUEST_MSM, EXTSTA_OID_METHOD,
                       OID_DOT11_NIC_SPECIFIC_EXTENSION, writer_span_of(&w), ANSWER_ROOM);
    if (wait->request == 0) {
        pmk_wait_free(os->ctx, wait);
        return NULL;
    }
    return wait;
}

void pmk_wait_free(struct extsta_context *ctx, struct msm_pmk_wait *wait)
{
    if (wait) {
        pool_release(&ctx->pool, wait,
                     sizeof *wait + (size_t)wait->own_len + (size_t)wait->peer_len +
                         (size_t)wait->response_len);
    }
}

bool pmk_read(struct extsta_span answer, struct extsta_span *pmk)
{
    struct extsta_payload list, p;
    if (!extsta_payload_read(EXTSTA_FORM_NIC_SPECIFIC, answer, &list) ||
        list.list.entries.cut ||
        !extsta_payload_read(EXTSTA_FORM_PRIVATE, list.list.entries.bytes, &p) ||
        p.command.magic != EXTSTA_PRIVATE_MAGIC ||
        p.command.command != EXTSTA_PRIVATE_GET_PMK) {
        return false;
    }
    struct reader r = reader_of(p.command.parameters.bytes);
    (void)reader_take(&r, EXTSTA_PRIVATE_PMK_OUT_LEN);
    *pmk = reader_rest(&r);
    return !r.failed && pmk->len >= 32 && pmk->len <= EXTSTA_PRIVATE_PMK_MAX;
}
