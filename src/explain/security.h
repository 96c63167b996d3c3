/* How a BSS or a request is secured, as values: from the elements of beacons and requests to
 * what stories ask of it. The text of it is security_text.c. */
#ifndef EXPLAIN_SECURITY_H
#define EXPLAIN_SECURITY_H

#include <extsta/explain.h>
#include "wire/element.h"
#include "wire/rsn_element.h"

/* What stories ask of a BSS's or an association's security, as bits. KNOWN alone: open. */
#define SECURITY_KNOWN       0x0001u
#define SECURITY_PORT        0x0002u /* RSN or WPA: a port must be authorized */
#define SECURITY_PSK         0x0004u
#define SECURITY_SAE         0x0008u
#define SECURITY_1X          0x0010u
#define SECURITY_FT          0x0020u
#define SECURITY_FILS        0x0040u
#define SECURITY_OWE         0x0080u
#define SECURITY_MFP         0x0100u /* protected management frames are agreed on */
#define SECURITY_WPA         0x0200u
#define SECURITY_MFP_CAPABLE 0x0400u
#define SECURITY_WEP         0x0800u /* or it looks like it: privacy without RSN or WPA */

/* Decodes the RSN element. False: it contradicts itself. out->version 0: there is none that can
 * be used. */
bool security_rsn(const struct elements *e, struct rsn_element *out);
/* What the elements of a frame, with their decoded RSN element, and its Capability Information
 * say. */
void security_of(const struct elements *e, const struct rsn_element *rsn, uint16_t capability,
                 struct extsta_security *out);
/* The same as SECURITY_… */
uint16_t security_bits(const struct extsta_security *security);

#endif
