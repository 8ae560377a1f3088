import {describe, expect, test} from 'vitest';
import type {Warning, WarningId} from '../../source/detectors/warning.ts';
import type {DumpSnapshot} from '../../source/profile/dump-snapshot.ts';
import {dumpForWarnings, whyNoDump} from '../../source/session/dump-for-warnings.ts';
import {dumpCost, dumpGuard} from '../../source/session/dump-guard.ts';
import {reduce} from '../../source/session/reduce.ts';
import type {Session, Settings} from '../../source/session/session.ts';
import {beginStory, type Story, storyBegins} from './story.ts';

/** A story in which the index page says how many goroutines there are, and what profiles. */
function watching(
	goroutines: number,
	settings: Partial<Settings> = {},
	profiles: readonly string[] = [],
): Story {
	const story = beginStory({}, settings);
	const counts = new Map([['goroutine', goroutines], ...profiles.map(name => [name, 0] as const)]);
	story.tell({type: 'index-read', at: storyBegins, index: {counts}, pollMilliseconds: 1});
	return story;
}

const noticeOf = (story: Story) => story.session().notice?.text;
const askedFor = (story: Story) => story.session().errands;

const dump = (total: number, isCut = false): DumpSnapshot => ({
	total,
	isCut,
	waiters: [],
	waiterCount: 0,
	locks: [],
	hasCreators: true,
});

describe('the guard', () => {
	test.each([
		[999, 'free'],
		[1000, 'asks'],
		[9999, 'asks'],
		[10_000, 'needs force'],
	] as const)('%i goroutines: %s', (goroutines, guard) => {
		expect(dumpGuard(goroutines)).toBe(guard);
	});

	test('estimates what was measured on two cores, within a factor of two', () => {
		for (const [goroutines, frames, stopMilliseconds, stops, requestMilliseconds] of [
			[1000, 9, 13.6, 1, 16],
			[1000, 23, 37.7, 2, 70],
			[10_000, 9, 126, 4, 484],
			[10_000, 23, 369, 6, 2182],
			[50_000, 9, 738, 7, 4822],
		] as const) {
			const cost = dumpCost(goroutines, frames);
			expect(cost.requestMilliseconds / requestMilliseconds).toBeGreaterThan(0.5);
			expect(cost.requestMilliseconds / requestMilliseconds).toBeLessThan(2);
			expect(cost.stopMilliseconds / stopMilliseconds).toBeGreaterThan(0.7);
			expect(cost.stopMilliseconds / stopMilliseconds).toBeLessThan(1.6);
			expect(Math.abs(cost.stops - stops)).toBeLessThanOrEqual(1);
			expect(cost.isProbablyCut).toBe(false);
		}
	});

	test('expects one stop for each buffer that the runtime tries, and no more of what it cuts', () => {
		expect([1000, 2000, 4000, 90_000].map(goroutines => dumpCost(goroutines).stops)).toEqual([1, 2, 3, 7]);
		expect(dumpCost(1_000_000)).toMatchObject({stops: 7, isProbablyCut: true});
		const {stops, stopMilliseconds, requestMilliseconds} = dumpCost(4000);
		expect(requestMilliseconds).toBeGreaterThan(stops * stopMilliseconds);
	});

	test('expects more of deep stacks, and no less of shallow ones', () => {
		expect(dumpCost(1000, 30).stopMilliseconds).toBeCloseTo(3 * dumpCost(1000).stopMilliseconds);
		expect(dumpCost(60_000, 30)).toMatchObject({isProbablyCut: true});
		expect(dumpCost(1000, 2)).toEqual(dumpCost(1000));
	});
});

