/** Reads a body, and throws as soon as it is longer than `maxBytes`. */
export async function readWithin(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by an exception cancels the stream, so no more is read than allowed.
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new Error('media over the limit');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, size));
}
