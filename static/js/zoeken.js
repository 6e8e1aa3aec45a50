// A filter of the search page works at once. Without this script the form does the same; its button stays a plain submit.
(() => {
  const form = document.getElementById("zoekformulier");
  const status = document.getElementById("zoekstatus");
  if (!form || !status) return;
  let running;

  const address = () => {
    const query = new URLSearchParams(new FormData(form));
    for (const [key, value] of [...query]) if (!value) query.delete(key);
    return form.action + "?" + query;
  };

  // Puts a new part in place of the old one; keeps what is open and what has focus.
  const replace = (part) => {
    const old = document.getElementById(part.id);
    const focus = document.activeElement.id;
    for (const was of old.parentNode.querySelectorAll("details[id]")) {
      const same = part.id === was.id ? part : part.querySelector("#" + CSS.escape(was.id));
      if (same) same.open = was.open;
    }
    old.replaceWith(part);
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  };

  const search = async () => {
    running?.abort();
    const mine = (running = new AbortController());
    const url = address();
    try {
      const answer = await fetch(url, { headers: { "X-Fragment": "1" }, signal: mine.signal });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      [...page.body.children].forEach(replace);
      history.replaceState(null, "", url);
      status.textContent = document.getElementById("resultaten").dataset.status;
    } catch (error) {
      if (error.name !== "AbortError") form.submit();
    }
  };

  form.addEventListener("change", (event) => {
    if (event.target.matches("[type=checkbox], select")) search();
  });
  form.addEventListener("input", (event) => {
    // A gemeente chosen earlier belongs to the place typed then.
    if (event.target.id === "plaats") document.getElementById("gemeente")?.remove();
  });
})();
