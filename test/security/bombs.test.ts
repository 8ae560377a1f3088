import {expect, test} from 'vitest';
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
