/* What rules demand, one line for each statement that a rule of the referee can find broken:
 * X(symbol, words). The words end where a value may follow; tell/ puts them into a sentence. */
#ifndef EXTSTA_EXPECTATION_LIST_H
#define EXTSTA_EXPECTATION_LIST_H

#include <stddef.h> /* so that it is something by itself */

/* clang-format off */
#define EXTSTA_EXPECTATION_LIST(X) \
    X(ADAPTER_INITIALIZED, "an adapter that was initialized before") \
    X(ADDRESS_OF_RESET, "the address given in the reset") \
    X(ADMITTED, "the extension's word before its port is authorized") \
    X(AFTER_A_SCAN, "a scan confirmed before the extension is asked what fits") \
    X(AFTER_RESET, "the handler called for a reset or a disconnection, and right after it") \
    X(ALGORITHMS_NAMED, "the algorithms that were agreed on") \
    X(ALLOWED_HERE, "the request accepted in this state") \
    X(ALL_LISTED, "every associated peer in the list, and nobody else") \
    X(ALL_ZERO, "every counter at zero right after the reset") \
    X(ANSWERED, "an answer in every state") \
    X(ANSWERED_FIRST, "the request answered at once, before the scan is over") \
    X(AP_LISTED, "the AP of the association in the list") \
    X(ASSOCIATED_WITH, "an association with the peer that had been completed and not ended") \
    X(ASSOCIATION_CODE, "a code that an association fails with") \
    X(ASSOCIATION_ENDED, "the association ended before its port") \
    X(ASSOCIATION_WITHIN, "an association operation within the operation") \
    X(AS_THE_FIRST, "every fragment encrypted as the first one is") \
    X(AUTHENTICATED_FIRST, "Authentication before the association request") \
    X(AUTHENTICATION_ALGORITHM, "authentication algorithm") \
    X(AUTHORIZED_AT_ONCE, "the port authorized at once") \
    X(AUTHORIZED_SAID, "bPortAuthorized of a port that the driver has authenticated") \
    X(AUTO_CONFIG_OFF, "a valid value accepted with the automatic configuration off") \
    X(A_CHANGE, "an indication only when something has changed") \
    X(A_PORT, "a port for the peer of every packet") \
    X(BEACON_BODY, "the body of a beacon") \
    X(BEFORE_CONNECT, "the call before the connection operation") \
    X(BEHIND_RTS, "RTS before frames above the threshold alone, which is") \
    X(BIP_OR_NONE, "BIP or none as the cipher of group management frames") \
    X(BOTH_COUNTS, "both counts the same") \
    X(BRING_UP_ORDER, "medium, operation mode and reset as the first requests") \
    X(BY_PREFERENCE, "the ciphers in the order of their strength") \
    X(CANDIDATES, "desired BSSIDs, and no more than the PMKID cache holds") \
    X(CANDIDATES_FOLLOW, "PMKID candidates within a minute of the keys") \
    X(CHANGE_INDICATED, "PHY_STATE_CHANGED for the change") \
    X(CIPHER_HEADER, "the header of the cipher") \
    X(CIPHER_OF_ALGORITHM, "CCMP with every RSNA algorithm, TKIP with every WPA, WEP with open and shared key alone") \
    X(CLASS_AND_CODE, "a class and a code of a frame") \
    X(CLEAR_ONLY, "no protected packet of an EtherType that is always exempt") \
    X(CLEAR_WITHOUT_KEY, "data in the clear until a key is set") \
    X(CODE_AS_HEARD, "the code of a frame that was on the air") \
    X(COMEBACK_TIME, "a comeback time with status 30 alone") \
    X(COMPLETED_AFTER_SUCCESS, "the operation completed after its first success") \
    X(COMPLETIONS_FIRST, "the completions before the disassociation") \
    X(CONNECTED_BEFORE, "a connection that had succeeded before") \
    X(CONNECTION_CODE, "a code that a connection fails with") \
    X(CONNECTION_COMPLETED, "the connection operation completed before") \
    X(CONNECTION_KEPT, "the connection kept through a roam") \
    X(CONNECT_FOLLOWS, "CONNECT_REQUEST after the pre-association") \
    X(CONTROLLED, "a controlled port") \
    X(COUNTERMEASURES, "the AP in the excluded list after two MIC failures within a minute") \
    X(COUNTER_RISES, "a packet number above the last") \
    X(DATA_OR_ZERO, "offset and size of IHV data both zero, or data inside the buffer") \
    X(DEFINED_VALUE, "a value that is defined") \
    X(DELETED, "deleting a key to succeed, whether it was there or not") \
    X(DESIRED_BSSID, "a desired BSSID") \
    X(DESIRED_SSID, "a desired SSID") \
    X(DESIRED_TYPE, "the desired BSS type") \
    X(DISASSOCIATION_FIRST, "DISASSOCIATION before") \
    X(DISASSOCIATION_REASON, "a reason that a disassociation can have") \
    X(DRIVER_TOLD, "PORT_STATE_NOTIFICATION after the port was authorized") \
    X(EACH_SSID_PROBED, "a probe for each SSID of the request") \
    X(EAPOL_BEFORE, "the handshake on the air before the completion") \
    X(ELEMENTS_LAST, "the host's elements at the end of the frame") \
    X(ENABLED_AUTH, "an authentication algorithm that is enabled") \
    X(ENABLED_CIPHER, "a cipher that is enabled") \
    X(ENCAPSULATION, "pairs of EtherType and encapsulation, and EtherType 0 alone") \
    X(ENCAPSULATION_TABLE, "the encapsulation of the EtherType") \
    X(ENCRYPTED_WITH_KEY, "every data frame encrypted once there is a pairwise key") \
    X(ENDS_WITH, "the end of what the radio carried, with status") \
    X(ENTRY_FIELDS, "an entry with valid fields") \
    X(EXTENSION_RESET, "the extension's adapter-reset handler called") \
    X(EXEMPTIONS_SET, "the extension's exemptions in PRIVACY_EXEMPTION_LIST") \
    X(FLAG_FALSE, "the flag FALSE") \
    X(FORWARDED, "the indication forwarded to the extension, octet for octet") \
    X(FOR_US, "a packet for this station or for a group") \
    X(FOUR_OCTETS, "a buffer of exactly one ULONG") \
    X(FRAGMENTED, "no fragment longer than the threshold") \
    X(FRAME_OF_PEER, "a frame of the peer itself") \
    X(FRESH_PORT, "one port for the peer, with a new session") \
    X(GOODBYE, "a Disassociation or Deauthentication to the AP") \
    X(HANDLER_CALLED, "perform-post-associate called for the port") \
    X(HANDLER_RETURNED, "no completion from inside the handler whose it is") \
    X(HANDLE_DEAD, "the call refused: the handle is dead") \
    X(HANDSHAKE_FIRST, "a handshake on the air before its keys") \
    X(HEADER_OF_HOST, "the host's header fields set, the station's zero") \
    X(HEADER_SIZE, "revision and size of the structure in its header") \
    X(HEADER_TYPE, "the default object type in the header") \
    X(IBSS_ROAM, "a roam to another network, by the reason of one") \
    X(IBSS_ALGORITHM, "an algorithm that an independent network can have") \
    X(INDICATED, "DISASSOCIATION for every association that ends explicitly") \
    X(INITIALIZED_ONCE, "init-adapter once") \
    X(INNER_COMPLETED, "the open association completed first") \
    X(INSIDE_BUFFER, "all of it inside the buffer") \
    X(IN_FILTER, "only what the packet filter asks for") \
    X(IN_MULTICAST_LIST, "no group that is not in the multicast list") \
    X(IN_REG_DOMAIN, "every BSS inside the regulatory domain when none is named") \
    X(IN_TIME, "the scan completed within the time") \
    X(KEYS_FIRST, "the pairwise key set before the port is authorized") \
    X(KEY_DIRECTION, "a single peer and a direction") \
    X(KEY_ID, "key id") \
    X(KEY_INDEX, "an index the cipher can use") \
    X(KEY_LENGTH, "a key of the cipher's length alone accepted") \
    X(LEFT_WHEN_EXCLUDED, "DISASSOCIATION from a peer that is excluded") \
    X(LINK_CONNECTED, "a link that is always connected") \
    X(LINK_QUALITY_FOLLOWS, "LINK_QUALITY after the association") \
    X(LISTED_IF_ASSOCIATED, "only associated peers in the list") \
    X(LIST_EMPTY, "an empty list") \
    X(LLC_HEADER, "an LLC header before the payload") \
    X(MIC_FAILURE_FIELDS, "an associated peer and a key index that fits") \
    X(MINIMUMS, "tables no smaller than the contract's minimums") \
    X(MULTICAST_FIRST, "the multicast ciphers set before the unicast ciphers") \
    X(NETWORK_NAMED, "SSID and BSSID of the network") \
    X(NOTHING_DONE, "no indication of a request that is refused") \
    X(NOTHING_TO_CONNECT_TO, "no association with an empty list of SSIDs or BSSIDs") \
    X(NOT_A_SUCCESS, "a status that is no success") \
    X(NOT_BEFORE_CONNECT, "nothing before the next CONNECT_REQUEST") \
    X(NOT_COUNTED, "nothing counted of what is not the station's") \
    X(NOT_EMPTY, "a list that is never empty") \
    X(NOT_EXCLUDED, "no attempt with an excluded address") \
    X(NOT_OF_THE_DRIVER, "no status that is the OS's own") \
    X(NOT_OF_THE_OS, "another reason than the OS's") \
    X(NOT_OUTBOUND, "an outbound default key refused") \
    X(NOT_TOLD_OF_DELETION, "no PORT_STATE_NOTIFICATION for a port that is deleted") \
    X(NO_NETWORK_STARTED, "no Beacon of a network that was only to be joined, and is not yet") \
    X(NO_ROAM_FROM_PEERS, "no roam while a peer of the network joined is there:") \
    X(NOT_TO_A_GROUP, "a packet of the extension to a group refused") \
    X(NOT_WHEN_REFUSED, "no CONNECT_REQUEST with a profile that the extension has refused") \
    X(NO_BEACONS, "no Beacon or Probe Response outside independent networks") \
    X(NO_COUNTERMEASURES, "no countermeasures of the station's own") \
    X(NO_DATA_AFTER_END, "no data to a peer whose association has ended") \
    X(NO_GENERAL_STATUS, "no general status indication but those of a reset") \
    X(NO_IBSS_NAMED, "no BSSID and no SSID in infrastructure") \
    X(NO_INDICATION, "no indication") \
    X(NO_NEW_ROAM, "no roam begun while the host ends the connection") \
    X(NO_PORT_ENDS, "no port to end with the first association of a connection") \
    X(NO_PORT_LEFT, "no port of the extension left") \
    X(NO_PROBE, "no Probe Request") \
    X(NO_QOS_HEADER, "no QoS header in a packet that is handed up") \
    X(NO_QUERY, "an object that cannot be queried") \
    X(NO_REQUEST_AFTER_FAILURE, "no request after a failed bring-up") \
    X(NO_REQUEST_BODY, "offset and size zero, as no request was sent") \
    X(NO_RESPONSE_BODY, "offset and size zero, as no response came") \
    X(NO_SENDS_LEFT, "every packet completed before the reset") \
    X(OF_OUR_BSS, "a packet of the BSS of the association") \
    X(OF_THE_AP, "exactly the AP's entry") \
    X(OLD_AP_NAMED, "the AP it comes from in the Reassociation Request") \
    X(ONCE_FOR_EACH_PORT, "perform-post-associate once for each new port") \
    X(ONEX_PENDING, "the call refused while no 802.1X of the extension is pending") \
    X(ONEX_WINDOW, "802.1X started for a port of the extension alone, with EtherType 0x888e registered") \
    X(ONE_ALGORITHM, "one algorithm by default") \
    X(ONE_AT_A_TIME, "one packet given to the extension at a time") \
    X(ONE_BLOCK_EACH, "one block for each PHY") \
    X(ONE_CONNECTION, "one connection operation in a stay in OP") \
    X(ONE_MANAGER, "the one manager the association asks for") \
    X(ONE_OF, "one of the defined values, up to") \
    X(ONLY_IN_OP, "the indication in OP only") \
    X(OPERATIONS_COMPLETED, "every open operation completed before") \
    X(OUT_OF_RANGE_REFUSED, "a value out of range refused, the largest being") \
    X(OVERFLOW_COUNTS, "nothing written, and more octets needed than the room of") \
    X(OVERFLOW_SAID, "BUFFER_OVERFLOW for a list that needs more room than") \
    X(PACKED, "entries without padding to the last octet") \
    X(PACKETS_RETURNED, "every packet returned before the reset completes") \
    X(PACKET_OF_EXTENSION, "a completion for a packet that the extension has sent") \
    X(PAIRS_CONSTANT, "the same pairs for a BSS type each time, and at least one") \
    X(PASSES, "the packet passed on through the open port") \
    X(PEER_AND_SSID, "the address of a single peer and an SSID") \
    X(PEER_NAMED, "the address of a peer, or the wildcard") \
    X(PEER_OF_START, "the peer of the open association") \
    X(PHY_LIST, "a list of PHY ids") \
    X(PMKIDS_SET, "PMKID_LIST set in answer to the candidates") \
    X(PMKID_NAMED, "the PMKID of the AP in the request") \
    X(PORT_AND_COMPLETION, "the port as it is and the completion as indicated") \
    X(PORT_CLOSED, "the port unauthorized") \
    X(PORT_CREATED, "a port for the association, at once") \
    X(PORT_DELETED, "the port of the association that has ended deleted, at once") \
    X(PORT_FOLLOWS, "the port to follow the extension's result") \
    X(PORT_OPEN, "the port authorized") \
    X(POWER_MANAGEMENT, "the Power Management bit in a frame to the AP") \
    X(POWER_MODE_KEPT, "the power mode of POWER_MGMT_REQUEST, whatever the power source") \
    X(PRE_ASSOCIATED, "the pre-association completed before CONNECT_REQUEST") \
    X(PROBE_BSSID, "the request's BSSID in address 3 of the probe") \
    X(PROBE_OF_REQUEST, "no probes but those of the request while it runs") \
    X(PROTECTED_ONLY, "no unprotected packet while unencrypted ones are excluded") \
    X(PROTECTED_WITH_KEY, "no unprotected packet of this EtherType once there is a pairwise key") \
    X(PROTOCOL_ONLY, "the authentication protocol alone through an unauthorized port") \
    X(READY, "the data path ready from the completion of the association on") \
    X(REASON_FITS_ERROR, "success with reason 0 or one of its own, failure with a reason") \
    X(REASSOCIATION_FLAGS, "the flags of the request that was sent") \
    X(RECEIVE_CONTEXT, "a PHY, a frequency and 1 to 16 MPDUs") \
    X(REFUSED_AFTER_STOP, "the call refused after stop-post-associate") \
    X(REFUSED_WHEN_GONE, "the call refused after deinit-adapter") \
    X(REGISTERED_ETHERTYPE, "a registered EtherType") \
    X(REQUEST_AS_SENT, "the body of the request as it was sent") \
    X(REQUEST_COMPLETED, "every request completed within") \
    X(REQUEST_OPEN, "a request that was open") \
    X(RESET_AFTER_TEN_SECONDS, "RESET_REQUEST when there is no association in time") \
    X(RESET_CONFIRM, "the confirmation of the reset, type") \
    X(RESET_FIRST, "a reset before the profile is applied") \
    X(RESPONSE_AS_HEARD, "the body of a response that was on the air") \
    X(ROAMING_CODE, "a code that a roam fails with") \
    X(ROAMING_REASON, "a reason for a roam") \
    X(ROAM_COMPLETED, "the roam before completed") \
    X(RSNA_WITH_KEYS, "an RSNA association with its keys") \
    X(SCAN_CONFIRMED, "SCAN_CONFIRM for the scan that was running") \
    X(SCAN_RUNNING, "a scan that was asked for and not yet confirmed") \
    X(SILENCE, "nothing on the air") \
    X(SILENT_SO_LONG, "a peer silent for the threshold") \
    X(SSID_OF_CONNECTION, "the SSID of the connection") \
    X(START_FIRST, "CONNECTION_START before everything else of the connection") \
    X(START_OPEN, "a start that is open") \
    X(STATUS, "status") \
    X(STILL_ASSOCIATED, "an association that still is") \
    X(STOPPED_FIRST, "stop-post-associate before the port is deleted") \
    X(SUPPORTED, "a request that every driver supports") \
    X(THREE_ADDRESSES, "three addresses") \
    X(TRUNCATED_REFUSED, "a list that is cut off refused") \
    X(UNAUTHORIZED_FIRST, "a port that begins unauthorized") \
    X(UP_TO_100, "a quality up to") \
    X(VALUE_AS_INDICATED, "the value that was indicated") \
    X(VALUE_AS_SET, "the value that was set or read last") \
    X(VALUE_DEFAULT, "the default") \
    X(VENDORS_ALGORITHM, "a reason of the vendor's only with an algorithm of the vendor's") \
    X(VENDORS_NUMBER, "a number of the standard or of the IHV range") \
    X(WHOLE_LENGTH, "no octets needed, and written") \
    X(WHOLE_STRUCTURE, "a buffer that holds the structure") \
    X(WITHIN_OPERATION, "the association within a connection or roam") \
    X(WITHOUT_WAITING, "the operation completed without waiting for keys or ports") \
    X(ZERO_ON_FAILURE, "nothing of a success in a failure")
/* clang-format on */

#endif
