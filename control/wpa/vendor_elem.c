/* VENDOR_ELEM_ADD, _GET, _REMOVE: elements that stand behind those of the frames a station
 * sends. wpa_supplicant knows fifteen kinds of frame; a station without Wi-Fi Direct sends two
 * of them. */
#include "command.h"
#include <stdlib.h>
#include <string.h>

#define FRAME_ASSOC 13u
#define FRAME_PROBE 14u

/* The octets of the frame whose number begins the text; *rest: what stands behind it. NULL:
 * there is no such frame here. */
static struct wpa_octets *frame_read(struct wpa_call *call, char *text, char **rest)
{
    uint32_t number;
    const char *end;
    char *begin = wpa_argument(text);
    if (!wpa_number_read(begin, &number, &end) || (*end && *end != ' ')) {
        return NULL;
    }
    *rest = wpa_argument(begin + (end - begin));
    return number == FRAME_ASSOC   ? &call->station->assoc_elements
           : number == FRAME_PROBE ? &call->station->probe_elements
                                   : NULL;
}

static bool are_elements(const uint8_t *octets, size_t len)
{
    size_t at = 0;
    while (at + 2 <= len && octets[at + 1] <= len - at - 2) {
        at += 2u + octets[at + 1];
    }
    return at == len;
}

static bool tell_driver(struct wpa_call *call)
{
    const struct wpa_octets *o = &call->station->assoc_elements;
    return extsta_assoc_elements(service_core(call->station->s),
                                 (struct extsta_span){o->octets, o->len}) == EXTSTA_OK;
}

/* "frame octets" */
void wpa_vendor_elem_add(struct wpa_call *call, char *rest)
{
    char *hex;
    struct wpa_octets *o = frame_read(call, rest, &hex);
    uint8_t octets[sizeof o->octets];
    size_t len = o ? wpa_hex_read(hex, strlen(hex), octets, sizeof octets) : SIZE_MAX;
    bool ok =
        len <= sizeof octets && len <= sizeof octets - o->len && are_elements(octets, len);
    if (ok) {
        memcpy(o->octets + o->len, octets, len);
        o->len += len;
        ok = tell_driver(call);
    }
    wpa_reply_bool(call->reply, ok);
}

/* "frame": the octets, or nothing. */
void wpa_vendor_elem_get(struct wpa_call *call, char *rest)
{
    char *more;
    const struct wpa_octets *o = frame_read(call, rest, &more);
    if (!o || *more) {
        wpa_reply_fail(call->reply);
    } else {
        (void)wpa_reply_hex(call->reply, (struct extsta_span){o->octets, o->len});
    }
}

/* Where the same octets begin, at an element; SIZE_MAX: nowhere. */
static size_t find(const struct wpa_octets *o, const uint8_t *octets, size_t len)
{
    for (size_t at = 0; len <= o->len && at <= o->len - len; at += 2u + o->octets[at + 1]) {
        if (memcmp(o->octets + at, octets, len) == 0) {
            return at;
        }
    }
    return SIZE_MAX;
}

/* "frame octets", as they were added; "frame *": all of them */
void wpa_vendor_elem_remove(struct wpa_call *call, char *rest)
{
    char *hex;
    struct wpa_octets *o = frame_read(call, rest, &hex);
    uint8_t octets[sizeof o->octets];
    bool ok = o != NULL;
    if (ok && strcmp(hex, "*") == 0) {
        o->len = 0;
    } else if (ok) {
        size_t len = wpa_hex_read(hex, strlen(hex), octets, sizeof octets);
        size_t at = len && len != SIZE_MAX && are_elements(octets, len) ? find(o, octets, len)
                                                                        : SIZE_MAX;
        ok = at != SIZE_MAX || len == 0;
        if (at != SIZE_MAX) {
            memmove(o->octets + at, o->octets + at + len, o->len - at - len);
            o->len -= len;
        }
    }
    wpa_reply_bool(call->reply, ok && tell_driver(call));
}
