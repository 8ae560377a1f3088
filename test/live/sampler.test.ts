import {expect, test} from 'vitest';
import {createDecoder} from '../../source/live/decoder.ts';
import type {DigestRequest} from '../../source/live/digest.ts';
import {capturedBody} from './captures.ts';
import type {FakeClock} from './fake-clock.ts';
import {type FakeTarget, failure, indexPage} from './fake-target.ts';
import {watch} from './watched.ts';

const second = 1000;
const minute = 60_000;

test('the heartbeat comes first, then the goroutine profile, then all the rest, one at a time', async () => {
	const {target, clock} = watch();
	await clock.advance(1500);
	const paths = target.asked.map(({path}) => path);
	expect(paths.slice(0, 2)).toEqual(['', 'goroutine']);
	expect(paths.at(-1)).toBe('block?seconds=1');
	expect([...paths].sort()).toEqual(
		[
			'',
			'/metrics',
			'block',
			'block?seconds=1',
			'goroutine',
			'heap',
			'heap?debug=1',
			'mutex',
			'mutex?debug=1',
		].sort(),
	);
	await clock.advance(10 * minute);
	expect(target.mostAtOnce()).toBe(1);
	expect(target.asked.filter(({path}) => path.startsWith('goroutine?'))).toEqual([]);
});

