import { z } from 'zod';
import type { Capabilities } from '../../../src-shared/protocol/entities.ts';
import { officeDocuments } from '../office-documents.ts';

const MB = 1024 * 1024;

/** `tls`: from the first byte; `starttls`: required before anything secret; `none`: plain, for a server beside us. */
const security = z.enum(['tls', 'starttls', 'none']);

const server = (tlsPort: number, plainPort: number) =>
  z
    .strictObject({
      host: z.string().trim().min(1).max(253),
      port: z.number().int().min(1).max(65_535).optional(),
      secure: security.default('tls'),
      /** Where they differ from those of the mailbox. */
      user: z.string().min(1).max(320).optional(),
      password: z.string().min(1).max(1_024).optional(),
      /** `false`: a certificate that nobody vouches for is taken; for a server of one's own. */
      verifyCertificate: z.boolean().default(true),
    })
    .transform(({ port, ...rest }) => ({ ...rest, port: port ?? (rest.secure === 'tls' ? tlsPort : plainPort) }));

/** What a provision file says of a mailbox. Each address is folded: case tells nothing apart. */
export const emailSettingsSchema = z.object({
  address: z.string().trim().toLowerCase().max(254).pipe(z.email('must be an e-mail address')),
  /** Beside the address in what customers receive. */
  fromName: z.string().trim().min(1).max(120).nullable().default(null),
  user: z.string().min(1).max(320),
  password: z.string().min(1).max(1_024),
  imap: server(993, 143),
  smtp: server(465, 587),
  folder: z.string().trim().min(1).max(200).default('INBOX'),
  /** Where a copy of what is sent is put; null: nowhere (many servers do it by themselves). */
  sentFolder: z.string().trim().min(1).max(200).nullable().default(null),
  /** Below every message. `{{atendente.nome}}` is who wrote it, `{{conexao.nome}}` the mailbox's own name. */
  signature: z.string().max(4_000).nullable().default(null),
  /** Instead of it, by the address with which an agent signs in. */
  signatures: z.record(z.string().toLowerCase().max(254), z.string().max(4_000)).default({}),
  /** At the very first reading, mail of so many days before is taken too. */
  sinceDays: z.number().int().min(0).max(365).default(0),
  /** Seconds between looks where the server does not tell of new mail by itself, and to be sure where it does. */
  pollSeconds: z.number().int().min(5).max(3_600).default(60),
});
export type EmailSettings = z.infer<typeof emailSettingsSchema>;
export type ServerSettings = EmailSettings['imap'];

/** Together with its text and its files in base64 a mail stays below the 25 MB that most servers take. */
export const MOST_BYTES = 17 * MB;
/** The first, and as many more as a command carries. */
const MOST_FILES = 21;

const documents = [
  ...officeDocuments,
  ...['application/zip', 'application/rtf', 'text/csv', 'application/xml', 'application/json'],
  ...['application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.spreadsheet'],
];

/** No window, no receipts but that it was sent, several files at once; nothing that other people's servers run. */
export const emailCapabilities: Capabilities = {
  textLimit: 20_000,
  windowMs: null,
  media: [
    {
      kind: 'image',
      mimes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/heic'],
      maxBytes: MOST_BYTES,
    },
    { kind: 'video', mimes: ['video/mp4', 'video/quicktime', 'video/webm', 'video/3gpp'], maxBytes: MOST_BYTES },
    {
      kind: 'audio',
      mimes: ['audio/mpeg', 'audio/ogg', 'audio/mp4', 'audio/aac', 'audio/wav', 'audio/amr'],
      maxBytes: MOST_BYTES,
    },
    { kind: 'document', mimes: documents, maxBytes: MOST_BYTES },
  ],
  receipts: ['sent'],
  typing: false,
  templates: false,
  reactions: false,
  voice: [],
  files: { most: MOST_FILES, bytes: MOST_BYTES },
};
