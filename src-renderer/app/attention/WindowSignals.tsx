import { notifications } from '@mantine/notifications';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineEvent } from '../../../src-shared/bridge/messages.ts';
import { BridgeError } from '../../bridge/contract.ts';
import { useAction, useEngineEvent } from '../../bridge/hooks.tsx';
import { useRoute } from '../route.tsx';
import { playSound } from './sounds.ts';

/** What the window tells the engine (where the agent looks, hints about the network) and does for it. Draws nothing. */
export function WindowSignals({ unread }: { unread: number }) {
  useAttention();
  useNetworkHints();
  useActivity();
  useUnreadMark(unread);
  useEngineWishes();
  useDefectsTold();
  return null;
}

function useAttention() {
  const setAttention = useAction('attention.set');
  const shown = useRoute((route) => (route.section === 'inbox' ? route.conversationId : null));
  useEffect(() => {
    let last = '';
    const tell = () => {
      const visible = document.visibilityState === 'visible';
      const attention = { conversationId: visible ? shown : null, focused: visible && document.hasFocus() };
      const text = JSON.stringify(attention);
      if (text === last) return;
      last = text;
      setAttention(attention).catch(() => {
        // The engine went away and took its memory of this with it; it must be told again when it is back.
        last = '';
      });
    };
    tell();
    return listenAll(tell, [
      [window, 'focus'],
      [window, 'blur'],
      [document, 'visibilitychange'],
    ]);
  }, [shown, setAttention]);
}

function useNetworkHints() {
  const hint = useAction('network.hint');
  useEffect(() => {
    const tell = (event: Event) => {
      const name = event.type === 'online' || event.type === 'offline' ? event.type : 'focus';
      if (name === 'focus' && document.visibilityState !== 'visible') return;
      hint({ hint: name }).catch(() => {});
    };
    return listenAll(tell, [
      [window, 'focus'],
      [window, 'online'],
      [window, 'offline'],
      [document, 'visibilitychange'],
    ]);
  }, [hint]);
}

/** That somebody is at the keyboard or the mouse, said every few seconds at most (away by idleness is the engine's). */
function useActivity() {
  const seen = useAction('activity.seen');
  useEffect(() => {
    let told = Number.NEGATIVE_INFINITY;
    const tell = (event: Event) => {
      if (event.timeStamp - told < ACTIVITY_MS) return;
      told = event.timeStamp;
      seen({}).catch(() => {});
    };
    return listenAll(
      tell,
      ['keydown', 'pointerdown', 'pointermove', 'wheel'].map((name) => [window, name]),
    );
  }, [seen]);
}

const ACTIVITY_MS = 3_000;

function listenAll(listener: (event: Event) => void, targets: [EventTarget, string][]): () => void {
  for (const [target, name] of targets) target.addEventListener(name, listener);
  return () => {
    for (const [target, name] of targets) target.removeEventListener(name, listener);
  };
}

function useUnreadMark(unread: number) {
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Turno` : 'Turno';
    if (!('setAppBadge' in navigator)) return;
    const done = unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge();
    done.catch(() => {
      // Only installed pages have a badge; the title says the same.
    });
  }, [unread]);
}

function useEngineWishes() {
  const open = useRoute((route) => route.openConversation);
  useEngineEvent(
    useCallback(
      (event: EngineEvent) => {
        if (event.name === 'open-conversation') open(event.conversationId);
        if (event.name === 'sound') playSound(event.sound);
        if (event.name === 'notify') showNotification(event.notification, open);
      },
      [open],
    ),
  );
}

/** An action that was cut off is never silent: what a caller did not handle is told here. */
function useDefectsTold() {
  const { t } = useTranslation('frame');
  useEffect(() => {
    const tell = (event: PromiseRejectionEvent) => {
      if (!(event.reason instanceof BridgeError)) return;
      notifications.show({ color: 'red', title: t('unexpected.title'), message: t('unexpected.text') });
    };
    window.addEventListener('unhandledrejection', tell);
    return () => window.removeEventListener('unhandledrejection', tell);
  }, [t]);
}

function showNotification(
  notification: (EngineEvent & { name: 'notify' })['notification'],
  open: (conversationId: string) => void,
) {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  const { title, body, tag, silent, conversationId } = notification;
  const shown = new Notification(title, { body, tag, silent });
  shown.onclick = () => {
    window.focus();
    if (conversationId !== null) open(conversationId);
    shown.close();
  };
}
