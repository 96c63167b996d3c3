/* Reading files with secrets (private_file.h). What is looked at is the file that was opened,
 * so that nobody puts another one in its place between the look and the reading. */
#include "private_file.h"
#include "providers.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_FILE (1u << 20)

/* Everything up to the end; NULL: the errno says why. */
static char *read_whole(FILE *f, size_t *len)
{
    char *bytes = host_malloc(MAX_FILE + 1);
    if (bytes) {
        *len = fread(bytes, 1, MAX_FILE + 1, f);
        if (ferror(f) || *len > MAX_FILE) {
            errno = ferror(f) ? EIO : EFBIG;
            explicit_bzero(bytes, *len);
            free(bytes);
            return NULL;
        }
        bytes[*len] = 0;
        char *fitting = host_realloc(bytes, *len + 1);
        bytes = fitting ? fitting : bytes;
    }
    return bytes;
}

char *private_file_read(const char *path, bool *open_to_all, size_t *len, char *why,
                        size_t size)
{
    struct stat st;
    FILE *f = fopen(path, "rbe");
    char *bytes = NULL;
    *open_to_all = false;
    if (f && fstat(fileno(f), &st) == 0) {
        *open_to_all = (st.st_mode & S_IROTH) != 0;
        bytes = read_whole(f, len);
    }
    if (!bytes) {
        snprintf(why, size, "%.120s: %s", path, strerror(errno));
    }
    if (f) {
        fclose(f);
    }
    return bytes;
}
