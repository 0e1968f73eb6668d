"""An Elasticsearch of the tests' own, without containers.

Maven unpacks the node and compiles what it comes without: the filters that every
default cluster has, and the readers of Chinese words that some have; see
``elasticsearch/pom.xml``. ``python -m tests.services.search_node`` serves one
for trying out.
"""

import base64
import fcntl
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services.ports import free_port

MISSING = "no JDK 17 with Maven, or no way for them to fetch the node"
PROJECT = Path(__file__).with_name("elasticsearch")
# What a node may be given; the first is what a default cluster has of itself.
FILTERS = "analysis-cjk"
WORDS = "analysis-smartcn"
IK = "analysis-ik"
_USUAL_PORT = 9200
_HEAP = "-Xms512m -Xmx1g"
# Half the processor time of a start, for a node that does not live long.
_BRIEF = f"{_HEAP} -XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC"
_OLDEST_JAVA = 17
_PATIENCE_SECONDS = 240

# The node ends when its owner says so or closes the pipe, as the end of an owner
# does whatever its cause. Without a word from the owner the folder goes, too.
_KEEPER = """
exec 3<&0
"$1/home/bin/elasticsearch" </dev/null 3<&- & node=$!
{ read -r _ <&3 || touch "$1/left"; kill "$node"; } 2>/dev/null &
wait "$node"
[ ! -e "$1/left" ] || rm -rf "$1"
"""


@dataclass(frozen=True)
class Account:
    """Somebody of the file realm, with the roles ``roles.yml`` describes."""

    name: str
    password: str
    roles: tuple[str, ...]

    @property
    def header(self) -> str:
        """What a request says to be theirs."""
        pair = f"{self.name}:{self.password}".encode()
        return f"Basic {base64.b64encode(pair).decode()}"


class Node:
    """A node in a folder of its own; it keeps port and data from start to start."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int,
        java_home: Path,
        java_options: str,
        asker: Account | None,
    ) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        self._asker = asker
        self._java = {"ES_JAVA_HOME": str(java_home), "ES_JAVA_OPTS": java_options}
        self._keeper: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the node; it answers some seconds later."""
        with (self.folder / "output.log").open("ab") as log:
            self._keeper = subprocess.Popen(
                ["/bin/sh", "-c", _KEEPER, "keeper", str(self.folder)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                # Ctrl-C in a terminal is for the owner alone.
                start_new_session=True,
                **self.conditions(),
            )

    def wait(self) -> None:
        """Return when the node answers and has its indices at hand."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while not self._answers():
            ended = self._keeper is None or self._keeper.poll() is not None
            if ended or time.monotonic() > end:
                said = (self.folder / "output.log").read_text()[-4000:]
                message = f"Elasticsearch did not start. It said:\n{said}"
                raise RuntimeError(message)
            time.sleep(0.1)

    def watch(self) -> None:
        """Return when the node ended, which it does not do by itself."""
        if self._keeper is not None:
            self._keeper.wait()

    def stop(self) -> None:
        """End the node's process and keep its data."""
        self._end(b"stop\n")

    def discard(self) -> None:
        """End the node's process and remove its folder."""
        self._end(b"")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, word: bytes) -> None:
        """Tell the keeper a last word; saying nothing leaves the folder to it."""
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return
        try:
            keeper.communicate(word, timeout=_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(keeper.pid, signal.SIGKILL)
            keeper.wait()

    def conditions(self) -> dict[str, Any]:
        """Return environment, folder and user of the node's programs."""
        return {
            "cwd": self.folder,
            "env": {
                "PATH": os.environ.get("PATH", os.defpath),
                "HOME": str(self.folder),
                "ES_TMPDIR": str(self.folder / "tmp"),
                **self._java,
            },
            **_as_somebody_unprivileged(),
        }

    def _answers(self) -> bool:
        question = urllib.request.Request(  # noqa: S310 - our own node
            f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s"
        )
        if self._asker is not None:
            question.add_header("Authorization", self._asker.header)
        try:
            urllib.request.urlopen(question, timeout=5).close()  # noqa: S310
        except OSError:
            return False
        return True


@contextmanager
def server() -> Iterator[str | None]:
    """Yield the address of a fresh node, or None where there can be none."""
    with node() as started:
        yield started.url if started else None


@contextmanager
def node(
    *,
    accounts: Sequence[Account] = (),
    roles: str = "",
    plugins: Collection[str] = (FILTERS,),
    port: int | None = None,
    lasting: bool = False,
) -> Iterator[Node | None]:
    """Yield a fresh node, or None where Java or Maven is missing.

    With ``accounts`` it asks for name and password, and the first of them must be
    allowed to ask for the cluster's health (``cluster: [monitor]``); ``roles`` is
    the text of its ``roles.yml``. Without ``plugins`` it has hardly any analysis but
    the standard one. A ``lasting`` one starts slower and runs faster.
    """
    java_home = _java_home()
    distribution = java_home and built(java_home)
    if java_home is None or distribution is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="qingyuan-search-"))
    started = Node(
        folder,
        port=port or free_port(),
        java_home=java_home,
        java_options=_HEAP if lasting else _BRIEF,
        asker=accounts[0] if accounts else None,
    )
    try:
        _furnish(started, distribution, accounts, roles, plugins)
        started.start()
        started.wait()
        yield started
    finally:
        started.discard()


