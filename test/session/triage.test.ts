import {describe, expect, it} from 'vitest';
import {defaultSettings} from '../../source/detectors/settings.ts';
import {checkReport} from '../../source/present/check-report.ts';
import {groupContention} from '../../source/profile/contention-snapshot.ts';
import type {Settings} from '../../source/session/session.ts';
import {verdictOf} from '../../source/session/triage.ts';
import type {Question} from '../../source/session/triage-verdict.ts';
import {profileOf} from '../detectors/draw.ts';
import {drawDump} from '../detectors/draw-dump.ts';
import {type Places, pollWaits, type Waits} from './dependency-story.ts';
import {beginStory, type Story} from './story.ts';

const sql: Waits = ['database pool', 'database/sql pool'];
const http: Waits = ['http response', 'net/http client'];
const semaphore: Waits = ['semaphore', 'x/sync semaphore'];
const send = 'worker.Send[chan send]';
const lock = 'stock.Move[mutex]';
const load = 'orders.Load[select]';
const idle: Places = {'net/http.(*conn).serve[net read]': [60, 'by design']};

function polls(
	count: number,
	places: (poll: number) => Places,
	settings: Partial<Settings> = {},
	profiles: readonly string[] = [],
): Story {
	const story = beginStory({screen: 'triage'}, settings);
	for (let poll = 0; poll < count; poll++) {
		pollWaits(story, {...idle, ...places(poll)}, profiles);
	}

	return story;
}

function answer({session}: Story, question: Question): string {
	const verdict = verdictOf(question, session());
	return verdict.because === '' ? verdict.answer : `${verdict.answer}: ${verdict.because}`;
}

function evidence({session}: Story, question: Question): string {
	return verdictOf(question, session()).evidence.join('\n');
}

