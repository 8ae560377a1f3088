import {describe, expect, it} from 'vitest';
import {dependenciesReport} from '../../source/present/dependencies-report.ts';
import {cursorIndex, listOf} from '../../source/session/list.ts';
import {type Places, pollWaits, type Waits} from './dependency-story.ts';
import {beginStory, type Story, storyBegins} from './story.ts';

const sql: Waits = ['database pool', 'database/sql pool'];
const http: Waits = ['http response', 'net/http client'];
const load = 'orders.Load[select]';
const save = 'orders.Save[select]';
const quote = 'prices.Quote[select]';

function names({session}: Story): readonly string[] {
	return listOf(session()).map(item =>
		item.kind === 'dependency'
			? `= ${item.group.name} ${item.group.waiting}`
			: item.kind === 'site'
				? `${item.history.site.name} ${item.row().waiting}`
				: item.key,
	);
}

/** `database/sql pool 13:05:04`, with `<` where the wait may be older. */
function sinces({session}: Story): readonly string[] {
	return listOf(session()).flatMap(item =>
		item.kind === 'dependency' && item.group.since !== undefined
			? [
					`${item.group.name} ${item.group.since.isOlder ? '<' : ''}${(item.group.since.at - storyBegins) / 1000}s`,
				]
			: [],
	);
}

function story(...polls: readonly Places[]): Story {
	const told = beginStory({screen: 'dependencies'});
	for (const places of polls) {
		pollWaits(told, places);
	}

	return told;
}

const one: Places = {
	[load]: [9, sql],
	[save]: [4, sql],
	[quote]: [7, http],
	'queue.Run[chan receive]': [50, 'inside'],
	'net/http.(*conn).serve[net read]': [60, 'by design'],
};

describe('dependencies', () => {
	it('come with the places they are waited for at, the largest first, without who waits by design or inside', () => {
		expect(names(story(one))).toEqual([
			'= database/sql pool 13',
			'orders.Load 9',
			'orders.Save 4',
			'= net/http client 7',
			'prices.Quote 7',
		]);
	});

	it('are waited for since the first reading without a break, whoever it was that waited', () => {
		const told = story(
			{[load]: [1, sql], [quote]: [1, http]},
			{[load]: [0, sql], [quote]: [1, http]},
			{[load]: [2, sql], [quote]: [1, http]},
			{[load]: [2, sql], [save]: [1, sql], [quote]: [1, http]},
			{[load]: [0, sql], [save]: [1, sql], [quote]: [1, http]},
			{[load]: [1, sql], [save]: [1, sql], [quote]: [1, http]},
		);
		expect(sinces(told)).toEqual(['database/sql pool 6s', 'net/http client <2s']);
	});

	it('are waited for since the gap in which nobody looked', () => {
		const told = story({[quote]: [1, http]}, {[quote]: [1, http]});
		told.tell({type: 'ticked', at: told.session().at + 60_000});
		pollWaits(told, {[quote]: [1, http]});
		expect(sinces(told)).toEqual(['net/http client <66s']);
	});

	it('change as their places do', () => {
		const polls = Array.from(
			{length: 31},
			(_, poll): Places => ({
				[load]: [10 + poll * 2, sql],
				[save]: [40 - poll, sql],
			}),
		);
		const [group] = dependenciesReport(story(...polls).session().history);
		expect(group?.changePerMinute).toBeCloseTo(30);
		expect(group?.sites.map(({changePerMinute}) => Math.round(changePerMinute ?? 0))).toEqual([60, -30]);
	});

	it('are filtered and ordered like sites', () => {
		const told = story(one);
		told.press(...'/Save', 'enter');
		expect(names(told)).toEqual(['= database/sql pool 4', 'orders.Save 4']);
		told.press('escape', 'O');
		expect(names(told)).toEqual([
			'= net/http client 7',
			'prices.Quote 7',
			'= database/sql pool 13',
			'orders.Save 4',
			'orders.Load 9',
		]);
		told.press('o', 'o');
		expect(names(told)[0]).toBe('= database/sql pool 13');
	});

	it('leave out what is not own code when asked', () => {
		const told = story({...one, 'net/http.(*Transport).dial[net read]': [30, ['dial', 'dial']]});
		expect(names(told)[0]).toBe('= dial 30');
		told.press('m');
		expect(names(told)[0]).toBe('= database/sql pool 13');
	});

	it('keep the cursor when the order changes, and open where most wait', () => {
		const told = story(one);
		told.press('down', 'down', 'down');
		pollWaits(told, {[load]: [9, sql], [quote]: [70, http]});
		told.wait(10);
		const items = listOf(told.session());
		expect(items[cursorIndex(items, told.session().look)]?.key).toBe(
			'dependency http response net/http client',
		);
		told.press('home', 'enter');
		const {overlay} = told.session().look;
		expect(overlay.kind === 'site' && overlay.key).toContain('prices.Quote');
		told.press('escape');
		expect(told.session().look.overlay.kind).toBe('none');
	});

	it('show against a baseline what is no longer waited for', () => {
		const told = story(one);
		told.press('b');
		pollWaits(told, {[load]: [2, sql], [quote]: [9, http]});
		expect(names(told)).toEqual([
			'= net/http client 2',
			'prices.Quote 2',
			'= database/sql pool -11',
			'orders.Save -4',
			'orders.Load -7',
		]);
	});

	it('are copied with their places', () => {
		const told = story(one);
		told.press('y');
		const {wish} = told.session();
		expect(wish.kind === 'copy' && wish.text).toMatch(
			/^\*\*database\/sql pool\*\* — database pool[\s\S]*13 wait for database\/sql pool, since before 13:05:02Z[\s\S]*orders\.Save[^\n]*: 4 wait$/u,
		);
	});

	it('are in the report for machines', () => {
		const [group] = dependenciesReport(story(one, one).session().history);
		expect(group).toMatchObject({
			kind: 'database pool',
			name: 'database/sql pool',
			waiting: 13,
			since: '2026-11-21T13:05:02.000Z',
			sinceAtLatest: true,
			sites: [{function: 'example.com/shop/orders.Load', line: 88, waiting: 9}, {waiting: 4}],
		});
	});
});