describe('d', () => {
	test('takes a dump of few goroutines at once, and says what came', () => {
		const story = watching(312);
		story.press('d');
		expect(askedFor(story)).toEqual({dump: 1, leaks: 0});
		expect(noticeOf(story)).toBe('taking a dump: 312 goroutines, about 7.5ms');
		story.press('d');
		expect(askedFor(story).dump).toBe(1);
		expect(noticeOf(story)).toBe('a dump is under way already');
		story.tell({type: 'dump-read', at: storyBegins, snapshot: dump(310), elapsedMilliseconds: 14});
		expect(noticeOf(story)).toBe('dump: 310 goroutines in 14ms');
		story.press('d');
		expect(askedFor(story).dump).toBe(2);
	});

	test('says first what one of thousands costs, and takes it when pressed again in time', () => {
		const story = watching(4200);
		story.press('d');
		expect(askedFor(story).dump).toBe(0);
		expect(noticeOf(story)).toBe(
			'd again dumps 4,200 goroutines: the process stops 3 times, about 84ms each',
		);
		story.wait(11);
		expect(noticeOf(story)).toBeUndefined();
		story.press('d');
		expect(askedFor(story).dump).toBe(0);
		story.wait(9);
		story.press('d');
		expect(askedFor(story).dump).toBe(1);
	});

	test('forgets the offer when the screen says something else meanwhile', () => {
		const story = watching(4200);
		story.poll({waiting: {'worker.dispatch[chan send]': 4200}});
		story.press('d', 'y');
		expect(noticeOf(story)).toContain('copied');
		story.press('d');
		expect(askedFor(story).dump).toBe(0);
		story.press('d');
		expect(askedFor(story).dump).toBe(1);
	});

	test('leaves more than that to D, which needs no second press when d has said what it costs', () => {
		const story = watching(25_000);
		story.press('d', 'd');
		expect(askedFor(story).dump).toBe(0);
		expect(noticeOf(story)).toBe('D dumps 25,000 goroutines: the process stops 6 times, about 500ms each');
		story.press('D');
		expect(askedFor(story).dump).toBe(1);
	});

	test('says why there is none', () => {
		const story = beginStory();
		story.press('d');
		expect(noticeOf(story)).toBe('no dump before the first answer of the target');
		const lost = watching(312);
		const failure = {kind: 'timed-out', sentence: 'It is slow.'} as const;
		lost.tell({type: 'read-failed', at: storyBegins, failure, nextTryAt: undefined});
		lost.press('d');
		expect(noticeOf(lost)).toBe('no dump while the target does not answer');
		expect(askedFor(lost).dump).toBe(0);
	});
});

describe('D', () => {
	test('takes one of thousands at once', () => {
		const story = watching(4200);
		story.press('D');
		expect(askedFor(story).dump).toBe(1);
	});

	test('alone says what a huge one costs, lest a wrong key stops a process for seconds', () => {
		const story = watching(1_000_000);
		story.press('D');
		expect(askedFor(story).dump).toBe(0);
		expect(noticeOf(story)).toBe(
			'D again dumps 1,000,000 goroutines: the process stops 7 times, about 20s each',
		);
		story.press('D');
		expect(noticeOf(story)).toBe('taking a dump: 1,000,000 goroutines, about 2m24s; Go ends it at 64 MiB');
		story.tell({
			type: 'dump-read',
			at: storyBegins,
			snapshot: dump(145_000, true),
			elapsedMilliseconds: 28_000,
		});
		expect(noticeOf(story)).toBe(
			'the dump was cut off at 64 MiB: it shows 145,000 of about 1,000,000 goroutines',
		);
	});
});

test('a dump that failed is said, one that nobody asked for is not', () => {
	const story = watching(312);
	const failed = () =>
		story.tell({
			type: 'profile-failed',
			at: storyBegins,
			profile: 'dump',
			failure: {kind: 'forbidden', sentence: 'It is forbidden.'},
			nextTryAt: undefined,
		});
	failed();
	expect(noticeOf(story)).toBeUndefined();
	story.press('d');
	failed();
	expect(noticeOf(story)).toBe('no dump: It is forbidden.');
	story.tell({type: 'dump-read', at: storyBegins, snapshot: dump(310)});
	expect(noticeOf(story)).toBe('no dump: It is forbidden.');
	expect(story.session().profileFailures.has('dump')).toBe(false);
});

describe('L', () => {
	test('says which Go has it where the target has none', () => {
		const story = watching(312);
		story.press('L');
		expect(noticeOf(story)).toBe('L needs Go 1.27: this target has no leak profile');
		expect(askedFor(story).leaks).toBe(0);
	});

	test('says first what it costs, then takes it, and what was found', () => {
		const story = watching(312, {}, ['goroutineleak']);
		story.press('L');
		expect(noticeOf(story)).toBe('L again finds leaks: it costs one collection');
		story.press('d');
		story.press('L');
		expect(askedFor(story)).toEqual({dump: 1, leaks: 0});
		story.press('L');
		expect(askedFor(story).leaks).toBe(1);
		expect(noticeOf(story)).toBe('taking a leak profile: the target collects its heap');
		story.tell({
			type: 'leaks-read',
			at: storyBegins,
			snapshot: {total: 12, sites: []},
			elapsedMilliseconds: 25,
		});
		expect(noticeOf(story)).toBe('leak profile: 12 goroutines are blocked for ever (25ms)');
	});
});

