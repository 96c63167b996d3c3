/* See private_command.h. */
#include "boundary/private_command.h"
#include "base/wipe.h"
#include "boundary/payload.h"

void private_command_write(struct writer *w, uint32_t number, struct extsta_span parameters)
{
    uint8_t octets[8 + PRIVATE_PARAMETERS_MAX];
    struct writer c = writer_of(octets, sizeof octets);
    payload_write(
        &c, PAYLOAD(PRIVATE, .command = {EXTSTA_PRIVATE_MAGIC, number, {.bytes = parameters}}));
    payload_write_list(w, EXTSTA_FORM_NIC_SPECIFIC, (uint32_t)writer_len(&c),
                       writer_span_of(&c));
    w->failed = w->failed || c.failed;
    wipe(octets, sizeof octets);
}
