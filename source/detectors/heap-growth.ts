import {formatBytes, formatMilliseconds, formatShare} from '../profile/quantity.ts';
import type {History} from '../series/history.ts';
import {windowOf} from '../series/window.ts';
import {type Detector, found, tooEarly} from './detector.ts';
import {bytesEvidence} from './evidence.ts';
import {topGrowingHeapSite} from './heap-sites.ts';
import {type Rise, risingFloor} from './rising-floor.ts';

const why =
	'More stays after each collection than after the one before: collections take longer and longer until memory runs out.';

/**
 * What is live keeps growing. Seen from outside, the floor of the heap between collections is what is live; a window
 * without a collection has no such floor, so that a heap which merely fills up is not judged.
 */
export const heapGrowth: Detector<'heap-growth'> = {
	id: 'heap-growth',
	word: 'heap',
	reads: ['memory'],
	check(history, rule) {
		const verdict = risingFloor(history.memory.heapAllocBytes, history.comparableSince, rule);
		if (verdict.kind === 'too-early') {
			return tooEarly;
		}

		if (
			verdict.kind === 'level' ||
			verdict.rise.growth < rule.growthFraction * verdict.rise.fromFloor ||
			!isCollected(history, verdict.rise, rule.windowCount)
		) {
			return found();
		}

		const {rise} = verdict;
		const top = topGrowingHeapSite(history);
		const share = top === undefined ? 0 : Math.min(1, top.bytes / Math.max(1, top.grownBytes));
		const isExplained = top !== undefined && share >= rule.explainedFraction;
		return found({
			subject: {kind: 'process'},
			severity: 'warning',
			headline: [
				`${formatBytes(rise.toFloor)} live`,
				`+${formatBytes(Math.max(0, rise.perMinute))}/min`,
				...(isExplained ? [`${formatShare(share)} of it at ${top.shortPlace}`] : []),
			].join(', '),
			why,
			nextStep:
				top === undefined
					? 'Compare two heap profiles, ten minutes apart: go tool pprof -diff_base first second.'
					: `Find out who keeps what ${top.place} allocates: a cache or map without a bound, a slice that is only appended to, a goroutine that never ends.`,
			shortStep: 'find who keeps it',
			confidence: isExplained ? 'strong' : 'suspected',
			evidence: [
				bytesEvidence('live now', rise.toFloor),
				{
					name: 'growth',
					value: rise.growth,
					unit: 'bytes',
					text: `+${formatBytes(rise.growth)} in ${formatMilliseconds(rise.to - rise.from)}`,
				},
				...(top === undefined
					? []
					: [
							{
								name: top.place,
								value: top.bytes,
								unit: 'bytes',
								text: `+${formatBytes(top.bytes)} in ${formatMilliseconds(top.overMilliseconds)}`,
							},
						]),
			],
			since: rise.from,
			stack: top?.stack,
			sites: [],
			absorbs: [],
		});
	},
	// Where collections are rare, one window may miss them while memory goes on growing.
	lingers({memory, comparableSince, at}, _finding, {windowCount, windowSeconds, growthCount}) {
		const windowMilliseconds = windowSeconds * 1000;
		const from = at - windowCount * windowMilliseconds;
		const before = windowOf(memory.heapAllocBytes, from, from + 2 * windowMilliseconds);
		const now = windowOf(memory.heapAllocBytes, at - 2 * windowMilliseconds, at);
		if (from < comparableSince || before === undefined || now === undefined) {
			return undefined;
		}

		const growth = now.minimum - before.minimum;
		return growth >= growthCount
			? {
					headline: `${formatBytes(now.minimum)} live, +${formatBytes(growth)} in ${formatMilliseconds(at - from)}`,
					why,
				}
			: undefined;
	},
};

/** Collections in all windows but at most one: forced ones come every two minutes and may just miss it. */
function isCollected({memory}: History, rise: Rise, windowCount: number): boolean {
	let collected = 0;
	for (let index = 0; index < windowCount; index++) {
		const from = rise.from + index * rise.windowMilliseconds;
		const window = windowOf(memory.gcPerSecond, from, from + rise.windowMilliseconds);
		collected += (window?.maximum ?? 0) > 0 ? 1 : 0;
	}

	return collected >= windowCount - 1;
}
