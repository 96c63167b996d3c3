/* Made by scripts/rules from docs/contract-rules.csv and docs/ieee-clauses.csv: do not edit.
 * X(symbol, id, title) for each rule of the Native 802.11 contract, then for each clause of an
 * IEEE standard or RFC that the code refers to. rule.h makes an enum of it. */
#ifndef EXTSTA_RULE_LIST_H
#define EXTSTA_RULE_LIST_H

#include <stddef.h> /* so that it is something by itself */

/* clang-format off */
#define EXTSTA_RULE_LIST(X) \
    X(ROL_01, "ROL-01", "Object header of every structured indication") \
    X(ROL_02, "ROL-02", "No generic media connect/disconnect") \
    X(ROL_03, "ROL-03", "Link is always reported as connected") \
    X(ROL_04, "ROL-04", "Query of a list with too small a buffer") \
    X(ROL_05, "ROL-05", "Query of a list with enough room") \
    X(ROL_06, "ROL-06", "Set of a list checks the buffer length") \
    X(ROL_07, "ROL-07", "Queries are answered in every state") \
    X(ROL_08, "ROL-08", "Set in the wrong state") \
    X(ROL_09, "ROL-09", "Required, conditional and optional OIDs") \
    X(ROL_10, "ROL-10", "Which indications belong to which state") \
    X(ROL_11, "ROL-11", "Reserve what a completion needs before making the start") \
    X(ROL_12, "ROL-12", "Start and completion come in pairs") \
    X(ROL_13, "ROL-13", "Nesting of operations") \
    X(ROL_14, "ROL-14", "Indications are consumed in order") \
    X(ROL_15, "ROL-15", "IHV-private indications") \
    X(ROL_16, "ROL-16", "Pending requests are completed exactly once") \
    X(ROL_17, "ROL-17", "IHV data in indications is optional and zeroed when absent") \
    X(STA_01, "STA-01", "Two states") \
    X(STA_02, "STA-02", "INIT to OP only by CONNECT_REQUEST") \
    X(STA_03, "STA-03", "OP to INIT only by DISCONNECT, RESET or a failed connection operation") \
    X(STA_04, "STA-04", "Set permissions per state") \
    X(STA_05, "STA-05", "Minimal configuration before network operations") \
    X(STA_06, "STA-06", "Setting the operation mode") \
    X(STA_07, "STA-07", "Registration of the miniport") \
    X(STA_08, "STA-08", "Initialization") \
    X(STA_09, "STA-09", "What initialization must not do") \
    X(STA_10, "STA-10", "Applying a profile") \
    X(STA_11, "STA-11", "Halt and shutdown") \
    X(STA_12, "STA-12", "Hardware reset (MiniportResetEx) keeps everything") \
    X(STA_13, "STA-13", "ExtSTA beacons only in IBSS") \
    X(STA_14, "STA-14", "Automatic MAC/PHY configuration") \
    X(STA_15, "STA-15", "PHY table is stable") \
    X(RST_01, "RST-01", "Only the combined reset type") \
    X(RST_02, "RST-02", "Reset output buffer check") \
    X(RST_03, "RST-03", "Validate before acting") \
    X(RST_04, "RST-04", "MAC address from the request") \
    X(RST_05, "RST-05", "bSetDefaultMIB") \
    X(RST_06, "RST-06", "Reset while connected disconnects") \
    X(RST_07, "RST-07", "Reset cancels an explicit scan") \
    X(RST_08, "RST-08", "Transmit queue") \
    X(RST_09, "RST-09", "Receive queue") \
    X(RST_10, "RST-10", "Power state survives") \
    X(RST_11, "RST-11", "Open operations are completed first") \
    X(RST_12, "RST-12", "Ends in INIT") \
    X(RST_13, "RST-13", "All cipher keys are discarded") \
    X(RST_14, "RST-14", "PMKID cache emptied") \
    X(RST_15, "RST-15", "Privacy exemption list emptied") \
    X(RST_16, "RST-16", "Statistics zeroed") \
    X(RST_17, "RST-17", "BSS cache on reset") \
    X(RST_18, "RST-18", "Other things every reset clears") \
    X(RST_19, "RST-19", "Order of indications during reset") \
    X(RST_20, "RST-20", "No DISASSOCIATION for what is already gone") \
    X(RST_21, "RST-21", "Reset confirmation") \
    X(RST_22, "RST-22", "Silence after reset") \
    X(PWR_01, "PWR-01", "Software power switch") \
    X(PWR_02, "PWR-02", "Power switch during an explicit scan") \
    X(PWR_03, "PWR-03", "Default and persistence of the power state") \
    X(PWR_04, "PWR-04", "PHY_STATE_CHANGED") \
    X(PWR_05, "PWR-05", "PHY power is the AND of both switches") \
    X(PWR_06, "PWR-06", "All PHYs off during an operation") \
    X(PWR_07, "PWR-07", "Radio off while associated") \
    X(PWR_08, "PWR-08", "Power saving levels") \
    X(PWR_09, "PWR-09", "Announcing power save while connected") \
    X(PWR_10, "PWR-10", "Power save while not connected") \
    X(PWR_11, "PWR-11", "Power-profile events are ignored") \
    X(PWR_12, "PWR-12", "Device power down and up") \
    X(PWR_13, "PWR-13", "Resume deadlines") \
    X(PWR_14, "PWR-14", "AP lost while asleep") \
    X(PWR_15, "PWR-15", "No AP change while rekey offload is active") \
    X(SCN_01, "SCN-01", "Explicit scan returns at once") \
    X(SCN_02, "SCN-02", "Refusals of SCAN_REQUEST") \
    X(SCN_03, "SCN-03", "One explicit scan per request") \
    X(SCN_04, "SCN-04", "Explicit scan displaces implicit scans") \
    X(SCN_05, "SCN-05", "SCAN_CONFIRM") \
    X(SCN_06, "SCN-06", "Probe request per SSID and channel") \
    X(SCN_07, "SCN-07", "BSSID field of probe requests") \
    X(SCN_08, "SCN-08", "Extra IEs in probe requests") \
    X(SCN_09, "SCN-09", "Passive scan sends nothing") \
    X(SCN_10, "SCN-10", "Regulatory knowledge ends with the connection") \
    X(SCN_11, "SCN-11", "Channels and PHYs") \
    X(SCN_12, "SCN-12", "Forced bit") \
    X(SCN_13, "SCN-13", "Auto type when not joined") \
    X(SCN_14, "SCN-14", "Keep the connection alive while scanning") \
    X(SCN_15, "SCN-15", "Dwell time") \
    X(SCN_16, "SCN-16", "Resolving hidden SSIDs in an explicit scan") \
    X(SCN_17, "SCN-17", "Hidden SSIDs in implicit scans") \
    X(SCN_18, "SCN-18", "No implicit scans while media streaming") \
    X(SCN_19, "SCN-19", "Implicit scans") \
    X(SCN_20, "SCN-20", "Handing beacons up") \
    X(SCN_21, "SCN-21", "The cache") \
    X(SCN_22, "SCN-22", "Flush") \
    X(SCN_23, "SCN-23", "Enumerating at any time") \
    X(SCN_24, "SCN-24", "Format of the list") \
    X(SCN_25, "SCN-25", "Fields of an entry") \
    X(SCN_26, "SCN-26", "bInRegDomain") \
    X(SCN_27, "SCN-27", "The associated AP is always listed") \
    X(SCN_28, "SCN-28", "Rate set change during a scan") \
    X(SCN_29, "SCN-29", "Capability match after a scan") \
    X(CNX_01, "CNX-01", "Only from INIT") \
    X(CNX_02, "CNX-02", "Transition to OP") \
    X(CNX_03, "CNX-03", "Refuse when no desired PHY is powered") \
    X(CNX_04, "CNX-04", "Refuse an IBSS that could not be started") \
    X(CNX_05, "CNX-05", "Synchronous or pending") \
    X(CNX_06, "CNX-06", "CONNECTION_START comes first") \
    X(CNX_07, "CNX-07", "One connection operation per stay in OP") \
    X(CNX_08, "CNX-08", "Empty candidate list") \
    X(CNX_09, "CNX-09", "Try candidates one after the other") \
    X(CNX_10, "CNX-10", "Success") \
    X(CNX_11, "CNX-11", "At most one AP") \
    X(CNX_12, "CNX-12", "Failure codes") \
    X(CNX_13, "CNX-13", "After success stay in OP") \
    X(CNX_14, "CNX-14", "After failure return to INIT") \
    X(CNX_15, "CNX-15", "Completion before roaming") \
    X(CNX_16, "CNX-16", "Data path ready before the completion") \
    X(CNX_17, "CNX-17", "Ten-second rule") \
    X(CNX_18, "CNX-18", "OS reaction to a slow miniport") \
    X(CNX_19, "CNX-19", "Connect only after IHV pre-association") \
    X(CNX_20, "CNX-20", "Where candidates come from") \
    X(CNX_21, "CNX-21", "SSID match") \
    X(CNX_22, "CNX-22", "BSSID match") \
    X(CNX_23, "CNX-23", "PHY match") \
    X(CNX_24, "CNX-24", "BSS type, authentication and cipher match") \
    X(CNX_25, "CNX-25", "Excluded addresses") \
    X(CNX_26, "CNX-26", "Probe for desired SSIDs not in the cache") \
    X(CNX_27, "CNX-27", "Regulatory filter") \
    X(CNX_28, "CNX-28", "Roaming candidates") \
    X(CNX_29, "CNX-29", "WEP profile and the privacy bit") \
    X(CNX_30, "CNX-30", "Best candidate") \
    X(CNX_31, "CNX-31", "Disconnect when not connected") \
    X(CNX_32, "CNX-32", "Disconnect during the connection operation") \
    X(CNX_33, "CNX-33", "Disconnect when connected") \
    X(CNX_34, "CNX-34", "Disconnect during a roam") \
    X(CNX_35, "CNX-35", "Nothing after an OS disconnect") \
    X(CNX_36, "CNX-36", "Frames sent on disconnect") \
    X(CNX_37, "CNX-37", "IHV reset after a disconnection") \
    X(ASC_01, "ASC-01", "Occasions for an association operation") \
    X(ASC_02, "ASC-02", "ASSOCIATION_START before the attempt") \
    X(ASC_03, "ASC-03", "Contents of ASSOCIATION_START") \
    X(ASC_04, "ASC-04", "What the attempt consists of") \
    X(ASC_05, "ASC-05", "Completion after the attempt") \
    X(ASC_06, "ASC-06", "No overlap in infrastructure") \
    X(ASC_07, "ASC-07", "Outer operation ends after the first success") \
    X(ASC_08, "ASC-08", "When the association fails") \
    X(ASC_09, "ASC-09", "Extra IEs in the request") \
    X(ASC_10, "ASC-10", "Extra IEs show up in the completion") \
    X(ASC_11, "ASC-11", "Excluded or non-candidate targets") \
    X(ASC_12, "ASC-12", "Reassociation flags") \
    X(ASC_13, "ASC-13", "Request frame body") \
    X(ASC_14, "ASC-14", "No request frame") \
    X(ASC_15, "ASC-15", "Response frame body") \
    X(ASC_16, "ASC-16", "Beacon body") \
    X(ASC_17, "ASC-17", "Negotiated algorithms") \
    X(ASC_18, "ASC-18", "Active PHY list") \
    X(ASC_19, "ASC-19", "Four-address support") \
    X(ASC_20, "ASC-20", "bPortAuthorized") \
    X(ASC_21, "ASC-21", "Active QoS protocol") \
    X(ASC_22, "ASC-22", "DS information") \
    X(ASC_23, "ASC-23", "Encapsulation table") \
    X(ASC_24, "ASC-24", "Using the encapsulation table") \
    X(ASC_25, "ASC-25", "Multicast management cipher") \
    X(ASC_26, "ASC-26", "Association comeback time") \
    X(ASC_27, "ASC-27", "All offsets stay inside the buffer") \
    X(ASC_28, "ASC-28", "Failure zeroes the success-only fields") \
    X(ASC_29, "ASC-29", "Class plus code") \
    X(ASC_30, "ASC-30", "Choice of uStatus") \
    X(ASC_31, "ASC-31", "Decoding") \
    X(ASC_32, "ASC-32", "Ready for packets") \
    X(ASC_33, "ASC-33", "Association information list") \
    X(ASC_34, "ASC-34", "Algorithms are initialized") \
    X(ASC_35, "ASC-35", "Non-static default keys are deleted") \
    X(ASC_36, "ASC-36", "Non-static key-mapping keys of that peer are deleted") \
    X(ASC_37, "ASC-37", "Initial link quality") \
    X(ASC_38, "ASC-38", "PMKID candidates") \
    X(ASC_39, "ASC-39", "Entry fields") \
    X(ASC_40, "ASC-40", "OS bookkeeping at ASSOC_START") \
    X(ASC_41, "ASC-41", "OS bookkeeping at completion") \
    X(ASC_42, "ASC-42", "Beacon period query") \
    X(ASC_43, "ASC-43", "Active PHY list when not connected") \
    X(DIS_01, "DIS-01", "When an implicit disassociation happens: same peer") \
    X(DIS_02, "DIS-02", "When an implicit disassociation happens: another AP") \
    X(DIS_03, "DIS-03", "The moment is ASSOCIATION_START") \
    X(DIS_04, "DIS-04", "No indication") \
    X(DIS_05, "DIS-05", "Port follows") \
    X(DIS_06, "DIS-06", "Status used for OS-made notices") \
    X(DIS_07, "DIS-07", "A failed new association does not revive the old one") \
    X(DIS_08, "DIS-08", "Disassociation frame from the peer") \
    X(DIS_09, "DIS-09", "Deauthentication frame from the peer") \
    X(DIS_10, "DIS-10", "Proprietary frame") \
    X(DIS_11, "DIS-11", "Peer not heard any more") \
    X(DIS_12, "DIS-12", "Disconnect or reset request") \
    X(DIS_13, "DIS-13", "Peer becomes excluded") \
    X(DIS_14, "DIS-14", "Frames that do not count") \
    X(DIS_15, "DIS-15", "The indication is mandatory") \
    X(DIS_16, "DIS-16", "Only after a completed association") \
    X(DIS_17, "DIS-17", "Contents") \
    X(DIS_18, "DIS-18", "Infrastructure, reason OS") \
    X(DIS_19, "DIS-19", "Infrastructure, any other reason") \
    X(DIS_20, "DIS-20", "DISASSOCIATION precedes ROAMING_START") \
    X(DIS_21, "DIS-21", "Wildcard address") \
    X(DIS_22, "DIS-22", "No media disconnect") \
    X(DIS_23, "DIS-23", "Port deletion after the indication") \
    X(DIS_24, "DIS-24", "IBSS: deauthentication from a peer — indication") \
    X(DIS_25, "DIS-25", "IBSS: deauthentication from a peer — keys") \
    X(DIS_26, "DIS-26", "Keys after losing the AP") \
    X(DIS_27, "DIS-27", "Association list after disassociation") \
    X(DIS_28, "DIS-28", "Encapsulation list") \
    X(DIS_29, "DIS-29", "IHV is told") \
    X(DIS_30, "DIS-30", "No reply needed") \
    X(DIS_31, "DIS-31", "A new IBSS peer ends nobody") \
    X(DIS_32, "DIS-32", "The first association of a connection disassociates nobody") \
    X(PRT_01, "PRT-01", "One port per association") \
    X(PRT_02, "PRT-02", "After the completion indication") \
    X(PRT_03, "PRT-03", "When a port is needed at all") \
    X(PRT_04, "PRT-04", "After authorization MSDUs flow") \
    X(PRT_05, "PRT-05", "While unauthorized only the authentication protocol flows") \
    X(PRT_06, "PRT-06", "Filtering is per peer") \
    X(PRT_07, "PRT-07", "Authenticate before completing") \
    X(PRT_08, "PRT-08", "Reporting it") \
    X(PRT_09, "PRT-09", "Port authorized at once") \
    X(PRT_10, "PRT-10", "Created unauthorized") \
    X(PRT_11, "PRT-11", "OS authenticates and authorizes") \
    X(PRT_12, "PRT-12", "Created unauthorized first") \
    X(PRT_13, "PRT-13", "Notification of the new port") \
    X(PRT_14, "PRT-14", "IHV authenticates") \
    X(PRT_15, "PRT-15", "Result") \
    X(PRT_16, "PRT-16", "Applying the result") \
    X(PRT_17, "PRT-17", "Later changes") \
    X(PRT_18, "PRT-18", "PORT_STATE_NOTIFICATION") \
    X(PRT_19, "PRT-19", "Handling it") \
    X(PRT_20, "PRT-20", "Explicit disassociation") \
    X(PRT_21, "PRT-21", "Reassociation with the same peer") \
    X(PRT_22, "PRT-22", "Roam to another AP") \
    X(PRT_23, "PRT-23", "No notification on deletion") \
    X(PRT_24, "PRT-24", "The miniport assumes deletion") \
    X(PRT_25, "PRT-25", "Closing without disassociation") \
    X(PRT_26, "PRT-26", "Port state never outlives the association") \
    X(PRT_27, "PRT-27", "The operation does not wait for the OS or the IHV") \
    X(PRT_28, "PRT-28", "Exactly one manager per port") \
    X(IHV_01, "IHV-01", "Start order") \
    X(IHV_02, "IHV-02", "Complete handler table, version zero") \
    X(IHV_03, "IHV-03", "Adapter arrival") \
    X(IHV_04, "IHV-04", "Adapter removal order") \
    X(IHV_05, "IHV-05", "After deinit-adapter") \
    X(IHV_06, "IHV-06", "Adapter reset: when") \
    X(IHV_07, "IHV-07", "Adapter reset: what") \
    X(IHV_08, "IHV-08", "Vendor pass-through") \
    X(IHV_09, "IHV-09", "Serialized delivery") \
    X(IHV_10, "IHV-10", "Start") \
    X(IHV_11, "IHV-11", "Answer of the handler") \
    X(IHV_12, "IHV-12", "Error from the handler") \
    X(IHV_13, "IHV-13", "Completion") \
    X(IHV_14, "IHV-14", "Reason codes of completions and validations") \
    X(IHV_15, "IHV-15", "Configuration during pre-association") \
    X(IHV_16, "IHV-16", "Algorithms must be supported") \
    X(IHV_17, "IHV-17", "EtherType handling: time window") \
    X(IHV_18, "IHV-18", "EtherType handling: effect") \
    X(IHV_19, "IHV-19", "Start") \
    X(IHV_20, "IHV-20", "Asynchronous completion") \
    X(IHV_21, "IHV-21", "Handler returns an error") \
    X(IHV_22, "IHV-22", "Port state is read-only") \
    X(IHV_23, "IHV-23", "Keys and options") \
    X(IHV_24, "IHV-24", "Direction of default keys") \
    X(IHV_25, "IHV-25", "Stop") \
    X(IHV_26, "IHV-26", "Reaction to stop") \
    X(IHV_27, "IHV-27", "Order on a disconnect") \
    X(IHV_28, "IHV-28", "Sending") \
    X(IHV_29, "IHV-29", "Send completion") \
    X(IHV_30, "IHV-30", "Receiving") \
    X(IHV_31, "IHV-31", "Reply from inside") \
    X(IHV_32, "IHV-32", "Precondition") \
    X(IHV_33, "IHV-33", "EAPOL-Start") \
    X(IHV_34, "IHV-34", "Forwarding EAPOL") \
    X(IHV_35, "IHV-35", "Result") \
    X(IHV_36, "IHV-36", "Stop") \
    X(IHV_37, "IHV-37", "OneX success does not open the port") \
    X(IHV_38, "IHV-38", "Profile validation") \
    X(IHV_39, "IHV-39", "Handling of secrets and of profile data") \
    X(ROM_01, "ROM-01", "Precondition") \
    X(ROM_02, "ROM-02", "Any number of roams") \
    X(ROM_03, "ROM-03", "Infrastructure causes") \
    X(ROM_04, "ROM-04", "One roam at a time") \
    X(ROM_05, "ROM-05", "Contents of ROAMING_START") \
    X(ROM_06, "ROM-06", "No candidates, no roam") \
    X(ROM_07, "ROM-07", "Reasons") \
    X(ROM_08, "ROM-08", "Attempts inside the roam") \
    X(ROM_09, "ROM-09", "Success") \
    X(ROM_10, "ROM-10", "No media connect") \
    X(ROM_11, "ROM-11", "Failure codes") \
    X(ROM_12, "ROM-12", "Abandoning a roam for a better candidate") \
    X(ROM_13, "ROM-13", "After a failed roam") \
    X(ROM_14, "ROM-14", "When the old association ends in a better-AP roam") \
    X(ROM_15, "ROM-15", "Reassociation frames") \
    X(ROM_16, "ROM-16", "PMKID in the request") \
    X(ROM_17, "ROM-17", "Indications after a hardware reset") \
    X(ROM_18, "ROM-18", "Roaming cancelled by OS requests") \
    X(ROM_19, "ROM-19", "Hidden networks while roaming") \
    X(ROM_20, "ROM-20", "OS view of a roam") \
    X(IBS_01, "IBS-01", "Join before start") \
    X(IBS_02, "IBS-02", "Start a new IBSS") \
    X(IBS_03, "IBS-03", "Join-only keeps searching") \
    X(IBS_04, "IBS-04", "CONNECTION_START names the network") \
    X(IBS_05, "IBS-05", "Joining needs one peer") \
    X(IBS_06, "IBS-06", "Starting needs none") \
    X(IBS_07, "IBS-07", "Parameters of a new IBSS") \
    X(IBS_08, "IBS-08", "Regulatory domain of a new IBSS") \
    X(IBS_09, "IBS-09", "Additional IEs") \
    X(IBS_10, "IBS-10", "Every joining peer gets an association operation") \
    X(IBS_11, "IBS-11", "Overlapping associations") \
    X(IBS_12, "IBS-12", "How peers associate") \
    X(IBS_13, "IBS-13", "Roaming between IBSSs") \
    X(IBS_14, "IBS-14", "Join-only and roaming") \
    X(IBS_15, "IBS-15", "Peer leaves by frame") \
    X(IBS_16, "IBS-16", "Peer vanishes") \
    X(IBS_17, "IBS-17", "Leaving the IBSS") \
    X(IBS_18, "IBS-18", "Algorithms") \
    X(IBS_19, "IBS-19", "Per-station keys") \
    X(IBS_20, "IBS-20", "OIDs valid only for IBSS") \
    X(IBS_21, "IBS-21", "Link quality in IBSS") \
    X(ATH_01, "ATH-01", "Open system is the base") \
    X(ATH_02, "ATH-02", "Shared key") \
    X(ATH_03, "ATH-03", "Suite types") \
    X(ATH_04, "ATH-04", "Setting the BSS type reloads defaults") \
    X(ATH_05, "ATH-05", "Setting enabled authentication") \
    X(ATH_06, "ATH-06", "Default authentication algorithm") \
    X(ATH_07, "ATH-07", "It reloads the ciphers") \
    X(ATH_08, "ATH-08", "No match, no connection") \
    X(ATH_09, "ATH-09", "Which of several matches") \
    X(ATH_10, "ATH-10", "Supported pairs") \
    X(ATH_11, "ATH-11", "Management frames of the authentication") \
    X(ATH_12, "ATH-12", "Start of a WPA/RSNA association") \
    X(ATH_13, "ATH-13", "After the pairwise key") \
    X(ATH_14, "ATH-14", "Handshakes") \
    X(ATH_15, "ATH-15", "802.1X must end before keys, not before association") \
    X(ATH_16, "ATH-16", "Algorithm extensions") \
    X(CIP_01, "CIP-01", "Setting enabled ciphers") \
    X(CIP_02, "CIP-02", "Query order and emptiness") \
    X(CIP_03, "CIP-03", "Cipher preference") \
    X(CIP_04, "CIP-04", "Order of the two cipher sets") \
    X(CIP_05, "CIP-05", "Cipher/authentication dependencies") \
    X(CIP_06, "CIP-06", "Key sizes") \
    X(CIP_07, "CIP-07", "Use-group cipher") \
    X(CIP_08, "CIP-08", "Frame formats") \
    X(CIP_09, "CIP-09", "TKIP MIC failure") \
    X(CIP_10, "CIP-10", "Countermeasures are not the station's job") \
    X(CIP_11, "CIP-11", "OS countermeasures") \
    X(CIP_12, "CIP-12", "Excluded AP") \
    X(CIP_13, "CIP-13", "Excluded list validity") \
    X(CIP_14, "CIP-14", "Capability minimums") \
    X(CIP_15, "CIP-15", "Desired list validity") \
    X(PMK_01, "PMK-01", "Setting the cache") \
    X(PMK_02, "PMK-02", "Settable while connected") \
    X(PMK_03, "PMK-03", "When candidates may be indicated") \
    X(PMK_04, "PMK-04", "Contents of the candidate list") \
    X(PMK_05, "PMK-05", "Answer to candidates") \
    X(PMK_06, "PMK-06", "Sparing indications") \
    X(PMK_07, "PMK-07", "Preauthentication only where offered") \
    X(PMK_08, "PMK-08", "Clearing") \
    X(KEY_01, "KEY-01", "Default key set: validation") \
    X(KEY_02, "KEY-02", "Which table") \
    X(KEY_03, "KEY-03", "Add, replace, delete") \
    X(KEY_04, "KEY-04", "Static and dynamic keys") \
    X(KEY_05, "KEY-05", "Key-mapping set") \
    X(KEY_06, "KEY-06", "Default key id") \
    X(KEY_07, "KEY-07", "Atomic TKIP update") \
    X(KEY_08, "KEY-08", "Counters of a new key") \
    X(KEY_09, "KEY-09", "When all keys are cleared") \
    X(KEY_10, "KEY-10", "Placement for TKIP and CCMP") \
    X(ENC_01, "ENC-01", "Key for unicast") \
    X(ENC_02, "ENC-02", "Key for group frames") \
    X(ENC_03, "ENC-03", "Every fragment") \
    X(DEC_01, "DEC-01", "Key for received unicast") \
    X(DEC_02, "DEC-02", "Key for received group frames") \
    X(DEC_03, "DEC-03", "Reasons to reject") \
    X(DEC_04, "DEC-04", "Exemption \"always\"") \
    X(DEC_05, "DEC-05", "Exemption \"on key-mapping key unavailable\"") \
    X(DEC_06, "DEC-06", "Exclude unencrypted") \
    X(DEC_07, "DEC-07", "The exemption beats ExcludeUnencrypted") \
    X(DEC_08, "DEC-08", "Only once ciphers are enabled") \
    X(DEC_09, "DEC-09", "Exemption list size") \
    X(DEC_10, "DEC-10", "Match includes the packet kind") \
    X(TXP_01, "TXP-01", "Header fields by the OS") \
    X(TXP_02, "TXP-02", "Address 4") \
    X(TXP_03, "TXP-03", "Exemption in the send context") \
    X(TXP_04, "TXP-04", "PHY in the send context") \
    X(TXP_05, "TXP-05", "Fragmentation") \
    X(TXP_06, "TXP-06", "RTS threshold") \
    X(TXP_07, "TXP-07", "Retry limit and lifetime") \
    X(TXP_08, "TXP-08", "Packet restored on completion") \
    X(TXP_09, "TXP-09", "Frame body") \
    X(RXP_01, "RXP-01", "Address filter") \
    X(RXP_02, "RXP-02", "Duplicates over several PHYs") \
    X(RXP_03, "RXP-03", "Packet filter decides what goes up") \
    X(RXP_04, "RXP-04", "Receive context") \
    X(RXP_05, "RXP-05", "Raw and promiscuous filters") \
    X(RXP_06, "RXP-06", "Reassembly timeout") \
    X(RXP_07, "RXP-07", "Tags and QoS on receive") \
    X(RXP_08, "RXP-08", "Multicast list") \
    X(SAF_01, "SAF-01", "Enabling") \
    X(SAF_02, "SAF-02", "What is switched off") \
    X(SAF_03, "SAF-03", "HT safe mode") \
    X(STT_01, "STT-01", "Structure") \
    X(STT_02, "STT-02", "MAC counter layout") \
    X(STT_03, "STT-03", "Zeroing") \
    X(STT_04, "STT-04", "Split by address") \
    X(STT_05, "STT-05", "Received counters, MAC vs PHY") \
    X(STT_06, "STT-06", "Decrypt success/failure") \
    X(STT_07, "STT-07", "Which error, which counter") \
    X(STT_08, "STT-08", "Counters the station does not own") \
    X(STT_09, "STT-09", "Optional PHY counters") \
    X(STT_10, "STT-10", "Transmit counters") \
    X(LQ_01, "LQ-01", "Scale") \
    X(LQ_02, "LQ-02", "First indication") \
    X(LQ_03, "LQ-03", "Later indications") \
    X(LQ_04, "LQ-04", "Contents") \
    X(LQ_05, "LQ-05", "Remember what was said") \
    X(LQ_06, "LQ-06", "Same measure in the BSS list") \
    X(LQ_07, "LQ-07", "MPDU length changes") \
    X(MIB_01, "MIB-01", "dot11DesiredBSSType / DESIRED_BSS_TYPE") \
    X(MIB_02, "MIB-02", "msDot11DesiredSSIDList / DESIRED_SSID_LIST") \
    X(MIB_03, "MIB-03", "msDot11DesiredBSSIDList / DESIRED_BSSID_LIST") \
    X(MIB_04, "MIB-04", "msDot11ExcludedMacAddressList / EXCLUDED_MAC_ADDRESS_LIST") \
    X(MIB_05, "MIB-05", "msDot11DesiredPhyList / DESIRED_PHY_LIST") \
    X(MIB_06, "MIB-06", "msDot11ActivePhyList / ACTIVE_PHY_LIST") \
    X(MIB_07, "MIB-07", "msDot11CurrentPhyID / CURRENT_PHY_ID") \
    X(MIB_08, "MIB-08", "msDot11DesiredCountryOrRegionString / DESIRED_COUNTRY_OR_REGION_STRING") \
    X(MIB_09, "MIB-09", "msDot11EnabledAuthAlgo / ENABLED_AUTHENTICATION_ALGORITHM") \
    X(MIB_10, "MIB-10", "msDot11EnabledUnicastCipherAlgo / ENABLED_UNICAST_CIPHER_ALGORITHM") \
    X(MIB_11, "MIB-11", "msDot11EnabledMulticastCipherAlgo / ENABLED_MULTICAST_CIPHER_ALGORITHM") \
    X(MIB_12, "MIB-12", "dot11DefaultKeyID / CIPHER_DEFAULT_KEY_ID") \
    X(MIB_13, "MIB-13", "default / per-station keys / CIPHER_DEFAULT_KEY") \
    X(MIB_14, "MIB-14", "key-mapping keys / CIPHER_KEY_MAPPING_KEY") \
    X(MIB_15, "MIB-15", "dot11ExcludeUnencrypted / EXCLUDE_UNENCRYPTED") \
    X(MIB_16, "MIB-16", "msDot11PrivacyExemptionList / PRIVACY_EXEMPTION_LIST") \
    X(MIB_17, "MIB-17", "PMKID cache / PMKID_LIST") \
    X(MIB_18, "MIB-18", "msDot11UnicastUseGroupEnabled / UNICAST_USE_GROUP_ENABLED") \
    X(MIB_19, "MIB-19", "msDot11UnreachableDetectionThreshold / UNREACHABLE_DETECTION_THRESHOLD") \
    X(MIB_20, "MIB-20", "msDot11HiddenNetworkEnabled / HIDDEN_NETWORK_ENABLED") \
    X(MIB_21, "MIB-21", "msDot11MediaStreamingEnabled / MEDIA_STREAMING_ENABLED") \
    X(MIB_22, "MIB-22", "msDot11PowerSavingLevel / POWER_MGMT_REQUEST") \
    X(MIB_23, "MIB-23", "msDot11NICPowerState / NIC_POWER_STATE") \
    X(MIB_24, "MIB-24", "msDot11HardwarePHYState / HARDWARE_PHY_STATE") \
    X(MIB_25, "MIB-25", "msDot11AutoConfigEnabled / AUTO_CONFIG_ENABLED") \
    X(MIB_26, "MIB-26", "msDot11QoSParams / QOS_PARAMS") \
    X(MIB_27, "MIB-27", "msDot11SafeModeEnabled / SAFE_MODE_ENABLED") \
    X(MIB_28, "MIB-28", "msDot11SafeModeHtEnabled / SAFE_MODE_HT_ENABLED") \
    X(MIB_29, "MIB-29", "IBSS parameters / IBSS_PARAMS") \
    X(MIB_30, "MIB-30", "association parameters / ASSOCIATION_PARAMS") \
    X(MIB_31, "MIB-31", "multicast list / MULTICAST_LIST") \
    X(MIB_32, "MIB-32", "statistics / STATISTICS") \
    X(MIB_33, "MIB-33", "operation mode / CURRENT_OPERATION_MODE") \
    X(MIB_34, "MIB-34", "dot11RTSThreshold / RTS_THRESHOLD") \
    X(MIB_35, "MIB-35", "dot11FragmentationThreshold / FRAGMENTATION_THRESHOLD") \
    X(MIB_36, "MIB-36", "dot11ShortRetryLimit / SHORT_RETRY_LIMIT") \
    X(MIB_37, "MIB-37", "dot11LongRetryLimit / LONG_RETRY_LIMIT") \
    X(MIB_38, "MIB-38", "dot11MaxTransmitMSDULifetime / MAX_TRANSMIT_MSDU_LIFETIME") \
    X(MIB_39, "MIB-39", "dot11MaxReceiveLifetime / MAX_RECEIVE_LIFETIME") \
    X(MIB_40, "MIB-40", "dot11BeaconPeriod / BEACON_PERIOD") \
    X(MIB_41, "MIB-41", "ATIM window / ATIM_WINDOW") \
    X(MIB_42, "MIB-42", "dot11OperationalRateSet / OPERATIONAL_RATE_SET") \
    X(MIB_43, "MIB-43", "dot11CurrentRegDomain / CURRENT_REG_DOMAIN") \
    X(MIB_44, "MIB-44", "dot11MultiDomainCapabilityEnabled / MULTI_DOMAIN_CAPABILITY_ENABLED") \
    X(MIB_45, "MIB-45", "msDot11SupportedPhyTypes / SUPPORTED_PHY_TYPES") \
    X(MIB_46, "MIB-46", "station MAC address / MAC_ADDRESS, CURRENT_ADDRESS") \
    X(MIB_47, "MIB-47", "BSS cache / ENUM_BSS_LIST / FLUSH_BSS_LIST") \
    X(MIB_48, "MIB-48", "dot11CountryString / COUNTRY_STRING") \
    X(SEQ_01, "SEQ-01", "Bring-up and profile") \
    X(SEQ_02, "SEQ-02", "Connect, infrastructure, open system") \
    X(SEQ_03, "SEQ-03", "Connect, miniport-managed authentication") \
    X(SEQ_04, "SEQ-04", "Connect, OS-managed authentication (RSNA-PSK)") \
    X(SEQ_05, "SEQ-05", "Connect, IHV-managed authentication") \
    X(SEQ_06, "SEQ-06", "IHV uses the OS 802.1X module") \
    X(SEQ_07, "SEQ-07", "First AP refuses, second accepts") \
    X(SEQ_08, "SEQ-08", "Connection failure: nothing found / all refuse") \
    X(SEQ_09, "SEQ-09", "OS gives up after ten seconds") \
    X(SEQ_10, "SEQ-10", "Roam to a better AP (implicit disassociation)") \
    X(SEQ_11, "SEQ-11", "Reassociation with the same AP") \
    X(SEQ_12, "SEQ-12", "AP sends Deauthentication") \
    X(SEQ_13, "SEQ-13", "AP vanishes") \
    X(SEQ_14, "SEQ-14", "Roam fails, AP returns later") \
    X(SEQ_15, "SEQ-15", "Disconnect request") \
    X(SEQ_16, "SEQ-16", "Reset request while connected, scanning and sending") \
    X(SEQ_17, "SEQ-17", "Reset request while a roam is open") \
    X(SEQ_18, "SEQ-18", "IBSS: start, join, leave") \
    X(SEQ_19, "SEQ-19", "IBSS: join an existing network") \
    X(SEQ_20, "SEQ-20", "IBSS: join-only search is cancelled") \
    X(SEQ_21, "SEQ-21", "TKIP countermeasures (OS-managed)") \
    X(SEQ_22, "SEQ-22", "Radio switched off while connected") \
    X(SEQ_23, "SEQ-23", "Low power and resume") \
    X(SEQ_24, "SEQ-24", "Hardware reset (MiniportResetEx)") \
    X(SEQ_25, "SEQ-25", "Adapter removal with an IHV port") \
    X(SEQ_26, "SEQ-26", "IHV re-authorizes and de-authorizes") \
    X(SEQ_27, "SEQ-27", "Explicit scan") \
    X(SEQ_28, "SEQ-28", "Deauthentication while associating") \
    X(SEQ_29, "SEQ-29", "IBSS: a known peer associates again") \
    X(SEQ_30, "SEQ-30", "The old AP deauthenticates in the middle of a better-AP roam") \
    X(X_01, "X-01", "When does the driver enter OP?") \
    X(X_02, "X-02", "Does RESET clear the BSS cache?") \
    X(X_03, "X-03", "DISCONNECT while the connection operation runs") \
    X(X_04, "X-04", "Frames in ASSOCIATION_COMPLETION for IBSS") \
    X(X_05, "X-05", "bReAssocResp in the response-offset text") \
    X(X_06, "X-06", "\"Connected\" while no AP is associated") \
    X(X_07, "X-07", "PEER_DISASSOCIATED \"when configured for IBSS\"") \
    X(X_08, "X-08", "\"uSource = DOT11_DISASSOC_SOURCE_OS\"") \
    X(X_09, "X-09", "DISASSOCIATED_BY_OS, _BY_RESET, SYSTEM_ERROR") \
    X(X_10, "X-10", "NDIS_STATUS_POWER_STATE_INVALID") \
    X(X_11, "X-11", "NIC_POWER_STATE in OP") \
    X(X_12, "X-12", "PHY_STATE_CHANGED in INIT") \
    X(X_13, "X-13", "EXCLUDE_UNENCRYPTED in OP") \
    X(X_14, "X-14", "PMKID_LIST state") \
    X(X_15, "X-15", "Privacy list and ExcludeUnencrypted on reset") \
    X(X_16, "X-16", "Media streaming on reset") \
    X(X_17, "X-17", "Byte counters of a completed reset") \
    X(X_18, "X-18", "Power off during an explicit scan") \
    X(X_19, "X-19", "Reason code in the station's own Disassociation/Deauthentication frames") \
    X(X_20, "X-20", "SCAN_CONFIRM status after cancel") \
    X(X_21, "X-21", "Wildcard PHY id in PHY_STATE_CHANGED") \
    X(X_22, "X-22", "Revision of ASSOCIATION_COMPLETION") \
    X(X_23, "X-23", "Power management structure") \
    X(X_24, "X-24", "Resume topic") \
    X(X_25, "X-25", "Roaming while asleep") \
    X(X_26, "X-26", "SCAN_REQUEST PHY errors") \
    X(X_27, "X-27", "\"End of the Probe Response\"") \
    X(X_28, "X-28", "Request IE in ExtSTA") \
    X(X_29, "X-29", "Filter for handing beacons up") \
    X(X_30, "X-30", "Byte-array counts") \
    X(X_31, "X-31", "uPhyId = dot11_phy_type_ht") \
    X(X_32, "X-32", "Capability match: all or at least one") \
    X(X_33, "X-33", "IBSS: CONNECTION_START before the network is known") \
    X(X_34, "X-34", "StatusBufferSize formulas") \
    X(X_35, "X-35", "Active QoS protocol") \
    X(X_36, "X-36", "DSInfo on failure") \
    X(X_37, "X-37", "\"uReason\" of the completion structure") \
    X(X_38, "X-38", "Values nowhere given") \
    X(X_39, "X-39", "FRAGMENTATION_THRESHOLD in OP") \
    X(X_40, "X-40", "uReason for an excluded peer") \
    X(X_41, "X-41", "Static keys of a deauthenticated IBSS peer") \
    X(X_42, "X-42", "IBSS roam: how do the old peers end?") \
    X(X_43, "X-43", "Port for every association or only for 802.1X?") \
    X(X_44, "X-44", "Group-addressed packets with mixed ports (IBSS)") \
    X(X_45, "X-45", "Port authentication fails") \
    X(X_46, "X-46", "bOpen FALSE") \
    X(X_47, "X-47", "SendPacket missing in the function table") \
    X(X_48, "X-48", "Completion on deinit-adapter") \
    X(X_49, "X-49", "Registrations after adapter-reset") \
    X(X_50, "X-50", "Window for SetEtherTypeHandling") \
    X(X_51, "X-51", "SendPacket / ReceivePacket buffer") \
    X(X_52, "X-52", "onex-indicate-result") \
    X(X_53, "X-53", "Figure of the IBSS roam") \
    X(X_54, "X-54", "RSNA-PSK in IBSS") \
    X(X_55, "X-55", "Partly supported authentication list") \
    X(X_56, "X-56", "Order among algorithms") \
    X(X_57, "X-57", "Which OID carries the pairwise key") \
    X(X_58, "X-58", "Authentication before association completes?") \
    X(X_59, "X-59", "Empty PMKID list") \
    X(X_60, "X-60", "PMKID candidates: current AP only?") \
    X(X_61, "X-61", "Per-station key condition") \
    X(X_62, "X-62", "Overlapping directions of key-mapping keys") \
    X(X_63, "X-63", "No key to encrypt with") \
    X(X_64, "X-64", "Key for group-addressed MSDUs in infrastructure") \
    X(X_65, "X-65", "Key-mapping key for received group frames") \
    X(X_66, "X-66", "Which key counts as \"available\"") \
    X(X_67, "X-67", "ExcludeUnencrypted and group frames") \
    X(X_68, "X-68", "Long retry limit counter") \
    X(X_69, "X-69", "MAC counter layout") \
    X(X_70, "X-70", "Broadcast in multicast counters") \
    X(X_71, "X-71", "Counters not owned") \
    X(X_72, "X-72", "Order of OID completion and indications") \
    X(X_73, "X-73", "Deauthentication while a better-AP roam is pending") \
    X(X_74, "X-74", "Unreachable timer while scanning off-channel, sleeping or in power save") \
    X(X_75, "X-75", "Constant names") \
    X(X_76, "X-76", "CONNECT while an explicit scan runs") \
    X(X_77, "X-77", "bPortAuthorized TRUE although OS or IHV was to manage the port") \
    X(X_78, "X-78", "Indications that break the pairing") \
    X(X_79, "X-79", "Further slips of the topics") \
    X(X_80, "X-80", "dot11AssociationState in an IBSS") \
    X(X_81, "X-81", "One BSS entry per BSS or per frame") \
    X(X_82, "X-82", "When is a peer unreachable?") \
    X(X_83, "X-83", "Implicit scans while media streaming") \
    X(IEEE_802_1X, "802.1X", "Port-based network access control") \
    X(IEEE_11_1_4_3_2, "802.11 11.1.4.3.2", "Active scanning procedure for a non-DMG STA") \
    X(IEEE_11_3_3, "802.11 11.3.3", "Frame filtering based on STA state") \
    X(IEEE_11_3_4_3, "802.11 11.3.4.3", "Authentication, destination STA") \
    X(IEEE_11_3_4_5, "802.11 11.3.4.5", "Deauthentication, destination STA") \
    X(IEEE_11_3_5_3, "802.11 11.3.5.3", "AP or PCP association receipt procedures") \
    X(IEEE_11_3_5_6, "802.11 11.3.5.6", "Non-AP STA disassociation initiation procedures") \
    X(IEEE_11_13, "802.11 11.13", "SA Query procedures") \
    X(IEEE_12_2_9, "802.11 12.2.9", "Requirements for Operating Channel Validation") \
    X(IEEE_12_4_7_4, "802.11 12.4.7.4", "Encoding and decoding of SAE Commit messages") \
    X(IEEE_12_4_7_6, "802.11 12.4.7.6", "Status codes of SAE") \
    X(IEEE_12_4_8_6_3, "802.11 12.4.8.6.3", "SAE protocol instance behaviour: Nothing state") \
    X(IEEE_12_4_8_6_4, "802.11 12.4.8.6.4", "SAE protocol instance behaviour: Committed state") \
    X(IEEE_12_4_8_6_5, "802.11 12.4.8.6.5", "SAE protocol instance behaviour: Confirmed state") \
    X(IEEE_12_4_8_6_6, "802.11 12.4.8.6.6", "SAE protocol instance behaviour: Accepted state") \
    X(IEEE_12_6_3, "802.11 12.6.3", "RSNA policy selection in an infrastructure BSS") \
    X(IEEE_12_6_19, "802.11 12.6.19", "Protection of robust Management frames") \
    X(IEEE_12_7_6, "802.11 12.7.6", "4-way handshake") \
    X(IEEE_12_7_6_1, "802.11 12.7.6.1", "4-way handshake, general") \
    X(IEEE_12_7_6_2, "802.11 12.7.6.2", "4-way handshake message 1") \
    X(IEEE_12_7_6_3, "802.11 12.7.6.3", "4-way handshake message 2") \
    X(IEEE_12_7_6_4, "802.11 12.7.6.4", "4-way handshake message 3") \
    X(IEEE_12_7_6_5, "802.11 12.7.6.5", "4-way handshake message 4") \
    X(IEEE_12_7_6_6, "802.11 12.7.6.6", "4-way handshake implementation considerations") \
    X(IEEE_12_7_7_2, "802.11 12.7.7.2", "Group key handshake message 1") \
    X(IEEE_12_7_7_3, "802.11 12.7.7.3", "Group key handshake message 2") \
    X(IEEE_12_7_7_4, "802.11 12.7.7.4", "Group key handshake implementation considerations") \
    X(IEEE_13_8_3, "802.11 13.8.3", "FT authentication sequence: contents of second message") \
    X(IEEE_13_8_5, "802.11 13.8.5", "FT authentication sequence: contents of fourth message") \
    X(RFC_2759, "RFC 2759", "Microsoft PPP CHAP extensions, version 2") \
    X(RFC_3748_4_2, "RFC 3748 4.2", "EAP: Success and Failure") \
    X(RFC_3748_5_1, "RFC 3748 5.1", "EAP: Identity") \
    X(RFC_3748_5_2, "RFC 3748 5.2", "EAP: Notification") \
    X(RFC_3748_5_3_1, "RFC 3748 5.3.1", "EAP: Nak") \
    X(RFC_3748_7_16, "RFC 3748 7.16", "EAP: protected result indications") \
    X(RFC_4137_4, "RFC 4137 4", "EAP peer state machine") \
    X(RFC_5216_2_1, "RFC 5216 2.1", "EAP-TLS: overview of the conversation") \
    X(RFC_5216_2_1_3, "RFC 5216 2.1.3", "EAP-TLS: termination") \
    X(RFC_5281_7, "RFC 5281 7", "EAP-TTLS: operation")
/* clang-format on */

#endif
