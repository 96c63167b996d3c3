/* A radio in front of a station's own, for the test commands: frames of EAPOL or of management
 * are shown to who monitors in place of being sent or heard, and frames that are none of the
 * station's go out. It changes nothing until a command says so (test.c). Made by
 * wpa_ctrl_test_radio. */
#ifndef CONTROL_WPA_TEST_RADIO_H
#define CONTROL_WPA_TEST_RADIO_H

#include "ctrl.h"

#define WPA_TEST_ELEMENTS 256u

struct wpa_test_outcome {
    uint32_t cookie;
    bool started; /* it tells that the frame has left, not what came of it */
};

struct wpa_test_radio {
    struct extsta_radio base;
    struct wpa_test_radio *next;
    struct extsta_radio *inner; /* owned */
    struct wpa_ctrl *ctrl;
    char name[16];                       /* the station's */
    struct wpa_station *ws;              /* NULL: it has not come yet */
    bool eapol_io;                       /* EAPOL is not sent but told, not heard but told */
    bool mgmt_io;                        /* management frames are not heard but told */
    uint8_t elements[WPA_TEST_ELEMENTS]; /* behind those of association requests */
    size_t elements_len;
    struct wpa_test_outcome outcomes[16]; /* of frames that were told instead of sent */
    size_t first, last;
    uint32_t cookie; /* of the last frame of ours; they are told from the station's by a bit */
    uint16_t sequence;
};

/* Sends a frame of our own: its sequence number is filled in. `told`: MGMT-TX-STATUS says what
 * comes of it. False: the radio refuses. */
bool wpa_test_radio_send(struct wpa_test_radio *r, extsta_time now, uint8_t *frame, size_t len,
                         uint16_t freq, bool told);

#endif
