/* extsta connect: a station, or a crowd of them, on a real radio, with a TAP interface if
 * wanted. Arguments become a profile (a WLAN profile's, or made of an SSID) and options of
 * live_tell.h; the connecting itself is host/crowd.h. */
#include "connect_security.h"
#include "crowd_tell.h"
#include "eap_options.h"
#include "hwsim.h"
#include "live_tell.h"
#include "outputs.h"
#include "profile_words.h"
#include "profile_xml.h"
#include <extsta/windot11.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "extsta connect --ssid SSID [--passphrase P] [options]\n"
    "extsta connect --profile FILE.xml [options]\n"
    "\n"
    "Connects to a network and stays until interrupted (Ctrl-C, SIGTERM) or --for is over;\n"
    "then it disconnects properly. Roams and reconnects by itself, and says when it tries\n"
    "again what has failed. A second Ctrl-C ends it at once.\n"
    "\n"
    "  --ssid SSID          the network; open without --passphrase or --pmk\n"
    "  --passphrase P       WPA2-PSK, 8 to 63 characters\n"
    "  --pmk HEX            WPA2-PSK by its 64-digit key\n"
    "  --security KIND      wpa2 (default with a passphrase), wpa3 (SAE), or 'wpa2 wpa3': "
    "WPA3,\n"
    "                       else WPA2; without a passphrase: owe, encrypted without a secret;\n"
    "                       with --eap: eap (default), 'wpa eap', 'wpa3 eap', 'wpa3 eap 192'\n"
    "  --password-id ID     of the password, for networks with several (WPA3)\n"
    "  --sae-pwe WAY        any (default), h2e (hash to element only), hunt (hunting and "
    "pecking\n"
    "                       only)\n"
    "  --eap METHOD         WPA2-Enterprise (802.1X): peap, ttls, tls, mschapv2, or a list of "
    "them,\n"
    "                       the wanted one first\n"
    "  --identity NAME, --anonymous NAME\n"
    "                       who you are; what is said outside the tunnel in its place\n"
    "  --password P, --password-file FILE\n"
    "  --inner WHAT         in the tunnel of ttls: eap-mschapv2 (default), mschapv2, pap\n"
    "  --ca FILE            PEM: whose servers are trusted\n"
    "  --no-verify          without it: any server that asks is given the password\n"
    "  --domain NAME        the server's name must be this domain or one below it\n"
    "  --cert FILE, --key FILE, --key-passphrase P\n"
    "                       your own certificate and its key, PEM, for tls\n"
    "  --profile FILE       a WLAN profile (XML, as netsh exports it with key=clear)\n"
    "  --type TYPE          infrastructure (default): a network with access points; ibss: an\n"
    "                       independent one, of stations alone, which is joined, or started "
    "when\n"
    "                       there is none. A profile has its own type\n"
    "  --join-only          of an independent network: none is started, one is looked for\n"
    "  --manager WHO        who authenticates the port: os (default), miniport\n"
    "  --pmf WHAT           protected management frames: capable (default: where the AP has\n"
    "                       them), required, off\n"
    "  --ft HOW             fast transitions between the APs of a mobility domain, where they\n"
    "                       offer them, by a passphrase, WPA3 or --eap: air, ds (through the "
    "old\n"
    "                       AP), off (default)\n"
    "  --ocv                operating channel validation, where the AP has it: nobody stands\n"
    "                       between the two on another channel\n"
    "  --extended-key-id    pairwise keys are renewed without loss, where the AP has it\n"
    "  --extension FILE.so  an IHV extension: it manages the security of a profile with an\n"
    "                       <IHV> part (extensions/wpa2psk is an example)\n"
    "  --driver FILE.so     a driver of your own below the station (docs/driver.md)\n"
    "  --iface WLAN         a Wi-Fi card, by its interface ('extsta radios' lists them), which\n"
    "                       carries the traffic itself. Needs root; docs/nl80211.md\n"
    "  --radio hwsim        (default) the kernel's simulated radios: 'modprobe\n"
    "                       mac80211_hwsim radios=1', hostapd on wlan0, this process is the\n"
    "                       medium. Needs root or 'unshare -Urn'.\n"
    "  --radio nl80211:WLAN:connect  a card as with --iface, by CONNECT alone\n"
    "  --radio monitor:IFACE  a card's interface in monitor mode (docs/radios.md); what will\n"
    "                       not work is said at once. Needs root\n"
    "  --radio udp:HOST:PORT  the air of an 'extsta medium', of this machine or another\n"
    "  --tap NAME           a TAP interface that carries the traffic (CAP_NET_ADMIN)\n"
    "  --address MAC        the station's address (default: made up; of a card: its own)\n"
    "  --stations N         N stations on one medium, their addresses counted up: an AP under\n"
    "                       many clients. Each second how many are connected, a line about "
    "all\n"
    "                       when the last is through, another when they leave\n"
    "  --at-once N          of these, so many may be under way at a time (default: all)\n"
    "  --channels LIST      look for networks on these channels only, as in 1,6,36: quicker\n"
    "  --signal MAC=DBM[@S] how strongly the AP with this address is heard (hwsim; default\n"
    "                       -50); with @S from S seconds after the first connection on; may\n"
    "                       be repeated\n"
    "  --wait S             give up when S seconds pass without one being connected (default\n"
    "                       30), however many attempts that were\n"
    "  --for S              disconnect S seconds after all stations are through\n"
    "  --json, --frames, --why, --quiet, --pcap FILE, --log FILE\n"
    "                       event lines; frames, or decisions to roam, in the timeline; "
    "nothing\n"
    "                       of single stations\n"
    "                       (with --json too); a capture; the whole event log\n"
    "                       (docs/event-log.md)\n"
    "  --record FILE        all that goes into the stations, for 'extsta replay'\n"
    "                       (docs/replay.md); it holds the keys, and only its owner can read it\n"
    "  --record-without-secrets  with passphrases and keys replaced\n"
    "  --no-referee         do not judge the stations by the rules of the contract; else each\n"
    "                       rule that is broken is told, and at the end how many were "
    "exercised\n"
    "\n"
    "Exit status: 0 every station was connected when told to leave and no rule of the "
    "contract\n"
    "was broken, 1 not so, 2 wrong arguments, 3 a profile cannot be used, 4 the machine "
    "refuses.\n";

