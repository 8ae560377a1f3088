import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {buildLab} from './build.ts';
import {check, run} from './check.ts';
import {findMarker} from './marker.ts';
import {startLab} from './start.ts';

const built = await buildLab();
const missing = typeof built === 'string' ? undefined : built.missing;
if (missing !== undefined) {
	process.stderr.write(`WHAT GOROUTOP REPORTS WAS NOT TESTED: ${missing}\n`);
}

if (process.env['CI'] !== undefined) {
	it('has Go, in CI', () => {
		expect(missing).toBeUndefined();
	});
}

async function watch(name: string, seconds: number) {
	const lab = await startLab(name);
	try {
		return await check([lab.address, '--for', `${seconds}s`, '--off', 'gc-pause']);
	} finally {
		await lab.stop();
	}
}

describe.skipIf(missing !== undefined).concurrent('what goroutop reports', {timeout: 60_000}, () => {
	it('a contended mutex shows with its site within three polls, and with true numbers', async () => {
		const {report} = await watch('contention', 9);
		const {file, line} = findMarker('CONTENDED UNLOCK');
		const places = report.warnings
			.filter(({detector}) => detector === 'mutex-contention')
			.map(({place}) => ({file: place?.file, line: place?.line}));
		expect(places).toEqual([{file, line}]);
		const lock = findMarker('CONTENDED LOCK');
		const waiting = report.sites.find(site => site.file === lock.file && site.line === lock.line);
		expect(waiting?.kind).toBe('mutex');
		// Eight goroutines, of which one holds the lock at any time: seven wait, on average.
		expect((waiting?.block?.delayNanosecondsPerSecond ?? 0) / 1e9).toBeGreaterThan(5);
		expect((waiting?.block?.delayNanosecondsPerSecond ?? 0) / 1e9).toBeLessThan(9);
	});

	it('says that profiling is off, and never that there is no contention', async () => {
		const {exitCode, report} = await watch('profiling-off', 8);
		expect(report.health.profiling).toEqual({block: {state: 'off'}, mutex: {state: 'off'}});
		expect(report.warnings.map(({detector}) => detector)).toContain('profile-off');
		expect(exitCode).toBe(0);
	});

	it('survives names that are meant for a terminal', async () => {
		const lab = await startLab('names');
		const plain = await run(['check', lab.address, '--for', '3s']);
		await lab.stop();
		expect(plain.exitCode).toBe(0);
		expect(plain.stdout).not.toMatch(/[^\n\P{Cc}]/u);
	});

	it('says in one sentence what is wrong with a target that is not there', async () => {
		const {exitCode, stdout} = await run(['check', '127.0.0.1:1', '--for', '3s']);
		expect(exitCode).toBe(3);
		expect(stdout).toMatch(/Nothing listens at localhost:1\b/u);
		expect(stdout.trim().split('\n')).toHaveLength(1);
	});
});
