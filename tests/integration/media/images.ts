import { crc32, deflateSync } from 'node:zlib';

/** A real PNG of one colour. `padding` bytes of a private chunk make it as large as a test needs. */
export function png(width: number, height: number, padding = 0): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height);
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows))];
  if (padding > 0) chunks.push(chunk('tuRn', Buffer.alloc(padding)));
  return new Uint8Array(
    Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks, chunk('IEND', Buffer.alloc(0))]),
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
