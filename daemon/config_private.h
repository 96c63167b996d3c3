/* Between the files that read a configuration: config.c has the whole, config_network.c what a
 * network says, config_air.c the virtual air. */
#ifndef DAEMON_CONFIG_PRIVATE_H
#define DAEMON_CONFIG_PRIVATE_H

#include "config.h"

#define OFFSET(type, member) offsetof(struct type, member)
#define COUNT(fields)        (sizeof(fields) / sizeof *(fields))

/* A path: 1 to 1000 octets, so that what is made of it fits into PATH_MAX. */
#define CONFIG_PATH 1, 1000

/* The configuration that is being filled. */
struct config *config_of(struct yaml_read *r);
/* One item of `networks`. */
void config_take_network(struct yaml_read *r, const yaml_node_t *node,
                         struct config_network *out);
/* The value of `air`. */
void config_take_air(struct yaml_read *r, const yaml_node_t *node, void *config);
/* [x, y] or [x, y, z], in metres. False: something else, which was told. */
bool config_take_place(struct yaml_read *r, const yaml_node_t *node, struct air_position *out);
/* A channel's frequency, MHz; 0: it is none, which was told. */
uint16_t config_take_channel(struct yaml_read *r, const yaml_node_t *node);

#endif
