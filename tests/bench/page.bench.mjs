// A small page over and over, per processor second: the whole way through gate,
// front and core against CivetWeb alone, without TLS, in front of nothing.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { startDemo, freePort } from "../lib/demo.mjs";
import { visit } from "../door/door.mjs";
import { PROGRAMS, load, row } from "./bench.mjs";

const N = 4000;
const ASSET = "/static/icon.svg";

const demo = await startDemo();
const { text } = await visit(demo.box.port);
const length = Number(/Content-Length: (\d+)/.exec(text)[1]);
const port = await freePort();
const bare = spawn(`${PROGRAMS}/bare`, [port, length], { stdio: ["ignore", "pipe", "inherit"] });
try {
  await once(bare.stdout, "data");
  const pids = demo.pids("box");
  const all = [pids.gate, pids.front, pids.core, pids.keeper];
  const rate = (...words) => {
    const [n, cpu, wall] = load(...words).trim().split(" ").map(Number);
    return { cpu: n / (cpu / 1e9), wall: n / (wall / 1e9) };
  };
  const alone = rate("plain", port, N, "/", bare.pid);
  const page = rate("pages", demo.box.port, N, "/", ...all);
  const asset = rate("pages", demo.box.port, N, ASSET, ...all);
  row("requests per CPU second, bare CivetWeb", alone.cpu, "/s");
  row(`requests per CPU second, lock screen of ${length} bytes`, page.cpu, "/s",
    page.cpu / alone.cpu);
  row("requests per CPU second, an asset", asset.cpu, "/s", asset.cpu / alone.cpu);
  row("requests per second, lock screen", page.wall, "/s", page.wall / alone.wall);
} finally {
  bare.kill("SIGKILL");
  await demo.stop();
}
