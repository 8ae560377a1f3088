import type {FileEvidence} from '../profile/file-evidence.ts';
import {formatBytes, formatCount, formatDuration} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';

/** A file that was judged, under the name that the person gave it; `timeFrom` says whose clock its time is of. */
export type JudgedFile = {
	readonly name: string;
	readonly evidence: FileEvidence;
	readonly timeFrom: 'profile' | 'file' | 'reading';
};

/** What was judged, and what files like these cannot tell: one sentence each. */
export function evidenceNotes(files: readonly JudgedFile[]): readonly string[] {
	const notes = [
		...files.map(({name, evidence}) => `${safeText(name)} holds ${contents(evidence)}.`),
		...files.flatMap(ownNotes),
		...files.flatMap(({evidence}) => kindNotes(evidence, isAlone(evidence, files))),
	];
	return [...new Set(notes)];
}

function isAlone({kind, durationNanoseconds}: FileEvidence, files: readonly JudgedFile[]): boolean {
	return durationNanoseconds === 0 && files.filter(({evidence}) => evidence.kind === kind).length === 1;
}

function contents(evidence: FileEvidence): string {
	switch (evidence.kind) {
		case 'dump': {
			const {total, waiterCount} = evidence.dump;
			return `a dump of ${goroutinesText(total)}, ${formatCount(waiterCount)} of them waiting`;
		}

		case 'goroutine': {
			return `a profile of ${goroutinesText(evidence.goroutines.total)}`;
		}

		case 'goroutineleak': {
			return `the runtime's own leak profile with ${goroutinesText(evidence.goroutines.total)}`;
		}

		case 'block':
		case 'mutex': {
			const {contentions, delayNanoseconds} = evidence.contention;
			const {kind, durationNanoseconds} = evidence;
			const over = durationNanoseconds > 0 ? ` over ${formatDuration(durationNanoseconds)}` : '';
			return isEmpty(evidence)
				? `a block or mutex profile${over} without any record`
				: `a ${kind} profile${over}: ${formatCount(contentions)} ${kind === 'block' ? 'waits' : 'contentions'}, ${formatDuration(delayNanoseconds)} of delay`;
		}

		case 'heap': {
			return `a heap profile with ${formatBytes(evidence.heap.inuseBytes)} live`;
		}
	}
}

function goroutinesText(count: number): string {
	return `${formatCount(count)} ${count === 1 ? 'goroutine' : 'goroutines'}`;
}

/** Without stacks nothing tells the one from the other. */
function isEmpty(evidence: FileEvidence): boolean {
	return (evidence.kind === 'block' || evidence.kind === 'mutex') && evidence.contention.contentions === 0;
}

function ownNotes({name, evidence, timeFrom}: JudgedFile): readonly string[] {
	const shown = safeText(name);
	return [
		...(evidence.kind === 'dump' && evidence.dump.isCut
			? [`${shown} is cut off: there were more goroutines than these.`]
			: []),
		...placesNote(shown, evidence),
		...(isEmpty(evidence)
			? ['Profiling is off in the program, or nothing waited: a profile without a record cannot tell which.']
			: []),
		...(timeFrom === 'profile'
			? []
			: timeFrom === 'file'
				? [
						`${shown} does not say when it was taken: times are as if that was when the file was last written.`,
					]
				: [`${shown} does not say when it was taken: times are as if that was now.`]),
	];
}

/** A program has some thousand places at most, a hostile or generated one as many as goroutines. */
function placesNote(shown: string, evidence: FileEvidence): readonly string[] {
	if (!('goroutines' in evidence)) {
		return [];
	}

	const {sites, siteCount} = evidence.goroutines;
	return siteCount > sites.length
		? [
				`${shown} has goroutines at ${formatCount(siteCount)} places: the ${formatCount(sites.length)} with most of them were judged, and some hundreds of a kind are named; the others are only counted.`,
			]
		: [];
}

function kindNotes(evidence: FileEvidence, isAlone: boolean): readonly string[] {
	const {kind} = evidence;
	switch (kind) {
		case 'dump': {
			return [
				'The runtime counts how long a goroutine waits in whole minutes from a collection on: no time shown does not mean a short wait.',
				...(isAlone
					? [
							'One dump cannot tell growth or lock delay: name a second one (--once a --once b), or watch it live.',
						]
					: []),
			];
		}

		case 'goroutine': {
			return [
				'A goroutine profile cannot tell how long anybody waits or who waits for whom: a dump (goroutine?debug=2) can.',
				...(isAlone ? ['One profile cannot tell growth: only watching does.'] : []),
			];
		}

		case 'goroutineleak': {
			return [
				'A leak profile counts leaked goroutines only, and does not find those that a global variable still reaches.',
			];
		}

		case 'block':
		case 'mutex': {
			return isAlone && !isEmpty(evidence)
				? [
						`A ${kind} profile counts from the start of the process, so that one alone has no rate: name a second one taken some time later (--once a --once b), or fetch ${kind}?seconds=30.`,
					]
				: [];
		}

		case 'heap': {
			return ['A heap profile is judged only beside what a watch sees; here it warns of nothing.'];
		}
	}
}
