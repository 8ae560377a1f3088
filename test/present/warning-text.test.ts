import {describe, expect, it} from 'vitest';
import {frame} from '../../source/present/frame.ts';
import {textOf} from '../../source/present/row.ts';
import {drawDump} from '../detectors/draw-dump.ts';
import {beginStory, type Story} from '../session/story.ts';

/** A lock that takes its time, in a function and a file with long names; then calm. */
function contended(widthColumns: number, heightRows: number, calmPolls = 0): Story {
	const story = beginStory({widthColumns, heightRows});
	const unlock = 'searching.(*searchIndexCache).updateEverything[unlock]';
	const polls = 20 + calmPolls;
	for (let poll = 0; poll < polls; poll++) {
		const busy = Math.min(poll, 20);
		story.poll({waiting: {'web.handle[select]': 9}, mutex: {[unlock]: [busy * 110, busy * 3]}});
	}

	return story;
}

const screen = (story: Story) => frame(story.session()).map(row => textOf(row).trimEnd());

describe('a warning in one line', () => {
	it.each([
		[120, 36],
		[80, 24],
		[60, 12],
	])('has file and line whole, and what is the matter, at %i x %i', (widthColumns, heightRows) => {
		const line = screen(contended(widthColumns, heightRows)).find(row => row.startsWith(' ▲ contention'));
		expect(line).toContain('searching.go:88');
		expect(line).toContain('delays others 1.5 s/s');
	});

	it('keeps a word as long as its column apart from the place', () => {
		const story = beginStory({widthColumns: 80, heightRows: 24});
		story.poll({waiting: {'device.ask[net read]': 3}});
		const snapshot = drawDump('7..9 [IO wait, 2 minutes] read < device.ask@88');
		story.tell({type: 'dump-read', at: story.session().at + 1, snapshot});
		const line = screen(story).find(row => row.includes('no deadline'));
		expect(line).toContain('no deadline device.ask device.go:88  3 in net read for 2m00s');
	});
});

describe('the log of warnings', () => {
	it('says since when each stands, or stood, and for how long', () => {
		const story = contended(80, 24, 8);
		story.press('5');
		const rows = screen(story);
		expect(rows.find(row => row.includes('firing first'))).toMatch(/since {5}for$/u);
		expect(rows.find(row => row.startsWith(' ✓ contention'))).toMatch(
			/searching\.go:88 .* {3}13:05:04 {5}48s$/u,
		);
	});

	it('leaves out what finds no room', () => {
		const story = contended(60, 12);
		story.press('5');
		expect(screen(story).find(row => row.includes('firing first'))).toMatch(/resolved +for$/u);
	});
});

describe('one warning in full', () => {
	it('begins with the fact and its place, and cuts no evidence', () => {
		const story = beginStory({widthColumns: 80, heightRows: 24});
		story.poll({waiting: {'ordering.(*OrderBook).Count[mutex]': 1, 'stocking.(*StockRoom).Take[mutex]': 1}});
		const snapshot = drawDump(`
			7 [sync.Mutex.Lock, 2 minutes] lock(0xc0000a1000) < stocking.(*StockRoom).Take(0xc0000a1000)@88 < ordering.(*OrderBook).Place(0xc0000a2000)@9
			8 [sync.Mutex.Lock, 2 minutes] lock(0xc0000a2000) < ordering.(*OrderBook).Count(0xc0000a2000)@88 < stocking.(*StockRoom).Fill(0xc0000a1000)@9`);
		story.tell({type: 'dump-read', at: story.session().at + 1, snapshot});
		story.press('5', 'enter');
		const rows = screen(story);
		const place = rows.findIndex(row => row.includes('2 goroutines wait for each other, stocking'));
		expect(rows[place + 1]).toContain('ordering.(*OrderBook).Count');
		expect(rows[place + 2]).toContain('stocking.go:88');
		story.press('page down');
		const below = screen(story).join('\n');
		expect(below).toMatch(/ordering\.go:88\n? +for\s+0xc0000a2000/u);
		expect(below).not.toMatch(/waits at .*…/u);
	});

	it('has what the warnings say that it speaks for', () => {
		const story = beginStory({widthColumns: 80, heightRows: 36});
		for (let poll = 0; poll < 40; poll++) {
			story.poll({waiting: {'feed.next[chan receive]': poll * 6}});
		}

		const snapshot = drawDump('7..30 [chan receive, 2 minutes] feed.next@88 | feed.Open@4 in each');
		story.tell({type: 'dump-read', at: story.session().at + 1, snapshot});
		story.press('5', 'enter');
		const rows = screen(story);
		expect(rows.some(row => row.includes('critical: goroutine-growth'))).toBe(true);
		expect(rows.find(row => row.startsWith(' also'))).toMatch(/leak: 24 stuck in chan receive for 2m00s$/u);
	});
});
