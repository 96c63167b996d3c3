/* See state.h. The text is lines of words, each octet string in hexadecimal; the last line is
 * "end", so that one that was cut is known. */
#include "state.h"
#include "providers.h"
#include "secret_file.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAD "extsta station state 1"

/* --- text --- */

struct printing {
    char *at, *end;
    bool full;
};

__attribute__((format(printf, 2, 3))) static void print(struct printing *p, const char *format,
                                                        ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(p->at, (size_t)(p->end - p->at), format, args);
    va_end(args);
    if (n < 0 || n >= p->end - p->at) {
        p->full = true;
    } else {
        p->at += n;
    }
}

static void print_hex(struct printing *p, const void *octets, size_t len)
{
    print(p, " ");
    for (size_t i = 0; i < len; i++) {
        print(p, "%02x", ((const uint8_t *)octets)[i]);
    }
}

static const struct extsta_mac none;

size_t state_print(const struct state *s, char *out, size_t size)
{
    struct printing p = {out, out + size, false};
    print(&p, HEAD "\n");
    if (memcmp(&s->address, &none, sizeof none) != 0) {
        print(&p, "address");
        print_hex(&p, s->address.b, sizeof s->address.b);
        print(&p, "\n");
    }
    if (s->network[0]) {
        print(&p, "network");
        print_hex(&p, s->network, strlen(s->network));
        print(&p, "\n");
    }
    for (size_t i = 0; i < s->pmksa_count; i++) {
        const struct state_pmksa *k = &s->pmksas[i];
        print(&p, "pmksa");
        print_hex(&p, k->bssid.b, sizeof k->bssid.b);
        print(&p, " %08" PRIx32 " %" PRId64, k->akm, k->until);
        print_hex(&p, k->pmkid, sizeof k->pmkid);
        print_hex(&p, k->pmk, k->pmk_len);
        print(&p, "\n");
    }
    print(&p, "end\n");
    return p.full ? 0 : (size_t)(p.at - out);
}

/* What is left of the text; NULL in `at`: something was wrong. */
struct parsing {
    const char *at, *end;
};