describe('is it leaking', () => {
	it('cannot be told before there is a profile, nor from a few seconds', () => {
		expect(answer(beginStory(), 'leak')).toBe('cannot tell: no goroutine profile yet');
		const story = polls(6, () => ({}));
		expect(answer(story, 'leak')).toBe('cannot tell: 12s of data');
		expect(verdictOf('leak', story.session()).next.text).toBe(
			'watch for 48s more: growth shows after about a minute',
		);
	});

	it('has no sign when the floor is level, and says for how long', () => {
		const story = polls(120, poll => ({[load]: [poll % 9, sql]}));
		expect(answer(story, 'leak')).toBe('no sign');
		expect(evidence(story, 'leak')).toContain('floor of goroutines level for 3m58s');
	});

	it('cannot be told from a profile that has become old', () => {
		const story = polls(120, () => ({}));
		expect(answer(story, 'leak')).toBe('no sign');
		const {at} = story.session();
		const failure = {kind: 'timed-out', sentence: 'It is slow.'} as const;
		story.tell({type: 'profile-failed', at, profile: 'goroutine', failure, nextTryAt: at + 2000});
		story.wait(600);
		for (const question of ['leak', 'deadlock', 'outside'] as const) {
			expect(answer(story, question)).toMatch(
				/^cannot tell: the goroutine profile is from \d+m\d+s ago and cannot be read any more$/u,
			);
		}
	});

	it('cannot be told soon after goroutines rose', () => {
		const story = polls(34, poll => ({'worker.Run[chan receive]': [poll < 16 ? 9 : 200, 'inside']}));
		expect(story.session().warnings.firing).toEqual([]);
		expect(answer(story, 'leak')).toBe(
			'cannot tell: goroutines rose lately, too early to say whether they stay',
		);
		expect(verdictOf('leak', story.session()).next.text).not.toContain('watch for');
	});

	it('is probable where blocked sends grow, and certain when the runtime says so', () => {
		const story = polls(60, poll => ({[send]: [10 + poll * 20, 'inside']}), {}, ['goroutineleak']);
		expect(answer(story, 'leak')).toBe('probably');
		expect(evidence(story, 'leak')).toMatch(/floor of goroutines rose from 70 to 9\d\d in 2m00s/u);
		expect(verdictOf('leak', story.session()).next.act).toBe('leaks');
		const {at, history} = story.session();
		const sites = [...history.sites.values()].flatMap(({site, waiters}) =>
			site.kind === 'chan send' && waiters !== undefined ? [waiters] : [],
		);
		story.tell({type: 'leaks-read', at: at + 1, snapshot: {total: 1190, sites}});
		expect(answer(story, 'leak')).toBe('confirmed');
		expect(verdictOf('leak', story.session()).places[0]?.site?.site.name).toBe('worker.Send');
	});

	it('is no leak where those that come to wait do so for something outside', () => {
		const story = polls(60, poll => ({[load]: [10 + poll * 20, sql]}));
		expect(answer(story, 'leak')).toBe('no sign');
		expect(evidence(story, 'leak')).toContain('one place that fills waits for something outside: see below');
		expect(answer(story, 'outside')).toBe('probably');
	});

	it('is a leak where the program itself has to close what is waited for', () => {
		const rows = 'database/sql.(*Rows).awaitDone[select]';
		const story = polls(60, poll => ({[rows]: [10 + poll * 20, ['database', 'sql.Rows to be closed']]}));
		expect(answer(story, 'leak')).toBe('probably');
		const [place] = verdictOf('leak', story.session()).places;
		expect(place?.about).toMatchObject({warning: {shortStep: 'close the rows'}});
		expect(answer(story, 'outside')).toBe('no sign');
		expect(evidence(story, 'outside')).toContain('nobody waits for a network, database');
	});

	it('leaves to the next question what stands at a lock', () => {
		const story = polls(60, () => ({[lock]: [2, 'inside']}));
		const {at, history} = story.session();
		const sites = [...history.sites.values()].flatMap(({site, waiters}) =>
			site.kind === 'mutex' && waiters !== undefined ? [waiters] : [],
		);
		story.tell({type: 'leaks-read', at: at + 1, snapshot: {total: 2, sites}});
		const snapshot = drawDump('7..8 [sync.Mutex.Lock, 2 minutes] lock(0xc0000a2150) < stock.Move@88');
		story.tell({type: 'dump-read', at: at + 2, snapshot});
		expect(answer(story, 'leak')).toBe('no sign');
		expect(evidence(story, 'leak')).toContain('what stands at locks is told below');
		expect(answer(story, 'deadlock')).toBe('confirmed');
	});

	it('does not take the silence of a detector that is off for a sign', () => {
		const detectors = {...defaultSettings, off: ['site-growth', 'goroutine-growth'] as const};
		const story = polls(60, poll => ({[send]: [10 + poll * 20, 'inside']}), {detectors});
		expect(evidence(story, 'leak')).toContain('switched off, so silent: site-growth, goroutine-growth');
	});

	it('asks for what its keys do', () => {
		const story = polls(60, () => ({}), {}, ['goroutineleak']);
		expect(verdictOf('leak', story.session()).next.act).toBe('leaks');
		story.press('L', 'L');
		expect(story.session().errands.leaks).toBe(1);
		expect(verdictOf('deadlock', story.session()).next.act).toBe('dump');
		story.press('d');
		expect(story.session().errands.dump).toBe(1);
	});
});

describe('is it deadlocked', () => {
	it('has no sign when nobody waits for a lock, and says that no dump was taken', () => {
		const story = polls(60, () => ({}));
		expect(answer(story, 'deadlock')).toBe('no sign');
		expect(evidence(story, 'deadlock')).toContain('nobody waits for a lock now');
		expect(evidence(story, 'deadlock')).toContain('no dump taken');
	});

	it('cannot be told when waits for locks do not end and no dump says who holds them', () => {
		expect(
			answer(
				polls(5, () => ({[lock]: [1, 'inside']})),
				'deadlock',
			),
		).toBe('cannot tell: 10s of data');
		const story = polls(25, () => ({[lock]: [1, 'inside']}));
		expect(answer(story, 'deadlock')).toBe('cannot tell: 1 waits for a lock');
		const {places, next} = verdictOf('deadlock', story.session());
		expect(places.map(({site}) => site?.site.name)).toEqual(['stock.Move']);
		expect(next.act).toBe('dump');
	});

	it('has nothing to do where a dump shows nobody at a lock', () => {
		const story = polls(60, () => ({}));
		story.tell({type: 'dump-read', at: story.session().at + 1, snapshot: drawDump('7 [select] feed.run@7')});
		expect(verdictOf('deadlock', story.session()).next.text).toBe('nothing to do here');
	});

	it('has no sign while locks are handed on, however many wait', () => {
		const story = polls(25, () => ({[lock]: [60, 'inside']}));
		expect(answer(story, 'deadlock')).toBe('suspected');
		for (const contentions of [0, 100, 210]) {
			const at = story.session().at + 2000;
			pollWaits(story, {[lock]: [60, 'inside']});
			const profile = profileOf([{place: lock, values: [contentions, contentions * 1e9]}]);
			story.tell({type: 'contention-read', at, snapshot: groupContention(profile, 'block', undefined)});
		}

		expect(answer(story, 'deadlock')).toBe('no sign');
		expect(verdictOf('deadlock', story.session()).next.act).toBe('mutex');
		expect(evidence(story, 'deadlock')).toContain('locks are handed on: 55 waits for them end per second');
	});

	it('is certain when the runtime found goroutines that wait for a lock for ever', () => {
		const story = polls(25, () => ({[lock]: [2, 'inside']}));
		const {at, history} = story.session();
		const sites = [...history.sites.values()].flatMap(({site, waiters}) =>
			site.kind === 'mutex' && waiters !== undefined ? [waiters] : [],
		);
		story.tell({type: 'leaks-read', at: at + 1, snapshot: {total: 2, sites}});
		expect(answer(story, 'deadlock')).toBe('confirmed');
	});
});

