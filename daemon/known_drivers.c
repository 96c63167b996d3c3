/* See known_drivers.h. */
#include "known_drivers.h"
#include "driver_loader.h"
#include "nl80211.h"
#include "providers.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- a card's driver as octets, and back --- */

/* One description for both directions, as in replay/. */
static void code_site(struct coder *c, struct nl80211_site *s)
{
    code_u32(c, &s->ifindex);
    code_u32(c, &s->wiphy);
    code_fixed(c, s->address.b, 6);
    code_u32(c, &s->can);
    code_count(c, &s->cipher_count, 1);
    if (s->cipher_count > NL80211_MAX_CIPHERS) {
        c->failed = true;
        return;
    }
    for (size_t i = 0; i < s->cipher_count; i++) {
        code_u32(c, &s->ciphers[i]);
    }
    code_u8(c, &s->scan_ssids);
    code_u16(c, &s->scan_ie_len);
    code_u8(c, &s->pmkids);
    code_bool(c, &s->up);
    code_bool(c, &s->rfkill_soft);
    code_bool(c, &s->rfkill_hard);
}

/* Lives until the next station is described. */
static struct coder described;

bool known_driver_describe(void *user, const struct extsta_station_config *config,
                           struct recorder_driver *driver)
{
    const char *file = driver_loader_file_of(config);
    if (file) {
        driver->description = (struct extsta_span){(const uint8_t *)file, strlen(file)};
        return true;
    }
    if (config->driver != &nl80211_driver_ops) {
        return false;
    }
    struct nl80211_site site = *(const struct nl80211_site *)config->driver_user;
    coder_write(&described);
    code_site(&described, &site);
    driver->name = nl80211_driver_ops.name;
    driver->description = (struct extsta_span){described.out, described.len};
    return !described.failed;
}

/* --- making drivers again --- */

#define FILES 16u
static struct {
    char *path;
    struct driver_loader *loader;
} files[FILES];
static char wrong[400];

static struct driver_loader *loader_of(struct extsta_span path)
{
    char text[400];
    size_t i = 0;
    if (path.len == 0 || path.len >= sizeof text || memchr(path.data, 0, path.len)) {
        snprintf(wrong, sizeof wrong, "its driver's path is none");
        return NULL;
    }
    memcpy(text, path.data, path.len);
    text[path.len] = 0;
    for (; i < FILES && files[i].path; i++) {
        if (strcmp(files[i].path, text) == 0) {
            return files[i].loader;
        }
    }
    char *copy = i < FILES ? host_malloc(path.len + 1) : NULL;
    struct driver_loader *loader = copy ? driver_loader_open(text, wrong, sizeof wrong) : NULL;
    if (!loader) {
        free(copy);
        return NULL;
    }
    memcpy(copy, text, path.len + 1);
    files[i].path = copy;
    files[i].loader = loader;
    return loader;
}

static struct extsta_station *make_card(struct extsta_context *ctx, struct extsta_span octets,
                                        const struct extsta_station_config *config,
                                        extsta_time now)
{
    struct nl80211_site site = {.radio = config->radio};
    struct coder c;
    struct arena arena = {0};
    coder_read(&c, octets, &arena);
    code_site(&c, &site);
    if (c.failed || !config->radio) {
        snprintf(wrong, sizeof wrong, "what is said of its card cannot be read");
        return NULL;
    }
    struct extsta_station_config made = *config;
    made.driver = &nl80211_driver_ops;
    made.driver_make = nl80211_driver_make;
    made.driver_user = &site;
    return extsta_station_new(ctx, &made, now);
}

/* A driver from a file is of whoever gives the recording: it is loaded only where the user has
 * named it (--driver). */
struct extsta_station *known_driver_make(const char *file, struct extsta_context *ctx,
                                         const struct entry *made,
                                         const struct extsta_station_config *config,
                                         extsta_time now, const char **why)
{
    *why = wrong;
    snprintf(wrong, sizeof wrong, "no memory");
    if (made->driver == ENTRY_DRIVER_NAMED && made->driver_name.len == 7 &&
        memcmp(made->driver_name.data, "nl80211", 7) == 0) {
        return make_card(ctx, made->description, config, now);
    }
    if (!file) {
        struct extsta_span text =
            made->driver == ENTRY_DRIVER_FILE ? made->description : made->driver_name;
        snprintf(wrong, sizeof wrong,
                 "it stands above the driver '%.*s': name the file with --driver",
                 (int)(text.len < 200 ? text.len : 200), (const char *)text.data);
        return NULL;
    }
    struct driver_loader *loader =
        loader_of((struct extsta_span){(const uint8_t *)file, strlen(file)});
    return loader ? driver_loader_station(loader, ctx, config, now, wrong, sizeof wrong) : NULL;
}

void known_drivers_forget(void)
{
    coder_free(&described);
    for (size_t i = 0; i < FILES && files[i].path; i++) {
        driver_loader_close(files[i].loader);
        free(files[i].path);
        files[i].path = NULL;
    }
}
