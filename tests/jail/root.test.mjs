// What root does with a folder that core could fill: `fichep user add` and
// `fichep audit export` are run by root, and data/ is core's.

import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync,
  statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { FICHEP } from "../lib/demo.mjs";

const CORE = 59001;
const asRoot = { skip: process.getuid() !== 0 && "needs root" };

const run = (...words) => spawnSync(FICHEP, words, { encoding: "utf8" });

/** A deployment that was served once: data/ belongs to core. */
function served(t) {
  const folder = mkdtempSync(join(tmpdir(), "fichep-root-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const dir = join(folder, "box");
  const made = run("init", "box", "--dir", dir);
  assert.equal(made.status, 0, made.stderr);
  chmodSync(dir, 0o711);
  const data = join(dir, "data");
  for (const name of [".", ...readdirSync(data)]) chownSync(join(data, name), CORE, CORE);
  return { folder, dir, data };
}

const add = (dir, login) => run("user", "add", "--dir", dir, "--login", login,
  "--name", "Nadia Kessler", "--role", "foyer", "--service", "Foyer Les Tilleuls");

// A rollback journal that names a super-journal: SQLite, having rolled back,
// deletes that file, whichever it is (www.sqlite.org/fileformat.html, 3.1).
function plant(data, victim) {
  const magic = Buffer.from("d9d505f920a163d7", "hex");
  const number = (...n) => Buffer.concat(n.map((v) => {
    const b = Buffer.alloc(4);
    b.writeUInt32BE(v);
    return b;
  }));
  const name = Buffer.from(victim);
  const database = join(data, "fichep.db");
  const head = Buffer.alloc(512);
  Buffer.concat([magic, number(0, 1, statSync(database).size / 4096, 512, 4096)]).copy(head);
  writeFileSync(`${database}-journal`, Buffer.concat([head,
    number(0x40000000 / 4096 + 1), name,
    number(name.length, name.reduce((sum, byte) => sum + byte, 0)), magic]));
  chownSync(`${database}-journal`, CORE, CORE);
}

test("what core leaves in data/ does not make root delete a file", asRoot, (t) => {
  const { folder, dir, data } = served(t);
  const victim = join(folder, "victim");
  writeFileSync(victim, "root's own\n", { mode: 0o600 });
  plant(data, victim);
  const added = add(dir, "nadia");
  assert.ok(existsSync(victim), "the file was deleted");
  assert.equal(added.status, 0, added.stderr);
  plant(data, victim);
  run("audit", "export", join(folder, "log.fpa"), "--dir", dir);
  assert.ok(existsSync(victim), "the file was deleted");
});

test("what root's commands write in data/ is core's to open", asRoot, (t) => {
  const { folder, dir, data } = served(t);
  assert.equal(add(dir, "nadia").status, 0);
  const log = join(folder, "log.fpa");
  const exported = run("audit", "export", log, "--dir", dir);
  assert.equal(exported.status, 0, exported.stderr);
  assert.match(exported.stdout, /Journal intact/);
  assert.equal(statSync(log).uid, 0);
  assert.equal(statSync(log).mode & 0o777, 0o600);
  for (const name of readdirSync(data)) assert.equal(statSync(join(data, name)).uid, CORE, name);
});

test("an export is not written through someone's link", asRoot, (t) => {
  const { folder, dir } = served(t);
  add(dir, "nadia");
  const victim = join(folder, "victim");
  writeFileSync(victim, "kept\n");
  symlinkSync(victim, join(folder, "log.fpa.part"));
  assert.equal(run("audit", "export", join(folder, "log.fpa"), "--dir", dir).status, 0);
  assert.equal(readFileSync(victim, "utf8"), "kept\n");
});

test("a folder that served before can be begun again", asRoot, (t) => {
  const { dir, data } = served(t);
  rmSync(join(dir, "keys/keyring"));
  for (const name of readdirSync(data)) rmSync(join(data, name));
  const again = run("init", "box", "--dir", dir);
  assert.equal(again.status, 0, again.stderr);
  assert.equal(statSync(data).uid, 0);
  assert.equal(add(dir, "nadia").status, 0);
});
