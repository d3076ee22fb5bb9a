// What a form gains from a script: questions that appear when they matter,
// blocks that repeat, and a draft that keeps itself.

const form = document.querySelector("form[data-autosave]");

// Questions that depend on another answer. The server decides the same, and
// forgets what was answered to a question that is no longer asked.

// The names of src/form/answer.h: `b_danger`, `h_signes[]`, `c_contact.type`,
// and in a block `reseau.0.type`.
function controls(name, near) {
  const block = near.closest("[data-block]");
  const all = [...near.closest("form").elements];
  const named = (node, start) => [name, `${name}[]`, `${name}.type`].some((end) => node.name === start + end);
  const own = block?.querySelector("[name]")?.name.replace(/(\.\d+\.).*/, "$1");
  const inside = own ? all.filter((node) => named(node, own)) : [];
  return inside.length > 0 ? inside : all.filter((node) => named(node, ""));
}

function answers(name, near) {
  return controls(name, near)
    .filter((node) => !node.closest("[hidden]") && (!/^(radio|checkbox)$/.test(node.type) || node.checked))
    .map((node) => node.value);
}

function holds(rule, near) {
  return Object.entries(rule).every(([key, wanted]) => {
    if (key === "any") return wanted.some((one) => holds(one, near));
    if (key === "not") return !holds(wanted, near);
    return answers(key, near).some((value) => wanted.includes(value));
  });
}

function showWhatMatters() {
  for (const node of document.querySelectorAll("[data-shown-if]")) {
    node.hidden = !holds(JSON.parse(node.dataset.shownIf), node);
  }
}

// « Inconnu » is an answer: what is beside it waits meanwhile.

function settleUnknown() {
  for (const box of document.querySelectorAll("[data-unknown]")) {
    const field = box.closest(".field, fieldset");
    const said = field.querySelector("[data-unknown]:checked") !== null;
    for (const node of field.querySelectorAll("input, select, textarea")) {
      if (!node.hasAttribute("data-unknown")) node.disabled = said;
    }
  }
}

// Blocks that repeat: names and ids bear the block's number between dots.

function renumber(block, index) {
  const put = (text) => text.replace(/^([^.\s]*)\.\d+(?=\.|$|-)/, `$1.${index}`);
  for (const node of [block, ...block.querySelectorAll("*")]) {
    for (const name of ["id", "for", "name", "data-unknown"]) {
      if (node.hasAttribute(name)) node.setAttribute(name, put(node.getAttribute(name)));
    }
    if (node.hasAttribute("aria-describedby")) {
      node.setAttribute("aria-describedby", node.getAttribute("aria-describedby").split(" ").map(put).join(" "));
    }
    if (node.matches("[data-less]")) {
      node.value = node.value.replace(/\d+$/, index);
      node.closest(".row").hidden = false;
    }
    if (node.matches("[data-number]")) {
      node.textContent = index + 1;
    }
  }
}

function empty(block) {
  for (const node of block.querySelectorAll("input, select, textarea")) {
    if (/^(radio|checkbox)$/.test(node.type)) node.checked = false;
    else node.value = "";
    node.removeAttribute("aria-invalid");
  }
  for (const node of block.querySelectorAll(".wrong")) node.remove();
}

const first = (block) => block.querySelector("input:not([type=hidden]), select, textarea");

for (const list of document.querySelectorAll("[data-repeat]")) {
  const blocks = () => [...list.querySelectorAll("[data-block]")];
  const more = list.querySelector("[data-more]");
  const settle = () => {
    blocks().forEach(renumber);
    more.hidden = blocks().length >= Number(list.dataset.most);
    showWhatMatters();
    settleUnknown();
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-more], [data-less]");
    const all = blocks();
    if (!button || all.length === 0) {
      return;
    }
    event.preventDefault();
    if (button === more) {
      const next = all.at(-1).cloneNode(true);
      empty(next);
      all.at(-1).after(next);
      settle();
      first(next).focus();
    } else {
      const gone = button.closest("[data-block]");
      const stays = all[all.indexOf(gone) - 1] ?? all[1];
      if (stays) gone.remove();
      else empty(gone);
      settle();
      first(stays ?? gone).focus();
    }
  });
}

