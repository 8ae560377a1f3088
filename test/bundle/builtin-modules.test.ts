import {describe, expect, test} from 'vitest';
import {importedNames} from '../../scripts/bundle/builtin-modules.mjs';

describe('importedNames', () => {
	test.each([
		["import {a, b as c} from 'node:fs';", ['a', 'b']],
		["import fs from 'node:fs';", []],
		["import fs, {\n\ta,\n\ttype B,\n} from 'node:fs';", ['a']],
		["import {a} from 'node:fs';\nimport {b} from 'node:fs';", ['a', 'b']],
		["import {a} from 'node:path';\nimport {b} from 'node:fs';", ['b']],
		["import 'node:fs';", []],
	])('finds the names in %j', (code, names) => {
		expect(importedNames(code, 'node:fs')).toEqual(names);
	});
});
