// S1, the test of issue 2: 64 clients that dribble, 500 that say nothing and
// 100 that leave their handshake half done, all from one address and coming
// back at once, do not keep an ordinary client waiting for a second.

import { test } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startDemo, sleep } from "../lib/demo.mjs";
import { visit } from "./door.mjs";

const LASTS = 20000; // ms
const MOST = 1000; // ms an ordinary visit may take

test("a crowd of slow clients keeps nobody waiting", async (t) => {
  const demo = await startDemo();
  const crowd = spawn(process.execPath, [
    fileURLToPath(new URL("crowd.mjs", import.meta.url)), demo.box.port, 64, 500, 100],
  { stdio: ["ignore", "pipe", "inherit"] });
  let closed = 0;
  crowd.stdout.on("data", (text) => { closed = Number(String(text).trim().split("\n").pop()); });
  const took = [];
  try {
    await sleep(2000); // until all of them stand there
    for (const end = Date.now() + LASTS; Date.now() < end; await sleep(50)) {
      const { status, ms } = await visit(demo.box.port);
      assert.equal(status, 200);
      took.push(ms);
    }
  } finally {
    crowd.kill("SIGKILL");
    await demo.stop();
  }
  took.sort((a, b) => a - b);
  const at = (part) => took[Math.floor((took.length - 1) * part)].toFixed(0);
  t.diagnostic(`${took.length} visits: median ${at(0.5)} ms, 99 % ${at(0.99)} ms, ` +
    `longest ${at(1)} ms; ${closed} of the crowd sent away`);
  assert.ok(took.length >= 20, "an ordinary client came often enough to tell");
  assert.ok(took.at(-1) < MOST, `the longest visit took ${at(1)} ms`);
});
