// The slice, as a person lives it: in Chromium, with and without scripts, wide
// and narrow, light and dark. Pictures are left in build/shots to be looked at.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "../../build/deps/src/playwright-core/index.mjs";
import { audit, startDemo } from "../lib/demo.mjs";

const axe = readFileSync("build/deps/src/axe-core/axe.min.js", "utf8");
const shots = "build/shots";
let demo, browser;

before(async () => {
  mkdirSync(shots, { recursive: true });
  demo = await startDemo();
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}, { timeout: 60000 });

after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function open(side, options = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "fr-FR",
    viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    // A page answered with an error status is reported there too; we mean scripts and policy.
    if (message.type() === "error" && !message.text().includes("Failed to load resource")) faults.push(message.text());
  });
  page.on("requestfailed", (request) => {
    // A page left before its icon has come is no fault.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") faults.push(`${request.url()} ${why}`);
  });
  page.faults = faults;
  page.at = (path) => new URL(path, side.url).href;
  return page;
}

async function fill(page, account, passphrase = account.passphrase) {
  await page.getByLabel("Votre compte").fill(account.login);
  await page.getByLabel("Votre phrase de passe").fill(passphrase);
  await page.getByRole("button", { name: "Ouvrir ma session" }).click();
}

const who = (side, login) => side.accounts.find((account) => account.login === login);

