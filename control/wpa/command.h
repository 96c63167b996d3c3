/* The commands of the control interface: one table, in which command.c looks. Each function
 * answers into call->reply; what it leaves empty is answered so. */
#ifndef CONTROL_WPA_COMMAND_H
#define CONTROL_WPA_COMMAND_H

#include "ctrl.h"

/* Where a command may be said, and what may follow it. */
#define WPA_HERE   0x01u /* on a station's socket, or with IFNAME= on the global one */
#define WPA_GLOBAL 0x02u /* on the global one; call->station is NULL */
#define WPA_ALONE  0x04u /* nothing follows its name */
#define WPA_JOINED 0x08u /* what follows need not begin with a blank */
#define WPA_TEST   0x10u /* for tests of protocols: off unless the interface was opened so */

struct wpa_command {
    const char *name;
    unsigned flags;
    wpa_command_function *run;
};
extern const struct wpa_command wpa_commands[];
extern const size_t wpa_command_count;

/* What stands behind the blanks. */
char *wpa_argument(char *rest);
/* The next word, cut off at a blank; *rest moves behind it. NULL: none. */
char *wpa_word(char **rest);
/* The block whose id begins the text; *rest (may be NULL) is what stands behind the number and
 * its blanks. NULL: no number, or no such block. */
struct wpa_network *wpa_network_argument(struct wpa_call *call, char *text, char **rest);
/* Tells the service what the block says. False: it cannot be one here, or not yet. */
bool wpa_network_push(struct wpa_call *call, struct wpa_network *w);

/* Asks for what somebody can type and the block lacks; once it is answered the network is told
 * to the service, and selected. False: nothing of that kind is missing. */
bool wpa_credentials_ask(struct wpa_call *call, const struct wpa_network *w, bool select);

/* --- by subject --- */
wpa_command_function wpa_status, wpa_ping, wpa_note, wpa_mib, wpa_list_networks;
wpa_command_function wpa_add_network, wpa_set_network, wpa_get_network, wpa_select_network,
    wpa_enable_network, wpa_disable_network, wpa_remove_network, wpa_dup_network, wpa_bssid_set;
wpa_command_function wpa_set, wpa_get, wpa_dump, wpa_get_capability, wpa_save_config,
    wpa_reconfigure, wpa_flush, wpa_ifname;
wpa_command_function wpa_scan, wpa_scan_results, wpa_abort_scan, wpa_scan_interval;
wpa_command_function wpa_bss, wpa_bss_flush, wpa_bss_expire_age, wpa_bss_expire_count;
wpa_command_function wpa_disconnect, wpa_reconnect, wpa_reassociate, wpa_reattach, wpa_roam,
    wpa_sta_autoconnect, wpa_bssid_ignore, wpa_ft_ds;
wpa_command_function wpa_signal_poll, wpa_pktcnt_poll, wpa_signal_monitor;
wpa_command_function wpa_vendor_elem_add, wpa_vendor_elem_get, wpa_vendor_elem_remove;
/* What is known and cannot be done here: FAIL. */
wpa_command_function wpa_not_here;
wpa_command_function wpa_pmksa, wpa_pmksa_get, wpa_pmksa_add, wpa_pmksa_flush, wpa_logon,
    wpa_logoff, wpa_ctrl_rsp;
wpa_command_function wpa_wnm_bss_query, wpa_neighbor_rep_request;
wpa_command_function wpa_data_test_config, wpa_data_test_tx, wpa_data_test_frame,
    wpa_mgmt_rx_process, wpa_eapol_rx, wpa_eapol_tx, wpa_mgmt_tx, wpa_test_assoc_ie,
    wpa_unprot_deauth, wpa_key_request;
/* SET of a switch of the tests. False: it is none. */
bool wpa_test_set(struct wpa_call *call, const char *name, const char *value);
wpa_command_function wpa_interfaces, wpa_interface_add, wpa_interface_remove,
    wpa_interface_list, wpa_terminate, wpa_relog, wpa_global_status;

#endif
