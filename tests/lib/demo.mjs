// A running demo for tests that drive the product from outside: real processes
// under their real sandbox, in a folder of their own, stopped at the end.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { createServer } from "node:net";
import { request as httpsRequest, Agent } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { X509Certificate, createHash, createHmac } from "node:crypto";

export const FICHEP = process.env.FICHEP ?? "build/fichep";

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * Ask again every `step` ms until `look` answers; fail after `most` ms. Who has to
 * wait for this at all waits for a machine: be patient, what never comes is still
 * told. It is asked once more after the end, lest we were the ones to be late; and
 * what else this process does, a line that it carries, is left as long as asking took.
 */
export async function until(what, look, most = 60000, step = 20) {
  for (const end = Date.now() + most; ;) {
    const from = Date.now();
    const found = await look();
    if (found) return found;
    if (from >= end) throw new Error(`not within ${most} ms: ${what}`);
    await sleep(Math.max(step, Date.now() - from));
  }
}

const given = new Set(); // ports that someone here is about to take

/**
 * A port nobody listens on just now, of those that the kernel never lends to
 * whoever connects: from there someone else would take it before we do. None is
 * given twice.
 */
export async function freePort() {
  const lent = Number(readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8").split(/\s/)[0]);
  const least = 10000, most = lent > 12000 ? lent : 32768;

  for (;;) {
    const port = least + Math.floor(Math.random() * (most - least));
    if (given.has(port)) continue;
    given.add(port);
    const free = await new Promise((done) => {
      const probe = createServer();
      probe.once("error", () => done(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => done(true)));
    });
    if (free) return port;
  }
}

/**
 * Start `fichep demo` and wait until it serves. The answer has `box` and
 * `central` (url, port, spki_sha256, dir, accounts), `dir`, `log()`, `pids(side)`
 * and `stop()`; `stop({ keep: true })` leaves the folder.
 */
export async function startDemo({ dir, env = {}, ports } = {}) {
  const folder = dir ?? mkdtempSync(join(tmpdir(), "fichep-"));
  const ready = join(folder, "ready.json");
  rmSync(ready, { force: true });
  const [box, central] = ports ?? [await freePort(), await freePort()];
  const child = spawn(FICHEP, ["demo", "--dir", join(folder, "demo"),
    "--box-port", box, "--central-port", central, "--ready", ready],
  { env: { PATH: process.env.PATH, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stdout.on("data", (text) => { log += text; });
  child.stderr.on("data", (text) => { log += text; });
  const ended = new Promise((done) => child.once("exit",
    (code, signal) => done({ code, signal })));
  const told = new Promise((done) => child.once("close", done)); // the log is whole
  let over = null;
  ended.then((how) => { over = how; });
  try {
    await until("the demo is ready", () => {
      if (over) throw new Error(`fichep demo ended: ${JSON.stringify(over)}\n${log}`);
      return existsSync(ready);
    });
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`${error.message}\n${log}`);
  }
  const sheet = JSON.parse(readFileSync(ready, "utf8"));
  for (const side of [sheet.box, sheet.central]) side.port = Number(new URL(side.url).port);
  const demo = {
    ...sheet,
    dir: folder,
    child,
    ended,
    log: () => log,
    /** The processes of a side, by role; `supervisor` among them. */
    pids: (side) => pidsOf(child.pid, side),
    async stop({ keep = false } = {}) {
      const from = Date.now();
      child.kill("SIGTERM");
      const how = await ended, ms = Date.now() - from;
      await Promise.race([told, sleep(5000)]);
      if (!keep) rmSync(folder, { recursive: true, force: true });
      return { ...how, ms };
    },
  };
  return demo;
}

function childrenOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .trim().split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

const wordsOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
};

function pidsOf(demo, side) {
  const found = {};
  for (const supervisor of childrenOf(demo)) {
    if (wordsOf(supervisor)[1] !== side) continue;
    found.supervisor = supervisor;
    for (const pid of childrenOf(supervisor)) {
      const words = wordsOf(pid);
      if (words[1] === "role") found[words[2]] = pid;
    }
  }
  return found;
}

/** SHA-256 of the public key a server shows, as the sheet writes it. */
export function spki(certificate) {
  const key = new X509Certificate(certificate).publicKey
    .export({ type: "spki", format: "der" });
  return createHash("sha256").update(key).digest("hex");
}

/**
 * One request. The server is known by its key, as our own clients know it.
 * Answers { status, headers, body, ms }.
 */
export function ask(side, path, { method = "GET", headers = {}, body, agent, timeout = 30000 } = {}) {
  const from = process.hrtime.bigint();
  return new Promise((done, fail) => {
    const asked = httpsRequest({
      host: "127.0.0.1", port: side.port, path, method, agent: agent ?? new Agent({ keepAlive: false }),
      rejectUnauthorized: false, servername: "localhost", timeout,
      headers: { host: `localhost:${side.port}`, ...headers,
        ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }) },
    }, (answer) => {
      const seen = answer.socket.getPeerCertificate?.()?.raw;
      if (seen && side.spki_sha256 && spki(seen) !== side.spki_sha256) return fail(new Error("another key answered"));
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("error", fail);
      answer.on("end", () => done({
        status: answer.statusCode, headers: answer.headers, raw: answer.rawHeaders,
        bytes: Buffer.concat(parts), body: Buffer.concat(parts).toString("utf8"),
        ms: Number(process.hrtime.bigint() - from) / 1e6,
      }));
    });
    asked.on("timeout", () => asked.destroy(new Error(`no answer in ${timeout} ms`)));
    asked.on("error", fail);
    asked.end(body);
  });
}