def built(java_home: Path) -> Path | None:
    """Return the unpacked node, made by Maven where it is missing or out of date."""
    maven = shutil.which("mvn")
    if maven is None:
        return None
    target = PROJECT / "target"
    target.mkdir(exist_ok=True)
    with (target / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_fresh(_plugin(target)):
            print("Building the Elasticsearch node ...", file=sys.stderr)
            print("(the first time fetches 250 MB)", file=sys.stderr)
            done = subprocess.run(
                [maven, "--quiet", "--batch-mode", "package"],
                cwd=PROJECT,
                env={**os.environ, "JAVA_HOME": str(java_home)},
                check=False,
                stdout=sys.stderr,
            )
            if done.returncode != 0:
                return None
        plugin = _plugin(target)
    return plugin and plugin.parent.parent.parent


def _plugin(target: Path) -> Path | None:
    """Return the last thing Maven made, the plugin within the node."""
    made = target.glob("elasticsearch-*/plugins/*/*.jar")
    return max(made, key=lambda path: path.stat().st_mtime, default=None)


def _is_fresh(plugin: Path | None) -> bool:
    if plugin is None:
        return False
    sources = [PROJECT / "pom.xml", *(PROJECT / "src").rglob("*.*")]
    return all(path.stat().st_mtime <= plugin.stat().st_mtime for path in sources)


def _java_home() -> Path | None:
    """Return the folder of a Java compiler of age, or None."""
    given = os.environ.get("ES_JAVA_HOME") or os.environ.get("JAVA_HOME")
    compiler = shutil.which("javac", path=given and f"{given}/bin")
    if compiler is None:
        return None
    said = subprocess.run(
        [compiler, "-version"], capture_output=True, text=True, check=False
    )
    version = re.search(r"javac (\d+)", said.stdout)
    if version is None or int(version[1]) < _OLDEST_JAVA:
        return None
    return Path(compiler).resolve().parent.parent


def _furnish(
    node: Node,
    distribution: Path,
    accounts: Sequence[Account],
    roles: str,
    plugins: Collection[str],
) -> None:
    """Lay the node out where an unprivileged user may enter, and configure it."""
    home = node.folder / "home"
    shutil.copytree(distribution, home)
    if FILTERS not in plugins:
        shutil.rmtree(home / "plugins" / FILTERS)
    for name in {WORDS, IK}.intersection(plugins):
        shutil.copytree(PROJECT / "target" / "more" / name, home / "plugins" / name)
    (node.folder / "tmp").mkdir()
    (home / "config" / "elasticsearch.yml").write_text(
        f"""\
network.host: 127.0.0.1
http.port: {node.url.rpartition(":")[2]}
transport.port: {free_port()}
discovery.type: single-node
path.data: {node.folder / "data"}
path.logs: {node.folder / "logs"}
# A disk that is nearly full is no concern of a few test documents.
cluster.routing.allocation.disk.threshold_enabled: false
xpack.security.enabled: {str(bool(accounts)).lower()}
"""
    )
    (home / "config" / "roles.yml").write_text(roles)
    _hand_over(node.folder)
    for account in accounts:
        _add(account, node)


def _add(account: Account, node: Node) -> None:
    command = node.folder / "home" / "bin" / "elasticsearch-users"
    roles = ",".join(account.roles)
    subprocess.run(
        [command, "useradd", account.name, "-p", account.password, "-r", roles],
        check=True,
        # It remarks that it made the files its own.
        capture_output=True,
        **node.conditions(),
    )


def _as_somebody_unprivileged() -> dict[str, Any]:
    """Return the arguments that start a program as a user it accepts: not as root."""
    if os.geteuid() != 0:
        return {}
    somebody = pwd.getpwnam("nobody")
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}


def _hand_over(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "nobody")


def main() -> int:
    """Serve a node in the foreground until Ctrl-C."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else _USUAL_PORT
    if _is_taken(port):
        print(f"Something listens on port {port} already.")
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print("Starting Elasticsearch (a quarter of a minute) ...", flush=True)
    try:
        with node(port=port, lasting=True) as started:
            if started is None:
                print(f"Not started: {MISSING}; see 'make services'.")
                return 1
            print(f"It answers: ELASTICSEARCH_URL={started.url}", flush=True)
            print("Ctrl-C ends it; what it indexed goes with it.", flush=True)
            started.watch()
            print("It ended by itself.")
            return 1
    except KeyboardInterrupt:
        return 0


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    sys.exit(main())
