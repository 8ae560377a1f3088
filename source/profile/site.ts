import type {Frame, Stack} from './frame.ts';
import {baseName, shortFunctionName, withoutTypeArguments} from './function-name.ts';
import {type Origin, originOf} from './origin.ts';
import {createWaitKindReader, type WaitKind} from './wait-kind.ts';

declare const siteKeyBrand: unique symbol;
/** What makes two waits the same place: function, file, line and kind of wait. Not an address: those change per build. */
export type SiteKey = string & {readonly [siteKeyBrand]: true};

/**
 * The unit people talk about: the first frame of their own code on the way up from the blocking operation. Where a
 * stack has no own code, the outermost frame of a library, or of the standard library.
 */
export type Site = {
	readonly key: SiteKey;
	readonly kind: WaitKind;
	readonly frame: Frame;
	readonly origin: Origin;
	/** `worker.(*Pool).dispatch` */
	readonly name: string;
	/** `pool.go:88` */
	readonly place: string;
};

export function siteOf(stack: Stack, ownRoot: string | undefined): Site {
	return createSiteReader(ownRoot)(stack);
}

/** `siteOf` for many stacks that share frames, as those of one profile do: each frame is looked at once. */
export function createSiteReader(ownRoot: string | undefined): (stack: Stack) => Site {
	const readWaitKind = createWaitKindReader();
	const origins = new Map<Frame, Origin>();
	const sitesByKind = new Map<WaitKind, Map<Frame, Site>>();
	const readOrigin = (frame: Frame): Origin => {
		const origin = origins.get(frame) ?? originOf(frame, ownRoot);
		origins.set(frame, origin);
		return origin;
	};
	return stack => {
		const kind = readWaitKind(stack);
		const frame = siteFrame(stack, readOrigin);
		const sites = sitesByKind.get(kind) ?? new Map<Frame, Site>();
		const site = sites.get(frame) ?? newSite(frame, kind, readOrigin(frame));
		sites.set(frame, site);
		sitesByKind.set(kind, sites);
		return site;
	};
}

function newSite(frame: Frame, kind: WaitKind, origin: Origin): Site {
	const functionName = withoutTypeArguments(frame.functionName);
	return {
		key: `${functionName}\n${frame.file}:${frame.line}\n${kind}` as SiteKey,
		kind,
		frame,
		origin,
		name: shortFunctionName(functionName),
		place: frame.file === '' ? '' : `${baseName(frame.file)}:${frame.line}`,
	};
}

const unknownFrame: Frame = {functionName: '(no frames)', file: '', line: 0};

function siteFrame(stack: Stack, originOfFrame: (frame: Frame) => Origin): Frame {
	let outermost = unknownFrame;
	let outermostRank = -1;
	for (const frame of stack) {
		const origin = originOfFrame(frame);
		if (origin === 'own') {
			return frame;
		}

		// The outermost frame of the richest kind seen: library over standard over runtime.
		if (rank(origin) >= outermostRank) {
			outermost = frame;
			outermostRank = rank(origin);
		}
	}

	return outermost;
}

function rank(origin: Origin): number {
	return origin === 'library' ? 2 : origin === 'standard' ? 1 : 0;
}