const cookieOf = (answer, name) => (answer.headers["set-cookie"] ?? [])
  .map((line) => line.split(";")[0]).find((pair) => pair.startsWith(`${name}=`));

/** The form token of a page. */
export const tokenOf = (page) => /name="token" value="([^"]+)"/.exec(page)?.[1];

/** The six digits an authenticator shows for `secret` (hexadecimal) in a step of 30 s. */
export function totp(secret, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", Buffer.from(secret, "hex")).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, "0");
}

const used = new Map(); // secret -> the last step whose code was given out

/**
 * A code that will be taken now and for 15 s at least: each is good once, one step
 * early or late. So the fourth sign-in of a person in half a minute, or the third,
 * waits for the clock.
 */
export async function codeOf(account) {
  for (;; await sleep(250)) {
    const now = Math.floor(Date.now() / 30000);
    const least = Date.now() % 30000 < 15000 ? now - 1 : now;
    const step = Math.max((used.get(account.totp) ?? 0) + 1, least);
    if (step > now + 1) continue;
    used.set(account.totp, step);
    return totp(account.totp, step);
  }
}

/**
 * Sign in as a person of the sheet; answers { cookie, answer }. At the central
 * the code is given as well, if the passphrase was right.
 */
export async function signIn(side, account, passphrase = account.passphrase) {
  const form = await ask(side, "/session");
  const before = cookieOf(form, "__Host-p");
  const send = (path, fields) => ask(side, path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded",
      origin: `https://localhost:${side.port}`, "sec-fetch-site": "same-origin",
      ...(before ? { cookie: before } : {}) },
    body: new URLSearchParams(fields).toString(),
    timeout: 30000,
  });
  let answer = await send("/session", { token: tokenOf(form.body) ?? "", login: account.login, passphrase });
  const ticket = /name="ticket" value="([^"]+)"/.exec(answer.body)?.[1];
  if (ticket && account.totp) {
    answer = await send("/session/code", { token: tokenOf(answer.body), ticket, code: await codeOf(account) });
  }
  return { answer, cookie: cookieOf(answer, "__Host-s") };
}

/** The audit log of a side, exported and verified by the product itself. */
export function audit(side, file) {
  const exported = spawnSync(FICHEP, ["audit", "export", file, "--dir", side.dir],
    { encoding: "utf8" });
  const verified = spawnSync(FICHEP, ["audit", "verify", file, "--key", join(side.dir, "audit.vkey")],
    { encoding: "utf8" });
  return { exported, verified };
}
