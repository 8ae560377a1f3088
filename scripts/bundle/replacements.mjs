/**
 * Texts of installed packages that the bundle replaces, each written for one version of its package. `find` must occur
 * exactly once in the file; anything else fails the build. Names starting with `bundle-runtime/` are files in
 * scripts/bundle/runtime.
 *
 * @typedef {{find: string, replace: string}} Replacement
 * @typedef {{packageName: string, version: string, file: string, why: string, replacements: Replacement[]}} ReplacedFile
 */

const lazySegmenter = (find, construction) => ({
	find,
	replace: `let firstSegmenter; const ${find.split(' ')[1]} = {segment: text => (firstSegmenter ??= ${construction}).segment(text)};`,
});

const segmenterWhy = 'creating the first Intl.Segmenter costs 18 ms, and plain rows never need one';
const graphemeSegmenter = name =>
	lazySegmenter(
		`const ${name} = new Intl.Segmenter(undefined, { granularity: "grapheme" });`,
		'new Intl.Segmenter(undefined, {granularity: "grapheme"})',
	);

/** @type {ReplacedFile[]} */
export const replacedFiles = [
	{
		packageName: 'yoga-layout',
		version: '3.2.1',
		file: 'dist/src/index.js',
		why: 'fetch() of the data: URL that holds Yoga loads the HTTP client of Node (25 ms, 8 MB), and await keeps the bundle from loading lazily',
		replacements: [
			{
				find: 'const Yoga = wrapAssembly(await loadYoga());',
				replace: `const yogaModule = {
	instantiateWasm(imports, receiveInstance) {
		const instance = new WebAssembly.Instance(new WebAssembly.Module(yogaModule.readBinary()), imports);
		receiveInstance(instance);
		return instance.exports;
	},
};
loadYoga(yogaModule);
const Yoga = wrapAssembly(yogaModule);`,
			},
		],
	},
	{
		packageName: 'yoga-layout',
		version: '3.2.1',
		file: 'dist/binaries/yoga-wasm-base64-esm.js',
		why: 'gives the binary to the synchronous instantiation',
		replacements: [
			{
				find: 'if(h.instantiateWasm)try{',
				replace: 'h.readBinary=()=>Buffer.from(H.slice(H.indexOf(",")+1),"base64");if(h.instantiateWasm)try{',
			},
		],
	},
	{
		packageName: 'string-width',
		version: '8.3.0',
		file: 'index.js',
		why: 'plain rows are measured without segmenter, expressions and a copy without styles; creating and first running the emoji expression costs 40 ms',
		replacements: [
			{
				find: "import stripAnsi from 'strip-ansi';",
				replace:
					"import stripAnsi from 'strip-ansi';\nimport {plainRowWidth} from 'bundle-runtime/plain-row.ts';",
			},
			lazySegmenter('const segmenter = new Intl.Segmenter();', 'new Intl.Segmenter()'),
			{
				find: 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
				replace:
					'let firstRgiEmojiRegex; const rgiEmojiRegex = {test: text => (firstRgiEmojiRegex ??= /^\\p{RGI_Emoji}$/v).test(text)};',
			},
			{
				find: 'const visibleCharacterRegex = /[^\\p{Default_Ignorable_Code_Point}\\p{Control}\\p{Format}\\p{Nonspacing_Mark}\\p{Enclosing_Mark}\\p{Surrogate}]/v;',
				replace:
					'let firstVisibleRegex; const visibleCharacterRegex = {get regex() {return firstVisibleRegex ??= /[^\\p{Default_Ignorable_Code_Point}\\p{Control}\\p{Format}\\p{Nonspacing_Mark}\\p{Enclosing_Mark}\\p{Surrogate}]/v;}, test(text) {return this.regex.test(text);}, [Symbol.search](text) {return text.search(this.regex);}};',
			},
			{
				find: 'const spacingMarkRegex = /\\p{Spacing_Mark}/v;',
				replace:
					'let firstSpacingMarkRegex; const spacingMarkRegex = {test: text => (firstSpacingMarkRegex ??= /\\p{Spacing_Mark}/v).test(text)};',
			},
			{
				find: '	let string = input;\n',
				replace: `	if (!countAnsiEscapeCodes && ambiguousIsNarrow) {
		const plainWidth = plainRowWidth(input);
		if (plainWidth !== -1) {
			return plainWidth;
		}
	}
	let string = input;
`,
			},
		],
	},
	{
		packageName: 'wrap-ansi',
		version: '10.0.2',
		file: 'index.js',
		why: segmenterWhy,
		replacements: [lazySegmenter('const segmenter = new Intl.Segmenter();', 'new Intl.Segmenter()')],
	},
	{
		packageName: 'cli-truncate',
		version: '6.2.0',
		file: 'index.js',
		why: 'node:util is needed only where a row that is cut holds styles or wide characters',
		replacements: [
			{
				find: "import {stripVTControlCharacters} from 'node:util';",
				replace:
					"const stripVTControlCharacters = text => process.getBuiltinModule('node:util').stripVTControlCharacters(text);",
			},
		],
	},
	{
		packageName: 'slice-ansi',
		version: '10.0.1',
		file: 'tokenize-ansi.js',
		why: segmenterWhy,
		replacements: [
			lazySegmenter(
				"const GRAPHEME_SEGMENTER = new Intl.Segmenter(undefined, {granularity: 'grapheme'});",
				'new Intl.Segmenter(undefined, {granularity: "grapheme"})',
			),
		],
	},
	{
		packageName: '@alcalzone/ansi-tokenize',
		version: '0.3.2',
		file: 'build/tokenize.js',
		why: segmenterWhy,
		replacements: [graphemeSegmenter('segmenter')],
	},
	{
		packageName: 'undici',
		version: '8.12.4',
		file: 'lib/dispatcher/client-h1.js',
		why: 'requests have no body, so the code of fetch that reads forms is left out',
		replacements: [
			{
				find: "extractBody = require('../web/fetch/body.js').extractBody",
				replace: "throw new Error('Forms cannot be sent.')",
			},
		],
	},
	{
		packageName: 'undici',
		version: '8.12.4',
		file: 'lib/dispatcher/client.js',
		why: "only HTTP/1.1 is spoken; Node's HTTP/2 alone takes ten megabytes",
		replacements: [
			{
				find: "const connectH2 = require('./client-h2.js')",
				replace: "const connectH2 = () => { throw new Error('HTTP/2 is not spoken.') }",
			},
		],
	},
	{
		packageName: 'undici',
		version: '8.12.4',
		file: 'lib/core/request.js',
		why: 'requests have no body, so the code of fetch that reads forms is left out',
		replacements: [
			{
				find: `    require('../web/fetch/formdata')
    isFormData = require('../web/webidl').webidl.is.FormData
`,
				replace: '    isFormData = () => false\n',
			},
		],
	},
	{
		packageName: 'meow',
		version: '14.1.0',
		file: 'build/options.js',
		why: 'the program hands over its name, so no package.json is searched for and put in order',
		replacements: [
			{
				find: "import { a as readPackageUpSync, n as normalizePackageData } from './dependencies.js';",
				replace: 'const readPackageUpSync = () => undefined;\nconst normalizePackageData = () => {};',
			},
			{find: "import { fileURLToPath } from 'node:url';\n", replace: "const fileURLToPath = () => '/';\n"},
		],
	},
	{
		packageName: 'meow',
		version: '14.1.0',
		file: 'build/dependencies.js',
		why: 'what only reads a package.json (tables of licences and hosts, a highlighter of code, child processes) costs 15 ms of every start',
		replacements: [
			{
				find: 'var normalizeExports = requireNormalize();\nconst normalizePackageData = getDefaultExportFromCjs(normalizeExports);',
				replace:
					'var normalizeExports = /* @__PURE__ */ requireNormalize();\nconst normalizePackageData = /* @__PURE__ */ getDefaultExportFromCjs(normalizeExports);',
			},
			{
				find: 'var libExports = requireLib$1();',
				replace: 'var libExports = /* @__PURE__ */ requireLib$1();',
			},
			{
				find: 'const require$1 = createRequire ? createRequire(import.meta.url) : undefined;',
				replace: 'const require$1 = undefined;',
			},
			{
				find: "import require$$0$2, { format } from 'util';",
				replace:
					"import require$$0$2 from 'util';\nconst format = (...values) => process.getBuiltinModule('node:util').format(...values);",
			},
			// The result is thrown away, but node:child_process would be loaded for it.
			{find: "import { execFile } from 'node:child_process';\n", replace: ''},
			{find: 'promisify(execFile);\n', replace: ''},
		],
	},
	{
		packageName: 'signal-exit',
		version: '3.0.7',
		file: 'index.js',
		why: 'node:assert is loaded for one check of an argument',
		replacements: [
			{
				find: "var assert = require('assert')",
				replace:
					'var assert = {equal(actual, expected, message) { if (actual !== expected) { throw new TypeError(message) } }}',
			},
		],
	},
	{
		packageName: 'ansi-escapes',
		version: '7.3.0',
		file: 'base.js',
		why: 'asking whether this is a browser loads the navigator of Node',
		replacements: [{find: "import {isBrowser} from 'environment';", replace: 'const isBrowser = false;'}],
	},
	{
		packageName: 'terminal-size',
		version: '4.0.1',
		file: 'index.js',
		why: 'node:child_process is needed only where the terminal does not tell its size',
		replacements: [
			{
				find: "import {execFileSync} from 'node:child_process';",
				replace:
					"const execFileSync = (...values) => process.getBuiltinModule('node:child_process').execFileSync(...values);",
			},
		],
	},
	{
		packageName: 'ink',
		version: '8.0.0',
		file: 'build/reconciler.js',
		why: 'the devtools are not part of the bundle, and await keeps the bundle from loading lazily',
		replacements: [
			{
				find: `    try {
        import.meta.resolve('react-devtools-core');
        isDevtoolsInstalled = true;
    }
    catch { }
    if (isDevtoolsInstalled) {
        await import('./devtools.js');
    }
`,
				replace: '',
			},
		],
	},
	{
		packageName: 'ink',
		version: '8.0.0',
		file: 'build/components/ErrorBoundary.js',
		why: 'the error screen builds 70 regular expressions when it is loaded',
		replacements: [
			{find: "import ErrorOverview from './ErrorOverview.js';\n", replace: ''},
			{
				find: 'React.createElement(ErrorOverview, {',
				replace: "React.createElement(require('./ErrorOverview.js').default, {",
			},
		],
	},
	{
		packageName: 'ink',
		version: '8.0.0',
		file: 'build/output.js',
		why: 'composing every row from cells is three quarters of the time of a frame, and the caches were dropped after each frame',
		replacements: [
			{
				find: "import stringWidth from 'string-width';",
				replace:
					"import stringWidth from 'string-width';\nimport {readyRows} from 'bundle-runtime/ready-rows.ts';",
			},
			{
				find: 'export default class Output {\n',
				replace: `const sharedCaches = new OutputCaches();
// A row of cells takes up to 30 KB, its width a number: a few frames of rows, but 1024 texts.
const forgetWhenFull = () => {
    for (const [cache, most] of [[sharedCaches.widths, 1024], [sharedCaches.blockWidths, 1024], [sharedCaches.styledChars, 128]]) {
        if (cache.size > most) {
            cache.clear();
        }
    }
};
export default class Output {
`,
			},
			{find: '    caches = new OutputCaches();\n', replace: '    caches = sharedCaches;\n'},
			{
				find: `        const output = [];
        for (let y = 0; y < this.height; y++) {
            const row = [];
`,
				replace: `        forgetWhenFull();
        const ready = readyRows(this.operations, this.width, this.height);
        const output = [];
        for (let y = 0; y < this.height; y++) {
            if (ready[y] !== undefined) {
                output.push(undefined);
                continue;
            }
            const row = [];
`,
			},
			{
				find: `            else {
                this.applyWriteOperation(output,`,
				replace: `            else if (ready[operation.y] === undefined) {
                this.applyWriteOperation(output,`,
			},
			{
				find: `            .map(line => {
            // See`,
				replace: `            .map((line, y) => {
            if (line === undefined) {
                return ready[y];
            }
            // See`,
			},
		],
	},
	{
		packageName: 'ink',
		version: '8.0.0',
		file: 'build/sanitize-ansi.js',
		why: 'plain rows hold nothing to strip, and each is asked for several times per frame',
		replacements: [
			{
				find: "import { hasAnsiControlCharacters, tokenizeAnsi } from './ansi-tokenizer.js';",
				replace:
					"import { hasAnsiControlCharacters, tokenizeAnsi } from './ansi-tokenizer.js';\nimport {plainRowWidth} from 'bundle-runtime/plain-row.ts';",
			},
			{
				find: 'const sanitizeAnsi = (text) => {\n',
				replace:
					'const sanitizeAnsi = (text) => {\n    if (plainRowWidth(text) !== -1) {\n        return text;\n    }\n',
			},
		],
	},
	{
		packageName: 'ink',
		version: '8.0.0',
		file: 'build/measure-text.js',
		why: 'rows of numbers rarely come back, so thousands of remembered rows only cost memory',
		replacements: [{find: 'maxSize: 4096', replace: 'maxSize: 256'}],
	},
	{
		packageName: 'ink',
		version: '8.0.0',
		file: 'build/wrap-text.js',
		why: 'rows of numbers rarely come back, so thousands of remembered rows only cost memory',
		replacements: [{find: 'maxSize: 4096', replace: 'maxSize: 256'}],
	},
	{
		packageName: 'ink',
		version: '8.0.0',
		file: 'build/line-update.js',
		why: 'writes only the cells that differ, where Ink writes everything behind the first difference',
		replacements: [
			{
				find: "const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });",
				replace: "import {rowDifference} from 'bundle-runtime/row-difference.ts';\nlet segmenter;",
			},
			{
				find: 'export default function lineUpdate(previous, next, columns) {\n',
				replace: 'export default rowDifference;\nfunction lineUpdate(previous, next, columns) {\n',
			},
		],
	},
	{
		packageName: 'ink',
		version: '8.0.0',
		file: 'build/log-update.js',
		why: 'one cursor movement for a run of unchanged rows instead of one for each',
		replacements: [
			{
				find: `        for (let i = 0; i < visibleCount; i++) {
            const isLastLine = i === visibleCount - 1;
            // We do not write lines`,
				replace: `        let skippedLines = 0;
        const moveBelowSkippedLines = () => {
            if (skippedLines > 0) {
                buffer.push(skippedLines === 1 ? ansiEscapes.cursorNextLine : \`\\u{1B}[\${skippedLines}E\`);
                skippedLines = 0;
            }
        };
        for (let i = 0; i < visibleCount; i++) {
            const isLastLine = i === visibleCount - 1;
            // We do not write lines`,
			},
			{
				find: '                    buffer.push(ansiEscapes.cursorNextLine);',
				replace: '                    skippedLines++;',
			},
			{
				find: `            const nextLine = nextLines[i];
            const changedLine =`,
				replace: `            moveBelowSkippedLines();
            const nextLine = nextLines[i];
            const changedLine =`,
			},
			{
				find: `                (isLastLine && !hasTrailingNewline ? '' : '\\n'));
        }
        const cursorSuffix`,
				replace: `                (isLastLine && !hasTrailingNewline ? '' : '\\n'));
        }
        moveBelowSkippedLines();
        const cursorSuffix`,
			},
		],
	},
	{
		packageName: 'ink',
		version: '8.0.0',
		file: 'build/ink.js',
		why: 'a frame and its synchronized-update marks reach the terminal in one write instead of three',
		replacements: [
			{
				find: `                const shouldSync = this.shouldSync();
                if (shouldSync && shouldWrite) {
                    this.options.stdout.write(bsu);
                }
                this.log(output);
                if (shouldSync && shouldWrite) {
                    this.options.stdout.write(esu);
                }
`,
				replace: `                if (!shouldWrite || !this.shouldSync()) {
                    this.log(output);
                    return;
                }
                this.options.stdout.cork?.();
                this.options.stdout.write(bsu);
                this.log(output);
                this.options.stdout.write(esu);
                this.options.stdout.uncork?.();
`,
			},
		],
	},
];
