/* Sets of variables (variables.h): one text for each row of the table, NULL as long as nothing
 * was said. */
#include "variables_table.h"
#include "providers.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct wpa_variables {
    enum wpa_variables_of of;
    char *said[]; /* by row */
};

static const struct wpa_variable *table_of(enum wpa_variables_of of)
{
    return of == WPA_OF_NETWORK ? wpa_network_table : wpa_interface_table;
}

static size_t count_of(enum wpa_variables_of of)
{
    return of == WPA_OF_NETWORK ? wpa_network_count : wpa_interface_count;
}

const struct wpa_variable *wpa_variable_find(enum wpa_variables_of of, const char *name)
{
    const struct wpa_variable *table = table_of(of);
    size_t count = count_of(of), i = 0;
    while (i < count && strcmp(table[i].name, name) != 0) {
        i++;
    }
    if (i == count) {
        return NULL;
    }
    return table[i].as ? wpa_variable_find(of, table[i].as) : &table[i];
}

static void forget(char **text)
{
    if (*text) {
        explicit_bzero(*text, strlen(*text));
        free(*text);
        *text = NULL;
    }
}

struct wpa_variables *wpa_variables_new(enum wpa_variables_of of)
{
    struct wpa_variables *v = host_calloc(1, sizeof *v + count_of(of) * sizeof v->said[0]);
    if (v) {
        v->of = of;
    }
    return v;
}

void wpa_variables_free(struct wpa_variables *v)
{
    if (v) {
        for (size_t i = 0; i < count_of(v->of); i++) {
            forget(&v->said[i]);
        }
        free(v);
    }
}

enum wpa_answer wpa_variables_set(struct wpa_variables *v, const char *name, const char *value,
                                  char *why, size_t size)
{
    const struct wpa_variable *row = wpa_variable_find(v->of, name);
    char kept[WPA_VALUE_MAX], *copy = NULL;
    bool unsets;
    why[0] = 0;
    if (!row) {
        snprintf(why, size, "there is no variable '%.60s'", name);
        return WPA_UNKNOWN;
    }
    enum wpa_answer answer = wpa_value_read(row, value, kept, sizeof kept, &unsets, why, size);
    if (answer == WPA_DONE && !unsets && !(copy = host_malloc(strlen(kept) + 1))) {
        snprintf(why, size, "no memory");
        answer = WPA_NO_MEMORY;
    }
    if (answer == WPA_DONE) {
        char **place = &v->said[row - table_of(v->of)];
        forget(place);
        if (copy) {
            memcpy(copy, kept, strlen(kept) + 1);
        }
        *place = copy;
    }
    explicit_bzero(kept, sizeof kept);
    return answer;
}

const char *wpa_variables_said(const struct wpa_variables *v, const char *name)
{
    const struct wpa_variable *row = wpa_variable_find(v->of, name);
    return row ? v->said[row - table_of(v->of)] : NULL;
}

/* What GET prints; NULL: nothing. */
static const char *shown(const struct wpa_variables *v, const struct wpa_variable *row)
{
    const char *said = v->said[row - table_of(v->of)];
    return said && row->secret ? "*" : said ? said : row->unset;
}

bool wpa_variables_get(const struct wpa_variables *v, const char *name, char *out, size_t size)
{
    const struct wpa_variable *row = wpa_variable_find(v->of, name);
    const char *text = row ? shown(v, row) : NULL;
    if (!text || strlen(text) >= size) {
        return false;
    }
    strcpy(out, text);
    return true;
}

long wpa_variables_number(const struct wpa_variables *v, const char *name)
{
    const struct wpa_variable *row = wpa_variable_find(v->of, name);
    const char *said = wpa_variables_said(v, name);
    const char *text = said ? said : row ? row->unset : NULL;
    return text ? strtol(text, NULL, 10) : 0;
}

size_t wpa_variables_octets(const struct wpa_variables *v, const char *name, uint8_t *out,
                            size_t max)
{
    const char *said = wpa_variables_said(v, name);
    long len = said ? wpa_value_octets(said, out, max) : -1;
    return len > 0 ? (size_t)len : 0;
}

const char *wpa_variables_name(enum wpa_variables_of of, size_t i)
{
    return i < count_of(of) ? table_of(of)[i].name : NULL;
}

size_t wpa_variables_dump(const struct wpa_variables *v, char *out, size_t size)
{
    const struct wpa_variable *table = table_of(v->of);
    size_t used = 0;
    for (size_t i = 0; i < count_of(v->of); i++) {
        const char *text = shown(v, &table[i]);
        size_t len = strlen(table[i].name) + strlen(text ? text : "null") + 2;
        if (used + len >= size) {
            break;
        }
        used += (size_t)snprintf(out + used, size - used, "%s=%s\n", table[i].name,
                                 text ? text : "null");
    }
    return used;
}
