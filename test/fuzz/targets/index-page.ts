import {decodeIndexPage} from '../../../source/decode/index-page.ts';
import {captured, textOf} from '../inputs.ts';
import {must, mustBeCount, mustBeDecoded, mustEqual} from '../must.ts';
import type {FuzzTarget} from '../target.ts';

export const indexPageTarget: FuzzTarget = {
	name: 'index-page',
	seeds: () => captured('index.html', 2),
	words: [
		'<td>1</td><td><a href=',
		"'x'>",
		'"x">',
		'</a>',
		'goroutine',
		'&lt;',
		'&amp;',
		'&#39;',
		'<tr>',
	].concat(['999999999999999', '<title>', '<html>', '{"', '[1', '\u{9b}', '\u{202e}']),
	maxBytes: 8192,
	check(input) {
		const text = textOf(input);
		const decoded = decodeIndexPage(text);
		mustBeDecoded(decoded, text.length * 3);
		if (!decoded.ok) return;
		const {counts} = decoded.value;
		must(counts.has('goroutine'), 'an index page without goroutines');
		for (const [name, count] of counts) {
			mustBeCount(count, 'a count');
			must(name.length <= 300, 'a name is too long', name.length);
		}
		const rows = text.match(/<td>\d{1,15}<\/td><td><a href=/g)?.length ?? 0;
		must(counts.size + decoded.skipped <= rows, 'more counts than rows', [
			counts.size,
			decoded.skipped,
			rows,
		]);
		// Each row that was read can be written again and is read the same; a name of many marks gets too long by that.
		const short = new Map([...counts].filter(([name]) => name.length <= 50));
		if (!short.has('goroutine')) return;
		const again = decodeIndexPage([...short].map(row).join('\n'));
		mustEqual(again, {ok: true, value: {counts: short}, skipped: 0}, 'a printed page reads differently');
	},
};

function row([name, count]: readonly [name: string, count: number]): string {
	const escaped = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	return `<td>${count}</td><td><a href='x'>${escaped}</a></td>`;
}
