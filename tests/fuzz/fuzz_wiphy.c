/* Fuzz target: parts of GET_WIPHY's answer, whole messages one behind the other, as a card's kernel
 * driver may say them; then everything that is asked of what came of it. */
#include "fuzz.h"
#include "gaps.h"
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

static void ask(const struct nl80211_wiphy *w)
{
    static struct nl80211_caps caps;
    struct nl80211_site site = {0};
    size_t state = 0;
    nl80211_wiphy_site(w, &site);
    if (nl80211_wiphy_caps(w, NULL, 0, &caps) && caps.phys[0].freq_count == 0) {
        abort();
    }
    while (nl80211_gap_next(w, &state)) {
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct nl80211_wiphy w;
    nl80211_wiphy_start(&w);
    while (size >= sizeof(struct nlmsghdr)) {
        struct nlmsghdr h;
        memcpy(&h, data, sizeof h);
        size_t len = h.nlmsg_len < sizeof h || h.nlmsg_len > size ? size : h.nlmsg_len;
        uint8_t *exact = malloc(len); /* aligned, and ends where it ends */
        memcpy(exact, data, len);
        nl80211_wiphy_add(&w, (struct extsta_span){exact, len});
        free(exact);
        len = len < size ? (len + 3) & ~(size_t)3 : len;
        data += len < size ? len : size;
        size -= len < size ? len : size;
    }
    ask(&w);
    return 0;
}
