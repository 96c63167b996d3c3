/* A station on a real radio in real time: what `scan` and `connect` share. */
#ifndef CMD_LIVE_H
#define CMD_LIVE_H

#include "command.h"
#include "hwsim.h"
#include "ihv_loader.h"
#include "loop.h"
#include "pcap.h"
#include "timeline.h"

struct live_options {
    const char *radio;    /* "hwsim" */
    struct extsta_mac address; /* zero: made up, locally administered */
    const char *tap;      /* name of a TAP interface, or NULL */
    const char *pcap;     /* path, or NULL */
    const char *extension; /* shared object of an IHV extension, or NULL */
    bool json, quiet, frames;
};

struct live {
    struct live_options options;
    struct extsta_context *ctx;
    struct host_loop *loop;
    struct hwsim *medium;
    struct extsta_radio *radio;
    struct extsta_station *sta;
    struct host_station *coupled;
    struct pcap_file *pcap;
    struct ihv_loader *extension;
    struct ihv_adapter *adapter;
    struct host_watch *extension_watch;
    struct timeline timeline;
    struct label_names names;
    struct extsta_mac address;
    int tap;
    /* What the command wants to see; called after logging. */
    void (*output)(void *user, extsta_time now, const struct extsta_output *out);
    void *user;
};

/* Opens everything and couples the station. Returns EXIT_OK or an exit status with the
 * message already given. */
int live_open(struct live *live, const struct command *command, const struct live_options *o);
/* Closes everything; EXIT_SYSTEM when the capture could not be written. */
int live_close(struct live *live, const struct command *command);
/* After calls on the station. */
void live_kick(struct live *live);
/* Parses "02:00:00:00:00:01"; false when it is no address. */
bool live_parse_mac(const char *text, struct extsta_mac *mac);

#endif
