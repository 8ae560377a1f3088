import {expect, test} from 'vitest';
import {flags} from '../../source/options/flags.ts';
import {flagUsage, helpText} from '../../source/options/help.ts';

const commands = ['watch', 'check', 'demo'] as const;

test.each(commands)('the help of %s fits 80 columns and 24 rows, with the prompt', command => {
	const lines = helpText(command).trimEnd().split('\n');
	expect(lines.length).toBeLessThanOrEqual(23);
	expect(lines.filter(line => line.length > 80)).toEqual([]);
});

test('the long help names every flag once, with its default', () => {
	const words = helpText('watch').split('\n').slice(5).join(' ').replace(/\s+/g, ' ');
	for (const flag of flags) {
		expect(words).toContain(flagUsage(flag));
	}
});

test('between usage and explanation there is room', () => {
	for (const line of helpText('watch')
		.split('\n')
		.slice(5)
		.filter(text => text !== '')) {
		expect(line).toMatch(/^ {2}--\S.{28} \S/);
	}
});

test.each(commands)('the help of %s names the flags it takes and no others', command => {
	const named = new Set(helpText(command).match(/--[a-z-]+/g));
	for (const flag of flags) {
		if (command !== 'watch') {
			expect([flag.name, named.has(`--${flag.name}`)]).toEqual([
				flag.name,
				(flag.commands as readonly string[]).includes(command),
			]);
		}
	}
});
