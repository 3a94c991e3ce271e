// Opens every page of a served site in a headless browser without a network: SITE=<address> CHROMIUM=<program>
// EXPECTED='{"/": ["3,246"]}' (texts that a page must show) SCREENSHOTS=<folder, or none> node --test test/site.test.mjs
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const { SITE, CHROMIUM, EXPECTED = '{}', SCREENSHOTS } = process.env;
const expected = JSON.parse(EXPECTED);
const urls = readdirSync(new URL('../pages', import.meta.url), { recursive: true })
	.filter((name) => name.endsWith('.md'))
	.map((name) => `/${name.slice(0, -3)}/`.replace(/\/index\/$/, '/'));
let browser;

before(async () => {
	browser = await chromium.launch({
		executablePath: CHROMIUM,
		args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
	});
});
after(() => browser?.close());

/** The address of a page; of one that stands for many, as [cluster], the first that the page above links to. */
async function addressOf(url) {
	if (!url.includes('[')) return url;
	const folder = url.slice(0, url.indexOf('['));
	let found;
	await open(folder, async (page) => {
		found = await page.locator(`article a[href^="${folder}"]`).first().getAttribute('href');
	});
	return found.replace(/\/?$/, '/');
}

/** Opens a page and looks at it; fails on any error, request elsewhere or weight above 15 MB that shows meanwhile. */
async function open(url, look, options = {}) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, ...options });
	const page = await context.newPage();
	const problems = [];
	const sizes = [];
	page.on('pageerror', (error) => problems.push(`error ${error.message}`));
	page.on('console', (message) => message.type() === 'error' && problems.push(`console ${message.text()}`));
	page.on('dialog', (dialog) => problems.push(`dialog ${dialog.message()}`));
	page.on('response', (response) => response.status() >= 400 && problems.push(`${response.status()} ${response.url()}`));
	page.on('requestfinished', (request) => sizes.push(request.sizes().catch(() => ({ responseBodySize: 0 }))));
	context.on('request', (request) => {
		if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(SITE)) problems.push(`elsewhere ${request.url()}`);
	});
	await page.goto(SITE + url, { waitUntil: 'networkidle' });
	await look(page);
	const weight = (await Promise.all(sizes)).reduce((sum, size) => sum + size.responseBodySize, 0);
	if (SCREENSHOTS) {
		await page.evaluate(() => scrollTo(0, 0));
		const name = `${url.replaceAll('/', '') || 'index'}-${options.colorScheme ?? 'light'}.png`;
		await page.screenshot({ path: path.join(SCREENSHOTS, name), fullPage: true });
		console.log(`${name} ${(weight / 1e6).toFixed(1)} MB`);
	}
	assert.deepEqual(problems, []);
	assert.ok(weight < 15e6, `${weight} bytes`);
	await context.close();
}

/** Every chart, hovered over, has drawn something and no component shows an error in its place. */
async function isWhole(page) {
	await page.locator('article h1').first().waitFor();
	const words = await page.locator('article').evaluate((article) => {
		const cells = [...article.querySelectorAll('td')].map((cell) => cell.innerText).filter((text) => text.length > 80);
		return cells.reduce((text, cell) => text.replace(cell, ''), article.innerText); // excerpts may say anything
	});
	assert.doesNotMatch(words, /Error|Dataset is empty|NaN|undefined/);
	for (const chart of await page.locator('canvas:visible').all()) {
		await chart.scrollIntoViewIfNeeded();
		await page.waitForTimeout(200);
		const colours = await chart.evaluate((canvas) => {
			const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
			return new Set(new Uint32Array(data.buffer)).size;
		});
		assert.ok(colours > 3, 'a chart is empty');
		await chart.hover();
	}
	for (const finding of await page.locator('.finding').all()) assert.notEqual((await finding.innerText()).trim(), '');
}

const titles = { '/filtering/[rule]/': /^Rule \w+$/, '/duplicates/[cluster]/': /^Cluster [0-9a-f]{12}$/, '/documents/[doc_id]/': /^Document [0-9a-f]{12}$/ };
for (const [url, title] of Object.entries(titles)) {
	test(`the tab of ${url} says which one it is, before and after the page is live`, async () => {
		const address = await addressOf(url);
		await open(address, async (page) => {
			const served = await (await page.request.get(page.url())).text();
			assert.match(served.match(/<title>([^<]*)<\/title>/)[1], title);
			await page.locator('article h1').first().waitFor();
			assert.match(await page.title(), title);
		});
	});
}

