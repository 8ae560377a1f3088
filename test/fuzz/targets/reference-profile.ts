import {Buffer} from 'node:buffer';
import {Profile as PprofProfile} from 'pprof-format';
import type {Frame} from '../../../source/profile/frame.ts';
import type {Profile} from '../../../source/profile/profile.ts';

type Wire = number | bigint;

/** What a profile says according to pprof-format alone, by the plainest code there is; undefined when it throws. */
export function referenceProfile(bytes: Uint8Array): Profile | undefined {
	let decoded: PprofProfile;
	try {
		decoded = PprofProfile.decode(bytes);
	} catch {
		return undefined;
	}
	const {strings} = decoded.stringTable;
	const text = (index: Wire) => strings[unsigned(index)] ?? '';
	const functions = new Map(decoded.function.map(entry => [unsigned(entry.id), entry]));
	const framesById = new Map(
		decoded.location.map(({id, address, line}): [number, readonly Frame[]] => {
			const unnamed = `0x${BigInt.asUintN(64, BigInt(address)).toString(16)}`;
			const frames = line.map(({functionId, line: number}) => {
				const known = functions.get(unsigned(functionId));
				const functionName = known === undefined ? '' : text(known.name);
				return {
					functionName: functionName === '' ? unnamed : functionName,
					file: known === undefined ? '' : text(known.filename),
					line: Math.max(0, signed(number)),
				};
			});
			return [unsigned(id), frames.length === 0 ? [{functionName: unnamed, file: '', line: 0}] : frames];
		}),
	);
	const width = decoded.sampleType.length;
	const samples = decoded.sample
		.map(({locationId, value, label}) => ({
			hasPlace: locationId.length > 0,
			stack: locationId.flatMap(id => framesById.get(unsigned(id)) ?? []),
			values: value.map(signed),
			labels: label.map(({key, str, num}) => ({
				key: text(key),
				value: unsigned(str) === 0 ? String(signed(num)) : text(str),
			})),
		}))
		.filter(({values}) => values.length === width)
		.filter(({hasPlace, values}) => hasPlace || values.some(value => value !== 0))
		.map(({hasPlace: _, ...sample}) => sample);
	const taken = signed(decoded.timeNanos);
	const [mapping] = decoded.mapping;
	return {
		sampleTypes: decoded.sampleType.map(({type, unit}) => ({type: text(type), unit: text(unit)})),
		samples,
		takenAtUnixMilliseconds: taken > 0 ? taken / 1e6 : undefined,
		durationNanoseconds: Math.max(0, signed(decoded.durationNanos)),
		period: signed(decoded.period),
		executable: (mapping && text(mapping.filename)) || undefined,
		buildId: (mapping && text(mapping.buildId)) || undefined,
	};
}

/** Of the profile's texts, in UTF-8; those that are none count for more than they take. */
export function longestTextBytes(bytes: Uint8Array): number {
	const {strings} = PprofProfile.decode(bytes).stringTable;
	return strings.reduce((longest, text) => Math.max(longest, Buffer.byteLength(text)), 0);
}

function signed(value: Wire): number {
	return Number(BigInt.asIntN(64, BigInt(value)));
}

function unsigned(value: Wire): number {
	return Number(BigInt.asUintN(64, BigInt(value)));
}
