import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {frame} from '../../source/present/frame.ts';
import {textOf} from '../../source/present/row.ts';
import {pollWaits, type Waits} from '../session/dependency-story.ts';
import {beginStory, type Story} from '../session/story.ts';

const sql: Waits = ['database pool', 'database/sql pool'];
const http: Waits = ['http response', 'net/http client'];
const redis: Waits = ['redis', 'go-redis'];
const dns: Waits = ['dns', 'DNS lookup'];

/** A minute in which a database pool runs dry behind a service that calls others. */
function dryPool(widthColumns: number, heightRows: number, ascii = false): Story {
	const story = beginStory({widthColumns, heightRows}, {ascii});
	for (let poll = 0; poll < 45; poll++) {
		const late = Math.max(0, poll - 15);
		pollWaits(story, {
			'orders.(*Store).Load[select]': [late * 34, sql],
			'checkout.(*Handler).ServeHTTP[select]': [Math.floor(late / 3), sql],
			'prices.(*Client).Quote[select]': [12 + (poll % 3), http],
			'sessions.Read[net read]': [poll % 4 === 1 ? 0 : 3, redis],
			'mail.resolve[net read]': [poll === 44 ? 2 : 0, dns],
			'queue.(*Consumer).Run[chan receive]': [8, 'inside'],
			'net/http.(*conn).serve[net read]': [64, 'by design'],
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
] as const;

describe('dependencies', () => {
	it.each([
		[120, 36],
		[80, 24],
		[60, 12],
		[40, 10],
	])('at %i x %i', async (widthColumns, heightRows) => {
		const story = dryPool(widthColumns, heightRows);
		story.press('7', 'down');
		await expect(picture(story)).toMatchFileSnapshot(
			`pictures/dependencies-${widthColumns}x${heightRows}.txt`,
		);
	});

	it('shows changes since the baseline, what is gone among them', async () => {
		const story = dryPool(100, 30);
		story.press('7', 'b');
		pollWaits(story, {
			'orders.(*Store).Load[select]': [40, sql],
			'prices.(*Client).Quote[select]': [90, http],
			'net/http.(*conn).serve[net read]': [64, 'by design'],
		});
		await expect(picture(story)).toMatchFileSnapshot('pictures/dependencies-baseline-100x30.txt');
	});

	it('is plain ASCII when asked', async () => {
		const story = dryPool(80, 24, true);
		story.press('7');
		expect(picture(story)).toMatch(/^[\x20-\x7e\n]*$/u);
		await expect(picture(story)).toMatchFileSnapshot('pictures/dependencies-ascii-80x24.txt');
	});

	it('says in words that nobody waits, and what the filter hides', () => {
		const story = beginStory({widthColumns: 80, heightRows: 24});
		story.press('7');
		expect(picture(story)).toContain('waiting for the first profile');
		pollWaits(story, {'net/http.(*conn).serve[net read]': [4, 'by design']});
		expect(picture(story)).toContain('nobody waits for a database, network, file or the like now');
		expect(picture(story)).toContain('idle by design: 4 goroutines at 1 site, not counted here');
		story.press(...'/nothing', 'enter');
		expect(picture(story)).toContain('nothing matches nothing; esc clears the filter');
	});

	it.each(sizes)('fills %i x %i exactly', (widthColumns, heightRows) => {
		const story = dryPool(widthColumns, heightRows);
		for (const keys of [['7'], ['end'], ['b'], ['m'], ['enter'], ['escape', '/', 'x']]) {
			story.press(...keys);
			const rows = frame(story.session());
			expect(rows).toHaveLength(heightRows);
			expect(rows.map(row => stringWidth(textOf(row)))).toEqual(rows.map(() => widthColumns));
		}
	});
});
