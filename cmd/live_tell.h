/* What `scan` and `connect` share: stations on the kernel's simulated radios, or one on a Wi-Fi
 * card (host/live.h), what becomes of them told on standard output, and a capture. */
#ifndef CMD_LIVE_TELL_H
#define CMD_LIVE_TELL_H

#include "arguments.h"
#include "command.h"
#include "event_log.h"
#include "live_card.h"
#include "live_referee.h"
#include "radio_open.h"
#include "record.h"
#include "referee_text.h"
#include "timeline.h"

struct live_tell_options {
    struct live_options live; /* live_tell_open adds the radio, the TAP interface, outputs, and
                               * an address when there is none */
    const char *radio;        /* a word of radio_choice.h: "hwsim"; NULL: that */
    const char *interface;    /* of a Wi-Fi card, "wlan0": as the radio "nl80211:wlan0"; or NULL */
    const char *tap;          /* name of a TAP interface, or NULL */
    const char *pcap;         /* path, or NULL */
    const char *log;          /* path of a whole event log, or NULL */
    const char *channels;     /* "1,6,36": look for networks only there; NULL: everywhere */
    struct record record;     /* its path, or NULL */
    bool json, quiet, frames, why;
    bool judged; /* by the rules of the contract; what is broken is told */
};

/* A live with somebody who looks at it. live_tell_open fills it. */
struct live_tell {
    struct live live;
    struct live_tell_options options;
    const struct command *command; /* whose messages these are */
    int tap;                       /* descriptor, or -1 */
    struct radio_choice choice;    /* options.radio, or options.interface */
    struct radio_open radio;       /* of that; a card is: */
    struct live_card card;
    struct channel_caps caps;
    struct live_listener listener;
    struct live_referee referee;
    struct referee_count count; /* of the stations that have gone */
    struct label_names names;
    struct timeline timeline;
    struct json_out json;
    struct event_log log;
    struct pcap_file *pcap;
    struct host_alarm *record_alarm; /* the recording is written out; NULL: none */
    extsta_time pcap_flushed, log_flushed; /* when the file was last written out */
    FILE *story;              /* standard output, or error when that has a file */
    bool opened;              /* all of it: the files are worth their names */
    bool log_failed;          /* the event log could not be written */
    bool closed;              /* our reader has gone: nobody sees what happens */
    /* Something broke, once each; it has been said on standard error. NULL: nobody cares. */
    void (*broken)(void *user);
    void *user;
};

/* Opens everything; *t stays where it is until live_tell_close. EXIT_OK, or an exit status with
 * the message already given; everything is then closed again. */
int live_tell_open(struct live_tell *t, const struct command *command,
                   const struct live_tell_options *o);
/* Writes the line under way, and what stands before it. */
void live_tell_flush(struct live_tell *t);
/* Whether something broke that ends it all: the radio, the TAP interface, our reader. */
bool live_tell_broken(const struct live_tell *t);
/* Closes everything, and says how many rules were exercised and violated. EXIT_SYSTEM when
 * something broke or a file could not be written, EXIT_EXPECTATION when a rule was violated. */
int live_tell_close(struct live_tell *t);

#endif
