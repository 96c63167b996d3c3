/* A packet of a capture: the first octet chooses the link type, the rest is the packet. */
#include "../radiotap_write.h"
#include "fuzz.h"
#include "wire/frame.h"
#include "wire/link_header.h"
#include "wire/radiotap.h"

static void check_radiotap(struct extsta_span packet)
{
    struct radiotap rt, back;
    if (!radiotap_parse(packet, &rt)) {
        return;
    }
    FUZZ_CHECK(rt.len >= 8 && rt.len <= packet.len);
    const uint32_t written = RADIOTAP_BIT(RADIOTAP_TSFT) | RADIOTAP_BIT(RADIOTAP_FLAGS) |
                             RADIOTAP_BIT(RADIOTAP_CHANNEL) | RADIOTAP_BIT(RADIOTAP_SIGNAL) |
                             RADIOTAP_BIT(RADIOTAP_ANTENNA) | RADIOTAP_BIT(RADIOTAP_TX_FLAGS) |
                             RADIOTAP_BIT(RADIOTAP_DATA_RETRIES);
    rt.present &= written;
    uint8_t out[64];
    struct writer w = writer_of(out, sizeof out);
    radiotap_write(&w, &rt);
    FUZZ_CHECK(!w.failed);
    FUZZ_CHECK(radiotap_parse(span(out, writer_len(&w)), &back));
    FUZZ_CHECK(back.present == rt.present && back.len == writer_len(&w));
    FUZZ_CHECK(back.flags == rt.flags && back.tsft == rt.tsft && back.tx_flags == rt.tx_flags);
    FUZZ_CHECK(!(rt.present & RADIOTAP_BIT(RADIOTAP_SIGNAL)) || back.signal == rt.signal);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint32_t types[] = {LINK_IEEE80211, LINK_PRISM, LINK_RADIOTAP,
                                     LINK_AVS,       LINK_PPI,   1};
    if (size == 0) {
        return 0;
    }
    struct extsta_span packet = span(data + 1, size - 1);
    struct link_header link;
    enum extsta_drop drop = EXTSTA_DROP_COUNT;
    uint32_t type = types[data[0] % (sizeof types / sizeof *types)];
    check_radiotap(packet);
    if (!link_header_parse(type, packet, &link, &drop)) {
        FUZZ_CHECK(drop == EXTSTA_DROP_BAD_LINK_HEADER);
        return 0;
    }
    FUZZ_CHECK(type != 1 && link.offset <= packet.len);
    struct extsta_span mpdu = span(packet.data + link.offset, packet.len - link.offset);
    struct extsta_span whole = mpdu;
    if (frame_strip_fcs(&mpdu, link.meta.flags, &drop)) {
        fuzz_check_inside(mpdu, whole);
        struct frame f;
        if (frame_parse(mpdu, &f, &drop)) {
            frame_skip_pad(&f);
        }
    }
    return 0;
}
