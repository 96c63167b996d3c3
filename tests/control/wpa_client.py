"""A server of the control interface (wpa_served) and clients of it: as wpaspy has them, over UNIX
datagram sockets of their own."""
import os
import select
import shutil
import socket
import subprocess
import tempfile
import time

LIMIT = 60  # seconds until something that must happen is given up; nothing waits so long


class Client:
    count = 0

    def __init__(self, path, folder):
        Client.count += 1
        self.own = os.path.join(folder, "client-%d" % Client.count)
        self.s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.s.bind(self.own)
        self.s.connect(path)
        self.kept = []  # events that came ahead of an answer

    def receive(self, limit=LIMIT):
        ready, _, _ = select.select([self.s], [], [], limit)
        return self.s.recv(8192).decode("utf-8", "replace") if ready else None

    def request(self, command):
        self.s.send(command if isinstance(command, bytes) else command.encode())
        while True:
            answer = self.receive()
            if answer is None or not answer.startswith(("<", "IFNAME=")):
                return answer
            self.kept.append(answer)

    def wait(self, *words):
        """The next event that has one of these words in it; those before it are passed over."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            event = self.kept.pop(0) if self.kept else self.receive(end - time.monotonic())
            if event and any(w in event for w in words):
                return event
        raise AssertionError("none of %s came" % (words,))

    def close(self):
        self.s.close()
        try:
            os.unlink(self.own)
        except FileNotFoundError:
            pass


class Served:
    def __init__(self, program, *options):
        self.folder = tempfile.mkdtemp(prefix="extsta-wpa-")
        self.directory = os.path.join(self.folder, "ctrl")
        self.global_path = os.path.join(self.folder, "global")
        self.process = subprocess.Popen([program, self.directory, self.global_path, *options],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if line != "READY\n":
            raise AssertionError("it did not start: " + line)

    def client(self, station="wlan0"):
        return Client(os.path.join(self.directory, station), self.folder)

    def global_client(self):
        return Client(self.global_path, self.folder)

    def stop(self):
        """Its exit status, and what it said at its end."""
        self.process.stdin.close()
        out = self.process.stdout.read()
        status = self.process.wait(LIMIT)
        left = [f for f in os.listdir(self.directory)] + [
            f for f in os.listdir(self.folder) if f == "global"]
        shutil.rmtree(self.folder)
        return status, out, left
