// What every page gains from a script; each works without it. What only forms
// and desks need is in modules of their own, fetched by the pages that have one.
"use strict";

const root = document.documentElement;
const closing = document.querySelector("form[data-closes]");

if (document.querySelector("[data-autosave], [data-shown-if], [data-repeat], [data-unknown]")) {
  import("/static/form.js");
}
if (document.querySelector("[data-live], [data-lines], [data-print]")) {
  import("/static/desk.js");
}
if (document.querySelector("textarea[data-most]")) {
  import("/static/room.js");
}

// A page that answers a form stands in the history where the form did: Back and
// reload ask for the form's own page, and not whether to send it again.
if ("posted" in document.body.dataset && document.referrer.startsWith(`${location.origin}/`)) {
  history.replaceState(null, "", document.referrer);
}

// Tabs of one browser share a session, and tell each other how it fares.
const tabs = new BroadcastChannel("fichep-session");
const who = document.querySelector(".who")?.textContent;

// Nothing of the page is left to see, and the session is closed; without one, the
// browser is given another cookie, so that whoever comes next finds nothing. What
// was typed goes first if it can within a moment: form.js says how.
let keep = null;
addEventListener("fichep:keep", (event) => { keep = event.detail; });

function vanish() {
  root.classList.add("hidden-at-once");
  location.replace("/");
}

async function leave() {
  root.classList.add("hidden-at-once");
  if (keep) {
    await Promise.race([keep(), new Promise((done) => setTimeout(done, 400))]);
  }
  if (closing) {
    tabs.postMessage({ left: 0 });
    closing.submit();
  } else {
    vanish();
  }
}

// The hour shown is the box's, not this computer's: start from what the page
// says and add what has passed since.
const hour = document.querySelector("[data-now]");
if (hour) {
  const gap = Number(hour.dataset.now) - Date.now();
  const zone = { timeZone: "Europe/Paris", hour: "numeric", minute: "2-digit" };
  const show = () => {
    const parts = new Intl.DateTimeFormat("fr-FR", zone)
      .formatToParts(Date.now() + gap);
    const part = (type) => parts.find((p) => p.type === type).value;
    hour.textContent = `${Number(part("hour"))}\u00a0h\u00a0${part("minute")}`;
  };
  show();
  setInterval(show, 5000);
}

// The end of a session is announced two minutes ahead and can be put off; then
// the page leaves by itself, so that nothing stays on an abandoned screen. Where
// there is no session (data-idle), whoever types or touches is there.
const session = document.querySelector("[data-ends-in]");
if (session) {
  const ahead = 120000;
  const whole = Number(session.dataset.endsIn);
  const idle = session.hasAttribute("data-idle");
  const notice = document.querySelector("[data-ending]");
  const words = notice.querySelector("[data-ending-words]");
  const left = document.querySelector("[data-left]");
  notice.querySelector("[data-ending-kept]").hidden = !document.querySelector("[data-autosave], [data-kept]");
  let end = 0;

  const prolonged = (ms) => {
    end = performance.now() + ms;
    notice.hidden = true;
  };
  const say = (ms) => (ms > 60000 ? "dans moins de deux minutes" : "dans moins d’une minute");
  const tick = () => {
    const ms = Math.max(0, end - performance.now());
    if (left) {
      const minutes = Math.floor(ms / 60000);
      left.textContent = minutes > 0 ? `(dans ${minutes} min)` : "(dans moins d’une minute)";
    }
    if (ms <= Math.min(ahead, whole / 2)) {
      if (words.textContent !== say(ms)) {
        words.textContent = say(ms);
      }
      notice.hidden = false;
    }
    if (ms === 0) {
      end = Infinity;
      leave();
    }
  };

  const tell = () => tabs.postMessage({ left: whole, who });

  tabs.onmessage = ({ data }) => (data.left > 0 && data.who === who ? prolonged(data.left) : vanish());
  addEventListener("fichep:prolonged", () => {
    prolonged(whole);
    tell();
  });
  closing.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });
  if (idle) {
    const there = () => {
      if (end - performance.now() > whole - 5000) return;
      prolonged(whole);
      tell();
    };
    for (const sign of ["keydown", "pointerdown"]) {
      addEventListener(sign, there);
    }
  }
  notice.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    let answer = idle ? { ok: true } : null;
    try {
      answer ??= await fetch(form.action, { method: "POST", redirect: "manual",
        body: new URLSearchParams(new FormData(form)) });
    } catch {
      // Said below: the machine did not answer.
    }
    form.ariaBusy = null;
    if (answer?.ok) {
      dispatchEvent(new Event("fichep:prolonged"));
      document.querySelector("main").focus();
    } else {
      notice.querySelector("[data-failed]").hidden = false;
    }
  });
  prolonged(whole);
  tell();
  tick();
  setInterval(tick, 1000);
}

// What one types can be shown, by a tick that only a script can serve.
for (const box of document.querySelectorAll("[data-shows]")) {
  const field = document.getElementById(box.dataset.shows);
  box.closest(".tick").hidden = false;
  box.addEventListener("change", () => {
    field.type = box.checked ? "text" : "password";
  });
}

// A button pressed twice sends once.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (form.ariaBusy === "true") {
      event.preventDefault();
    }
    form.ariaBusy = "true";
  });
}

// A page that the browser had kept whole is asked for again: what it showed may
// no longer be for whoever sits here.
addEventListener("pageshow", (event) => {
  for (const form of document.querySelectorAll("form")) {
    form.ariaBusy = null;
  }
  if (event.persisted) {
    root.classList.add("hidden-at-once");
    location.reload();
  }
});

// Escape twice within a second hides everything at once and closes the session,
// so that whoever comes next finds a locked screen. On a touch screen the button
// of the bar does the same.
let escaped = -1000;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    return;
  }
  if (event.timeStamp - escaped < 1000) {
    leave();
  }
  escaped = event.timeStamp;
});

// An error summary takes the focus, so that it is read first.
document.querySelector("[data-focus]")?.focus();
