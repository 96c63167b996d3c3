/* Operating channel validation: both ends of a handshake say, where a MIC protects it, on which
 * channel they are. Who sits between them on two channels (the multi-channel man in the middle
 * of KRACK and of Vanhoef et al., WiSec 2018) cannot change that. IEEE Std 802.11-2020 12.2.9,
 * 9.4.2.237, annex E. Used by the messages of supplicant and authenticator. */
#include "rsn/handshake.h"
#include "wire/operating_class.h"

/* Global operating classes (table E-4) by the band of their channel numbers. */
static bool is_2ghz(uint8_t op_class)
{
    return op_class >= 81 && op_class <= 84;
}

static bool is_5ghz(uint8_t op_class)
{
    return op_class >= 115 && op_class <= 130;
}

/* We send 20 MHz wide, whatever the AP does beside that. */
struct extsta_span oci_field(const struct oci *own, uint8_t out[OCI_LEN])
{
    out[0] = operating_class_of(own->freq);
    out[1] = freq_to_channel(own->freq);
    out[2] = 0;
    return span(out, own->used ? OCI_LEN : 0);
}

void oci_write_kde(struct writer *w, const struct oci *own)
{
    uint8_t value[OCI_LEN];
    struct extsta_span field = oci_field(own, value);
    if (field.len > 0) {
        kde_write(w, KDE_OCI, field);
    }
}

void oci_write_element(struct writer *w, const struct oci *own)
{
    uint8_t value[1 + OCI_LEN] = {ELEMENT_EXT_OCI};
    if (oci_field(own, value + 1).len > 0) {
        element_write(w, ELEMENT_EXTENSION, span(value, sizeof value));
    }
}

/* The primary channel has to be ours. A wider channel of the AP contains our 20 MHz. */
bool oci_agrees(const struct oci *own, struct extsta_span peer)
{
    if (!own->used) {
        return true;
    }
    if (peer.len != OCI_LEN || !(is_2ghz(peer.data[0]) || is_5ghz(peer.data[0]))) {
        return false;
    }
    return channel_to_freq(peer.data[1], is_5ghz(peer.data[0])) == own->freq;
}
