import { BlobSource, BufferTarget, Conversion, Input, OggOutputFormat, Output, WEBM } from 'mediabunny';

/**
 * The same Opus packets in another envelope: WhatsApp plays voice notes as Ogg only, browsers record WebM only. Nothing is
 * encoded again, so nothing is lost and it takes milliseconds. Rejects when the recording has no sound.
 */
export async function oggFromWebm(recorded: Blob): Promise<Blob> {
  const input = new Input({ formats: [WEBM], source: new BlobSource(recorded) });
  const target = new BufferTarget();
  try {
    const output = new Output({ format: new OggOutputFormat(), target });
    const conversion = await Conversion.init({ input, output, video: { discard: true } });
    if (!conversion.isValid) throw new Error('the recording has no sound that fits');
    await conversion.execute();
  } finally {
    input.dispose();
  }
  if (target.buffer === null) throw new Error('the recording was not written');
  return new Blob([target.buffer], { type: 'audio/ogg' });
}
