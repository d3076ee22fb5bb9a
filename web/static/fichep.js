// What the pages gain from a script; each works without it.
"use strict";

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

// The end of a session is announced, and the page leaves by itself when it has
// come, so that nothing stays on an abandoned screen.
const session = document.querySelector("[data-ends-in]");
if (session) {
  const end = performance.now() + Number(session.dataset.endsIn);
  const words = document.querySelector("[data-left]");
  const warn = document.querySelector("[data-warn]");
  const tick = () => {
    const left = Math.max(0, end - performance.now());
    const minutes = Math.floor(left / 60000);
    if (words) {
      words.textContent = minutes > 0 ? `(dans ${minutes} min)` : "(dans moins d’une minute)";
    }
    if (warn) {
      warn.hidden = left > 60000;
    }
    if (left === 0) {
      location.replace("/");
    }
  };
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

// A button pressed twice sends once: a second session would be left open behind.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (form.ariaBusy === "true") {
      event.preventDefault();
    }
    form.ariaBusy = "true";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form")) {
    form.ariaBusy = null;
  }
});

// Escape twice within a second hides everything at once and closes the session,
// so that whoever comes next finds a locked screen.
let escaped = -1000;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    return;
  }
  if (event.timeStamp - escaped < 1000) {
    document.documentElement.classList.add("hidden-at-once");
    const form = document.querySelector("form[data-closes]");
    if (form) {
      form.submit();
    } else {
      location.replace("/");
    }
  }
  escaped = event.timeStamp;
});

// An error summary takes the focus, so that it is read first.
document.querySelector("[data-focus]")?.focus();
