import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {type AddressInfo, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {startLab} from '../test/lab/start.ts';
import {wait} from './benchmark.ts';

/** A Go program as people run them, with something to do. */
export type RealTarget = {
	readonly what: string;
	readonly address: string;
	readonly stop: () => Promise<void>;
};

/** Starts the Prometheus on the PATH, which scrapes itself each second; a lab program where there is none. */
export async function startRealTarget(): Promise<RealTarget> {
	const folder = await mkdtemp(path.join(tmpdir(), 'goroutop-bench-prometheus-'));
	const address = `127.0.0.1:${await freePort()}`;
	const config = path.join(folder, 'prometheus.yml');
	await writeFile(config, configText(address));
	const child = spawn(
		'prometheus',
		[
			`--config.file=${config}`,
			`--storage.tsdb.path=${path.join(folder, 'data')}`,
			`--web.listen-address=${address}`,
		],
		{stdio: 'ignore'},
	);
	const started = await Promise.race([
		once(child, 'error').then(() => false),
		answers(`http://${address}/-/ready`),
	]);
	if (started) {
		return {
			what: 'prometheus',
			address,
			stop: async () => {
				child.kill('SIGKILL');
				await once(child, 'exit');
				await rm(folder, {recursive: true, force: true});
			},
		};
	}
	child.kill('SIGKILL');
	await rm(folder, {recursive: true, force: true});
	const lab = await startLab('parked', ['-n', '200']);
	return {what: '200 parked goroutines (NO PROMETHEUS HERE)', address: lab.address, stop: lab.stop};
}

const configText = (address: string) => `global:
  scrape_interval: 1s
scrape_configs:
  - job_name: itself
    static_configs:
      - targets: ['${address}']
`;

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

async function answers(url: string): Promise<boolean> {
	for (let tries = 0; tries < 60; tries += 1) {
		const status = await fetch(url).then(
			response => response.status,
			() => 0,
		);
		if (status === 200) return true;
		await wait(500);
	}
	return false;
}
