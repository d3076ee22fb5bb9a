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
const BUSY = 10; // and how many times as long as without the crowd, on a slow machine
const HELD = 4000; // ms: whoever waited for a slow client to be sent away waited longer

test("a crowd of slow clients keeps nobody waiting", async (t) => {
  const demo = await startDemo();
  let calm = 0;
  for (let i = 0; i < 20; i++) calm = Math.max(calm, (await visit(demo.box.port)).ms);
  const most = Math.min(Math.max(MOST, BUSY * calm), HELD);
  const crowd = spawn(process.execPath, [
    fileURLToPath(new URL("crowd.mjs", import.meta.url)), demo.box.port, 64, 500, 100],
  { stdio: ["ignore", "pipe", "inherit"] });
  let closed = 0;
  crowd.stdout.on("data", (text) => { closed = Number(String(text).trim().split("\n").pop()); });
  const took = [];
  let resets = 0;
  // As a browser does: a connection that was cut before it had begun is made again.
  const once = async () => {
    const from = Date.now();
    try {
      return await visit(demo.box.port);
    } catch (error) {
      if (error.code !== "ECONNRESET") throw error;
      resets++;
      return { ...await visit(demo.box.port), ms: Date.now() - from };
    }
  };
  try {
    await sleep(2000); // until all of them stand there
    for (const end = Date.now() + LASTS; Date.now() < end || took.length < 20; await sleep(50)) {
      const { status, ms } = await once();
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
    `longest ${at(1)} ms; ${closed} of the crowd sent away, ${resets} of ours`);
  assert.ok(resets <= took.length / 20, `${resets} of ${took.length} visits were cut`);
  assert.ok(took.at(-1) < most, `the longest visit took ${at(1)} ms of ${most.toFixed(0)}`);
});
