/* Stations on a real radio in real time: what `scan` and `connect` share. */
#ifndef CMD_LIVE_H
#define CMD_LIVE_H

#include "command.h"
#include "hwsim.h"
#include "ihv_loader.h"
#include "loop.h"
#include "pcap.h"
#include "timeline.h"

#define LIVE_MAX_STATIONS 2007u /* the association identifiers of one AP */

struct live_options {
    const char *radio;         /* "hwsim" */
    struct extsta_mac address; /* of the first; zero: made up, locally administered */
    size_t stations;           /* 1 and more; their addresses are counted up */
    const char *tap;           /* name of a TAP interface, or NULL; one station */
    const char *pcap;          /* path, or NULL */
    const char *extension;     /* shared object of an IHV extension, or NULL */
    const char *channels;      /* "1,6,36": look for networks only there; NULL: everywhere */
    bool json, quiet, frames;
};

#define LIVE_MAX_CHANNELS 64u

/* A radio with fewer channels. */
struct live_caps {
    struct extsta_radio_caps caps;
    struct extsta_phy_caps phys[2];
    uint16_t freqs[2][LIVE_MAX_CHANNELS];
};

struct live;
struct live_station {
    struct live *live;
    struct extsta_mac address;
    char name[16];
    struct extsta_radio *radio;
    struct extsta_station *sta;
    struct host_station *coupled;
    struct ihv_adapter *adapter;
    void *user; /* the command's */
};

struct live {
    struct live_options options;
    struct extsta_context *ctx;
    struct host_loop *loop;
    struct hwsim *medium;
    struct live_station *stations;
    struct live_caps caps;
    struct pcap_file *pcap;
    extsta_time pcap_flushed;
    struct ihv_loader *extension;
    struct host_watch *extension_watch;
    struct timeline timeline;
    struct label_names names;
    int tap;
    size_t memory_before; /* of the context, without stations */
    bool broken_down; /* the radio, the TAP interface or our reader has gone */
    /* What the command wants to see; called after logging. */
    void (*output)(void *user, struct live_station *station, extsta_time now,
                   const struct extsta_output *out);
    /* Something broke, once each; it has been said on standard error. NULL: nobody cares. */
    void (*broken)(void *user);
    void *user;
};

/* Opens everything and couples the stations. Returns EXIT_OK or an exit status with the
 * message already given. */
int live_open(struct live *live, const struct command *command, const struct live_options *o);
/* Closes everything; EXIT_SYSTEM when the capture could not be written. */
int live_close(struct live *live, const struct command *command);
/* After calls on the station. */
void live_kick(struct live_station *station);
/* Bytes that one station takes, on the average, of the context's memory. */
size_t live_memory_per_station(const struct live *live);

#endif
