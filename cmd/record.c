/* See record.h. */
#include "record.h"
#include "known_drivers.h"
#include <stdio.h>
#include <time.h>

int record_open(struct record *r, const struct command *command, bool real_time)
{
    char why[300];
    if (!r->path) {
        return r->without_secrets
                   ? command_fail(command, EXIT_USAGE,
                                  "--record-without-secrets is about --record FILE")
                   : (int)EXIT_OK;
    }
    const struct recorder_options options = {.version = EXTSTA_VERSION,
                                             .started = real_time ? (int64_t)time(NULL) : 0,
                                             .without_secrets = r->without_secrets,
                                             .describe = known_driver_describe};
    r->recorder = recorder_open(r->path, &options, why, sizeof why);
    if (!r->recorder) {
        return command_fail(command, EXIT_SYSTEM, "--record %s", why);
    }
    recorder_catch_crashes(r->recorder);
    fprintf(stderr,
            r->without_secrets
                ? "Recording to %s: without passphrases and keys, but with all frames and with "
                  "what is sent in them.\n"
                : "Recording to %s: it holds the keys of the networks; only its owner can read "
                  "it.\n",
            r->path);
    return EXIT_OK;
}

int record_close(struct record *r, const struct command *command)
{
    char text[400];
    if (!r->recorder) {
        return EXIT_OK;
    }
    if (r->without_secrets) {
        recorder_replaced(r->recorder, text, sizeof text);
        fprintf(stderr, "Replaced in %s: %s.\n", r->path, text[0] ? text : "nothing");
    }
    bool whole = recorder_close(r->recorder, text, sizeof text);
    r->recorder = NULL;
    return whole ? (int)EXIT_OK
                 : command_fail(command, EXIT_SYSTEM, "--record %s: %s", r->path, text);
}
