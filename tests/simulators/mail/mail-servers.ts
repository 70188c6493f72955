import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';

/**
 * Real servers of mail in a temporary folder: Dovecot (IMAP) and Exim (SMTP), as Debian packages them, on ports of their
 * own and with one password for all. Exim delivers into the folders that Dovecot reads, refuses by the recipient's name,
 * and writes real delivery reports.
 */
export interface MailServers {
  imapPort: number;
  smtpPort: number;
  password: string;
  /** Makes a mailbox; its user name is the address. */
  addMailbox(address: string): Promise<void>;
  /** Somebody out there sends this mail; resolves when it lies in the mailbox. */
  deliver(mail: { from: string; to: string; raw: string | Uint8Array }): Promise<void>;
  /** Everything in a mailbox's folder, raw, in the order in which it came. */
  mailsOf(address: string, folder?: string): Promise<Buffer[]>;
  /** Numbers a mailbox anew, as a restored backup does: the same mails under a new UIDVALIDITY. */
  renumber(address: string): Promise<void>;
  stop(): Promise<void>;
}

/** Recipients at any domain that the server treats in a way of its own. */
export const RECIPIENTS = {
  /** Refused at once, for good. */
  unknown: 'ninguem',
  /** Refused at once: the mailbox is full. */
  full: 'cheio',
  /** Refused for now (greylisting). */
  later: 'depois',
  /** Taken, and then reported as undeliverable. */
  bounces: 'volta',
} as const;

const PASSWORD = 'geheim-123';
const DOVECOT = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'];
const EXIM = ['/usr/sbin/exim4', '/usr/sbin/exim'];

/** Throws with what to install where they are not there. */
export function mailPrograms(): { dovecot: string; exim: string } {
  const dovecot = DOVECOT.find((path) => existsSync(path));
  const exim = EXIM.find((path) => existsSync(path));
  if (dovecot === undefined || exim === undefined)
    throw new Error('the tests of e-mail need real servers: sudo apt-get install dovecot-imapd exim4-daemon-light');
  return { dovecot, exim };
}

export async function startMailServers(): Promise<MailServers> {
  const programs = mailPrograms();
  const folder = await mkdtemp(join(tmpdir(), 'turno-mail-'));
  await chmod(folder, 0o755);
  const [imapPort, smtpPort] = [await freePort(), await freePort()];
  const owner = ownerOfMail();
  for (const name of ['mail', 'spool', 'run', 'log']) await mkdir(join(folder, name));
  await chown(join(folder, 'mail'), owner.uid, owner.gid);
  await chown(join(folder, 'spool'), owner.uid, owner.gid);
  await chown(join(folder, 'log'), owner.uid, owner.gid);
  const boxes = join(folder, 'mailboxes');
  await writeFile(boxes, '', { mode: 0o644 });
  await writeFile(join(folder, 'dovecot.conf'), dovecotConfiguration(folder, imapPort, owner), { mode: 0o644 });
  await writeFile(join(folder, 'exim.conf'), eximConfiguration(folder, smtpPort), { mode: 0o644 });

  const children = [
    run(programs.dovecot, ['-F', '-c', join(folder, 'dovecot.conf')]),
    run(programs.exim, ['-C', join(folder, 'exim.conf'), '-bdf', '-q2s', '-oP', join(folder, 'log', 'exim.pid')]),
  ];
  await Promise.all([listening(imapPort, children[0]), listening(smtpPort, children[1])]);

  const pathOf = (address: string, name?: string) =>
    join(folder, 'mail', address.toLowerCase(), ...(name === undefined ? [] : [`.${name}`]));

  async function filesOf(address: string, name?: string): Promise<string[]> {
    const found: string[] = [];
    for (const part of ['new', 'cur']) {
      const path = join(pathOf(address, name), part);
      const names = existsSync(path) ? await readdir(path) : [];
      found.push(...names.map((file) => join(path, file)));
    }
    // A file's name begins with the moment it came: seconds, then microseconds.
    const moment = (file: string): string => {
      const [, seconds, micro = ''] = /(\d+)\.(?:M(\d+)|H\d+)?/.exec(file.split('/').at(-1) ?? '') ?? [];
      return `${seconds}.${micro.padStart(6, '0')}`;
    };
    return found.sort((a, b) => moment(a).localeCompare(moment(b)));
  }

  return {
    imapPort,
    smtpPort,
    password: PASSWORD,
    async addMailbox(address) {
      await appendFile(boxes, `${address.toLowerCase()}: ${address.toLowerCase()}\n`);
    },
    async deliver({ from, to, raw }) {
      const before = (await filesOf(to)).length;
      const transport = createTransport({ host: '127.0.0.1', port: smtpPort, secure: false, ignoreTLS: true });
      await transport.sendMail({ envelope: { from, to }, raw: Buffer.from(raw) });
      transport.close();
      await until(async () => (await filesOf(to)).length > before);
    },
    async mailsOf(address, name) {
      return Promise.all((await filesOf(address, name)).map((file) => readFile(file)));
    },
    async renumber(address) {
      for (const name of await readdir(pathOf(address)))
        if (name.startsWith('dovecot')) await rm(join(pathOf(address), name), { recursive: true, force: true });
      // Dovecot names the numbering by the second in which it is made.
      await new Promise((done) => setTimeout(done, 1_100));
    },
    async stop() {
      await Promise.all(children.map(end));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As whom mail is stored: root may not, so Exim's own user; whoever else runs the tests, themselves. */
function ownerOfMail(): { uid: number; gid: number; name: string } {
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? uid, name: number('-un') };
  return {
    uid: Number(number('-u', 'Debian-exim')),
    gid: Number(number('-g', 'Debian-exim')),
    name: 'Debian-exim',
  };
}

const number = (...args: string[]): string => execFileSync('id', args, { encoding: 'utf8' }).trim();

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}

function run(program: string, args: string[]): ChildProcess {
  return spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise((done) => child.once('exit', done));
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {
    child.kill('SIGTERM');
  }
  await ended;
}

async function listening(port: number, child: ChildProcess | undefined): Promise<void> {
  let said = '';
  child?.stderr?.on('data', (words) => {
    said += words;
  });
  child?.stdout?.on('data', (words) => {
    said += words;
  });
  await until(
    () =>
      new Promise<boolean>((resolve) => {
        const probe = createConnection({ port, host: '127.0.0.1' });
        probe.once('connect', () => resolve(true));
        probe.once('error', () => resolve(false));
        probe.once('close', () => probe.destroy());
        setTimeout(() => probe.end(), 50);
      }),
    10_000,
  ).catch(() => {
    throw new Error(`${child?.spawnfile} does not listen: ${said}`);
  });
}

async function until(check: () => Promise<boolean>, ms = 15_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('what was waited for did not happen');
    await new Promise((done) => setTimeout(done, 20));
  }
}

