import type {Bytes} from '../source/profile/units.ts';
import {atMost, type Comparison, fixed, type Goal, ratioInWords} from './benchmark.ts';
import type {DecodeResult} from './decode.ts';
import {median, pairedRatio} from './statistics.ts';
import type {Timed} from './timed.ts';

export const decodeColumns = ['', 'program', 'median ms', 'least to most', 'memory', 'kept'];

/** How much of the peer's time and of the input is wanted at most. */
const profileShare = 0.5;
const dumpShare = 1;
const keptShare = 0.1;

const megabytes = (bytes: Bytes): string => `${fixed(bytes / 1e6, bytes < 9.95e6 ? 1 : 0)} MB`;
const timesOf = (runs: readonly Timed[]) => runs.map(({milliseconds}) => milliseconds);
const peaksOf = (runs: readonly Timed[]) => runs.map(({peakBytes}) => peakBytes);
const firstOf = ({alone}: DecodeResult) => alone.map(({firstMilliseconds}) => firstMilliseconds);
const laterOf = ({alone}: DecodeResult) => alone.map(({laterMilliseconds}) => median(laterMilliseconds));
const keptOf = ({alone}: DecodeResult) => median(alone.map(({retainedBytes}) => retainedBytes));
const inputOf = ({alone}: DecodeResult) => alone[0]?.inputBytes ?? Number.NaN;

const range = (values: readonly number[]): string =>
	`${fixed(Math.min(...values), 0)} to ${fixed(Math.max(...values), 0)}`;

export const decodeRows = (results: readonly DecodeResult[]): readonly (readonly string[])[] =>
	results.flatMap(result => {
		const {title, fileBytes, check, peers} = result;
		const times = (values: readonly number[]) => [fixed(median(values), 0), range(values)];
		const program = (name: string, runs: readonly Timed[]) => [
			title,
			name,
			...times(timesOf(runs)),
			megabytes(median(peaksOf(runs))),
			'',
		];
		const kept = `${megabytes(keptOf(result))} of ${megabytes(inputOf(result))} (file: ${megabytes(fileBytes)})`;
		return [
			[title, 'goroutop, decoding alone, first', ...times(firstOf(result)), '', kept],
			[title, 'goroutop, decoding alone, later', ...times(laterOf(result)), '', ''],
			program('goroutop check --once', check),
			...peers.map(({name, runs}) => program(name, runs)),
		];
	});

export const decodeGoals = (results: readonly DecodeResult[]): readonly Goal[] =>
	results.flatMap(result => {
		const {title, kind, peers} = result;
		const [peer] = peers;
		const share = kind === 'dump' ? dumpShare : profileShare;
		const than = peer?.name ?? (kind === 'dump' ? 'panicparse' : 'go tool pprof -top');
		const ratioTo = (own: readonly number[]) =>
			peer === undefined ? Number.NaN : pairedRatio(own, timesOf(peer.runs));
		const first = ratioTo(firstOf(result));
		const later = ratioTo(laterOf(result));
		const keptFraction = keptOf(result) / inputOf(result);
		return [
			atMost(
				`${title}: decoded, the first time in a process, in at most ${share} of the time of ${than}`,
				first,
				share,
				fixed(first, 2),
			),
			atMost(`${title}: the same, the times after that`, later, share, fixed(later, 2)),
			...(kind === 'dump'
				? [
						atMost(
							`${title}: keeps at most a tenth of the input`,
							keptFraction,
							keptShare,
							`${fixed(keptFraction * 100, 1)} %`,
						),
					]
				: []),
		];
	});

export const decodeComparisons = (results: readonly DecodeResult[]): readonly Comparison[] =>
	results.flatMap(result =>
		result.peers.flatMap(({name, runs}) => {
			const compare = (
				what: string,
				own: readonly number[],
				theirs: readonly number[],
				show: (value: number) => string,
			): Comparison => ({
				what: `${result.title}: ${what}`,
				own: show(median(own)),
				peer: {name, theirs: show(median(theirs)), ratio: ratioInWords(pairedRatio(own, theirs), 1)},
			});
			const milliseconds = (value: number) => `${fixed(value, 0)} ms`;
			return [
				compare('decoding alone, first', firstOf(result), timesOf(runs), milliseconds),
				compare('decoding alone, later', laterOf(result), timesOf(runs), milliseconds),
				compare('the whole program', timesOf(result.check), timesOf(runs), milliseconds),
				compare('the whole program, memory', peaksOf(result.check), peaksOf(runs), megabytes),
			];
		}),
	);
