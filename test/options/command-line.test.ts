import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readArguments} from '../../source/options/arguments.ts';
import {readCommandLine} from '../../source/options/command-line.ts';

const word = fc.oneof(
	fc.string(),
	fc.constantFrom('demo', '6060', '007', '1e3', '', '--json', '-', '-x', '--'),
);

test('reads words alone as it reads them among flags', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(word, {maxLength: 4}), async argv => {
			expect(await readCommandLine(argv)).toEqual(readArguments(argv));
		}),
		{numRuns: 500},
	);
});
