import {defaultSettings} from '../../../source/detectors/settings.ts';
import {digest} from '../../../source/live/digest.ts';
import type {EndpointName} from '../../../source/live/endpoint.ts';
import {reduce} from '../../../source/session/reduce.ts';
import {newSession, type Session} from '../../../source/session/session.ts';
import {captured} from '../inputs.ts';
import {type Random, randomFrom} from '../random.ts';
import type {FuzzTarget} from '../target.ts';
import {checkJson, checkPictures} from './check-pictures.ts';
import {dumpSeeds, dumpTarget} from './dump.ts';
import {eventsOf} from './events-of.ts';
import {indexPageTarget} from './index-page.ts';
import {memoryStatsTarget} from './memory-stats.ts';
import {metricsTarget} from './metrics.ts';
import {profileSeeds, profileTarget} from './profile.ts';

const began = Date.UTC(2026, 10, 21, 13, 5, 0);
const polls = 4;

/** What a healthy program answers; the input takes the place of whatever it can be read as. */
const usual: readonly (readonly [kind: EndpointName, fileName: string])[] = [
	['index', 'index.html'],
	['goroutine', 'goroutine.pb.gz'],
	['block', 'block.pb.gz'],
	['mutex', 'mutex.pb.gz'],
	['mutex-header', 'mutex.debug1.txt'],
	['heap', 'heap.debug1.txt'],
	['metrics', 'metrics.txt'],
	['heap-profile', 'heap.pb.gz'],
	['dump', 'goroutine.debug2.txt'],
	['leaks', 'goroutineleak.pb.gz'],
];

type Size = readonly [widthColumns: number, heightRows: number];

const sizes: readonly [Size, ...Size[]] = [
	[80, 24],
	[160, 50],
	[60, 12],
	[30, 6],
	[200, 60],
	[12, 2],
];
const walks: readonly [readonly string[], ...(readonly string[])[]] = [
	['enter', 'end', 'y', 'escape', 'down', 'enter', '?', 'end'],
	['6', 'enter', 'y', 'escape', '7', 'down', 'enter', 'y'],
	['5', 'enter', 'end', 'y', 'escape', '2', 'end', 'y'],
	['/', 'a', '.', 'enter', 'o', 'b', '3', 'enter'],
	['4', 't', 'm', '1', 'd', 'L', 'h', 'end'],
	['space', '1', 'O', 'enter', 'page down', 'y', '?', 'escape'],
];

/** From bytes to rows: whatever a target answers, the screen has its size and holds nothing that a terminal acts on. */
export const screenTarget: FuzzTarget = {
	name: 'screen',
	seeds: () => [
		...profileSeeds(),
		...dumpSeeds(),
		...indexPageTarget.seeds(),
		...memoryStatsTarget.seeds(),
		...metricsTarget.seeds(),
		...captured('mutex.debug1.txt', 1),
	],
	words: [
		...profileTarget.words,
		...dumpTarget.words,
		...indexPageTarget.words,
		...memoryStatsTarget.words,
		...metricsTarget.words,
		...[
			'\u{1b}[31m',
			'\u{9b}31m',
			'\u{202e}',
			'\u{200b}',
			'\u{301}',
			'\u{1f468}\u{200d}\u{1f469}',
			'漢字',
			'\u{1f1e9}',
		],
		...[
			'\u{1f3fb}',
			'ᄀ',
			'\u{1160}',
			'\u{fe0f}',
			'\u{2028}',
			'\u{ad}',
			'\u{3000}',
			'ﷺ',
			'\t',
			'⚠\u{fe0f}',
			'\u{e0061}',
		],
	],
	maxBytes: 8192,
	check(input) {
		const random = randomFrom(sumOf(input));
		let session = polled(opened(random), input);
		checkPictures(session);
		for (const key of random.pick(walks)) {
			session = reduce(session, {type: 'key-pressed', at: session.at, key});
			checkPictures(session);
		}
		if (random.chance(0.25)) checkJson(session);
	},
};

function opened(random: Random): Session {
	const [widthColumns, heightRows] = random.pick(sizes);
	return newSession(
		began,
		{address: 'localhost:6060', caution: undefined},
		{
			intervalMilliseconds: 2000,
			budgetFraction: 0.01,
			detectors: defaultSettings,
			errands: {dump: 'on request', leaks: 'on request'},
			dumpLimitGoroutines: 1000,
			ascii: random.chance(0.2),
			utcOffsetMilliseconds: 0,
		},
		{widthColumns, heightRows},
	);
}

/** In turn the input and what is usual, so that all that can be compared is compared. */
function polled(session: Session, input: Uint8Array): Session {
	const read = usualEvents();
	const hostile = usual.flatMap(([kind]) => eventsOf(digest({kind, bytes: input, ownRoot: undefined})));
	const kinds = new Set(hostile.map(({type}) => type));
	let last = session;
	for (let poll = 1; poll <= polls; poll += 1) {
		const at = began + poll * 31_000;
		const usualOnes = read.filter(({type}) => poll === 2 || !kinds.has(type));
		for (const event of [...usualOnes, ...hostile]) last = reduce(last, {...event, at});
		last = reduce(last, {type: 'ticked', at: at + 500});
	}
	return last;
}

let known: readonly ReturnType<typeof eventsOf>[number][] | undefined;

function usualEvents() {
	known ??= usual.flatMap(([kind, fileName]) =>
		captured(fileName, 1).flatMap(bytes => eventsOf(digest({kind, bytes, ownRoot: undefined}))),
	);
	return known;
}

function sumOf(input: Uint8Array): number {
	return input.reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, input.length);
}