test('everything read comes out as an event, in order of time', async () => {
	const {events, eventsOf, clock} = watch();
	await clock.advance(1500);
	expect(eventsOf('index-read')[0]?.index.counts.get('goroutine')).toBe(101);
	expect(eventsOf('goroutines-read')[0]?.snapshot.total).toBe(99);
	expect(eventsOf('contention-read').map(({snapshot}) => snapshot.profile)).toEqual(['block', 'mutex']);
	expect(eventsOf('profiling-known').map(({profile, profiling}) => ({profile, profiling}))).toEqual([
		{profile: 'mutex', profiling: {state: 'on', period: 1}},
		{profile: 'block', profiling: {state: 'on', period: undefined}},
	]);
	expect(eventsOf('memory-read')[0]?.stats.gcCount).toBe(2);
	expect(eventsOf('metrics-read')[0]?.metrics.goVersion).toBe('go1.26.8');
	const times = events.map(({at}) => at);
	expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('what the process is, is said once, and before its goroutines', async () => {
	const {events, eventsOf, clock} = watch();
	await clock.advance(minute);
	expect(eventsOf('identified')).toMatchObject([{executable: '/srv/zoo/zoo'}]);
	const types = events.map(({type}) => type);
	expect(types.indexOf('identified')).toBeLessThan(types.indexOf('goroutines-read'));
});

test('each endpoint has its interval', async () => {
	const {target, clock} = watch();
	await clock.advance(2 * minute);
	expect(target.askedAt('').length).toBe(61);
	expect(target.askedAt('goroutine').length).toBe(60);
	expect(target.askedAt('block').length).toBe(60);
	expect(target.askedAt('mutex').length).toBe(60);
	expect(target.askedAt('heap?debug=1').length).toBe(8);
	expect(target.askedAt('/metrics').length).toBe(12);
	expect(target.askedAt('mutex?debug=1').length).toBe(4);
	expect(target.askedAt('block?seconds=1').length).toBe(1);
});

test('seconds tick evenly, aligned to the clock, whatever the target does', async () => {
	const {eventsOf, clock} = watch(target => {
		target.answerAll(() => ({failure: failure('timed-out'), elapsedMilliseconds: 5000}));
	});
	await clock.advance(300);
	await clock.advance(10 * second);
	expect(eventsOf('ticked').map(({at}) => at % second)).toEqual(Array(10).fill(0));
});

const crowd = (target: FakeTarget, goroutines: number, elapsedMilliseconds: number) => {
	target.answer('', () => ({body: indexPage({goroutine: goroutines}), elapsedMilliseconds: 0.4}));
	target.answer('goroutine', () => ({body: capturedBody('goroutine.pb.gz'), elapsedMilliseconds}));
};

test('a hundred thousand goroutines are read at once, then as rarely as the budget asks for', async () => {
	const {target, clock, eventsOf} = watch(scripted => crowd(scripted, 100_000, 250));
	await clock.advance(5 * minute);
	const times = target.askedAt('goroutine');
	expect(times[0]).toBeLessThan(1);
	const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
	expect(Math.min(...pauses)).toBeGreaterThan(44 * second);
	expect(Math.max(...pauses)).toBeLessThan(58 * second);
	expect(target.askedAt('').length).toBeGreaterThan(145);
	expect(target.askedAt('block').length).toBeGreaterThan(145);
	// The newest sample is not paid for yet.
	expect(eventsOf('paced').at(-1)?.costFraction).toBeLessThan(0.012);
	expect(eventsOf('paced').at(-1)?.slowedTo).toBeGreaterThan(25 * second);
});

test('that many goroutines slow the pace down is said before the first profile is in', async () => {
	const {clock, eventsOf} = watch(target => crowd(target, 300_000, 900));
	await clock.advance(100);
	expect(eventsOf('goroutines-read')).toEqual([]);
	const slowedTo = eventsOf('paced')[0]?.slowedTo ?? 0;
	expect(slowedTo).toBeGreaterThan(90 * second);
	expect(slowedTo).toBeLessThan(115 * second);
});

test('a few thousand goroutines slow nothing down', async () => {
	const {clock, eventsOf} = watch(target => crowd(target, 3000, 6));
	await clock.advance(minute);
	expect(eventsOf('paced').map(({slowedTo}) => slowedTo)).toEqual(eventsOf('paced').map(() => undefined));
});

test('another interval takes effect within a second, in both directions', async () => {
	const {target, clock, set} = watch(undefined, {intervalMilliseconds: minute});
	await clock.advance(10 * second);
	expect(target.askedAt('').length).toBe(1);
	set({intervalMilliseconds: 2000});
	await clock.advance(1.1 * second);
	expect(target.askedAt('').length).toBe(2);
	expect(target.askedAt('goroutine').length).toBe(2);
	await clock.advance(20 * second);
	expect(target.askedAt('').length).toBe(12);
	set({intervalMilliseconds: minute});
	await clock.advance(50 * second);
	expect(target.askedAt('').length).toBe(12);
});

test('a smaller budget takes effect too', async () => {
	const {target, clock, set} = watch(scripted => crowd(scripted, 20_000, 50), {budgetFraction: 0.1});
	await clock.advance(20 * second);
	const before = target.askedAt('goroutine').length;
	expect(before).toBe(10);
	set({budgetFraction: 0.001});
	await clock.advance(40 * second);
	expect(target.askedAt('goroutine').length).toBe(before);
});

test('while the heartbeat fails all else holds still, and it is tried less and less often', async () => {
	const {target, clock, eventsOf} = watch();
	await clock.advance(5 * second);
	target.answerAll(() => ({failure: failure('refused'), elapsedMilliseconds: 0.2}));
	await clock.advance(1.5 * second);
	const others = () => target.asked.filter(({path}) => path !== '').length;
	const before = others();
	await clock.advance(5 * minute);
	expect(others()).toBe(before);
	const failed = eventsOf('read-failed');
	expect(failed[0]?.failure.kind).toBe('refused');
	const waits = failed.map(({at, nextTryAt = 0}) => nextTryAt - at);
	expect(waits.slice(0, 5)).toEqual([3000, 5000, 6000, 6000, 6000]);
	const retries = target.asked.slice(-failed.length).map(({at}) => at);
	expect(retries.slice(1)).toEqual(failed.slice(0, -1).map(({nextTryAt}) => nextTryAt));
});

test('when the target is back, everything is read again at once and the pace is as before', async () => {
	const {target, clock} = watch();
	await clock.advance(5 * second);
	target.answerAll(() => ({failure: failure('refused'), elapsedMilliseconds: 0.2}));
	await clock.advance(40 * second);
	target.answerAll(undefined);
	const count = target.asked.length;
	await clock.advance(30 * second);
	const paths = target.asked.slice(count).map(({path}) => path);
	expect(paths.slice(0, 9).sort()).toEqual(
		[
			'',
			'/metrics',
			'block',
			'block?seconds=1',
			'goroutine',
			'heap',
			'heap?debug=1',
			'mutex',
			'mutex?debug=1',
		].sort(),
	);
	const beats = target.asked.slice(count).filter(({path}) => path === '');
	const last = beats.slice(-3).map(({at}) => at);
	expect((last[1] ?? 0) - (last[0] ?? 0)).toBe(2000);
	expect((last[2] ?? 0) - (last[1] ?? 0)).toBe(2000);
});

test('after a lost heartbeat too, also what is read rarely', async () => {
	const {target, clock} = watch();
	await clock.advance(5 * second);
	target.answer('', () => ({failure: failure('reset'), elapsedMilliseconds: 0.2}));
	await clock.advance(1.5 * second);
	target.answer('', () => ({body: indexPage(), elapsedMilliseconds: 0.4}));
	expect(target.askedAt('heap?debug=1').length).toBe(1);
	await clock.advance(4 * second);
	expect(target.askedAt('heap?debug=1').length).toBe(2);
	expect(target.askedAt('mutex?debug=1').length).toBe(2);
	expect(target.askedAt('block?seconds=1').length).toBe(1);
});

test("the time that was lost with the network is nobody's cost", async () => {
	const {target, clock, eventsOf} = watch();
	await clock.advance(3 * second);
	const lost = (elapsedMilliseconds: number) => () => ({failure: failure('timed-out'), elapsedMilliseconds});
	target.answer('goroutine', lost(4000));
	await clock.advance(2 * second);
	target.answer('', lost(5000));
	await clock.advance(10 * second);
	expect(eventsOf('profile-failed').map(({profile}) => profile)).toEqual(['goroutine']);
	expect(eventsOf('read-failed').length).toBe(1);
	target.answer('', () => ({body: indexPage(), elapsedMilliseconds: 0.4}));
	target.answer('goroutine', () => ({body: capturedBody('goroutine.pb.gz'), elapsedMilliseconds: 3}));
	const before = eventsOf('goroutines-read').length;
	await clock.advance(10 * second);
	expect(eventsOf('goroutines-read').length).toBeGreaterThan(before + 2);
});

test('a heartbeat that was lost is no cost', async () => {
	const {target, clock, eventsOf} = watch();
	await clock.advance(3 * second);
	target.answer('', () => ({failure: failure('timed-out'), elapsedMilliseconds: 5000}));
	await clock.advance(2 * second);
	target.answer('', () => ({body: indexPage(), elapsedMilliseconds: 0.4}));
	await clock.advance(30 * second);
	expect(eventsOf('paced').at(-1)?.costFraction).toBeLessThan(0.005);
});

test('a heartbeat that is due goes before all that waits, and when it fails nothing of that goes out', async () => {
	const {target, clock} = watch(scripted => {
		scripted.answer('goroutine', () => {
			scripted.answer('', () => ({failure: failure('reset'), elapsedMilliseconds: 1}));
			return {body: capturedBody('goroutine.pb.gz'), elapsedMilliseconds: 3000};
		});
	});
	await clock.advance(5 * second);
	expect(target.asked.map(({path}) => path)).toEqual(['', 'goroutine', '']);
});

test('a pause that the target asks for is kept', async () => {
	const {target, clock, eventsOf} = watch((scripted, {now}) => {
		const retryAt = now() + 90 * second;
		scripted.answer('', () => ({failure: failure('busy', retryAt), elapsedMilliseconds: 1}));
	});
	await clock.advance(89 * second);
	expect(target.asked.length).toBe(1);
	expect(eventsOf('read-failed').length).toBe(1);
	await clock.advance(2 * second);
	expect(target.asked.length).toBe(2);
});

test('a profile that fails is said and left alone for a while; the others go on', async () => {
	const {target, clock, eventsOf} = watch(scripted => {
		scripted.answer('heap?debug=1', () => ({failure: failure('forbidden'), elapsedMilliseconds: 1}));
		scripted.answer('goroutine', () => ({body: 'hello', elapsedMilliseconds: 1}));
	});
	await clock.advance(minute);
	const failed = eventsOf('profile-failed');
	expect(failed.find(({profile}) => profile === 'heap')?.failure.kind).toBe('forbidden');
	expect(failed.find(({profile}) => profile === 'goroutine')?.failure).toEqual({
		kind: 'not-a-profile',
		sentence: 'What localhost:6060 sent as its goroutine profile is plain text that begins with “hello”.',
	});
	expect(target.askedAt('goroutine').length).toBeLessThan(9);
	expect(eventsOf('contention-read').length).toBe(60);
	expect(eventsOf('read-failed')).toEqual([]);
});

test('a page that is not the index of pprof is a failure of the target as a whole', async () => {
	const {clock, eventsOf} = watch(target => {
		target.answer('', () => ({body: '<html><title>Grafana</title></html>', elapsedMilliseconds: 1}));
	});
	await clock.advance(second);
	expect(eventsOf('read-failed')[0]?.failure).toEqual({
		kind: 'not-pprof',
		sentence:
			'localhost:6060 is an HTML page titled “Grafana”, not the index page of pprof: ' +
			'give the address at which net/http/pprof listens.',
	});
});

test('block and mutex profiles that do not exist are said to be missing, and not asked for', async () => {
	const {target, clock, eventsOf} = watch(scripted => {
		for (const path of ['block', 'mutex', 'block?seconds=1', 'mutex?debug=1']) {
			scripted.answer(path, () => ({failure: failure('no-such-profile'), elapsedMilliseconds: 0.5}));
		}
	});
	await clock.advance(4 * minute);
	expect(target.askedAt('block').length).toBe(1);
	expect(target.askedAt('mutex').length).toBe(1);
	expect(target.askedAt('mutex?debug=1').length).toBe(1);
	expect(
		new Set(eventsOf('profiling-known').map(({profile, profiling}) => `${profile} ${profiling.state}`)),
	).toEqual(new Set(['block missing', 'mutex missing']));
	expect(eventsOf('profile-failed')).toEqual([]);
	await clock.advance(2 * minute);
	expect(target.askedAt('block').length).toBe(2);
});

test('where there are no metrics, nothing is said and nobody asks for five minutes', async () => {
	const {target, clock, events} = watch(scripted => {
		scripted.answer('/metrics', () => ({failure: failure('not-found'), elapsedMilliseconds: 0.5}));
	});
	await clock.advance(4.5 * minute);
	expect(target.askedAt('/metrics').length).toBe(1);
	await clock.advance(minute);
	expect(target.askedAt('/metrics').length).toBe(2);
	expect(events.some(({type}) => type === 'profile-failed')).toBe(false);
});

test("metrics of something that is not Go's are not asked for either", async () => {
	const {target, clock, eventsOf} = watch(scripted => {
		scripted.answer('/metrics', () => ({body: '# HELP up Up.\nup 1\n', elapsedMilliseconds: 0.5}));
	});
	await clock.advance(4.5 * minute);
	expect(target.askedAt('/metrics').length).toBe(1);
	expect(eventsOf('metrics-read')).toEqual([]);
});

test('while block profiling is off it is probed every five minutes, and when something is recorded', async () => {
	const {target, clock, eventsOf} = watch(scripted => {
		scripted.answer('block?seconds=1', () => ({
			body: capturedBody('block-probe.pb.gz', 'go1.26-off'),
			elapsedMilliseconds: 1002,
		}));
		scripted.answer('block', () => ({
			body: capturedBody('block.pb.gz', 'go1.26-off'),
			elapsedMilliseconds: 1,
		}));
	});
	await clock.advance(6 * minute);
	expect(target.askedAt('block?seconds=1').length).toBe(2);
	expect(eventsOf('profiling-known').find(({profile}) => profile === 'block')?.profiling).toEqual({
		state: 'off',
	});
	target.answer('block', () => ({body: capturedBody('block.pb.gz'), elapsedMilliseconds: 1}));
	target.answer('block?seconds=1', () => ({
		body: capturedBody('block-probe.pb.gz'),
		elapsedMilliseconds: 1002,
	}));
	await clock.advance(10 * second);
	expect(target.askedAt('block?seconds=1').length).toBe(3);
	expect(eventsOf('profiling-known').at(-1)?.profiling).toEqual({state: 'on', period: undefined});
	await clock.advance(10 * minute);
	expect(target.askedAt('block?seconds=1').length).toBe(3);
});

function mutexIsOff(target: FakeTarget) {
	for (const [name, file] of [
		['mutex', 'mutex.pb.gz'],
		['mutex?debug=1', 'mutex.debug1.txt'],
	] as const) {
		target.answer(name, () => ({body: capturedBody(file, 'go1.26-off'), elapsedMilliseconds: 1}));
	}
}

test('a profile that is off is asked for every ten seconds, and at the interval again when it is on', async () => {
	const {target, clock} = watch(mutexIsOff);
	await clock.advance(2 * minute);
	expect(target.askedAt('mutex').length).toBeLessThanOrEqual(14);
	expect(target.askedAt('block').length).toBeGreaterThanOrEqual(55);
	target.answer('mutex?debug=1', () => ({body: capturedBody('mutex.debug1.txt'), elapsedMilliseconds: 1}));
	await clock.advance(40 * second);
	const before = target.askedAt('mutex').length;
	await clock.advance(minute);
	expect(target.askedAt('mutex').length - before).toBeGreaterThanOrEqual(29);
});

test('mutex counters that fall have the sampling period asked for again', async () => {
	const {target, clock, eventsOf} = watch();
	await clock.advance(5 * second);
	expect(target.askedAt('mutex?debug=1').length).toBe(1);
	mutexIsOff(target);
	await clock.advance(2 * second);
	expect(target.askedAt('mutex?debug=1').length).toBe(2);
	expect(eventsOf('profiling-known').at(-1)).toMatchObject({profile: 'mutex', profiling: {state: 'off'}});
});

test('another process behind the address is asked for everything at once, the probe too', async () => {
	const {target, clock} = watch(scripted => crowd(scripted, 100_000, 250));
	await clock.advance(5 * second);
	crowd(target, 10, 2);
	target.answer('', () => ({body: indexPage({goroutine: 10, allocs: 1, heap: 1}), elapsedMilliseconds: 0.4}));
	const count = target.asked.length;
	await clock.advance(4 * second);
	const paths = new Set(target.asked.slice(count).map(({path}) => path));
	expect(paths).toEqual(
		new Set([
			'',
			'/metrics',
			'block',
			'block?seconds=1',
			'goroutine',
			'heap',
			'heap?debug=1',
			'mutex',
			'mutex?debug=1',
		]),
	);
});

/** Takes so long for a block profile, from some moment on. */
const slowDecoder = (milliseconds: number, isSlow: () => boolean) => (clock: FakeClock) => {
	const decoder = createDecoder({workerUrl: undefined});
	return {
		...decoder,
		async digest(request: DigestRequest) {
			const digested = await decoder.digest(request);
			if (request.kind === 'block' && isSlow()) {
				await new Promise<void>(resolve => clock.after(milliseconds, resolve));
			}

			return digested;
		},
	};
};

test('what took long to read has the time at which it came beside the one at which it is told', async () => {
	let isSlow = false;
	const {clock, events, eventsOf} = watch(
		undefined,
		{},
		slowDecoder(1200, () => isSlow),
	);
	await clock.advance(2.5 * second);
	isSlow = true;
	await clock.advance(3 * second);
	const [first, next] = eventsOf('contention-read')
		.filter(({snapshot}) => snapshot.profile === 'block')
		.slice(-2);
	expect((next?.countedAt ?? 0) - (first?.countedAt ?? 0)).toBe(2000);
	expect((next?.at ?? 0) - (next?.countedAt ?? 0)).toBe(1200);
	const times = events.map(({at}) => at);
	expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('what was read of a process that is gone by then is not told of the new one', async () => {
	let isSlow = false;
	const {target, clock, eventsOf} = watch(
		undefined,
		{},
		slowDecoder(2500, () => isSlow),
	);
	await clock.advance(3 * second);
	isSlow = true;
	await clock.advance(2 * second);
	const count = eventsOf('contention-read').length;
	const restarted = clock.now();
	target.answer('', () => ({body: indexPage({goroutine: 10, allocs: 1, heap: 1}), elapsedMilliseconds: 0.4}));
	await clock.advance(12 * second);
	const told = eventsOf('contention-read').slice(count);
	expect(told.length).toBeGreaterThan(4);
	for (const {countedAt} of told) {
		expect(countedAt ?? 0).toBeGreaterThan(restarted);
	}
});

test('a target that is another process at each answer, as behind a balancer, is asked for no more than any other', async () => {
	const count = (isFlapping: boolean) => {
		const watched = watch(scripted => {
			let answers = 0;
			scripted.answer('', () => ({
				body: indexPage({goroutine: 10, allocs: isFlapping ? 1000 - answers++ : 1000, heap: 1}),
				elapsedMilliseconds: 0.4,
			}));
		});
		return {...watched, asked: () => watched.target.asked.length};
	};
	const [flapping, steady] = [count(true), count(false)];
	await Promise.all([flapping.clock.advance(3 * minute), steady.clock.advance(3 * minute)]);
	expect(flapping.target.askedAt('heap-profile').length).toBeLessThanOrEqual(4);
	expect(flapping.asked()).toBeLessThan(1.2 * steady.asked());
});

test('what a second process within a minute is not asked at once, it is asked when the minute is over', async () => {
	const {target, clock} = watch();
	const restart = (allocs: number) =>
		target.answer('', () => ({body: indexPage({goroutine: 10, allocs, heap: 1}), elapsedMilliseconds: 0.4}));
	await clock.advance(3 * second);
	restart(5);
	await clock.advance(20 * second);
	const probes = () => target.askedAt('block?seconds=1').length;
	const before = probes();
	restart(1);
	await clock.advance(30 * second);
	expect(probes()).toBe(before);
	await clock.advance(20 * second);
	expect(probes()).toBe(before + 1);
});

test('what a request to the target cost is not forgotten when one heartbeat gets lost', async () => {
	const {target, clock} = watch(scripted => crowd(scripted, 100_000, 250));
	await clock.advance(5 * second);
	target.answer('', () => ({failure: failure('timed-out'), elapsedMilliseconds: 5000}));
	await clock.advance(2 * second);
	crowd(target, 100_000, 250);
	await clock.advance(15 * second);
	expect(target.askedAt('goroutine').length).toBe(1);
});

test('a slow network is not taken for a slow target', async () => {
	const farAwayMilliseconds = 180;
	const {target, clock, eventsOf} = watch(scripted => {
		const far = (name: string, costMilliseconds: number) => () => ({
			body: capturedBody(name),
			elapsedMilliseconds: farAwayMilliseconds + costMilliseconds,
		});
		scripted.answer('', far('index.html', 0.3));
		scripted.answer('goroutine', far('goroutine.pb.gz', 3));
		scripted.answer('block', far('block.pb.gz', 1));
		scripted.answer('mutex', far('mutex.pb.gz', 1));
	});
	await clock.advance(minute);
	expect(target.askedAt('goroutine').length).toBe(30);
	expect(eventsOf('paced').at(-1)?.costFraction).toBeLessThan(0.005);
});

test('a target slower than the interval is asked for the other profiles between two heartbeats', async () => {
	const {target, clock} = watch(
		scripted => {
			scripted.answer('', () => ({body: capturedBody('index.html'), elapsedMilliseconds: 1500}));
		},
		{intervalMilliseconds: 1000},
	);
	await clock.advance(minute);
	expect(target.askedAt('').length).toBeGreaterThan(30);
	expect(target.askedAt('block').length).toBeGreaterThanOrEqual(9);
});

test('stop aborts what is under way, and leaves no timer and no event behind', async () => {
	const {target, clock, sampler, events} = watch();
	await clock.advance(500);
	expect(target.underWay()).toBe(1);
	await sampler.stop();
	expect(target.underWay()).toBe(0);
	expect(clock.timers()).toBe(0);
	const before = events.length;
	const asked = target.asked.length;
	await clock.advance(10 * minute);
	expect(events.length).toBe(before);
	expect(target.asked.length).toBe(asked);
	await expect(sampler.done).resolves.toBeUndefined();
});

test.each([0, 0.2, 1, 4, 7, 1800, 2001, 4500])('it can be stopped %s ms after the start', async pause => {
	const {target, clock, sampler, events} = watch();
	await clock.advance(pause);
	await sampler.stop();
	const before = events.length;
	await clock.advance(minute);
	expect([clock.timers(), target.underWay(), events.length - before]).toEqual([0, 0, 0]);
});

test('a profile that the target holds back is given up soon, left alone for minutes, and takes nothing from the others', async () => {
	const {target, clock} = watch(scripted => {
		scripted.answer('mutex', ({timeoutMilliseconds}) => ({
			failure: failure('timed-out'),
			elapsedMilliseconds: timeoutMilliseconds,
		}));
	});
	await clock.advance(10 * 60_000);
	const asked = target.askedAt('mutex');
	expect(asked.length).toBeGreaterThan(1);
	expect(asked.slice(1).map((at, index) => at - (asked[index] ?? 0))).toSatisfy((pauses: readonly number[]) =>
		pauses.every(pause => pause >= 60_000),
	);
	const heartbeats = target.askedAt('');
	const gaps = heartbeats.map((at, index) => at - (heartbeats[index - 1] ?? at));
	expect(Math.max(...gaps)).toBeLessThan(4000);
});

test('a heartbeat that only waited behind another request has nothing asked for in a hurry', async () => {
	const {target, clock} = watch(
		scripted => {
			scripted.answer('heap?debug=1', () => ({failure: failure('timed-out'), elapsedMilliseconds: 18_000}));
		},
		{timeoutMilliseconds: 60_000},
	);
	await clock.advance(50_000);
	expect(target.askedAt('heap?debug=1')).toHaveLength(1);
});
