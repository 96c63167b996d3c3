/* Whether an extension's threads have done what they had to do (ihv_loader_works), for virtual
 * time (world/world_ihv.c). The kernel is asked: a thread that sleeps waits for something, and
 * in virtual time nothing comes but what we do. What it waits for by a real clock is not waited
 * for. */
#include "ihv_loader.h"
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* for an extension that computes: looks, about a millisecond apart */
#define PATIENCE_MS 30000

/* Whether every thread but this one waits for something. Where that cannot be looked up for
 * want of memory they are taken to be at work: to wait longer than need be costs nothing. */
static bool others_asleep(void)
{
    DIR *tasks = opendir("/proc/self/task");
    bool asleep = tasks || errno != ENOMEM;
    for (struct dirent *e; tasks && asleep && (e = readdir(tasks)) != NULL;) {
        char path[300], line[512] = "";
        long id = strtol(e->d_name, NULL, 10);
        if (id == 0 || id == (long)gettid()) {
            continue;
        }
        snprintf(path, sizeof path, "/proc/self/task/%ld/stat", id);
        FILE *f = fopen(path, "r");
        if (f && fgets(line, sizeof line, f)) {
            const char *after_name = strrchr(line, ')');
            asleep = after_name && after_name[1] && after_name[2] == 'S';
        } else if (!f) {
            asleep = errno != ENOMEM; /* else the thread has ended */
        }
        if (f) {
            fclose(f);
        }
    }
    if (tasks) {
        closedir(tasks);
    }
    return asleep;
}

bool ihv_loader_works(const struct ihv_loader *loader)
{
    struct pollfd p = {.fd = ihv_loader_fd(loader), .events = POLLIN};
    for (int waited = 0; waited < PATIENCE_MS; waited++) {
        bool asleep = others_asleep(); /* before the look, or a function comes in between */
        if (poll(&p, 1, asleep ? 0 : 1) > 0) {
            return true;
        }
        if (asleep) {
            return false;
        }
    }
    return false;
}
