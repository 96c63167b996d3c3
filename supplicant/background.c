/* See background.h. */
#include "background.h"
#include "providers.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FAILED 255 /* as wpa_supplicant's -1 */

/* From the folder in which it was started, which is left. */
char *background_absolute(const char *path)
{
    char folder[4096];
    if (path[0] == '/' || !getcwd(folder, sizeof folder)) {
        folder[0] = 0;
    }
    size_t size = strlen(folder) + strlen(path) + 2;
    char *out = host_malloc(size);
    if (out) {
        snprintf(out, size, "%s%s%s", folder, folder[0] ? "/" : "", path);
    }
    return out;
}

/* One octet says that the child serves; the end of the pipe, that it has ended. */
static _Noreturn void wait_for_child(int ready, pid_t child)
{
    char octet;
    ssize_t got;
    do {
        got = read(ready, &octet, 1);
    } while (got < 0 && errno == EINTR);
    if (got != 1) {
        waitpid(child, NULL, 0);
    }
    _exit(got == 1 ? 0 : FAILED);
}

bool background_begin(struct background *b, bool wanted, const char *pid_file, char *why,
                      size_t size)
{
    int ends[2];
    b->ready = -1;
    b->pid_file = NULL;
    if (!wanted) {
        return true;
    }
    if (pid_file && !(b->pid_file = background_absolute(pid_file))) {
        snprintf(why, size, "no memory");
        return false;
    }
    if (pipe2(ends, O_CLOEXEC) != 0) {
        snprintf(why, size, "pipe: %s", strerror(errno));
        return false;
    }
    fflush(NULL);
    pid_t child = fork();
    if (child > 0) {
        close(ends[1]);
        wait_for_child(ends[0], child);
    }
    close(ends[0]);
    if (child < 0) {
        close(ends[1]);
        snprintf(why, size, "fork: %s", strerror(errno));
        return false;
    }
    b->ready = ends[1];
    setsid();
    return true;
}

static bool write_pid(const char *path, char *why, size_t size)
{
    FILE *f = fopen(path, "we");
    bool ok = f && fprintf(f, "%ld\n", (long)getpid()) > 0;
    ok = f && fclose(f) == 0 && ok;
    if (!ok) {
        snprintf(why, size, "%.200s: %s", path, strerror(errno));
    }
    return ok;
}

bool background_ready(struct background *b, bool keep_output, char *why, size_t size)
{
    if (b->ready < 0) {
        return true;
    }
    if (b->pid_file && !write_pid(b->pid_file, why, size)) {
        return false;
    }
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; nowhere >= 0 && fd < 3; fd++) {
        if (fd != 1 || !keep_output) {
            dup2(nowhere, fd);
        }
    }
    if (nowhere > 2) {
        close(nowhere);
    }
    bool told = chdir("/") == 0 && write(b->ready, "", 1) == 1;
    close(b->ready);
    b->ready = -1;
    return told;
}

void background_end(struct background *b)
{
    if (b->pid_file) {
        unlink(b->pid_file);
        free(b->pid_file);
        b->pid_file = NULL;
    }
}
