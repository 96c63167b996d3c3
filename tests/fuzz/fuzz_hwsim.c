/* A netlink message that claims to come from mac80211_hwsim, or from the controller. */
#include "fuzz.h"
#include "hwsim_message.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < NLMSG_HDRLEN || size > 65536) {
        return 0;
    }
    struct nlmsghdr *message = malloc(size);
    if (!message) {
        return 0;
    }
    memcpy(message, data, size);
    message->nlmsg_len = (uint32_t)size; /* the caller has checked it against the datagram */
    struct hwsim_transmission t;
    int command;
    if (hwsim_parse_transmission(message, &command, &t)) {
        FUZZ_CHECK(command == HWSIM_CMD_FRAME);
        fuzz_check_inside(t.frame, span(message, size));
        static uint64_t status[HWSIM_MESSAGE_MAX / 8];
        struct hwsim_transmission back;
        size_t n = hwsim_build_status(status, 1, 2, &t, true, -1);
        FUZZ_CHECK(n <= sizeof status);
        /* A status is no transmission. */
        FUZZ_CHECK(!hwsim_parse_transmission((struct nlmsghdr *)status, &command, &back));
        FUZZ_CHECK(command == HWSIM_CMD_TX_INFO_FRAME);
    }
    hwsim_is_family_removal(message, 31);
    struct extsta_mac address;
    if (hwsim_parse_removal(message, &address)) {
        FUZZ_CHECK(!hwsim_parse_transmission(message, &command, &t));
    }
    free(message);
    return 0;
}
