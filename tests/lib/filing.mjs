// A Fiche P, filled in as a person without scripts does it: each step a page,
// every required answer typed, read again, signed with the passphrase.

import { Visitor, words } from "./visitor.mjs";

/** The shortest way through DOMAINE 2.3, by step; all of it invented. */
export const SHORTEST = {
  danger: { b_danger: "non" },
  lieu: { d_lieu: "etablissement" },
  mineur: { c_nom: "Exemple", c_prenom: "Alix", "c_naiss.age": "15", c_sexe: "nsp", c_mna: "non",
    "c_contact.type": "etablissement" },
  faits: { h_recit: "Retour à l’établissement au matin, avec un téléphone neuf.", h_contexte: "professionnel" },
  situation: { "e_domicile.town": "Valmont", e_info: "pas_encore", f_scol: "inconnu", g_mesure: "inconnue" },
  envoi: { a_tel: "01 99 00 12 34", a_cadre: "non" },
};

export const REFERENCE = /\b[PI]-\d[\dAB]\d?-[A-Z0-9]{2,8}-\d{4}-\d+-[A-Z](?:-C\d+)?\b/;

const next = (form) => form.controls.find((c) => c.name === "go" && c.value === "next");

/**
 * Through all the steps, to the page where it is read again. `story` goes into
 * the account of the facts, so that one fiche can be told from another.
 */
export async function fillIn(visitor, { base = "/fiche", story = "", answers = {} } = {}) {
  await visitor.go(base);
  for (let pages = 0; !visitor.path.startsWith(`${base}/relire`); pages++) {
    const form = visitor.form(base);
    const step = form.controls.find((c) => c.name === "etape")?.value;
    const typed = { ...SHORTEST[step], ...answers[step] };
    // Proposed where the house knows where it is; chosen by hand elsewhere.
    const parquet = form.controls.find((c) => c.name === "k_parquet");
    const offered = parquet?.options?.filter((o) => o.value) ?? [];
    if (parquet && !offered.some((o) => o.selected)) typed.k_parquet = offered[0]?.value ?? parquet.value;
    if (step === "faits" && story) typed.h_recit = `${typed.h_recit} ${story}`;
    if (pages > 12) throw new Error(`step ${step} comes again: ${words(visitor.page).slice(0, 600)}`);
    await visitor.submit(form, typed, next(form));
    if (visitor.status >= 400) throw new Error(`step ${step}: ${visitor.status} ${words(visitor.page).slice(0, 600)}`);
  }
  return visitor;
}

/** What pressing « Envoyer la fiche » sends: { path, fields }. */
export function signature(visitor, { passphrase, who, base = "/fiche" }) {
  const form = visitor.form(`${base}/envoyer`);
  const typed = who ? { who_name: who.name, who_duty: who.duty, who_phone: who.phone } : { passphrase };
  for (const c of form.controls) if (c.type === "checkbox" && "required" in c) typed[c.name] = c.value ?? "on";
  return { path: form.action, fields: visitor.filled(form, typed) };
}

/** Of an answer to a sending: the reference of its slip, or undefined. */
export const slipOf = (answer) => answer.status === 303
  ? REFERENCE.exec(decodeURIComponent(answer.headers.location))?.[0] : undefined;

/** All of it, signed in already; the reference, or an error that says why not. */
export async function file(visitor, person, options = {}) {
  await fillIn(visitor, options);
  const { path, fields } = signature(visitor, { ...person, ...options });
  const answer = await visitor.request(path, fields);
  const reference = slipOf(answer);
  if (!reference)
    throw new Error(`not sent (${answer.status} ${answer.headers.location ?? ""}): ${words(answer.body).slice(0, 500)}`);
  return reference;
}

/** Someone of the foyer, signed in. */
export async function arrive(side, person, options) {
  const visitor = new Visitor(side, options);
  await visitor.signIn(person);
  return visitor;
}
