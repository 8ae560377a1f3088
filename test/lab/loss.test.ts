import {describe, expect, it} from 'vitest';
import {buildLab} from './build.ts';
import {watchPlainly} from './lines.ts';
import {startLab} from './start.ts';

const built = await buildLab();

describe.skipIf(typeof built !== 'string').concurrent('a target that goes away', {timeout: 60_000}, () => {
	it('is said when it is killed, and its successor is taken for what it is', async () => {
		const first = await startLab('quiet');
		const watch = watchPlainly(first.address, '--interval', '500ms');
		await watch.read(/goroutines \d+/u, 10_000);
		await first.stop();
		await watch.read(/Nothing listens at/u, 10_000);
		await watch.read(/stale: no new data/u, 20_000);
		const second = await startLab('contention', ['-addr', first.address]);
		await watch.read(/goroutines \d+/u, 20_000);
		await watch.read(/restart/u, 20_000);
		await watch.stop();
		await second.stop();
	});

	it('is stale while it is stopped, and recovers by itself', async () => {
		const lab = await startLab('quiet');
		const watch = watchPlainly(lab.address, '--interval', '500ms', '--timeout', '1s');
		await watch.read(/goroutines \d+/u, 10_000);
		lab.process.kill('SIGSTOP');
		await watch.read(/stale: /u, 20_000);
		lab.process.kill('SIGCONT');
		await watch.read(/goroutines \d+/u, 20_000);
		const cleared = await watch.read(/resolved: stale/u, 20_000);
		expect(cleared).toMatch(/resolved/u);
		await watch.stop();
		await lab.stop();
	});
});
