// SPDX-License-Identifier: GPL-3.0-or-later
// lib.mjs - counting, the browser, and what every page must be.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

// What a page may take on a machine that has other work; a test that waits so long fails anyhow.
const SLOW_MS = 300000

let passed = 0
let failed = 0
export function check(what, ok, detail = '') {
	if (ok) {
		passed++
	} else {
		failed++
		console.log(`FAILED ${what}${detail ? ': ' + detail : ''}`)
	}
	return ok
}
export function finish() {
	console.log(`${passed} passed, ${failed} failed`)
	process.exit(failed ? 1 : 0)
}

export async function launch() {
	return chromium.launch({
		executablePath: process.env.CHROMIUM,
		args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
	})
}

// Pages have no scripts of their own. They are looked at with scripts off; axe needs its own, so
// it gets a context with scripts on, in which the same markup stands.
export async function context(browser, { js = false, width = 1280, dark = false, lang = 'en', state } = {}) {
	const c = await browser.newContext({
		javaScriptEnabled: js,
		bypassCSP: js,
		viewport: { width, height: 900 },
		colorScheme: dark ? 'dark' : 'light',
		storageState: state,
		locale: lang === 'fa' ? 'fa-IR' : 'en-GB',
	})
	c.setDefaultTimeout(SLOW_MS)
	return c
}

// A click that leads to a page: on it, and all of it read. Playwright itself goes on as soon as the first bytes
// are there, and what is counted then may be less than what comes.
export async function press(page, what) {
	const where = typeof what === 'string' ? page.locator(what).first() : what
	await Promise.all([page.waitForNavigation(), where.click()])
}

// A page that refreshes itself comes to its end without anybody asking: the foot of one that does not is there.
export async function settled(page, timeout = SLOW_MS) {
	await page.locator('html:not(:has(meta[http-equiv="refresh"])) footer.colophon').waitFor({ timeout })
	await page.waitForLoadState()
}

// The session goes from one context to the others as its cookie.
export async function unlock(page, base, passphrase) {
	await page.goto(base)
	await page.fill('#p', passphrase)
	await press(page, 'form[action="/unlock"] button')
}

// Alt and a key, as Chromium has access keys. keyboard.press leaves out what the key says without Alt, by which they are found.
export async function accessKey(page, key) {
	const cdp = await page.context().newCDPSession(page)
	const code = key.toUpperCase().charCodeAt(0)
	const event = { modifiers: 1, key, windowsVirtualKeyCode: code }
	await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', text: key, unmodifiedText: key, ...event })
}

export async function overflow(page) {
	return page.evaluate(() => {
		const root = document.documentElement
		if (root.scrollWidth <= root.clientWidth)
			return ''
		let worst = null
		for (const el of document.body.querySelectorAll('*')) {
			const r = el.getBoundingClientRect()
			if (el.closest('.scroll, .vh') || !r.width)
				continue
			if (r.right > root.clientWidth + 1 || r.left < -1)
				worst = el
		}
		return `${root.scrollWidth} > ${root.clientWidth} by ${worst ? worst.outerHTML.slice(0, 120) : '?'}`
	})
}

// What axe finds with these options of axe.run, or nothing.
export async function axe(page, options = {}) {
	await page.addScriptTag({ content: AXE })
	const r = await page.evaluate(async (asked) => {
		const found = await window.axe.run(document, { ...asked, resultTypes: ['violations'] })
		return found.violations.map((v) => `${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 160)}`)
	}, options)
	return r.join('; ')
}
