import type {DumpWaiter} from '../profile/dump-snapshot.ts';

/** Whether a goroutine is the program's first one. */
export function isOnMain({number, wait: {stack}}: DumpWaiter): boolean {
	return number === 1 || stack.at(-1)?.functionName === 'main.main';
}

/** main.main itself waits, for a signal or for everything else to end. */
export function isParkedMain({wait: {stack, site}}: DumpWaiter): boolean {
	return stack.at(-1)?.functionName === 'main.main' && site.frame.functionName === 'main.main';
}