#define MAX_SIGNALS 32 /* --signal may be given so often */
#define WAIT        30 /* seconds */

/* One --signal: how strongly an AP is heard from some moment on. */
struct signal_change {
    struct connect *connect;
    struct extsta_mac ap; /* its address on the air */
    int dbm;
    double at; /* seconds after the first connection; 0: from the beginning */
};

struct connect {
    struct live_tell tell; /* first: crowd_tell.h */
    struct crowd crowd;
    struct extsta_profile profile;
    struct profile_xml xml;
    struct eap_options eap;
    struct signal_change signals[MAX_SIGNALS];
    size_t signal_count;
};

static void on_signal_change(void *user, extsta_time now)
{
    struct signal_change *s = user;
    hwsim_signal(s->connect->tell.radio.hwsim, s->ap, s->dbm);
}

/* The first station is connected: the clocks of --signal ...@S begin. */
static void on_first(void *user)
{
    struct connect *c = user;
    for (size_t i = 0; i < c->signal_count; i++) {
        struct signal_change *s = &c->signals[i];
        if (s->at > 0) {
            struct host_loop *loop = c->tell.live.loop;
            host_alarm_add(loop, host_loop_now(loop) + (extsta_time)(s->at * 1e6),
                           on_signal_change, s);
        }
    }
}

/* "MAC=DBM" or "MAC=DBM@SECONDS". */
static bool parse_signal(struct connect *c, const char *text)
{
    struct signal_change *s = &c->signals[c->signal_count];
    char mac[18] = {0}, dbm[8] = {0};
    uint64_t below_zero;
    if (c->signal_count == MAX_SIGNALS || strlen(text) < 19 || text[17] != '=') {
        return false;
    }
    memcpy(mac, text, 17);
    const char *number = text + 18, *at = strchr(number, '@');
    bool negative = *number == '-';
    number += negative;
    size_t len = at ? (size_t)(at - number) : strlen(number);
    if (len >= sizeof dbm) {
        return false;
    }
    memcpy(dbm, number, len);
    if (!argument_mac(mac, &s->ap) || !argument_number(dbm, 0, negative ? 127 : 0, &below_zero) ||
        (at && !argument_seconds(at + 1, &s->at))) {
        return false;
    }
    s->dbm = -(int)below_zero;
    s->connect = c;
    c->signal_count++;
    return true;
}

