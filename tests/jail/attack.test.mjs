// Every attempt of src/cmd/attack.def by every role: refused in the jail, and
// given without it, so that what is seen is the jail and not a broken attempt.

import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FICHEP = process.env.FICHEP ?? "build/fichep";
const root = process.getuid() === 0;
const NOBODY = 65534;

const table = (path, word) => readFileSync(path, "utf8").split("\n")
  .filter((line) => line.startsWith(`${word}(`));

const attacks = table("src/cmd/attack.def", "ATTACK").map((line) => {
  const [name, abi, duty, sure] = line.slice(line.indexOf("(") + 1).split(",")
    .map((cell) => cell.trim());
  return { name, abi: Number(abi), duty, sure: sure === "SURE" };
});
const roles = table("src/ipc/peer.def", "PEER")
  .map((line) => line.split(",")[1].trim());
const states = [...roles, "front+"];

function hasDuty(state, duty) {
  const role = state.replace("+", "").toUpperCase();
  return duty === "EVERY" || duty.includes(`FOR(${role})`) ||
    (!state.endsWith("+") && duty.includes(`START(${role})`));
}

// A copy that anybody may run, wherever the tree itself is.
const folder = mkdtempSync(join(tmpdir(), "fichep-jail-"));
const binary = join(folder, "fichep");
copyFileSync(FICHEP, binary);
chmodSync(folder, 0o755);
chmodSync(binary, 0o755);
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** One run: status, the words of the summary, and a verdict per state and attack. */
function selftest(user, ...words) {
  const run = spawnSync(binary, ["selftest", ...words], {
    encoding: "utf8", cwd: "/", env: {},
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  const verdicts = new Map();
  for (const line of run.stdout.split("\n")) {
    const [state, name, ...said] = line.split(/\s+/);
    if (states.includes(state)) verdicts.set(`${state} ${name}`, said.join(" "));
  }
  return { status: run.status, verdicts, all: run.stdout + run.stderr };
}

const users = root ? [["root", undefined], ["a user without rights", NOBODY]]
  : [["this user", undefined]];

for (const [who, user] of users) {
  test(`started by ${who}, each role is refused all but its duty`, () => {
    const { status, verdicts, all } = selftest(user);
    assert.match(all, /^cryptographie : juste$/m);
    assert.doesNotMatch(all, /non éprouvé/, "this kernel must offer seccomp");
    for (const state of states)
      for (const { name, duty } of attacks) {
        const said = verdicts.get(`${state} ${name}`) ?? "(nothing)";
        const wanted = hasDuty(state, duty) ? /^permis/ : /^refusé/;
        assert.match(said, wanted, `${state}: ${name}`);
      }
    assert.equal(verdicts.size, states.length * attacks.length);
    assert.equal(status, 0, all);
  });

  test(`started by ${who} without the jail, the same attempts go through`, () => {
    const { status, verdicts, all } = selftest(user, "--no-jail");
    for (const state of states)
      for (const { name, sure } of attacks) {
        const said = verdicts.get(`${state} ${name}`) ?? "(nothing)";
        if (sure) assert.match(said, /^(réussi|permis)/, `${state}: ${name}`);
      }
    assert.equal(status, 0, all);
  });
}

test("what is tried covers each kind of thing a role must not do", () => {
  const names = attacks.map((a) => a.name);
  for (const needed of ["open_outside", "open_data", "open_keyring", "socket_ipv4",
    "socket_netlink", "run_program", "fork_process", "trace_other", "read_other",
    "signal_other", "map_code", "turn_into_code", "become_root", "mount_folder",
    "load_bpf", "watch_kernel", "catch_faults", "queue_calls", "own_namespace"])
    assert.ok(names.includes(needed), needed);
});
