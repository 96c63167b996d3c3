/* See script_file.h. */
#include "script_file.h"
#include "providers.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_SCRIPT (16 << 20) /* octets; a scenario has a few thousand */

char *script_file_read(const char *path, size_t *len)
{
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    struct stat st;
    if (!f) {
        return NULL;
    }
    if (fstat(fileno(f), &st) == 0 && S_ISDIR(st.st_mode)) {
        fclose(f);
        errno = EISDIR;
        return NULL;
    }
    size_t size = 0, capacity = 64 << 10, n;
    char *text = host_malloc(capacity);
    while (text && (n = fread(text + size, 1, capacity - size, f)) > 0) {
        size += n;
        if (size == capacity && capacity < MAX_SCRIPT) {
            char *more = host_realloc(text, capacity *= 2);
            if (!more) {
                free(text);
            }
            text = more;
        } else if (size == capacity) {
            free(text);
            text = NULL;
            errno = EFBIG;
        }
    }
    if (f != stdin) {
        fclose(f);
    }
    *len = size;
    return text;
}

int script_file_failed(const struct command *command, const char *path)
{
    int why = errno;
    bool argument = why == ENOENT && strchr(path, '=');
    return command_fail(command, why == ENOMEM ? EXIT_SYSTEM : EXIT_INPUT, "%s: %s%s", path,
                        strerror(why),
                        argument ? " (what is for the script stands behind --)" : "");
}
