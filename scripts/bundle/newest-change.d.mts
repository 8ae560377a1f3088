/** When the newest file at or below a path was changed, in milliseconds since 1970; 0 when nothing is there. */
export function newestChangeMilliseconds(path: string): Promise<number>;
