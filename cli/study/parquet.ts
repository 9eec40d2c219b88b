import type { Table, TableCell } from "../../src/study/tables.ts";

/** Rows that are held at once. */
const GROUP = 50_000;

/** A table as a Parquet file: texts and doubles, null where there is nothing. What writes it is fetched when it is first asked for. */
export async function parquetOf({ columns, rows }: Table): Promise<Uint8Array> {
  const { ByteWriter, parquetWriteRows } = await import("hyparquet-writer");
  const writer = new ByteWriter();
  await parquetWriteRows({
    writer,
    columns: columns.map(({ name, type }) => ({ name, type: type === "text" ? "STRING" : "DOUBLE" })),
    rows: recordsOf(columns, rows()),
    rowGroupSize: GROUP,
  });
  return writer.getBytes();
}

function* recordsOf(
  columns: Table["columns"],
  rows: Iterable<readonly TableCell[]>,
): Iterable<Record<string, TableCell>> {
  for (const row of rows) yield Object.fromEntries(columns.map(({ name }, i) => [name, row[i]!]));
}
