import type {DependencyRule} from './dependency-table.ts';
import type {Frame, Stack} from './frame.ts';
import {type FrameMeaning, meaningOf} from './frame-meaning.ts';

/** What the frames say from the wait out to the first of the person's own code, which is where the reason for it begins. */
export type InnerFrames = {
	/** From the innermost on; all of the stack where no code on it is the person's own. */
	readonly meanings: readonly FrameMeaning[];
	/** Index of the function that waits: the first that is no part of the wait itself. */
	readonly waitsItself: number;
	readonly dependency: {readonly rule: DependencyRule; readonly frame: Frame} | undefined;
	/** The outermost call that takes no context. */
	readonly contextFree: Frame | undefined;
	readonly sleep: Frame | undefined;
	readonly isLocked: boolean;
	readonly isSending: boolean;
	readonly readsNetwork: boolean;
};

export function readInnerFrames(stack: Stack, ownRoot: string | undefined): InnerFrames {
	const meanings: FrameMeaning[] = [];
	let waitsItself = -1;
	let dependency: InnerFrames['dependency'];
	let contextFree: Frame | undefined;
	let sleep: Frame | undefined;
	let isLocked = false;
	let isSending = false;
	let readsNetwork = false;
	for (const frame of stack) {
		const meaning = meaningOf(frame, ownRoot);
		if (meaning.origin === 'own' && !meaning.passesOn) {
			break;
		}

		if (waitsItself === -1) {
			isLocked ||= meaning.isLock;
			isSending ||= meaning.isSend;
			sleep = meaning.isSleep ? frame : sleep;
			waitsItself = meaning.isPrimitive ? -1 : meanings.length;
		}

		readsNetwork ||= meaning.isNetRead;
		contextFree = meaning.isContextFree ? frame : contextFree;
		const rule = meaning.dependency;
		const counts =
			rule !== undefined && (!rule.isDirect || waitsItself === -1 || waitsItself === meanings.length);
		if (counts && rule.weight > (dependency?.rule.weight ?? 0)) {
			dependency = {rule, frame};
		}

		meanings.push(meaning);
	}

	return {
		meanings,
		waitsItself: waitsItself === -1 ? meanings.length : waitsItself,
		dependency,
		contextFree,
		sleep,
		isLocked,
		isSending,
		readsNetwork,
	};
}
