import { readFileSync, writeFileSync } from 'node:fs';
import type { BrowserWindow, Rectangle, Screen } from 'electron';
import { z } from 'zod';

const stateSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(400).max(20_000),
  height: z.number().int().min(300).max(20_000),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

const SAVE_DELAY_MS = 500;

/** null where there is none, it is broken, or no screen shows it any more (a monitor was unplugged). */
export function readWindowState(file: string, screen: Pick<Screen, 'getAllDisplays'>): WindowState | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  const state = parse(text);
  if (state === null) return null;
  return screen.getAllDisplays().some((display) => shows(display.workArea, state)) ? state : null;
}

function parse(text: string): WindowState | null {
  try {
    return stateSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** A part of the title bar can be reached. */
function shows(area: Rectangle, { x, y, width }: WindowState): boolean {
  return x + width > area.x + 80 && x < area.x + area.width - 80 && y >= area.y - 10 && y < area.y + area.height - 40;
}

export function keepWindowState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | null = null;
  const save = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (window.isDestroyed()) return;
    const state: WindowState = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
    } catch {
      // Where the window stood is not worth a word about a full disk; the engine has that.
    }
  };
  const later = () => {
    timer ??= setTimeout(save, SAVE_DELAY_MS);
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('maximize', later);
  window.on('unmaximize', later);
  window.on('close', save);
}