/* IHV-38: the extension sees its parts of the profile before anybody uses it. */
static bool extension_accepts(struct connect *c, uint32_t *error)
{
    struct ihv_adapter *adapter = c->tell.live.stations[0].adapter;
    uint32_t reason;
    *error = adapter && (c->profile.ihv_security || c->profile.ihv_connectivity)
                 ? ihv_adapter_validate(adapter, &c->profile, &reason)
                 : 0;
    return *error == 0;
}

static void on_signal(void *user, int number)
{
    crowd_leave(user);
}

static void on_broken(void *user)
{
    crowd_leave_soon(user);
}

/* Everything is open: profile, signals, and the crowd until it has left. The PMK is derived
 * before the clock of a connection runs, because that takes milliseconds. */
static int start(struct connect *c)
{
    uint32_t error;
    if (c->signal_count && !c->tell.radio.hwsim) {
        return command_fail(&command_connect, EXIT_USAGE,
                            "--signal is for --radio hwsim: elsewhere places make signals");
    }
    for (size_t i = 0; i < c->signal_count; i++) {
        if (c->signals[i].at <= 0) {
            on_signal_change(&c->signals[i], 0);
        }
    }
    if (!extension_accepts(c, &error)) {
        return command_fail(&command_connect, EXIT_INPUT,
                            "the extension refuses its part of the profile (error %u)", error);
    }
    if (extsta_profile_prepare(c->tell.live.ctx, &c->profile) != EXTSTA_OK) {
        return command_fail(&command_connect, EXIT_INPUT, "the profile cannot be used");
    }
    c->crowd.live = &c->tell.live;
    c->crowd.profile = &c->profile;
    c->crowd.first = on_first;
    c->crowd.user = c;
    if (c->tell.live.options.stations > 1) { /* one is told about already */
        crowd_tell(&c->crowd);
    }
    c->tell.broken = on_broken;
    c->tell.user = &c->crowd;
    host_loop_on_signal(c->tell.live.loop, on_signal, &c->crowd);
    bool memory = crowd_run(&c->crowd);
    c->tell.broken = NULL;
    if (!memory) {
        return command_fail(&command_connect, EXIT_SYSTEM, "no memory");
    }
    size_t stations = c->tell.live.options.stations;
    return c->crowd.authorized == stations && c->crowd.at_leave == stations ? EXIT_OK
                                                                            : EXIT_EXPECTATION;
}

/* Texts that can be judged only when all are known; NULL: not given. */
struct arguments {
    const char *ssid, *passphrase, *pmk, *profile, *manager, *type, *pmf, *ft;
    struct connect_security security;
    bool join_only, ocv, ext_key_id;
    const char *wait, *stay, *stations, *at_once;
    struct eap_arguments eap;
};

/* --type, --join-only; of an independent network there can be one station: those of one medium
 * are between it and the kernel, and do not hear each other. */
static int set_type(struct connect *c, const struct arguments *a,
                    const struct live_tell_options *o)
{
    const char *why = NULL;
    if (a->type && strcmp(a->type, "ibss") == 0) {
        c->profile.bss_type = dot11_BSS_type_independent;
    } else if (a->type && strcmp(a->type, "infrastructure") != 0) {
        return command_fail(&command_connect, EXIT_USAGE, "--type is infrastructure or ibss");
    }
    c->profile.join_only = a->join_only;
    bool independent = c->profile.bss_type == dot11_BSS_type_independent;
    if (independent && o->live.stations > 1) {
        return command_fail(&command_connect, EXIT_USAGE,
                            "an independent network takes one station here: those of one medium "
                            "do not hear each other");
    }
    if (independent && o->interface) {
        return command_fail(&command_connect, EXIT_USAGE,
                            "an independent network is not to be had with --iface: "
                            "docs/nl80211.md");
    }
    if (extsta_profile_check(&c->profile, &why) != EXTSTA_OK) {
        return command_fail(&command_connect, EXIT_USAGE, "%s",
                            why ? why : "the profile contradicts itself");
    }
    return EXIT_OK;
}

