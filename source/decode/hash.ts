export const emptyHash = 0x811c9dc5;

/** FNV-1a, of bytes or of numbers instead of bytes. */
export function addToHash(hash: number, part: number): number {
	return Math.imul(hash ^ part, 0x01000193);
}
