/* A service with wpa_supplicant's control interface, on a medium of its own in real time, for
 * clients in other processes (wpa_cli.py): two stations, and access points around them. It ends
 * when it is told to TERMINATE, or when its standard input ends.
 *
 * Usage: wpa_served DIRECTORY GLOBAL [--test]; says "READY" when it can be spoken to. */
#include "medium.h"
#include "providers.h"
#include "wpa_ctrl.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SECRET "correct horse"

struct served {
    struct host_loop *loop;
    struct extsta_context *ctx;
    struct medium *medium;
    struct service *service;
    struct wpa_ctrl *ctrl;
    uint8_t stations;
};

static void ap_add(struct served *x, uint8_t number, const char *ssid,
                   enum apsim_security security, uint16_t freq, int8_t power)
{
    struct apsim_config c = {.bssid = {{2, 0x0a, 0, 0, 0, number}},
                             .ssid_len = (uint8_t)strlen(ssid),
                             .freq = freq,
                             .tx_power = power,
                             .security = security,
                             .pmf = security == APSIM_SAE ? APSIM_PMF_REQUIRED : APSIM_PMF_OFF};
    char name[8];
    memcpy(c.ssid, ssid, strlen(ssid));
    if (security == APSIM_EAP) {
        strcpy(c.eap.identity, "user@air.example");
        strcpy(c.eap.password, "secret");
    } else if (security != APSIM_OPEN) {
        strcpy(c.passphrase, SECRET);
    }
    (void)snprintf(name, sizeof name, "ap%u", number);
    if (!medium_ap(x->medium, name, &c)) {
        fprintf(stderr, "no access point %s\n", ssid);
    }
}

static bool station_add(struct served *x, const char *name)
{
    char why[200];
    struct service_station_options o = {.name = name,
                                        .address = {{2, 0, 0, 0, 0, ++x->stations}},
                                        .caps = &extsta_radio_caps_2ghz,
                                        .tap = -1,
                                        .automatic = true};
    o.radio = medium_radio(x->medium, &(struct medium_radio_options){.address = o.address});
    o.radio = o.radio ? wpa_ctrl_test_radio(x->ctrl, name, o.radio) : NULL;
    if (!o.radio || !service_station_add(x->service, &o, why, sizeof why)) {
        fprintf(stderr, "no station %s: %s\n", name, o.radio ? why : "no radio");
        return false;
    }
    return true;
}

static bool on_add(void *user, const struct wpa_ctrl_interface *wanted)
{
    return station_add(user, wanted->name);
}

static bool on_remove(void *user, struct service_station *s)
{
    service_station_remove(s);
    return true;
}

static void on_terminate(void *user)
{
    struct served *x = user;
    host_loop_stop(x->loop);
}

static void on_input(void *user, extsta_time now)
{
    char byte[16];
    if (read(STDIN_FILENO, byte, sizeof byte) <= 0) {
        on_terminate(user);
    }
}

static bool open_all(struct served *x, char **argv, bool test)
{
    char why[200];
    struct wpa_ctrl_options o = {.directory = argv[1],
                                 .global = argv[2],
                                 .test_commands = test,
                                 .owner = {.interface_add = on_add,
                                           .interface_remove = on_remove,
                                           .terminate = on_terminate,
                                           .user = x}};
    x->loop = host_loop_new();
    x->ctx = extsta_context_new(&host_memory, &host_entropy);
    x->medium = medium_new(x->loop, &(struct medium_options){.seed = 1, .wire = -1});
    x->service = service_new(x->loop, x->ctx);
    x->ctrl = wpa_ctrl_open(x->service, &o, why, sizeof why);
    if (!x->ctrl) {
        fprintf(stderr, "%s\n", why);
        return false;
    }
    ap_add(x, 1, "net", APSIM_WPA2_PSK, 2412, 0);
    ap_add(x, 2, "net", APSIM_WPA2_PSK, 2437, 10);
    ap_add(x, 3, "sae", APSIM_SAE, 2412, 0);
    ap_add(x, 4, "open", APSIM_OPEN, 2437, 0);
    ap_add(x, 5, "corp", APSIM_EAP, 2412, 0);
    return station_add(x, "wlan0") && station_add(x, "wlan1");
}

int main(int argc, char **argv)
{
    struct served x = {0};
    if (argc < 3 || !open_all(&x, argv, argc > 3 && strcmp(argv[3], "--test") == 0)) {
        return 2;
    }
    (void)host_watch_add(x.loop, STDIN_FILENO, on_input, &x);
    printf("READY\n");
    fflush(stdout);
    host_loop_run(x.loop);
    service_free(x.service);
    wpa_ctrl_close(x.ctrl);
    size_t left = medium_free(x.medium);
    host_loop_free(x.loop);
    left += host_context_free(x.ctx);
    printf("LEFT %zu\n", left);
    return left ? 1 : 0;
}
