import {rm} from 'node:fs/promises';
import type {Bytes, Count, Milliseconds, Seconds} from '../source/profile/units.ts';
import {type Benchmark, byEffort, fixed, ratioInWords, wait} from './benchmark.ts';
import {bytesPerSecond} from './cost-report.ts';
import {buildGoProgram} from './go-program.ts';
import {type GoTarget, scratchFolder, startGoTarget} from './go-target.ts';
import {findPeers, type Peers, peerNotes} from './peers.ts';
import {median} from './statistics.ts';
import {timed} from './timed.ts';

/** What looking once took. */
type Look = {
	readonly name: string;
	readonly targetCpuSeconds: readonly Seconds[];
	readonly worstGapMilliseconds: readonly Milliseconds[];
	/** Undefined where they go over another port. */
	readonly carriedBytes: Bytes | undefined;
	readonly milliseconds: readonly Milliseconds[];
};

type Command = {
	readonly name: string;
	readonly words: readonly string[];
	readonly isOnWatchedPort: boolean;
};

const goroutines: Count = 10_000;
/** For the collection that follows a look. */
const afterwardsMilliseconds: Milliseconds = 700;

export const oneLook: Benchmark = {
	name: 'one-look',
	about: 'What one look takes from a Go program with 10,000 parked goroutines in 20 stacks',
	run: async ({effort, say}) => {
		const peers = await findPeers(say);
		const {gops} = peers;
		const goProgram = await buildGoProgram('missing' in gops ? undefined : gops.version);
		if (typeof goProgram !== 'string') {
			return {columns: [], rows: [], goals: [], notes: [`NOT RUN: ${goProgram.missing}.`], raw: undefined};
		}
		const rounds = byEffort(effort, 1, 3, 11);
		const target = await startGoTarget(goProgram, {goroutines});
		try {
			await wait(2000);
			const looks = await measureLooks(commandsFor(target, peers), target, rounds, say);
			const own = looks.find(({name}) => name === ownRequest);
			return {
				columns: ['one look by', 'CPU of the target', 'worst gap', 'over the wire', 'time to the answer'],
				rows: looks.map(look => [
					look.name,
					`${fixed(median(look.targetCpuSeconds) * 1000, 1)} ms`,
					`${fixed(median(look.worstGapMilliseconds), 1)} ms`,
					look.carriedBytes === undefined
						? 'other port'
						: bytesPerSecond(look.carriedBytes).replace('/s', ''),
					`${fixed(median(look.milliseconds), 0)} ms`,
				]),
				goals: [],
				comparisons: looks
					.filter(look => look !== own)
					.flatMap(look =>
						own === undefined
							? []
							: [
									{
										what: `CPU of the target for one look, ${goroutines.toLocaleString('en')} goroutines`,
										own: `${fixed(median(own.targetCpuSeconds) * 1000, 1)} ms`,
										peer: {
											name: look.name,
											theirs: `${fixed(median(look.targetCpuSeconds) * 1000, 1)} ms`,
											ratio: ratioInWords(median(own.targetCpuSeconds), median(look.targetCpuSeconds)),
										},
									},
								],
					),
				notes: [
					...peerNotes(peers, ['gops', 'pprof']),
					`Medians of ${rounds} rounds, one of each in turn. ${ownRequest}: the request that goroutop makes of the goroutine profile, by curl.`,
					'gops stats tells four numbers, and no stack.',
				],
				raw: looks,
			};
		} finally {
			await target.stop();
			await rm(scratchFolder, {recursive: true, force: true});
		}
	},
};

const ownRequest = 'goroutine profile';

function commandsFor({address, processId}: GoTarget, {gops, pprof}: Peers): readonly Command[] {
	const url = `http://${address}/debug/pprof/goroutine`;
	const command = (name: string, words: readonly string[], isOnWatchedPort = true) => ({
		name,
		words,
		isOnWatchedPort,
	});
	const withGops = (what: string) =>
		'missing' in gops
			? []
			: [
					command(
						`gops ${what}`,
						['env', `GOPS_CONFIG_DIR=${scratchFolder}`, gops.command, what, String(processId)],
						false,
					),
				];
	return [
		command(ownRequest, ['curl', '-s', url]),
		...('missing' in pprof
			? []
			: [
					// It keeps what it fetches: not in the home of the person.
					command('go tool pprof -top', [
						'env',
						`PPROF_TMPDIR=${scratchFolder}`,
						'go',
						'tool',
						'pprof',
						'-top',
						url,
					]),
				]),
		...withGops('stats'),
		...withGops('stack'),
		command('goroutine?debug=2', ['curl', '-s', `${url}?debug=2`]),
	];
}

async function measureLooks(
	commands: readonly Command[],
	target: GoTarget,
	rounds: Count,
	say: (line: string) => void,
): Promise<readonly Look[]> {
	const looks = commands.map(({name, isOnWatchedPort}) => ({
		name,
		targetCpuSeconds: [] as Seconds[],
		worstGapMilliseconds: [] as Milliseconds[],
		carriedBytes: isOnWatchedPort ? 0 : undefined,
		milliseconds: [] as Milliseconds[],
	}));
	for (let round = 1; round <= rounds; round += 1) {
		say(`one-look: round ${round} of ${rounds}`);
		for (const [index, {words}] of commands.entries()) {
			const look = looks[index];
			if (look === undefined) continue;
			// CPU and gaps need looks of their own: the meter of gaps takes more CPU than a look.
			const plain = await lookOnce(words, target.measure);
			look.targetCpuSeconds.push(plain.window.cpuSeconds);
			look.milliseconds.push(plain.milliseconds);
			if (look.carriedBytes !== undefined) look.carriedBytes = plain.window.carriedBytes;
			const {window} = await lookOnce(words, target.measureGaps);
			look.worstGapMilliseconds.push(Math.max(...window.keys()) / 10);
		}
	}
	return looks;
}

/** Looks, and goes on measuring until what the look left behind is collected. */
async function lookOnce<Found>(words: readonly string[], measure: (end: Promise<unknown>) => Promise<Found>) {
	const looking = wait(100).then(() => timed(words));
	const window = await measure(looking.then(() => wait(afterwardsMilliseconds)));
	const {milliseconds} = await looking;
	return {milliseconds, window};
}
