/* The layout of every structure that crosses the boundary, as rows of one table: where each
 * field stands in the buffer and where its value stands in struct extsta_payload. payload.c
 * reads and writes by it; tests/abi holds it against the ABI. Nobody else includes this. */
#ifndef BOUNDARY_PAYLOAD_TABLE_H
#define BOUNDARY_PAYLOAD_TABLE_H

#include <extsta/payload.h>

enum layout_kind {
    LAYOUT_ULONG,   /* four octets, little-endian: most of what there is */
    LAYOUT_LONG,    /* the same, signed */
    LAYOUT_NUMBER,  /* another size, little-endian */
    LAYOUT_BIG,     /* big-endian: EtherTypes, as on the air */
    LAYOUT_FLAG,    /* a BOOLEAN; every value but 0 is true */
    LAYOUT_OCTETS,  /* copied */
    LAYOUT_NUMBERS, /* an array of little-endian ULONGLONGs */
    LAYOUT_SPAN,    /* octets that the value points to; fewer are filled up with zeros */
};

struct layout_field {
    const char *name;  /* of the ABI; "A.b" is the member b of the member A */
    uint16_t at, size; /* in the buffer */
    uint8_t kind;      /* enum layout_kind */
    uint8_t value_size; /* of the member in struct extsta_payload */
    uint16_t value; /* offset in struct extsta_payload */
};

/* Trailing data: where the buffer says how much there is of it, and where. */
struct layout_part {
    const char *offset_name, *size_name; /* NULL: there is no such field */
    uint16_t offset_at, size_at;         /* the fields */
    uint8_t size_size;                   /* octets of the size field: 2 or 4 */
    uint8_t form;   /* of its entries */
    uint16_t unit;  /* octets for each 1 of the size; 0: entries of their own length */
    uint16_t value; /* offset of the struct extsta_part in struct extsta_payload */
};

/* One form of buffer: fixed fields, then the parts. */
struct layout {
    const char *name; /* of the structure in the ABI; NULL: none, a plain value */
    uint16_t size;    /* sizeof: what Header.Size says */
    uint16_t fixed;   /* octets before the trailing data */
    uint16_t least;   /* octets a buffer has at least */
    uint16_t base;    /* what offsets count from */
    uint16_t padded;  /* octets written at least */
    uint8_t revision; /* 0: no NDIS_OBJECT_HEADER */
    const struct layout_field *fields;
    uint8_t field_count;             /* 0: trailing data alone */
    const struct layout_part *parts; /* in the order in which they are written */
    uint8_t part_count;
};

extern const struct layout payload_layouts[EXTSTA_FORMS];
extern const size_t payload_size; /* sizeof(struct extsta_payload) */

#endif
