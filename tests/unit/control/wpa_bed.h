/* A bed for tests of wpa_supplicant's control interface: a service on virtual air with one
 * station, the interface over it with its test commands, and clients of its sockets. Each
 * program that includes it has one bed. */
#ifndef TESTS_CONTROL_WPA_BED_H
#define TESTS_CONTROL_WPA_BED_H

#include "../testing.h"
#include "bed.h"
#include "wpa_ctrl.h"
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define SECRET "correct horse"

struct client {
    int fd;
    char path[108];
};

static struct bed bed;
static struct wpa_ctrl *ctrl;
static struct service_station *station;
static char place[64], text[65536];

/* --- a client --- */

static inline struct client client_open(const char *name, const char *server)
{
    struct client c = {.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)};
    struct sockaddr_un own = {.sun_family = AF_UNIX}, to = {.sun_family = AF_UNIX};
    snprintf(c.path, sizeof c.path, "%s/client-%s", place, name);
    snprintf(own.sun_path, sizeof own.sun_path, "%s", c.path);
    snprintf(to.sun_path, sizeof to.sun_path, "%s/%s", place, server);
    assert_true(c.fd >= 0);
    assert_int_equal(bind(c.fd, (struct sockaddr *)&own, sizeof own), 0);
    assert_int_equal(connect(c.fd, (struct sockaddr *)&to, sizeof to), 0);
    return c;
}

static inline void client_close(struct client *c)
{
    close(c->fd);
    unlink(c->path);
}

static inline void client_send(const struct client *c, const char *command)
{
    assert_int_equal(send(c->fd, command, strlen(command), 0), strlen(command));
}

/* What has come, one line for each datagram. */
static inline const char *client_heard(const struct client *c)
{
    size_t len = 0;
    ssize_t n;
    while ((n = recv(c->fd, text + len, sizeof text - len - 2, 0)) >= 0) {
        len += (size_t)n;
        text[len++] = '|';
    }
    text[len] = '\0';
    return text;
}

static inline const char *client_ask(const struct client *c, const char *command)
{
    client_send(c, command);
    bed_run(&bed, 0);
    return client_heard(c);
}

static inline const char *ask(const char *command)
{
    wpa_ctrl_command(ctrl, station, command, text, 4096);
    return text;
}

/* --- the beds --- */

static char unserved_why[200];

static inline void on_unserved(void *user, struct service_station *s, const char *why)
{
    snprintf(unserved_why, sizeof unserved_why, "%s: %s", service_station_name(s), why);
}

static inline int set_up(void **state)
{
    char why[200];
    bed_open(&bed);
    strcpy(place, "/tmp/extsta-wpa-XXXXXX");
    assert_non_null(mkdtemp(place));
    char global[100];
    snprintf(global, sizeof global, "%s/global", place);
    struct wpa_ctrl_options o = {.directory = place,
                                 .global = global,
                                 .test_commands = true,
                                 .owner.unserved = on_unserved};
    ctrl = wpa_ctrl_open(bed.service, &o, why, sizeof why);
    if (!ctrl) {
        fail_msg("%s", why);
    }
    station = bed_station(&bed, "wlan0", 1, 0, true);
    return 0;
}

static inline int tear_down(void **state)
{
    service_free(bed.service);
    bed.service = NULL;
    wpa_ctrl_close(ctrl);
    bed_close(&bed);
    assert_int_equal(rmdir(place), 0); /* nothing is left in it */
    return 0;
}

static inline void add_network(const char *ssid, const char *variable, const char *value)
{
    char command[256];
    unsigned id = (unsigned)atoi(ask("ADD_NETWORK"));
    snprintf(command, sizeof command, "SET_NETWORK %u ssid %s", id, ssid);
    assert_string_equal(ask(command), "OK\n");
    snprintf(command, sizeof command, "SET_NETWORK %u %s %s", id, variable, value);
    assert_string_equal(ask(command), "OK\n");
}

static inline void forget(struct client *monitor)
{
    (void)client_heard(monitor);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
