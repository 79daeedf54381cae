// Search: what is typed, as the search of Material for MkDocs is asked. It gives any page with any word that begins so,
// and takes a hyphen before a word for "without". So a flag is looked for in texts with all of its words, above all
// where a command is told, and words that stand everywhere are left out where there are others.
const EVERYWHERE = new Set(("a an and are as at be but by can do for from how i if in is it my no not of on or our so that the " +
  "this to use was we what when where which who why will with you your").split(" "))

function asked(typed) {
  const words = typed.trim().split(/\s+/)
  const telling = words.filter(word => !EVERYWHERE.has(word.toLowerCase()))
  return (telling.length ? telling : words).map(word => {
    const flag = /^[-\u2011]{1,2}([a-z][a-z0-9-]*)$/i.exec(word)
    if (flag) return [...flag[1].split("-").filter(Boolean).map(part => `+text:${part}*`), "title:mooc"].join(" ")
    return /^\w+$/.test(word) ? `${word}^3 ${word}` : word // a word as it stands counts more than what begins so
  }).join(" ")
}

if (typeof Worker !== "undefined") {
  const QUERY = 2 // the type of a message to the search
  const post = Worker.prototype.postMessage
  Worker.prototype.postMessage = function (message, ...more) {
    if (message?.type === QUERY && typeof message.data === "string") message = {...message, data: asked(message.data)}
    return post.call(this, message, ...more)
  }
}
