import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {labFolder} from './build.ts';

/** A line as profiles of the lab name it: the program is built with -trimpath. */
export type MarkedLine = {readonly file: string; readonly line: number};

let markers: ReadonlyMap<string, readonly MarkedLine[]> | undefined;

/** Finds the line that ends in the comment `// MARKER HERE`, as in `findMarker('LEAK')`. Throws unless it is exactly one. */
export function findMarker(marker: string): MarkedLine {
	markers ??= readMarkers();
	const found = markers.get(marker) ?? [];
	const [only, ...others] = found;
	if (only === undefined || others.length > 0) {
		throw new Error(`${found.length} lines of the lab end in // ${marker} HERE, not one.`);
	}
	return only;
}

function readMarkers(): ReadonlyMap<string, readonly MarkedLine[]> {
	const names = readdirSync(labFolder, {recursive: true, encoding: 'utf8'}).filter(name =>
		name.endsWith('.go'),
	);
	const marked = names.flatMap(name =>
		readFileSync(path.join(labFolder, name), 'utf8')
			.split('\n')
			.flatMap((text, index) => {
				const marker = /\/\/ (.+) HERE$/u.exec(text)?.[1];
				return marker === undefined
					? []
					: [{marker, place: {file: `example.com/lab/${name}`, line: index + 1}}];
			}),
	);
	return new Map(
		[...Map.groupBy(marked, ({marker}) => marker)].map(([marker, found]) => [
			marker,
			found.map(({place}) => place),
		]),
	);
}

/** The marked lines of the file that has `marker`. */
export function markersBeside(marker: string): readonly MarkedLine[] {
	const {file} = findMarker(marker);
	return [...(markers?.values() ?? [])].flat().filter(line => line.file === file);
}
