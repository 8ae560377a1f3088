import {describe, expect, test} from 'vitest';
import {drawDump} from '../detectors/draw-dump.ts';

const locksOf = (drawing: string) =>
	drawDump(drawing).locks.map(({address, isExact, waiters, holders, reentrant}) => ({
		lock: isExact ? address : `in ${address}`,
		waiters,
		holders: holders.map(({number, byName}) => (byName ? `${number} by name` : `${number}`)),
		reentrant: reentrant.map(({number}) => number),
	}));

test('two that wait for each other each hold what the other wants', () => {
	expect(
		locksOf(`
			20 [sync.Mutex.Lock] lock(0xc0000a2150) < stock.(*Shelf).Take(0x0?)@20 < orders.(*Book).Reserve(0xc0000a2130)@19
			21 [sync.Mutex.Lock] lock(0xc0000a2138) < orders.(*Book).Count@22 < stock.(*Shelf).Recount(0xc0000a2150)@21
		`),
	).toEqual([
		{lock: '0xc0000a2150', waiters: [20], holders: ['21'], reentrant: []},
		{lock: '0xc0000a2138', waiters: [21], holders: ['20'], reentrant: []},
	]);
});

describe('plausible holders', () => {
	const waits = '20 [sync.Mutex.Lock] lock(0xc0000a2150) < stock.(*Shelf).Take(0xc0000a2140)@20';
	test.each([
		['a method of the same object', '5 [select] stock.(*Shelf).Sync(0xc0000a2140)@7', ['5']],
		['none: another object of the type', '5 [select] stock.(*Shelf).Sync(0xc0000a2100)@7', []],
		['none: an address that may be stale', '5 [select] stock.(*Rack).Sync(0xc0000a2140?)@7', []],
		['none: a neighbour further out', '5 [select] stock.(*Rack).Sync(0xc0000a2130)@7', []],
		['none: it lies behind the lock', '5 [select] stock.(*Rack).Sync(0xc0000a2160)@7', []],
		['a function that was given the lock', '5 [select] stock.sync(0x1, 0xc0000a2150)@7', ['5']],
		['by name: an inlined method of the type', '5 [select] stock.(*Shelf).Sync@7', ['5 by name']],
		['by name: a closure in a method', '5 [select] stock.(*Shelf).Sync.func1@7', ['5 by name']],
	])('%s', (_, line, holders) => {
		expect(locksOf(`${waits}\n${line}`)[0]?.holders).toEqual(holders);
	});

	test('of a lock that closures take: the other parts of the same function', () => {
		const [lock] = locksOf(`
			20 [sync.Mutex.Lock] lock(0xc0000a2150) < stock.Move.func1@20
			21 [chan send] stock.Move.func2@25
			22 [chan send] stock.Other.func1@30
		`);
		expect(lock?.holders).toEqual(['21 by name']);
	});

	test('the nearest object wins', () => {
		const [lock] = locksOf(`
			20 [sync.Mutex.Lock] lock(0xc0000a2150) < stock.(*Shelf).Take@20
			21 [select] stock.(*Shelf).Sync(0xc0000a2120)@25
			22 [select] stock.(*Shelf).Sync(0xc0000a2148)@25
		`);
		expect(lock?.holders).toEqual(['22']);
	});
});

describe('a goroutine that stands at its first Lock holds nothing', () => {
	const holdersOf = (lock: string, drawing: string) =>
		locksOf(drawing).find(each => each.lock === lock)?.holders;

	test('though it runs the function that takes the other lock, of which nothing is printed', () => {
		const dump = `
			20 [sync.Mutex.Lock] lock(0xc0000a2150) < stock.(*Shard).Get(0x0?)@20 < stock.(*Cache).Get@30
			21 [sync.Mutex.Lock] lock(0xc0000a2168) < stock.(*Shard).Get(0x0?)@20 < stock.(*Cache).Get@30
			22 [sync.Mutex.Lock] lock(0xc0000a2180) < stock.Take.func1@25
			23 [sync.Mutex.Lock] lock(0xc0000a2198) < stock.Take.func2@26
		`;
		expect(locksOf(dump).flatMap(({holders}) => holders)).toEqual([]);
	});

	test('though others took that lock in the same function and went on', () => {
		const dump = `
			20 [sync.Mutex.Lock] lock(0xc0000a2008) < bank.transfer(0xc0000a2040, 0xc0000a2000, 0x1)@21
			21 [sync.Mutex.Lock] lock(0xc0000a2048) < bank.transfer(0xc0000a2000, 0xc0000a2040, 0x1)@21
			5..9 [sync.Mutex.Lock] lock(0xc0000a2008) < bank.transfer(0xc0000a2000, 0xc0000a2040, 0x1)@18
		`;
		expect(holdersOf('0xc0000a2048', dump)).toEqual(['20']);
		expect(holdersOf('0xc0000a2008', dump)).toEqual(['21']);
	});

	test('though its object lies in front of the other one', () => {
		const dump = `
			20 [sync.Mutex.Lock] lock(0xc0000a2008) < stock.(*Shard).Get(0xc0000a2000)@20
			21 [sync.Mutex.Lock] lock(0xc0000a2028) < stock.(*Shard).Get(0x0?)@20
		`;
		expect(holdersOf('0xc0000a2028', dump)).toEqual([]);
	});

	test('but at the second lock of its own object it may hold the first', () => {
		const dump = `
			20 [sync.Mutex.Lock] lock(0xc0000a2008) < stock.(*Table).Swap(0xc0000a2000)@20
			21 [sync.Mutex.Lock] lock(0xc0000a2010) < stock.(*Table).Drop(0xc0000a2000)@30
		`;
		expect(holdersOf('0xc0000a2008', dump)).toEqual(['21']);
		expect(holdersOf('0xc0000a2010', dump)).toEqual(['20']);
	});
});

