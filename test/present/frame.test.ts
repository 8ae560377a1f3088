import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {frame, lastScroll} from '../../source/present/frame.ts';
import {textOf} from '../../source/present/row.ts';
import {statsWith} from '../detectors/draw-memory.ts';
import {beginStory, type Story} from '../session/story.ts';

const send = 'worker.(*Pool).dispatch[chan send]';
const lock = 'cache.(*LRU).Get[mutex]';
const unlock = 'cache.(*LRU).Get[unlock]';
const idle = 'net/http.(*conn).serve[net read]';

/** A minute of a leak beside a contended lock. */
function incident(widthColumns: number, heightRows: number): Story {
	const story = beginStory({widthColumns, heightRows});
	story.tell({
		type: 'identified',
		at: story.session().at,
		executable: '/srv/checkout',
		buildId: 'b1',
		ownRoot: undefined,
	});
	for (let poll = 0; poll < 30; poll++) {
		story.poll({
			waiting: {[send]: 40 + poll * 76, [lock]: 14, [idle]: 6},
			block: {[lock]: [poll * 110, poll * 3]},
			mutex: {[unlock]: [poll * 110, poll * 3]},
		});
	}

	return story;
}

function picture(story: Story): string {
	return frame(story.session())
		.map(row => `|${textOf(row)}|${row.selected ? ' <' : ''}`)
		.join('\n');
}

const sizes = [
	[200, 60],
	[120, 36],
	[100, 30],
	[80, 24],
	[72, 20],
	[60, 12],
	[40, 10],
	[24, 4],
	[20, 3],
	[1, 1],
] as const;

const screens = [
	['1'],
	['2'],
	['3'],
	['4'],
	['5'],
	['?'],
	['enter'],
	['5', 'enter'],
	['/', 'x'],
	['b'],
	['space'],
	['m'],
	['?', 'end'],
	['h', 'end'],
	['enter', '?', 'h'],
	['5', 'enter', '?'],
];

