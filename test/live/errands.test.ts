import {describe, expect, test} from 'vitest';
import {capturedBody} from './captures.ts';
import {type FakeTarget, failure, indexPage} from './fake-target.ts';
import {watch} from './watched.ts';

const second = 1000;
const minute = 60_000;
const dumpPath = 'goroutine?debug=2';
const leaksPath = 'goroutineleak';

/** A program of Go 1.27, which has everything, with so many goroutines. */
const modern =
	(goroutines = 100) =>
	(target: FakeTarget) => {
		const page = new TextDecoder().decode(capturedBody('index.html', 'go1.27'));
		const body = page.replace(/<td>\d+<\/td>(<td><a href='goroutine\?)/u, `<td>${goroutines}</td>$1`);
		target.answer('', () => ({body, elapsedMilliseconds: 0.4}));
		target.answer(dumpPath, () => ({
			body: capturedBody('goroutine.debug2.txt', 'go1.27'),
			elapsedMilliseconds: 12,
		}));
		target.answer(leaksPath, () => ({
			body: capturedBody('goroutineleak.pb.gz', 'go1.27'),
			elapsedMilliseconds: 25,
		}));
	};

const regularly = {dump: 'regularly', leaks: 'regularly'} as const;

describe('an errand that is asked for', () => {
	test('is run at once, once, and ends in its event', async () => {
		const {target, clock, ask, eventsOf} = watch(modern());
		await clock.advance(5.3 * second);
		expect(target.askedAt(dumpPath)).toEqual([]);
		ask('dump');
		await clock.advance(100);
		expect(target.askedAt(dumpPath)).toEqual([5.3 * second]);
		const [read] = eventsOf('dump-read');
		expect(read?.snapshot.total).toBeGreaterThan(90);
		expect(read).toMatchObject({elapsedMilliseconds: 12, snapshot: {isCut: false}});
		ask('leaks');
		await clock.advance(minute);
		expect(eventsOf('leaks-read').map(({snapshot}) => snapshot.total > 0)).toEqual([true]);
		expect(target.askedAt(dumpPath).length).toBe(1);
		expect(target.askedAt(leaksPath).length).toBe(1);
	});

	test('several times before it begins, is run once', async () => {
		const {target, clock, ask} = watch(modern());
		await clock.advance(second);
		ask('dump');
		ask('dump');
		await clock.advance(minute);
		expect(target.askedAt(dumpPath).length).toBe(1);
	});

	test('waits for its turn: nothing is ever read beside it', async () => {
		const {target, clock, ask} = watch(scripted => {
			modern()(scripted);
			scripted.answer('goroutine', () => ({
				body: capturedBody('goroutine.pb.gz'),
				elapsedMilliseconds: 300,
			}));
		});
		await clock.advance(100);
		expect(target.asked.at(-1)?.path).toBe('goroutine');
		ask('leaks');
		ask('dump');
		await clock.advance(100);
		expect(target.askedAt(leaksPath)).toEqual([]);
		await clock.advance(minute);
		expect(target.askedAt(leaksPath).length).toBe(1);
		expect(target.askedAt(dumpPath).length).toBe(1);
		expect(target.mostAtOnce()).toBe(1);
	});

	test('is told to have failed, in words, and can be asked for again at once', async () => {
		const {target, clock, ask, eventsOf} = watch(scripted => {
			modern()(scripted);
			scripted.answer(dumpPath, () => ({failure: failure('forbidden'), elapsedMilliseconds: 1}));
			scripted.answer(leaksPath, () => ({failure: failure('no-such-profile'), elapsedMilliseconds: 1}));
		});
		await clock.advance(second);
		ask('dump');
		ask('leaks');
		await clock.advance(second);
		const failed = eventsOf('profile-failed').map(({profile, failure: {kind}}) => `${profile} ${kind}`);
		expect(failed.sort()).toEqual(['dump forbidden', 'goroutineleak no-such-profile']);
		ask('dump');
		await clock.advance(minute);
		expect(target.askedAt(dumpPath).length).toBe(2);
	});

	test('is not run late: when the target is lost before its turn, it has failed with it', async () => {
		const {target, clock, ask, eventsOf} = watch(modern());
		await clock.advance(1990);
		target.answerAll(() => ({failure: failure('timed-out'), elapsedMilliseconds: 3000}));
		await clock.advance(100);
		ask('dump');
		await clock.advance(20 * second);
		expect(eventsOf('profile-failed')).toMatchObject([{profile: 'dump', failure: {kind: 'timed-out'}}]);
		target.answerAll(undefined);
		await clock.advance(minute);
		expect(target.askedAt(dumpPath)).toEqual([]);
	});

	test('counts as cost, but slows nothing down', async () => {
		const {target, clock, ask, eventsOf} = watch(scripted => {
			modern(200_000)(scripted);
			scripted.answer('goroutine', () => ({
				body: capturedBody('goroutine.pb.gz'),
				elapsedMilliseconds: 30,
			}));
			scripted.answer(dumpPath, () => ({
				body: capturedBody('goroutine.debug2.txt'),
				elapsedMilliseconds: 6000,
			}));
		});
		await clock.advance(minute);
		const before = target.askedAt('goroutine').length;
		const slowedTo = eventsOf('paced').at(-1)?.slowedTo ?? 0;
		expect(slowedTo).toBeGreaterThan(3 * second);
		ask('dump');
		await clock.advance(minute + 6 * second);
		expect(target.askedAt('goroutine').length).toBeGreaterThanOrEqual(2 * before - 3);
		expect(eventsOf('paced').at(-1)?.slowedTo).toBeCloseTo(slowedTo, -2);
		const costs = eventsOf('paced').map(({costFraction}) => costFraction);
		expect(Math.max(...costs)).toBeGreaterThan(0.04);
	});

	test('has time in proportion to the goroutines, whatever the timeout', async () => {
		const timeouts = new Map<string, number>();
		const {clock, ask} = watch(scripted => {
			modern(400_000)(scripted);
			for (const path of [dumpPath, 'mutex', leaksPath]) {
				scripted.answer(path, request => {
					timeouts.set(path, request.timeoutMilliseconds);
					return {failure: failure('timed-out'), elapsedMilliseconds: 1};
				});
			}
		});
		await clock.advance(second);
		ask('dump');
		ask('leaks');
		await clock.advance(second);
		expect(Object.fromEntries(timeouts)).toEqual({
			[dumpPath]: 70 * second,
			[leaksPath]: minute,
			mutex: 1.5 * second,
		});
	});
});

describe('an errand that is run regularly', () => {
	test('begins soon after the first goroutine profile and keeps its pace', async () => {
		const {target, clock} = watch(modern(), {modes: regularly});
		await clock.advance(5.5 * minute);
		const dumps = target.askedAt(dumpPath);
		expect(dumps.slice(0, 3).map(at => Math.round(at / second))).toEqual([3, 34, 64]);
		expect(dumps.length).toBe(11);
		expect(target.askedAt(leaksPath).map(at => Math.round(at / second))).toEqual([10, 310]);
		expect(target.mostAtOnce()).toBe(1);
	});

	test('is not run with too many goroutines, or where there is no leak profile', async () => {
		const {target, clock, set} = watch(
			scripted => scripted.answer('', () => ({body: indexPage({goroutine: 1000}), elapsedMilliseconds: 0.4})),
			{modes: regularly},
		);
		await clock.advance(2 * minute);
		expect(target.askedAt(dumpPath)).toEqual([]);
		expect(target.askedAt(leaksPath)).toEqual([]);
		set({dumpLimitGoroutines: 1001});
		await clock.advance(1.1 * second);
		expect(target.askedAt(dumpPath).length).toBe(1);
	});

	test('begins anew with another process', async () => {
		const {target, clock} = watch(modern(), {modes: regularly});
		await clock.advance(12 * second);
		target.answerAll(() => ({failure: failure('refused'), elapsedMilliseconds: 0.2}));
		await clock.advance(4 * second);
		target.answerAll(undefined);
		const lost = target.asked.length;
		await clock.advance(20 * second);
		const again = target.asked.slice(lost);
		const backAt = again.find(({path}) => path === 'goroutine')?.at ?? 0;
		const afterReturn = (path: string) =>
			again.filter(asked => asked.path === path).map(({at}) => Math.round((at - backAt) / second));
		expect(afterReturn(dumpPath)).toEqual([3]);
		expect(afterReturn(leaksPath)).toEqual([10]);
	});

	test('is run once more before the end of a watch', async () => {
		const begun = 1_700_000_000_000;
		const {target, clock} = watch(modern(), {
			modes: regularly,
			endsAt: begun + 30 * second,
			leaksIntervalMilliseconds: minute,
		});
		await clock.advance(30 * second);
		expect(target.askedAt(dumpPath).map(at => Math.round(at / second))).toEqual([3, 26]);
	});

	test('is run as rarely as the budget wants, and takes a small share of it', async () => {
		const {target, clock} = watch(
			scripted => {
				modern()(scripted);
				scripted.answer(dumpPath, () => ({
					body: capturedBody('goroutine.debug2.txt'),
					elapsedMilliseconds: 900,
				}));
				scripted.answer('goroutine', () => ({
					body: capturedBody('goroutine.pb.gz'),
					elapsedMilliseconds: 20,
				}));
			},
			{modes: {...regularly, leaks: 'on request'}, intervalMilliseconds: 10 * second},
		);
		await clock.advance(20 * minute);
		const dumps = target.askedAt(dumpPath).length;
		expect(dumps).toBeLessThan(12);
		expect(dumps).toBeGreaterThan(1);
		expect(target.askedAt('goroutine').length).toBeGreaterThan(115);
	});
});

test('heap profiles come each minute', async () => {
	const {target, clock, eventsOf} = watch();
	await clock.advance(2.5 * minute);
	expect(target.askedAt('heap').length).toBe(3);
	expect(eventsOf('heap-profile-read').length).toBe(3);
});

test('a heap profile that takes long comes as rarely as the budget wants', async () => {
	const {target, clock} = watch(
		scripted => {
			scripted.answer('heap', () => ({body: capturedBody('heap.pb.gz'), elapsedMilliseconds: 3000}));
		},
		{intervalMilliseconds: 10 * second},
	);
	await clock.advance(10 * minute);
	expect(target.askedAt('heap').length).toBeLessThan(4);
});

test('where there is no heap profile, nothing is said', async () => {
	const {target, clock, eventsOf} = watch(scripted => {
		scripted.answer('heap', () => ({failure: failure('no-such-profile'), elapsedMilliseconds: 1}));
	});
	await clock.advance(2 * minute);
	expect(target.askedAt('heap').length).toBe(1);
	expect(eventsOf('profile-failed')).toEqual([]);
});
