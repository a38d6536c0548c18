// SPDX-License-Identifier: GPL-3.0-or-later
// linkage.mjs - from files to a reviewed count in the browser, without JavaScript, each step with its seconds. What is
// waited for is what a person waits for: the page that has the answer, also where pages on the way refresh themselves.
import { readFileSync } from 'node:fs'
import { axe, check, context, finish, launch, overflow, press, settled, unlock } from './lib.mjs'

const BASE = process.env.BASE.replace(/\/$/, '')
const PASSPHRASE = readFileSync(process.env.PASSPHRASE_FILE, 'utf8').trim()
const FILES = process.env.FILES.split(' ')
const REVIEWED = Number(process.env.REVIEWED || 10)

async function timed(what, step) {
	const from = performance.now()
	const got = await step()
	console.log(`${((performance.now() - from) / 1000).toFixed(2).padStart(9)} s  ${what}`)
	return got
}
const done = (page) => settled(page, 900000)
const shot = (page, name) => page.screenshot({ path: `${process.env.SHOTS}/large-${name}.png`, fullPage: true })

async function takeIn(page, file) {
	const name = `List ${file.replace(/.*\//, '').replace('.csv', '')}`
	await page.goto(`${BASE}/lists/add`)
	await page.fill('#name', name)
	await page.check('input[name="duplicate_free"][value="no"]')
	await press(page, 'button.primary[value="preview"]')
	await press(page, 'button.primary[value="seal"]')
	await page.setInputFiles('#ev', file)
	await timed(`${name}: sent and looked at`, async () => {
		await press(page, 'button.primary[value="look"]')
		await done(page)
	})
	await shot(page, 'columns')
	await timed(`${name}: read whole and compared`, async () => {
		await press(page, 'button.primary[value="plan"]')
		await done(page)
	})
	await shot(page, 'plan')
	await timed(`${name}: sealed`, async () => {
		await press(page, 'button.primary[value="seal"]')
		await done(page)
	})
	check(`${name} is in the register`, /\/list\/I-\d+/.test(page.url()), page.url())
	console.log(`             ${(await page.locator('.notice[role=status]').innerText()).split('\n')[0]}`)
}

async function link(page) {
	await page.goto(`${BASE}/linkage`)
	await timed('compared, learned, clustered', async () => {
		await press(page, 'button[value="run"]')
		await shot(page, 'progress')
		await done(page)
	})
	check('a run says what it would change', (await page.locator('#diff').count()) === 1)
	await shot(page, 'found')
	await timed('sealed what it found', async () => {
		await press(page, 'button[value="write"]')
		await done(page)
	})
	check('and is in the log', (await page.locator('#model').count()) === 1)
	await shot(page, 'linkage')
	console.log(`             ${await page.locator('main .standfirst').first().innerText()}`)
}

async function review(page) {
	await timed('the queue', () => page.goto(`${BASE}/review`))
	await shot(page, 'review')
	const first = page.locator('main a[href^="/match/"]').first()
	if (!check('there is a pair to look at', (await first.count()) === 1))
		return
	await press(page, first)
	await shot(page, 'match')
	await timed(`${REVIEWED} pairs decided`, async () => {
		for (let i = 0; i < REVIEWED && (await page.locator('#says-same').count()); i++) {
			await page.check('#says-same')
			await press(page, 'button[value="record"]')
		}
	})
	await page.goto(`${BASE}/linkage`)
	console.log(`             ${await page.locator('main .standfirst').first().innerText()}`)
}

async function look(page, judged, path) {
	await timed(path, () => page.goto(BASE + path))
	await judged.goto(BASE + path)
	for (const width of [1280, 390]) {
		await judged.setViewportSize({ width, height: 900 })
		const wide = await overflow(judged)
		check(`${path} ${width}: no sideways overflow`, wide === '', wide)
	}
	const faults = await axe(judged)
	check(`${path}: axe`, faults === '', faults)
}

const browser = await launch()
try {
	const c = await context(browser)
	const page = await c.newPage()
	page.setDefaultTimeout(900000)
	await unlock(page, BASE, PASSPHRASE)
	await timed('all of it', async () => {
		for (const file of FILES)
			await takeIn(page, file)
		await link(page)
		await review(page)
	})
	const on = await context(browser, { js: true, state: await c.storageState() })
	const judged = await on.newPage()
	await page.goto(`${BASE}/list/I-00001`)
	const cluster = await page.locator('a[href^="/cluster/"]').first().getAttribute('href')
	for (const path of ['/lists', '/list/I-00001', '/list/I-00001?page=20', '/linkage', '/review', '/review?round=all', cluster,
		'/mentions?q=Mohammad', '/register?q=Mohammad'])
		await look(page, judged, path)
} catch (e) {
	check('the test itself', false, e.stack)
} finally {
	await browser.close()
}
finish()
