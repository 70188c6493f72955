import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Writes the notification sounds (`node scripts/make-sounds.ts`). They are made here, so nobody else's rights hang on
 * them: struck tones with a soft attack, mono, 16 bit.
 */
const RATE = 22_050;
const folder = fileURLToPath(new URL('../assets/sounds/', import.meta.url));

interface Note {
  hertz: number;
  /** Seconds from the start. */
  at: number;
  /** Seconds until it has faded to silence. */
  lasts: number;
}

const sounds: Record<string, Note[]> = {
  message: [
    { hertz: 880, at: 0, lasts: 0.18 },
    { hertz: 1174.7, at: 0.07, lasts: 0.24 },
  ],
  conversation: [
    { hertz: 659.3, at: 0, lasts: 0.26 },
    { hertz: 880, at: 0.1, lasts: 0.28 },
    { hertz: 1318.5, at: 0.2, lasts: 0.36 },
  ],
};

function sample(notes: Note[], time: number): number {
  let value = 0;
  for (const note of notes) {
    const t = time - note.at;
    if (t < 0 || t > note.lasts) continue;
    const attack = Math.min(1, t / 0.006);
    const decay = Math.exp((-6 * t) / note.lasts);
    const end = Math.min(1, (note.lasts - t) / 0.02);
    const tone = Math.sin(2 * Math.PI * note.hertz * t) + 0.25 * Math.sin(4 * Math.PI * note.hertz * t);
    value += 0.28 * attack * decay * end * tone;
  }
  return Math.max(-1, Math.min(1, value));
}

function wav(notes: Note[]): Buffer {
  const seconds = Math.max(...notes.map((note) => note.at + note.lasts));
  const samples = Math.ceil(seconds * RATE);
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let index = 0; index < samples; index += 1) {
    file.writeInt16LE(Math.round(sample(notes, index / RATE) * 32_767), 44 + index * 2);
  }
  return file;
}

mkdirSync(folder, { recursive: true });
for (const [name, notes] of Object.entries(sounds)) writeFileSync(`${folder}${name}.wav`, wav(notes));
