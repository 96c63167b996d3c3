/* extsta profile: a WLAN profile looked at and written again, as this program understands it
 * (host/profile_xml.h): what a file means here, whether a station takes it, and with which words it
 * goes back to Windows or to another machine. */
#include "command.h"
#include "profile_xml.h"
#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
    "extsta profile FILE.xml [--secrets] [--check]\n"
    "\n"
    "Reads a WLAN profile (as 'netsh wlan export profile key=clear' writes it) and writes it\n"
    "again on standard output, as it is understood here. What is wrong with it is said with file\n"
    "and line. Elements that only extsta knows stand below <extsta> and in <eap>.\n"
    "\n"
    "  --secrets   with passphrase, keys and passwords; without them the output is for showing,\n"
    "              and is no profile that connects\n"
    "  --check     writes nothing: only whether a station takes it\n"
    "\n"
    "  extsta profile office.xml --secrets > exported.xml\n"
    "\n"
    "Exit status: 0 done, 2 wrong arguments, 3 the profile cannot be used.\n";

static int show(const char *path, bool secrets, bool check)
{
    struct profile_xml profile;
    char why[300];
    if (!profile_xml_read(path, &profile, why, sizeof why)) {
        return command_fail(&command_profile, EXIT_INPUT, "%s", why);
    }
    char *text = profile_xml_write(&profile.profile, secrets, why, sizeof why);
    profile_xml_free(&profile);
    if (!text) {
        return command_fail(&command_profile, EXIT_INPUT, "%s: %s", path, why);
    }
    if (!check) {
        fputs(text, stdout);
    }
    profile_xml_text_free(text);
    return EXIT_OK;
}

static int run(int argc, char **argv)
{
    static const struct option options[] = {
        {"secrets", no_argument, NULL, 's'}, {"check", no_argument, NULL, 'c'}, {0}};
    bool secrets = false, check = false;
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == '?') {
            return EXIT_USAGE;
        }
        secrets = secrets || option == 's';
        check = check || option == 'c';
    }
    if (optind != argc - 1) {
        return command_fail(&command_profile, EXIT_USAGE, "one file is needed");
    }
    return show(argv[optind], secrets, check);
}

const struct command command_profile = {
    .name = "profile", .summary = "check and convert a WLAN profile", .help = help, .run = run};
