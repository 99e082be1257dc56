"""What the process leaves open to others: its memory, its files, its messages; and the systemd unit of examples/."""

import configparser
import ctypes
import glob
import json
import os
import pathlib
import re
import resource
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import time
import unittest

from program import ANONLOG, ProgramTest, line, log, records, run

UNITS = pathlib.Path(__file__).parents[2] / "examples" / "systemd"
NOBODY = 65534
IS_SANITIZED = bool(os.environ.get("ANONLOG_SANITIZE"))
LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_NO_NEW_PRIVS, PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN = 38, 65, 1


def wait_until(is_so, what):
    end = time.monotonic() + 30
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError(f"still not: {what}")
        time.sleep(0.01)


def live(*arguments, **options):
    """A process that has read a line and waits for the next."""
    process = subprocess.Popen([ANONLOG, "-f", "combined", *map(str, arguments)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    process.stdin.write(line())
    process.stdin.flush()
    process.stdout.read(1)
    return process


class Memory(ProgramTest):
    def running(self, **options):
        process = live(**options)

        def end():
            process.kill()
            process.communicate()
        self.addCleanup(end)
        return process

    def test_there_is_no_core_dump(self):
        process = self.running(cwd=self.folder, preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)))
        limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text()
        self.assertRegex(limits, r"Max core file size +0 +0 ")
        process.send_signal(signal.SIGABRT)
        process.wait(timeout=30)
        self.assertEqual(os.listdir(self.folder), [])

    @unittest.skipIf(IS_SANITIZED, "a sanitizer must be able to look at the process")
    @unittest.skipIf(os.getuid() != 0, "needs root, to be another user")
    def test_another_process_of_the_user_cannot_look_at_it(self):
        program = shutil.copy(ANONLOG, self.folder / "anonlog")
        self.folder.chmod(0o755)
        process = subprocess.Popen([program, "-f", "combined"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, user=NOBODY, group=NOBODY, extra_groups=[])
        process.stdin.write(line())
        process.stdin.flush()
        process.stdout.read(1)
        other = subprocess.Popen(["sleep", "60"], user=NOBODY, group=NOBODY, extra_groups=[])

        def can_read(pid):
            return subprocess.run(["cat", f"/proc/{pid}/environ"], user=NOBODY, group=NOBODY, extra_groups=[],
                                  capture_output=True).returncode == 0
        try:
            wait_until(lambda: can_read(other.pid), "nobody sees its own sleep")
            self.assertFalse(can_read(process.pid))
            self.assertEqual(os.stat(f"/proc/{process.pid}/mem").st_uid, 0)
        finally:
            for each in (process, other):
                each.kill()
                each.communicate()

    @unittest.skipIf(os.getuid() != 0, "needs root, to be another user")
    def test_it_still_reads_what_a_shell_gives_it(self):
        program = shutil.copy(ANONLOG, self.folder / "anonlog")
        self.folder.chmod(0o755)
        self.write("a.log", log(5)).chmod(0o644)
        for command in ("./anonlog <(cat a.log)", "./anonlog /dev/stdin < a.log", "cat a.log | ./anonlog /dev/fd/0"):
            result = subprocess.run(["bash", "-c", command], cwd=self.folder, capture_output=True, user=NOBODY,
                                    group=NOBODY, extra_groups=[])
            self.assertEqual((result.returncode, result.stdout.count(b"\n")), (0, 5), (command, result.stderr))


class Files(ProgramTest):
    def test_modes_do_not_hang_on_the_umask(self):
        for mask in (0, 0o027, 0o777):
            source = self.write("a.log", log(5))
            old = os.umask(mask)
            try:
                self.assert_ended(run("-o", "o.csv", "--stats-file", "s.json", source, cwd=self.folder), 0)
            finally:
                os.umask(old)
            for name in ("o.csv", "o.csv.meta.json", "s.json"):
                self.assertEqual(stat.S_IMODE(os.stat(self.folder / name).st_mode), 0o640, (mask, name))
                (self.folder / name).unlink()

    def test_no_temporary_file_holds_a_raw_line(self):
        data = b"".join(line(path=f"/p?mail=alice{i}@example.org", user=f"alice{i}", address=f"203.0.113.{i % 250 + 1}")
                        for i in range(4000))
        trace = self.folder / "calls"
        source = self.write("a.log", data)
        subprocess.run(["strace", "-f", "-qq", "-y", "-s", "100000", "-e", "trace=write,pwrite64,writev", "-o", trace, ANONLOG,
                        "-j2", "-o", "o.csv", "--stats-file", "s.json", source], cwd=self.folder, check=True, timeout=120)
        calls = trace.read_text()
        self.assertIn("o.csv.anonlog-", calls)
        for secret in ("alice", "203.0.113.7 ", "mail="):
            self.assertNotIn(secret, calls)


class Messages(ProgramTest):
    SECRETS = ("203.0.113.7", "s3cr3tpath", "f00dface" * 8, "SECRET-KEY-1")
    FILES = {
        "own form": b"203.0.113.7 GET /s3cr3tpath 200\n" * 3,
        "one line": b"203.0.113.7 /s3cr3tpath\n",
        "pairs": b"ip=203.0.113.7 path=/s3cr3tpath\n",
        "JSON": b'{"ip":"203.0.113.7","path":"/s3cr3tpath"}\n',
        "brackets": b"[203.0.113.7] GET /s3cr3tpath\n",
        "combined": line(path="/s3cr3tpath"),
        "age": b"# public key: age1qqqq\nAGE-SECRET-KEY-1" + b"f00dface" * 8 + b"\n",
        "pem": b"-----BEGIN PRIVATE KEY-----\n" + b"f00dface" * 8 + b"\n",
        "torn key": b"chain " + b"f00dface" * 8 + b"\n",
        "key": b"anonlog-key-v1\nchain " + b"f00dface" * 8 + b"\n",
    }

    def test_what_is_no_policy_is_not_shown(self):
        source = self.write("a.log", log(3))
        for name, data in self.FILES.items():
            path = self.write("given", data)
            for arguments in (["-p", path, source], ["policy", "check", path], ["explain", "-p", path, source],
                              ["detect", "-p", path, source], ["parse", "-p", path, source]):
                result = run(*arguments)
                self.assertEqual(result.returncode, 78, (name, arguments, result.stderr))
                for secret in self.SECRETS:
                    self.assertNotIn(secret, (result.stdout + result.stderr).decode(), (name, arguments))

    def test_a_key_is_shown_by_no_option_that_reads_a_file(self):
        source = self.write("a.log", log(3))
        for name in ("age", "pem", "torn key", "key"):
            path = self.write("given", self.FILES[name])
            path.chmod(0o600)
            for arguments in (["-f", f"nginx:{path}"], ["-f", f"apache:{path}"], ["--ua-rules", path], ["--country-db", path],
                              ["--key", path], ["--timezone", path], ["--sealed", self.folder / "d", "--recipient", path]):
                if arguments[0] == "-f" and name == "torn key":
                    continue  # a word and digits: like any line of a configuration
                result = run(*arguments, source)
                self.assertNotEqual(result.returncode, 0, (name, arguments))
                for secret in self.SECRETS:
                    self.assertNotIn(secret, (result.stdout + result.stderr).decode(), (name, arguments))


class Unit(configparser.RawConfigParser):
    """A unit file: a key may stand in it several times."""

    def __init__(self, path):
        super().__init__(strict=False, delimiters=("=",), comment_prefixes=("#",))
        self.optionxform = str
        self.all = {}
        for text in path.read_text().splitlines():
            if "=" in text and not text.startswith("#"):
                key, value = text.split("=", 1)
                self.all.setdefault(key, []).append(value)


def syscalls_of(names):
    """The system calls that SystemCallFilter= values mean: groups and names, "~" takes away."""
    text = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager"], check=True, capture_output=True,
                          text=True).stdout
    groups = {}
    for block in re.split(r"\n(?=@)", re.sub(r"\x1b\[[0-9;]*m", "", text)):
        name, *rest = block.split("\n")
        groups[name.strip()] = [word.strip() for word in rest if word.strip() and not word.strip().startswith("#")]

    def expand(name):
        return {call for member in groups[name] for call in expand(member)} if name.startswith("@") else {name}
    allowed = set()
    for value in names:
        takes_away = value.startswith("~")
        calls = {call for name in value.lstrip("~").split() for call in expand(name)}
        allowed = allowed - calls if takes_away else allowed | calls
    return allowed


