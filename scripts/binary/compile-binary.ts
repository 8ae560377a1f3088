import {execFile} from 'node:child_process';
import {appendFile, mkdir, mkdtemp, readFile, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {buildBundle} from '../bundle/build-bundle.mjs';
import {bunLicence} from './bun-licence.ts';
import {signatureFault} from './code-signature.ts';
import {fetchExecutable} from './fetch-executable.ts';
import {binaryReplacements} from './replacements.ts';
import {ownTarget, type Target} from './targets.ts';

const run = promisify(execFile);
const licences = 'THIRD-PARTY-LICENSES.txt';

/**
 * Makes the program one executable file for each target, `goroutop-<target>`, and the licences of what is inside beside
 * them. Gives the paths of the executables.
 *
 * @throws {Error} when the code does not build, Bun cannot be fetched or run, or this machine is none of the targets
 */
export async function compileBinaries(
	targets: readonly Target[],
	outputFolder: string,
): Promise<readonly string[]> {
	await mkdir(outputFolder, {recursive: true});
	// Beside the output: what is done is moved there as a whole, for a running program cannot be overwritten.
	const folder = await mkdtemp(path.join(outputFolder, '.new-'));
	try {
		await buildBundle({
			entryPoint: fileURLToPath(import.meta.resolve('./program.ts')),
			outputFolder: folder,
			isOneFile: true,
			// The version check is for Node.
			top: '',
			moreReplacedFiles: binaryReplacements,
		});
		await appendFile(path.join(folder, licences), `\n${bunLicence}`);
		const files: string[] = [];
		for (const target of targets) {
			const name = `goroutop-${target.name}`;
			await compile(target, folder, name);
			const file = path.join(outputFolder, name);
			await rename(path.join(folder, name), file);
			files.push(file);
		}

		await rename(path.join(folder, licences), path.join(outputFolder, licences));
		return files;
	} finally {
		await rm(folder, {recursive: true});
	}
}

async function compile({name, bunName, bun}: Target, folder: string, output: string): Promise<void> {
	const compiler = await fetchExecutable(ownTarget().bun);
	const flags = [
		'--compile',
		`--target=${bunName}`,
		`--compile-executable-path=${await fetchExecutable(bun)}`,
		// Code that runs once is not worth compiling: see compile-hot-code.ts.
		'--compile-jit-policy=100',
		'--bytecode',
		'--format=esm',
		// Names stay: they are what a crash report is read by.
		'--minify-syntax',
		'--minify-whitespace',
		// What lies in the folder that goroutop is started in is none of its business.
		'--no-compile-autoload-dotenv',
		'--no-compile-autoload-bunfig',
		'--asset=demo.recording',
		`--outfile=${output}`,
	];
	await run(compiler, ['build', ...flags, 'cli.js'], {cwd: folder, env: plainEnvironment()});
	const fault = name.startsWith('darwin')
		? signatureFault(await readFile(path.join(folder, output)))
		: undefined;
	if (fault !== undefined) {
		throw new Error(`${output} would not run on macOS: ${fault}.`);
	}
}

/** Without what would change how Bun builds. */
const plainEnvironment = (): NodeJS.ProcessEnv =>
	Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BUN_')));
