import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', 'simulators', 'customers', 'photos');

/** What a customer might photograph. */
export const photo: Buffer = readFileSync(join(folder, 'comprovante-pix.png'));
export const photoJpeg: Buffer = readFileSync(join(folder, 'tenis.jpg'));
