import { spawn } from 'node:child_process';
import { allowedExternalLink } from '../desktop/external-links.ts';

/** The system's own opener and its arguments; the link is always one argument, and no shell reads it. */
export function openerOf(platform: NodeJS.Platform, link: string): { program: string; args: string[] } {
  switch (platform) {
    case 'darwin':
      return { program: 'open', args: [link] };
    case 'win32':
      // Not `cmd /c start`, which would read `&` in an address as the end of the command.
      return { program: 'rundll32', args: ['url.dll,FileProtocolHandler', link] };
    default:
      return { program: 'xdg-open', args: [link] };
  }
}

/** Opens a link in the system's browser. Rejects what the allow-list does not know, and when there is no opener. */
export function openExternal(link: string): Promise<void> {
  const allowed = allowedExternalLink(link);
  if (allowed === null) return Promise.reject(new Error('this kind of link is not opened'));
  const { program, args } = openerOf(process.platform, allowed);
  return new Promise((done, fail) => {
    const opener = spawn(program, args, { stdio: 'ignore', detached: true });
    opener.once('error', fail);
    opener.once('spawn', () => {
      opener.unref();
      done();
    });
  });
}
