// A box that was revoked: who files there is told at once that nobody reads it.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startDemo, until } from "../lib/demo.mjs";
import { arrive, file } from "../lib/filing.mjs";
import { enter, launch, open, who } from "./lib.mjs";

let demo, browser;

before(async () => {
  demo = await startDemo();
  browser = await launch();
}, { timeout: 300000 });

after(async () => {
  await browser?.close();
  await demo?.stop();
});

test("what a revoked box keeps is never said to be on its way", { timeout: 300000 }, async () => {
  const desk = await open(browser, demo.central), marc = who(demo.box, "marc");
  await enter(desk, who(demo.central, "relais"));
  await desk.goto(desk.at("/boitiers"));
  await desk.locator("a[href*='/boitiers/un']").filter({ hasText: "TIL" }).first().click();
  await desk.getByRole("checkbox", { name: /C’est bien ce boîtier/ }).check();
  await desk.getByLabel("Pourquoi").fill("Perdu dans un déménagement");
  await desk.getByRole("button", { name: "Révoquer" }).click();
  await desk.getByText("Révoqué").first().waitFor();

  const author = await arrive(demo.box, marc);
  const reference = await file(author, marc); // its sending tells the box that it is revoked
  const slip = async () => (await author.request(`/bordereau?ref=${reference}`)).body;
  await until("the box knows", async () => /personne ne lit ce qui en part/.test(await slip()), 90000, 200);
  assert.doesNotMatch(await slip(), /part dès que la ligne|Reçue par le serveur central à/);
  assert.match((await author.request("/envois")).body, /personne ne lit ce qui en part/);
  author.close();
});
