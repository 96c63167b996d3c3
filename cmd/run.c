/* extsta run: plays a Lua scenario on virtual air, or many of them, many times (batch.h). Reads
 * the files; play.h plays one, script/ does the rest. */
#include "outside.h"
#include "play.h"
#include "providers.h"
#include "run_options.h"
#include "script_file.h"
#include <stdlib.h>

static const char help[] =
    "extsta run FILE.lua... [options] [-- KEY=VALUE...]\n"
    "\n"
    "Plays a scenario on virtual air: access points, stations, positions, actions at times,\n"
    "expectations. No privilege, no kernel module, no hardware; minutes of radio pass in\n"
    "milliseconds, and the same seed gives the same run, byte for byte.\n"
    "\n"
    "  --seed N       seed of nonces, losses, shadowing (default: the script's, or 0)\n"
    "  --pcap FILE    write everything on the air (radiotap; opens in Wireshark); - is "
    "standard\n"
    "                 output, and the story then goes to standard error\n"
    "  --pcap-at NAME=FILE  likewise what this member sent and received, with the signal that "
    "it\n"
    "                 had there, and nothing else; for several members\n"
    "  --html FILE    a report to look at in a browser: expectations, stations over time, how\n"
    "                 busy each channel was, what waited, what failed and why, a lane for "
    "each\n"
    "                 station; one file that needs nothing else\n"
    "  --json         one JSON object per event on standard output (docs/event-log.md)\n"
    "  --log FILE     the whole event log: each value with its octets, what the radio heard,\n"
    "                 but no keys; can be judged and read back (docs/event-log.md)\n"
    "  --frames       show management and EAPOL frames in the timeline\n"
    "  --why          decisions to roam or to stay, with the numbers they were made by\n"
    "  --view WHO     who tells the story: station (default), ap (who is associated, "
    "authorized,\n"
    "                 sent away or gone, by whose hand, as the access points know it), both\n"
    "  --radio hwsim  in real time, with the kernel's simulated radios: stations on them (with\n"
    "                 wpa_supplicant, say) hear the access points of the script, and they them;\n"
    "                 needs privilege and 'modprobe mac80211_hwsim'\n"
    "  --record FILE  all that goes into the stations, so that 'extsta replay' runs each again, "
    "bit\n"
    "                 for bit (docs/replay.md); it holds the keys, and only its owner can read "
    "it\n"
    "  --record-without-secrets  with passphrases and keys replaced\n"
    "  --quiet        only expectations that fail\n"
    "  --driver FILE.so  a driver of your own (docs/driver.md) below every station that names "
    "none\n"
    "  --no-referee   do not judge the stations by the rules of the contract\n"
    "  KEY=VALUE      for the script, which finds it as arg.KEY\n"
    "\n"
    "With several files, or one of these options, each run is a process of its own; what did "
    "not\n"
    "hold is shown with the command that repeats it, and a summary:\n"
    "\n"
    "  --seeds LIST   play each file with each of these seeds: 1-100, or 1,5,20-29\n"
    "  --jobs N       so many runs at a time (default: one for each processor)\n"
    "  --timeout S    a run that takes more than S seconds is ended, and has not held\n"
    "  --junit FILE   write a JUnit report, for CI; - is standard output\n"
    "  --tap          TAP 14 instead of the summary\n"
    "\n"
    "A first scenario:\n"
    "\n"
    "  ap{name=\"A\", bssid=\"02:00:00:00:00:0a\", ssid=\"home\", passphrase=\"twelve "
    "monkeys\",\n"
    "     channel=6, at={0, 0}}\n"
    "  alice = station{name=\"alice\", at={5, 0}}\n"
    "  alice:connect{ssid=\"home\", passphrase=\"twelve monkeys\"}\n"
    "  run(3)\n"
    "  expect(alice:status().port_open, \"alice is on the network\")\n"
    "\n"
    "docs/scenarios.md has every function; scenarios/ has stories to start from. Installed, "
    "they\n"
    "are in " EXTSTA_DOC_DIR ".\n"
    "\n"
    "Exit status: 0 all expectations hold and no rule of the contract was broken, 1 not so,\n"
    "2 wrong arguments, 3 the script has an error (its line is shown), 4 a file cannot be\n"
    "written or memory was refused, 130 interrupted (Ctrl-C), 143 by SIGTERM. Of many runs "
    "the\n"
    "worst; a run that crashed or was not over in time is 4.\n";

/* A scenario. */
struct source {
    char *text;
    size_t len;
};

/* Reads all files: what is not there is known before anything is played, and all runs of a file
 * are of one text. An exit status; what is wrong was said. The caller frees sources and texts. */
static int read_sources(const struct run_options *r, struct source *sources)
{
    for (size_t i = 0; i < r->many.file_count; i++) {
        const char *path = r->many.files[i];
        sources[i].text = script_file_read(path, &sources[i].len);
        if (!sources[i].text) {
            return script_file_failed(&command_run, path);
        }
    }
    return EXIT_OK;
}

/* With the kernel's radios, if so asked. */
static int play_source(struct run_options *r, const struct source *sources, size_t file)
{
    char name[300];
    struct outside outside = {.command = &command_run, .use_hwsim = r->radio != NULL, .tap = -1};
    int status = r->radio ? outside_open(&outside) : (int)EXIT_OK;
    if (status == EXIT_OK) {
        if (r->radio) { /* who reads along sees each line when it happens */
            setvbuf(stdout, NULL, _IOLBF, 0);
        }
        r->one.outside = r->radio ? &outside.script : NULL;
        snprintf(name, sizeof name, "@%s", r->many.files[file]);
        status = record_open(&r->record, &command_run, r->radio != NULL);
    }
    if (status == EXIT_OK) {
        r->one.recorder = r->record.recorder;
        status = play(&command_run, &r->one, name, sources[file].text, sources[file].len);
        int closed = record_close(&r->record, &command_run);
        status = status == EXIT_OK ? closed : status;
    }
    outside_close(&outside);
    return status;
}

/* Returns in the process of each run, too. */
static int play_batch(struct run_options *r, const struct source *sources)
{
    struct batch_run run;
    int status;
    if (!batch_play(&r->many, &run, &status)) {
        return status;
    }
    r->one.text = NULL;
    r->one.quiet = true;
    r->one.has_seed = run.seeded;
    r->one.seed = run.seed;
    return play_source(r, sources, run.file);
}

static int run(int argc, char **argv)
{
    struct run_options r;
    int status = run_options_read(&r, argc, argv);
    struct source *sources =
        status == EXIT_OK ? host_calloc(r.many.file_count, sizeof *sources) : NULL;
    if (status == EXIT_OK) {
        status = sources ? read_sources(&r, sources) : (int)EXIT_SYSTEM;
    }
    if (status == EXIT_OK) {
        status = r.batch ? play_batch(&r, sources) : play_source(&r, sources, 0);
    }
    for (size_t i = 0; sources && i < r.many.file_count; i++) {
        free(sources[i].text);
    }
    free(sources);
    run_options_free(&r);
    return status;
}

const struct command command_run = {"run", "play a Lua scenario on virtual air", help, run};
