/* See address.h. */
#include "address.h"
#include "providers.h"
#include <string.h>

static int digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

bool address_read(const char *text, struct extsta_mac *out)
{
    if (strlen(text) != 3 * sizeof out->b - 1) {
        return false;
    }
    for (size_t i = 0; i < sizeof out->b; i++) {
        const char *pair = text + 3 * i;
        int high = digit(pair[0]), low = digit(pair[1]);
        if (high < 0 || low < 0 || (i + 1 < sizeof out->b && pair[2] != ':')) {
            return false;
        }
        out->b[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* Bit 1 of the first octet: locally administered; bit 0 clear: a single station. */
struct extsta_mac address_random(void)
{
    struct extsta_mac mac;
    host_entropy.fill(NULL, 0, mac.b, sizeof mac.b);
    mac.b[0] = (uint8_t)((mac.b[0] & 0xfc) | 2);
    return mac;
}
