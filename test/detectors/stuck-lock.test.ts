import {describe, expect, test} from 'vitest';
import {stuckLock} from '../../source/detectors/stuck-lock.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {emptyHistory} from '../../source/series/history.ts';
import {recordProfiling} from '../../source/series/record-contention.ts';
import {type Drawing, draw, drawn, type Moment, watch} from './draw.ts';
import {drawDumps} from './draw-dump.ts';

const only = {only: ['stuck-lock']} as const;
const said = (...dumps: readonly string[]) => watch(drawDumps(dumps), only).said;

const waiter = '20 [sync.Mutex.Lock] lock(0xc0000a2150) < cache.Get@20';

describe('from dumps', () => {
	test('a lock that nobody releases, a minute after the first dump', () => {
		expect(said(waiter, waiter)).toEqual([]);
		expect(said(waiter, waiter, waiter)).toEqual(['60s critical stuck-lock: 1 stuck at a mutex for 1m00s']);
	});

	test('at once when the runtime counts minutes, and then it is strong', () => {
		const {log} = watch(
			drawDumps(['20..23 [semacquire, 3 minutes] lock(0xc0000a2150) < cache.Get@20']),
			only,
		);
		expect(log.firing[0]).toMatchObject({
			confidence: 'strong',
			headline: '4 stuck at a mutex for 3m00s',
			shortStep: 'find the missing Unlock',
		});
	});

	test('names who plausibly holds it and shows that stack', () => {
		const {log} = watch(
			drawDumps([
				`20 [sync.Mutex.Lock, 2 minutes] lock(0xc0000a2150) < cache.(*LRU).Get(0xc0000a2150)@20
				21 [IO wait, 2 minutes] read < store.load@9 < cache.(*LRU).Fill(0xc0000a2150)@31`,
			]),
			only,
		);
		expect(log.firing[0]?.evidence.at(-1)?.text).toBe(
			'goroutine 21, IO wait at store.load store.go:9, in cache.(*LRU).Fill cache.go:31',
		);
		expect(log.firing[0]?.beside?.map(({title}) => title)).toEqual([
			'goroutine 21, which plausibly holds it (cache.(*LRU).Fill cache.go:31), is in IO wait at store.load store.go:9',
			'goroutine 20 waits for 0xc0000a2150 (cache.(*LRU).Get cache.go:20), plausibly held by goroutine 21',
		]);
		expect(log.firing[0]?.sites).toHaveLength(2);
	});

	test('says that others may hold it beside those it names', () => {
		const said = (last: number) => {
			const {log} = watch(
				drawDumps([
					`20 [sync.Mutex.Lock, 2 minutes] lock(0xc0000a2150) < cache.(*LRU).Get(0xc0000a2150)@20
					31..${last} [select, 2 minutes] cache.(*LRU).Watch(0xc0000a2150)@31`,
				]),
				only,
			);
			return [log.firing[0]?.evidence.at(-1)?.text, log.firing[0]?.beside?.at(-1)?.title];
		};
		expect(said(33)).toEqual([
			'goroutine 33, select, in cache.(*LRU).Watch cache.go:31',
			'goroutine 20 waits for 0xc0000a2150 (cache.(*LRU).Get cache.go:20), plausibly held by goroutine 31 or one of 2 others',
		]);
		expect(said(35)[0]).toBe('and 2 more');
		expect(said(60)[0]).toBe('and at least 5 more');
	});

	test('shows what else of the package is stuck when nobody seems to hold it', () => {
		const {log} = watch(
			drawDumps([
				`20 [semacquire, 2 minutes] lock(0xc0000a2150) < cache.Get@20
				21 [chan send, 2 minutes] cache.publish@44`,
			]),
			only,
		);
		expect(log.firing[0]?.beside?.map(({title}) => title)).toContain(
			'goroutine 21 is stuck too, in chan send (cache.publish cache.go:44): does it hold the lock?',
		);
	});

	test('a hot lock is not stuck: its waiters change, or its holder moves', () => {
		const [one, two] = [20, 21].map(
			number => `${number} [sync.Mutex.Lock] lock(0xc0000a2150) < cache.Get@20`,
		);
		expect(said(`${one}\n${two}`, `${one}`, `${one}\n${two}`, `${two}`, `${one}\n${two}`)).toEqual([]);
		const holder = '22 [sleep] cache.Get@22';
		expect(said(...Array.from({length: 5}, () => `${one}\n${holder}`))).toEqual([]);
	});

	test('a helper goroutine of the same function that ticks along does not make it hot', () => {
		const stuck = `20 [sync.Mutex.Lock] lock(0xc0000a2150) < cache.Run.func1@20\n22 [sleep] cache.Run.func2@22`;
		expect(said(stuck, stuck, stuck)).toHaveLength(1);
	});

	test('WaitGroup.Wait is not a lock', () => {
		expect(said('20 [sync.WaitGroup.Wait, 9 minutes] wait < pool.Close@4')).toEqual([]);
		expect(said('20 [semacquire, 9 minutes] wait < pool.Close@4')).toEqual([]);
	});
});

