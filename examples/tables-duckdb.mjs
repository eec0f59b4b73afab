// A table of a document in DuckDB, and from there as Parquet: node tables-duckdb.mjs FILE.pdf TABLE OUT.parquet
// (npm install @duckdb/node-api). The database's own reader finds the types of the CSV: numbers are DOUBLE or BIGINT,
// codes that begin with a zero stay VARCHAR.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const { DuckDBInstance } = createRequire(import.meta.url)('@duckdb/node-api')
const [document, number, parquet] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'tables-'))
const csv = join(folder, 'table.csv')
try {
  execFileSync('spunta', ['tables', '--to=csv', `--table=${number}`, '--figures=values', '-o', csv, document])
  const db = await (await DuckDBInstance.create()).connect()
  const quoted = (text) => `'${text.replaceAll("'", "''")}'`
  await db.run(`CREATE TABLE t AS FROM read_csv(${quoted(csv)}, all_varchar = false)`)
  await db.run(`COPY t TO ${quoted(parquet)} (FORMAT parquet)`)
  const columns = await db.runAndReadAll(`DESCRIBE FROM ${quoted(parquet)}`)
  for (const [name, type] of columns.getRows()) console.log(`${name}: ${type}`)
} finally {
  rmSync(folder, { recursive: true })
}
