/* Reading files with secrets (private_file.h). What is looked at is the file that was opened,
 * so that nobody puts another one in its place between the look and the reading. */
#include "private_file.h"
#include "providers.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* A pipe or a device in the place of a file would keep the loop waiting. */
static FILE *open_regular(const char *path, bool *open_to_all)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
        close(fd);
        errno = EINVAL;
        fd = -1;
    }
    FILE *f = fd >= 0 ? fdopen(fd, "rb") : NULL;
    if (fd >= 0 && !f) {
        close(fd);
    }
    *open_to_all = f && (st.st_mode & S_IROTH) != 0;
    return f;
}

char *private_file_read(const char *path, bool *open_to_all, size_t *len, char *why,
                        size_t size)
{
    FILE *f = open_regular(path, open_to_all);
    char *bytes = f ? read_whole(f, len) : NULL;
    if (!bytes) {
        snprintf(why, size, "%.120s: %s", path,
                 errno == EINVAL ? "is no regular file" : strerror(errno));
    }
    if (f) {
        fclose(f);
    }
    return bytes;
}
