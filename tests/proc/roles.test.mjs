// What `fichep roles` says is what call.def allows.

import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const FICHEP = process.env.FICHEP ?? "build/fichep";

test("`fichep roles` shows each role with every call it may make", () => {
  const { stdout } = spawnSync(FICHEP, ["roles"], { encoding: "utf8" });
  const blocks = stdout.split("\n\n");
  const calls = readFileSync("src/proc/call.def", "utf8").split("\n")
    .map((line) => /^CALL\((\w+),\s+(.*?),\s+(ANY|IS|LACKS)/.exec(line)).filter(Boolean);
  assert.ok(calls.length > 80);
  for (const role of ["keeper", "core", "courier", "front", "gate"]) {
    const block = blocks.find((text) => text.startsWith(`${role} : `));
    const shown = new Set(/appels \(\d+\)\s+(.*)/.exec(block)[1].split(" ")
      .map((name) => name.replace(/[*¹]/g, "")));
    const wanted = new Set(calls.filter(([, , roles]) => roles.includes("EVERY") ||
      roles.includes(`(${role.toUpperCase()})`)).map(([, name]) => name));
    assert.deepEqual([...shown].sort(), [...wanted].sort(), role);
  }
});
