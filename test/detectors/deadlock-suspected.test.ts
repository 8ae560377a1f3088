import {describe, expect, test} from 'vitest';
import {deadlockSuspected} from '../../source/detectors/deadlock-suspected.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {emptyHistory} from '../../source/series/history.ts';
import {watch} from './draw.ts';
import {drawDumps} from './draw-dump.ts';

const only = {only: ['deadlock-suspected']} as const;
const said = (...dumps: readonly string[]) => watch(drawDumps(dumps), only).said;
const firing = (...dumps: readonly string[]) => watch(drawDumps(dumps), only).log.firing;

const opposite = `
	20 [sync.Mutex.Lock] lock(0xc0000a2150) < stock.(*Shelf).Take@20 < orders.(*Book).Reserve(0xc0000a2130)@19
	21 [sync.Mutex.Lock] lock(0xc0000a2138) < orders.(*Book).Count@22 < stock.(*Shelf).Recount(0xc0000a2150)@21
`;

describe('a cycle', () => {
	test('of two is told from the second dump on, with both stacks', () => {
		expect(said(opposite)).toEqual([]);
		const [warning] = firing(opposite, opposite);
		expect(warning).toMatchObject({
			severity: 'critical',
			confidence: 'strong',
			headline: '2 goroutines wait for each other, stock.(*Shelf).Take ⇄ orders.(*Book).Count',
		});
		expect(warning?.beside?.map(({title}) => title)).toEqual([
			'goroutine 20 waits for 0xc0000a2150 (stock.(*Shelf).Take stock.go:20), plausibly held by goroutine 21',
			'goroutine 21 waits for 0xc0000a2138 (orders.(*Book).Count orders.go:22), plausibly held by goroutine 20',
		]);
	});

	test('of three is told in its order', () => {
		const [warning] = firing(`
			1 [semacquire, 2 minutes] lock(0xc0000a1000) < a.(*A).Use@1 < c.(*C).Run(0xc0000a3000)@2
			2 [semacquire, 2 minutes] lock(0xc0000a2000) < b.(*B).Use@1 < a.(*A).Run(0xc0000a1000)@2
			3 [semacquire, 2 minutes] lock(0xc0000a3000) < c.(*C).Use@1 < b.(*B).Run(0xc0000a2000)@2
		`);
		expect(warning?.headline).toBe(
			'3 goroutines wait for each other, a.(*A).Use → b.(*B).Use → c.(*C).Use → a.(*A).Use',
		);
	});

	test('that rests on names alone is only suspected', () => {
		const [warning] = firing(`
			20 [semacquire, 2 minutes] lock(0xc0000a2150) < shop.Run.func1@20
			21 [semacquire, 2 minutes] lock(0xc0000a2138) < shop.Run.func2@25
		`);
		expect(warning).toMatchObject({confidence: 'suspected', severity: 'critical'});
	});

	test('speaks for the stuck locks in it', () => {
		const minutes = opposite.replaceAll('Mutex.Lock]', 'Mutex.Lock, 2 minutes]');
		const {log} = watch(drawDumps([minutes]));
		expect(log.firing.map(({detector}) => detector)).toEqual(['deadlock-suspected']);
		expect(log.firing[0]?.absorbed).toHaveLength(2);
	});
});

test('a method that calls another of the same object which takes the lock', () => {
	const [warning] = firing(
		'5 [semacquire, 2 minutes] lock(0xc000028ec0) < cache.(*Cache).Get@39 < cache.(*Cache).Sum(0xc000028ec0)@40',
	);
	expect(warning).toMatchObject({
		confidence: 'suspected',
		headline: 'goroutine 5 may wait for its own lock, at cache.(*Cache).Get',
	});
	expect(warning?.evidence[0]?.text).toBe('goroutine 5 came here through cache.(*Cache).Sum cache.go:40');
});

