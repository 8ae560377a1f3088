import type {FileEvidence} from '../profile/file-evidence.ts';
import type {UnixMilliseconds} from '../profile/units.ts';

/** A file with what was found in it. `writtenAtUnixMilliseconds` is undefined for a pipe; `name` is fit for a terminal. */
export type ReadEvidence = {
	readonly name: string;
	readonly evidence: FileEvidence;
	readonly writtenAtUnixMilliseconds: UnixMilliseconds | undefined;
};

export type TimedFile<File extends ReadEvidence> = File & {
	readonly at: UnixMilliseconds;
	readonly timeFrom: 'profile' | 'file' | 'reading';
};

/**
 * Says when each file was taken, and puts them in that order. Profiles know it themselves; a dump does not, so that the
 * time at which its file was last written stands for it, and now for what came through a pipe. Nothing is assumed beyond
 * that: where it does not tell which of two came first, a sentence says so.
 */
export function withTimes<File extends ReadEvidence>(
	files: readonly File[],
	now: UnixMilliseconds,
):
	| {readonly ok: true; readonly files: readonly TimedFile<File>[]}
	| {readonly ok: false; readonly sentence: string} {
	const timed = files.map(file => withTime(file, now)).sort((a, b) => a.at - b.at);
	for (const [index, later] of timed.entries()) {
		const earlier = timed.slice(0, index).findLast(({evidence}) => evidence.kind === later.evidence.kind);
		const sentence = earlier && faultOf(earlier, later);
		if (sentence !== undefined) {
			return {ok: false, sentence};
		}
	}

	return {ok: true, files: timed};
}

function withTime<File extends ReadEvidence>(file: File, now: UnixMilliseconds): TimedFile<File> {
	const {evidence, writtenAtUnixMilliseconds} = file;
	if (evidence.takenAtUnixMilliseconds !== undefined) {
		return {...file, at: evidence.takenAtUnixMilliseconds, timeFrom: 'profile'};
	}

	return writtenAtUnixMilliseconds === undefined
		? {...file, at: now, timeFrom: 'reading'}
		: {...file, at: writtenAtUnixMilliseconds, timeFrom: 'file'};
}

function faultOf(earlier: TimedFile<ReadEvidence>, later: TimedFile<ReadEvidence>): string | undefined {
	const names = `${earlier.name} and ${later.name}`;
	if (earlier.evidence.durationNanoseconds > 0 || later.evidence.durationNanoseconds > 0) {
		return `${names} cannot be compared: a profile over some seconds (seconds=30) stands for itself; judge it alone.`;
	}

	if (earlier.at < later.at) {
		return undefined;
	}

	return later.timeFrom === 'profile'
		? `${names} were taken at the same moment: are they the same file?`
		: `${names} do not say when they were taken and were written at the same moment, so that nothing tells which came first; judge them one by one.`;
}
