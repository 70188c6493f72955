/** Half a minute of something like speech: words, breaths and a pause, as WAV (8 kHz, 8 bit, mono). */
export function drawnSound(seconds = 27): Blob {
  const rate = 8_000;
  const samples = new Uint8Array(rate * seconds);
  for (let at = 0; at < samples.length; at += 1) {
    const second = at / rate;
    const word = Math.max(0, Math.sin(second * 4.1) * Math.sin(second * 0.9 + 1) + 0.25 * Math.sin(second * 11));
    const pause = second > 14 && second < 16 ? 0.05 : 1;
    samples[at] = 128 + Math.round(100 * word * pause * Math.sin(second * 2 * Math.PI * 180));
  }
  const head = new DataView(new ArrayBuffer(44));
  const word = (at: number, text: string) => {
    for (const [index, character] of [...text].entries()) head.setUint8(at + index, character.charCodeAt(0));
  };
  word(0, 'RIFF');
  head.setUint32(4, 36 + samples.length, true);
  word(8, 'WAVEfmt ');
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, rate, true);
  head.setUint32(28, rate, true);
  head.setUint16(32, 1, true);
  head.setUint16(34, 8, true);
  word(36, 'data');
  head.setUint32(40, samples.length, true);
  return new Blob([head, samples], { type: 'audio/wav' });
}
