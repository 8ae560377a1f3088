import {readdirSync, readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {decodeProfile} from '../../source/decode/pprof.ts';
import {groupHeap} from '../../source/profile/group-heap.ts';
import {heapSitesKept} from '../../source/profile/heap-snapshot.ts';
import {learnOwnRoot} from '../../source/profile/origin.ts';
import type {Profile} from '../../source/profile/profile.ts';
import {drawProfile} from './draw-stack.ts';

const captures = new URL('../../fixtures/captures/', import.meta.url);
const hoards = readdirSync(captures).filter(name => name.endsWith('-heap'));
const zoos = readdirSync(captures).filter(name => /^go1\.\d+$/u.test(name));

function captured(name: string) {
	const decoded = decodeProfile(gunzipSync(readFileSync(new URL(`${name}/heap.pb.gz`, captures))));
	if (!decoded.ok) {
		throw new Error(`the capture ${name} is ${decoded.reason}`);
	}

	return groupHeap(decoded.value, learnOwnRoot(decoded.value.samples.map(({stack}) => stack)));
}

/** Values are objects and bytes in use. */
function drawHeap(text: string, types: readonly string[] = ['inuse_objects', 'inuse_space']): Profile {
	return {...drawProfile(text), sampleTypes: types.map(type => ({type, unit: ''}))};
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

test('every folder of captures is there', () => {
	expect(hoards).toEqual(['go1.19-heap', 'go1.22-heap', 'go1.23-heap', 'go1.26-heap', 'go1.27-heap']);
});

test.each(hoards)('the largest sites of a real program are its own places: %s', name => {
	const {inuseBytes, sites} = captured(name);
	const [first, second] = sites.values();
	expect(first).toMatchObject({site: {name: 'main.(*store).open', place: 'memory.go:22', kind: 'running'}});
	expect(first?.inuseBytes).toBeGreaterThan(400 * 65_536);
	// The memory is bytes.Buffer's, the place is the caller's.
	expect(second).toMatchObject({site: {name: 'main.render'}, inuseBytes: 100 * 16_384, inuseObjects: 100});
	expect(second?.stack[0]?.functionName).toBe('bytes.growSlice');
	expect(sum([...sites.values()].map(site => site.inuseBytes))).toBe(inuseBytes);
});

test.each(hoards)('timers are counted once each, and the place of most of them is named: %s', name => {
	// 1,000 time.After, 200 NewTicker, 200 Tick, 150 NewTimer, 100 AfterFunc, 100 context.WithTimeout.
	const {timerObjects, timerSite} = captured(name);
	expect(timerObjects).toBe(1750);
	expect(timerSite).toMatchObject({site: {name: 'main.awaitReply'}, inuseObjects: 1000});
});

test.each(zoos)('a profile at the default sampling rate sums up too: %s', name => {
	const {inuseBytes, sites} = captured(name);
	expect(inuseBytes).toBeGreaterThan(0);
	expect(sum([...sites.values()].map(site => site.inuseBytes))).toBe(inuseBytes);
});

test('values are found by name, wherever they stand', () => {
	const profile = drawHeap('7 4096 8 9 main.put@/src/a.go:5', [
		'inuse_objects',
		'inuse_space',
		'alloc_objects',
		'alloc_space',
	]);
	const turned = drawHeap('9 8 4096 7 main.put@/src/a.go:5', [
		'alloc_space',
		'alloc_objects',
		'inuse_space',
		'inuse_objects',
	]);
	expect([...groupHeap(profile, undefined).sites.values()]).toMatchObject([
		{inuseBytes: 4096, inuseObjects: 7},
	]);
	expect(groupHeap(turned, undefined)).toEqual(groupHeap(profile, undefined));
});

test('one place is one site, whatever it allocates through, and shows the stack with most bytes', () => {
	const {sites} = groupHeap(
		drawHeap(`
			1 100 os.newFile < os.Open < main.load@/src/a.go:5 < main.one@/src/a.go:9
			2 900 syscall.anyToSockaddr < main.load@/src/a.go:5 < main.two@/src/a.go:10
			0 0 main.gone@/src/a.go:20`),
		undefined,
	);
	const [only] = sites.values();
	expect(sites.size).toBe(1);
	expect(only).toMatchObject({inuseBytes: 1000, inuseObjects: 3, site: {kind: 'running'}});
	expect(only?.stack[0]?.functionName).toBe('syscall.anyToSockaddr');
});

test('what a timer runs, and what merely has it on the way, is no timer', () => {
	const {timerObjects, timerSite} = groupHeap(
		drawHeap(`
			5 560 main.expire@/src/a.go:5 < time.goFunc
			5 560 internal/godebug.(*Setting).register < time.syncTimer < time.NewTimer < main.wait@/src/a.go:9
			5 120 time.NewTimer < main.wait@/src/a.go:9
			1 40960 time.newTimer < time.NewTimer < main.wait@/src/a.go:9
			1 128 time.startTimer < time.NewTimer < main.wait@/src/a.go:9`),
		undefined,
	);
	expect(timerObjects).toBe(0);
	expect(timerSite?.inuseObjects).toBe(0);
});

test('a profile of something else is an empty snapshot', () => {
	expect(groupHeap(drawHeap('1 2 main.put@/src/a.go:5', ['contentions', 'delay']), undefined)).toEqual({
		inuseBytes: 0,
		sites: new Map(),
		timerObjects: 0,
		timerSite: undefined,
	});
});

test('sites stay bounded, the largest are kept', () => {
	const lines = Array.from(
		{length: 700},
		(_, index) => `1 ${index + 1} main.f${index}@/src/a.go:${index + 1}`,
	);
	const {sites, inuseBytes} = groupHeap(drawHeap(lines.join('\n')), undefined);
	expect(sites.size).toBe(heapSitesKept);
	expect([...sites.values()][0]?.inuseBytes).toBe(700);
	expect(inuseBytes).toBe((700 * 701) / 2);
});
