// Writes cairn/kernel/data/pinyin.txt: the usual Chinese characters in the order of their sounds.
//
// The order is that of the Unicode Common Locale Data Repository, which Node carries; the characters
// are the 6,763 of GB 2312. Also the order of all countries by name in every language, against which
// the tests compare ours. Run it after an update of Node:
//   node tools/build_pinyin.mjs names.json
// where names.json is {language: {code: name}}, as the test module says how to write.

import { readFileSync, writeFileSync } from "node:fs";

const decoder = new TextDecoder("gb2312");
const characters = [];
for (let row = 0xb0; row <= 0xf7; row++)
  for (let cell = 0xa1; cell <= 0xfe; cell++) {
    const text = decoder.decode(Uint8Array.of(row, cell));
    if (/^\p{Script=Han}$/u.test(text)) characters.push(text);
  }
characters.sort(new Intl.Collator("zh-u-co-pinyin").compare);
const root = new URL("..", import.meta.url);
const lines = [];
for (let at = 0; at < characters.length; at += 50) lines.push(characters.slice(at, at + 50).join(""));
writeFileSync(new URL("cairn/kernel/data/pinyin.txt", root), lines.join("\n") + "\n");

const names = JSON.parse(readFileSync(process.argv[2], "utf8"));
const order = {};
for (const [language, named] of Object.entries(names)) {
  const compare = new Intl.Collator(language).compare;
  const codes = Object.keys(named).sort((a, b) => compare(named[a], named[b]) || (a < b ? -1 : 1));
  order[language] = codes.join(" ");
}
const out = new URL("tests/kernel/collated.json", root);
writeFileSync(out, JSON.stringify({ cldr: process.versions.cldr, order }, null, 1) + "\n");
