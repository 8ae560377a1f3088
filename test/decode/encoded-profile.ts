import {Function as FunctionEntry, Profile, StringTable} from 'pprof-format';

type Call = readonly [functionName: string, line: number];
export type ProfileDrawing = {
	readonly sampleTypes?: readonly (readonly [type: string, unit: string])[];
	/** Each location is a list of calls, innermost inlined one first; an empty list has only its address. */
	readonly locations: readonly (readonly Call[])[];
	readonly samples: readonly {
		readonly at: readonly number[];
		readonly values: readonly (number | bigint)[];
		readonly labels?: readonly (readonly [key: string, value: string | number])[];
	}[];
	readonly takenAtNanoseconds?: bigint;
};

const firstAddress = 0x43b000;

/** Encodes a profile; location n (from 0) has id n + 1 and the address 0x43b000 + n. */
export function encodedProfile(drawing: ProfileDrawing): Uint8Array {
	const strings = new StringTable();
	const functions = [...new Set(drawing.locations.flat().map(([name]) => name))];
	return new Profile({
		stringTable: strings,
		sampleType: (drawing.sampleTypes ?? [['goroutine', 'count']]).map(([type, unit]) => ({
			type: strings.dedup(type),
			unit: strings.dedup(unit),
		})),
		function: functions.map((name, index) => {
			return new FunctionEntry({
				id: index + 1,
				name: strings.dedup(name),
				filename: strings.dedup(`/src/${name}.go`),
			});
		}),
		location: drawing.locations.map((calls, index) => ({
			id: index + 1,
			address: firstAddress + index,
			line: calls.map(([name, line]) => ({functionId: functions.indexOf(name) + 1, line})),
		})),
		sample: drawing.samples.map(({at, values, labels = []}) => ({
			locationId: at.map(index => index + 1),
			value: [...values],
			label: labels.map(([key, value]) => ({
				key: strings.dedup(key),
				...(typeof value === 'number' ? {num: value} : {str: strings.dedup(value)}),
			})),
		})),
		timeNanos: drawing.takenAtNanoseconds ?? 0,
		period: 1,
	}).encode();
}
