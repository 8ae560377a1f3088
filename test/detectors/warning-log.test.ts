import {describe, expect, test} from 'vitest';
import type {CheckResult} from '../../source/detectors/check-reading.ts';
import type {Finding, Severity} from '../../source/detectors/detector.ts';
import {defaultSettings} from '../../source/detectors/settings.ts';
import {
	advanceWarnings,
	applyResults,
	emptyWarningLog,
	type WarningLog,
} from '../../source/detectors/warning-log.ts';
import type {SiteKey} from '../../source/profile/site.ts';
import type {Mark} from '../../source/series/history.ts';
import {draw, drawn} from './draw.ts';

const finding = (site: string, severity: Severity = 'warning', headline = 'many'): Finding => ({
	subject: {kind: 'site', key: site as SiteKey},
	severity,
	headline,
	why: 'why',
	nextStep: 'next',
	shortStep: 'next',
	confidence: 'strong',
	evidence: [],
	since: undefined,
	stack: undefined,
	sites: [site as SiteKey],
	absorbs: [],
});

type Reading = readonly Finding[] | 'too early';

const result = (reading: Reading): CheckResult => ({
	detector: 'lock-pileup',
	word: 'pile-up',
	holding: {holdReadings: 2, clearReadings: 3},
	lingers: () => undefined,
	check: reading === 'too early' ? {kind: 'too-early'} : {kind: 'findings', findings: reading},
});

/** One reading each second. */
function live(readings: readonly Reading[], from: WarningLog = emptyWarningLog, begin = 0): WarningLog {
	return readings.reduce(
		(log, reading, index) =>
			applyResults(log, [result(reading)], {comparableSince: 0, marks: []}, (begin + index) * 1000),
		from,
	);
}

const a = finding('a');
const b = finding('b');
const mark = (kind: Mark['kind'], at: number): Mark => ({kind, at, text: kind});

describe('from pending to firing', () => {
	test('fires once it was found in two readings in a row', () => {
		expect(live([[a]])).toMatchObject({pending: [{readings: 1, since: 0}], firing: []});
		expect(live([[a], [a]])).toMatchObject({pending: [], firing: [{since: 0, firedAt: 1000}]});
	});

	test('begins anew after a reading without it', () => {
		expect(live([[a], [], [a]])).toMatchObject({pending: [{readings: 1, since: 2000}], firing: []});
	});

	test('counts each subject by itself', () => {
		expect(live([[a], [a, b]])).toMatchObject({pending: [{readings: 1}], firing: [{subject: a.subject}]});
	});

	test('takes the beginning from the detector where it knows better', () => {
		expect(live([[{...a, since: -7000}], [{...a, since: -6000}]]).firing[0]?.since).toBe(-7000);
	});
});

describe('from firing to resolved', () => {
	const firing = live([[a], [a]]);

	test('clears after three readings without, with its span', () => {
		expect(live([[], []], firing, 2).firing).toHaveLength(1);
		const log = live([[], [], []], firing, 2);
		expect(log.firing).toEqual([]);
		expect(log.resolved).toMatchObject([
			{since: 0, firedAt: 1000, lastSeenAt: 1000, resolvedAt: 4000, resolvedBecause: 'it cleared'},
		]);
	});

	test('a reading with it starts the count again', () => {
		expect(live([[], [], [a], [], []], firing, 2).firing).toHaveLength(1);
	});

	test('a reading that is too early neither holds nor clears', () => {
		expect(live(['too early', 'too early', 'too early'], firing, 2)).toBe(firing);
	});

	test('the log keeps the last 200', () => {
		let log = emptyWarningLog;
		for (let times = 0; times < 210; times++) {
			log = live([[a], [a], [], [], []], log, times * 5);
		}

		expect(log.resolved).toHaveLength(200);
		expect(log.resolved.at(-1)?.resolvedAt).toBe(1_049_000);
	});
});

