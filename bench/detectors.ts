import {decodeDump} from '../source/decode/dump.ts';
import type {Reading} from '../source/detectors/detector.ts';
import {defaultSettings} from '../source/detectors/settings.ts';
import {advanceWarnings, emptyWarningLog} from '../source/detectors/warning-log.ts';
import {digest} from '../source/live/digest.ts';
import type {ContentionSnapshot} from '../source/profile/contention-snapshot.ts';
import {groupDump} from '../source/profile/group-dump.ts';
import type {Count, Milliseconds, UnixMilliseconds} from '../source/profile/units.ts';
import {emptyHistory, type History} from '../source/series/history.ts';
import {recordContention} from '../source/series/record-contention.ts';
import {recordDump} from '../source/series/record-dump.ts';
import {recordGoroutines} from '../source/series/record-goroutines.ts';
import {recordHeartbeat} from '../source/series/record-heartbeat.ts';
import {type Benchmark, byEffort, fixed} from './benchmark.ts';
import {percentile} from './statistics.ts';
import {syntheticDump} from './synthetic-dump.ts';
import {syntheticProfile} from './synthetic-profile.ts';

const intervalMilliseconds: Milliseconds = 2000;
/** 1,400 places where goroutines wait, which the block profile knows too, and 600 that release locks. */
const waitingSites: Count = 1400;
const releasingSites: Count = 600;
const goalMilliseconds: Milliseconds = 5;
/** Taken at the end, so that the other readings are timed without one to look at. */
const dumps: Count = 10;

type Timing = {readonly reading: Reading; readonly milliseconds: Milliseconds[]};

export const detectors: Benchmark = {
	name: 'detectors',
	about:
		'All detectors that read something new, and the lives of their warnings, on one hour of history with 2,000 sites',
	run: async ({effort, say}) => {
		const polls = byEffort(effort, 100, 1800, 1800);
		say(`detectors: ${polls} polls`);
		const timings = watchFor(polls, Math.min(100, polls / 2));
		const goalReadings = timings.filter(({reading}) => reading !== 'dump');
		const worst = Math.max(...goalReadings.map(({milliseconds}) => percentile(milliseconds, 0.95)));
		return {
			columns: ['reading', 'p50 ms', 'p95 ms', 'max ms', 'times'],
			rows: timings.map(({reading, milliseconds}) => [
				reading,
				...[0.5, 0.95, 1].map(share => fixed(percentile(milliseconds, share), 2)),
				String(milliseconds.length),
			]),
			goals: [
				{
					wanted: `all detectors of one reading: p95 at most ${goalMilliseconds} ms`,
					measured: `${fixed(worst, 1)} ms`,
					met: worst <= goalMilliseconds,
				},
			],
			notes: [
				'Of the last polls; every third site moves in every profile. The dumps are of 10,000 goroutines.',
			],
			raw: timings,
		};
	},
};

function watchFor(polls: Count, timedPolls: Count): readonly Timing[] {
	const goroutines = snapshotOf('goroutine', waitingSites);
	const block = snapshotOf('block', waitingSites);
	const mutex = snapshotOf('mutex', releasingSites);
	const dump = decodeDump(syntheticDump(10_000));
	const timings = new Map<Reading, Timing>();
	let history: History = emptyHistory(0, {intervalMilliseconds, budgetFraction: 0.01});
	let log = emptyWarningLog;
	const look = (next: History, at: UnixMilliseconds, reading: Reading, isTimed: boolean) => {
		history = next;
		const begun = performance.now();
		log = advanceWarnings(log, history, at, [reading], defaultSettings);
		const milliseconds = performance.now() - begun;
		if (isTimed) {
			const timing = timings.get(reading) ?? {reading, milliseconds: []};
			timing.milliseconds.push(milliseconds);
			timings.set(reading, timing);
		}
	};
	for (let poll = 0; poll < polls; poll += 1) {
		const at = poll * intervalMilliseconds;
		const hasDump = poll >= polls - dumps;
		const isTimed = poll >= polls - dumps - timedPolls && !hasDump;
		const moved = {
			...goroutines,
			sites: goroutines.sites.map((site, index) =>
				index % 3 === 0 ? {...site, count: site.count + ((poll * (1 + (index % 5))) % 40)} : site,
			),
		};
		look(
			recordHeartbeat(history, at, {counts: new Map([['goroutine', goroutines.total]])}, 1),
			at,
			'heartbeat',
			isTimed,
		);
		look(recordGoroutines(history, at, moved), at, 'goroutines', isTimed);
		look(recordContention(history, at, later(block, poll)), at, 'block', isTimed);
		look(recordContention(history, at, later(mutex, poll)), at, 'mutex', isTimed);
		if (dump.ok && hasDump) {
			look(recordDump(history, at, groupDump(dump.value, undefined)), at, 'dump', true);
		}
	}

	return [...timings.values()];
}

type Grouped<Kind> = Kind extends 'goroutine' ? Parameters<typeof recordGoroutines>[2] : ContentionSnapshot;

function snapshotOf<Kind extends 'goroutine' | 'block' | 'mutex'>(kind: Kind, sites: Count): Grouped<Kind> {
	const bytes = syntheticProfile({kind, stacks: sites + 600, sites, turn: 0});
	const decoded = digest({kind, bytes, ownRoot: {folder: undefined}});
	if (!decoded.ok || !('snapshot' in decoded.value)) {
		throw new Error(`The ${kind} profile could not be decoded.`);
	}

	return decoded.value.snapshot as Grouped<Kind>;
}

/** The counters as they stand `polls` polls later: every third site waits some more in each. */
function later(snapshot: ContentionSnapshot, polls: Count): ContentionSnapshot {
	const sites = snapshot.sites.map((site, index) =>
		index % 3 === 0
			? {
					...site,
					contentions: site.contentions + polls * (1 + (index % 4)),
					delayNanoseconds: site.delayNanoseconds + polls * (1 + (index % 7)) * 1e6,
				}
			: site,
	);
	const sum = (value: (site: (typeof sites)[number]) => number) =>
		sites.reduce((total, site) => total + value(site), 0);
	return {
		...snapshot,
		sites,
		contentions: sum(site => site.contentions),
		delayNanoseconds: sum(site => site.delayNanoseconds),
	};
}
