import type { Block, Inline } from "./blocks";

/** A line of a page or of a model, cut into the parts that stand in it. */
export type Line = Inline[];
type Table = Extract<Block, { kind: "table" }>;

const CUT = /\s*(?<!\\)\|\s*/;
const KEY = /^([^:|]{1,40}):\s+(?=\S)/;
const RULE = /^[\s|:-]*-[\s|:-]*$/;
/** Columns that fit beside each other; more of them stand one below the other. */
const BESIDE = 3;

/** The words of a line. */
const words = (line: Line): string => line.map((part) => ("text" in part ? part.text : "")).join("");

/** Whether a line is a row: `Leistung: Küche | Preis: 22.000 €`, or one of Markdown's. */
export function isRow(line: Line): boolean {
  const text = words(line).trim();
  return /^\|.*\|/.test(text) || (CUT.test(text) && text.split(CUT).every((cell) => KEY.test(cell)));
}

/** Rows that follow each other as tables: those that name the same columns are one. */
export function tables(lines: Line[]): Table[] {
  const found: Table[] = [];
  let columns = "";
  lines.forEach((line, number) => {
    if (RULE.test(words(line))) return;
    const cells = cellsOf(line);
    const keys = cells.map((cell) => KEY.exec(words(cell))?.[1] ?? null);
    const named = keys.every((key) => key !== null);
    const of = named ? keys.join("\n") : "plain";
    const ruled = RULE.test(words(lines[number + 1] ?? [])) && words(lines[number + 1] ?? []) !== "";
    if (of !== columns || ruled) found.push({ kind: "table", head: named ? keys : [], rows: [] });
    columns = of;
    const table = found.at(-1);
    if (!table) return;
    if (!named && ruled) table.head = cells.map(words);
    else table.rows.push(named ? cells.map(withoutKey) : cells);
  });
  return found.filter(({ head, rows }) => head.length || rows.length).map(upright);
}

/** A single row, or one of many columns, is read from the top: each name beside what it has. */
function upright(table: Table): Table {
  const { head, rows } = table;
  if (!head.length || (rows.length > 1 && head.length <= BESIDE)) return table;
  const pairs = rows.flatMap((row) => row.map((cell, at): Line[] => [[{ kind: "text", text: head[at] ?? "" }], cell]));
  return { kind: "table", head: [], rows: pairs, named: true };
}

function cellsOf(line: Line): Line[] {
  const cells: Line[] = [[]];
  for (const part of line) {
    if (part.kind !== "text") {
      cells.at(-1)?.push(part);
      continue;
    }
    part.text.split(CUT).forEach((text, number) => {
      if (number) cells.push([]);
      if (text) cells.at(-1)?.push({ kind: "text", text });
    });
  }
  const empty = (cell: Line | undefined) => cell !== undefined && !words(cell).trim() && cell.length < 2;
  if (empty(cells[0])) cells.shift();
  if (empty(cells.at(-1)) && cells.at(-1)?.every(({ kind }) => kind === "text")) cells.pop();
  return cells;
}

function withoutKey(cell: Line): Line {
  const [first, ...rest] = cell;
  return first?.kind === "text" ? [{ kind: "text", text: first.text.replace(KEY, "") }, ...rest] : cell;
}
