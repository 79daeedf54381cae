// A flag is searched for as it is written: the search would take "--json" for "without json", but not U+2011, which
// looks the same and is one of the marks between its words (mkdocs.yml).
document.addEventListener("input", event => {
  const field = event.target
  if (field.matches(".md-search__input"))
    field.value = field.value.replace(/(^|\s)(-+)(?=\w)/g, (_, before, marks) => before + "\u2011".repeat(marks.length))
}, true)
