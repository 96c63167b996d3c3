/* Files of a configuration (config_files.h). */
#include "config_files.h"
#include "profile_xml.h"
#include "secret_file.h"
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    const char *path;
    struct config *config;
    struct config_ids ids;
    void (*tell)(void *user, const char *text);
    void *user;
    unsigned mistakes;
};

/* Of a place in the configuration's file; line 0: of the file as a whole, which the text names.
 */
static void mistake(void *user, struct yaml_place at, const char *text)
{
    struct reading *r = user;
    char line[PATH_MAX + 700];
    snprintf(line, sizeof line, "%s:%u:%u: %s", r->path, at.line, at.column, text);
    r->mistakes++;
    r->tell(r->user, at.line ? line : text);
}

__attribute__((format(printf, 3, 4))) static bool wrong(struct reading *r, struct yaml_place at,
                                                        const char *format, ...)
{
    char text[PATH_MAX + 600];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    mistake(r, at, text);
    return false;
}

/* --- users and groups --- */

/* Of a number nobody asks whether it is somebody's. */
static bool number_of(const char *name, uint32_t *out)
{
    char *end;
    if (name[0] < '0' || name[0] > '9' || strlen(name) > 9) {
        return false;
    }
    *out = (uint32_t)strtoul(name, &end, 10);
    return *end == 0;
}

static void find_ids(struct reading *r)
{
    const struct config *c = r->config;
    uint32_t number;
    if (c->user && number_of(c->user, &number)) {
        r->ids = (struct config_ids){false, true, true, number, number};
    } else if (c->user) {
        const struct passwd *p = getpwnam(c->user);
        if (p) {
            r->ids = (struct config_ids){false, true, true, p->pw_uid, p->pw_gid};
        } else {
            wrong(r, c->user_at,
                  "there is no user '%s': 'adduser --system --group %s' makes one", c->user,
                  c->user);
        }
    }
    if (c->group && number_of(c->group, &number)) {
        r->ids.has_group = true;
        r->ids.gid = number;
    } else if (c->group) {
        const struct group *g = getgrnam(c->group);
        if (g) {
            r->ids.has_group = true;
            r->ids.gid = g->gr_gid;
        } else {
            wrong(r, c->group_at, "there is no group '%s': 'addgroup --system %s' makes one",
                  c->group, c->group);
        }
    }
}

/* --- files --- */

static uid_t user_of(const struct reading *r)
{
    return r->ids.has_user ? r->ids.uid : SECRET_FILE_NO_USER;
}

static gid_t group_of(const struct reading *r)
{
    return r->ids.has_group ? r->ids.gid : SECRET_FILE_NO_GROUP;
}

/* A name that does not begin at the root is beside the configuration. */
static void whole_path(const struct reading *r, const char *name, char out[PATH_MAX])
{
    const char *slash = strrchr(r->path, '/');
    if (name[0] == '/' || !slash) {
        snprintf(out, PATH_MAX, "%s", name);
    } else {
        snprintf(out, PATH_MAX, "%.*s/%s", (int)(slash - r->path), r->path, name);
    }
}

/* The file's octets, kept as long as the configuration. False: it was told. */
static bool read_beside(struct reading *r, const struct config_network *n,
                        enum config_file which, bool is_secret, struct extsta_span *out)
{
    struct secret_file f;
    char path[PATH_MAX], why[PATH_MAX + 300];
    whole_path(r, n->files[which], path);
    bool ok = secret_file_read(&f, path, CONFIG_SIZE_MAX, why, sizeof why) &&
              (!is_secret ||
               secret_file_is_private(&f, path, user_of(r), group_of(r), why, sizeof why));
    char *kept = ok ? config_keep(r->config, f.bytes, f.len) : NULL;
    *out = (struct extsta_span){(const uint8_t *)kept, f.len};
    if (!ok || !kept) {
        wrong(r, n->at, "%s: %s", config_file_names[which], ok ? "no memory" : why);
    } else if (f.len == 0) {
        ok = wrong(r, n->at, "%s: %s is empty", config_file_names[which], path);
    }
    secret_file_free(&f);
    return ok && kept;
}

/* A secret is a file's first line. */
static bool read_line(struct reading *r, const struct config_network *n, enum config_file which,
                      struct extsta_span *out)
{
    if (!read_beside(r, n, which, true, out)) {
        return false;
    }
    out->len = strcspn((const char *)out->data, "\r\n");
    return out->len > 0 ||
           wrong(r, n->at, "%s: its first line is empty", config_file_names[which]);
}

static bool keep_span(struct config *c, struct extsta_span *s)
{
    char *kept = s->len ? config_keep(c, (const char *)s->data, s->len) : NULL;
    bool ok = !s->len || kept;
    *s = (struct extsta_span){(const uint8_t *)kept, kept ? s->len : 0};
    return ok;
}

static bool keep_text(struct config *c, const char **s)
{
    *s = *s ? config_keep(c, *s, strlen(*s)) : NULL;
    return true;
}

static bool is_secret_profile(const struct extsta_profile *p)
{
    return p->passphrase[0] || p->has_pmk || p->wep_key_len || p->eap.password.len ||
           p->eap.key.len || p->ihv_security;
}

