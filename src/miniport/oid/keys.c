/* Keys and the PMKID cache. The key tables are the data path's, which reads the buffers itself
 * (datapath/keys.c); there is no query for a key. The cache is read by assoc_request.c
 * (ROM-16: PMKID in the request). */
#include "base/mac.h"
#include "miniport/algorithm.h"
#include "miniport/oid/oid.h"

uint32_t oid_set_default_key(struct oid_call *c)
{
    return keys_set_default(c->mp, c->in);
}

uint32_t oid_set_mapping_key(struct oid_call *c)
{
    return keys_set_mapping(c->mp, c->in);
}

static void write_pmkid(struct oid_call *c, size_t i, struct writer *w)
{
    const struct mp_pmkid *entry = &c->mp->pmkids->entries[i];
    struct extsta_payload e = {.form = EXTSTA_FORM_PMKID, .pmkid.bssid = entry->bssid};
    memcpy(e.pmkid.pmkid, entry->pmkid, sizeof e.pmkid.pmkid);
    payload_write(w, &e);
}

uint32_t oid_query_pmkids(struct oid_call *c)
{
    return oid_reply_list(c, c->mp->pmkids ? c->mp->pmkids->count : 0, write_pmkid);
}

/* PMK-01: entries whose BSSID is not desired are ignored. */
static bool desired(const struct mp_mib *mib, struct extsta_mac bssid)
{
    for (size_t i = 0; i < mib->bssid_count; i++) {
        if (mac_is_broadcast(mib->bssids[i]) || mac_equal(mib->bssids[i], bssid)) {
            return true;
        }
    }
    return false;
}

/* PMK-01: the whole cache is replaced, or stays: the new list is made beside it. */
uint32_t oid_set_pmkids(struct oid_call *c)
{
    struct miniport *mp = c->mp;
    struct extsta_part entries;
    struct extsta_payload from;
    uint32_t status = oid_input_list(c, MP_MAX_PMKIDS, &entries);
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
    while (extsta_payload_next(&entries, &from)) {
        struct mp_pmkid *e = &list->entries[list->count];
        e->bssid = from.pmkid.bssid;
        memcpy(e->pmkid, from.pmkid.pmkid, sizeof e->pmkid);
        list->count = (uint8_t)(list->count + desired(mp->mib, e->bssid));
    }
    if (entries.size > 0 && list->count == 0) {
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
