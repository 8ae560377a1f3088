const inspectedBytes = 1024;
const quotedCharacters = 40;

/**
 * Says in words what bytes are that are not what was expected; completes the sentence "this is …".
 * The quoted beginning has no control characters, so that a hostile answer cannot write to the terminal.
 */
export function describedBytes(bytes: Uint8Array): string | undefined {
	if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'still gzip-compressed data';
	const head = bytes.subarray(0, inspectedBytes);
	if (head.some(byte => (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f)) {
		return bytes.length === 0 ? 'empty' : undefined;
	}
	const text = new TextDecoder().decode(head, {stream: true});
	return text.includes('\ufffd') ? undefined : describedText(text);
}

/** As `describedBytes`, for an answer that is text already. */
export function describedText(text: string): string {
	const head = text.slice(0, inspectedBytes).trimStart();
	if (head === '') return text === '' ? 'empty' : 'blank text';
	if (/^<(?:!doctype|html|head|body|!--|pre>|a )/i.test(head)) {
		const title = /<title>([^<]*)/i.exec(head)?.[1] ?? '';
		return plain(title) === '' ? 'an HTML page' : `an HTML page titled “${plain(title)}”`;
	}
	if (/^[{[]\s*["{[\d}\]]/.test(head)) return `JSON that begins with “${plain(head)}”`;
	if (head.startsWith('<?xml')) return 'an XML document';
	if (/^goroutine profile: total \d/.test(head)) return 'a goroutine profile in its text form (debug=1)';
	if (/^goroutine \d+ \[/.test(head)) return 'a goroutine dump (debug=2)';
	return `plain text that begins with “${plain(head)}”`;
}

function plain(text: string): string {
	const line = text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
	const characters = Array.from(line);
	return characters.length > quotedCharacters ? `${characters.slice(0, quotedCharacters).join('')}…` : line;
}
