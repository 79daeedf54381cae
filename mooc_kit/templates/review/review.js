(() => {
  "use strict";
  const course = "__COURSE__";
  const $ = (id) => document.getElementById(id);
  const articles = [...document.querySelectorAll("article[data-page]")];
  let unsaved = false, keeps = true;
  const slot = (article) => `mooc-kit review ${course} ${article.dataset.page} ${article.dataset.of}`;
  const yes = (article) => $(`${article.id}-yes`), words = (article) => $(`${article.id}-words`);
  const read = (name) => { try { return localStorage.getItem(name); } catch { keeps = false; return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { keeps = false; } };
  const tell = () => {
    const agreed = articles.filter((one) => yes(one).checked).length;
    const said = articles.filter((one) => words(one).value.trim()).length;
    $("state").textContent = `${agreed} of ${articles.length} pages said yes to, ${said} with words of yours. ` +
      (keeps ? "All of it is kept in this browser until you save it."
             : "This browser keeps nothing for this page: save your review before you close it.");
  };
  $("by").value = read(`mooc-kit review ${course} by`) || "";
  for (const article of articles) {
    try {
      const kept = JSON.parse(read(slot(article)) || "{}");
      yes(article).checked = kept.yes === true;
      words(article).value = typeof kept.words === "string" ? kept.words : "";
    } catch { /* what another program left there is no answer */ }
    const changed = () => {
      keep(slot(article), JSON.stringify({ yes: yes(article).checked, words: words(article).value }));
      unsaved = true;
      tell();
    };
    yes(article).addEventListener("change", changed);
    words(article).addEventListener("input", changed);
  }
  $("by").addEventListener("input", () => { keep(`mooc-kit review ${course} by`, $("by").value); unsaved = true; tell(); });
  addEventListener("beforeunload", (event) => { if (unsaved && !keeps) event.preventDefault(); });
  $("save").addEventListener("click", () => {
    const by = $("by").value.trim();
    if (!by) { $("need").textContent = "Write your name first: the team should know who says so."; $("by").focus(); return; }
    $("need").textContent = "";
    const pages = articles.map((one) => ({
      page: one.dataset.page, of: one.dataset.of, yes: yes(one).checked, words: words(one).value.trim(),
    })).filter((one) => one.yes || one.words);
    const now = new Date(), two = (number) => String(number).padStart(2, "0");
    const on = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    const text = JSON.stringify({ "mooc-kit-review": 1, course, by, on, pages }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `review-${course}-${by.normalize("NFKD").replace(/[^A-Za-z0-9]+/g, "-").slice(0, 40) || "mine"}.json`;
    document.body.append(link);
    link.click();
    link.remove();
    unsaved = false;
    $("state").textContent = `Saved as ${link.download}. Send this file to the course team.`;
  });
  tell();
})();
