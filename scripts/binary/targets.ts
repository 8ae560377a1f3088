import process from 'node:process';
import type {PackagedExecutable} from './fetch-executable.ts';

/** A kind of machine that a binary is made for. */
export type Target = {
	/** Platform and processor as Node names them. */
	readonly name: string;
	/** What Bun calls it. */
	readonly bunName: string;
	/** The Bun that is put into the binary. */
	readonly bun: PackagedExecutable;
};

export const bunVersion = '1.4.5';

const bun = (packageName: string, integrity: string): PackagedExecutable => ({
	packageName,
	version: bunVersion,
	integrity,
	file: 'bin/bun',
});

export const targets: readonly Target[] = [
	{
		name: 'linux-x64',
		// Runs on processors without AVX2, too.
		bunName: 'bun-linux-x64-baseline',
		bun: bun(
			'@oven/bun-linux-x64-baseline',
			'sha512-s8yMwYcFnnrA178gji0gZbkE2WVDej/Ti1x770oPfihxyRxSMNhGhiAQNXV53aDeraZxksdvKV/RAdQBCd0qPA==',
		),
	},
	{
		name: 'linux-arm64',
		bunName: 'bun-linux-arm64',
		bun: bun(
			'@oven/bun-linux-aarch64',
			'sha512-4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==',
		),
	},
	{
		name: 'darwin-arm64',
		bunName: 'bun-darwin-arm64',
		bun: bun(
			'@oven/bun-darwin-aarch64',
			'sha512-4MIFXHmctH2EhAxLXm2/qxNtv17dFtLJylvaOCsrgq6KSqHTs6eW5YSrJjRbJxYUJaR901fsN8JfZOa+CsWpWQ==',
		),
	},
];

/** The target of that name; undefined when there is none. */
export const targetNamed = (name: string): Target | undefined => targets.find(target => target.name === name);

/**
 * The target that is this machine.
 *
 * @throws {Error} when it is none
 */
export function ownTarget(): Target {
	const name = `${process.platform}-${process.arch}`;
	const target = targetNamed(name);
	if (target === undefined) {
		throw new Error(`Binaries cannot be made on ${name}: scripts/binary/targets.ts names no Bun for it.`);
	}

	return target;
}
