/* What an extension keeps with a profile: data for each user, and other IHV parts than the
 * profile came with. Both belong to a pre-association under way (IHV-15: not before its handler
 * has returned, and not after its completion). Called by station/extension.c for the functions
 * SetProfileCustomUserData, GetProfileCustomUserData and SetCurrentProfile.
 *
 * The data live as long as the station's extension host, so that a reconnect finds them; a
 * program that wants them longer has the file they came from. */
#include "base/wipe.h"
#include "ihv/functions.h"

#define MAX_DATA 16u    /* of all profiles and users: an extension must not eat the memory */
#define MAX_SIZE 65536u /* octets of one */

struct ihv_datum {
    struct ihv_datum *next;
    uint64_t profile; /* ihv_profile_id */
    uint32_t whose;   /* dwSessionID: a number of the extension's */
    uint32_t len;
    uint8_t bytes[];
};

/* FNV-1a. Two profiles of one name and one SSID are one to the extension. */
static uint64_t hash(uint64_t seed, struct extsta_span bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        seed = (seed ^ bytes.data[i]) * 0x100000001b3u;
    }
    return (seed ^ bytes.len) * 0x100000001b3u;
}

uint64_t ihv_profile_id(const struct ihv_profile *p)
{
    return hash(hash(0xcbf29ce484222325u, p->name), p->ssid);
}

/* Wiped: an extension may keep secrets with a profile. */
static void datum_free(struct ihv *ihv, struct ihv_datum **link)
{
    struct ihv_datum *d = *link;
    *link = d->next;
    wipe(d->bytes, d->len);
    pool_release(&ihv->os->ctx->pool, d, sizeof *d + d->len);
}

/* Where it is linked, or where the list ends. *count: of all before it. */
static struct ihv_datum **find(struct ihv *ihv, uint32_t whose, size_t *count)
{
    struct ihv_datum **link = &ihv->data;
    for (*count = 0; *link && ((*link)->profile != ihv->profile || (*link)->whose != whose);
         ++*count) {
        link = &(*link)->next;
    }
    return link;
}

void ihv_data_free(struct ihv *ihv)
{
    while (ihv->data) {
        datum_free(ihv, &ihv->data);
    }
}

/* The new one is made before the old one goes. */
uint32_t ihv_set_user_data(struct ihv *ihv, uint32_t session, uint32_t whose,
                           struct extsta_span data)
{
    size_t before;
    uint32_t refused = ihv_check_connect(ihv, session);
    if (refused != ERROR_SUCCESS) {
        return refused;
    }
    struct ihv_datum **link = find(ihv, whose, &before), *d = NULL;
    if (data.len > MAX_SIZE) {
        return ihv_refuse(ihv, RULE(IHV_15), ERROR_INVALID_PARAMETER);
    }
    if (data.len > 0) {
        bool room = *link || before < MAX_DATA;
        d = room ? pool_alloc(&ihv->os->ctx->pool, sizeof *d + data.len) : NULL;
        if (!d) {
            return ERROR_NOT_ENOUGH_MEMORY;
        }
        *d = (struct ihv_datum){
            .profile = ihv->profile, .whose = whose, .len = (uint32_t)data.len};
        memcpy(d->bytes, data.data, data.len);
    }
    if (*link) {
        datum_free(ihv, link);
    }
    if (d) {
        d->next = ihv->data;
        ihv->data = d;
    }
    return ERROR_SUCCESS;
}

uint32_t ihv_get_user_data(struct ihv *ihv, uint32_t session, uint32_t whose,
                           struct extsta_span *data)
{
    size_t before;
    uint32_t refused = ihv_check_connect(ihv, session);
    *data = span(NULL, 0);
    if (refused != ERROR_SUCCESS) {
        return refused;
    }
    const struct ihv_datum *d = *find(ihv, whose, &before);
    if (d) {
        *data = span(d->bytes, d->len);
    }
    return ERROR_SUCCESS;
}

/* What was kept with the old parts goes with them, of all users. */
static void forget_users(struct ihv *ihv)
{
    for (struct ihv_datum **link = &ihv->data; *link;) {
        if ((*link)->profile == ihv->profile) {
            datum_free(ihv, link);
        } else {
            link = &(*link)->next;
        }
    }
}

uint32_t ihv_set_current_profile(struct ihv *ihv, uint32_t session,
                                 struct extsta_span connectivity, struct extsta_span security)
{
    uint32_t refused = ihv_check_connect(ihv, session);
    if (refused != ERROR_SUCCESS) {
        return refused;
    }
    bool empty = connectivity.len == 0 && security.len == 0; /* nothing would be ours then */
    if (empty || connectivity.len > MAX_SIZE || security.len > MAX_SIZE) {
        return ihv_refuse(ihv, RULE(IHV_15), ERROR_INVALID_PARAMETER);
    }
    if (!ihv->ops->set_profile(ihv->user, connectivity, security)) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    forget_users(ihv);
    return ERROR_SUCCESS;
}
