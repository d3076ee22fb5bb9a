// The house while it is lived in: what each role is once confined, that it
// comes back when it is killed, and that all of it stops when told to.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FICHEP, ask, audit, signIn, sleep, startDemo, until } from "../lib/demo.mjs";

const ROLES = ["keeper", "core", "courier", "front", "gate"];
const root = process.getuid() === 0;
let demo;

before(async () => { demo = await startDemo(); });
after(async () => { await demo?.stop(); });

const alive = (pid) => existsSync(`/proc/${pid}`) &&
  !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));

function status(pid) {
  return Object.fromEntries(readFileSync(`/proc/${pid}/status`, "utf8").split("\n")
    .map((line) => line.split(":\t")).filter((pair) => pair.length === 2)
    .map(([key, value]) => [key, value.trim()]));
}

function descriptors(pid) {
  return readdirSync(`/proc/${pid}/fd`).map(Number).sort((a, b) => a - b)
    .map((fd) => [fd, readlinkSync(`/proc/${pid}/fd/${fd}`)]);
}

// To look into a role's /proc needs more than its user has: it is not dumpable.
const asRoot = root ? test : test.skip;

test("each role is filtered, without capabilities, and may not gain any", () => {
  for (const side of ["box", "central"])
    for (const role of ROLES) {
      const s = status(demo.pids(side)[role]);
      assert.equal(s.Seccomp, "2", role);
      assert.equal(s.NoNewPrivs, "1", role);
      for (const set of ["CapInh", "CapPrm", "CapEff", "CapAmb"])
        assert.match(s[set], /^0+$/, `${role} ${set}`);
    }
});

asRoot("started by root, each role is a user of its own in no other group", () => {
  const users = ROLES.map((role) => {
    const s = status(demo.pids("box")[role]);
    const uids = new Set([...s.Uid.split("\t"), ...s.Gid.split("\t")]);
    assert.equal(uids.size, 1, `${role}: ${s.Uid} ${s.Gid}`);
    assert.equal(s.Groups, "", role);
    return [...uids][0];
  });
  assert.equal(new Set([...users, "0"]).size, ROLES.length + 1);
});

asRoot("each role but the courier has the deployment's folder as its root", () => {
  for (const role of ROLES)
    assert.equal(readlinkSync(`/proc/${demo.pids("box")[role]}/root`),
      role === "courier" ? "/" : demo.box.dir, role);
});

asRoot("a role's environment is empty", () => {
  for (const role of ROLES)
    assert.equal(readFileSync(`/proc/${demo.pids("box")[role]}/environ`, "utf8"), "", role);
});

