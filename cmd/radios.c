/* extsta radios: the Wi-Fi cards of this machine, what a station can do with each and what not,
 * before anybody wonders. What a card can do comes from driver/nl80211; here it is put into
 * words. */
#include "cards.h"
#include "command.h"
#include "event_json.h"
#include "gaps.h"
#include "json_out.h"
#include "label.h"
#include "page.h"
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <linux/nl80211.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "extsta radios [PHY | INTERFACE]... [--json]\n"
    "\n"
    "The Wi-Fi cards of this machine (of this network namespace): their interfaces, bands and\n"
    "channels, how a station gets in by them, which security will work, what is missing, what\n"
    "they do in monitor mode, and whether their radio is switched off. Needs no privilege.\n"
    "\n"
    "  PHY, INTERFACE  these alone, as in phy0 or wlan0\n"
    "  --json          one object per card\n"
    "\n"
    "  extsta radios                      all of them\n"
    "  extsta scan --iface wlan0          what a card hears\n"
    "  extsta connect --iface wlan0 ...   a station on it\n"
    "\n"
    "Exit status: 0 there is a card, 1 none, 2 wrong arguments, 4 the machine refuses.\n";

static const char no_card[] =
    "No Wi-Fi card is here.\n"
    "\n"
    "A card is seen when the kernel has its driver, in the network namespace that it is in:\n"
    "  lspci -k, lsusb                    is the driver loaded ('Kernel driver in use')?\n"
    "  dmesg | grep -i firmware           is its firmware missing?\n"
    "  ip netns list; ip netns exec NAME extsta radios\n"
    "Without a card:\n"
    "  modprobe mac80211_hwsim radios=2   simulated ones of the kernel (as root)\n"
    "  extsta demo                        virtual air, without any kernel radio\n";

/* --- words --- */

/* Names of suites, by the last octet of their selector (802.11-2020 9.4.2.24.2). */
static const char *cipher_name(uint32_t selector, char text[16])
{
    static const char *const names[] = {
        [1] = "WEP-40",    [2] = "TKIP",          [4] = "CCMP",         [5] = "WEP-104",
        [6] = "BIP-CMAC",  [8] = "GCMP",          [9] = "GCMP-256",     [10] = "CCMP-256",
        [11] = "BIP-GMAC", [12] = "BIP-GMAC-256", [13] = "BIP-CMAC-256"};
    uint32_t last = selector & 0xff;
    if (selector >> 8 == 0x000fac && last < sizeof names / sizeof *names && names[last]) {
        return names[last];
    }
    snprintf(text, 16, "%08" PRIx32, selector);
    return text;
}

static const char *const ways[] = {
    [NL80211_WAY_NONE] = "none", [NL80211_WAY_SME] = "sme", [NL80211_WAY_CONNECT] = "connect"};
static const char *const way_texts[] = {
    [NL80211_WAY_NONE] = "none: it cannot be a station",
    [NL80211_WAY_SME] = "authentication and association step by step (AUTHENTICATE, ASSOCIATE)",
    [NL80211_WAY_CONNECT] = "CONNECT: the card does both steps"};

static const char *const key_words[] = {[NL80211_KEYS_NONE] = "none",
                                        [NL80211_KEYS_HERE] = "here",
                                        [NL80211_KEYS_EXTERNAL] = "external",
                                        [NL80211_KEYS_OFFLOAD] = "offload"};
static const char *const key_texts[] = {
    [NL80211_KEYS_NONE] = "no",
    [NL80211_KEYS_HERE] = "yes",
    [NL80211_KEYS_EXTERNAL] = "yes, the card asks the station to authenticate",
    [NL80211_KEYS_OFFLOAD] = "yes, by the card: it is given the secret"};

static const char *const monitors[] = {[NL80211_MONITOR_NONE] = "none",
                                       [NL80211_MONITOR_PASSIVE] = "passive",
                                       [NL80211_MONITOR_ACTIVE] = "active"};
