import {describe, expect, it} from 'vitest';
import {defaultSettings} from '../../source/detectors/settings.ts';
import {frame} from '../../source/present/frame.ts';
import {textOf} from '../../source/present/row.ts';
import type {ContendedLock} from '../../source/profile/dump-snapshot.ts';
import type {SiteHistory} from '../../source/series/history.ts';
import {sitesOf} from '../../source/series/sites.ts';
import {beginStory, type Story} from '../session/story.ts';
import {createdBy, dumpOf, waiterAt} from './dump-story.ts';

const lock = 'cache.(*LRU).Get[mutex]';
const evict = 'cache.(*LRU).Evict[unlock]';
const get = 'cache.(*LRU).Get[unlock]';
const stats = 'cache.(*Stats).Add[unlock]';
const send = 'worker.(*Pool).dispatch[chan send]';

function picture(story: Story): string {
	return frame(story.session())
		.map(row => `|${textOf(row)}|${row.selected ? ' <' : ''}`)
		.join('\n');
}

/** A lock that is contended for half a minute, seen by all three profiles. */
function contended(widthColumns: number, heightRows: number): Story {
	const story = beginStory(
		{widthColumns, heightRows},
		{detectors: {...defaultSettings, only: ['mutex-contention']}},
	);
	for (let poll = 0; poll < 16; poll++) {
		story.poll({
			waiting: {[lock]: 14, [send]: 3},
			block: {[lock]: [poll * 110, poll * 3]},
			mutex: {[evict]: [poll * 80, poll * 2.6], [get]: [poll * 30, poll * 0.4], [stats]: [poll, poll * 0.01]},
		});
	}

	return story;
}

/** Half a minute with nothing but goroutines. */
function unprofiled(waiting: {readonly [place: string]: number}): Story {
	const story = beginStory({widthColumns: 120, heightRows: 60});
	for (let poll = 0; poll < 16; poll++) {
		story.poll({waiting});
	}

	return story;
}

