import type { MediaPart } from '../../../src-shared/bridge/media-part.ts';
import type { EngineFrame, FramePort, RendererFrame } from '../../../src-shared/bridge/messages.ts';
import type { OpenedMedia } from '../../engine/media/open.ts';
import type { UploadInput } from '../../engine/media/uploads.ts';

/** What the loopback server needs of the engine. */
export interface EngineDoor {
  attach(port: FramePort<EngineFrame, RendererFrame>): void;
  /** null: nobody is signed in. */
  upload(input: UploadInput): Promise<{ id: string } | null>;
  openMedia(id: string, part: MediaPart): Promise<OpenedMedia>;
}
