// Opens a page of spunta-export --to=html in headless Chromium and does what a reader would: filter, search, sort,
// follow links, look at the charts, with and without scripts, wide and narrow. One line a check on standard output,
// "ok NAME" or "not ok NAME: why". Pictures of the page are left in a folder for the eye; nothing compares them.
//
//	NODE_PATH=… node open-report.js PAGE.html STREAM.jsonl PICTURES_FOLDER
'use strict'
const assert = require('assert')
const fs = require('fs')
const path = require('path')
const { chromium } = require('playwright-core')
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

const [file, stream, pictures] = process.argv.slice(2)
const url = `file://${path.resolve(file)}`
const records = fs.readFileSync(stream, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
const of = (type) => records.filter((r) => r.type === type)
const byId = new Map(records.map((r) => [r.id, r]))
const findings = of('finding')
const isFault = (f) => !['match', 'not-computable'].includes(f.status) && f.severity !== 'info'
const fold = (text) => text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '')

let browser
const checks = []
const check = (name, run, options = {}) => checks.push({ name, run, options })

// The programme or public value that a record belongs to.
function part (id) {
  for (let r = byId.get(id); r; r = byId.get(r.scope || r.objective || r.public_value || r.programme)) {
    if (['programme', 'public_value'].includes(r.type)) return r.id
  }
}
const shown = (page) => page.locator('#tabella tbody tr:visible').count()
const counter = (page) => page.locator('#mostrate').innerText()

