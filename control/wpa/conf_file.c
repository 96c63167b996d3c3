/* wpa_supplicant.conf (conf_file.h). Lines as wpa_supplicant has them: blanks around them and
 * comments do not count, a '#' in quotes is none. The file is read whole, before anything of it
 * is used, and wiped afterwards. What the variables of a block mean together is looked at when
 * all is read, because what stands outside of blocks may come behind them. */
#include "conf_file.h"
#include "providers.h"
#include "secret_file.h"
#include "variables_table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum block { BLOCK_NONE, BLOCK_NETWORK, BLOCK_CRED, BLOCK_BLOB };

/* A file that is being read. */
struct conf {
    struct wpa_networks *networks;
    const char *path;
    size_t line;
    wpa_conf_say say;
    void *user;
    enum block block;
    size_t block_line;           /* where it began */
    struct wpa_network *network; /* of the block under way */
    bool unfit;                  /* something of the block is wrong: it is no network */
    bool failed;                 /* an error was said */
    bool has_secret;
};

static void say_at(struct conf *c, size_t line, enum wpa_conf_severity severity,
                   const char *what)
{
    char text[1024];
    snprintf(text, sizeof text, "%s:%zu: %s", c->path, line, what);
    c->failed = c->failed || severity == WPA_CONF_ERROR;
    c->say(c->user, severity, text);
    explicit_bzero(text, sizeof text);
}

static void wrong(struct conf *c, const char *what)
{
    say_at(c, c->line, WPA_CONF_ERROR, what);
    c->unfit = true;
}

/* The first reason stays. */
static void refuse_network(struct wpa_network *w, const char *why)
{
    if (!w->refused && (w->refused = host_malloc(strlen(why) + 1)) != NULL) {
        strcpy(w->refused, why);
    }
}

/* Keeps a line that means nothing here, so that SAVE_CONFIG does not lose it. */
static void keep_line(struct conf *c, const char *line, const char *value)
{
    char **kept = c->network ? &c->network->kept : &c->networks->kept;
    size_t used = *kept ? strlen(*kept) : 0;
    size_t size = used + strlen(line) + (value ? strlen(value) + 1 : 0) + 2;
    char *more = host_malloc(size);
    if (!more) {
        say_at(c, c->line, WPA_CONF_ERROR, "no memory");
        return;
    }
    snprintf(more, size, "%s%s%s%s\n", *kept ? *kept : "", line, value ? "=" : "",
             value ? value : "");
    if (*kept) {
        explicit_bzero(*kept, used);
        free(*kept);
    }
    *kept = more;
}

/* Cuts a comment off, but not in quotes, and the blanks at both ends. */
static char *trim(char *line)
{
    line += strspn(line, " \t\r");
    if (line[0] == '#') {
        return line + strlen(line);
    }
    char *open = strchr(line, '"'), *close = open ? strrchr(open + 1, '"') : NULL;
    char *comment = strchr(close ? close + 1 : line, '#');
    if (comment) {
        *comment = 0;
    }
    size_t len = strlen(line);
    while (len > 0 && strchr(" \t\r", line[len - 1])) {
        line[--len] = 0;
    }
    return line;
}

/* One variable of the block, or of the interface where there is none. */
static void take_variable(struct conf *c, struct wpa_variables *v, enum wpa_variables_of of,
                          char *line)
{
    char why[WPA_WHY], what[WPA_WHY + 64];
    char *value = strchr(line, '=');
    if (!value) {
        snprintf(what, sizeof what, "'%.40s' is no line of name=value", line);
        wrong(c, what);
        return;
    }
    *value++ = 0;
    const struct wpa_variable *row = wpa_variable_find(of, line);
    c->has_secret = c->has_secret || (row && row->secret);
    switch (wpa_variables_set(v, line, value, why, sizeof why)) {
    case WPA_DONE:
        break;
    case WPA_REFUSED:
        if (of == WPA_OF_INTERFACE || row->aside) {
            snprintf(what, sizeof what, "%s (the line is passed over)", why);
        } else {
            snprintf(what, sizeof what, "%s (the network is not entered)", why);
            refuse_network(c->network, why);
        }
        say_at(c, c->line, WPA_CONF_NOTE, what);
        keep_line(c, line, value);
        break;
    case WPA_UNKNOWN:
    case WPA_BAD:
    case WPA_NO_MEMORY:
        wrong(c, why);
        break;
    }
}

static void begin_block(struct conf *c, enum block block)
{
    c->block = block;
    c->block_line = c->line;
    c->unfit = false;
    c->network = NULL;
    if (block == BLOCK_NETWORK) {
        c->network = wpa_network_add(c->networks);
        if (!c->network || !wpa_network_disable(c->network, false)) {
            wrong(c, "no memory");
        } else {
            c->network->line = c->line;
        }
    } else if (block == BLOCK_CRED) {
        say_at(c, c->line, WPA_CONF_NOTE,
               "Hotspot 2.0 is not done here (the cred block is passed over)");
        c->has_secret = true;
    } else if (block == BLOCK_BLOB) {
        say_at(c, c->line, WPA_CONF_NOTE,
               "certificates are read from files here (the blob is passed over)");
        c->has_secret = true;
    }
}

