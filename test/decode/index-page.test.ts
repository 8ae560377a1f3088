import {expect, test} from 'vitest';
import {decodeIndexPage} from '../../source/decode/index-page.ts';
import {decodedValue, reasonOf} from './outcome.ts';

function page(...rows: [count: number | string, name: string][]): string {
	const table = rows.map(
		([count, name]) => `<tr><td>${count}</td><td><a href='${name}?debug=1'>${name}</a></td></tr>`,
	);
	return `<html>\n<head>\n<title>/debug/pprof/</title>\n<body>\n<table>\n${table.join('\n')}\n</table>\n</html>`;
}

test('every row is a profile and its count', () => {
	const {counts} = decodedValue(decodeIndexPage(page([20, 'block'], [57, 'goroutine'], [0, 'trace'])));
	expect([...counts]).toEqual([
		['block', 20],
		['goroutine', 57],
		['trace', 0],
	]);
});

test('names of custom profiles are unescaped', () => {
	const {counts} = decodedValue(
		decodeIndexPage(page([1, 'goroutine'], [3, 'example.com/a&amp;b &#34;c&#34;'])),
	);
	expect(counts.get('example.com/a&b "c"')).toBe(3);
});

test('a second row of the same name is skipped', () => {
	const decoded = decodeIndexPage(page([1, 'goroutine'], [2, 'goroutine']));
	expect(decoded).toMatchObject({skipped: 1});
	expect(decodedValue(decoded).counts.get('goroutine')).toBe(1);
});

test.each([
	['<html><head><title>Grafana</title></head>', 'an HTML page titled “Grafana”, not the index page of pprof'],
	[page([1, 'heap']), 'an HTML page titled “/debug/pprof/”, not the index page of pprof'],
	[page(['many', 'goroutine']), 'an HTML page titled “/debug/pprof/”, not the index page of pprof'],
	['404 page not found\n', 'plain text that begins with “404 page not found”, not the index page of pprof'],
	['', 'empty, not the index page of pprof'],
])('%j is %s', (text, reason) => {
	expect(reasonOf(decodeIndexPage(text))).toBe(reason);
});
