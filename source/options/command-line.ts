import type {Arguments} from './arguments.ts';
import type {Problem} from './problem.ts';

/** What `readArguments` makes of the command line, which is loaded only for flags: most have none, and it takes 10 ms. */
export async function readCommandLine(argv: readonly string[]): Promise<Arguments | Problem> {
	if (!argv.some(word => word.startsWith('-'))) {
		return {kind: 'arguments', words: argv, givens: [], asks: undefined};
	}

	const {readArguments} = await import('./arguments.ts');
	return readArguments(argv);
}
