import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The system's browsers that can show an application window, best first. */
const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

export interface FindDeps {
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  isProgram(path: string): boolean;
}

const here: FindDeps = {
  environment: process.env,
  platform: process.platform,
  isProgram(path) {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
};

/** `TURNO_BROWSER` names another one. null: there is none. */
export function findBrowser({ environment, platform, isProgram }: FindDeps = here): string | null {
  const wished = environment.TURNO_BROWSER;
  if (wished !== undefined && wished !== '') return isProgram(wished) ? wished : null;
  return candidates(environment, platform).find(isProgram) ?? null;
}

function candidates(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform === 'darwin') {
    const application = (name: string) => `/Applications/${name}.app/Contents/MacOS/${name}`;
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(application);
  }
  if (platform === 'win32') {
    const roots = [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA];
    const programs = [
      ['Google', 'Chrome', 'Application', 'chrome.exe'],
      ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
      ['Chromium', 'Application', 'chrome.exe'],
    ];
    return programs.flatMap((parts) => roots.flatMap((root) => (root === undefined ? [] : [join(root, ...parts)])));
  }
  const folders = (environment.PATH ?? '/usr/bin').split(delimiter);
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), '/snap/bin/chromium'];
}
