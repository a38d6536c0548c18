// SPDX-License-Identifier: GPL-3.0-or-later
// ways.mjs - the ways a reader takes, without JavaScript: from a figure to a proof that another
// program accepts; search; locking; the two languages.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { accessKey, check, context, press, settled, unlock } from './lib.mjs'

async function follow(page, selector, what) {
	const link = page.locator(selector).first()
	if (!check(`${what}: there is a link`, (await link.count()) > 0, `${selector} on ${page.url()}`))
		return false
	await press(page, link)
	return check(`${what}: ${page.url()} opens`, (await page.locator('main h1').count()) === 1)
}

// Figure > case > claim > proof, each by a click.
async function figureToProof(browser, base, state) {
	const c = await context(browser, { state })
	const page = await c.newPage()
	await page.goto(`${base}/figures`)
	if (!(await follow(page, 'main a[href^="/figure/"]', 'from the figures to one')))
		return
	const down = 'main a[href^="/event/"], main a[href^="/person/"], main a[href^="/claim/"]'
	if (!(await follow(page, down, 'from the figure to a case or claim')))
		return
	if (!page.url().includes('/claim/') && !(await follow(page, 'main a[href^="/claim/"]', 'from the case to a claim')))
		return
	if (!(await follow(page, 'main a[href^="/proof/"]:not([href*="download"])', 'from the claim to its proof')))
		return
	const href = await page.locator('main a[href*="download=1"]').first().getAttribute('href')
	const proof = await (await c.request.get(base + href)).body()
	const file = `${process.env.TMP}/proof.txt`
	writeFileSync(file, proof)
	let said = ''
	try {
		said = execFileSync(process.env.VERIFY, ['--policy', process.env.POLICY, file], { encoding: 'utf8' })
	} catch (e) {
		said = String(e.stdout)
	}
	check('vigil-verify accepts the proof', said.startsWith('accepted'), said.slice(0, 200))

	await page.goto(`${base}/verify`)
	await page.setInputFiles('#b', file)
	await press(page, 'form[action="/verify"] button.primary')
	check('the page Verify accepts it too', (await page.locator('section.proof ol.steps').count()) === 1)
	check('and says what it does not show', (await page.locator('.says > div').count()) === 2)
	proof[proof.length - 40] ^= 1
	writeFileSync(file, proof)
	await page.setInputFiles('#b', file)
	await press(page, 'form[action="/verify"] button.primary')
	check('and refuses it with a byte changed', (await page.locator('section.proof').count()) === 1 &&
		(await page.locator('section.proof ol.steps').count()) === 0)
	await c.close()
}

// A picture sent in the form for an event, without JavaScript: kept through an error and the preview,
// sealed, covered, shown, downloaded, and told in its history.
async function evidence(browser, base, state) {
	const c = await context(browser, { state })
	const page = await c.newPage()
	// A picture that the browser itself makes: what is drawn of a page.
	await page.goto(base)
	const png = await page.screenshot({ clip: { x: 0, y: 0, width: 600, height: 400 } })
	const file = `${process.env.TMP}/a name of someone.png`
	writeFileSync(file, png)
	await page.goto(`${base}/add/event?victim=P-00001`)
	await page.selectOption('#type', 'hunger_strike').catch(() => page.selectOption('#type', { index: 1 }))
	await page.setInputFiles('#ev', file)
	await press(page, 'button.primary[value="preview"]')
	check('a form with an error keeps the file', (await page.locator('input[name="kept"]').count()) === 1 &&
		(await page.title()).startsWith('Error:'))
	await page.fill('#source', 'O-00001')
	await page.fill('#locator', 'page 3')
	await press(page, 'button.primary[value="preview"]')
	check('so does the preview, which lists it', (await page.locator('ul.kept li').count()) === 1,
		await page.locator('main').innerText().then((t) => t.slice(0, 300)))
	await page.screenshot({ path: `${process.env.SHOTS}/add-event-preview-files.png`, fullPage: true })
	await press(page, 'button.primary[value="seal"]')
	check('sealing leads to the event', page.url().includes('/event/'), page.url())
	check('which lists it under words', (await page.locator('#evidence .sheet.covered').count()) === 1)
	await page.screenshot({ path: `${process.env.SHOTS}/event-evidence.png`, fullPage: true })
	await press(page, page.locator('#evidence a').first())
	const url = page.url()
	check('its page is covered', (await page.locator('#look .sheet.covered').count()) === 1 && (await page.locator('#look img').count()) === 0)
	await press(page, '#look a.button')
	const img = page.locator('#look img').first()
	check('one click shows its small picture', (await img.count()) === 1 && (await img.evaluate((x) => x.naturalWidth)) > 0)
	const copy = await c.request.get(base + (await img.getAttribute('src')))
	check('as a JPEG that may do nothing', copy.headers()['content-type'] === 'image/jpeg' &&
		copy.headers()['content-security-policy'].includes('sandbox') && copy.headers()['x-content-type-options'] === 'nosniff')
	const [down] = await Promise.all([page.waitForEvent('download'), page.click('#original button')])
	check('the original is the file that was sent', readFileSync(await down.path()).equals(png))
	check('under a name that names nobody', /^V-\d+$/.test(down.suggestedFilename()), down.suggestedFilename())
	await page.goto(url)
	check('and that it was taken is recorded', (await page.locator('#custody').innerText()).includes('downloaded'))
	check('so is the worker that looked', !(await page.locator('#look').innerText()).includes('without being looked into'))
	await c.close()
	return new URL(url).pathname
}

