import type { FramePort } from '../../src-shared/bridge/messages.ts';

/** The two ends of a window's port; frames are copied, as a real port does. */
export function createPort<ToEngine, ToRenderer>(): {
  renderer: FramePort<ToEngine, ToRenderer>;
  engine: FramePort<ToRenderer, ToEngine>;
} {
  const heardByEngine: ((frame: ToEngine) => void)[] = [];
  const heardByRenderer: ((frame: ToRenderer) => void)[] = [];
  const closings: (() => void)[] = [];
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    for (const closing of closings) closing();
  };
  const deliver = <Frame>(listeners: ((frame: Frame) => void)[], frame: Frame) => {
    const copy = structuredClone(frame);
    queueMicrotask(() => {
      if (open) for (const listener of listeners) listener(copy);
    });
  };
  const onClose = (listener: () => void) => {
    closings.push(listener);
  };
  return {
    renderer: {
      send: (frame) => deliver(heardByEngine, frame),
      onFrame: (listener) => heardByRenderer.push(listener),
      onClose,
      close,
    },
    engine: {
      send: (frame) => deliver(heardByRenderer, frame),
      onFrame: (listener) => heardByEngine.push(listener),
      onClose,
      close,
    },
  };
}
