// In the queue, while it has the focus: j and k, x, d. Single keys do nothing anywhere else.
const queue = document.getElementById("queue");
const links = [...queue.querySelectorAll("tbody th a")];
const step = (by) => {
  const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
};
queue.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.activeElement.closest("tr")?.querySelector("input[type=checkbox]");
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    x: () => { if (box) box.checked = !box.checked; },
    d: () => document.getElementById("many")?.focus(),
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