// Two invented lists of the same people, spelt a little otherwise: taken in, linked, one pair decided.
const halves = [['Bar', 'Dil', 'Fer', 'Gol', 'Hoz', 'Kam', 'Lav', 'Mon', 'Nag', 'Peyv'],
	['zad', 'mik', 'shur', 'tob', 'rin', 'gash', 'lem', 'vand', 'khor', 'sip']]
function people(from, n, also) {
	const rows = ['no,Name,Died,Telephone']
	for (let i = from; i < from + n; i++)
		rows.push([i + 1, `${halves[0][i % 10]}${halves[1][Math.floor(i / 10) % 10]} ${halves[0][(i * 7) % 10]}${halves[1][Math.floor((i * 3) / 7) % 10]}${also}`,
			`20${String(i % 23).padStart(2, '0')}-${String((i % 12) + 1).padStart(2, '0')}-${String((i % 28) + 1).padStart(2, '0')}`, `0999-${i}`].join(','))
	return rows.join('\n') + '\n'
}

async function takeIn(page, base, name, csv) {
	const file = `${process.env.TMP}/${name}.csv`
	writeFileSync(file, csv)
	await page.goto(`${base}/lists/add`)
	await page.fill('#name', name)
	await page.check('input[name="duplicate_free"][value="yes"]')
	await press(page, 'button.primary[value="preview"]')
	await press(page, 'button.primary[value="seal"]')
	await page.setInputFiles('#ev', file)
	await press(page, 'button.primary[value="look"]')
	await settled(page)
	check(`${name}: its columns are guessed`, (await page.inputValue('#f1')) === 'name' && (await page.inputValue('#f2')) === 'date')
	await page.check('#s3')
	await press(page, '#columns button[value="preview"]')
	check(`${name}: what is sealed is not shown`, !(await page.locator('main').innerText()).includes('0999-'))
	await page.screenshot({ path: `${process.env.SHOTS}/list-columns.png`, fullPage: true })
	await press(page, 'button.primary[value="plan"]')
	await settled(page)
	await page.screenshot({ path: `${process.env.SHOTS}/list-plan.png`, fullPage: true })
	await press(page, 'button.primary[value="seal"]')
	await settled(page)
	check(`${name}: sealing leads to the list`, /\/list\/I-\d+/.test(page.url()), page.url())
}

async function lists(browser, base, state) {
	const c = await context(browser, { state })
	const page = await c.newPage()
	await takeIn(page, base, 'Example register', people(0, 80, ''))
	await takeIn(page, base, 'Example press list', people(40, 60, 'h'))
	await page.goto(`${base}/linkage`)
	await press(page, 'button[value="run"]')
	await settled(page)
	const found = await page.locator('main').innerText()
	check('a run says what it would change', (await page.locator('#diff').count()) === 1, found.slice(0, 300))
	await page.screenshot({ path: `${process.env.SHOTS}/linkage-found.png`, fullPage: true })
	await press(page, 'button[value="write"]')
	await settled(page)
	check('and is in the log once it is sealed', (await page.locator('#diff').count()) === 0 && (await page.locator('#model').count()) === 1)
	await page.goto(`${base}/list/I-00002`)
	await press(page, page.locator('a[href^="/cluster/"]').first())
	const cluster = new URL(page.url()).pathname
	check('a person has the rows of both lists', (await page.locator('#members li').count()) === 2)
	await press(page, page.locator('#why a[href^="/match/"]').first())
	const match = new URL(page.url()).pathname
	check('a pair is shown as weights that add up', (await page.locator('table.fall tbody tr').count()) >= 4)
	await press(page, 'button[value="record"]')
	check('no answer is no decision', (await page.title()).startsWith('Error:'))
	// By access keys alone, which Chromium has with Alt.
	for (const [key, at] of [['2', 'says-different'], ['3', 'says-unsure'], ['4', 'reason'], ['1', 'says-same']]) {
		await accessKey(page, key)
		check(`Alt+${key} reaches ${at}`, (await page.evaluate(() => document.activeElement.id)) === at)
	}
	check('the key of an answer gives it', await page.isChecked('#says-same'))
	await Promise.all([page.waitForNavigation(), accessKey(page, 'r')])
	await page.goto(base + match)
	check('a decision stands on the page of the pair', (await page.locator('#decisions li').count()) === 1)
	const mention = await page.locator('.versus a[href^="/mention/"]').first().getAttribute('href')
	await page.goto(`${base}/mentions`)
	await page.fill('#name', 'برزاد')
	await press(page, 'main form button')
	check('a name in the other script finds rows, and whose they are', (await page.locator('#rows tbody tr').count()) >= 1 &&
		(await page.locator('#rows a[href^="/cluster/"]').count()) >= 1, page.url())
	const rows = page.url().replace(base, '')
	await page.goto(`${base}/register?q=Barzad`)
	check('the search of the register shows them too', (await page.locator('#rows-found').count()) === 1)
	await c.close()
	return [cluster, match, mention, rows, '/review', '/review?round=all', '/linkage', '/lists', '/list/I-00001', '/lists/add', '/lists/import']
}

