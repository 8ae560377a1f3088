import {expect, test} from 'vitest';
import {decodeMemoryStats} from '../../source/decode/memory-stats.ts';
import {decodedValue, reasonOf} from './outcome.ts';

const fields = {
	Alloc: '1',
	TotalAlloc: '10372280',
	Sys: '19248392',
	Lookups: '0',
	Mallocs: '8114',
	Frees: '6163',
	HeapAlloc: '3912760',
	HeapSys: '7831552',
	HeapIdle: '3022848',
	HeapInuse: '4808704',
	HeapReleased: '1654784',
	HeapObjects: '1951',
	Stack: '557056 / 655360',
	MSpan: '30384 / 32544',
	NextGC: '5427056',
	LastGC: '1795212210544260751',
	PauseNs: ring({0: 300, 1: 400}),
	PauseEnd: ring({0: 1_795_212_210_112_000_000, 1: 1_795_212_210_544_000_000}),
	NumGC: '2',
	NumForcedGC: '1',
	GCCPUFraction: '5.5e-05',
	DebugGC: 'false',
	MaxRSS: '12500992',
};

function ring(slots: Record<number, number>): string {
	return `[${Array.from({length: 256}, (_, slot) => BigInt(slots[slot] ?? 0)).join(' ')}]`;
}

function heapText(changes: Record<string, string | undefined> = {}): string {
	const lines = Object.entries({...fields, ...changes}).flatMap(([name, value]) => {
		return value === undefined ? [] : [`# ${name} = ${value}\n`];
	});
	const records =
		'heap profile: 1: 2 [3: 4] @ heap/1048576\n1: 2 [3: 4] @ 0x1\n#\t0x1\tmain.f+0x1\t/src/main.go:1\n\n';
	return `${records}\n# runtime.MemStats\n${lines.join('')}`;
}

test('the trailer is read', () => {
	const decoded = decodeMemoryStats(heapText());
	expect(decoded).toMatchObject({skipped: 0});
	expect(decodedValue(decoded)).toEqual({
		heapAllocBytes: 3912760,
		heapInuseBytes: 4808704,
		heapIdleBytes: 3022848,
		heapReleasedBytes: 1654784,
		heapObjects: 1951,
		stackInuseBytes: 557056,
		sysBytes: 19248392,
		nextGcBytes: 5427056,
		totalAllocBytes: 10372280,
		gcCount: 2,
		forcedGcCount: 1,
		gcCpuFraction: 5.5e-5,
		lastGcUnixMilliseconds: 1795212210544.2607,
		maxResidentBytes: 12500992,
		pauses: [
			{endedAtUnixMilliseconds: 1_795_212_210_544, pauseNanoseconds: 400},
			{endedAtUnixMilliseconds: 1_795_212_210_112, pauseNanoseconds: 300},
		],
	});
});

test('the newest pause comes first once the ring went round', () => {
	const slots = {254: 1, 255: 2, 0: 3, 1: 4};
	const ends = {254: 1e15, 255: 2e15, 0: 3e15, 1: 4e15};
	const {pauses} = decodedValue(
		decodeMemoryStats(heapText({PauseNs: ring(slots), PauseEnd: ring(ends), NumGC: '514'})),
	);
	expect(pauses.map(pause => pause.pauseNanoseconds)).toEqual([4, 3, 2, 1]);
});

test('a process that never collected has neither pauses nor a last collection', () => {
	const text = heapText({LastGC: '0', NumGC: '0', PauseNs: ring({}), PauseEnd: ring({}), GCCPUFraction: '0'});
	expect(decodedValue(decodeMemoryStats(text))).toMatchObject({
		pauses: [],
		lastGcUnixMilliseconds: undefined,
	});
});

test('the highest resident size is absent on Windows', () => {
	expect(decodedValue(decodeMemoryStats(heapText({MaxRSS: undefined}))).maxResidentBytes).toBeUndefined();
});

test('a record that imitates the trailer does not replace it', () => {
	const text = heapText().replace('main.f', '\n# runtime.MemStats\n# HeapAlloc = 7\n');
	expect(decodedValue(decodeMemoryStats(text)).heapAllocBytes).toBe(3912760);
});

test('lines that are no fields and pauses without an end are skipped and counted', () => {
	const text = heapText({PauseEnd: ring({1: 1_795_212_210_544_000_000})}).replace('# Lookups', 'Lookups');
	expect(decodeMemoryStats(text)).toMatchObject({ok: true, skipped: 2});
});

test('a trailer that was cut is told apart from none', () => {
	const text = heapText();
	expect(reasonOf(decodeMemoryStats(text.slice(0, text.indexOf('# NumGC'))))).toBe(
		'a heap profile cut short: NumGC, NumForcedGC, GCCPUFraction missing',
	);
	expect(reasonOf(decodeMemoryStats('<html>'))).toBe(
		'an HTML page, not a heap profile with memory statistics',
	);
});

test('a number that the end of the input cuts is not believed', () => {
	const text = heapText();
	expect(decodedValue(decodeMemoryStats(text.slice(0, -4))).maxResidentBytes).toBeUndefined();
});

test.each([
	['HeapAlloc', '1e999'],
	['TotalAlloc', '9e+300'],
])('a number that 64 bits cannot hold is not believed: %s = %s', (name, value) => {
	expect(reasonOf(decodeMemoryStats(heapText({[name]: value})))).toContain(`${name} missing`);
});

test('a pause at a time that no calendar has is skipped and counted', () => {
	const text = heapText({
		PauseEnd: ring({0: 1_795_212_210_112_000_000}).replace(' 0 ', ` 1${'0'.repeat(40)} `),
	});
	const decoded = decodeMemoryStats(text);
	expect(decoded).toMatchObject({ok: true, skipped: 1});
	expect(decodedValue(decoded).pauses.map(pause => pause.pauseNanoseconds)).toEqual([300]);
});
