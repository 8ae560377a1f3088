import {fileURLToPath} from 'node:url';
import type {ReplacedFile} from '../bundle/replace-texts.mjs';

const tellConnectError = JSON.stringify(fileURLToPath(import.meta.resolve('./connect-error.ts')));

/** Texts of installed packages that are replaced in the binary, beyond what is replaced in every bundle. */
export const binaryReplacements: readonly ReplacedFile[] = [
	{
		packageName: 'undici',
		version: '8.12.4',
		file: 'lib/core/connect.js',
		why: 'Bun gives every connection that fails the same code',
		replacements: [
			{
				find: '          cb(maybeNormalizeConnectError(err, this, { timeout, hostname, port }))',
				replace: `          require(${tellConnectError}).tellConnectError(err).then(told => cb(maybeNormalizeConnectError(told, this, { timeout, hostname, port })))`,
			},
		],
	},
];
