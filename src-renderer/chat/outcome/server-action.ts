import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionArgs, ServerActionResult } from '../../../src-shared/bridge/contract.ts';
import type { CommandName } from '../../../src-shared/protocol/commands.ts';
import { BridgeError } from '../../bridge/contract.ts';
import { useBridge } from '../../bridge/hooks.tsx';

/** `lost`: the engine went away before it answered, so nobody knows here whether it took effect. */
export type Outcome =
  | { ok: true; queued: boolean; id: string; conversationId?: string | undefined }
  | { ok: false; reason: Extract<ServerActionResult, { ok: false }>['reason'] | 'lost'; detail?: string | null };

/** A command to the server whose every end is a value, so that a view can always say what happened. */
export function useServerAction<Name extends CommandName>(
  name: Name,
): (args: ActionArgs<`server.${Name}`>) => Promise<Outcome> {
  const bridge = useBridge();
  return useCallback(
    async (args) => {
      try {
        const result: ServerActionResult = await bridge.action(`server.${name}`, args);
        return result;
      } catch (error) {
        if (error instanceof BridgeError && error.code === 'lost') return { ok: false, reason: 'lost' };
        console.error(error);
        return { ok: false, reason: 'server-error' };
      }
    },
    [bridge, name],
  );
}

export type RefusedReason = Extract<Outcome, { ok: false }>['reason'];

/** A refusal in the interface's words. */
export function useRefusalWords(): (reason: RefusedReason) => string {
  const { t } = useTranslation(['chat', 'frame']);
  return useCallback(
    (reason) => {
      if (reason === 'lost') return t('lost');
      return reason === 'disk-full' ? t('diskFull') : t(`frame:refusal.${reason}`);
    },
    [t],
  );
}
