// Makes a Pagefind index: of pages as JSON on standard input, into the folder that is named.
import { readFileSync } from "node:fs";
import * as pagefind from "pagefind";

const { index } = await pagefind.createIndex();
for (const page of JSON.parse(readFileSync(0, "utf-8"))) {
  const { errors } = await index.addHTMLFile(page);
  if (errors.length) throw new Error(errors.join("\n"));
}
await index.writeFiles({ outputPath: process.argv[2] });
await pagefind.close();
