// Full TLS 1.2 handshakes per processor second: gate and keeper against nginx
// with OpenSSL, same certificate and key, same client, one run after the other.

import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startDemo, freePort, until } from "../lib/demo.mjs";
import { enterTcp } from "../door/door.mjs";
import { children, load, row } from "./bench.mjs";

const N = 1200; // handshakes of a round
const ROUNDS = 3;
const GOAL = 0.45;

const demo = await startDemo();
const port = await freePort();
const dir = join(demo.dir, "nginx");
mkdirSync(dir);
writeFileSync(join(dir, "key.pem"), load("key", demo.box.dir), { mode: 0o600 });
writeFileSync(join(dir, "nginx.conf"), `
daemon off; worker_processes 1; pid ${dir}/pid; error_log stderr crit; user root;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy;
  fastcgi_temp_path ${dir}/fcgi; uwsgi_temp_path ${dir}/uwsgi; scgi_temp_path ${dir}/scgi;
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${demo.box.dir}/tls/chain.pem;
    ssl_certificate_key ${dir}/key.pem;
    ssl_protocols TLSv1.2;
    ssl_ciphers ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256;
    ssl_prefer_server_ciphers on;
    ssl_ecdh_curve X25519:prime256v1:secp384r1;
    ssl_session_cache off; ssl_session_tickets off;
    return 204;
  }
}
`);
const nginx = spawn("/usr/sbin/nginx", ["-c", join(dir, "nginx.conf")], { stdio: "inherit" });
try {
  await until("nginx serves", () => enterTcp(port).then((s) => s.destroy() ?? true, () => false));
  const worker = await until("nginx has its worker", () => children(nginx.pid)[0]);
  const { gate, keeper } = demo.pids("box");
  const ours = { n: 0, cpu: 0 }, theirs = { n: 0, cpu: 0 };
  for (let round = 0; round < ROUNDS; round++)
    for (const [sum, at, pids] of [[ours, demo.box.port, [gate, keeper]], [theirs, port, [worker]]]) {
      const [n, cpu] = load("handshakes", at, N, ...pids).trim().split(" ").map(Number);
      sum.n += n;
      sum.cpu += cpu;
    }
  const rate = (sum) => sum.n / (sum.cpu / 1e9);
  row("handshakes per CPU second, nginx", rate(theirs), "/s");
  row("handshakes per CPU second", rate(ours), "/s", rate(ours) / rate(theirs), GOAL);
} finally {
  nginx.kill("SIGTERM");
  await demo.stop();
}
