import type {DumpedGoroutine} from '../profile/dump.ts';
import type {Label} from '../profile/profile.ts';
import type {Count} from '../profile/units.ts';
import {maxWaitMinutes} from './bounds.ts';
import {type Scanned, scanLabelSet, scanQuotedPair} from './dump-labels.ts';

/** The first line of a goroutine in a dump, and how many of its remarks were not understood. */
export type DumpHeader = Pick<
	DumpedGoroutine,
	'id' | 'state' | 'waitMinutes' | 'flags' | 'bubble' | 'labels'
> & {readonly unknownRemarks: Count};

type Flag = DumpedGoroutine['flags'][number];
type Remarks = {
	readonly flags: Flag[];
	readonly labels: Label[];
	waitMinutes: Count | undefined;
	bubble: Count | undefined;
	unknown: Count;
};

/** `gp=0xc000002380 m=0 mp=0x5f3a80` is there in crashes and with GOTRACEBACK=system. */
const openingPattern = /^goroutine (\d{1,15})(?: [a-z]+=\w+)* \[/;
const remarkPattern = /[^,\]]*/y;
/** From the last the runtime prints to the first. */
const trailingFlags = ['durable', 'scan', 'leaked'] as const;
const labelsOpening = ' labels:{';

/**
 * Reads `goroutine 7 [select, 2 minutes, locked to thread]:` in every dialect of Go 1.19 to 1.27 (goroutineheader in
 * runtime/traceback.go): labels stand inside the bracket in Go 1.26 and in CockroachDB's Go, behind it since Go 1.27.
 * Undefined when the line is something else.
 */
export function dumpHeader(line: string): DumpHeader | undefined {
	const opening = openingPattern.exec(line);
	if (opening === null) return undefined;
	const remarks: Remarks = {flags: [], labels: [], waitMinutes: undefined, bubble: undefined, unknown: 0};
	const stateText = scanRemark(line, opening[0].length);
	const state = withoutFlags(stateText.value, remarks.flags);
	const bracketEnd = scanRemarks(line, stateText.end, remarks);
	if (bracketEnd === undefined) return undefined;
	const end = line.startsWith(' {', bracketEnd)
		? scanLabels(scanLabelSet(line, bracketEnd + 2), remarks)
		: bracketEnd;
	if (end === undefined || line[end] !== ':' || line.length !== end + 1) return undefined;
	const {flags, labels, waitMinutes, bubble, unknown} = remarks;
	return {id: Number(opening[1]), state, waitMinutes, flags, bubble, labels, unknownRemarks: unknown};
}

/** Scans from behind the state to behind the closing bracket. */
function scanRemarks(line: string, start: number, remarks: Remarks): number | undefined {
	let offset: number | undefined = start;
	while (offset !== undefined) {
		if (line[offset] === ']') return offset + 1;
		if (line.startsWith(labelsOpening, offset)) {
			offset = scanLabels(scanLabelSet(line, offset + labelsOpening.length), remarks);
		} else if (line.startsWith(', "', offset)) {
			const pair = scanQuotedPair(line, offset + 2);
			offset = scanLabels(pair && {value: [pair.value], end: pair.end}, remarks);
		} else if (line.startsWith(', ', offset)) {
			const remark = scanRemark(line, offset + 2);
			note(remark.value, remarks);
			offset = remark.end;
		} else {
			return undefined;
		}
	}
	return undefined;
}

function scanLabels(labels: Scanned<readonly Label[]> | undefined, remarks: Remarks): number | undefined {
	if (labels !== undefined) remarks.labels.push(...labels.value);
	return labels?.end;
}

function scanRemark(line: string, start: number): Scanned<string> {
	remarkPattern.lastIndex = start;
	const text = remarkPattern.exec(line)?.[0] ?? '';
	const labelsAt = text.indexOf(labelsOpening);
	const value = labelsAt === -1 ? text : text.slice(0, labelsAt);
	return {value, end: start + value.length};
}

function note(remark: string, remarks: Remarks): void {
	const minutes = /^(\d{1,15}) minutes$/.exec(remark)?.[1];
	const bubble = /^synctest (?:bubble|group) (\d{1,15})$/.exec(remark)?.[1];
	if (minutes !== undefined) remarks.waitMinutes = Math.min(Number(minutes), maxWaitMinutes);
	else if (bubble !== undefined) remarks.bubble = Number(bubble);
	else if (remark === 'locked to thread') remarks.flags.push(remark);
	else remarks.unknown += 1;
}

/** `(nil chan)` and `(no cases)` are part of the wait reason; these are states of the goroutine beside it. */
function withoutFlags(text: string, flags: Flag[]): string {
	let state = text;
	for (const flag of trailingFlags) {
		const suffix = ` (${flag})`;
		if (!state.endsWith(suffix)) continue;
		state = state.slice(0, -suffix.length);
		flags.unshift(flag);
	}
	return state;
}
