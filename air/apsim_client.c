/* A client of the access point: its states (11.3.1: authentication, association), its
 * association identifier, its timer. The state machine is the table `rows`; frames become its
 * events in apsim_mgmt.c and apsim_security.c. What clients are there can be asked for
 * (apsim_client, apsim_clients). */
#include "ap.h"
#include "base/fsm.h"
#include "base/mac.h"

/* Undoes everything that association brought. */
static void forget_association(struct client *c, const void *in)
{
    struct apsim *ap = c->ap;
    security_forget(c);
    data_forget(c);
    tx_forget(c);
    ap_queue_flush(ap, c->info.address);
    ds_gone(c);
    if (c->info.aid) {
        ap->aids[c->info.aid / 64] &= ~(1ull << c->info.aid % 64);
        ap->client_count--;
        c->info.aid = 0;
    }
    c->privacy = false;
    client_rearm(c);
}

static void open_port(struct client *c, const void *in)
{
    ap_tell(c->ap, APSIM_AUTHORIZED, c->info.address, 0, c->info.aid);
    client_rearm(c);
}

static void await_handshake(struct client *c, const void *in)
{
    security_start(c, c->ap->air->now);
}

static const char *const state_names[CLIENT_STATES] = {
    "await-authentication", "await-association", "await-handshake", "await-nothing", "gone",
};
static const char *const event_names[CLIENT_EVENTS] = {
    "authenticated", "associated-open", "associated-rsn", "keyed", "disassociated", "left",
};

#define AUTH  CLIENT_AWAIT_AUTHENTICATION
#define ASSOC CLIENT_AWAIT_ASSOCIATION
#define SHAKE CLIENT_AWAIT_HANDSHAKE
#define OPEN  CLIENT_AWAIT_NOTHING
/* What is in no row is ignored: a frame that comes at the wrong time changes nothing. */
static const struct client_row rows[] = {
    FSM_ROW(AUTH, CLIENT_AUTHENTICATED, ASSOC, NULL, IEEE_11_3_4_3),
    FSM_ROW(AUTH, CLIENT_LEFT, CLIENT_GONE, NULL, IEEE_11_3_4_5),
    FSM_ROW(ASSOC, CLIENT_AUTHENTICATED, ASSOC, NULL, IEEE_11_3_4_3),
    FSM_ROW(ASSOC, CLIENT_ASSOCIATED_OPEN, OPEN, open_port, IEEE_11_3_5_3),
    FSM_ROW(ASSOC, CLIENT_ASSOCIATED_RSN, SHAKE, await_handshake, IEEE_11_3_5_3),
    FSM_ROW(ASSOC, CLIENT_LEFT, CLIENT_GONE, NULL, IEEE_11_3_4_5),
    /* Open System authentication of an associated station ends its association. */
    FSM_ROW(SHAKE, CLIENT_AUTHENTICATED, ASSOC, forget_association, IEEE_11_3_4_3),
    FSM_ROW(SHAKE, CLIENT_ASSOCIATED_RSN, SHAKE, await_handshake, IEEE_11_3_5_3),
    FSM_ROW(SHAKE, CLIENT_KEYED, OPEN, open_port, IEEE_12_7_6_5),
    FSM_ROW(SHAKE, CLIENT_DISASSOCIATED, ASSOC, forget_association, IEEE_11_3_5_6),
    FSM_ROW(SHAKE, CLIENT_LEFT, CLIENT_GONE, forget_association, IEEE_11_3_4_5),
    FSM_ROW(OPEN, CLIENT_AUTHENTICATED, ASSOC, forget_association, IEEE_11_3_4_3),
    FSM_ROW(OPEN, CLIENT_ASSOCIATED_OPEN, OPEN, open_port, IEEE_11_3_5_3),
    FSM_ROW(OPEN, CLIENT_ASSOCIATED_RSN, SHAKE, await_handshake, IEEE_11_3_5_3),
    FSM_ROW(OPEN, CLIENT_KEYED, OPEN, NULL, IEEE_12_7_6_1),
    FSM_ROW(OPEN, CLIENT_DISASSOCIATED, ASSOC, forget_association, IEEE_11_3_5_6),
    FSM_ROW(OPEN, CLIENT_LEFT, CLIENT_GONE, forget_association, IEEE_11_3_4_5),
};
#undef AUTH
#undef ASSOC
#undef SHAKE
#undef OPEN

const struct fsm_table client_machine =
    FSM_TABLE("apsim-client", state_names, event_names, rows, .ignores_others = true);

struct client *client_find(const struct apsim *ap, struct extsta_mac station)
{
    return macmap_get(&ap->by_mac, station);
}

struct client *client_new(struct apsim *ap, struct extsta_mac station)
{
    struct client *c = pool_zalloc(ap->pool, sizeof *c);
    if (!c) {
        return NULL;
    }
    c->ap = ap;
    c->info.address = station;
    c->info.last_heard = ap->air->now;
    list_init(&c->held);
    list_init(&c->rekey);
    if (!macmap_set(&ap->by_mac, station, c)) {
        pool_release(ap->pool, c, sizeof *c);
        return NULL;
    }
    list_push_back(&ap->clients, &c->link);
    ap->known_count++;
    return c;
}

