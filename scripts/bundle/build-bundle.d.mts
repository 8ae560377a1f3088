import type {Metafile} from 'esbuild';

/**
 * Builds dist/: the program as one ES module without imports, the demo recording and the licences of what is inside.
 * Rejects when the code does not build or a text to replace in a package is not as expected.
 */
export function buildBundle(options?: {
	readonly entryPoint?: string;
	readonly outputFolder?: string;
}): Promise<Metafile>;
