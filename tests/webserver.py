"""A real nginx on loopback, for what only a real server does."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
CONFIGURATION = """
daemon off; {user}pid {home}/pid; error_log {home}/error.log;
events {{}}
http {{
  access_log off; client_body_temp_path {home}/body; proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi; uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
  types {{ text/html html; application/json json; application/xml xml; }}
  charset utf-8;
  proxy_cache_path {home}/cache keys_zone=old:1m;
  server {{
    listen 127.0.0.1:{port}; root {folder};
    location /moved/ {{ return 301 /elsewhere/; }}
    location /down/ {{ return 503; }}
    location /cached/ {{
      proxy_pass http://127.0.0.1:{port}/; proxy_cache old; proxy_cache_valid 200 1d;
    }}
  }}
  {more}
}}
"""
TLS = """
  server {{
    listen 127.0.0.1:{port} ssl; root {folder};
    ssl_certificate {home}/cert.pem; ssl_certificate_key {home}/key.pem;
  }}
"""


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def nginx(home: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Serve a folder; its addresses by http:// and by https:// with a certificate of nobody's.

    Below /moved/ it redirects, below /down/ it fails, below /cached/ it keeps what it gave once.
    """
    home.mkdir()
    port, secure = free_port(), free_port()
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    keys = ["-keyout", str(home / "key.pem"), "-out", str(home / "cert.pem")]
    subprocess.run([*command.split(), *keys], check=True, capture_output=True)
    user = "user root; " if os.geteuid() == 0 else ""  # else its workers may not read the folder
    tls = TLS.format(port=secure, folder=folder, home=home)
    written = CONFIGURATION.format(home=home, port=port, folder=folder, more=tls, user=user)
    (home / "nginx.conf").write_text(written)
    server = subprocess.Popen([str(NGINX), "-p", str(home), "-c", str(home / "nginx.conf")])
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/", f"https://127.0.0.1:{secure}/"
    finally:
        server.terminate()
        server.wait(20)