test('a second RLock behind a writer', () => {
	const [warning] = firing(`
		20 [sync.RWMutex.RLock, 2 minutes] rlock < reg.(*Reg).Inner@46 < reg.(*Reg).Outer(0xc0000a64c0)@47
		21 [sync.RWMutex.Lock, 2 minutes] wlock < reg.(*Reg).Put(0xc0000a64c0)@48
	`);
	expect(warning?.headline).toBe('goroutine 20 may wait for its own lock, at reg.(*Reg).Inner');
	expect(warning?.beside).toHaveLength(2);
});

describe('a holder that waits for another goroutine', () => {
	const mixed = (state: string) => `
		21 [sync.Mutex.Lock, 2 minutes] lock(0xc0000a0138) < hub.(*Hub).Consume(0xc0000a0138)@54
		20 [${state}, 2 minutes] hub.(*Hub).Publish(0xc0000a0138)@53
	`;
	test.each(['chan send', 'chan receive', 'select'])('in %s is the root: its site comes first', state => {
		const [warning] = firing(mixed(state));
		expect(warning?.headline).toBe(
			`may hold the lock that 1 waits for, stuck in ${state}, at hub.(*Hub).Publish`,
		);
		expect(warning?.sites.map(key => key.split('\n')[0])).toEqual([
			'example.com/shop/hub.(*Hub).Publish',
			'example.com/shop/hub.(*Hub).Consume',
		]);
		expect(warning?.stack?.[0]?.line).toBe(53);
	});
	test('in a WaitGroup for a worker that needs the lock', () => {
		const [warning] = firing(`
			20 [semacquire, 2 minutes] lock(0xc0000bc6e0) < srv.(*Srv).work(0xc0000bc6e0)@65 | srv.(*Srv).Start@3
			21 [semacquire, 2 minutes] wait < srv.(*Srv).Close(0xc0000bc6e0)@64
		`);
		expect(warning?.headline).toBe(
			'may hold the lock that 1 waits for, stuck in WaitGroup.Wait, at srv.(*Srv).Close',
		);
	});
	test('a holder in I/O is slow, not deadlocked', () => expect(said(mixed('IO wait'))).toEqual([]));
	test('the main goroutine that keeps the program up holds nothing', () => {
		expect(
			said(`
				20 [semacquire, 2 minutes] lock(0xc0000bc6e0) < main.main.func1@65
				1 [select (no cases), 2 minutes] main.main@64
			`),
		).toEqual([]);
	});
});

describe('several locks that nobody seems to hold', () => {
	const two = `
		20 [semacquire] lock(0xc0000a2150) < stock.take@20
		21 [semacquire] lock(0xc0000a2138) < orders.count@22
	`;
	test('are suspected after a minute', () => {
		expect(said(two, two)).toEqual([]);
		expect(said(two, two, two)).toEqual([
			'60s critical deadlock-suspected: 2 goroutines stuck at 2 different locks',
		]);
	});
	test('many at one lock are no deadlock', () => {
		expect(said('20..60 [semacquire, 3 minutes] lock(0xc0000a2150) < stock.take@20')).toEqual([]);
	});
});

test('short waits and other waits are none', () => {
	const [one, other] = [opposite, opposite.replaceAll('@20', '@23').replaceAll('@22', '@24')];
	expect(said(one, other, one, other)).toEqual([]);
	expect(said('20 [chan receive, 9 minutes] a.(*A).run(0xc0000a2150)@3')).toEqual([]);
});

test('has no verdict without a dump', () => {
	const nothing = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
	expect(deadlockSuspected.check(nothing, defaultThresholds['deadlock-suspected'], 0).kind).toBe('too-early');
});

test('goroutines at one Lock of one function, each for another lock, are no circle: it may be their first', () => {
	const transfer = (number: number, lock: string) =>
		`${number} [sync.Mutex.Lock, 2 minutes] lock(${lock}) < bank.transfer@30`;
	const [warning] = firing(
		[transfer(1, '0xc0000a1000'), transfer(2, '0xc0000a2000'), transfer(3, '0xc0000a3000')].join('\n'),
	);
	expect(warning).toMatchObject({
		headline: '3 goroutines stuck at 3 different locks',
		confidence: 'suspected',
	});
});
