/* See radio_open.h. */
#include "radio_open.h"
#include "hwsim.h"
#include "nic.h"
#include "udp.h"
#include <stdio.h>

/* Before anybody wonders. What will not work is said whatever else is not. */
static void on_finding(void *user, bool bad, const char *text)
{
    const struct command *command = user;
    fprintf(stderr, "extsta %s: %s%s\n", command->name, bad ? "warning: " : "", text);
}

int radio_open(struct radio_open *r, const struct command *command,
               const struct radio_choice *choice)
{
    const char *refused = NULL;
    char why[300];
    *r = (struct radio_open){.choice = *choice};
    switch (r->choice.kind) {
    case RADIO_HWSIM:
        r->hwsim = hwsim_open(&refused);
        return r->hwsim ? EXIT_OK : command_fail(command, EXIT_SYSTEM, "%s", refused);
    case RADIO_UDP:
        return EXIT_OK;
    case RADIO_MONITOR:
        r->nic = nic_open(r->choice.iface, r->choice.plain, why, sizeof why);
        if (!r->nic) {
            return command_fail(command, EXIT_SYSTEM, "%s", why);
        }
        nic_tell(r->nic, on_finding, (void *)(uintptr_t)command);
        return EXIT_OK;
    case RADIO_NL80211:
    case RADIO_AIR:
    case RADIO_KINDS:
        break;
    }
    return command_fail(
        command, EXIT_USAGE,
        "radio '%s' is not for this command: hwsim, nl80211:IFACE, monitor:IFACE "
        "and udp:HOST:PORT are; for virtual air of its own use 'extsta run'",
        radio_kind_name(choice->kind));
}

bool radio_open_has(const void *radio_open, uint16_t freq)
{
    const struct radio_open *r = radio_open;
    return !r->nic || nic_has_channel(r->nic, freq);
}

struct extsta_radio *radio_open_make(void *user, struct extsta_mac address)
{
    struct radio_open *r = user;
    if (r->hwsim) {
        return hwsim_radio_new(r->hwsim, address);
    }
    if (r->nic) {
        return nic_radio(r->nic, address, r->why, sizeof r->why);
    }
    const struct udp_radio_options options = {
        .host = r->choice.host, .port = r->choice.port, .address = address};
    return udp_radio_open(&options, r->why, sizeof r->why);
}

const char *radio_open_end(const struct radio_open *r, const struct extsta_radio *radio)
{
    if (r->hwsim) {
        return "was mac80211_hwsim unloaded?";
    }
    if (r->nic) {
        return "its interface was deleted or set down";
    }
    const char *end = udp_radio_end(radio);
    return end ? end : "its socket is broken";
}

void radio_open_close(struct radio_open *r)
{
    hwsim_close(r->hwsim);
    nic_close(r->nic);
    r->hwsim = NULL;
    r->nic = NULL;
}
