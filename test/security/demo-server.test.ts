import {connect} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {openDemo} from '../../source/commands/demo.ts';

async function openedDemo() {
	const opened = await openDemo('1.2.3', 5000);
	if (!opened.ok) {
		throw new Error(opened.sentence);
	}

	const {target} = opened;
	onTestFinished(() => target.close());
	return {target, port: Number(/:(\d+)$/.exec(target.address)?.[1])};
}

/** Whether somebody listens there. */
function isOpen(host: string, port: number): Promise<boolean> {
	return new Promise(resolve => {
		const socket = connect({host, port});
		const settle = (isThere: boolean) => {
			socket.destroy();
			resolve(isThere);
		};
		socket.once('connect', () => settle(true));
		socket.once('error', () => settle(false));
	});
}

test('the demo listens on the loopback address alone, on a port of its own each time', async () => {
	const [one, other] = [await openedDemo(), await openedDemo()];
	expect(one.port).not.toBe(other.port);
	expect(await isOpen('127.0.0.1', one.port)).toBe(true);
	// Whoever listens everywhere answers here too.
	expect(await isOpen('127.0.0.2', one.port)).toBe(false);
	expect(await isOpen('::1', one.port)).toBe(false);
	await one.target.close();
	expect(await isOpen('127.0.0.1', one.port)).toBe(false);
});

test('it serves the recording and nothing else of the machine', async () => {
	const {port} = await openedDemo();
	const statusOf = async (path: string, method = 'GET') => {
		const response = await fetch(`http://127.0.0.1:${port}${path}`, {method, redirect: 'manual'});
		await response.arrayBuffer();
		return response.status;
	};
	expect(await statusOf('/debug/pprof/goroutine')).toBe(200);
	for (const path of [
		'/',
		'/package.json',
		'/debug/pprof/../../package.json',
		'/debug/pprof/%2e%2e/%2e%2e/package.json',
		'/debug/pprof//etc/passwd',
		'/debug/pprof/trace',
	]) {
		expect([path, await statusOf(path)]).toEqual([path, 404]);
	}
	expect(await statusOf('/debug/pprof/goroutine', 'POST')).toBe(405);
});
