import {blockProfilingIsOn} from '../decode/block-probe.ts';
import {decodeDump} from '../decode/dump.ts';
import {decodeIndexPage} from '../decode/index-page.ts';
import {decodeMemoryStats} from '../decode/memory-stats.ts';
import {decodeMetrics} from '../decode/metrics.ts';
import {decodeMutexHeader} from '../decode/mutex-header.ts';
import {decodeProfile} from '../decode/pprof.ts';
import {contentionIndexes, goroutineCountIndex, heapIndexes, valueIndex} from '../decode/sample-types.ts';
import {
	type ContentionProfile,
	type ContentionSnapshot,
	groupContention,
} from '../profile/contention-snapshot.ts';
import type {Decoded} from '../profile/decoded.ts';
import type {DumpSnapshot} from '../profile/dump-snapshot.ts';
import type {FileEvidence} from '../profile/file-evidence.ts';
import {type GoroutineSnapshot, groupGoroutines} from '../profile/goroutine-snapshot.ts';
import {groupDump} from '../profile/group-dump.ts';
import {groupHeap} from '../profile/group-heap.ts';
import type {HeapSnapshot} from '../profile/heap-snapshot.ts';
import type {IndexPage} from '../profile/index-page.ts';
import type {LeakSnapshot} from '../profile/leak-snapshot.ts';
import type {MemoryStats} from '../profile/memory-stats.ts';
import {learnOwnRoot} from '../profile/origin.ts';
import type {Profile} from '../profile/profile.ts';
import type {RuntimeMetrics} from '../profile/runtime-metrics.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Bytes, Count} from '../profile/units.ts';
import {digestFile} from './digest-file.ts';
import {createDigestMemory, type DigestMemory} from './digest-memory.ts';
import {type EndpointName, heapTailBytes} from './endpoint.ts';

/**
 * Where the people's own code lives on the machine that built the target; `undefined` when no stack told. It decides
 * which frame is a site, so it is settled once per watch: sites would change their identity with it.
 */
export type OwnRoot = {readonly folder: string | undefined};

/** A body to be read, by the endpoint it is from; `file` is a saved one, which can be any of them. */
export type DigestRequest = {
	readonly kind: EndpointName | 'file';
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
	| {readonly kind: 'metrics'; readonly metrics: RuntimeMetrics}
	| {readonly kind: 'heap-profile'; readonly snapshot: HeapSnapshot}
	| {readonly kind: 'dump'; readonly snapshot: DumpSnapshot}
	| {readonly kind: 'leaks'; readonly snapshot: LeakSnapshot}
	| {readonly kind: 'file'; readonly evidence: FileEvidence};

/** What an endpoint's body makes: anything but a saved file. */
export type EndpointDigest = Exclude<Digest, {readonly kind: 'file'}>;

/** As `mutex?debug=1` has its three lines at the beginning. */
const mutexHeadBytes: Bytes = 4096;

/** Turns a body into what a session keeps of it, a fraction of the profile it comes from. */
export function digest(
	{kind, bytes, ownRoot}: DigestRequest,
	memory = createDigestMemory(),
): Decoded<Digest> {
	switch (kind) {
		case 'index': {
			return mapped(decodeIndexPage(textOf(bytes)), index => ({kind, index}));
		}

		case 'goroutine': {
			return digestGoroutines(bytes, ownRoot, memory);
		}

		case 'block':
		case 'mutex': {
			return digestContention(bytes, kind, ownRoot, memory);
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

		case 'heap-profile': {
			return digestHeap(bytes, ownRoot);
		}

		case 'dump': {
			return digestDump(bytes, ownRoot);
		}

		case 'leaks': {
			return digestLeaks(bytes, ownRoot);
		}

		case 'file': {
			return mapped(digestFile(bytes, ownRoot?.folder), evidence => ({kind, evidence}));
		}
	}
}

function textOf(bytes: Uint8Array): string {
	return new TextDecoder().decode(bytes);
}

function digestGoroutines(
	bytes: Uint8Array,
	settled: OwnRoot | undefined,
	memory: DigestMemory,
): Decoded<Digest> {
	const decoded = decodeProfile(bytes, memory.interned);
	if (decoded.ok && goroutineCountIndex(decoded.value) !== 0) {
		return otherKind(decoded.value);
	}

	if (decoded.ok && decoded.value.samples.length === 0) {
		return {ok: false, reason: 'a goroutine profile without a goroutine, and no process has none'};
	}

	return mapped(decoded, profile => {
		const ownRoot = settled ?? {folder: learnOwnRoot(profile.samples.map(sample => sample.stack))};
		const {executable, buildId} = profile;
		const snapshot = groupGoroutines(profile, ownRoot.folder, memory.stackReader(ownRoot));
		return {kind: 'goroutine', snapshot, ownRoot, executable, buildId};
	});
}

function digestContention(
	bytes: Uint8Array,
	kind: ContentionProfile,
	ownRoot: OwnRoot | undefined,
	memory: DigestMemory,
): Decoded<Digest> {
	const decoded = decodeProfile(bytes, memory.interned);
	if (decoded.ok) {
		const indexes = contentionIndexes(decoded.value);
		if (indexes?.contentions !== 0 || indexes.delayNanoseconds !== 1) {
			return otherKind(decoded.value);
		}
	}

	return mapped(decoded, profile => ({
		kind,
		snapshot: groupContention(profile, kind, ownRoot?.folder, memory.stackReader(ownRoot)),
	}));
}

function digestHeap(bytes: Uint8Array, ownRoot: OwnRoot | undefined): Decoded<Digest> {
	const decoded = decodeProfile(bytes);
	return decoded.ok && heapIndexes(decoded.value) === undefined
		? otherKind(decoded.value)
		: mapped(decoded, profile => ({kind: 'heap-profile', snapshot: groupHeap(profile, ownRoot?.folder)}));
}

function digestDump(bytes: Uint8Array, ownRoot: OwnRoot | undefined): Decoded<Digest> {
	const decoded = decodeDump(bytes);
	// CockroachDB's Go sends a profile for some values of debug.
	return !decoded.ok && decodeProfile(bytes).ok
		? {
				ok: false,
				reason: 'a profile in protobuf, not the text of a dump: its Go answers debug=2 in its own way',
			}
		: mapped(decoded, dump => ({kind: 'dump', snapshot: groupDump(dump, ownRoot?.folder)}));
}

function digestLeaks(bytes: Uint8Array, ownRoot: OwnRoot | undefined): Decoded<Digest> {
	const decoded = decodeProfile(bytes);
	if (decoded.ok && valueIndex(decoded.value, 'goroutineleak', 'count') !== 0) {
		return otherKind(decoded.value);
	}

	return mapped(decoded, profile => {
		// A main goroutine parked in `select {}` comes as a record without frames: nothing can be said of it.
		const samples = profile.samples.filter(({stack}) => stack.length > 0);
		const {total, sites} = groupGoroutines({...profile, samples}, ownRoot?.folder);
		return {kind: 'leaks', snapshot: {total, sites}};
	});
}

function mapped<From>(decoded: Decoded<From>, map: (value: From) => Digest): Decoded<Digest> {
	return decoded.ok ? {...decoded, value: map(decoded.value)} : decoded;
}

function otherKind(profile: Profile): Decoded<never> {
	const types = profile.sampleTypes.map(({type, unit}) => `${type}/${unit}`).join(', ');
	return {ok: false, reason: `a profile of something else (${safeText(types.slice(0, 80))})`};
}
