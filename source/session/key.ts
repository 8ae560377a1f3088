/** A key as the keymap names it: `q`, `?`, `space`, `enter`, `escape`, `up`, `page down`, `ctrl+c`. Pasted text comes as one key per character. */
export type Key = string;
