import {isLowerBound} from '../detectors/gc-cpu.ts';
import {
	formatBytes,
	formatChange,
	formatCount,
	formatDelayRate,
	formatDuration,
	formatRate,
	formatShare,
} from '../profile/quantity.ts';
import {millisecondsPerMinute} from '../profile/units.ts';
import type {ContentionHistory, History} from '../series/history.ts';
import type {Series} from '../series/series.ts';
import {emptySeries, latest} from '../series/series.ts';
import {windowOf} from '../series/window.ts';
import {type Segment, segment} from './row.ts';
import {type Scene, shownRange, sparkFrame} from './scene.ts';
import {type Sparkline, sparkline} from './sparkline.ts';

/** One of the four quantities that are always in sight. `short` is its name in a narrow pane. */
export type ShownMetric = {
	readonly title: string;
	readonly short: string;
	readonly value: Segment;
	readonly aside: Segment;
	readonly draw: (widthColumns: number) => Sparkline;
	/** What the scale of the sparkline says, given the sparkline. */
	readonly scale: (spark: Sparkline) => string;
};

export function shownMetrics(scene: Scene): readonly ShownMetric[] {
	return [goroutines(scene), contention(scene, 'block'), contention(scene, 'mutex'), heap(scene)];
}

const unknown = segment('–', 'dim');

function goroutines(scene: Scene): ShownMetric {
	const {history, at} = scene.known;
	const {baseline} = scene.session.look;
	const now = latest(history.goroutines);
	const then = baseline === undefined ? undefined : latest(baseline.goroutines)?.value;
	const span = shownRange(scene).label;
	return {
		title: 'goroutines',
		short: 'routines',
		value: now === undefined ? unknown : segment(formatCount(now.value), 'strong'),
		aside:
			now !== undefined && then !== undefined
				? segment(`Δ ${formatChange(now.value - then)}`, 'accent')
				: segment(
						trendText(history.goroutines, Math.max(at - millisecondsPerMinute, history.comparableSince), at),
						'plain',
					),
		draw: widthColumns => sparkline(history.goroutines, sparkFrame(scene, widthColumns, 'lowest')),
		scale: ({lowest, highest}) =>
			Number.isNaN(lowest) ? span : `${formatCount(lowest)} … ${formatCount(highest)} · ${span}`,
	};
}

/** `▴ +38/s` over the last minute; per minute when that is slow. Nothing while there are too few readings to tell. */
function trendText(series: Series, from: number, to: number): string {
	const window = windowOf(series, from, to);
	const elapsedSeconds =
		window === undefined ? 0 : (window.toUnixMilliseconds - window.fromUnixMilliseconds) / 1000;
	if (window === undefined || elapsedSeconds < 8) {
		return '';
	}

	const perSecond = (window.last - window.first) / elapsedSeconds;
	const [rate, unit] = Math.abs(perSecond) >= 1 ? [perSecond, '/s'] : [perSecond * 60, '/min'];
	if (Math.abs(rate) < 0.5) {
		return 'steady';
	}

	return `${rate > 0 ? '▴' : '▾'} ${formatChange(rate)}${unit}`;
}

function contention(scene: Scene, which: 'block' | 'mutex'): ShownMetric {
	const {history} = scene.known;
	const past = history[which];
	const delay = latest(past.delayPerSecond)?.value;
	const events = latest(past.eventsPerSecond)?.value;
	const absent = whyAbsent(past);
	// A target that is lost fails its profiles as well: what was known of it stays.
	const isLost = scene.session.history.watch.failure !== undefined;
	const isUnreadable = !isLost && scene.session.profileFailures.has(which);
	return {
		title: which === 'block' ? 'waiting (block)' : 'lock delay (mutex)',
		short: which === 'block' ? 'waiting' : 'locks',
		value:
			absent ??
			(isUnreadable
				? segment('unreadable', 'warning')
				: delay === undefined
					? unknown
					: segment(formatDelayRate(delay), 'strong')),
		aside:
			absent !== undefined || events === undefined ? segment('') : segment(`${formatRate(events)} events/s`),
		draw: widthColumns =>
			sparkline(absent === undefined ? past.delayPerSecond : emptySeries, sparkFrame(scene, widthColumns, 0)),
		scale: ({highest}) => (Number.isNaN(highest) ? '' : `0 … ${formatDelayRate(highest)}`),
	};
}

/** Why there can be no numbers: never "no contention" where nobody looked. */
function whyAbsent({profiling}: ContentionHistory): Segment | undefined {
	switch (profiling.state) {
		case 'off': {
			return segment('profiling is off', 'info');
		}

		case 'missing': {
			return segment('not served', 'info');
		}

		default: {
			return undefined;
		}
	}
}

/** What was told this long ago is still lately: the heap page comes every 15 s, and not every reading tells. */
const latelyMilliseconds = 60_000;
/** At least next to nothing says nothing. */
const leastShare = 0.001;

/** The collector's share of CPU lately: `2.1%`, or `≥2.1%` where the target tells too little for more; undefined: nothing. */
export function collectorShareText(history: History): string | undefined {
	const told = latest(history.memory.gcShare);
	const isAtLeast = isLowerBound(history);
	if (
		told === undefined ||
		history.at - told.at > latelyMilliseconds ||
		(isAtLeast && told.value < leastShare)
	) {
		return undefined;
	}

	return `${isAtLeast ? '≥' : ''}${formatShare(told.value)}`;
}

function collectorText(history: History): string {
	const {stats} = history.memory;
	const lately = collectorShareText(history);
	return lately !== undefined
		? `gc ${lately}`
		: stats === undefined
			? ''
			: `gc ${formatShare(stats.gcCpuFraction)} avg`;
}

function heap(scene: Scene): ShownMetric {
	const {memory} = scene.known.history;
	const {baseline} = scene.session.look;
	const now = latest(memory.heapAllocBytes)?.value;
	const then = baseline === undefined ? undefined : latest(baseline.memory.heapAllocBytes)?.value;
	const pause = latest(memory.longestPauseNanoseconds)?.value ?? memory.stats?.pauses[0]?.pauseNanoseconds;
	const change = now !== undefined && then !== undefined ? now - then : undefined;
	return {
		title: 'heap · gc',
		short: 'heap',
		value: now === undefined ? unknown : segment(formatBytes(now), 'strong'),
		aside:
			change !== undefined
				? segment(`Δ ${change < 0 ? '-' : '+'}${formatBytes(Math.abs(change))}`, 'accent')
				: segment(collectorText(scene.known.history)),
		draw: widthColumns => sparkline(memory.heapAllocBytes, sparkFrame(scene, widthColumns, 0, 15_000)),
		scale: ({highest}) =>
			[
				Number.isNaN(highest) ? '' : `0 … ${formatBytes(highest)}`,
				pause === undefined ? '' : `pause ${formatDuration(pause)}`,
			]
				.filter(Boolean)
				.join(' · '),
	};
}
