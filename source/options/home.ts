/** `~/x` as the shell reads it, which it does not behind an equals sign (`--config=~/x`) nor in a config file. */
export const inHome = (path: string, homeFolder: string): string =>
	/^~[/\\]/.test(path) ? `${homeFolder.replace(/[/\\]$/, '')}${path.slice(1)}` : path;
