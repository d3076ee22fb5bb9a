// Someone who files, whatever happens: signs in again when told to, fills in
// again what was lost, presses again while no slip came. What a person would do
// who is patient and does not read the manual.

import { Visitor, words } from "./visitor.mjs";
import { fillIn, signature, slipOf } from "./filing.mjs";
import { sleep } from "./demo.mjs";

const PATIENCE = 180000; // ms for one fiche, whatever breaks meanwhile

export class Author {
  constructor(side, person) {
    this.side = side;
    this.person = person;
    this.visitor = new Visitor(side, { timeout: 8000 });
    this.told = []; // { reference, story }: a slip was seen
    this.stories = []; // all that were pressed
    this.again = 0; // presses after the first
    this.last = "";
    this.heard = {}; // what presses were answered, and how often
  }

  /** Until it works: `step` may fail in any way, for a while. */
  async insist(what, step) {
    for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(30)) {
      try {
        this.last = "";
        const done = await step();
        if (done) return done;
      } catch (error) {
        this.last = error.message;
      }
      // A try that a kill cut short counts as one: wait as we are told to.
      if (this.last.includes("429")) await sleep(500);
    }
    throw new Error(`${this.person.login} could not ${what}: ${this.last}`);
  }

  signIn() {
    return this.insist("sign in", async () => {
      this.visitor.close();
      this.visitor = new Visitor(this.side, { timeout: 8000 });
      await this.visitor.signIn(this.person);
      return true;
    });
  }

  /** One fiche whose account holds `story`; its reference. */
  async file(story) {
    const ready = await this.insist("fill it in", async () => {
      if (!this.visitor.cookies.has("__Host-s")) await this.signIn();
      const there = await this.visitor.request("/accueil");
      if (there.status === 303 || there.status === 403) this.visitor.cookies.clear();
      if (there.status !== 200) return undefined;
      await fillIn(this.visitor, { story });
      return signature(this.visitor, this.person);
    });
    this.stories.push(story);
    let presses = 0;
    const reference = await this.insist("send it", async () => {
      this.again += Number(presses++ > 0);
      const answer = await this.visitor.request(ready.path, ready.fields);
      this.last = `${answer.status} ${answer.headers.location ?? words(answer.body).slice(90, 400)}`;
      this.heard[answer.status] = (this.heard[answer.status] ?? 0) + 1;
      return slipOf(answer);
    });
    this.told.push({ reference, story });
    return reference;
  }

  async workUntil(over) {
    await this.signIn();
    for (let n = 1; !over(); n++) await this.file(`Récit ${this.person.login} numéro ${n}.`);
  }
}
