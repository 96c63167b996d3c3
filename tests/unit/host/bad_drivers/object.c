/* Shared objects that are no drivers of this program, each for one reason (OBJECT_…, given by
 * meson.build): the loader must say which. Without any it is a driver, one whose make gives
 * none. */
#include <extsta/driver.h>

#ifndef OBJECT_NO_SYMBOL
static uint32_t on_oid(void *driver, extsta_time now, struct extsta_oid *oid)
{
    return NDIS_STATUS_NOT_SUPPORTED;
}
static void on_send(void *driver, extsta_time now, const struct extsta_packet *packets,
                    size_t n)
{
}
static void on_rx(void *driver, extsta_time now, const struct extsta_rx_frame *frames, size_t n)
{
}
static void on_expire(void *driver, extsta_time now)
{
}
#ifndef OBJECT_HOLE
static extsta_time on_deadline(const void *driver)
{
    return EXTSTA_NEVER;
}
#endif
static void *make(const struct extsta_driver_site *site)
{
    return NULL;
}
static const struct extsta_driver_ops ops = {.name = "none",
                                             .oid = on_oid,
                                             .send = on_send,
                                             .rx = on_rx,
                                             .expire = on_expire,
#ifndef OBJECT_HOLE
                                             .deadline = on_deadline
#endif
};

#if defined OBJECT_FUNCTION
void extsta_driver(void);
void extsta_driver(void)
{
}
#elif defined OBJECT_SHORT
extern const uint32_t extsta_driver[3];
const uint32_t extsta_driver[3] = {EXTSTA_DRIVER_ABI, sizeof(struct extsta_driver), 0};
#else
extern const struct extsta_driver extsta_driver;
const struct extsta_driver extsta_driver = {
#ifdef OBJECT_VERSION
    .abi = EXTSTA_DRIVER_ABI + 1,
#else
    .abi = EXTSTA_DRIVER_ABI,
#endif
#ifdef OBJECT_SIZES
    .sizes = {sizeof(struct extsta_driver), sizeof(struct extsta_driver_ops),
              sizeof(struct extsta_driver_site), sizeof(struct extsta_driver_services),
              sizeof(struct extsta_oid) - 8},
#else
    .sizes = EXTSTA_DRIVER_SIZES,
#endif
#ifdef OBJECT_NO_OPS
    .ops = NULL,
#else
    .ops = &ops,
#endif
#ifndef OBJECT_NO_MAKE
    .make = make,
#endif
};
#endif
#endif
