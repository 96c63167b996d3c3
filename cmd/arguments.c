/* Texts of the command line into values; whoever takes an option says what is wrong with it. */
#include "arguments.h"
#include "address.h"
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* seconds; more than anybody waits, and no overflow as microseconds */
#define YEAR 31536000.0

bool argument_seconds(const char *text, double *seconds)
{
    char *end;
    /* strtod would also take spaces, signs, hexadecimal, "inf" and "nan" */
    if (!*text || strspn(text, "0123456789.") != strlen(text)) {
        return false;
    }
    double value = strtod(text, &end);
    if (*end || end == text || value <= 0 || value > YEAR) {
        return false;
    }
    *seconds = value;
    return true;
}

bool argument_number(const char *text, uint64_t min, uint64_t max, uint64_t *value)
{
    if (!*text || strspn(text, "0123456789") != strlen(text)) {
        return false;
    }
    errno = 0;
    unsigned long long v = strtoull(text, NULL, 10);
    if (errno || v < min || v > max) {
        return false;
    }
    *value = v;
    return true;
}

/* Exactly two digits. */
static bool octet(const char *text, uint8_t *out)
{
    char pair[3] = {0};
    for (int i = 0; i < 2; i++) {
        if (!isxdigit((unsigned char)text[i])) {
            return false;
        }
        pair[i] = text[i];
    }
    *out = (uint8_t)strtoul(pair, NULL, 16);
    return true;
}

bool argument_mac(const char *text, struct extsta_mac *mac)
{
    return address_read(text, mac);
}

bool argument_hex(const char *text, uint8_t *out, size_t len)
{
    if (strlen(text) != 2 * len) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (!octet(text + 2 * i, &out[i])) {
            return false;
        }
    }
    return true;
}

bool argument_channels(const char *channels, struct channel_caps *c)
{
    channel_caps_whole(c);
    if (!channels) {
        return true;
    }
    channel_caps_none(c);
    for (const char *p = channels; p;) {
        char text[8] = {0};
        uint64_t channel;
        size_t len = strcspn(p, ",");
        if (len >= sizeof text) {
            return false;
        }
        memcpy(text, p, len);
        if (!argument_number(text, 1, 200, &channel) ||
            !channel_caps_add(c, channel_freq(channel))) {
            return false;
        }
        p = p[len] ? p + len + 1 : NULL;
    }
    channel_caps_done(c);
    return true;
}
