import { createRequire } from 'node:module';
import type { Transcript } from './transcript.ts';

/**
 * A transcript as PDF, A4, with selectable text. The library and the fonts are loaded when the first one is asked for.
 * DejaVu Sans, because a record must show what was written: it holds Latin, Greek, Cyrillic, Arabic and most symbols in
 * one file. (Inter comes only as woff2, whose composite letters — every «ã» — the PDF library cannot embed.)
 */
export async function renderPdf(transcript: Transcript): Promise<Uint8Array> {
  const { default: Document } = await import('pdfkit');
  const require = createRequire(import.meta.url);
  const document = new Document({
    size: 'A4',
    margins: { top: 56, bottom: 64, left: 56, right: 56 },
    bufferPages: true,
    info: { Title: transcript.title, Author: transcript.workspace },
    lang: 'pt-BR',
    displayTitle: true,
  });
  document.registerFont('text', require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
  document.registerFont('bold', require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'));
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((done, fail) => {
    document.on('end', done);
    document.on('error', fail);
  });

  writeHead(document, transcript);
  writeLines(document, transcript);
  writeFooters(document, transcript);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/** A name and the first line of its text, in points. */
const LINE_SPACE = 30;

const COLOR = { text: '#1c1e21', quiet: '#5f6670', ours: '#1f5fbf', rule: '#d5d9de' };

function writeHead(document: PDFKit.PDFDocument, transcript: Transcript): void {
  document.font('text').fontSize(9).fillColor(COLOR.quiet).text(printable(transcript.workspace));
  document.font('bold').fontSize(16).fillColor(COLOR.text).text(printable(transcript.title)).moveDown(0.5);
  for (const [name, value] of transcript.facts) {
    document.font('bold').fontSize(9).fillColor(COLOR.quiet).text(`${name}: `, { continued: true });
    document.font('text').fillColor(COLOR.text).text(printable(value));
  }
  const y = document.y + 8;
  const { left, right } = document.page.margins;
  document
    .moveTo(left, y)
    .lineTo(document.page.width - right, y)
    .strokeColor(COLOR.rule)
    .stroke();
  document.y = y + 10;
}

function writeLines(document: PDFKit.PDFDocument, transcript: Transcript): void {
  if (transcript.days.length === 0)
    document.font('text').fontSize(10).fillColor(COLOR.quiet).text(transcript.emptyText);
  for (const { day, lines } of transcript.days) {
    document.moveDown(0.4).font('bold').fontSize(9).fillColor(COLOR.quiet).text(day, { align: 'center' }).moveDown(0.4);
    for (const line of lines) {
      // A name alone at the foot of a page would leave its text to the next.
      if (document.y > document.page.height - document.page.margins.bottom - LINE_SPACE) document.addPage();
      document
        .font('bold')
        .fontSize(9)
        .fillColor(line.side === 'us' ? COLOR.ours : COLOR.text)
        .text(printable(line.author), { continued: true });
      document.font('text').fillColor(COLOR.quiet).text(`   ${line.time}`);
      document.fontSize(10).fillColor(COLOR.text).text(printable(line.text)).moveDown(0.5);
    }
  }
}

function writeFooters(document: PDFKit.PDFDocument, transcript: Transcript): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    document.switchToPage(page);
    // Below the margin on purpose; otherwise the text would open a page of its own.
    document.page.margins.bottom = 0;
    document
      .font('text')
      .fontSize(8)
      .fillColor(COLOR.quiet)
      .text(`${transcript.footer}   ${transcript.pageOf(page + 1, count)}`, 56, document.page.height - 44, {
        lineBreak: false,
      });
  }
}

/** Control and direction-override characters would move or hide what stands around them (Unicode TR 36). */
const printable = (text: string): string =>
  [...text]
    .filter((character) => {
      const code = character.codePointAt(0) ?? 0;
      if (character === '\n') return true;
      if (code < 32 || (code >= 127 && code < 160)) return false;
      return !((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069));
    })
    .join('');
