/* Keys (dispatch to keys.c) and the PMKID cache. */
#include "base/mac.h"
#include "miniport/algorithm.h"
#include "miniport/oid/oid.h"

static const struct oid_list pmkid_list = {
    .revision = DOT11_PMKID_LIST_REVISION_1,
    .fixed_size = sizeof(DOT11_PMKID_LIST),
    .array = offsetof(DOT11_PMKID_LIST, PMKIDs),
    .entry = sizeof(DOT11_PMKID_ENTRY),
};

uint32_t oid_set_default_key(struct oid_call *c)
{
    return keys_set_default(c->mp, c->in);
}

uint32_t oid_set_mapping_key(struct oid_call *c)
{
    return keys_set_mapping(c->mp, c->in);
}

uint32_t oid_query_pmkids(struct oid_call *c)
{
    const struct mp_pmkids *list = c->mp->pmkids;
    size_t count = list ? list->count : 0;
    struct writer w;
    if (!oid_reply_list(c, &pmkid_list, count, &w)) {
        return NDIS_STATUS_BUFFER_OVERFLOW;
    }
    for (size_t i = 0; i < count; i++) {
        writer_mac(&w, list->entries[i].bssid);
        writer_bytes(&w, list->entries[i].pmkid, sizeof list->entries[i].pmkid);
        writer_zero(&w, sizeof(DOT11_PMKID_ENTRY) - sizeof(struct mp_pmkid));
    }
    return NDIS_STATUS_SUCCESS;
}

static bool desired(const struct mp_mib *mib, struct extsta_mac bssid)
{
    for (size_t i = 0; i < mib->bssid_count; i++) {
        if (mac_is_broadcast(mib->bssids[i]) || mac_equal(mib->bssids[i], bssid)) {
            return true;
        }
    }
    return false;
}

/* PMK-01 */
uint32_t oid_set_pmkids(struct oid_call *c)
{
    struct miniport *mp = c->mp;
    size_t count;
    struct reader r;
    uint32_t status = oid_input_list(c, &pmkid_list, MP_MAX_PMKIDS, &count, &r);
    if (status != NDIS_STATUS_SUCCESS) {
        return status;
    }
    /* PMKSA caching is the same whatever gave the PMK: RSNA-PSK counts as RSNA. */
    if (!algorithm_list_has_rsna(mp->mib->auth, mp->mib->auth_count)) {
        return NDIS_STATUS_INVALID_DATA;
    }
    struct mp_pmkids *list = pool_zalloc(&mp->ctx->pool, sizeof *list);
    if (!list) {
        return NDIS_STATUS_RESOURCES;
    }
    for (size_t i = 0; i < count; i++) {
        struct mp_pmkid *e = &list->entries[list->count];
        e->bssid = reader_mac(&r);
        reader_copy(&r, e->pmkid, sizeof e->pmkid);
        reader_take(&r, sizeof(DOT11_PMKID_ENTRY) - sizeof *e);
        list->count = (uint8_t)(list->count + desired(mp->mib, e->bssid));
    }
    if (count > 0 && list->count == 0) {
        pool_release(&mp->ctx->pool, list, sizeof *list);
        return NDIS_STATUS_INVALID_DATA;
    }
    mib_pmkids_clear(mp);
    if (list->count) {
        mp->pmkids = list;
    } else {
        pool_release(&mp->ctx->pool, list, sizeof *list); /* empty clears */
    }
    return NDIS_STATUS_SUCCESS;
}
