import type {Plugin} from 'esbuild';

export type ReplacedFile = {
	readonly packageName: string;
	readonly version: string;
	readonly file: string;
	readonly why: string;
	readonly replacements: readonly {readonly find: string; readonly replace: string}[];
};

/** The text of a file after its replacements. Throws when a text to replace does not occur exactly once. */
export function replaceTexts(text: string, replacedFile: ReplacedFile): string;

/** An esbuild plugin that replaces texts in files of installed packages and resolves `bundle-runtime/…`. */
export function replaceTextsPlugin(replacedFiles: readonly ReplacedFile[]): Plugin;