static const char *const monitor_texts[] = {
    [NL80211_MONITOR_NONE] = "no",
    [NL80211_MONITOR_PASSIVE] =
        "yes, but nothing is acknowledged for a station on it: access points "
        "will send again, and give up",
    [NL80211_MONITOR_ACTIVE] =
        "yes, and an active one: it acknowledges what is for its address"};

static const char *const band_names[] = {
    [NL80211_2GHZ] = "2.4 GHz", [NL80211_5GHZ] = "5 GHz", [NL80211_6GHZ] = "6 GHz"};

static const char *kind_of(const struct nl80211_band_caps *b)
{
    return b->has_he    ? "802.11ax"
           : b->has_vht ? "802.11ac"
           : b->has_ht  ? "802.11n"
                        : "before 802.11n";
}

static bool can_protect(const struct nl80211_wiphy *w)
{
    return nl80211_wiphy_cipher(w, 0x000fac06);
}

/* --- text --- */

static void label(struct page *p, const char *name)
{
    page_put(p, "  ");
    page_painted(p, PAGE_DIM, name);
    page_tab(p, 16);
}

static void row(struct page *p, const char *name, const char *text)
{
    label(p, name);
    page_put(p, text);
    page_newline(p);
}

static void tell_interfaces(struct page *p, const struct nl80211_card *c)
{
    if (c->interface_count == 0) {
        label(p, "interface");
        page_printf(p, "none: 'iw phy %s interface add wlan0 type managed' makes one",
                    c->wiphy.name);
        page_newline(p);
    }
    for (size_t i = 0; i < c->interface_count; i++) {
        const struct nl80211_interface *f = &c->interfaces[i];
        char mac[40];
        struct label_names none = {NULL, NULL};
        label(p, i ? "" : "interface");
        page_painted(p, PAGE_BOLD, f->name);
        page_printf(p, "  %s, %s, %s", nl80211_type_name(f->type), f->up ? "up" : "down",
                    label_mac(&none, f->address, mac));
        if (f->ssid_len) {
            page_printf(p, ", %s '%.*s'",
                        f->type == NL80211_IFTYPE_AP ? "serves" : "in network",
                        (int)f->ssid_len, (const char *)f->ssid);
        }
        page_newline(p);
    }
}

/* "36 40 44 48 (52 56 passive)": channels in brackets are listened to before anything is sent.
 */
static void tell_band(struct page *p, enum nl80211_wiphy_band band,
                      const struct nl80211_band_caps *b)
{
    unsigned active = 0, passive = 0, disabled = 0;
    for (size_t i = 0; i < b->channel_count; i++) {
        uint8_t flags = b->channels[i].flags;
        if (flags & NL80211_CHANNEL_DISABLED) {
            disabled++;
        } else if (flags & (NL80211_CHANNEL_NO_IR | NL80211_CHANNEL_RADAR)) {
            passive++;
        } else {
            active++;
        }
    }
    label(p, "");
    page_printf(p, "%s: %s, %u channels", band_names[band], kind_of(b), active + passive);
    if (passive) {
        page_printf(p, ", %u of them only listened to until an access point is heard", passive);
    }
    if (disabled) {
        page_printf(p, "; %u more not allowed here", disabled);
    }
    page_newline(p);
}

static void tell_security(struct page *p, const struct nl80211_wiphy *w)
{
    char text[16];
    row(p, "WPA2", key_texts[nl80211_wiphy_psk(w)]);
    row(p, "802.1X", key_texts[nl80211_wiphy_8021x(w)]);
    row(p, "WPA3 (SAE)", key_texts[nl80211_wiphy_sae(w)]);
    row(p, "PMF, OWE", can_protect(w) ? "yes" : "no");
    label(p, "ciphers");
    for (size_t i = 0; i < w->cipher_count; i++) {
        page_printf(p, "%s%s", i ? " " : "", cipher_name(w->ciphers[i], text));
    }
    page_newline(p);
}

static void tell_gaps(struct page *p, const struct nl80211_wiphy *w)
{
    const struct nl80211_gap *gap;
    size_t state = 0;
    for (bool first = true; (gap = nl80211_gap_next(w, &state)); first = false) {
        label(p, first ? "missing" : "");
        page_painted(p, PAGE_YELLOW, gap->name);
        page_printf(p, ": %s", gap->text);
        page_newline(p);
    }
}

