/* Rows of bits as elements (capability_bits.h). */
#include "wire/capability_bits.h"
#include <string.h>

#define RM_OCTETS 5u /* 9.4.2.44 */

size_t capability_len(const struct capability_bits *bits)
{
    size_t len = CAPABILITY_OCTETS;
    while (len > 0 && bits->octets[len - 1] == 0) {
        len--;
    }
    return len;
}

void ext_capabilities_write(struct writer *w, const struct capability_bits *bits)
{
    size_t len = capability_len(bits);
    if (len > 0) {
        element_write(w, ELEMENT_EXT_CAPABILITIES, span(bits->octets, len));
    }
}

/* The low four bits say how many octets there are, less one. */
void rsnx_write(struct writer *w, const struct capability_bits *bits)
{
    struct capability_bits copy = *bits;
    copy.octets[0] &= 0xf0;
    size_t len = capability_len(&copy);
    if (len > 0) {
        copy.octets[0] |= (uint8_t)(len - 1);
        element_write(w, ELEMENT_RSNX, span(copy.octets, len));
    }
}

void rm_capabilities_write(struct writer *w, const struct capability_bits *bits)
{
    if (capability_len(bits) > 0) {
        element_write(w, ELEMENT_RM_CAPABILITIES, span(bits->octets, RM_OCTETS));
    }
}
