import type {Frame, Stack} from './frame.ts';
import {meaningOf} from './frame-meaning.ts';

// A server's own function is where its goroutine began, but for a closure or two.
const outermostFrames = 4;

/**
 * The person's function that serves a request: the first of their own that the server calls, or, where it hands the
 * request on (middleware), the one that the last handing-on calls. Undefined outside of servers.
 */
export function handlerOf(stack: Stack, ownRoot: string | undefined): Frame | undefined {
	let server = stack.length - 1;
	while (server >= 0 && !isServer(stack[server], ownRoot)) {
		server = server > stack.length - outermostFrames ? server - 1 : -1;
	}

	let handler: Frame | undefined;
	let isGenerated = false;
	let wasHandedOn = true;
	for (let index = server - 1; index >= 0; index--) {
		const frame = stack[index];
		const meaning = frame === undefined ? undefined : meaningOf(frame, ownRoot);
		const isBetter = handler === undefined || isGenerated || wasHandedOn || meaning?.handsOn === true;
		if (meaning?.origin === 'own' && isBetter && !(meaning.isGenerated && handler !== undefined)) {
			handler = frame;
			isGenerated = meaning.isGenerated;
		}

		// A ServeHTTP of the person's own is the handler itself, whatever it calls.
		wasHandedOn = meaning?.handsOn === true && (meaning.origin !== 'own' || meaning.isGenerated);
	}

	return handler;
}

function isServer(frame: Frame | undefined, ownRoot: string | undefined): boolean {
	return frame !== undefined && meaningOf(frame, ownRoot).isServer;
}
