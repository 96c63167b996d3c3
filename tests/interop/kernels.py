"""The kernels that the interop bed boots.

Debian     Debian's own, with its modules, under qemu without KVM. Its clock is the machine's.
UserMode   the same source as a program (User Mode Linux), in time-travel mode: what is computed takes
           no time of the guest, and while everybody waits the clock jumps to whatever comes next. A
           day passes in minutes, and each time it passes the same way. Built when it is first asked
           for, which takes some minutes.

Each says what it lacks (why_not), whether it is there (ready), of which package it is made (prepare,
out of the folder where that was unpacked), which modules the initial RAM disk has, and by which
command it boots.
"""
import glob
import lzma
import os
import re
import shutil
import subprocess
import sys

MODULES = ["virtio_ring", "virtio", "rfkill", "cfg80211", "libarc4", "mac80211",
           "mac80211_hwsim", "ctr", "ccm", "gf128mul", "ghash_generic", "gcm", "cmac", "tun", "llc", "stp",
           "bridge"]


def sh(*cmd, **kw):
    return subprocess.run(cmd, check=True, capture_output=True, text=True, **kw).stdout


def depends_on(meta, pattern):
    """The package that a meta package stands for."""
    found = re.search(r"Depends: (%s\S+)" % pattern, sh("apt-cache", "depends", meta))
    if not found:
        raise LookupError("apt-cache knows no " + meta + " (apt-get update?)")
    return found.group(1)


class Debian:
    modules = MODULES

    def __init__(self, folder):
        self.vmlinux = os.path.join(folder, "vmlinux")

    def why_not(self):
        if not shutil.which("qemu-system-x86_64"):
            return "qemu-system-x86_64 is missing (apt-get install qemu-system-x86)"
        return None

    def ready(self, root):
        return os.path.exists(self.vmlinux) and os.path.exists(root + "/mods")

    def package(self):
        return depends_on("linux-image-amd64", "linux-image-")

    def prepare(self, root):
        """Out of the unpacked package: the uncompressed kernel (PVH), and the modules in root/mods."""
        image = open(glob.glob(root + "/boot/vmlinuz-*")[0], "rb").read()
        start = image.find(b"\xfd7zXZ\0")
        if start < 0:
            raise LookupError("kernel image is not xz-compressed")
        with open(self.vmlinux, "wb") as f:
            f.write(lzma.LZMADecompressor(lzma.FORMAT_XZ).decompress(image[start:]))
        modules = {}
        for path in glob.glob(root + "/lib/modules/**/*.ko", recursive=True):
            modules[os.path.basename(path)[:-3].replace("-", "_")] = path
        os.makedirs(os.path.join(root, "mods"), exist_ok=True)
        for m in MODULES:
            target = os.path.join(root, "mods", m + ".ko")
            shutil.copy(modules[m], target)
            if shutil.which("strip"):
                sh("strip", "--strip-debug", "-R", ".BTF", target)
        # Only what is loaded stays; the rest of the modules is 400 MB.
        shutil.rmtree(os.path.join(root, "lib", "modules"))

    def command(self, initrd, out, radios, smp, memory):
        return ["qemu-system-x86_64", "-nodefaults", "-nographic", "-no-reboot", "-cpu", "max",
                "-smp", str(smp), "-m", str(memory), "-kernel", self.vmlinux,
                "-initrd", initrd, "-serial", "stdio", "-serial", "file:" + out, "-append",
                "console=ttyS0 quiet loglevel=3 panic=-1 reboot=t no_timer_check "
                "hwsim.radios=%d" % radios]


class UserMode:
    modules = []  # all are in the kernel
    TOOLS = ("gcc", "make", "flex", "bison", "bc", "xz")

    # What a run's clock shows when it boots: the first of January 2027. The machine's own time would
    # make each run another one.
    START = 1798761600

    def __init__(self, folder):
        self.folder = os.path.join(folder, "uml")
        self.linux = os.path.join(self.folder, "linux")
        self.config = os.path.join(os.path.dirname(os.path.abspath(__file__)), "uml.config")

    def why_not(self):
        missing = [t for t in self.TOOLS if not shutil.which(t)]
        if missing and not os.path.exists(self.linux):
            return "building the kernel takes %s (apt-get install flex bison bc xz-utils)" % ", ".join(missing)
        return None

    def ready(self, root):
        """Whether it was built of this configuration."""
        built = os.path.join(self.folder, "built-of")
        return os.path.exists(self.linux) and open(built).read() == open(self.config).read()

    def package(self):
        return depends_on("linux-source", "linux-source-")

    def prepare(self, root):
        archive = glob.glob(root + "/usr/src/linux-source-*.tar.xz")[0]
        print("# building a kernel of %s, once; it takes some minutes" % os.path.basename(archive),
              file=sys.stderr, flush=True)
        work = os.path.join(self.folder, "source")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(work)
        # the graphics drivers are a third of the source, and none of it is compiled
        sh("tar", "--use-compress-program=xz -T0", "-xf", archive, "-C", work, "--strip-components=1",
           "--exclude=*/drivers/gpu/*.[ch]", "--exclude=*/tools/testing/*", "--exclude=*/Documentation/*.rst")
        os.unlink(archive)
        make = ["make", "-C", work, "ARCH=um", "-s"]
        sh(*make, "allnoconfig")
        sh("scripts/kconfig/merge_config.sh", "-m", ".config", self.config, cwd=work)
        sh(*make, "olddefconfig")
        self._same_each_time(os.path.join(work, "arch/um/os-Linux/util.c"))
        sh(*make, "-j%d" % (os.cpu_count() or 1), "linux")
        sh("strip", "-o", self.linux, os.path.join(work, "linux"))
        shutil.rmtree(work)
        shutil.copy(self.config, os.path.join(self.folder, "built-of"))

    def _same_each_time(self, file):
        """Its random numbers begin with the machine's, and then no run is like another: with nothing.
        Keys of the bed are no secret."""
        with open(file) as f:
            before = f.read()
        after = before.replace("return getrandom(buf, len, flags);", "memset(buf, 1, len); return len;")
        if after == before:
            raise LookupError("this kernel draws its random numbers otherwise: " + file)
        with open(file, "w") as f:
            f.write(after)

    def command(self, initrd, out, radios, smp, memory):
        """smp: it has one processor, whatever is asked for. The words are the same in each run, as the
        kernel's random numbers begin with them."""
        words = ["mem=%dM" % memory, "initrd=" + initrd, "rdinit=/init", "con=null", "con0=null,fd:1",
                 "ssl1=null,fd:9", "quiet", "loglevel=3", "panic=-1", "time-travel=inf-cpu",
                 "time-travel-start=%d000000000" % self.START, "mac80211_hwsim.radios=%d" % radios]
        return ["sh", "-c", 'exec "$@" 9>"$0"', out, self.linux] + words
