// Ace by DAISY over one e-book: everything that it finds, as a JSON list on standard output.
// CHROMIUM is the browser's program; nothing is fetched.
const [book, out] = process.argv.slice(2);
process.env.PUPPETEER_EXECUTABLE_PATH = process.env.CHROMIUM;
console.error = () => {};
const ace = require("@daisy/ace-core");
const runner = require("@daisy/ace-axe-runner-puppeteer");

ace(book, { cwd: process.cwd(), outdir: out, tmpdir: out, silent: true }, runner)
  .then(([, report]) => {
    const found = report.assertions.flatMap((one) =>
      (one.assertions ?? []).map((what) => `${one["earl:testSubject"].url}: ${what["earl:test"]["dct:title"]} ${what["earl:result"]["dct:description"]}`));
    process.stdout.write(`\n${JSON.stringify({ outcome: report["earl:result"]["earl:outcome"], found, documents: report.assertions.length })}\n`);
    process.exit(0);
  })
  .catch((error) => { process.stdout.write(String(error)); process.exit(1); });
