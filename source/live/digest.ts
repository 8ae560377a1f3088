import {blockProfilingIsOn} from '../decode/block-probe.ts';
import {decodeIndexPage} from '../decode/index-page.ts';
import {decodeMemoryStats} from '../decode/memory-stats.ts';
import {decodeMetrics} from '../decode/metrics.ts';
import {decodeMutexHeader} from '../decode/mutex-header.ts';
import {decodeProfile} from '../decode/pprof.ts';
import {contentionIndexes, goroutineCountIndex} from '../decode/sample-types.ts';
import {
	type ContentionProfile,
	type ContentionSnapshot,
	groupContention,
} from '../profile/contention-snapshot.ts';
import type {Decoded} from '../profile/decoded.ts';
import {type GoroutineSnapshot, groupGoroutines} from '../profile/goroutine-snapshot.ts';
import type {IndexPage} from '../profile/index-page.ts';
import type {MemoryStats} from '../profile/memory-stats.ts';
import {learnOwnRoot} from '../profile/origin.ts';
import type {Profile} from '../profile/profile.ts';
import type {RuntimeMetrics} from '../profile/runtime-metrics.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Bytes, Count} from '../profile/units.ts';
import type {EndpointName} from './endpoint.ts';

/**
 * Where the people's own code lives on the machine that built the target; `undefined` when no stack told. It decides
 * which frame is a site, so it is settled once per watch: sites would change their identity with it.
 */
export type OwnRoot = {readonly folder: string | undefined};

/** A body to be read, by the endpoint it is from. */
export type DigestRequest = {
	readonly kind: EndpointName;
	/** Inflated. */
	readonly bytes: Uint8Array;
	/** Undefined before it is settled: a goroutine profile then settles it. */
	readonly ownRoot: OwnRoot | undefined;
};

/** What is made of a body. `executable` and `buildId` are what the profile says of its process. */
export type Digest =
	| {readonly kind: 'index'; readonly index: IndexPage}
	| {
			readonly kind: 'goroutine';
			readonly snapshot: GoroutineSnapshot;
			readonly ownRoot: OwnRoot;
			readonly executable: string | undefined;
			readonly buildId: string | undefined;
	  }
	| {readonly kind: ContentionProfile; readonly snapshot: ContentionSnapshot}
	| {readonly kind: 'mutex-header'; readonly samplingPeriod: Count}
	| {readonly kind: 'block-probe'; readonly isOn: boolean}
	| {readonly kind: 'heap'; readonly stats: MemoryStats}
	| {readonly kind: 'metrics'; readonly metrics: RuntimeMetrics};

/** `heap?debug=1` can be megabytes of records; the statistics are in its last 8 KiB, and the rest is never looked at. */
const heapTailBytes: Bytes = 64 * 1024;
/** As `mutex?debug=1` has its three lines at the beginning. */
const mutexHeadBytes: Bytes = 4096;

/** Turns a body into what a session keeps of it, a fraction of the profile it comes from. */
export function digest({kind, bytes, ownRoot}: DigestRequest): Decoded<Digest> {
	switch (kind) {
		case 'index': {
			return mapped(decodeIndexPage(textOf(bytes)), index => ({kind, index}));
		}

		case 'goroutine': {
			return digestGoroutines(bytes, ownRoot);
		}

		case 'block':
		case 'mutex': {
			return digestContention(bytes, kind, ownRoot);
		}

		case 'mutex-header': {
			const decoded = decodeMutexHeader(textOf(bytes.subarray(0, mutexHeadBytes)));
			return mapped(decoded, ({samplingPeriod}) => ({kind, samplingPeriod}));
		}

		case 'block-probe': {
			return mapped(decodeProfile(bytes), profile => ({kind, isOn: blockProfilingIsOn(profile)}));
		}

		case 'heap': {
			return mapped(decodeMemoryStats(textOf(bytes.subarray(-heapTailBytes))), stats => ({kind, stats}));
		}

		case 'metrics': {
			return mapped(decodeMetrics(textOf(bytes)), metrics => ({kind, metrics}));
		}
	}
}

function textOf(bytes: Uint8Array): string {
	return new TextDecoder().decode(bytes);
}

function digestGoroutines(bytes: Uint8Array, settled: OwnRoot | undefined): Decoded<Digest> {
	const decoded = decodeProfile(bytes);
	if (decoded.ok && goroutineCountIndex(decoded.value) !== 0) {
		return otherKind(decoded.value);
	}

	return mapped(decoded, profile => {
		const ownRoot = settled ?? {folder: learnOwnRoot(profile.samples.map(sample => sample.stack))};
		const {executable, buildId} = profile;
		const snapshot = groupGoroutines(profile, ownRoot.folder);
		return {kind: 'goroutine', snapshot, ownRoot, executable, buildId};
	});
}

function digestContention(
	bytes: Uint8Array,
	kind: ContentionProfile,
	ownRoot: OwnRoot | undefined,
): Decoded<Digest> {
	const decoded = decodeProfile(bytes);
	if (decoded.ok) {
		const indexes = contentionIndexes(decoded.value);
		if (indexes?.contentions !== 0 || indexes.delayNanoseconds !== 1) {
			return otherKind(decoded.value);
		}
	}

	return mapped(decoded, profile => ({kind, snapshot: groupContention(profile, kind, ownRoot?.folder)}));
}

function mapped<From>(decoded: Decoded<From>, map: (value: From) => Digest): Decoded<Digest> {
	return decoded.ok ? {...decoded, value: map(decoded.value)} : decoded;
}

function otherKind(profile: Profile): Decoded<never> {
	const types = profile.sampleTypes.map(({type, unit}) => `${type}/${unit}`).join(', ');
	return {ok: false, reason: `a profile of something else (${safeText(types.slice(0, 80))})`};
}