/* The profile of a file or of an SSID; --manager and --pmf change it. */
static int make_profile(struct connect *c, const struct arguments *a)
{
    char why[300];
    if (a->profile) {
        if (!profile_xml_read(a->profile, &c->xml, why, sizeof why)) {
            return command_fail(&command_connect, EXIT_INPUT, "%s", why);
        }
        c->profile = c->xml.profile;
    } else if (!a->ssid) {
        return command_fail(&command_connect, EXIT_USAGE, "give --ssid or --profile");
    } else {
        struct extsta_span ssid = {(const uint8_t *)a->ssid, strlen(a->ssid)};
        if (extsta_profile_make(&c->profile, ssid, a->passphrase) != EXTSTA_OK) {
            return command_fail(&command_connect, EXIT_USAGE,
                                "the SSID has 1 to 32 octets, a passphrase 8 to 63 printable "
                                "characters");
        }
    }
    bool eap = eap_is_given(&a->eap);
    uint32_t auth = 0;
    const char *wrong = eap      ? connect_security_enterprise(&a->security, &auth)
                        : a->pmk ? NULL
                                 : connect_security_set(&a->security, &c->profile);
    if (wrong) {
        return command_fail(&command_connect, EXIT_USAGE, "%s", wrong);
    }
    if (eap) {
        int status = eap_options_take(&c->eap, &command_connect, &a->eap);
        if (status != EXIT_OK) {
            return status;
        }
        extsta_profile_enterprise(&c->profile, auth, &c->eap.eap);
    }
    if (a->pmk) {
        if (!argument_hex(a->pmk, c->profile.pmk, sizeof c->profile.pmk)) {
            return command_fail(&command_connect, EXIT_USAGE, "--pmk takes 64 hexadecimal digits");
        }
        c->profile.has_pmk = true;
        c->profile.auth = 7; /* RSNA-PSK */
        c->profile.unicast_cipher = 4;
        c->profile.manager = EXTSTA_MANAGER_OS;
    }
    unsigned pmf = c->profile.pmf, manager = c->profile.manager, ft = c->profile.ft;
    if (a->pmf && !profile_word_find(profile_pmf_words, a->pmf, &pmf)) {
        return command_fail(&command_connect, EXIT_USAGE,
                            "--pmf is capable, required or off");
    }
    if (a->manager && strcmp(a->manager, "os") != 0 && /* then it stays whose it is */
        !profile_word_find(profile_manager_words, a->manager, &manager)) {
        return command_fail(&command_connect, EXIT_USAGE, "--manager is os or miniport");
    }
    if (a->ft && !profile_word_find(profile_ft_words, a->ft, &ft)) {
        return command_fail(&command_connect, EXIT_USAGE, "--ft is air, ds or off");
    }
    c->profile.pmf = (enum extsta_pmf)pmf;
    c->profile.manager = (enum extsta_port_manager)manager;
    c->profile.ft = (enum extsta_ft)ft;
    c->profile.ocv = c->profile.ocv || a->ocv;
    c->profile.ext_key_id = c->profile.ext_key_id || a->ext_key_id;
    return EXIT_OK;
}

/* Two that say the same thing in two ways: one of them would be passed over. */
static int check_apart(const struct arguments *a)
{
    const struct {
        const char *one, *other, *names[2];
    } pairs[] = {
        {a->profile, a->ssid, {"--profile", "--ssid"}},
        {a->profile, a->passphrase, {"--profile", "--passphrase"}},
        {a->profile, a->pmk, {"--profile", "--pmk"}},
        {a->profile, a->type, {"--profile", "--type"}},
        {a->profile, a->eap.method, {"--profile", "--eap"}},
        {a->passphrase, a->eap.method, {"--passphrase", "--eap"}},
        {a->pmk, a->eap.method, {"--pmk", "--eap"}},
        {a->passphrase, a->pmk, {"--passphrase", "--pmk"}},
        {a->profile, a->security.security, {"--profile", "--security"}},
        {a->profile, a->security.password_id, {"--profile", "--password-id"}},
        {a->profile, a->security.sae_pwe, {"--profile", "--sae-pwe"}},
        {a->pmk, a->security.security, {"--pmk", "--security"}},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i].one && pairs[i].other) {
            return command_fail(&command_connect, EXIT_USAGE,
                                "%s and %s contradict each other: give one of them",
                                pairs[i].names[0], pairs[i].names[1]);
        }
    }
    return EXIT_OK;
}

