/* Whole event logs (event_log.h), for a run on virtual air and for real radios. */
#include "event_log.h"

bool event_log_open(struct event_log *log, const char *path, bool machine_clock)
{
    if (!out_file_open(&log->file, path)) {
        return false;
    }
    json_out_start(&log->json, log->file.file);
    event_json_head(&log->json, machine_clock);
    return true;
}

bool event_log_publish(struct event_log *log)
{
    return json_out_flush(&log->json) && out_file_publish(&log->file);
}

bool event_log_close(struct event_log *log, bool whole)
{
    if (!log->json.file) {
        return true;
    }
    bool written = json_out_flush(&log->json);
    log->json.file = NULL;
    return out_file_close(&log->file, whole && written) && written;
}
