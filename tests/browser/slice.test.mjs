// The slice, as a person lives it: in Chromium, with and without scripts, wide
// and narrow, light and dark. Pictures are left in build/shots to be looked at.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { audit, startDemo } from "../lib/demo.mjs";
import { SHOTS as shots, accessible, fill, launch, look, open as openIn, who } from "./lib.mjs";

let demo, browser;

before(async () => {
  demo = await startDemo();
  browser = await launch();
}, { timeout: 300000 });

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const open = (side, options) => openIn(browser, side, options);

for (const [name, login, site, place, heading] of [
  ["box", "nadia", "Boîtier du foyer Les Tilleuls", "/accueil", "Bonjour Nadia Kessler"],
  ["central", "helene", "Serveur central", "/fiches", "Mon bureau"]]) {
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
    await look(page, `${name}-1-lock`);

    await page.getByRole("link", { name: "Ouvrir ma session" }).click();
    assert.equal(await page.title(), "Fiche");
    await look(page, `${name}-2-sign-in`);

    await fill(page, person);
    await page.getByRole("heading", { name: heading, exact: true }).waitFor();
    assert.ok(page.url().endsWith(place));
    assert.equal(await page.title(), "Fiche");
    await page.getByText(person.service).first().waitFor();
    await look(page, `${name}-3-home`);

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
  await look(page, "central-5-refused", { secret: [person.login] });
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
  await look(page, "central-7-activity");
  assert.deepEqual(page.faults, []);
  await page.context().close();

  const other = await open(demo.central);
  await other.goto(other.at("/session"));
  await fill(other, who(demo.central, "thomas"));
  await other.getByRole("heading", { name: "Mon bureau" }).waitFor();
  const answer = await other.goto(other.at("/activite"));
  assert.equal(answer.status(), 403);
  await other.context().close();
});

test("a page that does not exist says so and leads back", async () => {
  const page = await open(demo.box);
  const answer = await page.goto(page.at("/nulle-part"));
  assert.equal(answer.status(), 404);
  await page.getByRole("heading", { name: "Cette page n’existe pas." }).waitFor();
  await look(page, "box-6-absent");
  await page.context().close();
});

test("the end of a session is announced two minutes ahead, put off by a button, and the page then leaves", async () => {
  const person = who(demo.central, "ines");
  const page = await open(demo.central);
  await page.clock.install();
  await page.goto(page.at("/session"));
  await fill(page, person);
  await page.getByRole("heading", { name: "Mon bureau" }).waitFor();
  await page.waitForLoadState(); // its scripts too
  const notice = page.getByRole("alert").filter({ hasText: "Cette page se ferme" });
  assert.equal(await notice.count(), 0);
  await page.clock.fastForward("07:50");
  assert.equal(await notice.count(), 0);
  await page.clock.fastForward("00:40");
  await notice.waitFor();
  await accessible(page);
  await page.screenshot({ path: `${shots}/central-8-ending.png`, fullPage: true });
  await page.getByRole("button", { name: "Rester" }).click();
  await notice.waitFor({ state: "hidden" });
  await page.clock.fastForward("07:50");
  assert.equal(await notice.count(), 0, "it lasts as long again");
  await page.clock.fastForward("02:50");
  await page.locator(".hour").waitFor();
  assert.equal((await page.goto(page.at("/accueil"))).url(), page.at("/session"), "what has left is closed");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
