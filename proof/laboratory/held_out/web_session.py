"""curl gets four things from Python's web server over one connection; no reset."""

import sys

from bench import Bench

POINTS = ["client", "server"]
SERVER = """
import http.server, io
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        body = b"x" * int(self.path[1:])
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
http.server.ThreadingHTTPServer(("", 8000), Handler).serve_forever()
"""


def run(bench: Bench) -> None:
    bench.serve(8000, sys.executable, "-c", SERVER)
    urls = [f"http://{bench.server.address}:8000/{size}" for size in (10, 20000, 0, 3000)]
    bench.client.run("curl", "-s", "-o", "/dev/null", "--local-port", str(bench.next_port()), *urls)
    bench.settle()
