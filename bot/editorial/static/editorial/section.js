// While a section is edited: show it as it will stand, and the words that the dictionary doesn't know.
const form = document.querySelector("form[data-look]");
for (const field of form.querySelectorAll("textarea[name^=text_]")) {
  const shown = document.getElementById(`look-${field.lang}`);
  let timer, asked = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const own = ++asked;
      const body = new URLSearchParams({ text: field.value, language: field.lang, csrfmiddlewaretoken: form.csrfmiddlewaretoken.value });
      const reply = await fetch(form.dataset.look, { method: "POST", body, redirect: "manual" }).catch(() => null);
      const html = reply && reply.ok && await reply.text();
      if (html && own === asked) shown.innerHTML = html;
    }, 500);
  });
}
