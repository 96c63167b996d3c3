/* Loads drivers of others (extsta/driver.h: a shared object with the symbol extsta_driver) and
 * makes stations above them. Beside it ihv_loader.h loads extensions. Nothing of the object is
 * called or believed before it is known to be built for this program; it still runs inside it,
 * with all its rights. */
#ifndef HOST_DRIVER_LOADER_H
#define HOST_DRIVER_LOADER_H

#include <extsta/driver.h>
#include <extsta/station.h>

struct driver_loader; /* one shared object */

/* Loads a shared object; a path without a slash is of the current folder. NULL on failure, with
 * a message in `why`: it cannot be read, is no shared object, lacks the symbol, was built for
 * another ABI or with structures of other sizes, or its operations have a hole. The same object
 * may be loaded several times. */
struct driver_loader *driver_loader_open(const char *path, char *why, size_t why_size);
/* Unloads. All stations made with it must have been freed. NULL is fine. */
void driver_loader_close(struct driver_loader *loader);
/* The driver's name for itself, or "driver" when it has none. Valid until it is closed. */
const char *driver_loader_name(const struct driver_loader *loader);

/* extsta_station_new, with a driver of the object's below the boundary, whatever *config says
 * of drivers. NULL: the driver could not be made, or no memory; `why` says which. */
struct extsta_station *driver_loader_station(struct driver_loader *loader,
                                             struct extsta_context *ctx,
                                             const struct extsta_station_config *config,
                                             extsta_time now, char *why, size_t why_size);

/* While such a station is being made: the file of its driver, from the config that
 * extsta_station_new was given. NULL: its driver is of no file. */
const char *driver_loader_file_of(const struct extsta_station_config *config);

#endif
