/* See replay_minimize.h. */
#include "replay_minimize.h"
#include "known_drivers.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void show_progress(void *user, size_t kept, size_t of, size_t trials)
{
    fprintf(stderr, "\r%zu of %zu calls, %zu trials ", kept, of, trials);
}

static void violation_text(const struct violation *v, char *text, size_t size)
{
    if (v->signal) {
        snprintf(text, size, "a crash (%s)", strsignal(v->signal));
    } else if (v->rule != EXTSTA_RULE_NONE) {
        const char *id = extsta_rule_id(v->rule);
        snprintf(text, size, "%s is broken", id ? id : "a rule");
    } else {
        snprintf(text, size, "an event for which a machine has no row");
    }
}

static int write_it(const struct replay_minimize *m, const struct tape *tape,
                    const struct minimize_options *options, const struct minimized *out)
{
    char text[120], why[300];
    violation_text(&out->found, text, sizeof text);
    if (!minimize_write(tape, options, out, m->path, EXTSTA_VERSION, why, sizeof why)) {
        return command_fail(&command_replay, EXIT_SYSTEM, "%s", why);
    }
    printf("%s: %zu of %zu calls, after %zu trials, in %s.\n", text, out->calls, out->of,
           out->trials, m->path);
    return EXIT_OK;
}

int replay_minimize(const struct replay_minimize *m, struct recording *recording)
{
    struct tape tape;
    struct minimized out = {0};
    const struct minimize_options options = {
        .player = m->player,
        .describe = known_driver_describe,
        .wanted.rule = m->rule,
        .seconds = m->seconds,
        .progress = isatty(STDERR_FILENO) ? show_progress : NULL,
    };
    int status = EXIT_OK;
    if (!tape_read(&tape, recording, m->wanted, m->user)) {
        status = command_fail(&command_replay, EXIT_SYSTEM, "no memory");
    } else if (tape.count == 0) {
        status = command_fail(&command_replay, EXIT_INPUT, "there is no such station in it");
    } else if (!minimize(&tape, &options, &out)) {
        status =
            command_fail(&command_replay, EXIT_SYSTEM, "no memory, or no process for a trial");
    } else if (out.found.signal || out.found.unlisted || out.found.rule != EXTSTA_RULE_NONE) {
        if (options.progress) {
            fprintf(stderr, "\r%40s\r", "");
        }
        status = write_it(m, &tape, &options, &out);
    } else {
        printf("No rule is broken, no machine is without a row, and nothing crashes: there is "
               "nothing to show.\n");
        status = EXIT_EXPECTATION;
    }
    free(out.kept);
    tape_free(&tape);
    known_drivers_forget();
    return status;
}
