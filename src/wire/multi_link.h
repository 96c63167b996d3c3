/* Basic Multi-Link element (IEEE Std 802.11be-2024 9.4.2.322.2): which links a device of
 * several (an MLD, Wi-Fi 7) has, and the one address by which it is known. An AP has it in
 * beacons, a station in authentication and (re)association requests, the AP in its answers; the
 * addresses of single frames are those of the links. For reading captures: nothing here writes
 * one. */
#ifndef WIRE_MULTI_LINK_H
#define WIRE_MULTI_LINK_H

#include "wire/element.h"

#define ELEMENT_FRAGMENT       242u /* continues the element before (10.28.11) */
#define ELEMENT_EXT_MULTI_LINK 107u

/* Ids go from 0 to 14. */
#define MULTI_LINK_MAX       15u
#define MULTI_LINK_NO_STATUS 0xffffu

/* One Per-STA Profile: a link other than the one that the frame came over. */
struct multi_link_profile {
    uint8_t id;
    bool has_mac;
    struct extsta_mac mac;
    uint16_t status; /* in (re)association responses; MULTI_LINK_NO_STATUS: it has none */
};
struct multi_link {
    struct extsta_mac mld; /* of the device that sent it */
    bool has_id;
    uint8_t id; /* of the link that the frame came over: the AP says it */
    uint8_t count;
    struct multi_link_profile links[MULTI_LINK_MAX];
};

/* The first one among the elements of a frame, its fragments put together; profiles behind one
 * that is cut off are left out, as is one of an id that was there. response: of a
 * (re)association response. False: there is none, or its common part is not whole. */
bool multi_link_find(struct extsta_span elements, bool response, struct multi_link *out);
/* The same in the body of an Authentication frame behind its fixed fields, where SAE has fields
 * of lengths that only its group tells: the short form that is used there (no presence bit, no
 * profile). */
bool multi_link_in_auth(struct extsta_span rest, struct extsta_mac *mld);

/* MLO Link KDE (802.11be-2024 12.7.2), key data of messages 2 and 3: a link and its sender's
 * address there. False: cut off. */
#define KDE_MLO_LINK 19u
bool multi_link_kde(struct extsta_span value, uint8_t *id, struct extsta_mac *mac);

#endif
