/* Handlers for what an extension has nothing to do for: a table may have no hole (IHV-02), and
 * most extensions need half of it. */
#ifndef EXTENSIONS_COMMON_PLAIN_H
#define EXTENSIONS_COMMON_PLAIN_H

#include <extsta/wlanihv.h>

/* All of them but DeinitService, InitAdapter, DeinitAdapter, PerformPreAssociate, AdapterReset,
 * PerformPostAssociate, StopPostAssociate, ValidateProfile, ReceivePacket and
 * SendPacketCompletion, which are the extension's own. Every BSS matches; there is nothing to
 * discover; nobody is asked anything; what is not supported says so. */
void plain_handlers(DOT11EXT_IHV_HANDLERS *handlers);

/* What an extension exports: Dot11ExtIhvInitService, its own; and Dot11ExtIhvGetVersionInfo, which
 * is here, for there is one version (IHV-02). */
#define EXPORT __attribute__((visibility("default")))

#endif