/* The arguments that are numbers or addresses; those that contradict one another. */
static int check(struct connect *c, struct live_tell_options *o, const struct arguments *a)
{
    uint64_t stations = 1, at_once = LIVE_MAX_STATIONS;
    if (check_apart(a) != EXIT_OK) {
        return EXIT_USAGE;
    }
    if ((a->wait && !argument_seconds(a->wait, &c->crowd.wait)) ||
        (a->stay && !argument_seconds(a->stay, &c->crowd.stay))) {
        return command_fail(&command_connect, EXIT_USAGE,
                            "'%s' is no number of seconds greater than 0",
                            a->wait && c->crowd.wait <= 0 ? a->wait : a->stay);
    }
    if (a->stations && !argument_number(a->stations, 1, LIVE_MAX_STATIONS, &stations)) {
        return command_fail(&command_connect, EXIT_USAGE, "--stations takes 1 to %u, not '%s'",
                            LIVE_MAX_STATIONS, a->stations);
    }
    if (a->at_once && !argument_number(a->at_once, 1, LIVE_MAX_STATIONS, &at_once)) {
        return command_fail(&command_connect, EXIT_USAGE, "--at-once takes 1 to %u, not '%s'",
                            LIVE_MAX_STATIONS, a->at_once);
    }
    if (a->at_once && !a->stations) {
        return command_fail(&command_connect, EXIT_USAGE,
                            "--at-once means something only with --stations");
    }
    if (stations > 1 && o->tap) {
        return command_fail(&command_connect, EXIT_USAGE,
                            "--tap carries the traffic of one station, not of %s", a->stations);
    }
    if (o->interface && c->signal_count) {
        return command_fail(&command_connect, EXIT_USAGE,
                            "--signal means nothing with --iface: a card hears what it hears");
    }
    c->crowd.wait = a->wait ? c->crowd.wait : WAIT;
    o->live.stations = (size_t)stations;
    c->crowd.at_once = (size_t)at_once;
    return EXIT_OK;
}

static bool parse_address(const char *text, struct live_tell_options *o)
{
    return argument_mac(text, &o->live.address) && (o->live.address.b[0] & 1) == 0;
}

