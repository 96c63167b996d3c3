/* What the threads of extensions do. That they do what they have to do (ihv_loader_settle), for
 * virtual time (world/world_ihv.c): the kernel is asked; a thread that sleeps waits for
 * something, and in virtual time nothing comes but what we do. What it waits for by a real
 * clock is not waited for. And whether there are any left (ihv_threads). */
#include "ihv_private.h"
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* For an extension that computes: looks, about a millisecond apart. And how often it may ask
 * for something. One that has not come to rest gets less from then on. */
#define PATIENCE_MS   30000
#define MOST_WORK     20000u
#define PATIENCE_LESS 20
#define LESS_WORK     2000u

#define PF_EXITING 0x4u /* of a thread's flags: it has begun to end (linux/sched.h) */

/* State and flags of a thread: columns 3 and 9 of its stat. False: it has ended, or, with errno
 * ENOMEM, who knows. */
static bool look_at(const char *id, char *state, unsigned *flags)
{
    char path[300], line[512] = "";
    snprintf(path, sizeof path, "/proc/self/task/%s/stat", id);
    FILE *f = fopen(path, "r");
    bool read = f && fgets(line, sizeof line, f);
    if (f) {
        fclose(f);
    }
    const char *after_name = read ? strrchr(line, ')') : NULL;
    return after_name &&
           sscanf(after_name + 1, " %c %*d %*d %*d %*d %*d %u", state, flags) == 2;
}

/* Whether every thread but this one waits for something. Where that cannot be looked up for
 * want of memory they are taken to be at work: to wait longer than need be costs nothing. */
static bool others_asleep(void)
{
    DIR *tasks = opendir("/proc/self/task");
    bool asleep = tasks || errno != ENOMEM;
    for (struct dirent *e; tasks && asleep && (e = readdir(tasks)) != NULL;) {
        char state;
        unsigned flags;
        long id = strtol(e->d_name, NULL, 10);
        if (id == 0 || id == (long)gettid()) {
            continue;
        }
        errno = 0;
        asleep = look_at(e->d_name, &state, &flags) ? state == 'S' : errno != ENOMEM;
    }
    if (tasks) {
        closedir(tasks);
    }
    return asleep;
}

/* One that was joined may still be on its way out of the kernel. */
size_t ihv_threads(void)
{
    DIR *tasks = opendir("/proc/self/task");
    size_t count = 0;
    for (struct dirent *e; tasks && (e = readdir(tasks)) != NULL;) {
        char state;
        unsigned flags;
        count +=
            e->d_name[0] != '.' && look_at(e->d_name, &state, &flags) && !(flags & PF_EXITING);
    }
    if (tasks) {
        closedir(tasks);
    }
    return count;
}

/* Functions wait to be carried out; false: every other thread sleeps, or, at_rest false, will
 * not. */
static bool works(const struct ihv_loader *loader, int patience, bool *at_rest)
{
    struct pollfd p = {.fd = ihv_loader_fd(loader), .events = POLLIN};
    for (int waited = 0; waited < patience; waited++) {
        bool asleep = others_asleep(); /* before the look, or a function comes in between */
        if (poll(&p, 1, asleep ? 0 : 1) > 0) {
            return true;
        }
        if (asleep) {
            return false;
        }
    }
    *at_rest = false;
    return false;
}

bool ihv_loader_settle(struct ihv_loader *loader, extsta_time now)
{
    int patience = loader->restless ? PATIENCE_LESS : PATIENCE_MS;
    unsigned most = loader->restless ? LESS_WORK : MOST_WORK, done = 0;
    bool at_rest = true;
    while (done < most && works(loader, patience, &at_rest)) {
        ihv_loader_dispatch(loader, now);
        done++;
    }
    if ((done == most || !at_rest) && !loader->restless) {
        loader->restless = true;
        ihv_loader_is_restless();
    }
    return done > 0;
}