describe('is it blocked on something outside', () => {
	it('has no sign while few wait, and says how many', () => {
		const story = polls(60, poll => ({[load]: [poll % 3, http], 'queue.Run[chan receive]': [8, 'inside']}));
		expect(answer(story, 'outside')).toBe('no sign');
		expect(evidence(story, 'outside')).toContain('2 wait for something outside, of 10 goroutines not idle');
	});

	it('is not about a handler that sleeps', () => {
		const story = polls(60, () => ({'web.poll[sleep]': [3, 'inside']}));
		const dumped = '7..9 [sleep, 2 minutes] time.Sleep@1 < web.poll@88 < net/http.(*conn).serve@5';
		story.tell({type: 'dump-read', at: story.session().at + 1, snapshot: drawDump(dumped)});
		expect(story.session().warnings.firing.map(({detector}) => detector)).toContain('no-context');
		expect(answer(story, 'outside')).toBe('no sign');
	});

	it('is suspected where a queue for a pool does not go away', () => {
		const story = polls(60, () => ({[load]: [12, sql], 'queue.Run[chan receive]': [80, 'inside']}), {
			detectors: {...defaultSettings, off: ['pool-exhausted']},
		});
		expect(answer(story, 'outside')).toBe('suspected');
		expect(evidence(story, 'outside')).toContain('switched off, so silent: pool-exhausted');
	});

	it('is not about what goroutines of the program give each other', () => {
		const story = polls(60, () => ({[load]: [300, semaphore]}), {
			detectors: {...defaultSettings, only: ['restart']},
		});
		expect(answer(story, 'outside')).toBe('no sign');
		expect(evidence(story, 'outside')).toContain('inside the program: 300 wait for x/sync semaphore');
	});
});

describe('triage', () => {
	it('is about the whole process, whatever is filtered', () => {
		const story = polls(60, poll => ({[send]: [10 + poll * 20, 'inside']}));
		story.press(...'/nothing', 'enter', 'm');
		expect(answer(story, 'leak')).toBe('probably');
	});

	it('opens the warning from the place, and returns to it', () => {
		const story = polls(60, poll => ({[send]: [10 + poll * 20, 'inside']}));
		story.press('down', 'enter');
		expect(story.session().look.overlay.kind).toBe('warning');
		const opened = story.session().look.overlay;
		story.press('escape', 'up', 'enter');
		expect(story.session().look.overlay).toEqual(opened);
	});

	it('is copied as a whole', () => {
		const story = polls(60, poll => ({[send]: [10 + poll * 20, 'inside']}));
		story.press('y');
		const {wish} = story.session();
		expect(wish.kind === 'copy' && wish.text).toMatch(
			/^\*\*Triage\*\*[\s\S]*Is it leaking\?\*\* probably[\s\S]*`worker\.Send worker\.go:88`[\s\S]*deadlocked\?\*\* no sign of it/u,
		);
	});

	it('is in the report for machines', () => {
		const {triage, dependencies} = checkReport(polls(60, () => ({[load]: [12, sql]})).session(), '1.0.0');
		expect(triage.leak).toMatchObject({answer: 'no sign', because: null, places: []});
		expect(triage.outside.places[0]).toMatchObject({site: {function: 'example.com/shop/orders.Load'}});
		expect(dependencies.map(({name}) => name)).toEqual(['database/sql pool']);
	});
});
