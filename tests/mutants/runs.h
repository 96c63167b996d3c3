/* What the files of the runs share (stage.h has what a run is): how one is listed, and what
 * more than one of them does. */
#ifndef TESTS_MUTANTS_RUNS_H
#define TESTS_MUTANTS_RUNS_H

#include "stage.h"

#define RUN(name_, story_)                                                                     \
    {                                                                                          \
        .name = #name_, .story = story_, .run = play_##name_                                   \
    }
#define RUN_TABLE(name, rows_)                                                                 \
    const struct run_table name = {rows_, sizeof(rows_) / sizeof *(rows_)}

/* The address of an access point, as octets of a list. */
#define B1(c) 2, 0, 0, 0, 0xa0, c

/* Elements of a vendor, for requests. */
#define VENDOR_LEN 7
extern const uint8_t vendor[VENDOR_LEN];

/* Connected to A in an open network, half a second ago. */
void connected(struct stage *g, const char *aps);
/* What may be asked of a station that is connected. */
void ask_connected(struct stage *g);
/* Connected by WPA2-PSK, with a ping, new group and pairwise keys, and another ping. */
void keyed(struct stage *g, enum extsta_port_manager manager);
/* Asks for a scan of two networks: DOT11_SCAN_TYPE, elements for its probes. */
void scan(struct stage *g, uint32_t type, struct extsta_span elements);

#endif
