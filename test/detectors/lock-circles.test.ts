import {describe, expect, test} from 'vitest';
import {type LockLink, lockCircles} from '../../source/detectors/lock-circles.ts';
import type {StuckLock} from '../../source/detectors/lock-waits.ts';
import type {StuckGoroutine} from '../../source/detectors/stuck-goroutines.ts';
import {watch} from './draw.ts';
import {drawDumps} from './draw-dump.ts';

const firing = (...dumps: readonly string[]) =>
	watch(drawDumps(dumps), {only: ['deadlock-suspected']}).log.firing;
const evidenceOf = (...dumps: readonly string[]) =>
	firing(...dumps)[0]?.evidence.map(({name, text}) => `${name}: ${text}`);

const opposite = `
	20 [sync.Mutex.Lock] lock(0xc0000a2150) < stock.(*Shelf).Take@20 < orders.(*Book).Reserve(0xc0000a2130)@19
	21 [sync.Mutex.Lock] lock(0xc0000a2138) < orders.(*Book).Count@22 < stock.(*Shelf).Recount(0xc0000a2150)@21
`;

describe('those who wait behind a circle', () => {
	const queued = `${opposite}\n30..78 [sync.Mutex.Lock] lock(0xc0000a2138) < orders.(*Book).Count@22`;
	test('are counted apart from it', () => {
		const [warning] = firing(queued, queued);
		expect(warning).toMatchObject({
			confidence: 'strong',
			headline:
				'2 goroutines wait for each other and 49 behind them, stock.(*Shelf).Take ⇄ orders.(*Book).Count',
		});
		expect(evidenceOf(queued, queued)).toEqual([
			'in the circle: goroutine 20 waits at stock.(*Shelf).Take stock.go:20 for 0xc0000a2150, which goroutine 21 seems to hold',
			'in the circle: goroutine 21 waits at orders.(*Book).Count orders.go:22 for 0xc0000a2138, which goroutine 20 seems to hold',
			'wait behind them: 49 goroutines, at orders.(*Book).Count orders.go:22',
			'stuck now: 51 goroutines',
			'longest wait: at least 30s, in the same wait in each dump since',
		]);
		expect(warning?.beside?.slice(0, 2).map(({title}) => title.slice(0, 21))).toEqual([
			'goroutine 20 waits fo',
			'goroutine 21 waits fo',
		]);
	});

	const byNames = `
		20 [sync.Mutex.Lock] lock(0xc0000a2150) < books.(*Journal).flush(0x77?)@40 < books.(*Ledger).append(0x0?)@34
		21 [sync.Mutex.Lock] lock(0xc0000b2138) < books.(*Ledger).append(0x77?)@29 < books.(*Journal).flush(0x0?)@44
	`;
	test('are not in it though they hold locks of their own, for which others wait', () => {
		const sessions = Array.from({length: 49}, (_, index) => {
			const address = `0xc00${(0x10_00_00 + index * 64).toString(16)}`;
			return `
				${100 + index} [sync.Mutex.Lock] lock(0xc0000b2138) < books.(*Ledger).append(0x77?)@29 < web.(*Session).save(${address})@50
				${200 + index} [sync.Mutex.Lock] lock(${address}) < web.(*Session).touch(0x0?)@57
			`;
		});
		const dump = [byNames, ...sessions].join('\n');
		expect(firing(dump, dump)[0]).toMatchObject({
			confidence: 'suspected',
			headline:
				'2 goroutines likely wait for each other and 49 behind them, books.(*Journal).flush ⇄ books.(*Ledger).append',
		});
		expect(evidenceOf(dump, dump)).toContain(
			'behind, at 49 other locks: 49 goroutines, at web.(*Session).touch web.go:57',
		);
	});

	test('no lock is said to be of the type whose method takes it', () => {
		expect(JSON.stringify(firing(byNames, byNames))).not.toMatch(/books\.(Ledger|Journal)/u);
	});
});

describe('what finds no room is counted', () => {
	const ring = (size: number) =>
		Array.from({length: size}, (_, index) => {
			const address = (of: number) => `0xc0000a${(0x10_00 + (of % size) * 64).toString(16)}`;
			const on = `mesh.(*Node).Link(${address(index)})@22`;
			return `${index + 1} [sync.Mutex.Lock, 2 minutes] lock(${address(index + 1)}) < mesh.(*Node).Touch(0x77?)@28 < ${on}`;
		}).join('\n');
	test('members of a long circle', () => {
		const evidence = evidenceOf(ring(11));
		expect(firing(ring(11))[0]?.headline).toBe(
			'11 goroutines wait for each other, all at mesh.(*Node).Touch',
		);
		expect(evidence?.filter(text => text.startsWith('in the circle'))).toHaveLength(9);
		expect(evidence).toContain('in the circle: and 3 more');
		expect(evidenceOf(ring(8))?.some(text => text.includes('more'))).toBe(false);
	});
	test('locks that nobody seems to hold', () => {
		const locks = Array.from(
			{length: 11},
			(_, index) =>
				`${index + 1} [sync.Mutex.Lock, 2 minutes] lock(0xc0000a${(0x10_00 + index * 64).toString(16)}) < mesh.touch@28`,
		);
		expect(evidenceOf(locks.join('\n'))).toContain('lock: and 3 more');
	});
});

