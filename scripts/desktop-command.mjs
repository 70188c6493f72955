import { fromRoot, pinnedNode } from './machine.mjs';
import { electronBinary } from './setup.mjs';

/**
 * Which shell shows the window, and why.
 * @param {'electron' | 'chromium' | null} wished by `--shell`
 * @param {{ path: string } | { missing: string }} electron
 * @param {{ display: boolean, root: boolean, window: boolean }} machine
 */
export function chooseShell(wished, electron, machine) {
  if (wished === 'chromium') return { shell: 'chromium', why: 'as asked by --shell' };
  const obstacle = obstacleOf(electron, machine);
  if (obstacle === null) {
    return { shell: 'electron', why: wished === 'electron' ? 'as asked by --shell' : 'its binary is installed' };
  }
  if (wished === 'electron') return { shell: null, why: `Electron cannot be used here: ${obstacle}` };
  return { shell: 'chromium', why: `Electron cannot be used here: ${obstacle}` };
}

function obstacleOf(electron, { display, root, window }) {
  if ('missing' in electron) return electron.missing;
  if (!window) return 'without a window the engine needs no Electron';
  if (!display) return 'there is no display';
  // Its sandbox does not work for root, and we do not run the product without it.
  if (root) return 'it does not run as root';
  return null;
}

export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

/**
 * The program and arguments of a desktop.
 * @returns {{ ok: true, shell: string, why: string, program: string, args: string[] } | { ok: false, why: string }}
 */
export function desktopCommand(args, { waitForElectronMs = 0 } = {}) {
  const taken = takeShell(args);
  if (taken.wished !== null && taken.wished !== 'electron' && taken.wished !== 'chromium') {
    return { ok: false, why: `--shell is electron or chromium, not «${taken.wished}»` };
  }
  const window = !args.includes('--no-window');
  const machine = { display: hasDisplay(), root: process.platform === 'linux' && process.getuid?.() === 0, window };
  const worthAsking = taken.wished !== 'chromium' && window && machine.display && !machine.root;
  const electron = electronBinary({ waitMs: worthAsking ? waitForElectronMs : 0 });
  const { shell, why } = chooseShell(taken.wished, electron, machine);
  if (shell === null) return { ok: false, why };
  if (shell === 'electron' && 'path' in electron) {
    return {
      ok: true,
      shell,
      why,
      program: electron.path,
      args: [fromRoot('dist', 'electron', 'main.js'), ...taken.rest],
    };
  }
  return { ok: true, shell, why, program: pinnedNode, args: [fromRoot('dist', 'chromium', 'main.js'), ...taken.rest] };
}

/** `--shell X` or `--shell=X`, wherever it stands. */
export function takeShell(args) {
  const rest = [];
  let wished = null;
  for (let index = 0; index < args.length; index += 1) {
    if (args[index] === '--shell') {
      wished = args[index + 1] ?? '';
      index += 1;
    } else if (args[index].startsWith('--shell=')) wished = args[index].slice('--shell='.length);
    else rest.push(args[index]);
  }
  return { wished, rest };
}
