import {describe, expect, it} from 'vitest';
import {fileText, siteText} from '../../source/present/site-text.ts';
import {widthOf} from '../../source/present/width.ts';
import {siteOf} from '../../source/profile/site.ts';

const text = (functionName: string, file: string, columns: number, isPlaceWhole = false) => {
	const site = siteOf([{functionName, file, line: 36}], undefined);
	const {name, place} = siteText(site, columns, {isPlaceWhole});
	expect(widthOf(name) + (place === '' ? 0 : widthOf(place) + 1)).toBeLessThanOrEqual(columns);
	return `${name} ${place}`.trim();
};

describe('function and place in few columns', () => {
	const update = ['example.com/search.(*searchIndex).update', '/src/search/contention_spike.go'] as const;
	it('gives up the package before file and line', () => {
		expect(text(...update, 60)).toBe('search.(*searchIndex).update contention_spike.go:36');
		expect(text(...update, 46)).toBe('(*searchIndex).update contention_spike.go:36');
	});
	it('shortens the file, but never its line, before the function', () => {
		expect(text(...update, 36)).toBe('(*searchIndex).update conte…ke.go:36');
		expect(text(...update, 26)).toBe('(*searchIndex).update :36');
		expect(text(...update, 22)).toBe('(*searchIndex).update');
		expect(text(...update, 12)).toBe('(*searchInd…');
	});
	it('keeps the package where a few letters of the file are enough', () => {
		const short = ['example.com/worker.(*Pool).dispatch', '/src/worker/worker.go'] as const;
		expect(text(...short, 35)).toBe('worker.(*Pool).dispatch wor…r.go:36');
		expect(text(...short, 35, true)).toBe('(*Pool).dispatch worker.go:36');
	});
});

describe('a path in few columns', () => {
	it('loses folders from the front, then the middle of the file, never the line', () => {
		expect(fileText('example.com/lab/guilty/early_return.go:28', 60)).toBe(
			'example.com/lab/guilty/early_return.go:28',
		);
		expect(fileText('example.com/lab/guilty/early_return.go:28', 30)).toBe('…/guilty/early_return.go:28');
		expect(fileText('example.com/lab/guilty/early_return.go:28', 22)).toBe('…/early_return.go:28');
		expect(fileText('example.com/lab/guilty/early_return.go:28', 12)).toBe('earl…n.go:28');
	});
	it('shows no control character', () => {
		expect(fileText('a/b\u001b[2J.go:7', 60)).not.toContain('\u001b');
	});
});
