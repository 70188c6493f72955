import { createWriteStream } from 'node:fs';
import PDFDocument from 'pdfkit';

/** Writes the documents of one page that simulated customers send. Run by make.sh. */
const pages = [
  [
    'laudo-tecnico.pdf',
    'Laudo de assistência técnica',
    'Aparelho: liquidificador 700 W',
    'Defeito constatado: motor travado',
  ],
  ['orcamento-uniformes.pdf', 'Pedido de orçamento', '120 camisetas, tamanhos P a GG', 'Entrega em Recife, PE'],
];

for (const [file = '', title = '', ...lines] of pages) {
  const document = new PDFDocument({ size: 'A5', info: { CreationDate: new Date(0) } });
  document.pipe(createWriteStream(new URL(file, import.meta.url)));
  document.fontSize(18).text(title).moveDown().fontSize(12);
  for (const line of lines) document.text(line);
  document.moveDown(4).fillColor('#777777').fontSize(9).text('Documento fictício, sem valor.');
  document.end();
}
