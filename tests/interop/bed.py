"""The interop bed: a kernel with mac80211_hwsim and a real hostapd in a small VM.

Nothing is installed: the packages are downloaded with apt-get and unpacked below the build
folder. The VM boots a kernel (kernels.py: Debian's, or one in virtual time) with an initial RAM disk
made here, runs one shell script and hands its files back in an archive.

    bed = Bed("build/interop")
    if bed.unavailable: print("skipped:", bed.unavailable)
    result = bed.run({"/test/run": script}, programs={"/bin/extsta": path})
    result.console, result.files["hostapd.log"], result.ok
"""
import glob
import hashlib
import io
import lzma
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import time

from kernels import Debian, sh

PACKAGES = ["hostapd", "iw", "busybox-static", "iproute2", "wpasupplicant", "wireless-regdb",
            "libfreeradius3", "libwbclient0", "dnsmasq-base", "iperf3"]
# What they say they need is of their databases and scripts; nothing of that is used.
ALONE = ["freeradius", "freeradius-common"]
# of the libraries they depend on, the program under test brings its own of these
OF_THE_MACHINE = {"libc6", "libgcc-s1", "libcrypt1", "libstdc++6"}


class Cpio:
    """Writes the newc format the kernel unpacks."""

    def __init__(self):
        self.out = io.BytesIO()
        self.ino = 1
        self.seen = set()

    def _entry(self, name, mode, data=b"", rdev=(0, 0)):
        name_b = name.encode() + b"\0"
        fields = [self.ino, mode, 0, 0, 1, 0, len(data), 0, 0, *rdev, len(name_b), 0]
        self.ino += 1
        self.out.write(b"070701" + b"".join(b"%08x" % f for f in fields) + name_b)
        self.out.write(b"\0" * (-(110 + len(name_b)) % 4) + data + b"\0" * (-len(data) % 4))

    def directory(self, path):
        parts = path.strip("/").split("/")
        for i in range(1, len(parts) + 1):
            p = "/".join(parts[:i])
            if p and p not in self.seen:
                self.seen.add(p)
                self._entry(p, 0o40755)

    def file(self, path, data, mode=0o755):
        path = path.strip("/")
        if path in self.seen:
            return
        if "/" in path:
            self.directory(os.path.dirname(path))
        self.seen.add(path)
        self._entry(path, 0o100000 | mode, data)

    def link(self, path, target):
        path = path.strip("/")
        if path not in self.seen:
            self.directory(os.path.dirname(path))
            self.seen.add(path)
            self._entry(path, 0o120777, target.encode())

    def device(self, path, major, minor):
        self.directory(os.path.dirname(path.strip("/")))
        self._entry(path.strip("/"), 0o20666, rdev=(major, minor))

    def bytes(self):
        out = io.BytesIO(self.out.getvalue())
        out.seek(0, 2)
        self.out, saved = out, self.out
        self._entry("TRAILER!!!", 0)
        data = out.getvalue()
        self.out = saved
        return data + b"\0" * (-len(data) % 512)


class Result:
    def __init__(self, console, files, seconds, timed_out):
        self.console, self.files = console, files
        self.seconds, self.timed_out = seconds, timed_out
        m = re.search(r"^RESULT (\d+)", console, re.M)
        self.status = int(m.group(1)) if m else None

    @property
    def ok(self):
        return self.status == 0

    def text(self, name):
        return self.files.get(name, b"").decode("utf-8", "replace")


