// How much room is left in a long text, under it while one types. It is said aloud
// once one pauses, near the end alone: nobody is spoken to at each key.

const said = document.createElement("p");
let timer = 0;

said.className = "unseen";
said.setAttribute("role", "status");
document.querySelector("main").append(said);

function count(node) {
  const words = document.getElementById(`${node.id}-most`);
  const most = Number(node.dataset.most);
  const taken = [...node.value.trim()].length;
  const left = most - taken;
  const many = (n) => `${n} caractère${n > 1 ? "s" : ""}`;
  const rest = left < 0 ? `, ${many(-left)} de trop` : `, il en reste ${left}`;
  words.textContent = `${most} caractères au plus${taken > 0 ? rest : ""}.`;
  words.classList.toggle("over", left < 0);
  return left < most / 10 ? words.textContent : "";
}

const countAll = () => document.querySelectorAll("textarea[data-most]").forEach(count);

document.addEventListener("input", ({ target }) => {
  if (!target.matches("textarea[data-most]")) {
    countAll(); // a block came or went
    return;
  }
  const words = count(target);
  clearTimeout(timer);
  timer = setTimeout(() => { said.textContent = words; }, 1000);
});
addEventListener("pageshow", countAll);
countAll();
