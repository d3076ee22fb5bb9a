// A deployment as the person who installs it meets it: made, opened in each of
// the three ways, given accounts, and told clearly what is wrong.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FICHEP, ask, freePort, signIn, until } from "../lib/demo.mjs";

let root;
before(() => { root = mkdtempSync(join(tmpdir(), "fichep-")); });
after(() => rmSync(root, { recursive: true, force: true }));

const run = (words, options = {}) => spawnSync(FICHEP, words, { encoding: "utf8", timeout: 120000, ...options });

/** A folder with its settings written before `init` sees it. */
async function prepare(name, settings = "") {
  const dir = join(root, name);
  const port = await freePort();
  mkdirSync(dir, { mode: 0o700 });
  writeFileSync(join(dir, "fichep.conf"), `port = ${port}\nsite = Essai\n${settings}`);
  return { dir, port };
}

/** Start it, ask it something, stop it. */
async function serve(command, words, { dir, port, env = {}, type }, act = async () => {}) {
  const child = spawn(command, words, { env: { PATH: process.env.PATH, ...env }, stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (text) => { said += text; });
  child.stderr.on("data", (text) => { said += text; });
  const ended = new Promise((done) => child.once("exit", (code) => done(code)));
  if (type) {
    await until("it asks", () => said.includes("Phrase de passe"));
    child.stdin.write(`${type}\n`);
  }
  try {
    const answer = await until("it serves", async () => {
      try {
        return await ask({ port }, "/etat");
      } catch {
        return child.exitCode === null ? null : { status: 0 };
      }
    }, undefined, 50);
    if (answer.status !== 200) throw new Error(`it ended: ${child.exitCode}\n${said}`);
    await act();
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
  return said;
}

// The demo's helper looks at the key a sheet names; here there is no sheet yet.
const sideOf = ({ dir, port }) => ({ port,
  spki_sha256: /[0-9a-f]{64}/.exec(run(["tls", "show", "--dir", dir]).stdout)?.[0] });

test("init makes a folder nobody else reads, and says what to do next", async () => {
  const d = await prepare("plain");
  const made = run(["init", "box", "--dir", d.dir]);
  assert.equal(made.status, 0, made.stderr);
  assert.match(made.stdout, /auditor\.key hors de cette machine/);
  for (const name of ["keys/keyring", "unlock.key", "auditor.key", "data/fichep.db"]) {
    assert.equal(statSync(join(d.dir, name)).mode & 0o777, 0o600, name);
  }
  const again = run(["init", "box", "--dir", d.dir]);
  assert.notEqual(again.status, 0);
  assert.match(again.stderr, /rien n’a été touché/);
});

test("a central's recovery key is written once, for the safe, and a box has none", async () => {
  const d = await prepare("safe");
  const made = run(["init", "central", "--dir", d.dir]);
  assert.equal(made.status, 0, made.stderr);
  assert.match(made.stdout, /recovery\.key au coffre/);
  assert.equal(statSync(join(d.dir, "recovery.key")).mode & 0o777, 0o600);
  assert.equal(statSync(join(d.dir, "recovery.key")).size, 32);
});

test("a new account signs in with the words that were printed once", async () => {
  const d = { ...(await prepare("people")) };
  assert.equal(run(["init", "box", "--dir", d.dir]).status, 0);
  const words = ["user", "add", "--dir", d.dir, "--login", "louise", "--name", "Louise Armand", "--role", "foyer", "--service", "Foyer d’essai"];
  await serve(FICHEP, ["box", "--dir", d.dir], d, async () => {
    const added = run(words); // while it runs
    assert.equal(added.status, 0, added.stderr);
    const passphrase = /Phrase de passe : (\S+)/.exec(added.stdout)[1];
    const { answer, cookie } = await signIn(sideOf(d), { login: "louise", passphrase });
    assert.equal(answer.status, 303);
    assert.ok(cookie);
  });
  const twice = run(words);
  assert.notEqual(twice.status, 0);
  assert.match(twice.stderr, /déjà pris/);
  const odd = run(words.map((word) => ({ foyer: "roi", louise: "louis" })[word] ?? word));
  assert.notEqual(odd.status, 0);
  assert.match(odd.stderr, /« fichep help user »/);
});

test("a systemd credential opens the keyring", async () => {
  const d = await prepare("credential", "unlock = credential:trousseau\n");
  const env = { CREDENTIALS_DIRECTORY: join(root, "credentials") };
  const without = run(["init", "box", "--dir", d.dir], { env: { PATH: process.env.PATH } });
  assert.notEqual(without.status, 0);
  assert.match(without.stderr, /LoadCredential/);
  mkdirSync(env.CREDENTIALS_DIRECTORY);
  writeFileSync(join(env.CREDENTIALS_DIRECTORY, "trousseau"), "0123456789abcdef0123456789abcdef", { mode: 0o400 });
  const made = run(["init", "box", "--dir", d.dir], { env });
  assert.equal(made.status, 0, made.stderr);
  assert.ok(!existsSync(join(d.dir, "unlock.key")));
  await serve(FICHEP, ["box", "--dir", d.dir], { ...d, env });
});

/** A command on a terminal of its own, typing each answer once it is asked. */
async function typed(words, answers) {
  const child = spawn("script", ["-qec", [FICHEP, ...words].join(" "), "/dev/null"],
    { env: { PATH: process.env.PATH }, stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (text) => { said += text; });
  child.stderr.on("data", (text) => { said += text; });
  const ended = new Promise((done) => child.once("exit", (code) => done(code)));
  for (const [asked, answer] of answers) {
    await until(`it asks ${asked}`, () => said.includes(asked));
    child.stdin.write(`${answer}\n`);
  }
  return { status: await ended, said };
}

test("a passphrase typed on the terminal opens the keyring, and is not shown", async () => {
  const d = await prepare("asked", "unlock = ask\n");
  const make = ["init", "box", "--dir", d.dir];
  const secret = "un secret bien gardé";
  const differs = await typed(make, [["du trousseau :", secret], ["encore une fois :", "autre chose"]]);
  assert.notEqual(differs.status, 0);
  assert.match(differs.said, /diffèrent/);
  const made = await typed(make, [["du trousseau :", secret], ["encore une fois :", secret]]);
  assert.equal(made.status, 0, made.said);
  assert.ok(!made.said.includes("bien gardé"));
  const noTerminal = run(["box", "--dir", d.dir], { input: `${secret}\n` });
  assert.notEqual(noTerminal.status, 0);
  assert.match(noTerminal.stderr, /terminal/);
  const said = await serve("script", ["-qec", `${FICHEP} box --dir ${d.dir}`, "/dev/null"], { ...d, type: secret });
  assert.ok(!said.includes("bien gardé"));
});

test("what is left of an interrupted init is told, never overwritten", async () => {
  const d = await prepare("half");
  assert.equal(run(["init", "box", "--dir", d.dir]).status, 0);
  rmSync(join(d.dir, "keys/keyring"));
  const tried = run(["init", "box", "--dir", d.dir]);
  assert.notEqual(tried.status, 0);
  assert.match(tried.stderr, /une base sans trousseau/);
});

test("another secret does not open the keyring, and it says so instead of trying again", async () => {
  const d = await prepare("wrong");
  assert.equal(run(["init", "central", "--dir", d.dir]).status, 0);
  writeFileSync(join(d.dir, "unlock.key"), "another secret of thirty-two byte");
  const tried = run(["central", "--dir", d.dir]);
  assert.notEqual(tried.status, 0);
  assert.match(tried.stderr, /keyring_closed why=DENIED/);
});

test("a mistake in fichep.conf is told with its line", async () => {
  const d = await prepare("conf");
  writeFileSync(join(d.dir, "fichep.conf"), "port = 443\nprot = 444\n");
  const tried = run(["box", "--dir", d.dir]);
  assert.notEqual(tried.status, 0);
  assert.match(tried.stderr, /fichep\.conf, ligne 2 : ce réglage n’existe pas/);
  const absent = run(["box", "--dir", join(root, "nowhere")]);
  assert.match(absent.stderr, /n’existe pas/);
});

test("a central's folder is not served as a box's", async () => {
  const d = await prepare("kind");
  assert.equal(run(["init", "central", "--dir", d.dir]).status, 0);
  const tried = run(["box", "--dir", d.dir]);
  assert.equal(tried.status, 70);
  assert.match(tried.stderr, /folder_of_the_other_kind made_for=central/);
});

test("a folder that is served is not served twice", async () => {
  const d = await prepare("twice");
  assert.equal(run(["init", "box", "--dir", d.dir]).status, 0);
  await serve(FICHEP, ["box", "--dir", d.dir], d, async () => {
    const conf = join(d.dir, "fichep.conf");
    writeFileSync(conf, `port = ${await freePort()}\n`); // its port is no obstacle
    const second = run(["box", "--dir", d.dir]);
    assert.equal(second.status, 70);
    assert.match(second.stderr, /un autre « fichep » sert déjà/);
    assert.equal((await ask(d, "/")).status, 200, "the first goes on");
  });
});

test("what settings prints is a fichep.conf that is accepted as it is", async () => {
  const d = await prepare("printed");
  const printed = run(["settings"]);
  assert.equal(printed.status, 0);
  writeFileSync(join(d.dir, "fichep.conf"), printed.stdout);
  const tried = run(["tls", "show", "--dir", d.dir]);
  assert.doesNotMatch(tried.stderr, /ligne/);
});

test("openssl reads the certificate that init made and the request that tls csr makes", async () => {
  const d = await prepare("certificate", "host = fiches.exemple.example\n");
  assert.equal(run(["init", "central", "--dir", d.dir]).status, 0);
  const text = spawnSync("openssl", ["x509", "-in", join(d.dir, "tls/chain.pem"), "-noout", "-text", "-checkhost", "fiches.exemple.example"], { encoding: "utf8" });
  assert.equal(text.status, 0, text.stderr);
  assert.match(text.stdout, /does match certificate/);
  assert.match(text.stdout, /prime256v1/);
  assert.match(text.stdout, /TLS Web Server Authentication/);
  const asked = run(["tls", "csr", "--dir", d.dir]);
  assert.equal(asked.status, 0, asked.stderr);
  const request = spawnSync("openssl", ["req", "-verify", "-noout", "-text"], { encoding: "utf8", input: asked.stdout });
  assert.equal(request.status, 0, request.stderr);
  assert.match(request.stdout, /fiches\.exemple\.example/);
});

test("a word that is no command is answered with those that are", () => {
  const tried = run(["fiche"]);
  assert.equal(tried.status, 64);
  assert.match(tried.stderr, /« fiche » n’est pas une commande/);
  assert.match(tried.stderr, /fichep demo/);
});

test("each command says what may follow it, and an account's roles are listed", () => {
  const listed = run(["help"]).stdout.matchAll(/^  fichep (\S+)/gm);
  const names = [...listed].map((found) => found[1]);
  assert.ok(names.length > 8);
  for (const name of names)
    for (const words of [["help", name], [name, "--help"]]) {
      const { status, stderr } = run(words);
      assert.equal(status, 0, name);
      assert.match(stderr, new RegExp(`^Usage :\n  fichep ${name}`), name);
    }
  assert.match(run(["user"]).stderr, /foyer, fsi, .*admin/);
  assert.equal(run(["user"]).status, 64);
});
