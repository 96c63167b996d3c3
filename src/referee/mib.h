/* What the referee knows of a driver's configuration: for each object of chapter 95 the value
 * it must have, learned from what was set, what was read, and what resets do. A row says what
 * an object is; mib.c keeps the values and judges answers by them. */
#ifndef REFEREE_MIB_H
#define REFEREE_MIB_H

#include <extsta/payload.h>
#include <extsta/rule.h>

enum mib_default {
    MIB_VENDOR, /* the contract names none: learned from the first answer after a default reset
                 */
    MIB_NUMBER, /* `value` */
    MIB_EMPTY,  /* a list without entries */
    MIB_WILDCARD, /* a list of the one wildcard address */
    MIB_ANY_PHY,  /* a list of the one wildcard PHY id */
    MIB_ZEROS,    /* three octets of zero */
};
enum mib_reset {
    MIB_DEFAULT, /* D: by a reset with bSetDefaultMIB */
    MIB_ALWAYS,  /* A: by every reset */
    MIB_NEVER,   /* N */
};

struct mib_row {
    enum extsta_rule rule;
    uint32_t oid;
    uint8_t standard;          /* enum mib_default */
    uint8_t reset;             /* enum mib_reset */
    bool shadowed;             /* what is set is read again (else other things change it) */
    uint32_t value;            /* of MIB_NUMBER */
    uint32_t low, high;        /* a number beyond is refused; 0, 0: no range */
    enum extsta_rule by_reset; /* that a reset empties it; NONE: RST-05 */
};

enum mib_state {
    MIB_UNKNOWN,
    MIB_AT_DEFAULT, /* by a reset: the row's default, or the learned one */
    MIB_KNOWN,      /* `hash` */
};

#define MIB_ROWS 40u
#define MIB_LISTS 9u
struct mib {
    struct {
        uint8_t state;   /* enum mib_state */
        uint8_t learned; /* standard_hash is known: 1 + the BSS type it was read with */
        bool was_set;    /* by a request, rather than read */
        bool refused;    /* a set was refused since */
        bool hard_reset; /* MiniportResetEx came since */
        bool initialized; /* MiniportInitializeEx came since, and kept it (PWR-03) */
        bool reset;      /* a reset kept it (RST-05, RST-10) */
        bool reloaded;   /* a set of the BSS type took it to its default (ATH-04) */
        uint64_t hash, standard_hash, last_set;
        uint32_t number;
    } values[MIB_ROWS];
    /* lists that rules look into: as set last, their entries as octets */
    struct mib_list {
        uint32_t oid;
        bool known;
        uint32_t count;
        uint16_t len;
        uint8_t entries[160];
        bool cut;
    } lists[MIB_LISTS];
};

struct extsta_referee;
struct event;

/* The row of an OID, and its index; NULL: none. */
const struct mib_row *mib_row(uint32_t oid, size_t *index);
/* A number (or flag) as far as known. */
bool mib_number(const struct extsta_referee *r, uint32_t oid, uint32_t *value);
/* A list as set; NULL: not known. */
const struct mib_list *mib_list(const struct extsta_referee *r, uint32_t oid);
bool mib_list_has_mac(const struct mib_list *list, struct extsta_mac mac);
bool mib_list_has_number(const struct mib_list *list, uint32_t number);
bool mib_list_has_ssid(const struct mib_list *list, struct extsta_span ssid);
/* After all rules have looked at the event. */
void mib_take(struct extsta_referee *r, const struct event *e);
/* The first reset of a station's life: nothing is known, all is at its default. */
void mib_start(struct extsta_referee *r);

#endif
