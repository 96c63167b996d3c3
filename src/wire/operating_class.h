/* Supported Operating Classes (IEEE Std 802.11-2020 9.4.2.54): which channels, and how wide, a
 * station can be sent to, by the numbers of the global table E-4. Pure codec. */
#ifndef WIRE_OPERATING_CLASS_H
#define WIRE_OPERATING_CLASS_H

#include "wire/element.h"
#include <extsta/radio.h>

#define OPERATING_CLASSES_MAX 24u

struct operating_classes {
    uint8_t current; /* of the channel it is said on; 0: none */
    uint8_t count;
    uint8_t list[OPERATING_CLASSES_MAX]; /* in ascending order */
};

/* The 20 MHz class of a channel, MHz; 0: it has none in the table. */
uint8_t operating_class_of(uint16_t freq);
/* The classes in which the radio has at least one channel; `freq`, MHz: where it is said. */
void operating_classes_of(const struct extsta_radio_caps *radio, uint16_t freq,
                          struct operating_classes *out);
/* The element; nothing where there is no current class. */
void operating_classes_write(struct writer *w, const struct operating_classes *classes);

#endif
