"""What hosts send: a strict policy over the finished tree, in every page and in ready files."""

import base64
import hashlib
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kaitei.site import headers

PAGE = '<!doctype html><html><head>\n  <meta charset="utf-8">\n  <title>x</title>{}</head></html>'


def test_a_script_in_a_skeleton_is_allowed_by_its_hash_and_data_is_no_script():
    code = "document.title = '改定'"
    data = '<script type="application/ld+json">{}</script><script src="a.js"></script>'
    shells = [PAGE.format(f"<script>{code}</script>"), PAGE.format(data)]
    policy = headers.content_security_policy(shells)
    value = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    for shell in shells:
        html = headers.sealed(shell, policy)
        assert f"script-src 'self' 'sha256-{value}';" in html
        assert html.count("'sha256-") == 1
        assert html.index("Content-Security-Policy") < html.index("<title>")
        assert "frame-ancestors" not in html  # a meta element can't say it
    sent = dict(headers.for_hosts(policy, "/legal/"))[headers.HOSTS].decode()
    assert sent.startswith("/legal/*\n  Content-Security-Policy: default-src 'none';")
    assert "frame-ancestors 'none'" in sent
    assert not {"'unsafe-inline'", "'unsafe-eval'", "http:", "*;"} & set(sent.split())


def test_a_real_nginx_sends_them_and_the_pages_work_under_them(
    built_site: Path, tmp_path: Path, browser
):
    if not shutil.which("nginx"):
        pytest.skip("nginx is not here")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "nginx.conf").write_text(
        f"""{"user root;" if os.geteuid() == 0 else ""}
        daemon off; pid {tmp_path}/pid; error_log stderr; events {{}}
        http {{ access_log off; include /etc/nginx/mime.types;
          client_body_temp_path {tmp_path}/a; proxy_temp_path {tmp_path}/b;
          fastcgi_temp_path {tmp_path}/c; uwsgi_temp_path {tmp_path}/d; scgi_temp_path {tmp_path}/e;
          server {{ listen 127.0.0.1:{port}; root {built_site}; error_page 404 /404.html;
            include {built_site}/{headers.NGINX}; }} }}"""
    )
    server = subprocess.Popen(
        ["nginx", "-p", tmp_path, "-c", tmp_path / "nginx.conf"], stderr=subprocess.PIPE, text=True
    )
    try:
        root = f"http://127.0.0.1:{port}/"
        for _ in range(100):
            try:
                sent = urllib.request.urlopen(root, timeout=5).headers
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        assert "frame-ancestors 'none'" in sent["Content-Security-Policy"]
        assert sent["X-Content-Type-Options"] == "nosniff"
        page, complaints = browser.new_page(), []
        page.on("console", lambda said: complaints.append(said.text))
        for address in ("", "search/?q=fee", "privacy-policy/compare/", "privacy-policy/history/"):
            page.goto(root + address, wait_until="networkidle")
        page.goto(root + "no/such/page/")
        assert page.locator("h1").count() == 1
        page.close()
        assert [said for said in complaints if "404" not in said] == []
    finally:
        server.terminate()
        server.communicate(timeout=10)
