// A disk that is full, more or less: who presses is told no, keeps the
// draft, and is told yes once there is room; what was told yes arrives, once.
// The disk is a small tmpfs in a mount namespace of this test's own.

import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, statSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { makePair, look } from "../lib/pair.mjs";
import { arrive, fillIn, signature, slipOf } from "../lib/filing.mjs";
import { words } from "../lib/visitor.mjs";
import { until } from "../lib/demo.mjs";

const OWN = "FICHEP_TEST_OWN_MOUNTS";
const run = (...line) => execFileSync(line[0], line.slice(1), { stdio: ["ignore", "ignore", "inherit"] });

const mayMount = () => spawnSync("unshare", ["-m", "--propagation", "private",
  "mount", "-t", "tmpfs", "small", tmpdir()]).status === 0;

if (!process.env[OWN])
  test("on a full disk nobody is told yes for nothing, and with room again all goes on",
    { skip: !mayMount() && "NOT TESTED: mounting a small disk needs root, and a sandbox that lets it" }, (t) => {
      const done = spawnSync("unshare", ["-m", "--propagation", "private", process.execPath, fileURLToPath(import.meta.url)],
        { env: { ...process.env, [OWN]: "1" }, encoding: "utf8" });
      for (const line of done.stdout.trim().split("\n")) t.diagnostic(line);
      assert.equal(done.status, 0, done.stderr);
    });
else await full();

async function full() {
  const pair = await makePair({ people: 3 });
  const data = join(pair.box.dir, "data");
  const { uid, gid } = statSync(data);
  renameSync(data, `${data}.made`);
  mkdirSync(data);
  run("mount", "-t", "tmpfs", "-o", `size=4m,mode=700,uid=${uid},gid=${gid}`, "small", data);
  run("cp", "-a", `${data}.made/.`, data);
  const filler = join(data, "filler");
  const leave = (bytes) => {
    rmSync(filler, { force: true });
    const { bavail, bsize } = statfsSync(data);
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
  };
  const told = [];
  try {
    await Promise.all([pair.central.start(), pair.box.start()]);
    const [person] = pair.crowd;
    const visitor = await arrive(pair.box, person);
    let refused = 0;
    const press = async (what, spoil, mend) => {
      await fillIn(visitor, { story: `Disque : ${what}.` });
      const { path, fields } = signature(visitor, person);
      spoil();
      const answer = await visitor.request(path, fields);
      let slip = slipOf(answer);
      if (!slip) {
        refused++;
        assert.ok(answer.status >= 500, `${what}: ${answer.status}`);
        assert.match(words(answer.body), /rien n’est|Rien n’(a été|est)|n’est pas envoyé|n’a pas abouti|ne savons pas/i, what);
      }
      mend();
      for (let tries = 0; !slip && tries < 5; tries++) {
        const again = await visitor.request(path, fields);
        slip = slipOf(again);
        if (!slip && tries === 4) assert.fail(`${what}: ${again.status} ${words(again.body).slice(0, 300)}`);
      }
      told.push(slip);
    };
    for (const kib of [0, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192])
      await press(`${kib} Kio`, () => leave(kib * 1024), () => rmSync(filler));
    assert.ok(refused > 0, "the disk was never full");
    visitor.close();
    await until("all at the central", () => look(pair.central, "SELECT json_quote(count(*)) FROM act") >= told.length, 90000, 100);
    assert.deepEqual(look(pair.central, "SELECT json_group_array(reference) FROM act").sort(), [...told].sort());
    console.log(`${told.length} filed, ${refused} presses refused for want of a disk, ${told.length} at the central, each once`);
  } finally {
    await Promise.all([pair.box.kill(), pair.central.kill()]);
    run("umount", data);
    await pair.end();
  }
}