test('a caller of the same type may run on another object than the one whose lock is taken', () => {
	const dump = `
		7 [sync.Mutex.Lock] lock(0xc0000a2018) < bank.(*Account).Deposit(0x77359400?)@28 < bank.(*Account).Transfer(0xc0000a2000)@22
		8 [sync.Mutex.Lock] lock(0xc0000a2008) < bank.(*Account).Deposit(0x77359400?)@28 < bank.(*Account).Transfer(0xc0000a2010)@22
		9..12 [sync.Mutex.Lock] lock(0xc0000a2008) < bank.(*Account).Transfer(0xc0000a2000)@19
	`;
	expect(locksOf(dump).map(({lock, holders}) => ({lock, holders}))).toEqual([
		{lock: '0xc0000a2008', holders: ['7']},
		{lock: '0xc0000a2018', holders: ['8']},
	]);
});

test('many goroutines in one method do not hide the one in another', () => {
	const [lock] = locksOf(`
		20 [sync.Mutex.Lock] lock(0xc0000a2150) < stock.(*Shelf).Take@20
		30..49 [select] stock.(*Shelf).Watch(0xc0000a2150)@7
		50 [chan send] stock.(*Shelf).Sync(0xc0000a2150)@9
	`);
	expect(lock?.holders).toHaveLength(8);
	expect(lock?.holders.slice(0, 2)).toEqual(['30', '50']);
});

describe('waiters that may wait for themselves', () => {
	test('a second method of the object further out', () => {
		const [lock] = locksOf(
			'5 [sync.Mutex.Lock] lock(0xc000028ec0) < cache.(*Cache).Get@39 < cache.(*Cache).Sum(0xc000028ec0)@40',
		);
		expect(lock?.reentrant).toEqual([5]);
	});
	test.each([
		['the taking method alone', 'cache.(*Cache).Get(0xc000028ec0)@39 < cache.run@4'],
		['a method of another object', 'cache.(*Node).Get@39 < cache.(*Node).Get(0xc000028000)@39'],
		[
			'a parent that locks its child',
			'cache.(*Node).Put(0xc000028ec0)@3 < cache.(*Node).Put(0xc000028e00)@3',
		],
	])('not: %s', (_, frames) => {
		expect(locksOf(`5 [sync.Mutex.Lock] lock(0xc000028ec0) < ${frames}`)[0]?.reentrant).toEqual([]);
	});
	test('two methods of one type, where no receiver is printed', () => {
		const waiting = '5 [sync.Mutex.Lock] lock(0xc000028ec0) < ';
		expect(
			locksOf(`${waiting}store.(*Store).set(0x0?)@31 < store.(*Store).reload(0x0?)@24`)[0]?.reentrant,
		).toEqual([5]);
		expect(
			locksOf(`${waiting}store.(*Store).set(0x0?)@31 < store.(*Store).set(0x0?)@24`)[0]?.reentrant,
		).toEqual([]);
	});
	test('a second RLock, known by its object alone', () => {
		expect(
			locksOf(`
				20 [sync.RWMutex.RLock] rlock < reg.(*Reg).Inner@46 < reg.(*Reg).Outer(0xc0000a64c0)@47
				21 [sync.RWMutex.Lock] wlock < reg.(*Reg).Put(0xc0000a64c0)@48
			`),
		).toEqual([{lock: 'in 0xc0000a64c0', waiters: [20, 21], holders: [], reentrant: [20]}]);
	});
});

test('waiters of whose lock nothing is printed are in no lock', () => {
	expect(locksOf('20 [sync.RWMutex.RLock] rlock < reg.read@46')).toEqual([]);
});

test('arguments that make no sense harm nothing', () => {
	expect(locksOf('20 [sync.Mutex.Lock] lock(0xffffffffffffffffff, ., {}) < reg.read(_, 0x)@46')).toEqual([]);
});
