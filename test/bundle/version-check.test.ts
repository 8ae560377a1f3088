import {describe, expect, test} from 'vitest';
import {versionCheck} from '../../scripts/bundle/version-check.mjs';

/** What the check writes and the status it exits with on a version of Node. */
const checkOn = (version: string) => {
	const seen: {written: string; exitCode: number | undefined} = {written: '', exitCode: undefined};
	const fakeProcess = {
		version: `v${version}`,
		versions: {node: version},
		stderr: {
			write(text: string) {
				seen.written += text;
			},
		},
		exit(code: number) {
			seen.exitCode = code;
		},
	};
	new Function('process', versionCheck('>=22.19.0'))(fakeProcess);
	return seen;
};

describe('versionCheck', () => {
	test.each(['16.20.2', '18.20.4', '20.20.2', '22.18.0'])('ends on %s with one sentence', version => {
		const {written, exitCode} = checkOn(version);
		expect(exitCode).toBe(1);
		expect(written).toMatch(/^goroutop needs Node\.js 22\.19 or newer; this is v[\d.]+, so .*\.\n$/);
		expect(written).toContain(`this is v${version}`);
	});

	test.each(['22.19.0', '22.23.3', '24.0.0', '26.10.0', '30.1.0'])('lets %s pass', version => {
		expect(checkOn(version)).toEqual({written: '', exitCode: undefined});
	});

	test('refuses a range that it cannot turn into a check', () => {
		expect(() => versionCheck('^22')).toThrow('engines.node must look like');
	});
});
