/* Texts of the command line into values; whoever takes an option says what is wrong with it. */
#include "arguments.h"
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
    if (strlen(text) != 17) {
        return false;
    }
    for (size_t i = 0; i < 6; i++) {
        if (!octet(text + 3 * i, &mac->b[i]) || (i < 5 && text[3 * i + 2] != ':')) {
            return false;
        }
    }
    return true;
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

/* Centre frequency, MHz: below 15 of the 2.4 GHz band, from there on of 5 GHz. What is no
 * channel is in no list of the radio. */
static uint16_t freq_of(uint64_t channel)
{
    return (uint16_t)(channel == 14  ? 2484
                      : channel < 14 ? 2407 + 5 * channel
                                     : 5000 + 5 * channel);
}

/* Whether the channel is in the list already. */
static bool has_channel(const struct argument_caps *c, uint16_t freq)
{
    for (size_t i = 0; i < c->caps.phy_count; i++) {
        for (size_t j = 0; j < c->phys[i].freq_count; j++) {
            if (c->freqs[i][j] == freq) {
                return true;
            }
        }
    }
    return false;
}

/* Adds the channel to the PHY that has it. */
static bool take_channel(struct argument_caps *c, uint16_t freq)
{
    for (size_t i = 0; i < c->caps.phy_count; i++) {
        const struct extsta_phy_caps *whole = &extsta_radio_caps_he.phys[i];
        size_t *count = &c->phys[i].freq_count;
        for (size_t j = 0; j < whole->freq_count && *count < ARGUMENT_CHANNELS; j++) {
            if (whole->freqs[j] == freq) {
                c->freqs[i][(*count)++] = freq;
                return true;
            }
        }
    }
    return false;
}

bool argument_channels(const char *channels, struct argument_caps *c)
{
    c->caps = extsta_radio_caps_he;
    if (!channels) {
        return true;
    }
    size_t used = 0;
    c->caps.phys = c->phys;
    for (size_t i = 0; i < c->caps.phy_count; i++) {
        c->phys[i] = extsta_radio_caps_he.phys[i];
        c->phys[i].freqs = c->freqs[i];
        c->phys[i].freq_count = 0;
    }
    for (const char *p = channels; p;) {
        char text[8] = {0};
        uint64_t channel;
        size_t len = strcspn(p, ",");
        if (len >= sizeof text) {
            return false;
        }
        memcpy(text, p, len);
        if (!argument_number(text, 1, 200, &channel) || has_channel(c, freq_of(channel)) ||
            !take_channel(c, freq_of(channel))) {
            return false;
        }
        p = p[len] ? p + len + 1 : NULL;
    }
    for (size_t i = 0; i < c->caps.phy_count; i++) { /* a PHY without channels is none */
        if (c->phys[i].freq_count > 0) {
            c->phys[used++] = c->phys[i];
        }
    }
    c->caps.phy_count = used;
    return true;
}
