// What the manual's own search answers: Material's worker, asked in Node with what manual.js makes of typed words.
// node search_check.mjs SITE WORDS… prints for each the pages and sections of its groups of results, best first.
import { readdirSync, readFileSync } from "node:fs"
import vm from "node:vm"

const [site, ...typed] = process.argv.slice(2)
let listen, answer
globalThis.self = globalThis
globalThis.addEventListener = (_, heard) => { listen = heard }
globalThis.postMessage = message => answer(message)
const workers = `${site}/assets/javascripts/workers`
const worker = readdirSync(workers).find(name => name.startsWith("search.") && name.endsWith(".js"))
for (const script of [`${workers}/${worker}`, `${site}/manual.js`]) vm.runInThisContext(readFileSync(script, "utf8"))
const send = message => new Promise(resolve => { answer = resolve; listen({data: message}) })

const index = JSON.parse(readFileSync(`${site}/search/search_index.json`, "utf8"))
await send({type: 0, data: {...index, options: {suggest: true}}})
const found = {}
for (const words of typed) {
  const {data} = await send({type: 2, data: vm.runInThisContext("asked")(words)})
  found[words] = data.items.map(group => group.filter(one => one.score > 0).map(one => one.location))
}
console.log(JSON.stringify(found))
