/* Attaches to a control socket and prints each event as it comes, one line each, until it is ended:
 * wpa_cli keeps them back when its output is a file.     Usage: wpa-listen SOCKET OWN_PATH */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int bound(const char *own, const char *path)
{
    struct sockaddr_un here = {.sun_family = AF_UNIX}, there = {.sun_family = AF_UNIX};
    snprintf(here.sun_path, sizeof here.sun_path, "%s", own);
    snprintf(there.sun_path, sizeof there.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    unlink(own);
    return fd >= 0 && bind(fd, (struct sockaddr *)&here, sizeof here) == 0 &&
                   connect(fd, (struct sockaddr *)&there, sizeof there) == 0
               ? fd
               : -1;
}

int main(int argc, char **argv)
{
    char text[8192];
    int fd = argc == 3 ? bound(argv[2], argv[1]) : -1;
    if (fd < 0 || send(fd, "ATTACH", 6, 0) != 6) {
        perror("wpa-listen");
        return 1;
    }
    for (ssize_t len; (len = recv(fd, text, sizeof text - 1, 0)) >= 0;) {
        text[len] = 0;
        text[strcspn(text, "\n")] = 0;
        puts(text);
        fflush(stdout);
    }
    return 0;
}