/* What the profile points to becomes the configuration's. */
static bool keep_profile(struct config *c, struct extsta_profile *p)
{
    struct extsta_eap *e = &p->eap;
    struct extsta_span *spans[] = {
        &e->identity,    &e->anonymous, &e->password,       &e->ca,
        &e->certificate, &e->key,       &e->key_passphrase, &e->domain};
    bool had_connectivity = p->ihv_connectivity != NULL, had_security = p->ihv_security != NULL;
    bool ok = true;
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        ok = keep_span(c, spans[i]) && ok;
    }
    ok = keep_text(c, &p->ihv_connectivity) && keep_text(c, &p->ihv_security) && ok;
    return ok && had_connectivity == (p->ihv_connectivity != NULL) &&
           had_security == (p->ihv_security != NULL);
}

static bool read_profile(struct reading *r, struct config_network *n)
{
    struct profile_xml xml = {0};
    char path[PATH_MAX], why[PATH_MAX + 300];
    whole_path(r, n->files[CONFIG_FILE_PROFILE], path);
    bool ok = profile_xml_read(path, &xml, why, sizeof why);
    if (!ok) {
        wrong(r, n->at, "profile: %s", why);
    } else if (is_secret_profile(&xml.profile) &&
               !secret_path_is_private(path, user_of(r), group_of(r), why, sizeof why)) {
        ok = wrong(r, n->at, "profile: %s", why);
    } else {
        n->options.profile = xml.profile;
        ok = keep_profile(r->config, &n->options.profile) ||
             wrong(r, n->at, "profile: no memory");
    }
    profile_xml_free(&xml);
    return ok;
}

static bool read_eap(struct reading *r, struct config_network *n)
{
    struct extsta_eap *e = &n->options.profile.eap;
    return (!n->files[CONFIG_FILE_PASSWORD] ||
            read_line(r, n, CONFIG_FILE_PASSWORD, &e->password)) &&
           (!n->files[CONFIG_FILE_CA] || read_beside(r, n, CONFIG_FILE_CA, false, &e->ca)) &&
           (!n->files[CONFIG_FILE_CERTIFICATE] ||
            read_beside(r, n, CONFIG_FILE_CERTIFICATE, false, &e->certificate)) &&
           (!n->files[CONFIG_FILE_KEY] || read_beside(r, n, CONFIG_FILE_KEY, true, &e->key));
}

static void complete_network(struct reading *r, struct config_network *n)
{
    struct extsta_profile *p = &n->options.profile;
    struct extsta_span secret;
    const char *why = NULL;
    bool ok = true;
    if (n->files[CONFIG_FILE_PROFILE]) {
        ok = read_profile(r, n);
    } else if (n->files[CONFIG_FILE_PASSPHRASE]) {
        ok = read_line(r, n, CONFIG_FILE_PASSPHRASE, &secret);
        if (ok && secret.len >= sizeof p->passphrase) {
            ok = wrong(r, n->at, "passphrase-file: a passphrase has at most 63 characters");
        } else if (ok) {
            memcpy(p->passphrase, secret.data, secret.len);
            p->passphrase[secret.len] = 0;
        }
    }
    ok = ok && read_eap(r, n);
    if (ok && extsta_profile_check(p, &why) != EXTSTA_OK) {
        wrong(r, n->at, "%s", why ? why : "the network contradicts itself");
    }
}

/* Names that are used later are made whole now. */
static void make_whole(struct reading *r, const char **name)
{
    char path[PATH_MAX];
    if (*name) {
        whole_path(r, *name, path);
        char *kept = config_keep(r->config, path, strlen(path));
        if (kept) {
            *name = kept;
        } else {
            wrong(r, (struct yaml_place){0, 0}, "no memory");
        }
    }
}

static void read_files(struct reading *r)
{
    struct config *c = r->config;
    for (size_t i = 0; i < c->station_count; i++) {
        struct config_station *s = &c->stations[i];
        make_whole(r, &s->networks_file);
        for (size_t j = 0; j < s->network_count; j++) {
            complete_network(r, &s->networks[j]);
        }
    }
    make_whole(r, &c->state);
}

bool config_read(const char *path, struct config *out, struct config_ids *ids,
                 void (*tell)(void *user, const char *text), void *user)
{
    struct reading r = {.path = path, .config = out, .tell = tell, .user = user};
    const struct config_reader reader = {mistake, &r};
    const struct yaml_place nowhere = {0, 0};
    struct secret_file f;
    char why[PATH_MAX + 300];
    if (ids && ids->known) {
        r.ids = *ids;
    }
    memset(out, 0, sizeof *out);
    if (!secret_file_read(&f, path, CONFIG_SIZE_MAX, why, sizeof why)) {
        wrong(&r, nowhere, "%s", why);
    } else if (config_parse(out, (struct extsta_span){(const uint8_t *)f.bytes, f.len},
                            &reader)) {
        if (ids && !ids->known) {
            find_ids(&r);
            *ids = r.ids;
        }
        if (out->has_secrets &&
            !secret_file_is_private(&f, path, user_of(&r), group_of(&r), why, sizeof why)) {
            wrong(&r, nowhere, "%s", why);
        }
        read_files(&r);
    }
    secret_file_free(&f);
    return r.mistakes == 0;
}
