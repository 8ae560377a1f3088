import {describe, expect, it} from 'vitest';
import {buildLab} from './build.ts';
import {check} from './check.ts';
import {startLab} from './start.ts';
import {newestGo} from './toolchain.ts';

const newest = await newestGo();
const toolchain = 'missing' in newest ? undefined : newest;
const built = toolchain === undefined ? undefined : await buildLab(toolchain);

describe
	.skipIf(typeof built !== 'string')
	.concurrent('dumps and leak profiles of a real program', {timeout: 60_000}, () => {
		it('are taken when allowed, and tell of what is there', async () => {
			const lab = await startLab('parked', ['-n', '300'], toolchain);
			const {report} = await check([
				lab.address,
				'--for',
				'20s',
				'--budget',
				'5%',
				'--dump',
				'--leak-profile',
			]);
			await lab.stop();
			expect(report.dumps).toMatchObject({cut: false, skippedBecause: null});
			expect(report.dumps.taken).toBeGreaterThanOrEqual(2);
			expect(report.dumps.goroutines).toBeGreaterThanOrEqual(300);
			expect(report.leaks).toMatchObject({goroutines: 300, skippedBecause: null});
			expect(report.leaks.sites.map(({function: name, leaked}) => [name, leaked])).toEqual([
				['main.park', 300],
			]);
			expect(report.health.profileFailures).toEqual({});
			expect(report.health.costFraction).toBeLessThan(0.02);
		});

		it('are not, of too many goroutines or without leave, and the report says so', async () => {
			const lab = await startLab('parked', ['-n', '1500'], toolchain);
			const {report} = await check([lab.address, '--for', '5s', '--dump', '--dump-limit', '1000']);
			await lab.stop();
			expect(report.dumps).toMatchObject({taken: 0, goroutines: null});
			expect(report.dumps.skippedBecause).toMatch(/^1,5\d\d goroutines, and --dump-limit is 1,000$/u);
			expect(report.leaks.skippedBecause).toBe('nobody asked for one: --leak-profile allows it');
		});
	});
