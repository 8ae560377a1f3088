import type {Frame} from '../profile/frame.ts';
import {baseName, shortFunctionName} from '../profile/function-name.ts';
import {
	formatBytes,
	formatCount,
	formatDelayRate,
	formatDuration,
	formatRate,
	formatShare,
} from '../profile/quantity.ts';
import type {Site} from '../profile/site.ts';
import type {Bytes, Count, Fraction, Nanoseconds} from '../profile/units.ts';
import type {Evidence} from './detector.ts';

/** `worker.(*Pool).dispatch pool.go:88` */
export function placeOf(site: Site): string {
	return site.place === '' ? site.name : `${site.name} ${site.place}`;
}

/** `1 place`, `12 places` */
export function counted(count: Count, noun: string): string {
	return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `worker.(*Pool).start pool.go:31` */
export function framePlace({functionName, file, line}: Frame): string {
	const name = shortFunctionName(functionName);
	return file === '' ? name : `${name} ${baseName(file)}:${line}`;
}

/** `unit` in the plural, as it stands in the report; the text has it in the right number. */
export function countEvidence(name: string, value: Count, unit: string): Evidence {
	return {name, value, unit, text: `${formatCount(value)} ${value === 1 ? singular(unit) : unit}`};
}

function singular(unit: string): string {
	return unit.endsWith('ies') ? `${unit.slice(0, -3)}y` : unit.replace(/s$/u, '');
}

/** The first of a long list, and `and 3 more` in a row of its own: a list that just ends reads as whole. */
export function firstOf(evidence: readonly Evidence[], shown: Count, isCut = false): readonly Evidence[] {
	const rest = evidence.length - shown;
	const last = evidence[shown];
	const text = `and ${isCut ? 'at least ' : ''}${formatCount(rest)} more`;
	return last === undefined
		? evidence
		: [...evidence.slice(0, shown), {name: last.name, value: rest, unit: '', text}];
}

/** `value` per second or minute, as `unit` says: `contentions/s`. */
export function rateEvidence(name: string, value: number, unit: string): Evidence {
	return {name, value, unit, text: `${formatRate(value)} ${unit}`};
}

export function shareEvidence(name: string, value: Fraction): Evidence {
	return {name, value, unit: 'of 1', text: formatShare(value)};
}

export function delayRateEvidence(name: string, nanosecondsPerSecond: Nanoseconds): Evidence {
	return {name, value: nanosecondsPerSecond / 1e9, unit: 's/s', text: formatDelayRate(nanosecondsPerSecond)};
}

export function durationEvidence(name: string, nanoseconds: Nanoseconds): Evidence {
	return {name, value: nanoseconds / 1e9, unit: 's', text: formatDuration(nanoseconds)};
}

export function bytesEvidence(name: string, value: Bytes): Evidence {
	return {name, value, unit: 'bytes', text: formatBytes(value)};
}
