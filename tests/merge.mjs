// Run by tests/test_editor.py: what saving a form makes of a file, held against what people wrote.
// The arguments are files in which nothing is changed: they have to come out as they went in.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { merge, read } from "./merge.js";

for (const file of process.argv.slice(2)) {
  const source = readFileSync(file, "utf8");
  assert.equal(merge(source, read(source), true), source, file);
}

const facts = `# Facts
fee:
  name: {ja: 手数料, en: fee}   # as readers see it
  amount: "1,000"
  unit:                        # not decided
  days: [mon, tue]
  list:
    - one   # the first
    - two
`;
const saved = (change, keep = true, source = facts) => {
  const values = read(source);
  change(values);
  return merge(source, values, keep);
};

// A value keeps its quotes, a mapping its brackets, a line its comment.
assert.equal(saved((v) => (v.fee.amount = "1,100")), facts.replace("1,000", "1,100"));
assert.equal(saved((v) => (v.fee.name.en = "a fee, once")), facts.replace("en: fee", 'en: "a fee, once"'));
assert.equal(saved((v) => (v.fee.unit = "一件")), facts.replace("unit: ", "unit: 一件 "));
assert.equal(saved((v) => v.fee.days.push("wed")), facts.replace("tue]", "tue, wed]"));
// What is emptied leaves its name behind, what is new stands last.
assert.equal(saved((v) => (v.fee.amount = "")), facts.replace(' "1,000"', ""));
assert.equal(saved((v) => (v.change = { effective: "2027-05-01", summary: { ja: ["改める"] } })),
  `${facts.trimEnd()}\nchange:\n  effective: 2027-05-01\n  summary:\n    ja:\n      - 改める\n`);
// What a form leaves empty anyway is no change.
assert.equal(saved((v) => { v.fee.unit = null; v.change = null; v.fee.other = { ja: "" }; }), facts);

assert.equal(saved((v) => (v.fee.unit = ["一件"]), true, "fee:\n  unit: 一件\n"), "fee:\n  unit: 一件\n");

// What is no YAML is not taken for something else.
assert.throws(() => read("fee: {amount: 1\nfee: 2\n"));

const head = `title: 方針
kind: revision # a kind
summary:
  - 一
# why
reason: 理由
`;
const front = (change) => saved(change, false, head);
assert.equal(front((v) => delete v.kind), head.replace("kind: revision # a kind\n", ""));
assert.equal(front((v) => (v.summary = ["一", "二: 三"])), head.replace("一\n", '一\n  - "二: 三"\n'));
const { title, kind, ...rest } = read(head);
assert.equal(merge(head, { title, kind, effective: "2027-04-01", ...rest }, false),
  head.replace("# a kind\n", "# a kind\neffective: 2027-04-01\n"));
assert.equal(merge("title: A\n", { title: "A", kind: "revision", reason: "B" }, false).trimEnd(),
  "title: A\nkind: revision\nreason: B");
