// Reads a data package with the Frictionless libraries: the descriptor is valid, every row has its types, keys
// are unique, foreign keys hold, bytes and hashes are right. Prints "resource rows" and "resource.column sum".
'use strict'
const crypto = require('crypto')
const fs = require('fs')
const path = require('path')
const { Package } = require('datapackage')

async function main(folder, ...columns) {
  const pkg = await Package.load(path.join(folder, 'datapackage.json'), { strict: true })
  if (!pkg.valid) throw new Error(pkg.errors.join('; '))
  for (const resource of pkg.resources) {
    if (!resource.valid) throw new Error(`${resource.name}: ${resource.errors.join('; ')}`)
    const bytes = fs.readFileSync(path.join(folder, resource.descriptor.path))
    const hash = `sha256:${crypto.createHash('sha256').update(bytes).digest('hex')}`
    if (hash !== resource.descriptor.hash) throw new Error(`${resource.name}: hash ${hash}`)
    if (bytes.length !== resource.descriptor.bytes) throw new Error(`${resource.name}: ${bytes.length} bytes`)
    const rows = await resource.read({ keyed: true, relations: true })
    console.log(`${resource.name} ${rows.length}`)
    for (const column of columns.filter((c) => c.startsWith(`${resource.name}.`))) {
      const key = column.slice(resource.name.length + 1)
      const sum = rows.reduce((total, row) => total + (row[key] || 0), 0)
      console.log(`${column} ${Math.round(sum * 1e6) / 1e6}`)
    }
  }
}

main(...process.argv.slice(2)).catch((error) => {
  console.error(error.multiple ? error.errors.map(String).join('\n') : String(error))
  process.exit(1)
})
