/* A capture once more, with the stories as comments on the frames they rest on (`explain
 * --annotate`): all stories are known before the first packet is written. Live there is
 * annotate_live.h. Wireshark shows comments above the packet, finds them with the filter
 * `frame.comment`, and the summary among the capture file's properties. */
#ifndef TELL_ANNOTATE_H
#define TELL_ANNOTATE_H

#include <extsta/collection.h>
#include <stdbool.h>

struct annotate;

/* What a story says at a frame: its sentence with the advice, under the number by which
 * --filter is asked. */
#define ANNOTATE_COMMENT 1400u
void annotate_sentence(char out[ANNOTATE_COMMENT], const struct extsta_story *story);
/* The frame where it says it: the one that settled it. */
uint32_t annotate_frame(const struct extsta_story *story);

struct annotate_packet {
    uint64_t time;   /* nanoseconds since 1970 */
    uint32_t number; /* as the explainer was told */
    uint32_t file;   /* of several; with `interface` it says where the packet is from */
    uint32_t interface;
    uint16_t linktype;
    int8_t fcs_len; /* -1: not known */
    uint32_t original_len;
    struct extsta_span bytes, options; /* pcapng.h */
    bool swapped;
};

/* All stories are in the collection (sorted or not), which outlives it. frames: how many there
 * are. NULL: *why says what is wrong. */
struct annotate *annotate_new(const char *path, const struct extsta_collection *c,
                              uint32_t frames, const char **why);
/* Packets in the order of their numbers. */
void annotate_packet(struct annotate *a, const struct annotate_packet *packet);
/* False when something could not be written: then the older file stays. */
bool annotate_close(struct annotate *a);
/* Closes what is not whole: nothing of it stays. NULL is fine. */
void annotate_drop(struct annotate *a);

#endif
