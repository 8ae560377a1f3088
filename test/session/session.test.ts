import {describe, expect, it} from 'vitest';
import {cursorIndex, listOf} from '../../source/session/list.ts';
import {shown} from '../../source/session/session.ts';
import {beginStory, type Story} from './story.ts';

const send = 'worker.dispatch[chan send]';
const lock = 'cache.Get[mutex]';
const idle = 'net/http.(*conn).serve[net read]';

function names({session}: Story): readonly string[] {
	return listOf(session()).map(item =>
		item.kind === 'site'
			? item.history.site.name
			: item.kind === 'state'
				? `= ${item.state}`
				: item.kind === 'warning'
					? item.warning.detector
					: item.key,
	);
}

function underCursor({session}: Story): string | undefined {
	const items = listOf(session());
	const item = items[cursorIndex(items, session().look)];
	return item?.kind === 'site' ? item.history.site.name : item?.key;
}

function threeSites(): Story {
	const story = beginStory();
	story.poll({waiting: {[send]: 9, [lock]: 5, [idle]: 1}});
	return story;
}

describe('the list', () => {
	it('shows the most waited-at site first', () => {
		expect(names(threeSites())).toEqual(['worker.dispatch', 'cache.Get', 'http.(*conn).serve']);
	});

	it('keeps the cursor on its site when the order changes', () => {
		const story = threeSites();
		story.press('down');
		story.poll({waiting: {[send]: 1, [lock]: 50, [idle]: 7}});
		story.wait(10);
		expect(names(story)[0]).toBe('cache.Get');
		expect(underCursor(story)).toBe('cache.Get');
	});

	it('holds the order still while the cursor moves, with new values', () => {
		const story = threeSites();
		story.press('down');
		story.poll({waiting: {[send]: 1, [lock]: 5, [idle]: 70}});
		expect(names(story)).toEqual(['worker.dispatch', 'cache.Get', 'http.(*conn).serve']);
		story.wait(5);
		expect(names(story)[0]).toBe('http.(*conn).serve');
	});

	it('groups goroutines by state, the largest first', () => {
		const story = threeSites();
		story.press('2');
		expect(names(story)).toEqual([
			'= chan send',
			'worker.dispatch',
			'= mutex',
			'cache.Get',
			'= net read',
			'http.(*conn).serve',
		]);
	});

	it('shows own code only when asked', () => {
		const story = threeSites();
		story.press('m');
		expect(names(story)).toEqual(['worker.dispatch', 'cache.Get']);
		story.press('m');
		expect(names(story)).toHaveLength(3);
	});

	it('sorts by the next column, reverses, and keeps that per view', () => {
		const story = beginStory();
		const other = 'queue.Take[chan receive]';
		const waiting = {[send]: 9, [lock]: 5, [other]: 2};
		story.poll({waiting, block: {[lock]: [0, 0], [other]: [0, 0]}});
		story.poll({waiting, block: {[lock]: [10, 3], [other]: [10, 1]}});
		story.press('o', 'o');
		expect(names(story)).toEqual(['cache.Get', 'queue.Take', 'worker.dispatch']);
		story.press('O');
		// What has no number in the column comes last either way.
		expect(names(story)).toEqual(['queue.Take', 'cache.Get', 'worker.dispatch']);
		story.press('2', '1');
		expect(names(story)[0]).toBe('queue.Take');
	});

	it('forgets a site that nobody waits at any more, after a minute', () => {
		const story = threeSites();
		story.poll({waiting: {[send]: 9}});
		expect(names(story)).toHaveLength(3);
		for (let poll = 0; poll < 31; poll++) {
			story.poll({waiting: {[send]: 9}});
		}

		expect(names(story)).toEqual(['worker.dispatch']);
	});
});

