/* Block Ack: the Action frames that make and end an agreement (IEEE Std 802.11-2020 9.6.4), and
 * the BlockAckReq that moves its window (9.3.1.7). Pure codec. */
#ifndef WIRE_BLOCK_ACK_H
#define WIRE_BLOCK_ACK_H

#include "wire/frame.h"

enum block_ack_action { /* table 9-354 */
                        BLOCK_ACK_ADDBA_REQUEST = 0,
                        BLOCK_ACK_ADDBA_RESPONSE = 1,
                        BLOCK_ACK_DELBA = 2,
};

struct block_ack_addba { /* ADDBA Request and Response */
    uint8_t token;       /* of the dialogue */
    uint16_t status;     /* response: a status code */
    bool amsdu;          /* A-MSDUs may be under it */
    bool immediate;      /* Block Ack policy; else delayed */
    uint8_t tid;         /* 0 to 15 */
    uint16_t size;       /* buffer: MPDUs; 0: the receiver's choice */
    uint16_t timeout;    /* TU without frames after which it ends; 0: none */
    uint16_t start;      /* request: sequence number of the first MPDU */
};
struct block_ack_delba {
    bool initiator; /* said by who sends the data */
    uint8_t tid;
    uint16_t reason;
};
struct block_ack_request {
    uint8_t tid;
    uint16_t start; /* sequence number: nothing before it comes any more */
};

/* Bodies from behind category and action. False: cut off. */
bool block_ack_parse_addba_request(struct extsta_span body, struct block_ack_addba *out);
bool block_ack_parse_delba(struct extsta_span body, struct block_ack_delba *out);
/* A BlockAckReq, basic or compressed, for one TID; false: another variant, or cut off. */
bool block_ack_parse_request(const struct frame *f, struct block_ack_request *out);
/* A whole body, category and action included. */
void block_ack_write_addba_response(struct writer *w, const struct block_ack_addba *a);
void block_ack_write_addba_request(struct writer *w, const struct block_ack_addba *a);
void block_ack_write_delba(struct writer *w, const struct block_ack_delba *d);

#endif
