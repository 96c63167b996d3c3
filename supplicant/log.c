/* See log.h. */
#include "log.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

/* Whoever may read the log need not be whoever may read the secrets; there are none in it. */
static FILE *open_file(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640);
    FILE *f = fd >= 0 ? fdopen(fd, "a") : NULL;
    if (f) {
        setvbuf(f, NULL, _IOLBF, 0);
    } else if (fd >= 0) {
        close(fd);
    }
    return f;
}

bool log_open(struct log *log, char *why, size_t size)
{
    if (log->system_log) {
        openlog("wpa_supplicant", LOG_PID | LOG_NDELAY, LOG_DAEMON);
    }
    if (log->path && !(log->file = open_file(log->path))) {
        snprintf(why, size, "%.200s: %s", log->path, strerror(errno));
        return false;
    }
    if (!log->path) {
        setvbuf(stdout, NULL, _IOLBF, 0);
    }
    return true;
}

bool log_reopen(struct log *log)
{
    FILE *f = log->path ? open_file(log->path) : NULL;
    if (f) {
        fclose(log->file);
        log->file = f;
    }
    return f || !log->path;
}

void log_close(struct log *log)
{
    if (log->file) {
        fclose(log->file);
        log->file = NULL;
    }
}

void log_say(struct log *log, int level, const char *interface, const char *format, ...)
{
    static const int priorities[] = {LOG_DEBUG, LOG_DEBUG,   LOG_DEBUG,
                                     LOG_INFO,  LOG_WARNING, LOG_ERR};
    char text[4096];
    struct timespec now;
    va_list args;
    if (level < log->level) {
        return;
    }
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char *name = interface ? interface : "", *colon = interface ? ": " : "";
    if (log->system_log) {
        syslog(priorities[level < 0 ? 0 : level > 5 ? 5 : level], "%s%s%s", name, colon, text);
        return;
    }
    FILE *out = log->file ? log->file : stdout;
    if (log->timestamps) {
        clock_gettime(CLOCK_REALTIME, &now);
        fprintf(out, "%lld.%06ld: ", (long long)now.tv_sec, now.tv_nsec / 1000);
    }
    fprintf(out, "%s%s%s\n", name, colon, text);
    fflush(out);
}