async function accessible(page) {
  // Evaluated over the debugging protocol: the page's own policy lets no script in.
  await page.waitForLoadState(); // contrast is measured with its style
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" | ")}`), []);
}

for (const [name, login, site] of [["box", "nadia", "Boîtier du foyer Les Tilleuls"], ["central", "helene", "Serveur central"]]) {
  test(`on the ${name}, someone opens a session, finds an empty home, and closes it`, async () => {
    const side = demo[name];
    const person = who(side, login);
    const page = await open(side);

    await page.goto(side.url);
    assert.equal(await page.title(), "Fiche", "a title says nothing of what is on the page");
    await page.getByText(site).waitFor();
    assert.match(await page.locator(".hour").innerText(), /^\d{1,2}\sh\s\d\d$/);
    for (const number of ["17", "15", "112", "119"]) {
      assert.ok(await page.locator(`a[href="tel:${number}"]`).isVisible());
    }
    await accessible(page);
    await page.screenshot({ path: `${shots}/${name}-1-lock.png`, fullPage: true });

    await page.getByRole("link", { name: "Ouvrir ma session" }).click();
    assert.equal(await page.title(), "Fiche");
    await accessible(page);
    await page.screenshot({ path: `${shots}/${name}-2-sign-in.png`, fullPage: true });

    await fill(page, person);
    await page.getByRole("heading", { name: `Bonjour ${person.name}` }).waitFor();
    assert.ok(page.url().endsWith("/accueil"));
    assert.equal(await page.title(), "Fiche");
    await page.getByText(person.service).first().waitFor();
    await accessible(page);
    await page.screenshot({ path: `${shots}/${name}-3-home.png`, fullPage: true });

    const cookies = await page.context().cookies();
    const session = cookies.find((c) => c.name === "__Host-s");
    assert.deepEqual([session.httpOnly, session.secure, session.sameSite, session.path], [true, true, "Strict", "/"]);

    await page.getByRole("button", { name: "Fermer ma session" }).click();
    await page.locator(".hour").waitFor();
    await page.goto(page.at("/accueil"));
    await page.getByLabel("Votre compte").waitFor();
    await page.screenshot({ path: `${shots}/${name}-4-closed.png`, fullPage: true });
    assert.deepEqual(page.faults, []);
    await page.context().close();

    const { exported, verified } = audit(side, join(demo.dir, `${name}.journal`));
    assert.equal(exported.status, 0, exported.stderr);
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  });
}

test("without scripts everything works the same", async () => {
  const person = who(demo.box, "marc");
  const page = await open(demo.box, { javaScriptEnabled: false });
  await page.goto(demo.box.url);
  await page.getByRole("link", { name: "Ouvrir ma session" }).click();
  await fill(page, person);
  await page.getByRole("heading", { name: `Bonjour ${person.name}` }).waitFor();
  await page.getByRole("button", { name: "Fermer ma session" }).click();
  await page.locator(".hour").waitFor();
  assert.match(await page.locator(".hour").innerText(), /^\d{1,2}\sh\s\d\d$/);
  await page.context().close();
});

test("by the keyboard alone, with the focus always to be seen", async () => {
  const person = who(demo.box, "marc");
  const page = await open(demo.box);
  await page.goto(page.at("/session"));
  await page.getByLabel("Votre compte").focus();
  await page.keyboard.type(person.login);
  await page.keyboard.press("Tab");
  await page.keyboard.type(person.passphrase.replaceAll("-", " ").toUpperCase());
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: `Bonjour ${person.name}` }).waitFor();
  await page.waitForLoadState(); // the style as well
  await page.keyboard.press("Tab");
  const seen = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(seen, "solid");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.waitForURL(demo.box.url);
  await page.getByRole("link", { name: "Ouvrir ma session" }).waitFor();
  assert.equal((await page.goto(page.at("/accueil"))).url(), page.at("/session"), "hidden is closed");
  await page.context().close();
});

test("a wrong passphrase is said in words, keeps the account's name, and takes the focus", async () => {
  const person = who(demo.central, "thomas");
  const page = await open(demo.central);
  await page.goto(page.at("/session"));
  await fill(page, person, "quatre mots qui ouvrent rien");
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.equal(await page.getByLabel("Votre compte").inputValue(), person.login);
  assert.equal(await page.getByLabel("Votre phrase de passe").inputValue(), "");
  assert.ok(await alert.evaluate((node) => node === document.activeElement));
  await accessible(page);
  await page.screenshot({ path: `${shots}/central-5-refused.png`, fullPage: true });
  const known = await alert.innerText();
  await fill(page, { login: "personne" }, "quatre mots qui ouvrent rien");
  await page.getByRole("alert").waitFor();
  assert.equal(await page.getByRole("alert").innerText(), known, "an unknown account reads the same");
  await page.context().close();
});

test("the one who manages accounts counts sign-ins by day, and nobody else can", async () => {
  const page = await open(demo.central);
  await page.goto(page.at("/session"));
  await fill(page, who(demo.central, "gestion"));
  await page.getByRole("link", { name: "Voir l’activité" }).click();
  await page.getByRole("heading", { name: "Ouvertures de session" }).waitFor();
  const opened = Number(await page.locator("tbody tr").first().locator("td").first().innerText());
  assert.ok(opened >= 1, "the session that asks is counted");
  await accessible(page);
  await page.screenshot({ path: `${shots}/central-7-activity.png`, fullPage: true });
  assert.deepEqual(page.faults, []);
  await page.context().close();

  const other = await open(demo.central);
  await other.goto(other.at("/session"));
  await fill(other, who(demo.central, "thomas"));
  await other.getByRole("heading", { name: "Bonjour Thomas Ferrand" }).waitFor();
  const answer = await other.goto(other.at("/activite"));
  assert.equal(answer.status(), 403);
  await other.context().close();
});

test("a page that does not exist says so and leads back", async () => {
  const page = await open(demo.box);
  const answer = await page.goto(page.at("/nulle-part"));
  assert.equal(answer.status(), 404);
  await page.getByRole("heading", { name: "Cette page n’existe pas." }).waitFor();
  await accessible(page);
  await page.screenshot({ path: `${shots}/box-6-absent.png`, fullPage: true });
  await page.context().close();
});

for (const [shape, options] of [
  ["narrow", { viewport: { width: 320, height: 640 } }],
  ["dark", { colorScheme: "dark" }],
  ["kiosk", { viewport: { width: 1024, height: 600 } }],
]) {
  test(`${shape}: nothing runs over the edge, and it stays accessible`, async () => {
    const person = who(demo.box, "claire");
    const page = await open(demo.box, options);
    for (const [step, path] of [["lock", "/"], ["sign-in", "/session"], ["home", null]]) {
      if (path) await page.goto(page.at(path));
      else {
        await fill(page, person);
        await page.getByRole("heading", { name: `Bonjour ${person.name}` }).waitFor();
        await page.waitForLoadState();
      }
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${step} is ${over} px too wide`);
      const small = await page.evaluate(() => [...document.querySelectorAll("main a.button, button, .numbers a, input:not([type=hidden]):not([type=checkbox])")]
        .filter((node) => node.getBoundingClientRect().height < 48).map((node) => node.outerHTML.slice(0, 80)));
      assert.deepEqual(small, [], "every target is at least 48 px high");
      await accessible(page);
      await page.screenshot({ path: `${shots}/${shape}-${step}.png`, fullPage: true });
    }
    await page.context().close();
  });
}

test("the end of a session is announced, and the page then leaves", async () => {
  const person = who(demo.central, "ines");
  const page = await open(demo.central);
  await page.clock.install();
  await page.goto(page.at("/session"));
  await fill(page, person);
  await page.getByRole("heading", { name: `Bonjour ${person.name}` }).waitFor();
  assert.ok(await page.getByText("Votre session va se fermer.").isHidden());
  await page.clock.fastForward("09:30");
  await page.getByText("Votre session va se fermer.").waitFor();
  assert.ok(await page.getByRole("link", { name: "Rester connecté" }).isVisible());
  await page.clock.fastForward("01:00");
  await page.locator(".hour").waitFor();
  await page.context().close();
});
