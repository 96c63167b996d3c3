/* The distribution system: which AP a client is at, and the wire. Frames come from apsim_data.c
 * (a client's), from apsim_ds_send (the wire's) and from the host (responder.c), and leave
 * through apsim_tx.c. An AP without one is a switch of its own for its clients. */
#include "ap.h"
#include "base/mac.h"

struct apsim_ds *apsim_ds_new(struct air *air, const struct apsim_ds_config *config)
{
    struct apsim_ds *ds = pool_zalloc(air->pool, sizeof *ds);
    if (!ds) {
        return NULL;
    }
    ds->air = air;
    if (config) {
        ds->config = *config;
    }
    if (mac_is_zero(ds->config.host)) {
        ds->config.host = (struct extsta_mac){{2, 0, 0, 0, 0, 0xfe}};
    }
    list_init(&ds->aps);
    list_init(&ds->ft_roots);
    macmap_init(&ds->where, air->ctx);
    return ds;
}

void apsim_ds_free(struct apsim_ds *ds)
{
    if (ds) {
        ft_drop_roots(ds);
        macmap_destroy(&ds->where);
        pool_release(ds->air->pool, ds, sizeof *ds);
    }
}

uint64_t apsim_ds_pings(const struct apsim_ds *ds)
{
    return ds->pings;
}

/* The APs of one DS are one ESS. */
void ds_join(struct apsim *ap)
{
    if (ap->config.ds) {
        list_push_back(&ap->config.ds->aps, &ap->in_ds);
    }
}

void ds_leave(struct apsim *ap)
{
    if (ap->config.ds) {
        list_remove(&ap->in_ds);
    }
}

/* A client associates here: the AP it was at forgets it without a frame, as by a message over
 * the wire. */
void ds_move_here(struct client *c)
{
    struct apsim_ds *ds = c->ap->config.ds;
    if (!ds) {
        return;
    }
    struct apsim *before = macmap_get(&ds->where, c->info.address);
    if (before == c->ap) {
        return;
    }
    if (before) {
        struct client *old = client_find(before, c->info.address);
        if (old) {
            ap_tell(before, APSIM_ROAMED, old->info.address, 0, old->info.aid);
            client_remove(old);
        }
    }
    if (!macmap_set(&ds->where, c->info.address, c->ap)) {
        ds->air->stats.no_memory++;
    }
}

void ds_gone(struct client *c)
{
    struct apsim_ds *ds = c->ap->config.ds;
    if (ds && macmap_get(&ds->where, c->info.address) == c->ap) {
        macmap_remove(&ds->where, c->info.address);
    }
}

static struct extsta_mac destination(struct extsta_span frame)
{
    struct extsta_mac da;
    memcpy(da.b, frame.data, 6);
    return da;
}

/* Preauthentication is for an access point itself (12.6.10.2). */
static bool to_ap(struct apsim_ds *ds, struct extsta_span frame)
{
    struct extsta_mac da = destination(frame);
    list_for_each(it, &ds->aps)
    {
        struct apsim *ap = list_entry(it, struct apsim, in_ds);
        if (ap->on && mac_equal(ap->config.bssid, da)) {
            eap_preauth(ap, frame);
            return true;
        }
    }
    return false;
}

/* To the clients, wherever they are. False: a unicast address nobody here has. */
static bool to_clients(struct apsim_ds *ds, struct extsta_span frame)
{
    struct extsta_mac da = destination(frame);
    if (get_be16(frame.data + 12) == ETHERTYPE_PREAUTH && to_ap(ds, frame)) {
        return true;
    }
    if (!mac_is_group(da)) {
        struct apsim *ap = macmap_get(&ds->where, da);
        struct client *c = ap ? client_find(ap, da) : NULL;
        if (c) {
            tx_ethernet(ap, c, frame);
        }
        return c != NULL;
    }
    list_for_each(it, &ds->aps)
    {
        tx_ethernet(list_entry(it, struct apsim, in_ds), NULL, frame);
    }
    return true;
}

/* The wire: the host may answer, and whoever listens there sees the frame. The frame is shown
 * before the answer is on its way. */
static void to_wire(struct apsim_ds *ds, struct extsta_span frame)
{
    uint8_t answer[14 + AP_MSDU_MAX];
    bool ping;
    size_t len = responder_answer(ds, frame, answer, sizeof answer, &ping);
    ds->pings += ping;
    if (ds->config.ethernet) {
        ds->config.ethernet(ds->config.user, ds->air->now, frame);
    }
    if (len) {
        to_clients(ds, span(answer, len));
    }
}

void apsim_ds_send(struct apsim_ds *ds, struct extsta_span ethernet)
{
    if (ethernet.len >= 14) {
        to_clients(ds, ethernet);
    }
}

/* Unicast for a client stays on the air side; group frames go to both; anything else to the
 * wire. Without a DS what is for nobody here is lost. */
void ds_from_client(struct apsim *ap, struct extsta_span frame)
{
    struct apsim_ds *ds = ap->config.ds;
    struct extsta_mac da = destination(frame);
    bool group = mac_is_group(da);
    if (ds) {
        if (!to_clients(ds, frame) || group) {
            to_wire(ds, frame);
        }
        return;
    }
    struct client *c = group ? NULL : client_find(ap, da);
    if (group || c) {
        tx_ethernet(ap, c, frame);
    }
}
