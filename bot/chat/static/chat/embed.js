/* <script src="…/embed.js" defer></script> <holi-chat lang="cy"></holi-chat> */
(() => {
  "use strict";
  const base = new URL(document.currentScript.src).origin;
  const LONGEST = 1000;
  const TEXT = {
    cy: {
      name: "Holi", region: "Holi: gofyn i'r polisi", languages: "Iaith", clear: "Clirio'r sgwrs", cleared: "Mae'r sgwrs wedi'i chlirio.",
      log: "Y sgwrs", label: "Eich cwestiwn", send: "Gofyn", hint: "Peidiwch â rhoi manylion personol yn eich cwestiwn. Fe'i cedwir er mwyn gwella'r atebion, gydag enwau, manylion cyswllt a rhifau adnabod wedi'u cuddio.",
      welcome: "Shwmae! Gofynnwch am bolisi cyfryngau cymdeithasol y Cyngor, a byddaf yn dyfynnu'r adran sy'n ateb.",
      you: "Chi", searching: "Mae Holi'n chwilio…", source: "Ffynhonnell", version: "fersiwn", page: "tudalen", useful: "A oedd hyn yn ddefnyddiol?",
      yes: "Oedd", no: "Nac oedd", thanks: "Diolch, mae hynny wedi'i gadw.", retry: "Rhoi cynnig arall arni",
      offline: "Ni ellir cyrraedd Holi ar hyn o bryd. Nid yw eich cwestiwn wedi'i anfon; rhowch gynnig arall arni.",
      restarted: "Nid oedd y sgwrs flaenorol ar gael mwyach, felly dechreuwyd un newydd.",
      tell: "Cael gwybod pan fydd ateb", email: "Eich cyfeiriad e-bost gwaith", submit: "Anfon",
      signIn: "Mewngofnodi", why: "Dim ond i anfon yr ateb atoch, ac yna caiff ei ddileu.", told: "Diolch, cewch neges pan fydd ateb.",
    },
    en: {
      name: "Holi", region: "Holi: ask the policy", languages: "Language", clear: "Clear conversation", cleared: "The conversation has been cleared.",
      log: "The conversation", label: "Your question", send: "Ask", hint: "Please don't put personal details in your question. It is kept so that answers can be improved, with names, contact details and identifying numbers masked.",
      welcome: "Hello! Ask about the Council's social media policy, and I'll quote the section that answers.",
      you: "You", searching: "Holi is searching…", source: "Source", version: "version", page: "page", useful: "Was this useful?",
      yes: "Yes", no: "No", thanks: "Thank you, that has been kept.", retry: "Try again",
      offline: "Holi can't be reached just now. Your question hasn't been sent; please try again.",
      restarted: "The earlier conversation was no longer there, so a new one was started.",
      tell: "Be told when there is an answer", email: "Your work e-mail address", submit: "Send",
      signIn: "Sign in", why: "Only to send you the answer; then it is deleted.", told: "Thank you, you'll get a message when there is an answer.",
    },
  };
  const STYLE = `
:host{--ink:#1b1b1f;--paper:#fff;--soft:#f1f0f4;--line:#75757f;--main:#6b1f5c;--on:#fff;--link:#5a1a8c;--ring:#0b57d0;
display:block;color:var(--ink);background:var(--paper);font:1rem/1.5 system-ui,sans-serif;border:1px solid var(--line);border-radius:.5rem;overflow:hidden}
@media(prefers-color-scheme:dark){:host{--ink:#ececf1;--paper:#18181c;--soft:#2a2a31;--line:#9a9aa5;--main:#e3b3d9;--on:#2b0a25;--link:#d0b3ff;--ring:#9cc3ff}}
*{box-sizing:border-box}
section{display:flex;flex-direction:column;height:var(--holi-height,38rem);max-height:90vh;min-height:18rem}
header{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;padding:.5rem .75rem;background:var(--main);color:var(--on)}
h2{margin:0 auto 0 0;font-size:1.25rem}
button{font:inherit;color:inherit;background:none;border:1px solid currentColor;border-radius:.375rem;padding:.25rem .625rem;min-height:2rem;cursor:pointer}
button[aria-pressed=true]{background:var(--on);color:var(--main)}
:focus-visible{outline:3px solid var(--ring);outline-offset:2px}
header :focus-visible{outline-color:currentColor}
.log{flex:1;overflow-y:auto;padding:.75rem;margin:0}
.turn{max-width:90%;margin:0 0 .75rem;padding:.5rem .75rem;border-radius:.5rem;background:var(--soft);overflow-wrap:anywhere}
.me{margin-left:auto;border:1px solid var(--line);background:var(--paper);width:fit-content}
.turn p,.turn ul,.turn ol,.turn table{margin:.25rem 0}
.turn ul,.turn ol{padding-left:1.25rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse}th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top}
a{color:var(--link)}.quiet{font-size:.875rem}
.row{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin-top:.5rem}
section>form{border-top:1px solid var(--line);padding:.75rem}summary{cursor:pointer;min-height:1.5rem}
[role=group]{display:flex;gap:.25rem}label{font-weight:600;display:block}#hint{margin:.25rem 0}
textarea,input{font:inherit;color:inherit;background:var(--paper);width:100%;border:1px solid var(--line);border-radius:.375rem;padding:.5rem;resize:vertical}
.send{background:var(--main);color:var(--on);border-color:var(--main);font-weight:600}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.dots{animation:pulse 1.2s infinite alternate}@keyframes pulse{from{opacity:1}to{opacity:.6}}
@media(prefers-reduced-motion:reduce){.dots{animation:none}}
`;

  const make = (tag, props = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
      if (name in element && name !== "lang") element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child != null));
    return element;
  };

  const press = (textContent, onclick) => make("button", { type: "button", textContent, onclick });

  const inline = (text) => text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .split(/(\*\*[^*]+\*\*)/)
    .map((part) => {
      const plain = part.replace(/\\([\\`*_{}[\]()#+.!|-])/g, "$1");
      return /^\*\*[^*]+\*\*$/.test(part) ? make("strong", {}, part.slice(2, -2)) : plain;
    });
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim());
  const BULLET = /^\s*(?:[-*+]|\d+[.)])\s+/;
  const block = (lines) => {
    if (lines.length > 1 && /^\s*\|?[\s:|-]+$/.test(lines[1]) && lines[0].includes("|")) {
      const head = make("tr", {}, ...cells(lines[0]).map((cell) => make("th", { scope: "col" }, ...inline(cell))));
      const rows = lines.slice(2).map((line) => make("tr", {}, ...cells(line).map((cell) => make("td", {}, ...inline(cell)))));
      const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows));
      return make("div", { className: "scroll", tabIndex: 0 }, table);
    }
    if (BULLET.test(lines[0])) {
      const items = [];
      for (const line of lines) {
        if (BULLET.test(line)) items.push(line.replace(BULLET, ""));
        else items[items.length - 1] += " " + line.trim();
      }
      const ordered = /^\s*(\d+)/.exec(lines[0]);
      const list = make(ordered ? "ol" : "ul", {}, ...items.map((item) => make("li", {}, ...inline(item))));
      if (ordered) list.start = Number(ordered[1]);
      return list;
    }
    return make("p", {}, ...inline(lines.join(" ")));
  };
  const rendered = (markdown) => {
    const blocks = [];
    for (const piece of markdown.split(/\n\s*\n/)) {
      let lines = [];
      for (const line of piece.split("\n").filter((each) => each.trim())) {
        if (lines.length && BULLET.test(line) && !BULLET.test(lines[0])) { blocks.push(block(lines)); lines = []; }
        lines.push(line);
      }
      if (lines.length) blocks.push(block(lines));
    }
    return blocks;
  };

  class HoliChat extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const kept = this.restore();
      this.language = kept.language || (this.getAttribute("lang") === "en" ? "en" : "cy");
      this.conversation = kept.conversation || null;
      this.busy = false;
      this.build();
      this.translate();
      this.history();
    }

    get t() { return TEXT[this.language]; }

    restore() {
      try { return JSON.parse(localStorage.getItem("holi")) || {}; } catch { return {}; }
    }

    keep() {
      try { localStorage.setItem("holi", JSON.stringify({ language: this.language, conversation: this.conversation })); } catch { /* private browsing */ }
    }

    build() {
      this.toggles = ["cy", "en"].map((code) => make("button", {
        type: "button", lang: code, textContent: code === "cy" ? "Cymraeg" : "English", onclick: () => this.speak(code),
      }));
      this.heading = make("h2", { id: "name" });
      this.wiper = make("button", { type: "button", onclick: () => this.clear() });
      this.group = make("div", { role: "group" }, ...this.toggles);
      this.log = make("div", { className: "log", role: "log", tabIndex: 0 });
      this.label = make("label", { htmlFor: "question" });
      this.input = make("textarea", { id: "question", rows: 1, maxLength: LONGEST, "aria-describedby": "hint" });
      this.hint = make("p", { id: "hint", className: "quiet" });
      this.sender = make("button", { type: "submit", className: "send" });
      this.status = make("span", { role: "status", className: "quiet" });
      const form = make("form", {}, this.label, this.input, this.hint, this.row(this.sender, this.status));
      form.addEventListener("submit", (event) => { event.preventDefault(); this.ask(this.input.value); });
      this.input.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
      });
      this.section = make("section", {}, make("header", {}, this.heading, this.group, this.wiper), this.log, form);
      const root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet(); // a style element would need the host page's policy to allow it
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      root.append(this.section);
    }

    translate() {
      const t = this.t;
      this.section.lang = this.language;
      this.section.setAttribute("aria-label", t.region);
      this.heading.textContent = t.name;
      this.group.setAttribute("aria-label", t.languages);
      this.toggles.forEach((button) => button.setAttribute("aria-pressed", String(button.lang === this.language)));
      this.wiper.textContent = t.clear;
      this.log.setAttribute("aria-label", t.log);
      this.label.textContent = t.label;
      this.hint.textContent = t.hint;
      this.sender.textContent = t.send;
      if (this.log.children.length <= 1) this.welcome();
    }

    speak(language) { this.language = language; this.keep(); this.translate(); }

    welcome() { this.log.replaceChildren(this.turn("holi", this.language, make("p", {}, this.t.welcome))); }

    row(...items) { return make("div", { className: "row" }, ...items); }

    clear() {
      if (this.busy) return;
      this.conversation = null;
      this.keep();
      this.welcome();
      this.status.textContent = this.t.cleared;
      this.input.focus();
    }

    turn(who, language, ...children) {
      const name = make("span", { className: "hidden", lang: this.language }, `${who === "me" ? this.t.you : "Holi"}: `);
      return make("div", { className: `turn ${who}`, lang: language }, name, ...children);
    }

    add(element) {
      this.log.append(element);
      element.scrollIntoView({ block: "nearest" });
    }

    async call(path, body) {
      const options = body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {};
      options.credentials = "same-origin";
      const response = await fetch(base + path, options);
      const data = await response.json();
      if (!response.ok) throw Object.assign(new Error(data.error?.code), data.error);
      return data;
    }

    async history() {
      if (!this.conversation) return;
      this.busy = true;
      try {
        const { turns } = await this.call(`/api/chat/${this.conversation}`);
        for (const turn of turns) {
          if (!turn.message.startsWith("/show ")) this.add(this.turn("me", turn.language, make("p", {}, turn.message)));
          this.show(turn);
        }
      } catch (error) {
        if (error.code === "conversation") { this.conversation = null; this.keep(); }
      }
      this.busy = false;
    }

    async ask(text, label) {
      const message = text.trim();
      if (!message || this.busy) return;
      this.busy = true;
      this.input.value = "";
      this.add(this.turn("me", this.language, make("p", {}, label || message)));
      this.status.textContent = this.t.searching;
      this.status.classList.add("dots");
      try {
        this.show(await this.send(message));
      } catch (error) {
        this.refuse(error, message);
        if (!label) this.input.value ||= message;
      }
      this.busy = false;
      this.status.textContent = "";
      this.status.classList.remove("dots");
    }

    async send(message) {
      const body = { message, language: this.language };
      if (this.conversation) body.conversation = this.conversation;
      try {
        const reply = await this.call("/api/chat", body);
        this.conversation = reply.conversation;
        if (reply.language !== this.language) this.speak(reply.language);
        this.keep();
        return reply;
      } catch (error) {
        if (error.code !== "conversation" || !this.conversation) throw error;
        this.conversation = null;
        this.add(this.turn("holi", this.language, make("p", {}, this.t.restarted)));
        return this.send(message);
      }
    }

    refuse(error, message) {
      const sentence = error.message?.[this.language] || error[this.language] || this.t.offline;
      const again = press(this.t.retry, () => this.ask(message));
      const link = error.code === "sign_in" ? make("a", { href: `${base}/sign-in?language=${this.language}&next=/signed-in?language=${this.language}`, target: "_blank" }, this.t.signIn) : null;
      this.add(this.turn("holi", this.language, make("p", {}, sentence), link, this.row(again)));
    }

    show(reply) {
      for (const message of reply.messages) {
        const sources = message.citations.map((each) => make("p", { className: "quiet" }, `${this.t.source}: `,
          make("a", { href: base + each.url, lang: each.language }, `${each.title}, ${each.section} ${each.section_title}`),
          ` (${this.t.version} ${each.version}`, each.page ? `, ${this.t.page} ${each.page})` : ")"));
        const links = (message.links || []).map((each) => make("li", {}, make("a", { href: base + each.url, lang: each.language }, each.label)));
        const choices = message.choices.map((each) => press(each.label, () => this.ask(each.message, each.label)));
        this.add(this.turn("holi", message.language, ...rendered(message.text),
          links.length ? make("ul", {}, ...links) : null,
          choices.length ? this.row(...choices) : null,
          ...sources,
          message.notice ? make("p", { className: "quiet" }, message.notice) : null,
          reply.outcome === "answered" && message === reply.messages.at(-1) ? this.judge(reply) : null,
          reply.outcome === "failed" ? this.retry(reply) : null,
          reply.outcome === "failed" || reply.outcome === "unanswered" ? this.contact(reply) : null));
      }
    }

    retry(reply) {
      const asked = reply.message || this.log.querySelector(".me:last-of-type p")?.textContent;
      return asked ? this.row(press(this.t.retry, () => this.ask(asked))) : null;
    }

    contact(reply) {
      const { tell, email, why, submit, told } = this.t;
      const input = make("input", { type: "email", required: true, autocomplete: "email" });
      const said = make("p", { role: "status" });
      const form = make("form", { noValidate: true }, make("label", {}, email, input), make("p", { className: "quiet" }, why),
        this.row(make("button", { type: "submit" }, submit)), said);
      const whole = make("details", { lang: this.language }, make("summary", {}, tell), form);
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        try {
          await this.call("/api/contact", { question_id: reply.question_id, email: input.value });
          whole.replaceWith(make("p", { role: "status", lang: this.language }, told));
          this.input.focus();
        } catch (error) { said.textContent = error.message?.[this.language] || error[this.language] || this.t.offline; }
      });
      return whole;
    }

    judge(reply) {
      if (typeof reply.helpful === "boolean") return null;
      const row = make("div", { className: "row quiet", lang: this.language }, make("span", {}, this.t.useful));
      for (const [label, helpful] of [[this.t.yes, true], [this.t.no, false]]) {
        row.append(press(label, async () => {
          try {
            await this.call("/api/feedback", { question_id: reply.question_id, helpful });
            row.replaceChildren(make("span", { role: "status" }, this.t.thanks));
            this.input.focus();
          } catch { this.status.textContent = this.t.offline; }
        }));
      }
      return row;
    }
  }
  if (!customElements.get("holi-chat")) customElements.define("holi-chat", HoliChat);
})();
