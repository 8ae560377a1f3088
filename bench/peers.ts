import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {goEnvironment, pathGo} from '../test/lab/toolchain.ts';
import {lastLine} from './go-program.ts';

const run = promisify(execFile);

export type PeerName = 'roumon' | 'grmon' | 'pp' | 'gops' | 'pprof' | 'htop' | 'btop';

/** A program that does part of what goroutop does, ready to run, or why it is not. */
export type Peer =
	| {readonly name: PeerName; readonly command: string; readonly version: string}
	| {readonly name: PeerName; readonly missing: string};

export type Peers = Readonly<Record<PeerName, Peer>>;

const modules = {
	roumon: 'github.com/becheran/roumon',
	grmon: 'github.com/bcicen/grmon',
	pp: 'github.com/maruel/panicparse/v2/cmd/pp',
	gops: 'github.com/google/gops',
} as const;

let found: Promise<Peers> | undefined;

/** Builds what Go can build, in a folder of its own, and looks for the others on the PATH; once for all benchmarks. */
export function findPeers(say: (line: string) => void): Promise<Peers> {
	found ??= find(say);
	return found;
}

async function find(say: (line: string) => void): Promise<Peers> {
	say('peers: building what the Go module proxy has');
	const folder = path.join(tmpdir(), 'goroutop-bench-bin');
	await mkdir(folder, {recursive: true});
	const installed = async (name: keyof typeof modules) => installModule(name, folder);
	return {
		roumon: await installed('roumon'),
		grmon: await installed('grmon'),
		pp: await installed('pp'),
		gops: await installed('gops'),
		pprof: await buildPprof(folder),
		htop: await onPath('htop'),
		btop: await onPath('btop'),
	};
}

async function installModule(name: keyof typeof modules, folder: string): Promise<Peer> {
	const toolchain = await pathGo();
	if ('missing' in toolchain) return {name, missing: toolchain.missing};
	const command = path.join(folder, name);
	try {
		if (!existsSync(command)) {
			await run(toolchain.command, ['install', `${modules[name]}@latest`], {
				env: {...goEnvironment(toolchain), GOBIN: folder},
				timeout: 240_000,
			});
		}
		const {stdout} = await run(toolchain.command, ['version', '-m', command]);
		return {name, command, version: /^\tmod\t\S+\t(\S+)/mu.exec(stdout)?.[1] ?? 'of unknown version'};
	} catch (error) {
		return {name, missing: `go install ${modules[name]}@latest: ${reasonOf(error)}`};
	}
}

/** The program behind `go tool pprof`, without the time that `go` takes to find it. */
async function buildPprof(folder: string): Promise<Peer> {
	const toolchain = await pathGo();
	if ('missing' in toolchain) return {name: 'pprof', missing: toolchain.missing};
	const command = path.join(folder, `pprof-${toolchain.version}`);
	try {
		if (!existsSync(command)) {
			await run(toolchain.command, ['build', '-o', command, 'cmd/pprof'], {
				cwd: tmpdir(),
				env: goEnvironment(toolchain),
				timeout: 240_000,
			});
		}
		return {name: 'pprof', command, version: toolchain.version};
	} catch (error) {
		return {name: 'pprof', missing: `go build cmd/pprof: ${reasonOf(error)}`};
	}
}

async function onPath(name: 'htop' | 'btop'): Promise<Peer> {
	try {
		const {stdout} = await run(name, ['--version']);
		return {name, command: name, version: /\d+(?:\.\d+)+/u.exec(stdout)?.[0] ?? 'of unknown version'};
	} catch {
		return {name, missing: `there is no ${name} on the PATH`};
	}
}

/** The proxy's own words, when it is the proxy that refuses. */
function reasonOf(error: unknown): string {
	const refusal = /https?:\/\/\S+: (\d{3} [\w ]+)/u.exec((error as {readonly stderr?: string}).stderr ?? '');
	return refusal === null ? lastLine(error) : `the module proxy answers ${refusal[1]}`;
}

/** One line on each, for the tables. */
export function peerNotes(peers: Peers, names: readonly PeerName[]): readonly string[] {
	const chosen = names.map(name => peers[name]);
	const versions = chosen.flatMap(peer =>
		'missing' in peer ? [] : [`${titleOf(peer.name)} ${peer.version}`],
	);
	return [
		...(versions.length === 0 ? [] : [`Peers: ${versions.join(', ')}.`]),
		...chosen.flatMap(peer =>
			'missing' in peer ? [`NOT HERE: ${titleOf(peer.name)} (${peer.missing}).`] : [],
		),
	];
}

export const titleOf = (name: PeerName): string =>
	({pp: 'panicparse', pprof: 'go tool pprof'})[name as 'pp' | 'pprof'] ?? name;
