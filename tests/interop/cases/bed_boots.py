"""The bed itself: the kernel boots, hwsim is there, hostapd enables its AP."""
from evidence import guest

CONF = """interface=wlan0
driver=nl80211
ctrl_interface=/run/hostapd
ssid=bed
channel=1
hw_mode=g
"""


def run(case):
    result = case.bed.run({
        "/test/hostapd.conf": CONF,
        "/test/run": guest("""
start_hostapd hostapd hostapd.conf
echo "ENABLED $(cut -d' ' -f1 /proc/uptime)"
grep -q AP-ENABLED /out/hostapd.log
""")})
    case.ok(result.ok, "hostapd enables its access point", result.console)
    print("# start to end of the VM: %.1f s" % result.seconds)
