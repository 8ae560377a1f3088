import type {Frame, Stack} from './frame.ts';
import {type FrameMeaning, meaningOf} from './frame-meaning.ts';
import {isServingLibrary} from './idle-table.ts';
import type {InnerFrames} from './inner-frames.ts';
import {readerKindOf} from './reader-name.ts';
import type {DependencyKind} from './wait-context.ts';

const framesOfAReader = 3;
const answered: ReadonlySet<DependencyKind> = new Set(['http response', 'http body']);

/** Whether a goroutine waits by design, for as long as nothing happens. `isServing`: it is inside a request's handler. */
export function isIdle(
	stack: Stack,
	inner: InnerFrames,
	isServing: boolean,
	ownRoot: string | undefined,
): boolean {
	if (stack.length === 0 || inner.isLocked) {
		return false;
	}

	const entry = entryOf(stack, ownRoot);
	if (isKnownToIdle(stack, inner, entry) || (!isServing && isStream(inner))) {
		return true;
	}

	const started = stack[entry];
	const meaning = started === undefined ? undefined : meaningOf(started, ownRoot);
	const isTheirs = inner.meanings.length === stack.length && !inner.isSending;
	return (
		(isTheirs && meaning !== undefined && isServingLibrary(meaning.path)) ||
		(!isServing && meaning !== undefined && isDedicatedReader(stack, inner, meaning, ownRoot))
	);
}

function isKnownToIdle(stack: Stack, inner: InnerFrames, entry: number): boolean {
	let isRuntime = inner.meanings.length === stack.length;
	for (let index = 0; index < inner.meanings.length; index++) {
		const meaning = inner.meanings[index];
		isRuntime &&= meaning?.isRuntime === true;
		if (
			meaning?.idle === 'always' ||
			(meaning?.idle === 'itself' && index === inner.waitsItself) ||
			(meaning?.idle === 'reading' && isPlainRead(inner)) ||
			(meaning?.idle === 'entry' && index === entry)
		) {
			return true;
		}
	}

	return isRuntime;
}

/** The next message of a gRPC stream comes when there is one; inside a request's handler it is part of an answer. */
function isStream({meanings}: InnerFrames): boolean {
	let receives = false;
	for (const {grpc} of meanings) {
		receives ||= grpc === 'receive';
		if (grpc === 'unary') {
			return false;
		}
	}

	return receives;
}

function isPlainRead({readsNetwork, dependency}: InnerFrames): boolean {
	return readsNetwork && (dependency?.rule.weight ?? 0) <= 1;
}

/** Started to take in what arrives, and doing nothing else: few functions, none of a client that asked for an answer. */
function isDedicatedReader(
	stack: Stack,
	inner: InnerFrames,
	{name, origin}: FrameMeaning,
	ownRoot: string | undefined,
): boolean {
	const isPlain = isPlainRead(inner);
	const isAnswer = inner.dependency !== undefined && answered.has(inner.dependency.rule.kind);
	if ((!isPlain && !isAnswer) || (origin !== 'own' && origin !== 'library')) {
		return false;
	}

	const theirs = stack.filter(frame => isPeoples(frame, ownRoot));
	// Started through a function of the people's own, the loop is called a few frames further in.
	const names = isPlain ? theirs.map(frame => meaningOf(frame, ownRoot).name) : [name];
	const isReader = names.some(each => {
		const kind = readerKindOf(each);
		return isPlain ? kind !== undefined : kind === 'listener';
	});
	return isReader && theirs.length <= framesOfAReader;
}

function isPeoples(frame: Frame, ownRoot: string | undefined): boolean {
	const {origin, isStarter} = meaningOf(frame, ownRoot);
	return (origin === 'own' || origin === 'library') && !isStarter;
}

/** Index of the function the goroutine was started for. */
function entryOf(stack: Stack, ownRoot: string | undefined): number {
	let entry = stack.length - 1;
	for (let frame = stack[entry]; entry > 0 && frame !== undefined; frame = stack[entry]) {
		if (!meaningOf(frame, ownRoot).isStarter) {
			break;
		}

		entry--;
	}

	return entry;
}
