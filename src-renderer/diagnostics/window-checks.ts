import type { CheckResult, WindowCheck } from '../../src-shared/bridge/diagnostics.ts';

/** The checks of what the browser alone knows. Nothing is asked of the agent, and the microphone is not opened. */
export async function checkInWindow(check: WindowCheck): Promise<CheckResult> {
  const began = performance.now();
  const code = check === 'notifications' ? notifications() : await microphone();
  return { check, code, facts: {}, ms: Math.round(performance.now() - began) };
}

function notifications(): 'ok' | 'ask' | 'denied' {
  // Electron shows them itself.
  if (window.turno !== undefined) return 'ok';
  if (typeof Notification === 'undefined') return 'denied';
  return Notification.permission === 'granted' ? 'ok' : Notification.permission === 'denied' ? 'denied' : 'ask';
}

async function microphone(): Promise<'ok' | 'ask' | 'denied' | 'none'> {
  const { mediaDevices, permissions } = navigator;
  // Pages that are not of a safe origin have none of it.
  if (mediaDevices === undefined) return 'denied';
  const devices = await mediaDevices.enumerateDevices();
  if (!devices.some(({ kind }) => kind === 'audioinput')) return 'none';
  const { state } = await permissions.query({ name: 'microphone' });
  return state === 'granted' ? 'ok' : state === 'denied' ? 'denied' : 'ask';
}
