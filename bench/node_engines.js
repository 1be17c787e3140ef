// One engine that runs in node: pairs of HTML as JSON lines in, marked HTML and CPU seconds out.
const name = process.argv[2];
const times = Number(process.argv[3]);
const found = require(name);
const diff = name === "htmldiff-js" ? (a, b) => found.default.execute(a, b) : found;
require("readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    const [before, after] = JSON.parse(line).html;
    let best = Infinity;
    let html = "";
    for (let i = 0; i < times; i++) {
      const start = process.cpuUsage();
      html = diff(before, after);
      const spent = process.cpuUsage(start);
      best = Math.min(best, (spent.user + spent.system) / 1e6);
    }
    console.log(JSON.stringify({ seconds: best, html }));
  })
  .on("close", () => console.log(JSON.stringify({ peak: peak() })));

// MiB; Linux lets maxRSS begin with the memory of the process that started us, VmHWM does not.
function peak() {
  try {
    const status = require("fs").readFileSync("/proc/self/status", "utf8");
    return Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}
