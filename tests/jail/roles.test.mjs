// SECURITY.md says what each role may do: exactly what the binary says.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { FICHEP } from "../lib/demo.mjs";

test("the rights table of SECURITY.md is the one the binary prints", () => {
  const printed = spawnSync(FICHEP, ["roles", "--markdown"], { encoding: "utf8" }).stdout.trim();
  const page = readFileSync("SECURITY.md", "utf8");
  const written = /<!-- rights: fichep roles --markdown -->\n([\s\S]*?)<!-- end of rights -->/.exec(page)?.[1].trim();
  assert.ok(printed.includes("| keeper |"));
  assert.equal(written, printed);
});

test("a role that no table knows is not started by hand", () => {
  const tried = spawnSync(FICHEP, ["role", "keeper", "box"], { encoding: "utf8" });
  assert.equal(tried.status, 64);
  assert.match(tried.stderr, /n’est lancé que par/);
});
