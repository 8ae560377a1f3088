import {describe, expect, it} from 'vitest';
import {defaultSettings} from '../../source/detectors/settings.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {explanations} from '../../source/present/explanations/explanations.ts';
import {allTerms, termsOf} from '../../source/present/explanations/terms.ts';
import {frame} from '../../source/present/frame.ts';
import {textOf} from '../../source/present/row.ts';
import {beginStory, type Story} from '../session/story.ts';

const send = 'worker.(*Pool).dispatch[chan send]';
const lock = 'cache.(*LRU).Get[mutex]';

function leaking(widthColumns: number, heightRows: number): Story {
	const story = beginStory(
		{widthColumns, heightRows},
		{detectors: {...defaultSettings, only: ['goroutine-growth', 'site-growth', 'mutex-contention']}},
	);
	for (let poll = 0; poll < 30; poll++) {
		story.poll({
			waiting: {[send]: 40 + poll * 76, [lock]: 14},
			mutex: {'cache.(*LRU).Get[unlock]': [poll * 110, poll * 3]},
		});
	}

	return story;
}

function picture(story: Story): string {
	return frame(story.session())
		.map(row => `|${textOf(row)}|${row.selected ? ' <' : ''}`)
		.join('\n');
}

describe('explanations', () => {
	const all = Object.values(explanations).flatMap(group => Object.entries(group));

	it('are two sentences each, with causes that fit beside their fixes', () => {
		expect(all.length).toBeGreaterThan(75);
		for (const [name, {what, causes}] of all) {
			expect([name, what.split(/(?<=[.]) (?=[A-Z])/u).length]).toEqual([name, 2]);
			expect([name, what.endsWith('.')]).toEqual([name, true]);
			expect([name, causes.length > 0]).toEqual([name, true]);
			expect([name, causes.filter(([cause, fix]) => cause.length > 38 || fix.length > 76)]).toEqual([
				name,
				[],
			]);
		}
	});

	it('name the usual causes of leaks and stuck locks', () => {
		const named = new Set(all.flatMap(([, {causes}]) => causes.map(([cause]) => cause)));
		for (const cause of [
			'early return before the receive',
			'timeout abandons the sender',
			'range over a channel never closed',
			'missing Done',
			'ticker not stopped',
			'body not closed',
			'rows not closed',
			'context not passed',
			'lock held over I/O',
			'lock order',
		]) {
			expect(named).toContain(cause);
		}
	});

	it('explain each detector and each word once', () => {
		expect(Object.keys(explanations.detector).sort()).toEqual(Object.keys(defaultThresholds).sort());
		const names = allTerms.map(({name}) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(termsOf('heap').length).toBeGreaterThan(5);
		for (const {line, more} of allTerms) {
			expect(`${line}. ${more}`).toMatch(/[^.]\. [A-Z].*\.$/u);
		}
	});
});

describe('? on what is under the cursor', () => {
	it.each([
		['site', ['?'], 120, 36],
		['site', ['?'], 80, 24],
		['warning', ['5', '?'], 120, 36],
		['warning', ['5', '?'], 80, 24],
		['heap', ['4', '?'], 80, 24],
	])('explains a %s (%s) at %i x %i', async (name, keys, widthColumns, heightRows) => {
		const story = leaking(widthColumns, heightRows);
		story.press(...keys);
		await expect(picture(story)).toMatchFileSnapshot(
			`pictures/explain-${name}-${widthColumns}x${heightRows}.txt`,
		);
	});

	it.each([
		['a row of the table', ['down', '?'], ' mutex '],
		['a state', ['2', '?'], ' chan send '],
		['an open site', ['enter', '?'], ' chan send '],
		['an open warning', ['5', 'enter', '?'], ' warning: goroutine-growth '],
		['a release', ['3', '?'], ' unlock '],
		['the heap view', ['4', '?'], ' words '],
		['a verdict', ['6', '?'], ' warning: leak-suspected '],
	])('explains %s', (_what, keys, title) => {
		const story = leaking(120, 36);
		story.press(...keys);
		expect(picture(story)).toContain(`|${title}`);
		expect(picture(story)).toContain('esc: back · h: all keys and words');
	});

	it('goes back to where it was asked: with ? again, with esc, and through the help', () => {
		const story = leaking(120, 36);
		story.press('down', 'enter');
		const open = picture(story);
		for (const keys of [
			['?', '?'],
			['?', 'escape'],
			['?', 'h', 'escape', 'escape'],
			['?', 'h', 'h', '?'],
			['h', '?'],
		]) {
			story.press(...keys);
			expect(picture(story)).toBe(open);
		}

		story.press('escape');
		expect(story.session().look.overlay.kind).toBe('none');
	});

	it('opens the help where nothing is under the cursor', () => {
		const story = beginStory({widthColumns: 80, heightRows: 24});
		story.press('?');
		expect(story.session().look.overlay.kind).toBe('help');
	});

	it('is a letter while a filter is typed', () => {
		const story = leaking(80, 24);
		story.press('/', '?', 'h');
		expect(story.session().look.filter.draft).toBe('?h');
		expect(story.session().look.overlay.kind).toBe('none');
	});
});
