"""Somebody else's EAP servers, started on the loopback for a test and ended by their process."""
import os
import re
import shutil
import socket
import subprocess
import time

SECRET = "testing123"
IDENTITY = "user@air.example"
PASSWORD = "secret"


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def pems(header):
    """The certificates and keys of the virtual air by their names: "ca", "client", "client_key"."""
    with open(header, encoding="utf-8") as f:
        text = f.read()
    return {name: "\n".join(re.findall(r'"(.*)\\n"', body)) + "\n" for name, body in
            re.findall(r"pem_(\w+)\[\] =\n((?:    \".*\"\n?)+);", text)}


def certificates(header, folder):
    """Writes them as files: NAME.pem."""
    for name, text in pems(header).items():
        write(folder, name + ".pem", text)


def find(name):
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


class Server:
    """A process that answers on `port` while the block runs. ready: what it says when it does."""

    def __init__(self, folder, args, ready):
        self.log = os.path.join(folder, "server.log")
        self.args, self.ready, self.process = args, ready, None

    def __enter__(self):
        out = open(self.log, "w", encoding="utf-8")
        self.process = subprocess.Popen(self.args, stdout=out, stderr=subprocess.STDOUT)
        out.close()
        for _ in range(600):
            with open(self.log, encoding="utf-8", errors="replace") as f:
                if self.ready in f.read():
                    return self
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.__exit__()
        with open(self.log, encoding="utf-8", errors="replace") as f:
            raise RuntimeError("server does not start:\n" + f.read()[-3000:])

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def hostapd(folder, port, certificate="server", tls13=True):
    write(folder, "clients", "127.0.0.1/32 %s\n" % SECRET)
    write(folder, "users", '"%s" PEAP,TTLS,TLS\n"%s" MSCHAPV2,TTLS-PAP,TTLS-MSCHAPV2 "%s" [2]\n'
          % (IDENTITY, IDENTITY, PASSWORD))
    conf = write(folder, "hostapd.conf", """
interface=lo
driver=none
logger_stdout=-1
logger_stdout_level=2
eap_server=1
eap_user_file=%(folder)s/users
ca_cert=%(folder)s/ca.pem
server_cert=%(folder)s/%(certificate)s.pem
private_key=%(folder)s/%(certificate)s_key.pem
radius_server_clients=%(folder)s/clients
radius_server_auth_port=%(port)d
tls_session_lifetime=3600
tls_flags=%(flags)s
""" % {"folder": folder, "certificate": certificate, "port": port,
       "flags": "[ENABLE-TLSv1.3]" if tls13 else "[DISABLE-TLSv1.3]"})
    return Server(folder, [find("hostapd"), conf], "AP-ENABLED")


def freeradius(folder, port, certificate="server", tls13=True):
    os.mkdir(os.path.join(folder, "sessions"))
    write(folder, "users", '%s Cleartext-Password := "%s"\n' % (IDENTITY, PASSWORD))
    write(folder, "radiusd.conf", """
prefix = /usr
name = freeradius
logdir = %(folder)s
confdir = %(folder)s
run_dir = %(folder)s
libdir = /usr/lib/freeradius
pidfile = %(folder)s/radiusd.pid
max_request_time = 30
cleanup_delay = 1
max_requests = 1024
security {
    max_attributes = 200
    reject_delay = 0
    status_server = no
}
client loopback {
    ipaddr = 127.0.0.1
    secret = %(secret)s
    require_message_authenticator = yes
}
thread pool {
    start_servers = 1
    max_servers = 4
    min_spare_servers = 1
    max_spare_servers = 1
}
modules {
    pap { }
    mschap { }
    files {
        usersfile = %(folder)s/users
    }
    eap {
        default_eap_type = peap
        timer_expire = 60
        max_sessions = 256
        tls-config common {
            certificate_file = %(folder)s/%(certificate)s.pem
            private_key_file = %(folder)s/%(certificate)s_key.pem
            ca_file = %(folder)s/ca.pem
            auto_chain = no
            cipher_list = "DEFAULT"
            tls_min_version = "1.2"
            tls_max_version = "%(tls)s"
            fragment_size = 1000
            cache {
                enable = yes
                lifetime = 1
                name = "extsta"
                persist_dir = %(folder)s/sessions
            }
        }
        tls {
            tls = common
        }
        ttls {
            tls = common
            default_eap_type = mschapv2
            virtual_server = inner
        }
        peap {
            tls = common
            default_eap_type = mschapv2
            virtual_server = inner
        }
    }
    eap inner-eap {
        default_eap_type = mschapv2
        timer_expire = 60
        max_sessions = 256
        mschapv2 { }
    }
}
server outer {
    listen {
        type = auth
        ipaddr = 127.0.0.1
        port = %(port)d
    }
    authorize {
        eap
    }
    authenticate {
        eap
    }
}
server inner {
    authorize {
        inner-eap
        mschap
        files
        pap
    }
    authenticate {
        Auth-Type PAP {
            pap
        }
        Auth-Type MS-CHAP {
            mschap
        }
        inner-eap
    }
}
""" % {"folder": folder, "certificate": certificate, "port": port, "secret": SECRET,
       "tls": "1.3" if tls13 else "1.2"})
    return Server(folder, [find("freeradius"), "-X", "-d", folder], "Ready to process requests")
