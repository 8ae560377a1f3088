import type {Decoded} from '../profile/decoded.ts';
import type {IndexPage} from '../profile/index-page.ts';
import type {Count} from '../profile/units.ts';
import {describedText} from './described.ts';

/** One table row per profile, the same from Go 1.19 to 1.27; the name is read from the link's text. */
const rowPattern = /<td>(\d{1,15})<\/td><td><a href=['"][^'"<>]{0,500}['"]>([^<]{1,300})<\/a>/g;

const characterByEntity: Readonly<Record<string, string>> = {
	'&amp;': '&',
	'&lt;': '<',
	'&gt;': '>',
	'&#34;': '"',
	'&#39;': "'",
};

/**
 * Reads the counts of net/http/pprof's index page. Skipped are rows that name a profile a second time. A page without
 * a row for goroutines, which every target has, is not pprof's.
 */
export function decodeIndexPage(text: string): Decoded<IndexPage> {
	const counts = new Map<string, Count>();
	let skipped = 0;
	for (const [, count, escapedName = ''] of text.matchAll(rowPattern)) {
		const name = escapedName.replace(
			/&(?:amp|lt|gt|#34|#39);/g,
			entity => characterByEntity[entity] ?? entity,
		);
		if (counts.has(name)) skipped += 1;
		else counts.set(name, Number(count));
	}
	if (!counts.has('goroutine'))
		return {ok: false, reason: `${describedText(text)}, not the index page of pprof`};
	return {ok: true, value: {counts}, skipped};
}
