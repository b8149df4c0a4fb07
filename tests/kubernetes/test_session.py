"""Faults on the way to the API server, over real HTTP."""

import json
import socket
import ssl
import subprocess
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import anyio
import pytest
import trustme
from aiohttp import web

from tests.kubernetes.conftest import QUICK
from tests.kubernetes.stand_in import CONFIG_MAPS, IDENTITY, Answer, StandIn, config_map, refusal, running, write_kubeconfig
from typekro.kubernetes import ApiError, Client, Cluster, ClusterConfigError, ClusterUnreachableError, ForbiddenError
from typekro.kubernetes.connection import connect
from typekro.kubernetes.retry import Patience

pytestmark = pytest.mark.anyio

WEB = f"{CONFIG_MAPS}/web"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def user_by_plugin(folder: Path, *tokens: str) -> dict[str, object]:
    """A user whose plugin gives another token each time it is asked; `FAIL` makes it fail."""
    (folder / "tokens").write_text("\n".join(tokens))
    script = folder / "plugin.py"
    script.write_text(
        "import json, pathlib, sys\n"
        f"tokens = pathlib.Path({str(folder / 'tokens')!r})\n"
        "token, *rest = tokens.read_text().splitlines()\n"
        "tokens.write_text('\\n'.join(rest or [token]))\n"
        "if token == 'FAIL': sys.exit('please log in')\n"
        "print(json.dumps({'apiVersion': 'client.authentication.k8s.io/v1', 'kind': 'ExecCredential', 'status': {'token': token}}))\n"
    )
    return {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": sys.executable, "args": [str(script)]}}


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
async def test_a_passing_fault_of_the_server_is_overcome(client: Client, server: StandIn, code: int) -> None:
    server.arrange(f"GET {WEB}", refusal(code, "not now"), refusal(code, "not now"), Answer(config_map("web")))

    assert await client.get("v1", "ConfigMap", "web") == config_map("web")


async def test_a_lost_answer_is_asked_for_again(client: Client, server: StandIn) -> None:
    server.arrange(f"GET {WEB}", Answer({}, lost=True), Answer(config_map("web")))

    assert await client.get("v1", "ConfigMap", "web") == config_map("web")
    assert len(server.asked_for(f"GET {WEB}")) == 2


async def test_an_answer_that_is_cut_off_is_asked_for_again(client: Client, server: StandIn) -> None:
    server.arrange(f"GET {WEB}", Answer({}, cut=True), Answer(config_map("web")))

    assert await client.get("v1", "ConfigMap", "web") == config_map("web")


async def test_answers_that_are_always_cut_off_are_told_in_one_line(client: Client, server: StandIn) -> None:
    server.arrange(f"GET {WEB}", Answer({}, cut=True))

    with pytest.raises(ClusterUnreachableError) as caught:
        await client.get("v1", "ConfigMap", "web")

    assert str(caught.value) == (
        f"cannot reach the cluster of context dev at {server.url}: the connection was closed in the middle of the answer\n"
        "hint: kubectl --context dev cluster-info"
    )


async def test_a_server_that_always_fails_is_told_with_its_words(client: Client, server: StandIn) -> None:
    server.arrange(f"GET {WEB}", refusal(500, "etcd is full", "InternalError"))

    with pytest.raises(ApiError) as caught:
        await client.get("v1", "ConfigMap", "web")

    assert str(caught.value) == "could not read ConfigMap default/web\n  Kubernetes says (500 InternalError): etcd is full"
    assert len(server.asked_for(f"GET {WEB}")) == QUICK.failing_tries


async def test_a_server_that_asks_for_too_much_time_is_not_waited_for(client: Client, server: StandIn) -> None:
    server.arrange(f"GET {WEB}", refusal(429, "come back tomorrow", "TooManyRequests", Retry_After="86400"))

    with pytest.raises(ApiError) as caught:
        await client.get("v1", "ConfigMap", "web")

    assert caught.value.status == 429
    assert len(server.asked_for(f"GET {WEB}")) == 1


async def test_a_retry_date_is_taken_for_a_second(client: Client, server: StandIn) -> None:
    server.arrange(f"GET {WEB}", refusal(503, "soon", Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), Answer(config_map("web")))
    began = anyio.current_time()

    assert await client.get("v1", "ConfigMap", "web")
    assert anyio.current_time() - began >= 1.0


async def test_a_server_that_goes_away_for_good_is_told_in_one_line(tmp_path: Path) -> None:
    async with running(StandIn()) as server:
        kubeconfig = write_kubeconfig(tmp_path / "config", server.url)
        server.arrange(f"GET {WEB}", Answer({}, lost=True))
        async with connect(Cluster(kubeconfig=str(kubeconfig)), QUICK) as client:
            with pytest.raises(ClusterUnreachableError) as caught:
                await client.get("v1", "ConfigMap", "web")

    assert str(caught.value) == (
        f"cannot reach the cluster of context dev at {server.url}: the connection was closed before the answer came\n"
        "hint: kubectl --context dev cluster-info"
    )


async def test_a_server_that_keeps_silent_is_given_up(tmp_path: Path) -> None:
    silence = anyio.Event()

    async def keep_silent(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == IDENTITY:
            return web.json_response({"metadata": {"uid": "cluster-1"}})
        await silence.wait()
        raise web.HTTPOk

    runner = web.ServerRunner(web.Server(keep_silent), shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    kubeconfig = write_kubeconfig(tmp_path / "config", "http://{}:{}".format(*runner.addresses[0][:2]))
    async with connect(Cluster(kubeconfig=str(kubeconfig)), Patience(seconds=0.1, reply=0.1)) as client:
        with pytest.raises(ClusterUnreachableError) as caught:
            await client.get("v1", "ConfigMap", "web")
    await runner.cleanup()

    assert caught.value.reason == "no answer within 0.1 s"


async def test_a_cluster_that_is_not_there_is_told_in_a_few_seconds(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    kubeconfig = write_kubeconfig(tmp_path / "config", url)
    began = anyio.current_time()

    with pytest.raises(ClusterUnreachableError) as caught:
        async with Cluster(kubeconfig=str(kubeconfig)).connect():
            pass

    assert anyio.current_time() - began < 6
    assert str(caught.value) == (
        f"cannot reach the cluster of context dev at {url}: connection refused\nhint: kubectl --context dev cluster-info"
    )


async def test_a_host_that_nobody_knows_is_named(tmp_path: Path) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "config", "http://nowhere.invalid:6443")

    with pytest.raises(ClusterUnreachableError) as caught:
        async with Cluster(kubeconfig=str(kubeconfig)).connect():
            pass

    assert caught.value.reason == "the host nowhere.invalid is not known"


async def test_a_client_that_may_not_learn_the_identity_says_so(server: StandIn, tmp_path: Path) -> None:
    server.arrange(f"GET {IDENTITY}", refusal(403, "no", "Forbidden"))

    with pytest.raises(ForbiddenError) as caught:
        async with Cluster(kubeconfig=str(write_kubeconfig(tmp_path / "config", server.url))).connect():
            pass

    assert caught.value.target == "Namespace kube-system"


async def test_credentials_that_ran_out_are_renewed_once_for_all(server: StandIn, tmp_path: Path) -> None:
    user = user_by_plugin(tmp_path, "old", "new", "newest")
    kubeconfig = write_kubeconfig(tmp_path / "config", server.url, user)
    server.arrange(f"GET {WEB}", *[refusal(401, "Unauthorized")] * 5, Answer(config_map("web")))

    async with connect(Cluster(kubeconfig=str(kubeconfig)), QUICK) as client, anyio.create_task_group() as tasks:
        await client.resource_type("v1", "ConfigMap")
        for _ in range(5):
            tasks.start_soon(client.get, "v1", "ConfigMap", "web")

    tokens = [asked.headers["Authorization"] for asked in server.asked_for(f"GET {WEB}")]
    assert tokens == ["Bearer old"] * 5 + ["Bearer new"] * 5


async def test_credentials_that_are_not_accepted_are_an_error(server: StandIn, tmp_path: Path) -> None:
    server.arrange(f"GET {IDENTITY}", refusal(401, "Unauthorized", "Unauthorized"))

    with pytest.raises(ApiError) as caught:
        async with Cluster(kubeconfig=str(write_kubeconfig(tmp_path / "config", server.url))).connect():
            pass

    assert len(server.asked) == 2
    assert str(caught.value) == (
        "could not read Namespace kube-system: the credentials are not accepted\n"
        "  Kubernetes says (401 Unauthorized): Unauthorized\n"
        "hint: kubectl --context dev auth whoami"
    )


async def test_a_plugin_that_fails_is_told_with_its_own_words(server: StandIn, tmp_path: Path) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "config", server.url, user_by_plugin(tmp_path, "FAIL"))

    with pytest.raises(ClusterConfigError) as caught:
        async with Cluster(kubeconfig=str(kubeconfig)).connect():
            pass

    assert str(caught.value) == (
        f"the credentials of context dev cannot be had\n  exec: process returned 1. please log in\nhint: look at {kubeconfig}"
    )


async def test_a_plugin_that_is_not_installed_is_named(server: StandIn, tmp_path: Path) -> None:
    user = {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "no-such-plugin"}}
    kubeconfig = write_kubeconfig(tmp_path / "config", server.url, user)

    with pytest.raises(ClusterConfigError) as caught:
        async with Cluster(kubeconfig=str(kubeconfig)).connect():
            pass

    assert (
        str(caught.value) == f"the credentials of context dev cannot be had\n  no such command: no-such-plugin\nhint: look at {kubeconfig}"
    )


async def test_a_password_is_sent_as_basic_authentication(server: StandIn, tmp_path: Path) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "config", server.url, {"username": "ada", "password": "secret"})

    async with Cluster(kubeconfig=str(kubeconfig)).connect():
        pass

    assert server.asked[0].headers["Authorization"] == "Basic YWRhOnNlY3JldA=="


