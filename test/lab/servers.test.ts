import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, describe, expect, it} from 'vitest';
import {accusations, check} from './check.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'goroutop-servers-'));
const running: ChildProcess[] = [];

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	return typeof address === 'object' && address !== null ? address.port : 0;
}

type RealServer = {
	readonly name: string;
	/** Starts it with pprof on loopback and gives the port pprof is on. */
	readonly start: () => Promise<number>;
};

function launch(command: string, words: readonly string[]): void {
	running.push(spawn(command, words, {stdio: 'ignore', cwd: folder, env: {...process.env, HOME: folder}}));
}

const servers: readonly RealServer[] = [
	{
		name: 'prometheus',
		start: async () => {
			const port = await freePort();
			const config = path.join(folder, 'prometheus.yml');
			writeFileSync(
				config,
				`global: {scrape_interval: 1s}\nscrape_configs: [{job_name: self, static_configs: [{targets: ['127.0.0.1:${port}']}]}]\n`,
			);
			launch('prometheus', [
				`--config.file=${config}`,
				`--storage.tsdb.path=${path.join(folder, 'prometheus')}`,
				`--web.listen-address=127.0.0.1:${port}`,
			]);
			return port;
		},
	},
	{
		name: 'etcd',
		start: async () => {
			const [client, peer] = [await freePort(), await freePort()];
			const url = (port: number) => `http://127.0.0.1:${port}`;
			launch('etcd', [
				'--enable-pprof',
				`--data-dir=${path.join(folder, 'etcd')}`,
				`--listen-client-urls=${url(client)}`,
				`--advertise-client-urls=${url(client)}`,
				`--listen-peer-urls=${url(peer)}`,
				`--initial-advertise-peer-urls=${url(peer)}`,
				`--initial-cluster=default=${url(peer)}`,
			]);
			return client;
		},
	},
	{
		name: 'caddy',
		start: async () => {
			const [admin, web] = [await freePort(), await freePort()];
			const config = path.join(folder, 'Caddyfile');
			writeFileSync(
				config,
				`{\n\tadmin 127.0.0.1:${admin}\n}\nhttp://127.0.0.1:${web} {\n\tfile_server {\n\t\troot ${folder}\n\t}\n}\n`,
			);
			launch('caddy', ['run', '--config', config, '--adapter', 'caddyfile']);
			return admin;
		},
	},
];

afterAll(async () => {
	await Promise.all(
		running.map(async child => {
			const exited = once(child, 'exit');
			child.kill('SIGKILL');
			await exited;
		}),
	);
	rmSync(folder, {recursive: true, force: true});
});

/** The goroutine count on the index page, as anyone would read it with curl. */
async function indexCount(port: number): Promise<number> {
	const page = await (await fetch(`http://127.0.0.1:${port}/debug/pprof/`)).text();
	return Number(/<td>(\d+)<\/td>\s*<td><a href='goroutine\?/u.exec(page)?.[1]);
}

describe.concurrent('servers that nobody here wrote', {timeout: 120_000}, () => {
	for (const {name, start} of servers) {
		const missing = !isInstalled(name);
		if (missing) {
			process.stderr.write(`${name.toUpperCase()} WAS NOT WATCHED: it is not installed here\n`);
			it.runIf(process.env['CI'] !== undefined)(`${name} is installed, in CI`, () =>
				expect(missing).toBe(false),
			);
		}

		it.skipIf(missing)(`${name}: true numbers, no accusations`, async () => {
			const port = await start();
			await expect.poll(() => indexCount(port).catch(() => 0), {timeout: 30_000}).toBeGreaterThan(0);
			// Pauses of the collector are the machine's as much as the program's: here a dozen programs share two cores.
			const {exitCode, report} = await check([String(port), '--for', '50s', '--off', 'gc-pause']);
			expect(accusations(report)).toEqual([]);
			expect(exitCode).toBe(0);
			expect(report.target.executable).toMatch(new RegExp(`${name}$`, 'u'));
			expect(report.target.goVersion ?? '').toMatch(/^(go1\.\d+.*|)$/u);
			expect(report.health.skippedRecords).toBe(0);
			// Connections come and go; a handful is what a server does by itself between two looks.
			expect(Math.abs((report.series.goroutines?.last ?? 0) - (await indexCount(port)))).toBeLessThanOrEqual(
				6,
			);
			const waiting = report.sites.reduce((sum, site) => sum + (site.waiting ?? 0), 0);
			expect(Math.abs(waiting - (report.series.goroutines?.last ?? 0))).toBeLessThanOrEqual(6);
		});
	}
});

function isInstalled(command: string): boolean {
	try {
		execFileSync('sh', ['-c', `command -v ${command}`], {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
}
