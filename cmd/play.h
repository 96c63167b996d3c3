/* What `run` and `demo` share: a script (script/script.h) played for somebody at a terminal, or
 * into files. */
#ifndef CMD_PLAY_H
#define CMD_PLAY_H

#include "command.h"
#include "script.h"

/* The story on standard output, in colour if that is a terminal. */
struct script_options play_options(void);
/* The event log on standard output instead. */
void play_json(struct script_options *o);
/* EXIT_OK, or what contradicts was said: outputs that are one another or the script (a path,
 * "-", or NULL: it has none), or the recording (likewise). With a file on standard output the story goes to standard error.
 */
int play_check(const struct command *command, struct script_options *o, const char *script,
               const char *record);
/* The next play ends by itself after so many seconds of real time; 0: it does not. */
void play_for(double seconds);
/* Plays it; Ctrl-C ends it properly. An exit status; what is wrong was said. */
int play(const struct command *command, struct script_options *o, const char *name,
         const char *text, size_t len);

#endif
