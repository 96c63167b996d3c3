/* A station in a program of your own: connects to a WPA2 network and sends one packet.
 *
 *   cc embed.c $(pkg-config --cflags --libs extsta) -o embed && ./embed
 *
 * The access point is simulated on virtual air, so this runs anywhere. With a radio of your
 * own, replace `radio_ops` and `carry_out`: they are all that knows of the air. */
#include <extsta/air.h>
#include <extsta/apsim.h>
#include <stdio.h>
#include <stdlib.h>

/* Memory and randomness come from you. (air_random is reproducible, not secret: on a real
 * radio fill from getrandom.) */
static void *take(void *user, size_t size)
{
    (void)user;
    return malloc(size);
}
static void give_back(void *user, void *block, size_t size)
{
    (void)user, (void)size;
    free(block);
}

static struct extsta_station *station;
static struct air_node *antenna; /* our place on the air */
static unsigned connected, received;

/* After every call on the station: carry out what it wants, in order. */
static void carry_out(void)
{
    struct extsta_output out;
    while (extsta_next(station, &out)) {
        if (out.type == EXTSTA_OUT_FRAME) {
            air_send(antenna, out.frame.bytes, &out.frame.meta);
        } else if (out.type == EXTSTA_OUT_TUNE) {
            air_node_tune(antenna, out.tune_freq);
        } else if (out.type == EXTSTA_OUT_ETHERNET) { /* decrypted, for the network stack */
            printf("received %zu bytes\n", out.ethernet.bytes.len);
            received++;
        } else if (out.type == EXTSTA_OUT_NOTIFY) {
            printf("%s\n", extsta_notify_name(out.notify.type));
            connected |= out.notify.type == EXTSTA_NOTIFY_CONNECTED;
        } else if (out.type == EXTSTA_OUT_CAUSE) { /* something ended: by whose hand, why */
            char text[200];
            extsta_cause_text(&out.cause, text, sizeof text);
            printf("%s\n", text);
        }
    }
}

/* What happens to the station goes in by a call with the time. */
static void on_frames(void *user, extsta_time now, const struct extsta_rx_frame *f, size_t count)
{
    (void)user;
    extsta_rx(station, now, f, count);
    carry_out();
}
static void on_outcome(void *user, extsta_time now, uint32_t cookie, bool acked, uint8_t tries)
{
    (void)user;
    extsta_tx_status(station, now, cookie, acked, tries);
    carry_out();
}
static void on_deadline(void *user, extsta_time now)
{
    (void)user;
    extsta_expire(station, now);
    carry_out();
}
static extsta_time deadline(void *user)
{
    (void)user;
    return extsta_deadline(station);
}
static const struct air_node_ops radio_ops = {.name = "me",
                                              .rx = on_frames,
                                              .tx_status = on_outcome,
                                              .expire = on_deadline,
                                              .deadline = deadline};

int main(void)
{
    struct air_random random = {.seed = 1};
    struct extsta_context *ctx = extsta_context_new(&(struct extsta_memory){take, give_back, NULL},
        &(struct extsta_random){air_random_fill, &random});
    struct air *air = air_new(ctx, NULL);
    struct apsim_ds *wire = apsim_ds_new(air, &(struct apsim_ds_config){.host_ip = {10, 0, 0, 1}});
    struct apsim *ap = apsim_new(air, &(struct apsim_config){.bssid = {{2, 0, 0, 0, 0, 0x0a}},
        .ssid = "home", .ssid_len = 4, .freq = 2437, .security = APSIM_WPA2_PSK,
        .passphrase = "twelve monkeys", .ds = wire});

    struct extsta_mac me = {{2, 0, 0, 0, 0, 1}};
    station = extsta_station_new(ctx, &(struct extsta_station_config){.id = 1, .address = me,
        .radio = &extsta_radio_caps_2ghz,
        .outputs = EXTSTA_OUT_MASK(EXTSTA_OUT_NOTIFY) | EXTSTA_OUT_MASK(EXTSTA_OUT_CAUSE)}, 0);
    antenna = air_node_new(air, &(struct air_node_config){.ops = &radio_ops, .address = me,
        .position = {5, 0, 0}});

    struct extsta_profile home;
    extsta_profile_make(&home, (struct extsta_span){(const uint8_t *)"home", 4}, "twelve monkeys");
    extsta_connect(station, 0, &home);
    carry_out();
    air_node_wake(antenna); /* its deadline has changed from outside */
    air_run(air, 3 * EXTSTA_SECOND);

    /* Who has 10.0.0.1? An 802.3 frame in; it leaves encrypted, the answer comes decrypted. */
    const uint8_t arp[43] = "\xff\xff\xff\xff\xff\xff\2\0\0\0\0\1\x08\6\0\1\x08\0\6\4\0\1"
                            "\2\0\0\0\0\1\12\0\0\2\0\0\0\0\0\0\12\0\0\1";
    extsta_tx(station, air_now(air), &(struct extsta_span){arp, 42}, 1, 0);
    carry_out();
    air_run(air, 4 * EXTSTA_SECOND);

    air_node_free(antenna);
    extsta_station_free(station);
    apsim_free(ap), apsim_ds_free(wire), air_free(air), extsta_context_free(ctx);
    return connected && received ? EXIT_SUCCESS : EXIT_FAILURE;
}
