import {type Location, type Label as PprofLabel, Profile as PprofProfile, type Sample} from 'pprof-format';
import type {Decoded} from '../profile/decoded.ts';
import type {Frame} from '../profile/frame.ts';
import type {Label, Profile, ProfileSample} from '../profile/profile.ts';
import {nanosecondsPerMillisecond} from '../profile/units.ts';
import {describedBytes} from './described.ts';
import {addressText, signedNumber, unsignedNumber, type WireInteger} from './int64.ts';
import {wireFault} from './wire.ts';

/** A sample may name one location with many inlined lines over and over: stacks end once they outgrow the input. */
const maxFramesPerInputByte = 8;
const noLabels: readonly Label[] = [];

/**
 * Decodes the protobuf of a pprof profile, already gunzipped. Frames are shared between samples. Skipped are samples
 * whose values do not match the sample types, locations and strings that are referred to but missing (the frame is
 * then left out, or named by its address), and frames beyond what the input can account for. Samples without a stack
 * stay when they have a value, as threadcreate's do.
 */
export function decodeProfile(bytes: Uint8Array): Decoded<Profile> {
	const fault = bytes.length === 0 ? 'is empty' : wireFault(bytes);
	if (fault !== undefined) return refusal(bytes, fault);
	let profile: PprofProfile;
	try {
		profile = PprofProfile.decode(bytes);
	} catch {
		return refusal(bytes, 'cannot be read');
	}
	if (profile.stringTable.strings[0] !== '' || profile.sampleType.length === 0) {
		return refusal(bytes, 'names no sample types');
	}
	return resolved(profile, bytes.length * maxFramesPerInputByte);
}

function refusal(bytes: Uint8Array, fault: string): Decoded<Profile> {
	return {ok: false, reason: describedBytes(bytes) ?? `not a pprof profile: it ${fault}`};
}

type KnownFunction = {readonly functionName: string; readonly file: string};
type Names = {readonly strings: readonly string[]; missing: number};

function resolved(profile: PprofProfile, maxFrames: number): Decoded<Profile> {
	const names: Names = {strings: profile.stringTable.strings, missing: 0};
	const framesByLocation = framesOf(profile, names);
	const samples: ProfileSample[] = [];
	const width = profile.sampleType.length;
	let frameBudget = maxFrames;
	let skipped = 0;
	for (const sample of profile.sample) {
		const values = sample.value.map(signedNumber);
		if (values.length !== width) {
			skipped += 1;
			continue;
		}
		const {stack, lost} = stackOf(sample, framesByLocation, frameBudget);
		frameBudget -= stack.length;
		skipped += lost;
		if (sample.locationId.length === 0 && values.every(value => value === 0)) continue;
		const labels = sample.label.length === 0 ? noLabels : sample.label.map(label => labelOf(label, names));
		samples.push({stack, values, labels});
	}
	const takenAtNanoseconds = signedNumber(profile.timeNanos);
	const mapping = profile.mapping[0];
	const value: Profile = {
		sampleTypes: profile.sampleType.map(({type, unit}) => ({
			type: text(names, type),
			unit: text(names, unit),
		})),
		samples,
		takenAtUnixMilliseconds:
			takenAtNanoseconds > 0 ? takenAtNanoseconds / nanosecondsPerMillisecond : undefined,
		durationNanoseconds: Math.max(0, signedNumber(profile.durationNanos)),
		period: signedNumber(profile.period),
		executable: (mapping && text(names, mapping.filename)) || undefined,
		buildId: (mapping && text(names, mapping.buildId)) || undefined,
	};
	return {ok: true, value, skipped: skipped + names.missing};
}

function stackOf(
	sample: Sample,
	framesByLocation: ReadonlyMap<number, readonly Frame[]>,
	frameBudget: number,
): {readonly stack: readonly Frame[]; readonly lost: number} {
	const stack: Frame[] = [];
	let lost = 0;
	for (const id of sample.locationId) {
		const frames = framesByLocation.get(unsignedNumber(id));
		if (frames === undefined || stack.length + frames.length > frameBudget) lost += 1;
		else for (const frame of frames) stack.push(frame);
	}
	return {stack, lost};
}

function framesOf(profile: PprofProfile, names: Names): ReadonlyMap<number, readonly Frame[]> {
	const functions = new Map<number, KnownFunction>();
	for (const entry of profile.function) {
		const functionName = text(names, entry.name);
		functions.set(unsignedNumber(entry.id), {functionName, file: text(names, entry.filename)});
	}
	const framesByLocation = new Map<number, readonly Frame[]>();
	for (const location of profile.location) {
		framesByLocation.set(unsignedNumber(location.id), framesAt(location, functions, names));
	}
	return framesByLocation;
}

/** One frame per inlined call, innermost first; a location without any is named by its address. */
function framesAt(
	location: Location,
	functions: ReadonlyMap<number, KnownFunction>,
	names: Names,
): readonly Frame[] {
	const address = addressText(location.address);
	if (location.line.length === 0) return [{functionName: address, file: '', line: 0}];
	return location.line.map(entry => {
		const known = functions.get(unsignedNumber(entry.functionId));
		if (known === undefined) names.missing += 1;
		return {
			functionName: known?.functionName || address,
			file: known?.file ?? '',
			line: Math.max(0, signedNumber(entry.line)),
		};
	});
}

function labelOf(label: PprofLabel, names: Names): Label {
	const isNumber = unsignedNumber(label.str) === 0;
	return {
		key: text(names, label.key),
		value: isNumber ? String(signedNumber(label.num)) : text(names, label.str),
	};
}

function text(names: Names, index: WireInteger): string {
	const string = names.strings[unsignedNumber(index)];
	if (string === undefined) names.missing += 1;
	return string ?? '';
}
