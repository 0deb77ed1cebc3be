# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that ask, each for /small and /large and with /upload."""

from program import BORINGSSL, ERLANG, ERLANG_UNREAD, GNUTLS, GO, JAVA, JAVA_UNREAD, NSS, OPENSSL, RUSTLS, Npm, Program

PYTHON = "/usr/bin/python3"
WORDS = "{small} {large} {upload} {body}"

WORKERD_CONFIG = """using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "main", worker = (compatibilityDate = "2024-01-01", modules = [(name = "asks", esModule = embed "asks.worker.js")],
    bindings = [(name = "small", text = "{small}"), (name = "large", text = "{large}"), (name = "upload", text = "{upload}"),
      (name = "body", text = embed "upload.txt")])),
  (name = "internet", network = (allow = ["private", "local"], tlsOptions = (trustedCertificates = [embed "ca.pem"])))]);
"""

CLIENTS = (
    Program("curl", OPENSSL, "curl -sS --http1.1 --cacert {ca} -o /dev/null {small} -o /dev/null {large} --next -sS --http1.1 --cacert {ca} "
            "-o /dev/null --data-binary @{body} {upload}", packages=("curl",), in_ci=True),
    Program("curl http2", OPENSSL, "curl -sS --http2 --cacert {ca} -o /dev/null {small} -o /dev/null {large} --next -sS --http2 --cacert {ca} "
            "-o /dev/null --data-binary @{body} {upload}", packages=("curl",), http2=True),
    Program("wget", GNUTLS, "sh -c 'wget -q -O /dev/null --ca-certificate={ca} {small} {large} && wget -q -O /dev/null --ca-certificate={ca} "
            "--post-file={body} {upload}'", packages=("wget",), comm="wget", in_ci=True),
    Program("git", GNUTLS, "sh -c 'git -c http.sslCAInfo={ca} clone -q {base}/repo.git clone && cd clone && cp {body} more && git add more && "
            "git -c user.name=zoo -c user.email=zoo@localhost commit -qm more && git -c http.sslCAInfo={ca} push -q origin HEAD; cd .. && rm -rf clone'",
            packages=("git",), comm="git-remote-http", plain=False, prepare="rm -rf repo.git; git init -q --bare repo.git; git -C repo.git config http.receivepack true"),
    Program("openssl s_client", OPENSSL, "sh -c 'openssl s_client -connect localhost:{port} -CAfile {ca} -quiet -verify_quiet <{requests} >/dev/null'",
            packages=("openssl",), comm="openssl"),
    Program("gnutls-cli", GNUTLS, "sh -c 'gnutls-cli --x509cafile={ca} --logfile=/dev/null -p {port} localhost <{requests} >/dev/null'",
            packages=("gnutls-bin",), comm="gnutls-cli"),
    Program("Python ssl", OPENSSL, f"{PYTHON} {{clients}}/with_ssl.py {WORDS} {{ca}}", packages=("python3",), in_ci=True),
    Program("Python asyncio", OPENSSL, f"{PYTHON} {{clients}}/with_asyncio.py {WORDS} {{ca}}", packages=("python3",), in_ci=True),
    Program("Python requests", OPENSSL, f"{PYTHON} {{clients}}/with_requests.py {WORDS} {{ca}}", packages=("python3-requests",)),
    Program("Python httpx", OPENSSL, f"{PYTHON} {{clients}}/with_httpx.py {WORDS} {{ca}}", packages=("python3-httpx",)),
    Program("Python aiohttp", OPENSSL, f"{PYTHON} {{clients}}/with_aiohttp.py {WORDS} {{ca}}", packages=("python3-aiohttp",)),
    Program("node https", OPENSSL, f"node {{clients}}/with_https.js {WORDS} {{ca}}", packages=("nodejs",), in_ci=True),
    Program("node http2", OPENSSL, f"node {{clients}}/with_http2.js {WORDS} {{ca}}", packages=("nodejs",), http2=True),
    Program("node fetch", OPENSSL, f"node {{clients}}/with_fetch.mjs {WORDS}", packages=("nodejs",), environment={"NODE_EXTRA_CA_CERTS": "{ca}"}),
    Program("Ruby", OPENSSL, f"ruby {{clients}}/with_net_http.rb {WORDS} {{ca}}", packages=("ruby",), comm="ruby"),
    Program("PHP", OPENSSL, f"php {{clients}}/with_streams.php {WORDS} {{ca}}", packages=("php-cli",), comm="php"),
    Program("Perl", OPENSSL, f"perl {{clients}}/with_lwp.pl {WORDS} {{ca}}", packages=("libwww-perl", "liblwp-protocol-https-perl"), comm="perl"),
    Program("libcurl with NSS", NSS, f"{PYTHON} {{clients}}/with_libcurl.py libcurl-nss.so.4 {WORDS} {{ca}}", packages=("libcurl3-nss", "libnss3")),
    Program("Go net-http", GO, f"{{npm}}/ask {WORDS} {{ca}}", packages=("golang-go",), comm="ask",
            build="[ -x {npm}/ask ] || GOFLAGS=-mod=mod GO111MODULE=off go build -o {npm}/ask {clients}/ask.go"),
    Program("docker", GO, "sh -c '/usr/bin/docker --tlsverify --tlscacert {ca} --tlscert {cert} --tlskey {key} -H tcp://localhost:{port} save -o saved {large} && "
            "/usr/bin/docker --tlsverify --tlscacert {ca} --tlscert {cert} --tlskey {key} -H tcp://localhost:{port} load -q -i {body}'",
            packages=("docker.io",), comm="docker"),
    Program("deno", RUSTLS, f"{{npm}}/package/deno run --quiet --allow-all --cert {{ca}} {{clients}}/with_fetch.mjs {WORDS}", comm="deno",
            npm=Npm("@deno/linux-x64-glibc", "2.9.6",
                    "sha512-3md4TKLCuzsLDmfOoC5KN7NAZaxSVkMgm64vg6foD00JBADCpYS2/5QqXfzgnP5ZQz3iLP9vBQJtEgc116OAoQ==")),
    Program("workerd", RUSTLS, "{npm}/package/bin/workerd test --experimental {config}.capnp", comm="workerd", config=WORKERD_CONFIG,
            prepare="cp {clients}/asks.worker.js . && mv config config.capnp",
            npm=Npm("@cloudflare/workerd-linux-64", "1.20261117.1",
                    "sha512-gZLA8X11m/luZwn+YA3+mDu61vdxNJzpksP/QZqjydKTQ+VUCulsK5gtn9Bqst1p3KJu2kafQpJ1nDQv4B23jA==")),
    Program("bun", BORINGSSL, f"{{npm}}/package/bin/bun {{clients}}/with_fetch.mjs {WORDS}", comm="bun",
            environment={"NODE_EXTRA_CA_CERTS": "{ca}"},
            npm=Npm("@oven/bun-linux-x64", "1.4.5",
                    "sha512-IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==")),
    Program("chromium", BORINGSSL, "chromium --headless=new --no-sandbox --disable-gpu --disable-quic --ignore-certificate-errors --user-data-dir={folder}/profile "
            "--disable-background-networking --dump-dom {page}", packages=("chromium",), comm="chromium", least=4, seconds=90),
    Program("chromium HTTP-3", BORINGSSL, "chromium --headless=new --no-sandbox --disable-gpu --origin-to-force-quic-on=localhost:{port} "
            "--ignore-certificate-errors-spki-list={spki} --host-resolver-rules='MAP localhost 127.0.0.1' --user-data-dir={folder}/profile "
            "--disable-background-networking --dump-dom {page}", packages=("chromium", "caddy"), comm="chromium", least=4, seconds=90, http3=True),
    Program("firefox-esr", NSS, "firefox-esr --headless --profile {folder}/profile --screenshot {folder}/shot.png {page}",
            packages=("firefox-esr", "libnss3-tools"), comm="firefox-esr", least=4, seconds=120,
            prepare="mkdir profile && certutil -N -d sql:profile --empty-password && certutil -A -n zoo -t C,, -i {ca} -d sql:profile || [ -f profile/cert9.db ]"),
    Program("Java HttpClient", JAVA, f"java {{clients}}/AskWithHttpClient.java {WORDS} {{ca}}", reason=JAVA_UNREAD, packages=("openjdk-17-jdk-headless",),
            comm="java"),
    Program("Erlang httpc", ERLANG, f"escript {{clients}}/with_httpc.escript {WORDS} {{ca}}", reason=ERLANG_UNREAD, comm="beam.smp",
            packages=("erlang-base", "erlang-ssl", "erlang-inets")),
)