static void tell_switch(struct page *p, const struct nl80211_switch *s)
{
    if (s->hard || s->soft) {
        label(p, "radio");
        page_painted(p, PAGE_RED, "off");
        page_put(p, s->hard ? ": by a switch or key of the machine (rfkill: hard)"
                            : ": 'rfkill unblock wifi' switches it on");
        page_newline(p);
    }
}

/* The first interface that a station can stand on. */
static const struct nl80211_interface *station_of(const struct nl80211_card *c)
{
    for (size_t i = 0; i < c->interface_count; i++) {
        if (c->interfaces[i].type == NL80211_IFTYPE_STATION) {
            return &c->interfaces[i];
        }
    }
    return NULL;
}

static void tell(struct page *p, const struct nl80211_card *c)
{
    const struct nl80211_wiphy *w = &c->wiphy;
    const struct nl80211_interface *station = station_of(c);
    page_painted(p, PAGE_BOLD, w->name);
    if (c->driver[0]) {
        page_printf(p, "  %s", c->driver);
    }
    page_newline(p);
    p->indent = 18;
    tell_interfaces(p, c);
    tell_switch(p, &c->rfkill);
    row(p, "way in", way_texts[nl80211_wiphy_way(w)]);
    for (int b = 0; b < NL80211_WIPHY_BANDS; b++) {
        if (w->bands[b].channel_count) {
            tell_band(p, (enum nl80211_wiphy_band)b, &w->bands[b]);
        }
    }
    tell_security(p, w);
    row(p, "monitor", monitor_texts[nl80211_wiphy_monitor(w)]);
    tell_gaps(p, w);
    if (station && nl80211_wiphy_way(w) != NL80211_WAY_NONE) {
        label(p, "try");
        page_printf(p, "extsta scan --iface %s", station->name);
        page_newline(p);
    }
    p->indent = 0;
}

/* --- JSON --- */

static void json_interfaces(struct json_out *j, const struct nl80211_card *c)
{
    json_list(j, "interfaces");
    for (size_t i = 0; i < c->interface_count; i++) {
        const struct nl80211_interface *f = &c->interfaces[i];
        json_item(j);
        json_name(j, "name", f->name);
        json_number(j, "ifindex", f->ifindex);
        json_text(j, "type", nl80211_type_name(f->type));
        json_mac(j, "address", f->address);
        json_bool(j, "up", f->up);
        if (f->ssid_len) {
            event_json_ssid(j, "ssid", (struct extsta_span){f->ssid, f->ssid_len});
        }
        json_close(j);
    }
    json_list_close(j);
}

static void json_bands(struct json_out *j, const struct nl80211_wiphy *w)
{
    json_list(j, "bands");
    for (int i = 0; i < NL80211_WIPHY_BANDS; i++) {
        const struct nl80211_band_caps *b = &w->bands[i];
        if (!b->channel_count) {
            continue;
        }
        json_item(j);
        json_text(j, "band", band_names[i]);
        json_text(j, "kind", kind_of(b));
        json_list(j, "channels");
        for (size_t n = 0; n < b->channel_count; n++) {
            json_item(j);
            json_number(j, "freq", b->channels[n].freq);
            json_number(j, "max_mbm", b->channels[n].max_mbm);
            json_flag(j, "disabled", b->channels[n].flags & NL80211_CHANNEL_DISABLED);
            json_flag(j, "no_ir", b->channels[n].flags & NL80211_CHANNEL_NO_IR);
            json_flag(j, "radar", b->channels[n].flags & NL80211_CHANNEL_RADAR);
            json_close(j);
        }
        json_list_close(j);
        json_close(j);
    }
    json_list_close(j);
}