static bool skip(struct parsing *p, const char *word)
{
    size_t len = strlen(word);
    bool there = (size_t)(p->end - p->at) >= len && memcmp(p->at, word, len) == 0;
    p->at += there ? len : 0;
    return there;
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* " " and octets in pairs of digits: their number; 0: none, or more than there is room for. */
static size_t parse_hex(struct parsing *p, uint8_t *out, size_t room)
{
    size_t n = 0;
    if (!skip(p, " ")) {
        return 0;
    }
    while (p->end - p->at >= 2 && digit(p->at[0]) >= 0 && digit(p->at[1]) >= 0) {
        if (n == room) {
            return 0;
        }
        out[n++] = (uint8_t)(digit(p->at[0]) << 4 | digit(p->at[1]));
        p->at += 2;
    }
    return n;
}

static bool parse_number(struct parsing *p, int64_t *out)
{
    const char *begin;
    *out = 0;
    if (!skip(p, " ")) {
        return false;
    }
    for (begin = p->at; p->at < p->end && *p->at >= '0' && *p->at <= '9' && p->at - begin < 15;
         p->at++) {
        *out = *out * 10 + (*p->at - '0');
    }
    return p->at > begin;
}

static bool parse_pmksa(struct parsing *p, struct state_pmksa *k)
{
    uint8_t akm[4];
    bool ok = parse_hex(p, k->bssid.b, sizeof k->bssid.b) == sizeof k->bssid.b &&
              parse_hex(p, akm, sizeof akm) == sizeof akm && parse_number(p, &k->until) &&
              parse_hex(p, k->pmkid, sizeof k->pmkid) == sizeof k->pmkid;
    size_t len = ok ? parse_hex(p, k->pmk, sizeof k->pmk) : 0;
    k->akm =
        ok ? (uint32_t)akm[0] << 24 | (uint32_t)akm[1] << 16 | (uint32_t)akm[2] << 8 | akm[3]
           : 0;
    k->pmk_len = (uint8_t)len;
    return len >= 16 && !(k->bssid.b[0] & 1) && skip(p, "\n");
}

bool state_parse(struct extsta_span text, struct state *out)
{
    struct parsing p = {(const char *)text.data, (const char *)text.data + text.len};
    memset(out, 0, sizeof *out);
    bool ok = text.len > 0 && skip(&p, HEAD "\n");
    if (ok && skip(&p, "address")) {
        ok = parse_hex(&p, out->address.b, sizeof out->address.b) == sizeof out->address.b &&
             !(out->address.b[0] & 1) && skip(&p, "\n");
    }
    if (ok && skip(&p, "network")) {
        size_t len = parse_hex(&p, (uint8_t *)out->network, STATE_NAME_MAX);
        ok = len > 0 && strlen(out->network) == len && skip(&p, "\n");
    }
    while (ok && skip(&p, "pmksa")) {
        ok = out->pmksa_count < STATE_PMKSAS && parse_pmksa(&p, &out->pmksas[out->pmksa_count]);
        out->pmksa_count += ok;
    }
    ok = ok && skip(&p, "end\n") && p.at == p.end;
    if (!ok) {
        explicit_bzero(out, sizeof *out);
    }
    return ok;
}

/* --- files --- */

static void path_of(const char *folder, const char *station, char out[PATH_MAX])
{
    snprintf(out, PATH_MAX, "%s/%s.state", folder, station);
}

enum state_found state_read(const char *folder, const char *station, uid_t user,
                            struct state *out, char *why, size_t size)
{
    char path[PATH_MAX];
    struct secret_file f;
    enum state_found found = STATE_REFUSED;
    path_of(folder, station, path);
    memset(out, 0, sizeof *out);
    /* a link is nobody's of ours; what it leads to might be */
    char target[2];
    if (readlink(path, target, sizeof target) >= 0) {
        snprintf(why, size, "%s is a link", path);
        return STATE_REFUSED;
    }
    errno = 0;
    if (!secret_file_read(&f, path, STATE_FILE_MAX, why, size)) {
        found = errno == ENOENT ? STATE_NONE : STATE_REFUSED;
    } else if (!secret_file_is_private(&f, path, user, SECRET_FILE_NO_GROUP, why, size)) {
        found = STATE_REFUSED;
    } else if (!state_parse((struct extsta_span){(const uint8_t *)f.bytes, f.len}, out)) {
        snprintf(why, size, "%s is not whole, or of another version", path);
    } else {
        found = STATE_FOUND;
    }
    secret_file_free(&f);
    return found;
}

static bool write_all(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, text, len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            errno = n == 0 ? ENOSPC : errno;
            return false;
        }
        text += n;
        len -= (size_t)n;
    }
    return true;
}

/* Under another name first. One that a killed daemon has left there goes. */
static bool write_file(const char *path, const char *text, size_t len)
{
    char other[PATH_MAX + 4];
    snprintf(other, sizeof other, "%s.new", path);
    unlink(other);
    int fd = open(other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return false;
    }
    bool ok = write_all(fd, text, len) && fsync(fd) == 0;
    int error = errno;
    ok = close(fd) == 0 && ok;
    if (ok && rename(other, path) == 0) {
        return true;
    }
    error = ok ? errno : error;
    unlink(other);
    errno = error;
    return false;
}

bool state_write(const char *folder, const char *station, const struct state *state, char *why,
                 size_t size)
{
    char path[PATH_MAX], *text = host_malloc(STATE_FILE_MAX);
    size_t len = text ? state_print(state, text, STATE_FILE_MAX) : 0;
    path_of(folder, station, path);
    errno = ENOMEM;
    bool ok = len > 0 && write_file(path, text, len);
    if (!ok) {
        snprintf(why, size, "%s: %s: what was kept before is kept still", path,
                 strerror(errno));
    }
    if (text) {
        explicit_bzero(text, STATE_FILE_MAX);
        free(text);
    }
    return ok;
}
