import {Label as PprofLabel, Profile as PprofProfile} from 'pprof-format';
import type {Decoded} from '../profile/decoded.ts';
import type {Frame} from '../profile/frame.ts';
import type {Label, Profile, ProfileSample} from '../profile/profile.ts';
import {nanosecondsPerMillisecond} from '../profile/units.ts';
import {maxSampleLabels, maxStackFrames} from './bounds.ts';
import {describedBytes} from './described.ts';
import {addToHash, emptyHash} from './hash.ts';
import {signedNumber, unsignedNumber, type WireInteger} from './int64.ts';
import {createInterned, type Interned} from './interned.ts';
import {createLocationTable, type LocationTable} from './location-table.ts';
import {createNames, type Names} from './profile-names.ts';
import {type ProfileParts, partsOf, type Spans} from './profile-parts.ts';
import {cursorAt, readField, readSigned, readUnsigned} from './varint.ts';
import {wireFault} from './wire.ts';

/** A sample may name one location with many inlined lines over and over: stacks end once they outgrow the input. */
const maxFramesPerInputByte = 8;
const noLabels: readonly Label[] = [];

/**
 * Decodes the protobuf of a pprof profile, already gunzipped. Frames and stacks are shared between samples, and with all
 * profiles that were decoded with the same `interned`. Skipped are samples
 * whose values do not match the sample types, locations and strings that are referred to but missing (the frame is
 * then left out, or named by its address), and frames and labels beyond what the input, or one stack, can account for. Samples without a stack
 * stay when they have a value, as threadcreate's do.
 *
 * pprof-format reads the head of the profile and the labels. What comes by the thousand (samples, locations, functions,
 * strings) is read in place: an object and a copy of the bytes for each of their fields took ten times as long.
 */
export function decodeProfile(bytes: Uint8Array, interned = createInterned()): Decoded<Profile> {
	const fault = bytes.length === 0 ? 'is empty' : wireFault(bytes);
	if (fault !== undefined) return refusal(bytes, fault);
	interned.begin();
	const parts = partsOf(bytes);
	const names = createNames(bytes, parts.strings, interned);
	const head = PprofProfile.decode(parts.head);
	if (names.count === 0 || names.text(0) !== '' || head.sampleType.length === 0) {
		return refusal(bytes, 'names no sample types');
	}
	return resolved(bytes, parts, names, head, interned);
}

function refusal(bytes: Uint8Array, fault: string): Decoded<Profile> {
	return {ok: false, reason: describedBytes(bytes) ?? `not a pprof profile: it ${fault}`};
}

function resolved(
	bytes: Uint8Array,
	parts: ProfileParts,
	names: Names,
	head: PprofProfile,
	interned: Interned,
): Decoded<Profile> {
	const locations = createLocationTable(bytes, parts, names, interned);
	const samples: ProfileSample[] = [];
	const width = head.sampleType.length;
	let frameBudget = bytes.length * maxFramesPerInputByte;
	let skipped = 0;
	const source = {bytes, spans: parts.samples, locations, names, interned, frames: [], values: []};
	for (let at = 0; at < parts.samples.length; at += 2) {
		const {stack, values, labels, lost} = readSample(source, at, frameBudget);
		// Those that are skipped have been read as well.
		frameBudget -= stack.length;
		if (values.length !== width) {
			skipped += 1;
			continue;
		}
		skipped += lost;
		if (stack.length === 0 && lost === 0 && values.every(value => value === 0)) continue;
		samples.push({stack, values, labels});
	}
	const text = (index: WireInteger) => names.text(unsignedNumber(index));
	const takenAtNanoseconds = signedNumber(head.timeNanos);
	const mapping = head.mapping[0];
	const value: Profile = {
		sampleTypes: head.sampleType.map(({type, unit}) => ({type: text(type), unit: text(unit)})),
		samples,
		takenAtUnixMilliseconds:
			takenAtNanoseconds > 0 ? takenAtNanoseconds / nanosecondsPerMillisecond : undefined,
		durationNanoseconds: Math.max(0, signedNumber(head.durationNanos)),
		period: signedNumber(head.period),
		executable: (mapping && text(mapping.filename)) || undefined,
		buildId: (mapping && text(mapping.buildId)) || undefined,
	};
	return {ok: true, value, skipped: skipped + locations.missing() + names.missing()};
}

type SampleSource = {
	readonly bytes: Uint8Array;
	readonly spans: Spans;
	readonly locations: LocationTable;
	readonly names: Names;
	readonly interned: Interned;
	/** Room for the frames and values of one sample, used again for the next: a list made empty gives its room away. */
	readonly frames: Frame[];
	readonly values: number[];
};

function readSample(
	{bytes, spans, locations, names, interned, frames, values}: SampleSource,
	at: number,
	frameBudget: number,
): ProfileSample & {readonly lost: number} {
	let depth = 0;
	let width = 0;
	let hash = emptyHash;
	const cursor = cursorAt(bytes, spans[at] ?? 0);
	const end = spans[at + 1] ?? 0;
	const mostFrames = Math.min(frameBudget, maxStackFrames);
	let labels: Label[] | undefined;
	let lost = 0;
	while (cursor.offset < end) {
		const field = readField(cursor);
		if (field === 1) {
			while (cursor.offset < cursor.fieldEnd) {
				const known = locations.frames(readUnsigned(cursor));
				if (known === undefined || depth + known.frames.length > mostFrames) {
					lost += 1;
				} else {
					for (let call = 0; call < known.frames.length; call += 1) {
						frames[depth] = known.frames[call] as Frame;
						depth += 1;
					}
					hash = addToHash(hash, known.hash);
				}
			}
		} else if (field === 2) {
			while (cursor.offset < cursor.fieldEnd) {
				values[width] = readSigned(cursor);
				width += 1;
			}
		} else if (field === 3) {
			labels ??= [];
			if (labels.length >= maxSampleLabels) lost += 1;
			else labels.push(labelOf(PprofLabel.decode(bytes.subarray(cursor.offset, cursor.fieldEnd)), names));
		}
		cursor.offset = cursor.fieldEnd;
	}
	return {
		stack: interned.stack(frames, hash, depth),
		values: values.slice(0, width),
		labels: labels ?? noLabels,
		lost,
	};
}

function labelOf(label: PprofLabel, names: Names): Label {
	const isNumber = unsignedNumber(label.str) === 0;
	return {
		key: names.text(unsignedNumber(label.key)),
		value: isNumber ? String(signedNumber(label.num)) : names.text(unsignedNumber(label.str)),
	};
}