static int parse(int argc, char **argv, struct connect *c, struct live_tell_options *o,
                 struct arguments *a)
{
    static const struct option options[] = {
        {"ssid", required_argument, NULL, 's'},
        {"passphrase", required_argument, NULL, 'p'},
        {"pmk", required_argument, NULL, 'k'},
        {"profile", required_argument, NULL, 'f'},
        {"ft", required_argument, NULL, 'E'},
        {"ocv", no_argument, NULL, 'V'},
        {"extended-key-id", no_argument, NULL, 'X'},
        {"manager", required_argument, NULL, 'm'},
        {"pmf", required_argument, NULL, 'M'},
        {"radio", required_argument, NULL, 'r'},
        {"iface", required_argument, NULL, 'z'},
        {"tap", required_argument, NULL, 't'},
        {"address", required_argument, NULL, 'a'},
        {"signal", required_argument, NULL, 'g'},
        {"wait", required_argument, NULL, 'w'},
        {"for", required_argument, NULL, 'F'},
        {"json", no_argument, NULL, 'j'},
        {"frames", no_argument, NULL, 'v'},
        {"why", no_argument, NULL, 'Y'},
        {"quiet", no_argument, NULL, 'q'},
        {"pcap", required_argument, NULL, 'c'},
        {"extension", required_argument, NULL, 'x'},
        {"channels", required_argument, NULL, 'l'},
        {"stations", required_argument, NULL, 'n'},
        {"at-once", required_argument, NULL, 'o'},
        {"log", required_argument, NULL, 'L'},
        {"driver", required_argument, NULL, 'd'},
        {"type", required_argument, NULL, 'T'},
        {"join-only", no_argument, NULL, 'J'},
        {"no-referee", no_argument, NULL, 'R'},
        {"record", required_argument, NULL, 'Q'},
        {"record-without-secrets", no_argument, NULL, 'Z'},
        {"security", required_argument, NULL, 'S'},
        {"sae-pwe", required_argument, NULL, 'W'},
        {"password-id", required_argument, NULL, 'I'},
        {"eap", required_argument, NULL, 'e'},      {"inner", required_argument, NULL, 'B'},
        {"identity", required_argument, NULL, 'i'}, {"anonymous", required_argument, NULL, 'A'},
        {"password", required_argument, NULL, 'P'}, {"password-file", required_argument, NULL, 'O'},
        {"ca", required_argument, NULL, 'C'},       {"cert", required_argument, NULL, 'u'},
        {"key", required_argument, NULL, 'K'},      {"key-passphrase", required_argument, NULL, 'y'},
        {"domain", required_argument, NULL, 'D'},   {"no-verify", no_argument, NULL, 'N'},
        {NULL, 0, NULL, 0},
    };
    for (int i; (i = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (i) {
        case 's': a->ssid = optarg; break;
        case 'p': a->passphrase = optarg; break;
        case 'k': a->pmk = optarg; break;
        case 'f': a->profile = optarg; break;
        case 'm': a->manager = optarg; break;
        case 'M': a->pmf = optarg; break;
        case 'E': a->ft = optarg; break;
        case 'V': a->ocv = true; break;
        case 'X': a->ext_key_id = true; break;
        case 'r': o->radio = optarg; break;
        case 'z': o->interface = optarg; break;
        case 't': o->tap = optarg; break;
        case 'w': a->wait = optarg; break;
        case 'F': a->stay = optarg; break;
        case 'l': o->channels = optarg; break;
        case 'n': a->stations = optarg; break;
        case 'Q': o->record.path = optarg; break;
        case 'Z': o->record.without_secrets = true; break;
        case 'o': a->at_once = optarg; break;
        case 'j': o->json = true; break;
        case 'v': o->frames = true; break;
        case 'Y': o->why = true; break;
        case 'q': o->quiet = true; break;
        case 'c': o->pcap = optarg; break;
        case 'L': o->log = optarg; break;
        case 'd': o->live.driver = optarg; break;
        case 'T': a->type = optarg; break;
        case 'J': a->join_only = true; break;
        case 'R': o->judged = false; break;
        case 'S':
            a->security.security = optarg;
            break;
        case 'W':
            a->security.sae_pwe = optarg;
            break;
        case 'I':
            a->security.password_id = optarg;
            break;
        case 'e': a->eap.method = optarg; break;
        case 'B': a->eap.inner = optarg; break;
        case 'i': a->eap.identity = optarg; break;
        case 'A': a->eap.anonymous = optarg; break;
        case 'P': a->eap.password = optarg; break;
        case 'O': a->eap.password_file = optarg; break;
        case 'C': a->eap.ca = optarg; break;
        case 'u': a->eap.certificate = optarg; break;
        case 'K': a->eap.key = optarg; break;
        case 'y': a->eap.key_passphrase = optarg; break;
        case 'D': a->eap.domain = optarg; break;
        case 'N': a->eap.verify_off = true; break;
        case 'x':
            o->live.extension = optarg;
            break;
        case 'a':
            if (!parse_address(optarg, o)) {
                return command_fail(&command_connect, EXIT_USAGE,
                                    "'%s' is no MAC address of a station", optarg);
            }
            break;
        case 'g':
            if (!parse_signal(c, optarg)) {
                return command_fail(&command_connect, EXIT_USAGE,
                                    "--signal takes MAC=DBM or MAC=DBM@SECONDS, not '%s'",
                                    optarg);
            }
            break;
        default:
            fprintf(stderr, "Try 'extsta connect --help'.\n");
            return EXIT_USAGE;
        }
    }
    return optind == argc ? check(c, o, a)
                          : command_fail(&command_connect, EXIT_USAGE,
                                         "unexpected argument '%s'", argv[optind]);
}

static int run(int argc, char **argv)
{
    struct connect c = {0};
    struct live_tell_options o = {.judged = true,
                                  .live.stations = 1,
                                  .live.outputs = EXTSTA_OUT_MASK(EXTSTA_OUT_NOTIFY) |
                                                  EXTSTA_OUT_MASK(EXTSTA_OUT_PORT)};
    struct arguments a = {0};
    int status = parse(argc, argv, &c, &o, &a);
    if (status == EXIT_OK) {
        const struct output outputs[] = {{"--pcap", o.pcap}, {"--log", o.log}, {"--record", o.record.path}};
        const char *const inputs[] = {a.profile, o.live.extension, o.live.driver};
        status = outputs_check(&command_connect, outputs, 3, inputs, 3);
    }
    if (status == EXIT_OK) {
        status = make_profile(&c, &a);
    }
    if (status == EXIT_OK) {
        status = set_type(&c, &a, &o);
    }
    if (status == EXIT_OK) {
        status = live_tell_open(&c.tell, &command_connect, &o);
    }
    if (status == EXIT_OK) {
        status = start(&c);
        status = live_tell_broken(&c.tell) ? EXIT_SYSTEM : status;
        int closed = live_tell_close(&c.tell);
        status = status == EXIT_OK ? closed : status;
    }
    profile_xml_free(&c.xml);
    eap_options_free(&c.eap);
    return status;
}

const struct command command_connect = {"connect", "connect stations on a real radio", help,
                                        run};
