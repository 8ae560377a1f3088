import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {labFolder} from './build.ts';

/** A line as profiles of the lab name it: the program is built with -trimpath. */
export type MarkedLine = {readonly file: string; readonly line: number};

/** Finds the line that ends in the comment `// MARKER`, as in `findMarker('LEAK HERE')`. Throws unless it is exactly one. */
export function findMarker(marker: string): MarkedLine {
	const found = readdirSync(labFolder)
		.filter(name => name.endsWith('.go'))
		.flatMap(name =>
			readFileSync(join(labFolder, name), 'utf8')
				.split('\n')
				.flatMap((text, index) =>
					text.endsWith(`// ${marker}`) ? [{file: `example.com/lab/${name}`, line: index + 1}] : [],
				),
		);
	const [only, ...others] = found;
	if (only === undefined || others.length > 0) {
		throw new Error(`${found.length} lines of the lab end in // ${marker}, not one.`);
	}
	return only;
}