async function search(browser, base, state) {
	const c = await context(browser, { state })
	const page = await c.newPage()
	await page.goto(base)
	await page.fill('#q0', 'etemadi')
	await press(page, 'form.find button')
	check('search finds a name', (await page.locator('table.register tbody tr').count()) >= 1)
	check('the address is the question', page.url().endsWith('/register?q=etemadi'))
	await page.goto(`${base}/register?k=person&n=12`)
	const before = await page.locator('table.register tbody tr').count()
	await page.check('input[name="s"] >> nth=0')
	await press(page, 'form[aria-label] button.primary')
	const after = await page.locator('table.register tbody tr').count()
	check('a facet narrows the list', after >= 1 && after <= before, `${before} then ${after}`)
	check('and can be taken off', (await page.locator('.active-filters a').count()) === 2)
	await c.close()
}

async function errors(browser, base, state) {
	const c = await context(browser, { state })
	const page = await c.newPage()
	const gone = await page.goto(`${base}/nothing-here`)
	check('an unknown address is 404', gone.status() === 404)
	check('with an id to quote', /^404-[0-9a-f]{4}$/.test(await page.locator('code.copy').innerText()))
	const bad = await page.goto(`${base}/register?page=minus`)
	check('a question that cannot be read is 400', bad.status() === 400)
	const far = await c.request.post(`${base}/lock`, { form: { token: 'x' } })
	check('a form without our token is refused', far.status() === 403)
	await c.close()
}

async function lock(browser, base, passphrase) {
	const c = await context(browser)
	const page = await c.newPage()
	await unlock(page, `${base}/history`, passphrase)
	check('unlocking leads to the page asked for', page.url() === `${base}/history`)
	await press(page, '.who button')
	check('Lock locks', page.url() === `${base}/unlock`)
	const after = await page.goto(`${base}/history`)
	check('and the page is closed', after.status() === 403)
	await c.close()
}

export { evidence, lists }

// From what is out of the ordinary to one warning: taken, explained, refused without a word, and taken back.
async function warning(browser, base, state) {
	const c = await context(browser, { state })
	const page = await c.newPage()
	await page.goto(`${base}/warnings`)
	const figure = page.locator('#fi option', { hasText: 'Dated events' })
	if (!check('the warnings have the long series', (await figure.count()) === 1))
		return
	const number = await figure.getAttribute('value')
	await page.selectOption('#fi', number)
	await press(page, 'form[action="/warnings"] button')
	check('a warning has its check by source', /known from it alone/.test(await page.locator('.brief').first().innerText()))
	check('tiles stand for provinces', (await page.locator('ol.tiles > li').count()) === 31)
	if (!(await follow(page, 'main a[href^="/warning?"]', 'from the warnings to one')))
		return
	check('the one has its check by source', /known from it alone/.test(await page.locator('main').innerText()))
	await press(page, 'button[value=explain]')
	check('without a reason nothing is sealed', (await page.locator('[role=alert]').count()) === 1)
	await page.fill('textarea[name=why]', 'One report of one year was entered.')
	await press(page, 'button[value=explain]')
	check('what explains it stands on the page', /One report of one year/.test(await page.locator('#said').innerText()))
	await press(page, 'button[value=assign]')
	check('so does who took it', (await page.locator('#said li').count()) === 2)
	await page.goto(`${base}/warnings?figure=${number}`)
	check('and on the list', (await page.locator('.brief .tag', { hasText: 'Explained' }).count()) === 1)
	await page.goto(`${base}/figure/${number}`)
	check('the figure is drawn over time', (await page.locator('#time svg.plot').count()) >= 1)
	check('and its numbers are a table', (await page.locator('#time details table tbody tr').count()) > 100)
	await c.close()
}
// What is lacking for an estimate is said; what cannot be estimated is refused on the same page.
async function estimate(browser, base, state) {
	const c = await context(browser, { state })
	const page = await c.newPage()
	await page.goto(`${base}/estimate`)
	const ask = page.locator('form[action="/estimate"] button[value=run]')
	if ((await ask.count()) === 0) {
		check('the page of estimates says what is lacking', (await page.locator('main p.notice').count()) === 1)
	} else {
		await press(page, ask)
		check('an estimate of no lists is refused', (await page.locator('[role=alert]').count()) === 1)
		check('and nothing is estimated', (await page.locator('svg.plot, table.upset').count()) === 0)
	}
	await c.close()
}

export async function ways(browser, base, states, passphrase) {
	for (const way of [figureToProof, search, errors, warning, estimate])
		await way(browser, base, states.en)
	await lock(browser, base, passphrase) // last: it closes all sessions of the member
}
