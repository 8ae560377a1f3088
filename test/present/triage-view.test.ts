import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {frame} from '../../source/present/frame.ts';
import {textOf} from '../../source/present/row.ts';
import type {DumpWaiter} from '../../source/profile/dump-snapshot.ts';
import {pollWaits, type Waits} from '../session/dependency-story.ts';
import {beginStory, type Story} from '../session/story.ts';

const sql: Waits = ['database pool', 'database/sql pool'];
const http: Waits = ['http response', 'net/http client'];
const semaphore: Waits = ['semaphore', 'x/sync semaphore'];

/** Two minutes of a leak, of a lock that nobody lets go, and of a pool that has run dry. */
function incident(widthColumns: number, heightRows: number, ascii = false, polls = 60): Story {
	const story = beginStory({widthColumns, heightRows}, {ascii});
	for (let poll = 0; poll < polls; poll++) {
		pollWaits(story, {
			'worker.(*Pool).dispatch[chan send]': [40 + poll * 38, 'inside'],
			'stock.(*Ledger).Move[mutex]': [poll < 10 ? 0 : 2, 'inside'],
			'orders.(*Store).Load[select]': [Math.min(480, poll * 16), sql],
			'prices.(*Client).Quote[select]': [12, http],
			'images.Resize[select]': [5, semaphore],
			'net/http.(*conn).serve[net read]': [64, 'by design'],
		});
	}

	return story;
}

function calm(widthColumns: number, heightRows: number, polls = 200): Story {
	const story = beginStory({widthColumns, heightRows});
	for (let poll = 0; poll < polls; poll++) {
		pollWaits(
			story,
			{
				'queue.(*Consumer).Run[chan receive]': [8, 'inside'],
				'prices.(*Client).Quote[select]': [poll % 3, http],
				'net/http.(*conn).serve[net read]': [64, 'by design'],
			},
			['goroutineleak'],
		);
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
	[50, 9],
	[40, 10],
] as const;

describe('triage', () => {
	it.each([
		[120, 36],
		[80, 24],
		[60, 12],
		[40, 10],
	])('at %i x %i', async (widthColumns, heightRows) => {
		const story = incident(widthColumns, heightRows);
		story.press('6', 'down');
		await expect(picture(story)).toMatchFileSnapshot(`pictures/triage-${widthColumns}x${heightRows}.txt`);
	});

	it('says what it rests on when all is well, and what would tell more', async () => {
		const story = calm(100, 30);
		story.press('6');
		await expect(picture(story)).toMatchFileSnapshot('pictures/triage-calm-100x30.txt');
	});

	it('does not judge what it has hardly seen', async () => {
		const story = incident(80, 24, false, 4);
		story.press('6');
		await expect(picture(story)).toMatchFileSnapshot('pictures/triage-early-80x24.txt');
	});

	it('says what a dump and the leak profile told', async () => {
		const story = incident(120, 36);
		const {at, history} = story.session();
		const waiters = [...history.sites.values()].flatMap(({site, waiters: here}, index): DumpWaiter[] =>
			here === undefined
				? []
				: [
						{
							number: index + 10,
							wait: {
								site,
								state: site.kind,
								waitMinutes: 14,
								isLeaked: false,
								stack: here.groups[0]?.stack ?? [],
								offspring: 'none',
								labels: [],
								context: here.context,
							},
							lock: undefined,
							lockObject: undefined,
							createdBy: undefined,
						},
					],
		);
		story.tell({
			type: 'dump-read',
			at: at + 500,
			snapshot: {
				total: 900,
				isCut: false,
				waiters,
				waiterCount: waiters.length,
				locks: [],
				hasCreators: true,
			},
		});
		const leaked = [...history.sites.values()].flatMap(({site, waiters: here}) =>
			here !== undefined && (site.kind === 'chan send' || site.kind === 'mutex') ? [here] : [],
		);
		story.tell({
			type: 'leaks-read',
			at: at + 1000,
			snapshot: {total: leaked.reduce((sum, {count}) => sum + count, 0), sites: leaked},
		});
		story.wait(45);
		story.press('6', 'end');
		await expect(picture(story)).toMatchFileSnapshot('pictures/triage-proved-120x36.txt');
	});

	it('is plain ASCII when asked', async () => {
		const story = incident(80, 24, true);
		story.press('6');
		expect(picture(story)).toMatch(/^[\x20-\x7e\n]*$/u);
		await expect(picture(story)).toMatchFileSnapshot('pictures/triage-ascii-80x24.txt');
	});

	it.each(sizes)('fills %i x %i exactly, with the cursor in sight', (widthColumns, heightRows) => {
		const story = incident(widthColumns, heightRows);
		story.press('6');
		for (const keys of [[], ['down'], ['down'], ['down'], ['end'], ['home'], ['b']]) {
			story.press(...keys);
			const rows = frame(story.session());
			expect(rows).toHaveLength(heightRows);
			expect(rows.map(row => stringWidth(textOf(row)))).toEqual(rows.map(() => widthColumns));
			if (widthColumns >= 50) {
				expect(rows.filter(({selected}) => selected)).toHaveLength(1);
			}
		}
	});
});
