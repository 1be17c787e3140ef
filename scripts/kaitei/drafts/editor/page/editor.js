// Starts the editor with the configuration of this repository, and reads and writes its files so
// that saving changes no line that was not edited. What it needs beside stands in this folder.

import { merge, read } from "./merge.js";

const SOURCE = "kaitei-source"; // the file as it was read, carried along with its values
const FRONT = /^---\n(?:([\s\S]*?)\n)?---(?:\n([\s\S]*))?$/;

const split = (text) => {
  const [, head = "", body = ""] = text.match(FRONT) ?? [null, "", text];
  const gap = body.match(/^\n*/)[0];
  return { head, gap: body ? gap : "\n", body: body.slice(gap.length) };
};

// A summary is a list in its file, by language in facts.yml, and in its form a text: a change a line.
const summaries = (values, made) => {
  if (values.change) return { ...values, change: summaries(values.change, made) };
  const { summary } = values;
  if (summary === undefined || summary === null) return values;
  const words = typeof summary === "object" && !Array.isArray(summary)
    ? Object.fromEntries(Object.entries(summary).map(([lang, said]) => [lang, made(said)]))
    : made(summary);
  return { ...values, summary: words };
};
const shown = (said) => (Array.isArray(said) ? said.join("\n") : said);
const listed = (said) => (said ?? "").split("\n").map((line) => line.trim()).filter(Boolean);

const policy = {
  fromFile: (text) => {
    const { head, body } = split(text);
    return { ...summaries(read(head), shown), body, [SOURCE]: text };
  },
  toFile: ({ [SOURCE]: source = "", body = "", ...values }) => {
    const { head, gap } = split(source);
    const front = merge(head, summaries(values, listed), false).trimEnd();
    const text = body.trimEnd();
    return `---\n${front}\n---\n${text ? `${gap}${text}\n` : ""}`;
  },
};

const facts = {
  fromFile: (text) => ({ ...summaries(read(text), shown), [SOURCE]: text }),
  toFile: ({ [SOURCE]: source = "", ...values }) => merge(source, summaries(values, listed), true),
};

// The program starts by itself where nobody says that it is to wait for its configuration.
window.CMS_MANUAL_INIT = true;
await new Promise((loaded, failed) => {
  const script = document.createElement("script");
  Object.assign(script, { src: "cms/sveltia-cms.js", onload: loaded, onerror: failed });
  document.head.append(script);
});
const CMS = window.CMS;
CMS.registerCustomFormat("kaitei-frontmatter", "md", policy);
CMS.registerCustomFormat("kaitei-facts", "yml", facts);
const config = await (await fetch("config.json")).json();
CMS.init({ config: { ...config, load_config_file: false } });
