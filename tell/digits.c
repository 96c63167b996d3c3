/* Decimal digits for the writers of JSON and of the timeline of a capture. */
#include "digits.h"
#include <string.h>

char *digits(char *out, uint64_t value, unsigned least)
{
    char text[DIGITS_MAX];
    size_t at = sizeof text;
    /* At least one digit; from the last one on. */
    do {
        text[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value || sizeof text - at < least);
    memcpy(out, text + at, sizeof text - at);
    return out + sizeof text - at;
}
