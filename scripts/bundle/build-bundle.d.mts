import type {Metafile} from 'esbuild';
import type {ReplacedFile} from './replace-texts.mjs';

/**
 * Builds dist/: the program as cli.js and the parts that it loads, the demo recording and the licences of what is inside.
 * Rejects when the code does not build or a text to replace in a package is not as expected.
 */
export function buildBundle(options?: {
	readonly entryPoint?: string;
	readonly outputFolder?: string;
	/** All in cli.js, without parts. */
	readonly isOneFile?: boolean;
	/** Code for the top of cli.js; when left out, the check of Node's version. */
	readonly top?: string;
	/** Texts to replace beside those of every bundle. */
	readonly moreReplacedFiles?: readonly ReplacedFile[];
}): Promise<Metafile>;