static void end_block(struct conf *c)
{
    if (c->network && c->unfit) {
        wpa_network_remove(c->networks, c->network, NULL);
    }
    c->block = BLOCK_NONE;
    c->network = NULL;
}

static void take_line(struct conf *c, char *line)
{
    if (line[0] == 0) {
        return;
    }
    bool inside = c->block == BLOCK_CRED || c->block == BLOCK_BLOB;
    if (inside || strcmp(line, "cred={") == 0 || strncmp(line, "blob-base64-", 12) == 0) {
        keep_line(c, line, NULL);
    }
    if (c->block != BLOCK_NONE) {
        if (strcmp(line, "}") == 0) {
            end_block(c);
        } else if (c->network) {
            take_variable(c, c->network->variables, WPA_OF_NETWORK, line);
        }
    } else if (strcmp(line, "network={") == 0) {
        begin_block(c, BLOCK_NETWORK);
    } else if (strcmp(line, "cred={") == 0) {
        begin_block(c, BLOCK_CRED);
    } else if (strncmp(line, "blob-base64-", 12) == 0) {
        begin_block(c, BLOCK_BLOB);
    } else {
        take_variable(c, c->networks->interface, WPA_OF_INTERFACE, line);
    }
}

/* Whether the blocks that came behind this one (NULL: all) are networks, and which of them
 * believe any server. */
static void judge_networks(struct conf *c, const struct wpa_network *before)
{
    struct wpa_network *w = before ? before->next : c->networks->first;
    for (; w; w = w->next) {
        struct wpa_options o = {0};
        char why[WPA_WHY], what[WPA_WHY + 64];
        if (w->refused) {
            continue; /* said already */
        }
        if (wpa_options_make(&o, w->variables, c->networks->interface, why, sizeof why) !=
            WPA_DONE) {
            snprintf(what, sizeof what, "%s (the network is not entered)", why);
            say_at(c, w->line, WPA_CONF_NOTE, what);
            refuse_network(w, why);
        } else if (o.options.profile.eap.verify_off) {
            say_at(c, w->line, WPA_CONF_NOTE,
                   "without ca_cert any server is believed, and is given the password");
        }
        wpa_options_free(&o);
    }
}

static const struct wpa_network *last_of(const struct wpa_networks *n)
{
    const struct wpa_network *w = n->first;
    while (w && w->next) {
        w = w->next;
    }
    return w;
}

/* All lines of a text that is changed as it is read. */
static void take_text(struct conf *c, char *text, size_t len)
{
    const struct wpa_network *before = last_of(c->networks);
    for (char *at = text, *end; at < text + len; at = end + 1) {
        end = memchr(at, '\n', (size_t)(text + len - at));
        end = end ? end : text + len;
        *end = 0;
        c->line++;
        if (strlen(at) < (size_t)(end - at)) {
            wrong(c, "a line has an octet of zero");
        } else {
            take_line(c, trim(at));
        }
    }
    if (c->block != BLOCK_NONE) {
        c->line = c->block_line;
        wrong(c, "the block that begins here does not end");
        end_block(c);
    }
    judge_networks(c, before);
}

bool wpa_conf_parse(struct wpa_networks *n, const char *text, size_t len, const char *path,
                    wpa_conf_say say, void *user)
{
    struct conf c = {.networks = n, .path = path, .say = say, .user = user};
    char *copy = host_malloc(len + 1);
    if (!copy) {
        wrong(&c, "no memory");
        return false;
    }
    memcpy(copy, text, len);
    copy[len] = 0;
    take_text(&c, copy, len);
    explicit_bzero(copy, len);
    free(copy);
    return !c.failed;
}

bool wpa_conf_read(struct wpa_networks *n, const char *path, wpa_conf_say say, void *user)
{
    struct conf c = {.networks = n, .path = path, .say = say, .user = user};
    char why[WPA_WHY];
    struct secret_file file;
    if (!secret_file_read(&file, path, WPA_FILE_MAX, why, sizeof why)) {
        say(user, WPA_CONF_ERROR, why);
        secret_file_free(&file);
        return false;
    }
    take_text(&c, file.bytes, file.len);
    bool open_to_all = (file.about.st_mode & S_IROTH) != 0;
    secret_file_free(&file);
    if (c.has_secret && open_to_all) {
        snprintf(why, sizeof why, "%.120s holds secrets that everybody may read: chmod o-r",
                 path);
        say(user, WPA_CONF_ERROR, why);
        c.failed = true;
    }
    return !c.failed;
}
