import type {Digest} from '../../../source/live/digest.ts';
import type {Decoded} from '../../../source/profile/decoded.ts';
import type {TargetEvent} from '../../../source/session/event.ts';

const at = 0;

/** What the sampler tells of a body that was digested; times are filled in later. */
export function eventsOf(digested: Decoded<Digest>): readonly TargetEvent[] {
	if (!digested.ok) {
		const failure = {kind: 'not-a-profile', sentence: `What it sent is ${digested.reason}.`} as const;
		return [{type: 'profile-failed', at, profile: 'heap', failure, nextTryAt: undefined}];
	}
	const skipped: TargetEvent = {type: 'skipped', at, skipped: digested.skipped};
	const event = eventOf(digested.value);
	return event === undefined ? [skipped] : [skipped, ...event];
}

function eventOf(value: Digest): readonly TargetEvent[] | undefined {
	switch (value.kind) {
		case 'index':
			return [{type: 'index-read', at, index: value.index, pollMilliseconds: 1.5}];
		case 'goroutine': {
			const {executable = 'checkout', buildId, ownRoot, snapshot} = value;
			return [
				{type: 'identified', at, executable, buildId, ownRoot: ownRoot.folder},
				{type: 'goroutines-read', at, snapshot},
			];
		}
		case 'block':
		case 'mutex':
			return [{type: 'contention-read', at, snapshot: value.snapshot}];
		case 'mutex-header': {
			const {samplingPeriod} = value;
			const profiling =
				samplingPeriod === 0 ? ({state: 'off'} as const) : ({state: 'on', period: samplingPeriod} as const);
			return [{type: 'profiling-known', at, profile: 'mutex', profiling}];
		}
		case 'heap':
			return [{type: 'memory-read', at, stats: value.stats}];
		case 'metrics':
			return [{type: 'metrics-read', at, metrics: value.metrics}];
		case 'heap-profile':
			return [{type: 'heap-profile-read', at, snapshot: value.snapshot}];
		case 'dump':
			return [{type: 'dump-read', at, snapshot: value.snapshot}];
		case 'leaks':
			return [{type: 'leaks-read', at, snapshot: value.snapshot}];
		default:
			return undefined;
	}
}
