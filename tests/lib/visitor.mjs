// A browser without scripts: cookies, forms as they stand in the page, buttons,
// redirections. One connection, kept. It sees what a person sees, and sends what
// a browser would, so a page that cannot be filled in is found out here.

import { Agent } from "node:https";
import { ask } from "./demo.mjs";

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", apos: "'", nbsp: " " };
const plain = (text) => text.replace(/&(#?\w+);/g, (all, name) => ENTITIES[name] ??
  (name[0] === "#" ? String.fromCodePoint(Number(name[1] === "x" ? `0${name.slice(1)}` : name.slice(1))) : all));

function attributes(text) {
  const found = {};
  for (const [, name, , a, b] of text.matchAll(/([\w:-]+)(\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g))
    found[name.toLowerCase()] = plain(a ?? b ?? "");
  return found;
}

/** What a person reads of a page: no markup, one space between words. */
export const words = (html) => plain(html.replace(/<(script|style|svg)[\s\S]*?<\/\1>/g, " ")
  .replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ").trim();

/** The forms of a page: { action, method, controls: [{ tag, name, type, value, ... }] }. */
export function formsOf(html) {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head, inner]) => {
    const { action = "", method = "get", id } = attributes(head);
    const controls = [];
    for (const [, input, tag = "input", text = input, content = ""] of inner.matchAll(
      /<input\b([^>]*)>|<(button|textarea|select)\b([^>]*)>([\s\S]*?)<\/\2>/g)) {
      const a = attributes(text);
      if (tag === "select")
        a.options = [...content.matchAll(/<option\b([^>]*)>([^<]*)/g)].map(([, o, label]) => {
          const at = attributes(o);
          return { value: at.value ?? plain(label).trim(), selected: "selected" in at, label: words(label) };
        });
      if (tag === "textarea") a.value = plain(content.replace(/^\n/, ""));
      if (tag === "button") a.label = words(content);
      controls.push({ tag, ...a });
    }
    return { action, method: method.toLowerCase(), id, controls, inner };
  });
}

/** What a browser sends of a form as it stands, before anything is typed. */
export function valuesOf(form) {
  const sent = [];
  for (const c of form.controls) {
    if (!c.name || c.tag === "button" || "disabled" in c || ["submit", "button", "image"].includes(c.type)) continue;
    if (c.tag === "select") {
      const option = c.options.find((o) => o.selected) ?? c.options[0];
      if (option) sent.push([c.name, option.value]);
    } else if (c.type === "checkbox" || c.type === "radio") {
      if ("checked" in c) sent.push([c.name, c.value ?? "on"]);
    } else sent.push([c.name, c.value ?? ""]);
  }
  return sent;
}

export class Visitor {
  constructor(side, { timeout = 30000 } = {}) {
    this.side = side;
    this.timeout = timeout;
    this.cookies = new Map();
    this.agent = new Agent({ keepAlive: true, maxSockets: 1 });
    this.path = "/";
    this.page = "";
  }

  close() { this.agent.destroy(); }

  /** One request, and what it sets; redirections are not followed. */
  async request(path, fields) {
    const origin = `https://localhost:${this.side.port}`;
    const headers = {};
    if (this.cookies.size) headers.cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join("; ");
    if (fields) Object.assign(headers, { origin, "sec-fetch-site": "same-origin",
      "content-type": "application/x-www-form-urlencoded" });
    const answer = await ask(this.side, path, { method: fields ? "POST" : "GET", headers,
      body: fields && new URLSearchParams(fields).toString(), agent: this.agent, timeout: this.timeout });
    for (const line of answer.headers["set-cookie"] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === "" || /max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  /** As an address typed or a link pressed; redirections are followed. */
  async go(path, fields) {
    let answer = await this.request(path, fields);
    for (let hops = 0; answer.status === 303; hops++) {
      if (hops > 5) throw new Error(`sent around in circles from ${path}`);
      path = answer.headers.location;
      answer = await this.request(path);
    }
    this.path = path;
    this.status = answer.status;
    this.page = answer.body;
    return answer;
  }

  forms() { return formsOf(this.page); }

  /** The form of this page that goes to `action` (a path, or a pattern). */
  form(action) {
    const there = this.forms().find((f) => {
      const to = (f.action || this.path).split("?")[0];
      return action instanceof RegExp ? action.test(to) : to === action;
    });
    if (!there) throw new Error(`no form to ${action} on ${this.path} (${this.status}): ${words(this.page).slice(0, 400)}`);
    return there;
  }

  /** What pressing `button` (a control, or none) would send, after `typed`. */
  filled(form, typed = {}, button = undefined) {
    const known = new Set(form.controls.map((c) => c.name));
    for (const name of Object.keys(typed))
      if (!known.has(name)) throw new Error(`${this.path} asks no ${name}: ${[...known].join(" ")}`);
    const sent = valuesOf(form).filter(([name]) => !(name in typed));
    for (const [name, value] of Object.entries(typed))
      for (const one of [value].flat()) sent.push([name, one]);
    if (button?.name) sent.push([button.name, button.value ?? ""]);
    return sent;
  }

  /** Fill in and press. */
  submit(form, typed, button = form.controls.find((c) => c.tag === "button" && c.type !== "button")) {
    return this.go(form.action || this.path, this.filled(form, typed, button));
  }

  async signIn({ login, passphrase }) {
    await this.go("/session");
    const answer = await this.submit(this.form("/session"), { login, passphrase });
    if (!this.cookies.has("__Host-s")) throw new Error(`${login} is not let in (${answer.status}): ${words(this.page).slice(0, 300)}`);
    return answer;
  }
}
