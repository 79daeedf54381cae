// The preview's own script: loads the page anew when what it shows was rebuilt, and says what has to be mended first.
(() => {
  const here = decodeURI(location.pathname).replace(/^\//, "").replace(/(^|\/)$/, "$1index.html");
  const place = "mooc-kit preview";
  const saved = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  if (saved && saved.startsWith(`${here} `)) addEventListener("load", () => scrollTo(0, Number(saved.split(" ").pop())));

  const tell = (problems) => {
    document.getElementById("preview:problems")?.remove();
    if (!problems.length) return;
    const box = document.createElement("div");
    box.id = "preview:problems";
    box.className = "new-version";
    box.setAttribute("role", "alert");
    const head = box.appendChild(document.createElement("p"));
    head.textContent = "Not shown yet: mend this first.";
    for (const problem of problems.slice(0, 5)) {
      const line = box.appendChild(document.createElement("p"));
      line.className = "small";
      line.textContent = problem;
    }
    document.body.append(box);
  };

  // From the version on that is shown here: what was built while the page was on its way is news, too.
  const events = new EventSource(`/~preview/news${new URL(document.currentScript.src).search}`);
  events.onmessage = (event) => {
    const { changed, problems } = JSON.parse(event.data);
    tell(problems);
    // Styles, scripts and pictures may be on any page; of pages only this one matters.
    const matters = (path) => path === here || (!path.endsWith(".html") && !path.startsWith("search/") && !/\.(xml|ics|txt|json)$|^service-worker\.js$/.test(path));
    if (changed.some(matters)) {
      sessionStorage.setItem(place, `${here} ${scrollY}`);
      location.reload();
    }
  };
  addEventListener("pagehide", () => events.close());
})();
