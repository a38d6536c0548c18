// SPDX-License-Identifier: GPL-3.0-or-later
// crawl.mjs - follow every link of the register: all lead somewhere, and every route is reached.
import { readFileSync } from 'node:fs'
import { check, context } from './lib.mjs'

const PAGES_MAX = 1500
const OF_A_ROUTE = 2 // addresses to look at more closely

export function routes(file) {
	const get = []
	const post = []
	for (const line of readFileSync(file, 'utf8').split('\n')) {
		const m = /^\t\{ HTTP_(GET|POST),\s*"([^"]+)"/.exec(line)
		if (m)
			(m[1] === 'GET' ? get : post).push(m[2])
	}
	return { get, post }
}

function routeOf(list, path) {
	return list.find((r) => {
		const want = r.split('/')
		const have = path.split('/')
		if (want.at(-1) === '**')
			return want.slice(0, -1).every((w, i) => w === have[i])
		return want.length === have.length && want.every((w, i) => w === '*' || w === have[i])
	})
}

const unescape = (s) => s.replace(/&amp;/g, '&').replace(/&#39;/g, "'").replace(/&quot;/g, '"')

export async function crawl(browser, base, state) {
	const c = await context(browser, { state })
	const known = routes(process.env.ROUTES).get
	const seen = new Map([['/', null]]) // address -> where it was found
	const ids = new Map() // address -> ids on it
	const anchors = []
	const byRoute = new Map()
	const queue = ['/']
	while (queue.length && ids.size < PAGES_MAX) {
		const at = queue.shift()
		const response = await c.request.get(base + at, { maxRedirects: 3 })
		const path = at.split('?')[0]
		const route = routeOf(known, path)
		if (!check(`${at} (linked from ${seen.get(at)}) answers`, response.status() === 200, `status ${response.status()}`))
			continue
		if (route) {
			const list = byRoute.get(route) ?? []
			if (list.length < OF_A_ROUTE)
				byRoute.set(route, [...list, at])
		}
		if (!(response.headers()['content-type'] ?? '').startsWith('text/html'))
			continue
		const html = await response.text()
		ids.set(at, new Set([...html.matchAll(/\sid="([^"]*)"/g)].map((m) => unescape(m[1]))))
		for (const m of html.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)) {
			const href = unescape(m[1])
			if (!href.startsWith('/') && !href.startsWith('#'))
				continue // an address a source gave
			const [to, hash] = (href.startsWith('#') ? at + href : href).split('#')
			if (hash)
				anchors.push([at, to, hash])
			// Questions are endless; the first of each kind is enough.
			const asks = to.includes('?') && seen.size > 400
			if (!seen.has(to) && !asks && !to.startsWith('/lang')) {
				seen.set(to, at)
				queue.push(to)
			}
		}
	}
	const dead = anchors.filter(([, to, hash]) => ids.has(to) && !ids.get(to).has(hash))
	const first = new Map(dead.map(([at, to, hash]) => [`${to.replace(/[0-9]+/g, 'N')}#${hash.replace(/[0-9]+/g, 'N')}`, `${at} -> ${to}#${hash}`]))
	check('every #place that is linked is on its page', first.size === 0, [...first.values()].slice(0, 8).join(', '))
	check('the register has pages', ids.size > 20, `${ids.size}`)
	await c.close()
	return { byRoute, pages: ids.size }
}
