/* An interface in monitor mode, to listen: libpcap opens it, frames come out with their link
 * headers as from a capture. */
#include "monitor.h"
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SNAPLEN    65535 /* whole frames, A-MPDU subframes and link headers too */
#define TIMEOUT_MS 250   /* how long a frame may wait in the kernel for others */
/* octets in the kernel: a busy channel while we are not scheduled */
#define BUFFER (8 << 20)
#define WHY    256 /* octets of the caller's buffer */

struct monitor {
    pcap_t *pcap;
    uint16_t linktype;
    bool nanoseconds; /* else microseconds: not every interface can */
    uint32_t number;
};

static enum monitor_problem problem_of(int rc)
{
    switch (rc) {
    case PCAP_ERROR_NO_SUCH_DEVICE:
    case PCAP_ERROR_IFACE_NOT_UP:
        return MONITOR_NO_INTERFACE;
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED:
        return MONITOR_NO_PRIVILEGE;
    default: /* libpcap's other numbers */
        return MONITOR_FAILED;
    }
}

/* LINKTYPE_ numbers of the 802.11 kinds are libpcap's DLT_ numbers. */
static bool is_80211(int dlt)
{
    return dlt == DLT_IEEE802_11 || dlt == DLT_IEEE802_11_RADIO || dlt == DLT_PRISM_HEADER ||
           dlt == DLT_IEEE802_11_RADIO_AVS || dlt == DLT_PPI;
}

/* Opens and activates; on failure m->pcap is left to monitor_close. */
static enum monitor_problem start(struct monitor *m, const char *interface, char *why)
{
    char error[PCAP_ERRBUF_SIZE] = "";
    m->pcap = pcap_create(interface, error);
    if (!m->pcap) {
        snprintf(why, WHY, "%.200s", error);
        return MONITOR_FAILED;
    }
    pcap_set_snaplen(m->pcap, SNAPLEN);
    pcap_set_promisc(m->pcap, 1);
    pcap_set_timeout(m->pcap, TIMEOUT_MS);
    pcap_set_buffer_size(m->pcap, BUFFER);
    m->nanoseconds = pcap_set_tstamp_precision(m->pcap, PCAP_TSTAMP_PRECISION_NANO) == 0;
    int rc = pcap_activate(m->pcap);
    if (rc < 0) {
        snprintf(why, WHY, "%.100s: %.120s", pcap_statustostr(rc), pcap_geterr(m->pcap));
        return problem_of(rc);
    }
    int dlt = pcap_datalink(m->pcap);
    if (!is_80211(dlt)) {
        snprintf(why, WHY, "gives frames of kind %s", pcap_datalink_val_to_name(dlt));
        return MONITOR_NOT_MONITOR;
    }
    m->linktype = (uint16_t)dlt;
    return MONITOR_OK;
}

struct monitor *monitor_open(const char *interface, enum monitor_problem *problem, char *why)
{
    struct monitor *m = calloc(1, sizeof *m);
    *problem = MONITOR_FAILED;
    if (!m) {
        snprintf(why, WHY, "no memory");
        return NULL;
    }
    *problem = start(m, interface, why);
    if (*problem != MONITOR_OK) {
        monitor_close(m);
        return NULL;
    }
    return m;
}

int monitor_read(struct monitor *m, struct capture_record *record)
{
    struct pcap_pkthdr *header;
    const uint8_t *bytes;
    int rc = pcap_next_ex(m->pcap, &header, &bytes);
    if (rc != 1) {
        return rc == 0 ? 0 : -1;
    }
    uint64_t fraction = (uint64_t)header->ts.tv_usec;
    *record = (struct capture_record){
        .time =
            (uint64_t)header->ts.tv_sec * 1000000000u + fraction * (m->nanoseconds ? 1 : 1000),
        .number = ++m->number,
        .linktype = m->linktype,
        .fcs_len = -1,
        .original_len = header->len,
        .bytes = {bytes, header->caplen},
    };
    return 1;
}

const char *monitor_why(struct monitor *m)
{
    return pcap_geterr(m->pcap);
}

uint64_t monitor_lost(struct monitor *m)
{
    struct pcap_stat stat;
    return pcap_stats(m->pcap, &stat) == 0 ? (uint64_t)stat.ps_drop + stat.ps_ifdrop : 0;
}

void monitor_close(struct monitor *m)
{
    if (m->pcap) {
        pcap_close(m->pcap);
    }
    free(m);
}
