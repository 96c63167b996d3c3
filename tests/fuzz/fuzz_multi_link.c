/* Basic Multi-Link elements of anybody: octet 0, bit 0: of a response. The rest are the
 * elements of a frame, the end of an Authentication frame, and the value of an MLO Link KDE. */
#include "fuzz.h"

#include "base/mac.h"
#include "wire/multi_link.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct multi_link m;
    struct extsta_mac mac;
    uint8_t id;
    if (size == 0) {
        return 0;
    }
    struct extsta_span rest = span(data + 1, size - 1);
    if (multi_link_find(rest, data[0] & 1, &m)) {
        unsigned ids = m.has_id ? 1u << m.id : 0;
        FUZZ_CHECK(m.count <= MULTI_LINK_MAX);
        for (size_t i = 0; i < m.count; i++) {
            FUZZ_CHECK(m.links[i].id < MULTI_LINK_MAX);
            FUZZ_CHECK(!(ids >> m.links[i].id & 1)); /* each link once */
            ids |= 1u << m.links[i].id;
            FUZZ_CHECK((data[0] & 1) || m.links[i].status == MULTI_LINK_NO_STATUS);
        }
    } else {
        FUZZ_CHECK(m.count == 0);
    }
    FUZZ_CHECK(!multi_link_in_auth(rest, &mac) || !mac_is_group(mac));
    FUZZ_CHECK(!multi_link_kde(rest, &id, &mac) || id < 16);
    return 0;
}
