/* Action frames of radio measurement (802.11k; IEEE Std 802.11-2020 9.6.6), as far as a station
 * answers them: measurement requests and reports with beacon requests in them, link measurement,
 * neighbor reports: pure codec. Bodies are those of the Action frame, category and action
 * included; spans point into them. */
#ifndef WIRE_MEASURE_FRAME_H
#define WIRE_MEASURE_FRAME_H

#include "wire/neighbor.h"

#define CATEGORY_RADIO_MEASUREMENT 5u
enum measure_action {
    MEASURE_REQUEST = 0,
    MEASURE_REPORT = 1,
    MEASURE_LINK_REQUEST = 2,
    MEASURE_LINK_REPORT = 3,
    MEASURE_NEIGHBOR_REQUEST = 4,
    MEASURE_NEIGHBOR_RESPONSE = 5,
};

/* Dialog token of a frame with this action, and what is behind it. False: another frame. */
bool measure_parse(struct extsta_span body, enum measure_action action, uint8_t *token,
                   struct extsta_span *rest);
void measure_write(struct writer *w, enum measure_action action, uint8_t token);

/* --- Measurement Request (9.4.2.20): behind the repetitions of a MEASURE_REQUEST --- */
#define MEASURE_TYPE_BEACON 5u
#define MEASURE_MODE_ENABLE 0x02u /* request mode: it is no request, but allows reports */

struct measure_request {
    uint8_t token, mode, type;
    struct extsta_span request; /* by type */
};
/* The next element of the list; false at its end, or where it is malformed. */
bool measure_request_next(struct reader *r, struct measure_request *out);

enum beacon_mode {
    BEACON_PASSIVE = 0,
    BEACON_ACTIVE = 1,
    BEACON_TABLE = 2,
};
/* Beacon request (9.4.2.20.7). */
struct beacon_request {
    uint8_t operating_class;
    uint8_t channel; /* 0: all of the class; 255: those of `channels` */
    uint16_t interval; /* TU: starts at a random time within it */
    uint16_t duration; /* TU; 0: as the station likes */
    uint8_t mode;      /* enum beacon_mode */
    struct extsta_mac bssid; /* broadcast: any */
    struct extsta_span ssid; /* data NULL: any */
    struct extsta_span channels; /* of an AP Channel Report: class, then channels; or empty */
    uint8_t detail; /* 0: no frame body in the report; 1: requested elements; 2: all */
};
/* `request`: of a measure_request of this type. False: cut off. */
bool beacon_request_parse(struct extsta_span request, struct beacon_request *out);
/* A whole Measurement Request element. */
void beacon_request_write(struct writer *w, uint8_t token, const struct beacon_request *q);

/* --- Measurement Report (9.4.2.21) --- */
#define MEASURE_LATE      0x01u
#define MEASURE_INCAPABLE 0x02u
#define MEASURE_REFUSED   0x04u

struct measure_report {
    uint8_t token, mode, type; /* mode: bits above; 0: `report` is a measurement */
    struct extsta_span report;
};
bool measure_report_next(struct reader *r, struct measure_report *out);
/* One without a measurement, by mode; or with `report`. */
void measure_report_write(struct writer *w, const struct measure_report *m);

/* Beacon report (9.4.2.21.7), of one BSS. */
struct beacon_report {
    uint8_t operating_class, channel;
    uint64_t start; /* TSF of the AP when it began; 0: not known */
    uint16_t duration; /* TU */
    uint8_t phy_type;  /* as in dot11PHYType; with bit 7: a measurement pilot */
    uint8_t rcpi; /* 2 * (dBm + 110); 255: not measured */
    uint8_t rsni; /* 255: not known */
    struct extsta_mac bssid;
    uint32_t parent_tsf;
    struct extsta_span body; /* Reported Frame Body: fixed fields and elements; or empty */
};
bool beacon_report_parse(struct extsta_span report, struct beacon_report *out);
/* A whole Measurement Report element. What of `body` has no room in it is left out. */
void beacon_report_write(struct writer *w, uint8_t token, const struct beacon_report *b);
/* RCPI of a signal (9.4.2.37); 255: the radio does not say (0). */
uint8_t rcpi_of(int8_t dbm);
int8_t rcpi_dbm(uint8_t rcpi);

/* --- link measurement --- */
/* MEASURE_LINK_REPORT behind the token: TPC Report, antennas, RCPI, RSNI. */
void link_report_write(struct writer *w, uint8_t token, int8_t power, uint8_t rcpi);

#endif