const warning = (id: string): Warning => ({
	id: id as WarningId,
	detector: 'lock-pileup',
	word: 'pile-up',
	subject: {kind: 'thing', name: id},
	severity: 'warning',
	headline: '',
	why: '',
	nextStep: '',
	shortStep: '',
	confidence: 'suspected',
	evidence: [],
	since: storyBegins,
	firedAt: storyBegins,
	lastSeenAt: storyBegins,
	resolvedAt: undefined,
	resolvedBecause: undefined,
	absorbed: [],
	absorbs: [],
	stack: undefined,
	sites: [],
	wantsDump: true,
});

const firing = (session: Session, ...ids: readonly string[]): Session => ({
	...session,
	warnings: {...session.warnings, firing: ids.map(warning)},
});

const answered = (session: Session): Session => ({
	...session,
	errandLog: {...session.errandLog, underWay: {dump: undefined, leaks: undefined}},
});

const later = (session: Session, minutes: number): Session => ({
	...session,
	at: session.at + minutes * 60_000,
});

const whenNeeded: Partial<Settings> = {
	errands: {dump: 'when needed', leaks: 'on request'},
	dumpLimitGoroutines: 1000,
};

describe('a warning that wants a dump', () => {
	test('gets one, and so do those beside it, and one more a minute later where that has settled nothing', () => {
		const session = firing(watching(312, whenNeeded).session(), 'a', 'b');
		const asked = dumpForWarnings(session);
		expect(asked.errands.dump).toBe(1);
		expect(asked.notice?.text).toBe('taking a dump for the warning "pile-up": 312 goroutines, about 7.5ms');
		expect(dumpForWarnings(asked)).toBe(asked);
		const soon = later(answered(asked), 0.9);
		expect(dumpForWarnings(soon)).toBe(soon);
		const again = dumpForWarnings(later(answered(asked), 1));
		expect(again.errands.dump).toBe(2);
		const muchLater = later(answered(again), 60);
		expect(dumpForWarnings(muchLater)).toBe(muchLater);
	});

	test('gets it with the next reading', () => {
		const session = firing(watching(312, whenNeeded).session(), 'a');
		expect(reduce(session, {type: 'ticked', at: session.at + 1000}).errands.dump).toBe(1);
	});

	test('waits until five minutes after the last', () => {
		const asked = answered(dumpForWarnings(firing(watching(312, whenNeeded).session(), 'a')));
		const another = firing(later(asked, 4), 'c');
		expect(dumpForWarnings(another)).toBe(another);
		expect(dumpForWarnings(later(another, 1)).errands.dump).toBe(2);
	});

	test('gets another from the process that came after', () => {
		const asked = answered(dumpForWarnings(firing(watching(312, whenNeeded).session(), 'a')));
		const mark = {at: asked.at + 1, kind: 'restart', text: ''} as const;
		const restarted = later({...asked, history: {...asked.history, marks: [mark]}}, 6);
		expect(dumpForWarnings(restarted).errands.dump).toBe(2);
	});

	test.each<[string, number, Partial<Settings>, string]>([
		['too many goroutines', 1000, {}, '1,000 goroutines, and --dump-limit is 1,000'],
		[
			'a budget that does not pay for it',
			900,
			{budgetFraction: 0.0001},
			'it would take about 22ms, more than --budget pays for in a minute',
		],
		[
			'--no-dump',
			312,
			{errands: {dump: 'on request', leaks: 'on request'}},
			'a warning wants one, but --no-dump is set',
		],
	])('gets none with %s, and the report says why', (_what, goroutines, settings, sentence) => {
		const session = firing(watching(goroutines, {...whenNeeded, ...settings}).session(), 'a');
		expect(dumpForWarnings(session)).toBe(session);
		expect(whyNoDump(session)).toBe(sentence);
	});

	test('gets none while another is under way', () => {
		const story = watching(312, whenNeeded);
		story.press('d');
		const session = firing(story.session(), 'a');
		expect(dumpForWarnings(session)).toBe(session);
	});

	test('gets none while the target does not answer', () => {
		const story = watching(312, whenNeeded);
		const failure = {kind: 'timed-out', sentence: ''} as const;
		story.tell({type: 'read-failed', at: storyBegins, failure, nextTryAt: undefined});
		const session = firing(story.session(), 'a');
		expect(dumpForWarnings(session)).toBe(session);
	});
});
