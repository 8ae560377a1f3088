/** What the person wrote as an address, without name, password and query: each may be a secret, also where it is misplaced. */
export const withoutSecrets = (text: string): string => {
	const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)$/is.exec(text) ?? [];
	// Either a password holds the mark or a query the at sign: what is what cannot be told.
	return /[?#].*@/s.test(rest)
		? `${scheme}…`
		: `${scheme}${rest.replace(/[?#].*$/s, '').replace(/^.*@/s, '')}`;
};
