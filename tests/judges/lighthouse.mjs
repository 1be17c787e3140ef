// Lighthouse over some addresses in one browser. It is given the browser, its flags, and each
// address; it says a line of JSON for each: marks by category, and what took from them.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath, flags, ...addresses] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: JSON.parse(flags) });
for (const address of addresses) {
  const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "silent" });
  const marks = {}, because = {};
  for (const { id, score, auditRefs } of Object.values(lhr.categories)) {
    marks[id] = Math.round(score * 100);
    because[id] = auditRefs.filter((one) => one.weight && lhr.audits[one.id].score < 1)
      .map((one) => `${one.id} ${lhr.audits[one.id].displayValue ?? ""}`.trim());
  }
  const bytes = lhr.audits["total-byte-weight"].numericValue;
  console.log(JSON.stringify({ address, marks, because, bytes, wrong: lhr.runWarnings }));
}
await chrome.kill();