describe('while it fires', () => {
	const firing = live([[a], [a]]);

	test('it keeps its identity and beginning, and takes the newest words', () => {
		const log = live([[finding('a', 'warning', 'more')]], firing, 2);
		expect(log.firing).toMatchObject([{id: firing.firing[0]?.id, since: 0, firedAt: 1000, headline: 'more'}]);
	});

	test('it becomes critical at once, and milder only after three milder readings', () => {
		const critical = live([[finding('a', 'critical')]], firing, 2);
		expect(critical.firing[0]?.severity).toBe('critical');
		expect(live([[a], [a]], critical, 3).firing[0]?.severity).toBe('critical');
		expect(live([[a], [a], [a]], critical, 3).firing[0]?.severity).toBe('warning');
	});
});

describe('after a break in the data', () => {
	const held = live([[a], [a, b]]);

	test('a gap drops what is pending and keeps what fires until there is a verdict again', () => {
		const gap = {comparableSince: 2000, marks: [mark('gap', 2000)]};
		const log = applyResults(held, [result('too early')], gap, 2000);
		expect(log.pending).toEqual([]);
		expect(log.firing).toHaveLength(1);
		expect(
			[3, 4, 5].reduce((each, at) => applyResults(each, [result([])], gap, at * 1000), log).resolved,
		).toHaveLength(1);
	});

	test('a restart ends what fired about the old process', () => {
		const restart = {comparableSince: 2000, marks: [mark('restart', 2000)]};
		const log = applyResults(held, [], restart, 2000);
		expect(log).toMatchObject({
			pending: [],
			firing: [],
			resolved: [{resolvedAt: 2000, resolvedBecause: 'the target restarted'}],
		});
		expect(applyResults(log, [], restart, 3000)).toBe(log);
	});

	test('a restart does not end what is about the watching itself', () => {
		const watching: CheckResult = {...result([{...a, subject: {kind: 'watch'}}]), detector: 'stale'};
		const log = applyResults(emptyWarningLog, [watching, watching], {comparableSince: 0, marks: []}, 0);
		const restart = {comparableSince: 2000, marks: [mark('restart', 2000)]};
		expect(applyResults(log, [], restart, 2000).firing).toHaveLength(1);
	});
});

describe('with the real detectors', () => {
	test('the same log comes back where no detector has anything to add', () => {
		const [first, ...rest] = draw({sites: 'web.handle[select] 20*40', mutex: 'cache.Get[unlock] 2/0.001*40'});
		const begun = first
			? advanceWarnings(emptyWarningLog, first.history, 0, first.readings, defaultSettings)
			: undefined;
		for (const {history, readings} of rest) {
			expect(begun && advanceWarnings(begun, history, history.at, readings, defaultSettings)).toBe(begun);
		}
	});

	test('detectors that are off, or not among the only ones, say nothing', () => {
		const history = drawn({sites: 'cache.Get[mutex] 60000*5'});
		const idsOf = (settings: Partial<typeof defaultSettings>) =>
			advanceWarnings(emptyWarningLog, history, history.at, ['heartbeat', 'goroutines'], {
				...defaultSettings,
				...settings,
			}).pending.map(({detector}) => detector);
		expect(idsOf({})).toEqual(['goroutine-count', 'lock-pileup']);
		expect(idsOf({off: ['lock-pileup']})).toEqual(['goroutine-count']);
		expect(idsOf({only: ['lock-pileup']})).toEqual(['lock-pileup']);
	});
});

describe('what another warning speaks for when it ends', () => {
	const speaker = {...finding('b'), absorbs: [{detector: 'lock-pileup' as const, subject: a.subject}]};
	const times = (count: number, ...findings: readonly Finding[]) => Array<Reading>(count).fill(findings);

	test('is remembered by itself where people could read it by itself', () => {
		const log = live([...times(14, a), ...times(3, a, speaker), ...times(3, speaker)]);
		expect(log.firing.map(({subject}) => subject)).toEqual([b.subject]);
		expect(log.resolved.map(({subject}) => subject)).toEqual([a.subject]);
	});

	test('is not where it was shown for a moment, before the other one fired', () => {
		const log = live([...times(4, a), ...times(12, a, speaker), ...times(3, speaker)]);
		expect(log.firing.map(({subject}) => subject)).toEqual([b.subject]);
		expect(log.resolved).toEqual([]);
	});
});
