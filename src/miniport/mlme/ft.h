/* What the station knows of its mobility domain, for fast BSS transitions (IEEE Std 802.11-2020
 * 13): whether whoever manages ports has asked for them, and, of the first association, the
 * names of the domain and the root of its keys. Asked by the choice of suites (candidate.c) and
 * of the authentication method (auth_choose.c); used by the method of a transition (auth_ft.c).
 * The machine is rsn/ft.h's. */
#ifndef MINIPORT_FT_H
#define MINIPORT_FT_H

#include "miniport/mlme/associate.h"
#include "rsn/ft.h"

/* Kept from EXTSTA_PRIVATE_SET_FT until a reset; wiped when freed. */
struct mp_ft {
    bool over_ds;                  /* asked for: through the old AP, where both can */
    bool once;                     /* the same for the roam that begins now */
    bool known;                    /* there was a first association: */
    uint32_t akm;                  /* its suite */
    uint8_t key[PMK_MAX], key_len; /* root handed down; 0: see ft_root */
    uint8_t own_key[PMK_MAX],
        own_len; /* root of the first association's authentication (SAE, 802.1X) */
    struct ft_domain domain;
    struct ft_station *ds; /* an exchange over the DS, under way or done; NULL: none */
};

/* Whether an FT suite may be negotiated with this BSS. */
bool ft_usable(const struct miniport *mp, const struct bss_info *info);
/* Whether this AP can be reached by a transition: same network, domain and suite as the first
 * association, and the root is known. */
bool ft_reaches(const struct miniport *mp, const struct bss_info *info, uint32_t akm);
/* The root of the hierarchy; empty: not known. */
struct extsta_span ft_root(const struct miniport *mp);
/* The response of a first association was accepted: keeps the names of the domain, and the PMK
 * of the authentication method. */
void ft_learn(struct miniport *mp, const struct mp_peer *peer, struct extsta_span elements);
/* Forgets it all, and the domain alone. */
void ft_free(struct miniport *mp);
void ft_forget_domain(struct miniport *mp);
/* The machine of a transition to an AP, for which `n` was negotiated, started: from the pool,
 * to be freed by ft_end. NULL: no memory, or what is known does not suffice. */
struct ft_station *ft_begin(struct miniport *mp, const struct mp_negotiated *n,
                            const struct bss_info *info);
/* Wipes and releases it; NULL is fine. */
void ft_end(struct miniport *mp, struct ft_station *f);

/* --- over the DS (13.5.3): the target is asked through the AP of the association --- */
/* The roam to this target, which begins now, shall go that way. False: the two cannot. */
bool ft_want_over_ds(struct miniport *mp, const struct bss_entry *target);
/* Asks it. False: that is not wanted, one of the two APs does not offer it, or there is no
 * memory. */
bool ft_ask_over_ds(struct miniport *mp, extsta_time now, const struct bss_entry *target);
/* Whether an answer is awaited. */
bool ft_asks_over_ds(const struct miniport *mp);
/* Forgets the exchange, if there is one. */
void ft_drop_over_ds(struct miniport *mp);
/* The exchange with this AP that is done, its caller's from now on; any other is forgotten.
 * NULL: there is none. */
struct ft_station *ft_take_over_ds(struct miniport *mp, struct extsta_mac target);
/* Action frames of the category (action.c). */
struct action_frame;
void ft_rx_action(struct miniport *mp, extsta_time now, const struct action_frame *a);

#endif
