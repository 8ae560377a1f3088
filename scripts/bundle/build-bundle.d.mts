import type {Metafile} from 'esbuild';
import type {ReplacedFile} from './replace-texts.mjs';

/**
 * Builds dist/: the program as one ES module without imports, the demo recording and the licences of what is inside.
 * Rejects when the code does not build or a text to replace in a package is not as expected.
 */
export function buildBundle(options?: {
	readonly entryPoint?: string;
	readonly outputFolder?: string;
	/** Code for the top of the bundle; when left out, the version check and the small heap of Node. */
	readonly top?: string;
	/** Texts to replace beside those of every bundle. */
	readonly moreReplacedFiles?: readonly ReplacedFile[];
}): Promise<Metafile>;