const sites = 'cache.Get[mutex] 3*40';
const lines: Drawing = {sites, block: 'cache.Get[mutex] 1/2 0*39'};

/** With block profiling known to be on, or known to be off. */
function polled(drawing: Drawing, state: 'on' | 'off'): readonly Moment[] {
	return draw(drawing).map(({history, readings}) => ({
		history: recordProfiling(history, history.at, 'block', state === 'on' ? {state, period: 1} : {state}),
		readings,
	}));
}

describe('from profiles alone', () => {
	test('somebody waits in every profile for a minute and no wait ends', () => {
		const {log, said} = watch(polled(lines, 'on'), only);
		expect(said).toEqual(['62s critical stuck-lock: 3 at a mutex in every profile for 1m00s, none got it']);
		expect(log.firing[0]).toMatchObject({confidence: 'strong', wantsDump: true});
	});

	test('waits that end, or a moment without waiters, are contention', () => {
		expect(watch(polled({sites, block: 'cache.Get[mutex] 5/2*40'}, 'on'), only).said).toEqual([]);
		const dips = 'cache.Get[mutex] 3*25 0 3*14';
		expect(watch(polled({...lines, sites: dips}, 'on'), only).said).toEqual([]);
	});

	test('without block profiling only a constant count is suspect', () => {
		const {log} = watch(polled(lines, 'off'), only);
		expect(log.firing[0]).toMatchObject({severity: 'warning', confidence: 'suspected', wantsDump: true});
		const wavering = 'cache.Get[mutex] 3*25 4 3*14';
		expect(watch(polled({...lines, sites: wavering}, 'off'), only).said).toEqual([]);
	});

	test('dumps know better than a constant count', () => {
		const hot = drawDumps(
			['20', '21', '20'].map(number => `${number} [sync.Mutex.Lock] lock(0xc0000a2150) < cache.Get@88`),
			drawn({sites: 'cache.Get[mutex] 1*40'}),
		);
		const history = hot.at(-1)?.history;
		const moments: readonly Moment[] =
			history === undefined ? [] : [{history, readings: ['goroutines', 'dump']}];
		expect(watch(moments, only).said).toEqual([]);
	});
});

test('clears when a newer profile no longer finds anybody there', () => {
	const stuck = drawDumps(['20 [semacquire, 2 minutes] lock(0xc0000a2150) < cache.Get@88']);
	const from = stuck.at(-1)?.history;
	const later = from === undefined ? [] : draw({sites: 'cache.Put[mutex] 1*2', from});
	expect(watch([...stuck, ...later], only).said).toEqual([
		'0s critical stuck-lock: 1 stuck at a mutex for 2m00s',
		'2s stuck-lock: it cleared',
	]);
});

test('has no verdict before a dump or a second profile', () => {
	const nothing = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
	expect(stuckLock.check(nothing, defaultThresholds['stuck-lock'], 0).kind).toBe('too-early');
});

test('a Once that asks for itself is told so, by the call that leads back', () => {
	const once = 'sync.(*Once).doSlow(0xc0000a2150) < sync.(*Once).Do';
	const inner = `20 [sync.Mutex.Lock, 2 minutes] lock(0xc0000a2150) < ${once} < conf.Load@22 < conf.level@31`;
	const {log} = watch(drawDumps([`${inner} < ${once} < conf.Load@22`]), only);
	expect(log.firing[0]).toMatchObject({
		headline: '1 stuck in its own Once.Do for 2m00s',
		shortStep: 'break the recursion',
		nextStep: expect.stringContaining('from conf.Load conf.go:22 inwards'),
	});
	expect(watch(drawDumps([inner]), only).log.firing[0]?.shortStep).toBe('look at the initialiser');
});

test('speaks for the growth of the process where that is the queue at the lock', () => {
	const moments = draw({sites: 'wallet.pay[mutex] 0..210*36'});
	const settings = {only: ['goroutine-growth', 'stuck-lock'] as const};
	const growing = watch(moments, settings).log;
	const waiting = '20..35 [sync.Mutex.Lock, 2 minutes] lock(0xc0000a2150) < wallet.pay@88';
	const {log} = watch(drawDumps([waiting], moments.at(-1)?.history), settings, growing);
	expect(log.firing.map(({headline}) => headline)).toEqual(['16 stuck at a mutex for 2m00s, 210 wait now']);
});
