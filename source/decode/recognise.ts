import type {Decoded} from '../profile/decoded.ts';
import type {Dump} from '../profile/dump.ts';
import type {EvidenceKind} from '../profile/file-evidence.ts';
import type {Profile} from '../profile/profile.ts';
import {safeText} from '../profile/safe-text.ts';
import {waitKindOf} from '../profile/wait-kind.ts';
import {describedBytes} from './described.ts';
import {decodeDump} from './dump.ts';
import {decodeProfile} from './pprof.ts';
import {contentionIndexes, goroutineCountIndex, heapIndexes, valueIndex} from './sample-types.ts';
import {textFormReason} from './text-form.ts';
import {utf8Bytes} from './utf8-bytes.ts';

export type Recognised =
	| {readonly kind: 'dump'; readonly dump: Dump}
	| {readonly kind: Exclude<EvidenceKind, 'dump'>; readonly profile: Profile};

/** What a file can be that goroutop judges, to complete a sentence on one that is something else. */
const judged = 'goroutop judges goroutine dumps and goroutine, goroutineleak, block, mutex and heap profiles';

/**
 * Finds out what a saved file holds, by its bytes alone (already gunzipped): a profile in protobuf, or a dump of
 * goroutines, also in the middle of a log or in UTF-16. The reason for anything else says what it is and what to do.
 */
export function recognise(file: Uint8Array): Decoded<Recognised> {
	const bytes = utf8Bytes(file);
	const profile = decodeProfile(bytes);
	if (profile.ok) {
		return recognisedProfile(profile.value, profile.skipped);
	}

	const dump = decodeDump(bytes);
	if (dump.ok) {
		return {ok: true, value: {kind: 'dump', dump: dump.value}, skipped: dump.skipped};
	}

	const textReason = textFormReason(bytes);
	if (textReason !== undefined) {
		return {ok: false, reason: textReason};
	}

	const described = describedBytes(bytes);
	return {
		ok: false,
		reason: described === undefined ? `${profile.reason}; ${judged}` : `${described}; ${judged}`,
	};
}

function recognisedProfile(profile: Profile, skipped: number): Decoded<Recognised> {
	const kind = kindOf(profile);
	return kind === undefined
		? {ok: false, reason: otherProfile(profile)}
		: {ok: true, value: {kind, profile}, skipped};
}

function kindOf(profile: Profile): Exclude<EvidenceKind, 'dump'> | undefined {
	if (goroutineCountIndex(profile) === 0) {
		return valueIndex(profile, 'goroutineleak', 'count') === 0 ? 'goroutineleak' : 'goroutine';
	}

	const indexes = contentionIndexes(profile);
	if (indexes?.contentions === 0 && indexes.delayNanoseconds === 1) {
		return isMutexProfile(profile) ? 'mutex' : 'block';
	}

	return heapIndexes(profile) === undefined ? undefined : 'heap';
}

/** Both have the same sample types; but a mutex profile has the stacks of who releases, a block profile of who waits. */
function isMutexProfile({samples}: Profile): boolean {
	const releasing = samples.filter(({stack}) => ['unlock', 'runtime lock'].includes(waitKindOf(stack)));
	return releasing.length > samples.length / 2;
}

function otherProfile(profile: Profile): string {
	const names = profile.sampleTypes.map(({type, unit}) => `${type}/${unit}`);
	const what =
		names.includes('cpu/nanoseconds') || names.includes('samples/count')
			? 'a CPU profile, which shows what runs and not what waits'
			: names[0] === 'threadcreate/count'
				? 'a threadcreate profile, which shows where threads were made'
				: `a profile of something else (${safeText(names.join(', ').slice(0, 80))})`;
	return `${what}; ${judged}`;
}
