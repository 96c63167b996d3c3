/* Names of numbers, for logs, messages and stories: the two kinds of table, and how a name is
 * found in them. */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of an array, never of a pointer. */
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static inline const char *name_at(const char *const *names, size_t count, size_t number,
                                  const char *otherwise)
{
    return number < count && names[number] ? names[number] : otherwise;
}
/* A name by its place in an array of names; `otherwise` for a number without one. */
#define NAME_AT(names, number, otherwise)                                                      \
    name_at(names, COUNT(names), (size_t)(number), otherwise)

/* A row of a table with gaps; the text is a literal. */
struct name {
    uint32_t number;
    const char *text;
};

/* The name of a number in an array of struct name, in ascending order; NULL: it has none. */
#define NAME_FIND(table, number) name_find(table, COUNT(table), number)
const char *name_find(const struct name *table, size_t count, uint32_t number);

/* The number of a name in such an array; false: it is in no row. */
#define NAME_NUMBER(table, name, number) name_number(table, COUNT(table), name, number)
bool name_number(const struct name *table, size_t count, const char *name, uint32_t *number);

#endif
