// A draft saves by itself. Without this script the same form has a button. A form with data-concept="zelf" is sent a
// moment after the last change, "bewaar" only by its button. What is not saved yet is kept in this tab (sessionStorage).
(() => {
  const QUIET = 1500;
  const AGAIN = [2000, 5000, 15000, 30000];
  const OWN = /^(lock|csrf|basis\..*)$/;
  let form, status, words, key, timer, running, failed, sentAs, savedAs;

  const entries = () => [...new FormData(form)].filter(([name]) => name !== "csrf");
  const texts = (pairs) => JSON.stringify(pairs.filter(([name]) => !OWN.test(name)).map(([n, v]) => [n, v.replace(/\r\n/g, "\n")]));
  const say = (text, kind) => {
    status.textContent = text;
    status.className = "pv-status" + (kind ? " pv-status--" + kind : "");
  };
  const keep = () => {
    try { sessionStorage.setItem(key, JSON.stringify(entries())); } catch { /* full or forbidden: the page still has it */ }
  };
  const forget = () => { try { sessionStorage.removeItem(key); } catch { /* nothing was kept */ } };
  const clock = () => new Date().toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" });

  const put = (field, value) => {
    if (field.type === "checkbox" || field.type === "radio") field.checked = value === true || value === field.value;
    else field.value = value;
  };

  // Fill the form with pairs kept earlier: boxes that are not among them go off.
  const fill = (pairs) => {
    for (const field of form.elements) {
      if (!field.name || field.name === "csrf" || field.tagName === "FIELDSET" || field.type === "submit") continue;
      const own = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") field.checked = own.includes(field.value);
      else if (own.length) field.value = own[0];
    }
  };

  const later = (wait = QUIET) => {
    clearTimeout(timer);
    if (form.dataset.concept === "zelf") timer = setTimeout(() => send(false), wait);
  };

  const accept = (answer, sent) => {
    let overtaken = false;
    for (const [id, value] of Object.entries(answer.newer)) {
      const field = document.getElementById(id);
      if (!field) continue;
      const now = field.type === "checkbox" ? field.checked : field.value;
      if (now === value) continue;
      if (now === sent.get(field)) {
        put(field, value);
        if (answer.said) say(answer.said, "goed");
      } else overtaken = true;
    }
    if (overtaken) return; // typed while a colleague saved the same: with the old lock the next save shows both texts
    form.elements.lock.value = answer.lock;
    for (const [name, digest] of Object.entries(answer.bases)) {
      const basis = form.elements["basis." + name];
      if (basis) basis.value = digest;
    }
  };

  const measure = async () => {
    const meter = document.getElementById("lengte");
    if (!meter?.dataset.adres) return;
    try {
      const answer = await fetch(meter.dataset.adres, { redirect: "manual" });
      if (answer.ok) meter.innerHTML = await answer.text();
    } catch { /* the meter waits for the next save */ }
  };

  // The page that the server made of it: both texts, or what is wrong. What was typed meanwhile stays.
  const show = (html, focus) => {
    const typed = entries();
    const changed = texts(typed) !== sentAs;
    const main = document.getElementById("inhoud");
    const page = new DOMParser().parseFromString(html, "text/html");
    main.replaceChildren(...page.getElementById("inhoud").childNodes);
    document.title = page.title;
    start(false);
    if (changed && form) fill(typed.filter(([name]) => !OWN.test(name)));
    if (form) keep();
    if (focus) (document.querySelector(".pv-fouten, .pv-botsing, .pv-melding--error") ?? main).focus();
  };

  const offline = () => {
    failed = Math.min((failed ?? -1) + 1, AGAIN.length - 1);
    say(words.offline, "fout");
    clearTimeout(timer);
    timer = setTimeout(() => send(false), AGAIN[failed]);
  };

  const signIn = () => {
    say(words.signedOut + " ", "fout");
    const link = document.createElement("a");
    link.href = location.pathname;
    link.className = "nl-link";
    link.textContent = words.signIn;
    status.append(link, ".");
  };

  const send = async (byButton) => {
    if (running) { later(); return; }
    clearTimeout(timer);
    const body = new URLSearchParams(new FormData(form));
    const sent = new Map([...form.elements].map((f) => [f, f.type === "checkbox" ? f.checked : f.value]));
    sentAs = texts(entries());
    if (!byButton && sentAs === savedAs) { forget(); return; }
    keep();
    running = true;
    say(words.busy);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Concept": "1" }, redirect: "manual" });
      failed = undefined;
      await take(answer, sent, byButton);
    } catch {
      offline();
    } finally {
      running = false;
    }
  };

  const take = async (answer, sent, byButton) => {
    if (answer.type === "opaqueredirect" || answer.status === 400 || answer.status === 403) { signIn(); return; }
    if (answer.ok) {
      const said = await answer.json();
      if (said.address) { forget(); location.assign(said.address); return; }
      say(words.saved.replace("{}", clock()), "goed");
      accept(said, sent);
      savedAs = sentAs;
      if (texts(entries()) === sentAs || Object.keys(said.newer).length) { savedAs = texts(entries()); forget(); }
      else later();
      measure();
      return;
    }
    const html = await answer.text();
    if (answer.status === 409 || (answer.status === 422 && byButton)) { show(html, true); return; }
    if (answer.status === 422) {
      const page = new DOMParser().parseFromString(html, "text/html");
      const faults = [...page.querySelectorAll(".pv-fouten li")].map((item) => item.textContent.trim());
      say(words.notSaved + " " + faults.join(" "), "fout");
      return;
    }
    offline();
  };

  const restore = () => {
    let kept;
    try { kept = JSON.parse(sessionStorage.getItem(key)); } catch { kept = null; }
    if (!Array.isArray(kept)) return;
    if (texts(kept) === texts(entries())) { forget(); return; }
    fill(kept);
    say(words.restored, "fout");
    later();
  };

  function start(first) {
    form = document.querySelector("form[data-concept]");
    if (!form) return;
    status = form.querySelector("[data-status]");
    words = status.dataset; // what to say, in the language of the page
    key = "concept " + form.dataset.wie + " " + new URL(form.action).pathname;
    savedAs = texts(entries());
    form.addEventListener("input", () => { keep(); later(); });
    form.addEventListener("change", () => { keep(); later(); });
    form.addEventListener("submit", (event) => { event.preventDefault(); send(true); });
    if (first) restore();
  }

  addEventListener("online", () => { if (form && failed !== undefined) send(false); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && form?.dataset.concept === "zelf" && texts(entries()) !== savedAs) send(false);
  });
  start(true);
})();
