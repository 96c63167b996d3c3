/* What a fleet is, for the files that make it (fleet.c, fleet_judge.c). */
#ifndef WORLD_FLEET_PRIVATE_H
#define WORLD_FLEET_PRIVATE_H

#include "fleet.h"

struct fleet_member {
    struct fleet *fleet; /* for calls of the air, which have one argument */
    struct extsta_station *station;
    struct air_station *node;
    uint32_t leg; /* of its way; 0: it has not left where it came */
};

struct fleet {
    struct fleet_config config;
    struct extsta_profile config_profile; /* config.profile is not looked at again */
    struct fleet_member *members;
    struct extsta_referee **referees; /* or NULL: nobody judges */
    struct air_sniffer *ear;          /* theirs */
    uint32_t come;
    uint32_t outputs;
    bool no_memory;
    bool distorted; /* what they hear */
};

/* Makes room for referees, and hears for them. False: no memory. */
bool fleet_judge_start(struct fleet *f);
/* The referee of a member that is about to come. False: no memory. */
bool fleet_judge_new(struct fleet *f, uint32_t number, struct extsta_mac address);
void fleet_judge_output(struct fleet *f, uint32_t number, extsta_time now,
                        const struct extsta_output *out);
void fleet_judge_free(struct fleet *f);

#endif
