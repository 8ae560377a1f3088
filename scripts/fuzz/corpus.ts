import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Finding} from './fuzz-loop.ts';

const root = path.join(import.meta.dirname, '../../test/fuzz/corpus');
/** What once went wrong stays, whatever code it reaches. */
const foundPrefix = 'found-';

export function readCorpus(targetName: string): readonly Uint8Array[] {
	const folder = path.join(root, targetName);
	return existsSync(folder)
		? readdirSync(folder).map(name => new Uint8Array(readFileSync(path.join(folder, name))))
		: [];
}

/** Puts the inputs in the place of those that were there; what went wrong once stays. */
export function writeCorpus(targetName: string, inputs: readonly Uint8Array[]): void {
	const folder = path.join(root, targetName);
	mkdirSync(folder, {recursive: true});
	for (const name of readdirSync(folder)) {
		if (!name.startsWith(foundPrefix)) rmSync(path.join(folder, name));
	}
	for (const input of inputs) writeFileSync(path.join(folder, digestOf(input)), input);
}

export function writeFinding(targetName: string, {input}: Pick<Finding, 'input'>): string {
	const file = path.join(root, targetName, `${foundPrefix}${digestOf(input)}`);
	mkdirSync(path.dirname(file), {recursive: true});
	writeFileSync(file, input);
	return path.relative(process.cwd(), file);
}

function digestOf(input: Uint8Array): string {
	return createHash('sha256').update(input).digest('hex').slice(0, 12);
}