check('it opens without a word from the browser', async (page, heard) => {
  assert.match(await page.title(), /Comune di Roccaspina/)
  await page.waitForLoadState('load')
  assert.deepStrictEqual(heard, [])
})
check('its policy lets no other script run', async (page) => {
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.intruder = 1'
    document.body.append(script)
    document.body.setAttribute('onclick', 'window.intruder = 2')
    document.body.click()
    return window.intruder
  })
  assert.strictEqual(ran, undefined)
})
check('summary: the counts of the stream', async (page) => {
  for (const tile of await page.locator('.tile').all()) {
    const status = await tile.getAttribute('data-status')
    const want = findings.filter((f) => f.status === status).length
    assert.strictEqual(Number(await tile.locator('strong').innerText()), want, status)
  }
  assert.strictEqual(await page.locator('.card').count(), findings.filter(isFault).length)
})
check('filter by status, rule, part of the document', async (page) => {
  const by = { status: (f) => f.status, rule: (f) => f.rule, part: (f) => part(f.subject) }
  for (const [name, value] of Object.entries(by)) {
    for (const option of new Set(findings.map(value).filter(Boolean))) {
      await page.selectOption(`select[name=${name}]`, option)
      const want = findings.filter((f) => value(f) === option).length
      assert.strictEqual(await shown(page), want, `${name} ${option}`)
      assert.strictEqual(await counter(page), `Mostrate ${want} verifiche su ${findings.length}`)
    }
    await page.click('button[type=reset]')
    await page.waitForFunction((n) => document.querySelectorAll('#tabella tbody tr:not(.out)').length === n, findings.length)
  }
  await page.click('.tile.match')
  assert.strictEqual(await shown(page), findings.filter((f) => f.status === 'match').length)
})
check('what is asked for stands in the address, and is asked for again from there', async (page) => {
  await page.selectOption('select[name=status]', 'match')
  const word = (await page.locator('#tabella tbody tr[data-status=match] th').first().innerText()).split(/\s/)[0]
  await page.fill('input[name=text]', word)
  const want = await shown(page)
  assert.ok(want > 0 && want < findings.length, word)
  assert.strictEqual(await page.evaluate(() => location.hash.split('?')[0]), '#verifiche')
  const address = page.url()
  await page.goto('about:blank')
  await page.goto(address)
  assert.strictEqual(await shown(page), want)
  assert.strictEqual(await page.locator('input[name=text]').inputValue(), word)
  await page.click('button[type=reset]')
  await page.waitForFunction(() => location.hash === '#verifiche')
})
check('search: words in any order, without case and accents', async (page) => {
  const rows = await page.locator('#tabella tbody tr').allTextContents()
  for (const text of ['OBIETTIVO', 'e indicatore', 'meta', 'mèta', '100 /', 'no such words']) {
    const want = rows.filter((row) => text.split(' ').every((word) => fold(row).includes(fold(word)))).length
    await page.fill('input[name=text]', text)
    assert.strictEqual(await shown(page), want, text)
  }
  assert.strictEqual(await shown(page), 0)
})
check('sort: by figures and by words, both ways, what is empty last', async (page) => {
  const head = (n) => page.locator('#tabella thead th').nth(n)
  const keys = (n) => page.locator(`#tabella tbody tr > :nth-child(${n + 1})`).evaluateAll((cells) =>
    cells.map(({ dataset: { sort }, textContent }) => sort === '' ? null : sort === undefined ? textContent : Number(sort)))
  const recomputed = findings.map((f) => f.recomputed === null || f.recomputed === undefined ? null : Number(f.recomputed))
  for (const sign of [1, -1]) {
    await head(3).getByRole('button').click()
    assert.strictEqual(await head(3).getAttribute('aria-sort'), sign > 0 ? 'ascending' : 'descending')
    const want = recomputed.filter((n) => n !== null).sort((a, b) => sign * (a - b))
    assert.deepStrictEqual((await keys(3)).slice(0, want.length), want)
    assert.ok((await keys(3)).slice(want.length).every((n) => n === null))
  }
  await head(0).getByRole('button').press('Enter')
  const ranks = await keys(0)
  assert.deepStrictEqual(ranks, [...ranks].sort((a, b) => a - b))
  assert.strictEqual(await head(3).getAttribute('aria-sort'), null)
  assert.strictEqual(await head(5).getByRole('button').count(), 0)
})
check('charts of contributions: bars as long as their figures, and the figures beside them', async (page) => {
  const rows = await page.locator('.value tr[data-id]').evaluateAll((all) => all.map((row) => {
    const whole = row.querySelector('svg.hbars').getBoundingClientRect().width
    const bars = Array.from(row.querySelectorAll('svg.hbars rect'), (e) =>
      [e.getAttribute('class'), [Number(e.dataset.value), e.getBoundingClientRect().width / whole * 100]])
    return { id: row.dataset.id, cells: Array.from(row.cells, (cell) => cell.innerText), bars: Object.fromEntries(bars) }
  }))
  assert.deepStrictEqual(rows.map((row) => row.id), of('contribution').map((c) => c.id))
  for (const { id, cells, bars } of rows) {
    const c = byId.get(id)
    for (const [n, key] of [[1, 'weight'], [2, 'achievement'], [3, 'weighted']]) {
      assert.strictEqual(cells[n], c[key] ? c[key].raw : '')
      if (!c[key] || c[key].value === null) {
        assert.strictEqual(bars[key], undefined)
        continue
      }
      const [value, length] = bars[key]
      assert.strictEqual(value, c[key].value)
      assert.ok(Math.abs(length - c[key].value) < 0.5, `${id} ${key} ${length}`)
    }
  }
})
check('charts of indicators: bars as high as their figures, targets at their height, the same in a table', async (page) => {
  const valued = (figures) => (figures || []).filter((f) => f.value !== null)
  const drawn = of('indicator').filter((i) => valued(i.actuals).length + valued(i.targets).length > 0)
  assert.strictEqual(await page.locator('.indicator').count(), drawn.length)
  const charts = await page.locator('.indicator').evaluateAll((all) => all.map((e) => {
    const numbers = (selector, name) => Array.from(e.querySelectorAll(selector),
      (x) => [Number(x.dataset.value), Number(x.getAttribute(name))])
    return { id: e.dataset.id, bars: numbers('rect.actual', 'height'), targets: numbers('line.target', 'y1'),
      axis: numbers('line.axis', 'y1')[0][1], cells: Array.from(e.querySelectorAll('td'), (cell) => cell.textContent) }
  }))
  for (const { id, bars, targets, axis, cells } of charts) {
    const i = byId.get(id)
    assert.deepStrictEqual(bars.map((b) => b[0]), valued(i.actuals).sort((a, b) => a.year - b.year).map((a) => a.value))
    const [most, highest] = bars.reduce((a, b) => Math.abs(b[0]) > Math.abs(a[0]) ? b : a, [0, 0])
    for (const [value, height] of bars) assert.ok(most === 0 || Math.abs(height / highest - Math.abs(value / most)) < 0.01, id)
    if (i.target && i.target.value !== null && most > 0 && !i.target.year) {
      assert.strictEqual(targets[0][0], i.target.value)
      assert.ok(Math.abs((axis - targets[0][1]) / highest - i.target.value / most) < 0.01, id)
    }
    for (const f of i.actuals) if (f.raw) assert.ok(cells.includes(f.raw), `${id} ${f.raw}`)
  }
})
check('a link to a finding leads there, also when it is filtered away', async (page) => {
  const fault = findings.find(isFault).id
  const match = findings.find((f) => f.status === 'match').id
  const inView = (id) => page.evaluate((wanted) => {
    const e = document.getElementById(wanted), box = e.getBoundingClientRect()
    return document.activeElement === e && box.top >= -1 && box.top < window.innerHeight
  }, id)
  const hex = (c) => Array.from(Buffer.from(c), (b) => `~${b.toString(16).padStart(2, '0')}`).join('')
  const id = (finding) => finding.replace(/[^A-Za-z0-9:._-]/g, hex)
  await page.goto(`${url}#${id(fault)}`)
  await page.reload()
  assert.ok(await inView(id(fault)), fault)
  await page.selectOption('select[name=status]', { index: 1 })
  await page.fill('input[name=text]', 'no such words')
  await page.evaluate((hash) => { location.hash = hash }, id(match))
  await page.waitForFunction((wanted) => document.activeElement.id === wanted, id(match))
  assert.ok(await inView(id(match)), match)
})
check('pictures are there, each with words', async (page) => {
  const images = await page.locator('.card img').evaluateAll((all) => all.map((e) =>
    [e.naturalWidth, e.width / e.height, Number(e.getAttribute('width')) / Number(e.getAttribute('height')), e.alt]))
  assert.strictEqual(images.length, findings.filter((f) => isFault(f) && f.source && f.source.bbox).length)
  for (const [width, ratio, said, alt] of images) {
    assert.ok(width > 100 && Math.abs(ratio / said - 1) < 0.03 && /pagina \d/.test(alt), alt)
  }
})
check('keyboard: the first stop skips to the checks, and every stop is seen', async (page) => {
  await page.keyboard.press('Tab')
  assert.strictEqual(await page.evaluate(() => document.activeElement.className), 'skip')
  for (let n = 0; n < 20; n++) {
    await page.keyboard.press('Tab')
    const seen = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle)
    assert.notStrictEqual(seen, 'none', `stop ${n}`)
  }
})
check('without scripts all is shown, and nothing that does not work', async (page) => {
  assert.strictEqual(await page.locator('#tabella tbody tr:visible').count(), findings.length)
  assert.strictEqual(await page.locator('#filtri:visible').count(), 0)
  assert.strictEqual(await page.locator('thead button').count(), 0)
  assert.strictEqual(await page.locator('.indicator:visible').count(), await page.locator('.indicator').count())
}, { javaScriptEnabled: false })
check('on paper: no filters, every row', async (page) => {
  await page.fill('input[name=text]', 'no such words')
  await page.emulateMedia({ media: 'print' })
  assert.strictEqual(await page.locator('#filtri:visible').count(), 0)
  assert.strictEqual(await shown(page), findings.length)
  assert.ok((await page.pdf({ format: 'A4' })).length > 10000)
})
check('from 320 to 1920 pixels: nothing is wider than the screen', async (page) => {
  for (const width of [320, 380, 600, 768, 1024, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 })
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width, `${width}`)
  }
})

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1280, 380]) {
    check(`no fault of accessibility: ${width} pixels, ${colorScheme}`, async (page) => {
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() => window.axe.run())
      assert.deepStrictEqual(violations.map((v) => `${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 160)}`), [])
      await page.screenshot({ path: path.join(pictures, `${path.basename(file, '.html')}-${width}-${colorScheme}.png`) })
    }, { colorScheme, viewport: { width, height: 1600 } })
  }
}

async function run ({ name, run, options }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options })
  const page = await context.newPage(), heard = []
  page.setDefaultTimeout(20000)
  page.on('console', (message) => heard.push(message.text()))
  page.on('pageerror', (error) => heard.push(String(error)))
  page.on('request', (request) => { if (request.url() !== url && !request.url().startsWith('data:')) heard.push(request.url()) })
  try {
    await page.goto(url)
    await run(page, heard)
    console.log(`ok ${name}`)
  } catch (error) {
    console.log(`not ok ${name}: ${error.message.replace(/\n/g, ' ')}`)
  }
  await context.close()
}

async function main () {
  fs.mkdirSync(pictures, { recursive: true })
  const args = process.getuid() === 0 ? ['--no-sandbox'] : [] // Chromium refuses to run as root with it
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args })
  for (const c of checks) await run(c)
  await browser.close()
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
