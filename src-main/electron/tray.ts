import type { Menu, MenuItemConstructorOptions, Tray } from 'electron';

export interface TrayTexts {
  open: string;
  autoStart: string;
  quit: string;
}

export const trayTexts: TrayTexts = { open: 'Abrir o Turno', autoStart: 'Iniciar com o sistema', quit: 'Sair' };

export function trayTitle(unread: number): string {
  return unread === 0 ? 'Turno' : `Turno (${unread})`;
}

/** The menu of the tray's icon. `autoStart` is null where the system offers none to applications. */
export function trayMenu(options: {
  autoStart: boolean | null;
  onOpen(): void;
  onAutoStart(wanted: boolean): void;
  onQuit(): void;
}): MenuItemConstructorOptions[] {
  const { autoStart } = options;
  return [
    { label: trayTexts.open, click: () => options.onOpen() },
    ...(autoStart === null
      ? []
      : [
          {
            label: trayTexts.autoStart,
            type: 'checkbox' as const,
            checked: autoStart,
            click: (item: { checked: boolean }) => options.onAutoStart(item.checked),
          },
        ]),
    { type: 'separator' },
    { label: trayTexts.quit, click: () => options.onQuit() },
  ];
}

export function showTray(tray: Tray, menu: Menu, onOpen: () => void): { unread(count: number): void } {
  tray.setToolTip(trayTitle(0));
  tray.setContextMenu(menu);
  tray.on('click', onOpen);
  return { unread: (count) => tray.setToolTip(trayTitle(count)) };
}
