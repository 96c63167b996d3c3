/* The peer of bench-ns3: N stations and one access point of ns-3's Wi-Fi model, open system, on one
 * channel, all in one cell. Prints the processor's time until all are associated, when that was,
 * and that of idle seconds after it:
 *
 *   ns3-associate STATIONS IDLE-SECONDS   ->   "CPU-SECONDS RADIO-SECONDS IDLE-CPU-SECONDS"
 *
 * Everything is as ns-3 has it by itself: Yans channel, log-distance loss, 802.11g, stations that
 * wait for a beacon. */
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <ns3/core-module.h>
#include <ns3/mobility-module.h>
#include <ns3/network-module.h>
#include <ns3/wifi-module.h>

using namespace ns3;

static unsigned wanted, associated;
static double began, idle, cpu_all, radio_all;

static double Cpu()
{
    timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return double(t.tv_sec) + double(t.tv_nsec) * 1e-9;
}

static void OnLost(Mac48Address)
{
    associated--;
}

static void OnAssociated(Mac48Address)
{
    if (++associated == wanted && cpu_all == 0) {
        cpu_all = Cpu() - began;
        radio_all = Simulator::Now().GetSeconds();
        Simulator::Stop(Seconds(idle));
    }
}

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::fprintf(stderr, "ns3-associate STATIONS IDLE-SECONDS\n");
        return 2;
    }
    wanted = unsigned(std::atoi(argv[1]));
    idle = std::atof(argv[2]);

    NodeContainer ap(1), stations(wanted);
    YansWifiChannelHelper channel = YansWifiChannelHelper::Default();
    YansWifiPhyHelper phy;
    phy.SetChannel(channel.Create());
    WifiHelper wifi;
    wifi.SetStandard(WIFI_STANDARD_80211g);
    wifi.SetRemoteStationManager("ns3::ConstantRateWifiManager", "DataMode",
                                 StringValue("ErpOfdmRate24Mbps"), "ControlMode",
                                 StringValue("ErpOfdmRate6Mbps"));
    WifiMacHelper mac;
    mac.SetType("ns3::ApWifiMac", "Ssid", SsidValue(Ssid("fleet")));
    wifi.Install(phy, mac, ap);
    mac.SetType("ns3::StaWifiMac", "Ssid", SsidValue(Ssid("fleet")));
    NetDeviceContainer devices = wifi.Install(phy, mac, stations);

    /* within ten metres, as a fleet's stations are */
    MobilityHelper mobility;
    Ptr<ListPositionAllocator> places = CreateObject<ListPositionAllocator>();
    places->Add(Vector(0, 0, 0));
    for (unsigned i = 0; i < wanted; i++) {
        double away = 10 * std::sqrt((i + 0.5) / wanted), angle = 2.399963 * i;
        places->Add(Vector(away * std::cos(angle), away * std::sin(angle), 0));
    }
    mobility.SetPositionAllocator(places);
    mobility.Install(ap);
    mobility.Install(stations);

    for (unsigned i = 0; i < wanted; i++) {
        Ptr<WifiMac> m = DynamicCast<WifiNetDevice>(devices.Get(i))->GetMac();
        m->TraceConnectWithoutContext("Assoc", MakeCallback(&OnAssociated));
        m->TraceConnectWithoutContext("DeAssoc", MakeCallback(&OnLost));
    }
    Simulator::Stop(Seconds(3600)); /* if they never are */
    began = Cpu();
    Simulator::Run();
    double end = Cpu() - began;
    if (cpu_all == 0) {
        std::fprintf(stderr, "ns-3: only %u of %u are associated after an hour\n", associated,
                     wanted);
        return 1;
    }
    std::printf("%.4f %.3f %.4f\n", cpu_all, radio_all, end - cpu_all);
    Simulator::Destroy();
    return 0;
}
