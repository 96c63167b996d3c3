/* A station as a value: octets from which it is made again, as it was. It rests in them, is
 * stored in them (a snapshot from which a recording is replayed), and travels in them to
 * another process.
 *
 * All of a station that a later event can depend on is in its form, and nothing else; a station
 * made from it does to the octet what the one would have done that was written. The form stands
 * alone: configuration, BSSs and profiles, which stations share, are in it, once. It holds keys
 * and passphrases: who stores it keeps it as these.
 *
 * Not in it, because they are not the station's:
 * - the radio: whoever reads gives the same capabilities again. What the radio has been given
 * and has not said the outcome of stays with it, under the cookies of the form;
 * - random octets: they are the context's (struct extsta_random), drawn from the stream of the
 *   station's id, which is in the form. A provider whose streams have a place in them takes
 * care of that place;
 * - an extension, and a driver of others: their state is nobody else's. Such stations cannot be
 *   written (extsta_form_refusal).
 *
 * The format is the library's own: it begins with "EXSF", a version, and a number that changes
 * with every structure of the library. A form of another version is refused as such. */
#ifndef EXTSTA_FORM_H
#define EXTSTA_FORM_H

#include <extsta/context.h>
#include <extsta/radio.h>

#ifdef __cplusplus
extern "C" {
#endif

struct extsta_station;

#define EXTSTA_FORM_VERSION 1u

/* NULL: the station can be written now; else a static sentence that says why it cannot:
 * something is under way that is not written yet, or never will be. Asked when its outputs are
 * taken (extsta_next has said false). */
const char *extsta_form_refusal(struct extsta_station *sta);
/* Writes it. Returns how many octets it comes to, 0 where it is refused: extsta_form_refusal
 * says why. More than `size`: what `out` holds is of no use, and there is to be more room.
 * `out` may be NULL with size 0. The same station is written the same, octet for octet. */
size_t extsta_form_write(struct extsta_station *sta, void *out, size_t size);

/* How a station is made from its form. */
struct extsta_form_config {
    const struct extsta_radio_caps *radio; /* as it had; borrowed, outlives the station */
    uint32_t outputs;                      /* EXTSTA_OUT_MASK set; 0: those that it had */
    bool other_time; /* `now` is the moment that counts as that of writing; else it is the same
                      */
    extsta_time now;
};
/* Makes the station, with the id and the address that it had. *sta is the caller's, ended by
 * extsta_station_free. Octets of anybody: E_MALFORMED: they are not those of a form, or say
 * what cannot be; E_UNSUPPORTED: of another version; E_USAGE: of another radio; E_NO_MEMORY. On
 * an error *sta is NULL. */
enum extsta_error extsta_form_read(struct extsta_context *ctx, struct extsta_span form,
                                   const struct extsta_form_config *config,
                                   struct extsta_station **sta);
/* Lays the station to rest, in a few hundred octets; it does so by itself when it has been
 * connected and idle for a second or more, so this is for who knows better. Every call wakes it
 * that needs more than to hear that its AP is there. False: something is under way, or its
 * outputs are not taken, or EXTSTA_OUT_INPUT is among them. It changes nothing that could be
 * seen. */
bool extsta_station_rest(struct extsta_station *sta);
/* The moment at which it was written, of the station's time; EXTSTA_NEVER: it is no form. */
extsta_time extsta_form_time(struct extsta_span form);

#ifdef __cplusplus
}
#endif
#endif
