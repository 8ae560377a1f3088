import type {Comparison, Findings} from './benchmark.ts';
import {isBusy, type MachineLoad} from './machine-load.ts';
import {busyNote, type Circumstances, goalsTable, machine, notesList, table} from './report.ts';

/** All that was compared, in one table, and all that was wanted, in another: what the README shows. */
export function summary(
	findings: readonly (Findings & {readonly loads: MachineLoad})[],
	circumstances: Circumstances,
	loads: MachineLoad,
): string {
	const notes = findings.flatMap(found => found.notes);
	const peers = notes.flatMap(note => /^Peers: (.*)\.$/.exec(note)?.[1]?.split(', ') ?? []);
	const parts = [
		`## Beside its peers\n\nMeasured in one run of \`npm run bench\`: ${[machine(circumstances, loads), ...new Set(peers)].join(', ')}.`,
		comparisonsTable(findings.flatMap(({comparisons = []}) => comparisons)),
		goalsTable(findings),
		notesList([
			...(isBusy(loads) ? [busyNote] : []),
			...new Set(notes.filter(note => /^(NOT |A STAND-IN)/.test(note))),
		]),
	];
	return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

/** A figure is one row, with all who have it. */
function comparisonsTable(comparisons: readonly Comparison[]): string {
	const byWhat = Map.groupBy(comparisons, ({what}) => what);
	return table(
		['', 'goroutop', 'others', 'goroutop takes'],
		[...byWhat].map(([what, same]) => {
			const peers = same.flatMap(({peer}) => (peer === undefined ? [] : [peer]));
			return [
				what,
				same[0]?.own ?? '',
				peers.map(({name, theirs}) => `${name}: ${theirs}`).join('<br>'),
				peers.map(({ratio}) => ratio).join('<br>'),
			];
		}),
	);
}
