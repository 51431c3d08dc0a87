"""Does for one service what systemd does for a unit of Type=notify-reload with a descriptor store.

    service_manager.py [--listen NAME=HOST:PORT] [--listen NAME=unix:PATH] [--watchdog USEC]
                       [--abstract] LOG -- COMMAND ...

It starts COMMAND with NOTIFY_SOCKET and with the sockets of --listen and of the store as LISTEN_FDS. LOG gets
a line for each thing that happens:

    started PID FDNAME...     a process with the sockets that were passed
    told LINE                 a line of a notification
    died STATUS               a process that ended; one that a signal killed is started again
"""

import array
import os
import select
import signal
import socket
import sys


class Unit:
    def __init__(self, arguments):
        self.listening = []
        self.watchdog = None
        self.store = []
        abstract = False
        while arguments[0].startswith("--"):
            option = arguments.pop(0)
            if option == "--listen":
                name, address = arguments.pop(0).split("=", 1)
                self.listening.append((name, listen(address)))
            elif option == "--watchdog":
                self.watchdog = arguments.pop(0)
            elif option == "--abstract":
                abstract = True
        path = os.path.abspath(arguments.pop(0))
        self.log = open(path, "a", buffering=1)
        assert arguments.pop(0) == "--"
        self.command = arguments
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.address = ("@" if abstract else "") + path + ".notify"
        self.notify.bind(self.address.replace("@", "\0"))

    def say(self, *words):
        print(*words, file=self.log)

    def start(self):
        passed = self.listening + self.store
        pid = os.fork()
        if pid:
            self.say("started", pid, *(name for name, _ in passed))
            return pid
        # High first, so that none is overwritten before it is copied.
        copies = [os.dup(s.fileno() if hasattr(s, "fileno") else s) for _, s in passed]
        high = [fcntl_dup(fd, 100) for fd in copies]
        for place, fd in enumerate(high):
            os.dup2(fd, 3 + place)
        os.closerange(3 + len(passed), 1024)
        environment = dict(os.environ, NOTIFY_SOCKET=self.address, FDSTORE="64")
        if passed:
            environment["LISTEN_PID"] = str(os.getpid())
            environment["LISTEN_FDS"] = str(len(passed))
            environment["LISTEN_FDNAMES"] = ":".join(name for name, _ in passed)
        if self.watchdog:
            environment["WATCHDOG_USEC"] = self.watchdog
            environment["WATCHDOG_PID"] = str(os.getpid())
        os.execvpe(self.command[0], self.command, environment)

    def run(self):
        signal.signal(signal.SIGCHLD, lambda *_: None)
        wakeup, end = os.pipe()
        os.set_blocking(end, False)
        signal.set_wakeup_fd(end, warn_on_full_buffer=False)
        pid = self.start()
        while True:
            ready, _, _ = select.select([self.notify, wakeup], [], [])
            if wakeup in ready:
                os.read(wakeup, 100)
            while select.select([self.notify], [], [], 0)[0]:
                self.told()
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self.say("died", status)
                if not os.WIFSIGNALED(status):
                    return os.WEXITSTATUS(status)
                pid = self.start()

    def told(self):
        data, ancillary, _, _ = self.notify.recvmsg(65536, 4096)
        descriptors = array.array("i")
        for level, kind, content in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                descriptors.frombytes(content)
        lines = data.decode().split("\n")
        for line in lines:
            self.say("told", line)
        fields = dict(line.split("=", 1) for line in lines)
        name = fields.get("FDNAME", "stored")
        if fields.get("FDSTORE") == "1":
            for fd in descriptors:
                self.keep(name, fd)
        if fields.get("FDSTOREREMOVE") == "1":
            for one, fd in self.store:
                if one == name:
                    os.close(fd)
            self.store = [entry for entry in self.store if entry[0] != name]

    def keep(self, name, fd):
        """As systemd does, one that is there already is not kept twice."""
        inode = os.fstat(fd).st_ino
        if any(os.fstat(other).st_ino == inode for _, other in self.store):
            os.close(fd)
        else:
            self.store.append((name, fd))


def fcntl_dup(fd, least):
    import fcntl

    return fcntl.fcntl(fd, fcntl.F_DUPFD, least)


def listen(address):
    if address.startswith("unix:"):
        s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        s.bind(address[5:])
    else:
        host, port = address.rsplit(":", 1)
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((host, int(port)))
    s.listen(128)
    return s


sys.exit(Unit(sys.argv[1:]).run())
