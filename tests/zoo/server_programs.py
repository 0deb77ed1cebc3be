# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that are asked: each ends TLS and passes the requests on."""

from program import GNUTLS, GO, MBEDTLS, NSS, OPENSSL, WOLFSSL, Npm, Server, Stack

NGINX = """daemon off;
user root;
pid {folder}/nginx.pid;
error_log {folder}/log warn;
events {{ }}
http {{
    access_log off;
    keepalive_timeout 300;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {cert}; ssl_certificate_key {key};
        location / {{ proxy_pass http://127.0.0.1:{upstream}; }}
    }}
}}
"""

APACHE = """ServerRoot {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/log
Mutex file:{folder}
DefaultRuntimeDir {folder}
ServerName localhost
Listen 127.0.0.1:{port}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule socache_shmcb_module /usr/lib/apache2/modules/mod_socache_shmcb.so
LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
KeepAliveTimeout 300
SSLEngine on
SSLCertificateFile {cert}
SSLCertificateKeyFile {key}
ProxyPass / http://127.0.0.1:{upstream}/
"""

HAPROXY = """defaults
    mode http
    timeout connect 5s
    timeout client 300s
    timeout server 300s
frontend zoo
    bind 127.0.0.1:{port} ssl crt {both}
    default_backend peer
backend peer
    server peer 127.0.0.1:{upstream}
"""

LIGHTTPD = """server.document-root = "{folder}"
server.port = {port}
server.bind = "127.0.0.1"
server.errorlog = "{folder}/log"
server.max-keep-alive-idle = 300
server.modules = ("mod_proxy", "mod_%s")
ssl.engine = "enable"
ssl.pemfile = "{both}"
proxy.server = ("" => (("host" => "127.0.0.1", "port" => {upstream})))
"""

CADDY = """{{
    admin off
    auto_https off
}}
https://localhost:{port} {{
    tls {cert} {key}
    reverse_proxy 127.0.0.1:{upstream}
}}
"""


def lighttpd(module, stack, **more):
    return Server(f"lighttpd mod_{module}", stack, "lighttpd -D -f {config}", config=LIGHTTPD % module, stop="SIGINT", packages=("lighttpd", f"lighttpd-mod-{module}"), **more)


SERVERS = (
    Server("nginx", OPENSSL, "nginx -p {folder} -c {config}", config=NGINX, packages=("nginx-light|nginx",), stop="SIGQUIT", in_ci=True),
    Server("apache2", OPENSSL, "apache2 -X -f {config}", config=APACHE, packages=("apache2",)),
    Server("haproxy", OPENSSL, "haproxy -db -f {config}", config=HAPROXY, packages=("haproxy",)),
    lighttpd("openssl", OPENSSL),
    lighttpd("gnutls", GNUTLS),
    lighttpd("nss", NSS),
    lighttpd("mbedtls", MBEDTLS),
    lighttpd("wolfssl", WOLFSSL),
    Server("caddy", GO, "caddy run --config {config} --adapter caddyfile", config=CADDY, packages=("caddy",), in_ci=True),
    # Its version of Go is not where others have it.
    Server("esbuild", Stack(GO.name), "{npm}/package/bin/esbuild --serve=127.0.0.1:{port} --servedir={folder}/served --certfile={cert} --keyfile={key}",
           uploads=False,
           npm=Npm("@esbuild/linux-x64", "0.28.2",
                   "sha512-4xTZr1FUmSoQW4XIWmit3tzQrUTZM+N3P0XV8xROKYF50XfI7xeO90+1bZvNwxIufQ9hDQVRJH5YhgPVF8A/HQ==")),
)
