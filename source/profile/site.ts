import type {Frame, Stack} from './frame.ts';
import {baseName, shortFunctionName, withoutTypeArguments} from './function-name.ts';
import {type Origin, originOf} from './origin.ts';
import {type WaitKind, waitKindOf} from './wait-kind.ts';

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
	const kind = waitKindOf(stack);
	const {frame, origin} = siteFrame(stack, ownRoot);
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

function siteFrame(stack: Stack, ownRoot: string | undefined): {frame: Frame; origin: Origin} {
	let outermost: {frame: Frame; origin: Origin} | undefined;
	for (const frame of stack) {
		const origin = originOf(frame, ownRoot);
		if (origin === 'own') {
			return {frame, origin};
		}

		// The outermost frame of the richest kind seen: library over standard over runtime.
		if (outermost === undefined || rank(origin) >= rank(outermost.origin)) {
			outermost = {frame, origin};
		}
	}

	return outermost ?? {frame: unknownFrame, origin: 'runtime'};
}

function rank(origin: Origin): number {
	return origin === 'library' ? 2 : origin === 'standard' ? 1 : 0;
}
