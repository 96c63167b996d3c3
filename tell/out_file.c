/* Under everything that writes a file which somebody named (pcap.c, report_html.c,
 * run_report.c). A file comes into being beside the old one and takes its name by rename(2),
 * which is all or nothing. Where the file system can, it has no name before (O_TMPFILE), so
 * that nothing is left behind by whatever ends the program. */
#include "out_file.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRIES 100 /* of names that somebody else has */

static bool same_inode(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* /dev/null and its kind are no place: two who write there do not meet. */
bool out_file_is_stdout(const char *path)
{
    struct stat here, there;
    if (strcmp(path, "-") == 0) {
        return true;
    }
    return fstat(STDOUT_FILENO, &here) == 0 && stat(path, &there) == 0 &&
           same_inode(&here, &there) && !(S_ISCHR(here.st_mode) && !isatty(STDOUT_FILENO));
}

bool out_file_is_input(const char *output, const char *input)
{
    struct stat out, in;
    int got = strcmp(output, "-") == 0 ? fstat(STDOUT_FILENO, &out) : stat(output, &out);
    if (got != 0 || !S_ISREG(out.st_mode)) {
        return false;
    }
    got = strcmp(input, "-") == 0 ? fstat(STDIN_FILENO, &in) : stat(input, &in);
    return got == 0 && same_inode(&out, &in);
}

/* The folder of a path, and the name in it; the caller frees both. False: no memory. */
static bool split(const char *path, char **folder, const char **name)
{
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    *folder = slash == path ? strdup("/")
              : slash       ? strndup(path, (size_t)(slash - path))
                            : strdup(".");
    return *folder != NULL;
}

/* Neither is there yet: the same name in the same folder. */
static bool same_place(const char *a, const char *b)
{
    struct stat in_a, in_b;
    char *folder_a = NULL, *folder_b = NULL;
    const char *name_a, *name_b;
    bool same = split(a, &folder_a, &name_a) && split(b, &folder_b, &name_b) &&
                strcmp(name_a, name_b) == 0 && stat(folder_a, &in_a) == 0 &&
                stat(folder_b, &in_b) == 0 && same_inode(&in_a, &in_b);
    free(folder_a);
    free(folder_b);
    return same;
}

bool out_file_same(const char *a, const char *b)
{
    struct stat at_a, at_b;
    if (out_file_is_stdout(a) || out_file_is_stdout(b)) {
        return out_file_is_stdout(a) && out_file_is_stdout(b);
    }
    bool there_a = stat(a, &at_a) == 0, there_b = stat(b, &at_b) == 0;
    if (there_a && there_b) {
        return same_inode(&at_a, &at_b) && S_ISREG(at_a.st_mode);
    }
    return !there_a && !there_b && same_place(a, b);
}

/* Room for names beside o->path is made when it is opened: at the end no memory is needed. */
static bool make_room(struct out_file *o)
{
    o->link_size = strlen(o->path) + 40;
    o->link = malloc(o->link_size);
    return o->link != NULL;
}

/* A name in the folder of o->path that nobody should have: the n-th try. */
static const char *name_beside(struct out_file *o, int n)
{
    const char *slash = strrchr(o->path, '/');
    int folder = slash ? (int)(slash - o->path) + 1 : 0;
    snprintf(o->link, o->link_size, "%.*s.%.200s.%ld-%d", folder, o->path, o->path + folder,
             (long)getpid(), n);
    return o->link;
}

/* Whether a file without a name can be given one later: by its place in /proc. */
static bool can_be_named(int fd)
{
    char place[40];
    struct stat here, there;
    snprintf(place, sizeof place, "/proc/self/fd/%d", fd);
    return fstat(fd, &here) == 0 && stat(place, &there) == 0 && same_inode(&here, &there);
}

/* A file that has no name; -1 where there is no such thing. */
static int open_nameless(const char *path)
{
    char *folder;
    const char *name;
    if (!split(path, &folder, &name)) {
        return -1;
    }
    int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    free(folder);
    if (fd >= 0 && !can_be_named(fd)) {
        close(fd);
        return -1;
    }
    return fd;
}

/* A file with a name of its own; -1: errno says why. */
static int open_beside(struct out_file *o)
{
    int fd = -1;
    for (int n = 0; fd < 0 && n < TRIES && (n == 0 || errno == EEXIST); n++) {
        fd = open(name_beside(o, n), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }
    o->linked = fd >= 0;
    return fd;
}

/* As the old file: who else may read it is not ours to change. */
static void take_over(int fd, const struct stat *old)
{
    struct stat now;
    if (fstat(fd, &now) == 0 && (now.st_uid != old->st_uid || now.st_gid != old->st_gid)) {
        (void)!fchown(fd, old->st_uid, old->st_gid); /* root's privilege */
    }
    (void)fchmod(fd, old->st_mode & 07777);
}

static bool open_as_it_is(struct out_file *o, const char *path)
{
    o->file = fopen(path, "wbe");
    return o->file != NULL;
}

/* A folder that takes no new files: then as it is, if the file is there and may be written. */
static bool open_new(struct out_file *o, const char *path, const struct stat *old)
{
    o->path = old ? realpath(path, NULL) : strdup(path);
    if (!o->path || (old && access(o->path, W_OK) != 0) || !make_room(o)) {
        return false;
    }
    int fd = open_nameless(o->path);
    fd = fd < 0 ? open_beside(o) : fd;
    if (fd < 0) {
        free(o->path);
        o->path = NULL;
        return old && (errno == EACCES || errno == EPERM) && open_as_it_is(o, path);
    }
    if (old) {
        take_over(fd, old);
    }
    o->file = fdopen(fd, "wb");
    if (!o->file) {
        close(fd);
    }
    return o->file != NULL;
}

/* What is there decides. A link to nothing is followed by the system, and nothing is lost. */
bool out_file_open(struct out_file *o, const char *path)
{
    struct stat st;
    *o = (struct out_file){.file = NULL};
    if (out_file_is_stdout(path)) {
        o->file = stdout;
        return true;
    }
    bool there = stat(path, &st) == 0, dangling = !there && lstat(path, &st) == 0;
    bool opened = dangling || (there && !S_ISREG(st.st_mode))
                      ? open_as_it_is(o, path)
                      : open_new(o, path, there ? &st : NULL);
    if (!opened) {
        int why = errno;
        out_file_close(o, false);
        errno = why;
    }
    return opened;
}

/* A name beside, from which it is renamed: linkat does not replace. */
static bool give_link(struct out_file *o)
{
    char place[40];
    snprintf(place, sizeof place, "/proc/self/fd/%d", fileno(o->file));
    for (int n = 0; !o->linked && n < TRIES && (n == 0 || errno == EEXIST); n++) {
        o->linked =
            linkat(AT_FDCWD, place, AT_FDCWD, name_beside(o, n), AT_SYMLINK_FOLLOW) == 0;
    }
    return o->linked;
}

bool out_file_publish(struct out_file *o)
{
    if (fflush(o->file) != 0 || ferror(o->file)) {
        return false;
    }
    if (!o->path) {
        return true;
    }
    if (!give_link(o) || rename(o->link, o->path) != 0) {
        return false;
    }
    free(o->path);
    o->path = NULL;
    o->linked = false;
    return true;
}

bool out_file_close(struct out_file *o, bool whole)
{
    bool ok = !o->file || !whole || out_file_publish(o);
    int why = errno;
    if (o->linked) {
        unlink(o->link);
    }
    if (o->file && o->file != stdout && fclose(o->file) != 0 && ok) {
        why = errno;
        ok = false;
    }
    free(o->link);
    free(o->path);
    *o = (struct out_file){.file = NULL};
    errno = why;
    return ok;
}
