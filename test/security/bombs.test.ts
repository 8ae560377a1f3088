import {describe, expect, test} from 'vitest';
import {
	maxLatencyBuckets,
	maxSampleLabels,
	maxStackFrames,
	maxTextBytes,
} from '../../source/decode/bounds.ts';
import {decodeDump} from '../../source/decode/dump.ts';
import {decodeMetrics} from '../../source/decode/metrics.ts';
import {decodeProfile} from '../../source/decode/pprof.ts';
import {digest} from '../../source/live/digest.ts';
import type {EndpointName} from '../../source/live/endpoint.ts';
import {frame} from '../../source/present/frame.ts';
import {countDump} from '../../source/profile/count-dump.ts';
import type {DumpedGoroutine} from '../../source/profile/dump.ts';
import {createDumpedSites} from '../../source/profile/dumped-site.ts';
import {groupGoroutines, sitesKept} from '../../source/profile/goroutine-snapshot.ts';
import {groupDump} from '../../source/profile/group-dump.ts';
import {createStackReader} from '../../source/profile/stack-reader.ts';
import {encodedProfile} from '../decode/encoded-profile.ts';
import {bytesOf, decodedValue} from '../decode/outcome.ts';
import {eventsOf} from '../fuzz/targets/events-of.ts';
import {beginStory, storyBegins} from '../session/story.ts';

const maxMilliseconds = 1500;
const megabyteOf = (text: string) => text.repeat(1_000_000 / text.length);

test('a name ends where no name of a program is as long', () => {
	const profile = decodedValue(
		decodeProfile(encodedProfile({locations: [[[megabyteOf('é'), 1]]], samples: [{at: [0], values: [1]}]})),
	);
	const name = profile.samples[0]?.stack[0]?.functionName ?? '';
	expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(maxTextBytes);
	expect(name).toMatch(/^é+…$/u);
});

test('a stack ends where no stack of a program is as deep, and what is lost is counted', () => {
	const depth = 100_000;
	const drawn = encodedProfile({
		locations: [[['main.f', 1]]],
		samples: [{at: new Array<number>(depth).fill(0), values: [1]}],
	});
	const profile = decodeProfile(drawn);
	expect(profile).toMatchObject({ok: true, skipped: depth - maxStackFrames});
	expect(decodedValue(profile).samples[0]?.stack).toHaveLength(maxStackFrames);
	const dump = decodeDump(bytesOf(`goroutine 1 [select]:\n${'f()\n\t/f.go:1\n'.repeat(depth)}`));
	expect(dump).toMatchObject({ok: true, skipped: depth - maxStackFrames});
	expect(decodedValue(dump).goroutines[0]?.stack).toHaveLength(maxStackFrames);
});

test.each(['main.f', ''])('a location of a hundred thousand calls of %j takes as long as its bytes', name => {
	const location = Array.from({length: 100_000}, (_, line) => [name, 1e9 + line] as const);
	const drawn = encodedProfile({locations: [location], samples: [{at: [0], values: [1]}]});
	const startedAt = performance.now();
	expect(decodeProfile(drawn)).toMatchObject({ok: true, skipped: 1});
	expect(performance.now() - startedAt).toBeLessThan(maxMilliseconds);
});

test('a sample has no more labels than anybody reads', () => {
	const labels = Array.from({length: 1000}, (_, index) => [`label ${index}`, 'value'] as const);
	const profile = decodeProfile(
		encodedProfile({locations: [[['main.f', 1]]], samples: [{at: [0], values: [1], labels}]}),
	);
	expect(profile).toMatchObject({ok: true, skipped: labels.length - maxSampleLabels});
});

test('a histogram has no more buckets than the runtime makes', () => {
	const buckets = Array.from(
		{length: 5000},
		(_, index) => `go_sched_latencies_seconds_bucket{le="${index}"} 1\n`,
	);
	const metrics = decodeMetrics(buckets.join(''));
	expect(metrics).toMatchObject({ok: true, skipped: buckets.length - maxLatencyBuckets});
	expect(decodedValue(metrics).schedulingLatency).toHaveLength(maxLatencyBuckets);
});

