/* The table of OIDs this driver knows. */
#ifndef MINIPORT_OID_TABLE_H
#define MINIPORT_OID_TABLE_H

#include "miniport/oid/oid.h"

/* The row of an OID, or NULL. */
const struct oid_row *oid_find(uint32_t oid);
/* The i-th row, or NULL behind the last; in ascending order of the OID. */
const struct oid_row *oid_row_at(size_t i);

#endif
