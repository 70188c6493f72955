type Attributes = Record<string, string | boolean | null>;

/** One element; text children become text nodes, so nothing a person wrote is ever read as markup. */
export const element = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children);
  return made;
};

export const setAttribute = (target: Element, name: string, value: string | boolean | null): void => {
  if (value === null || value === false) target.removeAttribute(name);
  else target.setAttribute(name, value === true ? '' : value);
};

const SVG = 'http://www.w3.org/2000/svg';

/** A 24-unit line drawing from path data; decorative, the button around it carries the name. */
export const icon = (...paths: string[]): SVGSVGElement => {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of paths) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
};

export const icons = {
  chat: () =>
    icon('M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H10l-4.2 3.6c-.4.4-.8.2-.8-.3z'),
  close: () => icon('M6 6l12 12', 'M18 6L6 18'),
  send: () => icon('M4.5 12L20 4.5 15.5 20 11.5 13z', 'M11.5 13L20 4.5'),
  smile: () =>
    icon(
      'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z',
      'M8.8 9.7v.1',
      'M15.2 9.7v.1',
      'M8.4 14a4.3 4.3 0 0 0 7.2 0',
    ),
  picture: () =>
    icon(
      'M5.5 4.5h13a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1z',
      'M5 16.5l4.2-4.2 3.3 3.3 2.6-2.6 4.4 4.4',
      'M14.7 9.2v.1',
    ),
  down: () => icon('M6 10l6 6 6-6'),
};

export const iconButton = (name: string, drawing: SVGSVGElement, attributes: Attributes = {}): HTMLButtonElement =>
  element('button', { type: 'button', class: 'icon', 'aria-label': name, title: name, ...attributes }, drawing);
