/* A whole event log in a file (--log): the lines of event_json.h and those of the program, from
 * its head on. The file comes into being as out_file.h has it. */
#ifndef TELL_EVENT_LOG_H
#define TELL_EVENT_LOG_H

#include "event_json.h"
#include "out_file.h"

struct event_log {
    struct json_out json; /* its file NULL: there is no log */
    struct out_file file;
};

/* Opens the file and writes the head, which says whose clock it is. False: errno. */
bool event_log_open(struct event_log *log, const char *path, bool machine_clock);
/* What was written so far gets its name. */
bool event_log_publish(struct event_log *log);
/* whole: under its name. False: something could not be written. Nothing when none is open. */
bool event_log_close(struct event_log *log, bool whole);

#endif