class TestTls:
    """A server with a certificate, which it asks of its clients too."""

    @pytest.fixture
    def authority(self) -> trustme.CA:
        return trustme.CA()

    @pytest.fixture
    async def port(self, authority: trustme.CA) -> AsyncGenerator[int]:
        """Of a server named api.test, which tells the subject of the client's certificate as its identity."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("api.test").configure_cert(context)  # pyright: ignore[reportUnknownMemberType] - half typed
        authority.configure_trust(context)  # pyright: ignore[reportUnknownMemberType] - half typed
        context.verify_mode = ssl.CERT_OPTIONAL

        async def tell(request: web.BaseRequest) -> web.StreamResponse:
            assert request.transport is not None
            certificate = request.transport.get_extra_info("peercert")
            names = [value for part in certificate["subject"] for key, value in part if key == "commonName"] if certificate else []
            return web.json_response({"metadata": {"uid": names[0] if names else "nobody"}})

        runner = web.ServerRunner(web.Server(tell), shutdown_timeout=0.01)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        yield runner.addresses[0][1]
        await runner.cleanup()

    async def test_the_server_is_known_by_its_tls_server_name_and_the_client_by_its_certificate(
        self, authority: trustme.CA, port: int, tmp_path: Path
    ) -> None:
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        certificate = authority.issue_cert("ada.test", common_name="ada")
        certificate.cert_chain_pems[0].write_to_path(tmp_path / "ada.pem")
        certificate.private_key_pem.write_to_path(tmp_path / "ada.key")
        kubeconfig = write_kubeconfig(
            tmp_path / "config",
            f"https://127.0.0.1:{port}",
            {"client-certificate": "ada.pem", "client-key": "ada.key"},
            cluster={"certificate-authority": "ca.pem", "tls-server-name": "api.test"},
        )

        async with Cluster(kubeconfig=str(kubeconfig)).connect() as client:
            assert client.identity == "ada"

    async def test_a_server_that_is_not_trusted_is_told_at_once(self, port: int, tmp_path: Path) -> None:
        trustme.CA().cert_pem.write_to_path(tmp_path / "ca.pem")
        kubeconfig = write_kubeconfig(tmp_path / "config", f"https://127.0.0.1:{port}", cluster={"certificate-authority": "ca.pem"})
        began = anyio.current_time()

        with pytest.raises(ClusterUnreachableError) as caught:
            async with Cluster(kubeconfig=str(kubeconfig)).connect():
                pass

        assert anyio.current_time() - began < 2
        assert caught.value.reason.startswith("its certificate is not trusted: ")

    async def test_a_server_may_be_trusted_unseen(self, port: int, tmp_path: Path) -> None:
        kubeconfig = write_kubeconfig(tmp_path / "config", f"https://127.0.0.1:{port}", cluster={"insecure-skip-tls-verify": True})

        async with Cluster(kubeconfig=str(kubeconfig)).connect() as client:
            assert client.identity == "nobody"

    async def test_a_renewed_certificate_is_used(self, authority: trustme.CA, port: int, tmp_path: Path) -> None:
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")

        def issue(name: str) -> None:
            certificate = authority.issue_cert(f"{name}.test", common_name=name)
            certificate.cert_chain_pems[0].write_to_path(tmp_path / "client.pem")
            certificate.private_key_pem.write_to_path(tmp_path / "client.key")

        issue("ada")
        user = {"client-certificate": "client.pem", "client-key": "client.key"}
        tls = {"certificate-authority": "ca.pem", "tls-server-name": "api.test"}
        kubeconfig = write_kubeconfig(tmp_path / "config", f"https://127.0.0.1:{port}", user, tls)
        async with Cluster(kubeconfig=str(kubeconfig)).connect() as client:
            issue("bob")
            await client._session.renew(client._session.renewals)
            await client.identify()

            assert client.identity == "bob"


async def test_a_proxy_of_the_kubeconfig_is_used(server: StandIn, tmp_path: Path) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "config", "http://cluster.invalid:6443", cluster={"proxy-url": server.url})

    async with Cluster(kubeconfig=str(kubeconfig)).connect() as client:
        assert client.identity == "cluster-1"

    assert server.asked[0].headers["Host"] == "cluster.invalid:6443"


async def test_a_proxy_of_the_environment_is_used(server: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    kubeconfig = write_kubeconfig(tmp_path / "config", "http://cluster.invalid:6443")

    async with Cluster(kubeconfig=str(kubeconfig)).connect() as client:
        assert client.identity == "cluster-1"

    assert server.asked[0].headers["Host"] == "cluster.invalid:6443"


async def test_a_server_on_this_machine_is_reached_past_the_proxy(server: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.invalid:3128")

    async with Cluster(kubeconfig=str(write_kubeconfig(tmp_path / "config", server.url))).connect() as client:
        assert client.identity == "cluster-1"


async def test_a_password_of_netrc_does_not_come_in_the_way_of_a_token(
    server: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login ada password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    kubeconfig = write_kubeconfig(tmp_path / "config", server.url, {"token": "of the kubeconfig"})

    async with Cluster(kubeconfig=str(kubeconfig)).connect():
        pass

    assert server.asked[0].headers["Authorization"] == "Bearer of the kubeconfig"


async def test_a_proxy_that_will_not_have_us_is_told_at_once(server: StandIn, tmp_path: Path) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "config", "https://cluster.invalid:6443", cluster={"proxy-url": server.url})

    with pytest.raises(ClusterUnreachableError) as caught:
        async with Cluster(kubeconfig=str(kubeconfig)).connect():
            pass

    assert caught.value.reason == "the proxy answers 404 Not Found"


async def test_a_server_that_speaks_no_tls_is_told_at_once(server: StandIn, tmp_path: Path) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "config", server.url.replace("http:", "https:"))

    with pytest.raises(ClusterUnreachableError) as caught:
        async with Cluster(kubeconfig=str(kubeconfig)).connect():
            pass

    assert caught.value.reason.startswith("TLS failed: ")


async def test_what_the_body_raises_stays_bare(server: StandIn, tmp_path: Path) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "other", server.url)

    with pytest.raises(KeyError, match="mine"):
        async with Cluster(kubeconfig=str(kubeconfig)).connect():
            raise KeyError("mine")


async def test_a_cancelled_body_leaves_nothing_behind(server: StandIn, tmp_path: Path) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "config", server.url)

    with anyio.move_on_after(0.1) as scope:
        async with connect(Cluster(kubeconfig=str(kubeconfig)), QUICK):
            scope.cancel()
            await anyio.sleep_forever()

    assert scope.cancelled_caught


def test_another_event_loop_than_asyncio_is_refused_in_one_line() -> None:
    connecting = Cluster(kubeconfig="/nowhere").connect().__aenter__()

    with pytest.raises(Exception, match="runs on asyncio only") as caught:
        connecting.send(None)  # pyright: ignore[reportAttributeAccessIssue] - a coroutine, run by no loop at all

    assert str(caught.value) == "the Kubernetes client runs on asyncio only\nhint: anyio.run(main, backend='asyncio')"


def test_importing_the_client_imports_neither_aiohttp_nor_kubernetes_asyncio() -> None:

    heavy = ["aiohttp", "kubernetes_asyncio", "yaml"]
    program = f"import json, sys, typekro.kubernetes; print(json.dumps([name for name in {heavy} if name in sys.modules]))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)

    assert json.loads(answer.stdout) == []
