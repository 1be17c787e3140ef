// A YAML text in which the values are others and all else is as people wrote it: comments, order,
// quotes, brackets, blank lines. Only the lines of what changed are written anew.

import { isMap, isSeq, parseDocument, stringify } from "./yaml/index.js";

const STRINGS = { schema: "failsafe" }; // every value is a string, as kaitei reads it
const WRITTEN = { ...STRINGS, lineWidth: 0 };

// What `source` says, as data. Throws where it is no YAML: saving would lose what can't be read.
export const read = (source) => parsed(source).toJS() ?? {};

const parsed = (source) => {
  const doc = parseDocument(source, STRINGS);
  if (doc.errors.length) throw doc.errors[0];
  return doc;
};

// `source` saying `wanted`. With `keep` what is empty now leaves its key behind, and what is new
// stands last; without, it goes with its key, and stands in the order of `wanted`.
export const merge = (source, wanted, keep) => {
  const doc = parsed(source);
  if (!isMap(doc.contents)) return stringify(filled(wanted) ?? {}, WRITTEN);
  const edits = [];
  editMap(edits, source, doc, doc.contents, wanted, keep);
  const made = edits
    .reverse()
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to, put }) => text.slice(0, from) + put + text.slice(to), source);
  if (same(read(made), wanted)) return made;
  // A form that the edits above don't know: the library writes it, in its own layout.
  for (const { key } of [...doc.contents.items]) if (!(key.value in wanted)) doc.delete(key.value);
  for (const [key, value] of Object.entries(wanted)) {
    if (!same(doc.toJS()[key], value)) doc.set(key, doc.createNode(value));
  }
  return doc.toString(WRITTEN);
};

const editMap = (edits, source, doc, map, wanted, keep) => {
  let before;
  const pairs = new Map(map.items.map((pair) => [pair.key.value, pair]));
  for (const [key, pair] of pairs) {
    const value = wanted[key];
    if (same(pair.value?.toJS(doc) ?? null, value)) continue;
    if (filled(value) === undefined) edits.push(emptied(source, map, pair, keep));
    else if (isMap(pair.value) && isRecord(value)) editMap(edits, source, doc, pair.value, value, keep);
    else edits.push(replaced(source, map, pair, value));
  }
  for (const [key, value] of Object.entries(wanted)) {
    if (pairs.has(key)) before = pairs.get(key);
    else if (filled(value) !== undefined && !map.flow) {
      const after = keep ? undefined : before;
      edits.push(added(source, map, after ?? map.items.at(-1), { [key]: filled(value) }));
    }
  }
};

const replaced = (source, map, { key, value }, wanted) => {
  const after = afterColon(source, key);
  const to = end(value) || after + (map.flow && source[after] === " " ? 1 : 0);
  const quotes = ["QUOTE_DOUBLE", "QUOTE_SINGLE"].find((type) => type === value?.type);
  const how = { ...WRITTEN, defaultStringType: quotes ?? "PLAIN", defaultKeyType: "PLAIN" };
  if (map.flow || (isSeq(value) && value.flow)) {
    const flow = stringify([wanted], { ...how, collectionStyle: "flow", flowCollectionPadding: false });
    return { from: after, to, put: ` ${flow.trim().slice(1, -1)}` };
  }
  const put = indented(stringify({ x: wanted }, how), column(source, key)).trimEnd().slice(2);
  return { from: after, to, put };
};

const emptied = (source, map, { key, value }, keep) => {
  if (map.flow || (keep && !isMap(value) && !isSeq(value))) {
    return { from: afterColon(source, key) + (map.flow ? 1 : 0), to: end(value), put: "" };
  }
  const line = source.indexOf("\n", end(value) || key.range[1]);
  return { from: key.range[0] - column(source, key), to: line < 0 ? source.length : line + 1, put: "" };
};

const added = (source, map, before, pair) => {
  const indent = column(source, map.items[0].key);
  const put = indented(stringify(pair, WRITTEN), indent).trimEnd();
  const line = source.indexOf("\n", end(before.value) || before.key.range[1]);
  const from = line < 0 ? source.length : line;
  return { from, to: from, put: `\n${" ".repeat(indent)}${put}` };
};

const indented = (text, by) => text.replace(/\n(?!$)/g, `\n${" ".repeat(by)}`);
const column = (source, node) => node.range[0] - (source.lastIndexOf("\n", node.range[0] - 1) + 1);
const afterColon = (source, key) => source.indexOf(":", key.range[1]) + 1;
const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

// Where the last word of a node ends, 0 where it has none: what the library counts to a block goes
// on to the next one, and what is empty stands for it behind the comment.
const end = (node) => {
  if (!node || node.value === "") return node?.source ? node.range[1] : 0;
  const last = isMap(node) || isSeq(node) ? node.items.at(-1) : undefined;
  if (!last || node.flow) return node.range[1];
  return isMap(node) ? end(last.value) || last.key.range[1] + 1 : end(last);
};

// A value without what is empty in it; undefined where nothing is left.
const filled = (value) => {
  if (value === null || value === undefined || value === "") return undefined;
  if (Array.isArray(value)) {
    const items = value.map(filled).filter((item) => item !== undefined);
    return items.length ? items : undefined;
  }
  if (!isRecord(value)) return String(value);
  const entries = Object.entries(value).map(([key, item]) => [key, filled(item)]);
  const kept = entries.filter(([, item]) => item !== undefined);
  return kept.length ? Object.fromEntries(kept) : undefined;
};

// In an order that is always the same; a list of one says what its item says.
const sorted = (value) => {
  if (Array.isArray(value)) return value.length === 1 ? sorted(value[0]) : value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
};
const same = (one, other) => JSON.stringify(sorted(filled(one))) === JSON.stringify(sorted(filled(other)));
