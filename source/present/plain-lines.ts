import {siteKeyOf, type Warning} from '../detectors/warning.ts';
import {
	formatBytes,
	formatCount,
	formatDelayRate,
	formatMilliseconds,
	formatShare,
} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import type {History} from '../series/history.ts';
import {latest} from '../series/series.ts';
import type {Notice, Session} from '../session/session.ts';
import {asciiText} from './ascii.ts';
import {clockText} from './clock-text.ts';

/** Lines as the person's terminal can show them. */
export function shownLines(lines: readonly string[], {settings}: Session): readonly string[] {
	return settings.ascii ? lines.map(asciiText) : lines;
}

/** One sample in one line, for a pipe or a dumb terminal: `13:05:22  goroutines 12,481  waiting 4.2 s/s  …`. */
export function sampleLine({history, settings, at}: Session): string {
	const {goroutines, block, mutex, memory, watch} = history;
	const parts = [
		clockText(at, settings.utcOffsetMilliseconds),
		`goroutines ${text(latest(goroutines)?.value, formatCount)}`,
		`waiting ${profileText(history, 'block', latest(block.delayPerSecond)?.value)}`,
		`locks ${profileText(history, 'mutex', latest(mutex.delayPerSecond)?.value)}`,
		`heap ${text(latest(memory.heapAllocBytes)?.value, formatBytes)}`,
		`poll ${text(watch.pollMilliseconds, formatMilliseconds)}`,
		`cost ${formatShare(watch.costFraction)}`,
	];
	return parts.join('  ');
}

function text(value: number | undefined, format: (value: number) => string): string {
	return value === undefined ? '-' : format(value);
}

function profileText(history: History, which: 'block' | 'mutex', delay: number | undefined): string {
	const {state} = history[which].profiling;
	return state === 'off'
		? 'profiling off'
		: state === 'missing'
			? 'not served'
			: text(delay, formatDelayRate);
}

/**
 * Why there is no sample: `13:05:22  Nothing listens at …: is the process up? Next try in 4.0s.` `isLast` says that the watch
 * is over, and none follows.
 */
export function failureLine({history, settings, at}: Session, isLast = false): string | undefined {
	const {failure} = history.watch;
	if (failure === undefined) {
		return undefined;
	}

	const wait = (failure.nextTryAt ?? at) - at;
	const next = isLast || wait <= 0 ? '' : ` Next try in ${formatMilliseconds(wait)}.`;
	return `${clockText(at, settings.utcOffsetMilliseconds)}  ${safeText(failure.failure.sentence)}${next}`;
}

/** What is done beside sampling: `13:05:22  dump: 312 goroutines in 14ms`. */
export function noticeLine({text}: Notice, {at, settings}: Session): string {
	return `${clockText(at, settings.utcOffsetMilliseconds)}  ${safeText(text)}`;
}

/** A warning in full on one line, as it fires (`critical`, `warning`, `info`) or clears (`resolved`). */
export function warningText(warning: Warning, session: Session, verb: string): string {
	const {history, settings} = session;
	const key = siteKeyOf(warning);
	const site = key === undefined ? undefined : history.sites.get(key);
	const place =
		site === undefined ? '' : `${site.site.name} ${site.site.frame.file}:${site.site.frame.line}: `;
	const since = clockText(warning.since, settings.utcOffsetMilliseconds);
	return safeText(
		`${clockText(session.at, settings.utcOffsetMilliseconds)}  ${verb}: ${warning.detector}: ${place}${warning.headline} (since ${since}, ${warning.confidence}) -> ${warning.nextStep}`,
	);
}

/** What is left on the normal screen after the watch: the firing warnings, each with its place and its next step. */
export function farewellLines(session: Session): readonly string[] {
	const firing = session.warnings.firing;
	const about = `goroutop: watched ${safeText(session.target.address)} for ${formatMilliseconds(session.at - session.history.beganAt)}`;
	return firing.length === 0
		? [`${about}; no warning was firing.`]
		: [
				`${about}; firing when it ended:`,
				...firing.map(warning => `  ${warningText(warning, session, warning.severity)}`),
			];
}