class Bed:
    def __init__(self, folder, kernel=Debian):
        self.folder = os.path.abspath(folder)
        self.kernel = kernel(self.folder)
        self.in_vain = []  # waits of guest.sh, and whole runs, that came to no end
        self.left = []  # the files of each run, for who judges them
        os.makedirs(self.folder, exist_ok=True)
        self.unavailable = self._why_not()
        if not self.unavailable:
            try:
                self._prepare()
            except (subprocess.CalledProcessError, OSError, lzma.LZMAError, LookupError) as e:
                detail = getattr(e, "stderr", None) or str(e)
                self.unavailable = "preparing the VM failed: " + detail.strip()[-300:]

    def _why_not(self):
        if os.uname().machine != "x86_64":
            return "the bed boots an amd64 kernel; this machine is " + os.uname().machine
        if not shutil.which("apt-get"):
            return "apt-get is missing: the kernel and hostapd packages cannot be fetched"
        return self.kernel.why_not()

    def _libraries_of(self, packages):
        """The packages of the shared libraries these need, which a small machine lacks."""
        without = ["--no-" + w for w in ("recommends", "suggests", "conflicts", "breaks",
                                         "replaces", "enhances")]
        out = sh("apt-cache", "depends", "--recurse", *without, *packages)
        names = set(re.findall(r"^(lib[a-z0-9.+-]*[0-9])$", out, re.M))
        return sorted(n for n in names - OF_THE_MACHINE
                      if not n.startswith(("libpam", "libperl")))

    def _download(self, packages):
        """The newest .deb of each package in the cache folder, fetched if need be."""
        cache = os.path.join(self.folder, "debs")
        os.makedirs(cache, exist_ok=True)

        def have(package):
            return sorted(glob.glob(os.path.join(cache, package + "_*.deb")))
        missing = [p for p in packages if not have(p)]
        if missing:
            sh("apt-get", "-o", "APT::Sandbox::User=root", "download", *missing, cwd=cache)
        return [have(p)[-1] for p in packages]

    def _prepare(self):
        """One folder of unpacked packages for each kernel, as its modules are in it."""
        name = type(self.kernel).__name__.lower()
        stamp = os.path.join(self.folder, "ready-%s-%s" % (name, hashlib.sha256(
            " ".join(PACKAGES + ALONE + self.kernel.modules).encode()).hexdigest()[:8]))
        self.root = os.path.join(self.folder, "root-" + name)
        if os.path.exists(stamp) and self.kernel.ready(self.root):
            return
        shutil.rmtree(self.root, ignore_errors=True)
        ready = self.kernel.ready(self.root)
        wanted = [] if ready else [self.kernel.package()]
        for file in self._download(wanted + PACKAGES + ALONE + self._libraries_of(PACKAGES)):
            sh("dpkg", "-x", file, self.root)
        if not ready:
            self.kernel.prepare(self.root)
        open(stamp, "w").write("ok\n")

    # --- the initial RAM disk ---

    def _find(self, name):
        for d in ("usr/sbin", "sbin", "usr/bin", "bin"):
            p = os.path.join(self.root, d, name)
            if os.path.exists(p):
                return p
        raise LookupError(name + " is in none of the packages")

    def _libraries(self, binary):
        """Shared objects a program needs, the unpacked packages' first."""
        dirs = [os.path.join(self.root, d) for d in
                ("usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu", "usr/lib/freeradius")]
        env = dict(os.environ, LD_LIBRARY_PATH=":".join(dirs), LC_ALL="C")
        env.pop("LD_PRELOAD", None)
        out = subprocess.run(["ldd", binary], capture_output=True, text=True, env=env).stdout
        missing = re.findall(r"(\S+) => not found", out)
        if missing:
            raise LookupError(binary + " needs " + ", ".join(missing))
        return re.findall(r"(/\S+)", out)

    def _add_program(self, cpio, path, inside):
        cpio.file(inside, open(path, "rb").read())
        for lib in self._libraries(path):
            real = os.path.realpath(lib)
            if "ld-linux" in lib:
                cpio.file("/lib64/" + os.path.basename(lib), open(real, "rb").read())
            else:
                cpio.file("/lib/x86_64-linux-gnu/" + os.path.basename(lib),
                          open(real, "rb").read())

    def _base_cpio(self):
        cpio = Cpio()
        for d in ("proc", "sys", "dev/net", "tmp", "run", "etc", "test", "out", "var/run"):
            cpio.directory(d)
        cpio.device("/dev/console", 5, 1)
        cpio.device("/dev/null", 1, 3)
        cpio.file("/bin/busybox", open(self._find("busybox"), "rb").read())
        cpio.link("/bin/sh", "busybox")
        for program in ("hostapd", "hostapd_cli", "iw", "ip", "wpa_supplicant", "wpa_cli"):
            self._add_program(cpio, self._find(program), "/usr/sbin/" + program)
        for m in self.kernel.modules:
            cpio.file("/mods/" + m + ".ko",
                      open(os.path.join(self.root, "mods", m + ".ko"), "rb").read())
        # OpenSSL's old algorithms: hostapd's RC4, in the key data of TKIP's handshakes
        legacy = "usr/lib/x86_64-linux-gnu/ossl-modules/legacy.so"
        if os.path.exists(os.path.join(self.root, legacy)):
            cpio.file("/" + legacy, open(os.path.join(self.root, legacy), "rb").read())
        for end in ("", ".p7s"):  # signed by who made the kernel: what 5 GHz allows
            cpio.file("/lib/firmware/regulatory.db" + end, open(os.path.join(
                self.root, "lib/firmware/regulatory.db-debian" if not end else
                "lib/firmware/regulatory.db.p7s-debian"), "rb").read())
        cpio.file("/init", INIT.encode())
        return cpio

    def program(self, name):
        """The path of a program of the packages, for run()."""
        return self._find(name)

    def freeradius(self):
        """(files, programs) that run() needs for FreeRADIUS: modules and dictionaries."""
        modules = glob.glob(self.root + "/usr/lib/freeradius/rlm_*.so")
        wanted = {"eap", "eap_tls", "eap_ttls", "eap_peap", "eap_mschapv2", "mschap", "files", "pap"}
        programs = {"/usr/lib/freeradius/" + os.path.basename(m): m for m in modules
                    if os.path.basename(m)[4:-3] in wanted}
        programs["/usr/sbin/freeradius"] = self._find("freeradius")
        files = {d[len(self.root):]: open(d, "rb").read() for d in
                 glob.glob(self.root + "/usr/share/freeradius/*")}
        return files, programs

    def initrd(self, files, programs):
        cpio = self._base_cpio()
        for inside, path in programs.items():
            self._add_program(cpio, path, inside)
        for inside, data in files.items():
            cpio.file(inside, data.encode() if isinstance(data, str) else data)
        return cpio.bytes()

    def shell(self, programs, radios):
        """Boots with a root shell on this terminal, until it ends. Nothing is left of it."""
        with tempfile.TemporaryDirectory(dir=self.folder) as work:
            initrd = os.path.join(work, "initrd")
            with open(initrd, "wb") as f:
                f.write(self.initrd({"/test/run": "cd /root\nexec setsid cttyhack sh -l\n",
                                     "/root/.profile": "PS1='vm# '\n"}, programs))
            cmd = self.kernel.command(initrd, os.devnull, radios, 1, 640)
            cmd[cmd.index("stdio")] = "mon:stdio"  # Ctrl-C is the shell's, Ctrl-A X ends the VM
            return subprocess.run(cmd).returncode

    def run(self, files, programs=None, timeout=900, radios=1, smp=1, memory=640):
        """Boots, runs /test/run, returns its console and the files it left in /out. timeout:
        seconds until it is taken to hang; no case waits for it."""
        work = os.path.join(self.folder, "run-%d-%d" % (os.getpid(), time.monotonic_ns()))
        os.makedirs(work)
        initrd, out = os.path.join(work, "initrd"), os.path.join(work, "out.tar")
        with open(initrd, "wb") as f:
            f.write(self.initrd(files, programs or {}))
        cmd = self.kernel.command("initrd", "out.tar", radios, smp, memory)
        start = time.monotonic()
        timed_out = False
        told = os.path.join(work, "console")  # a file: a long run can be watched
        try:
            with open(told, "wb") as f:
                subprocess.run(cmd, stdin=subprocess.DEVNULL, stdout=f, stderr=subprocess.STDOUT,
                               cwd=work, timeout=timeout)
        except subprocess.TimeoutExpired:
            timed_out = True
        with open(told, "rb") as f:
            console = f.read()
        seconds = time.monotonic() - start
        got = {}
        try:
            with tarfile.open(out) as tar:
                for member in tar.getmembers():
                    if member.isfile():
                        got[os.path.basename(member.name)] = tar.extractfile(member).read()
        except (tarfile.TarError, OSError):
            pass
        shutil.rmtree(work, ignore_errors=True)
        result = Result(console.decode("utf-8", "replace").replace("\r", ""), got, seconds,
                        timed_out)
        self.left.append(got)
        self.in_vain += re.findall(r"^TIMEOUT .*", result.console, re.M)
        self.in_vain += ["the VM did not end by itself"] if timed_out else []
        return result


INIT = r"""#!/bin/sh
export PATH=/usr/sbin:/bin
/bin/busybox --install -s /bin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
mkdir -p /dev/net /dev/pts
word() { sed -n "s/.*$1=\([^ ]*\).*/\1/p" /proc/cmdline; }
if [ -d /mods ]; then
    for m in virtio_ring virtio rfkill cfg80211 libarc4 mac80211; do insmod /mods/$m.ko; done
    insmod /mods/mac80211_hwsim.ko radios=$(word hwsim.radios)
    for m in ctr ccm gf128mul ghash_generic gcm cmac tun; do insmod /mods/$m.ko; done
fi
[ -e /dev/net/tun ] || mknod /dev/net/tun c 10 200
/usr/sbin/ip link set lo up
cd /out
if [ -d /mods ]; then
    sh /test/run
    rc=$?
else # what is written here is read when the machine comes to it, and then no run is like another
    sh /test/run > /console 2>&1
    rc=$?
    cat /console
fi
dmesg | tail -n 40 > /out/dmesg.log
stty raw -echo -F /dev/ttyS1
tar -cf /dev/ttyS1 -C /out .
echo "RESULT $rc"
sync
[ -d /mods ] && reboot -f # and qemu ends
poweroff -f
"""
