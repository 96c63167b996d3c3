/* 802.11n, ac and ax of the scripted access point: what its beacons and responses say of it,
 * which clients it takes, and what they said of themselves. The air carries frames at the rates
 * of before (docs/air.md); what is announced is what a receiver could take. */
#include "ap.h"
#include "wire/capability_bits.h"
#include "wire/he.h"
#include "wire/ht.h"
#include "wire/status_codes.h"
#include "wire/vht.h"

#define MEMBERSHIP_HT  (0x80u | 127u) /* BSS membership selectors (9.4.2.3) */
#define MEMBERSHIP_VHT (0x80u | 126u)

/* What a radio of its band can do. */
static const struct extsta_phy_caps *caps_of(const struct apsim *ap)
{
    return &extsta_radio_caps_he.phys[ap->config.freq < 3000 ? 0 : 1];
}

static bool does(const struct apsim *ap, enum apsim_phy phy)
{
    return ap->config.phy >= phy && (phy != APSIM_VHT || caps_of(ap)->vht);
}

static void write_ht_operation(const struct apsim *ap, struct writer *w)
{
    uint8_t value[22] = {freq_to_channel(ap->config.freq)}; /* 20 MHz, no basic MCS */
    element_write(w, ELEMENT_HT_OPERATION, span(value, sizeof value));
}

/* 20 MHz or as HT says; one stream of MCS 0 to 7 is basic. */
static void write_vht_operation(struct writer *w)
{
    static const uint8_t value[5] = {0, 0, 0, 0xfc, 0xff};
    element_write(w, ELEMENT_VHT_OPERATION, span(value, sizeof value));
}

/* No RTS by duration, BSS colour 1, one stream of MCS 0 to 7 is basic. */
static void write_he_operation(struct writer *w)
{
    static const uint8_t value[7] = {ELEMENT_EXT_HE_OPERATION, 0xf4, 0x3f, 0, 1, 0xfc, 0xff};
    element_write(w, ELEMENT_EXTENSION, span(value, sizeof value));
}

/* One element has all of them (9.4.2.26). */
static void write_extended(const struct apsim *ap, bool ht, struct writer *w)
{
    struct capability_bits bits = {{0}};
    if (ht) {
        capability_set(&bits, EXT_CAPABILITY_CHANNEL_SWITCH);
    }
    if (ap->config.steering) {
        capability_set(&bits, EXT_CAPABILITY_BSS_TRANSITION);
    }
    if (ap->bigtk[ap->gtk_tx].len) {
        capability_set(&bits, EXT_CAPABILITY_BEACON_PROTECTION);
    }
    ext_capabilities_write(w, &bits);
}

/* The order of tables 9-32 and 9-35. */
static void write_as(const struct apsim *ap, enum apsim_phy most, struct writer *w)
{
    const struct extsta_phy_caps *caps = caps_of(ap);
    bool ht = does(ap, APSIM_HT) && most >= APSIM_HT;
    if (ht) {
        ht_capabilities_write(w, caps->ht);
        write_ht_operation(ap, w);
    }
    write_extended(ap, ht, w);
    if (!ht) {
        return;
    }
    if (does(ap, APSIM_VHT) && most >= APSIM_VHT) {
        vht_capabilities_write(w, caps->vht);
        write_vht_operation(w);
    }
    if (does(ap, APSIM_HE) && most >= APSIM_HE) {
        he_capabilities_write(w, caps->he);
        write_he_operation(w);
    }
}

void phy_write(const struct apsim *ap, struct writer *w)
{
    write_as(ap, APSIM_HE, w);
}

void phy_write_for(const struct client *c, struct writer *w)
{
    write_as(c->ap, c->info.phy, w);
}

uint8_t phy_write_membership(const struct apsim *ap, uint8_t *out)
{
    uint8_t count = 0;
    if (ap->config.require_phy >= APSIM_HT) {
        out[count++] = MEMBERSHIP_HT;
    }
    if (ap->config.require_phy >= APSIM_VHT && caps_of(ap)->vht) {
        out[count++] = MEMBERSHIP_VHT;
    }
    return count;
}

/* HT goes with WMM. */
static enum apsim_phy phy_of(const struct elements *e)
{
    if (!e->ht_capabilities.data || !e->wmm.data) {
        return APSIM_PHY_LEGACY;
    }
    return e->he_capabilities.data ? APSIM_HE : e->vht_capabilities.data ? APSIM_VHT : APSIM_HT;
}

uint16_t phy_judge(const struct apsim *ap, const struct elements *e)
{
    bool ht = e->ht_capabilities.data && e->wmm.data;
    if (ap->config.require_phy >= APSIM_HT && !ht) {
        return STATUS_NO_HT;
    }
    if (ap->config.require_phy >= APSIM_VHT && caps_of(ap)->vht && !e->vht_capabilities.data) {
        return STATUS_NO_VHT;
    }
    return ap->config.require_phy >= APSIM_HE && !e->he_capabilities.data
               ? (uint16_t)STATUS_NO_HE
               : 0;
}

void phy_remember(struct client *c, const struct elements *e)
{
    struct extsta_ht_caps ht;
    enum apsim_phy phy = phy_of(e);
    c->info.phy = phy < c->ap->config.phy ? phy : c->ap->config.phy;
    c->info.max_amsdu = 0;
    if (c->info.phy != APSIM_PHY_LEGACY && ht_capabilities_parse(e->ht_capabilities, &ht)) {
        c->info.max_amsdu = ht_max_amsdu(&ht);
    }
}

const char *apsim_phy_name(enum apsim_phy phy)
{
    static const char *const names[] = {"legacy", "ht", "vht", "he"};
    return (unsigned)phy < sizeof names / sizeof *names ? names[phy] : "?";
}
