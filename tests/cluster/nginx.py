"""One proxy before the web processes, and, inside, before those of Rasa and of the action server."""

import json
import os
from pathlib import Path

# Nothing could be reached: in both languages, as the chat API says what went wrong.
UNREACHED = {
    "cy": "Nid oes modd cyrraedd Holi ar hyn o bryd. Gofynnwch eto ymhen ychydig, rhag ofn na chadwyd eich cwestiwn.",
    "en": "Holi can't be reached just now. Please ask again in a little while, in case your question wasn't kept.",
}
WHOLE = """
daemon off;
{user}worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  client_max_body_size 8m;  # Rasa sends a whole conversation
  client_body_buffer_size 1m;
  proxy_http_version 1.1;
  proxy_connect_timeout 1s;
  proxy_read_timeout 30s;
{blocks}}}
"""
BLOCK = """
  upstream {name} {{ {servers} keepalive 8; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://{name};
      proxy_set_header Host $http_host;
      proxy_set_header Connection "";
      proxy_next_upstream {again};
      {more}
    }}
    {errors}
  }}
"""
ERRORS = """
    error_page 502 504 = @unreached;
    location @unreached {{ default_type application/json; return 502 '{body}'; }}
"""
# A question to an action server changes nothing, so it may be put to the other; a turn may not be taken twice.
AGAIN = {"web": "error timeout", "rasa": "error timeout", "actions": "error timeout non_idempotent"}


def nginx_configuration(folder: Path, ports: dict[str, int], upstreams: dict[str, list[int]]) -> Path:
    body = json.dumps({"error": {"code": "unreached", "message": UNREACHED}}, ensure_ascii=False).replace("'", "\\'")
    blocks = "".join(
        BLOCK.format(
            name=name,
            port=port,
            servers=" ".join(f"server 127.0.0.1:{each} max_fails=1 fail_timeout=1s;" for each in upstreams[name]),
            again=AGAIN[name],
            more="proxy_read_timeout 3s;" if name == "actions" else "",
            errors=ERRORS.format(body=body) if name == "web" else "",
        )
        for name, port in ports.items()
    )
    file = folder / "nginx.conf"
    file.write_text(WHOLE.format(folder=folder, blocks=blocks, user="user root;\n" if os.geteuid() == 0 else ""))
    return file
