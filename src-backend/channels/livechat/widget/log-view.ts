import { element, icons } from './dom.ts';
import { linked } from './links.ts';
import type { Row } from './rows.ts';
import type { Words } from './words.ts';

type MessageRow = Extract<Row, { kind: 'message' }>;

export interface LogView {
  node: HTMLElement;
  show(rows: Row[], earlier: boolean): void;
  toEnd(): void;
}

export interface LogViewDeps {
  words: Words;
  loadImage(id: string): Promise<string>;
  loadEarlier(): Promise<void>;
  retry(id: string): void;
  discard(id: string): void;
}

interface Shown {
  node: HTMLElement;
  update(row: Row): void;
}

/** Distance from the end, in CSS pixels, within which the log follows new messages. */
const NEAR_END = 80;

/**
 * The log of messages. A row's element is made once and then only its status line changes: a screen reader announces
 * new messages, not every «sent» and «read».
 */
export const createLogView = (deps: LogViewDeps): LogView => {
  const { words } = deps;
  const shown = new Map<string, Shown>();
  const earlier = element('button', { type: 'button', class: 'pill', hidden: true }, words.earlier);
  const list = element('div', {
    class: 'log',
    role: 'log',
    'aria-label': words.log,
    'aria-live': 'polite',
    'aria-relevant': 'additions',
    tabindex: '0',
  });
  const newest = element('button', { type: 'button', class: 'pill newest', hidden: true }, words.newest, icons.down());
  const scroller = element('div', { class: 'scroller' }, earlier, list);
  const node = element('div', { class: 'log-frame' }, scroller, newest);

  const fromEnd = (): number => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  /** Whether the reader was at the end when they last scrolled, or were taken there. */
  let following = true;
  const toEnd = (): void => {
    following = true;
    scroller.scrollTop = scroller.scrollHeight;
    newest.hidden = true;
  };
  // A picture takes its height when its first bytes are read, long before it says that it was loaded; and the panel
  // itself grows and shrinks with the field below and the phone's keyboard.
  const sizes = new ResizeObserver(() => {
    if (following) toEnd();
  });
  sizes.observe(list);
  sizes.observe(scroller);

  const make = (row: Row): Shown => (row.kind === 'message' ? messageView(row, deps) : lineView(row.kind, row.text));

  const place = (rows: Row[]): { added: Row[] } => {
    const keys = new Set(rows.map((row) => row.key));
    for (const [key, { node: gone }] of shown) {
      if (keys.has(key)) continue;
      gone.remove();
      shown.delete(key);
    }
    const added: Row[] = [];
    let next: ChildNode | null = list.firstChild;
    for (const row of rows) {
      let view = shown.get(row.key);
      if (view) view.update(row);
      else {
        view = make(row);
        shown.set(row.key, view);
        added.push(row);
      }
      if (view.node === next) next = next.nextSibling;
      else list.insertBefore(view.node, next);
    }
    return { added };
  };

  scroller.addEventListener('scroll', () => {
    following = fromEnd() < NEAR_END;
    if (following) newest.hidden = true;
  });
  newest.addEventListener('click', () => {
    toEnd();
    list.focus();
  });
  earlier.addEventListener('click', () => {
    const height = scroller.scrollHeight;
    void deps.loadEarlier().then(() => {
      scroller.scrollTop += scroller.scrollHeight - height;
      list.focus();
    });
  });

  return {
    node,
    toEnd,
    show(rows, hasEarlier) {
      const follow = following;
      earlier.hidden = !hasEarlier;
      const { added } = place(rows);
      if (added.length === 0) return;
      const last = rows.at(-1);
      if (!last || !added.includes(last)) return;
      if (follow || (last.kind === 'message' && last.mine)) toEnd();
      else newest.hidden = false;
    },
  };
};

const lineView = (kind: 'day' | 'notice', text: string): Shown => {
  const label = element('span', {}, text);
  return {
    node: element('p', { class: kind }, label),
    update(row) {
      if (row.kind !== 'message' && label.textContent !== row.text) label.textContent = row.text;
    },
  };
};

const messageView = (first: MessageRow, deps: LogViewDeps): Shown => {
  const { words } = deps;
  const meta = element('small', { class: 'meta' });
  const bar = element('progress', { max: '1', 'aria-hidden': 'true', hidden: true });
  const retry = element('button', { type: 'button', class: 'link' }, words.retry);
  const discard = element('button', { type: 'button', class: 'link' }, words.discard);
  const actions = element('div', { class: 'actions', hidden: true }, retry, discard);
  const bubble = element('div', { class: 'bubble' });
  const author = element('small', { class: 'author', hidden: true });
  const node = element(
    'div',
    { class: first.mine ? 'message mine' : 'message' },
    author,
    element('span', { class: 'spoken' }, `${first.spokenAuthor}: `),
    bubble,
    bar,
    meta,
    actions,
  );
  if (first.image) bubble.append(pictureView(first.image, deps));
  if (first.text !== null) bubble.append(element('p', { dir: 'auto' }, ...linked(first.text)));
  retry.addEventListener('click', () => deps.retry(first.key));
  discard.addEventListener('click', () => deps.discard(first.key));

  const update = (row: Row): void => {
    if (row.kind !== 'message') return;
    author.textContent = row.author ?? '';
    author.hidden = row.author === null;
    if (meta.textContent !== row.meta) meta.textContent = row.meta;
    bar.hidden = row.progress === null;
    if (row.progress !== null) bar.value = row.progress;
    actions.hidden = !row.failed;
    node.classList.toggle('failed', row.failed);
  };
  update(first);
  return { node, update };
};

const pictureView = (image: NonNullable<MessageRow['image']>, deps: LogViewDeps): HTMLElement => {
  const { words } = deps;
  const link = element('a', { class: 'picture', target: '_blank', rel: 'noopener', 'aria-label': words.openImage });
  const show = (address: string): void => {
    const picture = element('img', { alt: image.stored?.name ?? '' });
    picture.addEventListener('load', () => link.classList.add('loaded'));
    picture.src = address;
    link.href = address;
    link.replaceChildren(picture);
  };
  const load = (): void => {
    if (!image.stored) return;
    deps.loadImage(image.stored.id).then(show, () => {
      const again = element('button', { type: 'button', class: 'link' }, words.retry);
      again.addEventListener('click', (event) => {
        event.preventDefault();
        load();
      });
      link.replaceChildren(element('span', { class: 'broken' }, words.imageFailed), again);
    });
  };
  if (image.blob) show(URL.createObjectURL(image.blob));
  else load();
  return link;
};
