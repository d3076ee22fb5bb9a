// What happens to pages in ordinary hands: left open, pressed twice, printed,
// asked for wrongly.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startDemo } from "../lib/demo.mjs";
import { launch, open as openIn, who as whoOf } from "./lib.mjs";

let demo, browser;

before(async () => {
  demo = await startDemo();
  browser = await launch();
}, { timeout: 300000 });

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const open = (options) => openIn(browser, demo.box, options);
const who = (login) => whoOf(demo.box, login);

async function type(page, { login, passphrase }) {
  await page.getByLabel("Votre compte").fill(login);
  await page.getByLabel("Votre phrase de passe").fill(passphrase);
}

const press = (page) => page.getByRole("button", { name: "Ouvrir ma session" });
const home = (page, person) => page.getByRole("heading", { name: `Bonjour ${person.name}` }).waitFor();

test("a form left open too long keeps the login, and the next try opens the session", async () => {
  const person = who("marc");
  const page = await open();
  await page.goto(page.at("/session"));
  await page.context().clearCookies(); // as when the browser was closed meanwhile
  await type(page, person);
  await press(page).click();
  await page.getByText("Cette page était restée ouverte trop longtemps.").waitFor();
  assert.equal(await page.getByLabel("Votre compte").inputValue(), person.login);
  assert.equal(await page.getByLabel("Votre phrase de passe").inputValue(), "");
  await type(page, person);
  await press(page).click();
  await home(page, person);
  await page.context().close();
});

test("a button pressed twice opens one session", async () => {
  const person = who("nadia");
  const page = await open();
  await page.goto(page.at("/session"));
  await type(page, person);
  await press(page).dblclick();
  await home(page, person);
  await page.goto(page.at("/accueil"));
  assert.equal(await page.getByText("Une session est aussi ouverte ailleurs").count(), 0);

  await page.goto(page.at("/session"));
  await page.getByText("Une session est déjà ouverte sur ce poste.").waitFor();
  await page.getByRole("link", { name: "La reprendre" }).click();
  await home(page, person);
  await page.context().close();
});

test("a page left behind in another tab closes as quietly, once all is closed", async () => {
  const person = who("nadia");
  const page = await open();
  await page.goto(page.at("/session"));
  await type(page, person);
  await press(page).click();
  await home(page, person);
  const other = await page.context().newPage();
  await other.goto(page.at("/accueil"));
  await page.getByRole("button", { name: "Fermer ma session" }).click();
  await page.locator(".hour").waitFor();
  await other.keyboard.press("Escape");
  await other.keyboard.press("Escape");
  await other.locator(".hour").waitFor();
  assert.equal(other.url(), demo.box.url);
  await page.context().close();
});

test("what was seen does not come back after the session is closed", async () => {
  const person = who("claire");
  const page = await open();
  await page.goto(page.at("/session"));
  await type(page, person);
  await press(page).click();
  await home(page, person);
  await page.getByRole("button", { name: "Fermer ma session" }).click();
  await page.locator(".hour").waitFor();
  await page.goBack();
  await page.waitForLoadState();
  assert.equal(await page.getByText(person.name).count(), 0);
  await page.context().close();
});

test("on paper all is black on white, without navigation, even from a dark screen", async () => {
  const person = who("marc");
  const page = await open({ colorScheme: "dark" });
  await page.goto(page.at("/session"));
  await type(page, person);
  await press(page).click();
  await home(page, person);
  await page.emulateMedia({ media: "print" });
  for (const hidden of ["Fermer ma session", "17 Police, gendarmerie"])
    assert.ok(await page.getByText(hidden).first().isHidden(), hidden);
  const inks = await page.evaluate(() => [...document.querySelectorAll("main *, .bar *")]
    .filter((node) => node.checkVisibility()).map((node) => getComputedStyle(node).color));
  assert.deepEqual([...new Set(inks)], ["rgb(0, 0, 0)"]);
  const margins = await page.evaluate(() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule.type === CSSRule.PAGE_RULE).map((rule) => rule.cssText).join());
  assert.match(margins, /CONFIDENTIEL – Art\. 8/);
  assert.match(margins, /counter\(page\)/);
  await page.context().close();
});

test("what the gate refuses by itself looks like the other pages", async () => {
  const page = await open();
  assert.equal((await page.goto(page.at("/%zz"))).status(), 400);
  await page.getByRole("heading", { name: "Demande incompréhensible" }).waitFor();
  assert.match(await page.evaluate(() => getComputedStyle(document.body).fontFamily), /Atkinson/);
  assert.ok(await page.getByRole("link", { name: "17" }).isVisible());
  await page.context().close();
});
