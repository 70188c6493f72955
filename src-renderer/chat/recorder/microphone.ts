export type MicrophoneProblem = 'denied' | 'noMicrophone' | 'busy' | 'unavailable';

/** The agent's microphone, asked for anew with each recording, so that its light goes out in between. */
export async function openMicrophone(): Promise<
  { ok: true; stream: MediaStream } | { ok: false; problem: MicrophoneProblem }
> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
    return { ok: true, stream };
  } catch (error) {
    return { ok: false, problem: problemOf(error instanceof DOMException ? error.name : '') };
  }
}

/** Names of Media Capture and Streams, 10.4. */
export function problemOf(name: string): MicrophoneProblem {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'noMicrophone';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'unavailable';
  }
}
