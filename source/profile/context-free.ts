const lines: readonly (readonly [path: string, functions: string])[] = [
	['database/sql', '(*DB).Query (*DB).QueryRow (*DB).Exec (*DB).Begin (*DB).Prepare (*DB).Ping'],
	['database/sql', '(*Stmt).Query (*Stmt).QueryRow (*Stmt).Exec'],
	['database/sql', '(*Tx).Query (*Tx).QueryRow (*Tx).Exec (*Tx).Prepare'],
	['net/http', 'Get Post PostForm Head (*Client).Get (*Client).Post (*Client).PostForm (*Client).Head'],
	['net', 'Dial DialTCP DialUDP DialUnix DialIP'],
	['net', 'LookupHost LookupIP LookupAddr LookupCNAME LookupMX LookupNS LookupPort LookupSRV LookupTXT'],
	['crypto/tls', 'Dial'],
	['os/exec', '(*Cmd).Run (*Cmd).Wait (*Cmd).Output (*Cmd).CombinedOutput'],
];

const wrappers: ReadonlySet<string> = new Set(
	lines.flatMap(([path, functions]) => functions.split(' ').map(name => `${path}.${name}`)),
);

/** Whether a function waits for others without taking a context that could end the wait. */
export function isContextFree(canonicalFunction: string): boolean {
	return wrappers.has(canonicalFunction);
}