const bombs: readonly (readonly [name: string, kind: EndpointName, body: () => Uint8Array])[] = [
	['one name of two megabytes', 'goroutine', () => profileOf([[megabyteOf('é')]])],
	['a thousand names of ten kilobytes', 'goroutine', () => profileOf(manyNames(1000, 5000))],
	[
		'a stack of a million frames',
		'goroutine',
		() => profileOf([new Array<string>(1_000_000).fill('main.f')]),
	],
	[
		'a dump with one goroutine of a hundred thousand frames',
		'dump',
		() => bytesOf(`goroutine 1 [select]:\n${'main.f()\n\t/f.go:1\n'.repeat(100_000)}`),
	],
	[
		'an index of twenty thousand profiles',
		'index',
		() =>
			bytesOf(
				`${Array.from({length: 20_000}, (_, index) => `<td>${index}</td><td><a href='x'>p${index}</a>`).join(
					'\n',
				)}<td>1</td><td><a href='x'>goroutine</a>`,
			),
	],
];

test.each(bombs)('%s neither stops the screen nor the keys', (_, kind, body) => {
	const digested = digest({kind, bytes: body(), ownRoot: undefined});
	expect(digested.ok).toBe(true);
	const story = beginStory({widthColumns: 120, heightRows: 40});
	for (const event of eventsOf(digested)) {
		story.tell({...event, at: storyBegins + 2000});
	}

	for (const key of ['2', '1', 'enter', 'end', '?', 'escape', 'escape', '6', 'y']) {
		const startedAt = performance.now();
		story.press(key);
		frame(story.session());
		expect(performance.now() - startedAt).toBeLessThan(maxMilliseconds);
	}
});

describe('a dump of as many places as goroutines', () => {
	test('keeps the places that a profile keeps, and counts the others', () => {
		const decoded = decodedValue(decodeDump(dumpOf(2 * sitesKept, 2 * sitesKept, 'chan send')));
		const read = createDumpedSites(undefined);
		let contexts = 0;
		const counted = {
			site: read.site,
			context(goroutine: DumpedGoroutine) {
				contexts += 1;
				return read.context(goroutine);
			},
		};
		const {waiters, waiterCount} = groupDump(decoded, undefined, counted);
		expect([waiters.length, waiterCount]).toEqual([sitesKept, 2 * sitesKept]);
		const {sites, siteCount, total} = countDump(decoded, undefined, counted);
		expect([sites.length, siteCount, total]).toEqual([sitesKept, 2 * sitesKept, 2 * sitesKept]);
		expect(contexts).toBe(2 * sitesKept);
	});

	test('keeps every waiter of the places it keeps', () => {
		const decoded = decodedValue(decodeDump(dumpOf(3 * sitesKept, sitesKept, 'chan send')));
		expect(groupDump(decoded, undefined).waiters).toHaveLength(3 * sitesKept);
	});
});

test('a profile of more sites than are kept has only those looked at that are', () => {
	const stacks = Array.from({length: 2 * sitesKept}, (_, index) => ['runtime.gopark', `main.f${index}`]);
	const profile = decodedValue(decodeProfile(profileOf(stacks)));
	const read = createStackReader(undefined);
	let contexts = 0;
	const {sites, siteCount} = groupGoroutines(profile, undefined, {
		site: read.site,
		context(stack) {
			contexts += 1;
			return read.context(stack);
		},
	});
	expect([sites.length, siteCount, contexts]).toEqual([sitesKept, 2 * sitesKept, sitesKept]);
});

/** So many goroutines that have waited for minutes, in so many functions. */
function dumpOf(goroutines: number, places: number, state: string): Uint8Array {
	const texts = Array.from({length: goroutines}, (_, index) => {
		const place = index % places;
		const pointer = `0xc${(0x10_000 + place * 16).toString(16)}`;
		return `goroutine ${index + 1} [${state}, 5 minutes]:
example.com/app/part${place % 97}.place${place}(${pointer}, 0x1)
	/src/app/part${place % 97}/f${place % 1000}.go:${10 + place} +0x25
example.com/app/part${place % 97}.(*Worker).run(0xc00002)
	/src/app/part${place % 97}/w.go:50 +0x45
created by example.com/app/part${place % 97}.start${place} in goroutine 1
	/src/app/part${place % 97}/w.go:${20 + place} +0x3d
`;
	});
	return bytesOf(texts.join('\n'));
}

/** One goroutine for each stack, which is given by its names. */
function profileOf(stacks: readonly (readonly string[])[]): Uint8Array {
	const names = [...new Set(stacks.flat())];
	const positions = new Map(names.map((name, index) => [name, index]));
	return encodedProfile({
		locations: names.map(name => [[name, 1]]),
		samples: stacks.map(stack => ({at: stack.map(name => positions.get(name) ?? 0), values: [1]})),
	});
}

function manyNames(count: number, characters: number): readonly (readonly string[])[] {
	return Array.from({length: count}, (_, index) => [`main.f${index}${'é'.repeat(characters)}`]);
}
