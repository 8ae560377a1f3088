import type {Flag} from './flag.ts';
import {environmentName, flags} from './flags.ts';
import {flagUsage} from './help.ts';

/** The flags as a table in Markdown, for the README. */
export const flagTable = (): string => {
	const rows = flags.map((flag: Flag) => {
		const variable = flag.settable === 'flag' ? '' : code(environmentName(flag.name));
		const usage =
			flag.short === undefined
				? code(flagUsage(flag))
				: `${code(flagUsage(flag))}, ${code(`-${flag.short}`)}`;
		return `| ${usage} | ${flag.help}${limits(flag)} | ${flag.commands.join(', ')} | ${variable} |`;
	});
	return [
		'| Flag (with its default) | What for | Commands | Variable |',
		'| --- | --- | --- | --- |',
		...rows,
		'',
	].join('\n');
};

const code = (text: string): string => `\`${text}\``;

const limits = (flag: Flag): string =>
	flag.limits === undefined ? '' : ` (${flag.limits.least} to ${flag.limits.most})`;
