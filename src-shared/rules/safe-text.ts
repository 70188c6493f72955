/**
 * Text of strangers, made harmless to look at. React already keeps it from being markup; what is left is text that
 * changes how its surroundings read. Overrides and isolates of writing direction can show `gpj.exe` as `exe.jpg`, or
 * turn a link around, so each of them becomes a visible mark. Letters of right-to-left scripts keep working, since the
 * bubble isolates its own direction (`dir="auto"`).
 */
const directionControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Control characters show nothing and may hide things; tab and line feed are text. */
// biome would take the range for a mistake in a literal; it is built from code points instead.
const controls = new RegExp(
  `[${[
    [0x00, 0x08],
    [0x0b, 0x1f],
    [0x7f, 0x9f],
  ]
    .map(([from = 0, to = 0]) => `\\u${hex(from)}-\\u${hex(to)}`)
    .join('')}]`,
  'g',
);

function hex(code: number): string {
  return code.toString(16).padStart(4, '0');
}

/** What stands where a direction control was. */
const DIRECTION_MARK = '\ufffd';

export function neutralise(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(directionControls, DIRECTION_MARK).replace(controls, '');
}

/** The same for a name or an excerpt, whose length must stay: only what turns the reading around is replaced. */
export const withoutDirection = (text: string): string => text.replace(directionControls, DIRECTION_MARK);