const dovecotConfiguration = (
  folder: string,
  port: number,
  owner: { uid: number; gid: number; name: string },
): string => `
base_dir = ${folder}/run
log_path = ${folder}/log/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail/%u
first_valid_uid = 1
mail_max_userip_connections = 100
${process.getuid?.() === 0 ? '' : `default_internal_user = ${owner.name}\ndefault_login_user = ${owner.name}\ndefault_internal_group = ${number('-gn')}`}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${folder}/mail/%u allow_all_users=yes
}
`;

const eximConfiguration = (folder: string, port: number): string => `
primary_hostname = correio.test
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/exim-%slog
daemon_smtp_ports = ${port}
local_interfaces = 127.0.0.1
tls_advertise_hosts =
keep_environment =
deliver_drop_privilege = true
message_size_limit = 40M
recipients_max = 500
smtp_accept_max = 50
smtp_accept_max_per_host =
received_headers_max = 100
timeout_frozen_after = 1m
ignore_bounce_errors_after = 1m
acl_smtp_rcpt = check_rcpt
acl_smtp_data = accept

begin acl
check_rcpt:
  deny local_parts = ${RECIPIENTS.unknown}
       message = 550 5.1.1 <$local_part@$domain>: no such person here
  deny local_parts = ${RECIPIENTS.full}
       message = 552 5.2.2 <$local_part@$domain>: mailbox is full
  defer local_parts = ${RECIPIENTS.later}
       message = 451 4.7.1 greylisted, come back later
  accept

begin routers
bounces:
  driver = redirect
  local_parts = ${RECIPIENTS.bounces}
  allow_fail
  data = :fail: 550 5.1.1 no such person here
boxes:
  driver = accept
  condition = \${lookup{$local_part@$domain}lsearch{${folder}/mailboxes}{yes}{no}}
  transport = maildir

begin transports
maildir:
  driver = appendfile
  directory = ${folder}/mail/\${lookup{$local_part@$domain}lsearch{${folder}/mailboxes}}
  maildir_format
  create_directory
  return_path_add
  envelope_to_add

begin retry
* * F,1m,2s

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if eq{$auth3}{${PASSWORD}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = \${if eq{$auth2}{${PASSWORD}}}
  server_set_id = $auth1
`;
