/* Names of numbers, found by bisection (names.h). Where two rows have one number the first
 * counts. */
#include "base/names.h"
#include <string.h>

const char *name_find(const struct name *table, size_t count, uint32_t number)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (table[middle].number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && table[low].number == number ? table[low].text : NULL;
}

bool name_number(const struct name *table, size_t count, const char *name, uint32_t *number)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(table[i].text, name) == 0) {
            *number = table[i].number;
            return true;
        }
    }
    return false;
}