describe('the three profiles of a site', () => {
	it.each([
		[120, 36],
		[80, 24],
	])('shows a lock with its late releasers at %i x %i', async (widthColumns, heightRows) => {
		const story = contended(widthColumns, heightRows);
		story.press('enter');
		await expect(picture(story)).toMatchFileSnapshot(`pictures/lock-site-${widthColumns}x${heightRows}.txt`);
	});

	it.each([
		[120, 36],
		[80, 24],
	])('shows a release with those it makes wait at %i x %i', async (widthColumns, heightRows) => {
		const story = contended(widthColumns, heightRows);
		story.press('3', 'enter');
		await expect(picture(story)).toMatchFileSnapshot(
			`pictures/release-site-${widthColumns}x${heightRows}.txt`,
		);
	});

	it('says that a profile is off, missing, failing or not read, rather than nothing', () => {
		const story = unprofiled({[lock]: 14});
		story.press('enter');
		expect(picture(story)).toMatch(/waits +not read yet \(block profile/u);
		expect(picture(story)).toMatch(/released late by +not read yet \(mutex profile\)/u);
		const {at} = story.session();
		story.tell({type: 'profiling-known', at, profile: 'mutex', profiling: {state: 'off'}});
		story.tell({type: 'profiling-known', at, profile: 'block', profiling: {state: 'missing'}});
		expect(picture(story)).toMatch(
			/released late by +not recorded: mutex profiling is off in the target; runtime/u,
		);
		expect(picture(story)).toMatch(/waits +the target serves no block profile/u);
		const failure = {kind: 'refused', sentence: 'The target forbids it.'} as const;
		story.tell({type: 'profile-failed', at, profile: 'block', failure, nextTryAt: undefined});
		expect(picture(story)).toMatch(/waits +The target forbids it\./u);
	});

	it('does not blame the block profile for waits it never sees', () => {
		const story = unprofiled({'report.poll[sleep]': 2});
		story.press('enter');
		expect(picture(story)).toMatch(/waits +never in the block profile/u);
		expect(picture(story)).toMatch(/delays others +no lock is released here/u);
	});

	it('says what is waited for, whose request it is, and that nobody can call it off', () => {
		const story = unprofiled({'store.(*Orders).Load[select]': 9});
		story.press('enter');
		const session = story.session();
		const sites = Array.from(
			session.history.sites.values(),
			(site): SiteHistory => ({
				...site,
				waiters: site.waiters && {
					...site.waiters,
					context: {
						dependency: {
							kind: 'database pool',
							name: 'database/sql pool',
							frame: {functionName: 'database/sql.(*DB).conn', file: 'sql.go', line: 1},
						},
						handler: {functionName: 'example.com/shop/web.orders', file: 'web.go', line: 9},
						contextFree: {functionName: 'database/sql.(*DB).Query', file: 'sql.go', line: 2},
						isIdle: false,
					},
				},
			}),
		);
		const known = {...session, history: {...session.history, sites: sitesOf(sites)}};
		const text = frame(known).map(textOf).join('\n');
		expect(text).toMatch(/ waits for +database\/sql pool, in database\/sql\.\(\*DB\)\.conn/u);
		expect(text).toMatch(/ serves +a request, in example\.com\/shop\/web\.orders/u);
		expect(text).toMatch(/ cannot be ended +database\/sql\.\(\*DB\)\.Query takes no context/u);
	});

	it('puts a release into the table of sites with what it causes', () => {
		const rows = picture(contended(80, 24)).split('\n');
		expect(rows.find(each => /Evict .* unlock/u.test(each))).toMatch(/0 +causes 1\.3 s\/s \|$/u);
		expect(rows.find(each => /Get .* mutex/u.test(each))).toMatch(/14 +0 +1\.5 s\/s \|/u);
	});
});

describe('what a dump knows of a site', () => {
	const address = '0xc00001aa38';
	const holder = waiterAt('store.(*Disk).Flush[chan receive]', 7, {waitMinutes: 3});

	function dumped(widthColumns: number, heightRows: number): Story {
		const story = contended(widthColumns, heightRows);
		const waiters = Array.from({length: 14}, (_, index) =>
			waiterAt(lock, 20 + index, {
				lock: address,
				waitMinutes: index < 9 ? 2 + (index % 3) : undefined,
				createdBy:
					index === 0 ? createdBy('main.main', 1, 'there') : createdBy('web.serve', 100 + index, 'gone'),
			}),
		);
		const locks = [
			{
				address,
				isExact: true,
				waiters: waiters.map(({number}) => number),
				holders: [{number: 7, frame: {functionName: 'cache.(*LRU).Evict', file: '/x/cache.go', line: 61}}],
				reentrant: [],
			},
		];
		for (const seconds of [0, 46, 46]) {
			story.wait(seconds);
			story.tell({
				type: 'dump-read',
				at: story.session().at,
				snapshot: dumpOf([holder, ...waiters], locks),
			});
		}

		story.press('1', 'enter');
		return story;
	}

	it.each([
		[120, 48],
		[80, 24],
	])('shows since when, who created them, and who may hold the lock at %i x %i', async (columns, rows) => {
		const story = dumped(columns, rows);
		story.press(...(rows < 30 ? ['page down'] : []));
		await expect(picture(story)).toMatchFileSnapshot(`pictures/dumped-site-${columns}x${rows}.txt`);
	});

	it('says how to get one while there is none, and that none stood here', () => {
		const story = unprofiled({[send]: 3});
		story.press('enter');
		expect(picture(story)).toContain('d takes a dump');
		story.tell({type: 'dump-read', at: story.session().at, snapshot: dumpOf([holder])});
		expect(picture(story)).toMatch(/dump of 13:05:32: no goroutine waited here/u);
		story.tell({
			type: 'dump-read',
			at: story.session().at,
			snapshot: dumpOf([holder], [], {isCut: true}),
		});
		expect(picture(story)).toMatch(/no goroutine waited here, of the part of it that was read/u);
	});

	it('says that a holder is known by its name alone, and that none can be seen', () => {
		const lockNamed = (holders: ContendedLock['holders']): ContendedLock => ({
			address,
			isExact: false,
			waiters: [20],
			holders,
			reentrant: [],
		});
		const held = {functionName: 'cache.(*LRU).Evict', file: '/x/cache.go', line: 61};
		for (const [holders, text] of [
			[
				[{number: 7, frame: held, byName: true}],
				/goroutine 7, in cache\.\(\*LRU\)\.Evict cache\.go:61 \(by its name alone/u,
			],
			[[], /may be held by +nobody that can be seen/u],
		] as const) {
			const story = unprofiled({[lock]: 1});
			const waiter = waiterAt(lock, 20, {lockObject: address});
			story.tell({
				type: 'dump-read',
				at: story.session().at,
				snapshot: dumpOf([waiter], [lockNamed(holders)]),
			});
			story.press('enter');
			expect(picture(story)).toMatch(text);
			expect(picture(story)).toMatch(/waits for +a lock of the object at 0xc00001aa38: 1 goroutine here/u);
		}
	});

	it('does not number creators that the dump does not name', () => {
		const story = unprofiled({[send]: 3});
		const waiters = [1, 2].map(number =>
			waiterAt(send, number, {createdBy: {...createdBy('web.serve', 5, 'gone'), goroutine: undefined}}),
		);
		story.tell({
			type: 'dump-read',
			at: story.session().at,
			snapshot: dumpOf(waiters, [], {hasCreators: false}),
		});
		story.press('enter');
		expect(picture(story)).toMatch(
			/created by +web\.serve web\.go:31: 2, and no goroutine runs that function/u,
		);
		expect(picture(story)).toMatch(/standing +2 not known for how long \(d again/u);
	});
});
