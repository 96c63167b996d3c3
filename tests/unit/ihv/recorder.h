/* What the recording extension exports beside the interface. */
#ifndef TESTS_UNIT_IHV_RECORDER_H
#define TESTS_UNIT_IHV_RECORDER_H

#include <stdbool.h>
#include <stdint.h>

/* Its calls so far, one line each: "init-adapter 1", where the number is that of the
 * extension's own handle. Valid until it is unloaded. */
typedef const char *recorder_log_fn(void);
/* The OS's handle of an adapter by the extension's number. */
typedef void *recorder_service_fn(int number);

/* What the last perform-post-associate was called with. */
struct recorder_port {
    uint32_t session;      /* the handle */
    uint32_t port_session; /* of the port state, as are the others */
    uint8_t peer[6];
    bool controlled, authorized;
};
typedef void recorder_port_fn(struct recorder_port *out);

#endif
