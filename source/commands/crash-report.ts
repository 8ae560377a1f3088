import {safeText} from '../profile/safe-text.ts';

/** What is printed on the normal screen when goroutop itself is at fault. The error may quote what a target sent. */
export function crashReport(error: unknown, version: string): string {
	const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
	const lines = what.split('\n').map(safeText).join('\n');
	return `goroutop ${version} crashed. This is a bug in goroutop, not in the program it watched; please report it with these lines:\n${lines}\n`;
}