describe('frame', () => {
	it.each([
		[120, 36],
		[80, 24],
		[60, 12],
		[40, 10],
	])('at %i x %i', async (widthColumns, heightRows) => {
		await expect(picture(incident(widthColumns, heightRows))).toMatchFileSnapshot(
			`pictures/incident-${widthColumns}x${heightRows}.txt`,
		);
	});

	it.each([
		['goroutines', ['2']],
		['mutex', ['3']],
		['warnings', ['5']],
		['site', ['enter']],
		['help', ['h']],
		['baseline', ['b']],
	])('shows %s', async (name, keys) => {
		const story = incident(100, 40);
		story.press(...keys);
		await expect(picture(story)).toMatchFileSnapshot(`pictures/${name}-100x40.txt`);
	});

	it('scrolls up from the end at once, and not beyond it', () => {
		const story = incident(80, 24);
		story.press('h', 'end');
		const atEnd = picture(story);
		story.press('down');
		expect(picture(story)).toBe(atEnd);
		story.press('up');
		expect(picture(story)).not.toBe(atEnd);
		story.press('down');
		expect(picture(story)).toBe(atEnd);
	});

	it.each([
		['PgDn', 'page down', 'up', 'down'],
		['PgUp from the end', 'page up', 'down', 'up'],
	])('goes the other way at once after %s was held', (_, held, back, again) => {
		const story = incident(80, 24);
		const press = (key: string) =>
			story.tell({
				type: 'key-pressed',
				at: story.session().at,
				key,
				lastScroll: lastScroll(story.session()),
			});
		for (const key of ['h', held === 'page up' ? 'end' : 'home', ...Array(20).fill(held)]) {
			press(key);
		}
		const atEnd = picture(story);
		press(back);
		expect(picture(story)).not.toBe(atEnd);
		press(again);
		expect(picture(story)).toBe(atEnd);
	});

	it('says in a narrow pane where to look, and what is not measured', () => {
		const story = incident(60, 12);
		story.tell({
			type: 'profiling-known',
			at: story.session().at,
			profile: 'mutex',
			profiling: {state: 'off'},
		});
		expect(picture(story)).toContain(' locks    profiling is off ');
		expect(picture(story)).toContain('worker.go:88  2,168 in chan send');
	});

	it.each([40, 60, 80])(
		'says that it is paused, live or stale before all else but the name, %i wide',
		width => {
			const story = beginStory({widthColumns: width, heightRows: 24});
			story.poll({waiting: {[send]: 9}});
			const long = story.session();
			const session = {
				...long,
				target: {...long.target, address: 'checkout.production.internal.example:6060'},
			};
			const headline = (from: typeof session) => textOf(frame(from)[0] ?? expect.fail());
			expect(headline(session)).toContain('● live 2s');
			story.press('space');
			expect(headline({...session, frozen: story.session().frozen})).toContain('‖ paused 13:05:02');
		},
	);

	it.each([60, 80, 120])('says how old the table may be before it says address and cost, %i wide', width => {
		const story = incident(width, 24);
		const {at} = story.session();
		const slowed = {intervalMilliseconds: 2000, costFraction: 0.009, slowedTo: 24_000};
		story.tell({type: 'paced', at, ...slowed});
		expect(picture(story).split('\n')[0]).toMatch(/ checkout .*● live 2s .*· profile each 24s/u);
	});

	it.each([80, 120])('cuts no number from its unit in the cards, %i wide', width => {
		const story = incident(width, 36);
		expect(picture(story)).not.toMatch(/\d…/u);
	});

	it('dims what is stale and says why and when it tries again', async () => {
		const story = incident(80, 24);
		const at = story.session().at + 2000;
		const failure = {kind: 'refused', sentence: 'Nothing listens at localhost:6060.'} as const;
		story.tell({type: 'read-failed', at, failure, nextTryAt: at + 9000});
		story.wait(8);
		await expect(picture(story)).toMatchFileSnapshot('pictures/stale-80x24.txt');
		const tones = frame(story.session())
			.slice(8)
			.flatMap(row => row.segments.filter(({text}) => text.trim() !== '').map(({tone}) => tone));
		expect(tones).not.toContain('plain');
	});

	it('says while paused that the target is lost, and since when numbers are changes', () => {
		const story = incident(160, 36);
		story.press('b', 'space');
		expect(picture(story)).toMatch(/paused [\d:]+ Δ since [\d:]+ \(sampling goes on\)/u);
		const at = story.session().at + 2000;
		const failure = {kind: 'refused', sentence: 'Nothing listens at localhost:6060.'} as const;
		story.tell({type: 'read-failed', at, failure, nextTryAt: at + 9000});
		story.wait(8);
		expect(picture(story)).toMatch(/paused [\d:]+ Δ since [\d:]+ · lost \d+s/u);
	});

	it('says above old numbers of the heap why there are no newer ones', () => {
		const story = incident(120, 36);
		story.press('4');
		const {at} = story.session();
		story.tell({type: 'memory-read', at, stats: statsWith({})});
		const failure = {kind: 'timed-out', sentence: 'It is slow.'} as const;
		story.tell({type: 'profile-failed', at: at + 1, profile: 'heap', failure, nextTryAt: at + 2000});
		expect(picture(story)).toContain('not read any more: It is slow.');
	});

	it('keeps the numbers of a target that is lost, whatever request it failed first', () => {
		const story = incident(80, 24);
		const at = story.session().at + 2000;
		const failure = {kind: 'refused', sentence: 'Nothing listens.'} as const;
		const cards = () => picture(story).split('\n').slice(1, 8).join('\n');
		expect(cards()).not.toContain('unreadable');
		story.tell({type: 'profile-failed', at, profile: 'block', failure, nextTryAt: at + 2000});
		expect(cards()).toContain('unreadable');
		story.tell({type: 'read-failed', at, failure, nextTryAt: at + 2000});
		expect(cards()).not.toContain('unreadable');
		expect(cards().match(/1\.5 s\/s {2}55 events\/s/gu)).toHaveLength(2);
	});

	it('says what it waits for before the first answer', async () => {
		await expect(picture(beginStory({widthColumns: 80, heightRows: 24}))).toMatchFileSnapshot(
			'pictures/first-80x24.txt',
		);
	});

	it.each(sizes)('fills %i x %i exactly, whatever is shown', (widthColumns, heightRows) => {
		for (const keys of screens) {
			const story = incident(widthColumns, heightRows);
			story.press(...keys);
			const rows = frame(story.session());
			expect(rows).toHaveLength(heightRows);
			expect(rows.map(row => stringWidth(textOf(row)))).toEqual(rows.map(() => widthColumns));
		}
	});

	it('is plain ASCII when asked, with no column moved', () => {
		const story = beginStory({widthColumns: 80, heightRows: 24}, {ascii: true});
		story.poll({waiting: {[send]: 12, 'lager.Käse漢字[mutex]': 2}});
		for (const keys of screens) {
			story.press('escape', 'escape', '1', ...keys);
			for (const row of frame(story.session())) {
				expect(textOf(row)).toMatch(/^[\x20-\x7e]{80}$/u);
			}
		}
	});

	it.each([80, 120])('keeps a gap between long ids and names, of %i columns', columns => {
		const story = beginStory({widthColumns: columns, heightRows: 40});
		const places = Array.from({length: 2000}, (_, index) => `worker${index}.Run[chan send]`);
		story.poll({waiting: Object.fromEntries(places.map((place, index) => [place, 3000 - index]))});
		const [longest] = story
			.session()
			.history.sites.values()
			.toSorted((a, b) => b.id.length - a.id.length);
		expect(longest?.id.length).toBeGreaterThan(4);
		story.press('/', ...(longest?.id ?? ''), 'enter');
		expect(picture(story)).toContain(` ${longest?.id} ${longest?.site.name.slice(0, 10)}`);
	});

	it('lets no name of the target past its row, nor anything a terminal would act on', () => {
		const name = fc.string({
			unit: fc.oneof(
				fc.constantFrom('\u{1b}', '\n', '\r', '\t', '漢', '👩‍👩‍👧', '\u{202e}', '́', '\u{7f}'),
				fc.string({unit: 'binary', maxLength: 1}),
			),
		});
		fc.assert(
			fc.property(
				name,
				fc.constantFrom(...sizes),
				fc.constantFrom(...screens),
				(text, [widthColumns, heightRows], keys) => {
					const story = beginStory({widthColumns, heightRows});
					for (let poll = 0; poll < 3; poll++) {
						story.poll({waiting: {[`evil.${text.replaceAll('[', '(')}x[chan send]`]: 3 + poll}});
					}

					story.tell({
						type: 'identified',
						at: story.session().at,
						executable: text,
						buildId: text,
						ownRoot: undefined,
					});
					story.press(...keys);
					for (const row of frame(story.session())) {
						const shown = textOf(row);
						expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
						expect(stringWidth(shown)).toBe(widthColumns);
					}
				},
			),
			{seed: 20261121, numRuns: 400},
		);
	});
});
