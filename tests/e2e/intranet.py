"""A site that embeds Holi."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Intranet(ThreadingHTTPServer):
    """A site with a policy as strict as ours, and one page."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Served)
        self.url = f"http://localhost:{self.server_port}"
        self.page, self.policy = "", ""


class Served(BaseHTTPRequestHandler):
    server: Intranet

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        self.wfile.write(self.server.page.encode())

    def log_message(self, *_: object) -> None:
        return
