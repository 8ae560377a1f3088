import type {SiteWaiters} from '../profile/goroutine-snapshot.ts';
import {formatCount} from '../profile/quantity.ts';
import {millisecondsPerMinute} from '../profile/units.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {History} from '../series/history.ts';
import {stuckTime} from '../series/stuck.ts';
import {floorTrend} from './floor-trend.ts';
import {agoText, goroutinesText, spanText, waitText} from './triage-facts.ts';
import type {Case} from './triage-verdict.ts';

/** Kinds of wait in which leaked goroutines are found: somebody has to come, and nobody does. */
const leakKinds: ReadonlySet<WaitKind> = new Set([
	'chan send',
	'chan receive',
	'select',
	'empty select',
	'cond',
	'waitgroup',
]);

/** What the runtime's own leak detection said, as far as it is no matter of locks: `leaks`. */
export function byRuntime({history, at}: Case, leaks: readonly SiteWaiters[]): readonly string[] {
	const {takenAt, latest} = history.leaks;
	if (takenAt === undefined || latest === undefined) {
		return [];
	}

	const ago = agoText(at - takenAt);
	if (latest.total === 0) {
		return [`the runtime itself found no leak, ${ago}; what globals still reach it does not find`];
	}

	const count = leaks.reduce((sum, leak) => sum + leak.count, 0);
	return count > 0 ? [`the runtime itself found ${goroutinesText(count)} blocked for ever, ${ago}`] : [];
}

/** Why the runtime's own leak detection says nothing. */
export function withoutRuntime({history}: Case): readonly string[] {
	const version = history.metrics?.goVersion;
	return history.index === undefined || history.leaks.takenAt !== undefined
		? []
		: hasLeakProfile(history)
			? ["the runtime's own leak detection was not asked yet"]
			: [
					`the runtime's own leak detection is not in this Go${version === undefined ? '' : ` (${version})`}: 1.27 has it`,
				];
}

export function hasLeakProfile({index}: History): boolean {
	return index?.counts.has('goroutineleak') ?? false;
}

export function byFloor({history, at}: Case): readonly string[] {
	const trend = floorTrend(history.goroutines, history.comparableSince, at);
	switch (trend.kind) {
		case 'unknown': {
			return [];
		}

		case 'level': {
			return [`floor of goroutines level for ${spanText(trend.milliseconds)}`];
		}

		case 'rose': {
			const [from, to] = [formatCount(trend.from), formatCount(trend.to)];
			return [`floor of goroutines rose from ${from} to ${to} in ${spanText(trend.milliseconds)}`];
		}
	}
}

/** Who has stood on a channel for long, as the latest dump knows. */
export function byDump({history, at}: Case): readonly string[] {
	const {takenAt, latest} = history.dumps;
	if (takenAt === undefined || latest === undefined) {
		return ['no dump taken'];
	}

	const waits = latest.waiters
		.filter(({wait: {site, context}}) => leakKinds.has(site.kind) && !context.isIdle)
		.map(waiter => stuckTime(history, waiter).milliseconds)
		.filter(milliseconds => milliseconds >= millisecondsPerMinute);
	const dump = `${latest.isCut ? 'cut ' : ''}dump ${agoText(at - takenAt)}`;
	return waits.length === 0
		? [`${dump}: nobody is known to wait a minute or longer on a channel`]
		: [
				`${dump}: ${waitText(waits.length)} a minute or longer on a channel, ` +
					`the longest ${spanText(waits.reduce((longest, wait) => Math.max(longest, wait)))}`,
			];
}
