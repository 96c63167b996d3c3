/* Every rule the referee judges: a story in which it is kept and judged, and the same story with
 * one value wrong, in which it is found broken, it and no other. The words are those of words.h.
 *
 * What is wrong in a story is taken from the rule's text (chapters 00 to 95 of the contract), not
 * from what the referee happens to say. */
#include "stories.h"
#include <stdio.h>

static const struct row rows[] = {
    /* --- 00: general --- */
    {"ROL-01", "connected", "up profile s:connect cs badheader"},
    {"ROL-02", "connected ind:0x40010012", "connected ind:0x4001000b"},
    {"ROL-04", "up q:ssids:-:overflow:4", "up s:ssids:net q:ssids:net:ok:4"},
    {"ROL-03", "up ind:0x40010017:1", "up ind:0x40010017:2"},
    {"ROL-05", "up s:ssids:net q:ssids:net", "up s:ssids:net q:ssids:+net"},
    {"ROL-06", "up s:ssids:net~:length", "up s:ssids:net~:ok"},
    {"ROL-07", "connected q:power:1", "connected q:power:1:state"},
    {"ROL-08", "connected s:ssids:x:state", "connected s:ssids:x:failure"},
    {"ROL-09", "up s:flush:-:ok", "up s:flush:-:unsupported"},
    {"ROL-10", "connected", "up lq:A5"},
    {"ROL-12", "connected", "connected rc:0"},
    {"ROL-13", "connected", "up profile s:connect cs as:A cc:1"},
    {"ROL-14", "connected",
     "up profile s:connect cs as:A f:auth:A f:assoc:A ac:A:0:req=1 cc:0 lq:A5 dis:A:0x10007 "
     "port:A:created:none"},
    {"ROL-15", "up ihv:init ind:0x40010012 ihv:indication t+1",
     "up ihv:init ind:0x40010012 t+1"},
    {"ROL-16", "up", "up s!:rts:2000"},
    {"ROL-16", "connected recv:1:A ethernet s?:reset:3 f:disassoc:A dis:A:7 port:A:deleted t+70000 ret:1 "
               "s!:reset",
     "up s?:rts:2000 t+70000"},
    {"ROL-17", "connected", "up profile s:connect cs as:A f:auth:A f:assoc:A "
                            "ac:A:0:req=1,ihv=1 port:A:created:none cc:0"},
    /* --- 10: states --- */
    {"STA-01", "q:medium:0x10 s:mode:4:ok", "q:medium:0x10 s:mode:4:state"},
    {"STA-02", "up s:rts:1 s:ssids:net", "up s:ssids:net:state"},
    {"STA-03", "connected dis:A:0x10007 port:A:deleted s:ssids:x:state",
     "connected dis:A:0x10007 port:A:deleted s:ssids:x"},
    {"STA-04", "connected s:ssids:x:state", "connected s:ssids:x"},
    {"STA-05", "connected", "up s:reset:3 s:connect cs as:A ac:A:1 cc:6"},
    {"STA-06", "up s:mode:5:version", "up s:mode:5"},
    {"STA-07", "up", "s:mode:4 q:medium:0x10 s:mode:4 s:reset:3"},
    {"STA-09", "connected", "up f:auth:A"},
    {"STA-10",
     "connected s?:disconnect f:disassoc:A dis:A:7 port:A:deleted s!:disconnect profile "
     "s:connect",
     "connected s?:disconnect f:disassoc:A dis:A:7 port:A:deleted s!:disconnect s:connect"},
    {"STA-11", NULL, "up halt f:probe:*"},
    {"STA-12", "up S:scan resetex confirm:aborted t+1", "up S:scan resetex t+1"},
    {"STA-13", "up f:probe:*", "up f:beacon:*"},
    {"STA-14", "up s:autoconfig:0 s:rts:5", "up s:autoconfig:0 s:rts:5:auto"},
    {"STA-15", "up q:phytypes:4 q:phytypes:4 s:reset:3- q:phytypes:4",
     "up q:phytypes:4 s:reset:3- q:phytypes:4,5"},
    /* --- 10: reset --- */
    {"RST-01", "up s:reset:1:failure", "up s:reset:1:ok"},
    {"RST-02", "up s:reset:3:overflow:4", "up s:reset:3:failure:4"},
    {"RST-03", "up s?:reset:1 s!:reset:-:failure",
     "up S:scan s?:reset:1 confirm:aborted s!:reset:-:failure"},
    {"RST-04", "up f:probe:*", "up f:probe:*:other"},
    {"RST-05", "up s:rts:5 s:reset:3- q:rts:5", "up s:rts:5 s:reset:3- q:rts:6"},
    {"RST-06", "connected s?:reset:3 f:disassoc:A dis:A:7 port:A:deleted s!:reset",
     "connected s?:reset:3 f:disassoc:A s!:reset"},
    {"RST-07", "up S:scan s?:reset:3 confirm:aborted s!:reset",
     "up S:scan s?:reset:3 s!:reset"},
    {"RST-08",
     "connected send:1:A s?:reset:3 f:disassoc:A sent:1:progress dis:A:7 "
     "port:A:deleted s!:reset",
     "connected send:1:A s?:reset:3 f:disassoc:A sent:1:failure dis:A:7 port:A:deleted "
     "s!:reset"},
    {"RST-09",
     "connected recv:1:A s?:reset:3 f:disassoc:A dis:A:7 port:A:deleted ret:1 "
     "s!:reset",
     "connected recv:1:A s?:reset:3 f:disassoc:A dis:A:7 port:A:deleted s!:reset"},
    {"RST-10", "up s?:power:0 phy:0:1:0 s!:power s:reset:3 q:power:0",
     "up s?:power:0 phy:0:1:0 s!:power s:reset:3 q:power:1"},
    {"RST-11", "up profile s:connect cs as:A s?:reset:3 ac:A:5 cc:5 s!:reset",
     "up profile s:connect cs as:A s?:reset:3 ac:A:5 s!:reset"},
    {"RST-12", "connected s?:reset:3 f:disassoc:A dis:A:7 port:A:deleted s!:reset s:ssids:x",
     "connected s?:reset:3 f:disassoc:A dis:A:7 port:A:deleted s!:reset s:ssids:x:state"},
    {"RST-14", "up s:pmkids:A s:reset:3- q:pmkids:-", "up s:pmkids:A s:reset:3- q:pmkids:A"},
    {"RST-15", "up s:exemptions:888e.1.3 s:reset:3- q:exemptions:-",
     "up s:exemptions:888e.1.3 s:reset:3- q:exemptions:888e.1.3"},
    {"RST-16", "up s:reset:3 q:statistics", "up s:reset:3 q:statistics:5"},
    {"RST-17", "up s:reset:3 q:bsslist:-", "up s:reset:3 q:bsslist:A"},
    {"RST-18", "up s:streaming:1 s:reset:3- q:streaming:0",
     "up s:streaming:1 s:reset:3- q:streaming:1"},
    {"RST-19", "connected rs:0xb s?:reset:3 f:disassoc:A rc:5 dis:A:7 port:A:deleted s!:reset",
     "connected rs:0xb s?:reset:3 f:disassoc:A dis:A:7 port:A:deleted rc:5 s!:reset"},
    {"RST-20", "connected s?:reset:3 f:disassoc:A dis:A:7 port:A:deleted s!:reset",
     "connected dis:A:0x10007 port:A:deleted s?:reset:3 dis:A:7 s!:reset"},
    {"RST-21", "up", "up s?:reset:3 s!:reset:5"},
    {"RST-22", NULL,
     "connected s?:reset:3 f:disassoc:A dis:A:7 port:A:deleted s!:reset "
     "f:auth:A"},
    /* --- 10: power --- */
    {"PWR-01", "up s?:power:0 phy:0:1:0 s!:power q:power:0",
     "up s?:power:0 phy:0:1:0 s!:power q:power:1"},
    {"PWR-02", "up S:scan s:power:0:inuse", "up S:scan s?:power:0 phy:0:1:0 s!:power"},
    {"PWR-03", "up s?:power:0 phy:0:1:0 s!:power halt init up q:power:0",
     "up s?:power:0 phy:0:1:0 s!:power halt init up q:power:1"},
    {"PWR-04", "up s?:power:0 phy:0:1:0 s!:power", "up s:power:0"},
    {"PWR-05", "up phy:0:0:1 f:probe:*", "up phy:0:0:1 phy:1:0:1 f:probe:*"},
    {"PWR-06", "up profile s:connect cs as:A phy:0:0:1 phy:1:0:1 ac:A:3 cc:3 t+1",
     "up profile s:connect cs as:A phy:0:0:1 phy:1:0:1 ac:A:2 cc:6 t+1"},
    {"PWR-07", "connected phy:0:0:1 phy:1:0:1 dis:A:3 port:A:deleted t+1",
     "connected phy:0:0:1 phy:1:0:1 t+1"},
    {"PWR-08", "up s:saving:8", "up s:saving:8:data"},
    {"PWR-09", "connected s?:saving:8 f:nullpm:A s!:saving t+2000",
     "connected s:saving:8 t+2000"},
    {"PWR-10", NULL, "up s?:saving:8 phy:0:1:0 s!:saving"},
    {"PWR-11", "connected battery t+1 f:null:A", "connected battery f:nullpm:A"},
    /* --- 20: scan --- */
    {"SCN-01", "up S:scan confirm", "up S?:scan confirm:ok S!:scan:-:failure"},
    {"SCN-02", "up S:scan S:scan:-:inuse", "up S:scan S:scan"},
    {"SCN-03", "up S:scan confirm", "up S:scan confirm confirm"},
    {"SCN-03", "up S:scan t+59000 confirm", "up S:scan t+61000"},
    {"SCN-04", "up S:scan:1!*!net f:probe:net", "up S:scan:1!*!net f:probe:other"},
    {"SCN-05", "up S:scan confirm", "up S:scan confirm:ok:8"},
    {"SCN-06", "up S:scan:1!*!one,two f:probe:one f:probe:two confirm",
     "up S:scan:1!*!one,two f:probe:one confirm"},
    {"SCN-07", "up S:scan f:probe:*", "up S:scan f:probe:*:bssid"},
    {"SCN-08", "up S:scan:1!*e!net f:probe:net:ies", "up S:scan:1!*e!net f:probe:net"},
    {"SCN-09", "up S:scan f:probe:*", "up S:scan:2 f:probe:*"},
    {"SCN-13", "up S:scan:3 t+3000 confirm", "up S:scan:3 t+5000 confirm"},
    {"SCN-18", "connected s:streaming:1 S:scan f:probe:*", "connected s:streaming:1 f:probe:*"},
    {"SCN-22", "connected s:flush:-:state", "connected s:flush:-:ok"},
    {"SCN-22", "up s:flush t+0 q:bsslist:-", NULL},
    {"SCN-23", "up t+1 q:bsslist:A", "up t+1 q:bsslist:-:inuse"},
    {"SCN-24", "up t+1 q:bsslist:A,B", "up t+1 q:bsslist:A,B^"},
    {"SCN-25", "up t+1 q:bsslist:A", "up t+1 q:bsslist:A!q"},
    {"SCN-26", "up t+1 q:bsslist:A", "up t+1 q:bsslist:A!d"},
    {"SCN-27", "connected t+1 q:bsslist:A", "connected t+1 q:bsslist:B"},
    {"SCN-29", "up ihv:init S:scan confirm ihv:match", "up ihv:init ihv:match"},
    /* --- 30: connection --- */
    {"CNX-01", "connected S:connect:-:state", "connected S:connect"},
    {"CNX-02", "up profile s:connect cs s:ssids:x:state", "up profile s:connect cs s:ssids:x"},
    {"CNX-03", "up profile phy:0:0:1 phy:1:0:1 s:connect:-:power",
     "up profile phy:0:0:1 phy:1:0:1 s:connect"},
    {"CNX-04", "up s:bsstype:2 s:ssids:* s:connect:-:data",
     "up s:bsstype:2 s:ssids:* s:connect"},
    {"CNX-06", "connected", "up profile s:connect cs:infra:A"},
    {"CNX-07", "connected", "connected cs"},
    {"CNX-08", "up profile s:connect cs cc:6", "up profile s:connect cs cc:1"},
    {"CNX-10", "connected", "up profile s:connect cs cc:0"},
    {"CNX-11", "connected",
     "up profile s:connect cs as:A f:auth:A f:assoc:A ac:A:0:req=1 port:A:created:none lq:A5 "
     "as:B port:A:deleted f:auth:B f:assoc:B ac:B:0:req=1 port:B:created:none:2 lq:B5 cc:0"},
    {"CNX-12", "up profile s:connect cs as:A ac:A:2 cc:6", "up profile s:connect cs as:A ac:A:2 cc:2"},
    {"CNX-13", "connected S:port:A+", "connected s:disconnect:-:state"},
    {"CNX-14", "up profile s:connect cs cc:6 s:ssids:x",
     "up profile s:connect cs cc:6 s:ssids:x:state"},
    {"CNX-15", "connected rs:0xb as:B port:A:deleted ac:B:2 rc:6",
     "up profile s:connect cs rs:0xb as:B ac:B:2 rc:6 cc:6"},
    {"CNX-16",
     "up profile s:connect cs as:A f:auth:A f:assoc:A ac:A:0:req=1 "
     "port:A:created:none send:1:A sent:1 cc:0",
     "up profile s:connect cs as:A f:auth:A f:assoc:A ac:A:0:req=1 port:A:created:none "
     "send:1:A sent:1:state cc:0"},
    {"CNX-18",
     "up profile s?:connect cs as:A s!:connect t+10000 s?:reset:3 ac:A:5 cc:5 "
     "s!:reset t+1000",
     "up profile s?:connect cs as:A s!:connect t+12000"},
    {"CNX-19", "up ihv:init profile ihv:pre fn:returned fn:pre s:connect",
     "up ihv:init fn:returned profile ihv:pre s:connect"},
    {"CNX-21", "connected", "up profile s:connect cs as:A:other ac:A:2 cc:6"},
    {"CNX-22", "up profile s:bssids:A s:connect cs as:A ac:A:2 cc:6",
     "up profile s:bssids:A s:connect cs as:B ac:B:2 cc:6"},
    {"CNX-24", "connected",
     "up profile s:connect cs as:A f:auth:A f:assoc:A "
     "ac:A:0:req=1,auth=2 port:A:created:none cc:0 lq:A5"},
    {"CNX-25", "up profile s:excluded:B s:connect cs as:A ac:A:2 cc:6",
     "up profile s:excluded:A s:connect cs as:A ac:A:2 cc:6"},
    {"CNX-28", "connected rs:0xb as:B port:A:deleted ac:B:2 rc:6",
     "up s:reset:3 s:bsstype:1 s:ssids:* s:connect cs as:A f:auth:A f:assoc:A ac:A:0:req=1 "
     "port:A:created:none cc:0 lq:A5 rs:0xb as:B:other port:A:deleted ac:B:2 rc:6"},
    {"CNX-31", "up s:disconnect:-:state", "up s:disconnect"},
    {"CNX-31", "up s:disconnect:-:state joinup s?:disconnect cc:5 s!:disconnect", NULL},
    {"CNX-32", "up profile s:connect cs s:disconnect:-:state",
     "up profile s:connect cs s:disconnect:-:failure"},
    {"CNX-33", "connected s?:disconnect f:disassoc:A dis:A:7 port:A:deleted s!:disconnect",
     "connected s?:disconnect f:disassoc:A s!:disconnect"},
    {"CNX-34", "connected rs:0xb as:B port:A:deleted s?:disconnect ac:B:5 rc:5 s!:disconnect",
     "connected rs:0xb as:B port:A:deleted s?:disconnect ac:B:2 rc:5 s!:disconnect"},
    {"CNX-35", NULL,
     "connected s?:disconnect f:disassoc:A dis:A:7 port:A:deleted "
     "s!:disconnect f:auth:A"},
    {"CNX-36", "connected s?:disconnect f:disassoc:A dis:A:7 port:A:deleted s!:disconnect",
     "connected s?:disconnect dis:A:7 port:A:deleted s!:disconnect"},
    {"CNX-37", "up ihv:init s:reset:3 ihv:reset t+1", "up ihv:init s:reset:3 t+1"},
    /* --- 40: association --- */
    {"ASC-01", "connected", "connected dis:A:0x10007 port:A:deleted as:A ac:A:2"},
    {"ASC-02", "connected", "connected f:auth:B"},
    {"ASC-03", "connected", "up profile s:connect cs as:G ac:G:2 cc:6"},
    {"ASC-04", "connected", "up profile s:connect cs as:A f:assoc:A ac:A:2:req=1 cc:6"},
    {"ASC-05", "connected", "up profile s:connect cs as:A ac:B:2 cc:6"},
    {"ASC-06", "connected", "up profile s:connect cs as:A as:B ac:B:2 ac:A:2 cc:6"},
    {"ASC-07", "connected",
     "up profile s:connect cs as:A f:auth:A f:assoc:A ac:A:0:req=1 port:A:created:none "
     "lq:A5 cc:6"},
    {"ASC-09", "up profile s:params:A s:connect cs as:A f:auth:A f:assoc:A:ies ac:A:2:req=2 cc:6",
     "up profile s:params:A s:connect cs as:A f:auth:A f:assoc:A ac:A:2:req=1 cc:6"},
    {"ASC-10", "up profile s:params:A s:connect cs as:A f:auth:A f:assoc:A:ies ac:A:2:req=2 cc:6",
     "up profile s:params:A s:connect cs as:A f:auth:A f:assoc:A:ies ac:A:2:req=1 cc:6"},
    {"ASC-11", "up profile s:excluded:B s:connect cs as:A f:auth:A ac:A:2 cc:6",
     "up profile s:connect cs as:A s:excluded:A f:auth:A ac:A:2 cc:6"},
    {"ASC-12", "connected",
     "up profile s:connect cs as:A f:auth:A f:assoc:A "
     "ac:A:2:req=1,reassoc=1 cc:6"},
    {"ASC-13", "connected",
     "up profile s:connect cs as:A f:auth:A f:assoc:A ac:A:2:req=3 cc:6"},
    {"ASC-14", "up profile s:connect cs as:A ac:A:2 cc:6",
     "up profile s:connect cs as:A ac:A:2:req=1 cc:6"},
    {"ASC-15",
     "up profile s:connect cs as:A f:auth:A f:assoc:A h:resp:A:17 "
     "ac:A:0x30011:req=1 cc:6",
     "up profile s:connect cs as:A f:auth:A f:assoc:A ac:A:2:req=1,resp=9 cc:6", .ears = true},
    {"ASC-16", "connected",
     "up profile s:connect cs as:A f:auth:A f:assoc:A "
     "ac:A:2:req=1,beacon=5 cc:6"},
    {"ASC-17", "connected",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:connect cs as:A f:auth:A f:assoc:A "
     "ac:A:0:req=1,auth=0 port:A:created:none cc:0 lq:A5"},
    {"ASC-18", "connected",
     "up profile s:connect cs as:A f:auth:A f:assoc:A "
     "ac:A:0:req=1,phys=0 port:A:created:none cc:0 lq:A5"},
    {"ASC-19", "ibssup as:A ac:A port:A:created:none lq:A5",
     "ibssup as:A ac:A:0:four=1 port:A:created:none lq:A5"},
    {"ASC-20", "connected",
     "up profile s:connect cs as:A f:auth:A f:assoc:A "
     "ac:A:0:req=1,authz=1 port:A:created:miniport! cc:0 lq:A5"},
    {"ASC-21", "connected", "up profile s:connect cs as:A ac:A:2:qos=3 cc:6"},
    {"ASC-22", "connected",
     "up profile s:connect cs as:A f:auth:A f:assoc:A "
     "ac:A:0:req=1,ds=3 port:A:created:none cc:0 lq:A5"},
    {"ASC-23", "connected",
     "up profile s:connect cs as:A f:auth:A f:assoc:A "
     "ac:A:0:req=1,encap=0.1+800.2 port:A:created:none cc:0 lq:A5"},
    {"ASC-24", "connected send:1:A:80f3:bridge", "connected send:1:A:80f3"},
    {"ASC-25", "connected", "up profile s:connect cs as:A ac:A:2:mgmt=4 cc:6"},
    {"ASC-26", "connected", "up profile s:connect cs as:A ac:A:2:come=100 cc:6"},
    {"ASC-27", "connected", "up profile s:connect cs as:A f:auth:A f:assoc:A "
                            "ac:A:2:req=1,cut=1 cc:6"},
    {"ASC-28", "up profile s:connect cs as:A ac:A:2 cc:6",
     "up profile s:connect cs as:A ac:A:2:auth=1 cc:6"},
    {"ASC-29", "up profile s:connect cs as:A f:auth:A h:auth:A:17 ac:A:0x30011 cc:6",
     "up profile s:connect cs as:A f:auth:A h:auth:A:17 ac:A:0x30012 cc:6", .ears = true},
    {"ASC-29", "up profile s:connect cs as:A f:auth:A h:deauth:A:0 ac:A:0x10000 cc:6",
     "up profile s:connect cs as:A f:auth:A h:deauth:A:0 ac:A:0x10001 cc:6", .ears = true},
    {"ASC-30", "up profile s:connect cs as:A ac:A:2 cc:6",
     "up profile s:connect cs as:A ac:A:6 cc:6"},
    {"ASC-32", "connected send:1:A sent:1", "connected send:1:A sent:1:state"},
    {"ASC-33", "connected q:associations:A", "connected q:associations:A,B"},
    {"ASC-35",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:connect s:defaultkey:1 cs as:A "
     "f:auth:A f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os cc:0 lq:A5 f:data:A",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:connect s:defaultkey:1 cs as:A "
     "f:auth:A "
     "f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os cc:0 lq:A5 f:pdata:A"},
    {"ASC-36",
     "opened rs:0xb as:A port:A:deleted f:auth:A f:assoc:A ac:A:0:auth=7,req=1 "
     "port:A:created:os:2 rc:0 lq:A5 f:data:A",
     "opened rs:0xb as:A port:A:deleted f:auth:A f:assoc:A ac:A:0:auth=7,req=1 "
     "port:A:created:os:2 rc:0 lq:A5 f:pdata:A"},
    {"ASC-37", "connected t+61000",
     "up profile s:connect cs as:A f:auth:A f:assoc:A "
     "ac:A:0:req=1 port:A:created:none cc:0 t+61000"},
    {"ASC-38",
     "up q:capability s:reset:3 s:bsstype:1 s:ssids:net s:auth:rsna s:connect cs as:A "
     "f:auth:A f:assoc:A ac:A:0:auth=6,req=1 port:A:created:os cc:0 lq:A5 f:eapol:A "
     "s:mapping:A candidates:A s:pmkids:- t+61000",
     "up q:capability s:reset:3 s:bsstype:1 s:ssids:net s:auth:rsna s:connect cs as:A f:auth:A "
     "f:assoc:A ac:A:0:auth=6,req=1 port:A:created:os cc:0 lq:A5 f:eapol:A s:mapping:A "
     "t+61000"},
    {"ASC-39", "connected q:associations:A", "connected q:associations:A!"},
    {"ASC-43", "up q:activephys:-:state", "up q:activephys:0"},
    /* --- 50: disassociation --- */
    {"DIS-01", "connected rs:0xb as:A port:A:deleted ac:A:2 rc:6",
     "connected rs:0xb as:A port:A:deleted f:data:A ac:A:2 rc:6"},
    {"DIS-02", "connected rs:0xb as:B port:A:deleted ac:B:2 rc:6",
     "connected rs:0xb as:B port:A:deleted f:data:A ac:B:2 rc:6"},
    {"DIS-03", "connected rs:0xb as:B port:A:deleted ac:B:2 rc:6",
     "connected rs:0xb port:A:deleted as:B ac:B:2 rc:6", .also = ""},
    {"DIS-04", "connected rs:0xb as:B port:A:deleted ac:B:2 rc:6",
     "connected rs:0xb as:B port:A:deleted dis:A:0x10007 ac:B:2 rc:6"},
    {"DIS-06", "connected dis:A:0x10007 port:A:deleted", "connected dis:A:8 port:A:deleted"},
    {"DIS-07", "connected rs:0xb as:B port:A:deleted ac:B:2 rc:6 q:associations:-",
     "connected rs:0xb as:B port:A:deleted ac:B:2 rc:6 q:associations:A"},
    {"DIS-08", "connected h:disassoc:A:7 dis:A:0x20007 port:A:deleted",
     "connected h:disassoc:A:7 dis:A:0x20008 port:A:deleted", .ears = true},
    {"DIS-09", "connected h:deauth:A:7 dis:A:0x10007 port:A:deleted",
     "connected h:deauth:A:7 dis:A:0x10008 port:A:deleted", .ears = true},
    {"DIS-10",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:connect cs as:A ac:A:0:auth=2147483649 cc:0 lq:A5 "
     "dis:A:0x80000002",
     "connected dis:A:0x80000002 port:A:deleted"},
    {"DIS-11", "connected t+2100 dis:A:2 port:A:deleted",
     "connected t+1500 recv:1:A ethernet t+1500 dis:A:2 port:A:deleted"},
    {"DIS-12", "connected s?:disconnect f:disassoc:A dis:A:7 port:A:deleted s!:disconnect",
     "connected s?:disconnect f:disassoc:A dis:A:1 port:A:deleted s!:disconnect"},
    {"DIS-13", "connected s?:excluded:A dis:A:1 port:A:deleted s!:excluded t+1",
     "connected s:excluded:A t+1"},
    {"DIS-14", "connected h:deauth:A:7 dis:A:0x10007 port:A:deleted",
     "connected h:deauth:E:7 dis:A:0x10007 port:A:deleted", .ears = true},
    {"DIS-15", "connected dis:A:0x10007 port:A:deleted", "connected q:associations:-"},
    {"DIS-16", "connected dis:A:0x10007 port:A:deleted",
     "connected dis:A:0x10007 port:A:deleted dis:A:0x10007"},
    {"DIS-17", "connected dis:A:0x10007 port:A:deleted",
     "connected dis:A:0x30007 port:A:deleted"},
    {"DIS-18", NULL,
     "connected s?:disconnect f:disassoc:A dis:A:7 port:A:deleted s!:disconnect "
     "rs:0xc as:A ac:A:2 rc:6",
     .also = "ROL-10"},
    {"DIS-20", "connected dis:A:0x10007 port:A:deleted rs:0xc as:A ac:A:2 rc:6",
     "connected rs:0xc as:B port:A:deleted ac:B:2 rc:6"},
    {"DIS-23", "connected dis:A:0x10007 port:A:deleted", "connected port:A:deleted"},
    {"DIS-27", "connected dis:A:0x10007 port:A:deleted q:associations:-",
     "connected dis:A:0x10007 port:A:deleted q:associations:A"},
    {"DIS-29", "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs "
               "as:A ac:A:0:auth=7 port:A:created:ihv ihv:post:A cc:0 lq:A5 dis:A:0x10007 "
               "ihv:stop:A:0x10007 port:A:deleted",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A cc:0 lq:A5 dis:A:0x10007 port:A:deleted"},
    {"DIS-30", "connected f:data:A", "connected dis:A:0x10007 port:A:deleted f:data:A"},
    {"DIS-31", NULL,
     "ibssup as:A ac:A port:A:created:none lq:A5 as:B port:A:deleted ac:B "
     "port:B:created:none:2 lq:B5"},
    {"DIS-32", NULL, "up profile s:connect cs as:A port:A:deleted ac:A:2 cc:6"},
    /* --- 60: ports --- */
    {"PRT-01", "connected",
     "opened rs:0xb as:A port:A:deleted f:auth:A f:assoc:A ac:A:0:auth=7,req=1 "
     "port:A:created:os:1 rc:0 lq:A5"},
    {"PRT-02", "connected", "up profile s:connect cs as:A f:auth:A f:assoc:A ac:A:0:req=1 cc:0 "
                            "lq:A5 t+1"},
    {"PRT-03", "keyed", "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
                        "f:auth:A f:assoc:A ac:A:0:auth=7,req=1 port:A:created:none cc:0 lq:A5"},
    {"PRT-04", "connected stack send:1:A t+1", "connected stack t+1"},
    {"PRT-04", "connected recv:1:A ethernet t+1", "connected recv:1:A t+1"},
    {"PRT-05", "keyed send:1:A:888e", "keyed send:1:A:800"},
    {"PRT-05", "opened ethernet", "keyed ethernet"},
    {"PRT-06", "ibssup as:A ac:A port:A:created:none send:1:A:800:ibss lq:A5",
     "ibssup as:A ac:A:0:auth=7 port:A:created:os send:1:A:800:ibss lq:A5"},
    {"PRT-07",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A f:auth:A "
     "f:assoc:A f:eapol:A f:eapol:A ac:A:0:auth=7,req=1,authz=1 "
     "port:A:created:miniport port:A:authorized:miniport s:port:A+ cc:0 lq:A5",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A f:auth:A f:assoc:A "
     "ac:A:0:auth=7,req=1,authz=1 port:A:created:miniport port:A:authorized:miniport "
     "s:port:A+ cc:0 lq:A5"},
    {"PRT-08", "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:private:k s:connect cs as:A "
               "f:auth:A f:assoc:A f:eapol:A f:eapol:A ac:A:0:auth=7,req=1,authz=1 "
               "port:A:created:miniport port:A:authorized:miniport s:port:A+ cc:0 lq:A5",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:private:k s:connect cs as:A f:auth:A "
     "f:assoc:A f:eapol:A f:eapol:A ac:A:0:auth=7,req=1 port:A:created:os cc:0 lq:A5"},
    {"PRT-09", "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A f:auth:A "
               "f:assoc:A f:eapol:A f:eapol:A ac:A:0:auth=7,req=1,authz=1 "
               "port:A:created:miniport port:A:authorized:miniport s:port:A+ cc:0 lq:A5 t+1",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A f:auth:A f:assoc:A "
     "f:eapol:A f:eapol:A ac:A:0:auth=7,req=1,authz=1 port:A:created:miniport cc:0 lq:A5 t+1"},
    {"PRT-10", "keyed",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "f:auth:A f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os! cc:0 lq:A5"},
    {"PRT-11", "opened", "keyed port:A:authorized:os s:port:A+"},
    {"PRT-12",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs "
     "as:A ac:A:0:auth=7 port:A:created:ihv ihv:post:A cc:0 lq:A5",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv! ihv:post:A cc:0 lq:A5"},
    {"PRT-13",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs "
     "as:A ac:A:0:auth=7 port:A:created:ihv ihv:post:A cc:0 lq:A5",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A:1 cc:0 lq:A5"},
    {"PRT-16",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs "
     "as:A ac:A:0:auth=7 port:A:created:ihv ihv:post:A fn:returned cc:0 lq:A5 fn:post "
     "port:A:authorized:ihv s:port:A+ t+1",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A fn:returned cc:0 lq:A5 fn:post t+1"},
    {"PRT-16", NULL,
     "up ihv:init fn:returned s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect "
     "cs as:A ac:A:0:auth=7 port:A:created:ihv ihv:post:A cc:0 lq:A5 port:A:authorized:ihv "
     "s:port:A+"},
    {"PRT-17", "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs "
               "as:A ac:A:0:auth=7 port:A:created:ihv ihv:post:A fn:returned cc:0 lq:A5 fn:post "
               "port:A:authorized:ihv s:port:A+ fn:post:5:1 port:A:unauthorized:ihv s:port:A- t+1",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A fn:returned cc:0 lq:A5 fn:post port:A:authorized:ihv "
     "s:port:A+ fn:post:5:1 t+1"},
    {"PRT-18", "opened t+1", "keyed s:mapping:A port:A:authorized:os t+1"},
    {"PRT-19", "up S:port:A+:state", "up S:port:A+"},
    {"PRT-20", "connected dis:A:0x10007 port:A:deleted t+1", "connected dis:A:0x10007 t+1"},
    {"PRT-21", "connected rs:0xb as:A port:A:deleted t+1 ac:A:2 rc:6",
     "connected rs:0xb as:A t+1 ac:A:2 rc:6"},
    {"PRT-22", "connected rs:0xb as:B port:A:deleted t+1 ac:B:2 rc:6",
     "connected rs:0xb as:B t+1 ac:B:2 rc:6"},
    {"PRT-23", NULL, "opened dis:A:0x10007 port:A:deleted s:port:A-"},
    {"PRT-25", "opened port:A:unauthorized:os s:port:A-", "opened s:port:A-"},
    {"PRT-26", "connected send:1:A", "connected dis:A:0x10007 port:A:deleted send:1:A"},
    {"PRT-27", "connected",
     "up profile s:connect cs as:A f:auth:A f:assoc:A ac:A:0:req=1 "
     "port:A:created:none lq:A5 t+1500 cc:0"},
    {"PRT-28", "connected",
     "up profile s:connect cs as:A f:auth:A f:assoc:A ac:A:0:req=1 "
     "port:A:created:miniport! cc:0 lq:A5"},
    /* --- 65: extension --- */
    {"IHV-03", "up ihv:init", "up ihv:reset", .also = "IHV-06"},
    {"IHV-04", "up ihv:init ihv:deinit",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A cc:0 lq:A5 ihv:deinit"},
    {"IHV-05", "up ihv:init ihv:deinit fn:other:0:0:5", "up ihv:init ihv:deinit fn:other"},
    {"IHV-06", "up ihv:init s:reset:3 ihv:reset", "up ihv:init t+5 ihv:reset"},
    {"IHV-09", "up ihv:init fn:ethertypes ihv:packet:A fn:returned ihv:packet:A",
     "up ihv:init fn:ethertypes ihv:packet:A ihv:packet:A"},
    {"IHV-10", "up ihv:init ihv:pre", "up ihv:init profile s:connect cs ihv:pre"},
    {"IHV-11", "up ihv:init profile ihv:pre fn:pre:0:0:5023 fn:returned fn:pre s:connect",
     "up ihv:init profile ihv:pre fn:pre s:connect"},
    {"IHV-12", "up ihv:init profile ihv:pre fn:returned fn:pre s:connect",
     "up ihv:init profile ihv:pre fn:returned:5 s:connect"},
    {"IHV-13", "up ihv:init s:reset:3 ihv:reset s:ssids:net ihv:pre fn:returned fn:pre s:connect",
     "up ihv:init s:reset:3 ihv:reset s:ssids:net ihv:pre fn:returned fn:pre t+1500"},
    {"IHV-14", "up ihv:init ihv:pre fn:returned fn:pre:5:1",
     "up ihv:init ihv:pre fn:returned fn:pre:5:0"},
    {"IHV-17", "up ihv:init fn:ethertypes", "up ihv:init profile s:connect cs fn:ethertypes"},
    {"IHV-18", "up ihv:init profile ihv:pre fn:exempt fn:returned fn:pre s:exemptions:888e.1.3 s:connect",
     "up ihv:init profile ihv:pre fn:exempt fn:returned fn:pre s:exemptions:888e.1.1 s:connect"},
    {"IHV-19", "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs "
               "as:A ac:A:0:auth=7 port:A:created:ihv ihv:post:A cc:0 lq:A5",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv cc:0 lq:A5 t+1"},
    {"IHV-20",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A fn:post:0:0:5023 fn:returned cc:0 lq:A5 "
     "fn:post port:A:authorized:ihv s:port:A+ t+1",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A cc:0 lq:A5 fn:post port:A:authorized:ihv "
     "s:port:A+ t+1"},
    {"IHV-21",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A fn:returned:5 cc:0 lq:A5 dis:A:0x10007 "
     "ihv:stop:A:0x10007 port:A:deleted",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A fn:returned:5 cc:0 lq:A5 port:A:authorized:ihv "
     "s:port:A+"},
    {"IHV-24", "up ihv:init fn:key:2:0:87", "up ihv:init fn:key:2:0:0"},
    {"IHV-26", "up ihv:init fn:post:0:0:5", "up ihv:init fn:post"},
    {"IHV-27", "up ihv:init s:reset:3 ihv:reset",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A cc:0 lq:A5 s?:disconnect f:disassoc:A "
     "dis:A:7 s!:disconnect ihv:reset ihv:stop:A:7 port:A:deleted"},
    {"IHV-28", "up ihv:init fn:send", "up ihv:init fn:sendgroup"},
    {"IHV-29", "up ihv:init fn:send ihv:completion:A:7", "up ihv:init fn:send ihv:completion:A:8"},
    {"IHV-30", "up ihv:init fn:ethertypes ihv:packet:A", "up ihv:init fn:ethertypes ihv:packet:A:1"},
    {"IHV-32",
     "up ihv:init s:reset:3 ihv:reset fn:ethertypes s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A fn:returned cc:0 lq:A5 fn:onex",
     "up ihv:init s:reset:3 ihv:reset s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A fn:returned cc:0 lq:A5 fn:onex"},
    {"IHV-32", NULL, "up ihv:init fn:ethertypes fn:onex"},
    {"IHV-36",
     "up ihv:init s:reset:3 ihv:reset fn:ethertypes s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A fn:returned cc:0 lq:A5 fn:onex fn:onexpacket "
     "fn:stoponex fn:stoponex:0:0:5023",
     "up ihv:init s:reset:3 ihv:reset fn:ethertypes s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "ac:A:0:auth=7 port:A:created:ihv ihv:post:A fn:returned cc:0 lq:A5 fn:onex fn:stoponex "
     "fn:onexpacket"},
    {"IHV-36", NULL, "up ihv:init fn:stoponex"},
    /* --- 70: roaming --- */
    {"ROM-01", "connected rs:0xb as:B port:A:deleted ac:B:2 rc:6", "up rs:0xb", .also = NULL},
    {"ROM-04", "connected rs:0xb as:B port:A:deleted ac:B:2 rc:6",
     "connected rs:0xb rs:0xb as:B port:A:deleted ac:B:2 rc:6"},
    {"ROM-05", "connected rs:0xb as:B port:A:deleted ac:B:2 rc:6",
     "connected rs:0xb:A as:B port:A:deleted ac:B:2 rc:6"},
    {"ROM-06", "connected dis:A:0x10007 port:A:deleted rs:0xc as:A ac:A:2 rc:6",
     "connected dis:A:0x10007 port:A:deleted rs:0xc rc:6"},
    {"ROM-07", "connected dis:A:0x10007 port:A:deleted rs:0x10007 as:A ac:A:2 rc:6",
     "connected dis:A:0x10007 port:A:deleted rs:5 as:A ac:A:2 rc:6"},
    {"ROM-08", "connected rs:0xb as:B port:A:deleted ac:B:2 rc:6",
     "connected rs:0xb as:B port:A:deleted ac:B:0 port:B:created:none:2 lq:B5 as:C "
     "port:B:deleted ac:C:2 rc:6"},
    {"ROM-09", "connected rs:0xb as:B port:A:deleted ac:B:0 port:B:created:none:2 lq:B5 rc:0",
     "connected rs:0xb as:B port:A:deleted ac:B:2 rc:0"},
    {"ROM-11", "connected rs:0xb as:B port:A:deleted ac:B:2 rc:6",
     "connected rs:0xb as:B port:A:deleted ac:B:2 rc:5"},
    {"ROM-13", "connected dis:A:0x10007 port:A:deleted rs:0xc as:A ac:A:2 rc:6 s:disconnect",
     "connected dis:A:0x10007 port:A:deleted rs:0xc as:A ac:A:2 rc:6 s:disconnect:-:state"},
    {"ROM-14", "connected rs:0xb as:B port:A:deleted ac:B:2 rc:6",
     "connected rs:0xb dis:A:1 port:A:deleted as:B ac:B:2 rc:6"},
    {"ROM-15", "connected rs:0xb as:B port:A:deleted f:auth:B f:reassoc:B:A",
     "connected rs:0xb as:B port:A:deleted f:auth:B f:reassoc:B:C"},
    {"ROM-16",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:rsna s:pmkids:A s:connect cs as:A "
     "f:auth:A f:assoc:A:pmkid",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:rsna s:pmkids:A s:connect cs as:A f:auth:A "
     "f:assoc:A"},
    {"ROM-18", NULL,
     "connected dis:A:0x10007 port:A:deleted s?:disconnect rs:0xc rc:5 "
     "s!:disconnect"},
    {"ROM-20", "connected disconnected", "connected rs:0xb disconnected"},
    /* --- 75: IBSS --- */
    {"IBS-03",
     "up s:reset:3 s:bsstype:2 s:ssids:net s:connect cs:ibss s?:reset:3 cc:5 s!:reset",
     "up s:reset:3 s:bsstype:2 s:ssids:net s:connect cs:ibss cc:6"},
    {"IBS-03", "up joinup as:A ac:A f:beacon:F cc:0 port:A:created:none lq:A5",
     "up joinup f:beacon:F"},
    {"IBS-04", "ibssup", "up s:reset:3 s:bsstype:2 s:ssids:net s:connect cs:ibss:- cc:0"},
    {"IBS-09",
     "up s:reset:3 s:bsstype:2 s:ssids:net s:ibss:ies s:connect cs:ibss cc:0 "
     "f:beacon:F:ies",
     "up s:reset:3 s:bsstype:2 s:ssids:net s:ibss:ies s:connect cs:ibss cc:0 f:beacon:F"},
    {"IBS-13",
     "ibssup as:A ac:A port:A:created:none lq:A5 rs:0xd:E dis:A:0xd port:A:deleted "
     "as:B ac:B port:B:created:none:2 lq:B5 rc:0",
     "ibssup rs:0xd"},
    {"IBS-13", NULL, "ibssup rs:0xc:E"},
    {"IBS-14",
     "up joinup as:A ac:A cc:0 port:A:created:none lq:A5 dis:A:0x10003 port:A:deleted "
     "rs:0xd:E",
     "up joinup as:A ac:A cc:0 port:A:created:none lq:A5 rs:0xd:E"},
    {"IBS-18", "up s:bsstype:2 s:auth:psk", "up s:bsstype:2 s:auth:wpa"},
    /* --- 80: security --- */
    {"ATH-01", "connected", "up profile s:connect cs as:A f:auth:A:1 ac:A:2 cc:6"},
    {"ATH-02", "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:shared s:connect cs as:A f:auth:A:1 "
               "ac:A:2 cc:6",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:shared s:connect cs as:A f:auth:A ac:A:2 cc:6"},
    {"ATH-04", "up s:bsstype:3:data", "up s:bsstype:3"},
    {"ATH-04", "up q:auth:rsna s:auth:open s:bsstype:1 q:auth:rsna",
     "up q:auth:rsna s:auth:open s:bsstype:1 q:auth:open"},
    {"ATH-06", "up q:auth:rsna s:bsstype:2 q:auth:open", NULL}, /* another type, another one */
    {"ATH-05", "up s:auth:-:data", "up s:auth:-"},
    {"ATH-06", "up q:auth:rsna", "up q:auth:rsna,open"},
    {"ATH-10", "up q:pairs:1.0 q:pairs:1.0", "up q:pairs:1.0 q:pairs:2.0"},
    {"ATH-12", "keyed", "keyed f:pdata:A"},
    {"ATH-13", "opened f:pdata:A", "opened f:data:A"},
    {"ATH-14", "opened",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A "
     "f:auth:A f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os cc:0 lq:A5 "
     "s:mapping:A"},
    {"ATH-16", "up q:pairs:2147483649.2147483649", "up q:pairs:64.0"},
    {"CIP-01", "up s:unicast:-:data", "up s:unicast:-"},
    {"CIP-02", "up q:unicast:4", "up q:unicast:-"},
    {"CIP-03", "up q:unicast:4,2", "up q:unicast:2,4"},
    {"CIP-04", "up s:multicastcipher:4 s:unicast:4", "up s:unicast:4 s:multicastcipher:4"},
    {"CIP-04", "up ihv:init profile ihv:pre s:unicast:4 s:multicastcipher:4", NULL},
    {"CIP-05", "up q:pairs:7.4", "up q:pairs:7.2"},
    {"CIP-06", "up s:mapping:A.4.16.3", "up s:mapping:A.4.15.3"},
    {"CIP-08", "opened f:pdata:A", "opened f:pdata:A:noiv", .also = NULL},
    {"CIP-09", "opened mic:A:0", "opened mic:B:0"},
    {"CIP-10", "opened mic:A:0 dis:A:0x10007 port:A:deleted",
     "opened mic:A:0 dis:A:1 port:A:deleted"},
    {"CIP-11",
     "opened mic:A:0 t+1000 mic:A:0 s?:excluded:A dis:A:1 port:A:deleted s!:excluded "
     "t+1",
     "opened mic:A:0 t+1000 mic:A:0 t+1"},
    {"CIP-13", "up s:excluded:*,A:data", "up s:excluded:*,A"},
    {"CIP-14", "up q:capability", "up q:capability:3"},
    {"CIP-15", "up s:ssids:*,net:data", "up s:ssids:*,net"},
    {"PMK-01", "up q:capability s:pmkids:A,B,C,D:length", "up q:capability s:pmkids:A,B,C,D"},
    {"PMK-01", "up s:auth:psk s:pmkids:-", "up s:auth:psk s:pmkids:-:data"},
    {"PMK-02", "connected s:pmkids:-", "connected s:pmkids:-:state"},
    {"PMK-03", "opened candidates:A s:pmkids:-", "connected candidates:A s:pmkids:-"},
    {"PMK-04", "opened candidates:A s:pmkids:-",
     "up q:capability s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:connect cs as:A f:auth:A "
     "f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os cc:0 lq:A5 f:eapol:A s:mapping:A "
     "candidates:A,B,C,D s:pmkids:-"},
    {"PMK-05", "opened candidates:A s:pmkids:- t+1", "opened candidates:A t+1"},
    /* --- 85: keys and packets --- */
    {"KEY-01", "up s:defaultkey:5.4.16:data", "up s:defaultkey:5.4.16"},
    {"KEY-03", "up s:defaultkey:1!", "up s:defaultkey:1!:data"},
    {"KEY-05", "up s:mapping:A.4.16.3", "up s:mapping:A.4.16.0"},
    {"KEY-08", "opened f:pdata:A:5 f:pdata:A:6", "opened f:pdata:A:5 f:pdata:A:5"},
    {"KEY-09", NULL,
     "opened s?:reset:3 f:disassoc:A dis:A:7 port:A:deleted s!:reset s:bsstype:1 s:ssids:net "
     "s:auth:psk s:connect cs as:A f:auth:A f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os:2 "
     "cc:0 lq:A5 f:pdata:A"},
    {"ENC-01", "opened f:pdata:A", "opened f:pdata:A:k1"},
    {"ENC-02", "up s:keyid:1 profile s:keyid:1 s:connect cs f:pgroup:*:k1",
     "up profile s:keyid:1 s:connect cs f:pgroup:*:k2"},
    {"ENC-03", "opened f:pdata:A:7 f:pdata:A:frag1", "opened f:pdata:A:7 f:data:A:frag1"},
    {"TXP-01", "connected send:1:A", "connected send:1:A:800:retry"},
    {"TXP-02", "connected send:1:A", "connected send:1:A:800:four"},
    {"TXP-04", "connected send:1:A:800:phy9 sent:1:media", "connected send:1:A:800:phy9 sent:1"},
    {"TXP-05", "connected s:fragment:2346 f:data:A", "connected s:fragment:2346 f:data:A:long"},
    {"TXP-06", "connected s:rts:20 f:data:A:rts", "connected s:rts:20 f:data:A"},
    {"TXP-09", "connected send:1:A", "connected send:1:A:800:short"},
    {"RXP-01", "connected recv:1:A", "connected recv:1:A:800:other"},
    {"RXP-03", "connected s:filter:1 recv:1:A", "connected s:filter:1 recv:1:A:800:group"},
    {"RXP-04", "connected recv:1:A", "connected recv:1:A:800:mpdus"},
    {"RXP-07", "connected recv:1:A", "connected recv:1:A:800:qos"},
    {"RXP-08", "connected s:multicast:G s:filter:2 recv:1:A:800:mcast",
     "connected s:multicast:A s:filter:2 recv:1:A:800:mcast"},
    {"DEC-04", "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:exemptions:888e.1.3 s:connect "
               "cs as:A f:auth:A f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os cc:0 lq:A5 "
               "recv:1:A:888e",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:exemptions:888e.1.3 s:connect cs as:A "
     "f:auth:A f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os cc:0 lq:A5 "
     "recv:1:A:888e:protected"},
    {"DEC-05",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:exemptions:888e.2.1 s:connect "
     "cs as:A f:auth:A f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os cc:0 lq:A5 "
     "recv:1:A:888e",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:exemptions:888e.2.1 s:connect cs as:A "
     "f:auth:A f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os cc:0 lq:A5 f:eapol:A "
     "s:mapping:A "
     "recv:1:A:888e"},
    {"DEC-06",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:exclude:1 s:connect cs as:A "
     "f:auth:A f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os cc:0 lq:A5 "
     "recv:1:A:800:protected",
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:exclude:1 s:connect cs as:A f:auth:A "
     "f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os cc:0 lq:A5 recv:1:A:800"},
    {"DEC-09", "up q:capability s:exemptions:888e.1.3,800.1.3:length",
     "up q:capability s:exemptions:888e.1.3,800.1.3"},
    {"DEC-10", NULL,
     "up s:reset:3 s:bsstype:1 s:ssids:net s:auth:psk s:exclude:1 s:exemptions:888e.1.2 "
     "s:connect cs as:A f:auth:A f:assoc:A ac:A:0:auth=7,req=1 port:A:created:os cc:0 lq:A5 "
     "recv:1:A:888e"},
    {"SAF-01", "connected s:safemode:1:state", "connected s:safemode:1"},
    /* --- 90: statistics and link quality --- */
    {"STT-01", "up t+1 q:statistics", "up t+1 q:statistics:1"},
    {"STT-08", "up t+1 q:statistics", "up t+1 q:statistics:9"},
    {"LQ-01", "connected", "connected lq:A101"},
    {"LQ-02", "connected", "connected dis:A:0x10007 port:A:deleted lq:A5"},
    {"LQ-04", "connected", "connected lq:A60,B50"},
    {"LQ-05", "connected lq:A60", "connected lq:A50"},
    /* --- 95: the MIB --- */
    {"MIB-01", "up q:bsstype:1", "up q:bsstype:2"},
    {"MIB-02", "up s:ssids:net q:ssids:net", "up s:ssids:net q:ssids:nat"},
    {"MIB-03", "up q:bssids:*", "up q:bssids:A"},
    {"MIB-04", "up s:excluded:A q:excluded:A", "up s:excluded:A q:excluded:B"},
    {"MIB-05", "up q:phys:any", "up q:phys:0"},
    {"MIB-06", "connected q:activephys:0", "connected q:activephys:0:state"},
    {"MIB-07", "up q:phy:0", "up q:phy:1"},
    {"MIB-08", "up q:country:-", "up q:country:DE_"},
    {"MIB-09", "up s:auth:open q:auth:open", "up s:auth:open q:auth:shared"},
    {"MIB-10", "up s:unicast:4 q:unicast:4", "up s:unicast:4 q:unicast:2"},
    {"MIB-11", "up s:multicastcipher:4 q:multicastcipher:4",
     "up s:multicastcipher:4 q:multicastcipher:2"},
    {"MIB-12", "up q:keyid:0", "up q:keyid:1"},
    {"MIB-15", "up q:exclude:0", "up q:exclude:1"},
    {"MIB-16", "up s:exemptions:888e.1.3 q:exemptions:888e.1.3",
     "up s:exemptions:888e.1.3 q:exemptions:888e.2.3"},
    {"MIB-17", "up s:pmkids:A q:pmkids:A q:pmkids:A", "up s:pmkids:A q:pmkids:A q:pmkids:-"},
    {"MIB-18", "up q:usegroup:1", "up q:usegroup:0"},
    {"MIB-19", "up q:threshold:2000", "up q:threshold:1000"},
    {"MIB-20", "up q:hidden:0", "up q:hidden:1"},
    {"MIB-21", "up s:streaming:1 q:streaming:1", "up s:streaming:1 q:streaming:0"},
    {"MIB-22", "up q:saving:0", "up q:saving:8"},
    {"MIB-23", "up q:power:1", "up q:power:0"},
    {"MIB-24", "up q:hardware:1", "up q:hardware:0"},
    {"MIB-25", "up q:autoconfig:3", "up q:autoconfig:0"},
    {"MIB-26", "up s:qos:1 q:qos:1", "up s:qos:1 q:qos:0"},
    {"MIB-27", "up q:safemode:0", "up q:safemode:1"},
    {"MIB-28", "up q:safemodeht:0", "up q:safemodeht:1"},
    {"MIB-29", "up s:ibss:x q:ibss:x", "up s:ibss:x q:ibss:-"},
    {"MIB-30", "up q:params:-:unsupported", "up q:params:A"},
    {"MIB-31", "up s:multicast:G q:multicast:G", "up s:multicast:G q:multicast:-"},
    {"MIB-33", "up s:mode:4 q:mode:4", "up s:mode:4 q:mode:8"},
    {"MIB-34", "up q:rts:2347", "up q:rts:2346"},
    {"MIB-35", "up s:fragment:256 q:fragment:256", "up s:fragment:255"},
    {"MIB-36", "up q:shortretry:7", "up q:shortretry:8"},
    {"MIB-37", "up q:longretry:4 q:longretry:4", "up q:longretry:4 q:longretry:5"},
    {"MIB-38", "up q:txlife:512 q:txlife:512", "up q:txlife:512 q:txlife:5"},
    {"MIB-39", "up q:rxlife:512 q:rxlife:512", "up q:rxlife:512 q:rxlife:5"},
    {"MIB-40", "up s:beacon:100:data", "up s:beacon:100"},
    {"MIB-41", "up s:atim:10:data", "up s:atim:10"},
    {"MIB-42", "up s:rates:a q:rates:a", "up s:rates:a q:rates:b"},
    {"MIB-43", "up q:regdomain:0x10", "up q:regdomain:5"},
    {"MIB-44", "up q:multidomain:0", "up q:multidomain:1"},
    {"MIB-46", "up q:address:M", "up q:address:A"},
};

/* The violated rules of a referee that are not in `allowed`, as text; "" = none. */
static void others(struct words *w, const char *rule, const char *also, char *out, size_t size)
{
    struct extsta_finding f;
    out[0] = 0;
    while (extsta_referee_next(w->referee, &f)) {
        const char *id = extsta_rule_id(f.rule);
        if ((!rule || strcmp(id, rule) != 0) && (!also || !strstr(also, id)) &&
            !strstr(out, id)) {
            size_t len = strlen(out);
            snprintf(out + len, size - len, " %s", id);
        }
    }
}

/* All rows at once, so that a change of the referee shows all it did. */
static int judged(const struct row *row)
{
    int wrong = 0;
    char extra[200];
    struct extsta_verdict v;
    struct words w;
    if (row->kept) {
        words_start(&w, row->ears);
        words_play(&w, row->kept);
        others(&w, NULL, NULL, extra, sizeof extra);
        if (extra[0]) {
            print_message("%s: found broken where it is kept:%s\n", row->rule, extra);
            wrong++;
        }
        assert_true(extsta_referee_verdict(w.referee, extsta_rule_find(row->rule), &v));
        if (v.kept == 0) {
            print_message("%s: not judged where it is kept\n", row->rule);
            wrong++;
        }
        words_end(&w);
    }
    if (row->broken) {
        words_start(&w, row->ears);
        words_play(&w, row->broken);
        assert_true(extsta_referee_verdict(w.referee, extsta_rule_find(row->rule), &v));
        if (v.violated == 0) {
            print_message("%s: not found broken\n", row->rule);
            wrong++;
        }
        others(&w, row->rule, row->also, extra, sizeof extra);
        if (extra[0]) {
            print_message("%s: others found broken with it:%s\n", row->rule, extra);
            wrong++;
        }
        words_end(&w);
    }
    return wrong;
}

static void each_rule_is_found_broken_and_no_other(void **state)
{
    int wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        wrong += judged(&rows[i]);
    }
    assert_int_equal(wrong, 0);
}

/* Every rule of the contract has its row in the referee, seen or with the reason why not; and what
 * can be seen has a story here. */
static void every_rule_is_in_the_table(void **state)
{
    size_t seen = 0, unseen = 0, told = 0;
    for (unsigned i = 1; i < EXTSTA_RULE_COUNT; i++) {
        const char *id = extsta_rule_id((enum extsta_rule)i);
        struct extsta_verdict v;
        if (strncmp(id, "802", 3) == 0 || strncmp(id, "RFC", 3) == 0 ||
            strncmp(id, "X-", 2) == 0) {
            continue; /* a clause of IEEE 802 or an RFC, a contradiction of the contract's sources */
        }
        bool known = extsta_referee_rule((enum extsta_rule)i, &v);
        if (!known) {
            print_message("%s has no row\n", id);
        }
        assert_true(known);
        seen += v.visible;
        unseen += !v.visible && v.reason != NULL;
        bool story = false;
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
            story |= strcmp(rows[k].rule, id) == 0 && rows[k].broken;
        }
        told += story;
        if (v.visible && !story) {
            print_message("%s has no story in which it is broken\n", id);
        }
    }
    print_message("%zu rules seen, %zu of them with a story, %zu not seen\n", seen, told,
                  unseen);
    assert_int_equal(seen + unseen, 495);
    assert_int_equal(told, seen);
}

static void a_log_is_judged_as_the_live_values_are(void **state)
{
    assert_int_equal(logged_stories(rows, sizeof rows / sizeof *rows), 0);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--examples") == 0) {
        return examples_draw(rows, sizeof rows / sizeof *rows);
    }
    if (argc == 3 && strcmp(argv[1], "--logs") == 0) {
        return logs_draw(rows, sizeof rows / sizeof *rows, argv[2]);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_is_judged_as_the_live_values_are),
        cmocka_unit_test(each_rule_is_found_broken_and_no_other),
        cmocka_unit_test(every_rule_is_in_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
