/* The daemon's configuration as values: a file's text goes in, stations, their networks and the
 * air come out, or what is wrong with the text, by line and column (docs/daemon.md and
 * extsta.yaml(5) describe the format). Nothing is opened here: files that the text names are
 * read by config_files.h. */
#ifndef DAEMON_CONFIG_H
#define DAEMON_CONFIG_H

#include "radio_choice.h"
#include "sandbox.h"
#include "service.h"
#include "yaml_read.h"
#include <extsta/air.h>

#define CONFIG_STATIONS_MAX 10000u /* in all, those of `count` included */
#define CONFIG_NETWORKS_MAX 4096u  /* as they stand in the file, in all */
#define CONFIG_CHANNELS_MAX 50u    /* of a station */
#define CONFIG_APS_MAX      256u
#define CONFIG_NAME_MAX     15 /* an interface's name */

/* Files that a network names. */
enum config_file {
    CONFIG_FILE_PROFILE,    /* a WLAN profile: the network as a whole */
    CONFIG_FILE_PASSPHRASE, /* its first line */
    CONFIG_FILE_PASSWORD,   /* likewise, of 802.1X */
    CONFIG_FILE_CA,
    CONFIG_FILE_CERTIFICATE,
    CONFIG_FILE_KEY,
    CONFIG_FILES
};
extern const char *const config_file_names[CONFIG_FILES]; /* the keys that name them */

struct config_network {
    struct yaml_place at;
    const char *name; /* among those of its station; the SSID where none is given */
    struct service_network_options options;
    const char *files[CONFIG_FILES];
};

struct config_station {
    struct yaml_place at;
    char name[CONFIG_NAME_MAX + 1]; /* of one; else what the names begin with */
    uint32_t count;                 /* 1, or more: the names end in 001, 002, ... */
    struct radio_choice radio;
    bool has_address;
    struct extsta_mac address; /* of the first; the others' are counted up */
    bool interface;            /* it gets a TAP interface */
    uint16_t mtu;
    bool automatic;
    uint16_t freqs[CONFIG_CHANNELS_MAX]; /* MHz: networks are looked for there alone; */
    size_t freq_count;                   /* 0: on all channels of the radio */
    bool has_place;
    struct air_position
        place; /* of the first; the others make a square with it, a metre apart */
    const char *networks_file; /* a wpa_supplicant.conf, instead of the list */
    struct config_network *networks;
    size_t network_count;
};

struct config_ap {
    struct yaml_place at;
    const char *name, *ssid, *passphrase;
    const struct profile_security *security; /* none of 802.1X */
    bool has_bssid, hidden, has_place;
    struct extsta_mac bssid;
    uint16_t freq;
    struct air_position place;
};

struct config_air {
    struct yaml_place at;
    bool given;
    uint8_t host_ip[4]; /* 0.0.0.0: the wired side has no host */
    const char *wire;   /* a TAP interface that is its wired side; NULL: none */
    bool hwsim;         /* the kernel's simulated radios are on it, too */
    const char *udp;    /* HOST:PORT on which peers are served; NULL: none */
    struct config_ap *aps;
    size_t ap_count;
};

/* Pieces of memory that a configuration holds its texts in. */
struct config_memory;

struct config {
    const char *user, *group; /* to whom it drops, and whose the sockets are; NULL: stays */
    struct yaml_place user_at, group_at;
    const char *state;       /* folder of what is kept over restarts; NULL: nothing is */
    const char *record;      /* file in which all that goes into the stations is kept; NULL: none */
    bool record_without_secrets;
    const char *control;     /* its own control socket; NULL: none */
    bool control_set;        /* OIDs may be set by it, past the OS half */
    const char *wpa_control; /* folder of wpa_supplicant's sockets; NULL: none */
    const char *wpa_global;  /* its global socket; NULL: none */
    bool wpa_test;           /* the test commands are served */
    unsigned sandbox;        /* enum sandbox_mode */
    struct config_air air;
    struct config_station *stations;
    size_t station_count;
    bool has_secrets; /* its text does; not the files that it names */
    struct config_memory *memory;
};

/* Who is told of mistakes. */
struct config_reader {
    void (*mistake)(void *user, struct yaml_place at, const char *text);
    void *user;
};

/* Of `sandbox`: enum sandbox_mode. */
extern const struct profile_word config_sandbox_words[];

/* Reads a text into *out. False: it has mistakes, of which the reader was told, or there is no
 * memory, which it was told, too; config_free is due in any case. */
bool config_parse(struct config *out, struct extsta_span text,
                  const struct config_reader *reader);
/* Wipes and frees. Also of a zeroed one. */
void config_free(struct config *config);
/* A text of `len` octets that lives as long as the configuration, and is wiped then; ended by a
 * zero. NULL: no memory. */
char *config_keep(struct config *config, const char *text, size_t len);
/* Room for `count` things of this size, zeroed; likewise. */
void *config_room(struct config *config, size_t count, size_t size);

/* The name of the i-th station of such an entry, from 0. */
void config_station_name(const struct config_station *s, uint32_t i,
                         char out[CONFIG_NAME_MAX + 1]);
/* An address that is the i-th after this one. */
struct extsta_mac config_station_address(const struct config_station *s, uint32_t i);

#endif
