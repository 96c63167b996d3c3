/* What the referee knows of an extension: which of its handlers run and how they returned, and
 * what it has said by its functions. The rest of the model is in model.c, which calls here. */
#include "referee/referee.h"

void model_take_handler(struct extsta_referee *r, const struct event *e)
{
    const struct extsta_ihv_call *c = &e->out->ihv;
    struct model *m = &r->m;
    struct peer *p;
    m->extension = true; /* without init-adapter: IHV-03 */
    switch (c->type) {
    case EXTSTA_IHV_INIT_ADAPTER:
        break;
    case EXTSTA_IHV_DEINIT_ADAPTER:
        m->extension = m->pre_associating = false;
        break;
    case EXTSTA_IHV_PERFORM_PRE_ASSOCIATE:
        m->pre_associating = true;
        m->pre_refused = false;
        m->pre_returned = false;
        m->pre_session = c->session;
        m->pre_call = c->call_id;
        break;
    case EXTSTA_IHV_ADAPTER_RESET:
        m->pre_associating = false;
        m->registered_count = m->exemption_count = 0;
        m->ethertypes_known = true;
        m->receiving = m->onex = false;
        break;
    case EXTSTA_IHV_PERFORM_POST_ASSOCIATE:
        p = peer_find(r, c->port.peer);
        if (p) {
            p->announced = true;
            p->returned = false;
            p->post_call = c->call_id;
        }
        m->post_session = c->session;
        break;
    case EXTSTA_IHV_STOP_POST_ASSOCIATE:
        p = peer_find(r, c->peer);
        if (p) {
            p->stopped = true;
        }
        m->onex = false;
        break;
    case EXTSTA_IHV_RECEIVE_PACKET:
        m->receiving = true;
        m->receive_call = c->call_id;
        break;
    case EXTSTA_IHV_SEND_PACKET_COMPLETION:
        ids_remove(&m->extension_packets, (uint32_t)c->handle);
        break;
    case EXTSTA_IHV_ONEX_INDICATE_RESULT: /* in progress is no end */
        m->onex = m->onex && c->status == 2;
        break;
    case EXTSTA_IHV_RECEIVE_INDICATION:
    case EXTSTA_IHV_PERFORM_CAPABILITY_MATCH:
        break;
    }
}

static void take_registrations(struct model *m, struct extsta_span ethertypes)
{
    m->registered_count = 0;
    for (size_t at = 0; at + 2 <= ethertypes.len && m->registered_count < 16; at += 2) {
        m->registered[m->registered_count++] = get_be16(ethertypes.data + at);
    }
}

/* What a handler said of it. */
static void take_return(struct model *m, const struct extsta_function *f)
{
    m->receiving &= f->call_id != m->receive_call;
    m->pre_returned |= f->call_id == m->pre_call;
    if (f->error != 0 && m->pre_associating && f->call_id == m->pre_call) {
        m->pre_associating = false; /* IHV-11: no completion follows */
        m->pre_refused = true;
    }
    for (size_t i = 0; i < m->peer_room; i++) {
        struct peer *p = &m->peers[i];
        bool its = p->announced && f->call_id == p->post_call;
        p->returned |= its;
        p->refused |= its && f->error != 0;
    }
}

void model_take_function(struct extsta_referee *r, const struct extsta_function *f)
{
    struct model *m = &r->m;
    m->functions = true;
    if (f->type == EXTSTA_FUNCTION_RETURNED) {
        take_return(m, f);
    }
    if (f->result != 0) {
        return;
    }
    if (f->type == EXTSTA_FUNCTION_PRE_ASSOCIATE_COMPLETION) {
        m->pre_associating = false;
    } else if (f->type == EXTSTA_FUNCTION_SET_ETHERTYPE_HANDLING) {
        take_registrations(m, f->ethertypes);
        m->exemption_count = 0;
        for (size_t at = 0; at + 6 <= f->data.len && m->exemption_count < 8; at += 6) {
            memcpy(m->exemptions[m->exemption_count++], f->data.data + at, 6);
        }
    } else if (f->type == EXTSTA_FUNCTION_POST_ASSOCIATE_COMPLETION) {
        for (size_t i = 0; i < m->peer_room; i++) {
            struct peer *p = &m->peers[i];
            bool its = p->port && p->session == f->session;
            p->answered |= its;
            p->admitted = its ? f->error == 0 : p->admitted;
        }
    } else if (f->type == EXTSTA_FUNCTION_SEND_PACKET) {
        ids_add(r, &m->extension_packets, (uint32_t)f->handle);
    } else if (f->type == EXTSTA_FUNCTION_START_ONEX) {
        m->onex = true;
    } else if (f->type == EXTSTA_FUNCTION_STOP_ONEX) {
        m->onex = false;
    }
}