document.addEventListener("input", showWhatMatters);

// A browser brings the caret of a long text into view, not the text: its end
// would stay behind the foot.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("textarea")) target.scrollIntoView({ block: "nearest" });
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-unknown]:checked")) {
    for (const box of target.closest(".field, fieldset").querySelectorAll("[data-unknown]")) {
      box.checked = box === target;
    }
  }
  showWhatMatters();
  settleUnknown();
});
addEventListener("pageshow", () => {
  showWhatMatters();
  settleUnknown();
});
showWhatMatters();
settleUnknown();

// The draft: kept a moment after what is typed first, and so on while one types
// without a pause, at most one at a time. A failure
// is told with its cause, without taking the focus from who is typing, and tried
// again until it works.

const CAUSES = {
  session: ["Votre session est fermée.",
    "Notez ce que vous avez ajouté depuis le dernier brouillon gardé, puis ouvrez votre session : vous reprendrez ici."],
  other: ["Cette page n’est plus celle de votre brouillon.",
    "La fiche est partie, la page a été masquée, ou un autre brouillon a été commencé. Notez ce que vous venez d’ajouter, puis repartez de l’accueil."],
  long: ["C’est trop long pour être gardé.",
    "Raccourcissez votre texte : la page réessaie d’elle-même. Ce qui a été gardé avant l’est toujours."],
  server: ["Votre brouillon n’a pas pu être gardé.",
    "Le boîtier réessaie de lui-même. Restez sur cette page\u00a0; vous pouvez continuer à écrire."],
  network: ["Le boîtier ne répond pas.",
    "Votre brouillon n’est pas gardé pour l’instant. Vérifiez le câble ou le Wi-Fi\u00a0; la page réessaie d’elle-même."],
};

if (form) {
  const AFTER = 2000, AGAIN = 8000;
  const state = form.querySelector("[data-draft]");
  const words = state.querySelector("span");
  const notice = document.createElement("div");
  let timer = 0, busy = null, dirty = false;

  notice.className = "note danger";
  notice.setAttribute("role", "alert");
  notice.tabIndex = -1;
  notice.hidden = true;
  notice.append(document.createElement("div"));
  form.querySelector(".foot").before(notice);

  const fail = (cause) => {
    const [what, then] = CAUSES[cause];
    const title = document.createElement("strong");
    title.textContent = what;
    if (notice.dataset.cause !== cause) {
      notice.dataset.cause = cause;
      notice.firstChild.replaceChildren(title, then);
      notice.hidden = false;
      if (!document.activeElement.matches("input, textarea, select")) notice.focus();
    }
    state.hidden = false;
    state.classList.add("lost");
    words.textContent = "Brouillon non gardé";
    wait(AGAIN);
  };

  // No hour: nothing is answered yet, and nothing is kept.
  const done = (hour) => {
    delete notice.dataset.cause;
    notice.hidden = true;
    state.hidden = !hour;
    state.classList.remove("lost");
    words.textContent = `Brouillon gardé à ${hour}`;
    dispatchEvent(new Event("fichep:prolonged"));
  };

  async function send() {
    dirty = false;
    const body = new URLSearchParams(new FormData(form));
    body.set("go", "save");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "manual",
        headers: { accept: "application/json" }, keepalive: body.toString().length < 60000 });
      if (answer.ok) done((await answer.json()).hour);
      else {
        dirty = true;
        const lost = form.elements.whose ? "session" : "other";
        fail({ 409: "other", 413: "long" }[answer.status] ?? (answer.status >= 500 ? "server" : lost));
      }
    } catch {
      dirty = true;
      fail("network");
    }
  }

  async function save() {
    clearTimeout(timer);
    timer = 0;
    if (!dirty) return;
    if (busy) await busy;
    busy = send();
    await busy;
    busy = null;
  }

  function wait(ms) {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  }

  form.addEventListener("input", () => {
    dirty = true;
    if (!timer) wait(AFTER);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    dirty = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) save();
  });
  dispatchEvent(new CustomEvent("fichep:keep", { detail: save }));
}
