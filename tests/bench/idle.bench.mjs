// What a box takes when nobody asks anything: the program, for each machine it was
// made for; the memory of all its roles together, each shared page counted once;
// the time from exec to serving with keys that are already there.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { FICHEP, sleep, startDemo } from "../lib/demo.mjs";
import { children, limit } from "./bench.mjs";

const MIB = 1024 * 1024;
const STARTS = 11;

const pss = (pid) =>
  Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))[1]) * 1024;

/** Start a box; its process, and the ms until it said on descriptor 3 that it serves. */
async function start(dir) {
  const from = performance.now();
  const box = spawn(FICHEP, ["box", "--dir", dir, "--ready", "3"],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  await once(box.stdio[3], "data");
  return { box, ms: performance.now() - from };
}

async function stop(box) {
  const ended = once(box, "exit");
  box.kill("SIGTERM");
  await ended;
}

const demo = await startDemo();
const dir = join(demo.dir, "demo", "box");
await demo.stop({ keep: true });
try {
  const took = [];
  for (let i = 0; i < STARTS; i++) {
    const { box, ms } = await start(dir);
    took.push(ms);
    if (i === STARTS - 1) {
      await sleep(2000);
      const memory = [box.pid, ...children(box.pid)].reduce((sum, pid) => sum + pss(pid), 0);
      limit("memory of all roles at idle", memory / MIB, "MiB", 24);
    }
    await stop(box);
  }
  took.sort((a, b) => a - b);
  limit(`from exec to ready, median of ${STARTS}`, took[STARTS >> 1], "ms", 150);
  for (const target of ["x86_64", "aarch64", "armhf"]) {
    const program = `build/release/${target}/fichep`;
    if (existsSync(program)) limit(`the program, ${target}`, statSync(program).size / MIB, "MiB", 3);
  }
} finally {
  rmSync(demo.dir, { recursive: true, force: true });
}