void client_step(struct client *c, enum client_event event)
{
    struct apsim *ap = c->ap;
    ap->authorized_count -= c->state == CLIENT_AWAIT_NOTHING;
    client_fsm_step(&client_machine, &c->state, (uint8_t)event, c, NULL, NULL);
    ap->authorized_count += c->state == CLIENT_AWAIT_NOTHING;
}

/* The step comes first: its action needs the client whole. What waits for it is dead. */
void client_remove(struct client *c)
{
    struct apsim *ap = c->ap;
    client_step(c, CLIENT_LEFT);
    legacy_forget(c);
    sae_forget(c);
    ft_forget(c);
    owe_forget(c);
    ap_queue_flush(ap, c->info.address);
    ap->known_count--;
    timerq_remove(&ap->timers, &c->timer);
    macmap_remove(&ap->by_mac, c->info.address);
    list_remove(&c->link);
    pool_release(ap->pool, c, sizeof *c);
}

/* The lowest one that is free, as hostapd gives it; a client that associates anew keeps its
 * own. */
uint16_t client_take_aid(struct client *c)
{
    struct apsim *ap = c->ap;
    if (c->info.aid) {
        return c->info.aid;
    }
    uint32_t most = ap->config.max_stations ? ap->config.max_stations : AP_AID_MAX;
    if (ap->client_count >= most) {
        return 0;
    }
    unsigned word = 0, bit = 0;
    while (word < sizeof ap->aids / sizeof ap->aids[0] && ap->aids[word] == UINT64_MAX) {
        word++;
    }
    while (ap->aids[word] >> bit & 1) {
        bit++;
    }
    ap->aids[word] |= 1ull << bit;
    ap->client_count++;
    return c->info.aid = (uint16_t)(word * 64 + bit);
}

void client_set_pending(struct client *c, bool pending)
{
    c->ap->pending += pending;
    c->ap->pending -= c->group_pending;
    c->group_pending = pending;
}

void client_rearm(struct client *c)
{
    struct apsim *ap = c->ap;
    extsta_time when = EXTSTA_NEVER;
    if (c->authenticator) {
        when = c->authenticator->deadline;
    }
    if (c->sesame) {
        when = sesame_deadline(c);
    }
    if (c->eap && eap_deadline(c) < when) {
        when = eap_deadline(c);
    }
    if (c->sae && sae_deadline(c) < when) {
        when = sae_deadline(c);
    }
    if (c->sa_query.deadline && c->sa_query.deadline < when) {
        when = c->sa_query.deadline;
    }
    if (pmf_confirm_deadline(c) < when) {
        when = pmf_confirm_deadline(c);
    }
    if (ap->config.inactivity && client_associated(c)) {
        extsta_time silent = c->info.last_heard + ap->config.inactivity;
        when = silent < when ? silent : when;
    }
    if (!timerq_set(&ap->timers, &c->timer, when)) {
        ap->air->stats.no_memory++;
    }
}

/* The timer may have been set for a moment that has moved: then it is set again. */
void client_expire(struct client *c, extsta_time now)
{
    struct apsim *ap = c->ap;
    if (c->authenticator && c->authenticator->deadline <= now) {
        security_expire(c, now);
        return;
    }
    if (c->eap && eap_deadline(c) <= now) {
        eap_expire(c, now);
        return;
    }
    if (c->sa_query.deadline && c->sa_query.deadline <= now) {
        pmf_expire(c, now);
        return;
    }
    if (pmf_confirm_deadline(c) <= now) {
        pmf_confirm_expire(c);
        return;
    }
    if (c->sesame && sesame_deadline(c) <= now) {
        sesame_expire(c, now);
        return;
    }
    if (c->sae && sae_deadline(c) <= now) {
        sae_time_up(c);
        return;
    }
    if (ap->config.inactivity && now >= c->info.last_heard + ap->config.inactivity) {
        apsim_deauth(ap, c->info.address, 4); /* disassociated due to inactivity */
        return;
    }
    client_rearm(c);
}

static void fill_info(const struct client *c, struct apsim_client_info *info)
{
    *info = c->info;
    info->state = c->state == CLIENT_AWAIT_NOTHING     ? APSIM_CLIENT_AUTHORIZED
                  : c->state == CLIENT_AWAIT_HANDSHAKE ? APSIM_CLIENT_AWAIT_HANDSHAKE
                                                       : APSIM_CLIENT_AUTHENTICATED;
}

bool apsim_client(const struct apsim *ap, struct extsta_mac station,
                  struct apsim_client_info *info)
{
    const struct client *c = client_find(ap, station);
    if (c && info) {
        fill_info(c, info);
    }
    return c != NULL;
}

size_t apsim_clients(const struct apsim *ap,
                     void (*each)(void *user, const struct apsim_client_info *info), void *user)
{
    size_t n = 0;
    list_for_each_safe(it, &ap->clients)
    {
        struct apsim_client_info info;
        fill_info(list_entry(it, struct client, link), &info);
        n++;
        if (each) {
            each(user, &info);
        }
    }
    return n;
}