describe('the filter', () => {
	it('filters while it is typed, keeps with enter, restores with escape', () => {
		const story = threeSites();
		story.press('/', 'C', 'a', 'c', 'h', 'e');
		expect(names(story)).toEqual(['cache.Get']);
		story.press('escape');
		expect(names(story)).toHaveLength(3);
		story.press('/', 'w', 'o', 'r', 'enter');
		expect(names(story)).toEqual(['worker.dispatch']);
		story.press('escape');
		expect(names(story)).toHaveLength(3);
	});

	it('takes a regular expression between slashes and matches the state', () => {
		const story = threeSites();
		story.press(...'//chan|mutex/', 'enter');
		expect(names(story)).toEqual(['worker.dispatch', 'cache.Get']);
	});

	it('anchors an expression at each name and place by itself', () => {
		const story = threeSites();
		story.press(...'//^worker\\.dis/', 'enter');
		expect(names(story)).toEqual(['worker.dispatch']);
		story.press('escape', ...'//88$/', 'enter');
		expect(names(story)).toEqual(['worker.dispatch', 'cache.Get']);
		story.press('escape', ...'//^runtime\\.selectgo$/', 'enter');
		expect(names(story)).toEqual([]);
		story.press('escape', ...'//^sync\\..*Lock$/', 'enter');
		expect(names(story)).toEqual(['cache.Get']);
	});

	it('takes an expression that does not compile as it stands', () => {
		const story = threeSites();
		story.press(...'//(/', 'enter');
		expect(names(story)).toEqual([]);
	});

	it('owns the keys: q is a letter there', () => {
		const story = threeSites();
		story.press('/', 'q', 'space', '?');
		expect(story.session().look.filter.draft).toBe('q ?');
		expect(story.session().wish.kind).toBe('none');
	});
});

describe('looking', () => {
	it('freezes what is shown while paused, and catches up', () => {
		const story = threeSites();
		story.press('space');
		story.poll({waiting: {[send]: 100}});
		expect(shown(story.session()).history.goroutinesInProfile).toBe(15);
		expect(story.session().history.goroutinesInProfile).toBe(100);
		story.press('space');
		expect(shown(story.session()).history.goroutinesInProfile).toBe(100);
	});

	it('shows changes since the baseline', () => {
		const story = threeSites();
		story.press('b');
		story.poll({waiting: {[send]: 12, [lock]: 5, [idle]: 1}});
		const [first] = listOf(story.session());
		expect(first?.kind === 'site' && first.row().waiting).toBe(3);
		story.press('b');
		const [again] = listOf(story.session());
		expect(again?.kind === 'site' && again.row().waiting).toBe(12);
	});

	it('has no rates since a baseline that another process counted', () => {
		const story = beginStory();
		story.poll({waiting: {[lock]: 5}, block: {[lock]: [900, 90]}});
		story.press('b');
		story.poll({waiting: {[lock]: 5}, block: {[lock]: [910, 91]}});
		const rates = () => {
			const [first] = listOf(story.session());
			return first?.kind === 'site' ? first.row().eventsPerSecond : undefined;
		};
		expect(rates()).toBe(5);
		story.poll({waiting: {[lock]: 5}, block: {[lock]: [3, 1]}});
		expect(rates()).toBeUndefined();
	});

	it('has no rates since a baseline that was set before the first reading', () => {
		const story = beginStory();
		story.press('b');
		story.poll({waiting: {[lock]: 5}, block: {[lock]: [900, 90]}});
		story.poll({waiting: {[lock]: 5}, block: {[lock]: [910, 91]}});
		const [first] = listOf(story.session());
		expect(first?.kind === 'site' && first.row().averageWaitNanoseconds).toBeUndefined();
	});

	it('keeps what has emptied since the baseline, however long ago', () => {
		const story = threeSites();
		story.wait(1);
		story.press('b');
		for (let poll = 0; poll < 40; poll++) {
			story.poll({waiting: {[lock]: 5, [idle]: 1}});
		}

		expect(names(story)).toContain('worker.dispatch');
	});

	it('has a row for each time that a warning fired, and opens the one under the cursor', () => {
		const story = beginStory();
		const failing = () => {
			const at = story.session().at + 1;
			const failure = {kind: 'refused', sentence: 'Nothing listens.'} as const;
			story.tell({type: 'read-failed', at, failure, nextTryAt: at + 2000});
			story.wait(30);
		};
		for (let times = 0; times < 3; times++) {
			story.poll({waiting: {[send]: 9}});
			story.poll({waiting: {[send]: 9}});
			failing();
		}

		story.press('5');
		const items = listOf(story.session());
		expect(new Set(items.map(({key}) => key)).size).toBe(items.length);
		const stale = items.filter(item => item.kind === 'warning' && item.warning.detector === 'stale');
		expect(stale.length).toBeGreaterThan(1);
		const visited = items.map(item => {
			const key = underCursor(story);
			story.press('down');
			return key === item.key;
		});
		expect(visited).not.toContain(false);
		const before = underCursor(story);
		story.press('enter');
		expect(story.session().look.overlay).toMatchObject({kind: 'warning', id: before});
	});

	it('returns exactly where one was', () => {
		const story = threeSites();
		story.press('down', 'enter');
		expect(story.session().look.overlay.kind).toBe('site');
		story.poll({waiting: {[send]: 1, [lock]: 5, [idle]: 70}});
		story.press('escape');
		expect(underCursor(story)).toBe('cache.Get');
	});

	it('changes the interval within reason', () => {
		const story = beginStory();
		story.press('-', '-', '-', '-');
		expect(story.session().settings.intervalMilliseconds).toBe(500);
		story.press(...'++++++++++');
		expect(story.session().settings.intervalMilliseconds).toBe(60_000);
	});

	it('asks for the clipboard once, without what a terminal would act on', () => {
		const story = beginStory();
		story.poll({waiting: {'evil.\u{1b}]52;c;aGk=\u{7}`x[chan send]': 3}});
		story.press('y');
		const {wish} = story.session();
		expect(wish.kind).toBe('copy');
		expect(wish.kind === 'copy' && /[\u{0}-\u{9}\u{b}-\u{1f}]/u.test(wish.text)).toBe(false);
		expect(wish.kind === 'copy' && wish.text).toContain('waiting now: 3');
	});

	it('leaves untouched slices identical', () => {
		const story = threeSites();
		const before = story.session();
		story.press('down');
		expect(story.session().history).toBe(before.history);
		expect(story.session().warnings).toBe(before.warnings);
		story.press('unknown key');
		story.tell({type: 'skipped', at: before.at, skipped: 0});
		expect(story.session().history).toBe(before.history);
	});
});