test("the runtime's clock is named for those it counts only", () => {
	const mixed = opposite.replace('Mutex.Lock]', 'Mutex.Lock, 2 minutes]');
	const longest = (dump: string) => evidenceOf(dump, dump)?.find(text => text.startsWith('longest wait'));
	expect(longest(mixed)).toBe(
		"longest wait: at least 2m00s, by the runtime's clock for 1 of 2, by dumps alone for the others",
	);
	expect(longest(opposite.replaceAll('Mutex.Lock]', 'Mutex.Lock, 2 minutes]'))).toBe(
		"longest wait: at least 2m00s, by the runtime's clock",
	);
	const minute = opposite.replaceAll('Mutex.Lock]', 'Mutex.Lock, 1 minutes]');
	expect(evidenceOf(minute, minute, minute, minute)).toContain(
		"longest wait: at least 1m30s, 1m00s of it by the runtime's clock",
	);
});

test('several readers that may hold one lock, and all wait for the other, leave no doubt', () => {
	const readers = `
		20..22 [sync.RWMutex.Lock] wlock < stock.(*Shelf).Set(0xc0000a2150)@20 < orders.(*Book).Sync(0xc0000a2100)@19
		23 [sync.RWMutex.Lock] wlock < orders.(*Book).Set(0xc0000a2100)@22 < stock.(*Shelf).Sync(0xc0000a2150)@21
	`;
	expect(firing(readers, readers)[0]).toMatchObject({
		confidence: 'strong',
		headline: '2 goroutines wait for each other and 2 behind them, stock.(*Shelf).Set ⇄ orders.(*Book).Set',
	});
	expect(evidenceOf(readers, readers)?.slice(0, 2)).toEqual([
		'in the circle: goroutine 20 waits at stock.(*Shelf).Set stock.go:20 for a lock reached through 0xc0000a2150, which goroutine 23 seems to hold',
		'in the circle: goroutine 23 waits at orders.(*Book).Set orders.go:22 for a lock reached through 0xc0000a2100, which goroutine 20 or one of 2 others seems to hold',
	]);
});

describe('a circle is only suspected', () => {
	test('where somebody else may hold one of its locks, who waits for one that will be released', () => {
		const other = `
			22 [sync.Mutex.Lock, 2 minutes] lock(0xc0000c0000) < disk.(*File).Sync@3 < orders.(*Book).Save(0xc0000a2130)@60
			23 [IO wait, 2 minutes] read < disk.(*File).Flush(0xc0000c0000)@9
		`;
		const [warning] = firing(`${opposite}${other}`, `${opposite}${other}`);
		expect(warning).toMatchObject({
			confidence: 'suspected',
			headline: '2 goroutines likely wait for each other, stock.(*Shelf).Take ⇄ orders.(*Book).Count',
		});
		expect(warning?.evidence[1]?.text).toMatch(/which goroutine 20 or another one seems to hold$/u);
	});
	test('where a goroutine seems to hold one lock by the very call that waits for another', () => {
		const table = `
			20 [sync.Mutex.Lock] lock(0xc0000a2008) < stock.(*Table).Swap(0xc0000a2000)@20
			21 [sync.Mutex.Lock] lock(0xc0000a2010) < stock.(*Table).Drop(0xc0000a2000)@30
		`;
		expect(firing(table, table)[0]).toMatchObject({
			confidence: 'suspected',
			headline: '2 goroutines likely wait for each other, stock.(*Table).Swap ⇄ stock.(*Table).Drop',
		});
	});
	test('where several could be part of it: none of them is named', () => {
		const table = `
			20 [sync.Mutex.Lock] lock(0xc0000a2008) < stock.(*Table).Swap(0xc0000a2000)@20
			21..23 [sync.Mutex.Lock] lock(0xc0000a2010) < stock.(*Table).Drop(0xc0000a2000)@30
		`;
		expect(firing(table, table)[0]?.headline).toBe(
			'likely a circle among 2 locks, 4 goroutines wait for them',
		);
	});
});

test('two circles are two warnings, though one of the second may hold a lock of the first', () => {
	const second = opposite
		.replaceAll('0xc0000a', '0xc0000f')
		.replaceAll('20 [', '40 [')
		.replaceAll('21 [', '41 [')
		.replaceAll('stock.', 'bank.')
		.replace('@19', '@19 < stock.(*Shelf).Peek(0xc0000a2150)@9');
	const both = `${opposite}${second}`;
	expect(firing(both, both).map(({headline}) => headline)).toEqual([
		'2 goroutines wait for each other, bank.(*Shelf).Take ⇄ orders.(*Book).Count',
		'2 goroutines likely wait for each other, stock.(*Shelf).Take ⇄ orders.(*Book).Count',
	]);
});

test('thousands of locks in a row between two circles take no time', () => {
	const locks = Array.from({length: 20_000}, (_, index) => stuckLock(index));
	const [first, second] = locks;
	const [beforeLast, last] = locks.slice(-2);
	if (!first || !second || !beforeLast || !last) throw new Error('no locks');
	const links = new Map<StuckLock, readonly LockLink[]>(
		locks.map((lock, index) => [lock, [linkTo(lock, locks[index + 1] ?? beforeLast)]]),
	);
	links.set(second, [linkTo(second, first), ...(links.get(second) ?? [])]);
	const startedAt = performance.now();
	const circles = lockCircles(locks, links);
	expect(performance.now() - startedAt).toBeLessThan(2000);
	expect(circles.map(circle => new Set(circle.locks))).toEqual(
		expect.arrayContaining([new Set([first, second]), new Set([beforeLast, last])]),
	);
	expect(circles).toHaveLength(2);
});

function stuckLock(index: number): StuckLock {
	return {name: `lock ${index}`} as StuckLock;
}

function linkTo(from: StuckLock, lock: StuckLock): LockLink {
	const stuck = {waiter: {number: Number(from.name.slice(5))}} as StuckGoroutine;
	return {stuck, lock, isShown: true};
}
