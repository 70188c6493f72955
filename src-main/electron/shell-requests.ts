import { join } from 'node:path';
import type { Dialog, Shell as ElectronShell } from 'electron';
import { allowedExternalLink } from '../desktop/external-links.ts';
import { safeFileName, saveIntoFolder } from '../desktop/save-file.ts';
import { isDiskFull, writeWhole } from '../engine/files.ts';
import type { NotificationResult, SaveFileResult, SecretStore, ShellNotification } from '../engine/shell.ts';
import type { ShellRequest } from './process-messages.ts';

/** Answers what the engine asks of the machine; a link is checked once more before it leaves us. */
export function createShellRequests(deps: {
  notify(notification: ShellNotification): Promise<NotificationResult>;
  secrets: SecretStore;
  electronShell: Pick<ElectronShell, 'openExternal'>;
  dialog: Pick<Dialog, 'showSaveDialog'>;
  /** null: the user is asked. */
  downloadsFolder: string | null;
  suggestedFolder: string;
}): (request: ShellRequest) => Promise<unknown> {
  const { secrets } = deps;

  async function save(name: string, bytes: Uint8Array): Promise<SaveFileResult> {
    if (deps.downloadsFolder !== null) return await saveIntoFolder(deps.downloadsFolder, name, bytes);
    const defaultPath = join(deps.suggestedFolder, safeFileName(name));
    const chosen = await deps.dialog.showSaveDialog({ defaultPath });
    if (chosen.canceled || chosen.filePath === '') return { result: 'cancelled' };
    try {
      await writeWhole(chosen.filePath, bytes);
    } catch (error) {
      if (isDiskFull(error)) return { result: 'disk-full' };
      throw error;
    }
    return { result: 'saved', where: chosen.filePath };
  }

  return async (request) => {
    switch (request.method) {
      case 'notify':
        return await deps.notify(request.notification);
      case 'openExternal': {
        const link = allowedExternalLink(request.url);
        if (link === null) throw new Error('this kind of link is not opened');
        return await deps.electronShell.openExternal(link);
      }
      case 'saveFile':
        return await save(request.name, request.bytes);
      case 'secrets.available':
        return await secrets.available();
      case 'secrets.get':
        return await secrets.get(request.name);
      case 'secrets.set':
        return await secrets.set(request.name, request.value);
      case 'secrets.delete':
        return await secrets.delete(request.name);
    }
  };
}