test('a document leads to the rules that dropped it and to its cluster, which leads back', async () => {
	await open('/documents/', async (page) => {
		const dropped = page.locator('tr:visible', { hasText: /dropped/ }).first();
		await dropped.locator('a').first().click();
		await page.getByRole('heading', { name: 'The life of a document' }).waitFor();
		await page.locator('article a[href^="/filtering/"]').first().click();
		await page.getByRole('heading', { name: 'What if the threshold were different?' }).waitFor();
	});
	await open(await addressOf('/duplicates/[cluster]/'), async (page) => {
		await page.locator('article a[href^="/documents/"]').first().click();
		await page.getByText('All documents of its cluster').first().click();
		await page.getByRole('heading', { name: 'Why this one survives' }).waitFor();
	});
});

for (const url of urls) {
	test(`${url} opens whole and shows the figures of the tables`, async () =>
		open(await addressOf(url), async (page) => {
			await isWhole(page);
			for (const figure of expected[url] ?? []) {
				const isShown = (figure) => document.querySelector('article').innerText.includes(figure);
				await page.waitForFunction(isShown, figure, { timeout: 15000 }).catch(() => assert.fail(`${figure} is missing`));
			}
		}));

	test(`${url} is dark where the reader wants that, and fits a phone`, async () =>
		open(
			await addressOf(url),
			async (page) => {
				await isWhole(page);
				assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
				const width = await page.evaluate(() => document.documentElement.scrollWidth);
				assert.ok(width <= 390, `the page is ${width} pixels wide`);
			},
			{ viewport: { width: 390, height: 844 }, colorScheme: 'dark' }
		));
}

test('a filter chosen by keyboard asks the tables again, and the statement below follows', () =>
	open('/privacy/', async (page) => {
		const before = await page.locator('.finding').first().innerText();
		await page.getByRole('combobox').first().focus();
		await page.keyboard.press('Enter');
		await page.getByRole('option').nth(1).waitFor();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await page.waitForFunction((old) => document.querySelector('.finding').innerText !== old, before);
		await page.getByText('Query it yourself').first().click();
		await page.locator('pre:visible', { hasText: /'\w+' in \('%', source_id\)/ }).first().waitFor();
	}));

test('another threshold shows at once what it keeps, and whom among the nearest', () =>
	open('/filtering/min_words/', async (page) => {
		const kept = page.locator('.kept');
		const before = await kept.innerText();
		assert.match(before, /keep \d+\.\d %/);
		await page.locator('.threshold').focus();
		await page.keyboard.press('End');
		await page.waitForFunction((old) => document.querySelector('.kept').innerText !== old, before);
		await page.locator('td:visible', { hasText: /^dropped$/ }).nth(9).waitFor();
		await page.getByRole('button', { name: 'Back to' }).click();
		assert.equal(await kept.innerText(), before);
	}));

test('a rule is a click away from all of them', () =>
	open('/filtering/', async (page) => {
		await page.getByRole('link', { name: 'min_words', exact: true }).last().click();
		await page.getByRole('heading', { name: 'min_words' }).waitFor();
		await isWhole(page);
	}));

test('the flow is drawn anew for another measure', () =>
	open('/', async (page) => {
		const image = () => page.locator('canvas:visible').first().evaluate((canvas) => canvas.toDataURL());
		const before = await image();
		await page.locator('article').getByText('Documents', { exact: true }).first().click();
		await page.waitForTimeout(1500);
		assert.notEqual(await image(), before);
		await isWhole(page);
	}));

test('what is not there says so, and folders are not listed', () =>
	open('/', async (page) => {
		for (const address of ['/documents/none-such/', '/data/']) {
			const answer = await page.request.get(SITE + address);
			assert.equal(answer.status(), 404);
			assert.match(await answer.text(), /There is no such page/);
		}
	}));

test("dbt's docs are a click away", () =>
	open('/', async (page) => {
		const link = page.locator('article').getByRole('link', { name: 'lineage' });
		const docs = await page.request.get(new URL(await link.getAttribute('href'), page.url()).href);
		assert.match(await docs.text(), /token_flow/);
	}));

for (const url of ['/duplicates/', '/duplicates/[cluster]/', '/tokens/', '/documents/[doc_id]/', '/filtering/min_words/', '/languages/']) {
	test(`text from the corpus never becomes markup on ${url}`, async () =>
		open(await addressOf(url), async (page) => {
			await page.locator('article h1').first().waitFor();
			for (const planted of expected.hostile ?? []) {
				const text = url === '/tokens/' ? planted.replaceAll(' ', '␣') : planted;
				await page.locator(':is(td, pre.excerpt):visible', { hasText: text }).first().waitFor();
			}
			assert.equal(await page.evaluate(() => globalThis.planted), undefined);
			assert.equal(await page.locator('article :is(img, iframe, script, [onerror], a[href^="javascript:"])').count(), 0);
		}));
}