describe('the target', () => {
	const failure = {kind: 'refused', sentence: 'nothing listens at localhost:6060'} as const;

	it('keeps the last data when it is lost, and says why', () => {
		const story = threeSites();
		story.tell({
			type: 'read-failed',
			at: story.session().at + 2000,
			failure,
			nextTryAt: story.session().at + 5000,
		});
		expect(names(story)).toHaveLength(3);
		expect(story.session().history.watch.failure?.failure.sentence).toBe(failure.sentence);
		story.poll({waiting: {[send]: 9}});
		expect(story.session().history.watch.failure).toBeUndefined();
	});

	it('takes another build behind the address for a restart, and keeps ids', () => {
		const story = threeSites();
		const identify = (buildId: string) =>
			story.tell({
				type: 'identified',
				at: story.session().at,
				executable: '/bin/shop',
				buildId,
				ownRoot: undefined,
			});
		const id = [...story.session().history.sites.values()][0]?.id;
		identify('a');
		expect(story.session().history.marks).toEqual([]);
		identify('b');
		expect(story.session().history.marks.map(({kind}) => kind)).toEqual(['restart']);
		story.poll({waiting: {[send]: 1}});
		expect([...story.session().history.sites.values()][0]?.id).toBe(id);
	});

	it('counts one restart when the process that came back is another build', () => {
		const story = beginStory();
		const poll = (buildId: string) => {
			story.tell({
				type: 'identified',
				at: story.session().at,
				executable: '/bin/shop',
				buildId,
				ownRoot: undefined,
			});
			story.poll({waiting: {[send]: 9}});
		};
		poll('a');
		const at = story.session().at + 2000;
		story.tell({type: 'read-failed', at, failure, nextTryAt: at + 1});
		story.tell({
			type: 'index-read',
			at: at + 1,
			index: {counts: new Map([['goroutine', 4]])},
			pollMilliseconds: 1,
		});
		poll('b');
		expect(story.session().history.marks.map(({kind}) => kind)).toEqual(['restart']);
		expect(story.session().target.buildId).toBe('b');
	});

	it('makes the same session of the same events', () => {
		const tell = () => {
			const story = threeSites();
			story.poll({waiting: {[send]: 12}, block: {[lock]: [4, 1]}});
			story.press('down', 'enter', 't');
			return JSON.stringify(story.session(), (_key, value) => (value instanceof Map ? [...value] : value));
		};
		expect(tell()).toBe(tell());
	});
});
