// A box and its central as two services that are started, stopped and killed
// apart, with a line between them that can be cut. Made as `fichep demo` makes
// them, so that the box is enrolled; then the central moves to another port and
// the line stands at its address.

import { spawn, execFileSync } from "node:child_process";
import { readFileSync, writeFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { FICHEP, startDemo, freePort, until } from "./demo.mjs";
import { makeLine } from "./cut.mjs";

const HOST = { x64: "x86_64", arm64: "aarch64", arm: "armhf" }[process.arch];
const INSIDE = `build/${HOST}/tests/lib/inside`;

/** tests/lib/inside.c: what it prints. */
export const inside = (...words) =>
  execFileSync(INSIDE, words.map(String), { encoding: "utf8", maxBuffer: 1 << 26 });

/** The one JSON value of a query, out of a deployment's database. */
export const look = (side, query) => JSON.parse(inside("read", side.dir, query));

/** { reference, story } of each fiche the central has: of thousands, not more than that. */
export const fichesOf = (central) => look(central,
  "SELECT json_group_array(json_object('reference', reference, 'story', payload ->> '$.answers.h_recit')) FROM act");

const childrenOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  } catch { return []; }
};

const roleOf = (pid) => {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return words[1] === "role" ? words[2] : undefined;
  } catch { return undefined; }
};

/** One `fichep box` or `fichep central`. */
class Service {
  constructor(word, sheet) {
    Object.assign(this, sheet);
    this.word = word;
    this.child = null;
    this.log = "";
  }

  get running() { return this.child !== null; }

  async start() {
    const child = spawn(FICHEP, [this.word, "--dir", this.dir, "--ready", "3"],
      { stdio: ["ignore", "pipe", "pipe", "pipe"] });
    let ready = false;
    this.child = child;
    child.stdio[3].on("data", () => { ready = true; });
    for (const out of [child.stdout, child.stderr])
      out.on("data", (text) => { this.log = (this.log + text).slice(-200000); });
    this.ended = new Promise((done) => child.once("exit", (code, signal) => {
      if (this.child === child) this.child = null;
      done({ code, signal });
    }));
    await until(`${this.word} is ready\n${this.log.slice(-2000)}`, () => {
      if (this.child !== child) throw new Error(`${this.word} ended\n${this.log.slice(-4000)}`);
      return ready;
    });
  }

  /** { gate: pid, ... } of the roles that live. */
  pids() {
    const found = {};
    for (const pid of this.child ? childrenOf(this.child.pid) : []) {
      const role = roleOf(pid);
      if (role) found[role] = pid;
    }
    return found;
  }

  async stop() {
    if (!this.child) return undefined;
    const ended = this.ended;
    this.child.kill("SIGTERM");
    return ended;
  }

  /** As a power cut for its processes: the supervisor, and all roles with it. */
  async kill() {
    if (!this.child) return;
    const roles = Object.values(this.pids());
    const ended = this.ended;
    this.child.kill("SIGKILL");
    await ended;
    await until("its roles are gone", () => roles.every((pid) => roleOf(pid) === undefined), undefined, 5);
  }

  /** Change or add a line of fichep.conf; counts from the next start. */
  set(name, value) {
    const path = join(this.dir, "fichep.conf");
    const lines = readFileSync(path, "utf8").split("\n").filter((line) => line && !line.startsWith(`${name} =`));
    writeFileSync(path, `${lines.join("\n")}\n${name} = ${value}\n`);
  }

  /** Bytes of memory, proportional: of all its roles and their supervisor. */
  memory() {
    return [this.child.pid, ...Object.values(this.pids())].reduce((sum, pid) => {
      try {
        return sum + 1024 * Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))[1]);
      } catch { return sum; }
    }, 0);
  }
}

/**
 * Neither runs yet when this answers { box, central, line, dir, end }. With
 * `people`, so many more of the foyer, a000 ..., all with `phrase`; `boxes`, so
 * many enrolled at the central, whose lines are in `fleet`.
 */
export async function makePair({ people = 0, phrase = "bada bedo bidu bofa", boxes = 0 } = {}) {
  const demo = await startDemo();
  await demo.stop({ keep: true });
  const box = new Service("box", demo.box), central = new Service("central", demo.central);
  const address = central.port;
  central.port = await freePort();
  central.set("port", central.port);
  if (people) inside("people", box.dir, people, phrase);
  const fleet = boxes ? inside("boxes", central.dir, boxes).trim().split("\n").map((text) => {
    const [device, seed, nonce] = text.split(" ");
    return { device, seed, nonce };
  }) : [];
  const line = await makeLine(address, central.port);
  return {
    box, central, line, fleet, phrase, dir: demo.dir,
    crowd: Array.from({ length: people }, (_, i) => ({ login: `a${String(i).padStart(3, "0")}`, passphrase: phrase })),
    async end() {
      await Promise.all([box.kill(), central.kill()]);
      await line.end();
      rmSync(demo.dir, { recursive: true, force: true });
    },
  };
}
