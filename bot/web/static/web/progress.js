// While something is being made: show how far it is, and the page anew once it isn't any more.
const state = document.getElementById("state");
const bar = document.querySelector("progress");
async function look() {
  const found = await (await fetch(state.dataset.progress)).json();
  if (found.state !== "building" || found.stopped) {
    location.reload();
    return;
  }
  bar.max = found.total || 1;
  bar.value = found.done;
  setTimeout(look, 1000);
}
setTimeout(look, 1000);
