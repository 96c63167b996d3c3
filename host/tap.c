/* Opens a TAP interface by the kernel's tun driver; from then on it is a descriptor, which
 * loop.c reads and writes. Closing it removes an interface that was not made persistent. */
#include "tap.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#ifndef IFF_NO_CARRIER
#define IFF_NO_CARRIER 0x0040
#endif
#include <net/if.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Says what to do about errno, and closes. Returns -1. */
static int fail(int fd, const char *name, const char *what, char *why, size_t size)
{
    int error = errno;
    if (error == EPERM || error == EACCES) {
        snprintf(why, size, "no privilege for TAP interface '%s' (%s): run as root, or give the "
                            "program CAP_NET_ADMIN", name, what);
    } else if (error == ENOENT || error == ENODEV) {
        snprintf(why, size, "the kernel has no TUN/TAP driver (/dev/net/tun): 'modprobe tun'");
    } else {
        snprintf(why, size, "TAP interface '%s': %s: %s", name, what, strerror(error));
    }
    if (fd >= 0) {
        close(fd);
    }
    return -1;
}

/* The address comes before IFF_UP, so that nothing is sent with another one. */
static bool set_up(int sock, struct ifreq *r, struct extsta_mac address, uint16_t mtu)
{
    r->ifr_hwaddr.sa_family = ARPHRD_ETHER;
    memcpy(r->ifr_hwaddr.sa_data, address.b, 6);
    if (ioctl(sock, SIOCSIFHWADDR, r) < 0) {
        return false;
    }
    r->ifr_mtu = mtu;
    if (ioctl(sock, SIOCSIFMTU, r) < 0) {
        return false;
    }
    if (ioctl(sock, SIOCGIFFLAGS, r) < 0) {
        return false;
    }
    r->ifr_flags = (short)(r->ifr_flags | IFF_UP);
    return ioctl(sock, SIOCSIFFLAGS, r) == 0;
}

static int make(const char *name, struct extsta_mac address, uint16_t mtu, bool carrier,
                char *why, size_t size)
{
    struct ifreq r = {0};
    if (strlen(name) >= sizeof r.ifr_name) {
        snprintf(why, size, "interface name '%s' is longer than %zu characters", name,
                 sizeof r.ifr_name - 1);
        return -1;
    }
    int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return fail(-1, name, "open /dev/net/tun", why, size);
    }
    strcpy(r.ifr_name, name);
    r.ifr_flags = (short)(IFF_TAP | IFF_NO_PI | (carrier ? 0 : IFF_NO_CARRIER));
    if (ioctl(fd, TUNSETIFF, &r) < 0) {
        return fail(fd, name, "create", why, size);
    }
    /* kernels before 6.3 do not know IFF_NO_CARRIER */
    bool ok = carrier || tap_carrier(fd, false);
    int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ok = ok && sock >= 0 && set_up(sock, &r, address, mtu);
    int error = errno;
    if (sock >= 0) {
        close(sock);
    }
    errno = error;
    return ok ? fd : fail(fd, name, "configure", why, size);
}

int tap_open(const char *name, struct extsta_mac address, char *why, size_t size)
{
    return make(name, address, 1500, true, why, size);
}

int tap_make(const char *name, struct extsta_mac address, uint16_t mtu, char *why, size_t size)
{
    if (if_nametoindex(name) != 0) {
        snprintf(why, size, "there is an interface '%s' already: 'ip link show %s' says whose; "
                            "'ip link del %s' removes one that was left behind",
                 name, name, name);
        return -1;
    }
    return make(name, address, mtu, false, why, size);
}

bool tap_carrier(int fd, bool there)
{
    int carrier = there;
    return ioctl(fd, TUNSETCARRIER, &carrier) == 0;
}
