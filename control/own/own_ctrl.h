/* Our own control socket: what the vocabulary of wpa_supplicant's cannot say. A stream socket
 * on which a request is a line, the words of a command as a JSON array of texts, and the answer
 * is lines of JSON (docs/ctl.md; `extsta ctl` is a client). Beside it stands control/wpa; both
 * are listeners of a service and say what they do by its operations.
 *
 * Clients are strangers: bounded in number, in what they send before they have read, and in
 * what waits for them; who does not read is dropped and counted. */
#ifndef CONTROL_OWN_CTRL_H
#define CONTROL_OWN_CTRL_H

#include "service.h"

#define OWN_PROTOCOL 1u
#define OWN_CLIENTS  32u /* at the same time; who comes then: own_client_place */
#define OWN_LINE_MAX 65536u               /* octets of a request */
#define OWN_WAITING  (1u << 20)           /* octets that wait for a client, at most */
#define OWN_PATIENCE (5u * EXTSTA_SECOND) /* so long nothing that waits may be read */

struct own_ctrl;

/* Opens the socket: its file has this mode (0660) and belongs to this group (UINT32_MAX: as it
 * comes). Let in are root, whoever runs this process, and members of the group. A file that
 * nobody listens at is replaced. Before the first station of the service. NULL: `why` has the
 * words. */
struct own_ctrl *own_ctrl_open(struct service *service, const char *path, unsigned mode,
                               uint32_t group, char *why, size_t size);
/* Whether `oid NAME OID set` may be asked; false from the beginning. */
void own_ctrl_allow_set(struct own_ctrl *ctrl, bool allowed);
/* Closes all, and removes the file. It listens to the service: after service_free. NULL is
 * fine. */
void own_ctrl_close(struct own_ctrl *ctrl);

struct own_counts {
    uint64_t accepted, requests;
    uint64_t refused; /* by their credentials, or too many */
    uint64_t displaced; /* dropped for somebody else */
    uint64_t slow;    /* dropped: they did not read */
    uint64_t wrong;   /* dropped: no request, or too long a line */
    size_t clients;   /* now */
};
struct own_counts own_ctrl_counts(const struct own_ctrl *ctrl);

#endif
