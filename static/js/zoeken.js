// A filter of the search page works at once, without a new page. Without this script the form works the same.
// The button stays an ordinary submit: a search of its own, with its own place in the history.
(() => {
  const form = document.getElementById("zoekformulier");
  const status = document.getElementById("zoekstatus");
  if (!form || !status || !window.AbortController) return;
  let running;

  const address = () => {
    const query = new URLSearchParams(new FormData(form));
    for (const [key, value] of [...query]) if (!value) query.delete(key);
    return form.action + (query.size ? "?" + query : "");
  };

  // Puts the new part in place of the old one; keeps what is open, what has focus and where it was scrolled.
  const replace = (part) => {
    const old = document.getElementById(part.id);
    if (!old) throw new Error("unexpected answer");
    const focus = document.activeElement?.id;
    for (const open of old.parentNode.querySelectorAll("details[id]")) {
      const same = part.id === open.id ? part : part.querySelector("#" + CSS.escape(open.id));
      if (same) same.open = open.open;
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
      if (mine.signal.aborted) return;
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
    // A gemeente chosen earlier belongs to the place that was typed then.
    if (event.target.id === "plaats") document.getElementById("gemeente")?.remove();
  });
})();
