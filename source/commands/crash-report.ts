/** What is printed on the normal screen when goroutop itself is at fault. */
export function crashReport(error: unknown, version: string): string {
	const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return `goroutop ${version} crashed. This is a bug in goroutop, not in the program it watched; please report it with these lines:\n${what}\n`;
}
