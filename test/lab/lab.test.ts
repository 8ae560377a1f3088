import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {buildLab} from './build.ts';
import {accusations, type CheckReport, check, run} from './check.ts';
import {findMarker} from './marker.ts';
import {type LabScenario, startLab} from './start.ts';

const built = await buildLab();
const missing = typeof built === 'string' ? undefined : built.missing;
if (missing !== undefined) {
	// A silent skip would pass for a proof.
	process.stderr.write(`THE LAB WAS NOT RUN: ${missing}\n`);
}

async function watch(scenario: LabScenario, seconds: number, ...flags: readonly string[]) {
	const lab = await startLab(scenario, flags);
	try {
		// Pauses of the collector are the machine's as much as the program's: here a dozen programs share two cores.
		return await check(lab.address, '--for', `${seconds}s`, '--off', 'gc-pause');
	} finally {
		await lab.stop();
	}
}

function placesOf({warnings}: CheckReport, detector: string): readonly string[] {
	return warnings
		.filter(warning => warning.detector === detector)
		.map(({place}) => `${place?.file}:${place?.line}`);
}

function placeOf(marker: string): string {
	const {file, line} = findMarker(marker);
	return `${file}:${line}`;
}

if (process.env['CI'] !== undefined) {
	it('has Go, in CI', () => {
		expect(missing).toBeUndefined();
	});
}

describe.skipIf(missing !== undefined).concurrent('real Go programs', {timeout: 150_000}, () => {
	it('a leak of five goroutines a second is named with its line within a minute', async () => {
		const {exitCode, report} = await watch('leak', 60);
		expect(placesOf(report, 'goroutine-growth').concat(placesOf(report, 'site-growth'))).toContain(
			placeOf('LEAK HERE'),
		);
		expect(exitCode).toBeGreaterThan(0);
	});

	it('a contended mutex shows with its site within three polls', async () => {
		const {report} = await watch('contention', 9);
		expect(placesOf(report, 'mutex-contention')).toEqual([placeOf('CONTENDED UNLOCK HERE')]);
		const waiting = report.sites.find(({file, line}) => `${file}:${line}` === placeOf('CONTENDED LOCK HERE'));
		expect(waiting?.kind).toBe('mutex');
		// Eight goroutines, of which one holds the lock at any time: seven wait, on average.
		expect((waiting?.block?.delayNanosecondsPerSecond ?? 0) / 1e9).toBeGreaterThan(5);
		expect((waiting?.block?.delayNanosecondsPerSecond ?? 0) / 1e9).toBeLessThan(9);
	});

	it('goroutines that pile up at a lock are counted, and the lock is named', async () => {
		const {report} = await watch('pileup', 12);
		expect(
			report.warnings.some(({detector, state}) => detector === 'lock-pileup' && state === 'firing'),
		).toBe(true);
	});

	it.each<[LabScenario, readonly string[]]>([
		['burst', []],
		['pool', []],
		['tickers', []],
		['quiet', []],
		['parked', ['-n', '2000']],
	])('%s raises nothing', async (scenario, flags) => {
		const {exitCode, report} = await watch(scenario, 75, ...flags);
		expect(accusations(report)).toEqual([]);
		expect(exitCode).toBe(0);
	});

	it('says that profiling is off, and never that there is no contention', async () => {
		const {exitCode, report} = await watch('profiling-off', 8);
		expect(report.health.profiling).toEqual({block: {state: 'off'}, mutex: {state: 'off'}});
		expect(report.warnings.map(({detector}) => detector)).toContain('profile-off');
		expect(exitCode).toBe(0);
	});

	it('survives names that are meant for a terminal', async () => {
		const lab = await startLab('names');
		const plain = await run('check', lab.address, '--for', '3s');
		await lab.stop();
		expect(plain.exitCode).toBe(0);
		expect(plain.stdout).not.toMatch(/[^\n\P{Cc}]/u);
	});

	it('says in one sentence what is wrong with a target that is not there', async () => {
		const {exitCode, stdout} = await run('check', '127.0.0.1:1', '--for', '3s');
		expect(exitCode).toBe(3);
		expect(stdout).toMatch(/Nothing listens at localhost:1\b/u);
		expect(stdout.trim().split('\n')).toHaveLength(1);
	});
});
