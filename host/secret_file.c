/* See secret_file.h. */
#include "secret_file.h"
#include "providers.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool fail(const char *path, int error, char *why, size_t size)
{
    snprintf(why, size, "%s: %s%s", path, strerror(error),
             error == EACCES ? ": who it runs as may not read it" : "");
    return false;
}

/* A file that grows while it is read is not of use: what it says is half written. */
static bool read_all(struct secret_file *f, int fd)
{
    while (f->len < f->room) {
        ssize_t n = read(fd, f->bytes + f->len, f->room - f->len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return n == 0;
        }
        f->len += (size_t)n;
    }
    errno = EBUSY;
    return false;
}

/* O_NONBLOCK: a FIFO with nobody behind it must not stop us. */
bool secret_file_read(struct secret_file *f, const char *path, size_t most, char *why,
                      size_t size)
{
    memset(f, 0, sizeof *f);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        return fail(path, errno, why, size);
    }
    bool ok = false;
    if (fstat(fd, &f->about) != 0) {
        fail(path, errno, why, size);
    } else if (!S_ISREG(f->about.st_mode)) {
        snprintf(why, size, "%s is no file", path);
    } else if (f->about.st_size > (off_t)most) {
        snprintf(why, size, "%s: %lld octets are too many: %zu is the limit", path,
                 (long long)f->about.st_size, most);
    } else {
        f->room = (size_t)f->about.st_size + 1;
        f->bytes = host_calloc(1, f->room + 1);
        ok = f->bytes && read_all(f, fd);
        if (!ok) {
            fail(path, f->bytes ? errno : ENOMEM, why, size);
        }
    }
    close(fd);
    return ok;
}

static bool is_private(const struct stat *st, const char *path, uid_t user, gid_t group,
                       char *why, size_t size)
{
    if (st->st_uid != 0 && st->st_uid != geteuid() && st->st_uid != user) {
        snprintf(why, size,
                 "%s holds secrets, and belongs to user %u, who is neither root nor the one it "
                 "runs as: chown it",
                 path, (unsigned)st->st_uid);
        return false;
    }
    if (st->st_mode & 07) {
        snprintf(why, size, "%s holds secrets, and others may %s it: 'chmod o= %s' first", path,
                 st->st_mode & 04   ? "read"
                 : st->st_mode & 02 ? "change"
                                    : "run",
                 path);
        return false;
    }
    bool ours = st->st_gid == 0 || st->st_gid == getegid() ||
                (group != SECRET_FILE_NO_GROUP && st->st_gid == group);
    if (st->st_mode & 020 || (st->st_mode & 040 && !ours)) {
        snprintf(
            why, size,
            "%s holds secrets, and its group (%u) may %s it: 'chmod g= %s' first, or give it "
            "the daemon's group and 'chmod g=r'",
            path, (unsigned)st->st_gid, st->st_mode & 020 ? "change" : "read", path);
        return false;
    }
    return true;
}

bool secret_file_is_private(const struct secret_file *f, const char *path, uid_t user,
                            gid_t group, char *why, size_t size)
{
    return is_private(&f->about, path, user, group, why, size);
}

bool secret_path_is_private(const char *path, uid_t user, gid_t group, char *why, size_t size)
{
    struct stat st;
    return stat(path, &st) != 0 || is_private(&st, path, user, group, why, size);
}

void secret_file_free(struct secret_file *f)
{
    if (f->bytes) {
        explicit_bzero(f->bytes, f->room);
        free(f->bytes);
    }
    memset(f, 0, sizeof *f);
}
