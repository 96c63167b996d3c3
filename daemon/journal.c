/* See journal.h. */
#include "journal.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* JOURNAL_STREAM is "DEVICE:INODE" of what it reads (systemd.exec(5)); standard error may have
 * been sent elsewhere since. */
static bool journal_reads(int fd)
{
    const char *stream = getenv("JOURNAL_STREAM");
    struct stat st;
    unsigned long long device, inode;
    return stream && sscanf(stream, "%llu:%llu", &device, &inode) == 2 && fstat(fd, &st) == 0 &&
           st.st_dev == device && st.st_ino == inode;
}

void journal_open(struct journal *j, int most)
{
    *j = (struct journal){stderr, journal_reads(STDERR_FILENO), most};
}

/* A name from the air must not begin a line of its own, or paint. UTF-8 stays. */
static void make_plain(const char *text, char *out, size_t size)
{
    size_t at = 0;
    for (; *text && at + 5 < size; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < 0x20 || c == 0x7f) {
            at += (size_t)snprintf(out + at, size - at, "\\x%02x", c);
        } else {
            out[at++] = (char)c;
        }
    }
    out[at] = 0;
}

void journal_say(const struct journal *j, enum journal_level level, const char *who,
                 const char *format, ...)
{
    char text[2000], plain[2200], head[24] = "extsta daemon: ";
    va_list args;
    if ((int)level > j->most) {
        return;
    }
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    make_plain(text, plain, sizeof plain);
    if (j->prefixed) {
        snprintf(head, sizeof head, "<%d>", (int)level);
    }
    fprintf(j->out, "%s%s%s%s\n", head, who ? who : "", who ? ": " : "", plain);
}
