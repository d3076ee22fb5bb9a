// Someone of the central who acts in a dossier without scripts: signs in with the
// code, fills in an act, reads it again, records it.

import { signIn } from "./demo.mjs";
import { Visitor, words } from "./visitor.mjs";

/** Signed in, and let in by the code. */
export async function seat(side, account) {
  const visitor = new Visitor(side);
  const { answer, cookie } = await signIn(side, account);
  if (!cookie) throw new Error(`${account.login} is not let in: ${words(answer.body).slice(0, 300)}`);
  visitor.cookies.set("__Host-s", cookie.slice(cookie.indexOf("=") + 1));
  return visitor;
}

/** A day as it is typed, so many before today in Paris. */
export const daysAgo = (n) => new Date(Date.now() - n * 86400000)
  .toLocaleDateString("fr-FR", { timeZone: "Europe/Paris" });

const button = (form, value) => form.controls.find((c) => c.tag === "button" && c.name === "go" && c.value === value);

/**
 * One act of `form`, in the dossier of `ref` or in a new one; its reference. A
 * choice of service is the first that is offered, unless it is named.
 */
export async function record(visitor, form, ref, typed = {}) {
  await visitor.go(`/acte?forme=${form}${ref ? `&ref=${ref}` : ""}`);
  for (let pages = 0; !visitor.page.includes('action="/acte/enregistrer"'); pages++) {
    if (visitor.status >= 400 || pages > 8)
      throw new Error(`${form}: ${visitor.status} ${words(visitor.page).slice(0, 900)}`);
    const sheet = visitor.form("/acte"), asked = new Set(sheet.controls.map((c) => c.name));
    const given = Object.fromEntries(Object.entries(typed).filter(([name]) => asked.has(name)));
    for (const c of sheet.controls)
      if (c.tag === "select" && !(c.name in given)) given[c.name] = c.options.find((o) => o.value)?.value ?? "";
    await visitor.submit(sheet, given, button(sheet, "next"));
  }
  const last = visitor.form("/acte/enregistrer"), ticked = last.controls.filter((c) => c.type === "checkbox" && "required" in c);
  await visitor.submit(last, Object.fromEntries(ticked.map((c) => [c.name, c.value ?? "on"])));
  if (!visitor.path.startsWith("/acte/fait"))
    throw new Error(`${form} is not recorded: ${visitor.status} ${words(visitor.page).slice(0, 900)}`);
  return /class="reference">([^<]+)</.exec(visitor.page)[1];
}
