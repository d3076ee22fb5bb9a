// What a desk gains from a script: lists that renew themselves, rows one walks
// through with j and k, a button that prints.

const EVERY = 5000;

// The row that has the focus moves with j and k; Enter opens it, being a link.
document.addEventListener("keydown", (event) => {
  if (!"jk".includes(event.key) || event.ctrlKey || event.metaKey || event.altKey ||
      event.target.matches("input, textarea, select")) {
    return;
  }
  const rows = [...document.querySelectorAll("[data-lines] tbody tr")]
    .map((row) => row.querySelector("a")).filter((link) => link);
  const at = rows.indexOf(document.activeElement);
  rows[event.key === "j" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0)]?.focus();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A list, or a slip, asks for a mark of what it shows; when that has changed, the
// page is read again and the list alone replaced. The mark prolongs no session.

function read(url) {
  return new Promise((done) => {
    const asked = new XMLHttpRequest();
    asked.open("GET", url);
    asked.responseType = "document";
    asked.onloadend = () => done(asked.status === 200 ? asked.response : null);
    asked.send();
  });
}

async function renew(id, mark) {
  const fresh = (await read(location.href))?.getElementById(id);
  const old = document.getElementById(id);
  if (!fresh || !old) {
    return;
  }
  const held = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const taken = document.adoptNode(fresh);
  taken.dataset.mark = mark;
  old.replaceWith(taken);
  if (held) {
    [...taken.querySelectorAll("a")].find((link) => link.getAttribute("href") === held)?.focus();
  }
  status.textContent = "La page a été mise à jour.";
}

const status = document.createElement("p");
status.className = "unseen";
status.setAttribute("role", "status");

if (document.querySelector("[data-live]")) {
  document.querySelector("main").append(status);
  setInterval(async () => {
    if (document.hidden) {
      return;
    }
    for (const { id, dataset } of document.querySelectorAll("[data-live]")) {
      try {
        const answer = await fetch(dataset.live, { redirect: "manual" });
        if (!answer.ok) continue;
        const { mark } = await answer.json();
        if (String(mark) !== dataset.mark) await renew(id, mark);
      } catch {
        // The line is cut for a moment: the next time will tell.
      }
    }
  }, EVERY);
}
