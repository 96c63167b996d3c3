/* Management frames of ours (FRAME), and those of the AP that are ours to answer: nobody else on
 * the machine does. Which are wanted is registered for; each that comes goes to the file whose
 * business it is. What has to be protected the kernel protects, and drops where it is not. */
#include "machine.h"

#define HEADER 24u

/* Of each reset: what is registered already is refused, and stands. */
void nld_action_register(struct nld *d)
{
    static const struct {
        uint16_t type;
        uint8_t match[2];
        size_t len;
    } wanted[] = {{NLD_FRAME_ACTION, {NLD_CATEGORY_SA_QUERY}, 1},
                  {NLD_FRAME_ACTION, {NLD_CATEGORY_FT}, 1},
                  {NLD_FRAME_ACTION, {CATEGORY_RADIO_MEASUREMENT}, 1},
                  {NLD_FRAME_ACTION, {CATEGORY_WNM, WNM_BTM_REQUEST}, 2},
                  /* to whoever makes the SAE of a card without an SME of ours */
                  {NLD_FRAME_AUTH, {3, 0}, 2}};
    bool sme = (d->card.can & NL80211_CAN_AUTHENTICATE) != 0;
    if (d->registered || !(d->card.can & NL80211_CAN_FRAME)) {
        return;
    }
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (wanted[i].type == NLD_FRAME_AUTH && sme) {
            continue;
        }
        struct nl_msg *msg = nld_command(d, NL80211_CMD_REGISTER_FRAME, 0);
        nld_put_u16(msg, NL80211_ATTR_FRAME_TYPE, wanted[i].type);
        nld_put(msg, NL80211_ATTR_FRAME_MATCH, wanted[i].match, wanted[i].len);
        d->registered = nld_tell(d, msg, NLD_OF_NOTHING) != 0;
    }
}

void nld_frame(struct nld *d, uint8_t kind, struct extsta_mac to, struct extsta_span body)
{
    uint8_t frame[HEADER + NLD_BODY] = {kind};
    struct writer w = writer_of(frame + 4, sizeof frame - 4);
    writer_mac(&w, to);
    writer_mac(&w, d->own);
    writer_mac(&w, to);
    writer_le16(&w, 0);
    writer_span(&w, body);
    struct nl_msg *msg = nld_command(d, NL80211_CMD_FRAME, 0);
    nld_put_u32(msg, NL80211_ATTR_WIPHY_FREQ, d->link.up ? d->link.freq : d->attempt.freq);
    nld_put(msg, NL80211_ATTR_FRAME, frame, 4 + writer_len(&w));
    nld_tell(d, msg, NLD_OF_NOTHING);
}

/* Of the AP alone. */
static void on_action(struct nld *d, struct extsta_span body)
{
    switch (body.data[0]) {
    case NLD_CATEGORY_SA_QUERY:
        if (d->link.pairwise) {
            nld_sa_query_rx(d, body);
        }
        break;
    case NLD_CATEGORY_FT:
        nld_ft_action(d, body);
        break;
    case CATEGORY_RADIO_MEASUREMENT:
        nld_measure_rx(d, body);
        break;
    case CATEGORY_WNM:
        nld_steer_rx(d, body);
        break;
    default: /* not asked for */
        break;
    }
}

void nld_action_event(struct nld *d, const struct nld_message *m)
{
    struct extsta_span frame = nld_octets(m->tb[NL80211_ATTR_FRAME]);
    if (frame.len < HEADER + 2) {
        return;
    }
    struct extsta_span body = span(frame.data + HEADER, frame.len - HEADER);
    struct extsta_mac from = mac_at(frame.data + 10);
    uint8_t kind = frame.data[0] & 0xfc;
    if (kind == NLD_FRAME_AUTH) {
        nld_external_frame(d, from, body);
    } else if (kind == NLD_FRAME_ACTION && d->link.up && mac_equal(from, d->link.peer)) {
        on_action(d, body);
    }
}
