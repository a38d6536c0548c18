// SPDX-License-Identifier: GPL-3.0-or-later
// pages.mjs - every route, in both languages, wide and narrow, light and dark; the ways through.
import { readFileSync } from 'node:fs'
import { axe, check, context, finish, launch, overflow, unlock } from './lib.mjs'
import { crawl, routes } from './crawl.mjs'
import { evidence, lists, ways } from './ways.mjs'

const BASE = process.env.FULL.replace(/\/$/, '')
const EMPTY = process.env.EMPTY.replace(/\/$/, '')
const PASSPHRASE = readFileSync(process.env.PASSPHRASE_FILE, 'utf8').trim()
const SHOTS = process.env.SHOTS
const PICTURES = process.env.PICTURES === '1'

// How each page is looked at, and what axe asks there (lib.mjs). Contrast, which costs as much as all its other rules, is
// asked once of the light colours and once of the dark ones; what a narrow page changes is its layout.
const LAYOUT = ['target-size', 'scrollable-region-focusable', 'meta-viewport']
const VIEWS = [
	{ lang: 'en', width: 1280, axe: {} },
	{ lang: 'en', width: 390, axe: { runOnly: { type: 'rule', values: LAYOUT } } },
	{ lang: 'fa', width: 1280, axe: { rules: { 'color-contrast': { enabled: false } } } },
	{ lang: 'fa', width: 390, dark: true, axe: {} },
]
const name = (path) => path.replace(/^\/$/, 'today').replace(/^\//, '').replace(/[^A-Za-z0-9-]+/g, '_').slice(0, 60)

async function state(browser, base, lang) {
	const c = await context(browser)
	const page = await c.newPage()
	await unlock(page, base, PASSPHRASE)
	await page.goto(`${base}/lang?to=${lang}&back=/`)
	check(`${lang}: the page says its language`, (await page.getAttribute('html', 'lang')) === lang)
	const s = await c.storageState()
	await c.close()
	return s
}

// One view of the pages as axe sees them, and as pictures if those are wanted.
async function lookAt(browser, base, paths, states, mark, v) {
	const how = `${v.lang}-${v.width}${v.dark ? '-dark' : ''}`
	const on = await context(browser, { ...v, js: true, state: states?.[v.lang] })
	const judged = await on.newPage()
	for (const path of paths) {
		const what = `${mark}${path} ${how}`
		try {
			await judged.goto(base + path)
			if (PICTURES)
				await judged.screenshot({ path: `${SHOTS}/${mark}${name(path)}-${how}.png`, fullPage: true })
			check(`${what}: no sideways overflow`, ...blank(await overflow(judged)))
			if (v.width === 390) {
				await judged.setViewportSize({ width: 360, height: 800 })
				check(`${what}: none at 360 px`, ...blank(await overflow(judged)))
				await judged.setViewportSize({ width: 390, height: 900 })
			}
			check(`${what}: axe`, ...blank(await axe(judged, v.axe)))
		} catch (e) {
			check(what, false, e.message.split('\n')[0])
		}
	}
	await on.close()
}
// All views at once: a page waits for its frames now and then.
async function look(browser, base, paths, states, mark) {
	await Promise.all(VIEWS.map((v) => lookAt(browser, base, paths, states, mark, v)))
}
const blank = (s) => [s === '', s]

const browser = await launch()
try {
	// Locked first: nothing is open yet.
	await look(browser, BASE, ['/unlock', '/register?q=x', '/verify'], null, 'locked-')
	const wrong = await (await context(browser)).newPage()
	await unlock(wrong, BASE, 'not the passphrase of this register')
	check('a wrong passphrase is refused in words', (await wrong.locator('[role=alert]').count()) === 1)
	check('and the page says so in its title', (await wrong.title()).startsWith('Error:'))

	const states = { en: await state(browser, BASE, 'en'), fa: await state(browser, BASE, 'fa') }
	// First, so that the pages of evidence have some to show.
	const piece = await evidence(browser, BASE, states.en)
	const linked = await lists(browser, BASE, states.en)
	const found = await crawl(browser, BASE, states.en)
	const known = routes(process.env.ROUTES)
	// The example has no protected source: /source/ leads on to the organisation that speaks.
	const unlinked = ['/copy/**', '/unlock', '/lang', '/assets/**', '/source/*', '/lists/import/run']
	for (const r of known.get)
		check(`route ${r} is reached by a link`, found.byRoute.has(r) || unlinked.includes(r))
	const paths = [...found.byRoute].filter(([r]) => !['/lang', '/assets/**', '/proof/*', '/copy/**'].includes(r)).flatMap(([, list]) => list)
	paths.push(...linked.filter((p) => !paths.includes(p)))
	paths.push(piece, `${piece}?open=1`, '/add/evidence', '/source/O-00002', '/register?q=zzzzqqqq', '/nothing-here', '/register?k=person&s=executed&x=1', '/register?page=999999')
	await look(browser, BASE, paths, states, '')

	const empty = { en: await state(browser, EMPTY, 'en'), fa: await state(browser, EMPTY, 'fa') }
	await look(browser, EMPTY, ['/', '/register', '/history'], empty, 'empty-')
	await ways(browser, BASE, states, PASSPHRASE)
} catch (e) {
	check('the test itself', false, e.stack)
} finally {
	await browser.close()
}
finish()