test("a role's words hold no secret and only the settings that name it", () => {
  const named = {};
  for (const line of readFileSync("src/base/setting.def", "utf8").split("\n")) {
    const row = /^SETTING\((\w+),.*?((?:FOR\(\w+\) ?)+|NOBODY|EVERY),/.exec(line);
    if (row) named[row[1]] = row[2];
  }
  for (const role of ROLES) {
    const words = readFileSync(`/proc/${demo.pids("box")[role]}/cmdline`, "utf8")
      .split("\0").filter(Boolean);
    assert.deepEqual(words.slice(0, 6), ["fichep", "role", role, "box", "--dir", demo.box.dir]);
    for (const word of words.slice(6)) {
      const name = word.split("=")[0];
      assert.ok(named[name] === "EVERY" ||
        named[name]?.includes(`FOR(${role.toUpperCase()})`), `${role}: ${name}`);
    }
  }
});

asRoot("no descriptor leaks into a role", () => {
  const may = {
    keeper: [],
    core: [/^\/.*\/data(\/(fichep\.db(-wal|-shm)?|draft\.keys|spool))?$/],
    courier: [],
    front: [],
    gate: [/^\/.*\/tls\/chain\.pem$/],
  };
  for (const side of ["box", "central"])
    for (const role of ROLES) {
      const pid = demo.pids(side)[role];
      for (const [fd, what] of descriptors(pid)) {
        if (fd < 2) assert.equal(what, "/dev/null", `${role} ${fd}`);
        else if (fd > 2)
          assert.ok(/^(socket|pipe):|^anon_inode:\[(eventpoll|eventfd)\]$/.test(what) ||
            may[role].some((known) => known.test(what)), `${role}: ${fd} is ${what}`);
        if (what.startsWith("/") && fd > 2)
          assert.ok(what.startsWith(demo[side].dir), `${role}: ${what} is another's`);
      }
    }
});

asRoot("the supervisor keeps few powers and cannot be read", () => {
  const pid = demo.pids("box").supervisor;
  const s = status(pid);
  const kept = BigInt(`0x${s.CapEff}`);
  // kill, setgid, setuid, dac_read_search, sys_chroot, sys_resource
  assert.equal(kept & ~0x10400e4n, 0n, s.CapEff);
  assert.equal(BigInt(`0x${s.CapBnd}`) & ~0x10400e4n, 0n, s.CapBnd);
  assert.equal(s.NoNewPrivs, "1");
});

async function killed(side, role) {
  const was = demo.pids(side);
  process.kill(was[role], "SIGKILL");
  const now = await until(`${role} is back`, () => {
    const pids = demo.pids(side);
    return pids[role] && pids[role] !== was[role] && pids;
  }, undefined, 5);
  const pause = await until("its death is told", () =>
    new RegExp(`event=role_died who=${role} pid=${was[role]} .*again_ms=(\\d+)`).exec(demo.log())?.[1]);
  return { was, now, pause: Number(pause) };
}

for (const role of ROLES)
  test(`${role}, killed, is started again after 50 ms and serves; the others live on`, async () => {
    const { was, now, pause } = await killed("box", role);
    assert.equal(pause, 50);
    for (const other of ["supervisor", ...ROLES.filter((r) => r !== role)])
      assert.equal(now[other], was[other], other);
    const page = await until("a page", () => ask(demo.box, "/", { timeout: 5000 })
      .then((answer) => answer.status === 200 && answer).catch(() => null));
    assert.equal(page.status, 200);
    const { answer } = await signIn(demo.box, demo.box.accounts[0]);
    assert.equal(answer.status, 303, `signing in after ${role} came back`);
  });

test("killed again and again, a role waits twice as long each time", async () => {
  const before = demo.log().length;
  for (let n = 0; n < 4; n++) await until("courier is back", () =>
    demo.pids("central").courier, undefined, 5).then((pid) => process.kill(pid, "SIGKILL"))
    .then(() => until("its death is seen", () => demo.log().slice(before)
      .split("event=role_died who=courier").length > n + 1, undefined, 5));
  const waits = [...demo.log().slice(before)
    .matchAll(/event=role_died who=courier .*again_ms=(\d+)/g)].map((m) => Number(m[1]));
  assert.deepEqual(waits, [50, 100, 200, 400]);
  await until("courier is back", () => demo.pids("central").courier);
});

test("roles killed while people read and sign in: what was answered is in the journal", async () => {
  const side = demo.central;
  const count = (file) => {
    const { exported, verified } = audit(side, join(demo.dir, file));
    assert.equal(exported.status, 0, exported.stderr);
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    return Number(/inscriptions +(\d+)/.exec(verified.stdout)[1]);
  };
  const { cookie } = await signIn(side, side.accounts[0]);
  const first = count("before.journal");
  let answered = 0, over = false;
  const reader = async () => {
    while (!over) {
      const answer = await ask(side, "/accueil", { headers: { cookie }, timeout: 5000 })
        .catch(() => null);
      if (answer?.status === 200) answered++;
      else await sleep(20);
    }
  };
  const readers = [reader(), reader(), reader(), reader()];
  for (const role of ["front", "core", "keeper", "gate", "core"]) {
    await sleep(300);
    const pid = await until(`${role} lives`, () => demo.pids("central")[role]);
    process.kill(pid, "SIGKILL");
  }
  await until("many are answered", () => answered >= 10);
  over = true;
  await Promise.all(readers);
  await until("the session survived", () => ask(side, "/accueil", { headers: { cookie }, timeout: 5000 })
    .then((answer) => answer.status === 200, () => false));
  const last = count("after.journal");
  assert.ok(last - first >= answered, `${answered} answered, ${last - first} in the journal`);
});

test("told to stop, all ends soon, even a role that does not move", async () => {
  const other = await startDemo();
  const pids = await until("all roles are seen", () => {
    const all = ["box", "central"].flatMap((side) => Object.values(other.pids(side)));
    return all.length === 2 * (ROLES.length + 1) && all;
  });
  process.kill(other.pids("box").core, "SIGSTOP");
  const { code, signal, ms } = await other.stop();
  assert.deepEqual([code, signal], [0, null]);
  assert.ok(ms < 1500 + 4000, `${ms} ms: supervisor.h's patience, and a busy machine`);
  for (const pid of pids) assert.ok(!alive(pid), String(pid));
});

test("roles do not outlive a supervisor that is killed", async () => {
  const other = await startDemo();
  const pids = other.pids("box");
  process.kill(pids.supervisor, "SIGKILL");
  await until("all its roles have gone", () => ROLES.every((role) => !alive(pids[role])));
  await other.stop();
});

test("through a whole visit no role makes a call that its table does not list", async () => {
  const other = await startDemo({ env: { FICHEP_JAIL: "log" } });
  for (const side of [other.box, other.central]) {
    const { answer, cookie } = await signIn(side, side.accounts[0]);
    assert.equal(answer.status, 303);
    for (const path of ["/", "/accueil", "/static/fichep.css", "/nothing"])
      await ask(side, path, { headers: { cookie } });
    await signIn(side, side.accounts[1], "faux-faux-faux-faux");
  }
  for (const role of ROLES) {
    const was = other.pids("box")[role];
    process.kill(was, "SIGKILL");
    await until(`${role} is back`, () => ![undefined, was].includes(other.pids("box")[role]));
    await until("a page", () => ask(other.box, "/", { timeout: 5000 })
      .then((answer) => answer.status === 200, () => false));
  }
  await other.stop();
  assert.doesNotMatch(other.log(), /jail_refuses|jail_failed/);
});

test("a trace names what roles say to each other and shows nothing of it", async () => {
  const other = await startDemo({ env: { FICHEP_TRACE: "ipc" } });
  const person = other.box.accounts[0];
  await signIn(other.box, person);
  await other.stop();
  const log = other.log();
  assert.match(log, /role=front event=sent message=http_request peer=core bytes=\d+/);
  assert.match(log, /role=keeper event=received message=passphrase_check peer=core bytes=\d+/);
  const lines = log.split("\n").filter((line) => /event=(sent|received)/.test(line));
  for (const word of [person.login, ...person.passphrase.split("-")])
    assert.ok(!lines.some((line) => line.includes(word)), word);
});

test("a role started by hand, or a word nobody knows, is explained", () => {
  const run = (...words) => spawnSync(FICHEP, words, { encoding: "utf8" });
  for (const role of [...ROLES, "nobody"]) {
    const { status, stderr } = run("role", role, "box", "--dir", "/tmp");
    assert.equal(status, 64);
    assert.match(stderr, /n’est lancé que par/);
  }
  const { status, stderr } = run("nonsense");
  assert.equal(status, 64);
  assert.match(stderr, /« nonsense » n’est pas une commande/);
  assert.match(run("help").stdout, /fichep box /);
});

asRoot("what whoever starts us left open reaches no role", async () => {
  const other = await startDemo();
  await other.stop({ keep: true });
  const box = spawn("bash", ["-c", 'exec 9</etc/hostname 300</etc/hostname; exec "$0" box --dir "$1"',
    FICHEP, other.box.dir], { stdio: ["ignore", "inherit", "pipe"] });
  let log = "";
  box.stderr.on("data", (text) => { log += text; });
  const ended = new Promise((done) => box.once("exit", done));
  await until("the box serves", () => /event=ready/.test(log));
  const roles = readFileSync(`/proc/${box.pid}/task/${box.pid}/children`, "utf8").trim().split(" ");
  assert.equal(roles.length, ROLES.length);
  for (const pid of roles)
    for (const [fd, what] of descriptors(pid))
      assert.notEqual(what, "/etc/hostname", `${fd}`);
  box.kill("SIGTERM");
  assert.equal(await ended, 0);
  rmSync(other.dir, { recursive: true, force: true });
});

test("what keeps a deployment from starting is said, and it does not start", async () => {
  const other = await startDemo();
  await other.stop({ keep: true });
  const box = other.box.dir;
  const start = (...words) => spawnSync(FICHEP, ["box", ...words],
    { encoding: "utf8", timeout: 60000 });
  assert.equal(start().status, 64);
  assert.equal(start("--dir", "/no/such/folder").status, 70);

  // Its port is taken by someone else.
  const taken = spawn("node", ["-e",
    `require("net").createServer().listen(${other.box.port}, "127.0.0.1", () => console.log("on"))`]);
  await new Promise((on) => taken.stdout.once("data", on));
  const busy = start("--dir", box);
  taken.kill();
  await new Promise((done) => taken.once("exit", done));
  assert.equal(busy.status, 70);
  assert.match(busy.stderr, /impossible d’écouter/);

  // Its keyring is not opened by the secret that is there.
  writeFileSync(join(box, "unlock.key"), Buffer.alloc(32, 7));
  const shut = start("--dir", box);
  assert.equal(shut.status, 70, shut.stderr);
  assert.match(shut.stderr, /role_cannot_start who=keeper|trousseau/);
  rmSync(other.dir, { recursive: true, force: true });
});
