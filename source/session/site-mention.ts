import {safeText} from '../profile/safe-text.ts';
import type {Site} from '../profile/site.ts';

/** A site as a Markdown code span. */
export function siteMention(site: Site): string {
	return codeSpan(`${site.name} ${site.place}`);
}

export function codeSpan(text: string): string {
	// A backtick in a name would end the code span and let the rest be read as markup.
	return `\`${safeText(text).replaceAll('`', "'")}\``;
}