static void json_card(struct json_out *j, const struct nl80211_card *c)
{
    const struct nl80211_wiphy *w = &c->wiphy;
    const struct nl80211_gap *gap;
    size_t state = 0;
    char text[16];
    json_line(j, "radio");
    json_name(j, "phy", w->name);
    json_number(j, "wiphy", w->index);
    json_name(j, "driver", c->driver[0] ? c->driver : NULL);
    json_text(j, "way", ways[nl80211_wiphy_way(w)]);
    json_text(j, "psk", key_words[nl80211_wiphy_psk(w)]);
    json_text(j, "dot1x", key_words[nl80211_wiphy_8021x(w)]);
    json_text(j, "sae", key_words[nl80211_wiphy_sae(w)]);
    json_bool(j, "pmf", can_protect(w));
    json_text(j, "monitor", monitors[nl80211_wiphy_monitor(w)]);
    json_bool(j, "off_soft", c->rfkill.soft);
    json_bool(j, "off_hard", c->rfkill.hard);
    json_number(j, "scan_ssids", w->max_scan_ssids);
    json_number(j, "pmkids", w->max_pmkids);
    json_interfaces(j, c);
    json_list(j, "ciphers");
    for (size_t i = 0; i < w->cipher_count; i++) {
        json_item(j);
        json_text(j, "name", cipher_name(w->ciphers[i], text));
        json_close(j);
    }
    json_list_close(j);
    json_list(j, "missing");
    while ((gap = nl80211_gap_next(w, &state))) {
        json_item(j);
        json_text(j, "name", gap->name);
        json_text(j, "text", gap->text);
        json_close(j);
    }
    json_list_close(j);
    json_bands(j, w);
    json_line_end(j);
}

/* --- the command --- */

static bool is_named(const struct nl80211_card *c, const char *name)
{
    bool named = strcmp(c->wiphy.name, name) == 0;
    for (size_t i = 0; i < c->interface_count; i++) {
        named |= strcmp(c->interfaces[i].name, name) == 0;
    }
    return named;
}

static bool is_wanted(const struct nl80211_card *c, char **names, size_t count)
{
    bool wanted = count == 0;
    for (size_t i = 0; i < count; i++) {
        wanted |= is_named(c, names[i]);
    }
    return wanted;
}

static int check_names(const struct nl80211_card *cards, size_t count, char **names,
                       size_t wanted)
{
    for (size_t n = 0; n < wanted; n++) {
        size_t i = 0;
        while (i < count && !is_named(&cards[i], names[n])) {
            i++;
        }
        if (i == count) {
            return command_fail(&command_radios, EXIT_EXPECTATION,
                                "there is no Wi-Fi card or interface '%s' here", names[n]);
        }
    }
    return EXIT_OK;
}

static int run(int argc, char **argv)
{
    static const struct option options[] = {{"json", no_argument, NULL, 'j'},
                                            {NULL, 0, NULL, 0}};
    bool json = false;
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (c != 'j') {
            fprintf(stderr, "Try 'extsta radios --help'.\n");
            return EXIT_USAGE;
        }
        json = true;
    }
    struct nl80211_card *cards = NULL;
    size_t count = 0, wanted = (size_t)(argc - optind);
    int error = nl80211_cards(&cards, &count);
    if (error && error != -ENOENT) { /* without nl80211 there is no card either */
        return command_fail(&command_radios, EXIT_SYSTEM, "the kernel does not tell: %s",
                            strerror(-error));
    }
    if (count == 0) {
        fputs(no_card, json ? stderr : stdout);
        return EXIT_EXPECTATION;
    }
    int status = check_names(cards, count, argv + optind, wanted);
    static struct json_out j;
    struct page p;
    json_out_start(&j, stdout);
    page_start(&p, stdout, page_colour(stdout));
    for (size_t i = 0; status == EXIT_OK && i < count; i++) {
        if (!is_wanted(&cards[i], argv + optind, wanted)) {
            continue;
        }
        if (json) {
            json_card(&j, &cards[i]);
        } else {
            tell(&p, &cards[i]);
        }
    }
    free(cards);
    if (!json_out_flush(&j)) {
        status = EXIT_SYSTEM;
    }
    return status;
}

const struct command command_radios = {"radios", "list the Wi-Fi cards, and what each can do",
                                       help, run};
