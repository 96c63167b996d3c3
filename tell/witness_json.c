/* Logs beside a capture as JSON lines (witness_json.h): "log-clock" of each log, "log-event" of
 * each event. The order of the members is part of the format. */
#include "witness_json.h"

static const char *state_name(enum extsta_clock_state state)
{
    switch (state) {
    case EXTSTA_CLOCK_NOTHING:
        return "nothing";
    case EXTSTA_CLOCK_UNKNOWN:
        return "unknown";
    case EXTSTA_CLOCK_ORDER:
        return "order";
    case EXTSTA_CLOCK_FOUND:
        return "found";
    }
    return "unknown";
}

static void put_log(struct json_out *j, const struct witness_logs *logs, size_t index)
{
    struct extsta_witness_log l;
    char text[EXTSTA_CLOCK_TEXT];
    extsta_witnesses_log_at(logs->witnesses, index, &l);
    json_line(j, "log-clock");
    json_number(j, "log", index);
    json_name(j, "file", logs->names[index]);
    json_text(j, "program", extsta_program_name(l.program));
    json_number(j, "lines", l.lines);
    json_number(j, "events", l.events);
    json_text(j, "state", state_name(l.state));
    if (l.state == EXTSTA_CLOCK_FOUND) {
        json_time(j, "at", l.at);
        json_signed(j, "offset_ns", l.offset);
        json_number(j, "within_ns", l.within);
        json_signed(j, "drift_ppb", l.drift);
    }
    json_number(j, "resolution_ns", l.resolution);
    json_number(j, "matched", l.matched);
    json_number(j, "expected", l.expected);
    json_number(j, "rival", l.rival);
    json_number(j, "confidence", l.confidence);
    extsta_clock_text(&l, text, sizeof text);
    json_text(j, "text", text);
    json_line_end(j);
}

/* The story is named by its frames and what it says: as its own line has them. */
static void put_story(struct json_out *j, const struct extsta_collection *c,
                      const struct extsta_witness_event *e)
{
    struct extsta_kept_story k;
    if (e->story == EXTSTA_NO_INDEX) {
        return;
    }
    witness_story(e, c, &k);
    json_open(j, "story");
    json_text(j, "what", extsta_story_name(k.story.what));
    json_number(j, "first_frame", k.story.first_frame);
    json_number(j, "last_frame", k.story.last_frame);
    json_close(j);
}

static void put_event(struct json_out *j, const struct extsta_collection *c,
                      const struct extsta_witness_event *e)
{
    char text[EXTSTA_VERDICT_TEXT];
    json_line(j, "log-event");
    json_number(j, "log", e->log);
    if (!e->silent) {
        json_number(j, "log_line", e->line);
    }
    json_text(j, "program", extsta_program_name(e->program));
    json_text(j, "event", e->silent ? "silent" : extsta_word_name(e->word));
    if (e->placed) {
        json_time(j, "time", e->time);
    }
    if (e->has_time) {
        json_time(j, "log_time", e->log_time);
    }
    if (e->has_sta) {
        json_mac(j, "sta", e->sta);
    }
    if (e->has_bssid) {
        json_mac(j, "bssid", e->bssid);
    }
    if (e->has_code) {
        json_number(j, "code", e->code);
    }
    if (e->message_number) {
        json_number(j, "msg", e->message_number);
    }
    json_flag(j, "local", e->local);
    json_number_if(j, "frame", e->frame != 0, e->frame);
    put_story(j, c, e);
    json_text(j, "verdict", extsta_verdict_name(e->verdict));
    if (e->confidence) {
        json_number(j, "confidence", e->confidence);
    }
    json_flag(j, "disagrees", extsta_verdict_disagrees(e->verdict));
    if (e->other_frame) {
        json_number(j, "other_frame", e->other_frame);
    }
    if (extsta_verdict_text(e, text, sizeof text)) {
        json_text(j, "text", text);
    }
    if (!e->silent) {
        json_octets(j, "words", e->words);
    }
    json_line_end(j);
}

void witness_json(struct json_out *j, const struct witness_logs *logs,
                  const struct extsta_collection *c, bool only_known)
{
    for (size_t i = 0; i < extsta_witnesses_logs(logs->witnesses); i++) {
        put_log(j, logs, i);
    }
    for (size_t i = 0; i < extsta_witnesses_count(logs->witnesses); i++) {
        struct extsta_witness_event e;
        extsta_witnesses_at(logs->witnesses, i, &e);
        if (!only_known || e.client != EXTSTA_NO_INDEX) {
            put_event(j, c, &e);
        }
    }
}
