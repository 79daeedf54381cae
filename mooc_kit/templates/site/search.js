// Search finds words in the whole course. The index lies beside the pages and is fetched in small pieces.
"use strict";

(() => {
  const { text, element, number } = moocKit;
  const form = document.querySelector("[data-search]");
  const field = form.querySelector("input");
  const status = document.querySelector("[data-search-status]");
  const list = document.querySelector("[data-found]");
  const more = document.querySelector("[data-more]");
  const AT_ONCE = 10;
  const folder = new URL("search/", location.href);

  if (!/^https?:$/.test(location.protocol)) {
    // A page that was opened from a file may not read other files.
    status.textContent = text("The search works where the course is on a web site. Here, the syllabus lists everything.");
    return;
  }

  let engine;
  const load = () => {
    engine ??= import(new URL("pagefind.js", folder)).then(async (found) => {
      await found.options({ baseUrl: new URL(".", location.href).pathname, excerptLength: 28 });
      await found.init();
      return found;
    });
    engine.catch(() => { engine = undefined; });
    return engine;
  };

  // The index marks the words found; nothing else of its markup is taken over.
  const excerpt = (html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html").body;
    return [...parsed.childNodes].map((node) =>
      node.nodeName === "MARK" ? element("mark", {}, node.textContent) : document.createTextNode(node.textContent));
  };

  const entry = (found) => {
    const parts = (found.sub_results ?? []).filter((part) => part.url !== found.url).slice(0, 3);
    const links = parts.map((part) => element("li", {}, element("a", { href: part.url }, part.title)));
    return element("li", {},
      element("h2", {}, element("a", { href: found.url }, found.meta.title)),
      element("p", {}, ...excerpt(found.excerpt)),
      links.length ? element("ul", {}, ...links) : null);
  };

  // What was meant by words that no page has: for each, the word of the course that is the fewest slips of the keys away.
  let known;
  const slips = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let [before, row] = [[], Array.from({ length: b.length + 1 }, (_, n) => n)];
    for (let i = 1; i <= a.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= b.length; j += 1) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      [before, row] = [row, next];
    }
    return row[b.length];
  };
  const meantBy = async (words) => {
    known ??= fetch(new URL("words.json", folder)).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []);
    const all = await known;
    const found = words.toLowerCase().split(/\s+/).map((word) => {
      if (word.length < 4 || all.includes(word)) return word;
      const most = word.length > 7 ? 2 : 1;
      let [best, least] = [word, most + 1];
      for (const other of all) {
        const count = slips(word, other, most);
        if (count < least) [best, least] = [other, count];
      }
      return best;
    }).join(" ");
    return found === words.toLowerCase() ? "" : found;
  };

  let turn = 0;
  let rest = [];

  const showMore = async () => {
    const now = turn;
    const entries = await Promise.all(rest.splice(0, AT_ONCE).map(async (result) => entry(await result.data())));
    if (now !== turn) return;
    list.append(...entries);
    more.hidden = !rest.length;
    return entries[0];
  };

  const search = async () => {
    const words = field.value.trim();
    const now = ++turn;
    const address = new URL(location.href);
    if (words) address.searchParams.set("q", words);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    if (!words) {
      list.replaceChildren();
      more.hidden = true;
      status.textContent = "";
      return;
    }
    try {
      let found = await (await load()).search(words);
      let meant = "";
      if (!found.results.length) {
        meant = await meantBy(words);
        if (meant) found = await (await load()).search(meant);
      }
      if (now !== turn) return;
      rest = found.results;
      status.textContent = !rest.length ? text("No page has “{words}”. Try another word, or a part of it.", { words })
        : meant ? text("No page has “{words}”. Pages with “{meant}”: {n}", { n: number(rest.length, 0), words, meant }) : text("{n} pages with “{words}”", { n: number(rest.length, 0), words });
      list.replaceChildren();
      await showMore();
    } catch {
      if (now === turn) status.textContent = text("The search could not be loaded. Try again when you have a network.");
    }
  };

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search();
  });
  more.querySelector("button").addEventListener("click", async () => {
    (await showMore())?.querySelector("a").focus();
  });
  field.addEventListener("focus", load, { once: true });

  form.hidden = false;
  field.value = new URL(location.href).searchParams.get("q") ?? "";
  if (field.value) search();
})();
