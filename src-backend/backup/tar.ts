import { ok, type Result } from '../../src-shared/result.ts';

/**
 * As much of the tar format (POSIX ustar) as a folder of plain files needs, streamed in both directions: a database is
 * larger than memory. Links, owners and times are not kept.
 */
export type TarEntry =
  | { kind: 'folder'; name: string }
  | { kind: 'file'; name: string; size: number; content: AsyncIterable<Uint8Array> };

const BLOCK = 512;
const NAME_BYTES = 100;
/** Eleven octal digits. */
const LARGEST = 0o77777777777;

export async function* writeTar(entries: AsyncIterable<TarEntry>): AsyncGenerator<Buffer> {
  for await (const entry of entries) {
    yield header(entry);
    if (entry.kind === 'folder') continue;
    let written = 0;
    for await (const part of entry.content) {
      written += part.byteLength;
      yield Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    }
    if (written !== entry.size) throw new Error(`${entry.name} changed its size while it was read`);
    yield Buffer.alloc(padding(entry.size));
  }
  yield Buffer.alloc(2 * BLOCK);
}

/**
 * Calls `take` for each entry in turn; it must have read the content when it is done. An archive that ends before its
 * end mark, or whose names lead out of a folder, is `damaged`.
 */
export async function readTar(
  source: AsyncIterable<Uint8Array>,
  take: (entry: TarEntry) => Promise<void>,
): Promise<Result<{ entries: number }, { reason: 'damaged' }>> {
  const input = createBlockReader(source);
  let entries = 0;
  for (;;) {
    const block = await input.take(BLOCK);
    if (block === null) return { ok: false, reason: 'damaged' };
    if (block.every((byte) => byte === 0)) return ok({ entries });
    const described = describe(block);
    if (described === null) return { ok: false, reason: 'damaged' };
    entries += 1;
    if (described.kind === 'folder') {
      await take(described);
      continue;
    }
    const { size } = described;
    let left = size;
    async function* content(): AsyncGenerator<Uint8Array> {
      while (left > 0) {
        const part = await input.some(left);
        if (part === null) return;
        left -= part.byteLength;
        yield part;
      }
    }
    await take({ ...described, content: content() });
    if (left > 0 || (padding(size) > 0 && (await input.take(padding(size))) === null)) {
      return { ok: false, reason: 'damaged' };
    }
  }
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

function header(entry: TarEntry): Buffer {
  const name = entry.kind === 'folder' ? `${entry.name}/` : entry.name;
  const size = entry.kind === 'folder' ? 0 : entry.size;
  if (Buffer.byteLength(name) > NAME_BYTES || size > LARGEST) throw new Error(`${name} does not fit into an archive`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  block.write(name, 0);
  block.write(octal(entry.kind === 'folder' ? 0o700 : 0o600, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136);
  block.write(entry.kind === 'folder' ? '5' : '0', 156);
  block.write('ustar\x0000', 257);
  block.write(`${octal(checksum(block), 6)} `, 148);
  return block;
}

/** The sum of the header's bytes, its own eight counted as spaces. */
const checksum = (block: Uint8Array): number =>
  block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);

function describe(
  block: Buffer,
): { kind: 'folder'; name: string } | { kind: 'file'; name: string; size: number } | null {
  const text = (from: number, length: number) => block.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  if (Number.parseInt(text(148, 8), 8) !== checksum(block)) return null;
  const name = text(0, NAME_BYTES).replace(/\/$/, '');
  if (!/^[\w.-]+(\/[\w.-]+)*$/.test(name) || name.split('/').includes('..')) return null;
  const kind = text(156, 1);
  if (kind === '5') return { kind: 'folder', name };
  const size = Number.parseInt(text(124, 12), 8);
  return kind === '0' && Number.isSafeInteger(size) ? { kind: 'file', name, size } : null;
}

function createBlockReader(source: AsyncIterable<Uint8Array>) {
  const iterator = source[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);

  /** At least one byte, at most `most`; null at the end. */
  async function some(most: number): Promise<Uint8Array | null> {
    while (rest.byteLength === 0) {
      const next = await iterator.next();
      if (next.done === true) return null;
      rest = next.value;
    }
    const part = rest.subarray(0, most);
    rest = rest.subarray(part.byteLength);
    return part;
  }

  return {
    some,
    async take(length: number): Promise<Buffer | null> {
      const block = Buffer.alloc(length);
      for (let filled = 0; filled < length; ) {
        const part = await some(length - filled);
        if (part === null) return null;
        block.set(part, filled);
        filled += part.byteLength;
      }
      return block;
    },
  };
}
