/* Opens what a word of radio_choice.h names, for scan and connect: the medium behind it, and a
 * radio for each station. */
#ifndef CMD_RADIO_OPEN_H
#define CMD_RADIO_OPEN_H

#include "command.h"
#include "radio_choice.h"
#include <extsta/radio.h>

struct hwsim;
struct nic;

struct radio_open {
    struct radio_choice choice;
    struct hwsim *hwsim; /* of RADIO_HWSIM: the medium of all radios; else NULL */
    struct nic *nic;     /* of RADIO_MONITOR: the card of all radios; else NULL */
    char why[300];       /* a radio could not be made; empty: there was no memory */
};

/* Opens what all radios share. EXIT_OK, or an exit status with the message
 * given; radio_open_close is due in any case. */
int radio_open(struct radio_open *r, const struct command *command,
               const struct radio_choice *choice);
/* Whether the radio can be on this channel (MHz). */
bool radio_open_has(const void *radio_open, uint16_t freq);
/* A radio for a station with this address (live_options.radio); `user` is a struct radio_open.
 * NULL: r->why. */
struct extsta_radio *radio_open_make(void *user, struct extsta_mac address);
/* Why a radio of it has gone, as a sentence. */
const char *radio_open_end(const struct radio_open *r, const struct extsta_radio *radio);
/* After the radios. */
void radio_open_close(struct radio_open *r);

#endif