def load_filter(names):
    """From now on any other system call ends the process."""
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    kill, allow = 0x80000000, 0x7fff0000
    context = ctypes.c_void_p(seccomp.seccomp_init(ctypes.c_uint32(kill)))
    for name in names:
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            seccomp.seccomp_rule_add(context, ctypes.c_uint32(allow), number, 0)
    return lambda: seccomp.seccomp_load(context)


@unittest.skipIf(shutil.which("systemd-analyze") is None, "systemd is not installed")
class SystemdUnit(ProgramTest):
    def copies(self):
        """The units, with the program under test."""
        folder = self.folder / "units"
        folder.mkdir()
        for path in UNITS.glob("anonlog*.*"):
            if path.suffix in (".service", ".socket", ".timer"):
                text = path.read_text().replace("/usr/bin/anonlog", ANONLOG)
                (folder / path.name).write_text(re.sub(r"(?m)^Documentation=.*\n", "", text))
        return folder

    def test_systemd_understands_every_line(self):
        result = subprocess.run(["systemd-analyze", "verify", "--man=no", *sorted(map(str, self.copies().iterdir()))],
                                capture_output=True, text=True, timeout=60)
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_it_leaves_little_open(self):
        folder = self.copies()
        for name, threshold in (("anonlog.service", 10), ("anonlog-daily.service", 20)):
            result = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={threshold}", "--no-pager",
                                     folder / name], capture_output=True, text=True, timeout=60)
            self.assertEqual(result.returncode, 0, result.stdout)

    def test_the_reason_of_every_line_is_told(self):
        text = (UNITS / "README.md").read_text()
        for name in ("anonlog.socket", "anonlog.service"):
            for key in Unit(UNITS / name).all:
                if key in ("Description", "Documentation", "Requires", "After", "WantedBy", "RestartSec", "ExecStart"):
                    continue
                self.assertIn(f"`{key}=", text)

    @unittest.skipIf(IS_SANITIZED, "a sanitizer asks the kernel for more")
    @unittest.skipIf(os.getuid() != 0, "needs root, to be another user")
    def test_the_program_runs_within_it(self):
        unit = Unit(UNITS / "anonlog.service").all
        state, credentials = self.folder / "state", self.folder / "credentials"
        for folder in (self.folder, state, credentials):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)
        os.chown(state, NOBODY, NOBODY)
        program = shutil.copy(ANONLOG, self.folder / "anonlog")
        self.assert_ended(run("key", "new", self.folder / "k"), 0)
        # As systemd makes it: root's, and an ACL for the user.
        key = shutil.copy(self.folder / "k", credentials / "key")
        os.chown(key, 0, NOBODY)
        os.chmod(key, 0o440)
        identity = subprocess.run(["age-keygen"], check=True, capture_output=True).stdout
        self.write("identity", identity)
        self.write("recipients", re.search(rb"age1[a-z0-9]+", identity)[0] + b"\n").chmod(0o644)
        command = unit["ExecStart"][0].replace("/usr/bin/anonlog", str(program)).replace("%S/anonlog", str(state))
        command = shlex.split(command.replace("/etc/anonlog/recipients", str(self.folder / "recipients")))
        pipe = self.folder / "pipe"
        os.mkfifo(pipe, 0o600)
        stdin = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
        self.addCleanup(os.close, stdin)
        load = load_filter(syscalls_of(unit["SystemCallFilter"]))

        def enter():
            resource.setrlimit(resource.RLIMIT_MEMLOCK, (1 << 20, 1 << 20))
            os.umask(0o077)
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
            LIBC.prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0)  # EINVAL before Linux 6.3
            if load() != 0:
                os._exit(99)
        with open(self.folder / "out", "wb") as out, open(self.folder / "err", "wb") as err:
            process = subprocess.Popen([*command, "--seal-interval", "1s"], stdin=stdin, stdout=out, stderr=err, preexec_fn=enter,
                                       env={"CREDENTIALS_DIRECTORY": str(credentials)}, cwd="/")
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            self.assertRegex(status, r"Seccomp:\s+2\n")
            self.assertRegex(status, r"NoNewPrivs:\s+1\n")
            os.write(stdin, log(200))
            wait_until(lambda: (self.folder / "out").stat().st_size or process.poll() is not None, "published")
            sealed = state / "sealed"
            process.send_signal(signal.SIGHUP)
            wait_until(lambda: list(sealed.glob("*.age")) or process.poll() is not None, "a sealed file is finished")
            os.write(stdin, log(100, seed=2))
            time.sleep(0.2)
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(timeout=60), 0, (self.folder / "err").read_text())
        finally:
            process.kill()
            process.wait()
        published = subprocess.run(["zstd", "-dc", self.folder / "out"], check=True, capture_output=True).stdout
        self.assertEqual(published.count(b"\n"), 300)
        opened = [subprocess.run(f"age -d -i identity {shlex.quote(str(path))} | zstd -dc", shell=True, cwd=self.folder,
                                 check=True, capture_output=True).stdout for path in sorted(sealed.glob("*.age"))]
        self.assertEqual((sum(text.count(b"\n") for text in opened), len(opened) >= 2), (300, True))
        self.assertEqual({json.loads(text)["record"] for part in opened for text in part.splitlines()},
                         {row["record"] for row in records(published)})

    @unittest.skipIf(os.getuid() != 0, "needs root, to be another user")
    def test_every_day_each_does_what_its_user_may(self):
        self.folder.chmod(0o755)
        state = self.folder / "state"
        state.mkdir()
        self.assert_ended(run("key", "new", self.folder / "k"), 0)
        program = shutil.copy(ANONLOG, self.folder / "anonlog")
        sealed = state / "sealed"
        sealed.mkdir(mode=0o700)
        for path in (state, sealed):
            os.chown(path, NOBODY, NOBODY)
        for text in Unit(UNITS / "anonlog-daily.service").all["ExecStart"]:
            user = {} if text.startswith("!") else {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            text = text.lstrip("!").replace("/usr/bin/anonlog", str(program)).replace("%S/anonlog", str(state))
            command = shlex.split(text.replace("/etc/anonlog/key", str(self.folder / "k")))
            result = subprocess.run(["setpriv", "--bounding-set", "-all", "--inh-caps", "-all", *command] if not user else command,
                                    capture_output=True, cwd="/", timeout=60, **user)
            self.assertEqual(result.returncode, 0, (command, result.stderr))

    def test_the_filter_of_the_test_bites(self):
        load = load_filter(syscalls_of(Unit(UNITS / "anonlog.service").all["SystemCallFilter"]))
        result = subprocess.run([sys.executable, "-c", "import os; os.nice(1)"], capture_output=True,
                                preexec_fn=lambda: (LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), load()))
        self.assertEqual(result.returncode, -signal.SIGSYS, result.stderr)


if __name__ == "__main__":
    unittest.main()
