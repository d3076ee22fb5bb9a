// On a kernel without Landlock, fichep does not start unless told that it may.

import { test } from "node:test";
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { FICHEP, ask, startDemo, until } from "../lib/demo.mjs";

const arch = { x64: "x86_64", arm64: "aarch64", arm: "armhf" }[process.arch];
const OLD = `build/${arch}/tests/jail/old_kernel`;

test("without Landlock nothing starts, unless the operator says that it may", async () => {
  const demo = await startDemo();
  await demo.stop({ keep: true });
  const { dir } = demo.box;

  const refused = spawnSync(OLD, [FICHEP, "box", "--dir", dir],
    { encoding: "utf8", timeout: 60000 });
  assert.equal(refused.status, 70, refused.stderr);
  assert.match(refused.stderr, /event=jail_failed step=files/);
  assert.match(refused.stderr, /event=role_cannot_start/);

  appendFileSync(join(dir, "fichep.conf"), "\nallow_degraded_sandbox = yes\n");
  let log = "";
  const box = spawn(OLD, [FICHEP, "box", "--dir", dir], { stdio: ["ignore", "inherit", "pipe"] });
  box.stderr.on("data", (text) => { log += text; });
  const ended = new Promise((done) => box.once("exit", done));
  await until("the box serves", () => /event=ready/.test(log));
  for (const role of ["keeper", "core", "courier", "front", "gate"])
    assert.match(log, new RegExp(`role=${role} event=jail_without_landlock`));
  assert.equal((await ask(demo.box, "/")).status, 200);
  box.kill("SIGTERM");
  assert.equal(await ended, 0);
  rmSync(demo.dir, { recursive: true, force: true });
});

test("the self-test says what this kernel cannot refuse, and refuses the rest", () => {
  const { status, stdout } = spawnSync(OLD, [FICHEP, "selftest"], { encoding: "utf8" });
  assert.match(stdout, /^Landlock : absent de ce noyau/m);
  assert.match(stdout, / 0 fautes$/m);
  assert.equal(status, 0, stdout);
  // Where the calls themselves are refused, the folder does not matter.
  for (const role of ["keeper", "front", "gate"])
    for (const name of ["open_outside", "open_keyring", "open_data", "list_root"])
      assert.match(stdout, new RegExp(`^${role} +${name} +refusé`, "m"));
});
